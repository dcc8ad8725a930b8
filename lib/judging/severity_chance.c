/* An entry's error is its own noise, σ/√n, and the mean of its experts' errors; those come from one draw of independent
 * normal numbers in the directions in which S is diagonal. So scores that share experts move together, as they should. */
#include "judging/severity_part.h"

#include "base/arena.h"
#include "base/rng.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Box and Muller (1958). */
double chance_normal(struct rng *rng)
{
	double u = ((double)rng_below(rng, INT64_C(1) << 52) + 0.5) / 4503599627370496.0;
	double v = (double)rng_below(rng, INT64_C(1) << 52) / 4503599627370496.0;
	return sqrt(-2 * log(u)) * cos(6.283185307179586 * v);
}

/* What each expert's severity is off by, in one draw. */
static void draw_experts(const struct severity_system *sys, struct rng *rng, double *off)
{
	size_t k = (size_t)sys->experts;
	memset(off, 0, k * sizeof(*off));
	for (size_t v = 0; v < k; v++) {
		double inverse = severity_inverse(sys, (int)v);
		if (inverse <= 0)
			continue;
		double z = chance_normal(rng) * sqrt(sys->noise2 * inverse);
		for (size_t j = 0; j < k; j++)
			off[j] += sys->q[v * k + j] * z;
	}
}

void severity_draw(const struct severity *s, struct rng *rng, double *off, double *ret_drawn)
{
	const struct severity_system *sys = s->system;
	draw_experts(sys, rng, off);
	for (int e = 0; e < sys->entries; e++) {
		size_t from = sys->first[e], to = sys->first[e + 1];
		double n = (double)(to - from), shared = 0;
		for (size_t i = from; i < to; i++)
			shared += off[sys->sheets[i].expert] / n;
		ret_drawn[e] = to > from ? s->entries[e].value + shared + chance_normal(rng) * sqrt(sys->noise2 / n) : -INFINITY;
	}
}

struct drawing {
	const struct severity *s;
	double *off;
};

static void draw_entries(const void *context, struct rng *rng, double *drawn)
{
	const struct drawing *d = context;
	severity_draw(d->s, rng, d->off, drawn);
}

static int falling(const void *x, const void *y)
{
	double a = *(const double *)x, b = *(const double *)y;
	return (a < b) - (a > b);
}

void chance_count(chance_draw *draw, const void *context, size_t entries, int places, int draws, uint64_t seed, struct arena *arena,
	double *ret_chances)
{
	double *drawn = ARENA_ARRAY(arena, entries, double), *sorted = ARENA_ARRAY(arena, entries, double);
	struct rng rng = rng_of(seed);
	memset(ret_chances, 0, entries * sizeof(*ret_chances));
	for (int d = 0; d < draws; d++) {
		draw(context, &rng, drawn);
		memcpy(sorted, drawn, entries * sizeof(*sorted));
		qsort(sorted, entries, sizeof(*sorted), falling);
		double last = places <= 0 ? INFINITY : sorted[(size_t)places < entries ? (size_t)places - 1 : entries - 1];
		for (size_t e = 0; e < entries; e++)
			ret_chances[e] += drawn[e] >= last ? 1.0 / draws : 0;
	}
}

void severity_chances(const struct severity *s, int places, int draws, uint64_t seed, struct arena *arena, double *ret_chances)
{
	struct drawing d = {s, ARENA_ARRAY(arena, (size_t)s->system->experts, double)};
	chance_count(draw_entries, &d, (size_t)s->system->entries, places, draws, seed, arena, ret_chances);
}
