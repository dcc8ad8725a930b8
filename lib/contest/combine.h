/* What several experts' values become: the rules over a panel.
 *
 * A value with denominator 0 is "no value": the mark is missing or recused,
 * or too few are left for the rule. */
#pragma once

#include "base/base.h"
#include "base/err.h"
#include "contest/scoring.h"

struct arena;

static inline bool has_value(struct ratio r)
{
	return r.den != 0;
}

/* A sum of ratios that takes the common denominator once while it lasts. Start with SUM_EMPTY. */
struct ratio_sum {
	int128 num;
	int64_t den;
};
#define SUM_EMPTY ((struct ratio_sum){0, 1})

MUST_CHECK bool sum_add(struct ratio_sum *sum, struct ratio x, int64_t weight, struct err *err);
/* The sum divided by `divisor` > 0, in lowest terms. */
MUST_CHECK bool sum_over(const struct ratio_sum *sum, int64_t divisor, struct ratio *ret, struct err *err);

/* MEAN, SUM and MEDIAN of one entry's values xs[0..n), all present; reorders xs. */
MUST_CHECK bool combine_values(const struct combine *combine, struct ratio *xs, size_t n,
	struct ratio *ret, struct err *err);

/* One expert's value for one entry of a field (the entries that meet in one heat). */
struct cell {
	struct ratio value;
	int32_t entry, expert;
};

/* Is it a rule that compares entries of a field with each other? */
bool combine_is_field(enum combine_rule rule);

/* Is it a model of experts' severity? Those are tally_severity.c's, not of the two functions here. */
static inline bool combine_is_severity(enum combine_rule rule)
{
	return rule == COMBINE_SEVERITY_ADDITIVE || rule == COMBINE_SEVERITY_MFRM;
}

/* RANK_SUM, RANK_POINTS and MAJORITY over all cells of one field of `field_size` entries; writes
 * results[entry] for every entry that has a cell, and leaves the others. Reorders cells. */
MUST_CHECK bool combine_field(const struct combine *combine, struct cell *cells, size_t n,
	int field_size, struct arena *arena, struct ratio *results, struct err *err);
