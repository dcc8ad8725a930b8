"""Heats locked and signed, ties voted on, scores shown, samples opened: part of verify_ledger.py, from docs/ledger.md alone."""
import hashlib

from ledger_form import fields, ids
from ledger_tree import Bad


def selected(seed, seqs):
    """The order in which a seed selects records."""
    start = hashlib.sha256(seed.encode()).hexdigest()
    return sorted(seqs, key=lambda seq: hashlib.sha256(f'{start}:{seq}'.encode()).hexdigest())


class Closing:
    """What a contest's ledger says of its closings; mixed into verify_ledger.Contest beside ledger_floor.Rooms."""

    def __init__(self):
        self.locks, self.signs = {}, {}     # (stage, heat) → (seq, body), (seq, actor)
        self.shown, self.samples, self.ballots = {}, {}, {}  # stage → list
        self.withdrawals = []               # (seq, entry)

    # ---- what other parts know of floors and panels

    def floor_phases(self, stage_id, heat_id):
        """Entry → phase, None where no floor was opened."""
        floor = self.floors.get((stage_id, heat_id))
        return floor.phase if floor and floor.is_open() else None

    def seats(self, stage, heat_id):
        """How many sheets an entry is owed there."""
        panels = self.panels.get((stage['id'], heat_id))
        owed = len(panels[-1][1]) if panels else sum(stage.get('panel', {}).values())
        each = stage.get('sheets_each', owed)
        return min(each, owed) if panels else each

    # ---- records

    def open_heat(self, body):
        stage = self.panel_stage_of(body)
        if body['heat'] not in [h['id'] for h in stage['heats']]:
            raise Bad(f'there is no heat {body["heat"]}')
        if self.stages[stage['id']].closed is not None:
            raise Bad('its stage was closed before')
        return stage['id'], body['heat']

    def heat_lock(self, seq, body, r):
        fields(body, {'heat': 'd', 'missing': 'i', 'sheets': 'i', 'stage': 'd'})
        where = self.open_heat(body)
        if where in self.locks:
            raise Bad('locks a heat twice')
        self.locks[where] = (seq, body)
        if any(phase not in ('locked', 'absent') for phase in (self.floor_phases(*where) or {}).values()):
            raise Bad('locks a heat with an entry on its floor that is neither locked nor absent')

    def heat_sign(self, seq, body, r):
        fields(body, {'heat': 'd', 'lock': 'i', 'stage': 'd'})
        where = self.open_heat(body)
        if where not in self.locks or self.locks[where][0] != body['lock'] or where in self.signs:
            raise Bad('signs a heat that was not locked by that record, or was signed before')
        self.signs[where] = (seq, r['actor'])

    def score_show(self, seq, body, r):
        fields(body, {'entry': 'd', 'score': 'n', 'stage': 'd'}, {'rank': 'i'})
        stage = self.panel_stage_of(body)
        state = self.stages[stage['id']]
        if body['entry'] not in self.entries or state.published is not None:
            raise Bad('shows the score of an unknown entry, or after the result')
        if 'rank' in body and (body['rank'] < 1 or state.closed is None):
            raise Bad('shows a rank that is none, or before the close')
        if 'rank' not in body and (stage.get('floor') or {}).get('reveal') != 'each':
            raise Bad('shows a score alone in a stage that reveals in the end')
        shown = self.shown.setdefault(stage['id'], [])
        if any(b['entry'] == body['entry'] and ('rank' in b or 'rank' not in body) for _, b, _ in shown):
            raise Bad('shows a score twice')
        locked = any((self.floor_phases(stage['id'], h['id']) or {}).get(body['entry']) == 'locked' for h in stage['heats'])
        shown.append((seq, body, locked))

    def sample_open(self, seq, body, r):
        fields(body, {'n': 'i', 'records': 'a', 'seed': 's', 'stage': 'd'})
        if len(body['records']) != body['n'] or not body['n'] or not all(isinstance(n, int) for n in body['records']):
            raise Bad('not n records')
        stage = self.panel_stage_of(body)
        if self.stages[stage['id']].published is not None:
            self.check_sample(seq, body)
        else:
            self.samples.setdefault(stage['id'], []).append((seq, body))

    def check_close(self, seq, stage, body):
        signers = []
        for heat in stage['heats']:
            where = stage['id'], heat['id']
            if where not in self.locks and self.floor_phases(*where) is not None:
                self.fail(seq, f'closed before heat {heat["id"]} was locked')
            if where in self.locks and where not in self.signs and stage.get('supervised'):
                self.fail(seq, f'closed before heat {heat["id"]} was signed')
            if where in self.signs and self.signs[where][1] not in signers:
                signers.append(self.signs[where][1])
        if signers and body.get('supervisor') != ', '.join(signers):
            self.fail(seq, 'its supervisor is not who signed the heats')

    # ---- when the sheets are open

    def withdrew(self, after, before, entry=None):
        return any(after < seq < before and entry in (None, e) for seq, e in self.withdrawals)

    def check_closing(self, seq, stage, state, again):
        """`again` is the recomputed result."""
        self.check_assignments(stage, state)
        in_force = [(of, sheet) for versions in state.versions.values() for _, of, sheet in versions[-1:]]
        locks = {heat: lock for (s, heat), lock in self.locks.items() if s == stage['id']}
        for versions in state.versions.values():
            for _, of, sheet in versions:
                if locks and (sheet['heat'] not in locks or of > locks[sheet['heat']][0]):
                    self.fail(of, 'a sheet of a heat that was not locked, or after its lock')
        for heat, (lock, body) in locks.items():
            self.check_lock(stage, heat, lock, body, [s for _, s in in_force if s['heat'] == heat])
        for shown in self.shown.get(stage['id'], []):
            self.check_shown(seq, state, shown, again, locks)
        for sample in self.samples.get(stage['id'], []):
            try:
                self.check_sample(*sample)
            except Bad as bad:
                self.fail(sample[0], bad)
        self.check_ballots(seq, stage, state, [s for _, s in in_force])

    def panel_marks(self, stage, sheet):
        by_panel = [c['id'] for c in stage['criteria'] if c.get('by', 'panel') == 'panel']
        return any(c in sheet['marks'] for c in by_panel)

    def check_lock(self, stage, heat, lock, body, sheets):
        phases = self.floor_phases(stage['id'], heat) or {}
        missing = 0
        pairs = self.assignment_at(stage, lock)
        for entry in {s['entry'] for s in sheets}:
            mine = [s for s in sheets if s['entry'] == entry]
            have = sum(s['recused'] or not s['marks'] or self.panel_marks(stage, s) for s in mine)
            if phases.get(entry) != 'absent' and not self.withdrew(-1, lock, entry):
                missing += max(0, self.seats(stage, heat) - have) if pairs is None else self.assigned_missing(stage, pairs, entry, mine)
        if body['sheets'] != len(sheets) or body['missing'] != missing:
            self.fail(lock, f'locked with other numbers than {len(sheets)} sheets and {missing} missing')

    def check_shown(self, seq, state, shown, again, locks):
        at, body, locked = shown
        rows = [row for part in again['lists'] for row in part['rows']] + again['unranked']
        row = next((row for row in rows if row['entry'] == body['entry']), None)
        same = row is not None and row['score'] == body['score'] and body.get('rank', row['rank']) == row['rank']
        if not same and not ('rank' in body and self.withdrew(at, seq)):
            self.fail(at, 'what was shown is not what the result says')
        sheets = [(of, sheet) for (entry, _), versions in state.versions.items() if entry == body['entry']
                  for _, of, sheet in versions]
        if any(of > at for of, _ in sheets):
            self.fail(at, 'a sheet of the entry stands after its score was shown')
        if not locked and at < state.closed and not any(locks.get(s['heat'], (at,))[0] < at for _, s in sheets):
            self.fail(at, 'shown before the entry was locked')

    def check_sample(self, seq, body):
        state, eligible = self.stages[body['stage']], []
        for versions in state.versions.values():
            then = [(of, sheet) for _, of, sheet in versions if of < seq]
            if then:
                of, sheet = then[-1]
                lock = self.locks.get((body['stage'], sheet['heat']))
                if state.closed < seq or (lock and lock[0] < seq):
                    eligible.append(of)
        if body['n'] > len(eligible) or selected(body['seed'], eligible)[:body['n']] != body['records']:
            raise Bad('its sheets are not those that the seed selects')

    # ---- ties and votes

    def open_ballot(self, of, body, seal, stage, state):
        if seal['type'] == 'tie.vote':
            fields(body, {'expert': 'd', 'order': 'a', 'stage': 'd', 'tie': 'i'})
            ids(body['order'], 1)
        else:
            fields(body, {'entries': 'a', 'experts': 'a', 'places': 'i', 'stage': 'd'})
            ids(body['entries'], 2)
            ids(body['experts'], 1)
        self.ballots.setdefault(stage['id'], []).append((of, seal['type'], body))

    def stance(self, stage, sheets, expert, entries):
        """(judged one of the entries, judged any in the stage, recused from one of them)"""
        mine = [s for s in sheets if s['expert'] == expert]
        judged = [s['entry'] for s in mine if not s['recused'] and self.panel_marks(stage, s)]
        return any(e in entries for e in judged), bool(judged), any(s['recused'] and s['entry'] in entries for s in mine)

    def voters(self, stage, sheets, entries):
        at = {x: self.stance(stage, sheets, x, entries) for x in self.experts}
        near = [x for x, (one, _, recused) in at.items() if one and not recused]
        return sorted(near or [x for x, (_, judged, recused) in at.items() if judged and not recused], key=str.encode)

    def check_ballots(self, seq, stage, state, sheets):
        tie, votes = None, {}
        for of, kind, body in sorted(self.ballots.get(stage['id'], []), key=lambda b: b[0]):
            if tie and self.withdrew(tie[0], of):
                tie = None
            if kind == 'tie.open':
                if tie or of < state.closed or body['experts'] != self.voters(stage, sheets, body['entries']):
                    self.fail(of, 'opens a tie before the close or beside another, or asks other experts than who judged')
                if len(set(body['entries'])) < len(body['entries']) or not 1 <= body['places'] < len(body['entries']) or \
                        any(e not in self.entries for e in body['entries']):
                    self.fail(of, 'a tie of unknown entries, or about places that it does not have')
                tie, votes = (of, body), {}
            elif kind == 'tie.vote':
                order = body['order']
                if not tie or body['tie'] != tie[0] or body['expert'] not in tie[1]['experts'] or \
                        not set(order) <= set(tie[1]['entries']) or len(set(order)) < len(order):
                    self.fail(of, 'a vote on a tie that is not open, not by who was asked, or not an order of the tied')
                else:
                    votes[body['expert']] = order
            else:
                self.check_deliberation(of, stage, body, sheets, tie, votes)
                tie = None
        if tie and not self.withdrew(tie[0], seq):
            self.fail(seq, f'published while the tie of record {tie[0]} is open')

    def check_deliberation(self, of, stage, body, sheets, tie, votes):
        for vote in body['votes']:
            _, judged, recused = self.stance(stage, sheets, vote['expert'], body['entries'])
            if recused or not judged:
                self.fail(of, f'expert {vote["expert"]} votes, who is recused from a tied entry or marked nothing')
        if not body['votes'] and self.voters(stage, sheets, body['entries']):
            self.fail(of, 'is decided without votes, though somebody has one')
        if not tie:
            return
        given = [{'expert': x, 'order': votes[x]} for x in tie[1]['experts'] if x in votes]
        if body['votes'] != given or (body['entries'], body['places']) != (tie[1]['entries'], tie[1]['places']):
            self.fail(of, 'concludes a tie with other entries or votes than were given')
        if 2 * len(given) <= len(tie[1]['experts']):
            self.fail(of, 'concludes a tie by half of the votes or fewer')
