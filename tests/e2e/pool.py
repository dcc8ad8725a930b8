"""The experts' pool over HTTP and by commands: invite, accept, mark; decline and a substitute; leave; and what nobody learns.

    LEITAI=build/leitai python3 tests/e2e/pool.py [postgres]
"""
import json
import os

from people import Client
from program import DEFINITION, ENTRIES_CSV, Cases, Place, check_ledger, need_postgres
from serve import Server

C = '/api/v1/contests/small'
POOL = '''expert,class,name,organisation,mail,fields,languages,load,away
J-1,industry,李明,甲研究院,li@secret.example,显示,中文,40,
J-2,industry,王芳,乙集团,wang@secret.example,芯片,中文,,
J-3,investor,赵强,丙资本,zhao@secret.example,投资,中文,,
J-4,industry,陈晨,丁大学,chen@secret.example,显示,English,,
'''
WORDS = ('李明', '王芳', '赵强', '陈晨', 'secret.example', '甲研究院', 'BUSY-THAT-DAY')


def invite(place, *experts):
    """Tokens by expert."""
    made = place.must('candidate', 'invite', 'small', *experts, '--json').json['invitations']
    return {m['expert']: m['url'].split('#')[1] for m in made}


def come(server, token):
    client = Client(server, 'candidate')
    status, code, text = client.by_link(token)
    assert status == 200, (status, code, text)
    return client


def answer(client, given, **more):
    status, code, text = client.send('POST', C + '/invitation', {'answer': given, **more})
    return code or json.loads(text)['state']


def sheet(client, entry, version=0, **more):
    body = {'entry': entry, 'marks': {'plan': '8', 'use': '7.5'}, 'base': version, 'draft': f'{entry}-{version}', **more}
    if more.get('recused'):
        del body['marks']
    return client.send('POST', C + '/stages/first/heats/room/sheets', body)[1]


def listing(place, cases):
    bad = place.run('import', 'candidates', 'small', place.file('bad.csv', 'expert,class,load\nJ 1,kings,many\n'))
    cases.case('a bad list is refused, line by line', [] if bad.status == 65 and bad.err.count(':2:') == 3 else [bad])
    dry = place.must('import', 'candidates', 'small', place.file('pool.csv', POOL), '--dry-run')
    place.must('import', 'candidates', 'small', place.file('pool.csv', POOL))
    again = place.must('import', 'candidates', 'small', place.file('pool.csv', POOL), '--json').json
    cases.case('a good one comes in once', [] if '4 added' in dry.err and again['unchanged'] == 4 else [dry, again])
    out = place.must('candidate', 'list', 'small', '--csv').out
    same = place.must('import', 'candidates', 'small', place.file('again.csv', out), '--json').json
    cases.case('what goes out as a file comes in again', [] if same['unchanged'] == 4 else [same])
    shown = place.must('candidate', 'list', 'small', '--field', '显示')
    need = 'industry: 0 of 2 accepted' in shown.err and 'investor: 0 of 1 accepted' in shown.err
    cases.case('the list says what the stages need', [] if need and shown.out.count('listed') == 2 else [shown])
    place.must('candidate', 'add', 'small', 'J-9', '--class', 'industry', '--name', '某人')
    place.must('candidate', 'remove', 'small', 'J-9')
    cases.case('one who was not asked can go', [] if 'J-9' not in place.must('candidate', 'list', 'small').out else ['J-9 is there'])


def invitations(place, server, cases):
    tokens = invite(place, 'J-1', 'J-2', 'J-3')
    one = come(server, tokens['J-1'])
    found = []
    for path in (C + '/marking', C + '/candidates', C + '/candidates/J-2', C + '/candidates.csv', C + '/links'):
        if one.send('GET', path)[:2] != (403, 'denied'):
            found.append(path)
    if one.send('GET', C.replace('small', 'other') + '/invitation')[:2] != (404, 'contest.unknown'):
        found.append("another contest's")
    seen = one.send('GET', C + '/invitation')[2]
    if any(w in seen for w in ('王芳', 'J-2', 'secret.example')):
        found.append('somebody else, or what the organiser keeps')
    cases.case('an invitation shows itself and nothing else', found)
    said = [answer(one, 'accept'), answer(one, 'accept'), sheet(one, 'E-1')]
    roles = [r['role'] for r in json.loads(one.send('GET', '/api/v1/me')[2])['roles']]
    cases.case('accepted once, tapped twice, and the same link marks',
               [] if said == ['accepted', 'accepted', ''] and roles == ['candidate', 'expert'] else [said, roles])
    two = come(server, tokens['J-2'])
    said = [answer(two, 'decline', remark='BUSY-THAT-DAY'), answer(two, 'decline'), sheet(two, 'E-1')]
    cases.case('who declines is thanked, and marks nothing', [] if said == ['declined', 'declined', 'denied'] else [said])
    place.must('candidate', 'answer', 'small', 'J-3', 'accept', '--remark', '电话')
    cases.case('an answer on the telephone', [] if sheet(come(server, tokens['J-3']), 'E-1') == '' else ['no sheet'])
    return tokens, one


def substitute(place, server, cases):
    found = place.must('candidate', 'substitutes', 'small', 'first', '--heat', 'room', '--for', 'J-2', '--json').json
    order = [s['id'] for s in found['substitutes']]
    cases.case('a substitute is suggested', [] if order == ['J-1', 'J-4'] else [order])
    token = invite(place, 'J-4')['J-4']
    newer = invite(place, 'J-4')['J-4']
    old = Client(server, 'old').by_link(token)
    cases.case('a new invitation ends the old one', [] if old[:2] == (401, 'sign-in.link') else [old])
    four = come(server, newer)
    said = [answer(four, 'accept'), sheet(four, 'E-1'), sheet(four, 'E-2')]
    cases.case('and marks', [] if said == ['accepted', '', ''] else [said])


def leaving(place, server, cases, one):
    place.must('panel', 'seat', 'small', 'first', 'room', 'J-1', 'J-3', 'J-4')
    own = answer(one, 'leave')
    cases.case('who has marked tells the organiser', [] if own == 'invitation.marked' else [own])
    place.must('candidate', 'leave', 'small', 'J-1')
    said = [sheet(one, 'E-2'), sheet(one, 'E-1', 1, marks={'plan': '7', 'use': '7'}), sheet(one, 'E-3', recused=True, reason='亲属')]
    cases.case('nothing comes from who left', [] if said == ['sheet.left'] * 3 else [said])
    again = place.run('panel', 'seat', 'small', 'first', 'room', 'J-1', 'J-3')
    cases.case('nor do they sit again', [] if again.status == 75 and 'panel.left' in again.err else [again])
    three = come(server, invite_again(place, 'J-3'))
    four = come(server, invite_again(place, 'J-4'))
    for entry in ('E-2', 'E-3', 'E-4', 'E-5'):
        sheet(three, entry)
        sheet(four, entry)
    lock = place.run('heat', 'lock', 'small', 'first', 'room')
    cases.case('the lock owes nothing from who left', [] if lock.status == 0 else [lock])
    place.must('heat', 'sign', 'small', 'first', 'room')
    place.must('stage', 'close', 'small', 'first')


def invite_again(place, expert):
    """A marking link, as an organiser makes one for whoever lost theirs."""
    return place.must('link', 'make', 'small', 'expert', '--expert', expert, '--json').json['url'].split('#')[1]


def nothing_leaks(place, server, cases):
    found = []
    for path in ('/api/v1/contests', C, C + '/entries', C + '/stages/first', C + '/proof', C + '/ledger/entries?limit=1000', C + '/schedule',
                 C + '/stages/first/heats/room/floor', C + '/stages/first/screen'):
        text = Client(server, 'public').send('GET', path)[2]
        found += [f'{path}: {w}' for w in WORDS if w in text]
    cases.case('no name, address or reason is public', found)
    place.must('candidate', 'remove', 'small', 'J-2', '--erase')
    text = place.must('candidate', 'list', 'small').out
    gone = '王芳' not in text and place.run('candidate', 'add', 'small', 'J-2', '--name', 'x').status == 75
    cases.case('words are erased for good', [] if gone else [text])


def verified(place, cases):
    folder = os.path.join(place.path, 'export')
    place.must('ledger', 'checkpoint', 'small')
    place.must('ledger', 'export', 'small', folder)
    check_ledger(cases, place, folder, 'the pool')


def main():
    need_postgres()
    cases = Cases()
    with Place() as place:
        place.must('init', '--host', 'test.example')
        place.must('contest', 'add', place.file('small.yaml', DEFINITION))
        place.must('contest', 'add', place.file('other.yaml', DEFINITION.replace('id: small', 'id: other')))
        place.must('import', 'entries', 'small', place.file('entries.csv', ENTRIES_CSV))
        listing(place, cases)
        with Server(place, '--listen', '127.0.0.1:0') as server:
            _, one = invitations(place, server, cases)
            substitute(place, server, cases)
            leaving(place, server, cases, one)
            nothing_leaks(place, server, cases)
        verified(place, cases)
    cases.done()


if __name__ == '__main__':
    main()
