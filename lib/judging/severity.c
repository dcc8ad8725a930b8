/* Mixed-model equations (Henderson 1950) with the entries eliminated: with u = −s, S u = r, where
 * S = diag(n_j) − Σ_e z_e z_e' / n_e and r_j sums y_ej − ȳ_e, is experts × experts however many entries there are.
 * Random experts add λ = σ²/σ_s² to the diagonal. EM-REML changes nothing but λ, so S is taken apart once, S = Q D Q'
 * (cyclic Jacobi), and a sweep is then O(experts): what a factorisation each sweep would say, without its cube.
 *
 * Panels linked together leave S one zero eigenvalue, that of adding a constant to every severity. */
#include "judging/severity.h"

#include "base/arena.h"
#include "base/decimal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { EM_SWEEPS = 1000000, JACOBI_SWEEPS = 100 };

struct sheet_value {
	int entry, expert, marks;
	double sum; /* in marks; the mean once all are in */
};

struct system {
	const struct sheet_value *sheets; /* by entry */
	size_t sheet_count;
	int entries, experts;
	size_t *first;      /* of each entry; one more at the end */
	double *s, *q, *d;  /* S becomes its eigenvectors' rows in q, eigenvalues in d */
	double *r, *rotated; /* r and Q'r */
	double total;       /* Σ (y − ȳ_e)² */
	double noise2, spread2, floor;
};

/* ---- sheets */

static int by_entry_and_expert(const void *x, const void *y)
{
	const struct judged_mark *a = x, *b = y;
	if (a->entry != b->entry)
		return a->entry < b->entry ? -1 : 1;
	return (a->expert > b->expert) - (a->expert < b->expert);
}

static void gather_sheets(const struct judged *judged, struct arena *arena, struct system *sys)
{
	struct judged_mark *marks = ARENA_ARRAY(arena, judged->count, struct judged_mark);
	struct sheet_value *sheets = ARENA_ARRAY(arena, judged->count, struct sheet_value);
	memcpy(marks, judged->marks, judged->count * sizeof(*marks));
	qsort(marks, judged->count, sizeof(*marks), by_entry_and_expert);
	size_t n = 0;
	for (size_t m = 0; m < judged->count; m++) {
		if (m == 0 || by_entry_and_expert(&marks[m], &marks[m - 1]) != 0)
			sheets[n++] = (struct sheet_value){.entry = marks[m].entry, .expert = marks[m].expert};
		sheets[n - 1].sum += (double)marks[m].units / DECIMAL_ONE;
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

static void add_entry(struct system *sys, int e, double *raw)
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

static void reduce(struct system *sys, struct arena *arena, double *raw)
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

/* ---- eigenvalues: cyclic Jacobi, Golub and Van Loan 8.5 */

static void rotate(double *x, double *y, size_t stride, size_t n, double c, double s)
{
	for (size_t i = 0; i < n; i++) {
		double a = x[i * stride], b = y[i * stride];
		x[i * stride] = c * a - s * b;
		y[i * stride] = s * a + c * b;
	}
}

static void annihilate(struct system *sys, size_t k, size_t p, size_t q)
{
	double *a = sys->s, apq = a[p * k + q];
	if (fabs(apq) <= 1e-15 * sqrt(fabs(a[p * k + p] * a[q * k + q])) || apq == 0)
		return;
	double tau = (a[q * k + q] - a[p * k + p]) / (2 * apq);
	double t = (tau >= 0 ? 1 : -1) / (fabs(tau) + sqrt(1 + tau * tau));
	double c = 1 / sqrt(1 + t * t), s = t * c;
	rotate(a + p * k, a + q * k, 1, k, c, s);
	rotate(a + p, a + q, k, k, c, s);
	rotate(sys->q + p * k, sys->q + q * k, 1, k, c, s);
}

static double off_diagonal(const double *a, size_t k)
{
	double sum = 0;
	for (size_t i = 0; i < k; i++)
		for (size_t j = 0; j < i; j++)
			sum += a[i * k + j] * a[i * k + j];
	return sqrt(sum);
}

static void take_apart(struct system *sys)
{
	size_t k = (size_t)sys->experts;
	double trace = 0;
	for (size_t i = 0; i < k; i++) {
		sys->q[i * k + i] = 1;
		trace += sys->s[i * k + i];
	}
	for (int sweep = 0; sweep < JACOBI_SWEEPS && off_diagonal(sys->s, k) > 1e-14 * trace; sweep++)
		for (size_t p = 0; p + 1 < k; p++)
			for (size_t q = p + 1; q < k; q++)
				annihilate(sys, k, p, q);
	sys->floor = 1e-10 * trace;
	for (size_t i = 0; i < k; i++) {
		sys->d[i] = sys->s[i * k + i] > sys->floor ? sys->s[i * k + i] : 0;
		for (size_t j = 0; j < k && sys->d[i] > 0; j++) /* r has no part in the null direction */
			sys->rotated[i] += sys->q[i * k + j] * sys->r[j];
	}
}

/* ---- variances */

struct sums { double trace, squares, explained; }; /* tr S⁻¹, u'u, r'u */

static struct sums sums_at(const struct system *sys, double lambda)
{
	struct sums t = {0};
	for (int i = 0; i < sys->experts; i++) {
		double x = sys->rotated[i] / (sys->d[i] + lambda);
		t.trace += 1 / (sys->d[i] + lambda);
		t.squares += x * x;
		t.explained += sys->rotated[i] * x;
	}
	return t;
}

/* The restricted likelihood falls from σ_s² = 0 on: experts differ no more than noise does. */
static bool no_spread(const struct system *sys, double noise2)
{
	double square = 0, trace = 0;
	for (int i = 0; i < sys->experts; i++) {
		square += sys->rotated[i] * sys->rotated[i];
		trace += sys->d[i];
	}
	return square <= noise2 * trace;
}

static bool estimate_variances(struct system *sys, double freedom, int *ret_sweeps, struct err *err)
{
	sys->noise2 = sys->total / freedom;
	if (no_spread(sys, sys->noise2))
		return true;
	/* Noise may vanish where marks fit exactly; λ then stays at a tiny positive number. */
	double least = 1e-12 * sys->noise2;
	sys->spread2 = sys->noise2;
	for (*ret_sweeps = 1; *ret_sweeps <= EM_SWEEPS; ++*ret_sweeps) {
		struct sums t = sums_at(sys, sys->noise2 / sys->spread2);
		double spread2 = (t.squares + sys->noise2 * t.trace) / sys->experts;
		double noise2 = fmax((sys->total - t.explained) / freedom, least);
		bool still = fabs(spread2 - sys->spread2) <= 1e-8 * spread2 && fabs(noise2 - sys->noise2) <= 1e-8 * noise2;
		sys->spread2 = spread2;
		sys->noise2 = noise2;
		if (still)
			return true;
	}
	return fail(err, ERR_INPUT, "judging.not-converged", "The variances did not settle within %d sweeps.", EM_SWEEPS);
}

/* Plain least squares: the null direction is left out, which makes severities sum to zero. */
static bool fixed_variances(struct system *sys, struct err *err)
{
	double freedom = (double)sys->sheet_count - sys->entries - sys->experts + 1, explained = 0;
	if (freedom < 1)
		return fail(err, ERR_INPUT, "judging.too-few", "There are too few sheets to tell severity from noise.");
	for (int i = 0; i < sys->experts; i++)
		explained += sys->d[i] > 0 ? sys->rotated[i] * sys->rotated[i] / sys->d[i] : 0;
	sys->noise2 = fmax(0, sys->total - explained) / freedom;
	return true;
}

/* ---- results */

static double inverse_at(const struct system *sys, enum severity_experts model, int i)
{
	if (model == SEVERITY_FIXED)
		return sys->d[i] > 0 ? 1 / sys->d[i] : 0;
	return sys->spread2 > 0 ? 1 / (sys->d[i] + sys->noise2 / sys->spread2) : 0;
}

static void put_experts(const struct system *sys, enum severity_experts model, struct severity *ret)
{
	size_t k = (size_t)sys->experts;
	for (size_t i = 0; i < k; i++) {
		double w = inverse_at(sys, model, (int)i);
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

static void put_entry(const struct system *sys, enum severity_experts model, int e, struct severity *ret)
{
	size_t from = sys->first[e], to = sys->first[e + 1], k = (size_t)sys->experts;
	double n = (double)(to - from), value = ret->raw[e], shared = 0;
	for (size_t i = from; i < to; i++)
		value += ret->experts[sys->sheets[i].expert].value / n;
	for (size_t v = 0; v < k; v++) { /* z' S⁻¹ z / n², z: who marked it */
		double part = 0;
		for (size_t i = from; i < to; i++)
			part += sys->q[v * k + (size_t)sys->sheets[i].expert] / n;
		shared += inverse_at(sys, model, (int)v) * part * part;
	}
	ret->entries[e] = (struct severity_element){value, sqrt(sys->noise2 * (1 / n + shared)), (int)(to - from)};
}

bool severity_estimate(const struct judged *judged, enum severity_experts model, struct arena *arena,
	struct severity *ret, struct err *err)
{
	struct system sys = {.entries = judged->entry_count, .experts = judged->expert_count};
	if (!linkage_whole(judged, true, arena, err))
		return false;
	*ret = (struct severity){0};
	ret->entries = ARENA_ARRAY(arena, (size_t)sys.entries, struct severity_element);
	ret->experts = ARENA_ARRAY(arena, (size_t)sys.experts, struct severity_element);
	ret->raw = ARENA_ARRAY(arena, (size_t)sys.entries, double);
	gather_sheets(judged, arena, &sys);
	double freedom = (double)sys.sheet_count - sys.entries;
	if (freedom < 1)
		return fail(err, ERR_INPUT, "judging.too-few", "No entry has a second sheet, so severity can't be told from quality.");
	reduce(&sys, arena, ret->raw);
	take_apart(&sys);
	if (model == SEVERITY_FIXED ? !fixed_variances(&sys, err) : !estimate_variances(&sys, freedom, &ret->sweeps, err))
		return false;
	put_experts(&sys, model, ret);
	for (int e = 0; e < sys.entries; e++)
		if (sys.first[e + 1] > sys.first[e])
			put_entry(&sys, model, e, ret);
	ret->noise = sqrt(sys.noise2);
	ret->spread = sqrt(sys.spread2);
	ret->complete = sys.sheet_count == (size_t)sys.entries * (size_t)sys.experts;
	return true;
}
