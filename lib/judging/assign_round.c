/* From probabilities to pairs: the arcs with a chance between 0 and 1 hold cycles, and along a cycle every second arc may
 * gain what the others lose. Of the two ways to go on until some arc is at 0 or 1, one is taken by the seed, with odds that
 * leave every arc's expectation what it was (dependent rounding: Gandhi, Khuller, Parthasarathy & Srinivasan, J. ACM 53,
 * 2006). A node of a cycle keeps its sum, so entries get their seats. The load that an expert must be expected to have may
 * be no whole number; a row that nobody sees takes what lacks to the next, so that every node's sum is whole, nobody ends
 * without a cycle, and the expert gets the load below or above.
 *
 * Every cycle settles an arc, and finding it costs its length. Random numbers are those of a draw with the label
 * "cap-CLASS", from 1; all sums are whole numbers of 1/whole. */
#include "base/arena.h"
#include "judging/assign_part.h"
#include "judging/draw.h"

#include <assert.h>
#include <string.h>

enum { NOWHERE = -1 };

struct edge {
	int row, column;
	int32_t chance;
};

struct rounding {
	struct edge *edges;
	int count;
	int32_t whole;
	int rows, columns;
	int *starts, *lists;   /* by node, rows before columns: its edges */
	int *first;            /* by node: the first in its list that may be open */
	int *place;            /* by node: where it stands on the way, or NOWHERE */
	int *way, *way_edges;  /* nodes; the edge from each to the next */
	struct draw_numbers numbers;
};

static bool is_open(const struct rounding *k, int edge)
{
	return k->edges[edge].chance > 0 && k->edges[edge].chance < k->whole;
}

/* The first open edge of the node but `from`. */
static int next_edge(struct rounding *k, int node, int from)
{
	while (k->first[node] < k->starts[node + 1] && !is_open(k, k->lists[k->first[node]]))
		k->first[node]++;
	for (int i = k->first[node]; i < k->starts[node + 1]; i++)
		if (k->lists[i] != from && is_open(k, k->lists[i]))
			return k->lists[i];
	return NOWHERE;
}

/* Edges of even places gain, the others lose, or the other way. */
static void shift_cycle(struct rounding *k, const int *edges, int count)
{
	int32_t up = k->whole, down = k->whole;
	for (int i = 0; i < count; i++) {
		int32_t chance = k->edges[edges[i]].chance, rest = k->whole - chance;
		int32_t gains = i % 2 ? chance : rest, loses = i % 2 ? rest : chance;
		up = gains < up ? gains : up;
		down = loses < down ? loses : down;
	}
	int32_t by = draw_below(&k->numbers, (uint64_t)(up + down)) < (uint64_t)down ? up : -down;
	for (int i = 0; i < count; i++)
		k->edges[edges[i]].chance += i % 2 ? -by : by;
}

/* Walks from `start` along open edges; wherever the way meets itself, that cycle is shifted and the walk goes on before it. */
static void settle_from(struct rounding *k, int start)
{
	int steps = 0, node = start;
	k->place[start] = 0;
	k->way[0] = start;
	for (;;) {
		int edge = next_edge(k, node, steps ? k->way_edges[steps - 1] : NOWHERE);
		if (edge == NOWHERE) {
			assert(steps == 0); /* a node that was reached has a whole sum, so never a single open edge */
			k->place[node] = NOWHERE;
			return;
		}
		k->way_edges[steps] = edge;
		node = node < k->rows ? k->rows + k->edges[edge].column : k->edges[edge].row;
		if (k->place[node] == NOWHERE) {
			k->way[++steps] = node;
			k->place[node] = steps;
			continue;
		}
		int from = k->place[node];
		shift_cycle(k, k->way_edges + from, steps + 1 - from);
		for (; steps > from; steps--)
			k->place[k->way[steps]] = NOWHERE;
	}
}

static void list_edges(struct rounding *k, struct arena *arena)
{
	int nodes = k->rows + k->columns;
	k->starts = ARENA_ARRAY(arena, (size_t)nodes + 2, int);
	k->lists = ARENA_ARRAY(arena, 2 * (size_t)k->count + 1, int);
	for (int e = 0; e < k->count; e++) {
		k->starts[k->edges[e].row + 2]++;
		k->starts[k->rows + k->edges[e].column + 2]++;
	}
	for (int v = 0; v < nodes; v++)
		k->starts[v + 2] += k->starts[v + 1];
	for (int e = 0; e < k->count; e++) {
		k->lists[k->starts[k->edges[e].row + 1]++] = e;
		k->lists[k->starts[k->rows + k->edges[e].column + 1]++] = e;
	}
	k->first = ARENA_ARRAY(arena, (size_t)nodes + 1, int);
	memcpy(k->first, k->starts, (size_t)nodes * sizeof(*k->first));
	k->place = ARENA_ARRAY(arena, (size_t)nodes + 1, int);
	for (int v = 0; v < nodes; v++)
		k->place[v] = NOWHERE;
	k->way = ARENA_ARRAY(arena, (size_t)nodes + 1, int);
	k->way_edges = ARENA_ARRAY(arena, (size_t)nodes + 1, int);
}

/* Arcs with a chance as edges; then those of the unseen row, which make every column's sum whole. */
static struct rounding rounding_of(const struct assign_work *w, const struct assign_graph *g, const struct flow *f,
	int64_t *arcs)
{
	const struct flow_problem *p = &g->problem;
	struct rounding k = {.whole = w->whole, .rows = p->rows + 1, .columns = p->columns};
	int64_t most = p->columns;
	int32_t *sums = ARENA_ARRAY(w->arena, (size_t)p->columns + 1, int32_t);
	for (int r = 0; r < p->rows; r++)
		for (int64_t a = p->starts[r]; a < p->starts[r + 1]; a++)
			most += flow_on(f, r, a) > 0;
	k.edges = ARENA_ARRAY(w->arena, (size_t)most + 1, struct edge);
	for (int r = 0; r < p->rows; r++)
		for (int64_t a = p->starts[r]; a < p->starts[r + 1]; a++) {
			int32_t chance = flow_on(f, r, a);
			w->chances[g->options[a]] = chance;
			if (chance == 0)
				continue;
			sums[p->ends[a]] = (sums[p->ends[a]] + chance) % k.whole;
			arcs[k.count] = a;
			k.edges[k.count++] = (struct edge){r, p->ends[a], chance};
		}
	for (int j = 0; j < p->columns; j++)
		if (sums[j]) {
			arcs[k.count] = -1;
			k.edges[k.count++] = (struct edge){p->rows, j, k.whole - sums[j]};
		}
	return k;
}

void assign_round(struct assign_work *w, const struct assign_graph *g, const struct flow *f, int class_index)
{
	const struct flow_problem *p = &g->problem;
	int64_t *arcs = ARENA_ARRAY(w->arena, (size_t)(p->starts[p->rows] + p->columns) + 1, int64_t);
	for (int64_t o = 0; o < w->c->starts[w->c->entry_count]; o++)
		if (w->c->experts[w->c->options[o].expert].class_index == class_index)
			w->chances[o] = w->picked[o] ? w->whole : 0;
	struct rounding k = rounding_of(w, g, f, arcs);
	list_edges(&k, w->arena);
	k.numbers = (struct draw_numbers){w->c->seed, arena_printf(w->arena, "cap-%d", class_index + 1), 0};
	for (int v = 0; v < k.rows + k.columns; v++)
		settle_from(&k, v);
	for (int e = 0; e < k.count; e++)
		if (arcs[e] >= 0)
			w->picked[g->options[arcs[e]]] = k.edges[e].chance == k.whole;
}
