/* Times are UTC text with milliseconds, so that the sorted text is sorted time. Sorting puts heats in the order in which the
 * definition has them; then what stands side by side is all that has to be compared. */
#include "judging/schedule.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/dict.h"
#include "base/json.h"
#include "base/str.h"
#include "base/time.h"

#include <stdlib.h>
#include <string.h>

enum { SECONDS_MOST = 86400 };

/* ---- reading */
static bool no_form(const char *what, struct err *err)
{
	return fail(err, ERR_INPUT, "timetable.form", "A timetable's %s is not as it must be.", what);
}

static bool read_time(const struct json *from, const char *key, int64_t *ret)
{
	const char *text = json_string(from, key, "");
	return time_parse_utc(text, strlen(text), ret);
}

/* From and until, and a heat where there is one or must be; nothing else. */
static bool read_span(const struct json *item, bool heat_too, struct schedule_span *ret)
{
	ret->heat = json_string(item, "heat", NULL);
	return item->type == JSON_OBJECT && item->count == 2 + (size_t)(ret->heat != NULL) && (ret->heat || !heat_too) &&
		(!ret->heat || str_is_id(ret->heat)) && read_time(item, "from", &ret->from_ms) && read_time(item, "until", &ret->until_ms);
}

static bool read_spans(const struct json *body, const char *key, bool heat_too, struct arena *arena, struct schedule_span **ret,
	int *ret_count, struct err *err)
{
	const struct json *list = json_get(body, key);
	if (!list)
		return true;
	if (list->type != JSON_ARRAY || !list->count || list->count > SCHEDULE_SPANS_MAX)
		return no_form(key, err);
	*ret = ARENA_ARRAY(arena, list->count, struct schedule_span);
	*ret_count = (int)list->count;
	for (size_t i = 0; i < list->count; i++)
		if (!read_span(&list->items[i], heat_too, &(*ret)[i]))
			return no_form(key, err);
	return true;
}

static bool read_slots(const struct json *body, struct arena *arena, struct schedule *s, struct err *err)
{
	const struct json *list = json_get(body, "slots");
	if (!list || list->type != JSON_ARRAY || list->count > SCHEDULE_SLOTS_MAX)
		return no_form("slots", err);
	s->slots = ARENA_ARRAY(arena, list->count + 1, struct schedule_slot);
	s->slot_count = (int)list->count;
	for (size_t i = 0; i < list->count; i++) {
		const struct json *item = &list->items[i];
		struct schedule_slot *slot = &s->slots[i];
		*slot = (struct schedule_slot){.entry = json_string(item, "entry", ""), .heat = json_string(item, "heat", "")};
		if (item->type != JSON_OBJECT || item->count != 4 || !str_is_id(slot->entry) || !str_is_id(slot->heat) ||
			!read_time(item, "from", &slot->from_ms) || !read_time(item, "until", &slot->until_ms))
			return no_form("slots", err);
	}
	return true;
}

static bool read_draws(const struct json *body, struct arena *arena, struct schedule *s, struct err *err)
{
	const struct json *list = json_get(body, "draws");
	if (!list)
		return true;
	if (list->type != JSON_ARRAY || !list->count || list->count > SCHEDULE_SPANS_MAX)
		return no_form("draws", err);
	s->draws = ARENA_ARRAY(arena, list->count, struct schedule_draw);
	s->draw_count = (int)list->count;
	for (size_t i = 0; i < list->count; i++) {
		const struct json *item = &list->items[i];
		s->draws[i] = (struct schedule_draw){json_string(item, "heat", ""), json_int(item, "draw", 0)};
		if (item->type != JSON_OBJECT || item->count != 2 || !str_is_id(s->draws[i].heat) || s->draws[i].draw < 1)
			return no_form("draws", err);
	}
	return true;
}

static bool read_head(const struct json *body, struct schedule *s, struct err *err)
{
	static const char *const keys[] = {"breaks", "buffer", "change", "draws", "open", "reason", "slots", "stage", "version"};
	size_t known = 0;
	for (size_t i = 0; i < COUNT_OF(keys); i++)
		known += json_get(body, keys[i]) != NULL;
	const struct json *reason = json_get(body, "reason");
	s->stage = json_string(body, "stage", "");
	s->version = json_int(body, "version", 0);
	s->buffer_s = json_int(body, "buffer", -1);
	s->change_s = json_int(body, "change", -1);
	s->reason = json_string(body, "reason", NULL);
	if (!body || body->type != JSON_OBJECT || body->count != known || (reason && (!s->reason || !*s->reason)))
		return no_form("list of members", err);
	if (!str_is_id(s->stage) || s->version < 1)
		return no_form("stage or version", err);
	return (s->buffer_s >= 0 && s->buffer_s <= SECONDS_MOST && s->change_s >= 0 && s->change_s <= SECONDS_MOST) ||
		no_form("buffer or change", err);
}

bool schedule_read(const struct json *body, struct arena *arena, struct schedule *ret, struct err *err)
{
	*ret = (struct schedule){0};
	return read_head(body, ret, err) && read_slots(body, arena, ret, err) && read_draws(body, arena, ret, err) &&
		read_spans(body, "breaks", false, arena, &ret->breaks, &ret->break_count, err) &&
		read_spans(body, "open", true, arena, &ret->open, &ret->open_count, err);
}

/* ---- writing */
static void put_time(struct json_writer *w, const char *key, int64_t at_ms)
{
	char text[TIME_TEXT];
	json_put_string(w, key, time_format(at_ms, text));
}

static void put_spans(struct json_writer *w, const char *key, const struct schedule_span *spans, int count)
{
	if (!count)
		return;
	json_open(w, key, '[');
	for (int i = 0; i < count; i++) {
		json_open(w, NULL, '{');
		put_time(w, "from", spans[i].from_ms);
		if (spans[i].heat)
			json_put_string(w, "heat", spans[i].heat);
		put_time(w, "until", spans[i].until_ms);
		json_close(w, '}');
	}
	json_close(w, ']');
}

static void put_draws(struct json_writer *w, const struct schedule *s)
{
	if (!s->draw_count)
		return;
	json_open(w, "draws", '[');
	for (int i = 0; i < s->draw_count; i++) {
		json_open(w, NULL, '{');
		json_put_int(w, "draw", s->draws[i].draw);
		json_put_string(w, "heat", s->draws[i].heat);
		json_close(w, '}');
	}
	json_close(w, ']');
}

void schedule_write(const struct schedule *s, struct buf *out)
{
	struct json_writer w = json_writer(out);
	json_open(&w, NULL, '{');
	put_spans(&w, "breaks", s->breaks, s->break_count);
	json_put_int(&w, "buffer", s->buffer_s);
	json_put_int(&w, "change", s->change_s);
	put_draws(&w, s);
	put_spans(&w, "open", s->open, s->open_count);
	if (s->reason)
		json_put_string(&w, "reason", s->reason);
	json_open(&w, "slots", '[');
	for (int i = 0; i < s->slot_count; i++) {
		json_open(&w, NULL, '{');
		json_put_string(&w, "entry", s->slots[i].entry);
		put_time(&w, "from", s->slots[i].from_ms);
		json_put_string(&w, "heat", s->slots[i].heat);
		put_time(&w, "until", s->slots[i].until_ms);
		json_close(&w, '}');
	}
	json_close(&w, ']');
	json_put_string(&w, "stage", s->stage);
	json_put_int(&w, "version", s->version);
	json_close(&w, '}');
}

/* ---- order */
static int place_of(const char *heat, const char *const *heats, int heat_count)
{
	int h = 0;
	while (h < heat_count && !str_eq(heats[h], heat))
		h++;
	return h;
}

struct keyed { /* something to sort: its heat's place, its time, and where it stood */
	int place;
	int64_t from_ms, until_ms;
	int at;
};

static int by_key(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;
	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	if (x->from_ms != y->from_ms)
		return x->from_ms < y->from_ms ? -1 : 1;
	if (x->until_ms != y->until_ms)
		return x->until_ms < y->until_ms ? -1 : 1;
	return x->at - y->at;
}

static void sort_items(void *items, size_t size, struct keyed *keys, int count, char *room)
{
	if (!count)
		return;
	qsort(keys, (size_t)count, sizeof(*keys), by_key);
	for (int i = 0; i < count; i++)
		memcpy(room + (size_t)i * size, (char *)items + (size_t)keys[i].at * size, size);
	memcpy(items, room, (size_t)count * size);
}

/* Breaks stand by time, then heat, one for every heat first. */
static void sort_breaks(struct schedule *s, const char *const *heats, int heat_count, struct keyed *keys, char *room)
{
	for (int i = 0; i < s->break_count; i++)
		keys[i] = (struct keyed){s->breaks[i].heat ? 1 + place_of(s->breaks[i].heat, heats, heat_count) : 0, 0, 0, i};
	sort_items(s->breaks, sizeof(*s->breaks), keys, s->break_count, room);
	for (int i = 0; i < s->break_count; i++)
		keys[i] = (struct keyed){0, s->breaks[i].from_ms, s->breaks[i].until_ms, i};
	sort_items(s->breaks, sizeof(*s->breaks), keys, s->break_count, room);
}

void schedule_sort(struct schedule *s, const char *const *heats, int heat_count)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	size_t most = (size_t)s->slot_count + (size_t)s->break_count + (size_t)s->open_count + (size_t)s->draw_count;
	struct keyed *keys = ARENA_ARRAY(arena, most + 1, struct keyed);
	char *room = ARENA_ARRAY(arena, (most + 1) * sizeof(struct schedule_slot), char);
	for (int i = 0; i < s->slot_count; i++)
		keys[i] = (struct keyed){place_of(s->slots[i].heat, heats, heat_count), s->slots[i].from_ms, s->slots[i].until_ms, i};
	sort_items(s->slots, sizeof(*s->slots), keys, s->slot_count, room);
	for (int i = 0; i < s->open_count; i++)
		keys[i] = (struct keyed){place_of(s->open[i].heat, heats, heat_count), s->open[i].from_ms, s->open[i].until_ms, i};
	sort_items(s->open, sizeof(*s->open), keys, s->open_count, room);
	for (int i = 0; i < s->draw_count; i++)
		keys[i] = (struct keyed){place_of(s->draws[i].heat, heats, heat_count), s->draws[i].draw, 0, i};
	sort_items(s->draws, sizeof(*s->draws), keys, s->draw_count, room);
	sort_breaks(s, heats, heat_count, keys, room);
}

/* ---- held against itself */
struct check {
	const struct schedule *s;
	const char *const *heats;
	int heat_count;
	struct err *err;
};

/* The heat's place; −1 after a failure. */
static int known(const struct check *c, const char *heat)
{
	int place = place_of(heat, c->heats, c->heat_count);
	if (place < c->heat_count)
		return place;
	(void)!fail(c->err, ERR_NOT_FOUND, "heat.unknown", "Stage %s has no heat \"%.64s\".", c->s->stage, heat);
	return -1;
}

static bool check_slots(const struct check *c)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct dict seen = {0};
	int before = 0;
	for (int i = 0; i < c->s->slot_count; i++) {
		const struct schedule_slot *slot = &c->s->slots[i], *last = i ? slot - 1 : NULL;
		int place = known(c, slot->heat);
		if (place < 0)
			return false;
		if (slot->from_ms >= slot->until_ms)
			return fail(c->err, ERR_INPUT, "timetable.span", "Entry %s ends before it begins in heat %s.", slot->entry, slot->heat);
		if (place < before || (last && place == before && slot->from_ms < last->from_ms))
			return fail(c->err, ERR_INPUT, "timetable.span", "Entry %s in heat %s stands out of order.", slot->entry, slot->heat);
		if (!dict_add(&seen, arena, arena_printf(arena, "%s %s", slot->heat, slot->entry), i))
			return fail(c->err, ERR_INPUT, "timetable.twice", "Entry %s stands twice in heat %s.", slot->entry, slot->heat);
		if (last && place == before && slot->from_ms < last->until_ms)
			return fail(c->err, ERR_CONFLICT, "timetable.overlap", "Entries %s and %s overlap in heat %s.", last->entry, slot->entry,
				slot->heat);
		before = place;
	}
	return true;
}

static bool sound_span(const struct check *c, const struct schedule_span *span, bool ordered)
{
	if (span->from_ms >= span->until_ms)
		return fail(c->err, ERR_INPUT, "timetable.span", "A break, or a heat's hours, end before they begin.");
	return ordered || fail(c->err, ERR_INPUT, "timetable.span", "Breaks or hours stand out of order, twice, or overlap.");
}

static bool check_breaks(const struct check *c)
{
	int64_t from_ms = 0, until_ms = 0;
	int before = 0;
	for (int i = 0; i < c->s->break_count; i++) {
		const struct schedule_span *b = &c->s->breaks[i];
		int place = b->heat ? known(c, b->heat) : 0;
		if (place < 0)
			return false;
		place += b->heat != NULL;
		bool after = b->from_ms > from_ms || (b->from_ms == from_ms && (b->until_ms > until_ms ||
			(b->until_ms == until_ms && place > before)));
		if (!sound_span(c, b, !i || after))
			return false;
		from_ms = b->from_ms;
		until_ms = b->until_ms;
		before = place;
	}
	return true;
}

static bool check_open(const struct check *c)
{
	int before = -1;
	for (int i = 0; i < c->s->open_count; i++) {
		const struct schedule_span *o = &c->s->open[i];
		int place = known(c, o->heat);
		if (place < 0)
			return false;
		if (!sound_span(c, o, place > before || (place == before && o->from_ms >= o[-1].until_ms)))
			return false;
		before = place;
	}
	return true;
}

static bool check_draws(const struct check *c)
{
	int before = -1;
	for (int i = 0; i < c->s->draw_count; i++) {
		int place = known(c, c->s->draws[i].heat);
		if (place < 0)
			return false;
		if (place <= before)
			return fail(c->err, ERR_INPUT, "timetable.twice", "Heat %s is given a draw twice, or out of order.", c->s->draws[i].heat);
		before = place;
	}
	return true;
}

bool schedule_check(const struct schedule *s, const char *const *heats, int heat_count, struct err *err)
{
	struct check c = {s, heats, heat_count, err};
	return check_slots(&c) && check_breaks(&c) && check_open(&c) && check_draws(&c);
}

bool schedule_follows(const struct schedule *s, const char *heat, const char *const *order, size_t count)
{
	size_t next = 0;
	for (int i = 0; i < s->slot_count; i++) {
		if (!str_eq(s->slots[i].heat, heat))
			continue;
		while (next < count && !str_eq(order[next], s->slots[i].entry))
			next++;
		if (next == count)
			return false;
		next++;
	}
	return true;
}

int schedule_find(const struct schedule *s, const char *heat, const char *entry)
{
	for (int i = 0; i < s->slot_count; i++)
		if (str_eq(s->slots[i].heat, heat) && str_eq(s->slots[i].entry, entry))
			return i;
	return -1;
}
