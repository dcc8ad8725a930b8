/* The definition goes through the real reader, so that these tests also pin what its words mean. */
#include "panel.h"

#include "harness/unit.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/finding.h"
#include "base/str.h"
#include "contest/definition.h"
#include "judging/severity_rule.h"

#include <string.h>

enum { MOST_ENTRIES = 64, MOST_EXPERTS = 64, MOST_SHEETS = 512 };

static const char head[] =
	"leitai: 1\nid: test\ntitle: Test\n"
	"divisions: [{id: a, title: A}, {id: b, title: B}]\n"
	"classes: [{id: i, title: Industry}, {id: v, title: Investors}]\n"
	"stages:\n";

static const struct contest *read_contest(struct arena *arena, const char *stage)
{
	const char *text = strstr(stage, "- id:") ? arena_printf(arena, "%s%s", head, stage)
		: arena_printf(arena, "%s  - id: final\n    title: Final\n%s", head, stage);
	struct findings findings = findings_of("test.yaml", arena);
	struct contest *c = NULL;
	struct err err = {0};
	bool good = definition_read(text, strlen(text), arena, &findings, &c, &err);
	CLEANUP(buf_done) struct buf out = {0};
	findings_print(&findings, &out);
	assert_string_equal(buf_str(&out), "");
	assert_true(good);
	return c;
}

/* The word that starts at *at, which moves on; NULL at the end of the line. */
static char *word(struct arena *arena, const char **at)
{
	*at += strspn(*at, " ");
	size_t len = strcspn(*at, " \n");
	if (!len)
		return NULL;
	char *w = arena_strndup(arena, *at, len);
	*at += len;
	return w;
}

static int take_entry(struct panel *p, char *name)
{
	struct entry *entries = (struct entry *)p->sheets.entries;
	bool withdrawn = name[0] == '~';
	name += withdrawn;
	char *at = strchr(name, '@');
	if (at)
		*at++ = '\0';
	for (int e = 0; e < p->sheets.entry_count; e++)
		if (str_eq(entries[e].id, name))
			return e;
	assert_true(p->sheets.entry_count < MOST_ENTRIES);
	struct entry *e = &entries[p->sheets.entry_count];
	*e = (struct entry){.id = name, .at = {-1, -1, -1, 0}, .withdrawn = withdrawn};
	if (at)
		e->at[AXIS_DIVISION] = labels_find(&p->contest->axes[AXIS_DIVISION], at);
	return p->sheets.entry_count++;
}

static int take_expert(struct panel *p, char *name)
{
	struct expert *experts = (struct expert *)p->sheets.experts;
	char *colon = strchr(name, ':');
	if (colon)
		*colon = '\0';
	const char *id = colon ? colon + 1 : name;
	for (int e = 0; e < p->sheets.expert_count; e++)
		if (str_eq(experts[e].id, id))
			return e;
	assert_true(p->sheets.expert_count < MOST_EXPERTS);
	experts[p->sheets.expert_count] = (struct expert){id, colon ? labels_find(&p->contest->classes, name) : -1};
	return p->sheets.expert_count++;
}

static void take_row(struct panel *p, const char **at)
{
	struct sheet *sheet = (struct sheet *)&p->sheets.items[p->sheets.count];
	int64_t *marks = (int64_t *)p->sheets.marks + p->sheets.count * (size_t)p->sheets.criterion_count;
	for (int c = 0; c < p->sheets.criterion_count; c++)
		marks[c] = MARK_NONE;
	assert_true(p->sheets.count++ < MOST_SHEETS);
	sheet->entry = take_entry(p, word(p->arena, at));
	sheet->expert = take_expert(p, word(p->arena, at));
	const char *w;
	for (int c = 0; (w = word(p->arena, at)) != NULL; c++) {
		if (str_eq(w, "recused")) {
			sheet->recused = true;
			break;
		}
		assert_true(c < p->sheets.criterion_count);
		if (!str_eq(w, "-"))
			assert_true(decimal_parse(w, strlen(w), &marks[c]));
	}
}

void panel_run(struct panel *p)
{
	struct err err = {0};
	int stage = p->contest->stage_count - 1;
	const struct carried *carried = p->carried.has ? &p->carried : NULL;
	struct sheets *sheets = ARENA_NEW(p->arena, struct sheets); /* the tally points at it; the panel moves */
	*sheets = p->sheets;
	assert_true(tally_stage(p->contest, stage, sheets, carried, &severity_rules, p->arena, &p->tally, &err));
	assert_true(rank_stage(&p->tally, carried, p->decisions, p->decision_count, p->arena, &p->ranking, &err));
	assert_true(rank_comparer(&p->tally, carried, p->decisions, p->decision_count, p->arena, &p->comparer, &err));
	assert_true(cut_stage(&p->tally, &p->ranking, p->comparer, p->arena, &p->cut, &err));
}

struct panel panel_of(struct arena *arena, const char *stage, const char *rows)
{
	struct panel p = {.arena = arena, .contest = read_contest(arena, stage)};
	int criteria = p.contest->stages[p.contest->stage_count - 1].scoring.criterion_count;
	p.sheets = (struct sheets){
		.entries = ARENA_ARRAY(arena, MOST_ENTRIES, struct entry),
		.experts = ARENA_ARRAY(arena, MOST_EXPERTS, struct expert),
		.items = ARENA_ARRAY(arena, MOST_SHEETS, struct sheet),
		.marks = ARENA_ARRAY(arena, MOST_SHEETS * (size_t)criteria, int64_t),
		.criterion_count = criteria,
	};
	for (const char *at = rows; *at; at += *at == '\n')
		take_row(&p, &at);
	panel_run(&p);
	return p;
}

int panel_entry(const struct panel *p, const char *id)
{
	for (int e = 0; e < p->sheets.entry_count; e++)
		if (str_eq(p->sheets.entries[e].id, id))
			return e;
	assert_true(false);
	return -1;
}

int panel_rank(const struct panel *p, const char *id)
{
	return p->ranking.places[panel_entry(p, id)].rank;
}

enum fate panel_fate(const struct panel *p, const char *id)
{
	return p->cut.outcomes[panel_entry(p, id)].fate;
}

const char *panel_score(const struct panel *p, const char *id)
{
	const struct score *s = &p->tally.scores[panel_entry(p, id)];
	if (s->state != SCORE_OK)
		return s->state == SCORE_NONE ? "none" : "below";
	CLEANUP(buf_done) struct buf out = {0};
	ratio_print(s->total, &out);
	return arena_strdup(p->arena, buf_str(&out));
}

const char *panel_order(const struct panel *p)
{
	CLEANUP(buf_done) struct buf out = {0};
	int ranked = p->ranking.list_start[p->ranking.list_count];
	for (int i = 0; i < ranked; i++) {
		int e = p->ranking.order[i];
		const struct place *place = &p->ranking.places[e];
		bool tied = i && place->list == p->ranking.places[p->ranking.order[i - 1]].list
			&& place->rank == p->ranking.places[p->ranking.order[i - 1]].rank;
		buf_puts(&out, !i ? "" : tied ? "=" : " ");
		buf_puts(&out, p->sheets.entries[e].id);
	}
	return arena_strdup(p->arena, buf_str(&out));
}
