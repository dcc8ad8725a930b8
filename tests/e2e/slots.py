"""Timetables inside a contest with the real program: proposed, set, edited, moved when a heat runs late, undone; calendars held
against a strict reader of RFC 5545; both verifiers agree.

    LEITAI=build/leitai python3 tests/e2e/slots.py [postgres]
"""
import contextlib
import json
import os
import re
import sys
import time
from datetime import datetime, timedelta, timezone

from people import Client, make_link
from program import ENTRIES_CSV, EXPERTS_CSV, Cases, Place, check_ledger, expect, findings, must, need_postgres
from serve import Server

ZONE = timezone(timedelta(hours=8))
DAY = (datetime.now(ZONE) + timedelta(days=1)).strftime('%Y-%m-%d')
NEXT = (datetime.now(ZONE) + timedelta(days=2)).strftime('%Y-%m-%d')
DEFINITION = f'''leitai: 1
id: small
title: {{zh: 小赛, en: Small contest}}
offset: "+08:00"
divisions: [{{id: big, title: 大}}, {{id: new, title: 新}}]
classes: [{{id: industry, title: 产业}}, {{id: investor, title: 投资}}]
stages:
  - id: first
    title: {{zh: 初赛, en: First}}
    starts: "{DAY} 09:00"
    heats: {{by: division, pitch: 10 min, questions: 4 min}}
    panel: {{industry: 2, investor: 1}}
    floor: {{marking: 60 s}}
    criteria: [{{id: plan, title: 方案, min: 0, max: 10, step: 0.5}}]
    scoring:
      steps: [{{do: total, as: mean}}, {{do: combine, rule: mean, round: {{places: 2, mode: half-up}}}}]
      tie_end: shared
'''
STAGE = '/api/v1/contests/small/stages/first'


def at(clock, day=DAY):
    """Civil time as the answers have it."""
    moment = datetime.strptime(f'{day} {clock}', '%Y-%m-%d %H:%M').replace(tzinfo=ZONE)
    return moment.astimezone(timezone.utc).strftime('%Y-%m-%dT%H:%M:%S.000Z')


def civil(text):
    return datetime.strptime(text, '%Y-%m-%dT%H:%M:%S.%fZ').replace(tzinfo=timezone.utc).astimezone(ZONE).strftime('%H:%M')


def plan(answer):
    """{heat: "E-1 09:00 E-3 09:16"}"""
    out = {}
    for slot in answer['slots']:
        out.setdefault(slot['heat'], []).append(f"{slot['entry']} {civil(slot['from'])}")
    return {heat: ' '.join(words) for heat, words in out.items()}


def same(seen, wanted):
    return [] if seen == wanted else [f'{seen}, not {wanted}']


# ---- a strict reader of calendars

def unfold(data):
    must(data.endswith(b'\r\n'), 'the last line does not end with CRLF')
    must(b'\n' not in data.replace(b'\r\n', b''), 'a bare LF')
    must(b'\r' not in data.replace(b'\r\n', b''), 'a bare CR')
    raw = data[:-2].split(b'\r\n')
    must(all(len(line) <= 75 for line in raw), 'a line of more than 75 bytes')
    for line in raw:
        line.decode('utf-8')
    lines = []
    for line in raw:
        if line[:1] == b' ':
            lines[-1] += line[1:]
        else:
            lines.append(line)
    return [line.decode('utf-8') for line in lines]


def unescape(value):
    must(not re.search(r'(?<!\\)(?:\\\\)*\\[^\\;,nN]', value), f'an unknown escape in {value}')
    must(not re.search(r'(?<!\\)(?:\\\\)*[;,]', value), f'a bare ; or , in {value}')
    return re.sub(r'\\(.)', lambda m: '\n' if m.group(1) in 'nN' else m.group(1), value)


def calendar(data):
    """(properties of the calendar, events by UID); anything that RFC 5545 does not allow is an AssertionError."""
    lines, head, events, event = unfold(data), {}, {}, None
    must(lines[0] == 'BEGIN:VCALENDAR' and lines[-1] == 'END:VCALENDAR', 'not one calendar')
    for line in lines[1:-1]:
        name, colon, value = line.partition(':')
        must(colon and re.fullmatch(r'[A-Z-]+', name), f'no property: {line}')
        if line == 'BEGIN:VEVENT':
            must(event is None, 'an event in an event')
            event = {}
        elif line == 'END:VEVENT':
            must({'UID', 'DTSTAMP', 'DTSTART', 'DTEND', 'SUMMARY', 'SEQUENCE'} <= set(event), f'an event lacks something: {event}')
            must(event['UID'] not in events, f'{event["UID"]} twice')
            must(event['DTSTART'] < event['DTEND'], 'it ends before it begins')
            events[event['UID']], event = event, None
        else:
            target = head if event is None else event
            must(name not in target, f'{name} twice')
            if name.startswith('DT'):
                must(re.fullmatch(r'\d{8}T\d{6}Z', value), value)
                datetime.strptime(value, '%Y%m%dT%H%M%SZ')
            target[name] = unescape(value) if name in ('SUMMARY', 'LOCATION', 'DESCRIPTION', 'NAME', 'X-WR-CALNAME') else value
    must(event is None, 'an event without an end')
    must(head.get('VERSION') == '2.0' and head.get('PRODID'), 'not a calendar of version 2.0')
    return head, events


# ---- the story

def proposing(cases, place):
    made = place.must('schedule', 'propose', 'small', 'first', '--json').json
    # E-1 is of big, E-4 of new, and both are one team's: the smaller heat waits for the way between.
    cases.case('entries as they are', same(plan(made), {'big': 'E-1 09:00 E-3 09:16 E-5 09:32', 'new': 'E-2 09:00 E-4 09:30'}))
    slot = made['slots'][-1]
    cases.case('a wait says why', same((slot['entry'], slot.get('waited_s'), slot.get('why')), ('E-4', 14 * 60, 'team')))
    made = place.must('schedule', 'propose', 'small', 'first', '--break', f'{DAY}T09:20,{DAY}T09:50', '--buffer', 120, '--change', 0, '--json').json
    cases.case('a break and a buffer', same(plan(made), {'big': 'E-1 09:00 E-3 09:50 E-5 10:07', 'new': 'E-2 09:00 E-4 09:50'}))
    made = place.must('schedule', 'propose', 'small', 'first', '--open', f'big,{DAY}T14:00,{DAY}T14:40', '--open',
                      f'big,{NEXT}T09:00,{NEXT}T12:00', '--json').json
    cases.case('two days', same(plan(made)['big'], 'E-1 14:00 E-3 14:16 E-5 09:00'))
    made = place.must('schedule', 'propose', 'small', 'first', '--open', f'big,{DAY}T14:00,{DAY}T14:40', '--json').json
    cases.case('who does not fit is told', same(([s['entry'] for s in made['slots'] if s.get('over')], [k['kind'] for k in made['clashes']]),
                                                (['E-5'], ['hours'])))
    cases.case('nothing was written', same(place.must('schedule', 'show', 'small', '--json').json['stages'], []))
    cases.case('a draw that is none', expect(place.run('schedule', 'propose', 'small', 'first', '--draw', 'big=1'), 66, 'draw.unknown'))
    cases.case('a break that ends first', expect(place.run('schedule', 'propose', 'small', 'first', '--break',
                                                           f'{DAY}T10:00,{DAY}T09:00'), 65, 'timetable.span'))


def drawn(cases, place):
    """An order from the hall, recorded with the timetable while it stands."""
    lines, pool = place.file('lines.txt', 'seven\n'), place.file('pool.txt', 'E-1\nE-3\nE-5\n')
    place.must('ceremony', 'commit', 'small', 'running-order', pool, lines, '--lines')
    place.must('ceremony', 'announce', 'small', pool, '--draw', 1, '--reveals', lines)
    order = [one['id'] for one in place.must('ceremony', 'conclude', 'small', 1, '--json').json['order']]
    made = place.must('schedule', 'propose', 'small', 'first', '--draw', 'big=1', '--json').json
    cases.case('the order of a draw', same(([s['entry'] for s in made['slots'] if s['heat'] == 'big'], made['draws']),
                                           (order, [{'heat': 'big', 'draw': 1}])))
    cases.case('a draw of others', expect(place.run('schedule', 'propose', 'small', 'first', '--draw', 'new=1'), 65, 'timetable.pool'))
    done = place.run('schedule', 'set', 'small', 'first', place.file('plan.json', json.dumps(made)), '--json')
    cases.case('set', same((done.status, done.json.get('version'), done.json.get('draws')), (0, 1, [{'heat': 'big', 'draw': 1}])))
    return made, order


def editing(cases, boss, made, order):
    def send(path, **body):
        status, code, text = boss.send('POST', f'{STAGE}/timetable{path}', body)
        return status, code, json.loads(text) if text else None

    big = [s for s in made['slots'] if s['heat'] == 'big']
    new = [s for s in made['slots'] if s['heat'] == 'new']
    rules = {key: made[key] for key in ('breaks', 'open', 'draws', 'buffer_s', 'change_s')}
    cases.case('somebody was faster', same(send('', base=0, slots=made['slots'], **rules)[:2], (409, 'timetable.moved')))
    cases.case('nothing would change', same(send('', base=1, slots=made['slots'], **rules)[:2], (409, 'timetable.same')))
    over = [big[0], big[1] | {'from': big[0]['from'], 'until': big[0]['until']}, *big[2:], *new]
    cases.case('two at once in a heat are refused', same(send('', base=1, slots=over, override=True, reason='x', **rules)[:2],
                                                         (409, 'timetable.overlap')))
    status, _, answer = send('', base=1, slots=over, preview=True, **rules)
    cases.case('a preview names the overlap', [] if status == 200 and [k for k in answer['clashes'] if k['kind'] == 'overlap'] else [str(answer)])
    team = {'E-1': next(s for s in big if s['entry'] == 'E-1')}
    clash = [*big, new[0], new[1] | {'from': team['E-1']['from'], 'until': team['E-1']['until']}]
    if new[0]['from'] < team['E-1']['until'] and team['E-1']['from'] < new[0]['until']:
        clash = [*big, new[0] | {'from': at('15:00'), 'until': at('15:15')}, clash[-1]]
    status, code, answer = send('', base=1, slots=clash, **rules)
    cases.case('a team twice is named', [] if (status, code) == (409, 'timetable.clash') and 'E-4' in answer['detail'] else [str(answer)])
    cases.case('and is set for a reason only', same(send('', base=1, slots=clash, override=True, **rules)[:2], (400, 'timetable.reason')))
    status, code, answer = send('', base=1, slots=clash, override=True, reason='They agreed.', **rules)
    cases.case('an override', same((status, answer.get('version'), 'team' in [k['kind'] for k in answer.get('clashes', [])]), (200, 2, True)))
    swapped = [big[1] | {'from': big[0]['from'], 'until': big[0]['until']}, big[0] | {'from': big[1]['from'], 'until': big[1]['until']},
               big[2], new[0] | {'from': at('15:00'), 'until': at('15:15')}, new[1] | {'from': at('16:00'), 'until': at('16:15')}]
    status, _, answer = send('', base=2, slots=swapped, reason='swap', **rules)
    cases.case('an edit against the draw ends it', same((status, answer.get('draws'), answer.get('version')), (200, [], 3)))
    stranger = [*swapped, {'entry': 'E-99', 'heat': 'new', 'from': at('18:00'), 'until': at('18:10')}]
    cases.case('a stranger', same(send('', base=3, slots=stranger, **rules)[:2], (400, 'timetable.entry')))
    moved = [s if s['entry'] != 'E-2' else s | {'heat': 'big', 'from': at('18:00'), 'until': at('18:10')} for s in swapped]
    cases.case('an entry of another heat', same(send('', base=3, slots=moved, **rules)[:2], (409, 'timetable.heat')))
    status, _, answer = send('/restore', base=3, version=1, reason='as it was')
    cases.case('undo', same((status, answer.get('version'), plan(answer) if status == 200 else None), (200, 4, plan(made))))
    cases.case('undo of what never was', same(send('/restore', base=4, version=9)[:2], (404, 'timetable.version')))


def away(cases, boss, server):
    """Nothing public says that an expert is away."""
    status, _, text = boss.send('GET', f'{STAGE}/timetable')
    desk = json.loads(text)
    cases.case('the desk has versions and heats', [] if status == 200 and [v['version'] for v in desk['versions']] == [1, 2, 3, 4] and
               all('away' in h for h in desk['heats']) else [text[:400]])
    public = server.get('/api/v1/contests/small/timetable')
    cases.case('the public page has no expert', [] if 'away' not in public.text and 'expert' not in public.text else [public.text[:400]])


class Answer:
    def __init__(self, status, headers, data):
        self.status, self.headers, self.data = status, headers, data
        self.text = data.decode('utf-8', 'replace')


def feeds(cases, server):
    path = '/api/v1/contests/small/timetable.ics'
    first = server.get(path)
    head, events = calendar(first.data)
    cases.case('a calendar', same((first.headers['Content-Type'], len(events), head['NAME']), ('text/calendar; charset=utf-8', 5, '小赛')))
    again = server.get(path, **{'If-None-Match': first.headers['ETag']})
    cases.case('is known again by its tag', same(again.status, 304))
    cases.case('of a heat', same(len(calendar(server.get(path + '?heat=new').data)[1]), 2))
    one = calendar(server.get(path + '?stage=first&entry=E-1').data)[1]
    cases.case('of an entry', same([e['SUMMARY'] for e in one.values()], ['E-1 项目, 一; "1"']))
    cases.case('of a heat that is none', same(server.get(path + '?heat=none').status, 404))
    return events


def late(cases, place, server):
    """A heat whose floor runs: what was stands, the rest moves, wherever a team pitches as well."""
    token = make_link(place, 'small', 'floor', '--stage', 'first', '--heat', 'big', '--reusable')[1]
    manager = Client(server, 'manager')
    must(manager.by_link(token)[0] == 200)
    heat = f'{STAGE}/heats/big'
    wanted = place.must('schedule', 'propose', 'small', 'first', '--json').json
    place.must('schedule', 'set', 'small', 'first', place.file('again.json', json.dumps(wanted)), '--json')
    step = 0
    for action, more in (('open', {'entries': ['E-1', 'E-3', 'E-5']}), ('call', {'entry': 'E-1'}), ('pitch', {'entry': 'E-1'})):
        step += 1
        must(manager.send('POST', heat + '/floor', {'step': step, 'action': action, **more})[0] == 200)
    time.sleep(0.01)
    must(manager.send('POST', heat + '/floor', {'step': 4, 'action': 'mark', 'entry': 'E-1'})[0] == 200)

    def shift(**body):
        status, code, text = manager.send('POST', heat + '/timetable/shift', body)
        return status, code, json.loads(text) if text else None

    cases.case('a shift needs a reason', same(shift(base=5, by_s=720)[:2], (400, 'timetable.reason')))
    cases.case('no time at all', same(shift(base=5, preview=True)[:2], (400, 'timetable.delay')))
    status, _, answer = shift(base=5, by_s=720, preview=True)
    must(status == 200, answer)
    real = [s for s in answer['slots'] if s['entry'] == 'E-1'][0]
    cases.case('what was stands at its real time', [] if real['from'] < at('00:00') and real['until'] > real['from'] else [str(real)])
    cases.case('the rest moves', [] if '3 09:28 E-5 09:44' in str(plan(answer)) else [str(plan(answer))])
    cases.case('nobody else does', same(plan(answer)['new'], plan(wanted)['new']))
    cases.case('a preview writes nothing', same(len(place.must('schedule', 'show', 'small', '--json').json['stages'][0]['slots']), 5))
    status, _, answer = shift(base=5, by_s=720, reason='The projector failed.')
    cases.case('moved', same((status, answer.get('version')), (200, 6)))
    seen = json.loads(server.get('/api/v1/contests/small/timetable').text)['stages'][0]
    cases.case('the public sees from where, and why', same(
        ([civil(s['was']['from']) for s in seen['slots'] if s['entry'] == 'E-3'], seen['reason']), (['09:16'], 'The projector failed.')))
    cases.case('for one heat only', same(manager.send('POST', f'{STAGE}/heats/new/timetable/shift', {'base': 6, 'by_s': 60, 'preview': True})[1],
                                         'heat.unknown'))
    done = place.run('schedule', 'shift', 'small', 'first', 'new', '--not-before', f'{DAY}T10:00', '--reason', 'late', '--json')
    cases.case('from the command line', same(plan(done.json)['new'] if done.status == 0 else str(done), 'E-2 10:00 E-4 10:16'))


def own(cases, place, server):
    """An expert's calendar: what they sit on; nobody's without the key; gone with the link."""
    place.must('panel', 'seat', 'small', 'first', 'new', 'J-1', 'J-3')
    link = place.must('link', 'make', 'small', 'expert', '--expert', 'J-1', '--json').json
    expert = Client(server, 'expert')
    must(expert.by_link(link['url'].split('#')[1])[0] == 200)
    path = json.loads(expert.send('GET', '/api/v1/contests/small/calendar')[2])['path']
    answer = server.get(path)
    _, mine = calendar(answer.data)
    cases.case('an expert has what they sit on', same(sorted(uid.split('/')[2] for uid in mine), ['new', 'new']))
    cases.case('and nobody keeps it', same((answer.headers['Cache-Control'], answer.headers['ETag']), ('no-store', None)))
    wrong = path[:-1] + ('0' if path[-1] != '0' else '1')
    found = [p for p in (wrong, path.replace('=l', '=a'), path.split('?')[0], path.replace('small', 'other'), path + '0')
             if server.get(p).status != 404]
    cases.case('no other key opens it', found)
    place.must('link', 'revoke', 'small', link['id'])
    cases.case('it ends with the link', same(server.get(path).status, 404))


def cancelled(cases, place, server, before):
    place.must('entry', 'withdraw', 'small', 'E-5', '--reason', 'ill')
    server.get('/api/v1/contests/small')
    _, events = calendar(server.get('/api/v1/contests/small/timetable.ics').data)
    gone = [e for e in events.values() if e.get('STATUS') == 'CANCELLED']
    cases.case('who withdrew is cancelled', same([e['SUMMARY'][:3] for e in gone], ['E-5']))
    grown = [uid for uid in before if int(events[uid]['SEQUENCE']) < int(before[uid]['SEQUENCE'])]
    moved = [uid for uid in before if events[uid]['DTSTART'] != before[uid]['DTSTART'] and events[uid]['SEQUENCE'] == before[uid]['SEQUENCE']]
    cases.case('ids stay, sequences grow with changes', [] if set(before) == set(events) and not grown and not moved else [str((grown, moved))])
    seen = place.must('schedule', 'show', 'small', '--json').json['stages'][0]
    cases.case('and is marked on the page', same([s['entry'] for s in seen['slots'] if s.get('withdrawn')], ['E-5']))
    less = {'base': seen['version'], 'slots': [{k: s[k] for k in ('entry', 'heat', 'from', 'until')} for s in seen['slots'] if s['entry'] not in ('E-5', 'E-2')]}
    place.must('schedule', 'set', 'small', 'first', place.file('less.json', json.dumps(less)), '--reason', 'two less', '--override')
    out = place.must('schedule', 'export', 'small', '--format', 'ics').out
    cases.case('a table', [] if f'{DAY},10:16,10:31,first,new,E-4,' in place.must('schedule', 'export', 'small', '--format', 'csv').out else
               [place.must('schedule', 'export', 'small', '--format', 'csv').out])
    cases.case('what a version left out is cancelled', same(out.count('STATUS:CANCELLED'), 2))


def events_told(cases, place):
    kinds = [r['type'] for r in place.records()]
    cases.case('a record a version', same(kinds.count('timetable.set'), 8))


def main():
    cases = Cases()
    need_postgres()
    entries = ENTRIES_CSV.replace('团队 4', '团队 1').replace('项目 1', '"项目, 一; ""1"""')
    with Place() as place, contextlib.ExitStack() as stack:
        place.must('init', '--host', 'h.example')
        place.must('contest', 'add', place.file('small.yaml', DEFINITION))
        place.must('import', 'entries', 'small', place.file('entries.csv', entries))
        place.must('import', 'experts', 'small', place.file('experts.csv', EXPERTS_CSV))
        proposing(cases, place)
        made, order = drawn(cases, place)
        server = stack.enter_context(Server(place, '--listen', '127.0.0.1:0'))
        get = server.get

        def answer(path, **fields):
            return Answer(*get(path, **fields)[:3])

        server.get = answer
        boss = Client(server, 'boss')
        place.must('account', 'add', 'boss', '--admin', text='correct horse battery\n')
        boss.by_password('boss', 'correct horse battery')
        editing(cases, boss, made, order)
        away(cases, boss, server)
        before = {}
        cases.case('calendars', findings(lambda _: before.update(feeds(cases, server)), place))
        cases.case('a late day', findings(lambda _: late(cases, place, server), place))
        cases.case("an expert's own", findings(lambda _: own(cases, place, server), place))
        cases.case('cancelling', findings(lambda _: cancelled(cases, place, server, before), place))
        events_told(cases, place)
        check_ledger(cases, place, os.path.join(place.path, 'export'), 'with timetables')
    cases.done()


if __name__ == '__main__':
    sys.exit(main())
