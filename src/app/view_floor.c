/* The floor as everybody may see it, and all floors of a contest as a timetable. Nothing here reads a mark: of sheets it
 * counts how many are in, of scores it takes those that the hall was shown. */
#include "app/floor.h"

#include "app/docket.h"
#include "app/floor_part.h"
#include "app/part.h"
#include "app/timetable_room.h"
#include "app/turnout.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/dict.h"
#include "base/str.h"
#include "base/time.h"
#include "floor/step.h"
#include "store/live.h"
#include "store/panels.h"

#include <stdlib.h>
#include <string.h>

struct line { /* an entry in the running order */
	const char *id;
	const struct entry_row *row;
	const struct floor_entry *state; /* NULL before the floor is open */
	int64_t planned_ms; /* by the timetable in force; 0 = not there */
};

struct lines {
	struct line *items;
	int count;
	struct shown_row *shown; /* of the stage */
	size_t shown_count;
};

static const struct shown_row *find_shown(const struct lines *l, const char *entry)
{
	for (size_t i = 0; i < l->shown_count; i++)
		if (str_eq(l->shown[i].entry, entry))
			return &l->shown[i];
	return NULL;
}

/* The running order, and of a contest's thousands of entries only those that stand in it. */
static bool load_order(const struct floor_sight *v, struct lines *ret, struct err *err)
{
	const struct floor *f = v->floor;
	const char **ids = ARENA_ARRAY(v->arena, (size_t)f->count, const char *);
	struct entry_row *rows;
	ret->items = ARENA_ARRAY(v->arena, (size_t)f->count, struct line);
	ret->count = f->count;
	for (int i = 0; i < f->count; i++)
		ids[i] = f->entries[f->order[i]].id;
	if (!store_pick_entries(v->db, v->contest->id, ids, f->count, v->arena, &rows, err))
		return false;
	for (int i = 0; i < f->count; i++)
		ret->items[i] = (struct line){ids[i], &rows[i], &f->entries[f->order[i]], 0};
	return true;
}

/* When each is to pitch by the timetable in force. */
static bool load_planned(const struct floor_sight *v, struct lines *l, struct err *err)
{
	const struct stage *stage = &v->contest->stages[v->stage];
	struct schedule s;
	if (!timetable_in_force(v->db, v->contest->id, stage->id, v->arena, &s, err))
		return false;
	for (int i = 0; i < l->count && s.version; i++) {
		int slot = schedule_find(&s, stage->heats[v->heat].id, l->items[i].id);
		l->items[i].planned_ms = slot >= 0 ? s.slots[slot].from_ms : 0;
	}
	return true;
}

/* Who has no slot comes last; ids break ties. */
static int by_plan(const void *a, const void *b)
{
	const struct line *x = a, *y = b;
	if (x->planned_ms != y->planned_ms && x->planned_ms && y->planned_ms)
		return x->planned_ms < y->planned_ms ? -1 : 1;
	if (!x->planned_ms != !y->planned_ms)
		return x->planned_ms ? -1 : 1;
	return strcmp(x->id, y->id);
}

/* Before the floor is open: those who may stand on it, in the order of the timetable, else by id. */
static bool load_candidates(const struct floor_sight *v, struct lines *ret, struct err *err)
{
	struct docket *docket;
	bool *gone;
	if (!docket_load(v->db, v->contest, v->stage, v->arena, &docket, err) ||
		!floor_withdrawn(v->db, docket, v->arena, &gone, err))
		return false;
	ret->items = ARENA_ARRAY(v->arena, (size_t)docket->entry_count, struct line);
	for (int e = 0; e < docket->entry_count; e++)
		if (floor_may_stand(docket, gone, e, v->heat))
			ret->items[ret->count++] = (struct line){docket->entries[e].id, &docket->entries[e], NULL, 0};
	return true;
}

static bool load_lines(const struct floor_sight *v, struct lines *ret, struct err *err)
{
	const char *stage = v->contest->stages[v->stage].id;
	bool open = floor_is_open(v->floor);
	*ret = (struct lines){0};
	if (!(open ? load_order(v, ret, err) : load_candidates(v, ret, err) && load_planned(v, ret, err)))
		return false;
	if (!open && ret->count)
		qsort(ret->items, (size_t)ret->count, sizeof(*ret->items), by_plan);
	return store_list_shown(v->db, v->contest->id, stage, v->arena, &ret->shown, &ret->shown_count, err);
}

static const char *phase_of(const struct lines *l, const struct line *line)
{
	if (!line->state)
		return floor_phase_name(FLOOR_WAITING);
	if (line->state->phase == FLOOR_LOCKED && find_shown(l, line->id))
		return "revealed";
	return floor_phase_name(line->state->phase);
}

/* What the wall shows of an entry, and its phase. */
static bool put_line(struct json_writer *w, const struct lines *l, const struct line *line, struct arena *arena, struct err *err)
{
	struct json profile = {.type = JSON_OBJECT};
	if (!part_read_profile(line->row->profile, arena, &profile, err))
		return false;
	json_put_string(w, "entry", line->id);
	json_put_string(w, "title", json_string(&profile, "title", line->id));
	const char *team = json_string(&profile, "team", NULL);
	if (team)
		json_put_string(w, "team", team);
	if (line->row->division)
		json_put_string(w, "division", line->row->division);
	json_put_string(w, "phase", phase_of(l, line));
	return true;
}

static bool put_order(struct json_writer *w, const struct lines *l, struct arena *arena, struct err *err)
{
	json_open(w, "order", '[');
	for (int i = 0; i < l->count; i++) {
		const struct floor_entry *e = l->items[i].state;
		json_open(w, NULL, '{');
		if (!put_line(w, l, &l->items[i], arena, err))
			return false;
		json_put_int(w, "turn", i + 1);
		json_put_int(w, "skips", e ? e->skips : 0);
		if (e && e->overtime_s >= 0)
			json_put_int(w, "overtime", e->overtime_s);
		json_close(w, '}');
	}
	json_close(w, ']');
	return true;
}

static void put_on(struct json_writer *w, const char *key, const struct floor *f)
{
	int on = floor_on_stage(f);
	if (on < 0) {
		json_put_null(w, key);
		return;
	}
	json_open(w, key, '{');
	json_put_string(w, "entry", f->entries[on].id);
	json_put_string(w, "phase", floor_phase_name(f->entries[on].phase));
	json_close(w, '}');
}

static void put_clock(struct json_writer *w, const struct floor *f, int64_t now_ms)
{
	const struct floor_clock *c = &f->clock;
	if (c->kind == FLOOR_NO_CLOCK) {
		json_put_null(w, "clock");
		return;
	}
	json_open(w, "clock", '{');
	json_put_string(w, "entry", f->entries[c->entry].id);
	json_put_string(w, "kind", floor_clock_name(c->kind));
	json_put_int(w, "limit_s", c->limit_s);
	json_put_int(w, "extended_s", c->extended_s);
	part_time(w, "started", c->started_ms);
	json_put_int(w, "elapsed_ms", floor_elapsed_ms(c, now_ms));
	json_put_bool(w, "paused", c->paused_ms >= 0);
	json_close(w, '}');
}

/* How many sheets are in for whom the experts mark: who is on stage, or else was last. */
static bool put_progress(struct json_writer *w, const struct floor_sight *v, struct err *err)
{
	const struct floor *f = v->floor;
	const struct stage *stage = &v->contest->stages[v->stage];
	struct sheet_row *rows;
	size_t n;
	int64_t seats;
	int barred;
	bool member;
	struct dict leavers;
	int entry = floor_on_stage(f);
	if (entry < 0 || f->entries[entry].phase == FLOOR_CALLED)
		entry = f->clock.kind == FLOOR_NO_CLOCK ? -1 : f->clock.entry;
	for (int i = 0; i < f->count && entry < 0; i++)
		if (floor_takes_marks(f, f->order[i]))
			entry = f->order[i];
	if (entry < 0) {
		json_put_null(w, "progress");
		return true;
	}
	const char *id = f->entries[entry].id;
	if (!store_count_panel(v->db, v->contest->id, stage->id, stage->heats[v->heat].id, "", &seats, &member, err) ||
		!store_list_leavers(v->db, v->contest->id, v->arena, &leavers, err) ||
		!store_list_entry_sheets(v->db, v->contest->id, stage->id, id, v->arena, &rows, &n, err) ||
		!turnout_barred(v->db, v->contest->id, stage, stage->heats[v->heat].id, id, rows, n, v->arena, &barred, err))
		return false;
	struct turnout turnout = turnout_count(stage, turnout_seats(stage, seats, &leavers, rows, n), rows, n, barred);
	json_open(w, "progress", '{');
	json_put_string(w, "entry", id);
	json_put_int(w, "sheets", turnout.sheets);
	json_put_int(w, "expected", turnout.expected);
	json_close(w, '}');
	return true;
}

static void put_shown(struct json_writer *w, const struct lines *l)
{
	json_open(w, "shown", '[');
	for (int i = 0; i < l->count; i++) {
		const struct shown_row *s = find_shown(l, l->items[i].id);
		if (!s)
			continue;
		json_open(w, NULL, '{');
		json_put_string(w, "entry", s->entry);
		json_put_decimal(w, "score", s->score);
		if (s->rank)
			json_put_int(w, "rank", s->rank);
		json_close(w, '}');
	}
	json_close(w, ']');
}

static void put_heat(struct json_writer *w, const struct heat *heat)
{
	json_put_string(w, "id", heat->id);
	part_text(w, "title", &heat->title);
	part_text(w, "venue", &heat->venue);
}

static void put_undo(struct json_writer *w, const struct floor *f, bool locked)
{
	int entry;
	int action = floor_undoable(f, &entry);
	if (action < 0 || locked) {
		json_put_string(w, "undo", NULL);
		return;
	}
	json_open(w, "undo", '{');
	json_put_string(w, "action", floor_action_name((enum floor_action)action));
	if (entry >= 0)
		json_put_string(w, "entry", f->entries[entry].id);
	json_close(w, '}');
}

static void put_head(struct json_writer *w, const struct floor_sight *v)
{
	const struct stage *stage = &v->contest->stages[v->stage];
	json_put_string(w, "contest", v->contest->id);
	json_open(w, "stage", '{');
	json_put_string(w, "id", stage->id);
	part_text(w, "title", &stage->title);
	json_close(w, '}');
	json_open(w, "heat", '{');
	put_heat(w, &stage->heats[v->heat]);
	json_close(w, '}');
	json_put_bool(w, "rehearsal", v->contest->rehearsal);
}

static void put_rule(struct json_writer *w, const struct stage *stage, const struct heat *heat)
{
	json_open(w, "rule", '{');
	json_put_int(w, "pitch_s", heat->pitch_s);
	json_put_int(w, "questions_s", heat->questions_s);
	json_put_int(w, "marking_s", stage->floor.marking_s);
	json_put_string(w, "reveal", stage->floor.reveals_each ? "each" : "end");
	json_close(w, '}');
}

bool floor_write(struct json_writer *w, const struct floor_sight *v, struct err *err)
{
	const struct stage *stage = &v->contest->stages[v->stage];
	const struct floor *f = v->floor;
	struct heat_row *locked;
	struct lines lines;
	if (!load_lines(v, &lines, err) ||
		!store_find_heat(v->db, v->contest->id, stage->id, stage->heats[v->heat].id, v->arena, &locked, err))
		return false;
	put_head(w, v);
	json_put_int(w, "step", f->steps);
	json_put_bool(w, "opened", floor_is_open(f));
	if (f->draw)
		json_put_int(w, "draw", f->draw);
	json_put_bool(w, "locked", locked != NULL);
	json_put_bool(w, "signed", locked && locked->sign_seq >= 0);
	put_rule(w, stage, &stage->heats[v->heat]);
	if (!put_order(w, &lines, v->arena, err))
		return false;
	put_on(w, "on", f);
	int next = floor_next(f);
	json_put_string(w, "next", next >= 0 ? f->entries[next].id : NULL);
	put_clock(w, f, v->now_ms);
	put_undo(w, f, locked != NULL);
	if (!put_progress(w, v, err))
		return false;
	put_shown(w, &lines);
	return true;
}

/* ---- one floor */

struct floor_view {
	struct app *app;
	const char *contest, *stage, *heat;
	struct arena *arena;
	struct buf *out;
};

static bool read_floor(struct db *db, void *context, struct err *err)
{
	struct floor_view *v = context;
	struct contest *contest;
	struct floor *f;
	int64_t first, last;
	int stage, heat;
	if (!app_get_contest(db, v->contest, v->arena, &contest, err) || !app_get_panel_stage(contest, v->stage, &stage, err) ||
		!app_get_heat(&contest->stages[stage], v->heat, &heat, err) ||
		!floor_load_any(db, contest, stage, heat, v->arena, &f, err) ||
		!store_get_event_range(db, contest->id, &first, &last, err))
		return false;
	struct floor_sight sight = {db, contest, stage, heat, f, v->app->now_ms(), v->arena};
	struct json_writer w = json_writer(v->out);
	json_open(&w, NULL, '{');
	part_time(&w, "now", sight.now_ms);
	json_put_int(&w, "event", last);
	if (!floor_write(&w, &sight, err))
		return false;
	json_close(&w, '}');
	buf_putc(v->out, '\n');
	return true;
}

bool view_floor(struct app *app, const char *contest, const char *stage, const char *heat, struct buf *out,
	struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct floor_view v = {app, contest, stage, heat, arena, out};
	return store_read(app->store, read_floor, &v, err);
}

/* ---- all of them */

struct lobby {
	struct db *db;
	const struct contest *contest;
	int stage;
	enum stage_state state;
	struct arena *arena;
	struct json_writer w;
};

/* When each of those that wait may expect its turn: from the heat's start, or from the newest step on, one slot after
 * another, and not before its time by the timetable. 0 where no times are said. */
static int64_t first_turn(const struct floor *f, const struct heat *heat, int64_t slot_ms)
{
	if (!floor_is_open(f))
		return heat->starts_ms;
	return f->at_ms + (floor_on_stage(f) >= 0 ? slot_ms : 0);
}

static bool put_turns(struct lobby *t, const struct floor *f, const struct heat *heat, const struct lines *lines,
	struct err *err)
{
	const struct stage *stage = &t->contest->stages[t->stage];
	int64_t slot_ms = (int64_t)(heat->pitch_s + heat->questions_s + stage->floor.marking_s) * 1000;
	int64_t at = heat->pitch_s ? first_turn(f, heat, slot_ms) : 0;
	json_open(&t->w, "order", '[');
	for (int i = 0; i < lines->count; i++) {
		const struct line *line = &lines->items[i];
		bool waits = !line->state || line->state->phase == FLOOR_WAITING;
		json_open(&t->w, NULL, '{');
		if (!put_line(&t->w, lines, line, t->arena, err))
			return false;
		if (waits && line->planned_ms > at)
			at = line->planned_ms;
		if (waits && at) {
			part_time(&t->w, "at", at);
			at += slot_ms;
		}
		json_close(&t->w, '}');
	}
	json_close(&t->w, ']');
	return true;
}

static const char *heat_state(const struct lobby *t, const struct floor *f, const struct heat_row *locked)
{
	if (t->state == STAGE_PUBLISHED)
		return "published";
	if (locked || t->state == STAGE_CLOSED)
		return "locked";
	return floor_is_open(f) ? "live" : "planned";
}

static bool put_timed_heat(struct lobby *t, int h, struct err *err)
{
	const struct stage *stage = &t->contest->stages[t->stage];
	const struct heat *heat = &stage->heats[h];
	struct floor *f;
	struct heat_row *locked;
	struct lines lines = {0};
	if (!floor_load_any(t->db, t->contest, t->stage, h, t->arena, &f, err) ||
		!store_find_heat(t->db, t->contest->id, stage->id, heat->id, t->arena, &locked, err))
		return false;
	struct floor_sight sight = {t->db, t->contest, t->stage, h, f, 0, t->arena};
	/* Where nobody pitches there is nothing to wait for in a lobby. */
	if ((heat->pitch_s || floor_is_open(f)) && (!load_lines(&sight, &lines, err) || !load_planned(&sight, &lines, err)))
		return false;
	json_open(&t->w, NULL, '{');
	put_heat(&t->w, heat);
	part_time(&t->w, "starts", heat->starts_ms ? heat->starts_ms : stage->starts_ms);
	part_time(&t->w, "ends", stage->ends_ms);
	json_put_string(&t->w, "state", heat_state(t, f, locked));
	put_on(&t->w, "on", f);
	if (!put_turns(t, f, heat, &lines, err))
		return false;
	json_close(&t->w, '}');
	return true;
}

static bool put_timed_stage(struct lobby *t, struct err *err)
{
	const struct stage *stage = &t->contest->stages[t->stage];
	struct stage_row *row;
	if (!store_find_stage(t->db, t->contest->id, stage->id, t->arena, &row, err))
		return false;
	t->state = row ? row->state : STAGE_JUDGING;
	json_open(&t->w, NULL, '{');
	json_put_string(&t->w, "id", stage->id);
	part_text(&t->w, "title", &stage->title);
	json_open(&t->w, "heats", '[');
	for (int h = 0; h < stage->heat_count; h++)
		if (!put_timed_heat(t, h, err))
			return false;
	json_close(&t->w, ']');
	json_close(&t->w, '}');
	return true;
}

static bool read_schedule(struct db *db, void *context, struct err *err)
{
	struct floor_view *v = context;
	struct contest *contest;
	if (!app_get_contest(db, v->contest, v->arena, &contest, err))
		return false;
	struct lobby t = {.db = db, .contest = contest, .arena = v->arena, .w = json_writer(v->out)};
	json_open(&t.w, NULL, '{');
	json_put_string(&t.w, "contest", contest->id);
	part_time(&t.w, "now", v->app->now_ms());
	json_open(&t.w, "stages", '[');
	for (t.stage = 0; t.stage < contest->stage_count; t.stage++)
		if (contest->stages[t.stage].kind == STAGE_PANEL && !put_timed_stage(&t, err))
			return false;
	json_close(&t.w, ']');
	json_close(&t.w, '}');
	buf_putc(v->out, '\n');
	return true;
}

bool view_schedule(struct app *app, const char *contest, struct buf *out, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct floor_view v = {.app = app, .contest = contest, .arena = arena, .out = out};
	return store_read(app->store, read_schedule, &v, err);
}
