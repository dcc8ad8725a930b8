/* The heat that runs late is written as its floor has it: first what was, at its real times, then who is still to come, in the
 * floor's order; whoever is absent has no slot any more. Other heats stand as planned, and give way only where they must. */
#include "app/timetable.h"
#include "app/timetable_room.h"

#include "base/arena.h"
#include "base/str.h"

struct shifting {
	const struct timetable_room *room;
	int heat;
	struct timetable_case c;
	struct timetable_venue *venues;
	struct schedule_slot *slots; /* by pitch: venue after venue */
	struct timetable_pitch *pitches;
	int64_t *started, *planned;
	int count;
};

static int team_of(const struct shifting *w, const char *entry)
{
	int at = docket_find_entry(w->room->docket, entry);
	return at < 0 ? w->room->team_count + w->count : w->room->teams[at];
}

static void add(struct shifting *w, const struct schedule_slot *slot, int64_t planned_ms)
{
	int i = w->count;
	w->slots[i] = *slot;
	w->pitches[i] = (struct timetable_pitch){i, team_of(w, slot->entry), slot->until_ms - slot->from_ms};
	w->started[i] = slot->from_ms;
	w->planned[i] = planned_ms;
	w->count++;
}

/* What has begun on the floor, in the order in which it did. Ends that are still to come are those by the rule, or now. */
static void add_done(struct shifting *w)
{
	const struct timetable_room *room = w->room;
	const struct real_heat *real = &room->real[w->heat];
	int64_t after_ms = 0, length_ms = room_length_ms(room, w->heat);
	for (;;) {
		int next = -1;
		for (int e = 0; e < real->floor->count; e++)
			if (real->times[e].started_ms > after_ms && (next < 0 || real->times[e].started_ms < real->times[next].started_ms))
				next = e;
		if (next < 0)
			return;
		const struct real_time *t = &real->times[next];
		int64_t end_ms = t->started_ms + length_ms;
		struct schedule_slot slot = {real->floor->entries[next].id, room->heats[w->heat], t->started_ms,
			t->ended_ms ? t->ended_ms : end_ms > room->now_ms ? end_ms : room->now_ms};
		const struct schedule_slot *last = w->venues[w->heat].done ? &w->slots[w->count - 1] : NULL;
		if (last && last->until_ms > slot.from_ms)
			w->slots[w->count - 1].until_ms = slot.from_ms, w->pitches[w->count - 1].length_ms = slot.from_ms - last->from_ms;
		if (slot.until_ms <= slot.from_ms)
			slot.until_ms = slot.from_ms + 1;
		int was = schedule_find(&room->now, slot.heat, slot.entry);
		add(w, &slot, was >= 0 ? room->now.slots[was].from_ms : slot.from_ms);
		w->venues[w->heat].done++;
		after_ms = t->started_ms;
	}
}

/* Those still to come, in the floor's order, each with the slot that it has. */
static void add_waiting(struct shifting *w)
{
	const struct timetable_room *room = w->room;
	const struct floor *f = room->real[w->heat].floor;
	for (int i = 0; i < f->count; i++) {
		const struct floor_entry *e = &f->entries[f->order[i]];
		int slot = schedule_find(&room->now, room->heats[w->heat], e->id);
		if (slot >= 0 && (e->phase == FLOOR_WAITING || e->phase == FLOOR_CALLED))
			add(w, &room->now.slots[slot], room->now.slots[slot].from_ms);
	}
}

/* The heat's slots as planned; the first `done` stand. */
static void add_planned(struct shifting *w, int heat, const char *first)
{
	const struct schedule *now = &w->room->now;
	bool waits = !first;
	for (int i = 0; i < now->slot_count; i++) {
		if (!str_eq(now->slots[i].heat, w->room->heats[heat]))
			continue;
		waits = waits || str_eq(now->slots[i].entry, first);
		if (!waits)
			w->venues[heat].done++;
		add(w, &now->slots[i], now->slots[i].from_ms);
	}
}

/* In a heat whose floor is open, or has been, nobody who had a turn moves; elsewhere everybody may. */
static void add_other(struct shifting *w, int heat)
{
	const struct real_heat *real = &w->room->real[heat];
	const char *first = NULL;
	bool all_done = real->floor != NULL || real->locked;
	for (int i = 0; i < w->room->now.slot_count && all_done; i++) {
		const struct schedule_slot *slot = &w->room->now.slots[i];
		int e = real->floor && str_eq(slot->heat, w->room->heats[heat]) ? floor_find_entry(real->floor, slot->entry) : -1;
		if (e >= 0 && !real->times[e].started_ms && real->floor->entries[e].phase != FLOOR_ABSENT && !real->locked) {
			first = slot->entry;
			all_done = false;
		}
	}
	add_planned(w, heat, all_done ? "" : first);
}

static void gather(struct shifting *w, const struct timetable_delay *delay)
{
	struct timetable_room const *room = w->room;
	size_t most = (size_t)room->now.slot_count + 1;
	for (int h = 0; h < room->heat_count; h++)
		most += room->real[h].floor ? (size_t)room->real[h].floor->count : 0;
	w->slots = ARENA_ARRAY(room->arena, most, struct schedule_slot);
	w->pitches = ARENA_ARRAY(room->arena, most, struct timetable_pitch);
	w->started = ARENA_ARRAY(room->arena, most, int64_t);
	w->planned = ARENA_ARRAY(room->arena, most, int64_t);
	for (int h = 0; h < room->heat_count; h++) {
		int first = w->count;
		bool floor = h == w->heat && room->real[h].floor && !delay->entry;
		if (floor) {
			add_done(w);
			add_waiting(w);
		} else if (h == w->heat) {
			add_planned(w, h, delay->entry);
		} else {
			add_other(w, h);
		}
		w->venues[h].pitches = &w->pitches[first];
		w->venues[h].started = &w->started[first];
		w->venues[h].planned = &w->planned[first];
		w->venues[h].pitch_count = w->count - first;
	}
}

static bool find_start(struct shifting *w, const struct timetable_delay *delay, struct err *err)
{
	struct timetable_venue *v = &w->venues[w->heat];
	if (v->done == v->pitch_count)
		return fail(err, ERR_CONFLICT, "timetable.done", "Nobody of heat %s is left to move.", w->room->heats[w->heat]);
	v->not_before_ms = delay->not_before_ms ? delay->not_before_ms : v->planned[v->done] + delay->by_s * 1000;
	if (v->not_before_ms <= v->planned[v->done])
		return fail(err, ERR_INPUT, "timetable.delay", "A delay is some time after %s was planned.",
			w->slots[v->pitches[v->done].entry].entry);
	return true;
}

static void take(const struct shifting *w, const struct timetable *made, struct schedule *ret)
{
	int n = made->starts[w->c.venue_count];
	*ret = w->room->now;
	ret->slots = ARENA_ARRAY(w->room->arena, (size_t)n + 1, struct schedule_slot);
	ret->slot_count = n;
	for (int i = 0; i < n; i++) {
		const struct slot *s = &made->slots[i];
		const struct schedule_slot *was = &w->slots[w->venues[s->venue].pitches[s->pitch].entry];
		ret->slots[i] = (struct schedule_slot){was->entry, was->heat, s->at.from_ms, s->at.until_ms};
	}
}

bool room_shift(const struct timetable_room *room, int heat, const struct timetable_delay *delay, struct schedule *ret,
	struct err *err)
{
	struct shifting w = {.room = room, .heat = heat};
	const struct shut_cause **causes;
	struct timetable made;
	if (!room->now.version)
		return fail(err, ERR_CONFLICT, "timetable.none", "Stage %s has no timetable yet.", room->stage->id);
	if (delay->entry && schedule_find(&room->now, room->heats[heat], delay->entry) < 0)
		return fail(err, ERR_INPUT, "timetable.entry", "Entry %s has no slot in heat %s.", delay->entry, room->heats[heat]);
	room_venues(room, &room->now, &w.c, &w.venues, &causes);
	gather(&w, delay);
	w.c.team_count = room->team_count + w.count;
	if (!find_start(&w, delay, err) || !timetable_shift(&w.c, room->arena, &made, err))
		return false;
	take(&w, &made, ret);
	return true;
}
