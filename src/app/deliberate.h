/* What a tie and its votes come to, for votes from paper and from devices. Internal to src/app. */
#pragma once

#include "app/decide.h"
#include "app/ruled.h"
#include "contest/result.h"

/* The tie that holds the stage up, the first of several: across a cut, else across an award. NULL when none does. */
const struct tie_at_cut *deliberate_first_tie(const struct result *r);

/* Who is asked about a tie, by id: experts who marked one of its entries and are recused from none; where there is nobody
 * such, those who marked anything in the stage and are recused from none. */
void deliberate_voters(const struct result *r, const struct ruled *ruled, const struct tie_at_cut *tie, struct arena *arena,
	const char *const **ret_experts, int *ret_count);

/* Checks w->deliberation against the stage, counts its votes and writes the record `tie.deliberate` and its row. */
MUST_CHECK bool deliberate_record(struct decide_work *w, struct db *db, int64_t *ret_seq, struct err *err);
