"""Draws of a contest drawn again: part of verify_ledger.py, from docs/ledger.md and docs/draw.md alone."""
import hashlib
import re
from datetime import datetime, timezone

import bls
from ledger_form import HEX, fields
from ledger_tree import Bad

CHAIN = '52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971'
GENESIS, PERIOD, FALLBACK = 1692803367, 3, 28800
ANNOUNCEMENT = re.compile(
    r'leitai-draw/1\ncontest (?P<contest>[^\n]+)\ndraw (?P<draw>[1-9]\d{0,5}) (?P<purpose>[^\n]+)\n'
    r'pool-sha256 (?P<pool>[0-9a-f]{64})\npool-lines (?P<lines>[1-9]\d*)\n'
    r'beacon (?:none|drand ' + CHAIN + r' round (?P<round>[1-9]\d*))\nhall-entropy (?:-|(?P<hall>[0-9a-f]{64}))\n\Z')
BEACON = re.compile(r'round (\d+)\nsignature ([0-9a-f]{96})\nrandomness ([0-9a-f]{64})\n\Z')


def sha(text):
    return hashlib.sha256(text.encode()).hexdigest()


def text_of(lines):
    if any(not isinstance(line, str) or '\n' in line for line in lines):
        raise Bad('a list that is not one of lines')
    return ''.join(line + '\n' for line in lines)


def rising(lines):
    return all(a.encode() < b.encode() for a, b in zip(lines, lines[1:]))


def round_time(number):
    return GENESIS + (number - 1) * PERIOD


def seconds(r):
    return datetime.strptime(r['ts'], '%Y-%m-%dT%H:%M:%S.%fZ').replace(tzinfo=timezone.utc).timestamp()


class Draws:
    """What a contest's ledger says of its draws; mixed into verify_ledger.Contest."""

    def __init__(self):
        self.draws = []  # [{committed, announced, ended}]

    def draw_at(self, body, opens):
        number = body['draw']
        going_on = self.draws and not self.draws[-1]['ended']
        if going_on and number == len(self.draws):
            return self.draws[-1]
        if opens and not going_on and number == len(self.draws) + 1:
            self.draws.append({'committed': None, 'announced': None, 'ended': False})
            return self.draws[-1]
        raise Bad(f'there is no draw {number} at this point')

    def draw_commit(self, seq, body, r):
        fields(body, {'commitments': 'a', 'draw': 'i', 'purpose': 's'}, {'beacon': 'b', 'pool': 'a'})
        hashes = body['commitments']
        if not hashes or not all(isinstance(h, str) and HEX.match(h) for h in hashes) or not rising(hashes):
            raise Bad('its commitments are not sorted hashes')
        draw = self.draw_at(body, True)
        if draw['committed'] or draw['announced']:
            raise Bad('comes after the commitments of its draw, or its announcement')
        draw['committed'] = body

    def draw_announce(self, seq, body, r):
        fields(body, {'announcement': 's', 'draw': 'i', 'pool': 'a'}, {'commitments': 'a', 'reveals': 'a'})
        draw = self.draw_at(body, True)
        if draw['announced']:
            raise Bad('its draw was announced before')
        draw['announced'] = body
        draw['says'] = says = self.read_announcement(body, r)
        committed = draw['committed']
        if bool(says['hall']) != bool(committed):
            raise Bad('lines from the hall without commitments before, or the other way round')
        if committed and (body['commitments'] != committed['commitments'] or says['purpose'] != committed['purpose']):
            raise Bad('is not the draw whose lines were committed to')
        if committed and (committed.get('pool', body['pool']) != body['pool'] or
                          committed.get('beacon', bool(says['round'])) != bool(says['round'])):
            raise Bad('has another pool or source than was fixed with the commitments')
        if says['round'] and seconds(r) >= round_time(int(says['round'])):
            raise Bad("announced when the beacon's round was out")

    @staticmethod
    def read_announcement(body, r):
        found = ANNOUNCEMENT.match(body['announcement'])
        if not found:
            raise Bad('its announcement is not draw.txt')
        says, pool = found.groupdict(), body['pool']
        if says['contest'] != r['contest'] or int(says['draw']) != body['draw']:
            raise Bad('the announcement is that of another contest or draw')
        if sha(text_of(pool)) != says['pool'] or len(pool) != int(says['lines']) or not rising(pool):
            raise Bad('the pool is not the one that the announcement names')
        if not says['round'] and not says['hall']:
            raise Bad('neither beacon nor hall')
        reveals, hashes = body.get('reveals', []), body.get('commitments', [])
        if bool(says['hall']) != ('reveals' in body) or bool(says['hall']) != ('commitments' in body):
            raise Bad('lines from the hall that the announcement does not ask for, or lacks')
        if says['hall'] and (not rising(reveals) or sha(text_of(reveals)) != says['hall'] or sorted(map(sha, reveals)) != hashes):
            raise Bad('the lines from the hall are not those that were committed to')
        return says

    def draw_conclude(self, seq, body, r):
        fields(body, {'draw': 'i', 'order': 'a', 'seed': 'h'}, {'beacon': 's'})
        draw = self.draw_at(body, False)
        draw['ended'], draw['concluded'] = True, seq
        says = draw.get('says')
        if not says:
            raise Bad('its draw was not announced')
        randomness = '0' * 64
        if says['round']:
            found = BEACON.match(body.get('beacon', ''))
            if not found or str(int(found.group(1))) != found.group(1):
                raise Bad('its beacon is not beacon.txt')
            used = int(found.group(1))
            if used - int(says['round']) not in (0, FALLBACK):
                raise Bad('its beacon is not that of the announced round, nor of the one a day later')
            randomness = found.group(3)
            if hashlib.sha256(bytes.fromhex(found.group(2))).hexdigest() != randomness:
                raise Bad("the randomness is not the signature's SHA-256")
            if not bls.quicknet(used, bytes.fromhex(found.group(2))):
                raise Bad("the signature is not the beacon's for that round")
            if seconds(r) < round_time(used):
                raise Bad("concluded before the beacon's round was out")
        elif 'beacon' in body:
            raise Bad('a beacon that was not announced')
        seed = sha(f'{sha(draw["announced"]["announcement"])}:{randomness}')
        order = sorted(draw['announced']['pool'], key=lambda one: (sha(f'{seed}:{one}'), one))
        if body['seed'] != seed or body['order'] != order:
            raise Bad('the order is not the one that the draw gives')
        draw['order'] = order

    def draw_void(self, seq, body, r):
        fields(body, {'draw': 'i', 'reason': 's'})
        self.draw_at(body, False)['ended'] = True
