"""Turns the figures of docs/bench/*.json into docs/bench/README.md and one SVG a curve.

    python3 bench/report.py docs/bench

A curve is drawn where rows of one case and unit differ in n: both axes logarithmic, so that a straight
horizontal line is "the rate does not depend on the size".
"""
import glob
import html
import json
import math
import os
import platform
import sys

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 400, 84, 20, 44, 52
COLOURS = ['#2359c4', '#c2571a', '#1d7f5f', '#8a3ab9', '#b3263a', '#5b6470']


def number(value):
    """1234567 → 1,234,567; small ones keep three figures."""
    if value is None:
        return ''
    if abs(value) >= 1000 or value == int(value):
        return f'{value:,.0f}'
    return f'{value:.3g}'


def size(value):
    for unit in ('B', 'KiB', 'MiB', 'GiB'):
        if value < 1024 or unit == 'GiB':
            return f'{value:.0f} {unit}' if unit == 'B' else f'{value:.1f} {unit}'
        value /= 1024


def processor():
    try:
        with open('/proc/cpuinfo', encoding='utf-8') as file:
            for line in file:
                if line.startswith('model name'):
                    return line.split(':', 1)[1].strip()
    except OSError:
        pass
    return platform.machine()


def curves_of(rows):
    """{(case, unit): [(n, value), …]} of those with at least three sizes."""
    found = {}
    for row in rows:
        if 'n' in row:
            found.setdefault((row['case'], row['unit']), []).append((row['n'], row['value']))
    return {key: sorted(points) for key, points in found.items() if len({n for n, _ in points}) >= 3}


def decades(values):
    """Powers of ten around the values."""
    low = math.floor(math.log10(min(values)))
    high = math.ceil(math.log10(max(values)))
    return low, max(high, low + 1)


def power(exponent):
    return f'10{"".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(c)] if c != "-" else "⁻" for c in str(exponent))}'


def draw(title, unit, curves):
    """One SVG of the curves [(case, points)] that share a unit."""
    title, unit = html.escape(title), html.escape(unit)
    left, right = decades([n for _, points in curves for n, _ in points])
    bottom, top = decades([v for _, points in curves for _, v in points])

    def x(n):
        return LEFT + (math.log10(n) - left) / (right - left) * (WIDTH - LEFT - RIGHT)

    def y(v):
        return HEIGHT - BOTTOM - (math.log10(v) - bottom) / (top - bottom) * (HEIGHT - TOP - BOTTOM)

    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
           f'font-family="system-ui, sans-serif" font-size="12">',
           f'<title>{title}, {unit}</title>',
           f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
           f'<text x="{LEFT}" y="24" font-size="15" font-weight="600">{title}, {unit}</text>']
    for exponent in range(left, right + 1):
        at = x(10 ** exponent)
        out.append(f'<path d="M{at:.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#e3e6ea"/>')
        out.append(f'<text x="{at:.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{power(exponent)}</text>')
    for exponent in range(bottom, top + 1):
        at = y(10 ** exponent)
        out.append(f'<path d="M{LEFT} {at:.1f}H{WIDTH - RIGHT}" stroke="#e3e6ea"/>')
        out.append(f'<text x="{LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{power(exponent)}</text>')
    out.append(f'<text x="{WIDTH - RIGHT}" y="{HEIGHT - 12}" text-anchor="end">n</text>')
    for index, (case, points) in enumerate(curves):
        colour = COLOURS[index % len(COLOURS)]
        line = ' '.join(f'{x(n):.1f},{y(v):.1f}' for n, v in points)
        out.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for n, v in points:
            out.append(f'<circle cx="{x(n):.1f}" cy="{y(v):.1f}" r="3.5" fill="{colour}">'
                       f'<title>n = {n:,}: {number(v)} {unit}</title></circle>')
        out.append(f'<text x="{LEFT + 10}" y="{HEIGHT - BOTTOM - 10 - 16 * index}" fill="{colour}">{html.escape(case)}</text>')
    out.append('</svg>')
    return '\n'.join(out) + '\n'


def table(rows):
    yield '| case | n | value | unit | against | ratio | memory |'
    yield '|---|---:|---:|---|---|---:|---:|'
    for row in rows:
        against = row.get('against')
        beside = f'{against["what"]}: {number(against["value"])}' if against else ''
        ratio = f'{100 * row["value"] / against["value"]:.0f} %' if against and against['value'] else ''
        memory = size(row['memory_bytes']) if 'memory_bytes' in row else ''
        count = number(row['n']) if 'n' in row else ''
        yield f'| {row["case"]} | {count} | {number(row["value"])} | {row["unit"]} | {beside} | {ratio} | {memory} |'


def main():
    folder = sys.argv[1]
    text = ['# Figures', '',
            f'Made by `script/bench` on {processor()}, {os.cpu_count()} processors, '
            f'{platform.system()} {platform.release().split("-")[0]}. "against" is measured in the same run.', '']
    for path in sorted(glob.glob(os.path.join(folder, '*.json'))):
        with open(path, encoding='utf-8') as file:
            bench = json.load(file)
        name, rows = bench['bench'], bench['rows']
        text += [f'## {name}', ''] + list(table(rows)) + ['']
        by_unit = {}
        for (case, unit), points in curves_of(rows).items():
            by_unit.setdefault(unit, []).append((case, points))
        for index, (unit, curves) in enumerate(by_unit.items()):
            picture = f'{name}{"-" + str(index + 1) if index else ""}.svg'
            with open(os.path.join(folder, picture), 'w', encoding='utf-8') as file:
                file.write(draw(name, unit, curves))
            text += [f'![{name}, {unit}, over n]({picture})', '']
    with open(os.path.join(folder, 'README.md'), 'w', encoding='utf-8') as file:
        file.write('\n'.join(text).rstrip() + '\n')


if __name__ == '__main__':
    main()
