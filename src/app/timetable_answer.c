/* A timetable beside the one before it: what moved, what is new, what went, what clashes. */
#include "app/timetable_room.h"

#include "app/part.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"

/* The only slot of the entry; −1 = none, or several. */
static int only_slot(const struct schedule *s, const char *entry)
{
	int found = -1;
	for (int i = 0; i < s->slot_count; i++) {
		if (!str_eq(s->slots[i].entry, entry))
			continue;
		if (found >= 0)
			return -1;
		found = i;
	}
	return found;
}

int schedule_was(const struct schedule *before, const struct schedule *s, int slot)
{
	const struct schedule_slot *now = &s->slots[slot];
	int same = schedule_find(before, now->heat, now->entry);
	if (same >= 0)
		return same;
	int was = only_slot(before, now->entry);
	return was >= 0 && only_slot(s, now->entry) >= 0 ? was : -1;
}

void schedule_put_spans(struct json_writer *w, const char *key, const struct schedule_span *spans, int count, const char *heat)
{
	json_open(w, key, '[');
	for (int i = 0; i < count; i++) {
		if (heat && !str_eq(spans[i].heat, heat))
			continue;
		json_open(w, NULL, '{');
		if (!heat && spans[i].heat)
			json_put_string(w, "heat", spans[i].heat);
		part_time(w, "from", spans[i].from_ms);
		part_time(w, "until", spans[i].until_ms);
		json_close(w, '}');
	}
	json_close(w, ']');
}

void schedule_put_draws(struct json_writer *w, const struct schedule *s)
{
	json_open(w, "draws", '[');
	for (int i = 0; i < s->draw_count; i++) {
		json_open(w, NULL, '{');
		json_put_string(w, "heat", s->draws[i].heat);
		json_put_int(w, "draw", s->draws[i].draw);
		json_close(w, '}');
	}
	json_close(w, ']');
}

static void put_was(struct json_writer *w, const struct schedule *before, const struct schedule *s, int slot)
{
	int was = schedule_was(before, s, slot);
	if (was < 0) {
		if (before->version)
			json_put_bool(w, "added", true);
		return;
	}
	const struct schedule_slot *a = &before->slots[was], *b = &s->slots[slot];
	if (a->from_ms == b->from_ms && a->until_ms == b->until_ms && str_eq(a->heat, b->heat))
		return;
	json_open(w, "was", '{');
	json_put_string(w, "heat", a->heat);
	part_time(w, "from", a->from_ms);
	part_time(w, "until", a->until_ms);
	json_close(w, '}');
}

static void put_made(struct json_writer *w, const struct slot *slot)
{
	static const char *const why[] = {[WAIT_NONE] = NULL, [WAIT_SHUT] = "shut", [WAIT_TEAM] = "team", [WAIT_LATE] = "late"};
	if (slot->waited_ms > 0) {
		json_put_int(w, "waited_s", slot->waited_ms / 1000);
		if (why[slot->why])
			json_put_string(w, "why", why[slot->why]);
	}
	if (slot->moved)
		json_put_bool(w, "moved_up", true);
	if (slot->over)
		json_put_bool(w, "over", true);
}

static void put_slots(struct json_writer *w, const struct schedule *s, const struct schedule *before,
	const struct timetable_made *made)
{
	json_open(w, "slots", '[');
	for (int i = 0; i < s->slot_count; i++) {
		json_open(w, NULL, '{');
		json_put_string(w, "entry", s->slots[i].entry);
		json_put_string(w, "heat", s->slots[i].heat);
		part_time(w, "from", s->slots[i].from_ms);
		part_time(w, "until", s->slots[i].until_ms);
		put_was(w, before, s, i);
		if (made)
			put_made(w, &made->slots[i]);
		json_close(w, '}');
	}
	json_close(w, ']');
}

static void put_removed(struct json_writer *w, const struct schedule *s, const struct schedule *before)
{
	bool *used = NULL;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	used = ARENA_ARRAY(arena, (size_t)before->slot_count + 1, bool);
	for (int i = 0; i < s->slot_count; i++) {
		int was = schedule_was(before, s, i);
		if (was >= 0)
			used[was] = true;
	}
	json_open(w, "removed", '[');
	for (int i = 0; i < before->slot_count; i++) {
		if (used[i])
			continue;
		json_open(w, NULL, '{');
		json_put_string(w, "entry", before->slots[i].entry);
		json_put_string(w, "heat", before->slots[i].heat);
		part_time(w, "from", before->slots[i].from_ms);
		json_close(w, '}');
	}
	json_close(w, ']');
}

static void put_clashes(struct json_writer *w, const struct timetable_room *room, const struct schedule *s)
{
	int count;
	const struct room_clash *k = room_clashes(room, s, &count);
	json_open(w, "clashes", '[');
	for (int i = 0; i < count; i++) {
		json_open(w, NULL, '{');
		json_put_string(w, "kind", k[i].kind);
		json_put_string(w, "entry", s->slots[k[i].a].entry);
		json_put_string(w, "heat", s->slots[k[i].a].heat);
		if (k[i].b >= 0) {
			json_put_string(w, "other", s->slots[k[i].b].entry);
			json_put_string(w, "other_heat", s->slots[k[i].b].heat);
		}
		if (k[i].expert)
			json_put_string(w, "expert", k[i].expert);
		json_close(w, '}');
	}
	json_close(w, ']');
}

static void put_rules(struct json_writer *w, const struct schedule *s)
{
	json_put_int(w, "buffer_s", s->buffer_s);
	json_put_int(w, "change_s", s->change_s);
	schedule_put_spans(w, "breaks", s->breaks, s->break_count, NULL);
	schedule_put_spans(w, "open", s->open, s->open_count, NULL);
	schedule_put_draws(w, s);
}

void room_answer(const struct timetable_room *room, const struct schedule *s, const struct schedule *before,
	const struct timetable_made *made, struct buf *out)
{
	struct json_writer w = json_writer(out);
	json_open(&w, NULL, '{');
	json_put_string(&w, "stage", room->stage->id);
	json_put_int(&w, "version", s->version);
	json_put_int(&w, "base", room->now.version);
	if (s->reason)
		json_put_string(&w, "reason", s->reason);
	put_rules(&w, s);
	put_slots(&w, s, before, made);
	put_removed(&w, s, before);
	put_clashes(&w, room, s);
	if (made) {
		json_put_int(&w, "waited_s", made->waited_ms / 1000);
		json_put_int(&w, "moved_up", made->moved);
		json_put_int(&w, "over", made->over);
	}
	json_close(&w, '}');
	buf_putc(out, '\n');
}
