"""Floors and panels as docs/floor.md tells them: the part of verify_ledger.py that plays `floor.step` and `panel.seat` again."""
import re
from datetime import datetime, timezone

from ledger_tree import Bad

ID = re.compile(r'[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?\Z')
AXES = ('division', 'region', 'track')
WITH = {'open': 'entries', 'order': 'entries', 'call': 'entry', 'pitch': 'entry', 'questions': 'entry', 'mark': 'entry',
        'lock': 'entry', 'skip': 'entry', 'absent': 'entry', 'return': 'entry', 'extend': 'seconds', 'pause': None,
        'resume': None, 'undo': None}
MOVES = {'call': ({'waiting'}, 'called'), 'pitch': ({'called'}, 'pitching'), 'questions': ({'pitching'}, 'questions'),
         'mark': ({'pitching', 'questions'}, 'marking'), 'lock': ({'marking'}, 'locked'),
         'skip': ({'waiting', 'called'}, 'waiting'), 'absent': ({'waiting', 'called'}, 'absent'), 'return': ({'absent'}, 'waiting')}
STAGE = {'called', 'pitching', 'questions'}
CLOCKS = {'pitch': 'pitch', 'questions': 'questions', 'mark': 'marking'}
UNITS = {'h': 3600, 'min': 60, 's': 1}


def seconds(text):
    """A time span of a definition: "1 h 30 min"; none is 0."""
    return sum(int(n) * UNITS[unit] for n, unit in re.findall(r'(\d+) ?(h|min|s)\b', str(text or '')))


def moment(ts):
    return datetime.strptime(ts, '%Y-%m-%dT%H:%M:%S.%fZ').replace(tzinfo=timezone.utc).timestamp() * 1000 // 1


class Floor:
    """What the steps so far make of it."""

    def __init__(self, limits):
        self.limits = limits
        self.steps, self.past = 0, []
        self.clear()

    def clear(self):
        self.order, self.phase, self.clock = [], {}, None

    def is_open(self):
        return bool(self.phase)

    def is_done(self):
        return self.is_open() and set(self.phase.values()) <= {'locked', 'absent'}

    def waiting(self):
        return [e for e in self.order if self.phase[e] == 'waiting']

    def check(self, action, what):
        early = not self.limits['pitch'] and action in ('questions', 'mark')
        if action == 'open':
            if self.is_open() or len(set(what)) < len(what):
                raise Bad('opens a floor that is open, or with an entry twice')
        elif not self.is_open():
            raise Bad('a step of a floor that is not open')
        elif action == 'order':
            if sorted(what) != sorted(self.waiting()):
                raise Bad('does not order exactly those that wait')
        elif action in ('pause', 'resume'):
            if self.clock is None or (self.clock['paused'] is None) != (action == 'pause'):
                raise Bad(f'{action} without such a clock')
        elif action == 'extend':
            if self.clock is None or not self.clock['limit']:
                raise Bad('extends no clock')
        elif action == 'undo':
            if self.past[-1][0] == 'lock':
                raise Bad('takes back a lock')
        elif self.phase.get(what) not in MOVES[action][0] | ({'called'} if early else set()):
            raise Bad(f'{action} of an entry that is {self.phase.get(what)}')
        elif action == 'call' and (STAGE & set(self.phase.values()) or self.waiting()[0] != what):
            raise Bad('calls an entry while another is on stage, or is next')

    def play(self, action, what, at):
        """The overtime that this step finds, or None."""
        if action == 'open':
            self.order, self.phase, self.clock = list(what), {e: 'waiting' for e in what}, None
        elif action == 'order':
            new = iter(what)
            self.order = [next(new) if self.phase[e] == 'waiting' else e for e in self.order]
        elif action == 'pause':
            self.clock['paused'] = at
        elif action == 'resume':
            self.clock['idle'] += at - self.clock['paused']
            self.clock['paused'] = None
        elif action == 'extend':
            self.clock['extended'] += what
        else:
            return self.move(action, what, at)
        return None

    def move(self, action, entry, at):
        overtime = None
        c = self.clock
        if self.phase[entry] == 'pitching' and c['limit']:
            elapsed = (at if c['paused'] is None else c['paused']) - c['started'] - c['idle']
            overtime = int(min(max(elapsed // 1000 - c['limit'] - c['extended'], 0), 86400))
        self.phase[entry] = MOVES[action][1]
        if action in ('skip', 'return'):
            self.order.remove(entry)
            self.order.append(entry)
        if action in CLOCKS:
            self.clock = {'entry': entry, 'limit': self.limits[CLOCKS[action]], 'extended': 0, 'started': at, 'idle': 0, 'paused': None}
        elif c and c['entry'] == entry:
            self.clock = None
        return overtime

    def take(self, action, what, at):
        self.check(action, what)
        self.steps += 1
        if action != 'undo':
            self.past.append((action, what, at))
            return self.play(action, what, at)
        self.past.pop()
        self.clear()
        for step in self.past:
            self.play(*step)
        return None


class Rooms:
    """What a contest's ledger says of its heats; mixed into verify_ledger.Contest."""

    def __init__(self):
        self.floors, self.panels, self.locks = {}, {}, {}

    def room(self, body):
        stage = next((s for s in self.d['stages'] if s['id'] == body['stage'] and s['kind'] == 'panel'), None)
        heat = stage and next((h for h in stage['heats'] if h['id'] == body['heat']), None)
        if not heat:
            raise Bad('there is no such heat')
        key = (body['stage'], body['heat'])
        if self.stages[body['stage']].closed is not None or key in self.locks:
            raise Bad('after the heat was locked or its stage closed')
        return key, stage, heat

    def floor_step(self, seq, body, r):
        action = body.get('action')
        if action not in WITH:
            raise Bad('is no step of a floor')
        field = WITH[action]
        expected = {'action', 'heat', 'stage', 'step'} | ({field} if field else set())
        if set(body) - {'overtime'} - ({'draw'} if action == 'open' else set()) != expected or not all(isinstance(body[k], str) and ID.match(body[k]) for k in
                                                            expected & {'heat', 'stage', 'entry'}):
            raise Bad('has not the fields of its action')
        if field == 'entries' and (not isinstance(body['entries'], list) or not 1 <= len(body['entries']) <= 2000 or
                                   not all(isinstance(e, str) and ID.match(e) for e in body['entries'])):
            raise Bad('has no list of entries')
        if field == 'seconds' and (type(body['seconds']) is not int or not 1 <= body['seconds'] <= 3600):
            raise Bad('extends by no seconds')
        if 'draw' in body and type(body['draw']) is not int:
            raise Bad('a draw that is no number')
        if type(body['step']) is not int or ('overtime' in body and type(body['overtime']) is not int):
            raise Bad('a number that is none')
        key, stage, heat = self.room(body)
        floor = self.floors.setdefault(key, Floor({'pitch': seconds(heat.get('pitch')), 'questions': seconds(heat.get('questions')),
                                                   'marking': seconds(stage.get('floor', {}).get('marking'))}))
        if body['step'] != floor.steps + 1:
            self.fail(seq, f'is step {body["step"]} after {floor.steps}')
        if action == 'open' and not floor.is_open():
            self.check_opening(seq, stage, heat, body['entries'])
        if 'draw' in body:
            self.check_drawn(seq, body['draw'], body['entries'])
        overtime = floor.take(action, body[field] if field else None, moment(r['ts']))
        if overtime != body.get('overtime'):
            self.fail(seq, f'its overtime is {body.get("overtime")}, by the times {overtime}')

    def heat_of(self, stage, at):
        """The heat that selects the entry; None where the sheets or the floors say."""
        if len(stage['heats']) == 1:
            return stage['heats'][0]['id']
        return next((h['id'] for h in stage['heats'] if any(a in h for a in AXES) and
                     all(at.get(a) == h[a] for a in AXES if a in h)), None)

    def standing(self, stage_id, entry):
        """The heat on whose floor the entry stands."""
        return next((heat for (s, heat), floor in self.floors.items() if s == stage_id and entry in floor.phase), None)

    def check_opening(self, seq, stage, heat, entries):
        for e, at in self.entries.items():
            if not self.comes(stage, e):
                if e in entries:
                    self.fail(seq, f'{e} is on the floor and takes no part')
                continue
            belongs = self.heat_of(stage, at)
            if e in entries and (at['withdrawn'] or belongs not in (None, heat['id']) or
                                 self.standing(stage['id'], e) not in (None, heat['id'])):
                self.fail(seq, f'{e} is on the floor and has withdrawn or belongs elsewhere')
            if e not in entries and not at['withdrawn'] and belongs == heat['id']:
                self.fail(seq, f'{e} is not on the floor of its heat')
        if not set(entries) <= set(self.entries):
            self.fail(seq, 'an entry on the floor was never accepted')

    def check_drawn(self, seq, number, entries):
        """The order of that draw, without those who are not on this floor."""
        order = self.draws[number - 1].get('order') if 0 < number <= len(self.draws) else None
        if order is None:
            self.fail(seq, f'names draw {number}, which has no order')
        elif entries != [e for e in order if e in set(entries)]:
            self.fail(seq, f'its order is not that of draw {number}')

    def panel_seat(self, seq, body, r):
        if set(body) != {'experts', 'heat', 'stage'} or not isinstance(body['experts'], list) or not body['experts']:
            raise Bad('must have {experts, heat, stage}')
        key, stage, _ = self.room(body)
        seats = stage.get('panel')
        for i, expert in enumerate(body['experts']):
            if expert not in self.experts or (seats and self.experts[expert] not in seats):
                raise Bad(f'seats {expert}, who may not sit there')
            if self.has_left(expert, seq):
                raise Bad(f'seats {expert}, who left')
            if i and body['experts'][i - 1].encode() >= expert.encode():
                raise Bad('its experts are not in order')
        self.panels.setdefault(key, []).append((seq, set(body['experts'])))

    def check_room(self, stage, versions):
        """Versions of one opened sheet, in order, against floors and panels."""
        official = {c['id'] for c in stage['criteria'] if c.get('by') == 'official'}
        for i, (_, of, sheet) in enumerate(versions):
            if self.has_left(sheet['expert'], of):
                self.fail(of, f'is a sheet of {sheet["expert"]}, who left before')
            if self.standing(stage['id'], sheet['entry']) not in (None, sheet['heat']):
                self.fail(of, 'marks an entry that stands on the floor of another heat')
            if not sheet['recused'] and sheet['marks'] and set(sheet['marks']) <= official:
                continue
            until = versions[i + 1][1] if i + 1 < len(versions) else None
            then = None
            for seq, experts in self.panels.get((stage['id'], sheet['heat']), []):
                if seq < of:
                    then = experts
                elif (until is None or seq < until) and sheet['expert'] not in experts and \
                        not self.has_left(sheet['expert'], seq):
                    self.fail(seq, f'leaves out {sheet["expert"]}, who has marked there')
            if then is not None and self.panel_left(then, of) and sheet['expert'] not in then:
                self.fail(of, f'{sheet["expert"]} marks and does not sit on the panel')
