/* Rules over experts, each on the values that are there; nothing is imputed.
 *
 * MEAN, SUM: sort, leave out drop_high from the top and drop_low from the
 * bottom, add the rest; MEAN divides by how many were added. Where the drops
 * leave nothing there is no value.
 *
 * MEDIAN: the middle value, or half the sum of the two middle ones.
 *
 * RANK_SUM (Borda): an expert who marked k of the N entries of the field gives
 * each of them (b + q/2)·(N − 1)/(k − 1) points, b = entries of his that it
 * beats, q = others of his that it equals. The entry's result is the mean of
 * its experts' points. Who marked only one entry ordered nothing: left out.
 *
 * RANK_POINTS: an expert's entries in falling order of his values; place p
 * brings points[p − 1], nothing beyond the table; t equal values share
 * Σ points / t. The entry's result is the sum over its experts.
 *
 * MAJORITY: majority.c.
 *
 * Cost: O(n log n) in the values of the entry or field. */
#include "contest/combine.h"

#include "base/arena.h"
#include "contest/majority.h"

#include <stdlib.h>
#include <string.h>

bool sum_add(struct ratio_sum *sum, struct ratio x, int64_t weight, struct err *err)
{
	if (sum->den == x.den && sum->num < INT64_MAX && sum->num > -(int128)INT64_MAX) {
		sum->num += (int128)x.num * weight;
		return true;
	}
	struct ratio so_far, term;
	if (!ratio_make(sum->num, sum->den, &so_far, err)
		|| !ratio_make((int128)x.num * weight, x.den, &term, err)
		|| !ratio_add(so_far, term, &so_far, err))
		return false;
	*sum = (struct ratio_sum){so_far.num, so_far.den};
	return true;
}

bool sum_over(const struct ratio_sum *sum, int64_t divisor, struct ratio *ret, struct err *err)
{
	struct ratio whole;
	if (divisor == 1 || sum->den == 1)
		return ratio_make(sum->num, (int128)sum->den * divisor, ret, err);
	return ratio_make(sum->num, sum->den, &whole, err) && ratio_scale(whole, 1, divisor, ret, err);
}

static int rising(const void *a, const void *b)
{
	const struct ratio *x = a, *y = b;
	if (x->den == y->den)
		return (x->num > y->num) - (x->num < y->num);
	return ratio_cmp(*x, *y);
}

/* A panel is a dozen experts: insertion beats qsort's calls there. */
static void sort_values(struct ratio *xs, size_t n)
{
	if (n > 32) {
		qsort(xs, n, sizeof(*xs), rising);
		return;
	}
	for (size_t i = 1; i < n; i++) {
		struct ratio x = xs[i];
		size_t j = i;
		for (; j > 0 && rising(&xs[j - 1], &x) > 0; j--)
			xs[j] = xs[j - 1];
		xs[j] = x;
	}
}

static bool combine_trimmed(const struct combine *combine, struct ratio *xs, size_t n,
	struct ratio *ret, struct err *err)
{
	size_t low = (size_t)combine->drop_low, high = (size_t)combine->drop_high;
	if (n <= low + high) {
		*ret = (struct ratio){0};
		return true;
	}
	if (low + high)
		sort_values(xs, n);
	struct ratio_sum sum = SUM_EMPTY;
	for (size_t i = low; i < n - high; i++)
		if (!sum_add(&sum, xs[i], 1, err))
			return false;
	int64_t divisor = combine->rule == COMBINE_MEAN ? (int64_t)(n - low - high) : 1;
	return sum_over(&sum, divisor, ret, err);
}

static bool combine_median(struct ratio *xs, size_t n, struct ratio *ret, struct err *err)
{
	sort_values(xs, n);
	if (n % 2) {
		*ret = xs[n / 2];
		return true;
	}
	struct ratio two;
	return ratio_add(xs[n / 2 - 1], xs[n / 2], &two, err) && ratio_scale(two, 1, 2, ret, err);
}

bool combine_values(const struct combine *combine, struct ratio *xs, size_t n,
	struct ratio *ret, struct err *err)
{
	*ret = (struct ratio){0};
	if (!n)
		return true;
	if (combine->rule == COMBINE_MEDIAN)
		return combine_median(xs, n, ret, err);
	return combine_trimmed(combine, xs, n, ret, err);
}

bool combine_is_field(enum combine_rule rule)
{
	return rule == COMBINE_RANK_SUM || rule == COMBINE_RANK_POINTS || rule == COMBINE_MAJORITY || combine_is_severity(rule);
}

/* By expert, then best value first, then entry. */
static int by_expert(const void *a, const void *b)
{
	const struct cell *x = a, *y = b;
	if (x->expert != y->expert)
		return x->expert < y->expert ? -1 : 1;
	int order = rising(&y->value, &x->value);
	return order ? order : (x->entry > y->entry) - (x->entry < y->entry);
}

static int by_entry(const void *a, const void *b)
{
	const struct cell *x = a, *y = b;
	if (x->entry != y->entry)
		return x->entry < y->entry ? -1 : 1;
	return (x->expert > y->expert) - (x->expert < y->expert);
}

/* Gives cells[from..to), equal values of one expert who marked k entries, their points (in place). */
static bool points_of_run(const struct combine *combine, struct cell *cells, size_t k, size_t from,
	size_t to, int field_size, struct err *err)
{
	int64_t equal = (int64_t)(to - from);
	struct ratio points = {0};
	if (combine->rule == COMBINE_RANK_POINTS) {
		int128 sum = 0;
		for (size_t place = from; place < to && place < (size_t)combine->point_count; place++)
			sum += combine->points[place];
		if (!ratio_make(sum, equal, &points, err))
			return false;
	} else if (k > 1) {
		int64_t beaten_twice = 2 * (int64_t)(k - to) + equal - 1;
		if (!ratio_make((int128)beaten_twice * DECIMAL_ONE * (field_size - 1),
			(int128)2 * (int64_t)(k - 1), &points, err))
			return false;
	}
	for (size_t i = from; i < to; i++)
		cells[i].value = points;
	return true;
}

static bool points_of_expert(const struct combine *combine, struct cell *cells, size_t k,
	int field_size, struct err *err)
{
	for (size_t from = 0, to; from < k; from = to) {
		for (to = from + 1; to < k && ratio_cmp(cells[to].value, cells[from].value) == 0; to++)
			;
		if (!points_of_run(combine, cells, k, from, to, field_size, err))
			return false;
	}
	return true;
}

/* Adds one entry's points, cells[0..n); those without a value ordered nothing. */
static bool add_points(const struct combine *combine, const struct cell *cells, size_t n,
	struct ratio *ret, struct err *err)
{
	struct ratio_sum sum = SUM_EMPTY;
	int64_t experts = 0;
	for (size_t i = 0; i < n; i++) {
		if (!has_value(cells[i].value))
			continue;
		if (!sum_add(&sum, cells[i].value, 1, err))
			return false;
		experts++;
	}
	*ret = (struct ratio){0};
	if (!experts)
		return true;
	return sum_over(&sum, combine->rule == COMBINE_RANK_SUM ? experts : 1, ret, err);
}

static bool combine_points(const struct combine *combine, struct cell *cells, size_t n,
	int field_size, struct ratio *results, struct err *err)
{
	qsort(cells, n, sizeof(*cells), by_expert);
	for (size_t from = 0, to; from < n; from = to) {
		for (to = from + 1; to < n && cells[to].expert == cells[from].expert; to++)
			;
		if (!points_of_expert(combine, cells + from, to - from, field_size, err))
			return false;
	}
	qsort(cells, n, sizeof(*cells), by_entry);
	for (size_t from = 0, to; from < n; from = to) {
		for (to = from + 1; to < n && cells[to].entry == cells[from].entry; to++)
			;
		if (!add_points(combine, cells + from, to - from, &results[cells[from].entry], err))
			return false;
	}
	return true;
}

static bool combine_majority(struct cell *cells, size_t n, struct arena *arena,
	struct ratio *results, struct err *err)
{
	qsort(cells, n, sizeof(*cells), by_entry);
	struct dancer *dancers = ARENA_ARRAY(arena, n, struct dancer);
	struct ratio *marks = ARENA_ARRAY(arena, n, struct ratio);
	size_t count = 0;
	for (size_t i = 0; i < n; i++) {
		marks[i] = cells[i].value;
		if (!i || cells[i].entry != cells[i - 1].entry)
			dancers[count++] = (struct dancer){.entry = cells[i].entry, .marks = marks + i};
		dancers[count - 1].mark_count++;
	}
	if (!majority_dance(dancers, count, arena, err))
		return false;
	for (size_t i = 0; i < count; i++)
		results[dancers[i].entry] = dancers[i].place;
	return true;
}

bool combine_field(const struct combine *combine, struct cell *cells, size_t n, int field_size,
	struct arena *arena, struct ratio *results, struct err *err)
{
	if (combine->rule == COMBINE_MAJORITY)
		return combine_majority(cells, n, arena, results, err);
	return combine_points(combine, cells, n, field_size, results, err);
}
