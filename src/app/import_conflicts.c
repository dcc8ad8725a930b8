/* Lists of ties that somebody knows of: an expert with an entry, or with every entry of an organisation. Several rows about one
 * pair and ground are one evidence with all their words. */
#include "app/conflict.h"

#include "app/app.h"
#include "app/conflict_part.h"
#include "app/import.h"
#include "app/parties.h"
#include "app/principal.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "store/change.h"

#include <string.h>

static const char *const COLUMNS[] = {"expert", "ground", /* required up to here */ "entry", "organisation", "detail", "since", "until"};
enum { COL_EXPERT, COL_GROUND, COL_ENTRY, COL_ORGANISATION, COL_DETAIL, COL_SINCE, COL_UNTIL };

struct tie_row {
	const char *expert, *ground, *entry, *organisation; /* one of the latter is NULL */
	const char *words, *since, *until;                  /* NULL = not said */
};

struct gathered { /* evidence that is being made */
	const char *entry, *expert, *ground;
	const char *words, *since, *until;
};

struct ties_work {
	struct app *app;
	const char *contest, *text;
	size_t len;
	bool preview;
	struct findings *findings;
	struct import_report *report;
	struct arena *arena;
	struct db *db;
	struct parties parties;
	struct evidence evidence;
	struct tie_row *rows;
	size_t row_count, row_cap;
	struct gathered *items;
	size_t count, cap;
	struct dict index; /* "entry expert ground" → item */
};

/* "2024", "2024-05" or "2024-05-01", which sort as they follow each other. */
static const char *read_date(struct ties_work *w, const struct csv *csv, int index, const char *column)
{
	const char *text = import_string(csv, index, column, w->findings);
	size_t len = text ? strlen(text) : 0;
	bool good = len == 4 || len == 7 || len == 10;
	for (size_t i = 0; i < len && good; i++)
		good = i == 4 || i == 7 ? text[i] == '-' : text[i] >= '0' && text[i] <= '9';
	if (text && !good)
		findings_add(w->findings, csv->line, 0, "import.date", "\"%s\" is \"%.20s\"; a year, a month or a day was expected: 2024-05-01.",
			column, text);
	return text;
}

static void check_row(struct ties_work *w, const struct csv *csv, const struct tie_row *row)
{
	int ground = row->ground ? conflict_ground_find(row->ground) : 0;
	if (row->ground && (ground < 0 || ground == GROUND_DECLARED))
		findings_add(w->findings, csv->line, 0, "conflict.ground",
			"\"%.64s\" is no ground; known are investor, mail, mentor, organisation, other, parent, past and publication.", row->ground);
	if (!row->entry == !row->organisation)
		findings_add(w->findings, csv->line, 0, "conflict.with", "A row names an entry or an organisation, one of the two.");
	if (row->expert && dict_find(&w->parties.expert_ids, row->expert) < 0)
		findings_add(w->findings, csv->line, 0, "expert.unknown", "%s has no expert \"%.64s\".", w->contest, row->expert);
	if (row->entry && dict_find(&w->parties.entry_ids, row->entry) < 0)
		findings_add(w->findings, csv->line, 0, "entry.unknown", "%s has no entry \"%.64s\".", w->contest, row->entry);
	if (row->since && row->until && strcmp(row->since, row->until) > 0 && strncmp(row->since, row->until, strlen(row->until)) != 0)
		findings_add(w->findings, csv->line, 0, "import.date", "It is over (%s) before it began (%s).", row->until, row->since);
}

static bool read_rows(struct ties_work *w)
{
	int index[COUNT_OF(COLUMNS)];
	struct csv csv;
	if (!import_open(&csv, w->text, w->len, w->arena, w->findings) ||
		!csv_header(&csv, COLUMNS, COL_ENTRY, COUNT_OF(COLUMNS), index, w->findings))
		return false;
	size_t width = csv.count;
	while (csv_next(&csv, w->findings)) {
		if (!import_width(&csv, width, w->findings))
			continue;
		if (w->row_count == w->row_cap) {
			size_t grown = w->row_cap ? w->row_cap * 2 : 256;
			w->rows = arena_grow(w->arena, w->rows, w->row_cap, grown, sizeof(*w->rows));
			w->row_cap = grown;
		}
		struct tie_row *row = &w->rows[w->row_count++];
		*row = (struct tie_row){.expert = import_id(&csv, index[COL_EXPERT], "expert", w->findings),
			.ground = import_id(&csv, index[COL_GROUND], "ground", w->findings),
			.entry = import_field(&csv, index[COL_ENTRY]).len ? import_id(&csv, index[COL_ENTRY], "entry", w->findings) : NULL,
			.organisation = import_string(&csv, index[COL_ORGANISATION], "organisation", w->findings),
			.words = import_string(&csv, index[COL_DETAIL], "detail", w->findings),
			.since = read_date(w, &csv, index[COL_SINCE], "since"), .until = read_date(w, &csv, index[COL_UNTIL], "until")};
		check_row(w, &csv, row);
	}
	if (!w->row_count && !w->findings->total)
		findings_add(w->findings, 0, 0, "import.no-rows", "The file has a header and no rows.");
	return !w->findings->total;
}

static const char *both(struct arena *arena, const char *a, const char *b)
{
	return a && b && !str_eq(a, b) ? arena_printf(arena, "%s; %s", a, b) : a ? a : b;
}

static void gather(struct ties_work *w, const struct tie_row *row, const char *entry)
{
	const char *key = arena_printf(w->arena, "%s %s %s", entry, row->expert, row->ground);
	int at = dict_find(&w->index, key);
	if (at >= 0) {
		struct gathered *g = &w->items[at];
		g->words = both(w->arena, g->words, row->words);
		g->since = g->since && row->since && strcmp(row->since, g->since) < 0 ? row->since : g->since;
		g->until = g->until && row->until ? (strcmp(row->until, g->until) > 0 ? row->until : g->until) : NULL;
		return;
	}
	if (w->count == w->cap) {
		size_t grown = w->cap ? w->cap * 2 : 256;
		w->items = arena_grow(w->arena, w->items, w->cap, grown, sizeof(*w->items));
		w->cap = grown;
	}
	(void)dict_add(&w->index, w->arena, key, (int)w->count);
	w->items[w->count++] = (struct gathered){entry, row->expert, row->ground, row->words, row->since, row->until};
}

/* Organisations are met as profiles are, by names that mean the same; a hint is no tie. */
static void gather_all(struct ties_work *w)
{
	struct conflict_party *named = ARENA_ARRAY(w->arena, w->row_count, struct conflict_party);
	struct conflict_pair *pairs;
	size_t n;
	for (size_t i = 0; i < w->row_count; i++) {
		named[i].organisation = w->rows[i].organisation;
		if (w->rows[i].entry)
			gather(w, &w->rows[i], w->rows[i].entry);
	}
	conflict_find(w->parties.entry_parties, w->parties.entry_count, named, (int)w->row_count, &w->parties.kinship, w->arena, &pairs, &n);
	for (size_t i = 0; i < n; i++)
		if (pairs[i].ground == GROUND_ORGANISATION && pairs[i].how < HOW_SIMILAR)
			gather(w, &w->rows[pairs[i].expert], w->parties.entries[pairs[i].entry].id);
}

static const char *detail_of(const struct gathered *g, struct arena *arena)
{
	CLEANUP(buf_done) struct buf out = {0};
	struct json_writer json = json_writer(&out);
	json_open(&json, NULL, '{');
	if (g->since)
		json_put_string(&json, "since", g->since);
	if (g->until)
		json_put_string(&json, "until", g->until);
	if (g->words)
		json_put_string(&json, "words", g->words);
	json_close(&json, '}');
	return arena_strdup(arena, buf_str(&out));
}

static bool write_item(struct ties_work *w, const struct gathered *g, struct err *err)
{
	const struct conflict_row *old = evidence_find(&w->evidence, g->entry, g->expert, g->ground);
	struct conflict_row row = {g->entry, g->expert, g->ground, CONFLICT_IMPORTED,
		old ? old->state : evidence_initial(&w->evidence, g->entry, g->expert), detail_of(g, w->arena), w->app->now_ms()};
	bool same = old && old->source == CONFLICT_IMPORTED && str_eq_null(old->detail, row.detail);
	*(same ? &w->report->unchanged : old ? &w->report->amended : &w->report->added) += 1;
	return same || w->preview || store_put_conflict(w->db, w->contest, &row, err);
}

static bool ties_work(struct db *db, void *context, struct err *err)
{
	struct ties_work *w = context;
	struct contest *contest;
	w->db = db;
	w->index = (struct dict){0};
	w->count = w->row_count = 0;
	*w->report = (struct import_report){0};
	if (!app_get_contest(db, w->contest, w->arena, &contest, err) || !parties_load(db, w->contest, w->arena, &w->parties, err) ||
		!evidence_load(db, w->contest, w->arena, &w->evidence, err))
		return false;
	if (!read_rows(w))
		return findings_none(w->findings, err);
	gather_all(w);
	w->report->rows = w->row_count;
	for (size_t i = 0; i < w->count; i++)
		if (!write_item(w, &w->items[i], err))
			return false;
	return true;
}

bool app_import_conflicts(struct app *app, const struct request *rq, const char *contest, const char *text, size_t len,
	bool preview, struct findings *findings, struct import_report *ret_report, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct ties_work w = {.app = app, .contest = contest, .text = text, .len = len, .preview = preview, .findings = findings,
		.report = ret_report, .arena = arena};
	return principal_check(rq->who, ACT_CONFLICTS, err) &&
		(preview ? store_read(app->store, ties_work, &w, err) : store_write_effect(app->store, EFFECT_NOTHING, ties_work, &w, err));
}
