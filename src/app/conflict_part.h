/* What the use cases of conflicts share. Internal to src/app. */
#pragma once

#include "app/conflict.h"
#include "app/context.h"
#include "base/dict.h"
#include "store/panels.h"

/* All evidence and the newest ruling of every pair, found by pair. */
struct evidence {
	struct conflict_row *rows; /* by entry, expert, ground */
	size_t count;
	struct ruling_row *rulings;
	struct dict grounds; /* "entry expert ground" → row */
	struct dict pairs;   /* "entry expert" → the pair's first row */
	struct dict ruled;   /* "entry expert" → its newest ruling */
};
MUST_CHECK bool evidence_load(struct db *db, const char *contest, struct arena *arena, struct evidence *ret, struct err *err);
const struct conflict_row *evidence_find(const struct evidence *e, const char *entry, const char *expert, const char *ground);
/* The pair's rows; *ret_count 0: none. */
const struct conflict_row *evidence_of(const struct evidence *e, const char *entry, const char *expert, size_t *ret_count);
const struct ruling_row *evidence_ruling(const struct evidence *e, const char *entry, const char *expert); /* NULL = none */

/* −1 "rather-not", 0 "any", 1 "gladly". */
const char *preference_name(int want);

/* What stands for the pair: undecided where any of its evidence is; else as decided. */
enum conflict_state evidence_state(const struct conflict_row *rows, size_t count);

/* The state that new evidence of the pair has: that of a confirmed pair is confirmed with it. */
enum conflict_state evidence_initial(const struct evidence *e, const char *entry, const char *expert);
