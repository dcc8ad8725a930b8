"""Who marks which entry: part of verify_ledger.py, from docs/ledger.md alone."""
from ledger_form import fields, ids
from ledger_tree import Bad


class Assignments:
    """Versions of a stage's assignment, opened with it; mixed into verify_ledger.Contest."""

    def __init__(self):
        self.assigned = {}  # stage → [(seq, body)]

    def open_panel(self, of, body, seal, stage, state):
        fields(body, {'case': 'h', 'entries': 'o', 'stage': 'd', 'version': 'i'}, {'draw': 'i'})
        classes = stage.get('panel')
        for entry, experts in body['entries'].items():
            if entry not in self.entries:
                raise Bad(f'record {of} assigns an entry that was never accepted')
            ids(experts, 1)
            if experts != sorted(set(experts), key=str.encode):
                raise Bad(f'record {of} names experts out of order, or twice')
            if any(x not in self.experts or (classes and self.experts[x] not in classes) for x in experts):
                raise Bad(f'record {of} assigns an expert who was never seated, or is of no class on the panel')
        self.assigned.setdefault(stage['id'], []).append((of, body))

    def assignment_at(self, stage, seq):
        """The pairs in force before a record: entry → experts; None before the first."""
        then = [body for of, body in sorted(self.assigned.get(stage['id'], []), key=lambda v: v[0]) if of < seq]
        return then[-1]['entries'] if then else None

    def assigned_missing(self, stage, pairs, entry, sheets):
        """How many experts of an entry have no sheet among these."""
        have = {s['expert'] for s in sheets if s['recused'] or not s['marks'] or self.panel_marks(stage, s)}
        return sum(x not in have for x in pairs.get(entry, []))

    def check_assignments(self, stage, state):
        for number, (of, body) in enumerate(sorted(self.assigned.get(stage['id'], []), key=lambda v: v[0]), 1):
            if body['version'] != number:
                self.fail(of, 'a version of an assignment that does not follow the one before')
            if of > state.closed:
                self.fail(of, 'assigned after the close of its stage')
            draw = body.get('draw', 0)
            if not draw and not self.d.get('rehearsal'):
                self.fail(of, 'names no draw, and the contest is no rehearsal')
            if draw and (draw > len(self.draws) or not 0 < self.draws[draw - 1].get('concluded', 0) < of):
                self.fail(of, 'names a draw that was not concluded before')
        for (entry, expert), versions in state.versions.items():
            for _, of, sheet in versions:
                pairs = self.assignment_at(stage, of)
                panel = sheet['recused'] or not sheet['marks'] or self.panel_marks(stage, sheet)
                if pairs is not None and expert != 'official' and panel and expert not in pairs.get(entry, []):
                    self.fail(of, f'expert {expert} marks entry {entry}, which is assigned to others')
