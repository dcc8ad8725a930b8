/* Proposing reads and writes nothing. Setting and shifting end in the same step: the new version is held against the rules of
 * the record that the verifiers use, against who takes part, and against teams, experts, breaks and hours; then record, row and
 * event are written together. The head of the ledger is locked meanwhile, so that of two editors one comes second and finds
 * the version that it saw no longer the newest. */
#include "app/timetable.h"

#include "app/decide.h"
#include "app/event.h"
#include "app/floor.h"
#include "app/principal.h"
#include "app/timetable_room.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "store/panels.h"

#include <inttypes.h>

enum { USUAL_BUFFER_S = 60, USUAL_CHANGE_S = 900 };

/* ---- propose */

struct proposing {
	struct app *app;
	const char *contest, *stage;
	const struct timetable_wish *wish;
	struct arena *arena;
	struct buf *out;
	struct timetable_room room;
	struct schedule made;
};

static bool check_wish(struct proposing *w, struct err *err)
{
	const struct schedule *given = &w->wish->given;
	struct schedule spans = *given;
	int heat;
	if (w->wish->heat && !app_get_heat(w->room.stage, w->wish->heat, &heat, err))
		return false;
	spans.stage = w->room.stage->id;
	spans.slot_count = 0;
	schedule_sort(&spans, w->room.heats, w->room.heat_count);
	if (!schedule_check(&spans, w->room.heats, w->room.heat_count, err))
		return false;
	const struct schedule *now = &w->room.now;
	w->made = spans;
	w->made.buffer_s = given->buffer_s >= 0 ? given->buffer_s : now->version ? now->buffer_s : USUAL_BUFFER_S;
	w->made.change_s = given->change_s >= 0 ? given->change_s : now->version ? now->change_s : USUAL_CHANGE_S;
	return true;
}

static bool fill_venue(struct proposing *w, const struct heat_order *order, int heat, struct timetable_venue *v, struct err *err)
{
	struct timetable_room *room = &w->room;
	int64_t length_ms = w->wish->length_s ? w->wish->length_s * 1000 : room_length_ms(room, heat);
	struct timetable_pitch *pitches = ARENA_ARRAY(room->arena, (size_t)order->count + 1, struct timetable_pitch);
	if (!order->count)
		return true;
	if (!length_ms)
		return fail(err, ERR_INPUT, "timetable.length", "The definition says no time for a pitch in heat %s; give a length.",
			room->heats[heat]);
	if (!v->open.from_ms)
		return fail(err, ERR_INPUT, "timetable.start", "Nothing says when heat %s opens; give its hours.", room->heats[heat]);
	for (int i = 0; i < order->count; i++)
		pitches[i] = (struct timetable_pitch){order->entries[i], room->teams[order->entries[i]], length_ms};
	v->pitches = pitches;
	v->pitch_count = order->count;
	return true;
}

/* A heat that is not to be made again stands as it was set. */
static void keep_venue(struct proposing *w, int heat, struct timetable_venue *v)
{
	struct timetable_room *room = &w->room;
	const struct schedule *now = &room->now;
	struct timetable_pitch *pitches = ARENA_ARRAY(room->arena, (size_t)now->slot_count + 1, struct timetable_pitch);
	int64_t *started = ARENA_ARRAY(room->arena, (size_t)now->slot_count + 1, int64_t);
	for (int i = 0; i < now->slot_count; i++) {
		int entry = docket_find_entry(room->docket, now->slots[i].entry);
		if (!str_eq(now->slots[i].heat, room->heats[heat]) || entry < 0 || room->gone[entry])
			continue;
		started[v->pitch_count] = now->slots[i].from_ms;
		pitches[v->pitch_count++] = (struct timetable_pitch){entry, room->teams[entry], now->slots[i].until_ms - now->slots[i].from_ms};
	}
	v->pitches = pitches;
	v->started = started;
	v->done = v->pitch_count;
}

static bool fill_venues(struct proposing *w, struct timetable_venue *venues, struct err *err)
{
	struct heat_order *orders;
	int count = 0;
	if (!room_orders(&w->room, w->wish, &orders, err))
		return false;
	for (int h = 0; h < w->room.heat_count; h++) {
		if (w->wish->heat && !str_eq(w->wish->heat, w->room.heats[h]))
			keep_venue(w, h, &venues[h]);
		else if (!fill_venue(w, &orders[h], h, &venues[h], err))
			return false;
		count += orders[h].count;
	}
	return count || fail(err, ERR_CONFLICT, "timetable.empty", "Nobody is known yet to pitch in %s%s.",
		w->wish->heat ? "heat " : "stage ", w->wish->heat ? w->wish->heat : w->room.stage->id);
}

static void take_slots(struct proposing *w, const struct timetable_case *c, const struct timetable *t)
{
	int n = t->starts[c->venue_count];
	w->made.slots = ARENA_ARRAY(w->arena, (size_t)n + 1, struct schedule_slot);
	w->made.slot_count = n;
	for (int i = 0; i < n; i++) {
		const struct slot *s = &t->slots[i];
		int entry = c->venues[s->venue].pitches[s->pitch].entry;
		w->made.slots[i] = (struct schedule_slot){docket_entry_id(w->room.docket, entry), w->room.heats[s->venue], s->at.from_ms,
			s->at.until_ms};
	}
}

static bool propose_work(struct db *db, void *context, struct err *err)
{
	struct proposing *w = context;
	struct contest *contest;
	struct timetable_case c;
	struct timetable_venue *venues;
	const struct shut_cause **causes;
	struct timetable t;
	int stage;
	if (!app_get_contest(db, w->contest, w->arena, &contest, err) || !app_get_panel_stage(contest, w->stage, &stage, err) ||
		!room_load(db, contest, stage, w->app->now_ms(), w->arena, &w->room, err) || !check_wish(w, err))
		return false;
	room_venues(&w->room, &w->made, &c, &venues, &causes);
	c.order = w->wish->gives ? TIMETABLE_GIVES : TIMETABLE_STRICT;
	if (!fill_venues(w, venues, err) || !timetable_make(&c, w->arena, &t, err))
		return false;
	take_slots(w, &c, &t);
	if (!room_keep_draws(&w->room, &w->made, err))
		return false;
	struct timetable_made made = {t.slots, t.waited_ms, t.moved, t.over};
	room_answer(&w->room, &w->made, &w->room.now, &made, w->out);
	return true;
}

bool app_propose_timetable(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const struct timetable_wish *wish, struct buf *out, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct proposing w = {.app = app, .contest = contest, .stage = stage, .wish = wish, .arena = arena, .out = out};
	return principal_check(rq->who, ACT_CLOSE, err) && store_read(app->store, propose_work, &w, err);
}

/* ---- set */

struct setting {
	struct decide_work base; /* first: decide() hands it back */
	const struct new_timetable *given;
	const struct timetable_delay *delay;
	const char *heat;
	int64_t seen; /* version */
	bool overrides;
	struct buf *out;
	struct timetable_room room;
	struct schedule made;
};

static bool check_open(struct setting *w, struct err *err)
{
	if (w->room.closed)
		return fail(err, ERR_CONFLICT, "stage.closed", "Stage %s is closed; its timetable can't change any more.", w->room.stage->id);
	return w->seen == w->room.now.version || fail(err, ERR_CONFLICT, "timetable.moved",
		"Somebody else was faster: version %" PRId64 " is in force. Look again, then decide.", w->room.now.version);
}

static bool check_entries(const struct setting *w, struct err *err)
{
	const struct timetable_room *room = &w->room;
	for (int i = 0; i < w->made.slot_count; i++) {
		const struct schedule_slot *slot = &w->made.slots[i];
		int entry = docket_find_entry(room->docket, slot->entry);
		if (entry < 0 || room->gone[entry])
			return fail(err, ERR_INPUT, "timetable.entry", "Entry \"%.64s\" %s.", slot->entry,
				entry < 0 ? "takes no part in the stage" : "has withdrawn");
		int heat = docket_heat(room->docket, entry);
		if (heat >= 0 && !str_eq(room->heats[heat], slot->heat))
			return fail(err, ERR_CONFLICT, "timetable.heat", "Entry %s belongs to heat %s.", slot->entry, room->heats[heat]);
	}
	return true;
}

/* A version comes back without whoever has left meanwhile. */
static bool restore(struct setting *w, struct err *err)
{
	const struct timetable_room *room = &w->room;
	for (size_t i = 0; i < room->row_count; i++) {
		if (room->rows[i].version != w->given->restores)
			continue;
		if (!room_read(&room->rows[i], w->base.arena, &w->made, err))
			return false;
		int kept = 0;
		for (int s = 0; s < w->made.slot_count; s++) {
			int entry = docket_find_entry(room->docket, w->made.slots[s].entry);
			if (entry >= 0 && !room->gone[entry])
				w->made.slots[kept++] = w->made.slots[s];
		}
		w->made.slot_count = kept;
		w->made.reason = w->given->given.reason;
		return true;
	}
	return fail(err, ERR_NOT_FOUND, "timetable.version", "Stage %s has no timetable of version %" PRId64 ".", room->stage->id,
		w->given->restores);
}

static bool make_version(struct setting *w, struct err *err)
{
	struct schedule *s = &w->made;
	int heat;
	if (w->delay) {
		if (!app_get_heat(w->room.stage, w->heat, &heat, err) || !room_shift(&w->room, heat, w->delay, s, err))
			return false;
		s->reason = w->delay->reason;
	} else if (w->given->restores) {
		if (!restore(w, err))
			return false;
	} else {
		const struct schedule *now = &w->room.now;
		*s = w->given->given;
		if (s->buffer_s < 0)
			s->buffer_s = now->version ? now->buffer_s : USUAL_BUFFER_S;
		if (s->change_s < 0)
			s->change_s = now->version ? now->change_s : USUAL_CHANGE_S;
	}
	s->stage = w->room.stage->id;
	s->version = w->room.now.version + 1;
	if (s->reason && !*s->reason)
		s->reason = NULL;
	schedule_sort(s, w->room.heats, w->room.heat_count);
	return app_check_text(s->reason, "The reason", err) && check_entries(w, err) && room_keep_draws(&w->room, s, err);
}

/* Nothing but version and reason differs. */
static bool same_as_now(const struct setting *w)
{
	CLEANUP(buf_done) struct buf a = {0}, b = {0};
	struct schedule now = w->room.now, made = w->made;
	now.reason = made.reason = NULL;
	made.version = now.version;
	schedule_write(&now, &a);
	schedule_write(&made, &b);
	return now.version && str_eq(buf_str(&a), buf_str(&b));
}

static bool check_clashes(const struct setting *w, struct err *err)
{
	int count;
	if (!schedule_check(&w->made, w->room.heats, w->room.heat_count, err))
		return false;
	const struct room_clash *clashes = room_clashes(&w->room, &w->made, &count);
	if (count && !w->overrides)
		return fail(err, ERR_CONFLICT, "timetable.clash", "The timetable clashes: %s.",
			room_clash_words(&w->room, &w->made, clashes, count));
	if (count && !w->made.reason)
		return fail(err, ERR_INPUT, "timetable.reason", "A timetable that clashes is set for a reason, in words.");
	return !same_as_now(w) || fail(err, ERR_CONFLICT, "timetable.same", "That is the timetable in force; nothing would change.");
}

/* Of a preview, heats and spans must be known; overlaps are told with the other clashes. */
static bool check_preview(const struct setting *w, struct err *err)
{
	struct err why = {0};
	if (schedule_check(&w->made, w->room.heats, w->room.heat_count, &why) || str_eq(why.code, "timetable.overlap"))
		return true;
	*err = why;
	return false;
}

static bool tell(struct setting *w, struct err *err)
{
	CLEANUP(buf_done) struct buf data = {0};
	struct json_writer json = json_writer(&data);
	json_open(&json, NULL, '{');
	json_put_string(&json, "stage", w->made.stage);
	json_put_int(&json, "version", w->made.version);
	json_close(&json, '}');
	return event_add(&w->base.j, "timetable", buf_str(&data), err);
}

static bool load(struct setting *w, struct db *db, struct err *err)
{
	return room_load(db, w->base.contest, w->base.stage, w->base.app->now_ms(), w->base.arena, &w->room, err) &&
		check_open(w, err) && make_version(w, err);
}

static bool set_step(struct decide_work *base, struct db *db, struct err *err)
{
	struct setting *w = (struct setting *)base;
	CLEANUP(buf_done) struct buf body = {0};
	if (!load(w, db, err) || !check_clashes(w, err))
		return false;
	schedule_write(&w->made, &body);
	struct timetable_row row = {.version = w->made.version, .body = buf_str(&body), .at_ms = base->j.ts_ms};
	if (!journal_add(&base->j, "timetable.set", row.body, &row.seq, err) ||
		!store_add_timetable(db, base->contest->id, w->made.stage, &row, err) || !tell(w, err))
		return false;
	room_answer(&w->room, &w->made, &w->room.now, NULL, w->out);
	return true;
}

static bool set_work(struct db *db, void *context, struct err *err)
{
	struct setting *w = context;
	if (!decide(&w->base, db, set_step, "timetable.set", err))
		return false;
	if (!w->base.j.repeated)
		return true;
	/* A repeat is answered with what is in force. */
	if (!room_load(db, w->base.contest, w->base.stage, w->base.app->now_ms(), w->base.arena, &w->room, err))
		return false;
	room_answer(&w->room, &w->room.now, &w->room.now, NULL, w->out);
	return true;
}

static bool preview_work(struct db *db, void *context, struct err *err)
{
	struct setting *w = context;
	struct decide_work *base = &w->base;
	if (!app_get_contest(db, base->contest_id, base->arena, &base->contest, err) ||
		!app_get_panel_stage(base->contest, base->stage_id, &base->stage, err) || !load(w, db, err) || !check_preview(w, err))
		return false;
	room_answer(&w->room, &w->made, &w->room.now, NULL, w->out);
	return true;
}

static bool run(struct setting *w, bool preview, struct err *err)
{
	struct app *app = w->base.app;
	if (preview)
		return store_read(app->store, preview_work, w, err);
	return store_write(app->store, set_work, w, err) && decide_checkpoint(app, w->base.contest_id, err);
}

bool app_set_timetable(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const struct new_timetable *given, struct buf *out, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct setting w = {.base = {.app = app, .rq = rq, .contest_id = contest, .stage_id = stage, .arena = arena}, .given = given,
		.seen = given->base, .overrides = given->overrides, .out = out};
	return principal_check(rq->who, ACT_CLOSE, err) && run(&w, given->preview, err);
}

bool app_shift_timetable(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const char *heat, const struct timetable_delay *delay, struct buf *out, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	/* What a delay runs into was planned so, or is later than the hours: it happens, and is told. */
	struct setting w = {.base = {.app = app, .rq = rq, .contest_id = contest, .stage_id = stage, .arena = arena}, .delay = delay,
		.heat = heat, .seen = delay->base, .overrides = true, .out = out};
	if (!delay->preview && (!delay->reason || !*delay->reason))
		return fail(err, ERR_INPUT, "timetable.reason", "A day is moved for a reason, in words.");
	return principal_check(rq->who, ACT_FLOOR, err) && run(&w, delay->preview, err);
}
