"""Invitations, answers and leaving, from docs/ledger.md alone: part of verify_ledger.py."""
from ledger_form import fields
from ledger_tree import Bad


class Pool:
    """What a contest's ledger says of its experts' pool; mixed into verify_ledger.Contest."""

    def __init__(self):
        self.invited = {}  # expert → [class of the newest invitation, declined since]
        self.left = {}     # expert → seq of expert.leave

    def expert_invite(self, seq, body, r):
        fields(body, {'expert': 'd', 'profile': 'h'}, {'class': 'd'})
        self.label(body, 'class', 'classes')
        if body['expert'] in self.experts:
            raise Bad('invites somebody who is seated')
        self.invited[body['expert']] = [body.get('class'), False]

    def expert_decline(self, seq, body, r):
        fields(body, {'expert': 'd'})
        known = self.invited.get(body['expert'])
        if known is None or known[1] or body['expert'] in self.experts:
            raise Bad('declines without an invitation, twice, or after being seated')
        known[1] = True

    def expert_leave(self, seq, body, r):
        fields(body, {'expert': 'd'})
        if body['expert'] not in self.experts or body['expert'] in self.left:
            raise Bad('leaves without being seated, or twice')
        self.left[body['expert']] = seq

    def has_left(self, expert, before):
        return self.left.get(expert, before) < before

    def invited_before(self, body):
        if body.get('expert') not in self.invited:
            raise Bad('is an invitation of somebody who was never invited')

    def check_seat(self, body):
        if body['expert'] in self.invited and self.invited[body['expert']][0] != body.get('class'):
            raise Bad('seats somebody as another class than they were invited for')

    def panel_left(self, experts, before):
        """Who of a panel had not left; nobody: it is a panel no more."""
        return {x for x in experts if not self.has_left(x, before)}
