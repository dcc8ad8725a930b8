"""Do the manual pages and the completions know every command and option that `leitai help --commands` lists?

    LEITAI=build/leitai python3 tests/check/manual.py
"""
import glob
import os
import re
import shutil
import subprocess

import source
from tap import Cases


def run(*words, **more):
    return subprocess.run(words, capture_output=True, text=True, **more)


def options_of(leitai, path):
    """What `leitai help PATH` shows as options."""
    return re.findall(r'^\s+--([a-z-]+)', run(leitai, 'help', *path.split()).stdout, re.MULTILINE)


def page_of(path):
    noun = path.split()[0]
    return {'restore': 'leitai-backup', 'help': 'leitai'}.get(noun, f'leitai-{noun}')


def check_manual(root, path, options):
    page = f'docs/man/{page_of(path)}.1.scd'
    if not os.path.exists(os.path.join(root, page)):
        yield f'{page} is missing'
        return
    text = source.read(root, page) + source.read(root, 'docs/man/leitai.1.scd')
    verb = path.split()[-1]
    if f'{verb}*' not in text:
        yield f'{page} does not name {path}'
    for option in options:
        if f'--{option}*' not in text:
            yield f'{page} does not name --{option}'


def check_bash(root, path, options):
    """What bash itself would offer."""
    words = path.split()
    script = ('source packaging/completion/leitai.bash\n'
              'offer() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _leitai; echo "${COMPREPLY[*]}"; }\n'
              f'offer leitai {" ".join(words[:-1])} ""\noffer leitai {path} --\n')
    done = run('bash', '-c', script, cwd=root)
    lines = done.stdout.splitlines() + ['', '']
    if words[-1] not in lines[0].split():
        yield f'bash does not offer {path} {done.stderr.strip()}'
    for option in options:
        if f'--{option}' not in lines[1].split():
            yield f'bash does not offer --{option} after {path}'


def check_zsh(root, path, options):
    text = source.read(root, 'packaging/completion/_leitai')
    words = path.split()
    if len(words) == 1 and f"'{path}:" not in text:
        yield f'zsh does not offer {path}'
    if len(words) == 2 and not re.search(rf"^\s+{words[0]} '[^']*\b{words[1]}\b", text, re.MULTILINE):
        yield f'zsh does not offer {path}'
    for option in options:
        if f'--{option}[' not in text and f'--{option}}}' not in text:
            yield f'zsh does not offer --{option}'


def main():
    root = source.root_of(__file__)
    leitai = os.environ.get('LEITAI', os.path.join(root, 'build', 'leitai'))
    cases = Cases()
    listing = run(leitai, 'help', '--commands') if os.path.exists(leitai) else None
    paths = listing.stdout.splitlines() if listing else []
    cases.case('the program lists its commands', [] if paths else [f'{leitai} help --commands lists none'])
    for path in paths:
        options = options_of(leitai, path)
        cases.case(f'manual: {path}', check_manual(root, path, options))
        cases.case(f'bash: {path}', check_bash(root, path, options))
        cases.case(f'zsh: {path}', check_zsh(root, path, options))
    if shutil.which('zsh'):
        done = run('zsh', '-n', 'packaging/completion/_leitai', cwd=root)
        cases.case('the zsh completion parses', done.stderr.splitlines() if done.returncode else [])
    else:
        cases.skip('the zsh completion parses', 'no zsh')
    for page in sorted(glob.glob(os.path.join(root, 'docs', 'man', '*.scd'))):
        name = os.path.basename(page)
        if not shutil.which('scdoc'):
            cases.skip(name, 'no scdoc')
            continue
        with open(page, encoding='utf-8') as file:
            done = run('scdoc', stdin=file)
        cases.case(f'{name} is made', [done.stderr] if done.returncode else [])
        built = source.read(root, 'docs/man/meson.build')
        cases.case(f'{name} is installed', [] if f"'{name[:-4]}'" in built else ['not in docs/man/meson.build'])
    cases.done()


if __name__ == '__main__':
    main()
