/* Places are filled as lib/contest/cut.h fills them: quota by quota, each with the best that it selects and that no quota
 * before it took. A draw needs no order, only who is inside: the places-th best value is found by selection (Hoare's
 * FIND, 1961), so a draw costs O(quotas · entries). */
#include "judging/monitor.h"

#include "base/arena.h"
#include "base/rng.h"
#include "judging/severity_part.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

double monitor_score(const struct severity *s, const struct monitor_field *field, int entry)
{
	return field->slope * s->entries[entry].value + (field->beside ? field->beside[entry] : 0);
}

static double score_of(const struct monitor_field *field, const double *panel, int entry)
{
	return field->slope * panel[entry] + (field->beside ? field->beside[entry] : 0);
}

static bool better(const struct monitor_field *field, double a, double b)
{
	return field->low_wins ? a < b : a > b;
}

static bool may_take(const struct monitor_field *field, const struct monitor_quota *q, const bool *taken, double score, int e)
{
	return field->contends[e] && q->selects[e] && !taken[e] && !(field->has_least && better(field, field->least, score));
}

/* ---- by the scores as estimated */

struct standing { double key; int entry; };

static int best_first(const void *x, const void *y)
{
	const struct standing *a = x, *b = y;
	if (a->key < b->key || a->key > b->key)
		return a->key > b->key ? -1 : 1;
	return (a->entry > b->entry) - (a->entry < b->entry);
}

/* Those below the minimum stand in the order as well, behind, since their chance is not nought. */
static struct monitor_cut cut_of(const struct severity *s, const struct monitor_field *field, const struct monitor_quota *q,
	bool *taken, struct arena *arena)
{
	int entries = s->system->entries, n = 0, may = 0;
	struct standing *list = ARENA_ARRAY(arena, (size_t)entries, struct standing);
	struct monitor_cut cut = {.order = ARENA_ARRAY(arena, (size_t)entries, int)};
	for (int e = 0; e < entries; e++) {
		double score = monitor_score(s, field, e);
		if (!field->contends[e] || !q->selects[e] || taken[e])
			continue;
		may += may_take(field, q, taken, score, e);
		list[n++] = (struct standing){field->low_wins ? -score : score, e};
	}
	qsort(list, (size_t)n, sizeof(*list), best_first);
	cut.count = n;
	cut.inside = may < q->places ? may : q->places;
	for (int i = 0; i < n; i++) {
		cut.order[i] = list[i].entry;
		taken[list[i].entry] |= i < cut.inside;
	}
	cut.parts = cut.inside < n && (cut.inside > 0 || field->has_least);
	if (!cut.parts)
		return cut;
	double next = monitor_score(s, field, cut.order[cut.inside]);
	cut.at = may < q->places ? field->least : (monitor_score(s, field, cut.order[cut.inside - 1]) + next) / 2;
	return cut;
}

struct monitor_cut *monitor_cuts(const struct severity *s, const struct monitor_field *field, struct arena *arena)
{
	struct monitor_cut *cuts = ARENA_ARRAY(arena, (size_t)field->quota_count, struct monitor_cut);
	bool *taken = ARENA_ARRAY(arena, (size_t)s->system->entries, bool);
	for (int q = 0; q < field->quota_count; q++)
		cuts[q] = cut_of(s, field, &field->quotas[q], taken, arena);
	return cuts;
}

/* ---- by draws */

/* The `rank`-th largest of keys[0 … n), from 0. Reorders. */
static double select_largest(double *keys, int n, int rank)
{
	int low = 0, high = n - 1;
	while (low < high) {
		double pivot = keys[low + (high - low) / 2];
		int i = low, j = high;
		while (i <= j) {
			while (keys[i] > pivot)
				i++;
			while (keys[j] < pivot)
				j--;
			if (i <= j) {
				double swap = keys[i];
				keys[i++] = keys[j];
				keys[j--] = swap;
			}
		}
		if (rank <= j)
			high = j;
		else if (rank >= i)
			low = i;
		else
			break;
	}
	return keys[rank];
}

static void fill(const struct monitor_field *field, const struct monitor_quota *q, const double *panel, int entries, double *keys,
	bool *taken)
{
	int n = 0;
	double least = -INFINITY;
	for (int e = 0; e < entries; e++) {
		double score = score_of(field, panel, e);
		if (may_take(field, q, taken, score, e))
			keys[n++] = field->low_wins ? -score : score;
	}
	if (q->places <= 0 || n == 0)
		return;
	if (n > q->places)
		least = select_largest(keys, n, q->places - 1);
	for (int e = 0; e < entries; e++) {
		double score = score_of(field, panel, e);
		if (may_take(field, q, taken, score, e) && (field->low_wins ? -score : score) >= least)
			taken[e] = true;
	}
}

enum { DRAWS_MOST = 4000, DRAWS_LEAST = 500, WORK = 60000000 };

int monitor_draws(const struct severity *s)
{
	const struct severity_system *sys = s->system;
	double work = (double)sys->sheet_count + 20.0 * sys->entries + (double)sys->experts * sys->experts;
	double draws = WORK / work;
	return draws > DRAWS_MOST ? DRAWS_MOST : draws < DRAWS_LEAST ? DRAWS_LEAST : (int)draws;
}

void monitor_chances(const struct severity *s, const struct monitor_field *field, int draws, uint64_t seed, struct arena *arena,
	double *ret_chances)
{
	size_t entries = (size_t)s->system->entries;
	double *off = ARENA_ARRAY(arena, (size_t)s->system->experts, double);
	double *panel = ARENA_ARRAY(arena, entries, double), *keys = ARENA_ARRAY(arena, entries, double);
	bool *taken = ARENA_ARRAY(arena, entries, bool);
	struct rng rng = rng_of(seed);
	memset(ret_chances, 0, entries * sizeof(*ret_chances));
	for (int d = 0; d < draws; d++) {
		severity_draw(s, &rng, off, panel);
		memset(taken, 0, entries * sizeof(*taken));
		for (int q = 0; q < field->quota_count; q++)
			fill(field, &field->quotas[q], panel, (int)entries, keys, taken);
		for (size_t e = 0; e < entries; e++)
			ret_chances[e] += taken[e] ? 1.0 / draws : 0;
	}
}

/* ---- one more expert: how much a further sheet y of expert j would take from the variance of D = θ_e − the mean of all θ,
 * Cov(D, y)² / Var y. (θ_e alone would do for no comparison: all scores share the doubt about the level of all experts.) */

struct narrowing {
	double own, shared; /* σ²/n_e; Cov(D, y) but for the part of j */
	double variance;    /* of D */
};

/* Adds the direction i in which S is diagonal; `ret_with` by expert: Cov(D, s_j), `ret_of` by expert: Var(θ_e − s_j). */
static void add_direction(const struct severity_system *sys, int i, double along, double mean, struct narrowing *n,
	double *ret_with, double *ret_of)
{
	const double *q = sys->q + (size_t)i * (size_t)sys->experts;
	double weight = sys->noise2 * severity_inverse(sys, i);
	n->variance += weight * (along - mean) * (along - mean);
	n->shared += weight * (along - mean) * along;
	for (int j = 0; j < sys->experts; j++) {
		ret_with[j] += weight * (along - mean) * q[j];
		ret_of[j] += weight * (along - q[j]) * (along - q[j]);
	}
}

/* What each expert's severity weighs in the mean of all θ; gives Σ 1/n_e. */
static double share_out(const struct severity_system *sys, double *ret_shares)
{
	double all = 0;
	for (int e = 0; e < sys->entries; e++) {
		double n = (double)(sys->first[e + 1] - sys->first[e]);
		for (size_t m = sys->first[e]; m < sys->first[e + 1]; m++)
			ret_shares[sys->sheets[m].expert] += 1 / n / sys->entries;
		all += n > 0 ? 1 / n : 0;
	}
	return all;
}

static struct narrowing narrowing_of(const struct severity_system *sys, int entry, double *shares, double *ret_with, double *ret_of)
{
	double entries = sys->entries, all = share_out(sys, shares);
	struct narrowing n = {.own = sys->noise2 / (double)(sys->first[entry + 1] - sys->first[entry])};
	n.variance = n.own * (1 - 2 / entries) + sys->noise2 * all / (entries * entries);
	n.shared = n.own * (1 - 1 / entries);
	for (int i = 0; i < sys->experts; i++) {
		double mean = 0;
		for (int j = 0; j < sys->experts; j++)
			mean += sys->q[(size_t)i * (size_t)sys->experts + (size_t)j] * shares[j];
		add_direction(sys, i, severity_along(sys, i, entry), mean, &n, ret_with, ret_of);
	}
	return n;
}

int monitor_further(const struct severity *s, int entry, const bool *barred, int most, struct arena *arena,
	struct further *ret)
{
	const struct severity_system *sys = s->system;
	double *with = ARENA_ARRAY(arena, (size_t)sys->experts, double), *of = ARENA_ARRAY(arena, (size_t)sys->experts, double);
	double *shares = ARENA_ARRAY(arena, (size_t)sys->experts, double);
	struct narrowing narrowing = narrowing_of(sys, entry, shares, with, of);
	int n = 0;
	for (int j = 0; j < sys->experts; j++) {
		double of_mark = narrowing.own + of[j] + sys->noise2, shared = narrowing.shared - with[j];
		if (barred[j] || of_mark <= 0)
			continue;
		struct further one = {j, sqrt(fmax(0, narrowing.variance - shared * shared / of_mark))};
		int at = n < most ? n++ : most;
		for (; at > 0 && one.se < ret[at - 1].se; at--)
			if (at < most)
				ret[at] = ret[at - 1];
		if (at < most)
			ret[at] = one;
	}
	return n;
}
