"""The judging day under load, each beside something bare in the same run.

    LEITAI=… LEITAI_BUILD=… BENCH_DIR=… python3 bench/bench_live.py [fan] [post] [siege] [pages]

- fan: ten thousand open streams of events on one process; a step of the floor is posted and must reach them all. Beside it,
  nginx with nchan does the same for the same client program: the same text, published to as many subscribers.
- post: experts hand in sheets; each is on disk when it is answered. Beside it, the rate at which the disk syncs.
- pages: a board is asked for, while sheets come in and while none do.
- siege: 2,000 clients that drip a header and 5,000 that stay and say nothing; what others' requests take then.

The clients are build/bench/bench/bench-hold (bench/hold.c).
"""
import atexit
import glob
import http.client
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time

PROGRAM, BUILD, WORK = os.environ['LEITAI'], os.environ['LEITAI_BUILD'], os.environ['BENCH_DIR']
HOLD = os.path.join(BUILD, 'bench', 'bench-hold')
LISTENERS, FAN_EVENTS = 10000, 60
EXPERTS, ENTRIES = 64, 400
POST_SECONDS = 5
SLOW, IDLE = 2000, 5000
CONTEST = '/api/v1/contests/live'
HEAT = CONTEST + '/stages/first/heats/room'
DEFINITION = '''leitai: 1
id: live
title: Live
classes: [{id: judge, title: Judge}]
stages:
  - id: first
    title: First
    heats: [{id: room, title: Room}, {id: hall, title: Hall}]
    criteria: [{id: plan, title: Plan, max: 10, step: 0.5}, {id: use, title: Use, max: 10, step: 0.5}]
    scoring:
      quorum: {sheets: 4}
      steps: [{do: total, as: mean}, {do: combine, rule: mean}]
      tie_end: shared
'''


def say(text):
    print(text, file=sys.stderr, flush=True)


def memory(pids):
    """Proportional set size, in bytes: what a page shared by several costs is divided among them."""
    total = 0
    for pid in pids:
        with open(f'/proc/{pid}/smaps_rollup', encoding='ascii') as file:
            total += 1024 * int(re.search(r'^Pss:\s+(\d+)', file.read(), re.M).group(1))
    return total


class Place:
    """A data directory with the contest `live`, and a server on it."""

    def __init__(self, name, experts=EXPERTS, entries=ENTRIES):
        self.path = os.path.join(WORK, name)
        os.makedirs(self.path)
        self.env = {k: v for k, v in os.environ.items() if not k.startswith('LEITAI_')} | {
            'LEITAI_DATA': os.path.join(self.path, 'data'), 'NO_COLOR': '1'}
        self.experts = [f'J-{i}' for i in range(1, experts + 1)]
        self.entries = [f'E-{i:03}' for i in range(1, entries + 1)]
        self.run('init', '--host', 'bench.example')
        self.run('contest', 'add', self.file('live.yaml', DEFINITION))
        self.run('import', 'entries', 'live', self.file('entries.csv', 'entry,title,team\n' + ''.join(
            f'{e},项目 {e},团队 {e}\n' for e in self.entries)))
        self.run('import', 'experts', 'live', self.file('experts.csv', 'expert,class\n' + ''.join(
            f'{j},judge\n' for j in self.experts)))
        self.process = self.port = None

    def file(self, name, text):
        path = os.path.join(self.path, name)
        with open(path, 'wb') as file:
            file.write(text if isinstance(text, bytes) else text.encode())
        return path

    def run(self, *words):
        return subprocess.run([PROGRAM, *words], env=self.env, check=True, capture_output=True, text=True).stdout

    def serve(self, *words):
        self.process = subprocess.Popen([PROGRAM, 'serve', '--listen', '127.0.0.1:0', *words], env=self.env, stdout=subprocess.PIPE,
                                        text=True)
        atexit.register(self.process.kill)
        self.port = int(re.search(r':(\d+)/', self.process.stdout.readline()).group(1))
        return self

    def link(self, role, *words):
        """(cookie, token for changes) of a new link's session."""
        made = json.loads(self.run('link', 'make', 'live', role, *words, '--json'))
        fields, answer = self.ask('POST', '/api/v1/session/link', {'token': made['url'].split('#')[1]})
        return fields['Set-Cookie'].split(';')[0], answer['token']

    def ask(self, method, path, body=None, **fields):
        connection = http.client.HTTPConnection('127.0.0.1', self.port, timeout=30)
        connection.request(method, path, json.dumps(body) if body is not None else None,
                           {'Content-Type': 'application/json', **{k.replace('_', '-'): v for k, v in fields.items()}})
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        if answer.status > 299:
            raise SystemExit(f'{method} {path}: {answer.status} {text[:500]}')
        return answer.headers, json.loads(text) if text else None

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=30)


def raw(path, body, who=None, key=None):
    """A request as bytes, with its length before it."""
    text = json.dumps(body).encode() if not isinstance(body, bytes) else body
    lines = [f'POST {path} HTTP/1.1', 'Host: localhost', 'Content-Type: application/json', f'Content-Length: {len(text)}']
    if who:
        lines += [f'Cookie: {who[0]}', f'X-Leitai-Token: {who[1]}', f'Idempotency-Key: {key}']
    whole = '\r\n'.join(lines).encode() + b'\r\n\r\n' + text
    return f'{len(whole)}\n'.encode() + whole


class Hold:
    def __init__(self, *words):
        self.process = subprocess.Popen([HOLD, *map(str, words)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        atexit.register(self.process.kill)

    def ready(self):
        if self.process.stdout.readline().strip() != 'ready':
            raise SystemExit('bench-hold did not get ready')
        return self

    def go(self):
        self.process.stdin.write('go\n')
        self.process.stdin.flush()
        return self

    def result(self):
        line = self.process.stdout.readline()
        if self.process.wait(timeout=120) != 0 or not line:
            raise SystemExit('bench-hold failed')
        return json.loads(line)


# ---- fan

def floor_requests(place, count):
    """Steps that turn the running order about, and the data of one such event."""
    manager = place.link('floor')
    order = place.entries[:12]
    place.ask('POST', HEAT + '/floor', {'step': 1, 'action': 'open', 'entries': order}, Cookie=manager[0], X_Leitai_Token=manager[1],
              Idempotency_Key='open')
    steps = []
    for i in range(count):
        order = order[1:] + order[:1]
        steps.append(raw(HEAT + '/floor', {'step': i + 2, 'action': 'order', 'entries': order}, manager, f'order-{i}'))
    return b''.join(steps)


def newest_event(place):
    connection = http.client.HTTPConnection('127.0.0.1', place.port, timeout=10)
    connection.request('GET', CONTEST + '/events?after=0')
    stream = connection.getresponse()
    for line in stream:
        if line.startswith(b'data: ') and b'order":[' in line:
            connection.close()
            return line[6:].strip()
    raise SystemExit('no event')


def fan_out(name, port, path, publish_port, requests, pids, n):
    before = memory(pids())
    hold = Hold('fan', port, path, n, publish_port, requests, 'order":[').ready()
    time.sleep(1)
    held = memory(pids())
    result = hold.go().result()
    result |= {'memory': held - before, 'before': before, 'after': memory(pids()) if pids else 0}
    say(f'fan, {name}: {result}')
    return result


def nginx_program():
    """nginx and nchan's module: installed, or unpacked by script/bench into the build's cache."""
    for root in ('', os.path.join(os.path.dirname(BUILD), 'cache', 'nchan')):
        program, module = root + '/usr/sbin/nginx', root + '/usr/lib/nginx/modules/ngx_nchan_module.so'
        if os.access(program, os.X_OK) and os.path.exists(module):
            return program, module
    return None


NGINX = '''
load_module {module};
daemon off;
worker_processes 1;
worker_rlimit_nofile {files};
pid {path}/nginx.pid;
error_log {path}/error.log warn;
events {{ worker_connections {files}; use epoll; multi_accept on; }}
http {{
    access_log off;
    client_body_temp_path {path}/body; proxy_temp_path {path}/proxy; fastcgi_temp_path {path}/fastcgi;
    uwsgi_temp_path {path}/uwsgi; scgi_temp_path {path}/scgi;
    nchan_shared_memory_size 128M;
    keepalive_requests 100000;
    server {{
        listen 127.0.0.1:{port} backlog=4096;
        location = /publish {{ nchan_publisher; nchan_channel_id floor; nchan_message_buffer_length 1000; nchan_message_timeout 10m; }}
        location = /events {{ nchan_subscriber eventsource; nchan_channel_id floor; nchan_subscriber_first_message newest;
            nchan_eventsource_ping_interval 15; }}
    }}
}}
'''


def free_port():
    import socket
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]


class Nginx:
    """A master and one worker, of an unprivileged user where we are root."""

    def __init__(self, program, module):
        self.path, self.port = os.path.join(WORK, 'nginx'), free_port()
        os.makedirs(self.path)
        files = min(resource.getrlimit(resource.RLIMIT_NOFILE)[1], 65536)
        config = os.path.join(self.path, 'nginx.conf')
        with open(config, 'w', encoding='ascii') as file:
            file.write(NGINX.format(module=module, path=self.path, port=self.port, files=files))
        person = {}
        if os.geteuid() == 0:
            shutil.chown(self.path, 'nobody')
            for above in (WORK, os.path.dirname(WORK)):
                os.chmod(above, os.stat(above).st_mode | 0o011)
            person = {'user': 'nobody', 'extra_groups': []}
        # With nchan it wants the folders that were compiled in, though the configuration names others: it gets a /var/lib of
        # its own, and in there is nobody again, since as root it would change its user.
        words = [program, '-c', config, '-p', self.path, '-e', os.path.join(self.path, 'error.log')]
        self.process = subprocess.Popen(['unshare', '--map-root-user', '--mount', 'sh', '-c', 'mount -t tmpfs none /var/lib && '
                                         'mkdir -m 777 /var/lib/nginx && exec unshare --user --map-user=65534 "$@"', 'sh', *words], **person,
                                        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (files, files)))
        atexit.register(self.process.terminate)
        for _ in range(100):
            time.sleep(0.05)
            try:
                connection = http.client.HTTPConnection('127.0.0.1', self.port, timeout=5)
                connection.request('POST', '/publish', '{}')
                if connection.getresponse().status < 300:
                    return
            except OSError:
                pass
        raise SystemExit('nginx does not start: ' + open(os.path.join(self.path, 'error.log'), encoding='utf-8').read()[-500:])

    def pids(self):
        children = subprocess.run(['pgrep', '-P', str(self.process.pid)], capture_output=True, text=True).stdout.split()
        return [self.process.pid, *map(int, children)]

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=30)


def fan():
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    n = min(LISTENERS, hard - 1000)
    if n < LISTENERS:
        say(f'only {n} listeners: a process may have {hard} descriptors (ulimit -Hn)')
    place = Place('fan', experts=4, entries=12).serve('--listeners', str(n + 10), '--connections', '1000')
    requests = place.file('steps', floor_requests(place, FAN_EVENTS))
    data = newest_event(place)
    ours = fan_out('leitai', place.port, CONTEST + '/events', place.port, requests, lambda: [place.process.pid], n)
    place.stop()
    against = {}
    found = nginx_program()
    if found:
        nginx = Nginx(*found)
        posts = place.file('posts', b''.join(raw('/publish', data) for _ in range(FAN_EVENTS)))
        against = fan_out('nginx with nchan', nginx.port, '/events', nginx.port, posts, nginx.pids, n)
        nginx.stop()
    else:
        say('no nginx with nchan here: no comparison')

    def row(case, field, unit, divide=1):
        made = {'case': case, 'n': n, 'value': round(ours[field] / divide, 2), 'unit': unit}
        if against:
            made['against'] = {'what': 'nginx with nchan', 'value': round(against[field] / divide, 2)}
        return made
    return [row(f'an event of {len(data)} bytes to all, the last has it, median', 'last_p50_us', 'ms', 1000),
            row(f'an event of {len(data)} bytes to all, the last has it, 99 of 100', 'last_p99_us', 'ms', 1000),
            row('the same, any listener, median', 'each_p50_us', 'ms', 1000),
            row('the publisher is answered, median (ours is on disk then)', 'answered_p50_us', 'ms', 1000),
            row('memory of a listener', 'memory', 'bytes', n)]


# ---- post

def sync_rate():
    """Appends 4 KiB and fdatasync, one thread."""
    fd = os.open(os.path.join(WORK, 'bare'), os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    block, n, start = b'x' * 4096, 0, time.monotonic()
    while time.monotonic() - start < 2:
        os.write(fd, block)
        os.fdatasync(fd)
        n += 1
    rate = n / (time.monotonic() - start)
    os.close(fd)
    return rate


def sheet_requests(place, entries, turn=0):
    """Each expert's first sheet for each entry, entry by entry, as a hall hands them in."""
    people = [place.link('expert', '--expert', j, '--reusable') for j in place.experts] if turn == 0 else place.people
    place.people = people
    return b''.join(raw(HEAT + '/sheets', {'entry': e, 'marks': {'plan': '7.5', 'use': '8'}, 'base': 0, 'draft': f'{e}-{i}'}, who, f'{e}-{i}')
                    for e in entries for i, who in enumerate(people))


def post():
    rows, bare = [], sync_rate()
    place = Place('post').serve()
    half = len(place.entries) // 4
    for turn, n in enumerate((16, 256)):
        entries = place.entries[:half] if turn == 0 else place.entries[half:]
        file = place.file('sheets', sheet_requests(place, entries, turn))
        result = Hold('post', place.port, n, file, POST_SECONDS).result()
        say(f'post, {n} clients: {result}; bare sync {bare:.0f}/s')
        if result['bad']:
            raise SystemExit('sheets were refused')
        rows += [{'case': 'sheets on disk, n clients', 'n': n, 'value': result['rate'], 'unit': 'sheets/s',
                  'against': {'what': 'bare fdatasync of 4 KiB', 'value': round(bare)}},
                 {'case': 'a sheet is acknowledged, 99 of 100, n clients', 'n': n, 'value': result['p99_us'] / 1000, 'unit': 'ms'}]
    place.stop()
    return rows


# ---- pages

def pages():
    """Reads of a board by 16 clients each 10 ms; then the same while 16 clients hand in sheets."""
    place = Place('pages').serve()
    path = CONTEST + '/stages/first'
    quiet = Hold('good', place.port, path, 16, 3).ready().result()
    file = place.file('sheets', sheet_requests(place, place.entries))
    builds = counter(place, 'snapshot_builds_total')
    posting = Hold('post', place.port, 16, file, 5)
    time.sleep(0.5)
    busy = Hold('good', place.port, path, 16, 3).ready().result()
    posted = posting.result()
    made = counter(place, 'snapshot_builds_total') - builds
    say(f'pages: quiet {quiet}, busy {busy}, {posted["rate"]:.0f} sheets/s, {made} built')
    place.stop()
    return [{'case': 'a board while sheets come in, median', 'value': busy['p50_us'] / 1000, 'unit': 'ms',
             'against': {'what': 'while none come', 'value': quiet['p50_us'] / 1000}},
            {'case': 'a board while sheets come in, 99 of 100', 'value': busy['p99_us'] / 1000, 'unit': 'ms',
             'against': {'what': 'while none come', 'value': quiet['p99_us'] / 1000}},
            {'case': f'pages made anew while {posted["answers"]} sheets came', 'value': made, 'unit': 'pages'}]


def counter(place, name):
    connection = http.client.HTTPConnection('127.0.0.1', place.port, timeout=10)
    connection.request('GET', '/metrics')
    return int(re.search(rf'^leitai_{name} (\d+)$', connection.getresponse().read().decode(), re.M).group(1))


# ---- siege

def siege():
    place = Place('siege', experts=4, entries=12).serve('--connections', '10000')
    path = CONTEST + '/stages/first'
    pids = [place.process.pid]
    before = Hold('good', place.port, path, 16, 5).ready().result()
    empty = memory(pids)
    idle = Hold('idle', place.port, path, IDLE, 16).ready()
    time.sleep(2)
    held = memory(pids)
    slow = Hold('slow', place.port, SLOW, 12).ready()
    time.sleep(1)
    during = Hold('good', place.port, path, 16, 8).ready().result()
    say(f'siege: before {before}, during {during}, slow {slow.result()}, idle {idle.result()}, {(held - empty) / IDLE:.0f} bytes each')
    place.stop()
    if during['bad']:
        say(f'siege: {during["bad"]} good requests failed')
    return [{'case': f'a request beside {SLOW} slow and {IDLE} idle clients, 99 of 100', 'value': during['p99_us'] / 1000, 'unit': 'ms',
             'against': {'what': 'without them', 'value': before['p99_us'] / 1000}},
            {'case': f'a request beside {SLOW} slow and {IDLE} idle clients, median', 'value': during['p50_us'] / 1000, 'unit': 'ms',
             'against': {'what': 'without them', 'value': before['p50_us'] / 1000}},
            {'case': 'memory of an idle connection', 'n': IDLE, 'value': round((held - empty) / IDLE), 'unit': 'bytes'}]


def main():
    parts = {'fan': fan, 'post': post, 'pages': pages, 'siege': siege}
    wanted = sys.argv[1:] or list(parts)
    for old in glob.glob(os.path.join(WORK, '*')):
        shutil.rmtree(old) if os.path.isdir(old) else os.remove(old)
    rows = [row for name in wanted for row in parts[name]()]
    print(json.dumps({'bench': 'live', 'rows': rows}))


if __name__ == '__main__':
    main()
