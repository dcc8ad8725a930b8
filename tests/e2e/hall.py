"""A heat in the hall, in Chromium against the program itself: the floor manager's console, the wall, the stage timer.

    LEITAI=build/leitai python3 tests/e2e/hall.py [FOLDER for screenshots]

web/e2e/hall.test.ts is the test; here are its contest, its server and the links of its people.
"""
import json
import os
import subprocess
import sys

from browser import RUNNER, unable
from people import Client, add_account, make_link
from program import DEFINITION, ENTRIES_CSV, EXPERTS, EXPERTS_CSV, ROOT, Cases, Place
from serve import Server

TIMED = DEFINITION.replace('heats: [{id: room, title: 会场}]',
                           'heats: [{id: room, title: {zh: 甲场, en: Heat A}, venue: {zh: 一号厅, en: Hall 1}, '
                           'pitch: 300 s, questions: 14 s}]') \
    .replace('    panel: {industry: 2, investor: 1}\n',
             '    panel: {industry: 2, investor: 1}\n    floor: {reveal: each, marking: 60 s}\n', 1)


def main():
    why = unable()
    if why:
        cases = Cases()
        cases.skip('the hall', why)
        cases.done()
    with Place() as place:
        place.must('init', '--host', 'h.example')
        place.must('contest', 'add', place.file('small.yaml', TIMED))
        place.must('import', 'entries', 'small', place.file('entries.csv', ENTRIES_CSV))
        place.must('import', 'experts', 'small', place.file('experts.csv', EXPERTS_CSV))
        line = place.file('line', '17 green\n')
        pool = place.file('pool', ''.join(f'E-{i}\n' for i in range(1, 6)))
        place.must('ceremony', 'commit', 'small', 'running order', pool, line, '--lines')
        place.must('ceremony', 'announce', 'small', pool, '--draw', '1', '--reveals', line)
        place.must('ceremony', 'conclude', 'small', '1')
        hall = {
            'floor': make_link(place, 'small', 'floor', '--reusable')[1],
            'bound': make_link(place, 'small', 'floor', '--stage', 'first', '--heat', 'room', '--reusable')[1],
            'experts': [make_link(place, 'small', 'expert', '--expert', e, '--reusable')[1] for e in EXPERTS],
        }
        with Server(place, '--listen', '127.0.0.1:0') as server:
            add_account(place, 'boss', '--admin')
            boss = Client(server, 'boss')
            assert boss.by_password('boss')[0] == 200
            seats = boss.send('PUT', '/api/v1/contests/small/stages/first/heats/room/panel', {'experts': EXPERTS})
            assert seats[0] == 200, seats
            environment = dict(os.environ, BASE_URL=server.url, HALL=json.dumps(hall))
            if len(sys.argv) > 1:
                environment['SHOTS'] = os.path.abspath(sys.argv[1])
            status = subprocess.run([*RUNNER, 'e2e/hall.test.ts'], cwd=os.path.join(ROOT, 'web'), env=environment).returncode
    sys.exit(status)


if __name__ == '__main__':
    main()
