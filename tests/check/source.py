"""The C sources as the checks see them: where they are, what they include, their code without comments."""
import os
import re

INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.MULTILINE)
NOISE = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)


def root_of(path):
    return os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(path))))


def files(root, folders, endings):
    """Paths below the folders, relative to the root, in order."""
    for folder in folders:
        for where, names, found in os.walk(os.path.join(root, folder)):
            names[:] = sorted(n for n in names if n not in ('node_modules', 'dist', '__pycache__'))
            for name in sorted(found):
                if name.endswith(endings):
                    yield os.path.relpath(os.path.join(where, name), root)


def read(root, path):
    with open(os.path.join(root, path), encoding='utf-8') as file:
        return file.read()


def code_of(text):
    """Comments and the insides of literals blanked, lines kept."""
    return NOISE.sub(lambda m: ('""' if m.group(0)[0] in '"\'' else ' ') + '\n' * m.group(0).count('\n'), text)


def includes(text):
    """(line, is_system, name) of each."""
    # Literals are the names here, so that only comments go.
    bare = re.sub(r'/\*.*?\*/', lambda m: '\n' * m.group(0).count('\n'), text, flags=re.DOTALL)
    for match in INCLUDE.finditer(bare):
        yield bare.count('\n', 0, match.start(2)) + 1, match.group(1) == '<', match.group(2)


class Table:
    """layers.txt."""

    def __init__(self, root):
        self.layers, self.only, self.exact, self.float = {}, {}, [], []
        for line in read(root, 'tests/check/layers.txt').splitlines():
            words = line.split('#')[0].split()
            if not words:
                continue
            if words[0] == 'layer':
                self.layers[words[1]] = words[2:]
            elif words[0] == 'only':
                self.only[words[1]] = words[2:]
            elif words[0] == 'exact':
                self.exact.append(words[1])
            elif words[0] == 'float':
                self.float.append(words[1])
            else:
                raise ValueError(f'layers.txt: what is "{words[0]}"?')

    def layer_of(self, path):
        """The layer whose folder holds the path, or None."""
        fitting = [layer for layer in self.layers if path.startswith(layer + '/')]
        return max(fitting, key=len, default=None)

    def may_use(self, layer):
        return [layer] + self.layers[layer]
