/* Network simplex with bounded arcs on a bipartite graph.
 *
 * A basis is a spanning tree over rows, columns and a root: columns drain into the root (cost 0, their room), and each
 * row has an arc of prohibitive cost to the root for units that find no way. Arcs outside the tree carry nothing or all
 * they can. A pivot takes in an arc whose reduced cost says that it should carry the other, sends what the cycle
 * through it lets pass and drops the arc that blocks. The blocking arc is chosen by Cunningham's rule (strongly
 * feasible trees: "A network simplex method", Mathematical Programming 11, 1976), so that it never cycles. The entering
 * arc is the worst of a block of about √arcs, as in Király & Kovács, "Efficient implementations of minimum-cost flow
 * algorithms" (2012), whose block search this is.
 *
 * The tree is kept as parent, first child and siblings: a pivot turns around the parents on one path and walks once
 * over the part of the tree that hangs on the entering arc, adding one number to its potentials. */
#include "judging/flow.h"

#include "base/arena.h"

#include <string.h>

enum { AT_NOTHING = 1, IN_TREE = 0, AT_MOST = -1 };
enum { NOBODY = -1 };

struct node {
	int64_t potential;
	int64_t arc; /* to the parent: of the problem, then one a column, then one a row */
	int32_t flow; /* on it */
	int32_t parent, child, next, before; /* NOBODY; `before` of a first child is NOBODY */
	int32_t depth;
	bool up; /* the arc leads to the parent */
};

struct flow {
	struct flow_problem p;
	int64_t arcs;   /* of the problem */
	int64_t priced; /* these and the columns' drains */
	int root;
	struct node *nodes;
	signed char *state; /* by priced arc */
	int64_t next, block; /* where pricing goes on, how many arcs it looks at */
	int next_row;
	int64_t prohibitive, pivots;
};

static int32_t room_of(const struct flow *f, int64_t arc)
{
	if (arc < f->arcs)
		return f->p.arc_room;
	return arc < f->priced ? f->p.room[arc - f->arcs] : INT32_MAX;
}

static int64_t cost_of(const struct flow *f, int64_t arc)
{
	if (arc < f->arcs)
		return f->p.costs[arc];
	return arc < f->priced ? 0 : f->prohibitive;
}

/* ---- the tree */
static void hang(struct flow *f, int node, int parent)
{
	struct node *n = &f->nodes[node], *p = &f->nodes[parent];
	n->parent = parent;
	n->before = NOBODY;
	n->next = p->child;
	if (p->child != NOBODY)
		f->nodes[p->child].before = node;
	p->child = node;
}

static void take_off(struct flow *f, int node)
{
	struct node *n = &f->nodes[node];
	if (n->before == NOBODY)
		f->nodes[n->parent].child = n->next;
	else
		f->nodes[n->before].next = n->next;
	if (n->next != NOBODY)
		f->nodes[n->next].before = n->before;
}

/* The node after `node` in a walk over the part of the tree below `top`; NOBODY at its end. */
static int walk(const struct flow *f, int node, int top)
{
	if (f->nodes[node].child != NOBODY)
		return f->nodes[node].child;
	while (node != top && f->nodes[node].next == NOBODY)
		node = f->nodes[node].parent;
	return node == top ? NOBODY : f->nodes[node].next;
}

/* Everything below the root from its arc's cost. */
static void set_potentials(struct flow *f)
{
	for (int v = walk(f, f->root, f->root); v != NOBODY; v = walk(f, v, f->root)) {
		struct node *n = &f->nodes[v];
		int64_t cost = cost_of(f, n->arc);
		n->potential = f->nodes[n->parent].potential + (n->up ? -cost : cost);
		n->depth = f->nodes[n->parent].depth + 1;
	}
}

void flow_restart(struct flow *f)
{
	memset(f->state, AT_NOTHING, (size_t)f->arcs);
	memset(f->state + f->arcs, IN_TREE, (size_t)f->p.columns);
	f->nodes[f->root] = (struct node){.parent = NOBODY, .child = NOBODY, .next = NOBODY, .before = NOBODY};
	for (int v = f->root - 1; v >= 0; v--) {
		bool row = v < f->p.rows;
		f->nodes[v] = (struct node){.child = NOBODY, .up = true, .flow = row ? f->p.supply[v] : 0};
		f->nodes[v].arc = row ? f->priced + v : f->arcs + (v - f->p.rows);
		hang(f, v, f->root);
	}
}

struct flow *flow_new(const struct flow_problem *problem, struct arena *arena)
{
	struct flow *f = ARENA_NEW(arena, struct flow);
	f->p = *problem;
	f->arcs = problem->starts[problem->rows];
	f->priced = f->arcs + problem->columns;
	f->root = problem->rows + problem->columns;
	f->nodes = ARENA_ARRAY(arena, (size_t)f->root + 1, struct node);
	f->state = ARENA_ARRAY(arena, (size_t)f->priced, signed char);
	f->block = 16;
	while (f->block * f->block < f->priced)
		f->block++;
	flow_restart(f);
	return f;
}

/* ---- which arc comes in */
struct entering {
	int64_t arc;  /* −1: none, the tree is optimal */
	int64_t worst;
	int row;      /* of an arc of the problem */
};

/* Arcs from..to of one row. */
static void price_row(const struct flow *f, int row, int64_t from, int64_t to, struct entering *best)
{
	const struct node *columns = f->nodes + f->p.rows;
	int64_t here = f->nodes[row].potential;
	for (int64_t a = from; a < to; a++) {
		int64_t reduced = f->state[a] * (f->p.costs[a] + here - columns[f->p.ends[a]].potential);
		if (reduced < best->worst)
			*best = (struct entering){a, reduced, row};
	}
}

static void price_drains(const struct flow *f, int64_t from, int64_t to, struct entering *best)
{
	for (int64_t a = from; a < to; a++) {
		int64_t reduced = f->state[a] * (f->nodes[f->p.rows + (a - f->arcs)].potential - f->nodes[f->root].potential);
		if (reduced < best->worst)
			*best = (struct entering){a, reduced, NOBODY};
	}
}

/* Prices up to `want` arcs from f->next on, to the end of a row or of the arcs at the latest; gives how many. */
static int64_t price_some(struct flow *f, int64_t want, struct entering *best)
{
	int64_t from = f->next, end = f->priced;
	if (from < f->arcs) {
		while (f->p.starts[f->next_row + 1] <= from)
			f->next_row++;
		end = f->p.starts[f->next_row + 1];
	}
	int64_t to = end - from < want ? end : from + want;
	if (from < f->arcs)
		price_row(f, f->next_row, from, to, best);
	else
		price_drains(f, from, to, best);
	f->next = to;
	if (to == f->priced) {
		f->next = 0;
		f->next_row = 0;
	}
	return to - from;
}

static struct entering find_entering(struct flow *f)
{
	struct entering best = {-1, 0, NOBODY};
	int64_t in_block = 0;
	for (int64_t seen = 0; seen < f->priced;) {
		int64_t n = price_some(f, f->block - in_block, &best);
		seen += n;
		in_block += n;
		if (in_block < f->block)
			continue;
		if (best.arc >= 0)
			return best;
		in_block = 0;
	}
	return best;
}

/* ---- the cycle that it closes */
struct cycle {
	int first, second, join; /* flow goes join → first → second → join */
	int leaving;             /* the node whose arc to its parent blocks; NOBODY: the entering arc itself */
	bool on_first;
	int32_t amount;
};

static int join_of(const struct flow *f, int a, int b)
{
	while (a != b) {
		if (f->nodes[a].depth >= f->nodes[b].depth)
			a = f->nodes[a].parent;
		else
			b = f->nodes[b].parent;
	}
	return a;
}

/* How much more the arc above `node` takes in the direction up or down. */
static int32_t slack(const struct flow *f, int node, bool upwards)
{
	const struct node *n = &f->nodes[node];
	return n->up == upwards ? room_of(f, n->arc) - n->flow : n->flow;
}

/* Of the arcs that block, the last one met when going round from the join keeps the tree strongly feasible. */
static void find_leaving(const struct flow *f, struct cycle *c)
{
	for (int v = c->first; v != c->join; v = f->nodes[v].parent)
		if (slack(f, v, false) < c->amount) {
			c->amount = slack(f, v, false);
			c->leaving = v;
			c->on_first = true;
		}
	for (int v = c->second; v != c->join; v = f->nodes[v].parent)
		if (slack(f, v, true) <= c->amount) {
			c->amount = slack(f, v, true);
			c->leaving = v;
			c->on_first = false;
		}
}

static void push(struct flow *f, const struct cycle *c)
{
	if (c->amount == 0)
		return;
	for (int v = c->first; v != c->join; v = f->nodes[v].parent)
		f->nodes[v].flow += f->nodes[v].up ? -c->amount : c->amount;
	for (int v = c->second; v != c->join; v = f->nodes[v].parent)
		f->nodes[v].flow += f->nodes[v].up ? c->amount : -c->amount;
}

/* The arc above c->leaving goes, the entering arc hangs the part below it on the other end. Parents on the path from
 * the entering arc's end to the cut turn around, each taking over the arc of the node before. */
static void rehang(struct flow *f, const struct cycle *c, int64_t arc, int32_t flow, bool up)
{
	int in = c->on_first ? c->first : c->second, out = c->on_first ? c->second : c->first;
	int node = in, parent = out;
	for (;;) {
		struct node *n = &f->nodes[node];
		int above = n->parent;
		int64_t old_arc = n->arc;
		int32_t old_flow = n->flow;
		bool old_up = n->up;
		take_off(f, node);
		n->arc = arc;
		n->flow = flow;
		n->up = up;
		hang(f, node, parent);
		if (node == c->leaving)
			return;
		arc = old_arc;
		flow = old_flow;
		up = !old_up;
		parent = node;
		node = above;
	}
}

static void shift_potentials(struct flow *f, int top, int64_t by)
{
	for (int v = top; v != NOBODY; v = walk(f, v, top)) {
		f->nodes[v].potential += by;
		f->nodes[v].depth = f->nodes[f->nodes[v].parent].depth + 1;
	}
}

static void pivot(struct flow *f, const struct entering *e)
{
	int from = e->arc < f->arcs ? e->row : f->p.rows + (int)(e->arc - f->arcs);
	int to = e->arc < f->arcs ? f->p.rows + f->p.ends[e->arc] : f->root;
	bool fills = f->state[e->arc] == AT_NOTHING;
	int32_t room = room_of(f, e->arc);
	struct cycle c = {fills ? from : to, fills ? to : from, join_of(f, from, to), NOBODY, false, room};
	find_leaving(f, &c);
	push(f, &c);
	f->pivots++;
	if (c.leaving == NOBODY) {
		f->state[e->arc] = fills ? AT_MOST : AT_NOTHING;
		return;
	}
	const struct node *leaving = &f->nodes[c.leaving];
	if (leaving->arc < f->priced)
		f->state[leaving->arc] = leaving->flow == 0 ? AT_NOTHING : AT_MOST;
	f->state[e->arc] = IN_TREE;
	int in = c.on_first ? c.first : c.second;
	int64_t reduced = cost_of(f, e->arc) + f->nodes[from].potential - f->nodes[to].potential;
	rehang(f, &c, e->arc, fills ? c.amount : room - c.amount, in == from);
	shift_potentials(f, in, in == from ? -reduced : reduced);
}

int64_t flow_solve(struct flow *f)
{
	int64_t most = 0, unsent = 0;
	for (int64_t a = 0; a < f->arcs; a++) {
		int64_t cost = f->p.costs[a] < 0 ? -f->p.costs[a] : f->p.costs[a];
		most = cost > most ? cost : most;
	}
	f->prohibitive = (most + 1) * (f->root + 1);
	set_potentials(f);
	for (struct entering e = find_entering(f); e.arc >= 0; e = find_entering(f))
		pivot(f, &e);
	for (int r = 0; r < f->p.rows; r++)
		unsent += flow_unsent(f, r);
	return unsent;
}

/* ---- what came out */
int32_t flow_on(const struct flow *f, int row, int64_t arc)
{
	if (f->state[arc] != IN_TREE)
		return f->state[arc] == AT_MOST ? f->p.arc_room : 0;
	const struct node *r = &f->nodes[row];
	return r->arc == arc ? r->flow : f->nodes[f->p.rows + f->p.ends[arc]].flow;
}

/* A row's own way out can only hang on the root, and once out of the tree it never comes back. */
int32_t flow_unsent(const struct flow *f, int row)
{
	const struct node *n = &f->nodes[row];
	return n->arc == f->priced + row ? n->flow : 0;
}

int64_t flow_cost(const struct flow *f)
{
	int64_t cost = 0;
	for (int r = 0; r < f->p.rows; r++)
		for (int64_t a = f->p.starts[r]; a < f->p.starts[r + 1]; a++)
			cost += f->p.costs[a] * flow_on(f, r, a);
	return cost;
}

int64_t flow_pivots(const struct flow *f)
{
	return f->pivots;
}

static bool reaches(const struct flow *f, int row, const bool *columns)
{
	for (int64_t a = f->p.starts[row]; a < f->p.starts[row + 1]; a++)
		if (columns[f->p.ends[a]] && flow_on(f, row, a) > 0)
			return true;
	return false;
}

void flow_shortage(const struct flow *f, bool *rows, bool *columns)
{
	memset(rows, 0, (size_t)f->p.rows * sizeof(*rows));
	memset(columns, 0, (size_t)f->p.columns * sizeof(*columns));
	for (bool more = true; more;) {
		more = false;
		for (int r = 0; r < f->p.rows; r++) {
			if (rows[r] || !(flow_unsent(f, r) > 0 || reaches(f, r, columns)))
				continue;
			rows[r] = more = true;
			for (int64_t a = f->p.starts[r]; a < f->p.starts[r + 1]; a++)
				columns[f->p.ends[a]] |= flow_on(f, r, a) < f->p.arc_room;
		}
	}
}
