"""Experts hand in sheets over HTTP while the server is killed: every receipt is in the ledger, once, with its leaf.

    LEITAI=build/leitai python3 tests/e2e/marking.py
    tests/harness/postgres.sh python3 tests/e2e/marking.py postgres

Each expert has two devices, which do not know of each other. A request that was not answered is sent again under its key, as
a device does, until it is. With PostgreSQL two servers stand on one database, and die in turn. LEITAI_KILLS says how often.
"""
import collections
import hashlib
import http.client
import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time

from program import POSTGRES, ROOT, Cases, Place, check_ledger, expect, need_postgres
from people import make_link
from serve import Server

sys.path.insert(0, os.path.join(ROOT, 'tests', 'check'))
from forge import Signer, canonical, text64  # noqa: E402

KILLS = int(os.environ.get('LEITAI_KILLS', '60'))
READY_S = 2.0
EXPERTS = [f'J-{i}' for i in range(1, 5)]
ENTRIES = [f'E-{i:02}' for i in range(1, 31)]
PATH = '/api/v1/contests/small/stages/first/heats/room/sheets'
SIGNED_EVERY = 25
DEFINITION = '''leitai: 1
id: small
title: Small
stages:
  - id: first
    title: First
    heats: [{id: room, title: Room}]
    criteria: [{id: plan, title: Plan, max: 10, step: 0.5}, {id: use, title: Use, max: 10, step: 0.5}]
    scoring:
      quorum: {sheets: 4}
      steps: [{do: total, as: mean}, {do: combine, rule: mean}]
      tie_end: shared
'''


class Hall:
    """The servers of one contest: one with SQLite, two with PostgreSQL."""

    def __init__(self, place):
        self.place, self.lock, self.times, self.kills, self.odd = place, threading.Lock(), [], 0, []
        self.servers = [self.open() for _ in range(2 if POSTGRES else 1)]

    def open(self):
        begun = time.monotonic()
        server = Server(self.place, '--listen', '127.0.0.1:0', '--quiet')
        while not self.ready(server.port) and time.monotonic() < begun + 30:
            time.sleep(0.005)
        self.times.append(time.monotonic() - begun)
        return server

    @staticmethod
    def ready(port):
        try:
            connection = http.client.HTTPConnection('127.0.0.1', port, timeout=5)
            connection.request('GET', '/healthz')
            return connection.getresponse().status == 200
        except OSError:
            return False

    def port(self):
        with self.lock:
            return random.choice(self.servers).port

    def kill(self):
        at = self.kills % len(self.servers)
        old = self.servers[at]
        old.process.send_signal(signal.SIGKILL)
        out = old.process.communicate()
        if old.process.returncode != -signal.SIGKILL or 'Sanitizer' in out[1]:
            self.odd.append(f'{old.process.returncode}: {out[1][-500:]}')
        new = self.open()
        with self.lock:
            self.servers[at] = new
        self.kills += 1

    def close(self):
        for server in self.servers:
            server.process.kill()
            server.process.communicate()


class Device(threading.Thread):
    """One browser of an expert: sends a sheet, and the same one again until there is an answer."""

    def __init__(self, hall, expert, number, link, token, everything):
        super().__init__(daemon=True)
        self.hall, self.expert, self.number, self.actor, self.token = hall, expert, number, f'link:{link}', token
        self.signer = Signer(f'{expert}/{number}'.encode())
        self.random = random.Random(f'{expert}/{number}')
        self.connection, self.cookie, self.secret = None, None, None
        self.versions, self.count, self.again = collections.Counter(), 0, 0
        self.acknowledged, self.refused, self.odd = {}, collections.Counter(), []
        self.stop, self.everything, self.name = threading.Event(), everything, f'{expert}/{number}'

    def ask(self, method, path, body=None, **fields):
        """(status, JSON) when there is an answer; None when the server died meanwhile."""
        fields = {k.replace('_', '-'): v for k, v in fields.items()} | {'Content-Type': 'application/json'}
        if self.cookie:
            fields |= {'Cookie': self.cookie, 'X-Leitai-Token': self.secret}
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection('127.0.0.1', self.hall.port(), timeout=20)
            self.connection.request(method, path, json.dumps(body) if body is not None else None, fields)
            answer = self.connection.getresponse()
            text = answer.read()
            self.fields = answer.headers
            return answer.status, json.loads(text)
        except (OSError, http.client.HTTPException, ValueError):
            self.connection = None
            return None

    def must(self, *words, **fields):
        """The first answer that is not the server's own trouble."""
        while True:
            answer = self.ask(*words, **fields)
            if answer and answer[0] < 500:
                return answer
            self.again += 1
            time.sleep(0.01)

    def sign_in(self):
        status, me = self.must('POST', '/api/v1/session/link', {'token': self.token})
        assert status == 200, me
        self.cookie, self.secret = self.fields['Set-Cookie'].split(';')[0], me['token']
        status, _ = self.must('POST', '/api/v1/contests/small/devices', {'key': self.signer.key})
        assert status == 200

    def sheet(self, entry):
        """Marks that the expert's other device never gives, so that none is equal to what is in force."""
        self.count += 1
        marks = {c: f'{self.random.randrange(10)}.{5 * self.number}' for c in ('plan', 'use')}
        body = {'entry': entry, 'marks': marks, 'base': self.versions[entry], 'draft': f'd-{self.count}',
                'comment': f'{self.number} {self.count}'}
        if self.count % SIGNED_EVERY == 1:
            units = {c: round(float(m) * 10000) for c, m in marks.items()}
            text = 'leitai-sheet/1\n' + canonical({
                'base': body['base'], 'contest': 'small', 'draft': body['draft'], 'entry': entry, 'expert': self.expert,
                'heat': 'room', 'marks': units, 'recused': False, 'stage': 'first'})
            body |= {'key': self.signer.key, 'signature': text64(self.signer.sign(text.encode()))}
        return body

    def send(self, entry):
        body, key = self.sheet(entry), f'{self.expert}-{self.number}-{self.count}'
        status, answer = self.must('POST', PATH, body, Idempotency_Key=key)
        if status == 200:
            self.versions[entry] = answer['version']
            self.acknowledged[key] = (answer, body)
        elif (status, answer['code']) == (409, 'sheet.changed'):
            self.versions[entry] = answer['version']
            self.refused[key] += 1
        else:
            self.odd.append(f'{key}: {status} {answer}')

    def run(self):
        try:
            self.sign_in()
            while not self.stop.is_set() and not self.odd:
                self.send(self.random.choice(ENTRIES))
            for entry in ENTRIES if self.everything else ():
                while not self.odd and not any(b['entry'] == entry for _, b in self.acknowledged.values()):
                    self.send(entry)
        except Exception as error:  # pylint: disable=broad-except
            self.odd.append(repr(error))

    def request_id(self, key):
        """As the ledger names it."""
        return hashlib.sha256(f'{self.actor}\nPOST {PATH}\n{key}'.encode()).hexdigest()


def prepare(place):
    place.must('init', '--host', 'test.example')
    place.must('contest', 'add', place.file('small.yaml', DEFINITION))
    place.must('import', 'entries', 'small', place.file(
        'entries.csv', 'entry,title,team\n' + ''.join(f'{e},项目 {e},团队 {e}\n' for e in ENTRIES)))
    place.must('import', 'experts', 'small', place.file('experts.csv', 'expert\n' + ''.join(f'{j}\n' for j in EXPERTS)))


def check_receipts(cases, place, devices):
    """Every acknowledged sheet is one record, with the leaf of its receipt; there are no others."""
    with_ledger = place.records()
    with open(os.path.join(place.path, 'export', 'ledger.jsonl'), 'rb') as file:
        lines = file.read().split(b'\n')[:-1]
    sheets = collections.Counter(r['req'] for r in with_ledger if r['type'].startswith('sheet.'))
    lost, unlike, known, seqs = [], [], set(), set()
    for d in devices:
        for key, (answer, _) in d.acknowledged.items():
            receipt, name = answer['receipt'], d.request_id(key)
            known.add(name)
            seqs.add(receipt['seq'])
            if sheets[name] != 1:
                lost.append(f'{key}: {sheets[name]} records')
                continue
            r = with_ledger[receipt['seq']]
            leaf = hashlib.sha256(b'\0' + lines[receipt['seq']]).hexdigest()
            if (r['req'], leaf, r['ts'], r['actor']) != (name, receipt['leaf'], receipt['ts'], d.actor):
                unlike.append(f'{key}: {receipt}')
    total = sum(len(d.acknowledged) for d in devices)
    cases.case(f'{total} acknowledged sheets are in the ledger, once each', lost)
    cases.case('with the leaf and time of their receipts', unlike)
    cases.case('and nothing else is', [f'{len(sheets)} requests'] if set(sheets) != known or len(seqs) != total else [])


def check_repeats(cases, devices):
    """Long after, a key still gives its first receipt, and none of them for another sheet."""
    found = []
    for d in devices:
        keys = d.random.sample(sorted(d.acknowledged), min(20, len(d.acknowledged)))
        for key in keys:
            answer, body = d.acknowledged[key]
            again = d.must('POST', PATH, body, Idempotency_Key=key)
            other = d.must('POST', PATH, body | {'comment': 'another'}, Idempotency_Key=key)
            if again != (200, answer) or (other[0], other[1]['code']) != (409, 'request.reused'):
                found.append(f'{key}: {again} {other}')
    cases.case('a key gives its first receipt', found)


Soaked = collections.namedtuple('Soaked', 'kills sheets median_s worst_s')


def soak(cases, place, kills, seconds=600):
    """Kills so often, or for so long."""
    prepare(place)
    hall = Hall(place)
    devices = []
    for expert in EXPERTS:
        link, token = make_link(place, 'small', 'expert', '--expert', expert, '--reusable')
        devices += [Device(hall, expert, number, link, token, number == 0) for number in range(2)]
    hall.times.clear()
    for d in devices:
        d.start()
    chance = random.Random(26)
    until = time.monotonic() + seconds
    while hall.kills < kills and time.monotonic() < until and not any(d.odd for d in devices):
        time.sleep(chance.uniform(0.02, 0.4))
        hall.kill()
    for d in devices:
        d.stop.set()
    for d in devices:
        d.join(120)
    cases.case(f'{hall.kills} servers were killed', hall.odd + ([] if hall.kills >= min(kills, 50) else ['too few']))
    median, worst = sorted(hall.times)[len(hall.times) // 2], max(hall.times)
    cases.case(f'ready again within {READY_S} s each time (median {median:.2f} s, worst {worst:.2f} s)',
               [] if worst <= READY_S else [worst])
    cases.case('no sheet was refused but for the other device', [o for d in devices for o in d.odd] +
               [f'{d.name} hangs' for d in devices if d.is_alive()])
    cut, changed = sum(d.again for d in devices), sum(len(d.refused) for d in devices)
    cases.case(f'{cut} requests were sent again, {changed} met the other device', [] if cut and changed else ['none'])
    check_receipts(cases, place, devices)
    check_repeats(cases, devices)
    check_list(cases, place, devices)
    check_receipt_by_hand(cases, place, devices, hall)
    hall.close()
    return Soaked(hall.kills, sum(len(d.acknowledged) for d in devices), median, worst)


def check_list(cases, place, devices):
    """What came in, without a mark."""
    listed = place.must('sheet', 'list', 'small', 'first', '--json').json['sheets']
    table = place.must('sheet', 'list', 'small', 'first').out
    wanted = {(d.expert, e): v for d in devices for e, v in d.versions.items() if v}
    found = [f'{k}: version {v}' for k, v in wanted.items()
             if not any((s['expert'], s['entry']) == k and s['version'] >= v and s['remark'] for s in listed)]
    found += [s for s in listed if set(s) != {'heat', 'entry', 'expert', 'version', 'recused', 'signed', 'seq', 'ts', 'remark'}]
    cases.case('leitai sheet list', found + ([] if 'remark' in table and len(table.splitlines()) == len(listed) + 1 else [table]))


def check_receipt_by_hand(cases, place, devices, hall):
    """As docs/marking.md tells an expert to: the record's inclusion proof, and its leaf by sha256sum."""
    answer, _ = next(iter(devices[0].acknowledged.values()))
    receipt = answer['receipt']
    place.must('ledger', 'checkpoint', 'small')
    proof = hall.servers[0].get(f'/api/v1/contests/small/ledger/proof/{receipt["seq"]}')[2]
    folder = os.path.join(place.path, 'export')
    place.must('ledger', 'export', 'small', folder)
    paths = [os.path.join(folder, name) for name in ('ledger.jsonl', 'checkpoints.txt')]
    done = place.run('verify', *paths, place.file('mine.tlog-proof', proof))
    cases.case('a receipt by its inclusion proof', expect(done, 0, 'holds', '1 of 1'))
    line = f'sed -n "{receipt["seq"] + 1}p" {paths[0]} | tr -d \'\\n\' | {{ printf \'\\0\'; cat; }} | sha256sum'
    leaf = subprocess.run(['sh', '-c', line], capture_output=True, text=True, check=True).stdout.split()[0]
    cases.case('a receipt by hand', [] if leaf == receipt['leaf'] else [leaf, receipt['leaf']])


def check_published(cases, place, devices_sign):
    """Closed and published, so that the verifiers open every sheet and check what the devices signed."""
    place.must('stage', 'close', 'small', 'first')
    place.must('stage', 'publish', 'small', 'first')
    folder = os.path.join(place.path, 'export')
    place.must('ledger', 'export', 'small', folder)
    said = place.run('verify', folder).out
    signed = re.search(r'sheets +(\d+) signed on a device, (\d+) not', said)
    cases.case('signed sheets are counted', [] if signed and int(signed[1]) >= devices_sign else [said])
    check_ledger(cases, place, folder, 'after the kills')


def main():
    need_postgres()
    cases = Cases()
    with Place() as place:
        soak(cases, place, KILLS)
        check_published(cases, place, len(EXPERTS))
    cases.done()


if __name__ == '__main__':
    main()
