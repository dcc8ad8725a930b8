/* A floor keeps no times, its steps do: it is played once more, and after each step every entry's phase says whether it has
 * begun or ended since. What an undo takes back falls away by the same rule. */
#include "app/timetable_room.h"

#include "app/floor.h"
#include "app/floor_part.h"
#include "base/arena.h"
#include "base/str.h"
#include "store/live.h"

#include <string.h>

static void note(const struct floor *f, struct real_time *times, int64_t at_ms)
{
	for (int e = 0; e < f->count; e++) {
		enum floor_phase phase = f->entries[e].phase;
		bool ended = phase == FLOOR_MARKING || phase == FLOOR_LOCKED;
		bool begun = ended || phase == FLOOR_PITCHING || phase == FLOOR_QUESTIONS;
		if (!begun)
			times[e].started_ms = 0;
		else if (!times[e].started_ms)
			times[e].started_ms = at_ms;
		if (!ended)
			times[e].ended_ms = 0;
		else if (!times[e].ended_ms)
			times[e].ended_ms = at_ms;
	}
}

static bool opens(const struct step_row *row)
{
	static const char head[] = "{\"action\":\"open\"";
	return strncmp(row->body, head, sizeof(head) - 1) == 0;
}

bool real_load(struct db *db, const struct contest *contest, int stage, int heat, struct arena *arena, struct real_heat *ret,
	struct err *err)
{
	const struct stage *s = &contest->stages[stage];
	const struct heat *h = &s->heats[heat];
	struct step_row *rows;
	struct heat_row *locked;
	size_t n;
	*ret = (struct real_heat){0};
	if (!store_list_steps(db, contest->id, s->id, h->id, arena, &rows, &n, err) ||
		!store_find_heat(db, contest->id, s->id, h->id, arena, &locked, err))
		return false;
	struct floor *f = floor_new(&(struct floor_rule){h->pitch_s, h->questions_s, s->floor.marking_s}, arena);
	for (size_t i = 0; i < n; i++) {
		if (!floor_replay(f, &rows[i], err))
			return false;
		if (opens(&rows[i]))
			ret->times = ARENA_ARRAY(arena, (size_t)f->count + 1, struct real_time);
		if (f->count)
			note(f, ret->times, rows[i].at_ms);
	}
	ret->floor = floor_is_open(f) ? f : NULL;
	ret->locked = locked != NULL;
	return true;
}

/* Who is called or next, and when that pitch can begin at the earliest. */
static int expected(const struct timetable_room *room, int heat, int64_t *ret_ms)
{
	const struct real_heat *real = &room->real[heat];
	const struct floor *f = real->floor;
	int on = floor_on_stage(f), next = floor_next(f);
	*ret_ms = room->now_ms;
	if (on < 0)
		return next;
	if (f->entries[on].phase == FLOOR_CALLED)
		return on;
	int64_t end_ms = real->times[on].started_ms + room_length_ms(room, heat);
	*ret_ms = (end_ms > room->now_ms ? end_ms : room->now_ms) + room->now.buffer_s * 1000;
	return next;
}

bool room_late(const struct timetable_room *room, int heat, struct lateness *ret)
{
	const struct real_heat *real = &room->real[heat];
	if (!real->floor || real->locked || !room->now.version)
		return false;
	int next = expected(room, heat, &ret->expected_ms);
	if (next < 0)
		return false;
	ret->entry = real->floor->entries[next].id;
	int slot = schedule_find(&room->now, room->heats[heat], ret->entry);
	if (slot < 0)
		return false;
	ret->late_ms = ret->expected_ms - room->now.slots[slot].from_ms;
	return true;
}
