/* Many-facet Rasch model, one rating scale: ln P(k)/P(k−1) = B_entry − C_expert − D_criterion − F_k.
 *
 * Estimated by joint maximum likelihood. Measures are logits; the mean severity and the mean difficulty are 0.
 * Publish fair averages (marks), never logits, and none for an entry with fewer than MFRM_LEAST_MARKS marks:
 * estimates are stretched when marks are few, ranks hardly. Nothing here decides: a caller rounds before it ranks. */
#pragma once

#include "judging/judged.h"

enum { MFRM_CATEGORIES = 64, MFRM_LEAST_MARKS = 8 };

struct mfrm_element {
	double measure, se;         /* logits; an extreme one without marks by others who are not extreme stays at 0 */
	double infit, outfit;       /* mean squares, 1 expected */
	double infit_z, outfit_z;   /* the same as normal deviates (Wilson–Hilferty) */
	double raw, fair;           /* marks; fair: entries only */
	int given;                  /* marks in all */
	int marks;                  /* that tell of it: of an expert and on a criterion (by whom, for whom) that is not extreme */
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
	const struct mfrm_joint *joint; /* for mfrm_chances() */
};

/* The maximum itself, to nearly all digits of a double. Errors: those of linkage_whole(), also of what is left without extremes;
 * "judging.categories" with more than MFRM_CATEGORIES different marks, or one alone; "judging.extreme" when nothing but extremes
 * remains; "judging.apart" where severities and difficulties can't be told from each other; "judging.not-converged".
 * Time: 30 × 4 × marks, then a Newton step, of which there are about five, marks × categories² + sheets × experts + experts³;
 * memory O(marks + entries × experts). */
MUST_CHECK bool mfrm_estimate(const struct judged *judged, struct arena *arena, struct mfrm *ret, struct err *err);

/* As severity_chances(): ret_chances[entries], from draws of all measures together by the joint information of entries,
 * experts, criteria and thresholds. An extreme entry varies by its own error. */
void mfrm_chances(const struct mfrm *m, int places, int draws, uint64_t seed, struct arena *arena, double *ret_chances);
