/* Ties that experts vote on with their devices. At most one of a stage is open. Internal to src/app. */
#pragma once

#include "app/context.h"
#include "app/journal.h"
#include "store/live.h"

/* *ret_tie is NULL when none is open. */
MUST_CHECK bool tie_find_open(struct db *db, const char *contest, const char *stage, struct arena *arena,
	struct tie_row **ret_tie, struct err *err);

/* A withdrawal, recorded as `seq`, may change who is tied for what: it ends whatever is open. */
MUST_CHECK bool tie_end_open(struct journal *j, struct db *db, const struct contest *contest, int64_t seq, struct arena *arena,
	struct err *err);
