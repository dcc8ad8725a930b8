"""Sheets signed on experts' devices: both verifiers take what is right, and name what is not.

    LEITAI=build/leitai python3 tests/check/test_devices.py

Every case is a ledger of its own, signed with its key: only what it says can be wrong.
"""
import json
import os
import subprocess
import sys
import tempfile

from ed25519 import signature_holds
from forge import Forger, Signer, canonical, text64
from ledger_tree import base64_bytes
from tap import Cases

try:
    import verify_ledger
except ImportError:
    print('1..0 # SKIP python3-yaml is not installed')
    sys.exit(0)

LEITAI = os.environ.get('LEITAI', 'build/leitai')
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROFILE = '00112233445566778899aabbccddeeff' * 2
DEFINITION = '''leitai: 1
id: small
title: Small
stages:
  - id: first
    title: First
    heats: [{id: hall, title: Hall}]
    criteria: [{id: idea, title: Idea, max: 10, step: 0.5}, {id: use, title: Use, max: 10, step: 0.5}]
    scoring: {steps: [{do: total, as: mean}, {do: combine, rule: mean}], tie_end: shared}
'''
DEVICE, OTHER = Signer(b'\1' * 32), Signer(b'\2' * 32)


def signed_text(sheet, base, draft='d-1'):
    return 'leitai-sheet/1\n' + canonical({
        'base': base, 'contest': 'small', 'draft': draft, 'entry': sheet['entry'], 'expert': sheet['expert'],
        'heat': sheet['heat'], 'marks': sheet['marks'], 'recused': sheet['recused'], 'stage': sheet['stage']})


def make_sheet(device=DEVICE, base=0, **more):
    """Signed as it is; whoever changes it afterwards changes what was signed."""
    sheet = {'entry': 'E-1', 'expert': 'J-1', 'heat': 'hall', 'marks': {'idea': 90000, 'use': 85000}, 'recused': False,
             'stage': 'first', 'version': base + 1, **more}
    if device:
        signature = device.sign(signed_text(sheet, base).encode())
        sheet['signed'] = {'base': base, 'draft': 'd-1', 'key': device.key, 'signature': text64(signature)}
    return sheet


class Story:
    """Two experts, two entries, one stage; devices and sheets as the case wants them."""

    def __init__(self):
        self.f = Forger(DEFINITION)
        for i in (1, 2):
            self.f.add('entry.accept', {'entry': f'E-{i}', 'profile': PROFILE})
            self.f.add('expert.seat', {'expert': f'J-{i}', 'profile': PROFILE})
        self.f.add('link.make', {'expert': 'J-1', 'expires': '2026-06-01T00:00:00.000Z', 'link': '1', 'role': 'expert'})
        self.sheets = []

    def enrol(self, expert='J-1', device=DEVICE, **more):
        self.f.add('key.enrol', {'expert': expert, 'key': device.key, **more})

    def submit(self, sheet):
        kind = 'sheet.amend' if 'replaces' in sheet else 'sheet.submit'
        self.sheets.append(self.f.seal(kind, sheet))
        return self.sheets[-1]

    def end(self, folder):
        in_force = {(b['entry'], b['expert']) for _, b in self.f.sealed.values()}
        self.f.add('stage.close', {'sheets': len(in_force), 'stage': 'first'})
        for seq in self.sheets:
            self.f.reveal(seq)
        return self.f.export(folder)


def changed(sheet, **more):
    return {**sheet, **more}


def resigned(sheet, **more):
    return {**sheet, 'signed': {**sheet['signed'], **more}}


def forged(sheet):
    blob = bytearray(base64_bytes(sheet['signed']['signature']))
    blob[5] ^= 1
    return resigned(sheet, signature=text64(bytes(blob)))


def right(s):
    s.enrol(link='1')
    first = s.submit(make_sheet())
    s.submit(make_sheet(base=1, replaces=first, remark='ab' * 32, marks={'idea': 70000}))
    s.submit(make_sheet(None, expert='J-2'))
    s.submit(make_sheet(entry='E-2', recused=True, marks={}, remark='cd' * 32))


def with_sheet(sheet, enrol=True, **more):
    def story(s):
        if enrol:
            s.enrol(**more)
        s.submit(sheet)
    return story


def late(s):
    s.submit(make_sheet())
    s.enrol()


def amended_over_the_wrong_version(s):
    s.enrol()
    first = s.submit(make_sheet())
    sheet = make_sheet(base=3, replaces=first)
    s.submit(changed(sheet, version=2))


def twice(s):
    s.enrol()
    s.enrol('J-2')


def revoked(s):
    s.f.add('link.revoke', {'link': '1'})
    s.enrol(link='1')


# name, story, what `leitai verify` must say of it
WRONG = [
    ('a mark was changed', with_sheet(changed(make_sheet(), marks={'idea': 95000, 'use': 85000})), 'signature does not hold'),
    ('a mark was taken out', with_sheet(changed(make_sheet(), marks={'idea': 90000})), 'signature does not hold'),
    ('another entry', with_sheet(changed(make_sheet(), entry='E-2')), 'signature does not hold'),
    ('recused instead', with_sheet(changed(make_sheet(marks={}), recused=True)), 'signature does not hold'),
    ('another draft', with_sheet(resigned(make_sheet(), draft='d-2')), 'signature does not hold'),
    ('a forged signature', with_sheet(forged(make_sheet())), 'signature does not hold'),
    ('a signature of another key', with_sheet(resigned(make_sheet(), key=OTHER.key), device=OTHER), 'signature does not hold'),
    ('a signature that is no base64', with_sheet(resigned(make_sheet(), signature='?')), 'signature does not hold'),
    ('a signature with more in it', with_sheet(resigned(make_sheet(), more='x')), 'its signature must have'),
    ('the key of another expert', with_sheet(make_sheet(), expert='J-2'), 'signed by a device of J-2'),
    ('a key that was never enrolled', with_sheet(make_sheet(), enrol=False), 'was not enrolled before'),
    ('a key that was enrolled later', late, 'was not enrolled before'),
    ('over a version that was not in force', amended_over_the_wrong_version, 'signed over version 3'),
    ('a remark in the clear', with_sheet(make_sheet(remark='too good')), 'it is not a sheet'),
    ('a device of nobody', lambda s: s.enrol('J-9'), 'was never seated'),
    ('a key twice', twice, 'was enrolled before'),
    ('a key that is none', lambda s: s.f.add('key.enrol', {'expert': 'J-1', 'key': 'AAAA'}), 'is not base64'),
    ('a device without its key', lambda s: s.f.add('key.enrol', {'expert': 'J-1'}), 'key.enrol must have'),
    ('by a link that was never made', lambda s: s.enrol(link='7'), 'link 7 was never made'),
    ('by a link that was revoked', revoked, 'link 1 was never made, or was revoked'),
]


def verdicts(folder):
    done = subprocess.run([LEITAI, 'verify', folder], capture_output=True, text=True, check=False)
    second = verify_ledger.Verifier(folder, None)
    return done, second.run(), second


def vectors(cases):
    """What browsers signed (WebCrypto), in tests/cases."""
    with open(os.path.join(ROOT, 'tests', 'cases', 'sheet-signature.json'), encoding='utf-8') as file:
        known = json.load(file)
    signer = Signer(bytes.fromhex(known['seed']))
    found = [] if signer.key == known['key'] else ['another key']
    for one in known['sheets']:
        marks = {k: round(float(v) * 10000) for k, v in one['marks'].items() if v is not None}
        body = {k: one[k] for k in ('base', 'contest', 'draft', 'entry', 'expert', 'heat', 'recused', 'stage')}
        text = 'leitai-sheet/1\n' + canonical({**body, 'marks': marks})
        signature = base64_bytes(one['signature'])
        if text != one['text'] or text64(signer.sign(text.encode())) != one['signature'] or \
                not signature_holds(base64_bytes(known['key']), text.encode(), signature):
            found.append(one['draft'])
    cases.case('the vectors of tests/cases', found)


def main():
    cases = Cases()
    vectors(cases)
    with tempfile.TemporaryDirectory(prefix='leitai-devices-') as folder:
        story = Story()
        right(story)
        done, second, other = verdicts(story.end(os.path.join(folder, 'right')))
        cases.case('what is right holds', [] if done.returncode == 0 and second else [done.stdout, *other.failures])
        cases.case('signed sheets are counted', [] if '3 signed on a device, 1 not' in done.stdout and other.contest.signed == [3, 1]
                   else [done.stdout, other.contest.signed])
        for i, (name, play, words) in enumerate(WRONG):
            story = Story()
            play(story)
            done, second, other = verdicts(story.end(os.path.join(folder, str(i))))
            seen = done.returncode == 1 and words in done.stdout
            cases.case(name, ([] if seen else [f'leitai verify: {done.stdout}{done.stderr}']) +
                       (['the second verifier took it'] if second else []))
    cases.done()


if __name__ == '__main__':
    sys.exit(main())
