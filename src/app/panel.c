/* The panel of a heat: seated as a whole, by id. Until one is seated, everybody of a class on the stage's panel is. */
#include "app/floor.h"

#include "app/decide.h"
#include "app/principal.h"
#include "app/turnout.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/dict.h"
#include "base/json.h"
#include "base/str.h"
#include "store/live.h"
#include "store/panels.h"

#include <stdlib.h>
#include <string.h>

/* ---- reading */

static bool on_panel_class(const struct contest *contest, const struct stage *stage, const char *class_id)
{
	for (int i = 0; i < stage->panel_count; i++)
		if (class_id && str_eq(contest->classes.items[stage->panel[i].class_index].id, class_id))
			return true;
	return !stage->panel_count;
}

static bool everybody(struct db *db, const struct contest *contest, const struct stage *stage, struct arena *arena,
	const char *const **ret_experts, int *ret_count, struct err *err)
{
	struct expert_row *rows;
	struct dict leavers;
	size_t n;
	if (!store_list_experts(db, contest->id, arena, &rows, &n, err) ||
		!store_list_leavers(db, contest->id, arena, &leavers, err))
		return false;
	const char **ids = ARENA_ARRAY(arena, n, const char *);
	int count = 0;
	for (size_t i = 0; i < n; i++)
		if (on_panel_class(contest, stage, rows[i].class_id) && dict_find(&leavers, rows[i].id) < 0)
			ids[count++] = rows[i].id;
	*ret_experts = ids;
	*ret_count = count;
	return true;
}

bool panel_load(struct db *db, const struct contest *contest, int stage, int heat, struct arena *arena,
	const char *const **ret_experts, int *ret_count, struct err *err)
{
	const struct stage *s = &contest->stages[stage];
	struct panel_row *rows;
	size_t n;
	if (!store_list_panel(db, contest->id, s->id, arena, &rows, &n, err))
		return false;
	const char **ids = ARENA_ARRAY(arena, n, const char *);
	int count = 0;
	for (size_t i = 0; i < n; i++)
		if (str_eq(rows[i].heat, s->heats[heat].id))
			ids[count++] = rows[i].expert;
	if (!count)
		return everybody(db, contest, s, arena, ret_experts, ret_count, err);
	*ret_experts = ids;
	*ret_count = count;
	return true;
}

static int by_id(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

bool panel_has(const char *const *experts, int count, const char *expert)
{
	return count && bsearch(&expert, experts, (size_t)count, sizeof(*experts), by_id);
}

/* ---- seating */

struct panel_work {
	struct decide_work base; /* first: decide() hands it back */
	const char *heat;
	const char *const *experts;
	int count;
};

static bool check_experts(struct db *db, struct panel_work *w, const struct dict *leavers, const char **ids, struct err *err)
{
	const struct contest *contest = w->base.contest;
	const struct stage *stage = decide_stage(&w->base);
	struct expert_row *rows;
	size_t n;
	if (!w->count)
		return fail(err, ERR_INPUT, "panel.empty", "A panel has at least one expert.");
	if (!store_list_experts(db, contest->id, w->base.arena, &rows, &n, err))
		return false;
	for (int i = 0; i < w->count; i++) {
		size_t at = 0;
		while (at < n && !str_eq(rows[at].id, w->experts[i]))
			at++;
		if (at == n)
			return fail(err, ERR_NOT_FOUND, "expert.unknown", "No expert \"%.64s\" is seated in %s.", w->experts[i], contest->id);
		if (dict_find(leavers, rows[at].id) >= 0)
			return fail(err, ERR_CONFLICT, "panel.left", "Expert %s has left %s.", rows[at].id, contest->id);
		if (!on_panel_class(contest, stage, rows[at].class_id))
			return fail(err, ERR_INPUT, "panel.class", "Expert %s is of no class that sits on the panel of %s.",
				w->experts[i], stage->id);
		ids[i] = rows[at].id;
	}
	qsort(ids, (size_t)w->count, sizeof(*ids), by_id);
	for (int i = 1; i < w->count; i++)
		if (str_eq(ids[i - 1], ids[i]))
			return fail(err, ERR_INPUT, "panel.twice", "Expert %s is named twice.", ids[i]);
	return true;
}

/* Whoever left need not stay: their sheets do. */
static bool check_marked(struct db *db, const struct panel_work *w, const struct dict *leavers, const char *const *ids,
	struct err *err)
{
	const struct stage *stage = decide_stage(&w->base);
	struct sheet_row *rows;
	size_t n;
	if (!store_list_sheets(db, w->base.contest->id, stage->id, w->base.arena, &rows, &n, err))
		return false;
	for (size_t i = 0; i < n; i++) {
		bool here = str_eq(rows[i].heat, w->heat) && turnout_counts(stage, &rows[i]);
		if (here && !panel_has(ids, w->count, rows[i].expert) && dict_find(leavers, rows[i].expert) < 0)
			return fail(err, ERR_CONFLICT, "panel.marked", "Expert %s has marked entry %s there and stays on the panel.",
				rows[i].expert, rows[i].entry);
	}
	return true;
}

static bool seat_step(struct decide_work *base, struct db *db, struct err *err)
{
	struct panel_work *w = (struct panel_work *)base;
	const char *contest = base->contest->id, *stage = decide_stage(base)->id;
	const char **ids = ARENA_ARRAY(base->arena, (size_t)w->count, const char *);
	struct stage_row row;
	struct heat_row *locked;
	struct dict leavers;
	int heat;
	if (!app_get_heat(decide_stage(base), w->heat, &heat, err) || !decide_row(base, db, &row, err))
		return false;
	if (row.state != STAGE_JUDGING)
		return fail(err, ERR_CONFLICT, "stage.closed", "Stage %s is closed; its panels can't change any more.", stage);
	if (!store_find_heat(db, contest, stage, w->heat, base->arena, &locked, err))
		return false;
	if (locked)
		return fail(err, ERR_CONFLICT, "heat.locked", "Heat %s is locked; its panel can't change any more.", w->heat);
	if (!store_list_leavers(db, contest, base->arena, &leavers, err) || !check_experts(db, w, &leavers, ids, err) ||
		!check_marked(db, w, &leavers, ids, err))
		return false;
	CLEANUP(buf_done) struct buf body = {0};
	struct json_writer json = json_writer(&body);
	json_open(&json, NULL, '{');
	json_open(&json, "experts", '[');
	for (int i = 0; i < w->count; i++)
		json_put_string(&json, NULL, ids[i]);
	json_close(&json, ']');
	json_put_string(&json, "heat", w->heat);
	json_put_string(&json, "stage", stage);
	json_close(&json, '}');
	int64_t seq;
	return journal_add(&base->j, "panel.seat", buf_str(&body), &seq, err) &&
		store_put_panel(db, contest, stage, w->heat, ids, (size_t)w->count, seq, err);
}

static bool seat_work(struct db *db, void *context, struct err *err)
{
	return decide(context, db, seat_step, "panel.seat", err);
}

bool app_seat_panel(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const char *heat, const char *const *experts, int count, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct panel_work w = {.base = {.app = app, .rq = rq, .contest_id = contest, .stage_id = stage, .arena = arena},
		.heat = heat, .experts = experts, .count = count};
	return principal_check(rq->who, ACT_IMPORT, err) && store_write(app->store, seat_work, &w, err);
}

/* ---- view */

struct panel_sight {
	const char *contest, *stage, *heat;
	struct arena *arena;
	struct buf *out;
};

static bool read_panel(struct db *db, void *context, struct err *err)
{
	struct panel_sight *v = context;
	struct contest *contest;
	struct expert_row *rows;
	const char *const *experts;
	size_t n;
	int stage, heat, count;
	if (!app_get_contest(db, v->contest, v->arena, &contest, err) || !app_get_panel_stage(contest, v->stage, &stage, err) ||
		!app_get_heat(&contest->stages[stage], v->heat, &heat, err) ||
		!panel_load(db, contest, stage, heat, v->arena, &experts, &count, err) ||
		!store_list_experts(db, contest->id, v->arena, &rows, &n, err))
		return false;
	struct json_writer w = json_writer(v->out);
	json_open(&w, NULL, '{');
	json_open(&w, "experts", '[');
	for (size_t i = 0; i < n; i++) {
		if (!panel_has(experts, count, rows[i].id))
			continue;
		json_open(&w, NULL, '{');
		json_put_string(&w, "id", rows[i].id);
		if (rows[i].class_id)
			json_put_string(&w, "class", rows[i].class_id);
		json_close(&w, '}');
	}
	json_close(&w, ']');
	json_close(&w, '}');
	buf_putc(v->out, '\n');
	return true;
}

bool view_panel(struct app *app, const char *contest, const char *stage, const char *heat, struct buf *out,
	struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct panel_sight v = {contest, stage, heat, arena, out};
	return store_read(app->store, read_panel, &v, err);
}
