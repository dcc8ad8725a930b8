"""Real panels decided by the models of severity: beside published references, and published and verified by both verifiers.

    python3 tests/check/test_severity_data.py LEITAI

The marks are found as test_panels.py finds them; without them every case is skipped.
"""
import math
import os
import sys
import tempfile
from fractions import Fraction

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import shared  # noqa: E402
from tap import Cases  # noqa: E402
from test_panels import UNIT, Imported, Runner, chopin_marks, table, unequal  # noqa: E402


def marks_of(answer, entry):
    exact = answer['by'][entry]['exact']
    return exact and float(Fraction(exact) / UNIT)


def piano(run):
    """Least squares of R's lm() treat jurors as fixed: with 17 jurors and 80 competitors there is little between that and ours."""
    answer = run.tally('severity-additive.yaml', 'piano', run.sheets(chopin_marks('1')))
    numbers = {r['competitor']: f'C-{int(r["competitor_no"]):03d}' for r in table('chopin2025', 'marks.csv')}
    moved = 0
    for row in table('chopin2025', 'additive_ls_competitors_stage_1.csv'):
        got, fixed, raw = marks_of(answer, numbers[row['competitor']]), float(row['adjusted_mean']), float(row['raw_mean'])
        moved += abs(got - raw) > .01
        if abs(got - fixed) > .01 or (abs(fixed - raw) > .02 and not min(fixed, raw) - .001 < got < max(fixed, raw) + .001):
            yield f'{row["competitor"]}: raw {raw}, fixed jurors {fixed}, computed {got}'
    if moved < 10:
        yield f'only {moved} scores differ from the raw mean'


def writing_rows(number):
    return [(row['idstud'], row['rater'], k, row[k]) for row in table('mfrm', f'ratings{number}.csv') for k in row if k.startswith('k')]


def writing(run, number):
    """Fair averages by the measures of two other programs, which print them to four places or six."""
    logits = {}
    for row in table('mfrm', f'ratings{number}.jml_reference.csv'):
        logits[row['facet'], row['element']] = float(row['logit'])
    f = [logits['threshold', str(k)] for k in (1, 2, 3)]
    answer, rows, seen = run.tally('severity-mfrm.yaml', 'writing', run.sheets(writing_rows(number))), writing_rows(number), 0
    for e in sorted({r[0] for r in rows}):
        got, marks = marks_of(answer, e), sum(1 for r in rows if r[0] == e)
        if (got is None) != (marks < 8):
            yield f'{e}: {marks} marks, computed {got}'
        if got is None or ('person', e) not in logits:
            continue
        weights = [math.exp(k * logits['person', e] - sum(f[:k])) for k in range(4)]
        fair = sum(k * w for k, w in enumerate(weights)) / sum(weights)
        seen += 1
        if abs(got - fair) > 3e-4:
            yield f'{e}: by the reference {fair:.5f}, computed {got}'
    if seen < 30:
        yield f'only {seen} compared'


def published(run, definition, panel, stage, rows):
    """What is published is what `leitai tally` says, with the raw mean beside it, and both verifiers come to it."""
    import verify_ledger
    contest = Imported(run, definition, panel)
    answer = run.tally(definition, stage, run.sheets(rows))
    ranks = contest.stage(stage, rows) if answer['entries'][-1]['state'] == 'ok' else None
    if ranks is None:
        yield f'{definition}: an entry has no score'
        return
    yield from unequal(f'{definition}, ranks and scores', sorted((e, at) for e, at in ranks.items() if at[0]),
                       sorted((e['entry'], (e['rank'], e['exact'])) for e in answer['entries'] if e['rank']))
    yield from contest.verify()
    verifier = verify_ledger.Verifier(contest.data + '-export', None)
    verifier.run()
    yield from verifier.failures
    with open(os.path.join(contest.data + '-export', 'ledger.jsonl'), encoding='utf-8') as f:
        if '"raw":' not in next(line for line in f if '"type":"result.publish"' in line):
            yield 'no raw mean stands beside the scores'


def enough(rows):
    count = {}
    for e, _, _, _ in rows:
        count[e] = count.get(e, 0) + 1
    return [r for r in rows if count[r[0]] >= 8]


def main():
    program, cases = sys.argv[1], Cases()
    why = '../shared/data/panel-judging is not here' if not shared.folder('panel-judging') else \
        f'{program} is not built' if not os.path.exists(program) else None
    checks = [('piano: between the raw mean and fixed jurors', piano),
              ('writing 1: fair averages by published measures', lambda run: writing(run, 1)),
              ('writing 2: fair averages by published measures', lambda run: writing(run, 2)),
              ('piano: published and verified', lambda run: published(run, 'severity-additive.yaml', ['mark'], 'piano', chopin_marks('1'))),
              ('writing: published and verified', lambda run: published(
                  run, 'severity-mfrm.yaml', ['k1', 'k2', 'k3', 'k4', 'k5'], 'writing', enough(writing_rows(2))))]
    with tempfile.TemporaryDirectory(prefix='leitai-severity-') as folder:
        for name, check in checks:
            if why:
                cases.skip(name, why)
                continue
            try:
                cases.case(name, list(check(Runner(program, folder))))
            except RuntimeError as error:
                cases.case(name, [str(error)])
    cases.done()


if __name__ == '__main__':
    main()
