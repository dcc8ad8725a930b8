/* A client's timetable into the form of the record. What is not there is nothing; whether it holds is the use case's to say. */
#include "app/timetable.h"

#include "app/context.h"
#include "base/arena.h"
#include "base/json.h"
#include "base/str.h"
#include "base/time.h"

struct reading {
	const struct json *body;
	int offset_min;
	struct arena *arena;
	struct err *err;
};

static bool wrong(const struct reading *r, const char *list, size_t item, const char *needs)
{
	return fail(r->err, ERR_INPUT, "timetable.body", "Item %zu of “%s” needs %s.", item + 1, list, needs);
}

/* NULL: there is none, and *ret_count is 0. */
static bool find_list(const struct reading *r, const char *key, size_t most, const struct json **ret, size_t *ret_count)
{
	const struct json *list = json_get(r->body, key);
	*ret = NULL;
	*ret_count = 0;
	if (!list)
		return true;
	if (list->type != JSON_ARRAY || list->count > most)
		return fail(r->err, ERR_INPUT, "timetable.body", "“%s” is a list of at most %zu.", key, most);
	*ret = list;
	*ret_count = list->count;
	return true;
}

static bool read_time(const struct reading *r, const struct json *item, const char *key, int64_t *ret)
{
	const char *text = json_string(item, key, NULL);
	return text && time_parse(text, r->offset_min, ret) && *ret >= 0;
}

static bool read_slots(const struct reading *r, struct schedule *s)
{
	const struct json *list;
	size_t n;
	if (!find_list(r, "slots", SCHEDULE_SLOTS_MAX, &list, &n))
		return false;
	s->slots = ARENA_ARRAY(r->arena, n + 1, struct schedule_slot);
	s->slot_count = (int)n;
	for (size_t i = 0; i < n; i++) {
		struct schedule_slot *slot = &s->slots[i];
		slot->entry = json_string(&list->items[i], "entry", "");
		slot->heat = json_string(&list->items[i], "heat", "");
		if (!str_is_id(slot->entry) || !str_is_id(slot->heat) || !read_time(r, &list->items[i], "from", &slot->from_ms) ||
			!read_time(r, &list->items[i], "until", &slot->until_ms))
			return wrong(r, "slots", i, "an entry, a heat, and two times, from and until");
	}
	return true;
}

static bool read_spans(const struct reading *r, const char *key, bool heat_too, struct schedule_span **ret, int *ret_count)
{
	const struct json *list;
	size_t n;
	if (!find_list(r, key, SCHEDULE_SPANS_MAX, &list, &n))
		return false;
	*ret = ARENA_ARRAY(r->arena, n + 1, struct schedule_span);
	*ret_count = (int)n;
	for (size_t i = 0; i < n; i++) {
		struct schedule_span *span = &(*ret)[i];
		span->heat = json_string(&list->items[i], "heat", NULL);
		if ((heat_too && !span->heat) || (span->heat && !str_is_id(span->heat)) ||
			!read_time(r, &list->items[i], "from", &span->from_ms) || !read_time(r, &list->items[i], "until", &span->until_ms))
			return wrong(r, key, i, heat_too ? "a heat and two times, from and until" : "two times, from and until");
	}
	return true;
}

static bool read_draws(const struct reading *r, struct schedule *s)
{
	const struct json *list;
	size_t n;
	if (!find_list(r, "draws", SCHEDULE_SPANS_MAX, &list, &n))
		return false;
	s->draws = ARENA_ARRAY(r->arena, n + 1, struct schedule_draw);
	s->draw_count = (int)n;
	for (size_t i = 0; i < n; i++) {
		s->draws[i] = (struct schedule_draw){json_string(&list->items[i], "heat", ""), json_int(&list->items[i], "draw", 0)};
		if (!str_is_id(s->draws[i].heat) || s->draws[i].draw < 1)
			return wrong(r, "draws", i, "a heat and the number of a draw");
	}
	return true;
}

static bool read_seconds(const struct reading *r, const char *key, int64_t *ret)
{
	const struct json *v = json_get(r->body, key);
	*ret = v ? v->integer : -1;
	return !v || (v->type == JSON_INT && v->integer >= 0 && v->integer <= 86400) ||
		fail(r->err, ERR_INPUT, "timetable.body", "“%s” is 0 to 86400 seconds.", key);
}

bool timetable_input(const struct json *body, int offset_min, struct arena *arena, struct schedule *ret, struct err *err)
{
	struct reading r = {body, offset_min, arena, err};
	*ret = (struct schedule){.reason = json_string(body, "reason", NULL)};
	return read_slots(&r, ret) && read_spans(&r, "breaks", false, &ret->breaks, &ret->break_count) &&
		read_spans(&r, "open", true, &ret->open, &ret->open_count) && read_draws(&r, ret) &&
		read_seconds(&r, "buffer_s", &ret->buffer_s) && read_seconds(&r, "change_s", &ret->change_s);
}

struct offset_work {
	const char *contest;
	int offset_min;
};

static bool offset_work(struct db *db, void *context, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct offset_work *w = context;
	struct contest *contest;
	if (!app_get_contest(db, w->contest, arena, &contest, err))
		return false;
	w->offset_min = contest->offset_min;
	return true;
}

bool app_get_offset(struct app *app, const char *contest, int *ret_offset_min, struct err *err)
{
	struct offset_work w = {.contest = contest};
	if (!store_read(app->store, offset_work, &w, err))
		return false;
	*ret_offset_min = w.offset_min;
	return true;
}
