/* Classes do not share seats or experts, so each is a transportation problem of its own: entries send as many units as
 * the class has seats, experts take as many as their load allows (flow.h). The worst fit is found by bisection over the
 * fits that occur: t is possible when the options with fit ≥ t still fill every seat. Then the dearest assignment
 * among those options is taken, and exchanges link the experts (assign_link.c).
 *
 * The seed orders entries and experts by sha256(SEED ":" id); the solver goes through them in that order, so of several
 * optima the public draw picks one, and nobody who knows the case alone can tell which.
 *
 * To change least, a kept pair is worth more than all fits together could differ.
 *
 * With a cap the same problem is solved for probabilities (assign_graph.c), and then drawn (assign_round.c): Jecmen et al.,
 * "Mitigating manipulation in peer review via randomized reviewer assignments" (2020). */
#include "judging/assign.h"

#include "base/arena.h"
#include "judging/assign_part.h"

#include <stdlib.h>

enum { MOST_ENTRIES = 100000, MOST_EXPERTS = 20000, MOST_SEATS = 1000, MOST_PARTS = 1000 };

/* ---- the case itself */
static bool check_options(const struct assign_case *c, struct arena *arena, struct err *err)
{
	int *seen = ARENA_ARRAY(arena, (size_t)c->expert_count + 1, int);
	for (int e = 0; e < c->entry_count; e++)
		for (int64_t o = c->starts[e]; o < c->starts[e + 1]; o++) {
			int32_t j = c->options[o].expert;
			if (j < 0 || j >= c->expert_count || seen[j] == e + 1)
				return fail(err, ERR_INPUT, "assign.case", "Entry %s names an expert twice, or one who is not there.",
					c->entries[e]);
			seen[j] = e + 1;
		}
	return true;
}

bool assign_bounds(const struct assign_case *c, struct err *err)
{
	if (c->entry_count < 0 || c->entry_count > MOST_ENTRIES || c->expert_count < 0 || c->expert_count > MOST_EXPERTS)
		return fail(err, ERR_INPUT, "assign.case", "At most %d entries and %d experts can be assigned.", MOST_ENTRIES,
			MOST_EXPERTS);
	for (int k = 0; k < c->class_count; k++)
		if (c->seats[k] < 0 || c->seats[k] > MOST_SEATS)
			return fail(err, ERR_INPUT, "assign.case", "A class has 0 to %d seats.", MOST_SEATS);
	for (int j = 0; j < c->expert_count; j++)
		if (c->experts[j].class_index < 0 || c->experts[j].class_index >= c->class_count || c->experts[j].load < 0)
			return fail(err, ERR_INPUT, "assign.case", "Expert %s has no class of the panel, or a load below 0.",
				c->experts[j].id);
	if ((c->cap_num || c->cap_den) && (c->cap_num < 1 || c->cap_num > c->cap_den || c->cap_den > MOST_PARTS))
		return fail(err, ERR_INPUT, "assign.case", "A cap is a fraction above 0 and not above 1, of parts not below 1/%d.",
			MOST_PARTS);
	return true;
}

/* ---- a class */
static int by_fit(const void *x, const void *y)
{
	int32_t a = *(const int32_t *)x, b = *(const int32_t *)y;
	return (a > b) - (a < b);
}

/* The best worst fit of the class. It is filled when every option may be used. */
static int32_t best_worst(const struct assign_work *w, int class_index)
{
	const struct assign_case *c = w->c;
	size_t n = 0, distinct = 0;
	int32_t *fits = ARENA_ARRAY(w->arena, (size_t)c->starts[c->entry_count] + 1, int32_t);
	for (int64_t o = 0; o < c->starts[c->entry_count]; o++)
		if (c->experts[c->options[o].expert].class_index == class_index)
			fits[n++] = c->options[o].fit;
	qsort(fits, n, sizeof(*fits), by_fit);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || fits[i] != fits[distinct - 1])
			fits[distinct++] = fits[i];
	size_t low = 0, high = distinct; /* fits[low] fills, fits[high] does not */
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (assign_fills(w, class_index, fits[middle]))
			low = middle;
		else
			high = middle;
	}
	return distinct ? fits[low] : INT32_MIN;
}

static void unpick(struct assign_work *w, int class_index)
{
	const struct assign_case *c = w->c;
	for (int e = 0; e < c->entry_count; e++)
		for (int64_t o = c->starts[e]; o < c->starts[e + 1] && !assign_is_calibration(c, e); o++)
			if (c->experts[c->options[o].expert].class_index == class_index && !(w->fixed && w->fixed[o]))
				w->picked[o] = false;
}

static bool solve_class(struct assign_work *w, int class_index, int32_t worst, struct err *err)
{
	struct assign_work scratch = *w;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	scratch.arena = arena;
	struct assign_graph g = assign_graph_of(&scratch, class_index, worst, false);
	struct flow *f = flow_new(&g.problem, arena);
	int64_t unsent = flow_solve(f);
	if (unsent > 0)
		return assign_fail_short(&scratch, &g, f, class_index, unsent, err);
	unpick(w, class_index);
	if (w->whole > 1) {
		assign_round(&scratch, &g, f, class_index);
		return true;
	}
	for (int r = 0; r < g.problem.rows; r++)
		for (int64_t a = g.problem.starts[r]; a < g.problem.starts[r + 1]; a++)
			w->picked[g.options[a]] = flow_on(f, r, a) > 0;
	return true;
}

static bool solve(struct assign_work *w, int32_t *ret_worst, struct err *err)
{
	const struct assign_case *c = w->c;
	int32_t worst = INT32_MIN;
	for (int k = 0; k < c->class_count; k++)
		if (!solve_class(w, k, INT32_MIN, err))
			return false;
	if (c->aim == ASSIGN_WORST_FIRST && !c->keep_count) {
		worst = INT32_MAX;
		for (int k = 0; k < c->class_count; k++) {
			int32_t best = c->seats[k] ? best_worst(w, k) : INT32_MAX;
			worst = best < worst ? best : worst;
		}
		for (int k = 0; k < c->class_count; k++)
			if (!solve_class(w, k, worst, err))
				return false;
	}
	*ret_worst = worst;
	return true;
}

/* ---- what came out */
static int by_pair(const void *x, const void *y)
{
	const struct assigned *a = x, *b = y;
	if (a->entry != b->entry)
		return a->entry < b->entry ? -1 : 1;
	return (a->expert > b->expert) - (a->expert < b->expert);
}

static void gather(const struct assign_work *w, struct assignment *a)
{
	const struct assign_case *c = w->c;
	for (int64_t o = 0; o < c->starts[c->entry_count]; o++)
		a->count += w->picked[o];
	a->pairs = ARENA_ARRAY(w->arena, a->count, struct assigned);
	a->loads = ARENA_ARRAY(w->arena, (size_t)c->expert_count, int);
	size_t n = 0;
	for (int e = 0; e < c->entry_count; e++)
		for (int64_t o = c->starts[e]; o < c->starts[e + 1]; o++)
			if (w->picked[o]) {
				a->pairs[n++] = (struct assigned){.entry = e, .expert = c->options[o].expert};
				a->loads[c->options[o].expert]++;
			}
	qsort(a->pairs, a->count, sizeof(*a->pairs), by_pair);
}

/* Experts of the class who fit the entry better than `fit` and do not mark it. */
static int32_t better_than(const struct assign_case *c, const struct assigned *panel, size_t size, int32_t expert, int32_t fit)
{
	int32_t better = 0;
	int entry = panel[0].entry;
	for (int64_t o = c->starts[entry]; o < c->starts[entry + 1]; o++) {
		const struct assign_option *option = &c->options[o];
		bool sits = c->experts[option->expert].class_index != c->experts[expert].class_index || option->fit <= fit;
		for (size_t i = 0; i < size && !sits; i++)
			sits = panel[i].expert == option->expert;
		better += !sits;
	}
	return better;
}

static int64_t total_of(const struct assign_case *c, const struct assignment *a)
{
	int64_t total = 0;
	for (size_t i = 0; i < a->count; i++)
		if (!assign_is_calibration(c, a->pairs[i].entry))
			total += assign_option_of(c, a->pairs[i].entry, a->pairs[i].expert)->fit;
	return total;
}

static void explain(const struct assign_work *w, struct assignment *a)
{
	const struct assign_case *c = w->c;
	qsort(a->pairs, a->count, sizeof(*a->pairs), by_pair);
	a->worst = INT64_MAX;
	for (size_t from = 0, to; from < a->count; from = to) {
		for (to = from; to < a->count && a->pairs[to].entry == a->pairs[from].entry;)
			to++;
		for (size_t i = from; i < to; i++) {
			struct assigned *p = &a->pairs[i];
			const struct assign_option *o = assign_option_of(c, p->entry, p->expert);
			p->fit = o->fit;
			p->kept = w->kept[o - c->options];
			p->better = better_than(c, a->pairs + from, to - from, p->expert, p->fit);
			a->kept += p->kept;
			a->moved += p->moved;
			if (!assign_is_calibration(c, p->entry) && p->fit < a->worst)
				a->worst = p->fit;
		}
	}
	a->changed = c->keep_count > a->kept ? c->keep_count - a->kept : 0;
	if (a->worst == INT64_MAX)
		a->worst = 0;
}

/* What the cap made of it: each option's chance, the expected total. */
static void tell_chances(const struct assign_work *w, struct assignment *a)
{
	const struct assign_case *c = w->c;
	a->chances = w->chances;
	a->whole = w->whole;
	for (int e = 0; e < c->entry_count; e++)
		for (int64_t o = c->starts[e]; o < c->starts[e + 1] && !assign_is_calibration(c, e); o++)
			a->expected += (int64_t)w->chances[o] * c->options[o].fit;
	for (size_t i = 0; i < a->count; i++) {
		struct assigned *p = &a->pairs[i];
		p->chance = w->chances[assign_option_of(c, p->entry, p->expert) - c->options];
	}
}

bool assign_make(const struct assign_case *c, struct arena *arena, struct assignment *ret, struct err *err)
{
	struct assign_work w;
	struct assignment a = {0};
	int32_t worst;
	if (!assign_bounds(c, err) || !check_options(c, arena, err) || !assign_begin(c, arena, &w, err) || !solve(&w, &worst, err))
		return false;
	gather(&w, &a);
	a.optimum = total_of(c, &a);
	if (c->shared > 0 && !assign_link(c, worst, arena, &a, err))
		return false;
	a.total = total_of(c, &a);
	explain(&w, &a);
	if (w.whole > 1)
		tell_chances(&w, &a);
	*ret = a;
	return true;
}
