"""Protocols on paper: words, pages, fonts, codes, bytes; drafts, no entries, many entries, long titles.

    LEITAI=build/leitai python3 tests/e2e/paper.py

What the paper says is read back with poppler's tools, its code with zbar, and held against the exported ledger.
"""
import ctypes
import ctypes.util
import hashlib
import os
import re
import shutil
import subprocess
import sys

from program import DEFINITION, FIRST, Cases, Place, expect, sheets_csv

UNTIED = FIRST | {'E-4': ((6, 6), (6, 6), (6, 6))}

BIG = '''leitai: 1
id: big
title: {zh: 大赛, en: Big contest}
divisions: [{id: full, title: 满}, {id: none, title: 空}]
classes: [{id: judge, title: {zh: 评审, en: Judge}}]
stages:
  - id: only
    title: {zh: 唯一, en: Only}
    heats: {by: division, venue: {zh: 一号厅, en: Hall One}, starts: 2026-05-01 09:00}
    panel: {judge: 13}
    criteria:
''' + ''.join(f'      - {{id: c{i}, title: {{zh: 第{i}项, en: Criterion {i}}}, min: 0, max: 10, step: 0.1}}\n' for i in range(1, 8)) + '''
      - {id: over, title: {zh: 超时, en: Overtime}, by: official, optional: true, min: 0, max: 600, step: 1}
    scoring:
      quorum: {sheets: 1}
      steps: [{do: total, as: mean}, {do: combine, rule: mean, round: {places: 2, mode: half-up}},
        {do: penalty, criterion: over, free: 0, each: 60, points: 1}]
      tie_end: shared
      decimals: 2
'''
TITLE = '基于大模型与数字孪生的离散制造产线自适应调度与质量追溯一体化平台及其在新能源汽车零部件行业的规模化应用示范与推广研究项目'


class Zbar:
    """The codes in a grey picture."""

    def __init__(self):
        path = ctypes.util.find_library('zbar')
        self.z = ctypes.CDLL(path) if path else None
        for name in ('image_scanner_create', 'image_create', 'image_first_symbol', 'symbol_get_data'):
            if self.z:
                getattr(self.z, f'zbar_{name}').restype = ctypes.c_void_p
        if self.z:
            self.z.zbar_symbol_get_data.restype = ctypes.c_char_p

    def read(self, pgm):
        head = re.match(rb'P5\s+(\d+)\s+(\d+)\s+255\s', pgm)
        wide, high, pixels = int(head[1]), int(head[2]), pgm[head.end():]
        z, void = self.z, ctypes.c_void_p
        scanner, image = void(z.zbar_image_scanner_create()), void(z.zbar_image_create())
        z.zbar_image_set_format(image, ctypes.c_ulong(int.from_bytes(b'Y800', 'little')))
        z.zbar_image_set_size(image, wide, high)
        z.zbar_image_set_data(image, pixels, ctypes.c_ulong(len(pixels)), None)
        z.zbar_scan_image(scanner, image)
        symbol = z.zbar_image_first_symbol(image)
        text = z.zbar_symbol_get_data(void(symbol)).decode() if symbol else ''
        z.zbar_image_destroy(image)
        z.zbar_image_scanner_destroy(scanner)
        return text


def run(*words):
    return subprocess.run(words, capture_output=True, check=True).stdout


class Paper:
    def __init__(self, place, contest, stage, heat, *words, out='paper.pdf'):
        self.path = os.path.join(place.path, out)
        self.done = place.must('protocol', contest, stage, heat, *words, '--out', self.path)
        with open(self.path, 'rb') as file:
            self.bytes = file.read()
        self.pages = run('pdftotext', '-layout', self.path, '-').decode().split('\f')[:-1]
        self.text = re.sub(r'\s+', ' ', ' '.join(self.pages))
        # Titles break wherever the line ends.
        self.dense = re.sub(r'\s+', '', self.text)

    def lacks(self, *words):
        return [f'“{word}” is missing' for word in words if word.replace(' ', '') not in self.dense]

    def fonts(self):
        rows = run('pdffonts', self.path).decode().splitlines()[2:]
        return [row for row in rows if ' yes yes ' not in row] if rows else ['none']

    def code(self, zbar):
        return zbar.read(run('pdftoppm', '-r', '200', '-gray', '-f', '1', '-l', '1', self.path))


def small(cases, place, zbar):
    place.with_contest()
    marks = {k: v for k, v in UNTIED.items() if k != 'E-5'}
    place.must('import', 'sheets', 'small', place.file('s.csv', sheets_csv(marks) + 'room,E-5,J-1,*,recused\n'), '--stage', 'first')
    draft = Paper(place, 'small', 'first', 'room')
    cases.case('a draft says so and has no score', draft.lacks('草 稿', '评分记录表', '小赛', '初赛', '会场', '尚未锁定', '未交', '回避',
                                                          '应交 15 份：已交 12', '第 1 页，共 2 页')
               + (['a score'] if '9.03' in draft.dense else []))
    cases.case('its command says it, too', [] if 'draft' in draft.done.err else [draft.done.err])
    place.must('import', 'sheets', 'small', place.file('s.csv', sheets_csv({'E-5': UNTIED['E-5']})), '--stage', 'first', '--amend')
    place.must('stage', 'close', 'small', 'first')
    done = Paper(place, 'small', 'first', 'room')
    cases.case('a closed stage has scores', done.lacks('9.00', '8.80', '9.30', '9.03', '改2') + (['a draft'] if '草' in done.dense else []))
    cases.case('fonts are embedded', done.fonts())
    again = Paper(place, 'small', 'first', 'room', out='again.pdf')
    cases.case('the same records, the same bytes', [] if again.bytes == done.bytes else ['they differ'])
    english = Paper(place, 'small', 'first', 'room', '--lang', 'en')
    cases.case('in English', english.lacks('Protocol of marks', 'Small contest', 'Countersigned', 'Page 1 of 2', 'v2'))
    entry = Paper(place, 'small', 'first', 'room', '--entry', 'E-3')
    cases.case('an entry', entry.lacks('项目评分记录表', 'E-3', '项目 3', '团队 3', 'J-3', '7.5', '台账记录', '专家签名', '公证员', '得分')
               + entry.fonts() + (['another entry'] if 'E-4' in entry.dense else []))
    codes(cases, place, zbar, {'heat': done, 'entry': entry})


def codes(cases, place, zbar, papers):
    if not zbar.z:
        cases.skip('the code', 'libzbar is not installed')
        return
    folder = os.path.join(place.path, 'export')
    place.must('ledger', 'export', 'small', folder)
    with open(os.path.join(folder, 'ledger.jsonl'), 'rb') as file:
        lines = file.read().splitlines()
    for name, paper in papers.items():
        text = paper.code(zbar)
        found = re.fullmatch(r'https://([^/]+)/c/small/proof#record=(\d+)&leaf=([0-9a-f]{64})', text)
        if not found:
            cases.case(f'the code of the {name}', [f'“{text}”'])
            continue
        line = lines[int(found[2])]
        leaf = hashlib.sha256(b'\0' + line).hexdigest()
        cases.case(f'the code of the {name}', ([] if leaf == found[3] else ['the leaf is not that of the record'])
                   + ([] if b'"type":"stage.close"' in line else [line.decode()[:200]]) + paper.lacks(f'#{found[2]}', leaf[:16]))


def many(cases, place, zbar):
    place.must('contest', 'add', place.file('big.yaml', BIG))
    entries = ''.join(f'P-{i:02},{i:02}{TITLE},团队{i},full\n' for i in range(1, 41))
    experts = ''.join(f'X-{i:02},judge,专家{i:02}\n' for i in range(1, 14))
    place.must('import', 'entries', 'big', place.file('e.csv', 'entry,title,team,division\n' + entries))
    place.must('import', 'experts', 'big', place.file('x.csv', 'expert,class,name\n' + experts))
    rows = [f'full,P-{e:02},X-{x:02},c{c},{(e * 7 + x * 3 + c) % 100 / 10}' for e in range(1, 41) for x in range(1, 14)
            for c in range(1, 8)]
    place.must('import', 'sheets', 'big', place.file('s.csv', 'heat,entry,expert,criterion,mark\n' + '\n'.join(rows) + '\n'),
               '--stage', 'only')
    empty = Paper(place, 'big', 'only', 'none')
    cases.case('a heat without entries', empty.lacks('本场没有项目', '第 1 页，共 2 页', '评审组长', 'X-13'))
    place.must('stage', 'close', 'big', 'only')
    paper = Paper(place, 'big', 'only', 'full')
    n = len(paper.pages)
    found = paper.lacks(*(f'P-{i:02}' for i in range(1, 41)), *(f'专家{i:02}' for i in range(1, 14)), '一号厅', '2026-05-01 09:00', '超时')
    found += [f'page {i} of {n}: {page[-200:]}' for i, page in enumerate(paper.pages, 1)
              if f'第{i}页，共{n}页' not in re.sub(r'\s', '', page)]
    found += [f'page {i} has no head' for i, page in enumerate(paper.pages[:-1], 1) if '序号' not in page or 'X-13' not in page]
    whole = paper.dense.count(TITLE[:8])
    cases.case('40 entries by 13 experts', found + ([] if 5 <= n <= 12 and whole == 40 else [f'{n} pages, {whole} titles']) + paper.fonts())
    entry = Paper(place, 'big', 'only', 'full', '--entry', 'P-07')
    cases.case('seven criteria, thirteen experts', entry.lacks('第1项', '第7项', '/ 10', '专家13', '超时') + entry.fonts()
               + ([] if len(entry.pages) <= 3 else [f'{len(entry.pages)} pages']))
    if zbar.z:
        cases.case('its code', [] if '/c/big/proof#record=' in paper.code(zbar) else ['not read'])


def refused(cases, place):
    out = os.path.join(place.path, 'no.pdf')
    for words, status, code in ((('small', 'first', 'nowhere'), 66, 'heat.unknown'), (('small', 'nowhere', 'room'), 66, 'stage.unknown'),
                                (('small', 'first', 'room', '--entry', 'E-99'), 66, 'entry.unknown'),
                                (('small', 'first', 'room', '--lang', 'fr'), 65, 'protocol.language')):
        done = place.run('protocol', *words, '--out', out)
        cases.case(' '.join(words), expect(done, status, code) + (['a file'] if os.path.exists(out) else []))
    cases.case('without --out', expect(place.run('protocol', 'small', 'first', 'room'), 64, 'usage.option'))
    fonts = place.file('fonts.conf', '<?xml version="1.0"?><fontconfig><dir>/usr/share/fonts/truetype/dejavu</dir>'
                       f'<cachedir>{place.path}/fonts</cachedir></fontconfig>')
    done = place.run('protocol', 'small', 'first', 'room', '--out', out, env={'FONTCONFIG_FILE': fonts})
    cases.case('no Chinese font: told, not drawn as boxes', expect(done, 74, 'report.font') + (['a file'] if os.path.exists(out) else []))


def main():
    if not shutil.which('pdftotext'):
        print('1..0 # SKIP poppler-utils is not installed')
        sys.exit(0)
    cases, zbar = Cases(), Zbar()
    with Place() as place:
        small(cases, place, zbar)
        many(cases, place, zbar)
        refused(cases, place)
    cases.done()


if __name__ == '__main__':
    main()
