/* Sums by expert, and what the fitted model says of each sheet and of all experts together. */
#include "judging/monitor.h"

#include "base/arena.h"
#include "base/decimal.h"
#include "judging/severity_part.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- habits */

static int by_expert(const void *x, const void *y)
{
	const struct judged_mark *a = x, *b = y;
	if (a->expert != b->expert)
		return a->expert < b->expert ? -1 : 1;
	if (a->entry != b->entry)
		return a->entry < b->entry ? -1 : 1;
	return (a->criterion > b->criterion) - (a->criterion < b->criterion);
}

static int by_mark(const void *x, const void *y)
{
	const struct judged_mark *a = x, *b = y;
	if (a->expert != b->expert)
		return a->expert < b->expert ? -1 : 1;
	if (a->criterion != b->criterion)
		return a->criterion < b->criterion ? -1 : 1;
	return (a->units > b->units) - (a->units < b->units);
}

/* While adding up, sd holds the squares' distance from the mean (Welford 1962). */
static void add_sheet(struct habit *h, double value)
{
	double off = value - h->mean;
	h->sheets++;
	h->mean += off / h->sheets;
	h->sd += off * (value - h->mean);
}

static void gather_habits(const struct judged_mark *marks, size_t n, struct habit *habits)
{
	for (size_t i = 0; i < n;) {
		size_t from = i;
		double sum = 0;
		for (; i < n && marks[i].expert == marks[from].expert && marks[i].entry == marks[from].entry; i++)
			sum += (double)marks[i].units / DECIMAL_ONE;
		add_sheet(&habits[marks[from].expert], sum / (double)(i - from));
	}
}

/* The longest run of equal marks of a criterion is its commonest. */
static void count_same(const struct judged_mark *marks, size_t n, int experts, struct arena *arena, struct habit *habits)
{
	double *all = ARENA_ARRAY(arena, (size_t)experts, double);
	for (size_t i = 0; i < n;) {
		size_t criterion = i, longest = 0;
		while (i < n && marks[i].expert == marks[criterion].expert && marks[i].criterion == marks[criterion].criterion) {
			size_t run = i;
			while (i < n && by_mark(&marks[i], &marks[run]) == 0)
				i++;
			longest = i - run > longest ? i - run : longest;
		}
		habits[marks[criterion].expert].same += (double)longest;
		all[marks[criterion].expert] += (double)(i - criterion);
	}
	for (int j = 0; j < experts; j++)
		if (all[j] > 0)
			habits[j].same /= all[j];
}

void monitor_habits(const struct judged *judged, struct arena *arena, struct habit *ret_habits)
{
	struct judged_mark *marks = ARENA_ARRAY(arena, judged->count, struct judged_mark);
	memset(ret_habits, 0, (size_t)judged->expert_count * sizeof(*ret_habits));
	if (!judged->count)
		return;
	memcpy(marks, judged->marks, judged->count * sizeof(*marks));
	qsort(marks, judged->count, sizeof(*marks), by_expert);
	gather_habits(marks, judged->count, ret_habits);
	qsort(marks, judged->count, sizeof(*marks), by_mark);
	count_same(marks, judged->count, judged->expert_count, arena, ret_habits);
	double squares = 0, freedom = 0;
	for (int j = 0; j < judged->expert_count; j++) {
		struct habit *h = &ret_habits[j];
		squares += h->sd;
		freedom += h->sheets > 1 ? h->sheets - 1 : 0;
		h->sd = h->sheets > 1 ? sqrt(h->sd / (h->sheets - 1)) : 0;
	}
	for (int j = 0; j < judged->expert_count && squares > 0; j++)
		ret_habits[j].spread = ret_habits[j].sd / sqrt(squares / freedom);
}

/* ---- residuals */

const struct residual *monitor_residuals(const struct severity *s, struct arena *arena, size_t *ret_count)
{
	const struct severity_system *sys = s->system;
	struct residual *out = ARENA_ARRAY(arena, sys->sheet_count, struct residual);
	for (size_t i = 0; i < sys->sheet_count; i++) {
		const struct sheet_value *v = &sys->sheets[i];
		double n = s->entries[v->entry].sheets;
		double left = v->sum - (s->entries[v->entry].value - s->experts[v->expert].value);
		double sd = s->noise * sqrt(n > 1 ? 1 - 1 / n : 0); /* its own share of the entry's mean is no surprise */
		out[i] = (struct residual){v->entry, v->expert, v->sum, left, sd > 0 ? left / sd : 0};
	}
	*ret_count = sys->sheet_count;
	return out;
}

/* χ² over its f degrees of freedom, as a normal deviate. */
static double deviate(double mean_square, double f)
{
	return (cbrt(mean_square) - (1 - 2 / (9 * f))) / sqrt(2 / (9 * f));
}

/* Of its sheets' squares 1/n_e went into the entries' means, and of all experts' J − 1 into severities. */
void monitor_scatter(const struct severity *s, const struct residual *residuals, struct arena *arena, struct scatter *ret)
{
	const struct severity_system *sys = s->system;
	double *freedom = ARENA_ARRAY(arena, (size_t)sys->experts, double), noise2 = s->noise * s->noise;
	memset(ret, 0, (size_t)sys->experts * sizeof(*ret));
	for (size_t i = 0; i < sys->sheet_count; i++) {
		ret[residuals[i].expert].mean_square += residuals[i].left * residuals[i].left;
		freedom[residuals[i].expert] += 1 - 1.0 / s->entries[residuals[i].entry].sheets;
	}
	for (int j = 0; j < sys->experts; j++) {
		double f = freedom[j] - 1 + 1.0 / sys->experts;
		ret[j].mean_square = f > 0.5 && noise2 > 0 ? ret[j].mean_square / f / noise2 : 0;
		ret[j].z = ret[j].mean_square > 0 ? deviate(ret[j].mean_square, f) : 0;
	}
}

/* ---- one against all: in the directions in which S is diagonal, less what is common to all */

static void add_entries_among(const struct severity_system *sys, int i, double weight, double *ret)
{
	double mean = 0;
	for (int e = 0; e < sys->entries; e++)
		mean += severity_along(sys, i, e) / sys->entries;
	for (int e = 0; e < sys->entries; e++) {
		double off = severity_along(sys, i, e) - mean;
		ret[e] += weight * off * off;
	}
}

static void add_experts_among(const struct severity_system *sys, int i, double weight, double *ret)
{
	const double *q = sys->q + (size_t)i * (size_t)sys->experts;
	double mean = 0;
	for (int j = 0; j < sys->experts; j++)
		mean += q[j] / sys->experts;
	for (int j = 0; j < sys->experts; j++)
		ret[j] += weight * (q[j] - mean) * (q[j] - mean);
}

void monitor_among(const struct severity *s, double *ret_entries, double *ret_experts)
{
	const struct severity_system *sys = s->system;
	double entries = sys->entries, all = 0;
	memset(ret_experts, 0, (size_t)sys->experts * sizeof(*ret_experts));
	for (int e = 0; e < sys->entries; e++)
		all += sys->noise2 / s->entries[e].sheets / entries;
	for (int e = 0; e < sys->entries; e++)
		ret_entries[e] = sys->noise2 / s->entries[e].sheets * (1 - 2 / entries) + all / entries;
	for (int i = 0; i < sys->experts; i++) {
		double weight = sys->noise2 * severity_inverse(sys, i);
		if (weight <= 0)
			continue;
		add_entries_among(sys, i, weight, ret_entries);
		add_experts_among(sys, i, weight, ret_experts);
	}
	for (int e = 0; e < sys->entries; e++)
		ret_entries[e] = sqrt(fmax(0, ret_entries[e]));
	for (int j = 0; j < sys->experts; j++)
		ret_experts[j] = sqrt(ret_experts[j]);
}

/* ---- all experts together */

/* Fixed experts would explain Σ (Q'r)² / d of the squares. */
static double explained(const struct severity_system *sys)
{
	double sum = 0;
	for (int i = 0; i < sys->experts; i++)
		sum += sys->d[i] > 0 ? sys->rotated[i] * sys->rotated[i] / sys->d[i] : 0;
	return sum;
}

struct apart monitor_apart(const struct severity *s, const double *experts_among)
{
	const struct severity_system *sys = s->system;
	struct apart a = {.freedom = sys->experts - 1};
	double squares = 0, f = a.freedom, noise2 = s->noise * s->noise;
	for (int j = 0; j < sys->experts; j++)
		squares += experts_among[j] * experts_among[j];
	if (s->spread > 0 && f > 0)
		a.reliability = fmax(0, 1 - squares / (f * s->spread * s->spread));
	a.separation = a.reliability < 1 ? sqrt(a.reliability / (1 - a.reliability)) : 0;
	a.strata = (4 * a.separation + 1) / 3;
	if (noise2 <= 0 || a.freedom < 1)
		return a;
	a.chi2 = explained(sys) / noise2;
	a.chi2_z = deviate(a.chi2 / f, f);
	return a;
}

const char *monitor_text(double value, int places, char *out)
{
	if (!isfinite(value) || fabs(value) >= 1e40) {
		snprintf(out, MONITOR_TEXT, "null");
		return out;
	}
	snprintf(out, MONITOR_TEXT, "%.*f", places, value);
	if (out[0] == '-' && strspn(out + 1, "0.") == strlen(out + 1))
		memmove(out, out + 1, strlen(out));
	return out;
}
