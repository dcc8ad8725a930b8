"""The site in Chromium, served by the program itself with the five rehearsals: web/e2e against a real server.

    LEITAI=build/leitai python3 tests/e2e/browser.py [FOLDER for screenshots]
"""
import os
import re
import shutil
import signal
import subprocess
import sys

from program import ROOT, Cases, Place

RUNNER = ['node_modules/.bin/vitest', 'run', '--config', 'e2e/vitest.config.ts', '--reporter=tap-flat']


def unable():
    """Why the browser can't be used here, or None."""
    if not os.path.exists(os.path.join(ROOT, 'web', 'node_modules', '.bin', 'vitest')):
        return 'web/node_modules is missing; script/setup web makes it'
    if not (shutil.which('chromium') or os.environ.get('CHROMIUM')):
        return 'no chromium'
    return None


def main():
    why = unable()
    if why:
        cases = Cases()
        cases.skip('browser', why)
        cases.done()
    with Place() as place:
        place.must('demo', '--prepare', '--quiet')
        server = place.start('serve', '--listen', '127.0.0.1:0')
        try:
            url = re.search(r'http://\S+/', server.stdout.readline()).group(0)
            environment = dict(os.environ, BASE_URL=url)
            if len(sys.argv) > 1:
                environment['SHOTS'] = os.path.abspath(sys.argv[1])
            status = subprocess.run(RUNNER, cwd=os.path.join(ROOT, 'web'), env=environment).returncode
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=20)
    sys.exit(status)


if __name__ == '__main__':
    main()
