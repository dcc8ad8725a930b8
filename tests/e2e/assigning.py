"""Who marks which entry, edited in Chromium against the program itself.

    LEITAI=build/leitai python3 tests/e2e/assigning.py [FOLDER for screenshots]

web/e2e/assign.test.ts is the test; here are its contests, its server and its people.
"""
import json
import os
import subprocess
import sys

from browser import RUNNER, unable
from panels import DEFINITION, draw
from people import PASSWORD, add_account, make_link
from program import ROOT, Cases, Place
from serve import Server

FIELDS = ('机器视觉、质量检测 · machine vision, quality inspection', '预测性维护、振动分析 · predictive maintenance, vibration',
          '能源管理、碳核算 · energy management, carbon accounting', '工业机器人、柔性装配 · industrial robots, flexible assembly')
TITLES = ('产线表面缺陷检测 · Surface defects on the line', '泵群预测性维护 · Predictive maintenance of pumps',
          '园区能源与碳管理 · Energy and carbon of a park', '柔性装配机器人 · Robots for flexible assembly')
NAMES = ('陈晓', '王宁', '李思远', '赵一', '孙文', '周静', '吴越', '郑铎', '冯岚')


def contest(place):
    place.must('contest', 'add', place.file('pans.yaml', DEFINITION))
    place.must('import', 'entries', 'pans', place.file('entries.csv', 'entry,title,team,summary\n' + ''.join(
        f'E-{i:02},{TITLES[i % 4]},团队 {i},{FIELDS[i % 4].replace(",", " ")}\n' for i in range(1, 13))))
    place.must('import', 'experts', 'pans', place.file('experts.csv', 'expert,class,name,fields\n' + ''.join(
        f'J-{i},{"investor" if i > 6 else "industry"},{NAMES[i - 1]},"{FIELDS[i % 4]}"\n' for i in range(1, 10))))


def main():
    why = unable()
    if why:
        cases = Cases()
        cases.skip('who marks which entry', why)
        cases.done()
    with Place() as place:
        place.must('init', '--host', 'h.example')
        contest(place)
        draw(place, [f'E-{i:02}' for i in range(1, 13)])
        place.must('contest', 'add', place.file('bare.yaml', DEFINITION.replace('id: pans', 'id: bare')))
        add_account(place, 'host')
        for name in ('pans', 'bare'):
            place.must('role', 'grant', name, 'host', 'organiser')
        given = {'contest': 'pans', 'bare': 'bare', 'stage': 'screening', 'final': 'final', 'login': 'host', 'password': PASSWORD,
                 'chair': make_link(place, 'pans', 'chair', '--reusable')[1],
                 'expert': make_link(place, 'pans', 'expert', '--expert', 'J-1', '--reusable')[1]}
        with Server(place, '--listen', '127.0.0.1:0') as server:
            environment = dict(os.environ, BASE_URL=server.url, ASSIGN=json.dumps(given))
            if len(sys.argv) > 1:
                environment['SHOTS'] = os.path.abspath(sys.argv[1])
            status = subprocess.run([*RUNNER, 'e2e/assign.test.ts'], cwd=os.path.join(ROOT, 'web'), env=environment).returncode
    sys.exit(status)


if __name__ == '__main__':
    main()
