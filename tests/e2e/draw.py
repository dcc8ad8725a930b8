"""A draw in a folder: announced, made, checked; the printed shell commands give the same order without us.

    LEITAI=build/leitai python3 tests/e2e/draw.py
"""
import datetime
import hashlib
import http.server
import os
import shutil
import subprocess
import threading
import time

from program import DEFINITION, ENTRIES_CSV, Cases, Place, check_ledger, expect

CHAIN = '52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971'
POOL = 'E-007\nE-012\nE-031\nE-044\nE-058\n'
POOL_SHA = '2bb1f119e98685814dbc7542002240113f5b2fcc8a76f329750eafc656b08596'
ANNOUNCED = (f'leitai-draw/1\ncontest demo-2026\ndraw 1 running-order\npool-sha256 {POOL_SHA}\npool-lines 5\n'
             f'beacon drand {CHAIN} round 657413\nhall-entropy -\n')
BEACON = ('round 657413\nsignature b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be'
          '41076862b98fad56e91a6b85b89cd97b\n'
          'randomness fc1873a13f3545aeade8401532ef5519920652eee6b0d2b19ca12643b87b3587\n')
INVENTED = (f'round 657413\nsignature {"ab" * 48}\nrandomness {hashlib.sha256(bytes.fromhex("ab" * 48)).hexdigest()}\n')
ORDER = ['E-044', 'E-007', 'E-058', 'E-012', 'E-031']
SEED = '205145a094e4b79cfc9028ce99768c7914402b65350c60e38568ef5a0d69a140'
ABOUT = ('--contest', 'demo-2026', '--number', '1', '--purpose', 'running-order')


def sha(text):
    return hashlib.sha256(text.encode()).hexdigest()


def folder(p, name, **files):
    path = os.path.join(p.path, name)
    os.makedirs(path)
    for stem, text in files.items():
        p.file(f'{name}/{stem}.txt', text)
    return path


def read(path, name):
    with open(os.path.join(path, name), encoding='utf-8') as file:
        return file.read()


def run_shell(path, script, shell='sh'):
    return subprocess.run([shell, '-eu', '-c', script], cwd=path, capture_output=True, text=True, timeout=60)


def shell_agrees(path, done, order):
    """What `draw check` printed, run by a plain shell: every line equal, then the order."""
    printed = ''.join(line[1:] + '\n' for line in done.out.splitlines() if line.startswith('\t'))
    for shell in ('sh', 'bash'):
        if not shutil.which(shell):
            continue
        ran = run_shell(path, printed, shell)
        lines = ran.stdout.splitlines()
        checks, drawn = lines[:-len(order)], lines[-len(order):]
        if ran.returncode or ran.stderr:
            yield f'{shell}: status {ran.returncode} {ran.stderr}'
        if len(checks) < 4 or not all(line.endswith(': equal') for line in checks):
            yield f'{shell}: {checks}'
        if drawn != [f'{i} {entry}' for i, entry in enumerate(order, 1)]:
            yield f'{shell}: {drawn}'


def vector(cases, p):
    path = folder(p, 'vector', pool=POOL, draw=ANNOUNCED, beacon=BEACON)
    cases.case('check before make', expect(p.run('draw', 'check', path), 66, 'order.txt'))
    made = p.run('draw', 'make', path, '--json')
    cases.case('the published test vector', expect(made, 0, SEED))
    cases.case('its order', [] if made.status == 0 and made.json['order'] == ORDER else [str(made)])
    first = read(path, 'order.txt')
    cases.case('made again: the same', expect(p.run('draw', 'make', path), 0, 'E-044'))
    checked = p.run('draw', 'check', path)
    cases.case('check', expect(checked, 0, 'holds', SEED, 'signature is drand'))
    cases.case('a plain shell gets the same order', shell_agrees(path, checked, ORDER))
    as_json = p.run('draw', 'check', path, '--json').json
    cases.case('the commands in JSON', [] if 'order: equal' in run_shell(path, as_json['shell']).stdout else [as_json['shell']])
    p.file('vector/order.txt', first.replace('1 E-044\n2 E-007', '1 E-007\n2 E-044'))
    cases.case('a swapped order is found', expect(p.run('draw', 'check', path), 1, 'draw.differs'))
    cases.case('and by the shell', [] if 'order: DIFFERENT' in run_shell(path, as_json['shell']).stdout else ['not found'])
    spoiled = read(path, 'order.txt')
    cases.case('make refuses it', expect(p.run('draw', 'make', path), 1, 'draw.differs'))
    cases.case('and leaves it alone', [] if read(path, 'order.txt') == spoiled else ['it was written'])


def fallback(cases, p):
    """Round 657413 counts for a draw whose round 628613 never came; check says that it must never have come."""
    path = folder(p, 'fallback', pool=POOL, draw=ANNOUNCED.replace('657413', '628613'), beacon=BEACON)
    made = p.run('draw', 'make', path, '--json')
    cases.case('by the round of a day later', expect(made, 0))
    checked = p.run('draw', 'check', path)
    cases.case('check says so', expect(checked, 0, 'signature is drand', 'round 628613 must never have come out'))
    cases.case('a plain shell gets the same order by the fallback', shell_agrees(path, checked, made.json['order']))


def spoiled(cases, p):
    wrong = [
        ('pool', POOL + 'E-059\n', 'draw.pool'), ('pool', 'E-012\nE-007\n', 'draw.order'),
        ('draw', ANNOUNCED.replace('draw 1', 'draw 2'), 'draw.differs'), ('draw', ANNOUNCED.replace('\n', '\r\n'), 'draw.encoding'),
        ('draw', ANNOUNCED.replace('657413', '657414'), 'draw.round'),
        ('beacon', BEACON.replace('b7137', 'b7138'), 'drand.randomness'),
        ('beacon', INVENTED, 'drand.signature'), ('reveals', 'x\n', 'draw.unannounced'),
    ]
    for number, (stem, text, code) in enumerate(wrong):
        path = folder(p, f'wrong-{number}', pool=POOL, draw=ANNOUNCED, beacon=BEACON)
        p.must('draw', 'make', path)
        p.file(f'wrong-{number}/{stem}.txt', text)
        cases.case(f'{stem}.txt spoiled: {code}', expect(p.run('draw', 'check', path), 1, code))


def hall(cases, p):
    reveals = sorted(['团队 1: 九 \\n 3f', 'team 2: 17  x', "team 3: it's $HOME %s"], key=str.encode)
    commitments = ''.join(sorted(sha(line) + '\n' for line in reveals))
    entries = ['甲', 'E-1', '-n', '%s', 'a\\b']
    pool = ''.join(sorted((e + '\n' for e in entries), key=str.encode))
    text = ''.join(line + '\n' for line in reveals)
    path = folder(p, 'hall', pool=pool, commitments=commitments, reveals=text)
    cases.case('neither beacon nor hall', expect(p.run('draw', 'announce', path, *ABOUT, '--no-beacon'), 65, 'draw.entropy'))
    cases.case('no word on the beacon', expect(p.run('draw', 'announce', path, *ABOUT, '--hall'), 64, '--beacon-at'))
    cases.case('announced', expect(p.run('draw', 'announce', path, *ABOUT, '--no-beacon', '--hall'), 0, f'hall-entropy {sha(text)}'))
    cases.case('announced again: the same', expect(p.run('draw', 'announce', path, *ABOUT, '--no-beacon', '--hall'), 0))
    other = ('--contest', 'demo-2026', '--number', '2', '--purpose', 'running-order')
    cases.case('never anew', expect(p.run('draw', 'announce', path, *other, '--no-beacon', '--hall'), 75, 'draw.announced'))
    seed = sha(sha(read(path, 'draw.txt')) + ':' + '0' * 64)
    order = sorted(entries, key=lambda e: sha(f'{seed}:{e}'))
    cases.case('drawn', expect(p.run('draw', 'make', path), 0, seed, *(f'{i} {e}' for i, e in enumerate(order, 1))))
    cases.case('a plain shell gets the same order in a hall', shell_agrees(path, p.run('draw', 'check', path), order))
    p.file('hall/reveals.txt', text.replace('17', '18'))
    cases.case('a reveal nobody committed to', expect(p.run('draw', 'check', path), 1, 'draw.uncommitted'))


def announce(cases, p):
    path = folder(p, 'ahead', pool=POOL)
    cases.case('a round that is out', expect(p.run('draw', 'announce', path, *ABOUT, '--beacon-at', '2024-01-01'), 65, 'draw.past'))
    cases.case('no time', expect(p.run('draw', 'announce', path, *ABOUT, '--beacon-at', 'noon'), 64, 'noon'))
    done = p.run('draw', 'announce', path, *ABOUT, '--beacon-at', '2100-01-01T08:00+08:00')
    expected = (4102444800 - 1692803367) // 3 + 1
    cases.case('the round of a moment', expect(done, 0, f'round {expected}\n'))
    cases.case('it waits for the beacon', expect(p.run('draw', 'make', path), 66, 'beacon.txt'))
    cases.case('no folder', expect(p.run('draw', 'check', os.path.join(p.path, 'none')), 66, 'none'))
    empty = folder(p, 'empty')
    cases.case('no pool', expect(p.run('draw', 'announce', empty, *ABOUT, '--beacon-at', '2100-01-01'), 66, 'pool.txt'))
    cases.case('number 0', expect(p.run('draw', 'announce', path, *ABOUT[:3], '0', *ABOUT[4:], '--no-beacon'), 64, '“0”'))


class Relay(http.server.BaseHTTPRequestHandler):
    """Answers every question with a signature that nobody made."""
    asked = []

    def do_GET(self):
        Relay.asked.append(self.path)
        body = ('{"round":%s,"signature":"%s"}' % (self.path.rsplit('/', 1)[1], 'ab' * 48)).encode()
        self.send_response(200)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def relays(cases, p, pool):
    """The round is asked of relays; what they invent is refused, and the draw waits."""
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Relay)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    soon = datetime.datetime.fromtimestamp(time.time() + 5, datetime.timezone.utc).strftime('%Y-%m-%dT%H:%M:%SZ')
    told = p.run('ceremony', 'announce', 'small', pool, '--purpose', 'relays', '--beacon-at', soon, '--json').json
    time.sleep(8)
    ask = ('ceremony', 'conclude', 'small', str(told['draw']), '--relays', f'http://127.0.0.1:{server.server_port}')
    cases.case('ceremony: a relay that lies', expect(p.run(*ask), 74, 'drand.unreachable'))
    cases.case('ceremony: it was asked for the announced round', [] if Relay.asked == [f'/{CHAIN}/public/{told["round"]}'] else [str(Relay.asked)])
    server.shutdown()
    server.server_close()
    cases.case('ceremony: no relay', expect(p.run(*ask), 74, 'drand.unreachable'))
    cases.case('ceremony: an invented signature', expect(p.run(*ask[:4], '--signature', 'ab' * 48), 65, 'drand.signature'))
    p.must('ceremony', 'void', 'small', str(told['draw']), '--reason', 'no signature')
    shown = p.run('ceremony', 'show', 'small', str(told['draw']))
    cases.case('ceremony: voided when the order could be known', expect(shown, 0, 'when its order could be known'))


def running_order(cases, p):
    """Everybody who takes part is drawn without a network, one withdraws, and the floor is opened in that order."""
    p.must('import', 'entries', 'small', p.file('entries.csv', ENTRIES_CSV))
    line, pool = p.file('one', 'team A 17 3f\n'), p.file('all', ''.join(f'E-{i}\n' for i in range(1, 6)))
    number = str(p.run('ceremony', 'commit', 'small', 'running order', pool, line, '--lines', '--json').json['draw'])
    p.must('ceremony', 'announce', 'small', pool, '--draw', number, '--reveals', line)
    at = ('floor', 'step', 'small', 'first', 'room', 'open')
    cases.case('a floor by a draw without order', expect(p.run(*at, '--draw', number), 75, 'draw.undrawn'))
    p.must('ceremony', 'conclude', 'small', number)
    p.must('entry', 'withdraw', 'small', 'E-4', '--reason', 'r')
    cases.case('by a draw and entries', expect(p.run(*at, 'E-1', '--draw', number), 65, 'floor.field'))
    cases.case('by no draw', expect(p.run(*at, '--draw', '99'), 66, 'draw.unknown'))
    opened = p.run(*at, '--draw', number, '--json').json
    drawn = [x['id'] for x in p.run('ceremony', 'show', 'small', number, '--json').json['order'] if x['id'] != 'E-4']
    cases.case('a floor in the order of a draw', [] if opened['draw'] == int(number) and [e['entry'] for e in opened['order']] == drawn
               else [str(opened)])


def ceremony(cases, p):
    """A draw from the hall in a contest's ledger, one voided; its folder drawn again, both verifiers content."""
    p.must('init')
    p.must('contest', 'add', p.file('small.yaml', DEFINITION))
    pool, lines = p.file('pool', 'E-2\nE-1\nE-3\n'), p.file('lines', '四十二\n17 green\n')
    cases.case('ceremony: lines nobody committed to', expect(p.run(
        'ceremony', 'announce', 'small', pool, '--purpose', 'order', '--reveals', lines), 75, 'draw.uncommitted'))
    p.must('ceremony', 'commit', 'small', 'order', pool, lines, '--lines')
    cases.case('ceremony: one draw at a time', expect(p.run('ceremony', 'commit', 'small', 'pots', pool, lines, '--lines'), 75, 'draw.open'))
    cases.case('ceremony: too early', expect(p.run('ceremony', 'conclude', 'small', '1'), 75, 'draw.early'))
    cases.case('ceremony: another pool than was fixed', expect(p.run(
        'ceremony', 'announce', 'small', p.file('fewer', 'E-1\nE-2\n'), '--draw', '1', '--reveals', lines), 1, 'draw.commitments'))
    cases.case('ceremony: a beacon that was not fixed', expect(p.run(
        'ceremony', 'announce', 'small', pool, '--draw', '1', '--reveals', lines, '--beacon-at', '2100-01-01'), 1, 'draw.commitments'))
    other = p.file('other', '四十二\n18 green\n')
    cases.case('ceremony: another line', expect(p.run(
        'ceremony', 'announce', 'small', pool, '--draw', '1', '--reveals', other), 1, 'draw.uncommitted'))
    p.must('ceremony', 'announce', 'small', pool, '--draw', '1', '--reveals', lines)
    done = p.must('ceremony', 'conclude', 'small', '1', '--json').json
    hall = sha('17 green\n四十二\n')
    text = (f'leitai-draw/1\ncontest small\ndraw 1 order\npool-sha256 {sha("E-1" + chr(10) + "E-2" + chr(10) + "E-3" + chr(10))}\n'
            f'pool-lines 3\nbeacon none\nhall-entropy {hall}\n')
    seed = sha(f'{sha(text)}:{"0" * 64}')
    order = sorted(['E-1', 'E-2', 'E-3'], key=lambda one: sha(f'{seed}:{one}'))
    cases.case('ceremony: the order', [] if [x['id'] for x in done['order']] == order else [str(done)])
    out = os.path.join(p.path, 'shown')
    p.must('ceremony', 'show', 'small', '1', '--out', out)
    checked = p.run('draw', 'check', out)
    cases.case('ceremony: its folder is drawn again', expect(checked, 0))
    cases.case('ceremony: by a plain shell, too', shell_agrees(out, checked, order))
    cases.case('ceremony: a round that is out', expect(p.run(
        'ceremony', 'announce', 'small', pool, '--purpose', 'x', '--beacon-at', '2024-01-01'), 65, 'draw.past'))
    p.must('ceremony', 'announce', 'small', pool, '--purpose', 'pots', '--beacon-at', '2100-01-01')
    cases.case('ceremony: before its round', expect(p.run(
        'ceremony', 'conclude', 'small', '2', '--signature', 'ab' * 48), 75, 'draw.early'))
    p.must('ceremony', 'void', 'small', '2', '--reason', '说错了')
    cases.case('ceremony: once', expect(p.run('ceremony', 'void', 'small', '2', '--reason', 'r'), 75, 'draw.ended'))
    cases.case('ceremony: no such draw', expect(p.run('ceremony', 'show', 'small', '9'), 66, 'draw.unknown'))
    cases.case('ceremony: all of them', expect(p.run('ceremony', 'list', 'small'), 0, 'void', 'concluded'))
    relays(cases, p, pool)
    running_order(cases, p)
    folder = os.path.join(p.path, 'ledger')
    p.must('ledger', 'export', 'small', folder)
    check_ledger(cases, p, folder, 'draws')


def main():
    cases = Cases()
    with Place() as p:
        ceremony(cases, p)
        vector(cases, p)
        fallback(cases, p)
        spoiled(cases, p)
        hall(cases, p)
        announce(cases, p)
    cases.done()


if __name__ == '__main__':
    main()
