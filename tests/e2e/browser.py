"""The site in Chromium, served by the program itself with the five rehearsals and two judging days: web/e2e against a real server.

    LEITAI=build/leitai python3 tests/e2e/browser.py [FOLDER for screenshots [FILE of web/e2e …]]
"""
import json
import os
import re
import shutil
import signal
import subprocess
import sys

from day import PASSWORD, make_day
from people import make_link
from program import DEFINITION, ENTRIES_CSV, EXPERTS_CSV, ROOT, Cases, Place, sheets_csv
from watched import make_watched

RUNNER = ['node_modules/.bin/vitest', 'run', '--config', 'e2e/vitest.config.ts', '--reporter=' + os.environ.get('REPORTER', 'tap-flat')]


# A day of marking: one heat, three experts with a link each, and the floor's.
MARKING = '''leitai: 1
id: marking-day
title: {zh: 评审演练, en: Marking rehearsal}
rehearsal: true
divisions: [{id: leading, title: {zh: 领军组, en: Leading}}]
classes: [{id: industry, title: {zh: 产业, en: Industry}}, {id: investor, title: {zh: 投资, en: Investor}}]
stages:
  - id: final
    title: {zh: 总决赛, en: Final}
    heats: [{id: hall, title: {zh: 主会场, en: Main hall}, pitch: 8 min, questions: 5 min}]
    panel: {industry: 2, investor: 1}
    criteria:
      - {id: plan, title: {zh: 技术方案, en: Technical solution}, note: {zh: 先进、可行, en: "Advanced, feasible"}, weight: 60, max: 100, step: 0.5,
         bands: [{from: 90, title: {zh: 优秀, en: Outstanding}}, {from: 60, title: {zh: 合格, en: Sound}}, {from: 0, title: {zh: 不足, en: Weak}}]}
      - {id: use, title: {zh: 应用成效, en: Effect in use}, weight: 40, max: 10, step: 1}
    scoring:
      quorum: {sheets: 2}
      steps: [{do: total, as: mean}, {do: combine, rule: mean, round: {places: 2, mode: half-up}}]
      tie_end: deliberation
      decimals: 2
'''
ENTRIES = 'entry,title,team,division,people\n' + ''.join(
    f'E-{i},彩排项目 {i} · Rehearsal entry {i},彩排团队 {i} · Rehearsal team {i},leading,3\n' for i in range(1, 9))
EXPERTS = 'expert,class\nJ-1,industry\nJ-2,industry\nJ-3,investor\n'


def marking_day(place):
    """What web/e2e/marking.test.ts needs to know of it."""
    place.must('contest', 'add', place.file('marking.yaml', MARKING))
    place.must('import', 'entries', 'marking-day', place.file('marking-entries.csv', ENTRIES))
    place.must('import', 'experts', 'marking-day', place.file('marking-experts.csv', EXPERTS))
    links = {e: make_link(place, 'marking-day', 'expert', '--expert', e, '--reusable')[1] for e in ('J-1', 'J-2', 'J-3')}
    floor = make_link(place, 'marking-day', 'floor', '--reusable')[1]
    return json.dumps({'contest': 'marking-day', 'stage': 'final', 'heat': 'hall', 'links': links, 'floor': floor,
                       'chair': make_link(place, 'marking-day', 'chair', '--reusable')[1],
                       'tied': tied_stage(place)})


def tied_stage(place):
    """The small contest after its first stage was closed: a tie across the third place waits for the experts."""
    place.must('contest', 'add', place.file('small.yaml', DEFINITION))
    place.must('import', 'entries', 'small', place.file('entries.csv', ENTRIES_CSV))
    place.must('import', 'experts', 'small', place.file('experts.csv', EXPERTS_CSV))
    place.must('import', 'sheets', 'small', place.file('sheets.csv', sheets_csv()), '--stage', 'first')
    place.must('stage', 'close', 'small', 'first')
    return {'contest': 'small', 'stage': 'first', 'chair': make_link(place, 'small', 'chair', '--reusable')[1],
            'link': make_link(place, 'small', 'expert', '--expert', 'J-1', '--reusable')[1]}


# A contest whose experts are still to be found, for web/e2e/pool.test.ts.
POOL = '''leitai: 1
id: pool-day
title: {zh: 新型显示技术创新大赛（演练）, en: Display innovation contest (rehearsal)}
rehearsal: true
offset: "+08:00"
hosts: [{name: {zh: 市科技局, en: Science Bureau}, role: organiser}]
classes: [{id: industry, title: {zh: 产业专家, en: Industry}}, {id: investor, title: {zh: 投资专家, en: Investors}}]
stages:
  - id: final
    title: {zh: 决赛, en: Final}
    starts: 2031-05-01
    ends: 2031-05-02
    heats:
      - {id: hall, title: {zh: 一号厅, en: Hall 1}, venue: {zh: 东楼, en: East wing}, starts: 2031-05-01 09:00, pitch: 8 min, questions: 4 min}
      - {id: room, title: {zh: 二号厅, en: Hall 2}, venue: {zh: 西楼, en: West wing}, starts: 2031-05-01 14:00, pitch: 8 min, questions: 4 min}
    panel: {industry: 2, investor: 1}
    criteria: [{id: plan, title: {zh: 方案, en: Plan}, min: 0, max: 10, step: 0.5}]
    scoring: {steps: [{do: total, as: mean}, {do: combine, rule: mean}], tie_end: shared}
'''


def pool_day(place):
    place.must('contest', 'add', place.file('pool.yaml', POOL))
    place.must('import', 'entries', 'pool-day', place.file('pool-entries.csv', ENTRIES.replace(',leading', ',').replace('division', 'scene')))
    place.must('account', 'add', 'pool-host', text=PASSWORD + '\n')
    place.must('role', 'grant', 'pool-day', 'pool-host', 'organiser')
    return json.dumps({'contest': 'pool-day', 'login': 'pool-host', 'password': PASSWORD,
                       'chair': make_link(place, 'pool-day', 'chair', '--reusable')[1]})


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
        marking, day = marking_day(place), json.dumps(make_day(place))
        pool = pool_day(place)
        make_watched(place)
        make_watched(place, 'unmarked', marked=False)
        judging = json.dumps({name: make_link(place, name, 'chair', '--reusable')[1] for name in ('watched', 'unmarked')} |
                             {'expert': make_link(place, 'watched', 'expert', '--expert', 'J-1', '--reusable')[1],
                              'floor': make_link(place, 'watched', 'floor', '--reusable')[1]})
        # A provider that is not there: its button is, and what the page says then.
        place.must('provider', 'add', 'corp', '--issuer', 'http://127.0.0.1:9', '--client', 'x', '--title', 'Corp')
        server = place.start('serve', '--listen', '127.0.0.1:0')
        try:
            url = re.search(r'http://\S+/', server.stdout.readline()).group(0)
            environment = dict(os.environ, BASE_URL=url, MARKING=marking, DAY=day, POOL=pool, JUDGING=judging)
            if len(sys.argv) > 1:
                environment['SHOTS'] = os.path.abspath(sys.argv[1])
            status = subprocess.run(RUNNER + sys.argv[2:], cwd=os.path.join(ROOT, 'web'), env=environment).returncode
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=20)
    sys.exit(status)


if __name__ == '__main__':
    main()
