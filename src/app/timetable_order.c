/* Who pitches in which heat, in which order. An entry belongs where the definition, a sheet or an open floor puts it; else
 * where the timetable in force has it; else it is dealt to the heat with the fewest. */
#include "app/timetable.h"
#include "app/timetable_room.h"

#include "base/arena.h"
#include "base/json.h"
#include "base/str.h"
#include "store/draw.h"

#include <inttypes.h>
#include <string.h>

bool room_drawn(const struct timetable_room *room, int64_t draw, const char *const **ret_order, size_t *ret_count, struct err *err)
{
	struct draw_row *row;
	struct json body;
	if (!store_find_draw(room->db, room->contest->id, draw, room->arena, &row, err))
		return false;
	if (!row)
		return fail(err, ERR_NOT_FOUND, "draw.unknown", "There is no draw %" PRId64 " in %s.", draw, room->contest->id);
	if (!row->concluded)
		return fail(err, ERR_CONFLICT, "timetable.draw", "Draw %" PRId64 " is not concluded.", draw);
	if (!json_parse(row->concluded, strlen(row->concluded), room->arena, &body, err))
		return false;
	const struct json *list = json_get(&body, "order");
	size_t n = list ? list->count : 0;
	const char **order = ARENA_ARRAY(room->arena, n + 1, const char *);
	for (size_t i = 0; i < n; i++)
		order[i] = list->items[i].string;
	*ret_order = order;
	*ret_count = n;
	return true;
}

/* ---- who */
static int set_heat(const struct timetable_room *room, int entry)
{
	const char *id = docket_entry_id(room->docket, entry);
	for (int i = 0; i < room->now.slot_count; i++)
		if (str_eq(room->now.slots[i].entry, id))
			return room_heat(room, room->now.slots[i].heat);
	return -1;
}

static int fewest(const int *counts, int heat_count)
{
	int best = 0;
	for (int h = 1; h < heat_count; h++)
		if (counts[h] < counts[best])
			best = h;
	return best;
}

/* By entry of the docket: its heat, −1 = it does not pitch. `only` ≥ 0: whoever has no heat goes there. */
static int *deal(const struct timetable_room *room, int only)
{
	int n = room->docket->entry_count;
	int *heats = ARENA_ARRAY(room->arena, (size_t)n + 1, int), *counts = ARENA_ARRAY(room->arena, (size_t)room->heat_count + 1, int);
	for (int e = 0; e < n; e++) {
		int heat = docket_heat(room->docket, e);
		heats[e] = room->gone[e] ? -1 : heat >= 0 ? heat : set_heat(room, e);
		if (heats[e] >= 0)
			counts[heats[e]]++;
	}
	for (int e = 0; e < n; e++) {
		if (heats[e] >= 0 || room->gone[e])
			continue;
		heats[e] = only >= 0 ? only : fewest(counts, room->heat_count);
		counts[heats[e]]++;
	}
	return heats;
}

/* ---- in which order */
static void push(struct heat_order *o, int entry)
{
	o->entries[o->count++] = entry;
}

static bool drawn_order(const struct timetable_room *room, int64_t draw, const int *heats, int heat, struct heat_order *ret,
	struct err *err)
{
	const char *const *order;
	size_t n;
	bool *named = ARENA_ARRAY(room->arena, (size_t)room->docket->entry_count + 1, bool);
	if (!room_drawn(room, draw, &order, &n, err))
		return false;
	for (size_t i = 0; i < n; i++) {
		int entry = docket_find_entry(room->docket, order[i]);
		if (entry < 0)
			return fail(err, ERR_INPUT, "timetable.pool", "Draw %" PRId64 " has %.64s, which takes no part in stage %s.", draw, order[i],
				room->stage->id);
		named[entry] = true;
		if (heats[entry] == heat)
			push(ret, entry);
	}
	for (int e = 0; e < room->docket->entry_count; e++)
		if (heats[e] == heat && !named[e])
			return fail(err, ERR_INPUT, "timetable.pool", "Draw %" PRId64 " lacks entry %s of heat %s.", draw,
				docket_entry_id(room->docket, e), room->heats[heat]);
	return true;
}

static void set_order(const struct timetable_room *room, const int *heats, int heat, struct heat_order *ret)
{
	bool *placed = ARENA_ARRAY(room->arena, (size_t)room->docket->entry_count + 1, bool);
	for (int i = 0; i < room->now.slot_count; i++) {
		int entry = docket_find_entry(room->docket, room->now.slots[i].entry);
		if (entry < 0 || heats[entry] != heat || !str_eq(room->now.slots[i].heat, room->heats[heat]))
			continue;
		placed[entry] = true;
		push(ret, entry);
	}
	for (int e = 0; e < room->docket->entry_count; e++)
		if (heats[e] == heat && !placed[e])
			push(ret, e);
}

static int64_t draw_of(const struct timetable_wish *wish, const char *heat)
{
	for (int i = 0; i < wish->given.draw_count; i++)
		if (str_eq(wish->given.draws[i].heat, heat))
			return wish->given.draws[i].draw;
	return 0;
}

bool room_orders(const struct timetable_room *room, const struct timetable_wish *wish, struct heat_order **ret_orders,
	struct err *err)
{
	int only = wish->heat ? room_heat(room, wish->heat) : -1, n = room->docket->entry_count;
	struct heat_order *orders = ARENA_ARRAY(room->arena, (size_t)room->heat_count + 1, struct heat_order);
	const int *heats = deal(room, only);
	for (int h = 0; h < room->heat_count; h++) {
		int64_t draw = draw_of(wish, room->heats[h]);
		orders[h].entries = ARENA_ARRAY(room->arena, (size_t)n + 1, int);
		if (only >= 0 && h != only)
			continue;
		if (draw && !drawn_order(room, draw, heats, h, &orders[h], err))
			return false;
		if (!draw && wish->source == TIMETABLE_AS_SET)
			set_order(room, heats, h, &orders[h]);
		for (int e = 0; e < n && !draw && wish->source == TIMETABLE_BY_ID; e++)
			if (heats[e] == h)
				push(&orders[h], e);
	}
	*ret_orders = orders;
	return true;
}

bool room_keep_draws(const struct timetable_room *room, struct schedule *s, struct err *err)
{
	int kept = 0;
	for (int i = 0; i < s->draw_count; i++) {
		const char *const *order;
		size_t n;
		if (!room_drawn(room, s->draws[i].draw, &order, &n, err))
			return false;
		if (schedule_follows(s, s->draws[i].heat, order, n))
			s->draws[kept++] = s->draws[i];
	}
	s->draw_count = kept;
	return true;
}
