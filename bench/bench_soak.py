"""A long day: experts hand in sheets over HTTP while the server is killed 1,000 times (tests/e2e/marking.py).

Every acknowledged receipt must be in the ledger, once, with its leaf; both verifiers must accept the ledger. LEITAI_KILLS and
LEITAI_SOAK_S (seconds) end it earlier; the figures say how far it came. What does not hold fails the benchmark.
"""
import contextlib
import json
import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(ROOT, 'tests', 'e2e'))
import marking  # noqa: E402
from program import Cases, Place  # noqa: E402

KILLS = int(os.environ.get('LEITAI_KILLS', '1000'))
SECONDS = int(os.environ.get('LEITAI_SOAK_S', '1200'))


def main():
    cases = Cases()
    with Place() as place, contextlib.redirect_stdout(sys.stderr):
        done = marking.soak(cases, place, KILLS, SECONDS)
        marking.check_published(cases, place, 1)
    if cases.failed:
        sys.exit('the soak found something')
    rows = [{'case': 'kill -9 survived, no receipt lost', 'value': done.kills, 'unit': 'kills'},
            {'case': 'sheets acknowledged meanwhile', 'value': done.sheets, 'unit': 'sheets'},
            {'case': 'median time until ready again', 'value': round(1000 * done.median_s), 'unit': 'ms'},
            {'case': 'worst time until ready again', 'value': round(1000 * done.worst_s), 'unit': 'ms'}]
    print(json.dumps({'bench': 'soak', 'rows': rows}, indent=1))


if __name__ == '__main__':
    main()
