/* The equations that an estimate leaves behind, for what is asked of it afterwards. Internal to lib/judging. */
#pragma once

#include "judging/severity.h"

struct sheet_value {
	int entry, expert, marks;
	double sum; /* in marks; the mean once all are in */
};

/* S = Q D Q' (severity.c). */
struct severity_system {
	const struct sheet_value *sheets; /* by entry */
	size_t sheet_count;
	int entries, experts;
	size_t *first;      /* of each entry; one more at the end */
	double *s, *q, *d;  /* S becomes its eigenvectors' rows in q, eigenvalues in d */
	double *r, *rotated; /* r and Q'r */
	double total;       /* Σ (y − ȳ_e)² */
	double noise2, spread2, floor;
	enum severity_experts model;
};

/* (D + λ)⁻¹ in direction i; 0 where the model has none. */
double severity_inverse(const struct severity_system *sys, int i);
