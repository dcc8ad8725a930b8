/* Joint maximum likelihood (Linacre 1989; Wright and Masters 1982): PROX gives a start, then sweeps of damped Newton
 * steps, one facet at a time with the others at their newest, then the thresholds. A step is capped at one logit.
 *
 * A mark costs one exponential: P_k ∝ e^{kη} · weight_k, by Horner, from the top where η > 0 so that nothing
 * overflows. Sweeps lead near the maximum from anywhere; mfrm_joint.c has the rest. */
#include "judging/mfrm_part.h"

#include "base/arena.h"

#include <math.h>
#include <string.h>

enum { SWEEPS = 30, PROX_ROUNDS = 50, EXTREME_ROUNDS = 200 };
static const double RESIDUAL = 1e-4, CHANGE = 1e-7, EXTREME_BY = 0.3, EXTREME_CHANGE = 1e-12;

/* ---- the model at one mark */

double rating_eta(const struct model *m, const struct rating *r)
{
	return m->measure[FACET_ENTRY][r->at[FACET_ENTRY]] - m->measure[FACET_EXPERT][r->at[FACET_EXPERT]] -
		m->measure[FACET_CRITERION][r->at[FACET_CRITERION]];
}

void model_weigh(struct model *m)
{
	double sum = 0, least = 0, at[MFRM_CATEGORIES] = {0};
	for (int k = 1; k <= m->top; k++) {
		at[k] = sum += m->f[k];
		least = fmin(least, sum);
	}
	for (int k = 0; k <= m->top; k++)
		m->weight[k] = exp(least - at[k]);
}

void model_moments(const struct model *m, double eta, bool fourth, struct moments *ret)
{
	int top = m->top;
	double base = exp(-fabs(eta)), power = 1, sum = 0, first = 0, second = 0;
	for (int i = 0; i <= top; i++, power *= base) {
		int k = eta > 0 ? top - i : i;
		double p = power * m->weight[k];
		ret->p[k] = p;
		sum += p;
		first += k * p;
	}
	ret->mean = first / sum;
	ret->fourth = 0;
	for (int k = 0; k <= top; k++) {
		double off = k - ret->mean, square = off * off;
		ret->p[k] /= sum;
		second += square * ret->p[k];
		if (fourth)
			ret->fourth += square * square * ret->p[k];
	}
	ret->variance = second;
}

/* ---- shared steps */

/* Severities and difficulties have mean 0; what is taken from them goes to the entries. Extremes stay out. */
static void recentre(struct model *m)
{
	double moved = 0;
	for (int f = FACET_EXPERT; f < FACETS; f++) {
		double sum = 0;
		int n = 0;
		for (int e = 0; e < m->elements[f]; e++)
			if (!m->extreme[f][e]) {
				sum += m->measure[f][e];
				n++;
			}
		for (int e = 0; e < m->elements[f] && n; e++)
			m->measure[f][e] -= m->extreme[f][e] ? 0 : sum / n;
		moved += n ? sum / n : 0;
	}
	for (int e = 0; e < m->elements[FACET_ENTRY]; e++)
		m->measure[FACET_ENTRY][e] -= m->extreme[FACET_ENTRY][e] ? 0 : moved;
}

static double capped(double step)
{
	return fmax(-1, fmin(1, step));
}

struct room { double *a, *b; }; /* two sums an element of the largest facet */

/* ---- PROX */

static double prox_facet(struct model *m, int f, const struct room *room)
{
	size_t bytes = (size_t)m->elements[f] * sizeof(double);
	double sign = facet_sign(f), change = 0;
	memset(room->a, 0, bytes);
	memset(room->b, 0, bytes);
	for (size_t i = 0; i < m->count; i++) {
		const struct rating *r = &m->ratings[i];
		if (!r->used)
			continue;
		double others = rating_eta(m, r) - sign * m->measure[f][r->at[f]];
		room->a[r->at[f]] += others;
		room->b[r->at[f]] += others * others;
	}
	for (int e = 0; e < m->elements[f]; e++) {
		if (m->extreme[f][e])
			continue;
		double n = m->met[f][e], mu = room->a[e] / n, spread = fmax(0, room->b[e] / n - mu * mu);
		double odds = log(m->score[f][e] / (m->top * n - m->score[f][e]));
		double now = sign * (sqrt(1 + spread / 2.9) * odds - mu);
		change = fmax(change, fabs(now - m->measure[f][e]));
		m->measure[f][e] = now;
	}
	return change;
}

static void start_thresholds(struct model *m)
{
	double counts[MFRM_CATEGORIES] = {0}, sum = 0;
	for (size_t i = 0; i < m->count; i++)
		counts[m->ratings[i].x] += m->ratings[i].used;
	for (int k = 1; k <= m->top; k++)
		sum += m->f[k] = log(counts[k - 1] / counts[k]);
	for (int k = 1; k <= m->top; k++)
		m->f[k] -= sum / m->top;
	model_weigh(m);
}

static void start(struct model *m, const struct room *room)
{
	double change = 1;
	for (int round = 0; round < PROX_ROUNDS && change >= 0.1; round++) {
		change = 0;
		for (int f = 0; f < FACETS; f++)
			change = fmax(change, prox_facet(m, f, room));
		recentre(m);
	}
	start_thresholds(m);
}

/* ---- sweeps */

struct progress { double residual, change; };

static void sweep_facet(struct model *m, int f, const struct room *room, struct progress *p)
{
	size_t bytes = (size_t)m->elements[f] * sizeof(double);
	struct moments at;
	memset(room->a, 0, bytes);
	memset(room->b, 0, bytes);
	for (size_t i = 0; i < m->count; i++) {
		const struct rating *r = &m->ratings[i];
		if (!r->used)
			continue;
		model_moments(m, rating_eta(m, r), false, &at);
		room->a[r->at[f]] += at.mean;
		room->b[r->at[f]] += at.variance;
	}
	for (int e = 0; e < m->elements[f]; e++) {
		if (m->extreme[f][e])
			continue;
		double residual = m->score[f][e] - room->a[e], step = capped(residual / room->b[e]);
		m->measure[f][e] += facet_sign(f) * step;
		p->residual = fmax(p->residual, fabs(residual));
		p->change = fmax(p->change, fabs(step));
	}
}

static void sweep_thresholds(struct model *m, struct progress *p)
{
	double seen[MFRM_CATEGORIES] = {0}, expected[MFRM_CATEGORIES] = {0}, spread[MFRM_CATEGORIES] = {0}, sum = 0;
	struct moments at;
	for (size_t i = 0; i < m->count; i++) {
		const struct rating *r = &m->ratings[i];
		if (!r->used)
			continue;
		model_moments(m, rating_eta(m, r), false, &at);
		double above = 0;
		for (int k = m->top; k > 0; k--) {
			above += at.p[k];
			seen[k] += r->x >= k;
			expected[k] += above;
			spread[k] += above * (1 - above);
		}
	}
	for (int k = 1; k <= m->top; k++) {
		double step = capped(0.7 * (seen[k] - expected[k]) / spread[k]);
		sum += m->f[k] -= step;
		p->residual = fmax(p->residual, fabs(seen[k] - expected[k]));
		p->change = fmax(p->change, fabs(step));
	}
	for (int k = 1; k <= m->top; k++)
		m->f[k] -= sum / m->top;
	model_weigh(m);
}

static void iterate(struct model *m, const struct room *room, int *ret_sweeps)
{
	for (*ret_sweeps = 1; *ret_sweeps < SWEEPS; ++*ret_sweeps) {
		struct progress p = {0};
		for (int f = 0; f < FACETS; f++)
			sweep_facet(m, f, room, &p);
		recentre(m);
		sweep_thresholds(m, &p);
		if (!(p.residual >= RESIDUAL || p.change >= CHANGE)) /* also where they are no numbers */
			break;
	}
}

/* ---- extremes, with everybody else fixed, by their marks with others who are not extreme */

static double step_extremes(struct model *m, int f, const struct room *room, double *score, double *marks)
{
	size_t bytes = (size_t)m->elements[f] * sizeof(double);
	double change = 0;
	struct moments at;
	memset(room->a, 0, bytes);
	memset(room->b, 0, bytes);
	memset(score, 0, bytes);
	memset(marks, 0, bytes);
	for (size_t i = 0; i < m->count; i++) {
		const struct rating *r = &m->ratings[i];
		int e = r->at[f];
		if (!m->extreme[f][e] || !rating_tells(m, r, f))
			continue;
		model_moments(m, rating_eta(m, r), false, &at);
		room->a[e] += at.mean;
		room->b[e] += at.variance;
		score[e] += r->x;
		marks[e]++;
	}
	for (int e = 0; e < m->elements[f]; e++) {
		if (!m->extreme[f][e] || marks[e] == 0)
			continue;
		double wanted = fmax(EXTREME_BY, fmin(m->top * marks[e] - EXTREME_BY, score[e]));
		double step = capped((wanted - room->a[e]) / fmax(room->b[e], 1e-6));
		m->measure[f][e] += facet_sign(f) * step;
		change = fmax(change, fabs(step));
	}
	return change;
}

static void place_extremes(struct model *m, const struct room *room, double *score, double *marks)
{
	double change = 1;
	for (int round = 0; round < EXTREME_ROUNDS && change > EXTREME_CHANGE; round++) {
		change = 0;
		for (int f = 0; f < FACETS; f++)
			change = fmax(change, step_extremes(m, f, room, score, marks));
	}
}

static int largest(const struct model *m)
{
	int most = 0;
	for (int f = 0; f < FACETS; f++)
		most = m->elements[f] > most ? m->elements[f] : most;
	return most;
}

bool mfrm_estimate(const struct judged *judged, struct arena *arena, struct mfrm *ret, struct err *err)
{
	struct model m;
	*ret = (struct mfrm){0};
	if (!linkage_whole(judged, false, arena, err) || !mfrm_scale(judged, arena, &m, ret, err))
		return false;
	size_t most = (size_t)largest(&m);
	struct room room = {ARENA_ARRAY(arena, most, double), ARENA_ARRAY(arena, most, double)};
	start(&m, &room);
	iterate(&m, &room, &ret->sweeps);
	if (!joint_refine(&m, judged, arena, &ret->joint, err))
		return false;
	place_extremes(&m, &room, ARENA_ARRAY(arena, most, double), ARENA_ARRAY(arena, most, double));
	memcpy(ret->thresholds, m.f, sizeof(ret->thresholds));
	struct mfrm_facet *facets[FACETS] = {&ret->entries, &ret->experts, &ret->criteria};
	for (int f = 0; f < FACETS; f++) {
		facets[f]->count = m.elements[f];
		facets[f]->elements = ARENA_ARRAY(arena, (size_t)m.elements[f], struct mfrm_element);
	}
	mfrm_fit(&m, judged, ret);
	return true;
}
