"""The five rehearsals: complete, repeatable, resumable, and with the figures that the real contests had.

    LEITAI=build/leitai python3 tests/e2e/demo.py
"""
import collections
import os
import random
import signal
import time

from program import Cases, Place, check_ledger, expect

CONTESTS = ('ciic-2020', 'guangdong-2021', 'ciic-ai-2021', 'zhangjiang-2021', 'tuanjie-lake-2021')


def board(p, contest, stage):
    return p.must('stage', 'show', contest, stage, '--json').json


def rows(one_board):
    return [row for one in one_board['lists'] for row in one['rows']]


def taking_part(one_board):
    return [r for r in rows(one_board) if r['fate'] != 'withdrawn']


def advancing(one_board):
    return [r for r in rows(one_board) if r['fate'] in ('advance', 'wild-card')]


def wrong(what, seen, wanted):
    return [] if seen == wanted else [f'{what}: {seen}, {wanted} expected']


def bars(home, figure):
    return {bar['id']: bar['count'] for f in home['figures'] if f['id'] == figure for bar in f['bars']}


def ciic(p):
    semifinal = board(p, 'ciic-2020', 'semifinal')
    leading, rising = (next(one for one in semifinal['lists'] if one['id'] == d) for d in ('leading', 'rising'))
    yield from wrong('leading', len(leading['rows']), 69)
    yield from wrong('rising', len(rising['rows']), 31)
    yield from wrong('advance', [sum(r['fate'] == 'advance' for r in one['rows']) for one in (leading, rising)], [14, 6])
    tied = leading['rows'][13:15]
    yield from wrong('exact scores of 14 and 15', tied[0]['exact'], tied[1]['exact'])
    yield from wrong('settled', [r.get('settled') for r in tied], ['deliberation'] * 2)
    yield from wrong('fates', [r['fate'] for r in tied], ['advance', 'reserve'])
    one = semifinal['deliberations']
    yield from wrong('deliberations', len(one), 1)
    yield from wrong('votes', len(one[0]['votes']), 13)
    yield from wrong('sheets', {r['sheets'] for r in rows(semifinal)}, {13})
    heats = [{e['class']: e['count'] for e in heat['experts']} for heat in semifinal['heats']]
    yield from wrong('panels', heats, [{'industry': 10, 'investor': 3}] * 2)


def guangdong(p):
    home = p.must('contest', 'show', 'guangdong-2021', '--json').json
    yield from wrong('entries', home['totals']['entries'], 5077)
    yield from wrong('people', home['totals']['people'], 5698)
    yield from wrong('countries', len(bars(home, 'country')), 16)
    degrees = bars(home, 'degree')
    yield from wrong('degrees', [round(100 * degrees[d] / 5077) for d in ('硕士 Master', '博士 Doctorate')], [48, 3])
    semifinal = board(p, 'guangdong-2021', 'semifinal')
    funding = collections.Counter(p.must('entry', 'show', 'guangdong-2021', r['entry'], '--json').json['funding']
                                  for r in rows(semifinal))
    yield from wrong('funding of the 22', [funding[f] for f in ('B 轮及以后 B or later', 'A+ 轮 A+', 'A 轮 A', 'Pre-A 轮 Pre-A')],
                     [5, 5, 4, 3])
    yield from wrong('stages', [len(advancing(board(p, 'guangdong-2021', s))) for s in ('preliminary', 'semifinal')], [22, 10])
    yield from wrong('final', len(rows(board(p, 'guangdong-2021', 'final'))), 10)


def zhangjiang(p):
    stages = [board(p, 'zhangjiang-2021', s) for s in ('screening', 'stage-contests', 'final')]
    yield from wrong('take part', [len(taking_part(s)) for s in stages], [1499, 130, 28])
    yield from wrong('advance', [len(advancing(s)) for s in stages[:2]], [130, 28])
    yield from wrong('stage contests', len(stages[1]['heats']), 11)
    yield from wrong('withdrawn', sum(r['fate'] == 'withdrawn' for r in rows(stages[0])), 1)
    yield from wrong('moved up', sum(r.get('promoted', False) for r in rows(stages[0])), 1)


def tuanjie(p):
    regional, final = board(p, 'tuanjie-lake-2021', 'regional'), board(p, 'tuanjie-lake-2021', 'final')
    yield from wrong('take part', [len(taking_part(regional)), len(taking_part(final))], [985, 20])
    yield from wrong('regions', len(regional['lists']), 3)


def dalian(p):
    awards = collections.Counter(a for r in rows(board(p, 'ciic-ai-2021', 'final')) for a in r.get('awards', []))
    yield from wrong('awards', sum(awards.values()), 26)
    yield from wrong('kinds', len(awards), 5)


def made_up(p):
    for contest in CONTESTS:
        home = p.must('contest', 'show', contest, '--json').json
        if not home['rehearsal']:
            yield f'{contest} is not marked as a rehearsal'
    entry = p.must('entry', 'show', 'ciic-2020', 'CIIC-007', '--json').json
    if not all('彩排' in entry[k] and 'Rehearsal' in entry[k] and '007' in entry[k] for k in ('title', 'team')):
        yield f'not visibly made up: {entry["title"]}, {entry["team"]}'


def ledgers(cases, p):
    for contest in CONTESTS:
        folder = os.path.join(p.path, f'ledger-{contest}')
        p.must('ledger', 'export', contest, folder)
        check_ledger(cases, p, folder, contest)


def published(p, contest):
    return [[(r['entry'], r['rank'], r.get('exact'), r['fate'], r.get('awards')) for r in rows(board(p, contest, s['id']))]
            for s in p.must('contest', 'show', contest, '--json').json['stages'] if s['kind'] == 'panel']


def cut_off(cases):
    """Killed again and again while it prepares, the demo still comes out complete and right."""
    with Place() as p:
        kills = 0
        random.seed(5)
        for _ in range(200):
            process = p.start('demo', '--prepare', '--only', 'ciic-2020')
            time.sleep(random.uniform(0.005, 0.06))
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
            process.communicate()
            kills += process.returncode != 0
            if process.returncode == 0 or kills >= 10:
                break
        p.must('demo', '--prepare', '--only', 'ciic-2020')
        cases.case(f'killed {kills} times, complete', ciic(p))
        kinds = collections.Counter(r['type'] for r in p.records('ciic-2020'))
        # 26 on two panels, one who measures overtime, and eight who went over it
        wanted = {'entry.accept': 100, 'expert.seat': 27, 'sheet.submit': 1308, 'draw.conclude': 2, 'timetable.set': 1, 'stage.close': 1, 'tie.deliberate': 1,
                  'result.publish': 1}
        cases.case('nothing is doubled', [f'{k}: {kinds[k]}' for k, n in wanted.items() if kinds[k] != n])


def main():
    cases = Cases()
    with Place() as p:
        cases.case('an unknown rehearsal', expect(p.run('demo', '--prepare', '--only', 'ciic-2021'), 64, 'ciic-2020'))
        begun = time.monotonic()
        cases.case('demo --prepare', expect(p.run('demo', '--prepare'), 0, 'zhangjiang-2021: final-publish'))
        took = time.monotonic() - begun
        limit = 20 if 'debug' not in os.environ.get('LEITAI', '') else 100
        cases.case(f'it takes no longer than {limit} s', [] if took < limit else [f'{took:.1f} s'])
        records = {c: len(p.records(c)) for c in CONTESTS}
        cases.case('demo --prepare again', expect(p.run('demo', '--prepare'), 0))
        cases.case('the second time changes nothing', [c for c in CONTESTS if len(p.records(c)) != records[c]])
        for contest, facts in zip(CONTESTS, (ciic, guangdong, dalian, zhangjiang, tuanjie)):
            cases.case(f'{contest} as it was', facts(p))
        cases.case('teams are visibly made up', made_up(p))
        ledgers(cases, p)
        with Place() as other:
            some = ('ciic-2020', 'ciic-ai-2021')
            other.must('demo', '--prepare', *(word for c in some for word in ('--only', c)))
            cases.case('another demo has the same results', [c for c in some if published(p, c) != published(other, c)])
    with Place() as p:
        p.with_contest()
        own = p.file('own.yaml', open(os.path.join(p.path, 'small.yaml'), encoding='utf-8').read().replace(
            'id: small', 'id: ciic-2020'))
        p.must('contest', 'add', own)
        cases.case("somebody's own contest is left alone", expect(p.run('demo', '--prepare'), 75, '[rehearsal.exists]'))
    cut_off(cases)
    cases.done()


if __name__ == '__main__':
    main()
