"""Can the structural checks fail? Each case spoils a copy of the sources in one way and expects the named check to say so.

    python3 tests/check/tamper.py
"""
import os
import shutil
import subprocess
import sys
import tempfile

import source
from tap import Cases

FOLDERS = ['lib', 'src', 'tests', 'fuzz', 'bench', 'script', 'packaging', '.ci']


def append(path, text):
    with open(path, 'a', encoding='utf-8') as file:
        file.write(text)


def put(path, text):
    with open(path, 'w', encoding='utf-8') as file:
        file.write(text)


# name, check, what to spoil, words that its output must hold
TAMPERINGS = [
    ('lib/base includes a higher layer', 'layering', lambda r: append(r + '/lib/base/str.c', '#include "contest/contest.h"\n'),
     'lib/base may not use lib/contest'),
    ('lib includes the machine', 'layering', lambda r: append(r + '/lib/contest/contest.c', '#include "store/store.h"\n'),
     'lib/contest may not use src/store'),
    ('store includes app', 'layering', lambda r: append(r + '/src/store/store.h', '#include "app/app.h"\n'),
     'src/store may not use src/app'),
    ('sqlite3 outside its driver', 'layering', lambda r: append(r + '/src/app/app.h', '#include <sqlite3.h>\n'),
     '<sqlite3.h> belongs to'),
    ('libpq outside its driver', 'layering', lambda r: append(r + '/src/app/app.h', '#include <libpq-fe.h>\n'),
     '<libpq-fe.h> belongs to'),
    ('libmicrohttpd outside its engine', 'layering', lambda r: append(r + '/src/app/app.h', '#include <microhttpd.h>\n'),
     '<microhttpd.h> belongs to'),
    ('a goto', 'layering', lambda r: append(r + '/lib/base/str.c', 'static void f(void) { goto end; end:; }\n'), 'goto'),
    ('unfinished work', 'layering', lambda r: append(r + '/lib/base/str.c', '/* TO' 'DO: later */\n'), 'unfinished work'),
    ('a double that decides', 'layering', lambda r: append(r + '/lib/contest/contest.c', 'static double d;\n'), 'floating point'),
    ('a file too long', 'layering', lambda r: append(r + '/lib/base/str.c', '\n' * 801), 'more than 800'),
    ('a folder without a row', 'layering', lambda r: os.mkdir(r + '/lib/stray'), 'lib/stray has no row'),
    ('a row without a folder', 'layering', lambda r: append(r + '/tests/check/layers.txt', 'layer lib/nowhere lib/base\n'),
     'lib/nowhere is not a folder'),
    ('a circle', 'layering', lambda r: append(r + '/tests/check/layers.txt', 'layer lib/base lib/contest\n'), 'use each other'),
    ('a source that nobody builds', 'layering', lambda r: put(r + '/lib/base/orphan.c', '/* Nobody builds this. */\n'), 'not built'),
    ('a header that needs another', 'headers', lambda r: append(r + '/lib/base/rng.h', 'void rng_x(struct never_seen x, FILE *f);\n'),
     'lib/base/rng.h alone'),
    ('a script with a mistake', 'scripts', lambda r: append(r + '/script/build', 'echo $undefined_x $(ls *.c)\n'), 'script/build'),
]


def run_check(root, name, *arguments):
    done = subprocess.run([sys.executable, os.path.join(root, 'tests', 'check', name + '.py'), *arguments],
                          capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def check_tampering(source_root, name, check, spoil, words):
    with tempfile.TemporaryDirectory(prefix='leitai-tamper-') as root:
        for folder in FOLDERS:
            if os.path.isdir(os.path.join(source_root, folder)):
                shutil.copytree(os.path.join(source_root, folder), os.path.join(root, folder),
                                ignore=shutil.ignore_patterns('node_modules', 'cases', 'corpus', '__pycache__'))
        spoil(root)
        status, out = run_check(root, check, root)
        if status == 0:
            yield f'{check}.py was content'
        elif not any(words in line for line in out.splitlines() if line.startswith(('#', 'not ok'))):
            yield f'{check}.py did not say "{words}"'


def check_symbols():
    """A library that reads the clock and a file."""
    with tempfile.TemporaryDirectory(prefix='leitai-tamper-') as build:
        folder = os.path.join(build, 'lib', 'base')
        os.makedirs(folder)
        text = '#include <stdio.h>\n#include <time.h>\nlong spy(void) { puts("x"); return (long)time(NULL); }\n'
        subprocess.run(['gcc', '-xc', '-', '-c', '-o', folder + '/spy.o'], input=text, text=True, check=True)
        subprocess.run(['ar', 'rcs', folder + '/libbase.a', folder + '/spy.o'], check=True)
        root = source.root_of(__file__)
        status, out = run_check(root, 'symbols', build)
        if status == 0 or '# time' not in out or '# puts' not in out:
            yield 'symbols.py let time() and puts() pass'


def main():
    root = source.root_of(__file__)
    cases = Cases()
    for name, check, spoil, words in TAMPERINGS:
        cases.case(f'caught: {name}', check_tampering(root, name, check, spoil, words))
    cases.case('caught: a clock and a stream in lib/', check_symbols())
    cases.done()


if __name__ == '__main__':
    main()
