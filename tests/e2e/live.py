"""Events as listeners meet them: many at once, over a server that is killed, behind two servers, slow readers, resets.

    LEITAI=build/leitai python3 tests/e2e/live.py [postgres]

Events are put into the database beside the program, as another server would: with the store's generation, numbered on.
"""
import json
import os
import random
import re
import select
import signal
import socket
import sqlite3
import subprocess
import threading
import time

from people import Client, make_link
from program import POSTGRES, Cases, Place, need_postgres
from serve import Server, wrong

EVENTS = '/api/v1/contests/small/events'
ADD = """INSERT INTO event (contest, id, at_ms, name, data)
    SELECT 'small', coalesce(max(id), 0) + {n}, 1, 'floor', '{data}' FROM event WHERE contest = 'small'"""


class Happenings:
    """Adds events; the newest id is `last`."""

    def __init__(self, place):
        self.place, self.last = place, 0

    def add(self, many=1, data='{"x":1}'):
        lines = ['UPDATE generation SET n = n + 1, ledger = n + 1, pages = n + 1 WHERE id = 1'] + [ADD.format(n=1, data=data)] * many
        if self.place.url:
            text = ';\n'.join(['BEGIN', *lines, 'COMMIT']) + ';'
            subprocess.run(['psql', '-q', '-d', self.place.url], input=text, text=True, check=True, stdout=subprocess.DEVNULL)
        else:
            base = sqlite3.connect(os.path.join(self.place.data, 'leitai.db'), timeout=20)
            with base:
                for line in lines:
                    base.execute(line)
            base.close()
        self.last += many
        return self.last

    def look(self):
        """What the program itself told meanwhile counts, too."""
        text = 'SELECT coalesce(max(id), 0) FROM event'
        if self.place.url:
            done = subprocess.run(['psql', '-qtA', '-d', self.place.url, '-c', text], capture_output=True, text=True, check=True)
            self.last = int(done.stdout)
        else:
            base = sqlite3.connect(os.path.join(self.place.data, 'leitai.db'), timeout=20)
            self.last = base.execute(text).fetchone()[0]
            base.close()


class Listener:
    """One stream; `ids` as they came, `named` how often each other event came."""

    def __init__(self, port, after=None, receive=None):
        self.socket = socket.socket()
        if receive:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
        self.socket.connect(('127.0.0.1', port))
        self.socket.settimeout(10)
        last = f'Last-Event-ID: {after}\r\n' if after is not None else ''
        self.socket.sendall(f'GET {EVENTS} HTTP/1.1\r\nHost: localhost\r\n{last}\r\n'.encode())
        self.text, self.head, self.ids, self.named = b'', None, [], {}
        self.after, self.began = after, None

    def take(self):
        """Reads once; False at the end."""
        try:
            piece = self.socket.recv(1 << 16)
        except (ConnectionError, TimeoutError):
            return False
        self.text += piece
        if self.head is None and b'\r\n\r\n' in self.text:
            self.head, self.text = self.text.split(b'\r\n\r\n', 1)
        while self.head is not None and b'\n\n' in self.text:
            block, self.text = self.text.split(b'\n\n', 1)
            self.block(block.decode())
        return piece != b''

    def block(self, block):
        lines = dict(line.split(': ', 1) for line in block.split('\n') if line and not line.startswith(':'))
        name, number = lines.get('event'), lines.get('id')
        if name in ('time', 'reset'):
            self.named[name] = self.named.get(name, 0) + 1
            if number is not None and (self.began is None or name == 'reset'):
                self.began = self.after = int(number)
        elif name:
            self.after = int(number)
            self.ids.append(self.after)

    def until(self, number, seconds=10):
        end = time.monotonic() + seconds
        while self.after != number and time.monotonic() < end:
            if select.select([self.socket], [], [], 0.5)[0] and not self.take():
                return False
        return self.after == number

    def close(self):
        self.socket.close()


def metric(server, name):
    found = re.search(rf'^leitai_{name} (\d+)$', server.get('/metrics')[2].decode(), re.M)
    return int(found.group(1)) if found else None


def first_words(cases, server, happenings):
    one = Listener(server.port)
    one.until(happenings.last)
    status = one.head.decode().split('\r\n')[0] if one.head else None
    cases.case('a stream begins now', wrong('status', status, 'HTTP/1.1 200 OK') + wrong('begins', one.began, happenings.last)
               + ([] if b'text/event-stream' in (one.head or b'') else ['no event stream']))
    start = time.monotonic()
    happenings.add()
    there = one.until(happenings.last)
    took = time.monotonic() - start
    cases.case('an event of another process within 300 ms', ([] if there else ['never']) + ([] if took < 0.3 else [f'{took:.3f} s']))
    one.close()
    old = Listener(server.port, happenings.last + 1000)
    old.until(happenings.last)
    cases.case('an id of another past: reset', wrong('events', old.named.get('reset'), 1) + wrong('id', old.after, happenings.last))
    old.close()
    status, fields, _ = server.get(EVENTS, method='HEAD')
    cases.case('HEAD', wrong('status', status, 200) + wrong('type', fields['Content-Type'], 'text/event-stream'))
    cases.case('no such contest', wrong('status', server.get('/api/v1/contests/none/events')[0], 404))
    cases.case('no number', wrong('status', server.get(EVENTS + '?after=x')[0], 400))
    nowhere = socket.create_connection(('127.0.0.1', server.port))
    nowhere.settimeout(10)
    nowhere.sendall(f'GET {EVENTS} HTTP/1.0\r\nHost: localhost\r\n\r\n'.encode())
    cases.case('HTTP/1.0', [] if b'200 OK' in nowhere.recv(400) else ['no answer'])
    nowhere.close()


def many(cases, server, happenings, count=400):
    """All hear everything, in order; normal requests are answered meanwhile."""
    listeners = [Listener(server.port, happenings.last) for _ in range(count)]
    began = happenings.last
    slowest = 0
    for _ in range(20):
        happenings.add(random.randint(1, 5))
        start = time.monotonic()
        server.get('/healthz')
        slowest = max(slowest, time.monotonic() - start)
    found = []
    for i, one in enumerate(listeners):
        if not one.until(happenings.last) or one.ids != list(range(began + 1, happenings.last + 1)):
            found.append(f'listener {i}: {one.ids[:3]} … {one.ids[-3:]}, {happenings.last} expected')
    cases.case(f'{count} listeners hear all, in order', found[:5])
    cases.case('requests beside them', [] if slowest < 2 else [f'{slowest:.2f} s'])
    cases.case('they are counted', wrong('listeners', metric(server, 'listeners'), count))
    for one in listeners:
        one.close()
    end = time.monotonic() + 5
    while metric(server, 'listeners') and time.monotonic() < end:
        time.sleep(0.05)
    cases.case('and gone when they go', wrong('listeners', metric(server, 'listeners'), 0))


def over_kills(cases, place, happenings, rounds=4, count=20):
    """The server is killed while events come; everybody comes back with the last id: no gap, no repetition."""
    began, port = happenings.last, 0
    heard = [[] for _ in range(count)]
    last = [began] * count
    resets, stop = [0] * count, threading.Event()
    where = {}

    def listen(i):
        while not stop.is_set():
            try:
                one = Listener(where['port'], last[i])
            except OSError:
                time.sleep(0.02)
                continue
            while not stop.is_set():
                if select.select([one.socket], [], [], 0.1)[0] and not one.take():
                    break
                if last[i] == where.get('end'):
                    break
                last[i] = one.after
            last[i] = one.after
            heard[i] += one.ids
            resets[i] += one.named.get('reset', 0)
            one.close()
            if last[i] == where.get('end'):
                return

    threads = [threading.Thread(target=listen, args=(i,)) for i in range(count)]
    for turn in range(rounds):
        server = Server(place, '--listen', '127.0.0.1:0')
        where['port'] = server.port
        if turn == 0:
            for one in threads:
                one.start()
        for _ in range(8):
            happenings.add(random.randint(1, 4))
            time.sleep(random.random() * 0.06)
        if turn == rounds - 1:
            where['end'] = happenings.last
            end = time.monotonic() + 20
            while any(one.is_alive() for one in threads) and time.monotonic() < end:
                time.sleep(0.05)
            stop.set()
        server.process.send_signal(signal.SIGKILL)
        server.process.wait()
        happenings.add(2)  # while nobody serves
    stop.set()
    for one in threads:
        one.join()
    wanted = list(range(began + 1, where['end'] + 1))
    found = [f'listener {i}: {len(ids)} of {len(wanted)}, {[a for a, b in zip(ids, wanted) if a != b][:3]}'
             for i, ids in enumerate(heard) if ids != wanted]
    cases.case('no gap and no repetition over kill -9', found[:5] + wrong('resets', sum(resets), 0))


def slow(cases, server, happenings):
    """One that reads nothing is cut off when the ring has moved past it; it comes back and is told to begin anew."""
    sleeper, quick = Listener(server.port, happenings.last, receive=4096), Listener(server.port, happenings.last)
    big = json.dumps({'x': 'y' * 30000})
    for _ in range(12):
        happenings.add(20, big)
        quick.until(happenings.last)
    cases.case('the quick one heard all', wrong('last', quick.after, happenings.last) + wrong('events', len(quick.ids), 240))
    cases.case('the slow one was cut off', wrong('dropped', metric(server, 'listeners_dropped_total'), 1))
    sleeper.socket.settimeout(2)
    while sleeper.take():
        pass
    got = sleeper.ids
    cases.case('what it had was whole', [] if got == list(range(got[0], got[0] + len(got))) else ['a gap'])
    again = Listener(server.port, sleeper.after)
    again.until(happenings.last)
    both = got + again.ids
    cases.case('it comes back where it was', [] if again.named.get('reset') or both == list(range(got[0], happenings.last + 1))
               else [f'{both[:3]} … {both[-3:]}'])
    for one in (sleeper, quick, again):
        one.close()


def two_servers(cases, place, happenings):
    happenings.look()
    with Server(place, '--listen', '127.0.0.1:0') as first, Server(place, '--listen', '127.0.0.1:0') as second:
        ears = [Listener(s.port, happenings.last) for s in (first, second) for _ in range(3)]
        began, slowest, found = happenings.last, 0, []
        for _ in range(10):
            happenings.add(2)
            start = time.monotonic()
            found += [f'{one.after} of {happenings.last}' for one in ears if not one.until(happenings.last)]
            slowest = max(slowest, time.monotonic() - start)
        found += [str(one.ids) for one in ears if one.ids != list(range(began + 1, happenings.last + 1))]
        cases.case('two servers on one database tell the same', found[:5])
        cases.case('within 300 ms', [] if slowest < 0.3 else [f'{slowest:.3f} s'])
        moved = ears[0].after
        ears[0].close()
        happenings.add(3)
        ears[0] = Listener(second.port, moved)
        cases.case('from one to the other without a gap', [] if ears[0].until(happenings.last) and len(ears[0].ids) == 3
                   else [str(ears[0].ids)])
        for one in ears:
            one.close()


CALM = ['', '/entries', '/entries/E-1', '/stages/first', '/stages/final', '/definition', '/stages/first/screen', '/schedule',
        '/stages/first/heats/room/floor', '/proof', '/ledger/entries']


def pages_of(server):
    """Without what tells the time."""
    return {path: re.sub(rb'"(now|elapsed_ms)":("[^"]*"|\d+)', b'', server.get('/api/v1/contests/small' + path)[2]) for path in CALM}


def kept_pages(cases, place):
    """Sheets and failed sign-ins leave pages in memory; what was kept is what another server makes from the data."""
    heat = '/api/v1/contests/small/stages/first/heats/room'
    with Server(place, '--listen', '127.0.0.1:0') as server:
        experts = [Client(server, j) for j in ('J-1', 'J-2', 'J-3')]
        for one in experts:
            assert one.by_link(make_link(place, 'small', 'expert', '--expert', one.name, '--reusable')[1])[0] == 200
        time.sleep(0.5)  # until the poller has seen the links and the checkpoint
        pages_of(server)
        before = metric(server, 'snapshot_builds_total')
        for _ in range(5):
            Client(server, 'nobody').by_password('nobody', 'wrong wrong wrong')
            time.sleep(0.15)
            pages_of(server)
        cases.case('failed sign-ins leave pages in memory', wrong('made', metric(server, 'snapshot_builds_total'), before))
        made, found, count = {path: 0 for path in CALM}, [], 0
        for entry in ('E-1', 'E-2', 'E-3'):
            for one in experts:
                status, code, text = one.send('POST', heat + '/sheets', {
                    'entry': entry, 'marks': {'plan': '7.5', 'use': '8'}, 'base': 0, 'draft': f'{entry}-{one.name}'},
                    Idempotency_Key=f'{entry}-{one.name}')
                found += [] if status == 200 else [f'{entry} {one.name}: {status} {code} {text[:200]}']
                count += 1
                for path in CALM:  # at once: what was acknowledged shows
                    start = metric(server, 'snapshot_builds_total')
                    server.get('/api/v1/contests/small' + path)
                    made[path] += metric(server, 'snapshot_builds_total') - start
                with Server(place, '--listen', '127.0.0.1:0') as fresh:
                    time.sleep(0.4)  # it signs a checkpoint when it starts
                    kept, anew = pages_of(server), pages_of(fresh)
                found += [f'{entry} {one.name}: {path} is old' for path in CALM if kept[path] != anew[path]]
        cases.case('no page is older than the sheets', found[:8])
        cases.case('a board is made again for the first sheets only', wrong('made', made['/stages/first'], 3) if count else ['no sheets'])
        cases.case("the ledger's page for each", wrong('made', made['/ledger/entries'], count))


def limits(cases, place, happenings):
    with Server(place, '--listen', '127.0.0.1:0', '--listeners', '3') as server:
        ears = [Listener(server.port, happenings.last) for _ in range(3)]
        for one in ears:
            one.until(happenings.last)
            one.take()
        status, fields, body = server.get(EVENTS)
        cases.case('one too many', wrong('status', status, 503) + wrong('Retry-After', fields['Retry-After'], '30')
                   + wrong('code', json.loads(body)['code'], 'live.full'))
        cases.case('others are served', wrong('status', server.get('/api/v1/contests/small')[0], 200))
        status, took, err = server.stop()
        cases.case('SIGTERM ends streams at once', wrong('status', status, 0) + ([] if took < 2 else [f'{took:.2f} s']) + ([err] if err else []))
        for one in ears:
            while one.take():
                pass
            one.close()


def main():
    need_postgres()
    cases = Cases()
    with Place() as place:
        place.with_contest()
        happenings = Happenings(place)
        happenings.add(3)
        with Server(place, '--listen', '127.0.0.1:0') as server:
            first_words(cases, server, happenings)
            many(cases, server, happenings)
            slow(cases, server, happenings)
            status, _, err = server.stop()
            cases.case('it stops well', wrong('status', status, 0) + ([err] if err else []))
        over_kills(cases, place, happenings)
        kept_pages(cases, place)
        limits(cases, place, happenings)
        if POSTGRES:
            two_servers(cases, place, happenings)
    cases.done()


if __name__ == '__main__':
    main()
