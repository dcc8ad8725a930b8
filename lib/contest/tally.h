/* From marks to official scores: runs a stage's pipeline, exactly.
 *
 * Cost: O(sheets × criteria) plus a sort of each entry's few sheets; memory a
 * constant number of arrays of that size. In the arrays of ratios here a
 * denominator of 0 means "no value". */
#pragma once

#include "base/base.h"
#include "base/decimal.h"
#include "base/err.h"

struct arena;
struct contest;
struct judged_models;
struct sheets;

enum score_state {
	SCORE_NONE,   /* no sheet, and the quorum asks for some */
	SCORE_BELOW,  /* marked, but below quorum, or a value that the rule needs is missing: no score */
	SCORE_OK
};

struct score { /* of one entry */
	enum score_state state;
	struct ratio own;      /* this stage's score before any carry; 0/1 unless SCORE_OK */
	struct ratio total;    /* the official score that ranks; 0/1 unless SCORE_OK */
	struct ratio raw_mean; /* plain mean of weighted sheet totals, always shown beside it; 0/1 without sheets */
	int sheet_count;       /* that counted */
};

struct tally {
	const struct contest *contest;
	int stage;
	const struct sheets *sheets;
	struct score *scores;     /* by entry */
	struct ratio *criteria;   /* entry × criterion: values of the last shape CRITERIA; when the pipeline
	                             never had it, the plain mean of the panel's marks and the official values */
	struct ratio *totals;     /* by sheet: values of the last shape SHEETS, else the weighted totals */
	struct ratio *adjusted;   /* sheet × criterion: marks after clamping, as the rule saw them; NULL when
	                             no step touched the marks */
	const size_t *start;      /* the sheets that count for entry e: by_entry[start[e] .. start[e + 1]) */
	const int32_t *by_entry;
	struct err *const *unformed; /* NULL where every heat has what its rule needs; else by heat (the last: none): NULL, or why
	                                the model of severity gives no scores. The heat's entries are SCORE_BELOW then */
};

/* An earlier stage's scores, for carry and tie keys: by this stage's entry index. */
struct carried {
	const bool *has;            /* [entry × stage_count] */
	const struct ratio *own;    /* [entry × stage_count] */
};

/* Counts stage `stage` of `contest`. `carried` may be NULL when the stage carries nothing, `models` when no rule of
 * it is a model of severity (without it such a rule has no scores: ret_tally->unformed).
 * Results live in `arena` and refer to `sheets`. Fails with ERR_LIMIT "number.range" only. */
MUST_CHECK bool tally_stage(const struct contest *contest, int stage, const struct sheets *sheets,
	const struct carried *carried, const struct judged_models *models, struct arena *arena, struct tally *ret_tally,
	struct err *err);

/* The mark of sheet `s` for criterion `c` as the rule saw it. */
struct ratio tally_mark(const struct tally *tally, int32_t s, int c);
