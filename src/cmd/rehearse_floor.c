/* A floor manager: calls one entry after the other, locks each once its sheets are in, while the next already pitches. One team
 * is late, one is absent and comes back, one clock stands for a while, one button is pressed by mistake and taken back. */
#include "cmd/rehearse.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>

enum { PATIENCE_US = 45 * 1000 * 1000 }; /* with sheets that do not come */

struct manager {
	struct day *day;
	int heat;
	struct client *client, *presenter;
	int64_t step;        /* the newest */
	int64_t *marking_us; /* by entry: since when; 0 = not in marking */
	int next;            /* −1 = nobody waits */
	bool was_late, was_absent, is_absent;
};

static const struct played_heat *heat_of(const struct manager *m)
{
	return &m->day->heats[m->heat];
}

/* "action" with an entry, seconds, or neither; open names all. */
static const char *step_body(const struct manager *m, const char *action, int entry, int seconds, struct arena *arena)
{
	CLEANUP(buf_done) struct buf out = {0};
	struct json_writer w = json_writer(&out);
	json_open(&w, NULL, '{');
	json_put_int(&w, "step", m->step + 1);
	json_put_string(&w, "action", action);
	if (entry >= 0)
		json_put_string(&w, "entry", m->day->entries[entry].id);
	if (seconds)
		json_put_int(&w, "seconds", seconds);
	if (str_eq(action, "open")) {
		json_open(&w, "entries", '[');
		for (int i = 0; i < heat_of(m)->count; i++)
			json_put_string(&w, NULL, m->day->entries[heat_of(m)->order[i]].id);
		json_close(&w, ']');
	}
	json_close(&w, '}');
	return arena_strdup(arena, buf_str(&out));
}

static bool press(struct manager *m, const char *action, int entry, int seconds, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct answer a;
	const char *key = arena_printf(arena, "floor-%llu-%d-%lld", (unsigned long long)m->day->seed, m->heat, (long long)m->step + 1);
	if (!client_must(m->client, "POST", day_heat_path(m->day, m->heat, arena, "/floor"),
		    step_body(m, action, entry, seconds, arena), key, arena, &a, err))
		return false;
	m->step++;
	m->next = script_find_entry(m->day, json_string(&a.json, "next", ""));
	day_count(m->day, &m->day->steps, 1);
	return true;
}

/* Where the hall sees each score at once. */
static bool show(struct manager *m, int entry, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct answer a;
	if (!day_stage(m->day)->floor.reveals_each)
		return true;
	if (!m->presenter && !(client_open(&m->day->web, &m->presenter, err) &&
				     client_enter_by_link(m->presenter, m->day->presenter, arena, err)))
		return false;
	const char *id = m->day->entries[entry].id;
	if (!client_must(m->presenter, "POST", day_path(m->day, arena, "/stages/%s/show", day_stage(m->day)->id),
		    arena_printf(arena, "{\"entry\":\"%s\"}", id), arena_printf(arena, "show-%llu-%s", (unsigned long long)m->day->seed, id),
		    arena, &a, err))
		return false;
	day_count(m->day, &m->day->shown, 1);
	return true;
}

/* Locks whose sheets are all in, and after all patience whose are not. */
static bool settle(struct manager *m, bool *ret_left, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct answer a;
	bool any = false;
	for (int e = 0; e < m->day->entry_count; e++)
		any = any || m->marking_us[e];
	*ret_left = any;
	if (!any)
		return true;
	if (!client_must(m->client, "GET", day_heat_path(m->day, m->heat, arena, "/progress"), NULL, NULL, arena, &a, err))
		return false;
	const struct json *entries = json_get(&a.json, "entries");
	*ret_left = false;
	for (size_t i = 0; entries && i < entries->count; i++) {
		int e = script_find_entry(m->day, json_string(&entries->items[i], "entry", ""));
		if (e < 0 || !m->marking_us[e])
			continue;
		int64_t in = json_int(&entries->items[i], "in", 0), expected = json_int(&entries->items[i], "expected", 0);
		if (day_read(m->day, &m->day->entries[e].writing))
			in = 0; /* somebody raises a hand */
		if (in < expected && day_now_us() - m->marking_us[e] < PATIENCE_US) {
			*ret_left = true;
			continue;
		}
		if (in < expected)
			day_say(m->day, "%s: %s is locked though sheets are missing", heat_of(m)->rules->id, m->day->entries[e].id);
		if (!press(m, "lock", e, 0, err) || !show(m, e, err))
			return false;
		m->marking_us[e] = 0;
	}
	return true;
}

static bool hold(struct manager *m, int ms, struct err *err)
{
	int64_t until_us = day_now_us() + (int64_t)ms * 1000;
	bool left;
	do {
		if (!settle(m, &left, err))
			return false;
		int64_t rest_ms = (until_us - day_now_us()) / 1000;
		if (rest_ms > 0)
			client_wait(rest_ms < day_look_ms(m->day) ? (int)rest_ms : day_look_ms(m->day));
	} while (day_now_us() < until_us && !day_over(m->day));
	return true;
}

static bool pitch(struct manager *m, int entry, struct err *err)
{
	const struct heat *rules = heat_of(m)->rules;
	int half = day_ms(m->day, rules->pitch_s) / 2;
	if (!press(m, "pitch", entry, 0, err) || !hold(m, half, err))
		return false;
	if (entry == heat_of(m)->paused) {
		if (!press(m, "pause", -1, 0, err) || !hold(m, half / 2, err) || !press(m, "resume", -1, 0, err) ||
			(rules->pitch_s && !press(m, "extend", -1, 30, err)))
			return false;
		day_say(m->day, "%s: the clock of %s stood for a while", rules->id, m->day->entries[entry].id);
	}
	if (!hold(m, half, err))
		return false;
	return entry != heat_of(m)->undone || (press(m, "mark", entry, 0, err) && press(m, "undo", -1, 0, err));
}

static bool turn(struct manager *m, int entry, struct err *err)
{
	const struct heat *rules = heat_of(m)->rules;
	const char *id = m->day->entries[entry].id;
	if (!press(m, "call", entry, 0, err))
		return false;
	if (entry == heat_of(m)->late && !m->was_late) {
		m->was_late = true;
		day_say(m->day, "%s: %s is late and goes last", rules->id, id);
		return press(m, "skip", entry, 0, err);
	}
	if (entry == heat_of(m)->absent && !m->was_absent) {
		m->was_absent = m->is_absent = true;
		day_say(m->day, "%s: %s is absent", rules->id, id);
		return press(m, "absent", entry, 0, err);
	}
	if (!pitch(m, entry, err) || !press(m, "questions", entry, 0, err) || !hold(m, day_ms(m->day, rules->questions_s), err) ||
		!press(m, "mark", entry, 0, err))
		return false;
	m->marking_us[entry] = day_now_us();
	day_say(m->day, "%s: %s has pitched", rules->id, id);
	return true;
}

static bool enter(struct manager *m, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	return client_enter_by_link(m->client, heat_of(m)->manager, arena, err);
}

static bool evening(struct manager *m, struct err *err)
{
	bool left = true;
	if (!enter(m, err))
		return false;
	if (!heat_of(m)->count)
		return true;
	if (!press(m, "open", -1, 0, err))
		return false;
	while (!day_over(m->day) && (m->next >= 0 || m->is_absent)) {
		if (m->next < 0) {
			m->is_absent = false;
			if (!press(m, "return", heat_of(m)->absent, 0, err))
				return false;
			continue;
		}
		if (!turn(m, m->next, err))
			return false;
	}
	while (left && !day_over(m->day)) {
		if (!settle(m, &left, err))
			return false;
		if (left)
			client_wait(day_look_ms(m->day));
	}
	day_say(m->day, "%s: everybody is locked", heat_of(m)->rules->id);
	return true;
}

void *floor_play(void *context)
{
	struct part *part = context;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct manager m = {.day = part->day, .heat = part->heat, .next = -1};
	struct err err = {0};
	m.marking_us = ARENA_ARRAY(arena, (size_t)part->day->entry_count, int64_t);
	if (!client_open(&part->day->web, &m.client, &err) || !evening(&m, &err))
		day_fail(part->day, &err);
	client_close(m.client);
	client_close(m.presenter);
	return NULL;
}
