/* One pass over the marks with sums an element, then what follows from them (Wright and Masters 1982, ch. 5). While
 * summing, an element's fields hold: se ΣV, infit Σ(x−E)², outfit Σz², infit_z Σ(M4−V²), outfit_z ΣM4/V². */
#include "judging/mfrm_part.h"

#include "base/decimal.h"

#include <math.h>

static void add_rating(struct mfrm_element *e, double x, const struct moments *at)
{
	double off = x - at->mean, v = fmax(at->variance, 1e-12);
	e->marks++;
	e->se += at->variance;
	e->infit += off * off;
	e->outfit += off * off / v;
	e->infit_z += at->fourth - v * v;
	e->outfit_z += at->fourth / (v * v);
}

static double normal_deviate(double mean_square, double q)
{
	return q > 0 ? (cbrt(mean_square) - 1) * 3 / q + q / 3 : 0;
}

static void finish_element(struct mfrm_element *e)
{
	double n = e->marks, v = e->se;
	e->raw /= e->given > 0 ? e->given : 1;
	if (e->marks == 0)
		return;
	double infit_q = sqrt(e->infit_z) / v, outfit_q = sqrt(fmax(0, e->outfit_z / (n * n) - 1 / n));
	e->se = 1 / sqrt(v);
	e->infit /= v;
	e->outfit /= n;
	e->infit_z = normal_deviate(e->infit, infit_q);
	e->outfit_z = normal_deviate(e->outfit, outfit_q);
}

static void finish_facet(struct mfrm_facet *f)
{
	double n = 0, sum = 0, squares = 0, mse = 0, weight = 0, weighted = 0, weighted2 = 0;
	for (int i = 0; i < f->count; i++) {
		const struct mfrm_element *e = &f->elements[i];
		if (e->extreme || e->marks == 0)
			continue;
		double w = 1 / (e->se * e->se);
		n++;
		sum += e->measure;
		squares += e->measure * e->measure;
		mse += e->se * e->se;
		weight += w;
		weighted += w * e->measure;
		weighted2 += w * e->measure * e->measure;
	}
	f->freedom = n > 1 ? (int)n - 1 : 0;
	if (n < 2)
		return;
	double variance = fmax(0, squares - sum * sum / n) / n, true_variance = fmax(0, variance - mse / n);
	f->separation = sqrt(true_variance / (mse / n));
	f->strata = (4 * f->separation + 1) / 3;
	f->reliability = variance > 0 ? true_variance / variance : 0;
	f->chi2 = weighted2 - weighted * weighted / weight;
}

/* What an average expert would have given on an average criterion, in marks. */
static double fair_average(const struct model *m, const struct mfrm *scale, double measure)
{
	struct moments at;
	double fair = 0;
	model_moments(m, measure, false, &at);
	for (int k = 0; k <= m->top; k++)
		fair += at.p[k] * (double)scale->categories[k] / DECIMAL_ONE;
	return fair;
}

void mfrm_fit(const struct model *m, const struct judged *judged, struct mfrm *ret)
{
	struct mfrm_facet *facets[FACETS] = {&ret->entries, &ret->experts, &ret->criteria};
	struct moments at;
	for (size_t i = 0; i < m->count; i++) {
		const struct rating *r = &m->ratings[i];
		model_moments(m, rating_eta(m, r), true, &at);
		if (r->used)
			ret->log_likelihood += log(at.p[r->x]);
		for (int f = 0; f < FACETS; f++) {
			struct mfrm_element *one = &facets[f]->elements[r->at[f]];
			one->given++;
			one->raw += (double)judged->marks[i].units / DECIMAL_ONE;
			if (rating_tells(m, r, f)) /* marks of extreme others tell nothing */
				add_rating(one, r->x, &at);
		}
	}
	for (int f = 0; f < FACETS; f++) {
		for (int e = 0; e < facets[f]->count; e++) {
			struct mfrm_element *one = &facets[f]->elements[e];
			finish_element(one);
			one->measure = m->measure[f][e];
			one->extreme = m->extreme[f][e];
			if (f == FACET_ENTRY)
				one->fair = fair_average(m, ret, one->measure);
		}
		finish_facet(facets[f]);
	}
}
