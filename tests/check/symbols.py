"""Do the libraries of lib/ take from elsewhere only what tests/check/symbols.txt allows?

No clock, file, socket, process or stream can hide behind a macro here: `nm -u` shows what the linker will see.
Symbols of layers that the may-use table grants are fine, those of other layers are not.

    python3 tests/check/symbols.py BUILD [ROOT]
"""
import glob
import os
import re
import subprocess
import sys

import source
from tap import Cases

# What instrumentation, hardening and arithmetic wider than the machine add.
OF_THE_COMPILER = re.compile(r'^(__(asan|ubsan|tsan|lsan|sanitizer|sancov|gcov)\w*|_GLOBAL_OFFSET_TABLE_|__stack_chk_fail'
                             r'|__[a-z]+[sdt]i[234]|__start___sancov\w*|__stop___sancov\w*|__tls_get_addr)$')


def allowed_symbols(root):
    words = []
    for line in source.read(root, 'tests/check/symbols.txt').splitlines():
        words += line.split('#')[0].split()
    return {word for word in words if not word.endswith('*')}, tuple(word[:-1] for word in words if word.endswith('*'))


def nm(archive, *options):
    out = subprocess.run(['nm', '-P', *options, archive], capture_output=True, text=True, check=True).stdout
    return {line.split()[0] for line in out.splitlines() if line and not line.endswith(':')}


def plain(symbol):
    """__snprintf_chk is snprintf with a belt; __isoc99_sscanf is sscanf."""
    symbol = re.sub(r'^__(\w+)_chk$', r'\1', symbol)
    return re.sub(r'^__isoc\d+_', '', symbol)


def strange(archive, names, prefixes, granted):
    for symbol in sorted(nm(archive, '-u') - granted):
        if OF_THE_COMPILER.match(symbol):
            continue
        if plain(symbol) not in names and not plain(symbol).startswith(prefixes):
            yield symbol


def main():
    build = os.path.abspath(sys.argv[1])
    root = os.path.abspath(sys.argv[2]) if len(sys.argv) > 2 else source.root_of(__file__)
    table = source.Table(root)
    names, prefixes = allowed_symbols(root)
    archives = {os.path.relpath(os.path.dirname(path), build): path
                for path in sorted(glob.glob(os.path.join(build, 'lib', '*', '*.a')))}
    defined = {layer: nm(path, '-g', '--defined-only') for layer, path in archives.items()}
    cases = Cases()
    cases.case('there are libraries to look at', [] if archives else [f'no lib/*/*.a in {build}'])
    for layer, path in archives.items():
        granted = set().union(*(defined.get(used, set()) for used in table.may_use(layer)))
        cases.case(f'{layer} takes only what it may', strange(path, names, prefixes, granted))
    for layer in table.layers:
        if layer.startswith('lib/') and layer not in archives and list(source.files(root, [layer], ('.c',))):
            cases.case(f'{layer} is built as a library', ['no archive of it'])
    cases.done()


if __name__ == '__main__':
    main()
