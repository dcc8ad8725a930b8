"""Assignments in a ledger that lie, chained and signed perfectly well: both verifiers must refuse each, and take the truth.

    python3 tests/check/test_assign.py build/debug/src/cmd/leitai
"""
import os
import sys
import tempfile

import test_draws
from tap import Cases

DEFINITION = '''leitai: 1
id: small
title: {zh: 小赛}
classes: [{id: industry, title: 产业}, {id: other, title: 其他}]
stages:
  - id: first
    title: 初赛
    panel: {industry: 3}
    sheets_each: 2
    criteria: [{id: plan, title: 方案, max: 10}]
    scoring:
      steps: [{do: total, as: sum}, {do: combine, rule: mean}]
      tie_end: shared
'''
ENTRIES, EXPERTS = ['E-1', 'E-2', 'E-3'], ['J-1', 'J-2', 'J-3']
PAIRS = {'E-1': ['J-1', 'J-2'], 'E-2': ['J-2', 'J-3'], 'E-3': ['J-1', 'J-3']}
HASH = 'ab' * 32


class Story:
    """What happened; each lie changes one thing of it."""

    def __init__(self, **lie):
        self.lie = lie
        self.rehearsal = lie.get('rehearsal', False)
        self.versions = lie.get('versions', [(1, PAIRS)])
        self.draw = lie.get('draw', 1)
        self.marks = {(e, x): (90000 if e == 'E-1' else 80000 if e == 'E-2' else 70000)
                      for e, experts in lie.get('marked', PAIRS).items() for x in experts}

    def draw_records(self, ledger):
        text = test_draws.announcement(1, 'first', hall=test_draws.sha(test_draws.lines(sorted(test_draws.LINES))), pool=ENTRIES)
        body = {'announcement': text, 'draw': 1, 'pool': ENTRIES, 'reveals': sorted(test_draws.LINES),
                'commitments': sorted(map(test_draws.sha, test_draws.LINES))}
        ledger.add(*test_draws.commit(1, 'first'))
        ledger.add('draw.announce', body)
        return lambda: ledger.add(*test_draws.conclude(body))

    def assign(self, ledger, number, pairs):
        body = {'case': HASH, 'entries': pairs, 'stage': 'first', 'version': number}
        if self.draw:
            body['draw'] = self.draw
        return ledger.seal('panel.assign', {**body, **self.lie.get('body', {})})

    def sheet(self, ledger, pair):
        entry, expert = pair
        return ledger.seal('sheet.submit', {'entry': entry, 'expert': expert, 'heat': 'main', 'marks': {'plan': self.marks[pair]},
                                            'recused': False, 'stage': 'first', 'version': 1})

    def result(self):
        import verify_ledger
        d = verify_ledger.read_definition(DEFINITION)
        listed = {e: {'withdrawn': False, 'left': False} for e in ENTRIES}
        rows = [{'entry': e, 'expert': f'industry:{x}', 'heat': 'main', 'criterion': 'plan', 'mark': str(v // 10000)}
                for (e, x), v in self.marks.items()]
        return verify_ledger.compute(d, 'first', rows, listed, {}, [], [])[0]

    def tell(self, folder):
        from forge import Forger
        text = DEFINITION.replace('id: small\n', 'id: small\nrehearsal: true\n') if self.rehearsal else DEFINITION
        ledger = Forger(text)
        for e in ENTRIES:
            ledger.add('entry.accept', {'entry': e, 'profile': HASH})
        for x in EXPERTS:
            ledger.add('expert.seat', {'class': 'industry', 'expert': x, 'profile': HASH})
        ledger.add('expert.seat', {'class': 'other', 'expert': 'J-9', 'profile': HASH})
        conclude = self.draw_records(ledger)
        if not self.lie.get('late_draw'):
            conclude()
        sealed = [self.sheet(ledger, pair) for pair in self.lie.get('before', [])]
        sealed += [self.assign(ledger, n, pairs) for n, pairs in self.versions]
        sealed += [self.sheet(ledger, pair) for pair in self.marks if pair not in self.lie.get('before', [])]
        if self.lie.get('late_draw'):
            conclude()
        ledger.add('heat.lock', {'heat': 'main', 'missing': self.lie.get('missing', 0), 'sheets': len(self.marks), 'stage': 'first'})
        ledger.add('stage.close', {'sheets': len(self.marks), 'stage': 'first'})
        if 'after' in self.lie:
            sealed.append(self.assign(ledger, *self.lie['after']))
        for seq in sealed:
            if seq not in self.lie.get('hidden', []):
                ledger.reveal(seq)
        ledger.add('result.publish', self.result())
        return ledger.export(folder)


def truths():
    yield 'the truth', {}
    yield 'two versions', {'versions': [(1, {**PAIRS, 'E-1': ['J-1', 'J-3']}), (2, PAIRS)]}
    yield 'a rehearsal without a draw', {'rehearsal': True, 'draw': 0}
    yield 'a sheet before the first version', {'versions': [(1, PAIRS)], 'marked': {**PAIRS, 'E-1': ['J-1', 'J-2', 'J-3']},
                                               'before': [('E-1', 'J-3')]}
    yield 'one is missing, and said to be', {'marked': {**PAIRS, 'E-3': ['J-1']}, 'missing': 1}


def lies():
    yield 'an entry marked by somebody else', {'versions': [(1, {**PAIRS, 'E-1': ['J-1', 'J-3']})]}
    yield 'an entry that is assigned to nobody', {'versions': [(1, {e: PAIRS[e] for e in ('E-2', 'E-3')})]}
    yield 'the later version is the one that counts', {'versions': [(1, PAIRS), (2, {**PAIRS, 'E-1': ['J-1', 'J-3']})]}
    yield 'a version left out', {'versions': [(2, PAIRS)]}
    yield 'a version twice', {'versions': [(1, PAIRS), (1, PAIRS)]}
    yield 'assigned after the close', {'after': (2, PAIRS)}
    yield 'no draw in a contest that is no rehearsal', {'draw': 0}
    yield 'a draw that never was', {'draw': 2}
    yield 'a draw that was concluded later', {'late_draw': True}
    yield 'an unknown expert', {'versions': [(1, {**PAIRS, 'E-1': ['J-1', 'J-2', 'J-77']})]}
    yield 'an expert of no class on the panel', {'versions': [(1, {**PAIRS, 'E-1': ['J-1', 'J-2', 'J-9']})]}
    yield 'experts out of order', {'versions': [(1, {**PAIRS, 'E-1': ['J-2', 'J-1']})]}
    yield 'an expert twice', {'versions': [(1, {**PAIRS, 'E-1': ['J-1', 'J-2', 'J-2']})]}
    yield 'an unknown entry', {'versions': [(1, {**PAIRS, 'E-9': ['J-1']})]}
    yield 'an entry without experts', {'versions': [(1, {**PAIRS, 'E-1': []})]}
    yield 'no hash of a case', {'body': {'case': 'none'}}
    yield 'a field too many', {'body': {'reason': 'because'}}
    yield 'of a stage that is not there', {'body': {'stage': 'last'}}
    yield 'never opened', {'hidden': [12]}
    yield 'one is missing, and not said to be', {'marked': {**PAIRS, 'E-3': ['J-1']}}
    yield 'said to be missing, and is not', {'missing': 1}
    yield 'somebody else stands in for who is missing', {'versions': [(1, PAIRS)], 'marked': {**PAIRS, 'E-1': ['J-1', 'J-3']},
                                                        'before': [('E-1', 'J-3')], 'missing': 0}


def main():
    try:
        import verify_ledger  # noqa: F401
    except ImportError:
        print('1..0 # SKIP python3-yaml is not installed')
        return
    cases, leitai = Cases(), os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix='assign.') as root:
        for i, (name, story) in enumerate(truths()):
            first, second = test_draws.verdicts(leitai, Story(**story).tell(os.path.join(root, f'truth-{i}')))
            cases.case(name, first + second)
        for i, (name, story) in enumerate(lies()):
            first, second = test_draws.verdicts(leitai, Story(**story).tell(os.path.join(root, f'lie-{i}')))
            cases.case(name, [f'{who} takes it' for who, found in (('leitai', first), ('verify_ledger', second)) if not found])
    cases.done()


if __name__ == '__main__':
    main()
