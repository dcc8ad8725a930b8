/* The timetable of a stage as the ledger has it: the body of timetable.set (docs/ledger.md), read, written, and held
 * against itself. Use cases and verifiers read it by the same functions. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct arena;
struct buf;
struct json;

enum { SCHEDULE_SLOTS_MAX = 10000, SCHEDULE_SPANS_MAX = 2000 };

struct schedule_slot {
	const char *entry, *heat;
	int64_t from_ms, until_ms;
};

struct schedule_span { /* a break, or hours in which a heat is open */
	const char *heat; /* NULL = every heat; never of hours */
	int64_t from_ms, until_ms;
};

struct schedule_draw { /* the heat's slots stand in the order of that draw of the contest */
	const char *heat;
	int64_t draw;
};

struct schedule {
	const char *stage;
	const char *reason; /* NULL = none */
	int64_t version;    /* from 1 */
	int64_t buffer_s;   /* between two pitches of a heat */
	int64_t change_s;   /* a team's way from one heat to another */
	struct schedule_slot *slots; /* by heat, then time */
	struct schedule_span *breaks, *open;
	struct schedule_draw *draws;
	int slot_count, break_count, open_count, draw_count;
};

/* ERR_INPUT "timetable.form": not the fields of such a body. */
MUST_CHECK bool schedule_read(const struct json *body, struct arena *arena, struct schedule *ret, struct err *err);

/* Canonical JSON. */
void schedule_write(const struct schedule *s, struct buf *out);

/* Brings slots, hours and draws into the order of `heats`, then of time. */
void schedule_sort(struct schedule *s, const char *const *heats, int heat_count);

/* Holds it against itself and the heats of its stage. ERR_NOT_FOUND "heat.unknown"; ERR_INPUT "timetable.span" (it ends before
 * it begins, or stands out of order), "timetable.twice" (an entry twice in a heat, a draw twice); ERR_CONFLICT
 * "timetable.overlap" (two slots of a heat at once), all with a sentence that names them. */
MUST_CHECK bool schedule_check(const struct schedule *s, const char *const *heats, int heat_count, struct err *err);

/* Do the heat's slots stand in this order? It may name more than those. */
bool schedule_follows(const struct schedule *s, const char *heat, const char *const *order, size_t count);

/* The entry's slot in that heat; −1 = none. */
int schedule_find(const struct schedule *s, const char *heat, const char *entry);
