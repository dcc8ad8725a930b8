"""A stage to watch over: eight experts, five of them for each of 36 entries in two heats; J-7 is strict, J-4 becomes so in the
second heat, J-2 gave E-05 far more than anybody expects."""
import random

DEFINITION = '''leitai: 1
id: watched
title: {zh: 评委演练, en: Watched panel}
rehearsal: true
offset: "+08:00"
divisions: [{id: leading, title: {zh: 领军组, en: Leading}}, {id: rising, title: {zh: 新锐组, en: Rising}}]
classes: [{id: industry, title: {zh: 产业专家, en: Industry}}, {id: investor, title: {zh: 投资专家, en: Investors}}]
stages:
  - id: semi
    title: {zh: 复赛, en: Semi-final}
    heats: [{id: morning, title: {zh: 上午场, en: Morning}}, {id: evening, title: {zh: 晚场, en: Evening}}]
    panel: {industry: 6, investor: 2}
    criteria:
      - {id: plan, title: {zh: 方案, en: Plan}, weight: 60, min: 0, max: 10, step: 0.5}
      - {id: use, title: {zh: 应用, en: Use}, weight: 40, min: 0, max: 10, step: 0.5}
    scoring:
      quorum: {sheets: 2}
      steps: [{do: total, as: mean}, {do: combine, rule: mean, round: {places: 2, mode: half-up}}]
      tie_end: deliberation
      decimals: 2
    advance: {quotas: [{division: leading, places: 8}, {division: rising, places: 4}], reserve: 1}
'''
EXPERTS = [f'J-{j}' for j in range(1, 9)]
ENTRIES = [f'E-{e:02}' for e in range(1, 37)]
ENTRIES_CSV = 'entry,title,team,division,people\n' + ''.join(
    f'{e},彩排项目 {e[2:]} · Rehearsal entry {e[2:]},彩排团队 {e[2:]} · Rehearsal team {e[2:]},{"leading" if i % 3 else "rising"},3\n'
    for i, e in enumerate(ENTRIES))
EXPERTS_CSV = 'expert,class\n' + ''.join(f'{x},{"investor" if x > "J-6" else "industry"}\n' for x in EXPERTS)


def sheets():
    """(heat, entry, expert, plan, use), the same each time."""
    rng = random.Random(36)
    severity = {x: rng.gauss(0, 0.3) for x in EXPERTS} | {'J-7': 1.4, 'J-4': 0.0}
    for i, entry in enumerate(ENTRIES):
        heat, quality = ('morning', 'evening')[i >= 18], rng.gauss(7, 0.7)
        panel = rng.sample(EXPERTS, 5)
        if entry == 'E-05' and 'J-2' not in panel:
            panel[0] = 'J-2'
        for expert in sorted(panel):
            strict = severity[expert] + (1.3 if expert == 'J-4' and heat == 'evening' else 0)
            strict -= 2.5 if (entry, expert) == ('E-05', 'J-2') else 0
            yield heat, entry, expert, *(min(10, max(0, round(2 * (quality - strict + rng.gauss(0, 0.4))) / 2)) for _ in range(2))


def sheets_csv():
    rows = ['heat,entry,expert,criterion,mark']
    for heat, entry, expert, plan, use in sheets():
        rows += [f'{heat},{entry},{expert},plan,{plan:g}', f'{heat},{entry},{expert},use,{use:g}']
    return '\n'.join(rows) + '\n'


def make_watched(place, name='watched', marked=True):
    place.must('contest', 'add', place.file(f'{name}.yaml', DEFINITION.replace('id: watched', f'id: {name}', 1)))
    place.must('import', 'entries', name, place.file('watched-entries.csv', ENTRIES_CSV))
    place.must('import', 'experts', name, place.file('watched-experts.csv', EXPERTS_CSV))
    if marked:
        place.must('import', 'sheets', name, place.file('watched-sheets.csv', sheets_csv()), '--stage', 'semi')
