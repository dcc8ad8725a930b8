"""Runs the suites of tests/suites.txt one after another and ends with `N passed, N failed`.

A suite is a command that speaks TAP (`ok 3 - name`, `not ok 4 - name`, `ok 5 - name # SKIP why`) on
standard output or error; one that prints no TAP line counts as one case, by its exit status. The word
`meson` in front of a build folder stands for `meson test` there: every test program's own TAP lines are
counted, and the programs run side by side. A suite that dies, runs out of time or exits non-zero without
a `not ok` counts as one more failure, so that nothing can fall silently.
"""
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LOGS = os.path.join(ROOT, 'build', 'test-logs')
TAP = re.compile(r'^\s*(not ok|ok)\b(?:\s+\d+)?\s*-?\s*(.*)$')
SKIP = re.compile(r'#\s*skip\b', re.IGNORECASE)


class Tally:
    def __init__(self):
        self.passed, self.skipped, self.failures = 0, [], []

    def line(self, text, prefix=''):
        match = TAP.match(text)
        if not match:
            return False
        name = prefix + match.group(2).strip()
        # cmocka 1.1 says "not ok 3 # SKIP name".
        if SKIP.search(name):
            self.skipped.append(name)
        elif match.group(1) == 'not ok':
            self.failures.append(name)
        else:
            self.passed += 1
        return True

    def seen(self):
        return self.passed + len(self.skipped) + len(self.failures)

    def add(self, other):
        self.passed += other.passed
        self.skipped += other.skipped
        self.failures += other.failures

    def words(self):
        text = f'{self.passed} passed, {len(self.failures)} failed'
        return text + (f', {len(self.skipped)} skipped' if self.skipped else '')


def read_suites():
    with open(os.path.join(ROOT, 'tests', 'suites.txt'), encoding='utf-8') as file:
        for line in file:
            line = line.strip()
            if line and not line.startswith('#'):
                name, level, seconds, command = line.split(None, 3)
                yield name, level, int(seconds), command


def run_logged(command, log, seconds, name):
    """Exit status, or None when time ran out. A sign of life every 20 seconds."""
    with open(log, 'wb') as out:
        process = subprocess.Popen(command, shell=True, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT,
                                   stdin=subprocess.DEVNULL, start_new_session=True)
        start = shown = time.monotonic()
        while True:
            try:
                return process.wait(timeout=0.2)
            except subprocess.TimeoutExpired:
                now = time.monotonic()
                if now - start > seconds:
                    os.killpg(process.pid, signal.SIGTERM)
                    try:
                        process.wait(timeout=10)
                    except subprocess.TimeoutExpired:
                        os.killpg(process.pid, signal.SIGKILL)
                        process.wait()
                    return None
                if now - shown > 20:
                    print(f'   … {name} {now - start:.0f} s', flush=True)
                    shown = now


def read_lines(path):
    with open(path, encoding='utf-8', errors='replace') as file:
        return file.read().splitlines()


def plain_suite(name, seconds, command):
    tally, log = Tally(), os.path.join(LOGS, name + '.log')
    status = run_logged(command, log, seconds, name)
    for line in read_lines(log):
        tally.line(line, name + ': ')
    if status is None:
        tally.failures.append(f'{name}: no end after {seconds} s')
    elif status != 0 and not tally.failures:
        tally.failures.append(f'{name}: exit {status}' if status > 0 else f'{name}: signal {-status}')
    elif tally.seen() == 0 and status == 0:
        tally.passed = 1
    return tally, log


def meson_suite(name, seconds, build, options, pattern):
    """`meson test`; then each program's own cases from testlog.json."""
    tally, log = Tally(), os.path.join(LOGS, name + '.log')
    journal = os.path.join(ROOT, build, 'meson-logs', 'testlog.json')
    if os.path.exists(journal):
        os.remove(journal)
    chosen = ''
    if pattern:
        listing = subprocess.run(['meson', 'introspect', '--tests', build], cwd=ROOT, capture_output=True, check=True)
        tests = [test['name'] for test in json.loads(listing.stdout) if pattern in test['name']]
        if not tests:
            return tally, log
        chosen = ' '.join(shlex.quote(test) for test in tests)
    command = (f'CMOCKA_MESSAGE_OUTPUT=TAP meson test -C {build} --no-rebuild --print-errorlogs '
               f'--num-processes 2 --timeout-multiplier 10 {options} {chosen}')
    status = run_logged(command, log, seconds, name)
    if status is None:
        tally.failures.append(f'{name}: no end after {seconds} s')
    if not os.path.exists(journal):
        tally.failures.append(f'{name}: meson test did not run')
        return tally, log
    for line in read_lines(journal):
        test = json.loads(line)
        label = f'{name}: {test["name"].split(" / ")[-1]}: '
        own = Tally()
        for text in (test.get('stdout', '') + '\n' + test.get('stderr', '')).splitlines():
            own.line(text, label)
        if test['result'] == 'SKIP':
            own.skipped.append(label.rstrip(': '))
        elif test['result'] not in ('OK', 'EXPECTEDFAIL') and not own.failures:
            own.failures.append(f'{label}{test["result"]}')
        elif own.seen() == 0:
            own.passed = 1
        tally.add(own)
    return tally, log


def show_failure(log):
    """The cases that failed and what they said; without any, how the log ends."""
    lines = read_lines(log) if os.path.exists(log) else []
    told, telling = [], False
    for line in lines:
        match = TAP.match(line)
        if match:
            telling = match.group(1) == 'not ok' and not SKIP.search(line)
        if telling and (match or line.lstrip().startswith('#')):
            told.append(line)
    for line in told[:60] if told else lines[-40:]:
        print('   | ' + line)


def main():
    level, pattern = 'full', ''
    words = sys.argv[1:]
    if words and words[0] in ('quick', 'full'):
        level = words.pop(0)
    if words:
        pattern = words.pop(0)
    if words:
        sys.exit('usage: run.py [quick|full] [pattern]')
    os.makedirs(LOGS, exist_ok=True)

    # A line each as it ends, whatever the output is tied to.
    total, start = Tally(), time.monotonic()
    for name, suite_level, seconds, command in read_suites():
        if level == 'quick' and suite_level != 'quick':
            continue
        is_meson = command.startswith('meson ')
        named = pattern in name
        if pattern and not named and not is_meson:
            continue
        print(f'-- {name}', flush=True)
        began = time.monotonic()
        if is_meson:
            _, build, *options = command.split(None, 2)
            tally, log = meson_suite(name, seconds, build, ''.join(options), '' if named else pattern)
        else:
            tally, log = plain_suite(name, seconds, command)
        if tally.failures:
            show_failure(log)
        print(f'   {name}: {tally.words()} ({time.monotonic() - began:.1f} s)', flush=True)
        total.add(tally)

    if total.skipped:
        print('skipped:')
        for name in total.skipped:
            print('   ' + name)
    if total.failures:
        print('failed (logs are in build/test-logs):')
        for name in total.failures:
            print('   ' + name)
    if total.seen() == 0:
        print(f'no test is called "{pattern}"')
        sys.exit(2)
    print(f'{time.monotonic() - start:.0f} s')
    print(total.words())
    sys.exit(1 if total.failures else 0)


if __name__ == '__main__':
    sys.stdout.reconfigure(line_buffering=True)
    main()
