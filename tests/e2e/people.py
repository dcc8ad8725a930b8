"""Who may do what over HTTP: every route by every kind of client in every state of a stage, and what leaks when not.

    LEITAI=build/leitai python3 tests/e2e/people.py [postgres]

The table of what a role may is written down here a second time; a cell holds the code of the answer, and requests are made
so that who is let through changes nothing. Then: changes from other sites, sessions that were planted, guessing,
bodies that lie about their length, and a search for every secret in logs, ledger, answers and the database's own bytes.
"""
import glob
import http.client
import json
import os
import re
import socket
import sys
import time
from datetime import datetime, timedelta, timezone

from program import DEFINITION, FIRST, POSTGRES, Cases, Place, check_ledger, expect, need_postgres, sheets_csv
from serve import Server

try:
    import yaml
except ImportError:
    yaml = None

PARAMS = {'contest': 'small', 'stage': 'first', 'heat': 'room', 'entry': 'E-1', 'expert': 'J-1', 'role': 'chair', 'candidate': 'C-1'}
PASSWORD = 'correct horse battery staple'

# What a role may, by the kind of route.
MAY = {
    'organiser': {'panels', 'people', 'conflicts', 'see-conflicts', 'close', 'deliberate', 'import', 'floor', 'progress', 'ledger', 'ties', 'pool'},
    'chair': {'panels', 'conflicts', 'see-conflicts', 'close', 'deliberate', 'tally', 'progress', 'ledger', 'sample', 'ties', 'pool'},
    'floor': {'floor', 'progress'},
    'supervisor': {'panels', 'see-conflicts', 'tally', 'progress', 'ledger', 'sample', 'countersign', 'ties'},
    'notary': {'progress', 'ledger', 'sample'},
    'expert': {'mark', 'ties', 'answer'},
    'entrant': set(),
    'owner': set(),
    'viewer': set(),
}
ADMIN = {'panels', 'conflicts', 'see-conflicts', 'people', 'close', 'deliberate', 'govern', 'import', 'floor', 'progress', 'ledger', 'ties', 'pool'}

C = '/api/v1/contests/small'
H = C + '/stages/first/heats/room'
DELIBERATION = {'entries': ['E-1', 'E-2'], 'votes': [], 'reason': 'r'}
# method, path, body, kind, and the code for whoever is let through: one for all states, or judging, closed, published.
ROUTES = [
    ('GET', '/api/v1/me', None, 'signed-in', ''),
    ('GET', '/api/v1/accounts', None, 'govern', ''),
    ('POST', '/api/v1/accounts', {'login': 'x', 'password': 'short'}, 'govern', 'account.password'),
    ('POST', '/api/v1/accounts/9999/disable', None, 'govern', 'account.unknown'),
    ('POST', '/api/v1/accounts/9999/password', {'password': 'y' * 12}, 'signed-in', 'account.unknown'),
    ('GET', C + '/roles', None, 'people', ''),
    ('POST', C + '/roles', {'account': 9999, 'role': 'chair'}, 'people', 'account.unknown'),
    ('DELETE', C + '/roles/9999/chair', None, 'people', 'account.unknown'),
    ('GET', C + '/links', None, 'people', ''),
    ('POST', C + '/links', {'role': 'organiser'}, 'people', 'link.role'),
    ('DELETE', C + '/links/9999', None, 'people', 'link.unknown'),
    ('GET', C + '/candidates', None, 'pool', ''),
    ('GET', C + '/candidates.csv', None, 'import', ''),
    ('POST', C + '/candidates/import', {'csv': 'expert\nC-9\n', 'preview': True}, 'import', ''),
    ('GET', C + '/candidates/C-1', None, 'pool', ''),
    ('PUT', C + '/candidates/C-1', {'away': 'sometimes'}, 'import', 'candidate.away'),
    ('DELETE', C + '/candidates/C-9', None, 'import', 'candidate.unknown'),
    ('POST', C + '/candidates/C-9/erase', None, 'import', 'candidate.unknown'),
    ('POST', C + '/candidates/C-9/answer', {'answer': 'accept'}, 'import', 'candidate.unknown'),
    ('POST', C + '/invitations', {'experts': ['C-9']}, 'people', 'candidate.unknown'),
    ('GET', C + '/invitation', None, 'answer', ''),
    ('POST', C + '/invitation', {'answer': 'accept', 'remark': 'ring \x07'}, 'answer', 'text.plain'),
    ('PUT', C + '/invitation', {'away': 'sometimes'}, 'answer', 'candidate.away'),
    ('GET', C + '/stages/first/substitutes', None, 'pool', ''),
    ('GET', C + '/stages/first/tally', None, 'tally', ''),
    ('GET', C + '/stages/first/judging', None, 'tally', ''),
    ('GET', C + '/stages/first/judging?all=1', None, 'tally', ''),
    ('GET', C + '/stages/first/heats/room/protocol.pdf', None, 'tally', ''),
    ('GET', C + '/stages/first/heats/room/entries/E-1/protocol.pdf', None, 'tally', ''),
    ('POST', C + '/stages/first/close', None, 'close', ('stage.quorum', 'stage.closed', 'stage.closed')),
    ('POST', C + '/stages/first/publish', None, 'close',
     ('stage.judging', 'stage.awaiting-deliberation', 'stage.published')),
    ('POST', C + '/stages/first/deliberations', DELIBERATION, 'deliberate',
     ('stage.judging', 'deliberation.entries', 'stage.published')),
    ('POST', C + '/stages/final/awards', {'award': 'heart', 'entry': 'E-1', 'reason': 'r'}, 'close', 'stage.judging'),
    ('POST', C + '/stages/first/heats/room/floor', {'step': 9, 'action': 'undo'}, 'floor',
     ('floor.moved', 'stage.closed', 'stage.closed')),
    ('GET', C + '/stages/first/heats/room/panel', None, 'progress', ''),
    ('PUT', C + '/stages/first/heats/room/panel', {'experts': ['J-99']}, 'import',
     ('expert.unknown', 'stage.closed', 'stage.closed')),
    ('GET', C + '/stages/first/assignment', None, 'panels', ''),
    ('GET', C + '/stages/first/assignment/case', None, 'panels', 'assign.version'),
    ('GET', C + '/stages/first/assignment/proposal', None, 'panels', ('assign.draw', 'stage.closed', 'stage.closed')),
    ('GET', C + '/stages/first/assignment/entries/E-1', None, 'panels', ''),
    ('POST', C + '/stages/first/assignment/check', {'pairs': []}, 'panels', ('assign.draw', 'stage.closed', 'stage.closed')),
    ('POST', C + '/stages/first/assignment', {'pairs': [], 'version': 0}, 'import', ('assign.draw', 'stage.closed', 'stage.closed')),
    ('GET', C + '/stages/first/panels/proposal', None, 'panels', ('', 'stage.closed', 'stage.closed')),
    ('GET', C + '/marking', None, 'mark', ''),
    ('POST', C + '/devices', {'key': 'no key'}, 'mark', 'device.key'),
    ('POST', C + '/stages/first/heats/room/sheets',
     {'entry': 'E-99', 'marks': {'plan': '5', 'use': '5'}, 'base': 0, 'draft': 'd'}, 'mark', 'sheet.entry'),
    ('GET', H + '/progress', None, 'progress', ''),
    ('POST', H + '/lock', None, 'close', ('heat.quorum', 'stage.closed', 'stage.closed')),
    ('POST', H + '/sign', None, 'countersign', ('heat.open', 'stage.closed', 'stage.closed')),
    ('POST', C + '/draws', {'pool': ['E-1'], 'purpose': 'p'}, 'close', 'draw.entropy'),
    ('POST', C + '/draws/commitments', {'purpose': 'p', 'pool': ['E-1'], 'commitments': []}, 'close', 'draw.commitments'),
    ('POST', C + '/draws/gathering', {'purpose': 'p', 'pool': ['E-1'], 'minutes': 0}, 'close', 'gathering.minutes'),
    ('GET', C + '/draws/gathering/code', None, 'close', 'gathering.none'),
    ('POST', C + '/draws/gathering/close', None, 'close', 'gathering.none'),
    ('DELETE', C + '/draws/gathering', None, 'close', 'gathering.none'),
    ('POST', C + '/draws/9999/conclude', None, 'close', 'draw.unknown'),
    ('POST', C + '/draws/9999/void', {'reason': 'r'}, 'close', 'draw.unknown'),
    ('GET', C + '/calendar', None, 'mark', ''),
    ('GET', C + '/stages/first/timetable', None, 'progress', ''),
    ('POST', C + '/stages/first/timetable', {'base': 9, 'slots': []}, 'close', ('timetable.moved', 'stage.closed', 'stage.closed')),
    ('POST', C + '/stages/first/timetable/proposals', {}, 'close', 'timetable.length'),
    ('POST', C + '/stages/first/timetable/restore', {'base': 9, 'version': 1}, 'close', ('timetable.moved', 'stage.closed', 'stage.closed')),
    ('POST', H + '/timetable/shift', {'base': 9, 'by_s': 60, 'preview': True}, 'floor', ('timetable.moved', 'stage.closed', 'stage.closed')),
    ('GET', C + '/stages/first/ties', None, 'ties', ''),
    ('POST', C + '/stages/final/ties', None, 'deliberate', 'stage.judging'),
    ('POST', C + '/stages/first/ties/9999/votes', {'order': ['E-3']}, 'mark', 'tie.unknown'),
    ('POST', C + '/stages/first/ties/9999/conclude', {'reason': 'r'}, 'deliberate', 'tie.unknown'),
    ('POST', C + '/stages/final/show', {'list': 'all'}, 'floor', 'show.early'),
    ('POST', C + '/stages/first/sample', {'seed': 'x', 'n': 0}, 'sample', 'sample.size'),
    ('GET', C + '/conflicts', None, 'see-conflicts', ''),
    ('POST', C + '/conflicts/compute', None, 'conflicts', ''),
    ('POST', C + '/conflicts/rulings', {'confirmed': True}, 'conflicts', 'conflict.empty'),
    ('GET', C + '/interests', None, 'answer', ''),
    ('PUT', C + '/interests/E-1/preference', {'want': 'very'}, 'answer', 'preference.want'),
    ('POST', C + '/interests/E-1/conflict', {'ground': 'declared'}, 'answer', 'conflict.ground'),
    ('POST', C + '/interests/E-1/back', None, 'answer', 'conflict.none'),
    ('POST', C + '/verify', None, 'ledger', ''),
    ('POST', C + '/withdrawals', {'entry': 'E-99', 'reason': 'r'}, 'close', 'entry.unknown'),
]


class Client:
    """One browser: a cookie and the token for changes."""

    def __init__(self, server, name):
        self.server, self.name = server, name
        self.cookie = self.token = None
        self.may, self.other = set(), False

    def send(self, method, path, body=None, **fields):
        """(status, code or '', text)"""
        connection = http.client.HTTPConnection('127.0.0.1', self.server.port, timeout=20)
        fields = {k.replace('_', '-'): v for k, v in fields.items()}
        if self.cookie:
            fields.setdefault('Cookie', self.cookie)
        if self.token and method != 'GET':
            fields.setdefault('X-Leitai-Token', self.token)
        if body is not None:
            fields.setdefault('Content-Type', 'application/json')
        try:
            connection.request(method, path, json.dumps(body) if body is not None else None, fields)
            answer = connection.getresponse()
            text = answer.read().decode('utf-8', 'replace')
            self.fields = answer.headers
        finally:
            connection.close()
        code = json.loads(text)['code'] if answer.status >= 400 else ''
        return answer.status, code, text

    def enter(self, path, body, **fields):
        status, code, text = self.send('POST', path, body, **fields)
        if status == 200:
            self.cookie = self.fields['Set-Cookie'].split(';')[0]
            self.token = json.loads(text)['token']
        return status, code, text

    def by_password(self, login, password=PASSWORD, **fields):
        return self.enter('/api/v1/session', {'login': login, 'password': password}, **fields)

    def by_link(self, token):
        return self.enter('/api/v1/session/link', {'token': token})


def add_account(place, login, *words):
    place.must('account', 'add', login, *words, text=PASSWORD + '\n')


def make_link(place, contest, role, *words):
    done = place.must('link', 'make', contest, role, *words, '--json').json
    return done['id'], done['url'].split('#')[1]


def people(place, server, secrets):
    """Every kind of client, signed in."""
    clients = [Client(server, 'nobody')]

    def signed(name, may, enter):
        client = Client(server, name)
        client.may = may | {'signed-in'}
        status, code, _ = enter(client)
        assert status == 200, (name, status, code)
        secrets.update({client.cookie.split('=')[1], client.token})
        clients.append(client)
        return client

    add_account(place, 'boss', '--admin')
    signed('admin', ADMIN, lambda c: c.by_password('boss'))
    add_account(place, 'plain')
    signed('an account without a role', set(), lambda c: c.by_password('plain'))
    for role, may in MAY.items():
        expert = ['--expert', 'J-1'] if role == 'expert' else []
        add_account(place, role)
        place.must('role', 'grant', 'small', role, role, *expert)
        signed(f'account: {role}', may, lambda c, login=role: c.by_password(login))
        if role == 'organiser':
            continue
        _, token = make_link(place, 'small', role, *expert, '--label', 'LABEL-IN-CLEAR')
        secrets.add(token)
        signed(f'link: {role}', may, lambda c, t=token: c.by_link(t))
    place.must('candidate', 'add', 'small', 'C-1', '--class', 'industry', '--name', '李一')
    token = place.must('candidate', 'invite', 'small', 'C-1', '--json').json['invitations'][0]['url'].split('#')[1]
    secrets.add(token)
    signed('link: candidate', {'answer'}, lambda c: c.by_link(token))
    others(place, signed, secrets)
    return clients


def others(place, signed, secrets):
    """Clients that are shut out in special ways."""
    _, token = make_link(place, 'other', 'chair')
    secrets.add(token)
    signed("link of another contest", set(), lambda c: c.by_link(token)).other = True
    add_account(place, 'elsewhere')
    place.must('role', 'grant', 'other', 'elsewhere', 'organiser')
    signed('organiser of another contest', set(), lambda c: c.by_password('elsewhere'))
    _, bound = make_link(place, 'small', 'chair', '--stage', 'final')
    secrets.add(bound)
    signed('link of another stage', MAY['chair'], lambda c: c.by_link(bound)).other = 'first'
    soon = (datetime.now(timezone.utc) + timedelta(seconds=3)).strftime('%Y-%m-%dT%H:%M:%SZ')
    _, short = make_link(place, 'small', 'chair', '--expires', soon)
    signed('expired link', set(), lambda c: c.by_link(short)).may = set()
    number, gone = make_link(place, 'small', 'chair')
    signed('revoked link', set(), lambda c: c.by_link(gone)).may = set()
    place.must('link', 'revoke', 'small', number)
    add_account(place, 'gone', '--admin')
    signed('disabled account', set(), lambda c: c.by_password('gone')).may = set()
    place.must('account', 'disable', 'gone')
    secrets.update({short, gone})
    time.sleep(3)


def wanted(client, path, kind, code):
    if 'signed-in' not in client.may:
        return 'sign-in.needed'
    if client.other is True and path.startswith(C):
        return 'contest.unknown'
    if client.other == 'first' and '/stages/first/' in path:
        return 'stage.unknown'
    if kind not in client.may or (client.other == 'first' and (path.endswith(('/withdrawals', '/verify')) or '/draws' in path or '/conflicts' in path or '/candidates' in path)):
        return 'denied'
    return code


def matrix(cases, clients, state, name, secrets):
    for client in clients:
        found = []
        for method, path, body, kind, codes in ROUTES:
            code = codes if isinstance(codes, str) else codes[state]
            want = wanted(client, path, kind, code)
            status, got, text = client.send(method, path, body)
            if got != want or (want == '') != (status == 200):
                found.append(f'{method} {path}: {status} {got or "through"}, {want or "through"} expected')
            if client.fields.get('Cache-Control') != 'no-store' or client.fields.get('ETag'):
                found.append(f'{method} {path}: could be stored')
            if path != '/api/v1/me' and any(secret in text for secret in secrets):
                found.append(f'{method} {path}: a secret in the answer')
        cases.case(f'{name}: {client.name}', found)


def nothing_of_others(cases, clients):
    """What another contest's link gets is what there is at an address that never was."""
    client = next(c for c in clients if c.other is True)
    found = []
    for method, path, body, _, _ in ROUTES:
        if not path.startswith(C):
            continue
        there = client.send(method, path, body)
        nowhere = client.send(method, path.replace('/small', '/nowhere'), body)
        if there[0] != 404 or there[2].replace('small', 'nowhere') != nowhere[2]:
            found.append(f'{method} {path}: {there} tells more than {nowhere}')
    cases.case("another contest's link learns nothing", found)


def every_described_route(cases, server, clients):
    """Also those that no table here has: without a session 401, by another contest's link 404."""
    if not yaml:
        cases.skip('every described route', 'python3-yaml is not installed')
        return
    other = next(c for c in clients if c.other is True)
    nobody = clients[0]
    paths = yaml.safe_load(server.get('/api/v1/openapi.yaml')[2])['paths']
    found, seen = [], 0
    for template, operations in paths.items():
        path = '/api/v1' + re.sub(r'{(\w+)}', lambda m: PARAMS.get(m.group(1), '1'), template)
        for method, operation in operations.items():
            if 'security' not in operation:
                continue
            seen += 1
            got = nobody.send(method.upper(), path)
            if got[:2] != (401, 'sign-in.needed'):
                found.append(f'{method} {path} by nobody: {got}')
            if '{contest}' in template and other.send(method.upper(), path)[:2] != (404, 'contest.unknown'):
                found.append(f"{method} {path} by another contest's link")
    cases.case('every described route', found if seen >= len(ROUTES) else [f'{seen} only'])


def changes_from_elsewhere(cases, clients):
    boss = next(c for c in clients if c.name == 'admin')
    found = []
    for method, path, body, _, _ in ROUTES:
        if method == 'GET':
            continue
        host = f'http://127.0.0.1:{boss.server.port}'
        for fields, want in (({'X_Leitai_Token': ''}, 'request.token'), ({'X_Leitai_Token': '0' * 64}, 'request.token'),
                             ({'Origin': 'https://evil.example'}, 'request.origin'), ({'Origin': 'null'}, 'request.origin'),
                             ({'Origin': host, 'Sec_Fetch_Site': 'cross-site'}, 'request.origin')):
            got = boss.send(method, path, body, **fields)
            if got[1] != want or got[0] != 403:
                found.append(f'{method} {path} {fields}: {got[:2]}')
    cases.case('a change needs our own page and the token', found)
    status, code, _ = boss.send('POST', '/api/v1/session', {'login': 'boss', 'password': PASSWORD}, Content_Type='text/plain')
    cases.case('a form of another site signs nobody in', [] if (status, code) == (415, 'request.type') else [(status, code)])


def planted(cases, server):
    """The session that a client brings along ends when it signs in."""
    attacker, victim, late = Client(server, ''), Client(server, ''), Client(server, '')
    attacker.by_password('plain')
    late.cookie, late.token = attacker.cookie, attacker.token
    victim.by_password('boss', Cookie=attacker.cookie)
    seen = victim.cookie == attacker.cookie, late.send('GET', '/api/v1/me')[0], victim.send('GET', '/api/v1/me')[0]
    cases.case('a planted session is worth nothing', [] if seen == (False, 401, 200) else [seen])
    victim.send('DELETE', '/api/v1/session')
    cases.case('signed out is signed out', [] if victim.send('GET', '/api/v1/me')[0] == 401 else ['still in'])


def guessing(cases, server):
    def attempt(login, password, address):
        client = Client(server, '')
        return client, client.by_password(login, password, X_Forwarded_For=address, X_Forwarded_Proto='https')
    texts = {attempt(login, 'wrong password', '203.0.113.9')[1] for login in ('plain', 'nobody-at-all', 'gone')}
    cases.case('an unknown login, a wrong password, a disabled account: one answer',
               [] if len(texts) == 1 and list(texts)[0][0] == 401 else list(texts))
    for _ in range(2):
        attempt('plain', 'wrong password', '203.0.113.9')
    client, blocked = attempt('plain', PASSWORD, '203.0.113.9')
    wait = client.fields.get('Retry-After')
    cases.case('a guesser waits', [] if blocked[:2] == (429, 'sign-in.wait') and int(wait) in range(1, 5) else [blocked, wait])
    client, owner = attempt('plain', PASSWORD, '198.51.100.7')
    cases.case('the owner gets in from elsewhere', [] if owner[0] == 200 else [owner])
    cookie = client.fields.get('Set-Cookie', '')
    cases.case('the cookie behind https', [] if cookie.startswith('__Host-leitai=') and '; Secure' in cookie
               and '; HttpOnly' in cookie and 'Path=/;' in cookie and 'Domain' not in cookie else [cookie])
    _, plain = Client(server, ''), Client(server, '').by_password('plain', X_Forwarded_For='198.51.100.7')
    cases.case('no password over plain http', [] if plain[1] == 'sign-in.insecure' else [plain])


def raw(server, data, pause=None):
    """All that comes back."""
    with socket.create_connection(('127.0.0.1', server.port), timeout=10) as s:
        for piece in data if isinstance(data, list) else [data]:
            s.sendall(piece)
            time.sleep(pause or 0)
        s.settimeout(3)
        out = b''
        try:
            while piece := s.recv(65536):
                out += piece
        except (TimeoutError, ConnectionResetError):
            pass
        return out


def bodies(cases, server):
    body = json.dumps({'login': 'nobody-at-all', 'password': 'x'}).encode()
    head = b'POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n'
    next_one = b'GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'

    def with_length(n, text):
        return head + b'Content-Length: %d\r\n\r\n' % n + text

    def case(name, out, *words, without=()):
        missing = [w for w in words if w not in out] + [f'has {w}' for w in without if w in out]
        cases.case(name, [f'{missing}: {out[:300]}'] if missing else [])
    case('a body and the next request', raw(server, with_length(len(body), body) + next_one), b' 401 ', b'"ok"')
    slow = [with_length(len(body), b'')] + [body[i:i + 7] for i in range(0, len(body), 7)] + [next_one]
    case('a body in small pieces', raw(server, slow, 0.01), b' 401 ', b'"ok"')
    case('a body longer than announced is the next request', raw(server, with_length(len(body), body + b'x' + next_one)),
         b' 401 ', without=(b'"ok"',))
    case('a body shorter than announced', raw(server, [with_length(len(body) + 1, body)], 0.2), without=(b' 401 ', b' 200 '))
    case('more than 1 MiB', raw(server, with_length((1 << 20) + 1, b'{') + next_one), b' 413 ', b'close', without=(b'"ok"',))
    case('exactly 1 MiB', raw(server, with_length(1 << 20, b' ' * (1 << 20)) + next_one), b' 400 ', b'json.syntax', b'"ok"')
    case('no length', raw(server, head + b'Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n' + next_one), b' 411 ', without=(b'"ok"',))
    case('100-continue', raw(server, [head + b'Expect: 100-continue\r\nContent-Length: %d\r\n\r\n' % len(body), body + next_one],
                             0.1), b' 100 ', b' 401 ', b'"ok"')
    deep = b'[' * 100000
    case('deep nesting', raw(server, with_length(len(deep), deep) + next_one), b' 400 ', b'"ok"')


def prepare(place):
    place.with_contest()
    other = DEFINITION.replace('id: small', 'id: other', 1)
    place.must('contest', 'add', place.file('other.yaml', other))


def close_first(place):
    place.must('import', 'sheets', 'small', place.file('sheets.csv', sheets_csv(FIRST)), '--stage', 'first')
    place.must('stage', 'close', 'small', 'first')


def publish_over_http(cases, clients):
    """The chair settles the tie and publishes; an idempotency key twice is once."""
    chair = next(c for c in clients if c.name == 'account: chair')
    votes = [{'expert': e, 'order': ['E-4', 'E-3']} for e in ('J-1', 'J-2', 'J-3')]
    body = {'entries': ['E-3', 'E-4'], 'votes': votes, 'reason': 'closer to use'}
    first = chair.send('POST', C + '/stages/first/deliberations', body, Idempotency_Key='one')
    again = chair.send('POST', C + '/stages/first/deliberations', body, Idempotency_Key='one')
    done = chair.send('POST', C + '/stages/first/publish')
    seen = first[0], again[0], done[0]
    cases.case('a chair deliberates once and publishes', [] if seen == (204, 204, 204) else [first, again, done])


def search(cases, place, server, secrets):
    _, _, log = server.stop()
    records = place.records()
    text = '\n'.join(json.dumps(r, ensure_ascii=False) for r in records)
    folders = {'the log': log, 'the ledger': text}
    cases.case('sanitizers are silent', [log[-2000:]] if 'Sanitizer' in log else [])
    if not POSTGRES:
        for path in glob.glob(os.path.join(place.data, '*')):
            with open(path, 'rb') as file:
                folders[os.path.basename(path)] = file.read().decode('latin-1')
    for name, content in folders.items():
        cases.case(f'no secret in {name}', [s for s in secrets | {PASSWORD} if s in content])
    actors = {r['actor'] for r in records}
    found = [a for a in actors if a != 'cli' and not a.startswith(('account:', 'link:'))]
    cases.case('the ledger names people by number', found + [w for w in ('boss', 'LABEL-IN-CLEAR', 'plain') if w in text])
    check_ledger(cases, place, os.path.join(place.path, 'export'), 'with roles and links')


def main():
    need_postgres()
    cases, secrets = Cases(), set()
    with Place() as place:
        prepare(place)
        with Server(place, '--listen', '127.0.0.1:0') as server:
            clients = people(place, server, secrets)
            matrix(cases, clients, 0, 'judging', secrets)
            nothing_of_others(cases, clients)
            every_described_route(cases, server, clients)
            changes_from_elsewhere(cases, clients)
            close_first(place)
            matrix(cases, clients, 1, 'closed', secrets)
            publish_over_http(cases, clients)
            matrix(cases, clients, 2, 'published', secrets)
            planted(cases, server)
            guessing(cases, server)
            bodies(cases, server)
            search(cases, place, server, secrets)
    cases.done()


if __name__ == '__main__':
    main()
