"""A second ledger verifier, written from docs/ledger.md alone: plain Python, nothing shared with the program.

    python3 tests/check/verify_ledger.py DIR... [--key VKEY]

Checks form, chain, tree, checkpoints and signatures (its own Ed25519), commitments, amendments, closings,
deliberations, and recomputes every published result and every move with shadow_tally.py. Needs PyYAML
(Debian: python3-yaml). Exit 0: everything holds; 1: a line a failed check.
"""
import json
import os
import re
import sys
from datetime import datetime
from fractions import Fraction

import yaml

import shadow_severity
import shadow_tally
from ed25519 import signature_holds
from ledger_assign import Assignments
from ledger_ballots import deliberate
from ledger_closing import Closing
from ledger_conflicts import Conflicts
from ledger_draws import Draws
from ledger_floor import Rooms
from ledger_form import HEX, ID, KINDS, fields, ids
from ledger_pool import Pool
from ledger_timetables import Timetables
from ledger_tree import Bad, Key, Tree, base64_bytes, leaf, sha

PUBLIC = {'ledger.open', 'contest.define', 'entry.accept', 'expert.seat',
          'expert.invite', 'expert.decline', 'expert.leave', 'stage.close', 'reveal', 'result.publish',
          'entry.withdraw', 'key.rotate', 'role.grant', 'role.revoke', 'link.make', 'link.revoke',
          'key.enrol', 'floor.step', 'panel.seat', 'heat.lock', 'heat.sign', 'score.show', 'sample.open',
          'draw.commit', 'draw.announce', 'draw.conclude', 'draw.void', 'timetable.set'}
SEALED = {'sheet.submit', 'sheet.amend', 'panel.assign', 'tie.open', 'tie.vote', 'tie.deliberate', 'award.grant', 'conflict.rule'}
LIMIT = 16 << 20
NAME = re.compile(r'[ !#-\[\]-~]{1,128}\Z')
KEY = re.compile(r'[A-Za-z0-9._-]+\Z')
TIME = re.compile(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\Z', re.ASCII)


# ---- lines

def pairs(items):
    keys = [k for k, _ in items]
    if len(set(keys)) < len(keys) or not all(KEY.match(k) for k in keys):
        raise Bad('a key twice, or one that is not allowed')
    return dict(items)


def whole(text):
    value = int(text)
    if abs(value) >= 2 ** 53:
        raise Bad('an integer out of range')
    return value


def no_float(text):
    raise Bad('a number that is no integer')


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(',', ':'), ensure_ascii=False)


def parse(line):
    try:
        text = line.decode('utf-8')
        value = json.loads(text, object_pairs_hook=pairs, parse_int=whole, parse_float=no_float, parse_constant=no_float)
        same = canonical(value).encode('utf-8') == line
    except (UnicodeError, ValueError, RecursionError):
        raise Bad('not JSON in UTF-8') from None
    if not same or '\\u0000' in text:
        raise Bad('not canonical')
    return value


def time_of(text):
    if not isinstance(text, str) or not TIME.match(text):
        raise Bad('not a time')
    try:
        datetime.strptime(text, '%Y-%m-%dT%H:%M:%S.%fZ')
    except ValueError:
        raise Bad('not a time') from None
    return text


def read_record(line):
    if len(line) > LIMIT:
        raise Bad('the line is too long')
    r = parse(line)
    if not isinstance(r, dict):
        raise Bad('not a record')
    sealed = 'commit' in r
    expected = {'v', 'seq', 'ts', 'type', 'contest', 'actor', 'req', 'prev', 'commit' if sealed else 'body'}
    if set(r) != expected or r['v'] is not True and r['v'] != 1 or isinstance(r['v'], bool):
        raise Bad('not the fields of a record')
    for key in ('actor', 'req'):
        if not isinstance(r[key], str) or not NAME.match(r[key]):
            raise Bad(f'{key} is no name')
    for key in ('contest',):
        if not isinstance(r[key], str) or not ID.match(r[key]):
            raise Bad(f'{key} is no id')
    for key in ('prev', 'commit') if sealed else ('prev',):
        if not isinstance(r[key], str) or not HEX.match(r[key]):
            raise Bad(f'{key} is no hash')
    if not isinstance(r['seq'], int) or isinstance(r['seq'], bool) or r['seq'] < 0:
        raise Bad('seq is no number')
    time_of(r['ts'])
    if r['type'] not in (SEALED if sealed else PUBLIC):
        raise Bad('not a known type, or sealed where it is public')
    if not sealed and not isinstance(r['body'], dict):
        raise Bad('the body is no object')
    return r


# ---- the definition

AXES = ('division', 'region', 'track')


def read_definition(text):
    try:
        d = yaml.safe_load(text)
        for s in d['stages']:
            s.setdefault('kind', 'panel')
            if s['kind'] == 'panel':
                complete_stage(d, s)
    except (yaml.YAMLError, KeyError, TypeError, AttributeError):
        raise Bad('the definition can not be read') from None
    return d


def complete_stage(d, s):
    heats = s.get('heats') or [{'id': 'main'}]
    if isinstance(heats, dict):
        timed = {k: heats[k] for k in ('pitch', 'questions') if k in heats}
        heats = [{'id': label['id'], heats['by']: label['id'], **timed} for label in d[heats['by'] + 's']]
    s['heats'] = heats
    for c in s['criteria']:
        c.setdefault('min', 0)
        c.setdefault('step', 1)
    for step in s['scoring']['steps']:
        if 'round' in step:
            step['round'].setdefault('mode', 'half-up')
        if step['do'] in ('total', 'sum', 'carry'):
            step.setdefault('as', 'sum')


def feeds(d, source, target):
    """Stage `source` sends entries to `target`, directly or through open stages."""
    for f in target.get('from', []):
        if f == source['id'] or (stage_of(d, f)['kind'] == 'open' and feeds(d, source, stage_of(d, f))):
            return True
    return False


def stage_of(d, stage_id):
    for s in d['stages']:
        if s['id'] == stage_id:
            return s
    raise Bad(f'there is no stage {stage_id}')


def panel_stage(d, stage_id):
    s = stage_of(d, stage_id)
    if s['kind'] != 'panel':
        raise Bad(f'nothing is marked in stage {stage_id}')
    return s


# ---- results

class Ranker(shadow_tally.Ranker):
    """The same order; scores are grouped once, because thousands of entries may be ranked."""

    def order(self, entries):
        groups = {}
        for e in entries:
            groups.setdefault(self.count.scores[e], []).append(e)
        return [run for value in sorted(groups, reverse=not self.stage.low) for run in self.part(sorted(groups[value]), 0)]


def compute(contest, stage_id, rows, listed, carried, decisions, grants):
    """The body of result.publish, and whether anything awaits a deliberation."""
    c = shadow_tally.prepare(contest, stage_id, rows, listed, carried)
    stage, ranker = c.stage, Ranker(c, decisions)
    within = stage.within
    names = [''] if within == 'stage' else \
        [h['id'] for h in stage.heats] if within == 'heat' else [x['id'] for x in contest[within + 's']]
    if within != 'stage' and any(e.get(within) is None for e in c.entries.values()):
        names.append('')
    places, lists = {}, []
    for name in names:
        mine = [e for e, at in c.entries.items() if c.state(e) == 'ok' and not at['withdrawn'] and
                (within == 'stage' or (at.get(within) or '') == name)]
        lists.append((name, []))
        for run in ranker.order(mine):
            at = len(lists[-1][1])
            for e in run:
                places[e] = (name, at + 1)
            lists[-1][1].extend(run)
    cutter = shadow_tally.Cutter(c, ranker, places, decisions)
    fate, ties, _ = cutter.fill(False)
    before = cutter.fill(True)[0] if any(e['withdrawn'] for e in c.entries.values()) else fate
    by_rank, award_ties = cutter.awards()

    def row(e):
        ok = c.state(e) == 'ok'
        f = ('withdrawn', -1, 0) if c.entries[e]['withdrawn'] else fate.get(e, ('out', -1, 0))
        through = ('advance', 'wild-card')
        beside = {'raw': int(shadow_tally.rounded(c.raw_mean(e), 4, 'half-up')) if ok else None} if stage.beside_raw() else {}
        return {'entry': e, 'exact': shadow_tally.text(c.scores[e]) if ok else None, 'fate': f[0], **beside,
                'own': shadow_tally.text(c.own[e]) if ok else None,
                'promoted': f[0] in through and before.get(e, ('out',))[0] not in through, 'quota': f[1],
                'rank': places[e][1] if e in places else 0, 'reserve': f[2],
                'score': int(shadow_tally.rounded(c.scores[e], 4, 'half-up')) if ok else None,
                'sheets': len(c.experts[e])}

    awards = [a['id'] for a in stage.d.get('awards', [])]
    chosen = [(a, e) for a, e in grants if not c.entries[e]['withdrawn']]
    given = sorted(by_rank + chosen, key=lambda g: awards.index(g[0]))
    body = {'awards': [{'award': a, 'entry': e} for a, e in given],
            'lists': [{'list': name, 'rows': [row(e) for e in order]} for name, order in lists],
            'stage': stage_id, 'unranked': [row(e) for e in c.entries if e not in places]}
    return body, bool(ties or award_ties)


def rows_of(body):
    return [row for part in body['lists'] for row in part['rows']] + body['unranked']


class StageState:
    def __init__(self):
        self.closed = self.published = None
        self.sheets = 0
        self.versions, self.rulings, self.moved = {}, [], []
        self.body = None


class Contest(Rooms, Closing, Draws, Assignments, Pool, Conflicts, Timetables):
    """What the ledger says so far."""

    def __init__(self, verifier):
        Rooms.__init__(self)
        Closing.__init__(self)
        Draws.__init__(self)
        Assignments.__init__(self)
        Pool.__init__(self)
        Conflicts.__init__(self)
        Timetables.__init__(self)
        self.verifier = verifier
        self.d, self.stages = None, {}
        self.entries, self.experts, self.seals = {}, {}, {}
        self.results = 0
        self.roles, self.links = set(), {}
        self.devices, self.signed = {}, [0, 0]

    def fail(self, seq, why):
        self.verifier.fail(f'record {seq}: {why}')

    def take(self, r):
        self.watch(r)
        if 'commit' in r:
            self.seals[r['seq']] = {'commit': r['commit'], 'type': r['type'], 'opened': False, 'replaced': False}
            return
        try:
            if self.d is None and r['type'] not in ('contest.define', 'ledger.open', 'key.rotate'):
                raise Bad('comes before the contest is defined')
            take = getattr(self, r['type'].replace('.', '_'), None)
            if take:
                take(r['seq'], r['body'], r)
        except (Bad, shadow_severity.Unformed) as bad:
            self.fail(r['seq'], bad)
        except (KeyError, TypeError, ValueError, IndexError, ZeroDivisionError, StopIteration, AttributeError) as error:
            self.fail(r['seq'], f'can not be understood: {error!r}')

    def contest_define(self, seq, body, r):
        fields(body, {'definition': 's'})
        if any(s.closed is not None for s in self.stages.values()):
            raise Bad('the definition changes after a stage was closed')
        if self.floors:
            self.fail(seq, 'the definition changes after a floor was opened')
        self.d = read_definition(body['definition'])
        self.text = body['definition']
        if self.d['id'] != r['contest']:
            raise Bad("another contest's definition")
        self.stages = {s['id']: StageState() for s in self.d['stages']}

    def label(self, body, key, labels):
        if key in body and body[key] not in [x['id'] for x in self.d.get(labels, [])]:
            raise Bad(f'there is no {key} {body[key]}')

    def entry_accept(self, seq, body, r):
        fields(body, {'entry': 'd', 'profile': 'h'}, {axis: 'd' for axis in AXES})
        for axis in AXES:
            self.label(body, axis, axis + 's')
        if body['entry'] in self.entries:
            raise Bad('was accepted before')
        if any(s.closed is not None for s in self.stages.values()):
            self.fail(seq, 'accepts an entry after a stage was closed')
        self.entries[body['entry']] = {**{a: body[a] for a in AXES if a in body}, 'withdrawn': False}

    def expert_seat(self, seq, body, r):
        fields(body, {'expert': 'd', 'profile': 'h'}, {'class': 'd'})
        self.label(body, 'class', 'classes')
        if body['expert'] in self.experts:
            raise Bad('was seated before')
        self.check_seat(body)
        self.experts[body['expert']] = body.get('class')

    def seated(self, body):
        if 'expert' in body and body['expert'] not in self.experts:
            raise Bad('names an expert who was never seated')

    def role_grant(self, seq, body, r):
        fields(body, {'account': 'd', 'role': 'd'}, {'expert': 'd'})
        self.seated(body)
        role = (body['account'], body['role'])
        if role in self.roles:
            raise Bad('the account has the role')
        self.roles.add(role)

    def role_revoke(self, seq, body, r):
        fields(body, {'account': 'd', 'role': 'd'})
        role = (body['account'], body['role'])
        if role not in self.roles:
            raise Bad('the account has not the role')
        self.roles.remove(role)

    def link_make(self, seq, body, r):
        fields(body, {'expires': 's', 'link': 'd', 'role': 'd'}, {'expert': 'd', 'heat': 'd', 'stage': 'd'})
        if body['role'] == 'candidate':
            self.invited_before(body)
        else:
            self.seated(body)
        if 'stage' in body:
            stage_of(self.d, body['stage'])
        if body['link'] in self.links:
            raise Bad('the link was made before')
        self.links[body['link']] = True

    def link_revoke(self, seq, body, r):
        fields(body, {'link': 'd'})
        if not self.links.get(body['link']):
            raise Bad('no such link stands')
        self.links[body['link']] = False

    def stage_close(self, seq, body, r):
        fields(body, {'sheets': 'i', 'stage': 'd'}, {'supervisor': 's'})
        stage = panel_stage(self.d, body['stage'])
        state = self.stages[stage['id']]
        if state.closed is not None:
            raise Bad('was closed before')
        state.closed, state.sheets = seq, body['sheets']
        if stage.get('supervised') and not body.get('supervisor'):
            self.fail(seq, 'closed without a supervisor')
        self.check_close(seq, stage, body)
        for s in self.d['stages']:
            if s['kind'] == 'panel' and feeds(self.d, s, stage) and self.stages[s['id']].published is None:
                self.fail(seq, f'its source {s["id"]} is not published')

    def reveal(self, seq, body, r):
        fields(body, {'body': 'o', 'of': 'i', 'salt': 'h'})
        seal = self.seals.get(body['of'])
        if seal is None:
            raise Bad(f'record {body["of"]} has no commitment to open')
        if sha((body['salt'] + '.' + canonical(body['body'])).encode()).hex() != seal['commit']:
            raise Bad(f'is not what record {body["of"]} committed to')
        if seal['opened']:
            raise Bad(f'record {body["of"]} was opened before')
        seal['opened'] = True
        if seal['type'] == 'conflict.rule':
            self.open_ruling(seq, body['of'], body['body'])
            return
        stage = panel_stage(self.d, body['body'].get('stage'))
        state = self.stages[stage['id']]
        if state.closed is None or state.published is not None:
            raise Bad('opens content of a stage that is not closed, or published')
        opener = getattr(self, 'open_' + seal['type'].split('.')[0])
        opener(body['of'], body['body'], seal, stage, state)

    def open_sheet(self, of, sheet, seal, stage, state):
        amends = seal['type'] == 'sheet.amend'
        fields(sheet, {'entry': 'd', 'expert': 'd', 'heat': 'd', 'marks': 'o', 'recused': 'b', 'stage': 'd', 'version': 'i',
                       **({'replaces': 'i'} if amends else {})}, {'remark': 'h', 'signed': 'o'})
        if (sheet['version'] < 2) if amends else (sheet['version'] != 1):
            raise Bad('has the wrong version')
        if sheet['entry'] not in self.entries or (sheet['expert'] not in self.experts and sheet['expert'] != 'official'):
            raise Bad('names an unknown entry or expert')
        criteria = {c['id']: c for c in stage['criteria']}
        for name, mark in sheet['marks'].items():
            if name not in criteria or not KINDS['i'](abs(mark) if isinstance(mark, int) else mark):
                raise Bad(f'has a mark for {name}')
            low, high, step = (shadow_tally.units(criteria[name][k]) for k in ('min', 'max', 'step'))
            if not low <= mark <= high or (mark - low) % step:
                raise Bad(f'has a mark for {name} that is not allowed')
        self.check_signature(of, sheet)
        if amends and self.seals.get(sheet['replaces'], {}).get('type', '').startswith('sheet.') and sheet['replaces'] < of:
            self.seals[sheet['replaces']]['replaced'] = True
        state.versions.setdefault((sheet['entry'], sheet['expert']), []).append((sheet['version'], of, sheet))

    def key_enrol(self, seq, body, r):
        fields(body, {'expert': 'd', 'key': 's'}, {'link': 'd'})
        self.seated(body)
        if len(base64_bytes(body['key'])) != 32:
            raise Bad('a key that is none')
        if body['key'] in self.devices:
            raise Bad('enrols a key that was enrolled before')
        if 'link' in body and not self.links.get(body['link']):
            raise Bad('names a link that does not stand')
        self.devices[body['key']] = (body['expert'], seq)

    def check_signature(self, of, sheet):
        """What the expert's device signed is rebuilt from what the sheet says."""
        seal = sheet.get('signed')
        self.signed[seal is None] += 1
        if seal is None:
            return
        fields(seal, {'base': 'i', 'draft': 'd', 'key': 's', 'signature': 's'})
        expert, since = self.devices.get(seal['key'], (None, of))
        if since >= of:
            raise Bad(f'record {of} is signed by a key that was not enrolled before')
        if expert != sheet['expert'] or seal['base'] != sheet['version'] - 1:
            raise Bad(f'record {of} is signed for another expert or version')
        text = canonical({'base': seal['base'], 'contest': self.d['id'], 'draft': seal['draft'], 'entry': sheet['entry'],
                          'expert': expert, 'heat': sheet['heat'], 'marks': sheet['marks'], 'recused': sheet['recused'],
                          'stage': sheet['stage']})
        if not signature_holds(base64_bytes(seal['key']), f'leitai-sheet/1\n{text}'.encode(), base64_bytes(seal['signature'])):
            raise Bad(f'the signature of record {of} does not hold')

    def panel_stage_of(self, body):
        return panel_stage(self.d, body['stage'])

    def open_tie(self, of, body, seal, stage, state):
        if seal['type'] != 'tie.deliberate':
            self.open_ballot(of, body, seal, stage, state)
            return
        fields(body, {'entries': 'a', 'outcome': 'a', 'places': 'i', 'reason': 's', 'rule': 's', 'stage': 'd', 'votes': 'a'},
               {'supervisor': 's'})
        entries, outcome = ids(body['entries'], 2), ids(body['outcome'], 2)
        if sorted(entries) != sorted(outcome) or len(set(entries)) < len(entries):
            raise Bad('orders other entries than the tied ones')
        if of < state.closed:
            raise Bad('was decided before the close')
        if stage.get('supervised') and not body.get('supervisor'):
            raise Bad('has no supervisor')
        rule = stage.get('deliberation', 'majority')
        ballots, voters = [], set()
        for vote in body['votes']:
            fields(vote, {'expert': 'd', 'order': 'a'})
            order = ids(vote['order'], 1)
            if vote['expert'] not in self.experts or vote['expert'] in voters or not set(order) <= set(entries) or \
                    len(set(order)) < len(order):
                raise Bad('a vote is not by a seated expert, or not an order of the tied entries')
            voters.add(vote['expert'])
            ballots.append(order)
        if body['rule'] != rule or ballots and deliberate(rule, ballots, entries) != outcome:
            raise Bad('the votes, recounted, give another outcome')
        state.rulings.append((of, 'tie', outcome))
        self.ballots.setdefault(stage['id'], []).append((of, seal['type'], body))

    def open_award(self, of, body, seal, stage, state):
        fields(body, {'award': 'd', 'entry': 'd', 'reason': 's', 'stage': 'd'})
        if of < state.closed:
            raise Bad('was decided before the close')
        award = [a for a in stage.get('awards', []) if a['id'] == body['award'] and a['by'] == 'jury']
        if not award or body['entry'] not in self.entries:
            raise Bad('grants an unknown award or to an unknown entry')
        state.rulings.append((of, 'grant', (body['award'], body['entry'])))

    # ---- recounting

    def sends(self, stage_id, entry):
        stage = stage_of(self.d, stage_id)
        if stage['kind'] == 'open':
            return self.comes(stage, entry)
        state = self.stages[stage_id]
        return state.body is not None and (entry in state.moved or any(
            row['entry'] == entry and row['fate'] in ('advance', 'wild-card') for row in state.by_entry.get(entry, [])))

    def comes(self, stage, entry):
        sources = stage.get('from', [])
        return not sources or any(self.sends(f, entry) for f in sources)

    def sheet_rows(self, seq, stage, state):
        rows, sheets = [], 0
        for (entry, expert), versions in sorted(state.versions.items()):
            versions.sort(key=lambda v: v[:2])
            for i, (version, of, sheet) in enumerate(versions):
                follows = version == 1 if i == 0 else \
                    version == versions[i - 1][0] + 1 and sheet.get('replaces') == versions[i - 1][1] < of
                if not follows or of > state.closed:
                    self.fail(of, 'a sheet after the close, or a version that does not follow')
                self.check_conflict(stage, of, sheet)
            self.check_room(stage, versions)
            sheet, sheets = self.counted(stage, state, versions[-1][2]), sheets + 1
            klass = self.experts.get(expert)
            at = {'entry': entry, 'expert': f'{klass}:{expert}' if klass else expert, 'heat': sheet['heat']}
            if sheet['recused']:
                rows.append({**at, 'criterion': '*', 'mark': 'recused'})
            rows += [{**at, 'criterion': k, 'mark': str(Fraction(v, shadow_tally.UNIT))} for k, v in sheet['marks'].items()]
        if sheets != state.sheets:
            self.fail(seq, f'{sheets} sheets are opened, {state.sheets} were closed')
        return rows

    def check_roster(self, stage, state, listed):
        heats = {h['id']: h for h in stage['heats']}
        selecting = any(a in h for h in stage['heats'] for a in AXES)
        seen = {}
        for (entry, expert), versions in state.versions.items():
            heat = versions[-1][2]['heat']
            if entry not in listed:
                raise Bad(f'entry {entry} has a sheet and takes no part')
            if heat not in heats or seen.setdefault(entry, heat) != heat:
                raise Bad(f'entry {entry} is marked in a heat where it does not stand')
            fits = [h['id'] for h in stage['heats'] if all(listed[entry].get(a) == h[a] for a in AXES if a in h) and
                    (any(a in h for a in AXES) or len(heats) == 1)]
            if selecting and fits and fits[0] != heat:
                raise Bad(f'entry {entry} is marked in a heat where it does not stand')

    def recompute(self, seq, stage_id):
        stage, state = stage_of(self.d, stage_id), self.stages[stage_id]
        listed = {e: dict(at) for e, at in self.entries.items() if self.comes(stage, e)}
        for e, at in listed.items():
            at['left'] = at['withdrawn'] and state.body is not None and e not in state.gone
            at['withdrawn'] = at['withdrawn'] and not at['left']
        rows = self.sheet_rows(seq, stage, state)
        self.check_roster(stage, state, listed)
        carried = {}
        for other, s in self.stages.items():
            if s.body is not None and other != stage_id:
                carried.update({(row['entry'], other): Fraction(row['own']) for row in rows_of(s.body) if row['own']})
        rulings = sorted(state.rulings)
        grants = [what for _, kind, what in rulings if kind == 'grant']
        heats = {e: at['heat'] for e, at in shadow_tally.seat(shadow_tally.Stage(self.d, stage_id), rows, listed).items()}
        for award in stage.get('awards', []):
            mine = [e for a, e in grants if a == award['id'] and not self.entries[e]['withdrawn']]
            per = award.get('per')
            values = [listed[e].get(per) if per else None for e in mine]
            if any(values.count(v) > award['places'] for v in values):
                raise Bad('the jury chose too many')
            if len(set(mine)) < len(mine):
                raise Bad('the jury chose an entry twice')
            if any(listed[e].get(a) != award[a] for e in mine for a in AXES if a in award) or \
                    any(heats.get(e) != award['heat'] for e in mine if 'heat' in award):
                raise Bad('the jury chose an entry that the award does not select')
        if any(e not in listed for _, kind, what in rulings for e in (what if kind == 'tie' else [what[1]])):
            raise Bad('a decision names an entry that takes no part')
        return compute(self.d, stage_id, rows, listed, carried, [w for _, k, w in rulings if k == 'tie'], grants)

    def result_publish(self, seq, body, r):
        stage = panel_stage(self.d, body.get('stage'))
        state = self.stages[stage['id']]
        if state.closed is None or state.published is not None:
            raise Bad('publishes a stage that is not closed, or published before')
        state.published = seq
        try:
            again, stuck = self.recompute(seq, stage['id'])
        finally:
            state.body, state.by_entry = body, {}
            state.gone = {e for e, at in self.entries.items() if at['withdrawn']}
            for row in rows_of(body):
                state.by_entry.setdefault(row['entry'], []).append(row)
        self.check_closing(seq, stage, state, again)
        if stuck:
            raise Bad('is published while a tie awaits deliberation')
        if canonical(again) != canonical(body):
            raise Bad('the result, recomputed, is another')
        self.results += 1

    def entry_withdraw(self, seq, body, r):
        fields(body, {'entry': 'd', 'moved': 'a', 'reason': 's'})
        if body['entry'] not in self.entries or self.entries[body['entry']]['withdrawn']:
            raise Bad('withdraws an entry that is not there')
        self.entries[body['entry']]['withdrawn'] = True
        self.withdrawals.append((seq, body['entry']))
        moved = []
        for stage in self.d['stages']:
            state = self.stages[stage['id']]
            fed = [t for t in self.d['stages'] if t['kind'] == 'panel' and feeds(self.d, stage, t)]
            if state.body is None or not stage.get('advance', {}).get('quotas') or \
                    any(self.stages[t['id']].closed is not None for t in fed):
                continue
            now, _ = self.recompute(seq, stage['id'])
            for row in sorted(rows_of(now), key=lambda row: row['entry'].encode()):
                if row['fate'] in ('advance', 'wild-card') and not self.sends(stage['id'], row['entry']):
                    moved.append({'entry': row['entry'], 'stage': stage['id']})
        if moved != body['moved']:
            self.fail(seq, 'others move up, recomputed')
        for m in body['moved']:
            self.stages[m['stage']].moved.append(m['entry'])

    def end(self):
        if self.d is None or any(s['kind'] == 'panel' and self.stages[s['id']].published is None for s in self.d['stages']):
            return
        for seq, seal in self.seals.items():
            if not seal['opened'] and not seal['replaced']:
                self.fail(seq, 'sealed and never opened')


# ---- one export

class Verifier:
    def __init__(self, folder, trusted):
        self.folder, self.trusted = folder, trusted
        self.failures = []
        self.keys, self.tree, self.roots = [], Tree(), {}
        self.origin = self.contest_id = None
        self.contest = Contest(self)

    def fail(self, text):
        self.failures.append(text)

    def file(self, name):
        path = os.path.join(self.folder, name)
        if not os.path.exists(path):
            return None
        with open(path, 'rb') as f:
            return f.read()

    def lines(self):
        lines = self.file('ledger.jsonl').split(b'\n')
        if lines.pop() != b'':
            self.fail(f'record {len(lines)}: its line is cut off')
        if not lines:
            self.fail('record 0: the ledger is empty')
        prev, ts, intact = '0' * 64, '', True
        for seq, line in enumerate(lines):
            try:
                r = read_record(line)
                if r['seq'] != seq or r['prev'] != prev or r['ts'] < ts:
                    raise Bad('seq, prev or ts does not follow the record before')
                self.contest_id = self.contest_id or r['contest']
                if r['contest'] != self.contest_id:
                    self.fail(f'record {seq}: is of another contest')
                ts = r['ts']
                if intact:
                    self.keys_of(seq, r)
                    self.contest.take(r)
            except Bad as bad:
                self.fail(f'record {seq}: {bad}')
                intact = False
            prev = sha(line).hex()
            self.tree.append(leaf(line))
            self.roots[seq + 1] = self.tree.root() if seq + 1 in self.sizes else None
        if intact:
            self.contest.end()

    def keys_of(self, seq, r):
        try:
            if (r['type'] == 'ledger.open') != (seq == 0):
                raise Bad('ledger.open must be the first record and no other')
            if seq == 0:
                fields(r['body'], {'key': 's', 'origin': 's'})
                host, _, contest = r['body']['origin'].rpartition('/')
                if not host or contest != r['contest']:
                    raise Bad('the origin is not <host>/<contest>')
                self.origin = r['body']['origin']
                self.keys.append((seq, Key(r['body']['key'])))
            elif r['type'] == 'key.rotate':
                fields(r['body'], {'key': 's', 'signature': 's'})
                message = f'{self.origin}\n{r["body"]["key"]}\n'.encode()
                key = Key(r['body']['key'])
                if not signature_holds(self.keys[-1][1].public, message, base64_bytes(r['body']['signature'])):
                    raise Bad('the old key did not sign the new one')
                self.keys.append((seq, key))
        except Bad as bad:
            self.fail(f'record {seq}: {bad}')

    def read_notes(self):
        """Notes are two blocks each, with a blank line between all blocks."""
        blocks = (self.file('checkpoints.txt') or b'').decode('utf-8', 'surrogateescape')
        blocks = blocks.removesuffix('\n').split('\n\n') if blocks else []
        self.notes = []
        for i in range(0, len(blocks), 2):
            try:
                text = blocks[i].split('\n')
                if i + 1 == len(blocks) or len(text) != 3:
                    raise Bad('not three lines and signatures')
                if not re.match(r'(0|[1-9][0-9]{0,15})\Z', text[1]):
                    raise Bad('no size')
                if len(base64_bytes(text[2])) != 32:
                    raise Bad('no root')
                self.notes.append((int(text[1]), i // 2 + 1, text, blocks[i + 1].split('\n')))
            except Bad as bad:
                self.fail(f'checkpoint {i // 2 + 1}: {bad}')
        self.notes.sort(key=lambda n: n[:2])
        self.sizes = {n[0] for n in self.notes}

    def signers(self, text, signatures):
        """Which keys signed; a known key's wrong signature is a failure."""
        message, good = ('\n'.join(text) + '\n').encode('utf-8', 'surrogateescape'), set()
        for line in signatures:
            m = re.match('— ([^ +]+) ([^ ]+)\\Z', line)
            if not m:
                raise Bad('a signature line that is none')
            blob = base64_bytes(m[2])
            for k, (_, key) in enumerate(self.keys):
                if m[1] == key.name and blob[:4] == key.id:
                    if not signature_holds(key.public, message, blob[4:]):
                        raise Bad(f'the signature of {key.name} does not hold')
                    good.add(k)
        return good

    def check_notes(self):
        covered, rotated = 0, 0
        if self.trusted and not any(self.trusted.same(key) for _, key in self.keys):
            self.fail("record 0: the trusted key is none of this ledger's")
        if not self.keys:
            self.fail('checkpoints: no key')
            return
        for size, number, text, signatures in self.notes:
            try:
                good = self.signers(text, signatures)
                k = max(i for i, (since, _) in enumerate(self.keys) if since < size or i == 0)
                if any(i - 1 not in good for i in range(rotated + 1, k + 1)):
                    raise Bad('the first over a rotation, not signed by the old key')
                rotated = k
                if k not in good:
                    raise Bad('not signed by the key in force')
                if text[0] != self.origin:
                    raise Bad('of another ledger')
                if size > self.tree.size:
                    raise Bad(f'covers {size} records, record {self.tree.size} is missing')
                if self.roots.get(size) != base64_bytes(text[2]):
                    raise Bad(f'another root over record {size - 1} and those before')
                covered = size
            except Bad as bad:
                self.fail(f'checkpoint {number}: {bad}')
        if covered < self.tree.size:
            self.fail(f'record {covered}: no checkpoint covers it and what follows')

    def run(self):
        if not self.trusted and self.file('key.txt') is not None:
            self.trusted = Key(self.file('key.txt').decode('utf-8', 'replace').rstrip('\r\n'))
        self.read_notes()
        self.lines()
        self.check_notes()
        definition = self.file('definition.yaml')
        if definition is not None and self.contest.d and definition != self.contest.text.encode():
            self.fail('definition.yaml: not the definition in the ledger')
        return not self.failures


def main(arguments):
    trusted, folders = None, []
    while arguments:
        word = arguments.pop(0)
        if word == '--key':
            trusted = Key(arguments.pop(0))
        else:
            folders.append(word)
    good = True
    for folder in folders:
        v = Verifier(folder, trusted)
        holds = v.run()
        good = good and holds
        print(f'{folder}: {"holds" if holds else "does not hold"}: {v.tree.size} records, {len(v.notes)} checkpoints, '
              f'{v.contest.results} results, {v.contest.signed[0]} sheets signed on a device, {v.contest.signed[1]} not')
        for line in v.failures:
            print(line)
    return 0 if good else 1


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
