"""Timetables in a ledger that lie, chained and signed perfectly well: both verifiers must refuse each, and take the truth.

    python3 tests/check/test_timetables.py build/debug/src/cmd/leitai
"""
import copy

import test_draws

DEFINITION = '''leitai: 1
id: small
title: {zh: 小赛}
stages:
  - id: open
    title: 报名
    kind: open
  - id: final
    title: 决赛
    from: [open]
    heats: [{id: b, title: 乙}, {id: a, title: 甲}]
    criteria: [{id: plan, title: 方案, min: 0, max: 10, step: 1}]
    scoring:
      steps: [{do: total, as: mean}, {do: combine, rule: mean}]
      tie_end: shared
'''


def at(clock):
    return f'2026-05-02T{clock}:00.000Z'


def slot(entry, heat, start, end):
    return {'entry': entry, 'from': at(start), 'heat': heat, 'until': at(end)}


def span(start, end, heat=None):
    return {'from': at(start), 'until': at(end)} | ({'heat': heat} if heat else {})


def entries():
    return [('entry.accept', {'entry': e, 'profile': '0' * 64}) for e in test_draws.POOL]


def first():
    """The heats stand in the definition's order, b before a; E-044 pitches in both."""
    return {'buffer': 60, 'change': 900, 'stage': 'final', 'version': 1, 'breaks': [span('10:00', '10:30'), span('10:00', '10:30', 'b'),
                                                                                  span('12:00', '13:00', 'a')],
            'open': [span('09:00', '12:00', 'b'), span('13:00', '17:00', 'b'), span('09:00', '12:00', 'a')],
            'slots': [slot('E-031', 'b', '09:00', '09:15'), slot('E-044', 'b', '09:15', '09:30'), slot('E-007', 'a', '09:00', '09:15'),
                      slot('E-012', 'a', '09:20', '09:35'), slot('E-044', 'a', '09:40', '09:55')]}


def drawn():
    """Version 2, heat b in the order of draw 1."""
    hall = test_draws.announce()
    order = test_draws.conclude(hall[1])[1]['order']
    body = first() | {'version': 2, 'reason': '抽签', 'draws': [{'draw': 1, 'heat': 'b'}]}
    body['slots'] = [slot(e, 'b', f'09:{10 + 5 * i}', f'09:{15 + 5 * i}') for i, e in enumerate(order)]
    return [test_draws.commit(), hall, test_draws.conclude(hall[1]), ('timetable.set', body)]


def truth():
    gone = ('entry.withdraw', {'entry': 'E-058', 'moved': [], 'reason': 'r'})
    return [*entries(), ('timetable.set', first()), *drawn(), gone,
            ('timetable.set', {'buffer': 0, 'change': 0, 'slots': [], 'stage': 'final', 'version': 3})]


def changed(change):
    body = first()
    change(body)
    return [*entries(), ('timetable.set', body)]


def redrawn(change):
    story = [*entries(), ('timetable.set', first()), *copy.deepcopy(drawn())]
    change(story[-1][1])
    return story


def swap(slots):
    slots[0]['entry'], slots[1]['entry'] = slots[1]['entry'], slots[0]['entry']


def lies():
    yield 'a version left out', changed(lambda b: b.update(version=2))
    yield 'a version twice', [*entries(), *[('timetable.set', first())] * 2]
    yield 'a stage that is none', changed(lambda b: b.update(stage='semi'))
    yield 'a stage without marks', changed(lambda b: b.update(stage='open', slots=[], open=[span('09:00', '12:00', 'b')]))
    yield 'a heat that is none', changed(lambda b: b['slots'][-1].update(heat='c'))
    yield 'a break in a heat that is none', changed(lambda b: b['breaks'][-1].update(heat='c'))
    yield 'an entry that is none', changed(lambda b: b['slots'][0].update(entry='E-999'))
    yield 'an entry that withdrew', [*entries(), ('entry.withdraw', {'entry': 'E-007', 'moved': [], 'reason': 'r'}), ('timetable.set', first())]
    yield 'an entry twice in a heat', changed(lambda b: b['slots'][1].update(entry='E-031'))
    yield 'two at once', changed(lambda b: b['slots'][1].update({'from': at('09:14')}))
    yield 'an end before its beginning', changed(lambda b: b['slots'][-1].update(until=at('09:30')))
    yield 'an end at its beginning', changed(lambda b: b['slots'][-1].update(until=at('09:40')))
    yield 'slots out of order', changed(lambda b: b['slots'].reverse())
    yield 'heats by name', changed(lambda b: b.update(slots=b['slots'][2:] + b['slots'][:2]))
    yield 'a time that is none', changed(lambda b: b['slots'][0].update({'from': '2026-05-02T09:00:00Z'}))
    yield 'a day that is none', changed(lambda b: b['slots'][-1].update(until='2026-02-30T09:00:00.000Z'))
    yield 'a field too many', changed(lambda b: b['slots'][0].update(colour='red'))
    yield 'a member too many', changed(lambda b: b.update(colour='red'))
    yield 'no buffer', changed(lambda b: b.pop('buffer'))
    yield 'a way of two days', changed(lambda b: b.update(change=172800))
    yield 'an empty list', changed(lambda b: b.update(breaks=[]))
    yield 'an empty reason', changed(lambda b: b.update(reason=''))
    yield 'breaks out of order', changed(lambda b: b['breaks'].reverse())
    yield 'a break twice', changed(lambda b: b['breaks'].insert(0, b['breaks'][0]))
    yield 'hours that overlap', changed(lambda b: b['open'][1].update({'from': at('11:00')}))
    yield 'hours of no heat', changed(lambda b: b['open'][1].pop('heat'))
    yield 'a draw that is none', changed(lambda b: b.update(draws=[{'draw': 1, 'heat': 'b'}]))
    yield 'a draw of no heat', redrawn(lambda b: b['draws'][0].update(heat='c'))
    yield 'a draw twice', redrawn(lambda b: b['draws'].append(b['draws'][0]))
    yield 'an order that was not drawn', redrawn(lambda b: swap(b['slots']))
    announced = drawn()
    yield 'a draw that goes on', [*entries(), *announced[:2], ('timetable.set', first() | {'draws': [{'draw': 1, 'heat': 'b'}]})]
    yield 'a draw that was voided', [*entries(), *announced[:2], ('draw.void', {'draw': 1, 'reason': 'r'}),
                                     ('timetable.set', first() | {'draws': [{'draw': 1, 'heat': 'b'}]})]


if __name__ == '__main__':
    test_draws.main((DEFINITION, [('the truth', truth)], lies))
