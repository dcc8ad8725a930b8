/* One pass over the pairs, sorted by entry; linkage last, since it means little where seats are wrong. */
#include "base/arena.h"
#include "judging/assign_part.h"

#include <stdlib.h>

struct checking {
	const struct assign_case *c;
	struct assign_pair *pairs;
	size_t count;
	struct arena *arena;
	size_t most; /* faults that are wanted */
	struct assign_found *found;
	size_t found_count, cap;
};

static int by_entry(const void *x, const void *y)
{
	const struct assign_pair *a = x, *b = y;
	if (a->entry != b->entry)
		return a->entry < b->entry ? -1 : 1;
	return (a->expert > b->expert) - (a->expert < b->expert);
}

static bool is_enough(const struct checking *k)
{
	return k->found_count >= k->most;
}

static void add(struct checking *k, struct assign_found found)
{
	if (is_enough(k))
		return;
	if (k->found_count == k->cap) {
		size_t grown = k->cap ? 2 * k->cap : 8;
		k->found = arena_grow(k->arena, k->found, k->cap, grown, sizeof(*k->found));
		k->cap = grown;
	}
	k->found[k->found_count++] = found;
}

/* False when a pair names nobody, and nothing more can be said. */
static bool check_allowed(struct checking *k)
{
	const struct assign_case *c = k->c;
	for (size_t i = 0; i < k->count; i++) {
		struct assign_pair p = k->pairs[i];
		if (p.entry < 0 || p.entry >= c->entry_count || p.expert < 0 || p.expert >= c->expert_count) {
			k->found_count = 0;
			add(k, (struct assign_found){ASSIGN_NOT_ALLOWED, -1, -1, -1, 0, 0,
				"A pair names an entry or expert that is not there."});
			return false;
		}
		if (!assign_option_of(c, p.entry, p.expert))
			add(k, (struct assign_found){ASSIGN_NOT_ALLOWED, p.entry, p.expert, -1, 0, 0,
				arena_printf(k->arena, "Expert %s may not mark entry %s.", c->experts[p.expert].id, c->entries[p.entry])});
	}
	return true;
}

static void check_twice(struct checking *k)
{
	for (size_t i = 1; i < k->count; i++)
		if (by_entry(&k->pairs[i - 1], &k->pairs[i]) == 0)
			add(k, (struct assign_found){ASSIGN_TWICE, k->pairs[i].entry, k->pairs[i].expert, -1, 0, 0,
				arena_printf(k->arena, "Expert %s stands twice on the panel of entry %s.",
					k->c->experts[k->pairs[i].expert].id, k->c->entries[k->pairs[i].entry])});
}

static void check_entry_seats(struct checking *k, int e, const int *seats, int64_t count)
{
	const struct assign_case *c = k->c;
	int64_t may = c->starts[e + 1] - c->starts[e];
	if (c->calibration && c->calibration[e]) {
		if (count != may)
			add(k, (struct assign_found){ASSIGN_SEATS, e, -1, -1, (int)count, (int)may,
				arena_printf(k->arena, "Calibration entry %s is not marked by everybody who may.", c->entries[e])});
		return;
	}
	for (int s = 0; s < c->class_count; s++)
		if (seats[s] != c->seats[s])
			add(k, (struct assign_found){ASSIGN_SEATS, e, -1, s, seats[s], c->seats[s],
				arena_printf(k->arena, "Entry %s has %d experts of class %d and needs %d.", c->entries[e], seats[s], s + 1,
					c->seats[s])});
}

static void check_seats(struct checking *k)
{
	const struct assign_case *c = k->c;
	int *seats = ARENA_ARRAY(k->arena, (size_t)c->class_count + 1, int);
	size_t i = 0;
	for (int e = 0; e < c->entry_count && !is_enough(k); e++) {
		for (int s = 0; s < c->class_count; s++)
			seats[s] = 0;
		size_t from = i;
		for (; i < k->count && k->pairs[i].entry == e; i++)
			seats[c->experts[k->pairs[i].expert].class_index]++;
		check_entry_seats(k, e, seats, (int64_t)(i - from));
	}
}

static void check_loads(struct checking *k)
{
	int *loads = ARENA_ARRAY(k->arena, (size_t)k->c->expert_count + 1, int);
	for (size_t i = 0; i < k->count; i++)
		loads[k->pairs[i].expert]++;
	for (int j = 0; j < k->c->expert_count && !is_enough(k); j++)
		if (loads[j] > k->c->experts[j].load)
			add(k, (struct assign_found){ASSIGN_LOAD, -1, j, -1, loads[j], k->c->experts[j].load,
				arena_printf(k->arena, "Expert %s has more than the %d entries of its load.", k->c->experts[j].id,
					k->c->experts[j].load)});
}

static void check_linkage(struct checking *k)
{
	const struct assign_case *c = k->c;
	int *from = ARENA_ARRAY(k->arena, (size_t)c->entry_count + 1, int);
	int32_t *experts = ARENA_ARRAY(k->arena, k->count + 1, int32_t);
	unsigned char *part = arena_alloc(k->arena, (size_t)c->expert_count + 1);
	for (size_t i = 0; i < k->count; i++) {
		from[k->pairs[i].entry + 1]++;
		experts[i] = k->pairs[i].expert;
	}
	for (int e = 0; e < c->entry_count; e++)
		from[e + 1] += from[e];
	struct links links = links_of(c->expert_count, from, experts, c->entry_count, c->shared, k->arena);
	for (int j = 0; j < c->expert_count && !is_enough(k); j++)
		if (links_lack(&links, j))
			add(k, (struct assign_found){ASSIGN_LINKAGE, -1, j, -1, links.degree[j], links.wanted,
				arena_printf(k->arena, "Expert %s shares entries with %d others; %d are wanted.", c->experts[j].id,
					links.degree[j], links.wanted)});
	if (!is_enough(k) && links_breaks(&links, part) != 0)
		add(k, (struct assign_found){ASSIGN_LINKAGE, -1, -1, -1, 0, 0, "The experts fall apart when one of them is missing."});
}

void assign_check_all(const struct assign_case *c, const struct assign_pair *pairs, size_t count, size_t most,
	struct arena *arena, struct assign_found **ret_found, size_t *ret_count)
{
	static void (*const checks[])(struct checking *) = {check_twice, check_seats, check_loads};
	struct checking k = {.c = c, .pairs = ARENA_ARRAY(arena, count + 1, struct assign_pair), .count = count, .arena = arena,
		.most = most};
	for (size_t i = 0; i < count; i++)
		k.pairs[i] = pairs[i];
	if (count)
		qsort(k.pairs, count, sizeof(*k.pairs), by_entry);
	bool known = check_allowed(&k);
	for (size_t i = 0; i < COUNT_OF(checks) && known && !is_enough(&k); i++)
		checks[i](&k);
	if (c->shared > 0 && known && !is_enough(&k))
		check_linkage(&k);
	*ret_found = k.found;
	*ret_count = k.found_count;
}

enum assign_fault assign_check(const struct assign_case *c, const struct assign_pair *pairs, size_t count,
	struct arena *arena, const char **ret_message)
{
	struct assign_found *found;
	size_t n;
	assign_check_all(c, pairs, count, 1, arena, &found, &n);
	*ret_message = n ? found->message : "";
	return n ? found->fault : ASSIGN_FINE;
}
