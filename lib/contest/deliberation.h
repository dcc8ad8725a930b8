/* How experts settle a tie: ballots, the declared rule, the outcome anyone can recount. */
#pragma once

#include "base/base.h"
#include "base/err.h"
#include "contest/scoring.h"

struct arena;

struct ballot { /* one voter's order of the tied entries, best first; under VOTE_MAJORITY only the first counts */
	const char *voter;
	const int *order;
	int count;
};

/* A recorded decision: `order` lists the tied entries best first, all distinct. */
struct decision {
	const int *order; /* entry indices */
	int count;
};

/* Orders `n` candidates (0 … n−1) by the ballots. MAJORITY: most first places, again among the rest; a
 * candidate must hold more votes than any other. BORDA: n−1 … 0 points. SCHULZE: strongest paths.
 * ERR_CONFLICT "deliberation.tied" names those still tied: nothing is settled by chance here. */
MUST_CHECK bool deliberate(enum vote_rule rule, const struct ballot *ballots, int ballot_count, int n,
	const char *const *names, struct arena *arena, int *ret_order, struct err *err);
