/* The clashes that judging/timetable.h finds, each with its cause in words that a person can act on. */
#include "app/timetable_room.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "base/time.h"

struct clash_list {
	struct room_clash *items;
	int count, cap;
	struct arena *arena;
};

static void add(struct clash_list *k, struct room_clash clash)
{
	if (k->count == k->cap) {
		int cap = k->cap ? 2 * k->cap : 16;
		k->items = arena_grow(k->arena, k->items, (size_t)k->count, (size_t)cap, sizeof(*k->items));
		k->cap = cap;
	}
	k->items[k->count++] = clash;
}

/* A slot may run into a break and an absence at once: each is named, an expert once. */
static void add_shut(struct clash_list *k, const struct timetable_venue *v, const struct shut_cause *causes, struct span at, int slot)
{
	static const char *const kinds[] = {[SHUT_BREAK] = "break", [SHUT_AWAY] = "away", [SHUT_CLOSED] = "hours"};
	int first = k->count;
	for (int i = 0; i < v->shut_count; i++) {
		if (v->shut[i].from_ms >= at.until_ms || at.from_ms >= v->shut[i].until_ms)
			continue;
		bool said = false;
		for (int c = first; c < k->count && !said; c++)
			said = str_eq(k->items[c].kind, kinds[causes[i].kind]) && str_eq_null(k->items[c].expert, causes[i].expert);
		if (!said)
			add(k, (struct room_clash){kinds[causes[i].kind], slot, -1, causes[i].expert});
	}
}

struct room_clash *room_clashes(const struct timetable_room *room, const struct schedule *s, int *ret_count)
{
	struct timetable_case c;
	struct slot *slots;
	const struct shut_cause **causes;
	struct clash_list k = {.arena = room->arena};
	int found;
	room_case(room, s, &c, &slots, &causes);
	const struct clash *all = timetable_clashes(&c, slots, s->slot_count, room->arena, &found);
	for (int i = 0; i < found; i++) {
		const struct slot *slot = &slots[all[i].a];
		if (all[i].kind == CLASH_SHUT)
			add_shut(&k, &c.venues[slot->venue], causes[slot->venue], slot->at, all[i].a);
		else
			add(&k, (struct room_clash){all[i].kind == CLASH_OVERLAP ? "overlap" : all[i].kind == CLASH_TEAM ? "team" : "hours",
				all[i].a, all[i].b, NULL});
	}
	for (int i = 0; i < s->slot_count; i++)
		if (slots[i].over)
			add(&k, (struct room_clash){"hours", i, -1, NULL});
	*ret_count = k.count;
	return k.items;
}

/* "10:05" of the contest's civil time. */
static const char *clock(const struct timetable_room *room, int64_t at_ms)
{
	char text[TIME_TEXT];
	time_format(at_ms + (int64_t)room->contest->offset_min * 60000, text);
	return arena_printf(room->arena, "%.5s", text + 11);
}

static void say(const struct timetable_room *room, const struct schedule *s, const struct room_clash *k, struct buf *out)
{
	const struct schedule_slot *a = &s->slots[k->a], *b = k->b < 0 ? NULL : &s->slots[k->b];
	const char *at = clock(room, a->from_ms);
	if (b)
		buf_printf(out, str_eq(k->kind, "team") ? "%s at %s in %s and %s at %s in %s are one team's" :
			"%s at %s in %s and %s at %s in %s overlap", a->entry, at, a->heat, b->entry, clock(room, b->from_ms), b->heat);
	else if (k->expert)
		buf_printf(out, "%s at %s in %s: expert %s is away", a->entry, at, a->heat, k->expert);
	else
		buf_printf(out, "%s at %s in %s: %s", a->entry, at, a->heat, str_eq(k->kind, "break") ? "a break" : "outside its hours");
}

const char *room_clash_words(const struct timetable_room *room, const struct schedule *s, const struct room_clash *clashes, int count)
{
	enum { SAID = 4 };
	CLEANUP(buf_done) struct buf out = {0};
	for (int i = 0; i < count && i < SAID; i++) {
		buf_puts(&out, i ? "; " : "");
		say(room, s, &clashes[i], &out);
	}
	if (count > SAID)
		buf_printf(&out, "; %d more", count - SAID);
	return arena_strndup(room->arena, buf_str(&out), out.len);
}
