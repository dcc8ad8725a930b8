/* Classes do not share seats or experts, so each is a transportation problem of its own: entries send as many units as
 * the class has seats, experts take as many as their load allows (flow.h). The worst fit is found by bisection over the
 * fits that occur: t is possible when the options with fit ≥ t still fill every seat. Then the dearest assignment
 * among those options is taken, and exchanges link the experts (assign_link.c).
 *
 * The seed orders entries and experts by sha256(SEED ":" id); the solver goes through them in that order, so of several
 * optima the public draw picks one, and nobody who knows the case alone can tell which.
 *
 * To change least, a kept pair is worth more than all fits together could differ. */
#include "judging/assign.h"

#include "base/arena.h"
#include "base/buf.h"
#include "judging/assign_part.h"
#include "judging/flow.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ENTRIES = 100000, MOST_EXPERTS = 20000, MOST_SEATS = 1000, NAMED = 5 };

struct order { /* by the seed */
	struct sha key;
	int at;
};

struct work {
	const struct assign_case *c;
	struct arena *arena;
	const struct order *entries, *experts;
	int *room;         /* by expert: load left beside calibration entries */
	bool *kept;        /* by option */
	int64_t kept_worth;
	bool *picked;      /* by option: what the assignment is made of */
};

/* One class as a graph. */
struct graph {
	struct flow_problem problem;
	int64_t *options; /* by arc */
	int *entries;     /* by row */
	int *experts;     /* by column */
};

const struct assign_option *assign_option_of(const struct assign_case *c, int entry, int expert)
{
	for (int64_t o = c->starts[entry]; o < c->starts[entry + 1]; o++)
		if (c->options[o].expert == expert)
			return &c->options[o];
	return NULL;
}

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

static bool check_case(const struct assign_case *c, struct arena *arena, struct err *err)
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
	return check_options(c, arena, err);
}

/* ---- the seed's order */
static int by_key(const void *x, const void *y)
{
	const struct order *a = x, *b = y;
	int d = memcmp(a->key.bytes, b->key.bytes, SHA_LEN);
	return d ? d : (a->at > b->at) - (a->at < b->at);
}

static void set_key(const struct sha *seed, const char *id, struct order *o)
{
	char hex[SHA_HEX];
	const struct slice parts[] = {{sha_hex(seed, hex), SHA_HEX - 1}, {":", 1}, {id, strlen(id)}};
	o->key = sha256_parts(parts, COUNT_OF(parts));
}

static void set_orders(struct work *w)
{
	const struct assign_case *c = w->c;
	struct order *entries = ARENA_ARRAY(w->arena, (size_t)c->entry_count, struct order);
	struct order *experts = ARENA_ARRAY(w->arena, (size_t)c->expert_count, struct order);
	for (int e = 0; e < c->entry_count; e++) {
		entries[e].at = e;
		set_key(&c->seed, c->entries[e], &entries[e]);
	}
	for (int j = 0; j < c->expert_count; j++) {
		experts[j].at = j;
		set_key(&c->seed, c->experts[j].id, &experts[j]);
	}
	qsort(entries, (size_t)c->entry_count, sizeof(*entries), by_key);
	qsort(experts, (size_t)c->expert_count, sizeof(*experts), by_key);
	w->entries = entries;
	w->experts = experts;
}

/* ---- calibration and kept pairs */
static bool is_calibration(const struct work *w, int entry)
{
	return w->c->calibration && w->c->calibration[entry];
}

static bool take_calibration(struct work *w, struct err *err)
{
	const struct assign_case *c = w->c;
	w->room = ARENA_ARRAY(w->arena, (size_t)c->expert_count, int);
	for (int j = 0; j < c->expert_count; j++)
		w->room[j] = c->experts[j].load;
	for (int e = 0; e < c->entry_count; e++) {
		if (!is_calibration(w, e))
			continue;
		for (int64_t o = c->starts[e]; o < c->starts[e + 1]; o++) {
			w->picked[o] = true;
			if (w->room[c->options[o].expert]-- == 0)
				return fail(err, ERR_CONFLICT, "assign.short", "Expert %s has a load of %d and more calibration entries than that.",
					c->experts[c->options[o].expert].id, c->experts[c->options[o].expert].load);
		}
	}
	return true;
}

static bool take_kept(struct work *w, struct err *err)
{
	const struct assign_case *c = w->c;
	int64_t least = 0, most = 0, seats = 1;
	for (int64_t o = 0; o < c->starts[c->entry_count]; o++) {
		least = c->options[o].fit < least ? c->options[o].fit : least;
		most = c->options[o].fit > most ? c->options[o].fit : most;
	}
	for (int k = 0; k < c->class_count; k++)
		seats += (int64_t)c->seats[k] * c->entry_count;
	w->kept_worth = c->keep_count ? (most - least + 1) * seats : 0;
	if (w->kept_worth + most - least > FLOW_SIZE / (c->entry_count + c->expert_count + 2))
		return fail(err, ERR_INPUT, "assign.case", "The fits are too large for so many entries; divide them.");
	for (size_t i = 0; i < c->keep_count; i++) {
		struct assign_pair p = c->keep[i];
		if (p.entry < 0 || p.entry >= c->entry_count)
			return fail(err, ERR_INPUT, "assign.case", "A kept pair names an entry that is not there.");
		const struct assign_option *o = assign_option_of(c, p.entry, p.expert);
		if (o)
			w->kept[o - c->options] = true;
	}
	return true;
}

/* ---- one class */
static struct graph graph_of(const struct work *w, int class_index, int32_t worst)
{
	const struct assign_case *c = w->c;
	struct graph g = {.entries = ARENA_ARRAY(w->arena, (size_t)c->entry_count, int),
		.experts = ARENA_ARRAY(w->arena, (size_t)c->expert_count, int)};
	int *column = ARENA_ARRAY(w->arena, (size_t)c->expert_count, int), rows = 0, columns = 0;
	int32_t *supply = ARENA_ARRAY(w->arena, (size_t)c->entry_count, int32_t);
	int32_t *room = ARENA_ARRAY(w->arena, (size_t)c->expert_count, int32_t);
	size_t most = (size_t)c->starts[c->entry_count];
	int64_t *starts = ARENA_ARRAY(w->arena, (size_t)c->entry_count + 1, int64_t), arcs = 0;
	int32_t *ends = ARENA_ARRAY(w->arena, most, int32_t);
	int64_t *costs = ARENA_ARRAY(w->arena, most, int64_t);
	g.options = ARENA_ARRAY(w->arena, most, int64_t);
	for (int i = 0; i < c->expert_count; i++) {
		int j = w->experts[i].at;
		column[j] = -1;
		if (c->experts[j].class_index != class_index || w->room[j] == 0)
			continue;
		column[j] = columns;
		g.experts[columns] = j;
		room[columns++] = w->room[j];
	}
	for (int i = 0; i < c->entry_count; i++) {
		int e = w->entries[i].at;
		if (is_calibration(w, e))
			continue;
		for (int64_t o = c->starts[e]; o < c->starts[e + 1]; o++) {
			const struct assign_option *option = &c->options[o];
			if (column[option->expert] < 0 || option->fit < worst)
				continue;
			ends[arcs] = column[option->expert];
			costs[arcs] = -(int64_t)option->fit - (w->kept[o] ? w->kept_worth : 0);
			g.options[arcs++] = o;
		}
		g.entries[rows] = e;
		supply[rows++] = c->seats[class_index];
		starts[rows] = arcs;
	}
	g.problem = (struct flow_problem){rows, columns, starts, ends, costs, supply, room, 1};
	return g;
}

/* "E-1, E-2 and 3 more", in the case's order; marked[i] is at[i] of the case. */
static const char *names(const struct work *w, const bool *marked, const int *at, int count, bool experts)
{
	CLEANUP(buf_done) struct buf out = {0};
	int n = 0, all = experts ? w->c->expert_count : w->c->entry_count;
	bool *named = ARENA_ARRAY(w->arena, (size_t)all + 1, bool);
	for (int i = 0; i < count; i++)
		named[at[i]] = marked[i];
	for (int i = 0; i < all; i++)
		if (named[i] && n++ < NAMED)
			buf_printf(&out, "%s%s", n > 1 ? ", " : "", experts ? w->c->experts[i].id : w->c->entries[i]);
	if (n > NAMED)
		buf_printf(&out, " and %d more", n - NAMED);
	return n ? arena_strdup(w->arena, buf_str(&out)) : "nobody";
}

static bool fail_short(const struct work *w, const struct graph *g, const struct flow *f, int class_index, int64_t unsent,
	struct err *err)
{
	bool *rows = ARENA_ARRAY(w->arena, (size_t)g->problem.rows + 1, bool);
	bool *columns = ARENA_ARRAY(w->arena, (size_t)g->problem.columns + 1, bool);
	int64_t places = 0;
	flow_shortage(f, rows, columns);
	for (int j = 0; j < g->problem.columns; j++)
		places += columns[j] ? g->problem.room[j] : 0;
	return fail(err, ERR_CONFLICT, "assign.short",
		"%" PRId64 " seats of class %d can't be filled: the entries %s need %d each, and who may mark them (%s) has %" PRId64
		" places in all.",
		unsent, class_index + 1, names(w, rows, g->entries, g->problem.rows, false), w->c->seats[class_index],
		names(w, columns, g->experts, g->problem.columns, true), places);
}

/* Can every seat of the class be filled by options of at least this fit? */
static bool fills(const struct work *w, int class_index, int32_t worst)
{
	struct work scratch = *w;
	scratch.arena = arena_new();
	struct graph g = graph_of(&scratch, class_index, worst);
	int64_t *none = ARENA_ARRAY(scratch.arena, (size_t)g.problem.starts[g.problem.rows], int64_t);
	g.problem.costs = none;
	bool filled = flow_solve(flow_new(&g.problem, scratch.arena)) == 0;
	arena_free(scratch.arena);
	return filled;
}

static int by_fit(const void *x, const void *y)
{
	int32_t a = *(const int32_t *)x, b = *(const int32_t *)y;
	return (a > b) - (a < b);
}

/* The best worst fit of the class. It is filled when every option may be used. */
static int32_t best_worst(const struct work *w, int class_index)
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
		if (fills(w, class_index, fits[middle]))
			low = middle;
		else
			high = middle;
	}
	return distinct ? fits[low] : INT32_MIN;
}

static void unpick(struct work *w, int class_index)
{
	const struct assign_case *c = w->c;
	for (int e = 0; e < c->entry_count; e++)
		for (int64_t o = c->starts[e]; o < c->starts[e + 1] && !is_calibration(w, e); o++)
			if (c->experts[c->options[o].expert].class_index == class_index)
				w->picked[o] = false;
}

static bool solve_class(struct work *w, int class_index, int32_t worst, struct err *err)
{
	struct work scratch = *w;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	scratch.arena = arena;
	struct graph g = graph_of(&scratch, class_index, worst);
	struct flow *f = flow_new(&g.problem, arena);
	int64_t unsent = flow_solve(f);
	if (unsent > 0)
		return fail_short(&scratch, &g, f, class_index, unsent, err);
	unpick(w, class_index);
	for (int r = 0; r < g.problem.rows; r++)
		for (int64_t a = g.problem.starts[r]; a < g.problem.starts[r + 1]; a++)
			w->picked[g.options[a]] = flow_on(f, r, a) > 0;
	return true;
}

static bool solve(struct work *w, int32_t *ret_worst, struct err *err)
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

static void gather(const struct work *w, struct assignment *a)
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

static int64_t total_of(const struct work *w, const struct assignment *a)
{
	int64_t total = 0;
	for (size_t i = 0; i < a->count; i++)
		if (!is_calibration(w, a->pairs[i].entry))
			total += assign_option_of(w->c, a->pairs[i].entry, a->pairs[i].expert)->fit;
	return total;
}

static void explain(const struct work *w, struct assignment *a)
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
			if (!is_calibration(w, p->entry) && p->fit < a->worst)
				a->worst = p->fit;
		}
	}
	a->changed = c->keep_count > a->kept ? c->keep_count - a->kept : 0;
	if (a->worst == INT64_MAX)
		a->worst = 0;
}

bool assign_make(const struct assign_case *c, struct arena *arena, struct assignment *ret, struct err *err)
{
	struct work w = {.c = c, .arena = arena};
	struct assignment a = {0};
	int32_t worst;
	if (!check_case(c, arena, err))
		return false;
	size_t options = (size_t)c->starts[c->entry_count];
	w.kept = ARENA_ARRAY(arena, options + 1, bool);
	w.picked = ARENA_ARRAY(arena, options + 1, bool);
	set_orders(&w);
	if (!take_calibration(&w, err) || !take_kept(&w, err) || !solve(&w, &worst, err))
		return false;
	gather(&w, &a);
	a.optimum = total_of(&w, &a);
	if (c->shared > 0 && !assign_link(c, worst, arena, &a, err))
		return false;
	a.total = total_of(&w, &a);
	explain(&w, &a);
	*ret = a;
	return true;
}
