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

/* The mean of direction i over the experts of entry e, who are some. */
static inline double severity_along(const struct severity_system *sys, int i, int e)
{
	double sum = 0;
	for (size_t m = sys->first[e]; m < sys->first[e + 1]; m++)
		sum += sys->q[(size_t)i * (size_t)sys->experts + (size_t)sys->sheets[m].expert];
	return sum / (double)(sys->first[e + 1] - sys->first[e]);
}

/* One draw of all entries' scores together; `off` has room for the experts. Entries without a sheet get −∞. */
struct rng;
void severity_draw(const struct severity *s, struct rng *rng, double *off, double *ret_drawn);
