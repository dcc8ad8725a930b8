/* The graph of experts who share entries. Degrees and common entries are kept while pairs move; cut vertices are found
 * by one depth-first search (Hopcroft & Tarjan, "Efficient algorithms for graph manipulation", 1973), without recursion.
 * A move costs the size of a panel, the search experts². */
#include "judging/assign_part.h"

#include "base/arena.h"

#include <string.h>

static uint16_t *shared_of(const struct links *l, int a, int b)
{
	return &l->shared[(size_t)a * (size_t)l->experts + (size_t)b];
}

static void add(struct links *l, int a, int b)
{
	if ((*shared_of(l, a, b))++ == 0)
		l->degree[a]++;
	if ((*shared_of(l, b, a))++ == 0)
		l->degree[b]++;
}

static void drop(struct links *l, int a, int b)
{
	if (--(*shared_of(l, a, b)) == 0)
		l->degree[a]--;
	if (--(*shared_of(l, b, a)) == 0)
		l->degree[b]--;
}

struct links links_of(int experts, const int *from, const int32_t *by_entry, int entries, int shared, struct arena *arena)
{
	size_t n = (size_t)experts;
	struct links l = {experts, ARENA_ARRAY(arena, n * n, uint16_t), ARENA_ARRAY(arena, n, int), ARENA_ARRAY(arena, n, int),
		shared, ARENA_ARRAY(arena, 5 * n, int)};
	for (int e = 0; e < entries; e++)
		for (int i = from[e]; i < from[e + 1]; i++) {
			l.entries[by_entry[i]]++;
			for (int k = from[e]; k < i; k++)
				add(&l, by_entry[i], by_entry[k]);
		}
	int busy = 0;
	for (int j = 0; j < experts; j++)
		busy += l.entries[j] > 0;
	if (l.wanted > busy - 1)
		l.wanted = busy > 0 ? busy - 1 : 0;
	return l;
}

void links_move(struct links *l, const int32_t *others, int count, int32_t out, int32_t in)
{
	for (int i = 0; i < count; i++)
		if (others[i] != out) {
			drop(l, out, others[i]);
			add(l, in, others[i]);
		}
	l->entries[out]--;
	l->entries[in]++;
}

int links_lack(const struct links *l, int expert)
{
	int lack = l->wanted - l->degree[expert];
	return l->entries[expert] > 0 && lack > 0 ? lack : 0;
}

struct search {
	const struct links *l;
	int *found, *low, *parent, *next; /* by expert; found 0: not yet; next: the neighbour to try */
	int time;
};

static int step_down(struct search *s, int v)
{
	for (; s->next[v] < s->l->experts; s->next[v]++) {
		int u = s->next[v];
		if (u == v || !*shared_of(s->l, v, u))
			continue;
		if (!s->found[u])
			return u;
		if (u != s->parent[v] && s->found[u] < s->low[v])
			s->low[v] = s->found[u];
	}
	return -1;
}

/* Searches everything from `root` on; gives how many experts cut it, and one of them with a part that it cuts off. */
static int search_from(struct search *s, int root, int *ret_cut, int *ret_below)
{
	int cuts = 0, children = 0;
	s->found[root] = s->low[root] = ++s->time;
	s->parent[root] = -1;
	for (int v = root; v >= 0;) {
		int u = step_down(s, v);
		if (u >= 0) {
			s->parent[u] = v;
			s->found[u] = s->low[u] = ++s->time;
			v = u;
			continue;
		}
		int p = s->parent[v];
		if (p >= 0) {
			s->low[p] = s->low[v] < s->low[p] ? s->low[v] : s->low[p];
			children += p == root;
			if (p != root ? s->low[v] >= s->found[p] : children > 1) {
				cuts++;
				*ret_cut = p;
				*ret_below = v;
			}
		}
		v = p;
	}
	return cuts;
}

/* Everybody who can be reached from `start` without passing `cut`. */
static int spread(const struct links *l, int start, int cut, unsigned char *part)
{
	int *stack = l->scratch + 4 * l->experts, depth = 0, size = 1;
	memset(part, 0, (size_t)l->experts);
	part[start] = 1;
	stack[depth++] = start;
	while (depth > 0) {
		int v = stack[--depth];
		for (int u = 0; u < l->experts; u++)
			if (u != cut && !part[u] && *shared_of(l, v, u)) {
				part[u] = 1;
				stack[depth++] = u;
				size++;
			}
	}
	return size;
}

/* The smaller side: that of `start`, or all the others with entries. */
static void smaller_part(const struct links *l, int start, int cut, unsigned char *part)
{
	int busy = 0, size = spread(l, start, cut, part);
	for (int j = 0; j < l->experts; j++)
		busy += l->entries[j] > 0 && j != cut;
	if (2 * size <= busy)
		return;
	for (int j = 0; j < l->experts; j++)
		part[j] = l->entries[j] > 0 && j != cut && !part[j];
}

int links_breaks(const struct links *l, unsigned char *part)
{
	size_t n = (size_t)l->experts;
	struct search s = {l, l->scratch, l->scratch + n, l->scratch + 2 * n, l->scratch + 3 * n, 0};
	memset(l->scratch, 0, 4 * n * sizeof(*l->scratch));
	int parts = 0, cuts = 0, cut = -1, start = -1;
	for (int j = 0; j < l->experts; j++) {
		if (s.found[j] || l->entries[j] == 0)
			continue;
		cuts += search_from(&s, j, &cut, &start);
		if (parts++ > 0) {
			cut = -1;
			start = j;
		}
	}
	memset(part, 0, n);
	int breaks = cuts + (parts > 1 ? parts - 1 : 0);
	if (breaks > 0)
		smaller_part(l, start, parts > 1 ? -1 : cut, part);
	return breaks;
}
