"""A timetable in Chromium against the program itself: proposed, edited by keys and numbers, published, moved when a heat runs
late; the public page follows by itself.

    LEITAI=build/leitai python3 tests/e2e/planning.py [FOLDER for screenshots]

web/e2e/timetable.test.ts is the test; here are its contest, its server and the links of its people.
"""
import json
import os
import subprocess
import sys
from datetime import datetime, timedelta, timezone

from browser import RUNNER, unable
from people import make_link
from program import ROOT, Cases, Place
from serve import Server

# The heats began half an hour ago by the contest's civil time, which is chosen so that it is in the middle of its day.
NOW = datetime.now(timezone.utc).replace(second=0, microsecond=0)
HOURS = (13 - NOW.hour + 12) % 24 - 12
START = (NOW + timedelta(hours=HOURS) - timedelta(minutes=30)).strftime('%Y-%m-%d %H:%M')
OFFSET = f'{"-" if HOURS < 0 else "+"}{abs(HOURS):02}:00'
DEFINITION = f'''leitai: 1
id: plan
title: {{zh: 时间表演练, en: A day of pitches}}
rehearsal: true
offset: "{OFFSET}"
divisions: [{{id: leading, title: {{zh: 领军组, en: Leading}}}}, {{id: rising, title: {{zh: 新锐组, en: Rising}}}}]
classes: [{{id: industry, title: {{zh: 产业专家, en: Industry}}}}]
stages:
  - id: final
    title: {{zh: 决赛, en: Final}}
    heats:
      - {{id: hall, title: {{zh: 一号厅, en: Hall 1}}, venue: {{zh: 东楼, en: East wing}}, division: leading, starts: "{START}", pitch: 8 min, questions: 6 min}}
      - {{id: room, title: {{zh: 二号厅, en: Hall 2}}, venue: {{zh: 西楼, en: West wing}}, division: rising, starts: "{START}", pitch: 10 min, questions: 8 min}}
    panel: {{industry: 2}}
    floor: {{marking: 60 s}}
    criteria: [{{id: plan, title: {{zh: 方案, en: Plan}}, min: 0, max: 10, step: 0.5}}]
    scoring:
      steps: [{{do: total, as: mean}}, {{do: combine, rule: mean, round: {{places: 2, mode: half-up}}}}]
      tie_end: shared
'''
# E-4 of Hall 1 and E-9 of Hall 2 are one team's.
ENTRIES = 'entry,title,team,division\n' + ''.join(
    f'E-{i},彩排项目 {i:03} · Rehearsal entry {i:03},彩排团队 {4 if i == 9 else i:03} · Rehearsal team {4 if i == 9 else i:03},'
    f'{"leading" if i < 7 else "rising"}\n' for i in range(1, 11))


def main():
    why = unable()
    if why:
        cases = Cases()
        cases.skip('a timetable', why)
        cases.done()
    with Place() as place:
        place.must('init', '--host', 'h.example')
        place.must('contest', 'add', place.file('plan.yaml', DEFINITION))
        place.must('import', 'entries', 'plan', place.file('entries.csv', ENTRIES))
        place.must('import', 'experts', 'plan', place.file('experts.csv', 'expert,class\nJ-1,industry\nJ-2,industry\n'))
        plan = {role: make_link(place, 'plan', role, '--reusable')[1] for role in ('chair', 'floor')}
        with Server(place, '--listen', '127.0.0.1:0') as server:
            environment = dict(os.environ, BASE_URL=server.url, SERVER=server.url, PLAN=json.dumps(plan))
            if len(sys.argv) > 1:
                environment['SHOTS'] = os.path.abspath(sys.argv[1])
            status = subprocess.run([*RUNNER, 'e2e/timetable.test.ts'], cwd=os.path.join(ROOT, 'web'), env=environment).returncode
    sys.exit(status)


if __name__ == '__main__':
    main()
