"""Keys, hashes and the Merkle tree of docs/ledger.md, for verify_ledger.py."""
import base64
import hashlib
import re


class Bad(Exception):
    """One check that does not hold."""


def sha(data):
    return hashlib.sha256(data).digest()


def base64_bytes(text):
    try:
        data = base64.b64decode(text.encode('ascii'), validate=True)
    except ValueError:
        raise Bad('not base64') from None
    if base64.b64encode(data).decode() != text:
        raise Bad('not the one spelling of base64')
    return data


class Key:
    def __init__(self, text):
        parts = text.split('+', 2)
        if len(parts) != 3 or not parts[0] or not re.match(r'[0-9a-f]{8}\Z', parts[1]):
            raise Bad('not a verifier key')
        data = base64_bytes(parts[2])
        if len(data) != 33 or data[0] != 1:
            raise Bad('not an Ed25519 verifier key')
        self.name, self.public = parts[0], data[1:]
        self.id = sha(self.name.encode() + b'\n\x01' + self.public)[:4]
        if self.id.hex() != parts[1]:
            raise Bad("the verifier key's id does not fit")

    def same(self, other):
        return (self.name, self.public) == (other.name, other.public)


# ---- the tree (RFC 6962)

def leaf(line):
    return sha(b'\0' + line)


class Tree:
    def __init__(self):
        self.size, self.peaks = 0, []

    def append(self, node):
        size = self.size
        while size & 1:
            node = sha(b'\1' + self.peaks.pop() + node)
            size >>= 1
        self.peaks.append(node)
        self.size += 1

    def root(self):
        if not self.peaks:
            return sha(b'')
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = sha(b'\1' + peak + root)
        return root
