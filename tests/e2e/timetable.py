"""Timetables on the command line: the day of the manual, a late day, a calendar, wrong cases.

    LEITAI=build/leitai python3 tests/e2e/timetable.py
"""
import copy
import json

from program import Cases, Place, documented, findings, must


def run(p, value, *words):
    return p.run('timetable', p.file('day.json', value if isinstance(value, str) else json.dumps(value)), *words)


def made(p, value):
    done = run(p, value, '--json')
    must(done.status == 0, done.err)
    return json.loads(done.out)


def times(answer):
    """(venue, entry) → from and until in UTC, hours and minutes."""
    return {(s['venue'], s['entry']): (s['from'][11:16], s['until'][11:16]) for s in answer['slots']}


def check_manual(p):
    found = times(made(p, documented('timetable.md')))
    must(found == {
        ('a', 'E-1'): ('01:20', '01:34'), ('a', 'E-2'): ('01:35', '01:49'), ('a', 'E-3'): ('01:50', '02:10'),
        ('b', 'E-4'): ('01:00', '01:20'), ('b', 'E-1'): ('01:49', '02:09')}, found)
    table = run(p, documented('timetable.md'))
    must('Hall A' in table.out and 'team elsewhere' in table.out and '5 pitches' in table.out, table.out)


def check_strict(p):
    day = documented('timetable.md')
    day['order'] = 'strict'
    answer = made(p, day)
    a = [s['entry'] for s in answer['slots'] if s['venue'] == 'a']
    must(a == ['E-1', 'E-2', 'E-3'] and answer['moved'] == 0, answer)
    break_ = [s for s in answer['slots'] if s['from'][11:16] < '02:45' and s['until'][11:16] > '02:30' and s['venue'] == 'a']
    must(not break_, break_)


def check_late(p):
    day = documented('timetable.md')
    day['order'] = 'strict'
    day['venues'][0]['entries'][0] = {'entry': 'E-1', 'started': '09:20'}
    day['venues'][0]['not_before'] = '10:05'
    found = times(made(p, day))
    must(found['a', 'E-1'] == ('01:20', '01:34'), found)
    must(found['a', 'E-2'] == ('02:05', '02:19'), found)
    must(found['a', 'E-3'][0] >= '02:45', found)
    must(found['b', 'E-1'][0] >= '01:49', found)


def check_over(p):
    day = documented('timetable.md')
    day['venues'][1]['until'] = '09:30'
    answer = made(p, day)
    must(answer['over'] == 1 and 'after the end' in run(p, day).out, answer)


def check_calendar(p):
    done = run(p, documented('timetable.md'), '--format', 'ics')
    must(done.status == 0 and done.out.count('BEGIN:VEVENT') == 5, done.out)
    must('DTSTART:20260501T010000Z' in done.out and 'LOCATION:Hall B' in done.out and 'X-WR-CALNAME:Final' in done.out, done.out)
    must(done.out == run(p, documented('timetable.md'), '--format', 'ics').out, 'the same day gives another calendar')


def spoiled(change):
    day = copy.deepcopy(documented('timetable.md'))
    change(day)
    return json.dumps(day)


def check_wrong(p):
    wrong = {
        '[]': 'object', '{}': 'venues',
        spoiled(lambda d: d.update(colour='red')): 'unknown member colour',
        spoiled(lambda d: d.update(offset='8')): '+08:00',
        spoiled(lambda d: d['venues'][0].update({'from': 'nine'})): '“nine”',
        spoiled(lambda d: d['venues'][0].update(length_s=-5)): 'length_s',
        spoiled(lambda d: d['venues'][1].pop('length_s')): 'length_s',
        spoiled(lambda d: d['venues'][1].update(id='a')): 'Two venues are called a',
        spoiled(lambda d: d['venues'][1]['entries'].append('E-1')): 'stands twice',
        spoiled(lambda d: d['venues'][0]['breaks'].append('noon')): 'breaks',
        spoiled(lambda d: d['venues'][1]['entries'].append({'entry': 'E-9', 'started': '09:00'})): 'must stand first',
    }
    for text, word in wrong.items():
        done = run(p, text)
        must(done.status == 65 and word in done.err and 'timetable.file' in done.err, (word, done.status, done.err))
    must(run(p, documented('timetable.md'), '--format', 'pdf').status == 64, 'a format that is none')


def main():
    cases = Cases()
    for name, check in [('the day of the manual', check_manual), ('a strict order', check_strict),
                        ('a day that runs late', check_late), ('after the end', check_over),
                        ('a calendar', check_calendar), ('wrong cases', check_wrong)]:
        with Place() as p:
            cases.case(name, findings(check, p))
    cases.done()


if __name__ == '__main__':
    main()
