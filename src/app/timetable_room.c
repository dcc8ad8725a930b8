/* Read once, as one picture. Teams are told apart by the name in the entry's profile, letter for letter; an entry without one
 * is a team of its own. A heat that is open on several days is a venue that shuts between them. */
#include "app/timetable_room.h"

#include "app/floor.h"
#include "app/floor_part.h"
#include "app/part.h"
#include "base/arena.h"
#include "base/json.h"
#include "base/str.h"
#include "store/live.h"
#include "store/panels.h"

#include <string.h>

static const int64_t DAY_MS = INT64_C(86400000), NEVER_MS = INT64_MAX / 8;

/* ---- reading */
bool room_read(const struct timetable_row *row, struct arena *arena, struct schedule *ret, struct err *err)
{
	struct json *body = ARENA_NEW(arena, struct json);
	return json_parse(row->body, strlen(row->body), arena, body, err) && schedule_read(body, arena, ret, err);
}

bool timetable_in_force(struct db *db, const char *contest, const char *stage, struct arena *arena, struct schedule *ret,
	struct err *err)
{
	struct timetable_row *row;
	*ret = (struct schedule){0};
	return store_find_timetable(db, contest, stage, arena, &row, err) && (!row || room_read(row, arena, ret, err));
}

static bool load_teams(struct timetable_room *room, struct err *err)
{
	const struct docket *d = room->docket;
	struct dict numbers = {0};
	room->teams = ARENA_ARRAY(room->arena, (size_t)d->entry_count + 1, int);
	for (int e = 0; e < d->entry_count; e++) {
		struct json profile = {.type = JSON_OBJECT};
		if (!part_read_profile(d->entries[e].profile, room->arena, &profile, err))
			return false;
		const char *team = json_string(&profile, "team", "");
		const char *key = arena_printf(room->arena, "%s %s", *team ? "team" : "entry", *team ? team : d->entries[e].id);
		int at = dict_find(&numbers, key);
		if (at < 0) {
			at = room->team_count++;
			(void)dict_add(&numbers, room->arena, key, at);
		}
		room->teams[e] = at;
	}
	return true;
}

static int count_pairs(const struct json *list)
{
	return list->type == JSON_ARRAY ? (int)list->count : 0;
}

/* [[from_ms, until_ms], …] of one who sits on the heat's panel. */
static bool add_away(struct timetable_room *room, int heat, const struct candidate_row *who, struct err *err)
{
	struct json list;
	if (!json_parse(who->away, strlen(who->away), room->arena, &list, err))
		return false;
	int more = count_pairs(&list);
	if (!more)
		return true;
	room->away = arena_grow(room->arena, room->away, (size_t)room->away_count, (size_t)(room->away_count + more),
		sizeof(*room->away));
	for (int i = 0; i < more; i++) {
		const struct json *pair = &list.items[i];
		if (pair->type == JSON_ARRAY && pair->count == 2 && pair->items[0].integer < pair->items[1].integer)
			room->away[room->away_count++] = (struct away_span){heat, who->id, {pair->items[0].integer, pair->items[1].integer}};
	}
	return true;
}

static bool load_away(struct timetable_room *room, struct err *err)
{
	struct panel_row *seats;
	struct candidate_row *people;
	size_t seat_count, n;
	struct dict known = {0};
	if (!store_list_panel(room->db, room->contest->id, room->stage->id, room->arena, &seats, &seat_count, err) ||
		!store_list_candidates(room->db, room->contest->id, room->arena, &people, &n, err))
		return false;
	for (size_t i = 0; i < n; i++)
		(void)dict_add(&known, room->arena, people[i].id, (int)i);
	for (size_t i = 0; i < seat_count; i++) {
		int at = dict_find(&known, seats[i].expert), heat = room_heat(room, seats[i].heat);
		if (at >= 0 && heat >= 0 && people[at].away && !add_away(room, heat, &people[at], err))
			return false;
	}
	return true;
}

static bool load_versions(struct timetable_room *room, struct err *err)
{
	if (!store_list_timetables(room->db, room->contest->id, room->stage->id, room->arena, &room->rows, &room->row_count, err))
		return false;
	return !room->row_count || room_read(&room->rows[0], room->arena, &room->now, err);
}

bool room_load(struct db *db, const struct contest *contest, int stage, int64_t now_ms, struct arena *arena,
	struct timetable_room *ret, struct err *err)
{
	struct timetable_room room = {.db = db, .contest = contest, .stage = &contest->stages[stage], .stage_index = stage,
		.now_ms = now_ms, .arena = arena};
	struct docket *docket;
	if (!docket_load(db, contest, stage, arena, &docket, err) || !floor_withdrawn(db, docket, arena, &room.gone, err))
		return false;
	room.docket = docket;
	room.closed = docket->closed;
	room.heat_count = room.stage->heat_count;
	room.heats = ARENA_ARRAY(arena, (size_t)room.heat_count + 1, const char *);
	room.real = ARENA_ARRAY(arena, (size_t)room.heat_count + 1, struct real_heat);
	for (int h = 0; h < room.heat_count; h++) {
		room.heats[h] = room.stage->heats[h].id;
		if (!real_load(db, contest, stage, h, arena, &room.real[h], err))
			return false;
	}
	if (!load_teams(&room, err) || !load_away(&room, err) || !load_versions(&room, err))
		return false;
	*ret = room;
	return true;
}

/* ---- what the definition says */
int room_heat(const struct timetable_room *room, const char *id)
{
	return stage_find_heat(room->stage, id);
}

int64_t room_length_ms(const struct timetable_room *room, int heat)
{
	const struct heat *h = &room->stage->heats[heat];
	return h->pitch_s ? (int64_t)(h->pitch_s + h->questions_s + room->stage->floor.marking_s) * 1000 : 0;
}

bool room_hours(const struct timetable_room *room, int heat, struct span *ret)
{
	const struct stage *s = room->stage;
	int64_t from = s->heats[heat].starts_ms ? s->heats[heat].starts_ms : s->starts_ms;
	int64_t offset = (int64_t)room->contest->offset_min * 60000;
	if (!from)
		return false;
	int64_t midnight = ((from + offset) / DAY_MS + 1) * DAY_MS - offset;
	*ret = (struct span){from, s->ends_ms > from && s->ends_ms < midnight ? s->ends_ms : midnight};
	return true;
}

/* ---- venues */
struct venue_shut {
	struct span *spans;
	struct shut_cause *causes;
	int count;
};

static void shut(struct venue_shut *v, struct span at, enum shut_kind kind, const char *expert)
{
	v->spans[v->count] = at;
	v->causes[v->count++] = (struct shut_cause){kind, expert};
}

/* Opening hours, and shut between those of two days. */
static void open_venue(const struct timetable_room *room, const struct schedule *s, int heat, struct timetable_venue *venue,
	struct venue_shut *v)
{
	bool given = false;
	venue->open = (struct span){0, NEVER_MS};
	for (int i = 0; i < s->open_count; i++) {
		const struct schedule_span *o = &s->open[i];
		if (!str_eq(o->heat, room->heats[heat]))
			continue;
		if (given)
			shut(v, (struct span){venue->open.until_ms, o->from_ms}, SHUT_CLOSED, NULL);
		venue->open = (struct span){given ? venue->open.from_ms : o->from_ms, o->until_ms};
		given = true;
	}
	if (!given)
		(void)room_hours(room, heat, &venue->open);
}

void room_venues(const struct timetable_room *room, const struct schedule *s, struct timetable_case *ret,
	struct timetable_venue **ret_venues, const struct shut_cause ***ret_causes)
{
	struct timetable_venue *venues = ARENA_ARRAY(room->arena, (size_t)room->heat_count + 1, struct timetable_venue);
	const struct shut_cause **causes = ARENA_ARRAY(room->arena, (size_t)room->heat_count + 1, const struct shut_cause *);
	size_t most = (size_t)(s->break_count + s->open_count + room->away_count) + 1;
	for (int h = 0; h < room->heat_count; h++) {
		struct venue_shut v = {ARENA_ARRAY(room->arena, most, struct span), ARENA_ARRAY(room->arena, most, struct shut_cause), 0};
		open_venue(room, s, h, &venues[h], &v);
		for (int i = 0; i < s->break_count; i++)
			if (!s->breaks[i].heat || str_eq(s->breaks[i].heat, room->heats[h]))
				shut(&v, (struct span){s->breaks[i].from_ms, s->breaks[i].until_ms}, SHUT_BREAK, NULL);
		for (int i = 0; i < room->away_count; i++)
			if (room->away[i].heat == h)
				shut(&v, room->away[i].at, SHUT_AWAY, room->away[i].expert);
		venues[h].buffer_ms = s->buffer_s * 1000;
		venues[h].shut = v.spans;
		venues[h].shut_count = v.count;
		causes[h] = v.causes;
	}
	*ret = (struct timetable_case){.venues = venues, .venue_count = room->heat_count, .change_ms = s->change_s * 1000,
		.team_count = room->team_count + s->slot_count};
	*ret_venues = venues;
	*ret_causes = causes;
}

/* An entry that takes part no more is a team of its own. */
static int team_of(const struct timetable_room *room, const struct schedule *s, int slot)
{
	int entry = docket_find_entry(room->docket, s->slots[slot].entry);
	return entry < 0 ? room->team_count + slot : room->teams[entry];
}

void room_case(const struct timetable_room *room, const struct schedule *s, struct timetable_case *ret, struct slot **ret_slots,
	const struct shut_cause ***ret_causes)
{
	struct timetable_venue *venues;
	struct timetable_pitch *pitches = ARENA_ARRAY(room->arena, (size_t)s->slot_count + 1, struct timetable_pitch);
	struct slot *slots = ARENA_ARRAY(room->arena, (size_t)s->slot_count + 1, struct slot);
	room_venues(room, s, ret, &venues, ret_causes);
	for (int i = 0; i < s->slot_count; i++) {
		const struct schedule_slot *slot = &s->slots[i];
		int heat = room_heat(room, slot->heat);
		if (!venues[heat].pitch_count)
			venues[heat].pitches = &pitches[i];
		pitches[i] = (struct timetable_pitch){i, team_of(room, s, i), slot->until_ms - slot->from_ms};
		slots[i] = (struct slot){.venue = heat, .pitch = venues[heat].pitch_count++, .at = {slot->from_ms, slot->until_ms},
			.over = slot->until_ms > venues[heat].open.until_ms};
	}
	*ret_slots = slots;
}
