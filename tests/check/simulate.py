"""Whole contests played through the command line at random; both verifiers must agree with every result.

    python3 tests/check/simulate.py LEITAI [CONTESTS [SEED]]

A contest has up to three panel stages with open stages between, quotas over overlapping selections, wild
cards, a minimum, a reserve, heats, entries that lack a division, tie keys and scores carried over earlier
stages, recusals, official values, amendments, deliberations, jury awards, and withdrawals at every moment.
After it `leitai verify` and verify_ledger.py (which counts with shadow_tally.py) must hold, nobody may have
moved up beyond the places, and no stage may be stuck. A contest that fails stays in its folder.
"""
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import verify_ledger  # noqa: E402
from tap import Cases  # noqa: E402
from test_shadow import Panel  # noqa: E402

SECONDS = 55  # the suite's bound; a number of contests given by hand is played out
AXES = {'division': ['a', 'b', 'c'], 'region': ['n', 's'], 'track': ['t', 'u']}


class Wrong(Exception):
    """What the program did and should not have done."""


class Story(Panel):
    """The definition of one random contest; what it plays with comes from test_shadow's panels."""

    def __init__(self, seed):
        self.r = random.Random(seed)
        self.skating, self.two_heats, self.severity = False, False, None
        self.classes = self.chance(.5)
        stages, self.ids = [], []
        if self.chance(.4):
            stages.append(self.open_stage('reg', []))
        count = self.r.choice([1, 2, 2, 3])
        for n in range(count):
            before = stages[-1]['id'] if stages else None
            stages.append(self.panel_stage(f's{n}', self.sources(before), n + 1 == count))
            self.ids.append(f's{n}')
            if n + 1 < count and self.chance(.25):
                stages.append(self.open_stage(f'o{n}', [f's{n}']))
        self.contest = {'leitai': 1, 'id': 'story', 'title': 'Story', 'stages': stages,
                        'classes': [{'id': 'i', 'title': 'I'}, {'id': 'v', 'title': 'V'}],
                        **{axis + 's': [{'id': v, 'title': v} for v in values] for axis, values in AXES.items()}}
        self.entries = {f'E-{n:02d}': {axis: self.r.choice(values) for axis, values in AXES.items() if not self.chance(.1)}
                        for n in range(1, self.r.randint(5, 14) + 1)}
        self.experts = [(f'J-{n}', self.r.choice('iv') if n > 2 else 'iv'[n - 1]) for n in range(1, self.r.randint(3, 6) + 1)]
        self.twins = self.r.choice([.3, .6, .9])

    def open_stage(self, stage_id, sources):
        return {'id': stage_id, 'title': 'O', 'kind': 'open', **({'from': sources} if sources else {})}

    def sources(self, before):
        if not before:
            return []
        more = [s for s in self.ids if s != before and self.chance(.15)]
        return [before] + more

    def some_heats(self, stage):
        kind = self.r.choice(['none', 'none', 'axis', 'free'])
        if kind == 'axis':
            axis = self.r.choice(list(AXES))
            stage['heats'] = [{'id': f'h-{v}', 'title': 'H', axis: v} for v in AXES[axis]]
        elif kind == 'free':
            stage['heats'] = [{'id': 'x', 'title': 'X'}, {'id': 'y', 'title': 'Y'}]
        self.heats = [h['id'] for h in stage.get('heats', [])]

    def selector(self):
        selector = {axis: self.r.choice(values) for axis, values in AXES.items() if self.chance(.3)}
        if self.heats and self.chance(.2):
            selector['heat'] = self.r.choice(self.heats)
        return selector

    def per(self):
        return self.r.choice(list(AXES) + (['heat'] if self.heats else []))

    def panel_stage(self, stage_id, sources, last):
        r = self.r
        stage = {'id': stage_id, 'title': 'S', **({'from': sources} if sources else {})}
        self.some_heats(stage)
        self.criteria = self.make_criteria()
        self.panel_ids = [c['id'] for c in self.criteria if 'by' not in c]
        self.official_ids = [c['id'] for c in self.criteria if 'by' in c]
        steps = self.make_steps()
        if self.ids and self.chance(.4):
            terms = [{'stage': r.choice(self.ids), 'weight': r.randint(1, 3)}, {'stage': 'this', 'weight': r.randint(1, 3)}]
            steps.append(self.rounding({'do': 'carry', 'terms': terms, 'as': r.choice(['sum', 'mean'])}))
        scoring = {'quorum': self.quorum_for(steps), 'steps': steps}
        ties = self.make_ties(self.ids)
        if ties:
            scoring['ties'] = ties
        if self.chance(.4):
            steps[-1]['round'] = {'places': 0, 'mode': 'half-up'}
        if self.chance(.1):
            scoring['rank'] = 'low'
        if self.chance(.3):
            scoring['tie_end'] = 'shared'
        stage.update(criteria=self.criteria, scoring=scoring, deliberation=r.choice(['majority', 'borda', 'schulze']),
                     rank_within=r.choice(['stage', 'stage', self.per(), self.per()]))
        if self.classes:
            stage['panel'] = {'i': 5, 'v': 4}
        if self.chance(.2):
            stage['supervised'] = True
        advance = self.make_advance()
        if 'quotas' not in advance and last:
            advance.pop('wild_cards', None)
        elif 'quotas' not in advance:
            advance['quotas'] = [dict(self.selector(), places=r.randint(1, 5))]
        if advance:
            stage['advance'] = advance
        awards = self.story_awards()
        if awards:
            stage['awards'] = awards
        self.fit_weights(steps)
        return stage

    def story_awards(self):
        awards = []
        for n in range(self.r.choice([0, 0, 1, 2, 3])):
            award = {'id': f'award-{n}', 'title': 'A', 'by': self.r.choice(['rank', 'rank', 'jury']),
                     'places': self.r.randint(1, 2)}
            if award['by'] == 'rank' and self.chance(.4):
                award['per'] = self.per()
            elif self.chance(.4):
                award.update(self.selector())
            awards.append(award)
        return awards


class Play:
    """One contest on one data directory."""

    def __init__(self, program, seed, folder):
        self.program, self.folder, self.story = program, folder, Story(seed)
        self.r = random.Random(f'play {seed}')
        self.log, self.calls = [], 0
        self.gone, self.notes = set(), {'deliberations': 0, 'moved': 0, 'withdrawn': 0, 'awards': 0, 'amended': 0}

    def chance(self, p):
        return self.r.random() < p

    def run(self, *words):
        self.calls += 1
        run = subprocess.run([self.program, *words], capture_output=True, text=True, check=False,
                             env={**os.environ, 'LEITAI_DATA': os.path.join(self.folder, 'data')})
        self.log.append(' '.join(words) + f' → {run.returncode} {run.stderr.strip()[:300]}')
        if run.returncode < 0 or 'Sanitizer' in run.stderr or 'runtime error' in run.stderr:
            raise Wrong(f'crashed: {" ".join(words)}: {run.stderr[:600]}')
        return run

    def must(self, *words):
        run = self.run(*words)
        if run.returncode:
            raise Wrong(f'{" ".join(words)}: exit {run.returncode}: {run.stderr.strip()[:500]}')
        return run.stdout

    def file(self, name, content):
        path = os.path.join(self.folder, name)
        with open(path, 'w', encoding='utf-8') as f:
            f.write(content)
        return path

    # ---- the acts

    def begin(self):
        """False when the definition contradicts itself: nothing to play then."""
        self.must('init')
        path = self.file('story.yaml', json.dumps(self.story.contest, indent=1))
        run = self.run('contest', 'check', path)
        if run.returncode:
            self.refusal = run.stderr
            return False
        self.must('contest', 'add', path)
        entries = ['entry,title,team,division,region,track']
        for e, at in self.story.entries.items():
            entries.append(','.join([e, 'T', 'M', at.get('division', ''), at.get('region', ''), at.get('track', '')]))
        self.must('import', 'entries', 'story', self.file('entries.csv', '\n'.join(entries) + '\n'))
        experts = ['expert,class'] + [f'{x},{klass}' for x, klass in self.story.experts] + ['referee,']
        self.must('import', 'experts', 'story', self.file('experts.csv', '\n'.join(experts) + '\n'))
        return True

    def board(self, stage_id):
        return json.loads(self.must('stage', 'tally', 'story', stage_id, '--json'))

    def rows(self, board):
        return [row for part in board['lists'] for row in part['rows']]

    def comers(self, stage_id):
        return [row['entry'] for row in self.rows(self.board(stage_id))]

    def mark_rows(self, stage, entries):
        story, rows = self.story, []
        story.r = self.r
        last = None
        heats = stage.get('heats')
        for e in entries:
            sheets = story.twin(last) if last and self.chance(story.twins) else story.make_sheets(stage['criteria'])
            last = sheets
            at = self.heat_of.get((stage['id'], e)) or self.pick_heat(stage, heats, e)
            self.heat_of[stage['id'], e] = at
            for (x, _), marks in sheets.items():
                if marks == 'recused':
                    rows.append((at, e, x, '*', 'recused'))
                    continue
                rows += [(at, e, x, c['id'], marks.get(c['id']) or '') for c in stage['criteria']
                         if (marks.get(c['id']) is not None if 'by' in c else x != 'referee')]
        self.r.shuffle(rows)
        return rows

    def pick_heat(self, stage, heats, e):
        if not heats:
            return 'main'
        at = self.story.entries[e]
        for h in heats:
            selects = {a: h[a] for a in AXES if a in h}
            if selects and all(at.get(a) == v for a, v in selects.items()):
                return h['id']
        return self.r.choice([h['id'] for h in heats])

    def take_in(self, stage, entries, amend=False):
        rows = self.mark_rows(stage, entries)
        if not rows:
            return
        text = 'heat,entry,expert,criterion,mark\n' + ''.join(','.join(row) + '\n' for row in rows)
        words = ['import', 'sheets', 'story', self.file('sheets.csv', text), '--stage', stage['id']]
        self.must(*words, *(['--amend'] if amend else []))

    def withdraw(self, among):
        among = [e for e in among if e not in self.gone]
        if not among:
            return
        e = self.r.choice(among)
        self.must('entry', 'withdraw', 'story', e, '--reason', 'left')
        self.gone.add(e)
        self.notes['withdrawn'] += 1

    def close(self, stage):
        words = ['stage', 'close', 'story', stage['id']] + (['--supervisor', 'S'] if stage.get('supervised') else [])
        for _ in range(8):
            run = self.run(*words)
            if not run.returncode:
                return True
            if 'stage.empty' in run.stderr:
                return False
            if 'stage.quorum' not in run.stderr and 'stage.score' not in run.stderr:
                break
            below = [row['entry'] for row in self.rows(self.board(stage['id']))
                     if row['score'] is None and row['entry'] not in self.gone]
            if self.chance(.7):
                self.take_in(stage, below, amend=True)
            else:
                for e in below:
                    self.withdraw([e])
        for e in list(below):
            self.withdraw([e])
        run = self.run(*words)
        if run.returncode and 'stage.empty' not in run.stderr:
            raise Wrong(f'{stage["id"]} can not be closed: {run.stderr[:400]}')
        return not run.returncode

    def deliberate(self, stage, tied):
        """Random ballots until they decide; None when nobody may vote."""
        for _ in range(60):
            voters = [x for x, _ in self.story.experts + [('referee', None)]]
            self.r.shuffle(voters)
            votes, refused = {}, []
            for x in voters[:self.r.choice([1, 3, 5])]:
                votes[x] = self.r.sample(tied, len(tied))
            while votes:
                words = ['stage', 'deliberate', 'story', stage['id'], '--reason', 'why', '--entries', ','.join(tied)]
                words += ['--supervisor', 'S'] if stage.get('supervised') else []
                for x, order in votes.items():
                    words += ['--vote', f'{x}={",".join(order)}']
                run = self.run(*words)
                if not run.returncode:
                    self.notes['deliberations'] += 1
                    return True
                if 'deliberation.tied' in run.stderr:
                    break
                bad = [x for x in votes if f'Expert {x} ' in run.stderr]
                if not bad:
                    raise Wrong(f'deliberation refused: {run.stderr[:400]}')
                refused += bad
                for x in bad:
                    del votes[x]
            if len(set(refused)) == len(voters):
                return None
        return None

    def publish(self, stage):
        """Deliberates until the stage is published; tied entries that nobody may judge withdraw."""
        for _ in range(40):
            run = self.run('stage', 'publish', 'story', stage['id'])
            if not run.returncode:
                return
            if 'stage.awaiting-deliberation' not in run.stderr:
                raise Wrong(f'{stage["id"]} can not be published: {run.stderr[:400]}')
            tied = sorted(set(re.findall(r'E-\d\d', run.stderr)))
            self.r.shuffle(tied)
            if not self.deliberate(stage, tied):
                self.withdraw(tied)
            if self.chance(.15):
                self.withdraw(self.comers(stage['id']))
            if self.chance(.3):
                self.grant(stage)
        raise Wrong(f'{stage["id"]} is never settled')

    def grant(self, stage):
        comers = [e for e in self.comers(stage['id']) if e not in self.gone]
        for award in stage.get('awards', []):
            for _ in range(self.r.randint(0, award['places']) if award['by'] == 'jury' and comers else 0):
                run = self.run('stage', 'award', 'story', stage['id'], award['id'], self.r.choice(comers), '--reason', 'good')
                if run.returncode and not any(code in run.stderr for code in (
                        'award.twice', 'award.selects', 'award.places')):
                    raise Wrong(f'award refused: {run.stderr[:300]}')
                self.notes['awards'] += not run.returncode

    def play_stage(self, stage):
        self.heat_of = getattr(self, 'heat_of', {})
        comers = self.comers(stage['id'])
        if self.chance(.2):
            self.withdraw(comers)
        if not comers:
            return False
        half = self.r.sample(comers, self.r.randint(0, len(comers)))
        self.take_in(stage, half)
        if self.chance(.2):
            self.withdraw(comers + list(self.story.entries))
        comers = self.comers(stage['id'])
        self.take_in(stage, [e for e in comers if e not in half])
        if self.chance(.5):
            some = self.r.sample(comers, min(len(comers), 3))
            self.take_in(stage, some, amend=True)
            self.notes['amended'] += len(some)
        if not self.close(stage):
            return False
        if self.chance(.2):
            self.withdraw(comers)
        if self.chance(.5):
            self.grant(stage)
        for _ in range(self.r.choice([0, 0, 0, 1, 3])):
            self.withdraw(comers)
        self.look(stage)
        self.publish(stage)
        self.look(stage)
        for _ in range(self.r.choice([0, 1, 1, 2, 4])):
            through = [r['entry'] for r in self.rows(self.board(stage['id'])) if r['fate'] in ('advance', 'wild-card')]
            self.withdraw(through if self.chance(.7) else comers)
        self.look(stage)
        return True

    def look(self, stage):
        """The pages must stand in every state."""
        self.must('stage', 'show', 'story', stage['id'], '--json')
        self.must('contest', 'show', 'story', '--json')
        self.must('entry', 'show', 'story', self.r.choice(list(self.story.entries)), '--json')

    def play(self):
        if not self.begin():
            return None
        for stage in self.story.contest['stages']:
            if stage.get('kind') != 'open' and not self.play_stage(stage):
                break
        export = os.path.join(self.folder, 'export')
        self.must('ledger', 'export', 'story', export)
        self.must('verify', export)
        verifier = verify_ledger.Verifier(export, None)
        if not verifier.run():
            raise Wrong('verify_ledger.py: ' + '; '.join(verifier.failures[:4]))
        self.check_places(export)
        return self.notes

    # ---- what no recomputation says

    def check_places(self, export):
        """However many withdraw, no more are in than there are places, and nobody who left moves up."""
        stages = {s['id']: s for s in self.story.contest['stages']}
        through, gone = {}, set()
        with open(os.path.join(export, 'ledger.jsonl'), encoding='utf-8') as f:
            records = [json.loads(line) for line in f]
        for r in records:
            body = r.get('body', {})
            if r['type'] == 'result.publish':
                through[body['stage']] = {row['entry'] for part in body['lists'] for row in part['rows']
                                          if row['fate'] in ('advance', 'wild-card')}
                if through[body['stage']] & gone:
                    raise Wrong(f'record {r["seq"]}: {through[body["stage"]] & gone} advance and have left')
            elif r['type'] == 'entry.withdraw':
                gone.add(body['entry'])
                self.take_moves(r['seq'], body['moved'], through, gone)
            for stage_id, entries in through.items():
                advance = stages[stage_id].get('advance', {})
                places = sum(q['places'] for q in advance.get('quotas', [])) + advance.get('wild_cards', 0)
                if len(entries - gone) > places:
                    raise Wrong(f'record {r["seq"]}: {len(entries - gone)} are in for {places} places of {stage_id}')

    def take_moves(self, seq, moved, through, gone):
        for m in moved:
            self.notes['moved'] += 1
            if m['entry'] in gone or m['entry'] in through[m['stage']]:
                raise Wrong(f'record {seq}: {m["entry"]} moves up in {m["stage"]}')
            through[m['stage']].add(m['entry'])


def main():
    program, contests = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 60
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    cases, wrong, played, total = Cases(), [], 0, {}
    if not os.path.exists(program):
        cases.skip('random contests', f'{program} is not built')
        cases.done()
    start, seed = time.monotonic(), first
    while played < contests and len(wrong) < 12 and (time.monotonic() - start < SECONDS or len(sys.argv) > 2):
        folder = tempfile.mkdtemp(prefix='leitai-story-')
        play = Play(program, seed, folder)
        try:
            notes = play.play()
            played += notes is not None
            for name, n in (notes or {}).items():
                total[name] = total.get(name, 0) + n
            shutil.rmtree(folder)
        except Wrong as error:
            wrong += [f'contest {seed}: {error}', f'its files are in {folder}']
            play.file('log.txt', '\n'.join(play.log) + '\n')
        seed += 1
    print('# ' + ', '.join(f'{n} {name}' for name, n in total.items()) + f'; {seed - first - played} definitions refused')
    cases.case(f'{played} random contests: both verifiers hold, nobody beyond the places, no stage stuck', wrong)
    cases.case('enough was played', [] if played >= min(5, contests) else [f'only {played} contests in {SECONDS} s'])
    cases.done()


if __name__ == '__main__':
    main()
