"""Ledgers made up record by record, with a key that we hold: what a dishonest organiser could write. For tests of verifiers."""
import base64
import datetime
import hashlib
import json
import os

import ed25519
from ledger_tree import Tree, leaf, sha

ORIGIN = 'h.example/small'
BASE = (*ed25519.BASE, 1, ed25519.BASE[0] * ed25519.BASE[1] % ed25519.P)


def text64(data):
    return base64.b64encode(data).decode()


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(',', ':'), ensure_ascii=False)


def encoded(p):
    inverse = pow(p[2], ed25519.P - 2, ed25519.P)
    x, y = p[0] * inverse % ed25519.P, p[1] * inverse % ed25519.P
    return (y | (x & 1) << 255).to_bytes(32, 'little')


class Signer:
    """Ed25519 (RFC 8032) from a seed; never for real secrets."""

    def __init__(self, seed):
        h = hashlib.sha512(seed).digest()
        self.scalar = int.from_bytes(h[:32], 'little') & (1 << 254) - 8 | 1 << 254
        self.prefix = h[32:]
        self.public = encoded(ed25519.times(self.scalar, BASE))
        self.key = text64(self.public)

    def sign(self, message):
        r = int.from_bytes(hashlib.sha512(self.prefix + message).digest(), 'little') % ed25519.L
        point = encoded(ed25519.times(r, BASE))
        k = int.from_bytes(hashlib.sha512(point + self.public + message).digest(), 'little') % ed25519.L
        return point + ((r + k * self.scalar) % ed25519.L).to_bytes(32, 'little')


class Forger:
    """A ledger that grows, a second a record; seal() keeps what reveal() opens."""

    def __init__(self, definition, contest='small', seed=b'\7' * 32, begin='2026-05-01T10:00:00'):
        self.begin, self.waited = datetime.datetime.fromisoformat(begin), 0
        self.contest, self.lines, self.prev, self.tree, self.sealed = contest, [], '0' * 64, Tree(), {}
        self.signer = Signer(seed)
        name = ORIGIN.encode()
        self.id = sha(name + b'\n\x01' + self.signer.public)[:4]
        key = f'{ORIGIN}+{self.id.hex()}+{text64(bytes([1]) + self.signer.public)}'
        self.verifier_key = key
        self.definition = definition
        self.add('ledger.open', {'key': key, 'origin': ORIGIN})
        self.add('contest.define', {'definition': definition})

    def write(self, kind, content):
        seq = len(self.lines)
        ts = (self.begin + datetime.timedelta(seconds=seq + self.waited)).strftime('%Y-%m-%dT%H:%M:%S.000Z')
        record = {'actor': 'cli', 'contest': self.contest, 'prev': self.prev, 'req': 'r', 'seq': seq, 'ts': ts, 'type': kind,
                  'v': 1, **content}
        line = canonical(record).encode()
        self.lines.append(line)
        self.prev = sha(line).hex()
        self.tree.append(leaf(line))
        return seq

    def add(self, kind, body):
        return self.write(kind, {'body': body})

    def seal(self, kind, body):
        salt = sha(f'salt {len(self.lines)}'.encode()).hex()
        seq = self.write(kind, {'commit': sha(f'{salt}.{canonical(body)}'.encode()).hex()})
        self.sealed[seq] = (salt, body)
        return seq

    def reveal(self, seq):
        salt, body = self.sealed[seq]
        return self.add('reveal', {'body': body, 'of': seq, 'salt': salt})

    def export(self, folder):
        """The four files, with one checkpoint over everything."""
        os.makedirs(folder, exist_ok=True)
        note = f'{ORIGIN}\n{self.tree.size}\n{text64(self.tree.root())}\n'
        signature = text64(self.id + self.signer.sign(note.encode()))
        for name, text in (('ledger.jsonl', b''.join(line + b'\n' for line in self.lines)),
                           ('checkpoints.txt', f'{note}\n— {ORIGIN} {signature}\n'.encode()),
                           ('key.txt', f'{self.verifier_key}\n'.encode()), ('definition.yaml', self.definition.encode())):
            with open(os.path.join(folder, name), 'wb') as file:
                file.write(text)
        return folder
