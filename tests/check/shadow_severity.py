"""The two models of severity as rules, written from docs/severity.md and shared with nothing: plain Python.

additive() and fair_averages() take the marks of one heat in units and give scores in units as fractions; what a model
can't do is Unformed. They take other ways than the program where there are two: Newton's steps from the very start
instead of sweeps, a likelihood that must not fall instead of steps of at most one logit.
"""
import math
from fractions import Fraction

UNIT = 10000
PLACES = 10 ** 7
LEAST_MARKS = 8
MOST_CATEGORIES = 64


class Unformed(ValueError):
    """The heat has no scores; the program refuses to close and to publish."""


def to_units(marks):
    """A double in marks, to the nearest 10^-7, as a fraction of units."""
    if not math.isfinite(marks):
        raise Unformed('no number')
    whole = math.floor(abs(marks) * PLACES + .5)
    return Fraction(whole if marks >= 0 else -whole, PLACES // UNIT)


def check_linked(pairs):
    """Entries and experts of (entry, expert) pairs hang together."""
    near = {}
    for e, x in pairs:
        near.setdefault(('e', e), set()).add(('x', x))
        near.setdefault(('x', x), set()).add(('e', e))
    seen, todo = set(), [next(iter(near))]
    while todo:
        node = todo.pop()
        if node not in seen:
            seen.add(node)
            todo += near[node]
    if len(seen) < len(near):
        raise Unformed('the panels are not linked')


# ---- additive

def eigen(s):
    """(eigenvalues, eigenvectors as rows) of a symmetric matrix, by Jacobi's rotations."""
    n = len(s)
    a, q = [list(row) for row in s], [[float(i == k) for k in range(n)] for i in range(n)]
    trace = sum(a[i][i] for i in range(n))
    for _ in range(100):
        if math.sqrt(sum(a[i][k] ** 2 for i in range(n) for k in range(i))) <= 1e-14 * trace:
            break
        for i in range(n - 1):
            for k in range(i + 1, n):
                if abs(a[i][k]) <= 1e-300:
                    continue
                angle = .5 * math.atan2(2 * a[i][k], a[k][k] - a[i][i])
                c, d = math.cos(angle), math.sin(angle)
                a[i], a[k] = [c * u - d * v for u, v in zip(a[i], a[k])], [d * u + c * v for u, v in zip(a[i], a[k])]
                for row in a:
                    row[i], row[k] = c * row[i] - d * row[k], d * row[i] + c * row[k]
                q[i], q[k] = [c * u - d * v for u, v in zip(q[i], q[k])], [d * u + c * v for u, v in zip(q[i], q[k])]
    return [a[i][i] for i in range(n)], q


def variance_ratio(d, r2, total, freedom):
    """λ = σ²/σ_s², or None where experts differ no more than chance."""
    noise, left = total / freedom, total - sum(r / x for r, x in zip(r2, d) if x)
    left = left if left >= 1e-12 * total else 0.0
    if sum(r2) <= noise * sum(d) * (1 + 1e-9):
        return None
    low, high = 1e-12, 1e12
    for _ in range(200):
        if high / low - 1 <= 1e-13:
            break
        middle = math.sqrt(low) * math.sqrt(high)
        noise = (left + middle * sum(r / x / (x + middle) for r, x in zip(r2, d) if x)) / freedom
        squares = sum(r / (x + middle) ** 2 for r, x in zip(r2, d))
        if middle * squares < noise * sum(x / (x + middle) for x in d):
            low = middle
        else:
            high = middle
    return high


def additive(values):
    """{(entry, expert): Fraction} → {entry: Fraction}."""
    entries = sorted({e for e, _ in values})
    experts = sorted({x for _, x in values})
    of = {e: [x for x in experts if (e, x) in values] for e in entries}
    if len(values) == len(entries) * len(experts):
        return {e: sum((values[e, x] for x in experts), Fraction(0)) / len(experts) for e in entries}
    check_linked(values)
    freedom = len(values) - len(entries)
    if len(experts) < 2 or freedom < 1:
        raise Unformed('too few sheets')
    y = {key: float(v / UNIT) for key, v in values.items()}
    mean = {e: math.fsum(y[e, x] for x in of[e]) / len(of[e]) for e in entries}
    at = {x: i for i, x in enumerate(experts)}
    n = len(experts)
    s, r = [[0.0] * n for _ in range(n)], [0.0] * n
    for e in entries:
        for x in of[e]:
            r[at[x]] += y[e, x] - mean[e]
            s[at[x]][at[x]] += 1
            for o in of[e]:
                s[at[x]][at[o]] -= 1 / len(of[e])
    d, q = eigen(s)
    floor = 1e-10 * sum(d)
    turned = [sum(u * v for u, v in zip(row, r)) if x > floor else 0.0 for row, x in zip(q, d)]
    d = [x if x > floor else 0.0 for x in d]
    ratio = variance_ratio(d, [t * t for t in turned], sum((v - mean[e]) ** 2 for (e, _), v in y.items()), freedom)
    severity = [0.0] * n
    if ratio is not None:
        for row, x, t in zip(q, d, turned):
            for i, u in enumerate(row):
                severity[i] -= u * t / (x + ratio)
    return {e: to_units(mean[e] + math.fsum(severity[at[x]] for x in of[e]) / len(of[e])) for e in entries}


# ---- many facets

def set_aside(marks):
    """(marks that stay, the categories, extreme elements) of {(entry, expert, criterion): units}."""
    left, extreme = dict(marks), [set(), set(), set()]
    while True:
        categories = sorted(set(left.values()))
        if not categories:
            raise Unformed('everybody is extreme')
        if not 2 <= len(categories) <= MOST_CATEGORIES:
            raise Unformed('one mark only, or too many')
        found = [set(), set(), set()]
        for facet in range(3):
            met = {}
            for key, mark in left.items():
                met.setdefault(key[facet], set()).add(mark)
            for element in {key[facet] for key in marks} - extreme[facet]:
                if met.get(element, set()) in (set(), {categories[0]}, {categories[-1]}):
                    found[facet].add(element)
        if not any(found):
            return left, categories, extreme
        extreme = [a | b for a, b in zip(extreme, found)]
        left = {key: m for key, m in left.items() if not any(key[f] in extreme[f] for f in range(3))}


def chances(eta, f):
    """P(0), P(1) … at η, thresholds f[1:]."""
    logs = [0.0]
    for k in range(1, len(f)):
        logs.append(logs[-1] + eta - f[k])
    most = max(logs)
    weights = [math.exp(x - most) for x in logs]
    total = sum(weights)
    return [w / total for w in weights]


def root(s, whole):
    """Cholesky; Unformed where a pivot vanishes."""
    n = len(s)
    low = [[0.0] * n for _ in range(n)]
    for i in range(n):
        for k in range(i):
            low[i][k] = (s[i][k] - sum(a * b for a, b in zip(low[i][:k], low[k]))) / low[k][k]
        pivot = s[i][i] - sum(a * a for a in low[i][:i])
        if not pivot > 1e-9 * whole[i]:
            raise Unformed('severities and difficulties can not be told apart')
        low[i][i] = math.sqrt(pivot)
    return low


def solved(low, g):
    n, x = len(low), list(g)
    for i in range(n):
        x[i] = (x[i] - sum(a * b for a, b in zip(low[i][:i], x))) / low[i][i]
    for i in reversed(range(n)):
        x[i] = (x[i] - sum(low[k][i] * x[k] for k in range(i + 1, n))) / low[i][i]
    return x


class Facets:
    """The marks that stay, and the measures: of entries, and one row for experts, criteria and thresholds."""

    def __init__(self, left, categories):
        step = {mark: k for k, mark in enumerate(categories)}
        self.top = len(categories) - 1
        lists = [sorted({key[f] for key in left}) for f in range(3)]
        self.entries = {e: i for i, e in enumerate(lists[0])}
        self.experts = {x: i for i, x in enumerate(lists[1])}
        self.criteria = {c: len(lists[1]) + i for i, c in enumerate(lists[2])}
        self.first = len(lists[1]) + len(lists[2])  # where thresholds begin
        self.size = self.first + self.top
        self.marks = [(self.entries[e], self.experts[x], self.criteria[c], step[m]) for (e, x, c), m in left.items()]
        self.entry, self.rest = [0.0] * len(lists[0]), [0.0] * self.size
        for i in range(len(lists[0])):
            mine = [x for e, _, _, x in self.marks if e == i]
            self.entry[i] = math.log((sum(mine) + .5) / (self.top * len(mine) - sum(mine) + .5))

    def f(self, rest):
        return [0.0] + rest[self.first:]

    def likelihood(self, entry, rest):
        f = self.f(rest)
        total = []
        for e, x, c, k in self.marks:
            p = chances(entry[e] - rest[x] - rest[c], f)[k]
            if p <= 0:
                return -math.inf
            total.append(math.log(p))
        return math.fsum(total)

    def system(self):
        """Information and gradient with the entries eliminated; and what gives the entries back."""
        n, f = self.size, self.f(self.rest)
        s, g = [[0.0] * n for _ in range(n)], [0.0] * n
        v, ge, cross = [0.0] * len(self.entry), [0.0] * len(self.entry), [[0.0] * n for _ in self.entry]
        for e, x, c, k in self.marks:
            p = chances(self.entry[e] - self.rest[x] - self.rest[c], f)
            mean = sum(i * q for i, q in enumerate(p))
            variance = sum((i - mean) ** 2 * q for i, q in enumerate(p))
            ge[e] += k - mean
            v[e] += variance
            mine = cross[e]
            for a in (x, c):
                g[a] -= k - mean
                mine[a] -= variance
                s[a][a] += variance
            s[c][x] += variance
            above, moment = [0.0] * (self.top + 2), 0.0
            for h in range(self.top, 0, -1):
                above[h] = above[h + 1] + p[h]
                moment += h * p[h]
                both = moment - mean * above[h]
                a = self.first + h - 1
                g[a] -= (k >= h) - above[h]
                mine[a] -= both
                s[a][x] += both
                s[a][c] += both
            for h in range(1, self.top + 1):
                row = s[self.first + h - 1]
                for i in range(1, h + 1):
                    row[self.first + i - 1] += above[h] * (1 - above[i])
        whole = [s[i][i] for i in range(n)]
        for e, mine in enumerate(cross):
            there = [(i, c) for i, c in enumerate(mine) if c]
            for i, c in there:
                g[i] -= c * ge[e] / v[e]
                for k, o in there:
                    if k > i:
                        break
                    s[i][k] -= c * o / v[e]
        for start, end in ((0, len(self.experts)), (len(self.experts), self.first), (self.first, n)):
            share = sum(whole[start:end]) / (end - start) ** 2
            for i in range(start, end):
                for k in range(start, i + 1):
                    s[i][k] += share
        return s, whole, g, v, ge, cross

    def settle(self):
        now = self.likelihood(self.entry, self.rest)
        for _ in range(200):
            s, whole, g, v, ge, cross = self.system()
            step = solved(root(s, whole), g)
            own = [(ge[e] - sum(a * b for a, b in zip(mine, step))) / v[e] for e, mine in enumerate(cross)]
            most = max(abs(x) for x in step + own)
            by = 1.0
            while by > 1e-6:
                entry = [a + by * b for a, b in zip(self.entry, own)]
                rest = [a + by * b for a, b in zip(self.rest, step)]
                new = self.likelihood(entry, rest)
                if most < 1e-6 or new >= now:
                    break
                by /= 2
            self.entry, self.rest, now = entry, rest, new
            if most < 1e-10:
                return
            if max(abs(x) for x in self.entry) > 40:
                break
        raise Unformed('the measures did not settle')


def place_extreme(lowest, others, f):
    """The measure at which the marks beside `others` = [severity + difficulty] are expected to sum to 0.3 inside the end."""
    top = len(f) - 1
    wanted = .3 if lowest else top * len(others) - .3
    low, high = -60.0, 60.0
    while high - low > 1e-13:
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if sum(k * p for o in others for k, p in enumerate(chances(middle - o, f))) < wanted:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def fair_averages(marks):
    """{(entry, expert, criterion): units} → {entry: Fraction or None}."""
    check_linked([key[:2] for key in marks])
    left, categories, extreme = set_aside(marks)
    check_linked([key[:2] for key in left])
    facets = Facets(left, categories)
    facets.settle()
    f, scores = facets.f(facets.rest), {}
    for e in sorted({key[0] for key in marks}):
        telling = {key: m for key, m in marks.items() if key[0] == e and key[1] not in extreme[1] and key[2] not in extreme[2]}
        if len(telling) < LEAST_MARKS:
            scores[e] = None
            continue
        if e in extreme[0]:
            others = [facets.rest[facets.experts[x]] + facets.rest[facets.criteria[c]] for _, x, c in telling]
            measure = place_extreme(max(telling.values()) <= categories[0], others, f)
        else:
            measure = facets.entry[facets.entries[e]]
        scores[e] = to_units(sum(p * float(m) / UNIT for p, m in zip(chances(measure, f), categories)))
    return scores
