/* Timetables as everybody may see them, and as whoever makes them does. What experts are away for stands in the latter only. */
#include "app/timetable.h"

#include "app/part.h"
#include "app/timetable_room.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "base/time.h"
#include "store/draw.h"
#include "store/live.h"
#include "store/panels.h"

#include <string.h>

struct sight {
	struct app *app;
	const char *contest_id, *stage_id; /* stage_id NULL: all that have a timetable */
	struct arena *arena;
	struct buf *out;
	struct json_writer w;
};

/* ---- an entry */
static bool put_entry(struct json_writer *w, const struct timetable_room *room, const char *id, struct err *err)
{
	int at = docket_find_entry(room->docket, id);
	json_put_string(w, "entry", id);
	if (at < 0)
		return true;
	const struct entry_row *row = &room->docket->entries[at];
	struct json profile = {.type = JSON_OBJECT};
	if (!part_read_profile(row->profile, room->arena, &profile, err))
		return false;
	const char *team = json_string(&profile, "team", NULL);
	json_put_string(w, "title", json_string(&profile, "title", id));
	if (team)
		json_put_string(w, "team", team);
	if (row->division)
		json_put_string(w, "division", row->division);
	if (room->gone[at])
		json_put_bool(w, "withdrawn", true);
	return true;
}

static void put_heat(struct json_writer *w, const struct timetable_room *room, int heat)
{
	const struct heat *h = &room->stage->heats[heat];
	json_put_string(w, "id", h->id);
	part_text(w, "title", &h->title);
	part_text(w, "venue", &h->venue);
}

/* ---- slots, with where they were before and what really happened */
static void put_was(struct json_writer *w, const struct schedule *before, const struct schedule *s, int slot)
{
	int was = before->version ? schedule_was(before, s, slot) : -1;
	if (was < 0 || (before->slots[was].from_ms == s->slots[slot].from_ms && str_eq(before->slots[was].heat, s->slots[slot].heat)))
		return;
	json_open(w, "was", '{');
	json_put_string(w, "heat", before->slots[was].heat);
	part_time(w, "from", before->slots[was].from_ms);
	json_close(w, '}');
}

static void put_real(struct json_writer *w, const struct timetable_room *room, const struct schedule_slot *slot)
{
	const struct real_heat *real = &room->real[room_heat(room, slot->heat)];
	int at = real->floor ? floor_find_entry(real->floor, slot->entry) : -1;
	if (at < 0)
		return;
	json_put_string(w, "phase", floor_phase_name(real->floor->entries[at].phase));
	part_time(w, "started", real->times[at].started_ms);
	part_time(w, "ended", real->times[at].ended_ms);
}

static bool put_slots(struct json_writer *w, const struct timetable_room *room, const struct schedule *before, struct err *err)
{
	json_open(w, "slots", '[');
	for (int i = 0; i < room->now.slot_count; i++) {
		const struct schedule_slot *slot = &room->now.slots[i];
		json_open(w, NULL, '{');
		if (!put_entry(w, room, slot->entry, err))
			return false;
		json_put_string(w, "heat", slot->heat);
		part_time(w, "from", slot->from_ms);
		part_time(w, "until", slot->until_ms);
		put_was(w, before, &room->now, i);
		put_real(w, room, slot);
		json_close(w, '}');
	}
	json_close(w, ']');
	return true;
}

static bool read_before(const struct timetable_room *room, struct schedule *ret, struct err *err)
{
	*ret = (struct schedule){0};
	return room->row_count < 2 || room_read(&room->rows[1], room->arena, ret, err);
}

/* ---- everybody's */
static bool put_stage(struct sight *v, const struct timetable_room *room, struct err *err)
{
	struct json_writer *w = &v->w;
	struct schedule before;
	if (!read_before(room, &before, err))
		return false;
	json_open(w, NULL, '{');
	json_put_string(w, "id", room->stage->id);
	part_text(w, "title", &room->stage->title);
	json_put_int(w, "version", room->now.version);
	part_time(w, "set", room->rows[0].at_ms);
	if (room->now.reason)
		json_put_string(w, "reason", room->now.reason);
	if (!part_seal(w, "seal", room->db, room->contest->id, room->rows[0].seq, room->arena, err))
		return false;
	json_open(w, "heats", '[');
	for (int h = 0; h < room->heat_count; h++) {
		json_open(w, NULL, '{');
		put_heat(w, room, h);
		schedule_put_spans(w, "open", room->now.open, room->now.open_count, room->heats[h]);
		json_close(w, '}');
	}
	json_close(w, ']');
	schedule_put_spans(w, "breaks", room->now.breaks, room->now.break_count, NULL);
	schedule_put_draws(w, &room->now);
	if (!put_slots(w, room, &before, err))
		return false;
	json_close(w, '}');
	return true;
}

/* Only stages with a version are loaded as a whole. */
static bool each_stage(struct sight *v, struct db *db, const struct contest *contest,
	bool (*put)(struct sight *v, const struct timetable_room *room, struct err *err), struct err *err)
{
	for (int s = 0; s < contest->stage_count; s++) {
		struct timetable_row *row;
		struct timetable_room room;
		if (contest->stages[s].kind != STAGE_PANEL || (v->stage_id && !str_eq(v->stage_id, contest->stages[s].id)))
			continue;
		if (!store_find_timetable(db, contest->id, contest->stages[s].id, v->arena, &row, err))
			return false;
		if (row && (!room_load(db, contest, s, v->app->now_ms(), v->arena, &room, err) || !put(v, &room, err)))
			return false;
	}
	return true;
}

static bool read_all(struct db *db, void *context, struct err *err)
{
	struct sight *v = context;
	struct contest *contest;
	if (!app_get_contest(db, v->contest_id, v->arena, &contest, err))
		return false;
	v->w = json_writer(v->out);
	json_open(&v->w, NULL, '{');
	json_put_string(&v->w, "contest", contest->id);
	json_put_int(&v->w, "utc_offset", contest->offset_min);
	json_open(&v->w, "stages", '[');
	if (!each_stage(v, db, contest, put_stage, err))
		return false;
	json_close(&v->w, ']');
	json_close(&v->w, '}');
	buf_putc(v->out, '\n');
	return true;
}

bool view_timetables(struct app *app, const char *contest, struct buf *out, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct sight v = {.app = app, .contest_id = contest, .arena = arena, .out = out};
	return store_read(app->store, read_all, &v, err);
}

/* ---- CSV */

/* Always quoted; what a spreadsheet would take for a formula gets an apostrophe before it. */
static void put_cell(struct buf *out, const char *text, bool last)
{
	buf_puts(out, *text && strchr("=+-@\t", *text) ? "\"'" : "\"");
	for (const char *s = text; *s; s++) {
		if (*s == '"')
			buf_putc(out, '"');
		buf_putc(out, *s);
	}
	buf_puts(out, last ? "\"\r\n" : "\",");
}

static void put_civil(struct buf *out, const struct timetable_room *room, int64_t at_ms, bool day_too)
{
	char text[TIME_TEXT];
	time_format(at_ms + (int64_t)room->contest->offset_min * 60000, text);
	if (day_too)
		buf_printf(out, "%.10s,", text);
	buf_printf(out, "%.5s,", text + 11);
}

static bool put_rows(struct sight *v, const struct timetable_room *room, struct err *err)
{
	for (int i = 0; i < room->now.slot_count; i++) {
		const struct schedule_slot *slot = &room->now.slots[i];
		int at = docket_find_entry(room->docket, slot->entry);
		struct json profile = {.type = JSON_OBJECT};
		if (at >= 0 && !part_read_profile(room->docket->entries[at].profile, room->arena, &profile, err))
			return false;
		put_civil(v->out, room, slot->from_ms, true);
		put_civil(v->out, room, slot->until_ms, false);
		buf_printf(v->out, "%s,%s,%s,", room->stage->id, slot->heat, slot->entry);
		put_cell(v->out, json_string(&profile, "title", slot->entry), false);
		put_cell(v->out, json_string(&profile, "team", ""), true);
	}
	return true;
}

static bool read_csv(struct db *db, void *context, struct err *err)
{
	struct sight *v = context;
	struct contest *contest;
	int stage;
	if (!app_get_contest(db, v->contest_id, v->arena, &contest, err) ||
		(v->stage_id && !app_get_panel_stage(contest, v->stage_id, &stage, err)))
		return false;
	buf_puts(v->out, "\xEF\xBB\xBF" "date,from,until,stage,heat,entry,title,team\r\n");
	return each_stage(v, db, contest, put_rows, err);
}

bool view_timetable_csv(struct app *app, const char *contest, const char *stage, struct buf *out, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct sight v = {.app = app, .contest_id = contest, .stage_id = stage, .arena = arena, .out = out};
	return store_read(app->store, read_csv, &v, err);
}

/* ---- the desk's */
static void put_away(struct json_writer *w, const struct timetable_room *room, int heat)
{
	json_open(w, "away", '[');
	for (int i = 0; i < room->away_count; i++) {
		const struct away_span *a = &room->away[i];
		if (a->heat != heat)
			continue;
		json_open(w, NULL, '{');
		json_put_string(w, "expert", a->expert);
		part_time(w, "from", a->at.from_ms);
		part_time(w, "until", a->at.until_ms);
		json_close(w, '}');
	}
	json_close(w, ']');
}

static void put_late(struct json_writer *w, const struct timetable_room *room, int heat)
{
	struct lateness late;
	if (!room_late(room, heat, &late))
		return;
	json_open(w, "late", '{');
	json_put_string(w, "entry", late.entry);
	json_put_int(w, "late_s", late.late_ms / 1000);
	part_time(w, "expected", late.expected_ms);
	json_close(w, '}');
}

static void put_desk_heat(struct json_writer *w, const struct timetable_room *room, int heat)
{
	struct span hours;
	json_open(w, NULL, '{');
	put_heat(w, room, heat);
	json_put_int(w, "length_s", room_length_ms(room, heat) / 1000);
	if (room_hours(room, heat, &hours)) {
		json_open(w, "hours", '{');
		part_time(w, "from", hours.from_ms);
		part_time(w, "until", hours.until_ms);
		json_close(w, '}');
	}
	json_put_bool(w, "opened", room->real[heat].floor != NULL);
	json_put_bool(w, "locked", room->real[heat].locked);
	put_away(w, room, heat);
	put_late(w, room, heat);
	json_close(w, '}');
}

static bool put_entries(struct json_writer *w, const struct timetable_room *room, struct err *err)
{
	json_open(w, "entries", '[');
	for (int e = 0; e < room->docket->entry_count; e++) {
		int heat = docket_heat(room->docket, e);
		json_open(w, NULL, '{');
		if (!put_entry(w, room, room->docket->entries[e].id, err))
			return false;
		if (heat >= 0)
			json_put_string(w, "heat", room->heats[heat]);
		json_close(w, '}');
	}
	json_close(w, ']');
	return true;
}

static void count_changes(const struct schedule *before, const struct schedule *s, int *ret_moved, int *ret_added)
{
	*ret_moved = *ret_added = 0;
	for (int i = 0; i < s->slot_count; i++) {
		int was = schedule_was(before, s, i);
		*ret_added += was < 0;
		*ret_moved += was >= 0 && (before->slots[was].from_ms != s->slots[i].from_ms ||
			before->slots[was].until_ms != s->slots[i].until_ms || !str_eq(before->slots[was].heat, s->slots[i].heat));
	}
}

static bool put_versions(struct json_writer *w, const struct timetable_room *room, struct err *err)
{
	struct schedule before = {0}, s;
	json_open(w, "versions", '[');
	for (size_t i = room->row_count; i-- > 0;) {
		int moved, added;
		if (!room_read(&room->rows[i], room->arena, &s, err))
			return false;
		count_changes(&before, &s, &moved, &added);
		json_open(w, NULL, '{');
		json_put_int(w, "version", s.version);
		part_time(w, "set", room->rows[i].at_ms);
		json_put_int(w, "record", room->rows[i].seq);
		if (s.reason)
			json_put_string(w, "reason", s.reason);
		json_put_int(w, "slots", s.slot_count);
		json_put_int(w, "moved", moved);
		json_put_int(w, "added", added);
		json_put_int(w, "removed", before.slot_count - (s.slot_count - added));
		json_close(w, '}');
		before = s;
	}
	json_close(w, ']');
	return true;
}

/* Draws that could give an order: concluded ones, with how many they drew. */
static bool put_orders(struct json_writer *w, const struct timetable_room *room, struct err *err)
{
	struct draw_row *rows;
	size_t n;
	if (!store_list_draws(room->db, room->contest->id, room->arena, &rows, &n, err))
		return false;
	json_open(w, "orders", '[');
	for (size_t i = 0; i < n; i++) {
		const char *const *order;
		size_t count, here = 0;
		if (!rows[i].concluded)
			continue;
		if (!room_drawn(room, rows[i].number, &order, &count, err))
			return false;
		for (size_t k = 0; k < count; k++)
			here += docket_find_entry(room->docket, order[k]) >= 0;
		if (here < count)
			continue;
		json_open(w, NULL, '{');
		json_put_int(w, "draw", rows[i].number);
		json_put_int(w, "entries", (int64_t)count);
		json_close(w, '}');
	}
	json_close(w, ']');
	return true;
}

static bool read_desk(struct db *db, void *context, struct err *err)
{
	struct sight *v = context;
	struct contest *contest;
	struct timetable_room room;
	struct schedule before;
	int stage;
	if (!app_get_contest(db, v->contest_id, v->arena, &contest, err) || !app_get_panel_stage(contest, v->stage_id, &stage, err) ||
		!room_load(db, contest, stage, v->app->now_ms(), v->arena, &room, err) || !read_before(&room, &before, err))
		return false;
	v->w = json_writer(v->out);
	struct json_writer *w = &v->w;
	json_open(w, NULL, '{');
	json_open(w, "stage", '{');
	json_put_string(w, "id", room.stage->id);
	part_text(w, "title", &room.stage->title);
	json_close(w, '}');
	json_put_int(w, "utc_offset", contest->offset_min);
	part_time(w, "now", room.now_ms);
	json_put_bool(w, "closed", room.closed);
	json_open(w, "heats", '[');
	for (int h = 0; h < room.heat_count; h++)
		put_desk_heat(w, &room, h);
	json_close(w, ']');
	if (!put_entries(w, &room, err) || !put_orders(w, &room, err) || !put_versions(w, &room, err))
		return false;
	if (room.now.version) {
		CLEANUP(buf_done) struct buf now = {0};
		room_answer(&room, &room.now, &before, NULL, &now);
		json_put_raw(w, "current", buf_str(&now));
		if (!put_slots(w, &room, &before, err))
			return false;
	}
	json_close(w, '}');
	buf_putc(v->out, '\n');
	return true;
}

bool view_timetable_desk(struct app *app, const char *contest, const char *stage, struct buf *out, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct sight v = {.app = app, .contest_id = contest, .stage_id = stage, .arena = arena, .out = out};
	return store_read(app->store, read_desk, &v, err);
}
