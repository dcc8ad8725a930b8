/* A large stage shows the neighbourhood of its cuts: thirty entries on either side of each line, and whoever's place is open. */
#include "app/view_judging.h"

#include "app/part.h"
#include "app/rule.h"
#include "base/arena.h"
#include "base/str.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SMALL = 200, BESIDE = 30, FURTHER_ENTRIES = 20, FURTHER_EXPERTS = 3, UNUSUAL = 20 };
static const double OPEN_LOW = 0.05, OPEN_HIGH = 0.95, UNUSUAL_Z = 3;

struct standing { double key; int entry; };

static int standing_order(const void *x, const void *y)
{
	const struct standing *a = x, *b = y;
	if (a->key < b->key || a->key > b->key)
		return a->key < b->key ? -1 : 1;
	return (a->entry > b->entry) - (a->entry < b->entry);
}

static bool is_open(const struct judging *j, int e)
{
	return j->chances[e] > OPEN_LOW && j->chances[e] < OPEN_HIGH; /* NAN is not */
}

/* ---- which entries */

/* The part of a cut's order that is shown. */
struct window { int from, until; };

static struct window window_of(const struct judging_view *v, const struct monitor_cut *cut)
{
	struct window w = {0, cut->count};
	if (v->all || v->j.sheets.entry_count <= SMALL)
		return w;
	w.from = cut->inside > BESIDE ? cut->inside - BESIDE : 0;
	w.until = cut->inside + BESIDE < cut->count ? cut->inside + BESIDE : cut->count;
	for (int i = 0; i < w.from; i++)
		if (is_open(&v->j, cut->order[i]))
			w.from = i;
	for (int i = cut->count; i > w.until; i--)
		if (is_open(&v->j, cut->order[i - 1]))
			w.until = i;
	return w;
}

static bool *shown_of(const struct judging_view *v)
{
	const struct judging *j = &v->j;
	int n = j->sheets.entry_count;
	bool *shown = ARENA_ARRAY(v->arena, (size_t)n, bool), everything = v->all || n <= SMALL;
	for (int e = 0; e < n; e++)
		shown[e] = everything || (!j->cut_count && e < SMALL);
	for (int c = 0; c < j->cut_count; c++) {
		struct window w = window_of(v, &j->cuts[c].line);
		for (int i = w.from; i < w.until; i++)
			shown[j->cuts[c].line.order[i]] = true;
	}
	return shown;
}

/* ---- entries */

static int row_order(const void *x, const void *y)
{
	return strcmp(((const struct entry_row *)x)->id, ((const struct entry_row *)y)->id);
}

static bool put_title(struct judging_view *v, int e, struct err *err)
{
	struct entry_row key = {.id = judging_entry(&v->j, e)};
	const struct entry_row *row = bsearch(&key, v->j.rows, v->j.row_count, sizeof(key), row_order);
	struct json profile;
	if (!part_read_profile(row ? row->profile : NULL, v->arena, &profile, err))
		return false;
	json_put_string(&v->w, "entry", key.id);
	json_put_string(&v->w, "title", json_string(&profile, "title", key.id));
	return true;
}

/* [expert, total, residual, z] a sheet: there may be many. */
static void put_marks(struct judging_view *v, size_t from, size_t until)
{
	const struct judging *j = &v->j;
	json_open(&v->w, "marks", '[');
	for (size_t i = from; i < until; i++) {
		json_open(&v->w, NULL, '[');
		json_put_int(&v->w, NULL, j->sheets.marks[i].expert);
		json_put_decimal(&v->w, NULL, j->sheets.marks[i].units);
		judging_put(&v->w, NULL, j->residuals[i].left, 2);
		judging_put(&v->w, NULL, j->residuals[i].z, 2);
		json_close(&v->w, ']');
	}
	json_close(&v->w, ']');
}

static bool put_entry(struct judging_view *v, int e, size_t from, size_t until, struct err *err)
{
	const struct judging *j = &v->j;
	const struct score *score = judging_score(j, e);
	int heat = j->result.sheets.entries[j->entries[e]].at[AXIS_HEAT];
	json_open(&v->w, NULL, '{');
	if (!put_title(v, e, err))
		return false;
	if (heat >= 0)
		json_put_string(&v->w, "heat", j->stage->heats[heat].id);
	json_put_int(&v->w, "sheets", (int64_t)(until - from));
	json_put_decimal(&v->w, "raw", ratio_round(score->raw_mean, DECIMAL_PLACES, ROUND_HALF_UP));
	part_decimal(&v->w, "official", score->state == SCORE_OK,
		score->state == SCORE_OK ? ratio_round(score->total, DECIMAL_PLACES, ROUND_HALF_UP) : 0);
	json_put_int(&v->w, "group", j->group_of[e]);
	judging_put(&v->w, "adjusted", j->scores[e].value, 4);
	judging_put(&v->w, "se", j->scores[e].se, 4);
	judging_put(&v->w, "stands", j->stands[e], 4);
	judging_put(&v->w, "among", j->entries_among[e], 4);
	judging_put(&v->w, "chance", j->chances[e], 4);
	put_marks(v, from, until);
	json_close(&v->w, '}');
	return true;
}

/* Best first where there is a model, else by id. */
static bool put_entries(struct judging_view *v, const bool *shown, struct err *err)
{
	const struct judging *j = &v->j;
	size_t n = (size_t)j->sheets.entry_count, *first = ARENA_ARRAY(v->arena, n + 1, size_t);
	struct standing *order = ARENA_ARRAY(v->arena, n, struct standing);
	for (size_t i = 0; i < j->sheets.count; i++)
		first[j->sheets.marks[i].entry + 1] = i + 1;
	for (size_t e = 0; e < n; e++) {
		double score = isfinite(j->stands[e]) ? j->stands[e] : 0;
		order[e] = (struct standing){j->stage->scoring.low_wins ? score : -score, (int)e};
	}
	qsort(order, n, sizeof(*order), standing_order);
	json_open(&v->w, "entries", '[');
	for (size_t i = 0; i < n; i++) {
		int e = order[i].entry;
		if (shown[e] && !put_entry(v, e, first[e], first[e + 1], err))
			return false;
	}
	json_close(&v->w, ']');
	return true;
}

/* ---- cuts */

static struct text quota_title(const struct judging_view *v, int quota)
{
	const struct text wild = {"外卡", "Wild cards"};
	const struct stage *stage = v->j.stage;
	return quota == stage->quota_count ? wild
		: rule_selector_title(v->j.contest, stage, &stage->quotas[quota].selects, v->arena);
}

static void put_cut(struct judging_view *v, const struct judging_cut *c)
{
	const struct monitor_cut *cut = &c->line;
	const struct stage *stage = v->j.stage;
	struct window w = window_of(v, cut);
	struct text title = quota_title(v, c->quota);
	json_open(&v->w, NULL, '{');
	part_text(&v->w, "title", &title);
	json_put_int(&v->w, "group", c->group);
	json_put_int(&v->w, "places", c->quota == stage->quota_count ? stage->wild_cards : stage->quotas[c->quota].places);
	json_put_int(&v->w, "inside", cut->inside);
	json_put_int(&v->w, "contenders", cut->count);
	judging_put(&v->w, "at", cut->parts ? cut->at : (double)NAN, 4);
	json_put_int(&v->w, "first", w.from);
	json_open(&v->w, "entries", '[');
	for (int i = w.from; i < w.until; i++)
		json_put_string(&v->w, NULL, judging_entry(&v->j, cut->order[i]));
	json_close(&v->w, ']');
	json_close(&v->w, '}');
}

static bool is_cut(const struct judging *j, int quota)
{
	for (int c = 0; c < j->cut_count; c++)
		if (j->cuts[c].quota == quota)
			return true;
	return false;
}

/* "uncut": quotas that take from several groups, or that nobody with a score contends for yet. */
static void put_cuts(struct judging_view *v)
{
	const struct judging *j = &v->j;
	json_open(&v->w, "cuts", '[');
	for (int c = 0; c < j->cut_count; c++)
		put_cut(v, &j->cuts[c]);
	json_close(&v->w, ']');
	json_open(&v->w, "uncut", '[');
	for (int q = 0; q < j->stage->quota_count + (j->stage->wild_cards > 0); q++) {
		struct text title = quota_title(v, q);
		if (is_cut(j, q))
			continue;
		json_open(&v->w, NULL, '{');
		part_text(&v->w, "title", &title);
		json_close(&v->w, '}');
	}
	json_close(&v->w, ']');
}

/* ---- whom to ask once more */

/* In standard errors from the nearest line that it stands at. */
static double *distances(const struct judging_view *v)
{
	const struct judging *j = &v->j;
	double *out = ARENA_ARRAY(v->arena, (size_t)j->sheets.entry_count, double);
	for (int e = 0; e < j->sheets.entry_count; e++)
		out[e] = INFINITY;
	for (int c = 0; c < j->cut_count; c++) {
		const struct monitor_cut *line = &j->cuts[c].line;
		for (int i = 0; line->parts && i < line->count; i++) {
			int e = line->order[i];
			out[e] = fmin(out[e], fabs(j->stands[e] - line->at) / j->entries_among[e]);
		}
	}
	return out;
}

/* By the group's numbers: who marked it, stepped aside, or must not. */
static bool *out_of_question(const struct judging_view *v, const struct judging_group *g, int entry)
{
	const struct judging *j = &v->j;
	bool *out = ARENA_ARRAY(v->arena, (size_t)g->expert_count, bool);
	for (int x = 0; x < g->expert_count; x++)
		out[x] = j->recused[(size_t)entry * (size_t)j->sheets.expert_count + (size_t)g->experts[x]] ||
			judging_barred(j, entry, g->experts[x]);
	for (size_t i = 0; i < g->sheets.count; i++)
		if (g->sheets.marks[i].entry == j->in_group[entry])
			out[g->sheets.marks[i].expert] = true;
	return out;
}

static void put_further_of(struct judging_view *v, int e, double distance)
{
	const struct judging_group *g = &v->j.groups[v->j.group_of[e]];
	struct further experts[FURTHER_EXPERTS];
	int n = monitor_further(&g->severity, v->j.in_group[e], out_of_question(v, g, e), FURTHER_EXPERTS, v->arena, experts);
	json_open(&v->w, NULL, '{');
	json_put_string(&v->w, "entry", judging_entry(&v->j, e));
	judging_put(&v->w, "chance", v->j.chances[e], 4);
	judging_put(&v->w, "distance", distance, 2);
	judging_put(&v->w, "among", v->j.entries_among[e], 4);
	json_open(&v->w, "experts", '[');
	for (int i = 0; i < n; i++) {
		json_open(&v->w, NULL, '{');
		json_put_string(&v->w, "expert", judging_expert(&v->j, g->experts[experts[i].expert]));
		judging_put(&v->w, "among", v->j.slope * experts[i].se, 4);
		json_close(&v->w, '}');
	}
	json_close(&v->w, ']');
	json_close(&v->w, '}');
}

/* Of those whose place is open, the nearest to a line first. `open` says how many there are in all. */
static void put_further(struct judging_view *v)
{
	const struct judging *j = &v->j;
	const double *distance = distances(v);
	struct standing *open = ARENA_ARRAY(v->arena, (size_t)j->sheets.entry_count, struct standing);
	size_t n = 0;
	for (int e = 0; e < j->sheets.entry_count; e++)
		if (is_open(j, e))
			open[n++] = (struct standing){distance[e], e};
	qsort(open, n, sizeof(*open), standing_order);
	json_put_int(&v->w, "open", (int64_t)n);
	json_open(&v->w, "further", '[');
	for (size_t i = 0; i < n && i < FURTHER_ENTRIES; i++)
		put_further_of(v, open[i].entry, open[i].key);
	json_close(&v->w, ']');
}

/* ---- sheets far from what the model expects */

static void put_unusual(struct judging_view *v)
{
	const struct judging *j = &v->j;
	size_t n = 0;
	struct standing *far = ARENA_ARRAY(v->arena, j->sheets.count, struct standing);
	for (size_t i = 0; i < j->sheets.count; i++)
		if (fabs(j->residuals[i].z) > UNUSUAL_Z)
			far[n++] = (struct standing){-fabs(j->residuals[i].z), (int)i};
	qsort(far, n, sizeof(*far), standing_order);
	json_open(&v->w, "unusual", '[');
	for (size_t i = 0; i < n && i < UNUSUAL; i++) {
		const struct residual *r = &j->residuals[far[i].entry];
		double total = (double)j->sheets.marks[far[i].entry].units / DECIMAL_ONE;
		json_open(&v->w, NULL, '{');
		json_put_string(&v->w, "entry", judging_entry(j, r->entry));
		json_put_string(&v->w, "expert", judging_expert(j, r->expert));
		judging_put(&v->w, "total", total, 4);
		judging_put(&v->w, "expected", total - r->left, 4);
		judging_put(&v->w, "z", r->z, 2);
		json_close(&v->w, '}');
	}
	json_close(&v->w, ']');
}

bool view_judging_entries(struct judging_view *v, struct err *err)
{
	json_put_int(&v->w, "entry_count", v->j.sheets.entry_count);
	json_put_bool(&v->w, "on_scale", v->j.on_scale);
	json_put_bool(&v->w, "corrected", v->j.corrected);
	if (!put_entries(v, shown_of(v), err))
		return false;
	put_cuts(v);
	put_further(v);
	put_unusual(v);
	return true;
}
