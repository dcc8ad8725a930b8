"""The program under test, and a small contest to run it on.

LEITAI names the binary; without it build/leitai or build/src/cmd/leitai beside the sources is taken.
"""
import importlib.util
import json
import os
import re
import resource
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, 'tests', 'check'))
from tap import Cases  # noqa: E402  (for the suites that import us)


def find_binary():
    for path in (os.environ.get('LEITAI'), os.path.join(ROOT, 'build', 'leitai'),
                 os.path.join(ROOT, 'build', 'src', 'cmd', 'leitai')):
        if path and os.access(path, os.X_OK):
            return os.path.abspath(path)
    print('1..0 # SKIP no leitai binary; run script/build')
    sys.exit(0)


BINARY = find_binary()

DEFINITION = '''leitai: 1
id: small
title: {zh: 小赛, en: Small contest}
divisions: [{id: big, title: 大}, {id: new, title: 新}]
classes: [{id: industry, title: 产业}, {id: investor, title: 投资}]
stages:
  - id: first
    title: {zh: 初赛, en: First}
    heats: [{id: room, title: 会场}]
    panel: {industry: 2, investor: 1}
    criteria:
      - {id: plan, title: 方案, weight: 60, min: 0, max: 10, step: 0.5}
      - {id: use, title: 应用, weight: 40, min: 0, max: 10, step: 0.5}
    scoring:
      quorum: {sheets: 2}
      steps:
        - {do: total, as: mean}
        - {do: combine, rule: mean, round: {places: 2, mode: half-up}}
      ties: [{criterion: plan}]
      tie_end: deliberation
    advance: {quotas: [{places: 3}], reserve: 1}
  - id: final
    title: {zh: 决赛, en: Final}
    from: [first]
    heats: [{id: hall, title: 大厅}]
    panel: {industry: 2, investor: 1}
    supervised: true
    criteria:
      - {id: plan, title: 方案, weight: 1, min: 0, max: 10, step: 1}
    scoring:
      quorum: {sheets: 2}
      steps:
        - {do: total, as: sum}
        - {do: combine, rule: mean, round: {places: 2, mode: half-up}}
      tie_end: shared
    awards:
      - {id: gold, title: 金奖, by: rank, places: 1}
      - {id: heart, title: 特别奖, by: jury, places: 1}
'''

EXPERTS = ('J-1', 'J-2', 'J-3')
ENTRIES_CSV = 'entry,title,team,division,people\n' + ''.join(
    f'E-{i},项目 {i},团队 {i},{"big" if i % 2 else "new"},{i}\n' for i in range(1, 6))
EXPERTS_CSV = 'expert,class\nJ-1,industry\nJ-2,industry\nJ-3,investor\n'

# E-3 and E-4 tie across the third place: same total and same plan, from different experts.
FIRST = {
    'E-1': ((9, 9), (9, 8.5), (9.5, 9)),
    'E-2': ((8, 9), (8.5, 8), (8, 8)),
    'E-3': ((7, 8), (7.5, 7), (8, 7.5)),
    'E-4': ((7.5, 7), (7, 8), (8, 7.5)),
    'E-5': ((5, 6), (5.5, 6), (6, 5)),
}


def sheets_csv(marks=None, heat='room', criteria=('plan', 'use')):
    rows = ['heat,entry,expert,criterion,mark']
    for entry, sheets in (marks or FIRST).items():
        for expert, values in zip(EXPERTS, sheets):
            rows += [f'{heat},{entry},{expert},{criterion},{value}' for criterion, value in zip(criteria, values)]
    return '\n'.join(rows) + '\n'


class Done:
    def __init__(self, process):
        self.status, self.out, self.err = process.returncode, process.stdout, process.stderr

    @property
    def json(self):
        return json.loads(self.out)

    def __str__(self):
        return f'status {self.status}, out “{self.out[:300].strip()}”, err “{self.err[:500].strip()}”'


POSTGRES = 'postgres' in sys.argv[1:]


def make_database(name):
    """A new database of the cluster that tests/harness/postgres.sh runs; its URL."""
    maintenance = os.environ['LEITAI_TEST_PG']
    subprocess.run(['psql', '-q', '-d', maintenance, '-c', f'CREATE DATABASE "{name}"'], check=True)
    return re.sub(r'/postgres(?=$|\?)', f'/{name}', maintenance)


def need_postgres():
    if POSTGRES and not os.environ.get('LEITAI_TEST_PG'):
        print(f"1..0 # SKIP {os.environ.get('LEITAI_TEST_PG_SKIP', 'run by tests/harness/postgres.sh')}")
        sys.exit(0)


class Place:
    """A temporary data directory and the program on it; with the word `postgres`, on a database of its own."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(prefix='leitai-e2e-')
        self.path = self.folder.name
        self.data = os.path.join(self.path, 'data')
        self.url = make_database(os.path.basename(self.path)) if POSTGRES else None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.folder.cleanup()

    def environment(self):
        kept = {k: v for k, v in os.environ.items() if not k.startswith('LEITAI_') and k != 'XDG_DATA_HOME'}
        database = {'LEITAI_DB': self.url} if self.url else {}
        return kept | database | {'LEITAI_DATA': self.data, 'HOME': self.path, 'NO_COLOR': '1'}

    def run(self, *words, text=None, cwd=None, env=None, limit_bytes=None):
        """`limit_bytes`: no file grows beyond; writing fails there as on a full disk."""
        limit = (lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit_bytes, limit_bytes))) if limit_bytes else None
        return Done(subprocess.run([BINARY, *(w if isinstance(w, bytes) else str(w) for w in words)], input=text, capture_output=True, text=True,
                                   encoding='utf-8', errors='replace', timeout=120, cwd=cwd or self.path,
                                   env=self.environment() | (env or {}), preexec_fn=limit, restore_signals=not limit))

    def start(self, *words):
        return subprocess.Popen([BINARY, *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                cwd=self.path, env=self.environment(), text=True)

    def file(self, name, content):
        path = os.path.join(self.path, name)
        with open(path, 'wb') as file:
            file.write(content if isinstance(content, bytes) else content.encode('utf-8'))
        return path

    def must(self, *words, **more):
        done = self.run(*words, **more)
        if done.status != 0:
            raise AssertionError(f'leitai {" ".join(map(str, words))}: {done}')
        return done

    def with_contest(self):
        """init, the small contest, its entries and experts."""
        self.must('init', '--host', 'test.example')
        self.must('contest', 'add', self.file('small.yaml', DEFINITION))
        self.must('import', 'entries', 'small', self.file('entries.csv', ENTRIES_CSV))
        self.must('import', 'experts', 'small', self.file('experts.csv', EXPERTS_CSV))
        return self

    def records(self, contest='small'):
        """The exported ledger's records."""
        folder = os.path.join(self.path, 'export')
        self.must('ledger', 'export', contest, folder)
        with open(os.path.join(folder, 'ledger.jsonl'), encoding='utf-8') as file:
            return [json.loads(line) for line in file]


def expect(done, status, *words):
    """Findings: a wrong status, a missing word on either stream, a sanitizer's report, an unhelpful error."""
    found = []
    if done.status != status:
        found.append(f'status {status} expected: {done}')
    found += [f'“{word}” expected: {done}' for word in words if word not in done.out + done.err]
    if 'Sanitizer' in done.err or done.status < 0:
        found.append(f'crashed: {done}')
    if status != 0 and not any(line.startswith('leitai: ') and line.endswith(']') for line in done.err.splitlines()):
        found.append(f'no “leitai: message [code]”: {done}')
    return found


def must(holds, what=''):
    """For checks that findings() runs."""
    if not holds:
        raise AssertionError(str(what)[:400])


def findings(check, place):
    try:
        check(place)
    except AssertionError as error:
        return [str(error)]
    return []


def documented(page):
    """The first JSON example of a page of docs/."""
    with open(os.path.join(ROOT, 'docs', page), encoding='utf-8') as file:
        return json.loads(re.search(r'```json\n(.*?)```', file.read(), re.DOTALL).group(1))


def check_ledger(cases, place, folder, name):
    """Both verifiers, ours and the independent one, say that an exported ledger holds."""
    cases.case(f'leitai verify: {name}', expect(place.run('verify', folder), 0, 'holds'))
    if importlib.util.find_spec('yaml') is None:
        cases.skip(f'the second verifier: {name}', 'python3-yaml is not installed')
        return
    done = subprocess.run([sys.executable, os.path.join(ROOT, 'tests', 'check', 'verify_ledger.py'), folder],
                          capture_output=True, text=True, timeout=300)
    cases.case(f'the second verifier: {name}', [] if done.returncode == 0 else [done.stdout[-500:] + done.stderr[-500:]])
