/* Newton's method for all measures and thresholds together (Wright and Masters 1982 give the derivatives). The likelihood of an
 * exponential family is concave: a step halved until it does not fall leads to the maximum from anywhere, and near it each step
 * doubles the digits.
 *
 * An entry meets no other entry in the information matrix: entries are eliminated, and what is left has the size R = experts +
 * criteria + thresholds. That has three null directions, a constant added to all severities, difficulties or thresholds; adding
 * the square of each sum fixes them at sum 0. Cholesky's pivots say whether there are more: then panels or criteria fall
 * apart. */
#include "judging/mfrm_joint.h"

#include "base/arena.h"

#include <math.h>
#include <string.h>

enum { STEPS = 100 };
static const double SETTLED = 1e-9, SINGULAR = 1e-9;
static const double SURE = 1e-6, LEAST_PART = 1e-6; /* a step below SURE is taken whole; of a larger one at least that part */
static const double MANY_LOGITS = 10, MOST_LOGITS = 40;

static double *cross_of(const struct mfrm_joint *j, int e)
{
	return j->cross + (size_t)e * (size_t)j->size;
}

static void add_cell(struct mfrm_joint *j, int a, int b, double x)
{
	j->s[(size_t)(a > b ? a : b) * (size_t)j->size + (size_t)(a > b ? b : a)] += x;
}

/* ---- the information and the gradient of the marks */

static void add_thresholds(struct mfrm_joint *j, const struct rating *r, const struct moments *at, int top, double *cross,
	const int place[2])
{
	double above[MFRM_CATEGORIES], with_x[MFRM_CATEGORIES], sum = 0, moment = 0;
	for (int h = top; h > 0; h--) {
		above[h] = sum += at->p[h];
		moment += h * at->p[h];
		with_x[h] = moment - at->mean * sum; /* Cov(x, [x ≥ h]) */
	}
	for (int h = 1; h <= top; h++) {
		int f = j->thresholds + h - 1;
		j->g[f] -= (r->x >= h) - above[h];
		cross[f] -= with_x[h];
		add_cell(j, f, place[0], with_x[h]);
		add_cell(j, f, place[1], with_x[h]);
		double *row = j->s + (size_t)f * (size_t)j->size + j->thresholds - 1;
		for (int i = 1; i <= h; i++)
			row[i] += above[h] * (1 - above[i]);
	}
}

static void add_mark(struct mfrm_joint *j, const struct model *m, const struct rating *r)
{
	struct moments at;
	model_moments(m, rating_eta(m, r), false, &at);
	int e = r->at[FACET_ENTRY];
	const int place[2] = {j->place[0][r->at[FACET_EXPERT]], j->place[1][r->at[FACET_CRITERION]]};
	double off = r->x - at.mean, *cross = cross_of(j, e);
	j->g_entry[e] += off;
	j->v_entry[e] += at.variance;
	for (int f = 0; f < 2; f++) {
		j->g[place[f]] -= off;
		cross[place[f]] -= at.variance;
		add_cell(j, place[f], place[f], at.variance);
	}
	add_cell(j, place[0], place[1], at.variance);
	add_thresholds(j, r, &at, m->top, cross, place);
}

static void eliminate_entries(struct mfrm_joint *j)
{
	for (int e = 0; e < j->entries; e++) {
		const double *cross = cross_of(j, e);
		for (int a = 0; a < j->size && j->v_entry[e] > 0; a++) {
			if (cross[a] == 0)
				continue;
			double share = cross[a] / j->v_entry[e], *row = j->s + (size_t)a * (size_t)j->size;
			j->g[a] -= share * j->g_entry[e];
			for (int b = 0; b <= a; b++)
				row[b] -= share * cross[b];
		}
	}
}

/* Fixes the sum of the parameters from..to at 0. */
static void fix_sum(struct mfrm_joint *j, int from, int to)
{
	double mean = 0, n = to - from;
	for (int a = from; a < to; a++)
		mean += j->diagonal[a] / n;
	for (int a = from; a < to; a++)
		for (int b = from; b <= a; b++)
			add_cell(j, a, b, mean / n);
}

/* In place, the lower half; false where a pivot vanishes against its diagonal before the elimination. */
static bool take_root(struct mfrm_joint *j)
{
	size_t n = (size_t)j->size;
	for (size_t a = 0; a < n; a++) {
		double *row = j->s + a * n;
		for (size_t b = 0; b < a; b++) {
			double sum = row[b];
			for (size_t c = 0; c < b; c++)
				sum -= row[c] * j->s[b * n + c];
			row[b] = sum / j->s[b * n + b];
		}
		double pivot = row[a];
		for (size_t c = 0; c < a; c++)
			pivot -= row[c] * row[c];
		if (!(pivot > SINGULAR * j->diagonal[a]))
			return false;
		row[a] = sqrt(pivot);
	}
	return true;
}

void joint_solve_up(const struct mfrm_joint *j, double *x)
{
	size_t n = (size_t)j->size;
	for (size_t a = n; a-- > 0;) {
		for (size_t b = a + 1; b < n; b++)
			x[a] -= j->s[b * n + a] * x[b];
		x[a] /= j->s[a * n + a];
	}
}

static void solve(const struct mfrm_joint *j, double *x)
{
	size_t n = (size_t)j->size;
	for (size_t a = 0; a < n; a++) {
		for (size_t b = 0; b < a; b++)
			x[a] -= j->s[a * n + b] * x[b];
		x[a] /= j->s[a * n + a];
	}
	joint_solve_up(j, x);
}

static bool gather(struct mfrm_joint *j, const struct model *m)
{
	size_t n = (size_t)j->size;
	memset(j->s, 0, n * n * sizeof(double));
	memset(j->g, 0, n * sizeof(double));
	memset(j->cross, 0, (size_t)j->entries * n * sizeof(double));
	memset(j->g_entry, 0, (size_t)j->entries * sizeof(double));
	memset(j->v_entry, 0, (size_t)j->entries * sizeof(double));
	for (size_t i = 0; i < m->count; i++)
		if (m->ratings[i].used)
			add_mark(j, m, &m->ratings[i]);
	for (size_t a = 0; a < n; a++)
		j->diagonal[a] = j->s[a * n + a];
	eliminate_entries(j);
	fix_sum(j, 0, j->criteria);
	fix_sum(j, j->criteria, j->thresholds);
	fix_sum(j, j->thresholds, j->size);
	return take_root(j);
}

/* ---- steps */

double joint_follow(const struct mfrm_joint *j, int e, const double *moved)
{
	const double *cross = cross_of(j, e);
	double sum = 0;
	for (int a = 0; a < j->size; a++)
		sum += cross[a] * moved[a];
	return sum / j->v_entry[e];
}

static double likelihood(const struct model *m)
{
	struct moments at;
	double sum = 0;
	for (size_t i = 0; i < m->count; i++) {
		if (!m->ratings[i].used)
			continue;
		model_moments(m, rating_eta(m, &m->ratings[i]), false, &at);
		sum += log(at.p[m->ratings[i].x]);
	}
	return sum;
}

/* Newton's step into g and g_entry; gives the largest part of it. */
static double find_step(struct mfrm_joint *j)
{
	double most = 0;
	solve(j, j->g);
	for (int e = 0; e < j->entries; e++) {
		j->g_entry[e] = j->v_entry[e] > 0 ? j->g_entry[e] / j->v_entry[e] - joint_follow(j, e, j->g) : 0;
		most = fmax(most, fabs(j->g_entry[e]));
	}
	for (int a = 0; a < j->size; a++)
		most = fmax(most, fabs(j->g[a]));
	return most;
}

static void shift(const struct mfrm_joint *j, struct model *m, double by)
{
	for (int e = 0; e < j->entries; e++)
		m->measure[FACET_ENTRY][e] += by * j->g_entry[e];
	for (int f = 0; f < 2; f++)
		for (int k = 0; k < m->elements[f + 1]; k++)
			if (j->place[f][k] >= 0)
				m->measure[f + 1][k] += by * j->g[j->place[f][k]];
	for (int h = 1; h <= m->top; h++)
		m->f[h] += by * j->g[j->thresholds + h - 1];
	model_weigh(m);
}

/* The step, or half of it, a quarter …, so that the likelihood does not fall; *likely is that before, then after. */
static double take_step(struct mfrm_joint *j, struct model *m, double *likely)
{
	double most = find_step(j), part = 1, now;
	shift(j, m, part);
	for (now = likelihood(m); most > SURE && !(now >= *likely) && part > LEAST_PART; now = likelihood(m)) {
		part /= 2;
		shift(j, m, -part);
	}
	*likely = now;
	return most;
}

/* Beyond MOST_LOGITS the maximum lies at infinity: an element beat, or lost, wherever it was compared. */
static bool ran_away(const struct model *m, double logits)
{
	for (int e = 0; e < m->elements[FACET_ENTRY]; e++)
		if (!(fabs(m->measure[FACET_ENTRY][e]) < logits))
			return true;
	return false;
}

/* ---- what is to be estimated */

static int place_facet(const struct model *m, int facet, int next, int *place)
{
	for (int k = 0; k < m->elements[facet]; k++)
		place[k] = m->extreme[facet][k] ? -1 : next++;
	return next;
}

static struct mfrm_joint *joint_of(const struct model *m, struct arena *arena)
{
	struct mfrm_joint *j = ARENA_NEW(arena, struct mfrm_joint);
	j->entries = m->elements[FACET_ENTRY];
	for (int f = 0; f < 2; f++)
		j->place[f] = ARENA_ARRAY(arena, (size_t)m->elements[f + 1], int);
	j->criteria = place_facet(m, FACET_EXPERT, 0, j->place[0]);
	j->thresholds = place_facet(m, FACET_CRITERION, j->criteria, j->place[1]);
	j->size = j->thresholds + m->top;
	size_t n = (size_t)j->size, entries = (size_t)j->entries;
	j->s = ARENA_ARRAY(arena, n * n, double);
	j->g = ARENA_ARRAY(arena, n, double);
	j->diagonal = ARENA_ARRAY(arena, n, double);
	j->cross = ARENA_ARRAY(arena, entries * n, double);
	j->g_entry = ARENA_ARRAY(arena, entries, double);
	j->v_entry = ARENA_ARRAY(arena, entries, double);
	return j;
}

/* Without extremes and their marks, panels that were linked may no longer be. */
static bool still_linked(const struct model *m, const struct judged *judged, struct arena *arena, struct err *err)
{
	struct judged left = *judged;
	struct judged_mark *marks = ARENA_ARRAY(arena, judged->count, struct judged_mark);
	left.marks = marks;
	left.count = 0;
	for (size_t i = 0; i < judged->count; i++)
		if (m->ratings[i].used)
			marks[left.count++] = judged->marks[i];
	return linkage_whole(&left, false, arena, err);
}

bool joint_refine(struct model *m, const struct judged *judged, struct arena *arena, const struct mfrm_joint **ret, struct err *err)
{
	if (!still_linked(m, judged, arena, err))
		return false;
	struct mfrm_joint *j = joint_of(m, arena);
	double most = 1, likely = likelihood(m);
	for (int step = 0; step < STEPS && most > SETTLED && !ran_away(m, MOST_LOGITS); step++) {
		bool apart = !gather(j, m);
		if (apart && step == 0 && !ran_away(m, MANY_LOGITS))
			return fail(err, ERR_INPUT, "judging.apart", "Some experts only marked some of the criteria, so their severity can't be "
				"told from those criteria's difficulty.");
		if (apart)
			break;
		most = take_step(j, m, &likely);
	}
	*ret = j;
	return most <= SETTLED ||
		fail(err, ERR_INPUT, "judging.not-converged", "The measures do not settle: some marks only ever point one way, as too few "
			"marks do. There is no result.");
}
