/* Mixed-model equations (Henderson 1950) with the entries eliminated: with u = −s, S u = r, where
 * S = diag(n_j) − Σ_e z_e z_e' / n_e and r_j sums y_ej − ȳ_e, is experts × experts however many entries there are.
 * Random experts add λ = σ²/σ_s² to the diagonal. Nothing but λ is sought, so S is taken apart once, S = Q' D Q
 * (severity_eigen.c), and what EM-REML (σ_s² ← (u'u + σ² tr S⁻¹) / J, σ² ← y'(y − fit) / (n − entries)) would do at a λ
 * costs O(experts). EM itself takes a million steps where experts hardly differ; its standstill is found by bisection.
 *
 * Panels linked together leave S one zero eigenvalue, that of adding a constant to every severity. */
#include "judging/severity_part.h"

#include "base/arena.h"
#include "base/decimal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SWEEPS = 200 };
#define LAMBDA_LEAST 1e-12
#define LAMBDA_EXACT 1e-13
#define EDGE (1 + 1e-9)
#define EXACT_FIT 1e-12

/* ---- sheets */

static int by_entry_and_expert(const void *x, const void *y)
{
	const struct judged_mark *a = x, *b = y;
	if (a->entry != b->entry)
		return a->entry < b->entry ? -1 : 1;
	return (a->expert > b->expert) - (a->expert < b->expert);
}

static void gather_sheets(const struct judged *judged, struct arena *arena, struct severity_system *sys)
{
	struct judged_mark *marks = ARENA_ARRAY(arena, judged->count, struct judged_mark);
	struct sheet_value *sheets = ARENA_ARRAY(arena, judged->count, struct sheet_value);
	memcpy(marks, judged->marks, judged->count * sizeof(*marks));
	qsort(marks, judged->count, sizeof(*marks), by_entry_and_expert);
	size_t n = 0;
	for (size_t m = 0; m < judged->count; m++) {
		if (m == 0 || by_entry_and_expert(&marks[m], &marks[m - 1]) != 0)
			sheets[n++] = (struct sheet_value){.entry = marks[m].entry, .expert = marks[m].expert};
		sheets[n - 1].sum += (double)marks[m].units / DECIMAL_ONE / (marks[m].over ? (double)marks[m].over : 1);
		sheets[n - 1].marks++;
	}
	sys->first = ARENA_ARRAY(arena, (size_t)sys->entries + 1, size_t);
	for (size_t i = 0; i < n; i++) {
		sheets[i].sum /= sheets[i].marks;
		sys->first[sheets[i].entry + 1]++;
	}
	for (int e = 0; e < sys->entries; e++)
		sys->first[e + 1] += sys->first[e];
	sys->sheets = sheets;
	sys->sheet_count = n;
}

/* ---- the reduced equations */

static void add_entry(struct severity_system *sys, int e, double *raw)
{
	size_t from = sys->first[e], to = sys->first[e + 1];
	double n = (double)(to - from), mean = 0;
	size_t k = (size_t)sys->experts;
	for (size_t i = from; i < to; i++)
		mean += sys->sheets[i].sum / n;
	raw[e] = mean;
	for (size_t i = from; i < to; i++) {
		size_t a = (size_t)sys->sheets[i].expert;
		double off = sys->sheets[i].sum - mean;
		sys->r[a] += off;
		sys->total += off * off;
		sys->s[a * k + a] += 1;
		for (size_t j = from; j < to; j++)
			sys->s[a * k + (size_t)sys->sheets[j].expert] -= 1 / n;
	}
}

static void reduce(struct severity_system *sys, struct arena *arena, double *raw)
{
	size_t k = (size_t)sys->experts;
	sys->s = ARENA_ARRAY(arena, k * k, double);
	sys->q = ARENA_ARRAY(arena, k * k, double);
	sys->d = ARENA_ARRAY(arena, k, double);
	sys->r = ARENA_ARRAY(arena, k, double);
	sys->rotated = ARENA_ARRAY(arena, k, double);
	for (int e = 0; e < sys->entries; e++)
		if (sys->first[e + 1] > sys->first[e])
			add_entry(sys, e, raw);
}

static void turn_evidence(struct severity_system *sys)
{
	size_t k = (size_t)sys->experts;
	double trace = 0;
	for (size_t i = 0; i < k; i++)
		trace += sys->d[i];
	sys->floor = 1e-10 * trace;
	for (size_t i = 0; i < k; i++) {
		sys->d[i] = sys->d[i] > sys->floor ? sys->d[i] : 0;
		for (size_t j = 0; j < k && sys->d[i] > 0; j++) /* r has no part in the null direction */
			sys->rotated[i] += sys->q[i * k + j] * sys->r[j];
	}
	sys->unfit = sys->total;
	for (size_t i = 0; i < k; i++)
		sys->unfit -= sys->d[i] > 0 ? sys->rotated[i] * sys->rotated[i] / sys->d[i] : 0;
	if (sys->unfit < EXACT_FIT * sys->total)
		sys->unfit = 0;
}

/* ---- variances */

/* σ² where λ is given. Where panels are linked by as few sheets as can be, severities fit exactly, and the sign of what follows hangs
 * on the last digits: this way no digit is lost. */
static double noise_at(const struct severity_system *sys, double lambda, double freedom)
{
	double shrunk = 0;
	for (int i = 0; i < sys->experts; i++)
		if (sys->d[i] > 0)
			shrunk += sys->rotated[i] * sys->rotated[i] / sys->d[i] / (sys->d[i] + lambda);
	return (sys->unfit + lambda * shrunk) / freedom;
}

/* Zero where EM would stand still: λ u'u − σ² (J − λ tr S⁻¹), below zero for a λ too small. */
static double imbalance(const struct severity_system *sys, double lambda, double freedom)
{
	double squares = 0, taken = 0;
	for (int i = 0; i < sys->experts; i++) {
		double x = sys->rotated[i] / (sys->d[i] + lambda);
		squares += x * x;
		taken += sys->d[i] / (sys->d[i] + lambda);
	}
	return lambda * squares - noise_at(sys, lambda, freedom) * taken;
}

/* The restricted likelihood falls from σ_s² = 0 on: experts differ no more than noise does. Small panels meet the bound exactly, and
 * on its two sides scores are not near each other: EDGE decides that on every machine alike. */
static bool no_spread(const struct severity_system *sys, double noise2)
{
	double square = 0, trace = 0;
	for (int i = 0; i < sys->experts; i++) {
		square += sys->rotated[i] * sys->rotated[i];
		trace += sys->d[i];
	}
	return square <= noise2 * trace * EDGE;
}

/* The middle of log λ, again and again. Noise may vanish where marks fit exactly; λ then stays at its least. */
static void estimate_variances(struct severity_system *sys, double freedom, int *ret_sweeps)
{
	double low = LAMBDA_LEAST, high = 1 / LAMBDA_LEAST;
	sys->noise2 = sys->total / freedom;
	if (no_spread(sys, sys->noise2))
		return;
	for (*ret_sweeps = 0; high / low - 1 > LAMBDA_EXACT && *ret_sweeps < SWEEPS; ++*ret_sweeps) {
		double middle = sqrt(low) * sqrt(high);
		if (imbalance(sys, middle, freedom) < 0)
			low = middle;
		else
			high = middle;
	}
	sys->noise2 = fmax(noise_at(sys, high, freedom), 1e-12 * sys->noise2);
	sys->spread2 = sys->noise2 / high;
}

/* Plain least squares: the null direction is left out, which makes severities sum to zero. */
static bool fixed_variances(struct severity_system *sys, struct err *err)
{
	double freedom = (double)sys->sheet_count - sys->entries - sys->experts + 1;
	if (freedom < 1)
		return fail(err, ERR_INPUT, "judging.too-few", "There are too few sheets to tell severity from noise.");
	sys->noise2 = sys->unfit / freedom;
	return true;
}

/* ---- results */

double severity_inverse(const struct severity_system *sys, int i)
{
	if (sys->model == SEVERITY_FIXED)
		return sys->d[i] > 0 ? 1 / sys->d[i] : 0;
	return sys->spread2 > 0 ? 1 / (sys->d[i] + sys->noise2 / sys->spread2) : 0;
}

static void put_experts(const struct severity_system *sys, struct severity *ret)
{
	size_t k = (size_t)sys->experts;
	for (size_t i = 0; i < k; i++) {
		double w = severity_inverse(sys, (int)i);
		for (size_t j = 0; j < k; j++) {
			ret->experts[j].value -= sys->q[i * k + j] * w * sys->rotated[i];
			ret->experts[j].se += sys->noise2 * w * sys->q[i * k + j] * sys->q[i * k + j];
		}
	}
	for (size_t j = 0; j < k; j++)
		ret->experts[j].se = sqrt(ret->experts[j].se);
	for (size_t i = 0; i < sys->sheet_count; i++)
		ret->experts[sys->sheets[i].expert].sheets++;
}

static void put_entry(const struct severity_system *sys, int e, struct severity *ret)
{
	size_t from = sys->first[e], to = sys->first[e + 1], k = (size_t)sys->experts;
	double n = (double)(to - from), value = ret->raw[e], shared = 0;
	for (size_t i = from; i < to; i++)
		value += ret->experts[sys->sheets[i].expert].value / n;
	for (size_t v = 0; v < k; v++) { /* z' S⁻¹ z / n², z: who marked it */
		double part = 0;
		for (size_t i = from; i < to; i++)
			part += sys->q[v * k + (size_t)sys->sheets[i].expert] / n;
		shared += severity_inverse(sys, (int)v) * part * part;
	}
	ret->entries[e] = (struct severity_element){value, sqrt(sys->noise2 * (1 / n + shared)), (int)(to - from)};
}

bool severity_estimate(const struct judged *judged, enum severity_experts model, struct arena *arena,
	struct severity *ret, struct err *err)
{
	struct severity_system *sys = ARENA_NEW(arena, struct severity_system);
	*sys = (struct severity_system){.entries = judged->entry_count, .experts = judged->expert_count, .model = model};
	if (!linkage_whole(judged, true, arena, err))
		return false;
	*ret = (struct severity){.system = sys};
	ret->entries = ARENA_ARRAY(arena, (size_t)sys->entries, struct severity_element);
	ret->experts = ARENA_ARRAY(arena, (size_t)sys->experts, struct severity_element);
	ret->raw = ARENA_ARRAY(arena, (size_t)sys->entries, double);
	gather_sheets(judged, arena, sys);
	double freedom = (double)sys->sheet_count - sys->entries;
	if (freedom < 1)
		return fail(err, ERR_INPUT, "judging.too-few", "No entry has a second sheet, so severity can't be told from quality.");
	reduce(sys, arena, ret->raw);
	severity_take_apart(sys, arena);
	turn_evidence(sys);
	if (model == SEVERITY_RANDOM)
		estimate_variances(sys, freedom, &ret->sweeps);
	else if (!fixed_variances(sys, err))
		return false;
	put_experts(sys, ret);
	for (int e = 0; e < sys->entries; e++)
		if (sys->first[e + 1] > sys->first[e])
			put_entry(sys, e, ret);
	ret->noise = sqrt(sys->noise2);
	ret->spread = sqrt(sys->spread2);
	ret->complete = sys->sheet_count == (size_t)sys->entries * (size_t)sys->experts;
	return true;
}
