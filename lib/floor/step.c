/* One table of actions: the word, and which fields stand beside it. */
#include "floor/step.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"

static const struct {
	const char *name;
	unsigned fields;
} actions[FLOOR_ACTION_COUNT] = {
	[FLOOR_OPEN] = {"open", FLOOR_TAKES_ENTRIES | FLOOR_MAY_NAME_DRAW},
	[FLOOR_ORDER] = {"order", FLOOR_TAKES_ENTRIES},
	[FLOOR_CALL] = {"call", FLOOR_TAKES_ENTRY},
	[FLOOR_PITCH] = {"pitch", FLOOR_TAKES_ENTRY},
	[FLOOR_QUESTION] = {"questions", FLOOR_TAKES_ENTRY},
	[FLOOR_MARK] = {"mark", FLOOR_TAKES_ENTRY},
	[FLOOR_LOCK] = {"lock", FLOOR_TAKES_ENTRY},
	[FLOOR_PAUSE] = {"pause", 0},
	[FLOOR_RESUME] = {"resume", 0},
	[FLOOR_EXTEND] = {"extend", FLOOR_TAKES_SECONDS},
	[FLOOR_SKIP] = {"skip", FLOOR_TAKES_ENTRY},
	[FLOOR_LEAVE] = {"absent", FLOOR_TAKES_ENTRY},
	[FLOOR_RETURN] = {"return", FLOOR_TAKES_ENTRY},
	[FLOOR_UNDO] = {"undo", 0},
};

const char *floor_action_name(enum floor_action action)
{
	return actions[action].name;
}

int floor_action_find(const char *name)
{
	for (int a = 0; a < FLOOR_ACTION_COUNT; a++)
		if (str_eq(actions[a].name, name))
			return a;
	return -1;
}

unsigned floor_action_fields(enum floor_action action)
{
	return actions[action].fields;
}

void floor_record_write(const struct floor_record *r, struct buf *out)
{
	struct json_writer w = json_writer(out);
	json_open(&w, NULL, '{');
	json_put_string(&w, "action", floor_action_name(r->step.action));
	if (r->step.draw)
		json_put_int(&w, "draw", r->step.draw);
	if (r->step.entry_count) {
		json_open(&w, "entries", '[');
		for (int i = 0; i < r->step.entry_count; i++)
			json_put_string(&w, NULL, r->step.entries[i]);
		json_close(&w, ']');
	}
	if (r->step.entry)
		json_put_string(&w, "entry", r->step.entry);
	json_put_string(&w, "heat", r->heat);
	if (r->overtime_s >= 0)
		json_put_int(&w, "overtime", r->overtime_s);
	if (r->step.seconds)
		json_put_int(&w, "seconds", r->step.seconds);
	json_put_string(&w, "stage", r->stage);
	json_put_int(&w, "step", r->number);
	json_close(&w, '}');
}

/* A member that is an id; *seen counts those that are there. */
static const char *take_id(const struct json *body, const char *key, size_t *seen)
{
	const char *id = json_string(body, key, NULL);
	if (!id || !str_is_id(id))
		return NULL;
	++*seen;
	return id;
}

/* A member that is an integer in 1 … most, or 0 … most where `zero`; −1 when it is not. */
static int64_t take_int(const struct json *body, const char *key, bool zero, int64_t most, size_t *seen)
{
	const struct json *v = json_get(body, key);
	if (!v || v->type != JSON_INT || v->integer < !zero || v->integer > most)
		return -1;
	++*seen;
	return v->integer;
}

static bool take_entries(const struct json *body, struct arena *arena, struct floor_step *step, size_t *seen)
{
	const struct json *list = json_get(body, "entries");
	if (!list || list->type != JSON_ARRAY || !list->count || list->count > FLOOR_ENTRIES_MAX)
		return false;
	const char **ids = ARENA_ARRAY(arena, list->count, const char *);
	for (size_t i = 0; i < list->count; i++) {
		if (list->items[i].type != JSON_STRING || !str_is_id(list->items[i].string))
			return false;
		ids[i] = list->items[i].string;
	}
	step->entries = ids;
	step->entry_count = (int)list->count;
	++*seen;
	return true;
}

bool floor_record_read(const struct json *body, struct arena *arena, struct floor_record *ret, struct err *err)
{
	size_t seen = 1; /* the action */
	int action = body->type == JSON_OBJECT ? floor_action_find(json_string(body, "action", "")) : -1;
	if (action < 0)
		return fail(err, ERR_INPUT, "floor.record", "A step of a floor has an action.");
	unsigned fields = floor_action_fields((enum floor_action)action);
	struct floor_record r = {.step.action = (enum floor_action)action};
	r.stage = take_id(body, "stage", &seen);
	r.heat = take_id(body, "heat", &seen);
	r.number = take_int(body, "step", false, FLOOR_STEPS_MAX, &seen);
	r.overtime_s = (int)take_int(body, "overtime", true, FLOOR_OVERTIME_MAX, &seen);
	r.step.entry = fields & FLOOR_TAKES_ENTRY ? take_id(body, "entry", &seen) : NULL;
	r.step.seconds = fields & FLOOR_TAKES_SECONDS ? (int)take_int(body, "seconds", false, FLOOR_EXTENSION_MAX, &seen) : 0;
	bool drawn = fields & FLOOR_MAY_NAME_DRAW && json_get(body, "draw");
	r.step.draw = drawn ? take_int(body, "draw", false, FLOOR_DRAW_MAX, &seen) : 0;
	bool entries = !(fields & FLOOR_TAKES_ENTRIES) || take_entries(body, arena, &r.step, &seen);
	bool complete = r.stage && r.heat && r.number > 0 && entries && r.step.seconds >= 0 && r.step.draw >= 0 &&
		(r.step.entry || !(fields & FLOOR_TAKES_ENTRY));
	if (!complete || seen != body->count)
		return fail(err, ERR_INPUT, "floor.record", "The step \"%s\" has not the fields that such a step has.",
			floor_action_name(r.step.action));
	*ret = r;
	return true;
}
