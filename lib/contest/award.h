/* Who wins what: awards by rank, from the ranking; jury awards, from recorded decisions. */
#pragma once

#include "base/base.h"
#include "base/err.h"
#include "contest/cut.h"

struct arena;

struct grant {
	int award;  /* index in the stage */
	int entry;
};

struct jury_choice { /* recorded decision */
	int award;
	int entry;
};

/* Awards by rank go down each list in definition order, each entry at most one of them; jury awards as
 * chosen. A tie across the last place of an award by rank is reported as a tie_at_cut whose quota is
 * quota_count + 1 + award. ERR_CONFLICT "award.places" when a jury chose more than there are, "award.selects"
 * whom the award does not select, "award.twice" the same entry again. */
MUST_CHECK bool award_stage(const struct tally *tally, const struct ranking *ranking,
	const struct comparer *comparer, const struct jury_choice *choices, int choice_count,
	struct arena *arena, struct grant **ret_grants, int *ret_count, struct tie_at_cut **ret_ties,
	int *ret_tie_count, struct err *err);
