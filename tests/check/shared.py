"""Public data that is too large for this project: $LEITAI_SHARED/data, or the folder shared/data beside the project."""
import os

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def folder(name):
    """The path of data/NAME, or None where it is not."""
    for base in (os.environ.get('LEITAI_SHARED'), os.path.join(ROOT, '..', 'shared'), os.path.join(ROOT, '..', '..', 'shared')):
        path = os.path.join(base, 'data', name) if base else ''
        if path and os.path.isdir(path):
            return path
    return None
