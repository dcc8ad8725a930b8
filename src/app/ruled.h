/* Pairs whose conflict of interest is confirmed, as they count for a stage: the newest ruling before its close.
 * Internal to src/app. */
#pragma once

#include "app/context.h"
#include "base/dict.h"

struct ruled {
	struct dict pairs; /* "entry expert" */
};

/* For a stage whose row is `stage` (NULL: nothing happened yet). */
MUST_CHECK bool ruled_load(struct db *db, const char *contest, const struct stage_row *stage, struct arena *arena,
	struct ruled *ret, struct err *err);
bool ruled_has(const struct ruled *ruled, const char *entry, const char *expert);

/* Sheets of such pairs count as recused: only official values stay on them. Changes the rows, not what is recorded. */
void ruled_recuse(const struct ruled *ruled, const struct stage *stage, struct sheet_row *rows, size_t count, struct arena *arena);
