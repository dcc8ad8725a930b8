/* A stage's result from the rows of the database, by the same function that an auditor uses. Internal to src/app. */
#pragma once

#include "app/context.h"
#include "contest/result.h"

/* Published results so far, with who moved up since. */
MUST_CHECK bool outcome_earlier(struct db *db, const struct contest *contest, struct arena *arena,
	struct result_earlier **ret_earlier, int *ret_count, struct err *err);

/* Computes the stage as it stands; a published one as it stood when it was published. */
MUST_CHECK bool outcome_compute(struct db *db, const struct contest *contest, int stage, struct arena *arena,
	struct result *ret_result, struct err *err);

/* The entries of the stage and their heats, with no mark and no decision: what may be shown before publication. */
MUST_CHECK bool outcome_compute_blank(struct db *db, const struct contest *contest, int stage, struct arena *arena,
	struct result *ret_result, struct err *err);

/* A published stage with everyone who withdrew since, and entry `leaving`, as left: who would advance now. */
MUST_CHECK bool outcome_compute_now(struct db *db, const struct contest *contest, int stage, const char *leaving,
	struct arena *arena, struct result *ret_result, struct err *err);

/* True when a tie across a cut or an award waits for a deliberation. */
MUST_CHECK bool outcome_is_stuck(struct db *db, const struct contest *contest, int stage, struct arena *arena,
	bool *ret_stuck, struct err *err);
