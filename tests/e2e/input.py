"""Wrong input of every kind: a clear message each, and nothing half-imported.

    LEITAI=build/leitai python3 tests/e2e/input.py
"""
import os

from program import DEFINITION, ENTRIES_CSV, EXPERTS_CSV, Cases, Place, expect, sheets_csv


def definitions(cases):
    wrong = [
        ('empty', b'', 65, []),
        ('not YAML', b'id: [1, 2\nstages: }', 65, [':']),
        ('a tab for indentation', DEFINITION.replace('  - id: first', '\t- id: first'), 65, ['.yaml:']),
        ('a list', '- a\n- b\n', 65, [':1:1:']),
        ('an unknown key', DEFINITION.replace('supervised', 'suprvised'), 65, ['suprvised', 'supervised']),
        ('a stage from nowhere', DEFINITION.replace('from: [first]', 'from: [frist]'), 65, ['frist', 'first']),
        ('a criterion twice', DEFINITION.replace('id: use', 'id: plan'), 65, ['plan']),
        ('a weight with a comma', DEFINITION.replace('weight: 60', 'weight: 6,0'), 65, ['weight']),
        ('an unknown rule', DEFINITION.replace('rule: mean,', 'rule: meen,'), 65, ['meen', 'mean']),
        ('a format to come', DEFINITION.replace('leitai: 1', 'leitai: 7'), 65, ['7']),
        ('GBK', DEFINITION.encode('gbk'), 65, ['UTF-8']),
        ('UTF-16', DEFINITION.encode('utf-16'), 65, []),
        ('more than a megabyte', DEFINITION + '#' * (1 << 20), 65, ['1 MiB', '[file.size]']),
        ('an anchor that multiplies', 'a: &a [1,1]\nb: &b [*a,*a]\nc: [*b,*b]\n', 65, []),
    ]
    with Place() as p:
        p.must('init')
        for name, content, status, words in wrong:
            path = p.file('wrong.yaml', content)
            cases.case(f'definition: {name}', expect(p.run('contest', 'check', path), status, *words))
            cases.case(f'definition not added: {name}', expect(p.run('contest', 'add', path), status, *words))
        cases.case('no contest came of it', [] if p.run('contest', 'list', '--json').json['contests'] == [] else ['one did'])
        for name, content in (('with BOM', b'\xef\xbb\xbf' + DEFINITION.encode()),
                              ('with CRLF', DEFINITION.replace('\n', '\r\n'))):
            cases.case(f'definition {name} is fine', expect(p.run('contest', 'check', p.file('good.yaml', content)), 0))


ENTRIES = [
    ('empty', b'', ['empty']),
    ('header only', 'entry,title,team\n', ['no rows']),
    ('GBK', ENTRIES_CSV.encode('gbk'), ['UTF-8']),
    ('UTF-16', ENTRIES_CSV.encode('utf-16'), ['UTF-16']),
    ('a missing column', 'entry,title\nA-1,x\n', ['team']),
    ('an unknown column', 'entry,title,team,provnce\nA-1,x,y,z\n', ['provnce', 'province']),
    ('a column twice', 'entry,title,team,title\nA-1,x,y,z\n', ['title']),
    ('an id twice', 'entry,title,team\nA-1,x,y\nA-1,x,z\n', [':3:', 'A-1']),
    ('an id that is none', 'entry,title,team\nA 1!,x,y\n', [':2:']),
    ('an empty title', 'entry,title,team\nA-1,,y\n', [':2:', 'title']),
    ('an unknown division', 'entry,title,team,division\nA-1,x,y,bgi\n', ['bgi', 'big']),
    ('too few fields', 'entry,title,team\nA-1,x\n', [':2:']),
    ('too many fields', 'entry,title,team\nA-1,x,y,z,q\n', [':2:']),
    ('an open quote', 'entry,title,team\nA-1,"x,y\n', [':2:']),
    ('people that are no number', 'entry,title,team,people\nA-1,x,y,few\n', ['few']),
    ('semicolons', 'entry;title;team\nA-1;x;y\n', []),
    ('a NUL', b'entry,title,team\nA-1,x\0,y\n', [':2:']),
    ('an entry that changed', ENTRIES_CSV.replace('项目 1', '项目 I'), ['E-1']),
    ('one bad row of many', 'entry,title,team\n' + ''.join(f'G-{i},a,b\n' for i in range(500)) + 'G-7,a,b\n', [':502:']),
]

SHEETS = [
    ('empty', b'', ['empty']),
    ('a missing column', 'heat,entry,expert,criterion\nroom,E-1,J-1,plan\n', ['mark']),
    ('an unknown heat', 'heat,entry,expert,criterion,mark\nrom,E-1,J-1,plan,8\n', ['rom']),
    ('an unknown entry', 'heat,entry,expert,criterion,mark\nroom,E-77,J-1,plan,8\n', ['E-77']),
    ('an unknown expert', 'heat,entry,expert,criterion,mark\nroom,E-1,J-77,plan,8\n', ['J-77']),
    ('an unknown criterion', 'heat,entry,expert,criterion,mark\nroom,E-1,J-1,plam,8\n', ['plam', 'plan']),
    ('a mark above', 'heat,entry,expert,criterion,mark\nroom,E-1,J-1,plan,10.5\n', ['10.5', '0 to 10']),
    ('a mark below', 'heat,entry,expert,criterion,mark\nroom,E-1,J-1,plan,-0.5\n', ['-0.5']),
    ('a mark off the step', 'heat,entry,expert,criterion,mark\nroom,E-1,J-1,plan,8.3\n', ['8.3', 'steps of 0.5']),
    ('a mark with a comma', 'heat,entry,expert,criterion,mark\nroom,E-1,J-1,plan,"8,5"\n', ['8,5']),
    ('a mark that is a word', 'heat,entry,expert,criterion,mark\nroom,E-1,J-1,plan,good\n', ['good']),
    ('a mark without end', 'heat,entry,expert,criterion,mark\nroom,E-1,J-1,plan,' + '9' * 400 + '\n', [':2:']),
    ('a mark twice', 'heat,entry,expert,criterion,mark\nroom,E-1,J-1,plan,8\nroom,E-1,J-1,plan,8\n', [':3:']),
    ('a stage column and --stage', 'stage,heat,entry,expert,criterion,mark\nfinal,room,E-1,J-1,plan,8\n', []),
    ('one bad row of many', sheets_csv() + 'room,E-1,J-1,plan,9\n', [':32:']),
]


def tables(cases):
    with Place() as p:
        p.with_contest()
        before = len(p.records())
        for kind, rows, more in (('entries', ENTRIES, ()), ('sheets', SHEETS, ('--stage', 'first'))):
            for name, content, words in rows:
                path = p.file('wrong.csv', content)
                done = p.run('import', kind, 'small', path, *more)
                cases.case(f'{kind}: {name}', expect(done, 65, 'wrong.csv', *words))
        cases.case('experts: an unknown class', expect(
            p.run('import', 'experts', 'small', p.file('wrong.csv', 'expert,class\nK-1,indstry\n')), 65, 'indstry', 'industry'))
        cases.case('sheets without a stage', expect(
            p.run('import', 'sheets', 'small', p.file('wrong.csv', sheets_csv())), 65, 'stage'))
        cases.case('sheets of an unknown stage', expect(
            p.run('import', 'sheets', 'small', p.file('wrong.csv', sheets_csv()), '--stage', 'frist'), 65, 'frist')
            if p.run('import', 'sheets', 'small', p.path + '/wrong.csv', '--stage', 'frist').status == 65 else expect(
            p.run('import', 'sheets', 'small', p.path + '/wrong.csv', '--stage', 'frist'), 66, 'frist'))
        cases.case('entries of an unknown contest', expect(
            p.run('import', 'entries', 'smal', p.file('good.csv', ENTRIES_CSV)), 66, '[contest.unknown]'))
        cases.case('nothing was half-imported', [] if len(p.records()) == before else [f'{len(p.records()) - before} records'])
        many = p.run('import', 'sheets', 'small', p.file('many.csv', 'heat,entry,expert,criterion,mark\n' +
                     'room,E-1,J-1,plan,99\n' * 1000), '--stage', 'first', '--json')
        cases.case('a thousand bad rows: counted, not all printed', [] if 900 < many.json['total'] and
                   len(many.json['findings']) <= 200 else [str(many)])
        for name, content in (('BOM', b'\xef\xbb\xbf' + ENTRIES_CSV.encode()), ('CRLF', ENTRIES_CSV.replace('\n', '\r\n')),
                              ('any order', 'team,entry,title\na,Q-1,b\n'), ('quotes', 'entry,title,team\nQ-2,"a ""b"", c","d\ne"\n')):
            cases.case(f'entries with {name} are fine', expect(p.run('import', 'entries', 'small', p.file('good.csv', content)), 0))
        cases.case('experts with CRLF are fine', expect(
            p.run('import', 'experts', 'small', p.file('good.csv', EXPERTS_CSV.replace('\n', '\r\n'))), 0, '3 unchanged'))


def files(cases):
    with Place() as p:
        p.with_contest()
        big = p.path + '/big.csv'
        with open(big, 'wb') as file:
            file.write(b'entry,title,team\n')
            line = b'Z-%d,' + b'x' * 90 + b',team\n'
            for i in range(100 * (1 << 20) // 100 + 1):
                file.write(line % i)
        before = len(p.records())
        cases.case('100 MB of entries', expect(p.run('import', 'entries', 'small', big), 65, '64 MiB', '[file.size]'))
        cases.case('100 MB as a definition', expect(p.run('contest', 'add', big), 65, '1 MiB'))
        with open(big, encoding='utf-8') as file:
            text = file.read()
        cases.case('100 MB on standard input', expect(p.run('import', 'entries', 'small', '-', text=text), 65, '64 MiB'))
        cases.case('nothing of it came in', [] if len(p.records()) == before else ['something did'])
        cases.case('no such file', expect(p.run('import', 'entries', 'small', p.path + '/none.csv'), 66, '[file.missing]'))
        cases.case('a directory', expect(p.run('import', 'entries', 'small', p.path), 65, '[file.directory]'))
        if os.geteuid() == 0:
            cases.skip('an unreadable file', 'root reads everything')
        else:
            path = p.file('secret.csv', ENTRIES_CSV)
            os.chmod(path, 0)
            cases.case('an unreadable file', expect(p.run('import', 'entries', 'small', path), 77, '[file.denied]'))
        cases.case('entries on standard input', expect(
            p.run('import', 'entries', 'small', '-', text='entry,title,team\nS-1,a,b\n'), 0, '1 added'))


SEVERITY = [
    ('disjoint panels', 'entry,expert,mark\nA,x,3\nA,z,4\nB,y,4\n', ['2 subsets', '(x, z); (y)', '[judging.subsets]']),
    ('a mark twice', 'entry,expert,criterion,mark\nA,x,c,3\nA,x,c,4\nA,y,c,4\n', ['twice', '[sheet.twice]']),
    ('no number', 'entry,expert,mark\nA,x,three\n', [':2', 'three']),
    ('no id', 'entry,expert,mark\nA b,x,3\n', [':2', 'A b']),
    ('no marks', 'entry,expert,mark\nA,x,\n', ['[judging.empty]']),
    ('an unknown column', 'entry,expert,mark,weight\nA,x,3,1\n', ['weight']),
]


def severity(cases):
    with Place() as p:
        for name, content, words in SEVERITY:
            cases.case(f'severity: {name}', expect(p.run('severity', p.file('marks.csv', content)), 65, *words))
        good = p.file('good.csv', 'mark,expert,entry\n5,x,A\n7,y,A\n6,y,B\n6,z,B\n8,z,C\n6,x,C\n')
        cases.case('severity: a table', expect(p.run('severity', good), 0))
        answer = p.must('severity', good, '--json').json
        raw = [(e['entry'], e['raw']) for e in answer['entries']]
        cases.case('severity: best first, raw means beside', [] if raw == [('C', 7), ('A', 6), ('B', 6)] else [str(raw)])
        strict = max(answer['experts'], key=lambda e: e['severity'])['expert']
        cases.case('severity: who is strict', [] if strict == 'x' else [strict])
        cut = p.must('severity', good, '--places', '1', '--json').json
        chances = sum(e['chance'] for e in cut['entries'])
        cases.case('severity: chances of one place', [] if abs(chances - 1) < 0.001 and cut['places'] == 1 else [str(cut)])
        cases.case('severity: the cut in the table', expect(p.run('severity', good, '--places', '1'), 0, 'the cut'))
        marks = [f'{e},{x},{c},{len(e + x + c) % 2 + (ord(e) * 7 + ord(x) * 3 + ord(c) * 5) % 4}' for e in 'ABCD' for x in 'xyz' for c in 'abc']
        facets = p.file('facets.csv', 'entry,expert,criterion,mark\n' + '\n'.join(marks) + '\n')
        found = p.must('severity', facets, '--places', '2', '--model', 'mfrm', '--json').json['entries']['elements']
        cases.case('severity: chances of two places by facets',
                   [] if abs(sum(e['chance'] for e in found) - 2) < 0.001 else [str(found)])
        for words in (['--places', '0'], ['--places', 'x']):
            cases.case(f'severity: {" ".join(words)}', expect(p.run('severity', good, *words), 64, 'usage.places'))
        cases.case('severity: an unknown model', expect(p.run('severity', good, '--model', 'magic'), 64, 'magic'))


def main():
    cases = Cases()
    for part in (definitions, tables, severity, files):
        part(cases)
    cases.done()


if __name__ == '__main__':
    main()
