"""A judging day to be closed in a browser: contest "day", two heats, a supervised stage whose second place is tied, and a
link for everybody who works there.

    LEITAI=build/leitai python3 tests/e2e/day.py     serves it and prints the links, until Ctrl-C
"""
import json
import re
import sys

from program import Place

DEFINITION = '''leitai: 1
id: day
title: {zh: 现场评审演练, en: Judging day}
rehearsal: true
offset: "+08:00"
divisions: [{id: leading, title: {zh: 领军组, en: Leading}}, {id: rising, title: {zh: 新锐组, en: Rising}}]
classes: [{id: industry, title: {zh: 产业专家, en: Industry}}, {id: investor, title: {zh: 投资专家, en: Investors}}]
stages:
  - id: final
    title: {zh: 决赛, en: Final}
    heats:
      - {id: hall, title: {zh: 一号厅, en: Hall 1}, venue: {zh: 东楼, en: East wing}, division: leading, starts: 2026-05-01 09:00, pitch: 8 min, questions: 4 min}
      - {id: room, title: {zh: 二号厅, en: Hall 2}, venue: {zh: 西楼, en: West wing}, division: rising, starts: 2026-05-01 09:00, pitch: 8 min, questions: 4 min}
    panel: {industry: 2, investor: 1}
    supervised: true
    criteria:
      - {id: plan, title: {zh: 方案, en: Plan}, weight: 60, min: 0, max: 10, step: 0.5}
      - {id: use, title: {zh: 应用, en: Use}, weight: 40, min: 0, max: 10, step: 0.5}
    scoring:
      quorum: {sheets: 2}
      steps:
        - {do: total, as: mean}
        - {do: combine, rule: mean, round: {places: 2, mode: half-up}}
      tie_end: deliberation
    advance: {quotas: [{places: 2}], reserve: 1}
    awards:
      - {id: stage, title: {zh: 最具现场表现奖, en: Best on stage}, by: jury, places: 1}
'''
ENTRIES = 'entry,title,team,division,people\n' + ''.join(
    f'E-{i},彩排项目 {i:03} · Rehearsal entry {i:03},彩排团队 {i:03} · Rehearsal team {i:03},{"leading" if i < 5 else "rising"},3\n'
    for i in range(1, 7))
EXPERTS = ('J-1', 'J-2', 'J-3')
CLASSES = 'expert,class\nJ-1,industry\nJ-2,industry\nJ-3,investor\n'
PASSWORD = 'correct horse battery staple'
ROLES = ('chair', 'supervisor', 'notary', 'floor', 'viewer')


def make_day(place):
    """In a Place that was initialised; gives what web/e2e takes as DAY."""
    place.must('contest', 'add', place.file('day.yaml', DEFINITION))
    place.must('import', 'entries', 'day', place.file('day-entries.csv', ENTRIES))
    place.must('import', 'experts', 'day', place.file('day-experts.csv', CLASSES))

    def token(role, *words):
        return place.must('link', 'make', 'day', role, *words, '--reusable', '--json').json['url'].split('#')[1]

    place.must('account', 'add', 'host', text=PASSWORD + '\n')
    place.must('role', 'grant', 'day', 'host', 'organiser')
    return {'contest': 'day', 'stage': 'final', 'heats': ['hall', 'room'],
            'links': {role: token(role) for role in ROLES},
            'experts': {x: token('expert', '--expert', x) for x in EXPERTS},
            'bound': token('chair', '--stage', 'final', '--heat', 'hall'),
            'login': 'host', 'password': PASSWORD}


def main():
    with Place() as place:
        place.must('init', '--host', 'test.example')
        day = make_day(place)
        server = place.start('serve', '--listen', '127.0.0.1:0')
        try:
            url = re.search(r'http://\S+/', server.stdout.readline()).group(0)
            print(json.dumps(day | {'url': url}), flush=True)
            server.wait()
        finally:
            server.kill()
            server.wait()


if __name__ == '__main__':
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
