"""A second tally, written from docs/definition.md and shared with nothing: plain Python, exact fractions.

    python3 tests/check/shadow_tally.py DEFINITION.json SHEETS.csv STAGE

A definition is the document of docs/definition.md as Python dictionaries (JSON is YAML, so the same file
goes to `leitai tally`). count() gives the answer of `leitai tally --json --explain`. It is written to be
read against the manual, not to be fast; where the program sorts, this looks for the best one by one.
"""
import csv
import json
import sys
from fractions import Fraction

import shadow_severity

UNIT = 10000
SEVERITY = ('severity-additive', 'severity-mfrm')


def units(value):
    """A decimal of the definition or a mark, in units, exactly."""
    scaled = Fraction(str(value)) * UNIT
    assert scaled.denominator == 1, value
    return scaled


def rounded(x, places, mode):
    step = Fraction(10) ** (4 - places)
    whole, rest = divmod(abs(x), step)
    up = (mode == 'half-up' and rest * 2 >= step) or \
        (mode == 'half-even' and (rest * 2 > step or (rest * 2 == step and whole % 2 == 1)))
    result = (whole + up) * step
    return -result if x < 0 else result


def text(x):
    """As the program prints a fraction of units."""
    if x is None:
        return None
    return str(x.numerator) if x.denominator == 1 else f'{x.numerator}/{x.denominator}'


def mean(values):
    return sum(values, Fraction(0)) / len(values)


class Stage:
    """One stage of a definition, with defaults filled in."""

    def __init__(self, contest, stage_id):
        self.contest = contest
        self.d = next(s for s in contest['stages'] if s['id'] == stage_id)
        self.id = stage_id
        self.criteria = self.d['criteria']
        self.panel = [c['id'] for c in self.criteria if c.get('by', 'panel') == 'panel']
        self.by_id = {c['id']: c for c in self.criteria}
        self.scoring = self.d['scoring']
        self.low = self.scoring.get('rank', 'high') == 'low'
        self.heats = self.d.get('heats') or [{'id': 'main'}]
        self.within = self.d.get('rank_within', 'stage')
        self.factors = set()
        for step in self.scoring['steps']:
            for f in step.get('factors', {}).values():
                if isinstance(f, dict):
                    self.factors.add(f['by'])

    def weight(self, c):
        return self.by_id[c].get('weight', 1)

    def beside_raw(self):
        severity = any(step.get('rule') in SEVERITY for step in self.scoring['steps'])
        return self.scoring.get('beside', 'raw-mean' if severity else 'nothing') == 'raw-mean'


class Count:
    """The sheets of a stage, and the pipeline over them."""

    def __init__(self, stage, entries, rows, carried):
        self.stage, self.entries, self.carried = stage, entries, carried
        self.classes = {}
        self.official = {}
        sheets, recused = {}, set()
        for row in rows:
            expert = row['expert'].rpartition(':')
            self.classes[expert[2]] = expert[0] or None
            key = (row['entry'], expert[2])
            if row['criterion'] == '*':
                recused.add(key)
            elif row['mark'] != '':
                sheets.setdefault(key, {})[row['criterion']] = units(row['mark'])
        for (entry, expert), marks in sheets.items():
            for c, value in marks.items():
                if c not in stage.panel and (entry, expert) not in recused:
                    self.official[entry, c] = value
        self.marks = {key: {c: v for c, v in marks.items() if c in stage.panel}
                      for key, marks in sheets.items() if key not in recused}
        self.marks = {key: marks for key, marks in self.marks.items() if marks}
        self.raw = {key: dict(marks) for key, marks in self.marks.items()}
        self.experts = {e: sorted(x for (en, x) in self.marks if en == e) for e in entries}
        self.shape = 'marks'
        self.totals = self.crit = self.scores = self.own = None
        self.plain_totals = self.sheet_totals(self.plain_is_mean())

    def plain_is_mean(self):
        for step in self.stage.scoring['steps']:
            if step['do'] in ('total', 'sum'):
                return step['as'] == 'mean'
        return True

    def sheet_totals(self, as_mean):
        totals = {}
        for key, marks in self.marks.items():
            weights = sum(self.stage.weight(c) for c in marks)
            total = sum((self.stage.weight(c) * v for c, v in marks.items()), Fraction(0))
            if not as_mean:
                totals[key] = total
            elif weights > 0:
                totals[key] = total / weights
        return totals

    def raw_mean(self, e):
        values = [self.plain_totals[e, x] for x in self.experts[e] if (e, x) in self.plain_totals]
        return mean(values) if values else Fraction(0)

    # ---- over experts

    def heat(self, e):
        return self.entries[e]['heat']

    def field(self, e):
        return [o for o in self.entries if self.heat(o) == self.heat(e)]

    def one_entry(self, rule, values):
        drop = rule.get('drop', {})
        high, low = drop.get('high', 0), drop.get('low', 0)
        if not values or len(values) <= high + low:
            return None
        values = sorted(values)
        if rule['rule'] == 'median':
            n = len(values)
            return values[n // 2] if n % 2 else (values[n // 2 - 1] + values[n // 2]) / 2
        values = values[low:len(values) - high]
        return mean(values) if rule['rule'] == 'mean' else sum(values, Fraction(0))

    def points(self, rule, given, e, value, size):
        """What one expert, who gave `given` = {entry: value}, is worth to entry e."""
        equal = sum(1 for v in given.values() if v == value)
        above = sum(1 for v in given.values() if v > value)
        if rule['rule'] == 'rank-points':
            table = rule['points']
            return sum((units(table[p]) for p in range(above, above + equal) if p < len(table)), Fraction(0)) / equal
        below = len(given) - above - equal
        if len(given) < 2:
            return None
        return (below + Fraction(equal - 1, 2)) * Fraction(size - 1, len(given) - 1) * UNIT

    def over_experts(self, rule, column, allowed):
        """{entry: value}; column = {(entry, expert): value}."""
        column = {key: v for key, v in column.items() if allowed(key[1])}
        of = {}
        for (e, x), v in column.items():
            of.setdefault(e, {})[x] = v
        if rule['rule'] in ('mean', 'sum', 'median'):
            return {e: self.one_entry(rule, list(v.values())) for e, v in of.items()}
        result = {}
        for heat in {self.heat(e) for e in of}:
            inside = {e: v for e, v in of.items() if self.heat(e) == heat}
            size = sum(1 for o in self.entries if self.heat(o) == heat and self.experts[o])
            if rule['rule'] == 'majority':
                result.update(one_dance({e: list(v.values()) for e, v in inside.items()}))
                continue
            for e, mine in inside.items():
                got = []
                for x, value in mine.items():
                    given = {o: v[x] for o, v in inside.items() if x in v}
                    got.append(self.points(rule, given, e, value, size))
                got = [g for g in got if g is not None]
                if got:
                    result[e] = mean(got) if rule['rule'] == 'rank-sum' else sum(got, Fraction(0))
        return result

    def combined(self, step, column):
        if 'rule' in step:
            return self.over_experts(step, column, lambda x: True)
        sums = {}
        for name, share in step['classes'].items():
            part = self.over_experts(share, column, lambda x, name=name: self.classes[x] == name)
            for e, value in part.items():
                if value is not None:
                    total, weights = sums.get(e, (Fraction(0), 0))
                    sums[e] = (total + share['weight'] * value, weights + share['weight'])
        return {e: total / weights for e, (total, weights) in sums.items()}

    # ---- steps

    def clamp(self, column, within):
        for e in self.entries:
            keys = [key for key in column if key[0] == e]
            if keys:
                m = mean([column[key] for key in keys])
                for key in keys:
                    column[key] = min(max(column[key], m - within), m + within)

    def column(self, c):
        return {key: marks[c] for key, marks in self.marks.items() if c in marks}

    def step_clamp(self, step):
        if self.shape == 'sheets':
            self.clamp(self.totals, units(step['within']))
            return
        for c in self.stage.panel:
            column = self.column(c)
            self.clamp(column, units(step['within']))
            for key, value in column.items():
                self.marks[key][c] = value

    def step_total(self, step):
        self.totals = self.sheet_totals(step['as'] == 'mean')
        self.shape = 'sheets'

    def severity(self, rule):
        """{entry: score}, each heat by its own model."""
        got, values = {}, self.totals if rule == 'severity-additive' else \
            {(*key, c): v for key, marks in self.marks.items() for c, v in marks.items()}
        model = shadow_severity.additive if rule == 'severity-additive' else shadow_severity.fair_averages
        for heat in {self.heat(key[0]) for key in values}:
            got.update(model({key: v for key, v in values.items() if self.heat(key[0]) == heat}))
        return got

    def step_combine(self, step):
        if step.get('rule') in SEVERITY:
            got = self.severity(step['rule'])
            self.scores = {e: got.get(e) for e in self.entries}
            self.shape = 'scores'
            return
        if self.shape == 'sheets':
            got = self.combined(step, self.totals)
            self.scores = {e: got.get(e) for e in self.entries}
            self.shape = 'scores'
            return
        self.crit = {}
        for c in self.stage.panel:
            for e, value in self.combined(step, self.column(c)).items():
                self.crit[e, c] = value
        self.crit.update(self.official)
        self.shape = 'criteria'

    def step_factor(self, step):
        for e in self.entries:
            for c, f in step['factors'].items():
                by = self.official.get((e, f['by'])) if isinstance(f, dict) else units(f)
                if by is None or self.crit.get((e, c)) is None:
                    self.crit[e, c] = None
                else:
                    self.crit[e, c] = self.crit[e, c] * by / UNIT

    def sum_of(self, e, as_mean):
        total, weights = Fraction(0), 0
        for c in self.stage.criteria:
            name, weight = c['id'], c.get('weight', 1)
            if name in self.stage.factors or weight == 0:
                continue
            value = self.crit.get((e, name))
            if value is None:
                if c.get('by') == 'official' and not c.get('optional', False):
                    return None
                if c.get('by', 'panel') == 'panel' and not as_mean and not c.get('optional', False):
                    return None
                continue
            total += weight * value
            weights += weight
        if not as_mean:
            return total
        return total / weights if weights > 0 else None

    def step_sum(self, step):
        self.scores = {e: self.sum_of(e, step['as'] == 'mean') for e in self.entries}
        self.shape = 'scores'

    def step_places(self, step):
        dances = [c['id'] for c in self.stage.criteria if c['id'] not in self.stage.factors]
        self.scores = {e: None for e in self.entries}
        for heat in {self.heat(e) for e in self.entries}:
            couples = {}
            for e in self.entries:
                places = [self.crit.get((e, c)) for c in dances]
                if self.heat(e) == heat and None not in places:
                    marks = [v for (en, _), m in self.marks.items() if en == e
                             for c, v in m.items() if c in dances]
                    couples[e] = (places, marks)
            self.scores.update(several_dances(couples))
        self.shape = 'scores'

    def step_penalty(self, step):
        c = self.stage.by_id[step['criterion']]
        for e in self.entries:
            value = self.official.get((e, c['id']))
            if value is None:
                if not c.get('optional', False):
                    self.scores[e] = None
                continue
            over = value - units(step.get('free', 0))
            if over <= 0 or self.scores[e] is None:
                continue
            times = -(-over // units(step['each'])) if 'each' in step else 1
            off = times * units(step['points'])
            if 'most' in step:
                off = min(off, units(step['most']))
            self.scores[e] -= off

    def step_carry(self, step):
        if self.own is None:
            self.own = dict(self.scores)
        after = {}
        for e in self.entries:
            values = [(t['weight'], self.scores[e] if t['stage'] == 'this' else self.carried.get((e, t['stage'])))
                      for t in step['terms']]
            if any(v is None for _, v in values):
                after[e] = None
                continue
            total = sum((w * v for w, v in values), Fraction(0))
            after[e] = total / sum(w for w, _ in values) if step['as'] == 'mean' else total
        self.scores = after

    def each_value(self, kind, f, factored=()):
        """Applies f to the results of a step of the present shape."""
        if self.shape == 'marks':
            for marks in self.marks.values():
                for c in marks:
                    marks[c] = f(marks[c])
        elif self.shape == 'sheets':
            self.totals = {key: f(v) for key, v in self.totals.items()}
        elif self.shape == 'criteria':
            for (e, c), v in self.crit.items():
                if v is not None and (c in factored if kind == 'factor' else c in self.stage.panel):
                    self.crit[e, c] = f(v)
        else:
            self.scores = {e: None if v is None else f(v) for e, v in self.scores.items()}

    def run(self):
        for step in self.stage.scoring['steps']:
            kind = step['do']
            if kind == 'scale':
                by = Fraction(step['by'])
                self.each_value(kind, lambda v, by=by: v * by)
            else:
                getattr(self, 'step_' + kind)(step)
            if 'round' in step:
                r = step['round']
                self.each_value(kind, lambda v, r=r: rounded(v, r['places'], r['mode']), step.get('factors', {}))
        if self.own is None:
            self.own = dict(self.scores)
        if self.crit is None:
            self.crit = dict(self.official)
            for c in self.stage.panel:
                of = {}
                for (e, _), v in self.column(c).items():
                    of.setdefault(e, []).append(v)
                self.crit.update({(e, c): mean(v) for e, v in of.items()})

    def state(self, e):
        n = len(self.experts[e])
        if n == 0:
            return 'none'
        quorum = self.stage.scoring.get('quorum', {})
        if n < quorum.get('sheets', 1) or self.scores[e] is None:
            return 'below'
        for name in self.stage.d.get('panel', {}):
            if sum(1 for x in self.experts[e] if self.classes[x] == name) < quorum.get('per_class', 0):
                return 'below'
        return 'ok'


# ---- the skating system, told as its rules tell it

def shared(place, n):
    return (Fraction(place) + Fraction(n - 1, 2)) * UNIT


def upto(marks, column):
    return [m for m in marks if m <= column * UNIT]


def majority_round(couples, first):
    """Rules 5 to 8 on {entry: marks}: the entries that win the place under review, from that column on."""
    last = max(int(-(-max(m) // UNIT)) for m in couples.values())
    for column in range(first, max(last, first) + 1):
        have = {e: upto(m, column) for e, m in couples.items()}
        contend = [e for e, m in couples.items() if len(have[e]) * 2 > len(m)]
        if not contend:
            continue
        for further in range(column, max(last, column) + 1):
            have = {e: upto(couples[e], further) for e in contend}
            most = max(len(h) for h in have.values())
            contend = [e for e in contend if len(have[e]) == most]
            least = min(sum(have[e]) for e in contend)
            contend = [e for e in contend if sum(have[e]) == least]
        return contend
    raise AssertionError('nobody has a majority')


def one_dance(couples):
    couples, places, place = dict(couples), {}, 1
    while couples:
        won = majority_round(couples, 1)
        for e in won:
            places[e] = shared(place, len(won))
            del couples[e]
        place += len(won)
    return places


def several_dances(couples):
    """{entry: (places, marks)} → places by rules 9 to 11."""
    result, place = {}, 1
    left = dict(couples)
    while left:
        least = min(sum(p) for p, _ in left.values())
        tied = [e for e, (p, _) in left.items() if sum(p) == least]
        while tied:
            have = {e: upto(left[e][0], place) for e in tied}
            won = [e for e in tied if len(have[e]) == max(len(h) for h in have.values())]
            won = [e for e in won if sum(have[e]) == min(sum(have[o]) for o in won)]
            if len(won) > 1 and all(left[e][1] for e in won):
                won = majority_round({e: left[e][1] for e in won}, place)
            for e in won:
                result[e] = shared(place, len(won))
                del left[e]
                tied.remove(e)
            place += len(won)
    return result


# ---- ranks

class Ranker:
    def __init__(self, count, decisions):
        self.count, self.stage, self.decisions = count, count.stage, decisions
        self.ties = self.stage.scoring.get('ties', [])
        self.settled = {}

    def key_name(self, k):
        tie = self.ties[k]
        if isinstance(tie, str):
            return tie
        for kind in ('criterion', 'group', 'stage'):
            if kind in tie:
                return tie[kind]
        return 'countback' if 'countback' in tie else 'marks-above-zero' if 'marks_above_zero' in tie else next(iter(tie))

    def total(self, e, x):
        c = self.count
        return (c.totals if c.totals is not None else c.plain_totals).get((e, x))

    def duel(self, a, b):
        ahead = 0
        for x in set(self.count.experts[a]) & set(self.count.experts[b]):
            p, q = self.total(a, x), self.total(b, x)
            if p is not None and q is not None:
                ahead += (p > q) - (p < q)
        return (ahead > 0) - (ahead < 0)

    def value(self, k, e, others):
        """What key k gives; larger is better, None is worst. Lists are compared in turn, longer wins."""
        tie, c = self.ties[k], self.count
        name = tie if isinstance(tie, str) else next(n for n in tie if n != 'low')
        arg = None if isinstance(tie, str) else tie[name]
        sign = -1 if isinstance(tie, dict) and tie.get('low', False) else 1
        if name == 'countback':
            values = [self.total(e, x) for x in c.experts[e]] if not isinstance(arg, str) else \
                [c.marks[e, x].get(arg) for x in c.experts[e]]
            return sorted((sign * v for v in values if v is not None), reverse=True)
        if name == 'criterion':
            got = c.crit.get((e, arg))
        elif name == 'group':
            values = [c.crit.get((e, d['id'])) for d in self.stage.criteria if d.get('group') == arg]
            values = [v for v in values if v is not None]
            got = sum(values, Fraction(0)) if values else None
        elif name == 'stage':
            got = c.carried.get((e, arg))
        elif name == 'head-to-head':
            got = sum(self.duel(e, o) for o in others if o != e)
        elif name == 'marks_above_zero':
            got = sum(1 for x in c.experts[e] if c.marks[e, x].get(arg, 0) > 0)
        else:
            got = c.raw_mean(e)
        return None if got is None else sign * got

    def part(self, run, k):
        """Splits a run of equal entries into runs, best first."""
        if len(run) < 2:
            return [run]
        if k < len(self.ties):
            values = {e: self.value(k, e, run) for e in run}
            groups = []
            for e in sorted(run):
                for group in groups:
                    if values[group[0]] == values[e]:
                        group.append(e)
                        break
                else:
                    groups.append([e])
            groups.sort(key=lambda g: (values[g[0]] is not None, values[g[0]] if values[g[0]] is not None else 0), reverse=True)
            self.note(groups, self.key_name(k))
            return [r for g in groups for r in self.part(g, k + 1)]
        decision = self.decision(run)
        if not decision:
            return [run]
        groups = [[e] for e in decision]
        self.note(groups, 'deliberation')
        return groups

    def decision(self, run):
        for d in reversed(self.decisions):
            if set(run) <= set(d):
                return [e for e in d if e in run]
        return None

    def note(self, groups, name):
        for before, after in zip(groups, groups[1:]):
            self.settled[before[-1]] = name
            self.settled[after[0]] = name

    def order(self, entries):
        runs = []
        scores = self.count.scores
        for value in sorted({scores[e] for e in entries}, reverse=not self.stage.low):
            runs += self.part(sorted(e for e in entries if scores[e] == value), 0)
        return runs


# ---- cut and awards

class Cutter:
    def __init__(self, count, ranker, places, decisions):
        self.count, self.stage, self.places, self.ranker = count, count.stage, places, ranker
        advance = self.stage.d.get('advance', {})
        self.quotas = advance.get('quotas', [])
        self.wild = advance.get('wild_cards', 0)
        self.reserve = advance.get('reserve', 0)
        self.minimum = units(advance['minimum']) if 'minimum' in advance else None
        scored = sorted(e for e in count.entries if count.state(e) == 'ok')
        saved = dict(ranker.settled)
        ranker.settled = {}
        self.standing = {}
        for run in ranker.order(scored):
            at = len(self.standing)
            for e in run:
                self.standing[e] = at
        ranker.settled = saved

    def matches(self, selector, e):
        at = self.count.entries[e]
        return all(at.get(axis) == selector[axis] for axis in ('division', 'region', 'track', 'heat') if axis in selector)

    def lineup(self, selector, skip, with_withdrawn):
        """Runs of tied contenders, best first."""
        chosen = []
        for e in self.count.entries:
            if self.count.state(e) != 'ok' or e in skip or not self.matches(selector, e):
                continue
            if (self.count.entries[e]['withdrawn'] or self.count.entries[e].get('left')) and not with_withdrawn:
                continue
            score = self.count.scores[e]
            if self.minimum is not None and (score > self.minimum if self.stage.low else score < self.minimum):
                continue
            chosen.append(e)
        lists = {self.places[e][0] for e in self.places if self.matches(selector, e)}
        if len(lists) == 1 and all(e in self.places for e in chosen):
            standing = {e: self.places[e][1] for e in chosen}
        else:
            standing = self.standing
        runs = []
        for at in sorted({standing[e] for e in chosen}):
            run = sorted(e for e in chosen if standing[e] == at)
            decision = self.ranker.decision(run) if len(run) > 1 else None
            runs += [[e] for e in decision] if decision else [run]
        return runs

    @staticmethod
    def take(runs, places):
        """(who surely has one of the places, who is tied for the rest)."""
        sure = []
        for run in runs:
            if len(sure) + len(run) <= places:
                sure += run
            elif len(sure) < places:
                return sure, run
            else:
                break
        return sure, []

    def fill(self, with_withdrawn):
        fate, ties, taken, open_quotas, skip = {}, [], [], set(), set()
        at_stake = set()
        plan = [(q, q['places']) for q in self.quotas] + [({}, self.wild)]
        for index, (selector, places) in enumerate(plan):
            taken.append(0)
            if places <= 0:
                continue
            if any(self.matches(selector, e) for e in at_stake):
                open_quotas.add(index)
                continue
            sure, tied = self.take(self.lineup(selector, skip, with_withdrawn), places)
            for e in sure:
                fate[e] = ('wild-card' if index == len(self.quotas) else 'advance', index, 0)
            taken[index] = len(sure)
            skip |= set(sure)
            if tied:
                for e in tied:
                    fate[e] = ('at-stake', index, 0)
                ties.append((index, places - len(sure), sorted(tied)))
                at_stake |= set(tied)
                skip |= set(tied)
                open_quotas.add(index)
        if self.reserve:
            for index, (selector, places) in enumerate(plan):
                if places <= 0 or index in open_quotas or any(self.matches(selector, e) for e in at_stake):
                    continue
                before = 0
                for run in self.lineup(selector, skip, with_withdrawn):
                    if before + 1 > self.reserve:
                        break
                    for e in run:
                        fate.setdefault(e, ('reserve', index, before + 1))
                    before += len(run)
        return fate, ties, taken

    def awards(self):
        skip, grants, ties, excess, last = set(), [], [], {}, None
        shared_end = self.stage.scoring.get('tie_end', 'deliberation') == 'shared'
        for award in self.stage.d.get('awards', []):
            if award['by'] != 'rank':
                continue
            base = {a: award[a] for a in ('division', 'region', 'track', 'heat') if a in award}
            selection = (base, award.get('per'))
            if selection != last:
                excess = {}
            last = selection
            per = award.get('per')
            if per is None:
                values = [None]
            elif per == 'heat':
                values = [h['id'] for h in self.stage.heats]
            else:
                values = [d['id'] for d in self.stage.contest[per + 's']]
            for value in values:
                selector = dict(base)
                if per is not None:
                    if base.get(per, value) != value:
                        continue
                    selector[per] = value
                used = min(excess.get(value, 0), award['places'])
                excess[value] = excess.get(value, 0) - used
                places = award['places'] - used
                sure, tied = self.take(self.lineup(selector, skip, False), places)
                given = sure + (tied if shared_end else [])
                grants += [(award['id'], e) for e in given]
                skip |= set(sure) | set(tied)
                if tied and shared_end:
                    excess[value] += len(given) - places
                elif tied:
                    ties.append((award['id'], places - len(sure), sorted(tied)))
        return grants, ties


# ---- everything together

def seat(stage, rows, listed):
    """{entry: {division, region, track, heat, withdrawn}}."""
    entries = {e: dict(at) for e, at in listed.items()} if listed else {}
    for row in rows:
        heat = row.get('heat') or stage.heats[0]['id']
        e = entries.setdefault(row['entry'], {'withdrawn': False})
        e['heat'] = heat
        if not listed:
            e.update({a: h[a] for h in stage.heats if h['id'] == heat for a in ('division', 'region', 'track') if a in h})
    for e in entries.values():
        for h in stage.heats:
            selects = {a: h[a] for a in ('division', 'region', 'track') if a in h}
            if e.get('heat') is None and (selects or len(stage.heats) == 1) \
                    and all(e.get(a) == v for a, v in selects.items()):
                e['heat'] = h['id']
        e.setdefault('heat', None)
    return dict(sorted(entries.items()))


def prepare(contest, stage_id, rows, listed, carried):
    stage = Stage(contest, stage_id)
    count = Count(stage, seat(stage, rows, listed), rows, carried)
    count.run()
    return count


def carry(contest, files):
    """{(entry, stage): own score} of earlier stages, `files` = {stage: rows}."""
    carried = {}
    for s in contest['stages']:
        if s['id'] in files:
            count = prepare(contest, s['id'], files[s['id']], None, carried)
            carried.update({(e, s['id']): count.own[e] for e in count.entries if count.state(e) == 'ok'})
    return carried


def count(contest, stage_id, rows, listed=None, earlier=None, decisions=()):
    c = prepare(contest, stage_id, rows, listed, carry(contest, earlier or {}))
    stage = c.stage
    ranker = Ranker(c, list(decisions))
    ranked = [e for e in c.entries if c.state(e) == 'ok' and not c.entries[e]['withdrawn']]

    def list_of(e):
        return 'stage' if stage.within == 'stage' else c.entries[e].get(stage.within) or ''

    if stage.within == 'stage':
        names = ['stage']
    elif stage.within == 'heat':
        names = [h['id'] for h in stage.heats] + ['']
    else:
        names = [d['id'] for d in contest[stage.within + 's']] + ['']
    places, order = {}, []
    for name in names:
        at = 0
        for run in ranker.order([e for e in ranked if list_of(e) == name]):
            for e in run:
                places[e] = (name, at + 1, len(run) - 1)
            order += run
            at += len(run)
    settled = dict(ranker.settled)
    order += [e for e in c.entries if e not in places]
    cutter = Cutter(c, ranker, places, decisions)
    fate, ties, taken = cutter.fill(False)
    before = cutter.fill(True)[0] if any(e['withdrawn'] for e in c.entries.values()) else fate
    grants, award_ties = cutter.awards()
    through = ('advance', 'wild-card')
    answer = []
    for e in order:
        ok = c.state(e) == 'ok'
        f = ('withdrawn', -1, 0) if c.entries[e]['withdrawn'] else fate.get(e, ('out', -1, 0))
        totals = c.totals if c.totals is not None else c.plain_totals
        answer.append({
            'entry': e, 'list': places[e][0] if e in places else None,
            'rank': places[e][1] if e in places else 0, 'tied_with': places[e][2] if e in places else 0,
            'settled': settled.get(e) if e in places else None, 'state': c.state(e),
            'score': float(rounded(c.scores[e], 4, 'half-up') / UNIT) if ok else None,
            'exact': text(c.scores[e]) if ok else None, 'own_exact': text(c.own[e]) if ok else None,
            'raw_mean_exact': text(c.raw_mean(e)) if c.experts[e] else None, 'sheets': len(c.experts[e]),
            'fate': f[0], 'quota': f[1], 'reserve': f[2],
            'promoted': f[0] in through and before.get(e, ('out',))[0] not in through,
            'awards': [a for a, who in grants if who == e],
            'criteria': {d['id']: text(c.crit.get((e, d['id']))) for d in stage.criteria},
            'marked': {x: {'total': text(totals.get((e, x))),
                           'marks': {k: (text(c.raw[e, x][k]), text(v)) for k, v in sorted(c.marks[e, x].items())}}
                       for x in c.experts[e]},
        })
    quotas = [t for t, p in zip(taken, [q['places'] for q in cutter.quotas])]
    if cutter.wild:
        quotas.append(taken[-1])
    return {'settled': not ties and not award_ties, 'quotas': quotas,
            'ties': [(q, p, e) for q, p, e in ties] + award_ties, 'entries': answer}


def program_answer(document):
    """The program's JSON in the shape of count()."""
    answer = []
    for e in document['entries']:
        row = {k: e[k] for k in ('entry', 'list', 'rank', 'tied_with', 'settled', 'state', 'score', 'exact', 'own_exact',
                                 'raw_mean_exact', 'sheets', 'fate', 'quota', 'reserve', 'promoted', 'awards')}
        row['criteria'] = {k: v['exact'] for k, v in e['criteria'].items()}
        row['marked'] = {}
        for s in e['marked']:
            marks = {k: (text(units(m['mark'])), m['exact']) for k, m in sorted(s['marks'].items())}
            row['marked'][s['expert']] = {'total': s['total_exact'], 'marks': marks}
        answer.append(row)
    return {'settled': document['settled'], 'quotas': [q['taken'] for q in document['quotas']],
            'ties': [(t.get('award', t.get('quota')), t['places'], t['entries']) for t in document['ties']],
            'entries': answer}


def main():
    with open(sys.argv[1], encoding='utf-8') as f:
        contest = json.load(f)
    with open(sys.argv[2], encoding='utf-8', newline='') as f:
        rows = list(csv.DictReader(f))
    json.dump(count(contest, sys.argv[3], rows), sys.stdout, indent=1)


if __name__ == '__main__':
    main()
