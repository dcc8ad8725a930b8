"""kill -9 in a loop while the command line writes: nothing acknowledged is lost, nothing is doubled, the ledger holds.

    LEITAI=build/leitai python3 tests/e2e/crash.py
    tests/harness/postgres.sh python3 tests/e2e/crash.py postgres

Every request imports ten entries, or the marks of ten, under a key of its own. Two run at once, beside a
server. Some are killed after a random time; what had not answered by then is sent again under its key, as a client would.
"""
import collections
import contextlib
import hashlib
import json
import os
import random
import signal
import sqlite3
import time

from program import POSTGRES, Cases, Place, check_ledger, expect, need_postgres

ROWS = 10
KILLS = 60


class Request:
    def __init__(self, place, number, marks_of=None):
        self.key, self.marks_of, self.number = f'crash-{number}', marks_of, number
        self.kind = 'sheets' if marks_of else 'entries'
        self.tries, self.acknowledged = 0, False
        self.entries = marks_of.entries if marks_of else [f'C-{number}-{i}' for i in range(ROWS)]
        if marks_of:
            text = 'heat,entry,expert,criterion,mark\n' + ''.join(
                f'room,{e},J-1,plan,{i % 10}\nroom,{e},J-1,use,{number % 10}\n' for i, e in enumerate(self.entries))
        else:
            text = 'entry,title,team\n' + ''.join(f'{e},彩排 {e},队 {e}\n' for e in self.entries)
        self.path = place.file(f'{self.key}.csv', text)

    def words(self):
        more = ['--stage', 'first'] if self.marks_of else []
        return ['import', self.kind, 'small', self.path, '--key', self.key, *more]


def run_round(place, requests, mean_s):
    """Starts the requests at once and kills each after a random time. How many were killed at work."""
    started = [(r, place.start(*r.words())) for r in requests]
    killed = 0
    for request, process in started:
        request.tries += 1
        time.sleep(random.uniform(0, mean_s * 1.2))
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
    for request, process in started:
        process.communicate()
        killed += process.returncode == -signal.SIGKILL
        request.acknowledged |= process.returncode == 0
        if process.returncode not in (0, -signal.SIGKILL):
            request.odd = process.returncode
    return killed


def chain_breaks(path):
    previous, seq = None, 0
    with open(path, 'rb') as file:
        for line in file:
            record = json.loads(line)
            if record['seq'] != seq or (previous and record['prev'] != previous):
                yield f'record {record["seq"]} does not follow'
            previous, seq = hashlib.sha256(line.rstrip(b'\n')).hexdigest(), seq + 1


def counts(records):
    """How often each entry was accepted, and how many records each request made."""
    accepted = collections.Counter(r['body']['entry'] for r in records if r['type'] == 'entry.accept')
    by_request = collections.Counter(r['req'] for r in records if r['req'].startswith('crash-'))
    return accepted, by_request


def kill_server(place, server):
    """A server has the data open all the while, and dies now and then, too."""
    server.kill()
    server.communicate()
    return place.start('serve', '--listen', '127.0.0.1:0', '--quiet')


def full_disk(cases):
    """A disk that is full at some point of an import: a clear answer, nothing half there, and room makes it work."""
    with Place() as p:
        p.with_contest()
        path = p.file('many.csv', 'entry,title,team\n' + ''.join(f'L-{i},彩排 {i},队 {i}\n' for i in range(3000)))
        words, before = ('import', 'entries', 'small', path, '--key', 'full-disk'), len(p.records())
        for room in (0, 4096, 65536, 262144):
            limit = os.path.getsize(os.path.join(p.data, 'leitai.db')) + room
            done = p.run(*words, limit_bytes=limit)
            cases.case(f'a disk with {room} bytes left', expect(done, 74, '[store.io]') +
                       ([] if len(p.records()) == before else ['something was written']))
        cases.case('a disk with room', expect(p.run(*words), 0, '3000 added'))
        check_ledger(cases, p, os.path.join(p.path, 'export'), 'after the full disk')


def main():
    need_postgres()
    cases = Cases()
    if not POSTGRES:
        full_disk(cases)
    random.seed(26)
    with Place() as p:
        p.with_contest()
        begun = time.monotonic()
        p.must('import', 'entries', 'small', p.file('one.csv', 'entry,title,team\nW-1,a,b\n'))
        mean_s = time.monotonic() - begun
        requests, open_ones, killed, number = [], [], 0, 0
        server = p.start('serve', '--listen', '127.0.0.1:0', '--quiet')
        while killed < KILLS and number < 40 * KILLS:
            ready = [r for r in requests if r.acknowledged and r.kind == 'entries' and not getattr(r, 'marked', False)]
            while len(open_ones) < 2:
                number += 1
                source = ready.pop() if ready and number % 2 else None
                if source:
                    source.marked = True
                open_ones.append(Request(p, number, source))
                requests.append(open_ones[-1])
            killed += run_round(p, open_ones, mean_s)
            if number % 40 == 0:
                server = kill_server(p, server)
            open_ones = [r for r in open_ones if not r.acknowledged]
        server.kill()
        server.communicate()
        _, by_request = counts(p.records())
        cases.case(f'{killed} processes were killed at work', [] if killed >= KILLS else ['too few'])
        cases.case('some requests were cut off', [] if any(r.tries > 1 for r in requests) else ['none was'])
        cases.case('no request ended oddly', [f'{r.key}: status {r.odd}' for r in requests if hasattr(r, 'odd')])
        cases.case('nothing acknowledged is lost', [f'{r.key}: {by_request[r.key]} records' for r in requests
                                                    if r.acknowledged and by_request[r.key] != ROWS])
        cases.case('nothing is half there', [f'{r.key}: {by_request[r.key]} records' for r in requests
                                             if by_request[r.key] not in (0, ROWS)])
        for request in open_ones:
            cases.case(f'{request.key}: sent again', expect(p.run(*request.words()), 0))
        records = p.records()
        accepted, by_request = counts(records)
        cases.case('nothing is doubled', [f'{e}: {n}' for e, n in accepted.items() if n != 1] +
                   [f'{r.key}: {by_request[r.key]} records' for r in requests if by_request[r.key] != ROWS])
        totals = p.must('contest', 'show', 'small', '--json').json['totals']
        sheets = sum(ROWS for r in requests if r.kind == 'sheets')
        cases.case('rows and records agree', [] if totals['sheets'] == sheets and totals['records'] == len(records) and
                   totals['entries'] == len(accepted) else [f'{totals}, {sheets} sheets, {len(accepted)} entries'])
        cases.case('the chain holds', chain_breaks(os.path.join(p.path, 'export', 'ledger.jsonl')))
        check_ledger(cases, p, os.path.join(p.path, 'export'), 'after the crashes')
        if not POSTGRES:
            with contextlib.closing(sqlite3.connect(os.path.join(p.data, 'leitai.db'))) as db:
                words = [row[0] for row in db.execute('pragma integrity_check')]
            cases.case('the database is whole', [] if words == ['ok'] else words)
    cases.done()


if __name__ == '__main__':
    main()
