"""Rulings on conflicts of interest: part of verify_ledger.py, from docs/ledger.md alone."""
from ledger_form import fields
from ledger_tree import Bad

GROUNDS = ['declared', 'investor', 'mail', 'mentor', 'organisation', 'other', 'parent', 'past', 'publication']


class Conflicts:
    """Who must not meet whom; mixed into verify_ledger.Contest."""

    def __init__(self):
        self.conflicts = {}     # (entry, expert) → [(seq, confirmed)]
        self.opening = None     # the reveal of a ruling, until a result comes

    def watch(self, r):
        """Before every record: a ruling is opened with a result, and a result opens those before it."""
        kind = r['type']
        if self.opening is not None and kind not in ('reveal', 'result.publish'):
            self.fail(self.opening, f'opens a ruling, and record {r["seq"]} is no result')
        if kind != 'reveal':
            self.opening = None
        if kind == 'result.publish':
            for seq, seal in self.seals.items():
                if seal['type'] == 'conflict.rule' and not seal['opened'] and not seal.get('missed'):
                    seal['missed'] = True
                    self.fail(r['seq'], f'a result without the ruling of record {seq}')

    def open_ruling(self, at, of, body):
        self.opening = at
        fields(body, {'confirmed': 'b', 'entry': 'd', 'expert': 'd', 'grounds': 'a'}, {'reason': 'h'})
        grounds = body['grounds']
        if not grounds or any(g not in GROUNDS for g in grounds) or sorted(set(grounds)) != grounds:
            raise Bad('has other grounds than known ones in order')
        if not body['confirmed'] and 'reason' not in body:
            raise Bad('overrules without a reason')
        if body['entry'] not in self.entries:
            raise Bad('rules on an unknown entry')
        self.conflicts.setdefault((body['entry'], body['expert']), []).append((of, body['confirmed']))

    def in_conflict(self, entry, expert, before):
        rulings = [ruling for ruling in self.conflicts.get((entry, expert), []) if ruling[0] < before]
        return max(rulings)[1] if rulings else False

    def counted(self, stage, state, sheet):
        """The sheet as it counts: recused, with official values alone, where that is what the close found."""
        if sheet['recused'] or not self.of_panel(stage, sheet) or \
                not self.in_conflict(sheet['entry'], sheet['expert'], state.closed):
            return sheet
        official = {c['id'] for c in stage['criteria'] if c.get('by') == 'official'}
        return {**sheet, 'recused': True, 'marks': {k: v for k, v in sheet['marks'].items() if k in official}}

    def of_panel(self, stage, sheet):
        return sheet['recused'] or not sheet['marks'] or self.panel_marks(stage, sheet)

    def check_conflict(self, stage, of, sheet):
        if not sheet['recused'] and self.of_panel(stage, sheet) and self.in_conflict(sheet['entry'], sheet['expert'], of):
            self.fail(of, f'{sheet["expert"]} marks {sheet["entry"]} in spite of a confirmed conflict')
