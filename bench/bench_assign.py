"""The assignment's solver beside LEMON's network simplex on the same random cases: the same optimum, time, memory.

Dense: every expert may mark every entry; a panel of 13. Sparse: each entry has 60 of up to 2,000 experts, 5 mark it.
Each run is a process of its own; the best of three counts for both, in seconds of processor time. A cap of 1/2 is held against the same case without one.
"""
import json
import os
import subprocess
import sys

BUILD = os.path.join(os.environ.get('LEITAI_BUILD', 'build/bench'), 'bench')
DENSE = [(250, 63), (500, 125), (1000, 250), (2000, 500)]
SPARSE = [(2500, 250), (5000, 500), (10000, 1000), (20000, 2000)]
RUNS = 3


def run(program, case):
    """(seconds, cost, bytes), the best of the runs; None when the program was not built."""
    path = os.path.join(BUILD, program)
    if not os.access(path, os.X_OK):
        return None
    best = None
    for _ in range(RUNS):
        done = subprocess.run([path, *map(str, case)], capture_output=True, text=True, timeout=600, check=True)
        seconds, solved, cost, memory = done.stdout.split()
        if solved != '1':
            sys.exit(f'{program} found no solution of {case}')
        if best is None or float(seconds) < best[0]:
            best = float(seconds), int(cost), int(memory)
    return best


def row(name, entries, experts, seats, options):
    case = entries, experts, seats, options
    ours, peer = run('bench-assign-flow', case), run('bench-assign-lemon', case)
    found = {'case': name, 'n': entries, 'value': round(entries * seats / ours[0]), 'unit': 'seats/s', 'memory_bytes': ours[2]}
    if peer:
        if peer[1] != ours[1]:
            sys.exit(f'{case}: our cost is {ours[1]}, LEMON has {peer[1]}')
        found['against'] = {'what': f'LEMON, with {peer[2] / 2 ** 20:.1f} MiB', 'value': round(entries * seats / peer[0])}
    print(f'{case}: {ours[0]:.3f} s, LEMON {peer[0] if peer else float("nan"):.3f} s', file=sys.stderr)
    return found


def capped(entries, experts, seats, options):
    case = entries, experts, seats, options
    ours, free = run('bench-assign-cap', (*case, 1, 2)), run('bench-assign-cap', (*case, 0, 0))
    if ours[1] > free[1]:
        sys.exit(f'{case}: under a cap {ours[1]} is to be expected, without one {free[1]}')
    print(f'{case}: capped {ours[0]:.3f} s, free {free[0]:.3f} s, {ours[1] / free[1]:.4f} of the total', file=sys.stderr)
    return {'case': f'a cap of 1/2, {seats} seats of {options} experts', 'n': entries, 'value': round(entries * seats / ours[0]),
            'unit': 'seats/s', 'memory_bytes': ours[2],
            'against': {'what': f'without, the total is {free[1] / ours[1]:.3f} times as large', 'value': round(entries * seats / free[0])}}


def main():
    rows = [row('dense, 13 seats', e, j, 13, j) for e, j in DENSE]
    rows += [row('sparse, 5 seats of 60 experts', e, j, 5, 60) for e, j in SPARSE]
    rows += [capped(e, j, 5, 60) for e, j in SPARSE]
    print(json.dumps({'bench': 'assign', 'rows': rows}, indent=1))


if __name__ == '__main__':
    main()
