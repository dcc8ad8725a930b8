"""A heat's floor with the real program: two managers press at once and one of them acts, an overtime is measured and counts,
a panel is seated, and a ledger that says anything else is refused by both verifiers.

    LEITAI=build/leitai python3 tests/e2e/floor.py [postgres]

On PostgreSQL the two managers are on two servers.
"""
import contextlib
import hashlib
import json
import os
import re
import subprocess
import sys
import threading
import time

from people import Client, make_link
from program import DEFINITION, ENTRIES_CSV, EXPERTS_CSV, FIRST, POSTGRES, ROOT, Cases, Place, check_ledger, expect, need_postgres, \
    sheets_csv
from serve import Server

TIMED = DEFINITION.replace('heats: [{id: room, title: 会场}]', 'heats: [{id: room, title: 会场, pitch: 1 s, questions: 60 s}]') \
    .replace('''step: 0.5}
    scoring:''', '''step: 0.5}
      - {id: over, title: 超时, by: official, optional: true, weight: 0, max: 60}
    scoring:''', 1).replace('''    panel: {industry: 2, investor: 1}
''', '''    panel: {industry: 2, investor: 1}
    floor: {overtime: over, marking: 60 s}
''', 1).replace('mode: half-up}}\n', 'mode: half-up}}\n        - {do: penalty, criterion: over, points: 1}\n', 1)
HEAT = '/api/v1/contests/small/stages/first/heats/room'
ORDER = [f'E-{i}' for i in (3, 1, 2, 5, 4)]
ROUNDS = 25


class Managers:
    """Two floor managers who saw the same floor."""

    def __init__(self, place, servers):
        token = make_link(place, 'small', 'floor', '--stage', 'first', '--heat', 'room', '--reusable')[1]
        self.clients = [Client(server, f'manager {i}') for i, server in enumerate((servers[0], servers[-1]))]
        for client in self.clients:
            assert client.by_link(token)[0] == 200
        self.step = 0

    def one(self, action, **more):
        status, code, text = self.clients[0].send('POST', HEAT + '/floor', {'step': self.step + 1, 'action': action, **more})
        self.step += status == 200
        return status, code, text

    def must(self, action, **more):
        status, code, text = self.one(action, **more)
        assert status == 200, (action, more, status, text)
        return json.loads(text)

    def both(self, *actions):
        """Each presses something else, at the same moment: the codes, and the floor as the winner got it. (What everybody
        gets may be a moment old.)"""
        answers, start = [None, None], threading.Barrier(2)

        def press(i):
            start.wait()
            answers[i] = self.clients[i].send('POST', HEAT + '/floor', {'step': self.step + 1, **actions[i]})

        threads = [threading.Thread(target=press, args=(i,)) for i in range(2)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        self.step += 1
        floor = next((json.loads(text) for status, _, text in answers if status == 200), None)
        return sorted(f'{status} {code}'.strip() for status, code, _ in answers), floor


def race(cases, managers, floor):
    """The floor after it."""
    wrong = []
    for i in range(ROUNDS):
        entry = floor['next']
        codes, floor = managers.both({'action': 'call', 'entry': entry}, {'action': 'skip', 'entry': entry})
        if codes != ['200', '409 floor.moved']:
            wrong.append(f'round {i}: {codes}')
        if floor['on']:
            floor = managers.must('undo')
    cases.case(f'of two who press at once one acts, {ROUNDS} times', wrong)
    return floor


def an_evening(cases, managers):
    status, code, _ = managers.one('open', entries=ORDER[:-1])
    cases.case('a running order that lacks an entry', [] if (status, code) == (400, 'floor.order') else [f'{status} {code}'])
    floor = race(cases, managers, managers.must('open', entries=ORDER))
    order = [e['entry'] for e in floor['order']]
    managers.must('call', entry=order[0])
    managers.must('pitch', entry=order[0])
    time.sleep(3.2)
    after = managers.must('mark', entry=order[0])
    late = next(e['overtime'] for e in after['order'] if e['entry'] == order[0])
    cases.case('an overtime is measured', [] if late in (2, 3, 4) else [f'{late} s'])
    managers.must('lock', entry=order[0])
    status, code, _ = managers.one('undo')
    cases.case('a lock is not taken back', [] if (status, code) == (409, 'floor.undo') else [f'{status} {code}'])
    for entry in order[1:]:
        for action in ('call', 'pitch', 'questions', 'mark', 'lock'):
            managers.must(action, entry=entry)
    return order[0]


def by_hand(cases, place):
    """The same from the command line."""
    where = ('small', 'first', 'room')
    shown = place.must('floor', 'show', *where)
    cases.case('floor show', expect(shown, 0, 'locked') + expect(shown, 0, 'E-4'))
    cases.case('floor step: a wrong number', expect(place.run('floor', 'step', *where, 'undo', '--step', '3'), 75, 'floor.moved'))
    cases.case('floor step: no such action', expect(place.run('floor', 'step', *where, 'jmp'), 65, 'floor.action'))
    cases.case('floor step: not now', expect(place.run('floor', 'step', *where, 'extend', '--seconds', '30'), 75, 'floor.clock'))
    cases.case('floor step: seconds', expect(place.run('floor', 'step', *where, 'extend', '--seconds', 'x'), 64, 'usage.number'))
    cases.case('floor step: two entries', expect(place.run('floor', 'step', *where, 'call', 'E-1', 'E-2'), 64, 'usage.operands'))
    cases.case('panel seat', expect(place.run('panel', 'seat', *where, 'J-1', 'J-2', 'J-3'), 0))
    cases.case('panel seat: a stranger', expect(place.run('panel', 'seat', *where, 'J-9'), 66, 'expert.unknown'))


def lies(folder, wanted):
    """The export with one record changed, chained again: (what both verifiers must say of it, a folder)."""
    with open(os.path.join(folder, 'ledger.jsonl'), encoding='utf-8') as file:
        records = [json.loads(line) for line in file]
    for name, find, change, ours, second in wanted:
        copy = [json.loads(json.dumps(r)) for r in records]
        seq = next(r['seq'] for r in copy if find(r))
        change(copy[seq]['body'])
        out = os.path.join(os.path.dirname(folder), 'lie')
        os.makedirs(out, exist_ok=True)
        prev, lines = '0' * 64, []
        for r in copy:
            r['prev'] = prev
            lines.append(json.dumps(r, sort_keys=True, separators=(',', ':'), ensure_ascii=False))
            prev = hashlib.sha256(lines[-1].encode()).hexdigest()
        with open(os.path.join(out, 'ledger.jsonl'), 'w', encoding='utf-8') as file:
            file.write('\n'.join(lines) + '\n')
        yield name, out, seq, ours, second


def step_is(action):
    return lambda r: r['type'] == 'floor.step' and r['body']['action'] == action


LIES = (
    ('an overtime forgiven', step_is('mark'), lambda b: b.update(overtime=0), 'its overtime is 0', 'its overtime is 0'),
    ('a call out of turn', step_is('call'), lambda b: b.update(entry='E-4'), 'is not next', 'calls an entry while'),
    ('an entry left out', step_is('open'), lambda b: b['entries'].pop(), 'is not on its floor', 'is not on the floor of its heat'),
    ('a step left out', step_is('pitch'), lambda b: b.update(step=b['step'] + 1), 'after step', 'is step'),
    ('a lock before its time', step_is('mark'), lambda b: (b.update(action='lock'), b.pop('overtime')), 'does not allow it', 'lock of an entry'),
    ('a panel without somebody who marked', lambda r: r['type'] == 'panel.seat' and r['actor'] == 'cli', lambda b: b['experts'].pop(),
     'does not sit on the panel', 'does not sit on the panel'),
    ('a stranger on the panel', lambda r: r['type'] == 'panel.seat' and r['actor'] == 'cli', lambda b: b['experts'].append('J-9'), 'never seated',
     'may not sit there'),
)


def refused(cases, place, folder):
    for name, out, seq, ours, second in lies(folder, LIES):
        said = place.run('verify', out)
        cases.case(f'verify refuses {name}', [] if said.status == 1 and re.search(f'record [0-9]+: .*{ours}', said.out + said.err)
                   else [str(said)])
        done = subprocess.run([sys.executable, os.path.join(ROOT, 'tests', 'check', 'verify_ledger.py'), out], capture_output=True,
                              text=True, timeout=300)
        cases.case(f'the second verifier refuses {name}', [] if done.returncode == 1 and re.search(f'record [0-9]+: .*{second}', done.stdout)
                   else [done.stdout[:800] + done.stderr[-500:]])


def main():
    cases = Cases()
    need_postgres()
    with Place() as place, contextlib.ExitStack() as stack:
        place.must('init', '--host', 'h.example')
        place.must('contest', 'add', place.file('small.yaml', TIMED))
        place.must('import', 'entries', 'small', place.file('entries.csv', ENTRIES_CSV))
        place.must('import', 'experts', 'small', place.file('experts.csv', EXPERTS_CSV + 'J-4,industry\n'))
        servers = [stack.enter_context(Server(place, '--listen', '127.0.0.1:0')) for _ in range(2 if POSTGRES else 1)]
        managers = Managers(place, servers)
        boss = Client(servers[0], 'boss')
        place.must('account', 'add', 'boss', '--admin', text='correct horse battery\n')
        boss.by_password('boss', 'correct horse battery')
        status, _, text = boss.send('PUT', HEAT + '/panel', {'experts': ['J-2', 'J-1', 'J-3']})
        cases.case('a panel is seated', [] if status == 200 and [e['id'] for e in json.loads(text)['experts']] == ['J-1', 'J-2', 'J-3']
                   else [text])
        late = an_evening(cases, managers)
        by_hand(cases, place)
        marks = {'E-1': ((9, 9),) * 3, 'E-2': ((8, 8),) * 3, 'E-3': ((7, 7),) * 3, 'E-4': ((6, 6),) * 3, 'E-5': ((5, 5),) * 3}
        place.must('import', 'sheets', 'small', place.file('s.csv', sheets_csv(marks)), '--stage', 'first')
        stranger = 'heat,entry,expert,criterion,mark\nroom,E-1,J-4,plan,9\nroom,E-1,J-4,use,9\n'
        cases.case('who has no seat marks nothing', expect(place.run('import', 'sheets', 'small', place.file('x.csv', stranger), '--stage',
                                                                      'first'), 65, 'sheet.panel'))
        status, code, _ = boss.send('PUT', HEAT + '/panel', {'experts': ['J-1', 'J-2']})
        cases.case('who marked stays on the panel', [] if (status, code) == (409, 'panel.marked') else [f'{status} {code}'])
        boss.send('POST', HEAT + '/lock', {'incomplete': True})
        status, code, _ = managers.one('return', entry='E-1')
        cases.case('nothing moves in a locked heat', [] if (status, code) == (409, 'heat.locked') else [f'{status} {code}'])
        place.must('stage', 'close', 'small', 'first')
        place.must('stage', 'publish', 'small', 'first')
        score = next(r['score'] for one in place.must('stage', 'show', 'small', 'first', '--json').json['lists'] for r in one['rows']
                     if r['entry'] == late)
        cases.case('the overtime counts', [] if score == marks[late][0][0] - 1 else [f'{late} has {score}'])
        folder = os.path.join(place.path, 'export')
        place.must('ledger', 'export', 'small', folder)
        check_ledger(cases, place, folder, 'with a floor')
        refused(cases, place, folder)
    cases.done()


if __name__ == '__main__':
    main()
