"""Invitations, leaving, and what a lock owes then: both verifiers take what is right, and refuse every lie.

    python3 tests/check/test_pool.py LEITAI

Every case is a ledger of its own, signed with its key: only what it says can be wrong.
"""
import os
import sys
import tempfile

from tap import Cases
from test_draws import verdicts

PROFILE = '00112233445566778899aabbccddeeff' * 2
DEFINITION = '''leitai: 1
id: small
title: Small
classes: [{id: industry, title: Industry}, {id: office, title: Office}]
stages:
  - id: first
    title: First
    heats: [{id: hall, title: Hall}]
    panel: {industry: 2}
    criteria: [{id: idea, title: Idea, max: 10, step: 0.5}]
    scoring: {steps: [{do: total, as: mean}, {do: combine, rule: mean}], tie_end: shared}
'''


def invite(expert='J-1', kind='industry'):
    return ('expert.invite', {'class': kind, 'expert': expert, 'profile': PROFILE})


def seat(expert='J-1', kind='industry'):
    return ('expert.seat', {'class': kind, 'expert': expert, 'profile': PROFILE})


def link(number='1', expert='J-1', role='candidate'):
    return ('link.make', {'expert': expert, 'expires': '2026-06-01T00:00:00.000Z', 'link': number, 'role': role})


def decline(expert='J-1'):
    return ('expert.decline', {'expert': expert})


def leave(expert='J-1'):
    return ('expert.leave', {'expert': expert})


def panel(*experts):
    return ('panel.seat', {'experts': list(experts), 'heat': 'hall', 'stage': 'first'})


def sheet(entry, expert, recused=False):
    return ('sheet.submit', {'entry': entry, 'expert': expert, 'heat': 'hall', 'marks': {} if recused else {'idea': 90000},
                             'recused': recused, 'stage': 'first', 'version': 1})


def lock(sheets, missing):
    return ('heat.lock', {'heat': 'hall', 'missing': missing, 'sheets': sheets, 'stage': 'first'})


PEOPLE = [('entry.accept', {'entry': 'E-1', 'profile': PROFILE}), ('entry.accept', {'entry': 'E-2', 'profile': PROFILE}),
          invite(), link(), decline(), invite(), ('link.revoke', {'link': '1'}), link('2'), seat(), seat('J-2'), seat('J-3')]
# Three on the panel; J-3 marks E-1 and leaves: E-1 is owed three sheets, E-2 two.
DAY = [*PEOPLE, panel('J-1', 'J-2', 'J-3'), sheet('E-1', 'J-3'), leave('J-3'), sheet('E-1', 'J-1'), sheet('E-2', 'J-1'),
       sheet('E-2', 'J-2')]


def truths():
    yield 'asked, declined, asked again, seated', PEOPLE
    yield 'declined in the end', [invite(), decline(), invite(), decline()]
    yield 'who left owes nothing, and their sheet stays', [*DAY, lock(4, 1)]
    yield 'a panel without who left', [*DAY, panel('J-1', 'J-2'), lock(4, 1)]
    yield 'everything that is owed', [*DAY, sheet('E-1', 'J-2'), lock(5, 0)]
    yield 'a panel that all have left is none', [*PEOPLE, panel('J-3'), leave('J-3'), sheet('E-1', 'J-1'), lock(1, 1)]


def lies():
    yield 'another class than promised', [*PEOPLE, invite('J-4'), seat('J-4', 'office')]
    yield 'invited after being seated', [*PEOPLE, invite()]
    yield 'a class that there is not', [invite(kind='kings')]
    yield 'an invitation without its words', [('expert.invite', {'expert': 'J-1'})]
    yield 'a name in the clear', [('expert.invite', {'expert': 'J-1', 'name': 'Li', 'profile': PROFILE})]
    yield 'declined without being asked', [decline()]
    yield 'declined twice', [invite(), decline(), decline()]
    yield 'declined after being seated', [*PEOPLE, decline()]
    yield 'a reason in the clear', [invite(), ('expert.decline', {'expert': 'J-1', 'reason': 'busy'})]
    yield 'left without being seated', [invite(), leave()]
    yield 'left twice', [*PEOPLE, leave(), leave()]
    yield 'seated again after leaving', [*PEOPLE, leave(), seat()]
    yield 'an invitation of nobody', [*PEOPLE, link('3', 'J-9')]
    yield 'an invitation that names nobody', [('link.make', {'expires': '2026-06-01T00:00:00.000Z', 'link': '1', 'role': 'candidate'})]
    yield 'a link to mark for who is not seated', [invite(), link(role='expert')]
    yield 'a panel with who left', [*DAY, panel('J-1', 'J-2', 'J-3')]
    yield 'a panel without who marked and stays', [*DAY, panel('J-2'), lock(4, 1)]
    yield 'a sheet after leaving', [*DAY, sheet('E-2', 'J-3'), lock(5, 1)]
    yield 'a recusal after leaving', [*DAY, sheet('E-2', 'J-3', recused=True), lock(5, 1)]
    yield 'a lock that owes for who left', [*DAY, lock(4, 2)]
    yield 'a lock that forgets who is left', [*DAY, lock(4, 0)]
    yield 'a lock that takes the sheet of who left for another\'s', [*DAY, panel('J-1', 'J-2'), lock(4, 0)]


def tell(root, name, story):
    from forge import Forger
    ledger, sheets = Forger(DEFINITION), []
    for kind, body in story:
        if kind.startswith('sheet.'):
            sheets.append(ledger.seal(kind, body))
        else:
            ledger.add(kind, body)
    if sheets:
        ledger.add('stage.close', {'sheets': len(sheets), 'stage': 'first'})
        for seq in sheets:
            ledger.reveal(seq)
        publish(ledger, sheets)
    return ledger.export(os.path.join(root, name))


def publish(ledger, sheets):
    """Everybody has nine from everybody: all first, by as many sheets as were not recused."""
    counted = {e: sum(ledger.sealed[s][1]['entry'] == e and not ledger.sealed[s][1]['recused'] for s in sheets)
               for e in ('E-1', 'E-2')}
    row = {'exact': '90000', 'fate': 'out', 'own': '90000', 'promoted': False, 'quota': -1, 'rank': 1, 'reserve': 0, 'score': 90000}
    none = {'exact': None, 'fate': 'out', 'own': None, 'promoted': False, 'quota': -1, 'rank': 0, 'reserve': 0, 'score': None}
    rows = [{'entry': e, 'sheets': n, **row} for e, n in counted.items() if n]
    ledger.add('result.publish', {'awards': [], 'lists': [{'list': '', 'rows': rows}], 'stage': 'first',
                                  'unranked': [{'entry': e, 'sheets': 0, **none} for e, n in counted.items() if not n]})


def main():
    try:
        import verify_ledger  # noqa: F401
    except ImportError:
        print('1..0 # SKIP python3-yaml is not installed')
        return
    cases, leitai = Cases(), os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix='pool.') as root:
        for i, (name, story) in enumerate(truths()):
            first, second = verdicts(leitai, tell(root, f'truth-{i}', story))
            cases.case(name, first + second)
        for i, (name, story) in enumerate(lies()):
            first, second = verdicts(leitai, tell(root, f'lie-{i}', story))
            cases.case(name, [f'{who} takes it' for who, found in (('leitai', first), ('verify_ledger', second)) if not found])
    cases.done()


if __name__ == '__main__':
    main()
