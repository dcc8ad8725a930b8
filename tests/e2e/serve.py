"""The server as its users meet it: start, answers, a change that shows, downloads that verify, the end.

    LEITAI=build/leitai python3 tests/e2e/serve.py
"""
import gzip
import http.client
import json
import os
import re
import signal
import socket
import time
import urllib.error
import urllib.request

from program import FIRST, Cases, Place, expect, sheets_csv

UNTIED = FIRST | {'E-4': ((6, 6), (6, 6), (6, 6))}


class Server:
    def __init__(self, place, *words):
        self.process = place.start('serve', *words)
        self.line = self.process.stdout.readline()
        found = re.search(r'http://\S+:(\d+)/', self.line)
        self.url = found.group(0) if found else None
        self.port = int(found.group(1)) if found else 0

    def get(self, path, method='GET', **fields):
        """(status, fields, body)"""
        request = urllib.request.Request(self.url + path.lstrip('/'), method=method, headers=fields)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def stop(self, number=signal.SIGTERM):
        """(exit status, seconds, standard error)"""
        start = time.monotonic()
        self.process.send_signal(number)
        try:
            _, err = self.process.communicate(timeout=10)
        finally:
            self.process.kill()
        return self.process.returncode, time.monotonic() - start, err


def wrong(what, seen, wanted):
    return [] if seen == wanted else [f'{what}: {seen!r}, {wanted!r} expected']


def answers(cases, server):
    status, fields, body = server.get('/healthz')
    cases.case('/healthz', wrong('status', status, 200) + wrong('body', json.loads(body), {'status': 'ok'}))
    status, fields, body = server.get('/api/v1/contests')
    cases.case('the contests', wrong('status', status, 200)
               + wrong('ids', [c['id'] for c in json.loads(body)['contests']], ['small']))
    again = server.get('/api/v1/contests', **{'If-None-Match': fields['ETag']})
    cases.case('the same contests: 304', wrong('status', again[0], 304) + wrong('body', again[2], b''))
    packed = server.get('/api/v1/openapi.yaml', **{'Accept-Encoding': 'gzip'})
    plain = server.get('/api/v1/openapi.yaml')
    cases.case('a compressed answer', wrong('encoding', packed[1]['Content-Encoding'], 'gzip')
               + wrong('text', gzip.decompress(packed[2]), plain[2]))
    status, fields, body = server.get('/api/v1/contests/none')
    cases.case('an unknown contest', wrong('status', status, 404)
               + wrong('type', fields['Content-Type'], 'application/problem+json')
               + wrong('code', json.loads(body)['code'], 'contest.unknown'))
    status, fields, body = server.get('/')
    cases.case('the front page', wrong('status', status, 200)
               + ([] if "default-src 'none'" in fields.get('Content-Security-Policy', '') else ['no policy']))
    status, fields, body = server.get('/api/v1/contests', method='POST')
    cases.case('POST', wrong('status', status, 405) + wrong('Allow', fields['Allow'], 'GET, HEAD, OPTIONS'))
    status, _, body = server.get('/metrics')
    cases.case('/metrics', wrong('status', status, 200)
               + ([] if b'leitai_snapshot_hits_total' in body else ['no counters']))


def published(server):
    return json.loads(server.get('/api/v1/contests/small/stages/first')[2])


def publishing(cases, place, server):
    place.must('import', 'sheets', 'small', place.file('sheets.csv', sheets_csv(UNTIED)), '--stage', 'first')
    place.must('stage', 'close', 'small', 'first', '--supervisor', 'S')
    board = published(server)
    rows = [row for one in board['lists'] for row in one['rows']]
    leaked = [r['entry'] for r in rows if r['rank'] != 0 or r['score'] is not None]
    cases.case('nothing shows before it is published', wrong('published', board['published'], False) + leaked)
    place.must('stage', 'publish', 'small', 'first')
    start = time.monotonic()
    while not published(server)['published'] and time.monotonic() - start < 5:
        time.sleep(0.01)
    took = time.monotonic() - start
    cases.case('another process publishes, and it shows within a second', [] if took < 1 else [f'{took:.2f} s'])


def downloads(cases, place, server):
    place.must('ledger', 'checkpoint', 'small')
    place.must('ledger', 'export', 'small', os.path.join(place.path, 'export'))

    def exported(name):
        with open(os.path.join(place.path, 'export', name), 'rb') as file:
            return file.read()
    time.sleep(0.3)
    base = '/api/v1/contests/small/'
    status, fields, ledger = server.get(base + 'ledger/entries?limit=100000&download=1')
    cases.case('the ledger, streamed', wrong('status', status, 200)
               + wrong('name', fields['Content-Disposition'], 'attachment; filename="small-ledger.jsonl"')
               + ([] if ledger == exported('ledger.jsonl') else ['differs from the export']))
    parts = [server.get(base + f'ledger/entries?from={n}&limit=7')[2] for n in range(0, ledger.count(b'\n') + 7, 7)]
    cases.case('the ledger in parts', [] if b''.join(parts) == ledger else ['differs from the whole'])
    cases.case('the definition', [] if server.get(base + 'definition')[2] == exported('definition.yaml') else ['differs'])
    status, _, proof = server.get(base + 'ledger/proof/3')
    cases.case('a proof', wrong('status', status, 200) + ([] if proof.startswith(b'c2sp.org/tlog-proof@v1') else [proof[:80]]))
    for path in ('ledger/proof/99999', 'stages/none', 'entries/none'):
        cases.case(f'{path} is unknown', wrong('status', server.get(base + path)[0], 404))
    hrefs = [d['href'] for d in json.loads(server.get(base + 'proof')[2])['downloads']]
    cases.case('what the proof page links is there',
               [f'{href}: {s}' for href in hrefs for s in [server.get(href if href.startswith('/') else base + href)[0]] if s != 200])


def ending(cases, server):
    idle = http.client.HTTPConnection('127.0.0.1', server.port)
    idle.request('GET', '/healthz')
    idle.getresponse().read()
    half = socket.create_connection(('127.0.0.1', server.port))
    half.sendall(b'GET / HTTP/1.1\r\nHost:')
    status, took, err = server.stop()
    cases.case('SIGTERM with clients hanging on', wrong('status', status, 0) + ([] if took < 2 else [f'{took:.2f} s'])
               + ([err] if err else []))
    idle.close()
    half.close()


def starting(cases, place):
    with Server(place, '--listen', '127.0.0.1:0', '--json') as first:
        cases.case('--json says the address', wrong('url', json.loads(first.line).get('url'), first.url))
        cases.case('a port in use', expect(place.run('serve', '--listen', f'127.0.0.1:{first.port}'), 74, '[http.listen]'))
        status, took, _ = first.stop(signal.SIGINT)
        cases.case('SIGINT', wrong('status', status, 0) + ([] if took < 2 else [f'{took:.2f} s']))
    for text in ('127.0.0.1', 'x:y', '127.0.0.1:70000', '::1:8080', ''):
        cases.case(f'--listen “{text}”', expect(place.run('serve', '--listen', text), 64, '[usage.listen]'))
    cases.case('--listen with a name', expect(place.run('serve', '--listen', 'localhost:0'), 65, '[http.address]'))
    with Server(place, '--listen', '[::1]:0') as six:
        if six.url:
            cases.case('IPv6', wrong('status', six.get('/healthz')[0], 200))
        else:
            cases.skip('IPv6', 'this machine has none')
    with Place() as empty:
        cases.case('no data', expect(empty.run('serve', '--listen', '0'), 66, '[data.missing]'))


def main():
    cases = Cases()
    with Place() as place:
        place.with_contest()
        with Server(place, '--listen', '127.0.0.1:0') as server:
            cases.case('it says where it is', [] if server.line.startswith('Leitai is at http://127.') else [server.line])
            answers(cases, server)
            publishing(cases, place, server)
            downloads(cases, place, server)
            ending(cases, server)
        starting(cases, place)
    cases.done()


if __name__ == '__main__':
    main()
