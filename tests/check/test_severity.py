"""Stages decided by a model of severity in ledgers that lie, chained and signed perfectly well: both verifiers must refuse each
lie and take the truth, which was worked out by hand.

    python3 tests/check/test_severity.py build/debug/src/cmd/leitai
"""
import os
import sys
import tempfile

from tap import Cases
from test_draws import verdicts

HEAD = 'leitai: 1\nid: small\ntitle: Small\nstages:\n  - id: first\n    title: First\n'
ADDITIVE = HEAD + '''    criteria: [{id: m, title: M, max: 10}]
    scoring:
      steps: [{do: total, as: sum}, {do: combine, rule: severity-additive, round: {places: 2}}]
      %s
    advance: {quotas: [{places: 1}]}
'''
MFRM = HEAD + '''    criteria: [%s]
    scoring: {steps: [{do: combine, rule: severity-mfrm, round: {places: 3}}]}
    advance: {quotas: [{places: 1}]}
''' % ', '.join('{id: %s, title: M, max: 1}' % c for c in 'abcdefgh')

# x marks 2 lower than y and z, and nothing else differs: severities 4/3, -2/3, -2/3.
RING = [('A', 'x', {'m': 5}), ('A', 'y', {'m': 7}), ('B', 'y', {'m': 6}), ('B', 'z', {'m': 6}), ('C', 'z', {'m': 8}), ('C', 'x', {'m': 6})]
# Every criterion has one mark above 0, so none is harder, and expected marks are the mean marks.
EIGHT = [(e, 'x', {c: int(c in has) for c in 'abcdefgh'}) for e, has in (('A', 'ab'), ('B', 'cd'), ('C', 'efgh'))]


def row(entry, rank, score, sheets, raw=None, fate=None):
    fate = fate or ('advance' if rank == 1 else 'out')
    text = None if score is None else str(score)
    made = {'entry': entry, 'exact': text, 'fate': fate, 'own': text, 'promoted': False, 'quota': 0 if fate == 'advance' else -1,
            'rank': rank, 'reserve': 0, 'score': score, 'sheets': sheets}
    return made if raw == 'absent' else {**made, 'raw': raw}


RING_ROWS = [row('C', 1, 73300, 2, 70000), row('A', 2, 63300, 2, 60000), row('B', 3, 53300, 2, 60000)]
EIGHT_ROWS = [row('C', 1, 5000, 1, 5000), row('A', 2, 2500, 1, 2500), row('B', 2, 2500, 1, 2500)]


def tell(root, name, definition, sheets, rows, unranked=()):
    from forge import Forger
    ledger = Forger(definition)
    for e in sorted({s[0] for s in sheets}):
        ledger.add('entry.accept', {'entry': e, 'profile': '0' * 64})
    for x in sorted({s[1] for s in sheets}):
        ledger.add('expert.seat', {'expert': x, 'profile': '0' * 64})
    seals = [ledger.seal('sheet.submit', {'entry': e, 'expert': x, 'heat': 'main', 'marks': {c: m * 10000 for c, m in marks.items()},
                                          'recused': False, 'stage': 'first', 'version': 1}) for e, x, marks in sheets]
    ledger.add('stage.close', {'sheets': len(sheets), 'stage': 'first'})
    for seq in seals:
        ledger.reveal(seq)
    ledger.add('result.publish', {'awards': [], 'lists': [{'list': '', 'rows': list(rows)}], 'stage': 'first', 'unranked': list(unranked)})
    return ledger.export(os.path.join(root, name))


def with_row(rows, at, **change):
    return [{**r, **change} if i == at else r for i, r in enumerate(rows)]


def scored(rows, at, score):
    return with_row(rows, at, exact=str(score), own=str(score), score=score)


def bare(rows):
    return [{k: v for k, v in r.items() if k != 'raw'} for r in rows]


def truths():
    yield 'the additive model', (ADDITIVE % '', RING, RING_ROWS)
    yield 'with nothing beside it', (ADDITIVE % 'beside: nothing', RING, bare(RING_ROWS))
    both = [('A', 'x', {'m': 5}), ('A', 'y', {'m': 8}), ('B', 'x', {'m': 4}), ('B', 'y', {'m': 5})]
    yield 'everybody marked everything: plain means', (ADDITIVE % '', both, [row('A', 1, 65000, 2, 65000), row('B', 2, 45000, 2, 45000)])
    yield 'the many-facet model', (MFRM, EIGHT, EIGHT_ROWS)
    yield 'a mean with the raw mean beside it', (ADDITIVE.replace('severity-additive', 'mean') % 'beside: raw-mean', both, [
        row('A', 1, 65000, 2, 65000), row('B', 2, 45000, 2, 45000)])


def lies():
    raw = [row('C', 1, 70000, 2, 70000), row('A', 2, 60000, 2, 60000), row('B', 2, 60000, 2, 60000)]
    yield 'ranked by the raw mean', (ADDITIVE % '', RING, raw)
    yield 'a wrong last digit', (ADDITIVE % '', RING, scored(RING_ROWS, 1, 63400))
    yield 'more digits than the rule rounds to', (ADDITIVE % '', RING, scored(RING_ROWS, 1, 63333))
    yield 'a raw mean that is another', (ADDITIVE % '', RING, with_row(RING_ROWS, 2, raw=53300))
    yield 'no raw mean', (ADDITIVE % '', RING, bare(RING_ROWS))
    yield 'a raw mean that the rules do not have', (ADDITIVE % 'beside: nothing', RING, RING_ROWS)
    yield 'the correction where the rule is the mean', (ADDITIVE.replace('severity-additive', 'mean') % 'beside: raw-mean', RING, RING_ROWS)
    apart = RING[:2] + [('B', 'u', {'m': 6}), ('B', 'v', {'m': 6})]
    yield 'panels that are not linked', (ADDITIVE % '', apart, [row('A', 1, 60000, 2, 60000), row('B', 1, 60000, 2, 60000)])
    yield 'panels that are not linked, without scores', (ADDITIVE % '', apart, [], [
        row('A', 0, None, 2, None, 'out'), row('B', 0, None, 2, None, 'out')])
    few = EIGHT + [('D', 'x', dict.fromkeys('abcdefg', 1))]
    yield 'seven marks', (MFRM, few, [row('D', 1, 9600, 1, 10000), row('C', 2, 5000, 1, 5000, 'out'), *EIGHT_ROWS[1:]])
    yield 'another fair average', (MFRM, EIGHT, scored(EIGHT_ROWS, 0, 5010))


def main():
    try:
        import verify_ledger  # noqa: F401
    except ImportError:
        print('1..0 # SKIP python3-yaml is not installed')
        return
    cases, leitai = Cases(), os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix='severity.') as root:
        for i, (name, story) in enumerate(truths()):
            first, second = verdicts(leitai, tell(root, f'truth-{i}', *story))
            cases.case(f'holds: {name}', first + second)
        for i, (name, story) in enumerate(lies()):
            first, second = verdicts(leitai, tell(root, f'lie-{i}', *story))
            cases.case(f'refused: {name}', [f'{who} takes it' for who, found in (('leitai', first), ('verify_ledger', second)) if not found])
    cases.done()


if __name__ == '__main__':
    main()
