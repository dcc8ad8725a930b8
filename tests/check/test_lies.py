"""Does the second verifier see every lie that the program's own audit is held to?

    LEITAI_BUILD=build/debug python3 tests/check/test_lies.py

tests/audit/test_closing.c and test_conflict.c tell stories and lie about them, each a ledger that is chained and signed
perfectly well; they write them to folders. The truth must hold, and each lie must be refused for a record, not for a broken chain.
"""
import os
import subprocess
import sys
import tempfile

from tap import Cases

BUILD = os.environ.get('LEITAI_BUILD', 'build/debug')
PROGRAMS = [os.path.join(BUILD, 'tests', 'audit', f'test-audit-{name}') for name in ('closing', 'conflict')]


def main():
    try:
        import verify_ledger
    except ImportError:
        print('1..0 # SKIP python3-yaml is not installed')
        return
    if not all(os.access(program, os.X_OK) for program in PROGRAMS):
        print(f'1..0 # SKIP not all of {PROGRAMS}; run script/test quick audit')
        return
    cases = Cases()
    with tempfile.TemporaryDirectory(prefix='lies.') as root:
        for program in PROGRAMS:
            done = subprocess.run([program], capture_output=True, text=True, env={**os.environ, 'LEITAI_LIES': root}, check=False)
            cases.case(f'the lies of {os.path.basename(program)} are told',
                       [] if done.returncode == 0 else [done.stdout[-1000:] + done.stderr[-1000:]])
        names = sorted(os.listdir(root))
        cases.case('there are some', [] if 'truth' in names and len(names) > 40 else names)
        for name in names:
            verifier = verify_ledger.Verifier(os.path.join(root, name), None)
            holds = verifier.run()
            chain = [f for f in verifier.failures if not f.startswith('record ') or 'checkpoint' in f or 'does not follow the' in f]
            if name.startswith('truth'):
                cases.case(name, verifier.failures)
            else:
                cases.case(name, ['it holds'] if holds else chain)
    cases.done()


if __name__ == '__main__':
    sys.exit(main())
