"""A judging day over HTTP, by personal links: chair, supervisor, floor manager, notary, three experts.

    LEITAI=build/leitai python3 tests/e2e/closing.py [postgres]

Floor and sheets, progress, a lock refused and given, the countersignature, scores shown one by one, the close, a tie opened,
voted on and concluded, the ranks from the last place up, the result; a sample selected again by sha256sum and sort; both
verifiers. After every step all that the public can ask for is searched for scores and marks that were not shown yet.
"""
import json
import os
import re
import socket
import subprocess

from people import Client
from program import DEFINITION, ENTRIES_CSV, EXPERTS, EXPERTS_CSV, FIRST, Cases, Place, check_ledger, need_postgres
from serve import Server

try:
    import yaml
except ImportError:
    yaml = None

C, STAGE = '/api/v1/contests/small', '/api/v1/contests/small/stages/first'
HEAT = STAGE + '/heats/room'
# A score as a number and in units of the ledger; E-3 and E-4 tie.
SCORES = {'E-1': '9.03', 'E-2': '8.23', 'E-3': '7.5', 'E-4': '7.5', 'E-5': '5.55'}  # of E-5 one sheet never comes
ORDER = ['E-1', 'E-2', 'E-3', 'E-4', 'E-5']


def definition():
    text = DEFINITION.replace('    criteria:\n', '    supervised: true\n    floor: {reveal: each}\n    criteria:\n', 1)
    assert text != DEFINITION
    return text


def units(text):
    return str(round(float(text) * 10000))


class Day:
    def __init__(self, cases, place, server):
        self.cases, self.place, self.server = cases, place, server
        self.clients, self.step, self.shown, self.published = {}, 0, set(), False

    def sign_in(self):
        for role in ('chair', 'supervisor', 'floor', 'notary', *EXPERTS):
            words = ['expert', '--expert', role] if role in EXPERTS else [role]
            if role in EXPERTS:
                words += ['--stage', 'first', '--heat', 'room']
            link = self.place.must('link', 'make', 'small', *words, '--json').json
            self.clients[role] = Client(self.server, role)
            self.clients[role].by_link(link['url'].split('#')[1])

    def ask(self, role, method, path, body=None):
        status, code, text = self.clients[role].send(method, path, body)
        return code or ('' if status in (200, 204) else str(status)), json.loads(text) if text and text[0] in '{[' else None

    def case(self, name, role, method, path, body=None, code=''):
        """One request and its outcome; nothing hidden may show afterwards."""
        got, answer = self.ask(role, method, path, body)
        found = [] if got == code else [f'{got or "through"}, {code or "through"} expected: {answer}']
        if method != 'GET':
            found += self.leaks()
        self.cases.case(name, found)
        return answer

    def public(self):
        """Every public answer about the contest, in one text."""
        if not yaml:
            return ''
        parts = []
        for template, operations in yaml.safe_load(self.server.get('/api/v1/openapi.yaml')[2])['paths'].items():
            if 'get' not in operations or 'security' in operations['get'] or not template.startswith('/contests/{contest}'):
                continue
            if template.endswith('/events'):
                continue
            for entry in ORDER if '{entry}' in template else ['']:
                values = {'contest': 'small', 'stage': 'first', 'heat': 'room', 'entry': entry, 'seq': '3'}
                path = '/api/v1' + re.sub(r'{(\w+)}', lambda m: values.get(m.group(1), '1'), template)
                status, _, body = self.server.get(path + ('?limit=5000' if path.endswith('/ledger/entries') else ''))
                assert status in (200, 400, 404, 409), (path, status)
                parts.append(f'{path} {body.decode()}')
        return '\n'.join([*parts, self.events()])

    def events(self):
        with socket.create_connection(('127.0.0.1', self.server.port), timeout=5) as s:
            s.sendall(f'GET {C}/events?after=0 HTTP/1.1\r\nHost: localhost\r\n\r\n'.encode())
            s.settimeout(0.3)
            out = b''
            try:
                while piece := s.recv(65536):
                    out += piece
            except TimeoutError:
                pass
        return out.decode('utf-8', 'replace')

    def leaks(self):
        """Hidden scores as numbers, in units, and marks in any public answer."""
        if self.published:
            return []
        text, found = self.public(), []
        hidden = {s for e, s in SCORES.items() if e not in self.shown} - {SCORES[e] for e in self.shown}
        for score in hidden:
            for spelt in (f'":{score}', f'":"{score}', f'":{units(score)}'):
                at = text.find(spelt)
                if at >= 0:
                    found.append(f'{score} shows: …{text[max(0, at - 160):at + 60]}…')
        if '"marks":{' in text or '"raw_mean":9' in text:
            found.append('marks show')
        return found[:3]

    # ---- the day

    def floor(self, action, **more):
        self.step += 1
        got, answer = self.ask('floor', 'POST', HEAT + '/floor', {'action': action, 'step': self.step, **more})
        assert got == '', (action, more, got, answer)

    def mark(self, entry):
        codes = []
        for expert, (plan, use) in zip(EXPERTS, FIRST[entry]):
            if (entry, expert) == ('E-5', 'J-3'):
                continue
            codes.append(self.ask(expert, 'POST', HEAT + '/sheets', {
                'entry': entry, 'marks': {'plan': str(plan), 'use': str(use)}, 'base': 0, 'draft': f'{entry}-1'})[0])
        return [c for c in codes if c]

    def show(self, name, body, entry):
        self.shown.add(entry)
        return self.case(name, 'floor', 'POST', STAGE + '/show', body)

    def judging(self):
        self.floor('open', entries=ORDER)
        for entry in ORDER:
            self.floor('call', entry=entry)
            self.floor('mark', entry=entry)
            found = self.mark(entry)
            if entry == 'E-1':
                self.case('a score is not shown before its entry is locked', 'floor', 'POST', STAGE + '/show', {'entry': 'E-1'},
                          'show.early')
            self.floor('lock', entry=entry)
            self.cases.case(f'{entry} is marked and locked', found + self.leaks())
            if entry in ('E-1', 'E-2'):
                screen = self.show(f'{entry} is shown', {'entry': entry}, entry)
                rows = [(r['entry'], r['rank'], r['score']) for r in screen['lists'][0]['shown']]
                want = [(e, i + 1, float(SCORES[e])) for i, e in enumerate(ORDER[:ORDER.index(entry) + 1])]
                self.cases.case(f'the screen after {entry}', [] if rows == want and screen['frozen'] else [screen])
        self.case('shown once', 'floor', 'POST', STAGE + '/show', {'entry': 'E-1'}, 'show.shown')
        self.case('a shown entry takes no sheet', 'J-1', 'POST', HEAT + '/sheets',
                  {'entry': 'E-1', 'marks': {'plan': '1', 'use': '1'}, 'base': 1, 'draft': 'late'}, 'sheet.locked')

    def locking(self):
        progress = self.case('progress', 'floor', 'GET', HEAT + '/progress')
        last = progress['entries'][-1]
        seen = progress['missing'], last['in'], last['expected'], [s['state'] for s in last['sheets']]
        self.cases.case('who is missing', [] if seen == (1, 2, 3, ['in', 'in', 'missing']) else [progress])
        self.case('missing sheets are refused', 'chair', 'POST', HEAT + '/lock', None, 'heat.missing')
        self.case('nothing is signed before the lock', 'supervisor', 'POST', HEAT + '/sign', None, 'heat.open')
        self.case('a floor manager locks nothing', 'floor', 'POST', HEAT + '/lock', {'incomplete': True}, 'denied')
        self.case('the stage waits for its heat', 'chair', 'POST', STAGE + '/close', {'supervisor': 'S'}, 'heat.open')
        self.case('no sample before the lock', 'notary', 'POST', STAGE + '/sample', {'seed': 'x', 'n': 1}, 'sample.early')
        self.case('locked as incomplete', 'chair', 'POST', HEAT + '/lock', {'incomplete': True})
        self.case('locked once', 'chair', 'POST', HEAT + '/lock', {'incomplete': True}, 'heat.locked')
        self.case('a locked heat takes no sheet', 'J-3', 'POST', HEAT + '/sheets',
                  {'entry': 'E-5', 'marks': {'plan': '6', 'use': '5'}, 'base': 0, 'draft': 'late'}, 'heat.locked')
        self.case('the stage waits for the supervisor', 'chair', 'POST', STAGE + '/close', {'supervisor': 'S'}, 'heat.unsigned')
        self.case('the chair signs nothing', 'chair', 'POST', HEAT + '/sign', None, 'denied')
        self.case('signed', 'supervisor', 'POST', HEAT + '/sign', {})
        self.case('closed, with nobody typed', 'chair', 'POST', STAGE + '/close')

    def tie(self):
        at = STAGE + '/ties'
        self.case('no rank while a tie waits', 'floor', 'POST', STAGE + '/show', {'list': 'all'}, 'stage.awaiting-deliberation')
        waiting = self.case('the chair sees what waits', 'chair', 'GET', at)['waiting']
        self.cases.case('E-3 and E-4', [] if [e['entry'] for e in waiting['entries']] == ['E-3', 'E-4'] else [waiting])
        none = self.case('an expert sees nothing yet', 'J-1', 'GET', at)
        self.cases.case('nothing', [] if none['ties'] == [] and 'waiting' not in none else [none])
        self.case('a notary sees no ties', 'notary', 'GET', at, None, 'denied')
        tie = self.case('the tie is opened', 'chair', 'POST', at)['tie']
        at += f'/{tie}'
        self.case('paper waits', 'chair', 'POST', STAGE + '/deliberations',
                  {'entries': ['E-3', 'E-4'], 'votes': [{'expert': 'J-1', 'order': ['E-3']}], 'reason': 'r', 'supervisor': 'S'},
                  'tie.open')
        self.case('a chair has no vote', 'chair', 'POST', at + '/votes', {'order': ['E-3']}, 'denied')
        self.case('a first vote', 'J-1', 'POST', at + '/votes', {'order': ['E-3', 'E-4']})
        end = {'reason': '更接近应用', 'supervisor': '公证处'}
        self.case('one vote of three decides nothing', 'chair', 'POST', at + '/conclude', end, 'tie.votes')
        self.case('a second vote', 'J-2', 'POST', at + '/votes', {'order': ['E-4', 'E-3']})
        self.case('one against one: still tied', 'chair', 'POST', at + '/conclude', end, 'deliberation.tied')
        own = self.case('one sees one\'s own vote', 'J-2', 'GET', STAGE + '/ties')['ties'][0]
        self.cases.case('and no other', [] if own['mine'] == ['E-4', 'E-3'] and not {'voters', 'votes'} & set(own) else [own])
        seen = self.case('the chair sees who has voted', 'chair', 'GET', STAGE + '/ties')['ties'][0]
        self.cases.case('not how', [] if [v['voted'] for v in seen['voters']] == [True, True, False]
                        and 'votes' not in seen else [seen])
        self.case('a vote is changed', 'J-1', 'POST', at + '/votes', {'order': ['E-4', 'E-3']})
        self.case('a supervisor is named', 'chair', 'POST', at + '/conclude', {'reason': 'r'}, 'stage.supervisor')
        self.case('concluded', 'chair', 'POST', at + '/conclude', end)
        self.case('too late', 'J-3', 'POST', at + '/votes', {'order': ['E-3']}, 'tie.concluded')

    def ranks(self):
        for rank, entry in reversed(list(enumerate(['E-1', 'E-2', 'E-4', 'E-3', 'E-5'], 1))):
            screen = self.show(f'rank {rank}', {'list': 'all'}, entry)
            row = next(r for r in screen['lists'][0]['shown'] if r['entry'] == entry)
            seen = row['rank'], row['final'], row['score'], row['advances'], screen['lists'][0]['hidden']
            want = rank, True, float(SCORES[entry]), rank <= 3, max(0, rank - 3)
            self.cases.case(f'rank {rank} is {entry}', [] if seen == want else [seen])
        self.case('all is shown', 'floor', 'POST', STAGE + '/show', {'list': 'all'}, 'show.done')
        self.published = True
        self.case('published', 'chair', 'POST', STAGE + '/publish')
        text = self.public()
        missed = [s for s in SCORES.values() if yaml and (f'":{s}' not in text or f'":{units(s)}' not in text)]
        self.cases.case('a score that is there would be found', missed + ([] if not yaml or '"marks":{' in text else ['marks']))
        screen = self.case('the screen at last', 'floor', 'GET', STAGE + '/screen')
        rows = [(r['entry'], str(r['score'])) for r in screen['lists'][0]['shown']]
        want = [(e, SCORES[e]) for e in ('E-1', 'E-2', 'E-4', 'E-3', 'E-5')]
        self.cases.case('what was shown is the result', [] if rows == want and not screen['frozen'] else [screen])

    def sample(self, seed, n, of):
        """The notary's sheets are those that sha256sum and sort select, and each commitment opens."""
        sample = self.case(f'a sample of {n}', 'notary', 'POST', STAGE + '/sample', {'seed': seed, 'n': n})
        records = self.place.records()
        now = {r['seq']: r for r in records}
        seqs = sorted(r['seq'] for r in records if r['type'] == 'sheet.submit')
        script = '''
            seed=$(printf %s "$0" | sha256sum | cut -d' ' -f1)
            while read -r seq; do echo "$(printf %s "$seed:$seq" | sha256sum | cut -d' ' -f1) $seq"; done |
                LC_ALL=C sort | head -n "$1" | cut -d' ' -f2'''
        done = subprocess.run(['sh', '-c', script, seed, str(n)], input='\n'.join(map(str, seqs)) + '\n', capture_output=True,
                              text=True, check=True)
        found = [] if sample['of'] == len(seqs) == of else [f'{sample["of"]} of {len(seqs)}']
        if [s['seq'] for s in sample['sheets']] != [int(line) for line in done.stdout.split()]:
            found.append(f'{[s["seq"] for s in sample["sheets"]]}, by shell {done.stdout.split()}')
        for s in sample['sheets']:
            hashed = subprocess.run(['sha256sum'], input=f'{s["salt"]}.{s["content"]}', capture_output=True, text=True, check=True)
            if hashed.stdout.split()[0] != now[s['seq']]['commit'] or json.loads(s['content'])['entry'] != s['entry']:
                found.append(f'record {s["seq"]} holds something else')
        self.cases.case(f'the seed selects {n} by shell, too', found)

    def end(self):
        answer = self.case('the server recomputes its ledger', 'notary', 'POST', C + '/verify')
        self.cases.case('it holds', [] if answer['ok'] and answer['results'] == 1 and answer['failed'] == 0 else [answer])
        self.case('a floor manager has no need to', 'floor', 'POST', C + '/verify', None, 'denied')
        types = [r['type'] for r in self.place.records()]
        want = {'heat.lock': 1, 'heat.sign': 1, 'score.show': 7, 'tie.open': 1, 'tie.vote': 3, 'tie.deliberate': 1, 'sample.open': 2}
        seen = {t: types.count(t) for t in want}
        self.cases.case('a record for every act', [] if seen == want else [seen])
        close = next(r for r in self.place.records() if r['type'] == 'stage.close')
        sign = next(r for r in self.place.records() if r['type'] == 'heat.sign')
        self.cases.case('the close names who signed', [] if close['body']['supervisor'] == sign['actor'] else [close])


def main():
    need_postgres()
    cases = Cases()
    with Place() as place:
        place.must('init', '--host', 'test.example')
        place.must('contest', 'add', place.file('small.yaml', definition()))
        place.must('import', 'entries', 'small', place.file('entries.csv', ENTRIES_CSV))
        place.must('import', 'experts', 'small', place.file('experts.csv', EXPERTS_CSV))
        place.must('panel', 'seat', 'small', 'first', 'room', *EXPERTS)
        with Server(place, '--listen', '127.0.0.1:0') as server:
            day = Day(cases, place, server)
            day.sign_in()
            day.judging()
            day.locking()
            day.sample('夜, seven of clubs', 5, 14)
            day.tie()
            day.ranks()
            day.sample('another', 3, 14)
            day.end()
            _, _, log = server.stop()
            cases.case('sanitizers are silent', [log[-2000:]] if 'Sanitizer' in log else [])
        check_ledger(cases, place, os.path.join(place.path, 'export'), 'a day')
    cases.done()


if __name__ == '__main__':
    main()
