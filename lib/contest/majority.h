/* The majority ("skating") system of ballroom: marks are places, low is good. */
#pragma once

#include "base/base.h"
#include "base/decimal.h"
#include "base/err.h"

struct arena;

struct dancer {
	int entry;
	const struct ratio *marks;  /* every judge's place for it: in one dance, or over all for rule 11 */
	size_t mark_count;
	const struct ratio *places; /* majority_overall: its place in each dance */
	struct ratio place;         /* the answer, in units; who share get the mean of their places */
};

/* Rules 5–8: places in one dance. Reorders the dancers. */
MUST_CHECK bool majority_dance(struct dancer *dancers, size_t count, struct arena *arena,
	struct err *err);

/* Rules 9–11: places over several dances. Reorders the dancers. */
MUST_CHECK bool majority_overall(struct dancer *dancers, size_t count, size_t dances,
	struct arena *arena, struct err *err);
