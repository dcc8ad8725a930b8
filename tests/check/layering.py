"""Do the sources keep to the may-use table (tests/check/layers.txt) and to the habits that a reader can't see?

    python3 tests/check/layering.py [ROOT]
"""
import os
import re
import sys

import source
from tap import Cases

MAX_LINES = 800
MAX_HEADER_LINES = 180
CODE_FOLDERS = ['lib', 'src', 'tests', 'fuzz', 'bench']


def check_rows(root, table):
    """Every row is about something that exists, and every folder of code has a row."""
    for layer, uses in table.layers.items():
        for folder in [layer] + uses:
            if not os.path.isdir(os.path.join(root, folder)):
                yield f'layers.txt: {folder} is not a folder'
            elif folder not in table.layers:
                yield f'layers.txt: {layer} uses {folder}, which has no row'
    for header, places in table.only.items():
        for place in places:
            if not os.path.exists(os.path.join(root, place)):
                yield f'layers.txt: {place}, a place of <{header}>, does not exist'
    for folder in table.exact:
        if not os.path.isdir(os.path.join(root, folder)):
            yield f'layers.txt: {folder} is not a folder'
    for top in ('lib', 'src'):
        for name in sorted(os.listdir(os.path.join(root, top))):
            folder = f'{top}/{name}'
            if os.path.isdir(os.path.join(root, folder)) and folder not in table.layers:
                yield f'{folder} has no row in layers.txt'


def check_order(table):
    """No circles: dependencies point one way."""
    for layer, uses in table.layers.items():
        for other in uses:
            if layer in table.layers.get(other, []):
                yield f'layers.txt: {layer} and {other} use each other'


def target_of(root, path, name):
    """The file that #include "name" means, as a path below the root, or None."""
    for folder in ('lib', 'src', 'tests', os.path.dirname(path)):
        candidate = os.path.normpath(os.path.join(folder, name))
        # NAME.in is what Meson makes NAME of.
        if os.path.isfile(os.path.join(root, candidate)) or os.path.isfile(os.path.join(root, candidate + '.in')):
            return candidate
    return None


def check_includes(root, table):
    for path in source.files(root, ['lib', 'src'], ('.c', '.h')):
        layer = table.layer_of(path)
        for line, is_system, name in source.includes(source.read(root, path)):
            where = f'{path}:{line}'
            if is_system:
                continue
            target = target_of(root, path, name)
            if target is None:
                yield f'{where}: "{name}" is no file of lib/ or src/'
            elif layer is None:
                yield f'{where}: its folder has no row in layers.txt'
            elif table.layer_of(target) not in table.may_use(layer):
                yield f'{where}: {layer} may not use {os.path.dirname(target)}'


def check_only(root, table):
    """Benchmarks may: they measure us against the bare library."""
    for path in source.files(root, [folder for folder in CODE_FOLDERS if folder != 'bench'], ('.c', '.h')):
        for line, _, name in source.includes(source.read(root, path)):
            places = table.only.get(name)
            if places and not any(path == place or path.startswith(place + '/') for place in places):
                yield f'{path}:{line}: <{name}> belongs to {" ".join(places)}'


def check_words(root, table):
    """goto; unfinished work; typedef for structs."""
    for path in source.files(root, CODE_FOLDERS, ('.c', '.h')):
        text = source.read(root, path)
        for number, line in enumerate(source.code_of(text).splitlines(), 1):
            if re.search(r'\bgoto\b', line):
                yield f'{path}:{number}: goto'
            if re.search(r'\btypedef\s+(struct|union)\b\s*\w*\s*(\{|\*?\s*\w+\s*;)', line):
                yield f'{path}:{number}: typedef of a struct'
        for number, line in enumerate(text.splitlines(), 1):
            if re.search(r'\b(TODO|FIXME|XXX)\b', line):
                yield f'{path}:{number}: unfinished work'


def check_exact(root, table):
    for path in source.files(root, table.exact, ('.c', '.h')):
        if path.startswith(tuple(table.float)):
            continue
        for number, line in enumerate(source.code_of(source.read(root, path)).splitlines(), 1):
            if re.search(r'\b(double|float)\b', line):
                yield f'{path}:{number}: floating point where it must be exact'


def check_shape(root, table):
    """Sizes; #pragma once; a .c opens with how it does it."""
    for path in source.files(root, CODE_FOLDERS, ('.c', '.h', '.py')):
        text = source.read(root, path)
        count = text.count('\n')
        if count > MAX_LINES:
            yield f'{path}: {count} lines, more than {MAX_LINES}'
        if path.endswith('.h') and count > MAX_HEADER_LINES:
            yield f'{path}: {count} lines in a header, more than {MAX_HEADER_LINES}'
        if path.endswith('.h') and '#pragma once' not in text:
            yield f'{path}: no #pragma once'
        if path.endswith('.c') and not text.startswith('/*'):
            yield f'{path}: does not open with a comment'
    for path in source.files(root, ['src'], ('.sql',)):
        if source.read(root, path).count('\n') > MAX_LINES:
            yield f'{path}: more than {MAX_LINES} lines'


def check_tests_mirror(root, table):
    """tests/LAYER is made of test_*.c, each named in its meson.build; no orphan is left unbuilt."""
    for folder in ['lib', 'src']:
        for name in sorted(os.listdir(os.path.join(root, folder))):
            # The command line is tested from outside.
            place = 'e2e' if name == 'cmd' else name
            if f'{folder}/{name}' in table.layers and not os.path.isdir(os.path.join(root, 'tests', place)):
                yield f'{folder}/{name} has no tests/{place}'
    for path in source.files(root, ['lib', 'src', 'tests', 'fuzz', 'bench'], ('.c',)):
        folder = os.path.dirname(path)
        # A meson.build of the folder or above names each file, whole or by its stem.
        stem = re.sub(r'^(test|fuzz|bench)_', '', os.path.basename(path)[:-2])
        while folder and not os.path.isfile(os.path.join(root, folder, 'meson.build')):
            folder = os.path.dirname(folder)
        build = source.read(root, os.path.join(folder, 'meson.build')) if folder else ''
        if not re.search(rf"['/_\s]{re.escape(stem)}(\.c)?['\s]", build):
            yield f'{path}: not built by {folder}/meson.build'


def main():
    root = os.path.abspath(sys.argv[1]) if len(sys.argv) > 1 else source.root_of(__file__)
    table = source.Table(root)
    cases = Cases()
    cases.case('every row of layers.txt exists and every folder has one', check_rows(root, table))
    cases.case('layers use each other one way', check_order(table))
    cases.case('every include obeys the table', check_includes(root, table))
    cases.case('sqlite3, libpq, libmicrohttpd and cmocka are each seen in one place', check_only(root, table))
    cases.case('no goto, no typedef of structs, no unfinished work', check_words(root, table))
    cases.case('no floating point where it must be exact', check_exact(root, table))
    cases.case('sizes and openings of files', check_shape(root, table))
    cases.case('tests mirror the layers, every source is built', check_tests_mirror(root, table))
    cases.done()


if __name__ == '__main__':
    main()
