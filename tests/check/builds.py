"""Does the whole tree compile without a warning in the other ways that it must? One case a build.

    python3 tests/check/builds.py
"""
import os
import re
import subprocess

import source
from tap import Cases

# Folder below build/, compiler, Meson options.
BUILDS = [
    ('clang', 'clang', ['--buildtype=debugoptimized', '-Dbench=true']),
    ('gcc-release', 'gcc', ['--buildtype=release', '-Dbench=true']),
]


def build(root, folder, compiler, options):
    """What the compiler said was wrong, nothing when it was content."""
    path = os.path.join(root, 'build', folder)
    if not os.path.exists(os.path.join(path, 'build.ninja')):
        done = subprocess.run(['meson', 'setup', path, '-Dwerror=true', '-Dweb=', *options], cwd=root,
                              env=dict(os.environ, CC=compiler), capture_output=True, text=True)
        if done.returncode != 0:
            return done.stdout.splitlines()[-20:]
    done = subprocess.run(['ninja', '-C', path, '-j', str(min(8, os.cpu_count() or 2)), '--quiet'], cwd=root,
                          capture_output=True, text=True)
    if done.returncode == 0:
        return []
    return re.findall(r'^.*(?:error|undefined reference).*$', done.stdout, re.MULTILINE)[:20] or done.stdout.splitlines()[-20:]


def main():
    root = source.root_of(__file__)
    cases = Cases()
    for folder, compiler, options in BUILDS:
        cases.case(f'{folder}: no warning', build(root, folder, compiler, options))
    cases.done()


if __name__ == '__main__':
    main()
