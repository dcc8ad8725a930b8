"""The three ways of counting ballots (docs/definition.md, `deliberation`), for verify_ledger.py."""
from fractions import Fraction

from ledger_tree import Bad


def deliberate(rule, ballots, candidates):
    """The order that the ballots decide; candidates in any order."""
    left, order = list(candidates), []
    if rule == 'majority':
        while left:
            votes = {c: 0 for c in left}
            for ballot in ballots:
                first = [c for c in ballot if c in votes]
                if first:
                    votes[first[0]] += 1
            best = [c for c in left if votes[c] == max(votes.values())]
            if len(best) > 1:
                raise Bad('the votes decide nothing')
            order.append(best[0])
            left.remove(best[0])
        return order
    beats = borda(ballots, left) if rule == 'borda' else schulze(ballots, left)
    while left:
        best = [c for c in left if all(beats[c, o] for o in left if o != c)]
        if not best:
            raise Bad('the votes decide nothing')
        order.append(best[0])
        left.remove(best[0])
    return order


def borda(ballots, candidates):
    n, points = len(candidates), {c: Fraction(0) for c in candidates}
    for ballot in ballots:
        for c in candidates:
            points[c] += n - 1 - ballot.index(c) if c in ballot else Fraction(n - len(ballot) - 1, 2)
    return {(a, b): points[a] > points[b] for a in candidates for b in candidates}


def schulze(ballots, candidates):
    def place(ballot, c):
        return ballot.index(c) if c in ballot else len(candidates)
    d = {(a, b): sum(place(x, a) < place(x, b) for x in ballots) for a in candidates for b in candidates}
    p = {(a, b): d[a, b] if d[a, b] > d[b, a] else 0 for a in candidates for b in candidates}
    for k in candidates:
        for a in candidates:
            for b in candidates:
                if len({a, b, k}) == 3:
                    p[a, b] = max(p[a, b], min(p[a, k], p[k, b]))
    return {(a, b): p[a, b] > p[b, a] for a in candidates for b in candidates}
