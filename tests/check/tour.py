"""Does the five-minute tour of the two README files work as written? Every `sh` block is run, in order, in one empty folder.

    LEITAI=build/leitai python3 tests/check/tour.py
"""
import os
import re
import subprocess
import tempfile

import source
from tap import Cases


def blocks_of(text):
    return re.findall(r'^```sh\n(.*?)^```$', text, re.MULTILINE | re.DOTALL)


def shown(text):
    """What the README shows as output: the board after the tally."""
    return re.search(r'^```\n(rank .*?)^```$', text, re.MULTILINE | re.DOTALL).group(1)


def main():
    root = source.root_of(__file__)
    leitai = os.path.abspath(os.environ.get('LEITAI', os.path.join(root, 'build', 'leitai')))
    cases = Cases()
    for name in ('README.md', 'README.zh-CN.md'):
        text = source.read(root, name)
        with tempfile.TemporaryDirectory(prefix='leitai-tour-') as folder:
            os.mkdir(os.path.join(folder, 'bin'))
            os.symlink(leitai, os.path.join(folder, 'bin', 'leitai'))
            environment = dict(os.environ, HOME=folder, PATH=os.path.join(folder, 'bin') + ':' + os.environ['PATH'],
                               LEITAI_DATA=os.path.join(folder, 'data'))
            out = ''
            for number, block in enumerate(blocks_of(text), 1):
                done = subprocess.run(['sh', '-e', '-c', block], cwd=folder, env=environment, capture_output=True, text=True)
                out = done.stdout + done.stderr
                cases.case(f'{name}: block {number}', out.splitlines()[-5:] if done.returncode else [])
                if ' tally cup.yaml' in block:
                    cases.case(f'{name}: the board is as shown', [] if shown(text) in out else out.splitlines())
            cases.case(f'{name}: the change is found', [] if 'does not hold' in out and ' 1' in out else out.splitlines())
        for link in re.findall(r'\]\(([^)#]+)\)', text):
            if '://' not in link:
                cases.case(f'{name}: {link} exists', [] if os.path.exists(os.path.join(root, link)) else ['no such file'])
    cases.done()


if __name__ == '__main__':
    main()
