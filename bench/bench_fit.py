"""Fits of words: all pairs of entries with 200 words and experts with 60, beside bare cutting of the same texts into terms, and
beside SQLite's full-text index (FTS5, whose rank is bm25) on the same words.

The index is built, and each expert's words are asked for with OR; its sum keeps all of it inside SQLite. The best of three counts, in seconds of processor time.
"""
import json
import os
import sqlite3
import subprocess
import sys
import time

PROGRAM = os.path.join(os.environ.get('LEITAI_BUILD', 'build/bench'), 'bench', 'bench-fit-words')
SIZES = [(625, 63), (1250, 125), (2500, 250), (5000, 500), (10000, 1000), (20000, 2000)]
PEER_MOST = 5000
RUNS = 3


def run(entries, experts, kind, *more):
    words = (400, 120) if kind == 'han' else (200, 60)
    done = subprocess.run([PROGRAM, str(entries), str(experts), *map(str, words), kind, *more], capture_output=True, text=True,
                          timeout=600, check=True)
    return done.stdout


def measured(entries, experts, kind):
    """(seconds of all, seconds of bare cutting, bytes at the most)."""
    rows = [list(map(float, run(entries, experts, kind).split())) for _ in range(RUNS)]
    if len({row[4] for row in rows}) != 1:
        sys.exit('two runs give different fits')
    return min(row[1] for row in rows), min(row[2] for row in rows), int(rows[0][3])


def peer(entries, experts):
    """Seconds of SQLite; None where it has no FTS5."""
    texts = run(entries, experts, 'latin', 'texts').splitlines()
    best = None
    for _ in range(RUNS):
        base = sqlite3.connect(':memory:')
        start = time.process_time()
        try:
            base.execute('CREATE VIRTUAL TABLE words USING fts5(text, detail=full)')
        except sqlite3.OperationalError:
            return None
        base.executemany('INSERT INTO words VALUES (?)', ((text,) for text in texts[:entries]))
        for text in texts[entries:]:
            asked = ' OR '.join(sorted(set(text.split())))
            base.execute('SELECT sum(rank) FROM words WHERE words MATCH ?', (asked,)).fetchone()
        seconds = time.process_time() - start
        best = seconds if best is None or seconds < best else best
        base.close()
    return best


def row(case, entries, experts, kind, what, seconds, other):
    pairs, ours = entries * experts, measured(entries, experts, kind)
    found = {'case': case, 'n': entries, 'value': round(pairs / ours[0]), 'unit': 'pairs/s', 'memory_bytes': ours[2]}
    beside = other if other else ours[1] if seconds else None
    if beside:
        found['against'] = {'what': what, 'value': round(pairs / beside)}
    print(f'{case}, {entries} × {experts}: {ours[0]:.3f} s, cutting {ours[1]:.3f} s, {what} {beside}', file=sys.stderr)
    return found


def main():
    rows = []
    for entries, experts in SIZES:
        rows.append(row('200 words, all pairs', entries, experts, 'latin', 'SQLite FTS5, bm25', False,
                        peer(entries, experts) if entries <= PEER_MOST else None))
    for entries, experts in SIZES:
        rows.append(row('400 Chinese characters, all pairs', entries, experts, 'han', 'bare cutting into terms', True, None))
    print(json.dumps({'bench': 'fit', 'rows': rows}, indent=1))


if __name__ == '__main__':
    main()
