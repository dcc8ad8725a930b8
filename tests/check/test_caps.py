"""Assignment under a cap, held against a second solver: the best expected total and the best worst pair that probabilities
below the cap allow, on small random cases and on a conference's bids.

    python3 tests/check/test_caps.py LEITAI [CASES]

The solver here knows nothing of ours: successive shortest paths (Bellman-Ford) on parts of a seat, and a bound that is
raised fit by fit. What is impossible must be so for both, and the cap that the program names as enough must be the least.
"""
import collections
import json
import os
import random
import re
import subprocess
import sys
import tempfile
from fractions import Fraction

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import shared  # noqa: E402
from tap import Cases  # noqa: E402


class Network:
    """Least cost flow from node 0 to node 1."""

    def __init__(self, nodes):
        self.out = [[] for _ in range(nodes)]

    def add(self, a, b, room, cost):
        self.out[a].append([b, room, cost, len(self.out[b])])
        self.out[b].append([a, 0, -cost, len(self.out[a]) - 1])

    def path(self):
        """The cheapest way with room: (cost, arcs), or None."""
        best, by, queue = {0: 0}, {}, collections.deque([0])
        while queue:
            a = queue.popleft()
            for arc in self.out[a]:
                if arc[1] > 0 and (arc[0] not in best or best[a] + arc[2] < best[arc[0]]):
                    best[arc[0]], by[arc[0]] = best[a] + arc[2], (a, arc)
                    queue.append(arc[0])
        if 1 not in best:
            return None
        arcs, node = [], 1
        while node != 0:
            node, arc = by[node]
            arcs.append(arc)
        return best[1], arcs

    def send(self):
        sent = cost = 0
        for found in iter(self.path, None):
            amount = min(arc[1] for arc in found[1])
            for arc in found[1]:
                arc[1] -= amount
                self.out[arc[0]][arc[3]][1] += amount
            sent, cost = sent + amount, cost + amount * found[0]
        return sent, cost


def optimum(case, cap, least=None):
    """The best expected total when no pair is likelier than the cap and none worse than `least`; None: impossible."""
    whole, total = cap.denominator, Fraction(0)
    experts, entries = case['experts'], case['entries']
    for name, seats in case['seats'].items():
        net = Network(2 + len(entries) + len(experts))
        for j, expert in enumerate(experts):
            if expert['class'] == name:
                net.add(2 + len(entries) + j, 1, expert['load'] * whole, 0)
        for e, entry in enumerate(entries):
            net.add(0, 2 + e, seats * whole, 0)
            for j, expert in enumerate(experts):
                fit = entry['fits'][j]
                if expert['class'] == name and fit is not None and (least is None or fit >= least):
                    net.add(2 + e, 2 + len(entries) + j, cap.numerator, -fit)
        sent, cost = net.send()
        if sent < seats * whole * len(entries):
            return None
        total -= Fraction(cost, whole)
    return total


def best_worst(case, cap):
    fits = sorted({fit for entry in case['entries'] for fit in entry['fits'] if fit is not None}, reverse=True)
    return next((fit for fit in fits if optimum(case, cap, fit) is not None), None)


def made(program, case):
    with tempfile.NamedTemporaryFile('w', suffix='.json', encoding='utf-8') as file:
        json.dump(case, file)
        file.flush()
        return subprocess.run([program, 'assign', file.name, '--json'], capture_output=True, text=True, check=False)


def chances_of(case, answer, cap):
    """Findings about the probabilities themselves; their worst fit."""
    fits = {(entry['id'], expert['id']): fit for entry in case['entries'] for expert, fit in zip(case['experts'], entry['fits'])}
    classes = {expert['id']: expert['class'] for expert in case['experts']}
    chances = {(x['entry'], x['expert']): Fraction(x['chance']) for x in answer['chances']}
    drawn = {(x['entry'], x['expert']) for x in answer['pairs']}
    for pair, chance in chances.items():
        if not 0 < chance <= cap or fits[pair] is None:
            yield f'{pair} has a chance of {chance}'
    for entry in case['entries']:
        for name, seats in case['seats'].items():
            if sum(c for (e, j), c in chances.items() if e == entry['id'] and classes[j] == name) != seats:
                yield f'chances of {entry["id"]} do not make its {seats} seats of {name}'
    for expert in case['experts']:
        load = sum(c for (_, j), c in chances.items() if j == expert['id'])
        if not load - 1 < sum(j == expert['id'] for _, j in drawn) < load + 1 or load > expert['load']:
            yield f'{expert["id"]} has a load of {load} to be expected'
    if not drawn <= chances.keys():
        yield 'a pair was drawn that had no chance'
    if sum(fits[pair] * chance for pair, chance in chances.items()) != Fraction(answer['expected']):
        yield f'the chances do not make the expected total {answer["expected"]}'


def compare(program, case, cap):
    done = made(program, case)
    least = best_worst(case, cap) if case['aim'] == 'worst-first' else None
    wanted = optimum(case, cap, least)
    if wanted is None:
        if done.returncode != 75 or 'assign.short' not in done.stderr:
            yield f'impossible, but {done.returncode}: {done.stderr[:300]} {json.dumps(case)}'
        yield from compare_needed(case, cap, done.stderr)
        return
    if done.returncode != 0:
        yield f'{wanted} is possible, but {done.stderr[:300]} {json.dumps(case)}'
        return
    answer = json.loads(done.stdout)
    if Fraction(answer['expected']) != wanted:
        yield f'expected total {answer["expected"]}, the second solver has {wanted}: {json.dumps(case)}'
    if least is not None and answer['worst'] < least:
        yield f'a pair of fit {answer["worst"]} was drawn where {least} is possible'
    yield from chances_of(case, answer, cap)


def compare_needed(case, cap, message):
    """Of the first class that lacks something."""
    found = re.search(r'seats of class (\d+) .*a cap of (\S+) would do', message)
    if not found:
        if optimum(case, Fraction(1)) is not None:
            yield f'possible without a cap, which is not said: {message}'
        return
    name = list(case['seats'])[int(found.group(1)) - 1]
    only = {**case, 'seats': {name: case['seats'][name]}}
    enough = Fraction(found.group(2))
    if optimum(only, enough) is None:
        yield f'a cap of {enough} does not do: {json.dumps(case)}'
    parts = enough * cap.denominator - 1
    if parts > 0 and optimum(only, Fraction(parts, cap.denominator) if parts else 0) is not None:
        yield f'a lower cap than {enough} would do: {json.dumps(case)}'


def random_case(rng):
    entries, experts = rng.randint(1, 6), rng.randint(4, 9)
    cap = Fraction(*rng.choice([(1, 2), (2, 3), (3, 4), (3, 7), (5, 6), (1, 3)]))
    return cap, {
        'seats': {'a': rng.randint(1, 2), 'b': rng.randint(0, 1)}, 'cap': str(cap), 'seed': f'{rng.getrandbits(256):064x}',
        'aim': rng.choice(['total', 'worst-first']),
        'experts': [{'id': f'J{j}', 'class': rng.choice('aaab'), 'load': rng.randint(1, 5)} for j in range(experts)],
        'entries': [{'id': f'E{e}', 'fits': [rng.choice([None, *range(-3, 30)]) for _ in range(experts)]} for e in range(entries)]}


def random_cases(program, count):
    rng, possible = random.Random(89), 0
    for _ in range(count):
        cap, case = random_case(rng)
        found = list(compare(program, case, cap))
        possible += optimum(case, cap) is not None
        yield from found
        if found:
            return
    print(f'# {possible} of {count} possible')
    if possible < count / 5 or possible > count * 4 / 5:
        yield f'{possible} of {count} cases are possible: the cases are too much alike'


def bids(program, folder):
    with open(os.path.join(folder, 'aamas_bids_1', 'similarity.csv'), encoding='utf-8') as file:
        rows = [[int(float(x)) for x in line.split(',')] for line in file]
    for cap, aim in [(Fraction(1, 2), 'total'), (Fraction(3, 4), 'total'), (Fraction(1, 2), 'worst-first')]:
        case = {'seats': {'all': 3}, 'cap': str(cap), 'aim': aim,
                'experts': [{'id': f'R{j}', 'class': 'all', 'load': 6} for j in range(len(rows))],
                'entries': [{'id': f'P{e}', 'fits': [row[e] for row in rows]} for e in range(len(rows[0]))]}
        print(f'# cap {cap}, {aim}: expected total {optimum(case, cap)} without the bound on the worst pair')
        yield from compare(program, case, cap)


def main():
    program, count, cases = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 300, Cases()
    folder = shared.folder('assignment')
    if not os.path.exists(program):
        cases.skip('random cases', f'{program} is not built')
    else:
        cases.case(f'{count} random cases: expected total, worst pair, chances, which cap would do', random_cases(program, count))
        if folder:
            cases.case('bids of a conference', bids(program, folder))
        else:
            cases.skip('bids of a conference', '../shared/data/assignment is not here')
    cases.done()


if __name__ == '__main__':
    main()
