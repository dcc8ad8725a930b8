/* The equations that an estimate leaves behind, for what is asked of it afterwards. Internal to lib/judging. */
#pragma once

#include "judging/severity.h"

struct sheet_value {
	int entry, expert, marks;
	double sum; /* in marks; the mean once all are in */
};

/* S = Q' D Q. */
struct severity_system {
	const struct sheet_value *sheets; /* by entry */
	size_t sheet_count;
	int entries, experts;
	size_t *first;      /* of each entry; one more at the end */
	double *s, *q, *d;  /* S, which is used up; its eigenvectors as rows, its eigenvalues */
	double *r, *rotated; /* r and Q'r */
	double total, unfit; /* Σ (y − ȳ_e)²; what least squares leave of it */
	double noise2, spread2, floor;
	enum severity_experts model;
};

struct rng;

/* severity_chance.c: a normal number; and how often each entry is among the best `places` of `draws` drawn orders. `draw` fills
 * drawn[entries], −∞ for who has no score. */
double chance_normal(struct rng *rng);
typedef void chance_draw(const void *context, struct rng *rng, double *drawn);
void chance_count(chance_draw *draw, const void *context, size_t entries, int places, int draws, uint64_t seed, struct arena *arena,
	double *ret_chances);

/* severity_eigen.c: q and d of s; q begins as zeros. */
void severity_take_apart(struct severity_system *sys, struct arena *arena);

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
void severity_draw(const struct severity *s, struct rng *rng, double *off, double *ret_drawn);
