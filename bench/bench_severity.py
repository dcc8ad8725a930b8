"""Severity: how well rules find the true order (a plot in docs), and the additive model beside R's lme4.

The plot: bench/severity_simulation.c. The comparison: the same sheets through `leitai severity` (the whole process, reading
its file) and through lme4 (its fit alone, whose time grows with the cube of the entries), which must agree to 1e-6 marks; then
5,000 entries × 13 sheets × 4 criteria, for which lme4 would need a dense matrix of 2.6 GB. The many-facet model stands beside nothing:
R's TAM and sirt, which have one, are not among Debian 12's packages.
"""
import csv
import json
import os
import random
import shutil
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LEITAI = os.environ.get('LEITAI', os.path.join(ROOT, 'build', 'leitai'))
SCRATCH = os.environ.get('BENCH_DIR', '/tmp')
SIMULATION = os.path.join(os.environ.get('LEITAI_BUILD', 'build/bench'), 'bench', 'bench-severity-simulation')
# entries, experts, sheets an entry, criteria; the first is complete
CASES = [(60, 8, 8, 1), (60, 20, 5, 1), (250, 60, 5, 4), (500, 100, 5, 4)]
LARGE = (5000, 400, 13, 4)
COLOURS = {'raw mean': '#5b6470', 'trimmed mean': '#9aa2ab', 'z-score': '#2359c4', 'Borda': '#8a3ab9', 'additive model': '#c8321f'}


def say(*words):
    print(*words, file=sys.stderr, flush=True)


# ---- the plot
def plot(rows, path):
    """Tau over the severity's standard deviation, one line a rule, labelled at its end."""
    width, height, left, right, top, bottom = 720, 400, 60, 130, 56, 48
    low, high, widest = 0.63, 0.84, max(row['sd'] for row in rows)

    def at(sd, tau):
        return (left + (width - left - right) * sd / widest, top + (height - top - bottom) * (high - tau) / (high - low))

    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="system-ui, sans-serif" font-size="13">',
           f'<rect width="{width}" height="{height}" fill="#fbfaf7"/>',
           f'<text x="{left}" y="24" font-size="16" fill="#1b1a17">Correcting for severity costs nothing where experts are equal</text>',
           f'<text x="{left}" y="43" fill="#5b6470">Kendall’s tau with the true order; 60 entries, 20 experts, 5 sheets an entry</text>']
    for step in range(63, 85, 3):
        y = at(0, step / 100)[1]
        out.append(f'<line x1="{left}" x2="{width - right}" y1="{y:.1f}" y2="{y:.1f}" stroke="#e4e1d8"/>'
                   f'<text x="{left - 8}" y="{y + 4:.1f}" text-anchor="end" fill="#5b6470">.{step}</text>')
    for k in range(int(widest / 0.5) + 1):
        x = at(k / 2, low)[0]
        out.append(f'<text x="{x:.1f}" y="{height - bottom + 18}" text-anchor="middle" fill="#5b6470">{k / 2:g}</text>')
    out.append(f'<text x="{(left + width - right) / 2:.0f}" y="{height - 10}" text-anchor="middle" fill="#5b6470">'
               'standard deviation of severity (that of quality is 1.2, a mark’s own error 0.8)</text>')
    last = 0
    for rule in sorted(COLOURS, key=lambda r: -max(row['tau'] for row in rows if row['rule'] == r and row['sd'] == widest)):
        points = [at(row['sd'], row['tau']) for row in rows if row['rule'] == rule]
        line = ' '.join(f'{x:.1f},{y:.1f}' for x, y in points)
        label = max(points[-1][1] + 4, last + 16)
        last = label
        out.append(f'<polyline points="{line}" fill="none" stroke="{COLOURS[rule]}" stroke-width="2"/>'
                   f'<text x="{points[-1][0] + 8:.1f}" y="{label:.1f}" fill="{COLOURS[rule]}">{rule}</text>')
    with open(path, 'w', encoding='utf-8') as file:
        file.write('\n'.join(out) + '\n</svg>\n')


def simulate():
    say('simulating')
    found = json.loads(subprocess.run([SIMULATION], capture_output=True, text=True, check=True).stdout)
    plot(found['rows'], os.path.join(ROOT, 'docs', 'images', 'severity-rules.svg'))
    return [{'case': f'simulation, severity sd {row["sd"]:g}, {row["rule"]}', 'value': row['tau'], 'unit': 'Kendall’s tau'}
            for row in found['rows'] if row['sd'] in (0, 0.5, 1)]


# ---- the comparison
def write_sheets(case, path):
    """Marks from 0 to 100 in steps of 0.5; each expert gets about equally many entries."""
    entries, experts, sheets, criteria = case
    rng = random.Random(entries)
    severity = [rng.gauss(0, 4) for _ in range(experts)]
    queue = []
    with open(path, 'w', newline='', encoding='utf-8') as file:
        out = csv.writer(file)
        out.writerow(['entry', 'expert', 'criterion', 'mark'])
        for e in range(entries):
            quality = rng.gauss(70, 8)
            panel = set()
            while len(panel) < sheets:
                if not queue:
                    queue = rng.sample(range(experts), experts)
                fresh = next((j for j in queue if j not in panel), None)
                if fresh is None:
                    queue = rng.sample(range(experts), experts)
                    continue
                queue.remove(fresh)
                panel.add(fresh)
            for j in sorted(panel):
                for c in range(criteria):
                    mark = quality - severity[j] + rng.gauss(0, 5)
                    out.writerow([f'E{e}', f'J{j}', f'C{c}', round(min(100, max(0, mark)) * 2) / 2])


def ours(path):
    """(seconds, bytes at the peak, {('entry', id): score, ('expert', id): severity})"""
    start = time.monotonic()
    process = subprocess.Popen([LEITAI, 'severity', path, '--json'], stdout=subprocess.PIPE)
    text = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = status
    seconds = time.monotonic() - start
    if status:
        sys.exit('leitai severity failed')
    found = json.loads(text)
    values = {('entry', x['entry']): x['score'] for x in found['entries']}
    values |= {('expert', x['expert']): x['severity'] for x in found['experts']}
    return seconds, usage.ru_maxrss * 1024, values


def theirs(path):
    done = subprocess.run(['Rscript', os.path.join(ROOT, 'bench', 'severity_lme4.R'), path], capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    first, *lines = done.stdout.splitlines()
    values = {(kind, name): float(value) for kind, name, value in (line.split() for line in lines)}
    return float(first.split()[0]), int(first.split()[1]) * 1024, values


def has_lme4():
    return shutil.which('Rscript') and subprocess.run(['Rscript', '-e', 'library(lme4)'], capture_output=True).returncode == 0


def compare(case, with_peer):
    path = os.path.join(SCRATCH, 'sheets.csv')
    write_sheets(case, path)
    marks = case[0] * case[2] * case[3]
    name = 'complete' if case[1] == case[2] else 'incomplete'
    seconds, memory, values = min((ours(path) for _ in range(3)), key=lambda x: x[0])
    row = {'case': f'{name}, {case[2]} sheets × {case[3]} criteria', 'n': case[0], 'value': round(marks / seconds),
           'unit': 'marks/s', 'memory_bytes': memory}
    if with_peer:
        peer_seconds, peer_memory, peer = theirs(path)
        if set(peer) != set(values):
            sys.exit(f'{case}: not the same entries and experts')
        worst = max(abs(peer[key] - values[key]) for key in values)
        say(f'{case}: {seconds:.3f} s, lme4 {peer_seconds:.3f} s, greatest difference {worst:.2e}')
        if worst > 1.5e-6:  # ours is printed to six places
            sys.exit(f'{case}: differs from lme4 by {worst:.2e}')
        row['against'] = {'what': f'lme4, with {peer_memory / 2 ** 20:.0f} MiB, differs ≤ {worst:.0e}',
                          'value': round(marks / max(peer_seconds, 1e-3))}
    else:
        say(f'{case}: {seconds:.3f} s, {memory / 2 ** 20:.0f} MiB')
    return row


def main():
    rows = simulate()
    peer = has_lme4()
    if not peer:
        say('no Rscript with lme4 (r-cran-lme4): no comparison')
    rows += [compare(case, peer) for case in CASES] + [compare(LARGE, False)]
    print(json.dumps({'bench': 'severity', 'rows': rows}, indent=1))


if __name__ == '__main__':
    main()
