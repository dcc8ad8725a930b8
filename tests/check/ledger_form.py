"""The fields of a record's body: their kinds, and that there are no others."""
import re

from ledger_tree import Bad

ID = re.compile(r'[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?\Z')
HEX = re.compile(r'[0-9a-f]{64}\Z')

KINDS = {'n': lambda v: isinstance(v, int) and not isinstance(v, bool),
         'i': lambda v: isinstance(v, int) and not isinstance(v, bool) and v >= 0, 's': lambda v: isinstance(v, str),
         'd': lambda v: isinstance(v, str) and ID.match(v), 'h': lambda v: isinstance(v, str) and HEX.match(v),
         'b': lambda v: isinstance(v, bool), 'o': lambda v: isinstance(v, dict), 'a': lambda v: isinstance(v, list)}


def fields(body, required, optional=None):
    optional = optional or {}
    if not isinstance(body, dict) or not set(required) <= set(body) or not set(body) <= set(required) | set(optional):
        raise Bad(f'must have {sorted(required)} and may have {sorted(optional)}')
    for key, value in body.items():
        if not KINDS[required.get(key) or optional[key]](value):
            raise Bad(f'{key} is of the wrong kind')


def ids(value, least):
    if not isinstance(value, list) or len(value) < least or not all(KINDS['d'](v) for v in value):
        raise Bad('not a list of ids')
    return value
