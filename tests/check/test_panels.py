"""Real panels with published outcomes: every score and place must come out as published, to the last digit.

    python3 tests/check/test_panels.py LEITAI

The marks are not in this project: the folder panel-judging is looked for in $LEITAI_SHARED/data, then in
../shared/data beside the project; without it every case is skipped. What cannot come out as published is
listed in KNOWN with the reason, and checked to be exactly that.
"""
import collections
import csv
import json
import os
import subprocess
import sys
import tempfile
from decimal import Decimal
from fractions import Fraction

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import shared  # noqa: E402
from tap import Cases  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
UNIT = 10000


def table(*path):
    with open(os.path.join(shared.folder('panel-judging'), *path), encoding='utf-8-sig', newline='') as f:
        return list(csv.DictReader(f))


class Runner:
    def __init__(self, program, folder):
        self.program, self.folder, self.files = program, folder, 0

    def sheets(self, rows):
        """A sheets file of (entry, expert, criterion, mark)."""
        self.files += 1
        path = os.path.join(self.folder, f'{self.files}.csv')
        with open(path, 'w', encoding='utf-8', newline='') as f:
            writer = csv.writer(f, lineterminator='\n')
            writer.writerow(['entry', 'expert', 'criterion', 'mark'])
            writer.writerows(rows)
        return path

    def tally(self, definition, stage, sheets, carries=()):
        """The program's answer, with {entry: row} under 'by'."""
        args = [self.program, 'tally', os.path.join(ROOT, 'tests', 'cases', definition), sheets, '--stage', stage,
                '--json', '--explain']
        for name, path in carries:
            args += ['--carry', f'{name}={path}']
        done = subprocess.run(args, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f'{definition} {stage}: {done.stderr.strip()[:400]}')
        answer = json.loads(done.stdout)
        answer['by'] = {e['entry']: e for e in answer['entries']}
        return answer


def differ(what, got, published):
    """A finding, or nothing: `got` is a fraction of units as text (or None), `published` a decimal as text."""
    if got is None or Fraction(got) != Fraction(Decimal(published)) * UNIT:
        yield f'{what}: published {published}, computed {got and float(Fraction(got) / UNIT)}'


def unequal(what, got, published):
    if got != published:
        yield f'{what}: published {published}, computed {got}'


# ---- Chopin

def chopin_marks(stage):
    rows = []
    for row in table('chopin2025', 'marks.csv'):
        if row['stage'] == stage:
            for k, juror in enumerate(list(row)[3:]):
                rows.append((f'C-{int(row["competitor_no"]):03d}', f'J-{k + 1:02d}', 'mark', row[juror]))
    return rows


def chopin_corrected(stage, answer):
    for row in table('chopin2025', 'corrected_marks_official.csv'):
        if row['stage'] != stage:
            continue
        e = answer['by'][f'C-{int(row["competitor_no"]):03d}']
        marked = {s['expert']: s['marks'] for s in e['marked']}
        for k, juror in enumerate([c for c in row if c not in ('stage', 'competitor_no', 'competitor', 'stage_score')]):
            mark = marked.get(f'J-{k + 1:02d}', {}).get('mark', {}).get('exact')
            if row[juror]:
                yield from differ(f'stage {stage}, {row["competitor"]}, {juror}', mark, row[juror])
            else:
                yield from unequal(f'stage {stage}, {row["competitor"]}, {juror}', mark, None)
        yield from differ(f'stage {stage}, {row["competitor"]}', e['own_exact'], row['stage_score'])


def chopin_results(stage, answer):
    numbers = {r['competitor']: f'C-{int(r["competitor_no"]):03d}' for r in table('chopin2025', 'marks.csv')}
    rows = [r for r in table('chopin2025', 'official_results.csv') if r['stage'] == stage]
    for row in rows:
        e = answer['by'][numbers[row['competitor']]]
        yield from differ(f'stage {stage}, {row["competitor"]}, own', e['own_exact'], row['stage' + stage])
        yield from differ(f'stage {stage}, {row["competitor"]}, cumulative', e['exact'], row['cumulative'])
        better = sum(1 for r in rows if Decimal(r['cumulative']) > Decimal(row['cumulative']))
        yield from unequal(f'stage {stage}, {row["competitor"]}, place', e['rank'], better + 1)
        yield from unequal(f'stage {stage}, {row["competitor"]}, promoted', e['fate'] == 'advance', row['promoted_or_place'] == '1')
    yield from unequal(f'stage {stage}, competitors', len(answer['entries']), len(rows))


def chopin(run, cases):
    first, second = run.sheets(chopin_marks('1')), run.sheets(chopin_marks('2'))
    answers = {'1': run.tally('chopin.yaml', 'stage-1', first),
               '2': run.tally('chopin.yaml', 'stage-2', second, [('stage-1', first)])}
    for stage, answer in answers.items():
        marks = sum(len(e['marked']) for e in answer['entries'])
        promoted = sum(1 for e in answer['entries'] if e['fate'] == 'advance')
        cases.case(f'Chopin, stage {stage}: {marks} corrected marks, {len(answer["entries"])} stage scores',
                   chopin_corrected(stage, answer))
        cases.case(f'Chopin, stage {stage}: cumulative scores, places, {promoted} promoted', chopin_results(stage, answer))


# ---- figure skating

COMPONENTS = {'Skating Skills': 'skating-skills', 'Transitions': 'transitions', 'Performance': 'performance',
              'Composition': 'composition', 'Interpretation of the Music': 'interpretation',
              'Interpretation of the Music / Timing': 'interpretation', 'Interpretation of the Music/Timing': 'interpretation'}


def skating_rows(performances, components, elements):
    for p in performances:
        entry = 'P-' + p['performance_id']
        for c in components[p['performance_id']]:
            for j in range(1, 10):
                if Decimal(c[f'J{j}'] or 0) != 0:
                    yield entry, f'J{j}', COMPONENTS[c['aspect_desc']], c[f'J{j}']
        yield entry, '', 'factor', components[p['performance_id']][0]['factor']
        yield entry, '', 'elements', f'{sum((Decimal(e["scores_of_panel"]) for e in elements[p["performance_id"]]), Decimal(0)):f}'
        yield entry, '', 'deductions', f'{abs(Decimal(p["total_deductions"])):f}'


def skating_scores(p, components, e):
    """Panel scores (mean before the factor) are compared through the published contribution: score × factor, rounded."""
    name, tcs = f'{p["competition"]}, {p["program"]}, {p["name"]}', Fraction(0)
    for c in components[p['performance_id']]:
        value = Fraction(e['criteria'][COMPONENTS[c['aspect_desc']]]['exact'])
        product = Decimal(c['scores_of_panel']) * Decimal(c['factor'])
        yield from differ(f'{name}, {c["aspect_desc"]}', str(value), str(product.quantize(Decimal('0.01'), 'ROUND_HALF_UP')))
        tcs += value
    yield from differ(f'{name}, component score', str(tcs), p['total_component_score'])
    yield from differ(f'{name}, element score', e['criteria']['elements']['exact'], p['total_element_score'])
    yield from differ(f'{name}, total', e['exact'], p['total_segment_score'])
    yield from unequal(f'{name}, rank', e['rank'], int(p['rank']))


def panel_scores(run, segments, components):
    """The rounded means themselves, from the same definition without its factors: factor 1."""
    for (competition, program), performances in segments.items():
        rows = [(e, x, c, '1' if c == 'factor' else m) for e, x, c, m in
                skating_rows(performances, components, collections.defaultdict(list))]
        kind = 'short' if 'SHORT' in program else 'free'
        answer = run.tally(f'isu-{kind}.yaml', kind, run.sheets(rows))
        for p in performances:
            for c in components[p['performance_id']]:
                got = answer['by']['P-' + p['performance_id']]['criteria'][COMPONENTS[c['aspect_desc']]]['exact']
                yield from differ(f'{competition}, {program}, {p["name"]}, {c["aspect_desc"]}', got, c['scores_of_panel'])


def skating(run, cases):
    components, elements = collections.defaultdict(list), collections.defaultdict(list)
    for row in table('isu_figure_skating', 'component_marks.csv'):
        components[row['performance_id']].append(row)
    for row in table('isu_figure_skating', 'element_marks.csv'):
        elements[row['performance_id']].append(row)
    segments = collections.OrderedDict()
    for p in table('isu_figure_skating', 'performances_official.csv'):
        segments.setdefault((p['competition'], p['program']), []).append(p)
    found, ties, count = [], [], 0
    for (competition, program), performances in segments.items():
        kind = 'short' if 'SHORT' in program else 'free'
        answer = run.tally(f'isu-{kind}.yaml', kind, run.sheets(skating_rows(performances, components, elements)))
        for p in performances:
            e = answer['by']['P-' + p['performance_id']]
            found += skating_scores(p, components, e)
            count += 1
            if e['settled']:
                ties.append((competition.split()[-1], program, p['total_segment_score']))
    cases.case(f'figure skating: {count} performances in {len(segments)} segments, every score and rank', found)
    cases.case('figure skating: 1640 panel scores of components', panel_scores(run, segments, components))
    expected = [('2017', 'LADIES SHORT PROGRAM', '66.90')] * 2 + [('2017', 'PAIRS SHORT PROGRAM', '53.15')] * 2
    cases.case('figure skating: the two real ties, settled by elements', unequal('ties', sorted(ties), expected))


# ---- diving

STAGES = [('Prelim', 'preliminary'), ('Semi', 'semifinal'), ('Final', 'final')]


def diving_rows(dives, divers):
    seen = set()
    for d in dives:
        entry, n = divers[d['Diver']], d['DiveNo']
        seen.add((entry, n, d['Difficulty']))
        yield entry, d['expert'], f'dive-{n}', d['JScore']
    for entry, n, difficulty in sorted(seen):
        yield entry, '', f'difficulty-{n}', difficulty


def with_judges(dives):
    """Judges by name; where one name stands twice for a dive, by their order there."""
    count = collections.Counter()
    names = {j: f'J-{k:02d}' for k, j in enumerate(sorted({d['Judge'] for d in dives}))}
    for d in dives:
        key = (d['Diver'], d['DiveNo'], d['Judge'])
        count[key] += 1
        d['expert'] = names[d['Judge']] + (f'.{count[key]}' if count[key] > 1 else '')
    return dives


def diving_event(run, event, all_dives):
    divers = {name: f'D-{k:02d}' for k, name in enumerate(sorted({d['Diver'] for d in all_dives}))}
    found, before, answers = [], [], {}
    for name, stage in STAGES:
        dives = with_judges([d for d in all_dives if d['Round'] == name])
        if not dives:
            continue
        sheets = run.sheets(diving_rows(dives, divers))
        answer = answers[stage] = run.tally('diving.yaml', stage, sheets, before)
        before.append((stage, sheets))
        for diver, rank in sorted({(d['Diver'], int(d['Rank'])) for d in dives}):
            found += unequal(f'{event} {stage}, {diver}', answer['by'][divers[diver]]['rank'], rank)
    names = {v: k for k, v in divers.items()}
    for stage, answer in answers.items():
        through = {d['Diver'] for d in all_dives if d['Round'] == {'preliminary': 'Semi', 'semifinal': 'Final'}.get(stage)}
        if through:
            found += diving_cut(event, stage, answer, {names[e['entry']]: e['fate'] for e in answer['entries']}, through)
    return found, {names[e['entry']]: e['exact'] for e in answers['final']['entries']}


# The rules of the sport let both through; here a tie across a cut is for people to settle.
KNOWN = {('W3mSB', 'preliminary'): ({'CAGNOTTO Tania', 'GILMORE Rebecca'}, 1)}


def diving_cut(event, stage, answer, fates, through):
    tied, places = KNOWN.get((event, stage), (set(), 0))
    sure = {diver for diver, fate in fates.items() if fate == 'advance'}
    at_stake = {diver for diver, fate in fates.items() if fate == 'at-stake'}
    yield from unequal(f'{event} {stage}, sure', sorted(sure), sorted(through - tied))
    yield from unequal(f'{event} {stage}, tied across the cut', sorted(at_stake), sorted(tied))
    yield from unequal(f'{event} {stage}, places at stake', [t['places'] for t in answer['ties']], [places] if tied else [])


MEDALS = {'M3mSB': {'XIONG Ni': '708.72', 'PLATAS Fernando': '708.42', 'SAOUTINE Dmitri': '703.20'},
          'W3mSB': {'FU Mingxia': '609.42', 'GUO Jingjing': '597.81', 'LINDNER Doerte': '574.35'}}


def diving(run, cases):
    all_dives = table('diving_sydney2000', 'dives.csv')
    for event in sorted({d['Event'] for d in all_dives}):
        dives = [d for d in all_dives if d['Event'] == event]
        found, totals = diving_event(run, event, dives)
        for diver, total in MEDALS.get(event, {}).items():
            found += differ(f'{event}, {diver}', totals[diver], total)
        cases.case(f'diving {event}: ranks and cuts of every round'
                   + (', the medals\' totals' if event in MEDALS else ''), found)


# ---- Eurovision

def eurovision_rows(votes, results, kinds):
    given = {(v['kind'], v['voter'], v['contestant']): v['points'] for v in votes}
    for kind in kinds:
        for voter in sorted({v['voter'] for v in votes if v['kind'] == kind}):
            for r in results:
                if r['contestant'] != voter:
                    yield r['contestant'], voter, kind, given.get((kind, voter, r['contestant']), '0')
    for r in results:
        yield r['contestant'], '', 'running-order', r['running_order']


def eurovision_round(run, year, name, votes, results):
    kinds = ['total'] if year == '2012' else ['jury', 'public']
    stage = {'final': 'final', 'semifinal1': 'semifinal-1', 'semifinal2': 'semifinal-2'}[name]
    answer = run.tally('eurovision-2012.yaml' if year == '2012' else 'eurovision-2016.yaml', stage,
                       run.sheets(eurovision_rows(votes, results, kinds)))
    for r in results:
        e, who = answer['by'][r['contestant']], f'{year} {name}, {r["contestant"]}'
        yield from differ(f'{who}, total', e['exact'], r['total'])
        yield from unequal(f'{who}, place', e['rank'], int(r['place']))
        for kind in kinds if year != '2012' else ():
            yield from differ(f'{who}, {kind}', e['criteria'][kind]['exact'], r[kind])
        if stage != 'final':
            yield from unequal(f'{who}, through', e['fate'] == 'advance', int(r['place']) <= 10)


def eurovision(run, cases):
    votes, results = table('eurovision', 'votes.csv'), table('eurovision', 'official_results.csv')
    for year, name in sorted({(r['year'], r['round']) for r in results}):
        part = [v for v in votes if (v['year'], v['round']) == (year, name)]
        of = [r for r in results if (r['year'], r['round']) == (year, name)]
        cases.case(f'Eurovision {year} {name}: {len(of)} totals and places', eurovision_round(run, year, name, part, of))


# ---- the majority system

def majority(run, cases):
    with open(os.path.join(shared.folder('panel-judging'), 'skating_system', 'cases.json'), encoding='utf-8') as f:
        data = json.load(f)
    for case in data['single_dance']:
        rows = [(f'N-{n}', f'J-{j}', 'dance', m) for j, marks in enumerate(case['marks_by_judge'])
                for n, m in zip(case['numbers'], marks)]
        cases.case(f'one dance, {case["case"]}', majority_places(run.tally('majority.yaml', 'dance', run.sheets(rows)), case))
    for case in data['multi_dance']:
        rows = [(f'N-{n}', 'judge', dance.lower(), p) for dance, places in case['places_by_dance'].items()
                for n, p in zip(case['numbers'], places)]
        cases.case(f'five dances, {case["case"]}', majority_places(run.tally('majority.yaml', 'dances', run.sheets(rows)), case))


def majority_places(answer, case):
    for n, place in zip(case['numbers'], case['expected_places']):
        yield from differ(f'couple {n}', answer['by'][f'N-{n}']['exact'], str(place))
        yield from unequal(f'couple {n}, rank', answer['by'][f'N-{n}']['rank'], place)


# ---- the same through a data directory: import, close, publish, verify

class Imported:
    """A contest in a data directory of its own."""

    def __init__(self, run, definition, panel):
        run.files += 1
        self.run, self.definition, self.panel = run, definition, panel
        self.id = definition.removesuffix('.yaml')
        self.data = os.path.join(run.folder, f'data-{run.files}')
        self.known = {'entries': set(), 'experts': set()}
        self.do('init')
        self.do('contest', 'add', os.path.join(ROOT, 'tests', 'cases', definition))

    def do(self, *words):
        done = subprocess.run([self.run.program, *words, '--data', self.data], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f'{self.id}: {" ".join(words[:3])}: {done.stderr.strip()[:400]}')
        return done.stdout

    def file(self, header, rows):
        self.run.files += 1
        path = os.path.join(self.run.folder, f'{self.run.files}.csv')
        with open(path, 'w', encoding='utf-8', newline='') as f:
            csv.writer(f, lineterminator='\n').writerows([header, *rows])
        return path

    def know(self, what, ids, row):
        fresh = sorted(set(ids) - self.known[what])
        if fresh:
            header = ['entry', 'title', 'team'] if what == 'entries' else ['expert']
            self.do('import', what, self.id, self.file(header, [row(i) for i in fresh]))
            self.known[what] |= set(fresh)

    def stage(self, stage, rows):
        """Imports the marks, closes, publishes; {entry: (rank, exact)}. A sheet says something on every criterion."""
        rows = [(e, x or 'official', c, m) for e, x, c, m in rows]
        self.know('entries', [e for e, _, _, _ in rows], lambda e: [e, e, e])
        self.know('experts', [x for _, x, _, _ in rows], lambda x: [x])
        marks = {(e, x, c): m for e, x, c, m in rows}
        for e, x in sorted({(e, x) for e, x, _, _ in rows if x != 'official'}):
            for c in self.panel:
                marks.setdefault((e, x, c), '')
        self.do('import', 'sheets', self.id, '--stage', stage,
                self.file(['heat', 'entry', 'expert', 'criterion', 'mark'], [('main', *key, m) for key, m in marks.items()]))
        self.do('stage', 'close', self.id, stage)
        self.do('stage', 'publish', self.id, stage)
        board = json.loads(self.do('stage', 'show', self.id, stage, '--json'))
        return {r['entry']: (r['rank'], r.get('exact')) for part in board['lists'] for r in part['rows']}

    def verify(self):
        folder = self.data + '-export'
        self.do('ledger', 'checkpoint', self.id)
        self.do('ledger', 'export', self.id, folder)
        done = subprocess.run([self.run.program, 'verify', folder], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            yield f'{self.id}: verify: {(done.stdout + done.stderr).strip()[:300]}'


def same_as_stateless(run, definition, panel, stages):
    """`stages` = [(stage, rows)]: what is published is what `leitai tally` says, and it verifies."""
    contest, before = Imported(run, definition, panel), []
    for stage, rows in stages:
        rows = list(rows)
        sheets = run.sheets(rows)
        answer = run.tally(definition, stage, sheets, before)
        before.append((stage, sheets))
        expected = {e['entry']: (e['rank'], e['exact']) for e in answer['entries'] if e['rank']}
        published = {e: at for e, at in contest.stage(stage, rows).items() if at[0]}
        yield from unequal(f'{definition} {stage}, ranks and scores', sorted(published.items()), sorted(expected.items()))
    yield from contest.verify()


def imported_skating(run, kind, program):
    components, elements = collections.defaultdict(list), collections.defaultdict(list)
    for row in table('isu_figure_skating', 'component_marks.csv'):
        components[row['performance_id']].append(row)
    for row in table('isu_figure_skating', 'element_marks.csv'):
        elements[row['performance_id']].append(row)
    performances = [p for p in table('isu_figure_skating', 'performances_official.csv')
                    if (p['competition'], p['program']) == ('ISU GP Audi Cup of China 2017', program)]
    return same_as_stateless(run, f'isu-{kind}.yaml', sorted(set(COMPONENTS.values())),
                             [(kind, skating_rows(performances, components, elements))])


def imported_diving(run):
    men = [d for d in table('diving_sydney2000', 'dives.csv') if d['Event'] == 'M3mSB']
    divers = {name: f'D-{k:02d}' for k, name in enumerate(sorted({d['Diver'] for d in men}))}
    return same_as_stateless(run, 'diving.yaml', [f'dive-{n}' for n in range(1, 7)],
                             [(stage, diving_rows(with_judges([d for d in men if d['Round'] == name]), divers))
                              for name, stage in STAGES])


def imported_eurovision(run, year):
    of = [r for r in table('eurovision', 'official_results.csv') if (r['year'], r['round']) == (year, 'semifinal1')]
    votes = [v for v in table('eurovision', 'votes.csv') if (v['year'], v['round']) == (year, 'semifinal1')]
    kinds = ['total'] if year == '2012' else ['jury', 'public']
    return same_as_stateless(run, 'eurovision-2012.yaml' if year == '2012' else 'eurovision-2016.yaml', kinds,
                             [('semifinal-1', eurovision_rows(votes, of, kinds))])


def imported(run, cases):
    cases.case('imported and published: Chopin, both stages', same_as_stateless(
        run, 'chopin.yaml', ['mark'], [('stage-1', chopin_marks('1')), ('stage-2', chopin_marks('2'))]))
    cases.case('imported and published: short programme', imported_skating(run, 'short', 'LADIES SHORT PROGRAM'))
    cases.case('imported and published: free skating', imported_skating(run, 'free', 'MEN FREE SKATING'))
    cases.case('imported and published: diving, three rounds', imported_diving(run))
    cases.case('imported and published: Eurovision 2012', imported_eurovision(run, '2012'))
    cases.case('imported and published: Eurovision 2019', imported_eurovision(run, '2019'))


FORMATS = [('Chopin', chopin), ('figure skating', skating), ('diving', diving), ('Eurovision', eurovision),
           ('the majority system', majority), ('imported and published', imported)]


def main():
    program, cases = sys.argv[1], Cases()
    why = '../shared/data/panel-judging is not here' if not shared.folder('panel-judging') else \
        f'{program} is not built' if not os.path.exists(program) else None
    with tempfile.TemporaryDirectory(prefix='leitai-panels-') as folder:
        for name, check in FORMATS:
            if why:
                cases.skip(name, why)
                continue
            try:
                check(Runner(program, folder), cases)
            except RuntimeError as error:
                cases.case(name, [str(error)])
    cases.done()


if __name__ == '__main__':
    main()
