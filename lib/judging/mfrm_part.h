/* Between the files of the many-facet model: marks as categories, and the model's moments at one mark. */
#pragma once

#include "judging/mfrm.h"

enum facet { FACET_ENTRY, FACET_EXPERT, FACET_CRITERION, FACETS };

struct rating {
	int at[FACETS];
	int x;     /* 0 … K */
	bool used; /* no element of it is extreme */
};

struct model {
	struct rating *ratings;
	size_t count;
	int elements[FACETS];
	double *measure[FACETS];
	bool *extreme[FACETS];
	double *score[FACETS];    /* Σ x over used ratings */
	int *met[FACETS];         /* used ratings */
	int top;                  /* K */
	double f[MFRM_CATEGORIES];      /* thresholds */
	double weight[MFRM_CATEGORIES]; /* exp(−Σ_{h≤k} F_h), the largest 1 */
};

struct moments { double p[MFRM_CATEGORIES], mean, variance, fourth; };

/* Categories, extremes and sums from the marks. Fills all but measures and thresholds. */
MUST_CHECK bool mfrm_scale(const struct judged *judged, struct arena *arena, struct model *m, struct mfrm *ret,
	struct err *err);

/* The sign of a facet in η: entries add, the others subtract. */
static inline double facet_sign(int facet)
{
	return facet == FACET_ENTRY ? 1 : -1;
}

/* Does a mark tell of its element of facet f: is no other of its elements extreme? */
static inline bool rating_tells(const struct model *m, const struct rating *r, int f)
{
	for (int g = 0; g < FACETS; g++)
		if (g != f && m->extreme[g][r->at[g]])
			return false;
	return true;
}

double rating_eta(const struct model *m, const struct rating *r);
/* Probabilities, mean and variance at η; the fourth moment only where asked for. */
void model_moments(const struct model *m, double eta, bool fourth, struct moments *ret);
/* After the thresholds changed. */
void model_weigh(struct model *m);

/* mfrm_joint.c: from where the sweeps ended to the maximum itself. */
struct mfrm_joint;
MUST_CHECK bool joint_refine(struct model *m, const struct judged *judged, struct arena *arena, const struct mfrm_joint **ret,
	struct err *err);

/* Standard errors, fit, separation, fair averages. */
void mfrm_fit(const struct model *m, const struct judged *judged, struct mfrm *ret);
