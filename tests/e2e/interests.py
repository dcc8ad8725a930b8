"""Conflicts and interests in Chromium against the program itself: the chair's page, an expert's, the marking page.

    LEITAI=build/leitai python3 tests/e2e/interests.py [FOLDER for screenshots]

web/e2e/conflicts.test.ts is the test; here are its contest, its server and the links of its people.
"""
import json
import os
import subprocess
import sys

from browser import RUNNER, unable
from conflicts import KIN
from people import make_link
from program import DEFINITION, ROOT, Cases, Place
from serve import Server

ENTRIES = '''entry,title,team,division,organisation,mail,members,industry
E-1,基于视觉伺服的柔性抓取系统,灵枢队,big,清华大学自动化系,,,机器人
E-2,面向家电产线的激光焊接质量在线检测,美焊联合队,new,美的集团股份有限公司,lab@midea.com,,智能制造
E-3,电池极片缺陷检测与闭环调控,明察队,big,,,清华大学；华为技术有限公司,新能源
E-4,码垛机器人节拍优化,小满,new,小米科技有限责任公司,,,物流
E-5,Adaptive spraying path planning for free-form surfaces,喷绘工坊,big,Siemens Healthineers,x@qq.com,,涂装
E-6,高速主轴数字孪生与预测维护,轴心,new,上海电器自动化集团,a@mail.sjtu.edu.cn,,机床
'''
EXPERTS = '''expert,class,name,organisation
J-1,industry,陈怀瑾,"Department of Automation, Tsinghua University"
J-2,industry,欧阳慕容,库卡机器人（广东）有限公司
J-3,investor,丙一舟,小米
J-4,industry,Maria Lindqvist,Siemens AG
J-5,investor,沈知微,上海电气自动化集团
'''
TIES = 'expert,ground,entry,organisation,detail,since,until\nJ-4,investor,,清华大学,天使轮领投,2022,\nJ-5,publication,E-1,,两篇共同署名论文,2023-05,2024\n'


def main():
    why = unable()
    if why:
        cases = Cases()
        cases.skip('conflicts and interests', why)
        cases.done()
    with Place() as place:
        place.must('init', '--host', 'h.example')
        place.must('contest', 'add', place.file('small.yaml', DEFINITION))
        place.must('import', 'entries', 'small', place.file('entries.csv', ENTRIES))
        place.must('import', 'experts', 'small', place.file('experts.csv', EXPERTS))
        place.must('conflict', 'aliases', 'small', place.file('kin.csv', KIN))
        place.must('conflict', 'compute', 'small')
        place.must('conflict', 'import', 'small', place.file('ties.csv', TIES))
        place.must('conflict', 'overrule', 'small', 'E-4', 'J-3', '--reason', '同名，不是同一家公司')
        people = {role: make_link(place, 'small', role, '--reusable')[1] for role in ('chair', 'supervisor')}
        people |= {e: make_link(place, 'small', 'expert', '--expert', e, '--reusable')[1] for e in ('J-2', 'J-4')}
        with Server(place, '--listen', '127.0.0.1:0') as server:
            environment = dict(os.environ, BASE_URL=server.url, CONFLICTS=json.dumps(people))
            if len(sys.argv) > 1:
                environment['SHOTS'] = os.path.abspath(sys.argv[1])
            status = subprocess.run([*RUNNER, 'e2e/conflicts.test.ts'], cwd=os.path.join(ROOT, 'web'), env=environment).returncode
    sys.exit(status)


if __name__ == '__main__':
    main()
