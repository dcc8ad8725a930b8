"""A stranger checks what a server gave away; the command line beside it shows the same.

    LEITAI=build/leitai python3 tests/e2e/stranger.py
"""
import json
import os
import signal
import time
import urllib.request

from program import Cases, Place, expect, sheets_csv


class Server:
    """`leitai serve` on a free port."""

    def __init__(self, place, *words):
        self.process = place.start(*words, '--listen', '127.0.0.1:0')
        line = self.process.stdout.readline()
        self.url = line.split()[-1].rstrip('/') if 'http://' in line else None
        if not self.url:
            raise AssertionError(f'no address: {line} {self.process.communicate()}')

    def get(self, path):
        with urllib.request.urlopen(self.url + path, timeout=10) as answer:
            return answer.read()

    def json(self, path):
        return json.loads(self.get(path))

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.communicate(timeout=20)
        return self.process.returncode


def wait_for(condition, seconds=5.0):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


def beside(cases):
    with Place() as p:
        p.with_contest()
        server = Server(p, 'serve')
        stage = '/api/v1/contests/small/stages/first'
        cases.case('the contest is served', [] if server.json('/api/v1/contests')['contests'][0]['id'] == 'small' else ['it is not'])
        p.must('import', 'sheets', 'small', p.file('first.csv', sheets_csv()), '--stage', 'first')
        board = server.json(stage)
        cases.case('nothing unpublished is shown', [] if not board['published'] and not any(
            row['score'] or row['rank'] for one in board['lists'] for row in one['rows']) else [str(board)[:300]])
        p.must('stage', 'close', 'small', 'first')
        p.must('stage', 'deliberate', 'small', 'first', '--vote', 'J-1=E-4,E-3', '--reason', 'x')
        p.must('stage', 'publish', 'small', 'first')
        cases.case('what the command line publishes appears', [] if wait_for(lambda: server.json(stage)['published']) else ['never'])
        shown, inside = server.json(stage), p.must('stage', 'show', 'small', 'first', '--json').json
        same = [[(r['entry'], r['rank'], r['exact']) for one in b['lists'] for r in one['rows']] for b in (shown, inside)]
        cases.case('both doors show the same', [] if same[0] == same[1] else [str(same)])
        stranger(cases, p, server)
        cases.case('SIGTERM ends it', [] if server.stop() == 0 else ['status'])


def stranger(cases, p, server):
    """Only what the public pages give."""
    folder = os.path.join(p.path, 'stranger')
    os.mkdir(folder)
    proof = server.json('/api/v1/contests/small/proof')
    for name, path in (('ledger.jsonl', 'ledger/entries?limit=100000'), ('checkpoints.txt', 'ledger/checkpoint'),
                       ('definition.yaml', 'definition')):
        with open(os.path.join(folder, name), 'wb') as file:
            file.write(server.get('/api/v1/contests/small/' + path))
    with open(os.path.join(folder, 'key.txt'), 'w', encoding='utf-8') as file:
        file.write(proof['public_key'] + '\n')
    cases.case('a stranger verifies', expect(p.run('verify', folder), 0, 'holds'))
    cases.case('a stranger with the key in hand', expect(p.run('verify', folder, '--key', proof['public_key']), 0))
    path = os.path.join(folder, 'ledger.jsonl')
    with open(path, 'rb') as file:
        whole = file.read()
    lines = whole.splitlines(keepends=True)
    one = len(lines) // 2
    for name, spoiled in (('a flipped bit', whole[:700] + bytes([whole[700] ^ 1]) + whole[701:]),
                          ('a line gone', b''.join(lines[:one] + lines[one + 1:])),
                          ('two lines swapped', b''.join(lines[:one] + [lines[one + 1], lines[one]] + lines[one + 2:])),
                          ('a line twice', b''.join(lines[:one] + lines[one:one + 1] + lines[one:])),
                          ('an end cut off', b''.join(lines[:-2]))):
        with open(path, 'wb') as file:
            file.write(spoiled)
        cases.case(f'a stranger finds {name}', expect(p.run('verify', folder), 1, 'record'))


def demo(cases):
    with Place() as p:
        server = Server(p, 'demo', '--only', 'ciic-2020', '--quiet')
        board = server.json('/api/v1/contests/ciic-2020/stages/semifinal')
        cases.case('the demo serves', [] if board['published'] and len(board['lists']) == 2 else [str(board)[:300]])
        cases.case('the demo ends', [] if server.stop() == 0 else ['status'])


def main():
    cases = Cases()
    for part in (beside, demo):
        part(cases)
    cases.done()


if __name__ == '__main__':
    main()
