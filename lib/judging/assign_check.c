/* One pass over the pairs, sorted by entry; linkage last, since it means little where seats are wrong. */
#include "base/arena.h"
#include "judging/assign_part.h"

#include <stdlib.h>

struct checking {
	const struct assign_case *c;
	struct assign_pair *pairs;
	size_t count;
	struct arena *arena;
	const char **message;
};

static int by_entry(const void *x, const void *y)
{
	const struct assign_pair *a = x, *b = y;
	if (a->entry != b->entry)
		return a->entry < b->entry ? -1 : 1;
	return (a->expert > b->expert) - (a->expert < b->expert);
}

static enum assign_fault check_allowed(const struct checking *k)
{
	const struct assign_case *c = k->c;
	for (size_t i = 0; i < k->count; i++) {
		struct assign_pair p = k->pairs[i];
		if (p.entry < 0 || p.entry >= c->entry_count || p.expert < 0 || p.expert >= c->expert_count) {
			*k->message = "A pair names an entry or expert that is not there.";
			return ASSIGN_NOT_ALLOWED;
		}
		if (!assign_option_of(c, p.entry, p.expert)) {
			*k->message = arena_printf(k->arena, "Expert %s may not mark entry %s.", c->experts[p.expert].id,
				c->entries[p.entry]);
			return ASSIGN_NOT_ALLOWED;
		}
	}
	return ASSIGN_FINE;
}

static enum assign_fault check_twice(const struct checking *k)
{
	for (size_t i = 1; i < k->count; i++)
		if (by_entry(&k->pairs[i - 1], &k->pairs[i]) == 0) {
			*k->message = arena_printf(k->arena, "Expert %s stands twice on the panel of entry %s.",
				k->c->experts[k->pairs[i].expert].id, k->c->entries[k->pairs[i].entry]);
			return ASSIGN_TWICE;
		}
	return ASSIGN_FINE;
}

static enum assign_fault check_seats(const struct checking *k)
{
	const struct assign_case *c = k->c;
	int *seats = ARENA_ARRAY(k->arena, (size_t)c->class_count + 1, int);
	size_t i = 0;
	for (int e = 0; e < c->entry_count; e++) {
		bool calibration = c->calibration && c->calibration[e];
		for (int s = 0; s < c->class_count; s++)
			seats[s] = 0;
		size_t from = i;
		for (; i < k->count && k->pairs[i].entry == e; i++)
			seats[c->experts[k->pairs[i].expert].class_index]++;
		for (int s = 0; s < c->class_count && !calibration; s++)
			if (seats[s] != c->seats[s]) {
				*k->message = arena_printf(k->arena, "Entry %s has %d experts of class %d and needs %d.", c->entries[e],
					seats[s], s + 1, c->seats[s]);
				return ASSIGN_SEATS;
			}
		if (calibration && (int64_t)(i - from) != c->starts[e + 1] - c->starts[e]) {
			*k->message = arena_printf(k->arena, "Calibration entry %s is not marked by everybody who may.", c->entries[e]);
			return ASSIGN_SEATS;
		}
	}
	return ASSIGN_FINE;
}

static enum assign_fault check_loads(const struct checking *k)
{
	int *loads = ARENA_ARRAY(k->arena, (size_t)k->c->expert_count + 1, int);
	for (size_t i = 0; i < k->count; i++) {
		int j = k->pairs[i].expert;
		if (++loads[j] > k->c->experts[j].load) {
			*k->message = arena_printf(k->arena, "Expert %s has more than the %d entries of its load.", k->c->experts[j].id,
				k->c->experts[j].load);
			return ASSIGN_LOAD;
		}
	}
	return ASSIGN_FINE;
}

static enum assign_fault check_linkage(const struct checking *k)
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
	for (int j = 0; j < c->expert_count; j++)
		if (links_lack(&links, j)) {
			*k->message = arena_printf(k->arena, "Expert %s shares entries with %d others; %d are wanted.", c->experts[j].id,
				links.degree[j], links.wanted);
			return ASSIGN_LINKAGE;
		}
	if (links_breaks(&links, part) == 0)
		return ASSIGN_FINE;
	*k->message = "The experts fall apart when one of them is missing.";
	return ASSIGN_LINKAGE;
}

enum assign_fault assign_check(const struct assign_case *c, const struct assign_pair *pairs, size_t count,
	struct arena *arena, const char **ret_message)
{
	static enum assign_fault (*const checks[])(const struct checking *) = {check_allowed, check_twice, check_seats,
		check_loads};
	struct checking k = {c, ARENA_ARRAY(arena, count + 1, struct assign_pair), count, arena, ret_message};
	for (size_t i = 0; i < count; i++)
		k.pairs[i] = pairs[i];
	qsort(k.pairs, count, sizeof(*k.pairs), by_entry);
	*ret_message = "";
	for (size_t i = 0; i < COUNT_OF(checks); i++) {
		enum assign_fault fault = checks[i](&k);
		if (fault != ASSIGN_FINE)
			return fault;
	}
	return c->shared > 0 ? check_linkage(&k) : ASSIGN_FINE;
}
