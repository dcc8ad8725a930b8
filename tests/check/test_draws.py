"""Draws in a ledger that lie, chained and signed perfectly well: both verifiers must refuse each, and take the truth.

    python3 tests/check/test_draws.py build/debug/src/cmd/leitai
"""
import copy
import hashlib
import os
import subprocess
import sys
import tempfile

from tap import Cases

DEFINITION = '''leitai: 1
id: small
title: {zh: 小赛}
stages: [{id: open, title: 报名, kind: open}]
'''
CHAIN = '52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971'
# Rounds that were published. 657413 is also the fallback of 628613, of which we know no signature.
SIGNED = {1000: 'b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39',
          657413: 'b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b'}
BEGIN, DAY = '2023-08-23T15:09:30', 86400  # three seconds after the beacon's first round
POOL = ['E-007', 'E-012', 'E-031', 'E-044', 'E-058']
LINES = ['17 green', '四十二']


def sha(text):
    return hashlib.sha256(text.encode()).hexdigest()


def lines(items):
    return ''.join(item + '\n' for item in items)


def announcement(number=1, purpose='running-order', round_=None, hall=None, pool=None, contest='small'):
    pool = POOL if pool is None else pool
    beacon = f'drand {CHAIN} round {round_}' if round_ else 'none'
    return (f'leitai-draw/1\ncontest {contest}\ndraw {number} {purpose}\npool-sha256 {sha(lines(pool))}\n'
            f'pool-lines {len(pool)}\nbeacon {beacon}\nhall-entropy {hall or "-"}\n')


def commit(number=1, purpose='running-order', items=None, **more):
    return 'draw.commit', {'commitments': sorted(map(sha, items or LINES)), 'draw': number, 'purpose': purpose, **more}


def announce(number=1, hall=True, **more):
    text = announcement(number, hall=sha(lines(sorted(LINES))) if hall else None, **more)
    body = {'announcement': text, 'draw': number, 'pool': POOL}
    if hall:
        body |= {'commitments': sorted(map(sha, LINES)), 'reveals': sorted(LINES)}
    return 'draw.announce', body


def conclude(body, beacon=None):
    randomness = hashlib.sha256(bytes.fromhex(beacon[1])).hexdigest() if beacon else '0' * 64
    seed = sha(f'{sha(body["announcement"])}:{randomness}')
    found = {'draw': body['draw'], 'order': sorted(body['pool'], key=lambda x: sha(f'{seed}:{x}')), 'seed': seed}
    if beacon:
        found['beacon'] = f'round {beacon[0]}\nsignature {beacon[1]}\nrandomness {randomness}\n'
    return 'draw.conclude', found


def truth():
    """A hall draw, one voided, one by a beacon whose round comes between the records, an hour later."""
    hall = announce()
    beacon = announce(3, hall=False, round_=1000)
    return [commit(), hall, conclude(hall[1]), announce(2, hall=False, round_=90000000), ('draw.void', {'draw': 2, 'reason': 'r'}),
            beacon, ('wait', 3600), conclude(beacon[1], (1000, SIGNED[1000]))]


def fallback(days=30, round_=628613):
    """Announced for a round that never came, concluded by the one a day later."""
    beacon = announce(1, hall=False, round_=round_)
    return [beacon, ('wait', days * DAY), conclude(beacon[1], (657413, SIGNED[657413]))]


def signed_by(signature):
    """The truth, but for the signature and what follows from it."""
    story = truth()
    return story[:-1] + [conclude(story[5][1], (1000, signature))]


def changed(at, change):
    story = copy.deepcopy(truth())
    change(story[at][1])
    return story


def reordered(body):
    body['order'][0], body['order'][1] = body['order'][1], body['order'][0]


def lies():
    story = truth()
    hall, beacon = story[1], story[5]
    yield 'an order that was not drawn', changed(2, reordered)
    yield 'another seed', changed(2, lambda b: b.update(seed='0' * 64))
    yield 'somebody left out', changed(2, lambda b: b['order'].pop())
    yield 'lines nobody committed to', [hall, conclude(hall[1])]
    yield 'a line changed after the commitment', changed(0, lambda b: b.update(commitments=sorted([sha('x'), sha(LINES[0])])))
    yield 'commitments not sorted', changed(0, lambda b: b['commitments'].reverse())
    yield 'another purpose than committed to', changed(0, lambda b: b.update(purpose='pots'))
    yield 'commitments that are not used', [commit(), announce(hall=False, round_=90000000)]
    yield 'another pool than was fixed with the commitments', [commit(beacon=False, pool=[*POOL, 'E-060']), hall, conclude(hall[1])]
    yield 'no beacon, though one was fixed with the commitments', [commit(beacon=True, pool=POOL), hall, conclude(hall[1])]
    yield 'a beacon, though none was', [commit(beacon=False, pool=POOL), announce(round_=90000000)]
    yield 'a pool that is no list', [commit(beacon=False, pool='E-1'), hall, conclude(hall[1])]
    yield 'commitments twice', [commit(), *story]
    yield 'a number left out', [announce(2, hall=False, round_=90000000)]
    yield 'a number twice', [*story[:3], *story[:3]]
    yield 'two draws at once', [announce(1, hall=False, round_=90000000), announce(2, hall=False, round_=90000000)]
    yield 'announced twice', [*story[:2], *story[1:]]
    yield 'a pool that is another', changed(1, lambda b: b.update(pool=POOL[:4]))
    yield 'a pool not sorted', changed(1, lambda b: b['pool'].reverse())
    yield 'the text of another contest', changed(1, lambda b: b.update(
        announcement=b['announcement'].replace('contest small', 'contest other')))
    yield 'neither beacon nor hall', [announce(hall=False)]
    yield 'announced after the round', [announce(hall=False, round_=1)]
    yield 'concluded before the round', [*story[:6], story[-1]]
    yield 'the beacon of another round', changed(-1, lambda b: b.update(
        beacon=b['beacon'].replace('round ', 'round 1', 1)))
    yield 'randomness that is not the signature\'s', changed(-1, lambda b: b.update(beacon=b['beacon'][:-2] + (
        '0\n' if b['beacon'][-2] != '0' else '1\n')))
    yield 'an invented signature', signed_by('ab' * 48)
    yield 'the signature of another round', signed_by(SIGNED[657413])
    yield 'a signature with one bit turned', signed_by(SIGNED[1000][:-1] + '8')
    yield 'the fallback of another round', fallback(round_=628612)
    yield 'the fallback before its time', fallback(days=22)
    yield 'a beacon nobody announced', changed(2, lambda b: b.update(beacon='round 1\nsignature ' + 'ab' * 48 + '\n'))
    yield 'no beacon though announced', changed(-1, lambda b: b.pop('beacon'))
    yield 'concluded twice', [*story[:3], story[2]]
    yield 'concluded after it was voided', [announce(1, hall=False, round_=90000000), ('draw.void', {'draw': 1, 'reason': 'r'}),
                                            conclude(announce(1, hall=False, round_=90000000)[1])]
    yield 'never announced', [commit(), conclude(hall[1])]
    yield 'voided twice', story[3:4] and [announce(1, hall=False, round_=90000000), *[('draw.void', {'draw': 1, 'reason': 'r'})] * 2]
    yield 'a field too many', changed(1, lambda b: b.update(colour='red'))


# ---- a floor that is opened with a draw's order

FLOOR = '''leitai: 1
id: small
title: {zh: 小赛}
classes: [{id: c, title: C}]
stages:
  - id: s
    title: S
    heats: [{id: h, title: H}]
    panel: {c: 1}
    criteria: [{id: q, title: Q, max: 10, step: 1}]
    scoring: {steps: [{do: total, as: mean}, {do: combine, rule: mean, round: {places: 2, mode: half-up}}], tie_end: shared, decimals: 2}
'''


def step(number=1, **more):
    return 'floor.step', {'action': 'open', 'heat': 'h', 'stage': 's', 'step': number, **more}


def opened(gone=(), **more):
    """Drawn from five, who all take part; some withdraw before the floor is opened in the order of the draw."""
    hall = announce()
    drawn = conclude(hall[1])
    order = [e for e in drawn[1]['order'] if e not in gone]
    accept = [('entry.accept', {'entry': e, 'profile': sha(e)}) for e in POOL]
    leave = [('entry.withdraw', {'entry': e, 'moved': [], 'reason': 'r'}) for e in gone]
    return [*accept, commit(), hall, drawn, *leave, step(**{'draw': 1, 'entries': order, **more})]


def floor_lies():
    order = opened()[-1][1]['entries']
    swapped = [order[1], order[0], *order[2:]]
    yield 'a running order that was not drawn', opened(entries=swapped)
    yield 'the last one first', opened(entries=[order[-1], *order[:-1]])
    yield 'one who did not withdraw left out', opened(entries=order[1:])
    yield 'a draw that never was', opened(draw=2)
    yield 'a draw that is no number', opened(draw='1')
    yield 'draw 0', opened(draw=0)
    story = opened()
    yield 'a draw that is not concluded yet', [*story[:-2], story[-1]]
    yield 'a draw that was voided', [*story[:-2], ('draw.void', {'draw': 1, 'reason': 'r'}), story[-1]]
    yield 'a call that names a draw', [*story, ('floor.step', {'action': 'call', 'draw': 1, 'entry': order[0], 'heat': 'h', 'stage': 's',
                                                              'step': 2})]
    yield 'those who wait in the order of a draw', [*story, ('floor.step', {'action': 'order', 'draw': 1, 'entries': order, 'heat': 'h',
                                                                           'stage': 's', 'step': 2})]


def tell(root, name, story, definition=DEFINITION):
    from forge import Forger
    ledger = Forger(definition, begin=BEGIN)
    for kind, body in story:
        if kind == 'wait':
            ledger.waited += body
        else:
            ledger.add(kind, body)
    return ledger.export(os.path.join(root, name))


def verdicts(leitai, folder):
    """(of the program, of the second verifier): the failures that name a record."""
    import verify_ledger
    done = subprocess.run([leitai, 'verify', folder], capture_output=True, text=True, timeout=60, check=False)
    first = [line for line in (done.stdout + done.stderr).splitlines() if 'record ' in line and 'records' not in line]
    verifier = verify_ledger.Verifier(folder, None)
    verifier.run()
    return first if done.returncode else [], [f for f in verifier.failures if f.startswith('record ')]


def pool_first():
    hall = announce()
    return [commit(beacon=False, pool=POOL), hall, conclude(hall[1])]


GROUPS = (
    (DEFINITION, (('the truth', truth), ('a pool fixed with the commitments', pool_first), ('the round of a day later', fallback)), lies),
    (FLOOR, (('a floor in the order of a draw', opened), ('without two who withdrew', lambda: opened(('E-012', 'E-058')))), floor_lies),
)


def main(*groups):
    """A group is a definition, the truths that it may be told with (name, story), and the lies."""
    try:
        import verify_ledger  # noqa: F401
    except ImportError:
        print('1..0 # SKIP python3-yaml is not installed')
        return
    cases, leitai = Cases(), os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix='lies.') as root:
        for g, (definition, truths, untrue) in enumerate(groups):
            for i, (name, told) in enumerate(truths):
                first, second = verdicts(leitai, tell(root, f'truth-{g}-{i}', told(), definition))
                cases.case(name, first + second)
            for i, (name, story) in enumerate(untrue()):
                first, second = verdicts(leitai, tell(root, f'lie-{g}-{i}', story, definition))
                cases.case(name, [f'{who} takes it' for who, found in (('leitai', first), ('verify_ledger', second)) if not found])
    cases.done()


if __name__ == '__main__':
    main(*GROUPS)
