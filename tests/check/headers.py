"""Does every header compile alone, with gcc and with clang, as C17 without a warning?

    python3 tests/check/headers.py [ROOT]
"""
import concurrent.futures
import os
import shutil
import subprocess
import sys

import source
from tap import Cases

FLAGS = ['-std=c17', '-D_GNU_SOURCE', '-D_FILE_OFFSET_BITS=64', '-Wall', '-Wextra', '-Werror', '-Wshadow',
         '-Wstrict-prototypes', '-Wno-gnu-statement-expression', '-Ilib', '-Isrc', '-Itests', '-fsyntax-only', '-xc', '-']
COMPILERS = ['gcc', 'clang']


def compile_alone(root, compiler, header):
    """The compiler's first words, or None when it is content. Twice, so that it survives being included twice."""
    name = header.split('/', 1)[1]
    text = f'#include "{name}"\n#include "{name}"\nextern int used;\n'
    done = subprocess.run([compiler] + FLAGS, cwd=root, input=text, capture_output=True, text=True)
    return None if done.returncode == 0 else done.stderr.strip().splitlines()[0]


def main():
    root = os.path.abspath(sys.argv[1]) if len(sys.argv) > 1 else source.root_of(__file__)
    cases = Cases()
    headers = list(source.files(root, ['lib', 'src', 'tests'], ('.h',)))
    with concurrent.futures.ThreadPoolExecutor(min(4, os.cpu_count() or 2)) as pool:
        for compiler in COMPILERS:
            if not shutil.which(compiler):
                cases.skip(f'headers with {compiler}', 'not installed')
                continue
            results = pool.map(lambda header: compile_alone(root, compiler, header), headers)
            for header, words in zip(headers, results):
                cases.case(f'{header} alone with {compiler}', [words] if words else [])
    cases.done()


if __name__ == '__main__':
    main()
