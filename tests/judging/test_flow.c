/* The transportation solver against a slow one of another kind (cheapest augmenting paths), and its reasons. */
#include "harness/unit.h"

#include "base/arena.h"
#include "base/rng.h"
#include "judging/flow.h"

#include <stdlib.h>
#include <string.h>

enum { MOST = 12, RUNS = 4000 };

struct graph {
	int64_t starts[MOST + 1], costs[MOST * MOST];
	int32_t ends[MOST * MOST], supply[MOST], room[MOST];
	struct flow_problem p;
};

static void random_graph(struct graph *g, struct rng *rng)
{
	int rows = 1 + (int)rng_below(rng, MOST), columns = 1 + (int)rng_below(rng, MOST);
	uint64_t dense = 1 + rng_below(rng, 4), spread = 1 + rng_below(rng, 30);
	int64_t arcs = 0;
	g->starts[0] = 0;
	for (int r = 0; r < rows; r++) {
		for (int c = 0; c < columns; c++)
			if (rng_below(rng, 4) < dense) {
				g->ends[arcs] = c;
				g->costs[arcs++] = (int64_t)rng_below(rng, spread) - (int64_t)spread / 2;
			}
		g->starts[r + 1] = arcs;
		g->supply[r] = (int32_t)rng_below(rng, 4);
	}
	for (int c = 0; c < columns; c++)
		g->room[c] = 1 + (int32_t)rng_below(rng, 5);
	g->p = (struct flow_problem){rows, columns, g->starts, g->ends, g->costs, g->supply, g->room, 1 + (int32_t)rng_below(rng, 2)};
}

/* Nodes: rows, columns, source, sink; Bellman and Ford on the residual graph, a unit at a time. */
struct slow {
	const struct flow_problem *p;
	int32_t on[MOST * MOST], sent[MOST], taken[MOST];
	int64_t dist[2 * MOST];
	int64_t via[2 * MOST]; /* the arc by which a node was reached */
	int64_t cost;
	int units;
};

static bool relax(struct slow *s)
{
	bool better = false;
	for (int r = 0; r < s->p->rows; r++)
		for (int64_t a = s->p->starts[r]; a < s->p->starts[r + 1]; a++) {
			int64_t *here = &s->dist[r], *there = &s->dist[s->p->rows + s->p->ends[a]];
			if (*here < INT64_MAX && s->on[a] < s->p->arc_room && *here + s->p->costs[a] < *there) {
				*there = *here + s->p->costs[a];
				s->via[s->p->rows + s->p->ends[a]] = a;
				better = true;
			}
			if (*there < INT64_MAX && s->on[a] > 0 && *there - s->p->costs[a] < *here) {
				*here = *there - s->p->costs[a];
				s->via[r] = a;
				better = true;
			}
		}
	return better;
}

static int row_of(const struct flow_problem *p, int64_t arc)
{
	int r = 0;
	while (p->starts[r + 1] <= arc)
		r++;
	return r;
}

static bool augment(struct slow *s)
{
	const struct flow_problem *p = s->p;
	int best = -1;
	for (int v = 0; v < p->rows + p->columns; v++) {
		s->dist[v] = v < p->rows && s->sent[v] < p->supply[v] ? 0 : INT64_MAX;
		s->via[v] = -1;
	}
	while (relax(s))
		;
	for (int c = 0; c < p->columns; c++)
		if (s->taken[c] < p->room[c] && s->dist[p->rows + c] < INT64_MAX &&
			(best < 0 || s->dist[p->rows + c] < s->dist[p->rows + best]))
			best = c;
	if (best < 0)
		return false;
	s->cost += s->dist[p->rows + best];
	s->taken[best]++;
	int v = p->rows + best;
	while (s->via[v] >= 0) {
		int64_t a = s->via[v];
		s->on[a] += v >= p->rows ? 1 : -1;
		v = v >= p->rows ? row_of(p, a) : p->rows + p->ends[a];
	}
	s->sent[v]++;
	s->units++;
	return true;
}

static void as_good_as_slow(void **state)
{
	(void)state;
	struct rng rng = rng_of(20261122);
	struct graph g;
	int all_sent = 0;
	for (int run = 0; run < RUNS; run++) {
		CLEANUP(arena_freep) struct arena *arena = arena_new();
		random_graph(&g, &rng);
		struct slow slow = {.p = &g.p};
		int64_t wanted = 0;
		while (augment(&slow))
			;
		for (int r = 0; r < g.p.rows; r++)
			wanted += g.supply[r];
		struct flow *f = flow_new(&g.p, arena);
		assert_int_equal(flow_solve(f), wanted - slow.units);
		if (slow.units < wanted)
			continue;
		all_sent++;
		assert_int_equal(flow_cost(f), slow.cost);
	}
	assert_true(all_sent > RUNS / 4);
}

static void keeps_its_bounds(void **state)
{
	(void)state;
	struct rng rng = rng_of(7);
	struct graph g;
	for (int run = 0; run < RUNS; run++) {
		CLEANUP(arena_freep) struct arena *arena = arena_new();
		random_graph(&g, &rng);
		struct flow *f = flow_new(&g.p, arena);
		int32_t taken[MOST] = {0};
		(void)flow_solve(f);
		for (int r = 0; r < g.p.rows; r++) {
			int32_t sent = flow_unsent(f, r);
			for (int64_t a = g.starts[r]; a < g.starts[r + 1]; a++) {
				int32_t on = flow_on(f, r, a);
				assert_true(on >= 0 && on <= g.p.arc_room);
				sent += on;
				taken[g.ends[a]] += on;
			}
			assert_int_equal(sent, g.supply[r]);
		}
		for (int c = 0; c < g.p.columns; c++)
			assert_true(taken[c] <= g.room[c]);
	}
}

/* Costs that change go on from the old tree to the same optimum as a new start. */
static void goes_on(void **state)
{
	(void)state;
	struct rng rng = rng_of(11);
	struct graph g;
	for (int run = 0; run < RUNS; run++) {
		CLEANUP(arena_freep) struct arena *arena = arena_new();
		random_graph(&g, &rng);
		struct flow *f = flow_new(&g.p, arena);
		(void)flow_solve(f);
		for (int64_t a = 0; a < g.starts[g.p.rows]; a++)
			g.costs[a] += (int64_t)rng_below(&rng, 9) - 4;
		int64_t unsent = flow_solve(f), cost = flow_cost(f);
		flow_restart(f);
		assert_int_equal(flow_solve(f), unsent);
		assert_true(unsent > 0 || flow_cost(f) == cost);
	}
}

/* The marked rows need more than the marked columns and their other arcs can take: nobody could do better. */
static void says_why(void **state)
{
	(void)state;
	struct rng rng = rng_of(13);
	struct graph g;
	int seen = 0;
	for (int run = 0; run < RUNS; run++) {
		CLEANUP(arena_freep) struct arena *arena = arena_new();
		bool rows[MOST], columns[MOST];
		random_graph(&g, &rng);
		struct flow *f = flow_new(&g.p, arena);
		int64_t unsent = flow_solve(f);
		if (unsent == 0)
			continue;
		seen++;
		flow_shortage(f, rows, columns);
		int64_t need = 0, most = 0;
		for (int c = 0; c < g.p.columns; c++)
			most += columns[c] ? g.room[c] : 0;
		for (int r = 0; r < g.p.rows; r++) {
			if (!rows[r])
				continue;
			need += g.supply[r];
			for (int64_t a = g.starts[r]; a < g.starts[r + 1]; a++)
				most += columns[g.ends[a]] ? 0 : g.p.arc_room;
		}
		assert_int_equal(need - most, unsent);
	}
	assert_true(seen > 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(as_good_as_slow), cmocka_unit_test(keeps_its_bounds),
		cmocka_unit_test(goes_on), cmocka_unit_test(says_why)};
	return cmocka_run_group_tests_name("judging/flow", tests, NULL, NULL);
}
