/* The transportation problem: rows send whole units to columns along arcs, as cheaply as can be.
 *
 * Every row sends its supply; a column takes at most its room; an arc carries at most `arc_room`. The answer is an
 * integer optimum, proven by its potentials. */
#pragma once

#include "base/base.h"

struct arena;

struct flow_problem {
	int rows, columns;
	const int64_t *starts; /* rows + 1: the arcs of row r are starts[r] … starts[r + 1] − 1 */
	const int32_t *ends;   /* by arc: its column */
	const int64_t *costs;  /* by arc; the largest by size times the nodes must stay below FLOW_SIZE */
	const int32_t *supply; /* by row, ≥ 0 */
	const int32_t *room;   /* by column, ≥ 1: leave the arcs of a full column out */
	int32_t arc_room;      /* ≥ 1 */
};

#define FLOW_SIZE (INT64_C(1) << 61)

struct flow;

/* A solver at a feasible start. It lives in `arena` and reads the problem's arrays, which must stay; costs, supply and
 * room may be changed between two calls of flow_solve(), the graph may not. Memory: one byte an arc, 56 a node. */
struct flow *flow_new(const struct flow_problem *problem, struct arena *arena);

/* Finds an optimum from where the last call left off. Gives how many units found no way; no solver could send more, but
 * only when it is 0 is the cost the least. */
int64_t flow_solve(struct flow *f);

/* After supply or room changed: back to the feasible start. Changed costs need no restart. */
void flow_restart(struct flow *f);

/* What the arc, one of the row's, carries. */
int32_t flow_on(const struct flow *f, int row, int64_t arc);
int32_t flow_unsent(const struct flow *f, int row);
int64_t flow_cost(const struct flow *f); /* of what was sent */
int64_t flow_pivots(const struct flow *f);

/* Why units found no way (Hall's condition): marks the rows and columns reached from rows with unsent units by shifting
 * others. All room in the marked columns is taken, and the marked rows have arcs with room to no other column. */
void flow_shortage(const struct flow *f, bool *rows, bool *columns);
