"""Does similarity of words find what people judged to belong together? Public collections with known baselines.

    python3 tests/check/test_fit.py LEITAI

The texts are not in this project: the folder text-matching is looked for in $LEITAI_SHARED/data, then in ../shared/data
beside the project; without it every case is skipped. Queries stand for experts, documents for entries.
"""
import csv
import json
import math
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import shared  # noqa: E402
from tap import Cases  # noqa: E402


def lines_of(*path):
    with open(os.path.join(shared.folder('text-matching'), *path), encoding='utf-8') as file:
        return file.read().splitlines()


def fits(program, documents, queries):
    """fits[document][query], by the program from a CSV file."""
    with tempfile.TemporaryDirectory(prefix='leitai-fit-') as folder:
        path = os.path.join(folder, 'words.csv')
        with open(path, 'w', encoding='utf-8', newline='') as file:
            writer = csv.writer(file, lineterminator='\n')
            writer.writerow(['side', 'id', 'words'])
            writer.writerows(['entry', i, text] for i, text in documents)
            writer.writerows(['expert', i, text] for i, text in queries)
        done = subprocess.run([program, 'fit', path, '--json'], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(done.stderr.strip()[:400])
    return [entry['fits'] for entry in json.loads(done.stdout)['entries']]


def ranked(column):
    """Documents by falling fit; the first comes first among equals."""
    return sorted(range(len(column)), key=lambda d: (-column[d], d))


def below(name, value, least):
    print(f'# {name} {value:.6f}, at least {least}')
    if value < least:
        yield f'{name} is {value:.6f}, below {least}'


def gain(gains):
    return sum(g / math.log2(k + 2) for k, g in enumerate(gains))


def cranfield(program):
    """Average precision over the first 100, and nDCG at 10 with the grades as gains, as the baseline counts them."""
    documents = [json.loads(line) for line in lines_of('cranfield', 'docs.jsonl')]
    queries = [line.split('\t') for line in lines_of('cranfield', 'queries.tsv')[1:]]
    grades = {}
    for line in lines_of('cranfield', 'qrels.tsv')[1:]:
        query, document, grade = line.split('\t')
        grades.setdefault(query, {})[int(document)] = int(grade)
    found = fits(program, [(d['id'], d['text']) for d in documents], queries)
    precision = discounted = 0
    for q, (query, _) in enumerate(queries):
        relevant, hits, total = grades[query], 0, 0
        order = [d for d in ranked([row[q] for row in found])[:100] if found[d][q] > 0]
        for k, d in enumerate(order):
            if documents[d]['id'] in relevant:
                hits += 1
                total += hits / (k + 1)
        precision += total / len(relevant)
        best = sorted(relevant.values(), reverse=True)[:10]
        discounted += gain([relevant.get(documents[d]['id'], 0) for d in order[:10]]) / gain(best)
    yield from below('mean average precision', precision / len(queries), 0.265)
    yield from below('nDCG at 10', discounted / len(queries), 0.330)


def chinese(program):
    """Where among all titles the query's own stands; a query that shares nothing with its title has no place."""
    pairs = [json.loads(line) for line in lines_of('qbqtc_zh', 'pairs.jsonl')]
    own = [i for i, pair in enumerate(pairs) if pair['label'] == '2']
    found = fits(program, [(i, pair['title']) for i, pair in enumerate(pairs)], [(i, pairs[i]['query']) for i in own])
    reciprocal = first = 0
    for q, i in enumerate(own):
        if found[i][q] > 0:
            place = 1 + ranked([row[q] for row in found]).index(i)
            reciprocal += 1 / place
            first += place == 1
    yield from below('mean reciprocal rank', reciprocal / len(own), 0.815)
    yield from below('first of all', first / len(own), 0.785)


def main():
    program, cases = sys.argv[1], Cases()
    why = '../shared/data/text-matching is not here' if not shared.folder('text-matching') else \
        f'{program} is not built' if not os.path.exists(program) else None
    for name, check in [('1,400 abstracts in English, 112 queries', cranfield), ('2,500 titles in Chinese, 318 queries', chinese)]:
        if why:
            cases.skip(name, why)
        else:
            cases.case(name, check(program))
    cases.done()


if __name__ == '__main__':
    main()
