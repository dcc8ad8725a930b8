"""Assignment on the command line: the case of the manual, reasons, repairs, caps, fits from words, wrong files; real matrices
with proven optima.

    LEITAI=build/leitai python3 tests/e2e/assign.py
"""
import collections
import csv
import json
import os

from program import Cases, Place, documented, expect, findings, must
import shared

DATA = shared.folder('assignment')


def case(entries=6, experts=5, seats=2, load=3, **more):
    return {'seats': seats, 'load': load, 'experts': [{'id': f'J-{j}'} for j in range(experts)],
            'entries': [{'id': f'E-{e}', 'fits': [(e * 7 + j * 5) % 11 for j in range(experts)]} for e in range(entries)],
            **more}


def run(p, value, *words):
    path = p.file('case.json', value if isinstance(value, str) else json.dumps(value))
    return p.run('assign', path, *words, '--json')


def made(p, value):
    done = run(p, value)
    must(done.status == 0, done.err)
    return json.loads(done.out)


def panels(answer):
    by_entry = collections.defaultdict(set)
    for pair in answer['pairs']:
        by_entry[pair['entry']].add(pair['expert'])
    return by_entry


def check_manual(p):
    answer = made(p, documented('assign.md'))
    must(panels(answer)['E-1'] == {'J-1', 'J-2', 'J-4'}, answer)
    must(panels(answer)['E-2'] == {'J-1', 'J-2', 'J-3'}, answer)
    text = p.run('assign', p.file('case.json', json.dumps(documented('assign.md'))))
    must('calibration: everybody marks it' in text.out and 'Total fit' in text.out, text.out)


def check_rules(p):
    answer = made(p, case())
    by_entry, loads = panels(answer), collections.Counter(x['expert'] for x in answer['pairs'])
    must(all(len(panel) == 2 for panel in by_entry.values()) and len(by_entry) == 6, by_entry)
    must(max(loads.values()) <= 3, loads)
    must(made(p, case()) == answer, 'the same case gives another answer')
    total = made(p, case(aim='total'))
    must(total['total'] >= answer['total'] and answer['worst'] >= total['worst'], (total, answer))


def check_seed(p):
    flat = case(entries=8, experts=8)
    for entry in flat['entries']:
        entry['fits'] = [1] * 8
    answers = {json.dumps(made(p, {**flat, 'seed': f'{n:064x}'})['pairs']) for n in range(5)}
    must(len(answers) > 1, 'five seeds, one answer')


def check_repair(p):
    before = made(p, case())
    gone = before['pairs'][0]['expert']
    repaired = case(load=4, keep=[[x['entry'], x['expert']] for x in before['pairs']])
    for expert in repaired['experts']:
        if expert['id'] == gone:
            expert['load'] = 0
    after = made(p, repaired)
    lost = sum(x['expert'] == gone for x in before['pairs'])
    must(after['changed'] == lost, (lost, after['changed']))


def check_edit(p):
    answer = made(p, case())
    keep = [[x['entry'], x['expert']] for x in answer['pairs']]
    done = run(p, case(keep=keep), '--check')
    must(done.status == 0 and json.loads(done.out)['ok'], done.err)
    done = run(p, case(keep=keep[1:]), '--check')
    must(done.status == 75 and 'assign.seats' in done.err, (done.status, done.err))
    done = run(p, case(keep=keep, conflicts=[keep[0]]), '--check')
    must('assign.not-allowed' in done.err and keep[0][1] in done.err, done.err)


def check_short(p):
    short = case(entries=4, experts=3, seats=2, load=2)
    done = run(p, short)
    must(done.status == 75 and 'assign.short' in done.err and '2 seats' in done.err, done.err)
    must('E-0, E-1' in done.err and 'J-0, J-1, J-2' in done.err and '6 places' in done.err, done.err)


def check_wrong(p):
    wrong = {'{': 'json.syntax', '[]': 'assign.file', '{"seats":2}': 'assign.file',
             json.dumps(case(sets=1)): 'unknown member sets',
             json.dumps(case(aim='best')): 'aim',
             json.dumps(case(seed='00')): 'seed',
             json.dumps(case(keep=[['E-0', 'J-77']])): 'keep',
             json.dumps(case(conflicts=[['E-0', 'J-77']])): 'J-77',
             json.dumps({**case(), 'entries': [{'id': 'E', 'fits': [1]}]}): 'fits',
             json.dumps({**case(), 'entries': [{'id': 'E', 'fits': {'J-9': 1}}]}): 'J-9',
             json.dumps({**case(), 'experts': [{'id': 'J', 'class': 'x'}], 'seats': {'a': 1}}): 'class'}
    for text, word in wrong.items():
        done = run(p, text)
        must(done.status == 65 and word in done.err, (text[:60], done.status, done.err))
        must(len(done.err.splitlines()) == 1, done.err)


def check_cap(p):
    flat = case(entries=8, experts=8, load=4, cap='1/2')
    answers = [made(p, {**flat, 'seed': f'{n:064x}'}) for n in range(6)]
    must(len({json.dumps(a['pairs']) for a in answers}) > 1, 'six seeds, one draw')
    must(all(x['chance'] in ('1/2', '1') and x['chance'] != '1' for a in answers for x in a['pairs']), answers[0])
    must(answers[0]['cap'] == '1/2' and len(answers[0]['chances']) == 32 and answers[0]['moved'] == 0, answers[0])
    text = p.run('assign', p.file('case.json', json.dumps(flat)))
    must('drawn with a chance of 1/2' in text.out and 'No pair was likelier than 1/2' in text.out, text.out)
    done = run(p, case(experts=3, cap='1/2'))
    must(done.status == 75 and 'a cap of 2/3 would do' not in done.err and 'assign.short' in done.err, done.err)
    for wrong in ('1', '0/2', '3/2', '1/1001', '1/2/3', '-1/2', 0.5, 2):
        done = run(p, case(cap=wrong))
        must(done.status == 65, (wrong, done.status, done.err))


def check_words(p):
    words = documented('fit.md')
    text = p.file('words.json', json.dumps(words))
    fits = p.must('fit', text, '--json').json
    rows = [x['fits'] for x in fits['entries']]
    must([x['id'] for x in fits['experts']] == ['J-1', 'J-2', 'J-3'] and len(rows) == 3, fits)
    must(rows[0][0] > rows[0][1] and rows[1][1] > 200 and rows[0][2] < rows[0][0], rows)
    must(rows[0][1] == 0 and rows[1][0] == -300, rows)
    whole = {**words, 'seats': 1, 'load': 2}
    given = {**whole, 'entries': fits['entries']}
    del given['fit'], given['wishes']
    same, answer = made(p, given), made(p, whole)
    must(answer['pairs'][0]['terms'] and '电池' in answer['pairs'][0]['terms'], answer['pairs'])
    for pair in answer['pairs']:
        del pair['terms']
    must(answer == same, (answer, same))
    must(made(p, {**whole, 'conflicts': [['E-1', 'J-1']]})['pairs'][0]['expert'] != 'J-1', 'a conflict was assigned')
    table = p.must('assign', p.file('whole.json', json.dumps(whole))).out
    must('both say' in table and '失控' in table, table)


def check_explained(p):
    text = p.file('words.json', json.dumps(documented('fit.md')))
    why = p.must('fit', text, '--explain', 'E-1:J-3', '--json').json
    must(why['fit'] == why['words'] + why['wished'] + why['traits'] and why['wished'] == -200, why)
    must(why['terms'][0]['term'] and abs(sum(t['share'] for t in why['terms']) - why['words']) <= why['common'], why)
    must('电池' in p.must('fit', text, '--explain', 'E-1:J-3').out, 'no term is named')
    must('the average' in p.must('fit', text, '--explain', 'E-3:J-1').out, 'silence is not told')
    for pair, status in [('E-1', 65), ('E-9:J-1', 66), ('E-1:J-9', 66)]:
        must(p.run('fit', text, '--explain', pair).status in (status, 64), pair)
    table = p.must('fit', text).out
    must('E-1' in table and '晶圆' not in table and '半导' in table, table)
    csv_text = 'side,id,words\nentry,E-1,"电池, sensors"\nexpert,J-1,电池 sensor\nexpert,J-2,\n'
    must(p.must('fit', p.file('words.csv', csv_text), '--json').json['entries'][0]['fits'] == [1000, 1000], 'CSV')


def check_wrong_words(p):
    words = documented('fit.md')
    wrong = [({**words, 'experts': words['experts'] * 2}, 'stands twice'), ({**words, 'entries': {}}, 'entries'),
             ({**words, 'fit': {'gladlier': 1}}, 'gladlier'), ({**words, 'fit': {'gladly': -1}}, 'gladly'),
             ({**words, 'wishes': [['E-1', 'J-1', 'maybe']]}, 'wishes'), ({**words, 'wishes': [['E-9', 'J-1', 'gladly']]}, 'wishes'),
             ({**words, 'wishes': words['wishes'] * 2}, 'wishes twice'),
             ({**words, 'fit': {'traits': {'languages': {'apart': 10 ** 7}}}}, 'languages'),
             ({**words, 'entries': [{'id': 'E-1', 'words': [1]}]}, 'E-1'), 
             ({'experts': [], 'entries': [{'id': 'E-1', 'words': 'x ' * 40000}]}, 'longer'),
             ([1], 'object'), ('side,id\nentry,E-1\n', 'words'), ('side,id,words\njudge,E-1,x\n', 'side'),
             ('side,id,words\nentry,E-1,x\nentry,E-1,y\n', 'twice'), ('side,id,words\nentry,E-1\n', 'needs')]
    for value, word in wrong:
        done = p.run('fit', p.file('wrong', value if isinstance(value, str) else json.dumps(value)))
        found = expect(done, 65, word)
        must(not found, found)
    both = {**documented('assign.md'), 'fit': {}}
    must('none may be given' in run(p, both).err, 'fits and words were taken together')


def matrix(name):
    with open(os.path.join(DATA, name, 'similarity.csv'), encoding='utf-8') as file:
        return list(csv.reader(file))


def real_case(name, scale, load, **more):
    rows = matrix(name)
    conflict = os.path.join(DATA, name, 'conflict.csv')
    never = [[False] * len(rows[0]) for _ in rows]
    if os.path.exists(conflict):
        with open(conflict, encoding='utf-8') as file:
            never = [[x == '1' for x in row] for row in csv.reader(file)]
    fits = [[None if never[j][e] else round(float(rows[j][e]) * scale) for j in range(len(rows))] for e in range(len(rows[0]))]
    return {'seats': 3, 'load': load, 'experts': [{'id': f'R{j}'} for j in range(len(rows))],
            'entries': [{'id': f'P{e}', 'fits': row} for e, row in enumerate(fits)], **more}


def check_bids(p):
    answer = made(p, real_case('aamas_bids_1', 1, 6, aim='total'))
    must(answer['total'] == 497, answer['total'])
    answer = made(p, real_case('aamas_bids_1', 1, 6))
    sums = collections.Counter()
    for pair in answer['pairs']:
        sums[pair['entry']] += pair['fit']
    must(answer['total'] == 497 and min(sums.values()) == 3, (answer['total'], min(sums.values())))


def check_affinities(p):
    answer = made(p, real_case('midl2018', 10 ** 9, 4, aim='total'))
    must(abs(answer['total'] - 201884879501) <= 400, answer['total'])


def check_linked(p):
    answer = made(p, real_case('aamas_bids_1', 1, 6, shared=4))
    links = collections.defaultdict(set)
    for panel in panels(answer).values():
        for expert in panel:
            links[expert] |= panel - {expert}
    must(min(len(x) for x in links.values()) >= 4, links)
    for out in [None, *links]:
        start = next(x for x in links if x != out)
        seen, stack = {start}, [start]
        while stack:
            for other in links[stack.pop()] - seen - {out}:
                seen.add(other)
                stack.append(other)
        must(len(seen) == len(links) - (out is not None), f'without {out} they fall apart')


def main():
    cases = Cases()
    for name, check in [('the case of the manual', check_manual), ('seats, loads, the same answer again', check_rules),
                        ('the seed chooses among equals', check_seed), ('an expert drops out', check_repair),
                        ('an edit by hand', check_edit), ('what is short, and by how much', check_short),
                        ('wrong cases', check_wrong), ('a cap', check_cap), ('fits from words', check_words),
                        ('why a pair fits', check_explained), ('wrong words', check_wrong_words)]:
        with Place() as p:
            cases.case(name, findings(check, p))
    real = [('bids of a conference: 497, worst 3', check_bids), ('affinities of a conference: 201.8848795', check_affinities),
            ('real panels, linked', check_linked)]
    for name, check in real:
        if not DATA:
            cases.skip(name, 'the real matrices are not here')
            continue
        with Place() as p:
            cases.case(name, findings(check, p))
    cases.done()


if __name__ == '__main__':
    main()
