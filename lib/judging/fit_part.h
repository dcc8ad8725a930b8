/* What the files of the fit share. Internal to lib/judging. */
#pragma once

#include "judging/fit.h"

/* One term of one text. */
struct fit_weight {
	int32_t at;      /* the term; in postings the expert */
	uint32_t weight; /* < 2^18 */
};

/* The texts of one side, as vectors. */
struct fit_side {
	int count;
	int64_t *starts;           /* count + 1 */
	struct fit_weight *terms;  /* of text i: starts[i] … starts[i + 1] − 1, by term */
	int64_t *norms;            /* √ of the sum of squares, in 1/4; 0: no words */
};

struct fit {
	const struct fit_case *c;
	struct fit_side entries, experts;
	int32_t term_count;
	const char **terms;
	int64_t *posted;               /* by term: its postings */
	struct fit_weight *postings;   /* experts who have the term */
	int64_t *sums;                 /* by expert: scratch of a row */
	int32_t *column_means;         /* by expert; NULL where every entry has words */
	int64_t *wish_starts;          /* by entry */
	struct fit_wish *wishes;
};

/* The similarity of two texts from the sum of products. */
int32_t fit_scaled(int64_t sum, int64_t norm_a, int64_t norm_b);
