/* A table says from which phases an action takes an entry, and where to; the few actions without an entry have a function
 * each. Every step that was taken and not taken back is kept; undo drops the newest and plays the others again, so that
 * what it leaves is exactly what was there before: the order, the phases, and a clock that has run on meanwhile. */
#include "floor/floor.h"

#include "base/arena.h"
#include "base/dict.h"
#include "base/str.h"
#include "floor/step.h"

#include <assert.h>
#include <string.h>

struct move { /* a step with its entries as numbers */
	enum floor_action action;
	int entry;          /* −1 = none */
	const int *entries; /* of "order" */
	int seconds;
	int64_t at_ms;
};

struct floor_past {
	struct move *moves; /* in force */
	size_t count, cap;
	struct dict numbers; /* of the entries, by id */
};

static const char *const phases[FLOOR_PHASE_COUNT] = {"waiting", "called", "pitching", "questions", "marking", "locked",
	"absent"};

const char *floor_phase_name(enum floor_phase phase)
{
	return phases[phase];
}

const char *floor_clock_name(enum floor_clock_kind kind)
{
	static const char *const names[] = {NULL, "pitch", "questions", "marking"};
	return names[kind];
}

#define BIT(phase) (1U << FLOOR_##phase)

/* `early`: also from called, where the heat has no pitch time. `last`: the entry goes to the end of the order. */
static const struct {
	unsigned from;
	enum floor_phase to;
	bool early, last;
} moves[FLOOR_ACTION_COUNT] = {
	[FLOOR_CALL] = {BIT(WAITING), FLOOR_CALLED},
	[FLOOR_PITCH] = {BIT(CALLED), FLOOR_PITCHING},
	[FLOOR_QUESTION] = {BIT(PITCHING), FLOOR_QUESTIONS, .early = true},
	[FLOOR_MARK] = {BIT(PITCHING) | BIT(QUESTIONS), FLOOR_MARKING, .early = true},
	[FLOOR_LOCK] = {BIT(MARKING), FLOOR_LOCKED},
	[FLOOR_SKIP] = {BIT(WAITING) | BIT(CALLED), FLOOR_WAITING, .last = true},
	[FLOOR_LEAVE] = {BIT(WAITING) | BIT(CALLED), FLOOR_ABSENT},
	[FLOOR_RETURN] = {BIT(ABSENT), FLOOR_WAITING, .last = true},
};

struct floor *floor_new(const struct floor_rule *rule, struct arena *arena)
{
	struct floor *f = ARENA_NEW(arena, struct floor);
	*f = (struct floor){.rule = *rule, .past = ARENA_NEW(arena, struct floor_past), .arena = arena};
	return f;
}

/* ---- looking */

bool floor_is_open(const struct floor *f)
{
	return f->count > 0;
}

int floor_find_entry(const struct floor *f, const char *id)
{
	return floor_is_open(f) ? dict_find(&f->past->numbers, id) : -1;
}

static int first_in(const struct floor *f, unsigned bits)
{
	for (int i = 0; i < f->count; i++)
		if (1U << f->entries[f->order[i]].phase & bits)
			return f->order[i];
	return -1;
}

int floor_on_stage(const struct floor *f)
{
	return first_in(f, BIT(CALLED) | BIT(PITCHING) | BIT(QUESTIONS));
}

int floor_next(const struct floor *f)
{
	return first_in(f, BIT(WAITING));
}

bool floor_takes_marks(const struct floor *f, int entry)
{
	return 1U << f->entries[entry].phase & (BIT(PITCHING) | BIT(QUESTIONS) | BIT(MARKING));
}

bool floor_is_done(const struct floor *f)
{
	return floor_is_open(f) && first_in(f, ~(BIT(LOCKED) | BIT(ABSENT))) < 0;
}

int64_t floor_elapsed_ms(const struct floor_clock *clock, int64_t at_ms)
{
	if (clock->kind == FLOOR_NO_CLOCK)
		return 0;
	int64_t until = clock->paused_ms >= 0 ? clock->paused_ms : at_ms, elapsed = until - clock->started_ms - clock->idle_ms;
	return elapsed > 0 ? elapsed : 0;
}

/* ---- playing a step that was allowed */

static void start_clock(struct floor *f, enum floor_clock_kind kind, int entry, int limit_s, int64_t at_ms)
{
	f->clock = (struct floor_clock){.kind = kind, .entry = entry, .limit_s = limit_s, .started_ms = at_ms, .paused_ms = -1};
}

static void move_last(struct floor *f, int entry)
{
	int at = 0;
	while (f->order[at] != entry)
		at++;
	memmove(&f->order[at], &f->order[at + 1], (size_t)(f->count - 1 - at) * sizeof(*f->order));
	f->order[f->count - 1] = entry;
}

/* The whole seconds that a pitch took beyond its time: a second that has begun does not count. −1 without a limit. */
static int pitch_overtime(const struct floor_clock *clock, int64_t at_ms)
{
	if (!clock->limit_s)
		return -1;
	int64_t over_s = floor_elapsed_ms(clock, at_ms) / 1000 - clock->limit_s - clock->extended_s;
	if (over_s > FLOOR_OVERTIME_MAX)
		return FLOOR_OVERTIME_MAX;
	return over_s > 0 ? (int)over_s : 0;
}

static int move_entry(struct floor *f, const struct move *m)
{
	struct floor_entry *e = &f->entries[m->entry];
	int overtime = -1;
	if (e->phase == FLOOR_PITCHING)
		overtime = e->overtime_s = pitch_overtime(&f->clock, m->at_ms);
	e->phase = moves[m->action].to;
	e->skips += m->action == FLOOR_SKIP;
	if (moves[m->action].last)
		move_last(f, m->entry);
	if (e->phase == FLOOR_PITCHING)
		start_clock(f, FLOOR_PITCH_CLOCK, m->entry, f->rule.pitch_s, m->at_ms);
	else if (e->phase == FLOOR_QUESTIONS)
		start_clock(f, FLOOR_QUESTION_CLOCK, m->entry, f->rule.questions_s, m->at_ms);
	else if (e->phase == FLOOR_MARKING)
		start_clock(f, FLOOR_MARKING_CLOCK, m->entry, f->rule.marking_s, m->at_ms);
	else if (f->clock.entry == m->entry)
		f->clock = (struct floor_clock){0};
	return overtime;
}

/* Those that wait take, in their new order, the places of those that waited. */
static void reorder(struct floor *f, const int *waiting)
{
	for (int i = 0; i < f->count; i++)
		if (f->entries[f->order[i]].phase == FLOOR_WAITING)
			f->order[i] = -1;
	for (int i = 0; i < f->count; i++)
		if (f->order[i] < 0)
			f->order[i] = *waiting++;
}

static void begin(struct floor *f)
{
	f->clock = (struct floor_clock){0};
	for (int i = 0; i < f->count; i++) {
		f->entries[i] = (struct floor_entry){.id = f->entries[i].id, .phase = FLOOR_WAITING, .overtime_s = -1};
		f->order[i] = i;
	}
}

static int play(struct floor *f, const struct move *m)
{
	switch (m->action) {
	case FLOOR_OPEN:
		begin(f);
		break;
	case FLOOR_ORDER:
		reorder(f, m->entries);
		break;
	case FLOOR_PAUSE:
		f->clock.paused_ms = m->at_ms;
		break;
	case FLOOR_RESUME:
		f->clock.idle_ms += m->at_ms - f->clock.paused_ms;
		f->clock.paused_ms = -1;
		break;
	case FLOOR_EXTEND:
		f->clock.extended_s += m->seconds;
		break;
	default:
		return move_entry(f, m);
	}
	return -1;
}

static void remember(struct floor *f, const struct move *m)
{
	struct floor_past *past = f->past;
	if (past->count == past->cap) {
		size_t cap = past->cap ? 2 * past->cap : 16;
		past->moves = arena_grow(f->arena, past->moves, past->count, cap, sizeof(*past->moves));
		past->cap = cap;
	}
	past->moves[past->count++] = *m;
}

static void take_back(struct floor *f)
{
	struct floor_past *past = f->past;
	if (--past->count == 0) {
		f->count = 0; /* the opening itself */
		f->draw = 0;
		return;
	}
	for (size_t i = 0; i < past->count; i++)
		(void)play(f, &past->moves[i]);
}

/* ---- allowing it */

static bool check_fields(const struct floor_step *s, struct err *err)
{
	unsigned fields = floor_action_fields(s->action);
	const char *name = floor_action_name(s->action);
	if (!s->entry != !(fields & FLOOR_TAKES_ENTRY))
		return fail(err, ERR_INPUT, "floor.field", s->entry ? "\"%s\" takes no entry." : "\"%s\" needs an entry.", name);
	if (!s->entry_count != !(fields & FLOOR_TAKES_ENTRIES))
		return fail(err, ERR_INPUT, "floor.field", s->entry_count ? "\"%s\" takes no list of entries." :
			"\"%s\" needs a list of entries.", name);
	if (!s->seconds != !(fields & FLOOR_TAKES_SECONDS))
		return fail(err, ERR_INPUT, "floor.field", s->seconds ? "\"%s\" takes no seconds." : "\"%s\" needs seconds.", name);
	if (s->seconds < 0 || s->seconds > FLOOR_EXTENSION_MAX)
		return fail(err, ERR_INPUT, "floor.field", "The clock is extended by 1 to %d seconds at a time.", FLOOR_EXTENSION_MAX);
	if (s->draw && !(fields & FLOOR_MAY_NAME_DRAW))
		return fail(err, ERR_INPUT, "floor.field", "\"%s\" takes no draw.", name);
	if (s->entry_count > FLOOR_ENTRIES_MAX)
		return fail(err, ERR_LIMIT, "floor.limit", "A floor has at most %d entries.", FLOOR_ENTRIES_MAX);
	return true;
}

static bool check_open(struct floor *f, const struct floor_step *s, struct err *err)
{
	struct dict numbers = {0};
	if (floor_is_open(f))
		return fail(err, ERR_CONFLICT, "floor.step", "The floor is open already.");
	for (int i = 0; i < s->entry_count; i++) {
		if (!str_is_id(s->entries[i]))
			return fail(err, ERR_INPUT, "floor.order", "\"%.64s\" is not an entry's id.", s->entries[i]);
		if (!dict_add(&numbers, f->arena, arena_strdup(f->arena, s->entries[i]), i))
			return fail(err, ERR_INPUT, "floor.order", "Entry %s stands twice in the running order.", s->entries[i]);
	}
	f->past->numbers = numbers;
	f->count = s->entry_count;
	f->draw = s->draw;
	f->entries = ARENA_ARRAY(f->arena, (size_t)f->count, struct floor_entry);
	f->order = ARENA_ARRAY(f->arena, (size_t)f->count, int);
	for (int i = 0; i < f->count; i++)
		f->entries[i].id = arena_strdup(f->arena, s->entries[i]);
	return true;
}

static bool unknown_entry(const char *id, struct err *err)
{
	return fail(err, ERR_NOT_FOUND, "floor.entry", "Entry %.64s is not on this floor.", id);
}

static bool check_order(struct floor *f, const struct floor_step *s, struct move *m, struct err *err)
{
	int waiting = 0, *entries = ARENA_ARRAY(f->arena, (size_t)s->entry_count, int);
	bool *seen = ARENA_ARRAY(f->arena, (size_t)f->count, bool);
	for (int i = 0; i < f->count; i++)
		waiting += f->entries[i].phase == FLOOR_WAITING;
	for (int i = 0; i < s->entry_count; i++) {
		int e = entries[i] = floor_find_entry(f, s->entries[i]);
		if (e < 0)
			return unknown_entry(s->entries[i], err);
		if (f->entries[e].phase != FLOOR_WAITING)
			return fail(err, ERR_INPUT, "floor.order", "Entry %s is %s; only those that wait are put in a new order.",
				s->entries[i], phases[f->entries[e].phase]);
		if (seen[e])
			return fail(err, ERR_INPUT, "floor.order", "Entry %s stands twice in the new order.", s->entries[i]);
		seen[e] = true;
	}
	if (s->entry_count != waiting)
		return fail(err, ERR_INPUT, "floor.order", "%d entries wait, and the new order names %d; it names each.", waiting,
			s->entry_count);
	m->entries = entries;
	return true;
}

static bool check_call(const struct floor *f, int entry, struct err *err)
{
	int on = floor_on_stage(f), next = floor_next(f);
	if (on >= 0)
		return fail(err, ERR_CONFLICT, "floor.busy", "Entry %s can't be called while %s is %s.", f->entries[entry].id,
			f->entries[on].id, phases[f->entries[on].phase]);
	if (next != entry)
		return fail(err, ERR_CONFLICT, "floor.turn",
			"Entry %s is not next: it is the turn of %s. Skip it, or change the order of those that wait.",
			f->entries[entry].id, f->entries[next].id);
	return true;
}

static bool check_move(const struct floor *f, const struct floor_step *s, struct move *m, struct err *err)
{
	m->entry = floor_find_entry(f, s->entry);
	if (m->entry < 0)
		return unknown_entry(s->entry, err);
	unsigned from = moves[s->action].from;
	if (moves[s->action].early && !f->rule.pitch_s)
		from |= BIT(CALLED);
	enum floor_phase phase = f->entries[m->entry].phase;
	if (!(1U << phase & from))
		return fail(err, ERR_CONFLICT, "floor.step", "\"%s\" is not possible: entry %s is %s.", floor_action_name(s->action),
			s->entry, phases[phase]);
	return s->action != FLOOR_CALL || check_call(f, m->entry, err);
}

static bool check_clock(const struct floor *f, enum floor_action action, struct err *err)
{
	const struct floor_clock *c = &f->clock;
	if (c->kind == FLOOR_NO_CLOCK)
		return fail(err, ERR_CONFLICT, "floor.clock", "\"%s\" is not possible: no clock runs.", floor_action_name(action));
	if (action == FLOOR_PAUSE && c->paused_ms >= 0)
		return fail(err, ERR_CONFLICT, "floor.clock", "The clock stands already.");
	if (action == FLOOR_RESUME && c->paused_ms < 0)
		return fail(err, ERR_CONFLICT, "floor.clock", "The clock runs already.");
	if (action == FLOOR_EXTEND && !c->limit_s)
		return fail(err, ERR_CONFLICT, "floor.clock", "This clock has no limit that could be extended.");
	return true;
}

int floor_undoable(const struct floor *f, int *ret_entry)
{
	const struct move *newest = f->past->count ? &f->past->moves[f->past->count - 1] : NULL;
	*ret_entry = newest ? newest->entry : -1;
	return newest && newest->action != FLOOR_LOCK ? (int)newest->action : -1;
}

static bool check_undo(const struct floor *f, struct err *err)
{
	int entry; /* it is open: there is a newest step */
	if (floor_undoable(f, &entry) < 0)
		return fail(err, ERR_CONFLICT, "floor.undo", "Entry %s is locked, and a lock is not taken back.",
			f->entries[entry].id);
	return true;
}

static bool check(struct floor *f, const struct floor_step *s, struct move *m, struct err *err)
{
	if (s->action != FLOOR_OPEN && !floor_is_open(f))
		return fail(err, ERR_CONFLICT, "floor.shut", "The floor is not open yet.");
	switch (s->action) {
	case FLOOR_OPEN:
		return check_open(f, s, err);
	case FLOOR_ORDER:
		return check_order(f, s, m, err);
	case FLOOR_PAUSE:
	case FLOOR_RESUME:
	case FLOOR_EXTEND:
		return check_clock(f, s->action, err);
	case FLOOR_UNDO:
		return check_undo(f, err);
	default:
		return check_move(f, s, m, err);
	}
}

bool floor_take(struct floor *f, const struct floor_step *s, int *ret_overtime, struct err *err)
{
	assert(s->action >= 0 && s->action < FLOOR_ACTION_COUNT);
	struct move m = {.action = s->action, .entry = -1, .seconds = s->seconds, .at_ms = s->at_ms};
	if (f->steps >= FLOOR_STEPS_MAX)
		return fail(err, ERR_LIMIT, "floor.limit", "A floor takes at most %d steps.", FLOOR_STEPS_MAX);
	if (s->at_ms < f->at_ms)
		return fail(err, ERR_CONFLICT, "floor.time", "The step is earlier than the one before it.");
	if (!check_fields(s, err) || !check(f, s, &m, err))
		return false;
	f->steps++;
	f->at_ms = s->at_ms;
	*ret_overtime = -1;
	if (s->action == FLOOR_UNDO) {
		take_back(f);
		return true;
	}
	remember(f, &m);
	*ret_overtime = play(f, &m);
	return true;
}
