/* Many-facet Rasch model, one rating scale: ln P(k)/P(k−1) = B_entry − C_expert − D_criterion − F_k.
 *
 * Estimated by joint maximum likelihood. Measures are logits; the mean severity and the mean difficulty are 0.
 * Publish fair averages (marks), never logits, and none for an entry with fewer than MFRM_LEAST_MARKS marks:
 * estimates are stretched when marks are few, ranks hardly. Nothing here decides: a caller rounds before it ranks. */
#pragma once

#include "judging/judged.h"

enum { MFRM_CATEGORIES = 64, MFRM_LEAST_MARKS = 8 };

struct mfrm_element {
	double measure, se;         /* logits */
	double infit, outfit;       /* mean squares, 1 expected */
	double infit_z, outfit_z;   /* the same as normal deviates (Wilson–Hilferty) */
	double raw, fair;           /* marks; fair: entries only */
	int marks;
	bool extreme;               /* all marks lowest or highest: measured with the score moved by 0.3, without fit */
};

struct mfrm_facet {
	struct mfrm_element *elements;
	int count;
	/* Of the elements that are not extreme; separation 0 and reliability 0 when they differ less than noise. */
	double separation, strata, reliability, chi2;
	int freedom;
};

struct mfrm {
	struct mfrm_facet entries, experts, criteria;
	int64_t categories[MFRM_CATEGORIES]; /* the marks that are categories, rising, in units */
	double thresholds[MFRM_CATEGORIES];  /* F_1 … ; [0] is 0 */
	int category_count;
	int unobserved; /* steps of the scale between lowest and highest that nobody gave: merged upward */
	int sweeps;
	double log_likelihood; /* of the marks without extreme elements */
};

/* Errors: those of linkage_whole(); "judging.categories" with more than MFRM_CATEGORIES different
 * marks, or one alone (also when nothing but extremes remains); "judging.not-converged" after 1,000 sweeps.
 * Time: sweeps × 4 × marks; memory O(marks). */
MUST_CHECK bool mfrm_estimate(const struct judged *judged, struct arena *arena, struct mfrm *ret, struct err *err);
