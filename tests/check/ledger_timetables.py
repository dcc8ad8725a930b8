"""Timetables of stages: the part of verify_ledger.py that holds `timetable.set`, from docs/ledger.md alone."""
import re

from ledger_floor import moment
from ledger_form import ID, KINDS, fields
from ledger_tree import Bad

TIME = re.compile(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\Z', re.ASCII)
DAY = 86400


def times(item):
    """From and until, as text: UTC with milliseconds sorts as the times do."""
    for key in ('from', 'until'):
        if not TIME.match(item[key]):
            raise Bad('a time that is none')
        moment(item[key])
    if item['from'] >= item['until']:
        raise Bad('something that ends before it begins')
    return item['from'], item['until']


class Timetables:
    """What a contest's ledger says of who pitches when; mixed into verify_ledger.Contest."""

    def __init__(self):
        self.timetables = {}  # stage: newest version

    def timetable_set(self, seq, body, r):
        fields(body, {'buffer': 'i', 'change': 'i', 'slots': 'a', 'stage': 'd', 'version': 'i'},
               {'breaks': 'a', 'draws': 'a', 'open': 'a', 'reason': 's'})
        if max(body['buffer'], body['change']) > DAY or len(body['slots']) > 10000:
            raise Bad('a buffer, a way or a list that is too long')
        if any(key in body and not body[key] for key in ('breaks', 'draws', 'open', 'reason')):
            raise Bad('a list or a reason that is there and empty')
        stage = self.panel_stage_of(body)
        before = self.timetables.get(stage['id'], 0)
        self.timetables[stage['id']] = body['version']
        if body['version'] != before + 1:
            self.fail(seq, f'version {body["version"]} of a timetable after version {before}')
        if self.stages[stage['id']].closed is not None:
            self.fail(seq, 'a timetable after the close of its stage')
        heats = [h['id'] for h in stage['heats']]
        self.check_slots(body['slots'], heats)
        for item in body.get('breaks', []):
            fields(item, {'from': 's', 'until': 's'}, {'heat': 'd'})
        breaks = [(*times(b), heats.index(b['heat']) + 1 if 'heat' in b else 0) for b in body.get('breaks', [])]
        if len(breaks) > 2000 or any(a >= b for a, b in zip(breaks, breaks[1:])):
            raise Bad('breaks twice, or out of order')
        self.check_open(body.get('open', []), heats)
        self.check_slots_drawn(body, heats)

    def check_slots(self, slots, heats):
        seen, last = set(), None
        for slot in slots:
            fields(slot, {'entry': 'd', 'from': 's', 'heat': 'd', 'until': 's'})
            start, end = times(slot)
            entry = self.entries.get(slot['entry'])
            if entry is None or entry['withdrawn']:
                raise Bad(f'a slot of entry {slot["entry"]}, which is not in')
            if (slot['heat'], slot['entry']) in seen:
                raise Bad(f'entry {slot["entry"]} twice in a heat')
            seen.add((slot['heat'], slot['entry']))
            place = heats.index(slot['heat'])
            if last and (place < last[0] or place == last[0] and start < last[1]):
                raise Bad('slots that overlap, or stand out of order')
            last = place, end

    @staticmethod
    def check_open(spans, heats):
        last = None
        for span in spans:
            fields(span, {'from': 's', 'heat': 'd', 'until': 's'})
            start, end = times(span)
            place = heats.index(span['heat'])
            if last and (place < last[0] or place == last[0] and start < last[1]):
                raise Bad('hours that overlap, or stand out of order')
            last = place, end
        if len(spans) > 2000:
            raise Bad('too many hours')

    def check_slots_drawn(self, body, heats):
        last = -1
        for said in body.get('draws', []):
            if set(said) != {'draw', 'heat'} or not KINDS['i'](said['draw']) or not ID.match(said['heat']):
                raise Bad('a draw that is none')
            place = heats.index(said['heat'])
            if place <= last:
                raise Bad('draws twice, or out of order')
            last = place
            order = self.draws[said['draw'] - 1].get('order') if 0 < said['draw'] <= len(self.draws) else None
            if order is None:
                raise Bad(f'draw {said["draw"]} was not concluded')
            left = iter(order)
            if not all(slot['entry'] in left for slot in body['slots'] if slot['heat'] == said['heat']):
                raise Bad(f'heat {said["heat"]} does not stand in the order of draw {said["draw"]}')
