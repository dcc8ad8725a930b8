/* Venue by venue; entries get their numbers as they are met, teams likewise. A time is "09:00" of the case's date, or a whole
 * one as in definitions. */
#include "cmd/timetable_case.h"

#include "base/arena.h"
#include "base/dict.h"
#include "base/json.h"
#include "base/str.h"
#include "base/time.h"

#include <stdlib.h>
#include <string.h>

enum { ITEMS_MOST = 100000, SECONDS_MOST = 7 * 86400 };

struct reading {
	struct timetable_file *file;
	const struct json *root, *teams, *away;
	const char *date;
	struct arena *arena;
	struct dict entries, team_numbers;
	const char **ids;
	int cap;
};

static bool wrong(struct err *err, const char *what, const char *id)
{
	return fail(err, ERR_INPUT, "timetable.file", "%s%s%s.", what, id ? " " : "", id ? id : "");
}

static bool known_members(const struct json *object, const char *const *known, size_t n, const char *where, struct err *err)
{
	if (object->type != JSON_OBJECT)
		return fail(err, ERR_INPUT, "timetable.file", "%s must be an object.", where);
	for (size_t i = 0; i < object->count; i++) {
		bool found = false;
		for (size_t k = 0; k < n && !found; k++)
			found = str_eq(object->members[i].key, known[k]);
		if (!found)
			return fail(err, ERR_INPUT, "timetable.file", "%s has an unknown member %s.", where, object->members[i].key);
	}
	return true;
}

static bool read_time(const struct reading *r, const char *text, const char *what, int64_t *ret, struct err *err)
{
	if (text && strlen(text) == 5 && text[2] == ':' && r->date)
		text = arena_printf(r->arena, "%s %s", r->date, text);
	if (!text || !time_parse(text, r->file->offset_min, ret))
		return fail(err, ERR_INPUT, "timetable.file", "%s needs a time such as 09:00 (with the case's “date”) or 2026-05-01 09:00, not “%s”.", what,
			text ? text : "");
	return true;
}

static bool read_seconds(const struct json *from, const char *key, int64_t fallback_s, int64_t *ret_ms, struct err *err)
{
	const struct json *value = json_get(from, key);
	int64_t s = value ? value->integer : fallback_s;
	if ((value && value->type != JSON_INT) || s < 0 || s > SECONDS_MOST)
		return wrong(err, "Whole seconds, from 0 to a week, are needed for", key);
	*ret_ms = s * 1000;
	return true;
}

static const struct json *list_of(const struct json *from, const char *key, size_t *ret_count)
{
	const struct json *list = json_get(from, key);
	*ret_count = list && list->type == JSON_ARRAY ? list->count : 0;
	return list && list->type == JSON_ARRAY ? list : NULL;
}

/* ---- spans */
static bool read_span(const struct reading *r, const struct json *pair, const char *what, struct span *ret, struct err *err)
{
	if (pair->type != JSON_ARRAY || pair->count != 2 || pair->items[0].type != JSON_STRING || pair->items[1].type != JSON_STRING)
		return wrong(err, "A list of [from, until] is needed for", what);
	return read_time(r, pair->items[0].string, what, &ret->from_ms, err) &&
		read_time(r, pair->items[1].string, what, &ret->until_ms, err);
}

/* The breaks of a venue, and when an expert of its panel is away. */
static bool read_shut(const struct reading *r, const struct json *item, struct timetable_venue *v, struct err *err)
{
	size_t breaks, experts, n = 0, all;
	const struct json *list = list_of(item, "breaks", &breaks), *panel = list_of(item, "experts", &experts), *away;
	all = breaks;
	for (size_t i = 0; i < experts; i++)
		all += panel->items[i].type == JSON_STRING && list_of(r->away, panel->items[i].string, &n) ? n : 0;
	struct span *shut = ARENA_ARRAY(r->arena, all + 1, struct span);
	for (size_t i = 0; i < breaks; i++)
		if (!read_span(r, &list->items[i], "breaks", &shut[v->shut_count++], err))
			return false;
	for (size_t i = 0; i < experts; i++) {
		if (panel->items[i].type != JSON_STRING)
			return wrong(err, "“experts” is a list of ids", NULL);
		away = list_of(r->away, panel->items[i].string, &n);
		for (size_t k = 0; k < n; k++)
			if (!read_span(r, &away->items[k], "away", &shut[v->shut_count++], err))
				return false;
	}
	v->shut = shut;
	return true;
}

/* ---- entries */
static int number_of(struct reading *r, const char *id)
{
	int at = dict_find(&r->entries, id);
	if (at >= 0)
		return at;
	at = (int)r->entries.count;
	if (at == r->cap) {
		int cap = r->cap ? 2 * r->cap : 64;
		r->ids = arena_grow(r->arena, r->ids, (size_t)at, (size_t)cap, sizeof(*r->ids));
		r->cap = cap;
	}
	r->ids[at] = id;
	(void)dict_add(&r->entries, r->arena, id, at);
	return at;
}

/* An entry without a team is its own. */
static int team_of(struct reading *r, const char *entry)
{
	const char *team = json_string(r->teams, entry, NULL);
	const char *key = arena_printf(r->arena, "%s|%s", team ? "team" : "entry", team ? team : entry);
	int at = dict_find(&r->team_numbers, key);
	if (at >= 0)
		return at;
	at = (int)r->team_numbers.count;
	(void)dict_add(&r->team_numbers, r->arena, key, at);
	return at;
}

static bool read_pitch(struct reading *r, const struct json *item, int64_t usual_ms, struct timetable_pitch *ret, struct err *err)
{
	static const char *const members[] = {"entry", "length_s", "started"};
	const char *id = item->type == JSON_STRING ? item->string : json_string(item, "entry", NULL);
	if (!id)
		return wrong(err, "“entries” is a list of ids, or of objects with “entry”", NULL);
	if (item->type == JSON_OBJECT && !known_members(item, members, COUNT_OF(members), id, err))
		return false;
	ret->entry = number_of(r, id);
	ret->team = team_of(r, id);
	if (!read_seconds(item, "length_s", usual_ms / 1000, &ret->length_ms, err))
		return false;
	return ret->length_ms > 0 || wrong(err, "“length_s” is missing, for the venue or the entry", id);
}

static bool read_pitches(struct reading *r, const struct json *item, const char *venue, struct timetable_venue *v, struct err *err)
{
	size_t n;
	int64_t usual_ms = 0;
	const struct json *list = list_of(item, "entries", &n);
	if (!list || n > ITEMS_MOST)
		return wrong(err, "“entries” must be a list in venue", venue);
	struct timetable_pitch *pitches = ARENA_ARRAY(r->arena, n + 1, struct timetable_pitch);
	int64_t *started = ARENA_ARRAY(r->arena, n + 1, int64_t);
	struct dict seen = {0};
	if (!read_seconds(item, "length_s", 0, &usual_ms, err))
		return false;
	for (size_t p = 0; p < n; p++) {
		const char *at = json_string(&list->items[p], "started", NULL);
		if (!read_pitch(r, &list->items[p], usual_ms, &pitches[p], err))
			return false;
		if (!dict_add(&seen, r->arena, r->ids[pitches[p].entry], 0))
			return fail(err, ERR_INPUT, "timetable.file", "Entry %s stands twice in venue %s.", r->ids[pitches[p].entry], venue);
		if (!at)
			continue;
		if (v->done != (int)p)
			return wrong(err, "Those that have started must stand first in venue", venue);
		if (!read_time(r, at, "started", &started[v->done++], err))
			return false;
	}
	v->pitches = pitches;
	v->pitch_count = (int)n;
	v->started = started;
	return true;
}

/* ---- venues */
static bool read_venue(struct reading *r, const struct json *item, struct timetable_venue *v, const char **ret_id,
	const char **ret_title, struct err *err)
{
	static const char *const members[] = {"id", "title", "from", "until", "buffer_s", "length_s", "not_before", "breaks",
		"experts", "entries"};
	const char *late = json_string(item, "not_before", NULL);
	if (!known_members(item, members, COUNT_OF(members), "A venue", err))
		return false;
	*ret_id = json_string(item, "id", NULL);
	*ret_title = json_string(item, "title", *ret_id);
	if (!*ret_id)
		return wrong(err, "A venue has no id", NULL);
	return read_time(r, json_string(item, "from", NULL), "from", &v->open.from_ms, err) &&
		read_time(r, json_string(item, "until", NULL), "until", &v->open.until_ms, err) &&
		(!late || read_time(r, late, "not_before", &v->not_before_ms, err)) &&
		read_seconds(item, "buffer_s", 0, &v->buffer_ms, err) && read_shut(r, item, v, err) &&
		read_pitches(r, item, *ret_id, v, err);
}

static bool read_venues(struct reading *r, struct err *err)
{
	size_t n;
	const struct json *list = list_of(r->root, "venues", &n);
	struct dict seen = {0};
	if (!list || n > ITEMS_MOST)
		return wrong(err, "“venues” must be a list", NULL);
	struct timetable_venue *venues = ARENA_ARRAY(r->arena, n + 1, struct timetable_venue);
	const char **ids = ARENA_ARRAY(r->arena, n + 1, const char *), **titles = ARENA_ARRAY(r->arena, n + 1, const char *);
	for (size_t v = 0; v < n; v++) {
		if (!read_venue(r, &list->items[v], &venues[v], &ids[v], &titles[v], err))
			return false;
		if (!dict_add(&seen, r->arena, ids[v], 0))
			return wrong(err, "Two venues are called", ids[v]);
	}
	r->file->c.venues = venues;
	r->file->c.venue_count = (int)n;
	r->file->venues = ids;
	r->file->titles = titles;
	return true;
}

/* "+08:00" */
static bool read_offset(struct reading *r, struct err *err)
{
	const char *s = json_string(r->root, "offset", "+00:00");
	bool sound = strlen(s) == 6 && (s[0] == '+' || s[0] == '-') && s[3] == ':' && strspn(s + 1, "0123456789") == 2 &&
		strspn(s + 4, "0123456789") == 2;
	if (!sound || atoi(s + 1) > 14 || atoi(s + 4) > 59)
		return wrong(err, "“offset” is like +08:00", NULL);
	r->file->offset_min = (s[0] == '-' ? -1 : 1) * (atoi(s + 1) * 60 + atoi(s + 4));
	return true;
}

static bool read_rules(struct reading *r, struct err *err)
{
	const char *order = json_string(r->root, "order", "strict");
	if (!str_eq(order, "strict") && !str_eq(order, "gives"))
		return wrong(err, "“order” is strict or gives", NULL);
	r->file->c.order = str_eq(order, "gives") ? TIMETABLE_GIVES : TIMETABLE_STRICT;
	r->file->name = json_string(r->root, "name", NULL);
	r->teams = json_get(r->root, "teams");
	r->away = json_get(r->root, "away");
	r->date = json_string(r->root, "date", NULL);
	return read_offset(r, err) && read_seconds(r->root, "change_s", 0, &r->file->c.change_ms, err);
}

bool timetable_file_read(struct slice text, struct arena *arena, struct timetable_file *ret, struct err *err)
{
	static const char *const members[] = {"name", "date", "offset", "order", "change_s", "venues", "teams", "away"};
	struct json root;
	struct timetable_file file = {0};
	struct reading r = {.file = &file, .root = &root, .arena = arena};
	if (!json_parse(text.at, text.len, arena, &root, err) ||
		!known_members(&root, members, COUNT_OF(members), "The case", err) || !read_rules(&r, err) || !read_venues(&r, err))
		return false;
	file.entries = r.ids;
	file.c.team_count = (int)r.team_numbers.count;
	*ret = file;
	return true;
}
