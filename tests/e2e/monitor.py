"""Watching over a stage on the command line: the same numbers as `leitai severity` on the same totals, who drifted, what is said
where nothing can be told, and a stage with more entries than are shown.

    LEITAI=build/leitai python3 tests/e2e/monitor.py
"""
import json

from program import Cases, Place, findings, must
from watched import DEFINITION, ENTRIES, EXPERTS_CSV, make_watched, sheets


def watch(p, contest='watched', *words):
    return json.loads(p.must('monitor', contest, 'semi', '--json', *words).out)


def severity(p, rows, *words):
    text = 'entry,expert,criterion,mark\n' + ''.join(','.join(row) + '\n' for row in rows)
    return json.loads(p.must('severity', p.file('totals.csv', text), '--json', *words).out)


def close(a, b, by=0.000051):
    return abs(a - b) <= by


def check_additive(p):
    """Sheets are compared by their weighted totals."""
    seen = watch(p)
    told = severity(p, [(e, x, 'all', f'{0.6 * plan + 0.4 * use:.1f}') for _, e, x, plan, use in sheets()])
    model, experts = seen['groups'][0]['severity'], {x['expert']: x for x in seen['experts']}
    entries = {e['entry']: e for e in seen['entries']}
    must(close(model['noise'], told['noise']) and close(model['spread'], told['spread']), model)
    for x in told['experts']:
        mine = experts[x['expert']]
        must(close(mine['severity'], x['severity']) and close(mine['se'], x['se']) and mine['sheets'] == x['sheets'], (mine, x))
        must(mine['among'] < mine['se'], mine)
    for e in told['entries']:
        mine = entries[e['entry']]
        must(close(mine['adjusted'], e['score']) and close(mine['se'], e['se']) and close(mine['raw'], e['raw']), (mine, e))
        must(len(mine['marks']) == e['sheets'] == mine['sheets'], mine)
    must(len(entries) == len(told['entries']) == seen['entry_count'] == len(ENTRIES), len(entries))


def check_rasch(p):
    rows = [(e, x, c, f'{m:g}') for _, e, x, plan, use in sheets() for c, m in (('plan', plan), ('use', use))]
    told, seen = severity(p, rows, '--model', 'mfrm'), watch(p)
    fit, experts = seen['groups'][0]['fit'], {x['expert']: x for x in seen['experts']}
    must(close(fit['separation'], told['experts']['separation']) and close(fit['reliability'], told['experts']['reliability']), fit)
    for x in told['experts']['elements']:
        mine = experts[x['expert']]
        must(all(close(mine[k], x[k], 0.0051 if k.endswith('z') else 0.000051) for k in ('infit', 'infit_z', 'outfit', 'outfit_z')),
             (mine, x))


def check_what_was_planted(p):
    seen = watch(p)
    strictest = max(seen['experts'], key=lambda x: x['severity'])
    must(strictest['expert'] == 'J-7' and strictest['severity'] > 0.9, strictest)
    alarms = [(x['expert'], d) for x in seen['experts'] for d in x['drift'] if d['alarm']]
    must({x for x, _ in alarms} == {'J-4'}, alarms)
    evening = next(d for _, d in alarms if seen['sessions'][d['session']]['heat'] == 'evening')
    must(0.8 < evening['shift'] < 1.8 and evening['z'] > 2.58, evening)
    must((seen['unusual'][0]['entry'], seen['unusual'][0]['expert']) == ('E-05', 'J-2'), seen['unusual'])
    must([c['places'] for c in seen['cuts']] == [8, 4], seen['cuts'])
    chances = {e['entry']: e['chance'] for e in seen['entries']}
    for cut in seen['cuts']:
        must(abs(sum(chances[e] for e in cut['entries']) - cut['places']) < 0.01, cut)
    for f in seen['further']:
        marked = {x for _, e, x, *_ in sheets() if e == f['entry']}
        must(not marked & {x['expert'] for x in f['experts']} and f['experts'][0]['among'] < f['among'], f)


def check_words(p):
    text = p.must('monitor', 'watched', 'semi').out
    must('Drift: J-4 is 1.' in text and 'stricter in evening than elsewhere' in text, text)
    must('Open at a cut: ' in text and '── 8 of 24 ─' in text and 'reliability 0.' in text, text)


def check_nothing(p):
    seen = watch(p, 'empty')
    must(seen['sheets'] == 0 and seen['groups'] == [] and len(seen['uncut']) == 2, seen)
    done = p.must('monitor', 'empty', 'semi')
    must('No sheet of stage semi is in yet.' in done.err and done.out == '', done.err)
    one = [row for row in sheets() if row[2] == 'J-1']
    text = 'heat,entry,expert,criterion,mark\n' + ''.join(f'{h},{e},{x},{c},{m:g}\n' for h, e, x, a, b in one
                                                       for c, m in (('plan', a), ('use', b)))
    p.must('import', 'sheets', 'empty', p.file('one.csv', text), '--stage', 'semi')
    seen = watch(p, 'empty')
    must(seen['groups'][0]['no_severity']['code'] == 'judging.one-expert' and seen['experts'][0]['severity'] is None, seen['groups'])
    must('No severity: One expert alone' in p.must('monitor', 'empty', 'semi').out, 'no reason')
    must(p.run('monitor', 'watched', 'nowhere').status == 66, 'an unknown stage')


def check_a_large_stage(p):
    """400 entries: those near a cut are given, all of them when asked for."""
    ids = [f'L-{i:03}' for i in range(400)]
    p.must('contest', 'add', p.file('large.yaml', DEFINITION.replace('id: watched', 'id: large', 1)))
    p.must('import', 'experts', 'large', p.file('large-experts.csv', EXPERTS_CSV))
    p.must('import', 'entries', 'large', p.file('large-entries.csv', 'entry,title,team,division,people\n' + ''.join(
        f'{e},T,T,{"leading" if i % 2 else "rising"},3\n' for i, e in enumerate(ids))))
    rows = ['heat,entry,expert,criterion,mark']
    for i, e in enumerate(ids):
        for x in ('J-1', 'J-2', 'J-3'):
            rows += [f'morning,{e},{x},{c},{(i * 7 + len(c)) % 17 / 2 + (x == "J-1"):g}' for c in ('plan', 'use')]
    p.must('import', 'sheets', 'large', p.file('large-sheets.csv', '\n'.join(rows) + '\n'), '--stage', 'semi')
    near, every = watch(p, 'large'), watch(p, 'large', '--all')
    must(len(every['entries']) == near['entry_count'] == 400, len(every['entries']))
    must(40 < len(near['entries']) < 400, len(near['entries']))
    shown = {e['entry']: e for e in near['entries']}
    for cut, whole in zip(near['cuts'], every['cuts']):
        must(cut['entries'] == whole['entries'][cut['first']:cut['first'] + len(cut['entries'])], cut)
        must(set(cut['entries']) <= set(shown) and len(whole['entries']) == whole['contenders'] == 200, cut)
    full = {e['entry']: e for e in every['entries']}
    must(all(full[e] == shown[e] for e in shown), 'the same entry is told in two ways')
    must(all(e in shown for e, one in full.items() if one['chance'] is not None and 0.05 < one['chance'] < 0.95), 'an open one is hidden')


def main():
    cases = Cases()
    with Place() as p:
        p.must('init', '--host', 'test.example')
        make_watched(p)
        make_watched(p, 'empty', marked=False)
        for name, check in [('severities are those of leitai severity', check_additive),
                            ('fit is that of leitai severity --model mfrm', check_rasch),
                            ('what was planted is found', check_what_was_planted), ('it is said in words', check_words),
                            ('what can not be told is said', check_nothing), ('a large stage shows its cuts', check_a_large_stage)]:
            cases.case(name, findings(check, p))
    cases.done()


if __name__ == '__main__':
    main()
