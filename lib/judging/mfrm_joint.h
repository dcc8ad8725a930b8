/* The joint information of a many-facet model with the entries eliminated, as Newton's last step left it. Internal to lib/judging. */
#pragma once

#include "judging/mfrm_part.h"

struct mfrm_joint {
	int entries, size;        /* size: experts and criteria that are not extreme, and thresholds */
	int criteria, thresholds; /* where those begin; experts stand first */
	int *place[2];            /* of each expert and criterion; −1: extreme */
	double *s, *diagonal;     /* size × size, lower half: in the end its root, S = L L'; the diagonal before the elimination */
	double *cross;            /* entries × size: between an entry and the rest */
	double *g;                /* gradient, then step */
	double *g_entry, *v_entry; /* likewise, and the entry's own information; 0: extreme */
};

/* x ← L'⁻¹ x. */
void joint_solve_up(const struct mfrm_joint *j, double *x);

/* What an entry's measure gives way when experts, criteria and thresholds move by `moved`. */
double joint_follow(const struct mfrm_joint *j, int e, const double *moved);
