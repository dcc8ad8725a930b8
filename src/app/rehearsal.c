/* Plans a rehearsal, then sends it through the use cases, each step under an
 * idempotency key of its own. A step whose key stands in the ledger is left
 * out, so that a rehearsal that was cut off goes on where it stopped; a
 * setting says when it was begun and when it is complete. */
#include "app/rehearsal.h"

#include "app/app.h"
#include "app/ceremony.h"
#include "app/plan.h"
#include "app/timetable.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/finding.h"
#include "base/str.h"
#include "contest/definition.h"
#include "store/store.h"

struct run {
	struct app *app;
	const struct rehearsal_source *source;
	rehearsal_progress *progress;
	void *context;
	bool stops;        /* before the sheets of `until`, or where it is NULL of the first stage */
	const char *until;
	int64_t draws;     /* how many it has had so far */
	struct arena *arena;
	struct findings findings;
	struct import_report report;
	struct request rq; /* of the step at hand */
};

struct setting {
	const char *name, *value;
	struct arena *arena;
};

static bool read_setting(struct db *db, void *context, struct err *err)
{
	struct setting *s = context;
	return store_get_setting(db, s->name, s->arena, &s->value, err);
}

static bool write_setting(struct db *db, void *context, struct err *err)
{
	const struct setting *s = context;
	return store_put_setting(db, s->name, s->value, err);
}

struct presence {
	const char *contest, *req;
	struct arena *arena;
	int64_t seq;
	bool exists;
};

static bool find_contest(struct db *db, void *context, struct err *err)
{
	struct presence *w = context;
	struct contest_row *row;
	if (!store_find_contest(db, w->contest, w->arena, &row, err))
		return false;
	w->exists = row != NULL;
	return true;
}

static bool find_request(struct db *db, void *context, struct err *err)
{
	struct presence *w = context;
	return store_find_request(db, w->contest, w->req, &w->seq, err);
}

/* Does the ledger have the step? Whatever is asked of the app next is asked under its name. */
static bool was_done(struct run *run, const char *step, bool *ret_done, struct err *err)
{
	struct presence w = {.contest = run->source->id, .arena = run->arena};
	w.req = arena_printf(run->arena, "rehearsal-%s", step);
	run->rq = (struct request){.actor = "rehearsal", .req = w.req};
	if (!store_read(app_store(run->app), find_request, &w, err))
		return false;
	*ret_done = w.seq >= 0;
	return true;
}

/* Names the step that comes next. */
static bool next_step(struct run *run, const char *step, bool *ret_done, struct err *err)
{
	if (!was_done(run, step, ret_done, err))
		return false;
	if (!*ret_done && run->progress)
		run->progress(run->source->id, step, run->context);
	return true;
}

static bool import_people(struct run *run, struct plan *p, struct err *err)
{
	CLEANUP(buf_done) struct buf entries = {0};
	CLEANUP(buf_done) struct buf experts = {0};
	bool done;
	plan_entries_csv(p, &entries);
	plan_experts_csv(p, &experts);
	if (!next_step(run, "entries", &done, err) ||
		(!done && !app_import_entries(run->app, &run->rq, run->source->id, entries.at, entries.len, false,
			&run->findings, &run->report, err)))
		return false;
	return next_step(run, "experts", &done, err) &&
		(done || app_import_experts(run->app, &run->rq, run->source->id, experts.at, experts.len, false,
			&run->findings, &run->report, err));
}

/* "semifinal-close", unique in the contest. */
static const char *step_name(const struct run *run, const char *stage, const char *what, int k)
{
	return k < 0 ? arena_printf(run->arena, "%s-%s", stage, what) :
		arena_printf(run->arena, "%s-%s-%d", stage, what, k + 1);
}

static bool import_sheets(struct run *run, const struct plan_round *r, struct err *err)
{
	bool done;
	const char *contest = run->source->id;
	if (!next_step(run, step_name(run, r->stage, "sheets", -1), &done, err) ||
		(!done && !app_import_sheets(run->app, &run->rq, contest, r->stage, r->sheets, r->sheets_len, false, false,
			&run->findings, &run->report, err)))
		return false;
	if (!r->amended)
		return true;
	return next_step(run, step_name(run, r->stage, "amend", -1), &done, err) &&
		(done || app_import_sheets(run->app, &run->rq, contest, r->stage, r->amended, r->amended_len, true, false,
			&run->findings, &run->report, err));
}

static bool record_decisions(struct run *run, const struct plan_round *r, struct err *err)
{
	bool done;
	for (int i = 0; i < r->deliberation_count; i++) {
		if (!next_step(run, step_name(run, r->stage, "deliberate", i), &done, err) ||
			(!done && !app_deliberate(run->app, &run->rq, run->source->id, r->stage, &r->deliberations[i], err)))
			return false;
	}
	for (int i = 0; i < r->grant_count; i++) {
		if (!next_step(run, step_name(run, r->stage, "award", i), &done, err) ||
			(!done && !app_grant_award(run->app, &run->rq, run->source->id, r->stage, r->grants[i].award,
				r->grants[i].entry, r->reason, err)))
			return false;
	}
	return true;
}

/* The running order of a heat, by the hall: committed to, announced, concluded. */
static bool draw_heat(struct run *run, struct plan *p, const char *at, const struct hall_plan *hall, int64_t number, struct err *err)
{
	bool done;
	int64_t made;
	const char *lines[PLAN_LINES], *commitments[PLAN_LINES], *contest = run->source->id;
	struct new_draw draw = {.draw = number, .pool = hall->pool, .pool_count = hall->pool_count, .reveals = lines,
		.reveal_count = PLAN_LINES};
	plan_lines(p, at, lines, commitments);
	if (!next_step(run, step_name(run, at, "commit", -1), &done, err) ||
		(!done && !app_commit_draw(run->app, &run->rq, contest, hall, commitments, PLAN_LINES, &made, err)))
		return false;
	if (!next_step(run, step_name(run, at, "announce", -1), &done, err) ||
		(!done && !app_announce_draw(run->app, &run->rq, contest, &draw, &made, err)))
		return false;
	return next_step(run, step_name(run, at, "draw", -1), &done, err) &&
		(done || app_conclude_draw(run->app, &run->rq, contest, number, NULL, err));
}

/* In both languages, as the names of a rehearsal's entries are. */
static const char *order_name(const struct heat *heat, struct arena *arena)
{
	const char *zh = heat->title.zh, *en = heat->title.en;
	return arena_printf(arena, "路演次序：%s · Running order: %s", zh ? zh : en, en ? en : zh);
}

/* Every heat with somebody in it; who that is says the timetable that stands in the order of ids. */
static bool draw_orders(struct run *run, struct plan *p, const struct stage *stage, const struct schedule *plain, int64_t *ret_draws,
	struct err *err)
{
	for (int h = 0; h < stage->heat_count; h++) {
		const char *heat = stage->heats[h].id, **pool = ARENA_ARRAY(run->arena, (size_t)plain->slot_count + 1, const char *);
		struct hall_plan hall = {.purpose = order_name(&stage->heats[h], run->arena), .pool = pool};
		for (int i = 0; i < plain->slot_count; i++)
			if (str_eq(plain->slots[i].heat, heat))
				pool[hall.pool_count++] = plain->slots[i].entry;
		if (!hall.pool_count)
			continue;
		ret_draws[h] = ++run->draws;
		if (!draw_heat(run, p, step_name(run, stage->id, heat, -1), &hall, run->draws, err))
			return false;
	}
	return true;
}

static bool count_draws(struct run *run, const struct stage *stage, struct err *err)
{
	for (int h = 0; h < stage->heat_count; h++) {
		bool done;
		if (!was_done(run, arena_printf(run->arena, "%s-%s-draw", stage->id, stage->heats[h].id), &done, err))
			return false;
		run->draws += done;
	}
	return true;
}

/* Of a stage whose heats all have a pitch and a start. */
static bool set_timetable(struct run *run, struct plan *p, const char *id, struct err *err)
{
	CLEANUP(buf_done) struct buf out = {0};
	const struct stage *stage = &p->contest->stages[contest_find_stage(p->contest, id)];
	int64_t *draws = ARENA_ARRAY(run->arena, (size_t)stage->heat_count, int64_t);
	struct new_timetable given;
	bool done;
	if (!plan_is_timed(p, id))
		return true;
	if (!was_done(run, step_name(run, id, "timetable", -1), &done, err))
		return false;
	if (done)
		return count_draws(run, stage, err);
	if (!plan_timetable(p, run->app, &(struct request){.actor = "rehearsal"}, id, NULL, &given, err) ||
		!draw_orders(run, p, stage, &given.given, draws, err))
		return false;
	return next_step(run, step_name(run, id, "timetable", -1), &done, err) &&
		plan_timetable(p, run->app, &run->rq, id, draws, &given, err) &&
		app_set_timetable(run->app, &run->rq, run->source->id, id, &given, &out, err);
}

static bool run_stage(struct run *run, struct plan *p, const struct plan_round *r, struct err *err)
{
	bool done;
	const char *contest = run->source->id;
	if (!set_timetable(run, p, r->stage, err) || !import_sheets(run, r, err))
		return false;
	if (!r->closes)
		return true;
	if (!next_step(run, step_name(run, r->stage, "close", -1), &done, err) ||
		(!done && !app_close_stage(run->app, &run->rq, contest, r->stage, r->supervisor, err)))
		return false;
	if (!record_decisions(run, r, err))
		return false;
	if (!r->publishes)
		return true;
	return next_step(run, step_name(run, r->stage, "publish", -1), &done, err) &&
		(done || app_publish_stage(run->app, &run->rq, contest, r->stage, err));
}

static bool run_rounds(struct run *run, struct plan *p, struct err *err)
{
	for (int i = 0; i < p->round_count; i++) {
		const struct plan_round *r = &p->rounds[i];
		bool done;
		if (run->stops && r->stage && (!run->until || str_eq(r->stage, run->until)))
			return true;
		if (r->stage) {
			if (!run_stage(run, p, r, err))
				return false;
			continue;
		}
		if (!next_step(run, step_name(run, "withdraw", r->withdrawn, -1), &done, err) ||
			(!done && !app_withdraw_entry(run->app, &run->rq, run->source->id, r->withdrawn, r->reason, err)))
			return false;
	}
	return true;
}

static bool play(struct run *run, struct err *err)
{
	const struct rehearsal_source *source = run->source;
	struct contest *contest;
	struct json parameters;
	struct plan p = {.arena = run->arena};
	const char *note;
	bool done;
	if (!definition_read(source->definition.at, source->definition.len, run->arena, &run->findings, &contest, err) ||
		!json_parse(source->parameters.at, source->parameters.len, run->arena, &parameters, err))
		return false;
	p.contest = contest;
	p.parameters = &parameters;
	if (!plan_make(&p, err))
		return false;
	if (!next_step(run, "define", &done, err) ||
		(!done && !app_add_contest(run->app, &run->rq, source->definition.at, source->definition.len,
			&run->findings, err)))
		return false;
	return import_people(run, &p, err) && run_rounds(run, &p, err) &&
		app_checkpoint(run->app, source->id, run->arena, &note, err);
}

/* Says by a setting that this contest is a rehearsal; refuses one that somebody else made. */
static bool begin(struct run *run, struct setting *state, struct err *err)
{
	struct presence w = {.contest = run->source->id, .arena = run->arena};
	if (state->value)
		return true;
	if (!store_read(app_store(run->app), find_contest, &w, err))
		return false;
	if (w.exists)
		return fail(err, ERR_CONFLICT, "rehearsal.exists", "Contest %s is here already and is no rehearsal.", w.contest);
	state->value = "begun";
	return store_write(app_store(run->app), write_setting, state, err);
}

bool app_rehearse_until(struct app *app, const struct rehearsal_source *source, const char *stage, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct run run = {.app = app, .source = source, .arena = arena, .findings = findings_of(source->id, arena), .stops = true,
		.until = stage};
	struct setting state = {.name = arena_printf(arena, "rehearsal.%s", source->id), .arena = arena};
	return store_read(app_store(app), read_setting, &state, err) && begin(&run, &state, err) && play(&run, err);
}

bool app_rehearse(struct app *app, const struct rehearsal_source *source, rehearsal_progress *progress,
	void *context, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct run run = {.app = app, .source = source, .progress = progress, .context = context, .arena = arena,
		.findings = findings_of(source->id, arena)};
	struct setting state = {.name = arena_printf(arena, "rehearsal.%s", source->id), .arena = arena};
	if (!store_read(app_store(app), read_setting, &state, err))
		return false;
	if (state.value && str_eq(state.value, "complete"))
		return true;
	if (!begin(&run, &state, err) || !play(&run, err))
		return false;
	state.value = "complete";
	return store_write(app_store(app), write_setting, &state, err);
}
