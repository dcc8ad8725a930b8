"""Every command's happy path and its error paths: status, words, JSON.

    LEITAI=build/leitai python3 tests/e2e/commands.py
    tests/harness/postgres.sh python3 tests/e2e/commands.py postgres
"""
import json
import os
import re
import stat
import unicodedata

from program import BINARY, DEFINITION, ENTRIES_CSV, POSTGRES, Cases, Place, check_ledger, expect, need_postgres, sheets_csv


def usage(cases):
    with Place() as p:
        cases.case('no words: the overview', expect(p.run(), 0, 'usage: leitai', 'stage close'))
        cases.case('--version', expect(p.run('--version'), 0, 'leitai '))
        cases.case('--json --version', [] if p.run('--json', '--version').json['name'] == 'leitai' else ['no name'])
        cases.case('unknown noun', expect(p.run('contst', 'list'), 64, 'did you mean', '[usage.command]'))
        cases.case('unknown verb', expect(p.run('stage', 'clos', 'a', 'b'), 64, 'leitai stage close'))
        cases.case('noun alone', expect(p.run('ledger'), 64, 'export, checkpoint, proof'))
        cases.case('gibberish', expect(p.run('qqqqqq'), 64, 'leitai help'))
        cases.case('unknown option', expect(p.run('stage', 'close', 'a', 'b', '--supervisr', 'x'), 64, '--supervisor'))
        cases.case('option without value', expect(p.run('contest', 'list', '--data'), 64, '--data DIR'))
        cases.case('switch with a value', expect(p.run('contest', 'list', '--json=yes'), 64, 'takes no value'))
        cases.case('option twice', expect(p.run('init', '--host', 'a', '--host', 'b'), 64, 'twice'))
        cases.case('too few operands', expect(p.run('stage', 'show', 'x'), 64, 'CONTEST STAGE'))
        cases.case('too many operands', expect(p.run('contest', 'list', 'x'), 64, 'one operand too many'))
        cases.case('a usage error in JSON', problem(p.run('stage', 'shw', '--json'), 64, 'usage.command'))
        cases.case('a word that is not UTF-8', problem(p.run('contest', 'show', b'\xff', '--json'), 64, 'usage.encoding'))
        cases.case('a word of 5,000 bytes', expect(p.run('contest', 'show', 'x' * 5000), 64, '4096'))
        cases.case('output to a full disk', full_disk(p))


def full_disk(p):
    if not os.path.exists('/dev/full'):
        return []
    status = os.system(f'{BINARY} help >/dev/full 2>{p.path}/err')
    return [] if os.waitstatus_to_exitcode(status) == 74 else [f'status {status}']


def problem(done, status, code):
    found = expect(done, status)
    try:
        answer = done.json
    except json.JSONDecodeError:
        return found + [f'no JSON problem: {done}']
    if answer.get('code') != code or answer.get('status') != status or not answer.get('detail'):
        found.append(f'problem {answer}, code {code} expected')
    return found


def help_texts(cases):
    with Place() as p:
        paths = p.must('help', '--commands').out.splitlines()
        cases.case('help --commands', [] if len(paths) > 20 else [f'{len(paths)} commands'])
        for path in paths:
            words = path.split()
            one, other = p.run('help', *words), p.run(*words, '--help')
            found = expect(one, 0, f'usage: leitai {path}') + expect(other, 0, f'usage: leitai {path}')
            cases.case(f'help {path}', found + ([] if one.out == other.out else ['the two helps differ']))
        for noun in sorted({path.split()[0] for path in paths if ' ' in path}):
            cases.case(f'{noun} --help', expect(p.run(noun, '--help'), 0, 'VERB'))
        cases.case('help of nothing', expect(p.run('help', 'nothing'), 64))


def data_directory(cases):
    with Place() as p:
        cases.case('no data yet', expect(p.run('contest', 'list'), 66, 'leitai init', '[data.missing]'))
        cases.case('no data yet, JSON', problem(p.run('contest', 'list', '--json'), 66, 'data.missing'))
        cases.case('init', expect(p.run('init', '--host', 'test.example'), 0, 'Ready'))
        mode = stat.S_IMODE(os.stat(p.data).st_mode)
        cases.case('the data directory is private', [] if mode == 0o700 else [oct(mode)])
        cases.case('init again', expect(p.run('init', '--host', 'test.example'), 0))
        cases.case('init --json', [] if p.run('init', '--json').json['store'].startswith('sqlite:') else ['no store'])
        cases.case('init --quiet', [] if p.run('init', '--quiet').err == '' else ['not quiet'])
        cases.case('empty list', expect(p.run('contest', 'list'), 0, 'contest'))
        cases.case('--data elsewhere', expect(p.run('contest', 'list', '--data', p.path + '/other'), 66))
        cases.case('--db', expect(p.run('contest', 'list', '--db', f'sqlite:{p.data}/leitai.db'), 0))
        cases.case('--db of no kind', expect(p.run('contest', 'list', '--db', 'mongo:x'), 65))
        cases.case('a file in the way', expect(p.run('init', '--data', p.file('plain', 'x')), 65, 'not a directory'))
        xdg = p.run('init', env={'LEITAI_DATA': '', 'XDG_DATA_HOME': p.path + '/xdg'})
        cases.case('XDG_DATA_HOME', expect(xdg, 0, p.path + '/xdg/leitai') +
                   ([] if os.path.exists(p.path + '/xdg/leitai/leitai.db') else ['no database there']))
        p.file('data2', b'')
        os.mkdir(p.path + '/bad')
        p.file('bad/leitai.db', b'this is not a database, but long enough to look like one' * 40)
        cases.case('no database at all', expect(p.run('contest', 'list', '--data', p.path + '/bad'), 74))


def aligned(table):
    """The column `entries` ends at the same place in every line, wide characters counted as two."""
    ends = set()
    for line in table.splitlines():
        words = re.match(r'(.*\S\s+\S+)\s+\S+$', line)
        ends.add(sum(2 if unicodedata.east_asian_width(c) in 'WF' else 1 for c in words.group(1)))
    return [] if len(ends) == 1 else [f'{ends}: {table}']


def contest(cases):
    with Place() as p:
        good = p.with_contest().path + '/small.yaml'
        cases.case('contest check', expect(p.run('contest', 'check', good), 0, 'small, 2 stages'))
        cases.case('contest check --json', [] if p.run('contest', 'check', good, '--json').json['contests'][0]['id'] == 'small'
                   else ['no id'])
        cases.case('contest check of nothing', expect(p.run('contest', 'check', p.path + '/none.yaml'), 66, '[file.missing]'))
        cases.case('contest check of a directory', expect(p.run('contest', 'check', p.path), 65, 'directory'))
        with open(good, encoding='utf-8') as file:
            done = p.run('contest', 'check', '-', text=file.read())
        cases.case('contest check of standard input', expect(done, 0, 'small'))
        wrong = p.file('wrong.yaml', 'leitai: 1\nid: x\ntitel: y\n')
        cases.case('contest check of two, one wrong', expect(p.run('contest', 'check', good, wrong), 65, ':3:1:', 'title'))
        both = p.run('contest', 'check', good, wrong, p.path + '/none.yaml', '--json')
        cases.case('contest check of three in one JSON answer', expect(both, 65, '2 of 3') + (
            [] if [c.get('code', 'good') for c in both.json['contests']] == ['good', 'definition.missing-key', 'file.missing']
            else [both.out]))
        cases.case('contest check wrong, JSON', problem(p.run('contest', 'check', wrong, '--json'), 65,
                                                        p.run('contest', 'check', wrong, '--json').json['findings'][0]['code']))
        cases.case('contest add again', expect(p.run('contest', 'add', good), 0))
        cases.case('contest add wrong', expect(p.run('contest', 'add', wrong), 65, 'wrong.yaml:3:1:'))
        cases.case('Chinese does not push columns out', aligned(p.must('contest', 'list').out))
        cases.case('contest list', expect(p.run('contest', 'list'), 0, 'small', '小赛'))
        cases.case('contest show', expect(p.run('contest', 'show', 'small'), 0, 'entries 5', 'first'))
        cases.case('contest show --json', [] if p.run('contest', 'show', 'small', '--json').json['totals']['entries'] == 5
                   else ['not 5 entries'])
        cases.case('contest show unknown', expect(p.run('contest', 'show', 'smal'), 66, '[contest.unknown]'))
        cases.case('entry show', expect(p.run('entry', 'show', 'small', 'E-1'), 0, '团队 1', 'record'))
        cases.case('entry show unknown', expect(p.run('entry', 'show', 'small', 'E-9'), 66, '[entry.unknown]'))


def row(board, entry):
    return next(r for one in board['lists'] for r in one['rows'] if r['entry'] == entry)


def story(cases):
    """One contest from the first mark to the last award."""
    with Place() as p:
        p.with_contest()
        first = p.file('first.csv', sheets_csv())
        dry = p.run('import', 'sheets', 'small', first, '--stage', 'first', '--dry-run', '--json')
        cases.case('import sheets --dry-run', expect(dry, 0) + ([] if dry.json['dry_run'] and dry.json['rows'] else ['no rows']))
        cases.case('a dry run writes nothing', [] if p.run('contest', 'show', 'small', '--json').json['totals']['sheets'] == 0
                   else ['sheets were written'])
        cases.case('close before any mark', expect(p.run('stage', 'close', 'small', 'first'), 75))
        done = p.run('import', 'sheets', 'small', first, '--stage', 'first', '--json')
        cases.case('import sheets', expect(done, 0, '15 added') + ([] if done.json['added'] == 15 else [str(done.json)]))
        cases.case('the same marks again', expect(p.run('import', 'sheets', 'small', first, '--stage', 'first'), 0, '15 unchanged'))
        other = p.file('other.csv', 'heat,entry,expert,criterion,mark\nroom,E-5,J-1,plan,5.5\nroom,E-5,J-1,use,6\n')
        cases.case('other marks', expect(p.run('import', 'sheets', 'small', other, '--stage', 'first'), 65, 'other.csv:2'))
        cases.case('other marks, amending', expect(p.run('import', 'sheets', 'small', other, '--stage', 'first', '--amend'), 0,
                                                   '1 amended'))
        cases.case('stage show', expect(p.run('stage', 'show', 'small', 'first'), 0, 'AT STAKE', 'awaiting deliberation: E-3, E-4', 'cut', '项目 3'))
        board = p.must('stage', 'tally', 'small', 'first', '--json').json
        cases.case('the tie is at stake', [f'{e}: {row(board, e)}' for e in ('E-3', 'E-4')
                                           if row(board, e)['fate'] != 'at-stake'])
        cases.case('publish while judging', expect(p.run('stage', 'publish', 'small', 'first'), 75))
        cases.case('stage close', expect(p.run('stage', 'close', 'small', 'first'), 0))
        cases.case('close again', expect(p.run('stage', 'close', 'small', 'first'), 75, '[stage.closed]'))
        cases.case('marks after the close', expect(p.run('import', 'sheets', 'small', other, '--stage', 'first', '--amend'), 65)
                   if p.run('import', 'sheets', 'small', other, '--stage', 'first', '--amend').status == 65 else
                   expect(p.run('import', 'sheets', 'small', other, '--stage', 'first', '--amend'), 75))
        cases.case('publish with a tie at stake', expect(p.run('stage', 'publish', 'small', 'first'), 75))
        deliberation(cases, p)
        cases.case('stage publish', expect(p.run('stage', 'publish', 'small', 'first'), 0, 'published'))
        cases.case('publish again', expect(p.run('stage', 'publish', 'small', 'first'), 75))
        board = p.must('stage', 'show', 'small', 'first', '--json').json
        fates = {e: row(board, e)['fate'] for e in ('E-1', 'E-2', 'E-3', 'E-4', 'E-5')}
        wanted = {'E-1': 'advance', 'E-2': 'advance', 'E-3': 'reserve', 'E-4': 'advance', 'E-5': 'out'}
        cases.case('who advances', [] if fates == wanted else [str(fates)])
        cases.case('stage show has the deliberation', expect(p.run('stage', 'show', 'small', 'first'), 0, 'deliberated: E-4 > E-3'))
        cases.case('entry show has the marks', expect(p.run('entry', 'show', 'small', 'E-1'), 0, 'rank 1 of 5', 'J-3'))
        withdrawal(cases, p)
        final(cases, p)
        ledger(cases, p)


def deliberation(cases, p):
    stage = ('stage', 'deliberate', 'small', 'first')
    cases.case('deliberate without votes', expect(p.run(*stage), 64, '--vote'))
    cases.case('a vote of no form', expect(p.run(*stage, '--vote', 'J-1'), 64, 'EXPERT=ENTRY'))
    cases.case('a vote of a stranger', expect(p.run(*stage, '--vote', 'J-9=E-4,E-3', '--reason', 'x'), 65))
    cases.case('a vote on others', expect(p.run(*stage, '--vote', 'J-1=E-1,E-2', '--reason', 'x'), 75))
    tied = p.run(*stage, '--vote', 'J-1=E-4,E-3', '--vote', 'J-2=E-3,E-4', '--reason', 'x')
    cases.case('votes that settle nothing', expect(tied, 75, '[deliberation.tied]'))
    bad = p.file('bad.csv', 'expert,ordr\nJ-1,E-4>E-3\n')
    cases.case('a ballot file with a wrong column', expect(p.run(*stage, '--file', bad), 65, 'order'))
    ballots = p.file('ballots.csv', 'expert,order\nJ-1,E-4>E-3\nJ-2,E-3>E-4\nJ-3,E-4>E-3\n')
    cases.case('stage deliberate --file', expect(p.run(*stage, '--file', ballots, '--reason', '整体表现', '--supervisor', 'S 1'), 0,
                                                 '3 experts on 2 entries'))


def withdrawal(cases, p):
    cases.case('withdraw without a reason', expect(p.run('entry', 'withdraw', 'small', 'E-2'), 64, '--reason'))
    cases.case('withdraw nobody', expect(p.run('entry', 'withdraw', 'small', 'E-8', '--reason', 'x'), 66))
    cases.case('entry withdraw', expect(p.run('entry', 'withdraw', 'small', 'E-2', '--reason', '退出'), 0))
    cases.case('withdraw again', expect(p.run('entry', 'withdraw', 'small', 'E-2', '--reason', 'x'), 75))
    board = p.must('stage', 'show', 'small', 'first', '--json').json
    cases.case('the reserve moves up', [] if row(board, 'E-3')['promoted'] and row(board, 'E-3')['fate'] == 'advance'
               else [str(row(board, 'E-3'))])


def final(cases, p):
    marks = {'E-1': ((9,), (9,), (8,)), 'E-3': ((8,), (9,), (8,)), 'E-4': ((7,), (8,), (8,))}
    csv = p.file('final.csv', sheets_csv(marks, 'hall', ('plan',)))
    cases.case('marks of the final', expect(p.run('import', 'sheets', 'small', csv, '--stage', 'final'), 0, '9 added'))
    cases.case('close without a supervisor', expect(p.run('stage', 'close', 'small', 'final'), 65, '[stage.supervisor]'))
    cases.case('close with one', expect(p.run('stage', 'close', 'small', 'final', '--supervisor', 'S 1'), 0))
    award = ('stage', 'award', 'small', 'final')
    cases.case('award without a reason', expect(p.run(*award, 'heart', 'E-4'), 64, '--reason'))
    cases.case('award of no name', expect(p.run(*award, 'hart', 'E-4', '--reason', 'x'), 66))
    cases.case('award to nobody', expect(p.run(*award, 'heart', 'E-7', '--reason', 'x'), 75, 'E-7'))
    cases.case('stage award', expect(p.run(*award, 'heart', 'E-4', '--reason', '最具潜力'), 0))
    cases.case('one award too many', expect(p.run(*award, 'heart', 'E-3', '--reason', 'x'), 75))
    cases.case('publish the final', expect(p.run('stage', 'publish', 'small', 'final'), 0))
    board = p.must('stage', 'show', 'small', 'final', '--json').json
    awards = {r['entry']: r.get('awards') for r in board['lists'][0]['rows']}
    cases.case('gold by rank, heart by jury', [] if awards['E-1'] == ['gold'] and awards['E-4'] == ['heart'] else [str(awards)])


def ledger(cases, p):
    note = p.run('ledger', 'checkpoint', 'small')
    cases.case('ledger checkpoint', expect(note, 0, 'test.example/small', '— test.example/small'))
    cases.case('ledger checkpoint --json', [] if 'small' in p.run('ledger', 'checkpoint', 'small', '--json').json['checkpoint']
               else ['no note'])
    cases.case('ledger proof', expect(p.run('ledger', 'proof', 'small', '3'), 0, 'c2sp.org/tlog-proof@v1'))
    cases.case('ledger proof beyond the end', expect(p.run('ledger', 'proof', 'small', '99999'), 66, '[record.unknown]'))
    cases.case('ledger proof of no number', expect(p.run('ledger', 'proof', 'small', 'x1'), 64))
    out = p.path + '/export'
    cases.case('ledger export', expect(p.run('ledger', 'export', 'small', out), 0) +
               [f'{name} is missing' for name in ('ledger.jsonl', 'checkpoints.txt', 'key.txt', 'definition.yaml')
                if not os.path.exists(os.path.join(out, name))])
    cases.case('ledger export --out', expect(p.run('ledger', 'export', 'small', '--out', p.path + '/export2'), 0))
    cases.case('ledger export to nowhere', expect(p.run('ledger', 'export', 'small'), 64))
    cases.case('ledger export into a file', expect(p.run('ledger', 'export', 'small', p.file('plain', 'x')), 74))
    check_ledger(cases, p, out, 'the whole story')
    types = [r['type'] for r in p.records()]
    wanted = ['ledger.open', 'contest.define', 'stage.close', 'tie.deliberate', 'reveal', 'result.publish', 'entry.withdraw',
              'award.grant', 'sheet.amend']
    cases.case('every decision has its record', [f'{t} is missing' for t in wanted if t not in types])
    backup(cases, p)


def backup(cases, p):
    file = p.path + '/backup.db'
    cases.case('backup', expect(p.run('backup', file), 0))
    cases.case('backup never overwrites', expect(p.run('backup', file), 75))
    cases.case('backup into nowhere', expect(p.run('backup', p.path + '/none/x.db'), 74))
    cases.case('restore', expect(p.run('restore', file, '--data', p.path + '/again'), 0))
    cases.case('restore over data', expect(p.run('restore', file, '--data', p.path + '/again'), 75))
    cases.case('restore from nothing', expect(p.run('restore', p.path + '/none.db', '--data', p.path + '/third'), 66))
    cases.case('restore from rubbish', expect(p.run('restore', p.file('rubbish.db', b'rubbish' * 999), '--data', p.path + '/4'), 65)
               if p.run('restore', p.file('rubbish.db', b'rubbish' * 999), '--data', p.path + '/5').status == 65 else
               expect(p.run('restore', p.file('rubbish.db', b'rubbish' * 999), '--data', p.path + '/6'), 74))
    for words in (('contest', 'show', 'small'), ('stage', 'show', 'small', 'first'), ('stage', 'show', 'small', 'final'),
                  ('entry', 'show', 'small', 'E-1')):
        one, other = p.run(*words, '--json'), p.run(*words, '--json', '--data', p.path + '/again')
        cases.case(f'restored: {" ".join(words)}', [] if one.out == other.out and one.status == 0 else ['differs'])
    p.must('ledger', 'export', 'small', p.path + '/e3', '--data', p.path + '/again')
    same = [open(f'{p.path}/{d}/ledger.jsonl', 'rb').read() for d in ('export', 'e3')]
    cases.case('restored: the ledger', [] if same[0] == same[1] else ['differs'])
    again = ('--data', p.path + '/again')
    more = p.file('more.csv', ENTRIES_CSV.replace('E-', 'F-'))
    cases.case('entries after a stage is closed', expect(p.run('import', 'entries', 'small', more, *again), 75, '[entries.closed]'))
    p.must('contest', 'add', p.file('next.yaml', DEFINITION.replace('id: small', 'id: next')), *again)
    cases.case('restored: work goes on', expect(p.run('import', 'entries', 'next', more, *again), 0, '5 added'))


def keys(cases):
    """The same idempotency key twice changes nothing and succeeds."""
    with Place() as p:
        p.with_contest()
        size = len(p.records())
        entries = p.file('more.csv', 'entry,title,team\nX-1,a,b\n')
        p.must('import', 'entries', 'small', entries, '--key', 'k-entries')
        p.must('import', 'entries', 'small', entries, '--key', 'k-entries')
        other = p.file('other.csv', 'entry,title,team\nX-2,a,b\n')
        done = p.run('import', 'entries', 'small', other, '--key', 'k-entries')
        records = p.records()
        cases.case('key: entries once', expect(done, 0) + ([] if len(records) == size + 1 else [f'{len(records) - size} records']))
        p.must('entry', 'withdraw', 'small', 'X-1', '--reason', 'x', '--key', 'k-x')
        cases.case('key: withdrawn once', expect(p.run('entry', 'withdraw', 'small', 'X-1', '--reason', 'x', '--key', 'k-x'), 0))
        first = p.file('first.csv', sheets_csv())
        p.must('import', 'sheets', 'small', first, '--stage', 'first', '--key', 'k-first')
        mend = p.file('mend.csv', 'heat,entry,expert,criterion,mark\nroom,E-5,J-1,plan,5.5\nroom,E-5,J-1,use,6\n')
        p.must('import', 'sheets', 'small', mend, '--stage', 'first', '--amend', '--key', 'k-mend')
        size = len(p.records())
        cases.case('key: sheets, though amended since', expect(
            p.run('import', 'sheets', 'small', first, '--stage', 'first', '--key', 'k-first'), 0))
        cases.case('key: amended once', expect(
            p.run('import', 'sheets', 'small', mend, '--stage', 'first', '--amend', '--key', 'k-mend'), 0))
        p.must('stage', 'close', 'small', 'first', '--key', 'k-close')
        cases.case('key: closed once', expect(p.run('stage', 'close', 'small', 'first', '--key', 'k-close'), 0))
        cases.case('key: records', [] if len(p.records()) == size + 1 else [f'{len(p.records()) - size} more'])
        cases.case('another key is another request', expect(p.run('stage', 'close', 'small', 'first', '--key', 'k-2'), 75))


def closing(cases):
    """A heat locked and signed, a tie opened and ended by a withdrawal, the hall's rows."""
    with Place() as p:
        at = ('small', 'first')
        p.with_contest()
        p.must('import', 'sheets', 'small', p.file('sheets.csv', sheets_csv()), '--stage', 'first')
        cases.case('heat progress', expect(p.run('heat', 'progress', *at, 'room'), 0, '15 sheets, 0 missing; not locked', 'E-5'))
        cases.case('heat progress --json', [] if p.run('heat', 'progress', *at, 'room', '--json').json['quorum'] == 2 else ['?'])
        cases.case('heat sign too early', expect(p.run('heat', 'sign', *at, 'room'), 75, '[heat.open]'))
        cases.case('heat lock of no heat', expect(p.run('heat', 'lock', *at, 'roof'), 66, '[heat.unknown]'))
        cases.case('heat lock', expect(p.run('heat', 'lock', *at, 'room', '--incomplete'), 0, 'Heat room is locked.'))
        cases.case('heat lock again', expect(p.run('heat', 'lock', *at, 'room'), 75, '[heat.locked]'))
        cases.case('heat sign', [] if p.run('heat', 'sign', *at, 'room', '--json').json == {'signed': 'room'} else ['?'])
        cases.case('sheets after the lock', expect(p.run('import', 'sheets', 'small', p.file('late.csv', sheets_csv(
            {'E-1': ((1, 1),)})), '--stage', 'first', '--amend'), 65, '[heat.locked]'))
        cases.case('stage reveal before the close', expect(p.run('stage', 'reveal', *at), 75, '[show.early]'))
        p.must('stage', 'close', *at)
        cases.case('tie show: waiting', expect(p.run('tie', 'show', *at), 0, 'Waiting to be opened: E-3, E-4, 1 at stake'))
        cases.case('stage reveal while a tie waits', expect(p.run('stage', 'reveal', *at), 75, '[stage.awaiting-deliberation]'))
        tie = p.run('tie', 'open', *at, '--json').json['tie']
        cases.case('tie open again', expect(p.run('tie', 'open', *at), 75, '[tie.open]'))
        cases.case('tie show: open', expect(p.run('tie', 'show', *at), 0, tie, 'open', 'E-3, E-4', '0 of 3'))
        cases.case('tie conclude without votes', expect(p.run('tie', 'conclude', *at, tie, '--reason', 'r'), 75, '[tie.votes]'))
        cases.case('tie conclude of no tie', expect(p.run('tie', 'conclude', *at, '0', '--reason', 'r'), 66, '[tie.unknown]'))
        cases.case('tie conclude of no number', expect(p.run('tie', 'conclude', *at, 'x', '--reason', 'r'), 64, '[usage.number]'))
        p.must('entry', 'withdraw', 'small', 'E-4', '--reason', 'ill')
        cases.case('tie show: void', expect(p.run('tie', 'show', *at), 0, 'void'))
        cases.case('stage reveal', expect(p.run('stage', 'reveal', *at), 0, 'E-5', '5.57', 'all: 3 hidden'))
        cases.case('stage reveal of no list', expect(p.run('stage', 'reveal', *at, '--list', 'x'), 66, '[list.unknown]'))
        cases.case('stage reveal of one entry', expect(p.run('stage', 'reveal', *at, '--entry', 'E-1'), 75, '[show.early]'))
        p.must('stage', 'publish', *at)
        p.must('ledger', 'export', 'small', os.path.join(p.path, 'export'))
        check_ledger(cases, p, os.path.join(p.path, 'export'), 'a locked heat')


def main():
    need_postgres()
    cases = Cases()
    for part in (contest, story, closing, keys) if POSTGRES else (usage, help_texts, data_directory, contest, story, closing, keys):
        part(cases)
    cases.done()


if __name__ == '__main__':
    main()
