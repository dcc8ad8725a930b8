/* The skating system, after Arthur Dawson's eleven rules.
 *
 * One dance (5–8). Column p of a couple: how many of its marks are p or
 * better. A couple has a majority in column p when that is more than half of
 * its marks. The couple that has one in the earliest column stands first.
 * Among couples with the same first column: the larger count stands first;
 * then the lower sum of those marks; then the next column is looked at, count
 * and sum again, and so on. Equal to the last column: they share the mean of
 * their places. Written as a comparison, that is one sort.
 *
 * Several dances (9–11). The lowest sum of places stands first (9). Couples of
 * equal sum contend for place P: most dances in which the couple was P-th or
 * better, then the lowest sum of those places (10). Couples equal in both: all
 * their marks over all dances count as one dance, from column P on (11). The
 * winner takes P and the others contend for P + 1 by rule 10 again. Whom rule
 * 11 leaves equal share the mean of their places.
 *
 * All values of a field are first brought to one denominator, so that the
 * comparisons are of whole numbers. Cost: O(n²) in couples in the worst tie,
 * O(n log n) without ties. */
#include "contest/majority.h"

#include "base/arena.h"

#include <stdlib.h>

/* A couple's values as whole numbers, rising. */
struct line {
	int64_t *at;
	size_t count;
	int64_t unit;  /* one place */
	int64_t from;  /* the first column that may be looked at */
	size_t dancer; /* whose */
};

static int rising(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

/* The least common multiple of `so_far` and the denominators; units must stay within 64 bits. */
static bool common_denominator(const struct ratio *xs, size_t n, int64_t *so_far, struct err *err)
{
	for (size_t i = 0; i < n; i++) {
		if (*so_far % xs[i].den == 0)
			continue;
		struct ratio r; /* so_far/den in lowest terms: den' is what is missing */
		if (!ratio_make(*so_far, xs[i].den, &r, err)
			|| !ratio_make((int128)*so_far * r.den, 1, &r, err)
			|| !ratio_make((int128)r.num * DECIMAL_ONE, 1, &(struct ratio){0}, err))
			return false;
		*so_far = r.num;
	}
	return true;
}

static bool line_of(const struct ratio *xs, size_t n, int64_t den, struct arena *arena,
	struct line *ret, struct err *err)
{
	*ret = (struct line){.at = ARENA_ARRAY(arena, n, int64_t), .count = n, .unit = den * DECIMAL_ONE};
	for (size_t i = 0; i < n; i++) {
		struct ratio r;
		if (!ratio_make((int128)xs[i].num * (den / xs[i].den), 1, &r, err))
			return false;
		ret->at[i] = r.num;
	}
	qsort(ret->at, n, sizeof(*ret->at), rising);
	return true;
}

/* The first column, not before `from`, that holds `value`. */
static int64_t column_of(const struct line *line, int64_t value)
{
	int64_t column = value / line->unit + (value > 0 && value % line->unit != 0);
	return column < line->from ? line->from : column;
}

struct tray { /* what lies in the columns up to the one under review */
	size_t count;
	int128 sum;
};

static void fill_tray(struct tray *tray, const struct line *line, int64_t column)
{
	while (tray->count < line->count && line->at[tray->count] <= (int128)column * line->unit)
		tray->sum += line->at[tray->count++];
}

/* Rules 5–8 as a comparison: < 0 when a stands before b. */
static int compare_lines(const struct line *a, const struct line *b)
{
	int64_t column = column_of(a, a->at[a->count / 2]), other = column_of(b, b->at[b->count / 2]);
	if (column != other)
		return column < other ? -1 : 1;
	struct tray x = {0}, y = {0};
	for (;;) {
		fill_tray(&x, a, column);
		fill_tray(&y, b, column);
		if (x.count != y.count)
			return x.count > y.count ? -1 : 1;
		if (x.sum != y.sum)
			return x.sum < y.sum ? -1 : 1;
		if (x.count == a->count || y.count == b->count)
			return (a->count < b->count) - (a->count > b->count);
		int64_t next = column_of(a, a->at[x.count]), next_b = column_of(b, b->at[y.count]);
		column = next < next_b ? next : next_b;
	}
}

static int by_majority(const void *a, const void *b)
{
	const struct line *x = a, *y = b;
	int order = compare_lines(x, y);
	return order ? order : (x->dancer > y->dancer) - (x->dancer < y->dancer);
}

/* Places first .. first + n − 1 shared by n: their mean, in units. */
static struct ratio shared_place(size_t first, size_t n)
{
	return ratio_of((int64_t)first * DECIMAL_ONE + (int64_t)(n - 1) * (DECIMAL_ONE / 2));
}

bool majority_dance(struct dancer *dancers, size_t count, struct arena *arena, struct err *err)
{
	int64_t den = 1;
	for (size_t i = 0; i < count; i++)
		if (!common_denominator(dancers[i].marks, dancers[i].mark_count, &den, err))
			return false;
	struct line *lines = ARENA_ARRAY(arena, count, struct line);
	for (size_t i = 0; i < count; i++) {
		if (!line_of(dancers[i].marks, dancers[i].mark_count, den, arena, &lines[i], err))
			return false;
		lines[i].from = 1;
		lines[i].dancer = i;
	}
	qsort(lines, count, sizeof(*lines), by_majority);
	for (size_t from = 0, to; from < count; from = to) {
		for (to = from + 1; to < count && compare_lines(&lines[from], &lines[to]) == 0; to++)
			;
		for (size_t i = from; i < to; i++)
			dancers[lines[i].dancer].place = shared_place(from + 1, to - from);
	}
	return true;
}

/* A couple in the summary of several dances. */
struct summary {
	struct line places; /* of the dances */
	struct line marks;  /* of all judges in all dances, for rule 11 */
	int128 sum;
	struct tray tray;   /* rule 10, for the place under review */
	size_t dancer;
};

static int by_sum(const void *a, const void *b)
{
	const struct summary *x = a, *y = b;
	if (x->sum != y->sum)
		return x->sum < y->sum ? -1 : 1;
	return (x->dancer > y->dancer) - (x->dancer < y->dancer);
}

static int compare_tray(const struct summary *x, const struct summary *y)
{
	if (x->tray.count != y->tray.count)
		return x->tray.count > y->tray.count ? -1 : 1;
	return (x->tray.sum > y->tray.sum) - (x->tray.sum < y->tray.sum);
}

static int compare_all_marks(const struct summary *x, const struct summary *y)
{
	if (!x->marks.count || !y->marks.count)
		return 0;
	return compare_lines(&x->marks, &y->marks);
}

/* Brings the best by `compare` to the front; how many are equally good. */
static size_t best_first(struct summary *items, size_t n,
	int (*compare)(const struct summary *, const struct summary *))
{
	size_t best = 1;
	for (size_t i = 1; i < n; i++) {
		int order = compare(&items[i], &items[0]);
		if (order > 0)
			continue;
		struct summary it = items[i];
		size_t to = order < 0 ? 0 : best;
		items[i] = items[to];
		items[to] = it;
		best = order < 0 ? 1 : best + 1;
	}
	return best;
}

/* Rules 10 and 11 among items[0..n), equal in sum, from place `place` on. */
static void part_tied(struct summary *items, size_t n, size_t place, struct dancer *dancers)
{
	while (n) {
		for (size_t i = 0; i < n; i++) {
			items[i].tray = (struct tray){0};
			fill_tray(&items[i].tray, &items[i].places, (int64_t)place);
			items[i].marks.from = (int64_t)place;
		}
		size_t won = best_first(items, n, compare_tray);
		if (won > 1)
			won = best_first(items, won, compare_all_marks);
		for (size_t i = 0; i < won; i++)
			dancers[items[i].dancer].place = shared_place(place, won);
		items += won;
		n -= won;
		place += won;
	}
}

static bool summarise(const struct dancer *dancers, size_t count, size_t dances, int64_t den,
	struct arena *arena, struct summary *ret, struct err *err)
{
	for (size_t i = 0; i < count; i++) {
		const struct dancer *d = &dancers[i];
		ret[i].dancer = i;
		if (!line_of(d->places, dances, den, arena, &ret[i].places, err)
			|| !line_of(d->marks, d->mark_count, den, arena, &ret[i].marks, err))
			return false;
		for (size_t k = 0; k < dances; k++)
			ret[i].sum += ret[i].places.at[k];
	}
	return true;
}

bool majority_overall(struct dancer *dancers, size_t count, size_t dances, struct arena *arena,
	struct err *err)
{
	int64_t den = 1;
	for (size_t i = 0; i < count; i++)
		if (!common_denominator(dancers[i].places, dances, &den, err)
			|| !common_denominator(dancers[i].marks, dancers[i].mark_count, &den, err))
			return false;
	struct summary *items = ARENA_ARRAY(arena, count, struct summary);
	if (!summarise(dancers, count, dances, den, arena, items, err))
		return false;
	qsort(items, count, sizeof(*items), by_sum);
	for (size_t from = 0, to; from < count; from = to) {
		for (to = from + 1; to < count && items[to].sum == items[from].sum; to++)
			;
		part_tied(items + from, to - from, from + 1, dancers);
	}
	return true;
}
