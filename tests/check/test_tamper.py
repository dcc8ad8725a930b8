"""Is every tampering with an export seen, and do both verifiers agree?

    LEITAI=build/leitai python3 tests/check/test_tamper.py [quick|full] [EXPORT...]

Without an export it makes a small contest with the program itself: a tie, a deliberation, an amendment, a jury award, a
withdrawal. quick samples; full goes on to every line and to the largest rehearsal's size.
"""
import os
import random
import shutil
import subprocess
import sys
import tempfile

import verify_ledger
from tap import Cases

LEITAI = os.environ.get('LEITAI', 'build/leitai')

DEFINITION = '''leitai: 1
id: small
title: Small
stages:
  - id: first
    title: First
    heats: [{id: hall, title: Hall}]
    criteria: [{id: idea, title: Idea, max: 10, step: 0.5}]
    scoring: {steps: [{do: total, as: mean}, {do: combine, rule: mean}]}
    advance: {quotas: [{places: 2}], reserve: 1}
  - id: final
    title: Final
    from: [first]
    heats: [{id: hall, title: Hall}]
    criteria: [{id: idea, title: Idea, max: 10, step: 0.5}]
    scoring: {steps: [{do: total, as: mean}, {do: combine, rule: mean}], tie_end: shared}
    awards: [{id: gold, title: Gold, by: rank, places: 1}, {id: jury, title: Jury, by: jury, places: 1}]
'''
ENTRIES = 'entry,title,team\n' + ''.join(f'E-{i},Title {i},Team {i}\n' for i in range(1, 5))
EXPERTS = 'expert,name\n' + ''.join(f'J-{i},Name {i}\n' for i in range(1, 4))
FIRST = [('E-1', '999'), ('E-2', '878'), ('E-3', '887'), ('E-4', '566')]
FINAL = [('E-1', '99'), ('E-2', '98')]


def sheets(marks):
    return 'heat,entry,expert,criterion,mark\n' + ''.join(
        f'hall,{e},J-{i + 1},idea,{m}\n' for e, row in marks for i, m in enumerate(row))


def run(*words):
    done = subprocess.run([LEITAI, *words], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f'{" ".join(words)}: {done.stderr}')
    return done.stdout


def make_export(folder):
    """A small contest, played through the command line."""
    data = os.path.join(folder, 'data')

    def file(name, text):
        path = os.path.join(folder, name)
        with open(path, 'w', encoding='utf-8') as f:
            f.write(text)
        return path

    def do(*words):
        run(*words, '--data', data)

    do('init', '--host', 'h.example')
    do('contest', 'add', file('small.yaml', DEFINITION))
    do('import', 'entries', 'small', file('entries.csv', ENTRIES))
    do('import', 'experts', 'small', file('experts.csv', EXPERTS))
    do('import', 'sheets', 'small', file('first.csv', sheets(FIRST)), '--stage', 'first')
    do('import', 'sheets', 'small', file('amended.csv', sheets([('E-4', '567')])), '--stage', 'first', '--amend')
    do('ledger', 'checkpoint', 'small')
    do('stage', 'close', 'small', 'first')
    do('stage', 'deliberate', 'small', 'first', '--vote', 'J-1=E-3,E-2', '--vote', 'J-2=E-3', '--vote', 'J-3=E-2',
       '--reason', 'clearer')
    do('stage', 'publish', 'small', 'first')
    do('entry', 'withdraw', 'small', 'E-3', '--reason', 'merged')
    do('import', 'sheets', 'small', file('final.csv', sheets(FINAL)), '--stage', 'final')
    do('stage', 'close', 'small', 'final')
    do('stage', 'award', 'small', 'final', 'jury', 'E-2', '--reason', 'bold')
    do('stage', 'publish', 'small', 'final')
    out = os.path.join(folder, 'export')
    do('ledger', 'export', 'small', out)
    return out


class Bench:
    """A copy of an export whose files are spoiled one way at a time."""

    def __init__(self, export, folder):
        self.folder = os.path.join(folder, 'spoiled')
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(export, self.folder)
        self.good = {}
        for name in os.listdir(export):
            with open(os.path.join(export, name), 'rb') as f:
                self.good[name] = f.read()

    def put(self, name, data):
        with open(os.path.join(self.folder, name), 'wb') as f:
            f.write(data)

    def verdicts(self):
        """(program, second verifier): True, it holds."""
        done = subprocess.run([LEITAI, 'verify', self.folder], capture_output=True, text=True, check=False)
        if done.returncode not in (0, 1, 65):
            return f'exit status {done.returncode}', None
        named = done.returncode != 1 or any(w in done.stdout for w in ('\nrecord ', '\ncheckpoint', '\ndefinition'))
        if not named:
            return 'no record named', None
        try:
            second = verify_ledger.Verifier(self.folder, None).run()
        except verify_ledger.Bad:
            second = False
        return done.returncode == 0, second

    def spoiled(self, name, data):
        """Findings: what goes unseen when file `name` holds `data`."""
        self.put(name, data)
        one, two = self.verdicts()
        self.put(name, self.good[name])
        if one is not False or two is not False:
            yield f'leitai verify: {one}, second verifier: {two}'


def flipped(data, bit):
    at = bytearray(data)
    at[bit // 8] ^= 1 << bit % 8
    return bytes(at)


def line_edits(lines, i, other):
    yield 'deleted', lines[:i] + lines[i + 1:]
    yield 'doubled', lines[:i + 1] + lines[i:]
    swapped = list(lines)
    swapped[i], swapped[other] = swapped[other], swapped[i]
    if i != other:
        yield f'swapped with {other}', swapped
    yield 'and all after cut off', lines[:i]
    yield 'cut in half', lines[:i] + [lines[i][:len(lines[i]) // 2]]


def spoil(cases, bench, name, how_many, rng):
    ledger = bench.good['ledger.jsonl']
    lines = ledger.splitlines(keepends=True)
    cases.case(f'{name}: untouched, both hold', [] if bench.verdicts() == (True, True) else [str(bench.verdicts())])
    findings = []
    bits = 8 * len(ledger)
    for bit in rng.sample(range(bits), min(bits, how_many)):
        findings += [f'bit {bit}: {f}' for f in bench.spoiled('ledger.jsonl', flipped(ledger, bit))]
    cases.case(f'{name}: {min(bits, how_many)} flipped bits', findings[:5])
    findings, chosen = [], range(len(lines)) if len(lines) <= how_many // 5 else rng.sample(range(len(lines)), max(how_many // 10, 1))
    for i in chosen:
        for what, edited in line_edits(lines, i, rng.randrange(len(lines))):
            findings += [f'line {i} {what}: {f}' for f in bench.spoiled('ledger.jsonl', b''.join(edited))]
    cases.case(f'{name}: {len(chosen)} lines deleted, doubled, swapped, cut', findings[:5])
    notes = bench.good['checkpoints.txt']
    findings = []
    for bit in rng.sample(range(8 * len(notes)), min(8 * len(notes), how_many)):
        findings += [f'bit {bit}: {f}' for f in bench.spoiled('checkpoints.txt', flipped(notes, bit))]
    findings += [f'no checkpoint: {f}' for f in bench.spoiled('checkpoints.txt', b'')]
    last = notes.rfind(b'\n\n', 0, notes.rfind(b'\n\n'))
    if last >= 0:
        findings += [f'without the newest: {f}' for f in bench.spoiled('checkpoints.txt', notes[:last + 1])]
    cases.case(f'{name}: forged checkpoints', findings[:5])
    definition = bench.good['definition.yaml']
    cases.case(f'{name}: another definition beside it', bench.spoiled('definition.yaml', definition + b'# \n'))
    key = bench.good['key.txt']
    cases.case(f'{name}: another key beside it', bench.spoiled('key.txt', flipped(key, 8 * (len(key) // 2))))


def command_line(cases, export, data):
    """What `leitai verify` takes and answers."""
    def part(name):
        return os.path.join(export, name)

    def verify(*words):
        return subprocess.run([LEITAI, 'verify', *words], capture_output=True, text=True, check=False)

    def case(name, done, status, words=''):
        good = done.returncode == status and words in done.stdout + done.stderr
        cases.case(f'verify: {name}', [] if good else [f'exit status {done.returncode}: {done.stdout}{done.stderr}'])

    ledger, notes, key = part('ledger.jsonl'), part('checkpoints.txt'), part('key.txt')
    with open(key, encoding='utf-8') as f:
        vkey = f.read().strip()
    other = 'h.example/other+' + vkey.split('+', 1)[1]
    proof, broken = os.path.join(data, 'proof'), os.path.join(data, 'broken')
    with open(proof, 'w', encoding='utf-8') as f:
        f.write(run('ledger', 'proof', 'small', '7', '--data', data))
    with open(proof, encoding='utf-8') as f, open(broken, 'w', encoding='utf-8') as g:
        g.write(f.read().replace('index 7', 'index 8'))
    case('loose files', verify(ledger, notes, key, part('definition.yaml')), 0, 'holds')
    case('a ledger alone is covered by nothing', verify(ledger), 1, 'record 0: no checkpoint covers it')
    case('the key that is trusted', verify('--key', vkey, export), 0)
    case('a key that does not fit its name', verify('--key', other, export), 65, 'note.key')
    case('a proof', verify(ledger, notes, proof), 0, '1 of 1')
    case('a proof of another record', verify(ledger, notes, broken), 1, 'record 8: proof 1')
    case('two exports', verify(export, export), 0)
    case('as JSON', verify('--json', export), 0, '"verified":true')
    case('what fails as JSON', verify('--json', ledger), 1, '"code":"audit.failed"')
    case('no such folder', verify('/nowhere/at/all'), 66)
    case('no ledger among the files', verify(notes), 65, 'verify.no-ledger')


def main():
    words = sys.argv[1:]
    level = words.pop(0) if words and words[0] in ('quick', 'full') else 'quick'
    cases, rng = Cases(), random.Random(20)
    with tempfile.TemporaryDirectory() as folder:
        made = make_export(folder)
        command_line(cases, made, os.path.join(folder, 'data'))
        for export in words or [made]:
            small = os.path.getsize(os.path.join(export, 'ledger.jsonl')) < 1 << 20
            many = (600 if level == 'full' else 120) if small else 8
            spoil(cases, Bench(export, folder), os.path.basename(export), many, rng)
    cases.done()


if __name__ == '__main__':
    main()
