"""Are the shell scripts clean by shellcheck, and do they start by the rules?

    python3 tests/check/scripts.py [ROOT]
"""
import os
import shutil
import subprocess
import sys

import source
from tap import Cases


def shell_files(root):
    for folder in ('script', '.ci', 'packaging', 'tests'):
        for path in source.files(root, [folder], ('',)):
            with open(os.path.join(root, path), 'rb') as file:
                first = file.readline()
            if first.startswith((b'#!/bin/sh', b'#!/usr/bin/env sh', b'#!/bin/bash', b'# shellcheck shell=')):
                yield path


def main():
    root = os.path.abspath(sys.argv[1]) if len(sys.argv) > 1 else source.root_of(__file__)
    cases = Cases()
    paths = list(shell_files(root))
    cases.case('there are scripts', [] if 'script/test' in paths else ['script/test is missing'])
    for path in paths:
        if not shutil.which('shellcheck'):
            cases.skip(path, 'no shellcheck')
            continue
        done = subprocess.run(['shellcheck', '-x', path], cwd=root, capture_output=True, text=True)
        cases.case(f'{path} by shellcheck', done.stdout.splitlines() if done.returncode else [])
        if path.startswith('script/') and path != 'script/lib.sh':
            executable = os.access(os.path.join(root, path), os.X_OK)
            cases.case(f'{path} can be run', [] if executable else ['not executable'])
    cases.done()


if __name__ == '__main__':
    main()
