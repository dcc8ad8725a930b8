/* The floor of a heat: who is on stage, in what order, and what the clock says; what each step makes of it.
 *
 * A floor is what its steps made of it, from the first on: the same steps at
 * the same times give the same floor, on a server and in an audit.
 * docs/floor.md tells it to an appellant. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct arena;

/* An entry waits, is called, pitches, is questioned, is marked, and is locked; an absent one may come back to wait.
 * At most one entry is called, pitching or in questions: it is on stage. Others may still be in marking. */
enum floor_phase { FLOOR_WAITING, FLOOR_CALLED, FLOOR_PITCHING, FLOOR_QUESTIONS, FLOOR_MARKING, FLOOR_LOCKED, FLOOR_ABSENT,
	FLOOR_PHASE_COUNT };
const char *floor_phase_name(enum floor_phase phase); /* "waiting" … */

enum floor_action {
	FLOOR_OPEN,      /* entries: all of the heat, in running order; the first step */
	FLOOR_ORDER,     /* entries: the waiting ones, in a new order */
	FLOOR_CALL,      /* waiting → called; the next one only, and when nobody is on stage */
	FLOOR_PITCH,     /* called → pitching; starts the clock */
	FLOOR_QUESTION,  /* pitching → questions; from called where the heat has no pitch time */
	FLOOR_MARK,      /* pitching, questions → marking; from called where the heat has no pitch time */
	FLOOR_LOCK,      /* marking → locked: no more marks; is not undone */
	FLOOR_PAUSE,     /* the clock stops */
	FLOOR_RESUME,
	FLOOR_EXTEND,    /* seconds more on the clock */
	FLOOR_SKIP,      /* waiting, called → waiting, as the last */
	FLOOR_LEAVE,     /* waiting, called → absent */
	FLOOR_RETURN,    /* absent → waiting, as the last */
	FLOOR_UNDO,      /* takes back the newest step that is not taken back yet */
	FLOOR_ACTION_COUNT
};

enum { FLOOR_ENTRIES_MAX = 2000, FLOOR_STEPS_MAX = 20000, FLOOR_EXTENSION_MAX = 3600, FLOOR_OVERTIME_MAX = 86400 };

/* Seconds; 0: no limit, the clock only counts. */
struct floor_rule {
	int pitch_s, questions_s, marking_s;
};

enum floor_clock_kind { FLOOR_NO_CLOCK, FLOOR_PITCH_CLOCK, FLOOR_QUESTION_CLOCK, FLOOR_MARKING_CLOCK };
const char *floor_clock_name(enum floor_clock_kind kind); /* "pitch" …; NULL for none */

/* The newest clock that was started; an earlier one goes when it starts. */
struct floor_clock {
	enum floor_clock_kind kind;
	int entry;           /* whose */
	int limit_s;         /* by the rule */
	int extended_s;      /* on top */
	int64_t started_ms;
	int64_t paused_ms;   /* since when it stands; −1 = it runs */
	int64_t idle_ms;     /* that earlier pauses took */
};

struct floor_entry {
	const char *id;
	enum floor_phase phase;
	int skips;
	int overtime_s; /* of the pitch: whole seconds beyond limit and extensions; −1 = not known yet */
};

struct floor_step {
	enum floor_action action;
	const char *entry;          /* NULL = none */
	const char *const *entries; /* of "open" and "order" */
	int entry_count;
	int seconds;                /* of "extend" */
	int64_t draw;               /* of "open": the contest's draw that the order is of; 0 = none */
	int64_t at_ms;
};

struct floor {
	struct floor_rule rule;
	struct floor_entry *entries; /* by the numbers that "open" gave; none: not open */
	int count;
	int *order;                  /* running order, of numbers */
	int64_t draw;                /* whose order it was opened with; 0 = nobody's */
	struct floor_clock clock;
	int64_t steps;               /* taken so far, those taken back and undo itself included */
	int64_t at_ms;               /* of the newest; 0 = none */
	struct floor_past *past;
	struct arena *arena;
};

/* Before its first step. The floor and all it keeps live in `arena`. */
struct floor *floor_new(const struct floor_rule *rule, struct arena *arena);

/* Takes the step, or refuses it and stays as it was. *ret_overtime: what a step that ends a pitch with a limit found, in
 * seconds; −1 for every other.
 * ERR_CONFLICT "floor.shut" (not open yet), "floor.step" (the entry's phase does not allow it), "floor.busy" (another is on
 * stage), "floor.turn" (another is next), "floor.clock" (no clock runs, or none stands), "floor.undo" (nothing that may be
 * taken back), "floor.time" (earlier than the step before); ERR_NOT_FOUND "floor.entry" (not of this floor);
 * ERR_INPUT "floor.order" (not exactly those that wait; at "open": none, twice the same, no id), "floor.field" (it lacks
 * what its action needs, or has what it does not take); ERR_LIMIT "floor.limit". */
MUST_CHECK bool floor_take(struct floor *f, const struct floor_step *step, int *ret_overtime, struct err *err);

bool floor_is_open(const struct floor *f);
/* −1 = not of this floor. */
int floor_find_entry(const struct floor *f, const char *id);
/* The entry that is called, pitching or in questions; −1 = nobody. */
int floor_on_stage(const struct floor *f);
/* The first that waits; −1 = nobody. */
int floor_next(const struct floor *f);
/* May experts mark the entry now? From its pitch until it is locked. */
bool floor_takes_marks(const struct floor *f, int entry);
/* The action that an undo would take back, and whose it is: an entry's number, −1 = nobody's. −1 when there is none, or it was a
 * lock. */
int floor_undoable(const struct floor *f, int *ret_entry);
/* Open, and every entry is locked or absent. */
bool floor_is_done(const struct floor *f);
/* What the clock shows at a moment: time since the start, without pauses. 0 with no clock. */
int64_t floor_elapsed_ms(const struct floor_clock *clock, int64_t at_ms);
