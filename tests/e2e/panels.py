"""Who marks which entry, from proposal to published proof: adopted by a draw, edited, repaired, held to; panels of heats.

    LEITAI=build/leitai python3 tests/e2e/panels.py [postgres]
"""
import collections
import hashlib
import json
import os

from program import POSTGRES, Cases, Place, check_ledger, expect, findings, must, need_postgres
from serve import Server

DEFINITION = '''leitai: 1
id: pans
title: {zh: 分派, en: Sharing out}
classes: [{id: industry, title: 产业}, {id: investor, title: 投资}]
stages:
  - id: screening
    title: {zh: 初审, en: Screening}
    starts: 2026-05-01
    ends: 2026-05-20
    panel: {industry: 4, investor: 2}
    sheets_each: 3
    assignment: {load: 9, shared: 3, calibration: 1}
    criteria:
      - {id: plan, title: 方案, min: 0, max: 10}
    scoring:
      quorum: {sheets: 2}
      steps:
        - {do: total, as: sum}
        - {do: combine, rule: mean}
      tie_end: shared
    advance: {quotas: [{places: 12}]}
  - id: final
    title: {zh: 决赛, en: Final}
    heats:
      - {id: hall-a, title: A, starts: 2026-06-01 09:00, pitch: 10 min}
      - {id: hall-b, title: B, starts: 2026-06-01 09:00, pitch: 10 min}
      - {id: later, title: C, starts: 2026-06-02 09:00, pitch: 10 min}
    panel: {industry: 2, investor: 1}
    criteria:
      - {id: plan, title: 方案, min: 0, max: 10}
    scoring:
      quorum: {sheets: 2}
      steps:
        - {do: total, as: sum}
        - {do: combine, rule: mean}
      tie_end: shared
'''
TOPICS = ('机器视觉 质量检测', 'predictive maintenance of pumps', '能源管理 碳排放', 'robot arms')
ENTRIES = [f'E-{i:02}' for i in range(1, 13)]
ENTRIES_CSV = 'entry,title,team,summary\n' + ''.join(f'{e},项目 {e},团队,{TOPICS[i % 4]}\n' for i, e in enumerate(ENTRIES))
EXPERTS_CSV = 'expert,class,fields\n' + ''.join(
    f'J-{i},{"investor" if i > 6 else "industry"},{TOPICS[i % 4]}\n' for i in range(1, 10))


def contest(p, definition=DEFINITION):
    p.must('init', '--host', 'test.example')
    p.must('contest', 'add', p.file('pans.yaml', definition))
    p.must('import', 'entries', 'pans', p.file('entries.csv', ENTRIES_CSV))
    p.must('import', 'experts', 'pans', p.file('experts.csv', EXPERTS_CSV))


def draw(p, pool, purpose='screening'):
    lines, members = p.file('lines', 'seven of clubs\n'), p.file('pool', ''.join(f'{e}\n' for e in sorted(pool)))
    p.must('ceremony', 'commit', 'pans', purpose, members, lines, '--lines')
    number = len(p.must('ceremony', 'list', 'pans', '--json').json['draws'])
    p.must('ceremony', 'announce', 'pans', members, '--draw', number, '--reveals', lines)
    p.must('ceremony', 'conclude', 'pans', number)
    return number


def pairs_of(answer):
    return {e['entry']: [x['expert'] for x in e['pairs']] for e in answer['entries']}


def shown(p, *words):
    return pairs_of(p.must('panel', 'show', 'pans', 'screening', *words, '--json').json)


def csv_of(pairs):
    return 'entry,expert\n' + ''.join(f'{e},{x}\n' for e, experts in pairs.items() for x in experts)


def sheets_csv(pairs, mark=lambda e, x: 5):
    return 'heat,entry,expert,criterion,mark\n' + ''.join(
        f'main,{e},{x},plan,{mark(e, x)}\n' for e, experts in pairs.items() for x in experts)


def find(p, entry, expert):
    """Evidence of a conflict that nobody has decided on."""
    p.must('conflict', 'import', 'pans', p.file('ties.csv', f'expert,entry,ground\n{expert},{entry},mentor\n'))


def check_draw(p):
    must(not expect(p.run('panel', 'propose', 'pans', 'screening'), 75, 'assign.draw'), 'without a draw')
    must(not expect(p.run('panel', 'propose', 'pans', 'screening', '--draw', 7), 75, 'assign.undrawn'), 'no such draw')
    draw(p, ENTRIES[:5], 'some')
    must(not expect(p.run('panel', 'propose', 'pans', 'screening', '--draw', 1), 75, 'assign.pool', '5 of the 12'), 'a part')
    draw(p, ENTRIES + ['E-99'], 'more')
    must(not expect(p.run('panel', 'propose', 'pans', 'screening', '--draw', 2), 75, 'assign.pool', 'E-99'), 'a stranger')
    must(draw(p, ENTRIES) == 3, 'the draw')


def check_proposal(p):
    answer = p.must('panel', 'propose', 'pans', 'screening', '--draw', 3, '--json').json
    seats = {'industry': 2, 'investor': 1}
    classes = {x['id']: x['class'] for x in answer['experts']}
    must(answer['rule']['seats'] == [{'class': k, 'seats': v} for k, v in seats.items()], answer['rule'])
    calibration = [e['entry'] for e in answer['entries'] if e.get('calibration')]
    must(len(calibration) == 1 and len(pairs_of(answer)[calibration[0]]) == 9, calibration)
    for entry, experts in pairs_of(answer).items():
        must(entry in calibration or collections.Counter(classes[x] for x in experts) == seats, (entry, experts))
    text = p.must('panel', 'propose', 'pans', 'screening', '--draw', 3, '--case').out
    must(hashlib.sha256(text.encode()).hexdigest() == answer['case'], 'the hash of the case')
    alone = json.loads(p.must('assign', p.file('case.json', text), '--json').out)
    mine = collections.defaultdict(list)
    for pair in alone['pairs']:
        mine[pair['entry']].append(pair['expert'])
    must(dict(mine) == pairs_of(answer), 'leitai assign gives the same pairs')
    must(answer['total'] == alone['total'] and answer['worst'] == alone['worst'], 'and sums')
    good = [x['fit'] for e in answer['entries'] for x in e['pairs'] if not e.get('calibration')]
    must(max(good) > 300 and sum(good) == answer['total'], good)
    must(not expect(p.run('panel', 'propose', 'pans', 'screening', '--draw', 3), 0, 'Total fit', 'calibration: everybody marks it'), '')
    must(len(p.records('pans')) < 40 and all(r['type'] != 'panel.assign' for r in p.records('pans')), 'nothing was written')


def check_adopt(p):
    p.must('panel', 'assign', 'pans', 'screening', '--draw', 3, '--key', 'k1')
    proposed = pairs_of(p.must('panel', 'propose', 'pans', 'screening', '--draw', 3, '--json').json)
    must(shown(p) == proposed, 'what was proposed is in force')
    again = p.must('panel', 'assign', 'pans', 'screening', '--draw', 3, '--key', 'k1', '--json').json
    must(again == {'version': '1'}, again)
    must(not expect(p.run('panel', 'assign', 'pans', 'screening', '--draw', 3), 75, 'assign.unchanged'), 'twice')
    records = [r for r in p.records('pans') if r['type'] == 'panel.assign']
    must(len(records) == 1 and 'commit' in records[0] and 'body' not in records[0], records)
    must(p.must('panel', 'export', 'pans', 'screening').out == csv_of(shown(p)), 'the export')
    case = p.must('panel', 'export', 'pans', 'screening', '--case').out
    must(json.loads(case)['seats'] == {'industry': 2, 'investor': 1}, case[:80])


def swapped(pairs, classes, calibration):
    """Two experts of a class change places between two entries."""
    for a in pairs:
        for b in pairs:
            for x in pairs[a]:
                for y in pairs[b]:
                    if a != b and a not in calibration and b not in calibration and classes[x] == classes[y] and \
                            x not in pairs[b] and y not in pairs[a]:
                        return {**pairs, a: sorted([*(set(pairs[a]) - {x}), y]), b: sorted([*(set(pairs[b]) - {y}), x])}
    raise AssertionError('nobody to swap')


def check_edit(p):
    answer = p.must('panel', 'show', 'pans', 'screening', '--json').json
    pairs, classes = pairs_of(answer), {x['id']: x['class'] for x in answer['experts']}
    calibration = [e['entry'] for e in answer['entries'] if e.get('calibration')]
    entry = next(e for e in pairs if e not in calibration)

    def tried(edit, *words):
        return p.run('panel', 'assign', 'pans', 'screening', p.file('edit.csv', csv_of(edit)), *words)

    must(not expect(tried({**pairs, entry: pairs[entry][:2]}), 75, 'assign.seats', entry), 'an entry lacks one')
    must(not expect(tried({**pairs, entry: pairs[entry] + pairs[entry][:1]}), 75, 'assign.twice'), 'twice')
    must(not expect(tried({**pairs, 'E-77': ['J-1']}), 65, 'assign.pair', 'E-77'), 'an unknown entry')
    must(not expect(tried({**pairs, entry: ['J-99']}), 65, 'assign.pair', 'J-99'), 'an unknown expert')
    all_one = {e: pairs[e] if e in calibration else ['J-1', 'J-2', 'J-7'] for e in pairs}
    must(not expect(tried(all_one), 75, 'assign.load'), 'too much for one')
    must(not expect(p.run('panel', 'assign', 'pans', 'screening', p.file('edit.csv', 'entry;expert\nE-01;J-1\n')), 65, 'csv.'), 'no CSV')
    edit = swapped(pairs, classes, calibration)
    done = tried(edit)
    if done.status:
        must('assign.linkage' in done.err, done)
        done = tried(edit, '--unlinked')
    must(done.status == 0, done)
    must(shown(p) == edit and shown(p, '--version', 1) == pairs, 'both versions can be seen')
    must(not expect(p.run('panel', 'show', 'pans', 'screening', '--version', 9), 66, 'assign.version'), 'no such version')
    p.must('panel', 'assign', 'pans', 'screening', p.file('back.csv', csv_of(pairs)))
    must(shown(p) == pairs, 'undone by adopting the earlier one again')


def check_sheets(p):
    pairs = shown(p)
    entry = next(e for e in pairs if len(pairs[e]) == 3)
    other = next(f'J-{i}' for i in range(1, 10) if f'J-{i}' not in pairs[entry])
    wrong = p.file('wrong.csv', sheets_csv({entry: [other]}))
    must(not expect(p.run('import', 'sheets', 'pans', wrong, '--stage', 'screening'), 65, 'sheet.assigned', entry), 'not theirs')
    recusal = p.file('wrong.csv', f'heat,entry,expert,criterion,mark\nmain,{entry},{other},*,recused\n')
    must(not expect(p.run('import', 'sheets', 'pans', recusal, '--stage', 'screening'), 65, 'sheet.assigned'), 'nor to be recused from')
    p.must('import', 'sheets', 'pans', p.file('one.csv', sheets_csv({entry: pairs[entry][:1]})), '--stage', 'screening')
    answer = p.must('panel', 'show', 'pans', 'screening', '--json').json
    marked = [(e['entry'], x['expert']) for e in answer['entries'] for x in e['pairs'] if x.get('marked')]
    must(marked == [(entry, pairs[entry][0])], marked)
    swap = {**pairs, entry: sorted(pairs[entry][1:] + [other])}
    done = p.run('panel', 'assign', 'pans', 'screening', p.file('edit.csv', csv_of(swap)), '--short', '--unlinked')
    must('assign.marked' in done.err or 'assign.seats' in done.err, done)
    proposed = pairs_of(p.must('panel', 'propose', 'pans', 'screening', '--draw', 3, '--json').json)
    must(pairs[entry][0] in proposed[entry], 'a pair with marks stays in every proposal')


def check_repair(p):
    pairs = shown(p)
    entry = next(e for e in pairs if len(pairs[e]) == 3 and e != 'E-01')
    gone = pairs[entry][1]
    find(p, entry, gone)
    answer = p.must('panel', 'show', 'pans', 'screening', '--json').json
    must(answer['undecided'] == 1, answer['undecided'])
    must([x['why'] for e in answer['entries'] for x in e['pairs'] if 'why' in x] == ['found'], 'the pair shows why')
    done = p.run('panel', 'assign', 'pans', 'screening', p.file('same.csv', csv_of(pairs)))
    must(not expect(done, 75, 'assign.not-allowed', gone, entry), 'a barred pair')
    done = p.must('panel', 'repair', 'pans', 'screening')
    must(f'- {entry} {gone}' in done.out and done.out.count('\n- ') + done.out.startswith('- ') <= 3, done.out)
    p.must('panel', 'repair', 'pans', 'screening', '--adopt')
    after = shown(p)
    must(gone not in after[entry], after[entry])
    changed = sum(set(after[e]) != set(pairs[e]) for e in pairs)
    must(1 <= changed <= 3, f'{changed} entries changed')
    p.must('candidate', 'leave', 'pans', 'J-3')
    done = p.must('panel', 'repair', 'pans', 'screening', '--json').json
    must({x.split()[1] for x in done['removed']} >= {'J-3'} and not any('J-3' in x for x in done['added']), done['removed'])
    must(next(x for x in done['experts'] if x['id'] == 'J-3')['why'] == 'left', 'and says why')
    p.must('panel', 'repair', 'pans', 'screening', '--adopt')
    must(not any('J-3' in experts for experts in shown(p).values()), 'who left marks nothing')


def check_infeasible(p):
    for i in (4, 5, 6, 2):
        p.must('conflict', 'confirm', 'pans', *(word for e in ENTRIES for word in (e, f'J-{i}')), '--ground', 'other')
    done = p.run('panel', 'propose', 'pans', 'screening', '--draw', 3)
    must(not expect(done, 75, 'assign.short'), done)


def check_secret(p):
    """Nothing public tells who marks what."""
    must(not any('"J-1"' in r and 'E-0' in r for r in map(json.dumps, p.records('pans'))), 'the ledger names no pair')
    with Server(p) as server:
        for path in ('', '/stages/screening', '/entries/E-01', '/ledger/entries', '/screen', '/proof'):
            status, _, text = server.get('/api/v1/contests/pans' + path)
            must(b'"entries":{"E-01":[' not in text and (path == '/ledger/entries' or b'J-1' not in text), (path, status, text))
        status, _, text = server.get('/api/v1/contests/pans/stages/screening/assignment')
        must(status == 401, (status, text))


def check_publish(p):
    pairs = shown(p)
    mark = {e: 9 - i % 9 for i, e in enumerate(ENTRIES)}
    p.must('import', 'sheets', 'pans', p.file('all.csv', sheets_csv(pairs, lambda e, x: mark[e])), '--stage', 'screening', '--amend')
    p.must('heat', 'lock', 'pans', 'screening', 'main')
    lock = [r for r in p.records('pans') if r['type'] == 'heat.lock'][0]['body']
    must(lock['missing'] == 0 and lock['sheets'] == sum(map(len, pairs.values())), lock)
    p.must('stage', 'close', 'pans', 'screening')
    must(not expect(p.run('panel', 'repair', 'pans', 'screening'), 75, 'stage.closed'), 'too late')
    p.must('stage', 'publish', 'pans', 'screening')
    opened = [r['body']['body'] for r in p.records('pans') if r['type'] == 'reveal' and 'case' in r['body']['body']]
    must([b['version'] for b in opened] == list(range(1, len(opened) + 1)) and len(opened) >= 3, [b['version'] for b in opened])
    must(opened[0]['draw'] == 3 and opened[-1]['entries'] == {e: sorted(x) for e, x in pairs.items()}, opened[-1])


def check_missing(cases):
    """A lock counts what the assigned owe, and no others."""
    with Place() as p:
        contest(p, DEFINITION.replace("id: pans\n", "id: pans\nrehearsal: true\n"))
        p.must('panel', 'assign', 'pans', 'screening')
        pairs = shown(p)
        entry = next(e for e in pairs if len(pairs[e]) == 3)
        rows = sheets_csv({**pairs, entry: pairs[entry][:2]})
        p.must('import', 'sheets', 'pans', p.file('s.csv', rows), '--stage', 'screening')
        cases.case('a sheet is missing', expect(p.run('heat', 'lock', 'pans', 'screening', 'main'), 75, 'heat.missing', f'{entry} (2 of 3)'))
        p.must('heat', 'lock', 'pans', 'screening', 'main', '--incomplete')
        p.must('stage', 'close', 'pans', 'screening')
        p.must('stage', 'publish', 'pans', 'screening')
        folder = os.path.join(p.path, 'ledger')
        p.must('ledger', 'export', 'pans', folder)
        check_ledger(cases, p, folder, 'an assignment without a draw, in a rehearsal')


def check_owed(cases):
    """Nothing is owed by who left, nor where a conflict is confirmed; who handed in before counts all the same."""
    with Place() as p:
        contest(p, DEFINITION.replace("id: pans\n", "id: pans\nrehearsal: true\n"))
        p.must('panel', 'assign', 'pans', 'screening')
        pairs = shown(p)
        small = [e for e in pairs if len(pairs[e]) == 3]
        gone = pairs[small[0]][0]
        theirs = [e for e in small if gone in pairs[e]]
        barred = next((e, x) for e in small for x in pairs[e] if gone not in pairs[e])
        missing = next((e, x) for e in small for x in pairs[e] if gone not in pairs[e] and e != barred[0] and x != barred[1])
        early, late = theirs[0], {(e, gone) for e in pairs if gone in pairs[e] and e != theirs[0]}
        out = late | {barred, missing}
        p.must('import', 'sheets', 'pans', p.file('early.csv', sheets_csv({early: [gone]})), '--stage', 'screening')
        p.must('candidate', 'leave', 'pans', gone)
        p.must('conflict', 'confirm', 'pans', *barred, '--ground', 'mentor')
        rest = {e: [x for x in pairs[e] if (e, x) not in out and (e, x) != (early, gone)] for e in pairs}
        p.must('import', 'sheets', 'pans', p.file('rest.csv', sheets_csv(rest)), '--stage', 'screening')
        for name, pair, code in (('left', sorted(late)[0], 'sheet.left'), ('in conflict', barred, 'sheet.conflict')):
            rows = p.file('no.csv', sheets_csv({pair[0]: [pair[1]]}))
            cases.case(f'no sheet of who {name}', expect(p.run('import', 'sheets', 'pans', rows, '--stage', 'screening'), 65, code))
        cases.case('one sheet is owed', expect(p.run('heat', 'lock', 'pans', 'screening', 'main'), 75, 'heat.missing', f'{missing[0]} (2 of 3)'))
        p.must('heat', 'lock', 'pans', 'screening', 'main', '--incomplete')
        lock = [r for r in p.records('pans') if r['type'] == 'heat.lock'][0]['body']
        cases.case('and the record says so', [] if lock['missing'] == 1 else [str(lock)])
        p.must('stage', 'close', 'pans', 'screening')
        p.must('stage', 'publish', 'pans', 'screening')
        folder = os.path.join(p.path, 'ledger')
        p.must('ledger', 'export', 'pans', folder)
        check_ledger(cases, p, folder, 'an assignment, a leaver and a conflict')


def check_heats(p):
    answer = p.must('panel', 'heats', 'pans', 'final', '--json').json
    heats = {h['heat']: [x['expert'] for x in h['experts']] for h in answer['heats']}
    must(all(len(x) == 3 for x in heats.values()), heats)
    must(not set(heats['hall-a']) & set(heats['hall-b']), heats)
    away = heats['hall-a'][0]
    p.must('import', 'candidates', 'pans', p.file('away.csv', f'expert,class,away\n{away},industry,2026-06-01\n'))
    answer = p.must('panel', 'heats', 'pans', 'final', '--json').json
    heats = {h['heat']: h for h in answer['heats']}
    must({'expert': away, 'why': 'away'} in heats['hall-a']['barred'], heats['hall-a']['barred'])
    must(away not in [x['expert'] for h in ('hall-a', 'hall-b') for x in heats[h]['experts']], 'who is away sits nowhere')
    must(not [b for b in heats['later']['barred'] if b['expert'] == away], 'but later')
    p.must('panel', 'heats', 'pans', 'final', '--seat')
    seats = [r['body'] for r in p.records('pans') if r['type'] == 'panel.seat']
    must([b['heat'] for b in seats] == ['hall-a', 'hall-b', 'later'], seats)


def main():
    need_postgres()
    cases = Cases()
    with Place() as p:
        contest(p)
        steps = [('a draw of the entries first', check_draw), ('a proposal is a pure read, and anybody can make it again', check_proposal),
                 ('adopted', check_adopt), ('edited, refused, undone', check_edit), ('only the assigned mark', check_sheets)]
        if not POSTGRES:
            steps += [('repaired with least change', check_repair)]
        steps += [('nothing public tells', check_secret), ('counted, published, opened', check_publish)]
        for name, check in steps:
            cases.case(name, findings(check, p))
        folder = os.path.join(p.path, 'ledger')
        p.must('ledger', 'export', 'pans', folder)
        check_ledger(cases, p, folder, 'an assignment')
    check_missing(cases)
    check_owed(cases)
    with Place() as p:
        if POSTGRES:
            cases.skip('panels of heats', 'on SQLite')
        else:
            contest(p)
            cases.case('panels of heats', findings(check_heats, p))
            draw(p, ENTRIES), draw(p, ENTRIES), draw(p, ENTRIES)
            cases.case('infeasible, and why', findings(check_infeasible, p))
    cases.done()


if __name__ == '__main__':
    main()
