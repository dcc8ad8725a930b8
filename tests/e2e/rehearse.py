"""A judging day in the small contest, played by `leitai rehearse` through servers that are killed and started again.

    LEITAI=build/leitai python3 tests/e2e/rehearse.py [postgres]

On PostgreSQL two servers share the database, and are killed in turn. With the word `own`, instead: a contest of the demo on
the command's own server, twice by the same seed, which leaves nothing behind.
"""
import os
import re
import subprocess
import sys
import threading
import time

from program import BINARY, DEFINITION, EXPERTS_CSV, POSTGRES, Cases, Place, check_ledger, expect, need_postgres

ENTRIES = 'entry,title,team,division\n' + ''.join(f'E-{i:02},项目 {i},团队 {i},big\n' for i in range(1, 11))
TIMED = DEFINITION.replace('heats: [{id: room, title: 会场}]', 'heats: [{id: room, title: 会场, pitch: 8 min, questions: 4 min}]') \
    .replace('    panel: {industry: 2, investor: 1}\n', '    panel: {industry: 2, investor: 1}\n    floor: {marking: 60 s}\n', 1) \
    .replace('max: 10, step: 0.5', 'max: 100, step: 0.5')
PASSWORD = 'correct horse battery'


class Servers:
    """So many, each on a port of its own that it keeps when it comes back."""

    def __init__(self, place, count):
        self.place, self.ports, self.processes = place, [0] * count, [None] * count
        for i in range(count):
            self.start(i)

    def start(self, i):
        for _ in range(50):
            process = self.place.start('serve', '--listen', f'127.0.0.1:{self.ports[i]}')
            found = re.search(r':(\d+)/', process.stdout.readline())
            if found:
                self.processes[i], self.ports[i] = process, int(found[1])
                return
            process.wait()
            time.sleep(0.1)
        raise AssertionError('the server does not come back')

    def kill(self, i):
        self.processes[i].kill()
        self.processes[i].communicate()

    def urls(self):
        return [word for port in self.ports for word in ('--url', f'http://127.0.0.1:{port}')]

    def stop(self):
        for i in range(len(self.processes)):
            self.kill(i)


def rehearse(place, servers, *words):
    password = place.file('password', PASSWORD + '\n')
    return subprocess.Popen([BINARY, 'rehearse', 'small', *servers.urls(), '--login', 'boss', '--password-file', password, '--json', *words],
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=place.environment(), cwd=place.path)


def with_kills(place, servers, times, *words):
    """The rehearsal's (status, summary, what it said), with a server killed so many times once the floors are open."""
    process = rehearse(place, servers, *words)
    said, open_ = [], threading.Event()

    def listen():
        for line in process.stderr:
            said.append(line)
            if 'has pitched' in line:
                open_.set()
        open_.set()

    thread = threading.Thread(target=listen)
    thread.start()
    open_.wait(timeout=60)
    for k in range(times):
        if process.poll() is not None:
            break
        servers.kill(k % len(servers.ports))
        time.sleep(0.3)
        servers.start(k % len(servers.ports))
        time.sleep(0.7)
    out = process.stdout.read()
    thread.join()
    return process.wait(timeout=120), out, ''.join(said)


def summary(cases, name, done, wanted):
    import json
    status, out, said = done
    if status != 0:
        cases.case(name, [f'status {status}: {said[-600:]}'])
        return
    facts = json.loads(out)
    cases.case(name, [f'{key}: {facts.get(key)!r}' for key, holds in wanted.items() if not holds(facts.get(key, -1))])
    print('#', {k: facts[k] for k in ('sheets', 'amended', 'recused', 'resent', 'again', 'votes', 'repeats', 'p50_us', 'p99_us', 'took_ms')})


def own(cases):
    facts = []
    with Place() as place:
        for _ in range(2):
            done = place.run('rehearse', 'ciic-ai-2021', '--stage', 'final', '--speed', '60000', '--seed', '7', '--json',
                             env={'TMPDIR': place.path})
            cases.case('a day on a server of its own', expect(done, 0, '"ledger":"holds"'))
            facts.append({k: v for k, v in (done.json if done.status == 0 else {}).items()
                          if k in ('entries', 'steps', 'sheets', 'amended', 'recused', 'late', 'again', 'ties', 'votes', 'shown', 'devices')})
        cases.case('the same seed, the same day', [] if facts[0] == facts[1] and facts[0].get('ties') else [str(facts)])
        left = [name for name in os.listdir(place.path) if 'rehearse' in name]
        cases.case('nothing is left behind', left)
        wrong = place.run('rehearse', 'ciic-ai-2020')
        cases.case('a name that is nearly right', expect(wrong, 64, 'ciic-ai-2021'))
        cases.case('a speed that is none', expect(place.run('rehearse', 'ciic-ai-2021', '--speed', '0'), 64, 'usage.number'))
        cases.case('a server without a login', expect(place.run('rehearse', 'x', '--url', 'http://127.0.0.1:1'), 64, 'usage.login'))
    cases.done()


def main():
    cases = Cases()
    if 'own' in sys.argv[1:]:
        own(cases)
        return
    need_postgres()
    with Place() as place:
        place.must('init', '--host', 'h.example')
        place.must('contest', 'add', place.file('small.yaml', TIMED))
        place.must('import', 'entries', 'small', place.file('entries.csv', ENTRIES))
        place.must('import', 'experts', 'small', place.file('experts.csv', EXPERTS_CSV))
        place.must('account', 'add', 'boss', '--admin', text=PASSWORD + '\n')
        servers = Servers(place, 2 if POSTGRES else 1)
        try:
            first = with_kills(place, servers, 6 if POSTGRES else 3, '--speed', '600')
            summary(cases, 'a day with killed servers', first, {
                'ledger': lambda v: v == 'holds', 'results': lambda v: v == 1, 'entries': lambda v: v == 10, 'sheets': lambda v: v >= 30,
                'refused': lambda v: v == 0, 'ties': lambda v: v == 1, 'votes': lambda v: v >= 2, 'repeats': lambda v: v > 0,
                'steps': lambda v: v >= 50})
            again = with_kills(place, servers, 0, '--speed', '2000', '--seed', '2')
            summary(cases, 'the next stage, undisturbed', again, {'ledger': lambda v: v == 'holds', 'stage': lambda v: v == 'final',
                                                                  'results': lambda v: v == 2, 'refused': lambda v: v == 0})
            status, _, said = with_kills(place, servers, 0)
            cases.case('nothing is left to play', [] if status == 75 and 'rehearse.done' in said else [f'{status} {said}'])
            gone = place.run('rehearse', 'small')
            cases.case('a contest that is not in the demo', expect(gone, 64, 'usage.contest'))
        finally:
            servers.stop()
        folder = os.path.join(place.path, 'export')
        place.must('ledger', 'export', 'small', folder)
        check_ledger(cases, place, folder, 'of the rehearsed day')
    cases.done()


if __name__ == '__main__':
    main()
