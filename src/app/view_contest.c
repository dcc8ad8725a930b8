/* A contest's card and home: what its definition says, and how many of what there are. */
#include "app/view.h"

#include "app/part.h"
#include "app/docket.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/dict.h"
#include "base/str.h"
#include "store/panels.h"

#include <stdlib.h>
#include <string.h>

struct view_work {
	struct app *app;
	const char *contest;
	struct arena *arena;
	struct buf *out;
};

static int count_true(const bool *flags, size_t n)
{
	int count = 0;
	for (size_t i = 0; i < n; i++)
		count += flags[i];
	return count;
}

/* A ceremony or a call for demands stands beside the contest: nobody comes to it from a stage or goes on from it. */
static bool stands_aside(const struct contest *contest, int stage)
{
	bool feeds = false;
	for (int t = 0; t < contest->stage_count; t++)
		for (int i = 0; i < contest->stages[t].from_count; i++)
			feeds = feeds || contest->stages[t].from[i] == stage;
	return contest->stages[stage].kind == STAGE_OPEN && !contest->stages[stage].from_count && !feeds;
}

static bool put_stages(struct json_writer *w, const struct view_work *v, struct db *db, const struct contest *contest,
	const struct entry_row *rows, size_t n, struct err *err)
{
	json_open(w, "stages", '[');
	for (int s = 0; s < contest->stage_count; s++) {
		bool *in;
		if (!docket_participants(db, contest, s, rows, n, v->arena, &in, err) ||
			!part_stage_card(w, NULL, db, contest, s, stands_aside(contest, s) ? 0 : count_true(in, n),
				v->app->now_ms(), v->arena, err))
			return false;
	}
	json_close(w, ']');
	return true;
}

static bool put_card(struct json_writer *w, const struct view_work *v, struct db *db, const char *id, struct err *err)
{
	struct contest *contest;
	struct entry_row *rows;
	size_t n;
	if (!app_get_contest(db, id, v->arena, &contest, err) || !store_list_entries(db, id, v->arena, &rows, &n, err))
		return false;
	json_open(w, NULL, '{');
	json_put_string(w, "id", contest->id);
	part_text(w, "title", &contest->title);
	part_text(w, "theme", &contest->theme);
	json_put_bool(w, "rehearsal", contest->rehearsal);
	json_put_int(w, "utc_offset", contest->offset_min);
	json_put_int(w, "entries", (int64_t)n);
	if (!put_stages(w, v, db, contest, rows, n, err))
		return false;
	json_close(w, '}');
	return true;
}

static bool contests_work(struct db *db, void *context, struct err *err)
{
	struct view_work *v = context;
	struct contest_row *rows;
	size_t n;
	if (!store_list_contests(db, v->arena, &rows, &n, err))
		return false;
	struct json_writer w = json_writer(v->out);
	json_open(&w, NULL, '{');
	json_open(&w, "contests", '[');
	for (size_t i = 0; i < n; i++)
		if (!put_card(&w, v, db, rows[i].id, err))
			return false;
	json_close(&w, ']');
	json_close(&w, '}');
	return true;
}

bool view_contests(struct app *app, struct buf *out, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct view_work v = {.app = app, .arena = arena, .out = out};
	return store_read(app->store, contests_work, &v, err);
}

static void put_hosts(struct json_writer *w, const struct contest *contest)
{
	static const char *const roles[HOST_ROLE_COUNT] = {"host", "organiser", "co-organiser", "executor", "platform",
		"supporter"};
	json_open(w, "hosts", '[');
	for (int i = 0; i < contest->host_count; i++) {
		json_open(w, NULL, '{');
		part_text(w, "name", &contest->hosts[i].name);
		json_put_string(w, "role", roles[contest->hosts[i].role]);
		json_close(w, '}');
	}
	json_close(w, ']');
}

static void put_facts(struct json_writer *w, const struct contest *contest)
{
	json_open(w, "facts", '[');
	for (int i = 0; i < contest->fact_count; i++) {
		json_open(w, NULL, '{');
		json_put_string(w, "id", contest->facts[i].id);
		part_text(w, "title", &contest->facts[i].title);
		json_put_string(w, "value", contest->facts[i].value);
		json_close(w, '}');
	}
	json_close(w, ']');
	json_open(w, "assumed", '[');
	for (int i = 0; i < contest->assumed_count; i++)
		part_text(w, NULL, &contest->assumed[i]);
	json_close(w, ']');
	json_open(w, "packages", '[');
	for (int i = 0; i < contest->package_count; i++) {
		json_open(w, NULL, '{');
		json_put_string(w, "id", contest->packages[i].id);
		part_text(w, "title", &contest->packages[i].title);
		json_close(w, '}');
	}
	json_close(w, ']');
}

enum { MAX_BARS = 40 };

struct bar {
	const char *id;
	struct text title;
	int count;
};

struct figure {
	const char *id;
	struct bar *bars;
	size_t count, cap;
	struct dict index;
};

static struct figure figure_new(const char *id, const struct labels *labels, struct arena *arena)
{
	struct figure f = {.id = id};
	for (int i = 0; labels && i < labels->count; i++) {
		if (!f.bars) {
			f.cap = (size_t)labels->count;
			f.bars = ARENA_ARRAY(arena, f.cap, struct bar);
		}
		f.bars[f.count] = (struct bar){labels->items[i].id, labels->items[i].title, 0};
		dict_add(&f.index, arena, labels->items[i].id, (int)f.count++);
	}
	return f;
}

static void figure_add(struct figure *f, const char *value, struct arena *arena)
{
	if (!value)
		return;
	int at = dict_find(&f->index, value);
	if (at < 0) {
		if (f->count == f->cap) {
			size_t grown = f->cap ? f->cap * 2 : 32;
			f->bars = arena_grow(arena, f->bars, f->count, grown, sizeof(*f->bars));
			f->cap = grown;
		}
		at = (int)f->count++;
		f->bars[at] = (struct bar){value, {value, NULL}, 0};
		dict_add(&f->index, arena, value, at);
	}
	f->bars[at].count++;
}

static int by_count(const void *a, const void *b)
{
	const struct bar *x = a, *y = b;
	return x->count != y->count ? (x->count < y->count) - (x->count > y->count) : strcmp(x->id, y->id);
}

static void put_figure(struct json_writer *w, struct figure *f)
{
	if (f->count)
		qsort(f->bars, f->count, sizeof(*f->bars), by_count);
	if (!f->count || !f->bars[0].count)
		return;
	json_open(w, NULL, '{');
	json_put_string(w, "id", f->id);
	json_open(w, "bars", '[');
	for (size_t i = 0; i < f->count && i < MAX_BARS && f->bars[i].count; i++) {
		json_open(w, NULL, '{');
		json_put_string(w, "id", f->bars[i].id);
		part_text(w, "title", &f->bars[i].title);
		json_put_int(w, "count", f->bars[i].count);
		json_close(w, '}');
	}
	json_close(w, ']');
	json_close(w, '}');
}

static const char *const PROFILE_FIGURES[] = {"scene", "province", "country", "industry", "funding", "degree"};

static bool put_figures(struct json_writer *w, const struct view_work *v, const struct contest *contest,
	const struct entry_row *rows, size_t n, int64_t *ret_people, struct err *err)
{
	struct figure axes[AXIS_HEAT], words[COUNT_OF(PROFILE_FIGURES)];
	for (int a = 0; a < AXIS_HEAT; a++)
		axes[a] = figure_new(axis_name((enum axis)a), &contest->axes[a], v->arena);
	for (size_t k = 0; k < COUNT_OF(words); k++)
		words[k] = figure_new(PROFILE_FIGURES[k], k == 0 ? &contest->scenes : NULL, v->arena);
	for (size_t i = 0; i < n; i++) {
		struct json profile;
		if (!part_read_profile(rows[i].profile, v->arena, &profile, err))
			return false;
		figure_add(&axes[AXIS_DIVISION], rows[i].division, v->arena);
		figure_add(&axes[AXIS_REGION], rows[i].region, v->arena);
		figure_add(&axes[AXIS_TRACK], rows[i].track, v->arena);
		for (size_t k = 0; k < COUNT_OF(words); k++)
			figure_add(&words[k], json_string(&profile, PROFILE_FIGURES[k], NULL), v->arena);
		*ret_people += json_int(&profile, "people", 0);
	}
	json_open(w, "figures", '[');
	for (int a = 0; a < AXIS_HEAT; a++)
		put_figure(w, &axes[a]);
	for (size_t k = 0; k < COUNT_OF(words); k++)
		put_figure(w, &words[k]);
	json_close(w, ']');
	return true;
}

static bool put_totals(struct json_writer *w, const struct view_work *v, struct db *db, size_t entries, int64_t people,
	struct err *err)
{
	struct expert_row *experts;
	struct head_row head;
	size_t n;
	int64_t sheets;
	if (!store_list_experts(db, v->contest, v->arena, &experts, &n, err) ||
		!store_count_sheets(db, v->contest, NULL, &sheets, err) ||
		!store_get_head(db, v->contest, v->arena, &head, err))
		return false;
	json_open(w, "totals", '{');
	json_put_int(w, "entries", (int64_t)entries);
	json_put_int(w, "people", people);
	json_put_int(w, "experts", (int64_t)n);
	json_put_int(w, "sheets", sheets);
	json_put_int(w, "records", head.size);
	json_close(w, '}');
	return true;
}

static void put_what_it_is(struct json_writer *w, const struct contest *contest)
{
	json_put_string(w, "id", contest->id);
	part_text(w, "title", &contest->title);
	part_text(w, "theme", &contest->theme);
	if (contest->edition)
		json_put_int(w, "edition", contest->edition);
	json_put_bool(w, "rehearsal", contest->rehearsal);
	json_put_int(w, "utc_offset", contest->offset_min);
	put_hosts(w, contest);
	put_facts(w, contest);
	part_labels(w, "divisions", &contest->axes[AXIS_DIVISION]);
	part_labels(w, "regions", &contest->axes[AXIS_REGION]);
	part_labels(w, "tracks", &contest->axes[AXIS_TRACK]);
	part_labels(w, "scenes", &contest->scenes);
}

/* Stages that have a timetable: pages lead there. */
static bool put_timetables(struct json_writer *w, const struct view_work *v, struct db *db, const struct contest *contest,
	struct err *err)
{
	json_open(w, "timetables", '[');
	for (int s = 0; s < contest->stage_count; s++) {
		struct timetable_row *row = NULL;
		if (contest->stages[s].kind == STAGE_PANEL &&
			!store_find_timetable(db, contest->id, contest->stages[s].id, v->arena, &row, err))
			return false;
		if (row)
			json_put_string(w, NULL, contest->stages[s].id);
	}
	json_close(w, ']');
	return true;
}

static bool contest_work(struct db *db, void *context, struct err *err)
{
	struct view_work *v = context;
	struct contest *contest;
	struct entry_row *rows;
	size_t n;
	int64_t people = 0;
	if (!app_get_contest(db, v->contest, v->arena, &contest, err) ||
		!store_list_entries(db, v->contest, v->arena, &rows, &n, err))
		return false;
	struct json_writer w = json_writer(v->out);
	json_open(&w, NULL, '{');
	put_what_it_is(&w, contest);
	if (!put_stages(&w, v, db, contest, rows, n, err) || !put_figures(&w, v, contest, rows, n, &people, err) ||
		!put_totals(&w, v, db, n, people, err) || !put_timetables(&w, v, db, contest, err))
		return false;
	json_open(&w, "awards", '[');
	for (int s = 0; s < contest->stage_count; s++)
		if (!part_awards(&w, db, contest, s, v->arena, err))
			return false;
	json_close(&w, ']');
	json_close(&w, '}');
	return true;
}

bool view_contest(struct app *app, const char *contest, struct buf *out, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct view_work v = {.app = app, .contest = contest, .arena = arena, .out = out};
	return store_read(app->store, contest_work, &v, err);
}
