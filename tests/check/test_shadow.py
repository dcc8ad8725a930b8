"""The program's tally against tests/check/shadow_tally.py on random panels: every digit must agree.

    python3 tests/check/test_shadow.py LEITAI [PANELS [SEED]]

Panels have ties, recusals, missing sheets, extreme marks, every rule, classes, tie chains, overlapping
quotas, wild cards, reserves, withdrawals, recorded decisions, awards and carried stages. Definitions are
written as JSON, which is YAML. A panel that differs stays in its folder, whose name is printed.
"""
import csv
import io
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import shadow_severity  # noqa: E402
import shadow_tally  # noqa: E402
from tap import Cases  # noqa: E402

MODES = ['half-up', 'half-even', 'down']
SCALES = ['3/5', '2', '1/3', '7/4', '10']
REFUSED, DECIDED = [], []  # panels whose model of severity has no scores; the rule of the others, None without one


class Panel:
    """One random contest with its files."""

    def __init__(self, seed):
        self.r = random.Random(seed)
        self.skating = self.r.random() < .15
        self.severity = None if self.skating else self.r.choice([None] * 7 + ['severity-additive', 'severity-additive', 'severity-mfrm'])
        self.classes = self.r.random() < .5
        self.two_heats = self.r.random() < .3
        self.criteria = self.make_criteria()
        self.panel_ids = [c['id'] for c in self.criteria if 'by' not in c]
        self.official_ids = [c['id'] for c in self.criteria if 'by' in c]
        self.contest = self.make_contest()
        self.stage = self.contest['stages'][-1]
        self.entries = [f'E-{n:02d}' for n in range(1, self.r.randint(1, 12) + 1)]
        self.place = {e: self.r.choice(['a', 'b']) for e in self.entries}
        self.experts = [(f'J-{n}', self.r.choice(['i', 'v'])) for n in range(1, self.r.randint(1, 7) + 1)]
        self.twins = self.r.choice([0, .3, .6, .9])
        self.rows = self.make_rows(self.criteria, self.heats)
        used = sorted({row['entry'] for row in self.rows})
        self.listed = self.make_list() if self.two_heats or self.r.random() < .5 else None
        self.earlier = {s['id']: self.make_rows(s['criteria'], None) for s in self.contest['stages'][:-1]}
        self.decisions = [self.r.sample(used, self.r.randint(1, len(used)))
                          for _ in range(self.r.choice([0, 0, 0, 1, 3]))]

    def chance(self, p):
        return self.r.random() < p

    def make_criteria(self):
        r = self.r
        if self.skating:
            return [{'id': f'dance-{n}', 'title': 'D', 'min': 1, 'max': 8, 'step': 1} for n in range(r.randint(1, 5))]
        scales = [(0, 3, 1), (0, 10, .25), (1, 25, 1), (0, 100, .5), (-5, 5, .01), (0, 10, .0001)]
        mfrm = self.severity == 'severity-mfrm'
        low, high, step = r.choice(scales[:3] if mfrm else scales)
        criteria = [{'id': f'c{n}', 'title': 'C', 'min': low, 'max': high, 'step': step, 'weight': 7 if mfrm else r.randint(1, 40)}
                    for n in range(r.randint(2 if mfrm else 1, 4))]
        for c in criteria:
            if self.chance(.4):
                c['group'] = r.choice(['g1', 'g2'])
        for n in range(r.choice([0, 0, 1, 2])):
            c = {'id': f'o{n}', 'title': 'O', 'by': 'official', 'min': 0, 'max': 5, 'step': .1,
                 'weight': r.choice([1, -1, 2])}
            if self.chance(.6):
                c['optional'] = True
            criteria.append(c)
        return criteria

    def rounding(self, step, p=.4):
        if self.chance(p):
            step['round'] = {'places': self.r.choice([0, 1, 2, 2, 3, 4]), 'mode': self.r.choice(MODES)}
        return step

    def scale(self, steps, p=.1):
        if self.chance(p):
            steps.append(self.rounding({'do': 'scale', 'by': self.r.choice(SCALES)}))

    def clamp(self, steps, p=.25):
        if self.chance(p):
            steps.append(self.rounding({'do': 'clamp', 'within': self.r.choice([.5, 1, 2, 3])}))

    def rule(self):
        r = self.r
        rule = {'rule': r.choice(['mean', 'mean', 'mean', 'sum', 'median', 'rank-sum', 'rank-points'])}
        if rule['rule'] in ('mean', 'sum') and self.chance(.5):
            rule['drop'] = {'high': r.randint(0, 1), 'low': r.randint(0, 2)}
        if rule['rule'] == 'rank-points':
            rule['points'] = [12, 10, 8, 7, 6, 5, 4, 3, 2, 1][:r.randint(1, 10)]
        return rule

    def combine(self, steps):
        step = {'do': 'combine'}
        if self.classes and self.chance(.5):
            step['classes'] = {name: dict(self.rule(), weight=self.r.randint(1, 9)) for name in ('i', 'v')}
        else:
            step.update(self.rule())
        steps.append(self.rounding(step))

    def make_steps(self):
        steps, official = [], list(self.official_ids)
        if self.skating:
            steps.append({'do': 'combine', 'rule': 'majority'})
            steps.append({'do': 'places'} if self.chance(.8) else {'do': 'sum', 'as': 'sum'})
            return steps
        if self.severity == 'severity-mfrm':
            steps.append(self.rounding({'do': 'combine', 'rule': self.severity}, 1))
            return self.after(steps, official)
        self.clamp(steps)
        self.scale(steps)
        if self.severity:
            steps.append(self.rounding({'do': 'total', 'as': self.r.choice(['sum', 'mean'])}))
            self.clamp(steps)
            steps.append(self.rounding({'do': 'combine', 'rule': self.severity}, 1))
        elif self.chance(.5):
            self.combine(steps)
            self.scale(steps)
            if self.chance(.4):
                factors = {c: self.r.choice([1.6, .8, 2, .01]) for c in self.panel_ids if self.chance(.6)}
                if official and self.chance(.7):
                    factors[self.panel_ids[0]] = {'by': official.pop()}
                if factors:
                    steps.append(self.rounding({'do': 'factor', 'factors': factors}))
            steps.append(self.rounding({'do': 'sum', 'as': self.r.choice(['sum', 'mean'])}))
        else:
            steps.append(self.rounding({'do': 'total', 'as': self.r.choice(['sum', 'mean'])}))
            self.clamp(steps)
            self.scale(steps)
            self.combine(steps)
        return self.after(steps, official)

    def after(self, steps, official):
        """What comes after the scores."""
        for c in official:
            step = {'do': 'penalty', 'criterion': c, 'points': self.r.choice([1, .5, 2]), 'free': self.r.choice([0, 1])}
            if self.chance(.7):
                step['each'] = self.r.choice([1, .5, 3])
            if self.chance(.5):
                step['most'] = self.r.choice([1, 2.5])
            steps.append(self.rounding(step))
        self.scale(steps)
        return steps

    def make_ties(self, earlier):
        r = self.r
        groups = sorted({c['group'] for c in self.criteria if 'group' in c})
        keys = ['head-to-head', 'countback', 'raw-mean']
        keys += [{'criterion': c} for c in self.panel_ids + self.official_ids]
        keys += [{'countback': c} for c in self.panel_ids] + [{'marks_above_zero': c} for c in self.panel_ids]
        keys += [{'group': g} for g in groups] + [{'stage': s} for s in earlier]
        chosen = []
        for key in r.sample(keys, min(len(keys), r.choice([0, 0, 1, 1, 2, 3, 5]))):
            if isinstance(key, dict) and self.chance(.3):
                key = dict(key, low=True)
            chosen.append(key)
        return chosen

    def selector(self):
        choice = [{}, {'division': 'a'}, {'division': 'b'}]
        if self.two_heats:
            choice += [{'heat': 'h-a'}, {'heat': 'h-b'}]
        return dict(self.r.choice(choice))

    def make_advance(self):
        r = self.r
        advance, seen = {}, []
        for _ in range(r.choice([0, 1, 1, 2, 3])):
            selector = self.selector()
            if selector not in seen:
                seen.append(selector)
        if seen:
            advance['quotas'] = [dict(s, places=r.randint(1, 5)) for s in seen]
            if self.chance(.4):
                advance['wild_cards'] = r.randint(1, 3)
            if self.chance(.6):
                advance['reserve'] = r.randint(1, 3)
        if self.chance(.2):
            advance['minimum'] = r.choice([0, 1, 5, 10, 50])
        return advance

    def make_awards(self):
        awards = []
        for n in range(self.r.choice([0, 0, 1, 2, 3])):
            award = {'id': f'award-{n}', 'title': 'A', 'by': 'rank', 'places': self.r.randint(1, 3)}
            if self.chance(.3):
                award['per'] = 'division'
            elif self.chance(.3):
                award.update(self.selector())
            awards.append(award)
        return awards

    def quorum_for(self, steps):
        sheets, per_class = self.r.choice([1, 1, 2, 3]), self.r.choice([0, 0, 1]) if self.classes else 0
        for step in steps:
            drop = step.get('drop', {})
            sheets = max(sheets, sum(drop.values()) + 1)
            for share in step.get('classes', {}).values():
                if 'drop' in share:
                    per_class = max(per_class, sum(share['drop'].values()) + 1)
        quorum = {'sheets': sheets}
        if per_class:
            quorum['per_class'] = per_class
        return quorum

    def fit_weights(self, steps):
        """What a penalty takes off is not summed, too; deductions need a sum, not a mean."""
        added = [step for step in steps if step['do'] == 'sum']
        penalised = {step['criterion'] for step in steps if step['do'] == 'penalty'}
        for c in self.criteria:
            if c['id'] in penalised and added:
                c['weight'] = 0
            elif any(step.get('as') == 'mean' for step in steps):
                c['weight'] = abs(c.get('weight', 1))
        if added and self.chance(.4):
            self.r.choice([c for c in self.criteria if 'by' not in c])['optional'] = True

    def make_contest(self):
        r = self.r
        stages = []
        for n in range(0 if self.skating else r.choice([0, 0, 0, 1, 2])):
            stages.append({'id': f's{n}', 'title': 'S',
                           'criteria': [{'id': 'm', 'title': 'M', 'min': 0, 'max': 9, 'step': .5}],
                           'scoring': {'steps': [{'do': 'total', 'as': 'sum'},
                                                 self.rounding({'do': 'combine', 'rule': 'mean'})]}})
        steps = self.make_steps()
        earlier = [s['id'] for s in stages]
        if earlier and self.chance(.7):
            terms = [{'stage': s, 'weight': r.randint(1, 9)} for s in earlier] + [{'stage': 'this', 'weight': r.randint(1, 9)}]
            steps.append(self.rounding({'do': 'carry', 'terms': terms, 'as': r.choice(['sum', 'mean'])}))
        scoring = {'quorum': self.quorum_for(steps), 'steps': steps, 'decimals': 2}
        ties = self.make_ties(earlier)
        if ties:
            scoring['ties'] = ties
        if self.skating or self.chance(.1):
            scoring['rank'] = 'low'
        if self.chance(.3):
            scoring['tie_end'] = 'shared'
        stage = {'id': 'final', 'title': 'F', 'criteria': self.criteria, 'scoring': scoring}
        if self.classes:
            stage['panel'] = {'i': 5, 'v': 4}
        self.heats = ['h-a', 'h-b'] if self.two_heats else None
        if self.two_heats:
            stage['heats'] = [{'id': 'h-a', 'title': 'H', 'division': 'a'}, {'id': 'h-b', 'title': 'H', 'division': 'b'}]
        stage['rank_within'] = r.choice(['stage', 'stage', 'division'] + (['heat'] if self.two_heats else []))
        advance, awards = self.make_advance(), self.make_awards()
        if advance:
            stage['advance'] = advance
        if awards:
            stage['awards'] = awards
        self.fit_weights(steps)
        return {'leitai': 1, 'id': 'panel', 'title': 'P', 'divisions': [{'id': 'a', 'title': 'A'}, {'id': 'b', 'title': 'B'}],
                'classes': [{'id': 'i', 'title': 'I'}, {'id': 'v', 'title': 'V'}], 'stages': stages + [stage]}

    def mark(self, c):
        r = self.r
        steps = round((c['max'] - c['min']) / c['step'])
        k = r.choice([0, steps]) if self.chance(.1) else r.randint(0, steps)
        if self.chance(.5):
            k = min(steps, max(0, steps // 2 + r.randint(-2, 2)))
        return f'{c["min"] + k * c["step"]:.4f}'.rstrip('0').rstrip('.')

    def make_sheets(self, criteria):
        """{expert: {criterion: mark, None = missing}} of one entry; 'recused' for a whole sheet."""
        sheets = {}
        for x in self.experts:
            if not self.chance(.08):
                sheets[x] = 'recused' if self.chance(.05) else \
                    {c['id']: None if self.chance(.04) else '' if self.chance(.05) else self.mark(c)
                     for c in criteria if 'by' not in c}
        for c in criteria:
            if 'by' in c and self.chance(.85):
                sheets.setdefault(('referee', None), {})[c['id']] = self.mark(c)
        return sheets

    def twin(self, sheets):
        """The same marks, from other experts: equal means, unequal sheets. Or a plain copy."""
        experts = [x for x in sheets if x[1] and sheets[x] != 'recused']
        shuffled = self.r.sample(experts, len(experts)) if self.chance(.7) else experts
        twin = {x: sheets[y] for x, y in zip(experts, shuffled)}
        twin.update({x: marks for x, marks in sheets.items() if x not in twin})
        return twin

    def make_rows(self, criteria, heats):
        rows, last = [], None
        for e in self.entries:
            sheets = self.twin(last) if last and self.chance(self.twins) else self.make_sheets(criteria)
            last = sheets
            for (x, name), marks in sheets.items():
                at = {'entry': e, 'expert': f'{name}:{x}' if self.classes and name else x,
                      'heat': f'h-{self.place[e]}' if heats else ''}
                if marks == 'recused':
                    rows.append(dict(at, criterion='*', mark='recused'))
                else:
                    rows += [dict(at, criterion=c, mark=mark) for c, mark in marks.items() if mark is not None]
        self.r.shuffle(rows)
        if not rows:
            rows.append({'entry': 'E-01', 'expert': 'J-1', 'heat': f'h-{self.place["E-01"]}' if heats else '',
                         'criterion': '*', 'mark': 'recused'})
        return rows

    def make_list(self):
        return {e: {'division': self.place[e], 'withdrawn': self.chance(.15)} for e in self.entries}

    # ---- files and both answers

    def write(self, folder):
        def path(name):
            return os.path.join(folder, name)
        with open(path('definition.yaml'), 'w', encoding='utf-8') as f:
            json.dump(self.contest, f, indent=1)
        write_rows(path('sheets.csv'), self.rows)
        args = [path('definition.yaml'), path('sheets.csv'), '--stage', 'final', '--json', '--explain']
        for s, rows in self.earlier.items():
            write_rows(path(s + '.csv'), rows)
            args += ['--carry', f'{s}={path(s + ".csv")}']
        if self.listed:
            with open(path('entries.csv'), 'w', encoding='utf-8') as f:
                f.write('withdrawn,entry,division\n')
                f.writelines(f'{"yes" if at["withdrawn"] else ""},{e},{at["division"]}\n' for e, at in self.listed.items())
            args += ['--entries', path('entries.csv')]
        for d in self.decisions:
            args += ['--decided', ','.join(d)]
        return args

    def shadow(self):
        return shadow_tally.count(self.contest, 'final', self.rows, self.listed, self.earlier, self.decisions)


def write_rows(path, rows):
    out = io.StringIO()
    writer = csv.DictWriter(out, ['mark', 'expert', 'entry', 'criterion', 'heat'], lineterminator='\n')
    writer.writeheader()
    writer.writerows(rows)
    with open(path, 'w', encoding='utf-8') as f:
        f.write(out.getvalue())


def differences(mine, theirs, where=''):
    """Where two answers differ, most telling first."""
    if isinstance(mine, dict) and isinstance(theirs, dict):
        for key in mine:
            yield from differences(mine[key], theirs.get(key), f'{where}.{key}')
    elif isinstance(mine, (list, tuple)) and isinstance(theirs, (list, tuple)) and len(mine) == len(theirs):
        for n, (a, b) in enumerate(zip(mine, theirs)):
            yield from differences(a, b, f'{where}[{n}]')
    elif mine != theirs:
        yield f'{where}: shadow {mine!r}, program {theirs!r}'


def check(program, seed, folder):
    panel = Panel(seed)
    args = panel.write(folder)
    run = subprocess.run([program, 'tally'] + args, capture_output=True, text=True, check=False)
    try:
        mine = panel.shadow()
    except shadow_severity.Unformed as why:
        REFUSED.append(seed)
        return [] if run.returncode == 75 and 'No scores can be given' in run.stderr else \
            [f'panel {seed}: shadow refuses ({why}), program exit {run.returncode}: {run.stderr.strip()[:400]}']
    DECIDED.append(panel.severity)
    if run.returncode != 0:
        return [f'panel {seed}: exit {run.returncode}: {run.stderr.strip()[:400]}']
    answer = shadow_tally.program_answer(json.loads(run.stdout))
    return [f'panel {seed}: {d}' for d in list(differences(mine, answer))[:8]]


def main():
    program, panels = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 2000
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    cases, wrong = Cases(), []
    if not os.path.exists(program):
        cases.skip(f'{panels} random panels', f'{program} is not built')
        cases.done()
    for seed in range(first, first + panels):
        folder = tempfile.mkdtemp(prefix='leitai-shadow-')
        found = check(program, seed, folder)
        if found:
            wrong += found + [f'its files are in {folder}']
        else:
            shutil.rmtree(folder)
        if len(wrong) > 40:
            break
    cases.case(f'{panels} random panels, the same in every digit', wrong)
    if panels >= 500:
        kinds = [DECIDED.count('severity-additive'), DECIDED.count('severity-mfrm'), len(REFUSED)]
        cases.case('models of severity decided some of them, and refused some', [] if min(kinds) >= 3 else kinds)
    cases.done()


if __name__ == '__main__':
    main()
