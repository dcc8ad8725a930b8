/* A step: the floor as it stands is played from its rows, takes the step at the time that its record will have, and step,
 * record, event, and at a lock the official overtime, are written together. The head of the ledger is locked meanwhile, so
 * of two managers one comes second and finds the number of its step taken. */
#include "app/floor.h"

#include "app/ceremony.h"
#include "app/decide.h"
#include "app/docket.h"
#include "app/event.h"
#include "app/floor_part.h"
#include "app/official.h"
#include "app/principal.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "base/time.h"
#include "floor/step.h"
#include "store/live.h"

struct floor_work {
	struct decide_work base; /* first: decide() hands it back */
	const char *heat_id;
	const struct new_step *new;
	int heat;
	struct floor *floor;
	struct floor_record record;
};

static bool check_heat_open(struct floor_work *w, struct db *db, struct err *err)
{
	struct decide_work *base = &w->base;
	struct stage_row row;
	struct heat_row *locked;
	if (!app_get_heat(decide_stage(base), w->heat_id, &w->heat, err) || !decide_row(base, db, &row, err))
		return false;
	if (row.state != STAGE_JUDGING)
		return fail(err, ERR_CONFLICT, "stage.closed", "Stage %s is closed; nothing happens on its floors any more.", row.stage);
	if (!store_find_heat(db, base->contest->id, row.stage, w->heat_id, base->arena, &locked, err))
		return false;
	if (locked)
		return fail(err, ERR_CONFLICT, "heat.locked", "Heat %s is locked; nothing happens on its floor any more.", w->heat_id);
	return true;
}

static bool read_step(struct floor_work *w, struct err *err)
{
	const struct new_step *new = w->new;
	int action = floor_action_find(new->action);
	if (action < 0) {
		const char *words[FLOOR_ACTION_COUNT];
		for (int a = 0; a < FLOOR_ACTION_COUNT; a++)
			words[a] = floor_action_name((enum floor_action)a);
		const char *near = str_nearest(new->action, words, COUNT_OF(words));
		return fail(err, ERR_INPUT, "floor.action", "A floor knows no action \"%.32s\"%s%s%s.", new->action,
			near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
	}
	if (new->seconds > FLOOR_EXTENSION_MAX)
		return fail(err, ERR_INPUT, "floor.field", "The clock is extended by 1 to %d seconds at a time.", FLOOR_EXTENSION_MAX);
	if (new->step != w->floor->steps + 1)
		return fail(err, ERR_CONFLICT, "floor.moved",
			"Somebody else was faster: step %lld is the newest on this floor. Look again, then decide.",
			(long long)w->floor->steps);
	w->record = (struct floor_record){.stage = decide_stage(&w->base)->id, .heat = w->heat_id, .number = new->step,
		.step = {.action = (enum floor_action)action, .entry = new->entry, .entries = new->entries,
			.entry_count = new->entry_count, .draw = new->draw, .seconds = (int)new->seconds, .at_ms = w->base.j.ts_ms}};
	return true;
}

/* ---- "open" names exactly the entries of the heat */

static bool check_listed(const struct floor_work *w, const struct docket *docket, const bool *gone, bool *listed,
	struct err *err)
{
	const char *stage = docket->stage->id;
	for (int i = 0; i < w->record.step.entry_count; i++) {
		const char *id = w->record.step.entries[i];
		int entry = docket_find_entry(docket, id);
		if (entry < 0)
			return fail(err, ERR_INPUT, "floor.order", "Entry \"%.64s\" does not take part in stage %s.", id, stage);
		if (gone[entry])
			return fail(err, ERR_INPUT, "floor.order", "Entry %s has withdrawn.", id);
		if (!floor_may_stand(docket, gone, entry, w->heat))
			return fail(err, ERR_CONFLICT, "floor.heat", "Entry %s belongs to heat %s.", id,
				docket->stage->heats[docket_heat(docket, entry)].id);
		listed[entry] = true;
	}
	return true;
}

/* The order of a draw, without those who are not of this floor. */
static bool take_drawn(struct floor_work *w, struct db *db, const struct docket *docket, const bool *gone, struct err *err)
{
	struct floor_step *step = &w->record.step;
	const char *const *drawn;
	int count;
	if (step->entry_count)
		return fail(err, ERR_INPUT, "floor.field", "Give a draw or a running order, not both.");
	if (!ceremony_load_order(db, w->base.contest->id, step->draw, w->base.arena, &drawn, &count, err))
		return false;
	const char **ids = ARENA_ARRAY(w->base.arena, (size_t)count, const char *);
	for (int i = 0; i < count; i++) {
		int entry = docket_find_entry(docket, drawn[i]);
		if (entry >= 0 && !gone[entry] && floor_may_stand(docket, gone, entry, w->heat))
			ids[step->entry_count++] = drawn[i];
	}
	step->entries = ids;
	return true;
}

static bool check_opening(struct floor_work *w, struct db *db, struct err *err)
{
	struct docket *docket;
	bool *gone;
	if (!docket_load(db, w->base.contest, w->base.stage, w->base.arena, &docket, err) ||
		!floor_withdrawn(db, docket, w->base.arena, &gone, err) ||
		(w->record.step.draw && !take_drawn(w, db, docket, gone, err)))
		return false;
	bool *listed = ARENA_ARRAY(w->base.arena, (size_t)docket->entry_count, bool);
	if (!check_listed(w, docket, gone, listed, err))
		return false;
	CLEANUP(buf_done) struct buf names = {0};
	int missing = 0;
	for (int e = 0; e < docket->entry_count; e++)
		if (!gone[e] && !listed[e] && docket_heat(docket, e) == w->heat && missing++ < 8)
			buf_printf(&names, "%s%s", names.len ? ", " : "", docket_entry_id(docket, e));
	return !missing || fail(err, ERR_INPUT, "floor.order", "The running order lacks %d entries of heat %s: %s%s.", missing,
		w->heat_id, buf_str(&names), missing > 8 ? " …" : "");
}

/* ---- what a step writes */

static bool write_overtime(struct floor_work *w, struct err *err)
{
	const struct stage *stage = decide_stage(&w->base);
	if (w->record.step.action != FLOOR_LOCK || stage->floor.overtime < 0)
		return true;
	const char *id = w->record.step.entry;
	int seconds = w->floor->entries[floor_find_entry(w->floor, id)].overtime_s;
	const struct criterion *c = &stage->scoring.criteria[stage->floor.overtime];
	int64_t units = (int64_t)(seconds > 0 ? seconds : 0) * DECIMAL_ONE;
	return official_put(&w->base.j, stage, w->heat_id, id, stage->floor.overtime, units < c->max ? units : c->max, err);
}

static bool tell(struct floor_work *w, struct db *db, struct err *err)
{
	CLEANUP(buf_done) struct buf data = {0};
	char at[TIME_TEXT];
	struct json_writer json = json_writer(&data);
	struct floor_sight sight = {db, w->base.contest, w->base.stage, w->heat, w->floor, w->base.j.ts_ms, w->base.arena};
	json_open(&json, NULL, '{');
	json_put_string(&json, "at", time_format(w->base.j.ts_ms, at));
	if (!floor_write(&json, &sight, err))
		return false;
	json_close(&json, '}');
	return event_add(&w->base.j, "floor", buf_str(&data), err);
}

static bool take_step(struct decide_work *base, struct db *db, struct err *err)
{
	struct floor_work *w = (struct floor_work *)base;
	const char *contest = base->contest->id;
	if (!check_heat_open(w, db, err) ||
		!floor_load_any(db, base->contest, base->stage, w->heat, base->arena, &w->floor, err) || !read_step(w, err))
		return false;
	bool opens = w->record.step.action == FLOOR_OPEN && !floor_is_open(w->floor);
	if ((opens && !check_opening(w, db, err)) ||
		!floor_take(w->floor, &w->record.step, &w->record.overtime_s, err))
		return false;
	CLEANUP(buf_done) struct buf body = {0};
	floor_record_write(&w->record, &body);
	struct step_row row = {.step = w->record.number, .at_ms = base->j.ts_ms, .body = buf_str(&body)};
	return journal_add(&base->j, "floor.step", row.body, &row.seq, err) &&
		store_add_step(db, contest, w->record.stage, w->heat_id, &row, err) && write_overtime(w, err) && tell(w, db, err);
}

static bool step_work(struct db *db, void *context, struct err *err)
{
	return decide(context, db, take_step, "floor.step", err);
}

bool app_step_floor(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const char *heat, const struct new_step *step, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct floor_work w = {.base = {.app = app, .rq = rq, .contest_id = contest, .stage_id = stage, .arena = arena},
		.heat_id = heat, .new = step};
	return principal_check(rq->who, ACT_FLOOR, err) && store_write(app->store, step_work, &w, err);
}
