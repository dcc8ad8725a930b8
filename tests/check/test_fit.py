"""Does similarity of words find what people judged to belong together? Public collections with known baselines; and the fits
themselves against a second implementation, written from docs/fit.md with real logarithms and roots.

    python3 tests/check/test_fit.py LEITAI

The texts are not in this project: the folder text-matching is looked for in $LEITAI_SHARED/data, then in ../shared/data
beside the project; without it every case is skipped. Queries stand for experts, documents for entries.
"""
import csv
import json
import math
import os
import random
import re
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


# ---- a second implementation

STOPS = None
HAN = '\u3005\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3'
PIECES = re.compile(f'[{HAN}]+|[a-z0-9\u00c0-\u02af\u0370-\u052f]+')


def stops():
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    with open(os.path.join(root, 'lib', 'judging', 'terms.c'), encoding='utf-8') as file:
        return set(re.findall(r'"([^"]+)"', re.search(r'stops\[\] = \{(.*?)\};', file.read(), re.DOTALL).group(1)))


def singular(word):
    if len(word) < 4 or not word.endswith('s') or word.endswith(('ss', 'us')):
        return word
    return word[:-3] + 'y' if word.endswith('ies') and not word.endswith(('eies', 'aies')) else word[:-1]


def terms_of(text):
    narrow = ''.join(chr(ord(c) - 0xFEE0) if 0xFF01 <= ord(c) <= 0xFF5E else c for c in text)
    found = []
    for piece in PIECES.findall(re.sub('[了吗吧呢的]', ' ', narrow.lower())):
        if re.match(f'[{HAN}]', piece):
            found += [piece[i:i + 2] for i in range(len(piece) - 1)] if len(piece) > 1 else [piece]
            continue
        parts = re.findall('[0-9]+|[^0-9]+', piece)
        found.append(piece if len(parts) > 1 or piece in STOPS else singular(piece))
        if len(parts) > 1:
            found += [part if part in STOPS else singular(part) for part in parts if len(part) > 1]
    return [term for term in found if term not in STOPS]


def counted(texts):
    counts = []
    for text in texts:
        count = {}
        for term in terms_of(text):
            count[term] = count.get(term, 0) + 1
        counts.append(count)
    return counts


def second(documents, queries):
    """Real numbers: fits[document][query], None where one of them has no words."""
    sides = counted(documents), counted(queries)
    having = {}
    for count in sides[0] + sides[1]:
        for term in count:
            having[term] = having.get(term, 0) + 1
    texts, vectors = len(documents) + len(queries), []
    for side in sides:
        lengths = [sum(count.values()) for count in side]
        mean = sum(lengths) / max(1, sum(n > 0 for n in lengths))
        vectors.append([])
        for count, length in zip(side, lengths):
            weights = {t: math.log2((2 * texts + 2) / (2 * having[t] + 1)) ** 0.75 * n / (n + 2 * (0.25 + 0.75 * length / mean))
                       for t, n in count.items()}
            size = math.sqrt(sum(w * w for w in weights.values()))
            vectors[-1].append({t: w / size for t, w in weights.items()})
    return [[1000 * sum(w * d.get(t, 0) for t, w in q.items()) if d and q else None for q in vectors[1]] for d in vectors[0]]


def compare(program, documents, queries):
    ours = fits(program, enumerate(documents), enumerate(queries))
    worst, pairs = 0, 0
    for row, wanted in zip(ours, second(documents, queries)):
        for a, b in zip(row, wanted):
            if b is not None:
                worst, pairs = max(worst, abs(a - b)), pairs + 1
    print(f'# {pairs} pairs, no further apart than {worst:.3f}')
    if worst > 0.6:
        yield f'a fit differs by {worst:.3f} from the second implementation'


def random_words(program):
    rng = random.Random(97)
    words = ['电池', '储能', '机器视觉', 'sensors', 'Batteries', '半导体', 'AI', 'ISO9001', '我们的', 'École', 'МОСКВА', 'the', 'glass', 'gas', '5G',
             '通过', 'C919', '激光。焊接', 'ＡＩ大模型', 'カタカナ・テスト', '한국어', 'of', 'x', '全固态电池的安全预警', 'state-of-the-art']

    def text(most):
        return ''.join(rng.choice(words) + rng.choice(['', ' ', '，', '\n']) for _ in range(rng.randint(0, most)))
    for size in (3, 40, 200):
        yield from compare(program, [text(size) for _ in range(60)], [text(12) for _ in range(30)])


def collections_again(program):
    documents = [json.loads(line)['text'] for line in lines_of('cranfield', 'docs.jsonl')[:400]]
    yield from compare(program, documents, [line.split('\t')[1] for line in lines_of('cranfield', 'queries.tsv')[1:61]])
    pairs = [json.loads(line) for line in lines_of('qbqtc_zh', 'pairs.jsonl')[:700]]
    yield from compare(program, [pair['title'] for pair in pairs], [pair['query'] for pair in pairs[:120]])


def main():
    global STOPS
    STOPS = stops()
    program, cases = sys.argv[1], Cases()
    if os.path.exists(program):
        cases.case('random words, a second implementation', random_words(program))
    else:
        cases.skip('random words, a second implementation', f'{program} is not built')
    why = '../shared/data/text-matching is not here' if not shared.folder('text-matching') else \
        f'{program} is not built' if not os.path.exists(program) else None
    for name, check in [('1,400 abstracts in English, 112 queries', cranfield), ('2,500 titles in Chinese, 318 queries', chinese),
                        ('both, a second implementation', collections_again)]:
        if why:
            cases.skip(name, why)
        else:
            cases.case(name, check(program))
    cases.done()


if __name__ == '__main__':
    main()
