/* Linkage after the fact: the optimum is changed by exchanges, the cheapest first.
 *
 * An expert who shares entries with too few others, or who sits in a part that hangs on one other expert, takes a seat
 * of a colleague of its class and gives one of its own back. An exchange is kept when the lack falls, or when it stays and there are fewer breaks. Each exchange tried costs the size
 * of two panels, or experts² where breaks are counted. Greedy: it may give up where a solution exists, and says so. */
#include "judging/assign_part.h"

#include "base/arena.h"

#include <stdlib.h>

enum { TRIES = 4000, ROUNDS = 2000 };

struct exchange {
	size_t mine, theirs; /* pairs */
	int64_t loss;
};

struct linking {
	const struct assign_case *c;
	struct assignment *a;
	struct links links;
	const int *from;     /* by entry: its pairs; pairs never change places */
	int32_t *by_pair;    /* the expert */
	int32_t worst;
	struct exchange *tries;
	size_t count, cap;
	unsigned char *part;
	struct arena *arena;
};

static int panel_size(const struct linking *k, int entry)
{
	return k->from[entry + 1] - k->from[entry];
}

static bool sits(const struct linking *k, int entry, int expert)
{
	for (int i = k->from[entry]; i < k->from[entry + 1]; i++)
		if (k->by_pair[i] == expert)
			return true;
	return false;
}

static const struct assign_option *may(const struct linking *k, int entry, int expert)
{
	const struct assign_option *o = assign_option_of(k->c, entry, expert);
	return o && o->fit >= k->worst && !sits(k, entry, expert) ? o : NULL;
}

static void put(struct linking *k, size_t pair, int32_t expert)
{
	int entry = k->a->pairs[pair].entry;
	links_move(&k->links, k->by_pair + k->from[entry], panel_size(k, entry), k->by_pair[pair], expert);
	k->by_pair[pair] = expert;
}

static void make(struct linking *k, const struct exchange *x)
{
	int32_t mine = k->by_pair[x->mine], theirs = k->by_pair[x->theirs];
	put(k, x->theirs, mine);
	put(k, x->mine, theirs);
}

static void offer(struct linking *k, struct exchange x)
{
	if (k->count == k->cap) {
		size_t cap = k->cap ? 2 * k->cap : 256;
		k->tries = arena_grow(k->arena, k->tries, k->cap, cap, sizeof(*k->tries));
		k->cap = cap;
	}
	k->tries[k->count++] = x;
}

/* All ways in which `expert` could take a seat for one of its own. */
static void offer_seats(struct linking *k, int expert)
{
	const struct assign_case *c = k->c;
	for (size_t p = 0; p < k->a->count; p++) {
		int other = k->by_pair[p], entry = k->a->pairs[p].entry;
		if (other == expert || c->experts[other].class_index != c->experts[expert].class_index ||
			(c->calibration && c->calibration[entry]))
			continue;
		const struct assign_option *gain = may(k, entry, expert);
		if (!gain)
			continue;
		int64_t loss = assign_option_of(c, entry, other)->fit - gain->fit;
		for (size_t m = 0; m < k->a->count; m++) {
			int back = k->a->pairs[m].entry;
			if (k->by_pair[m] != expert || back == entry || (c->calibration && c->calibration[back]))
				continue;
			const struct assign_option *theirs = may(k, back, other);
			if (theirs)
				offer(k, (struct exchange){m, p, loss + assign_option_of(c, back, expert)->fit - theirs->fit});
		}
	}
}

static int cheapest(const void *x, const void *y)
{
	const struct exchange *a = x, *b = y;
	if (a->loss != b->loss)
		return a->loss < b->loss ? -1 : 1;
	if (a->theirs != b->theirs)
		return a->theirs < b->theirs ? -1 : 1;
	return (a->mine > b->mine) - (a->mine < b->mine);
}

static int64_t all_lacks(const struct linking *k)
{
	int64_t lack = 0;
	for (int j = 0; j < k->c->expert_count; j++)
		lack += links_lack(&k->links, j);
	return lack;
}

/* The cheapest exchange for `expert` that helps; false when none does. */
static bool help(struct linking *k, int expert, int64_t lacks, int breaks)
{
	k->count = 0;
	offer_seats(k, expert);
	if (k->count == 0)
		return false;
	qsort(k->tries, k->count, sizeof(*k->tries), cheapest);
	size_t tries = k->count < TRIES ? k->count : TRIES;
	for (size_t i = 0; i < tries; i++) {
		make(k, &k->tries[i]);
		int64_t now = all_lacks(k);
		if (now < lacks || (now == lacks && lacks == 0 && links_breaks(&k->links, k->part) < breaks))
			return true;
		make(k, &k->tries[i]);
	}
	return false;
}

static bool help_anybody(struct linking *k, int64_t lacks, int breaks)
{
	int n = k->c->expert_count;
	unsigned char *needy = arena_alloc(k->arena, (size_t)n + 1);
	for (int j = 0; j < n; j++)
		needy[j] = lacks > 0 ? links_lack(&k->links, j) > 0 : k->part[j];
	for (int j = 0; j < n; j++)
		if (needy[j] && help(k, j, lacks, breaks))
			return true;
	return false;
}

static bool give_up(const struct linking *k, int64_t lacks, struct err *err)
{
	for (int j = 0; lacks > 0 && j < k->c->expert_count; j++)
		if (links_lack(&k->links, j) > 0)
			return fail(err, ERR_CONFLICT, "assign.linkage",
				"Expert %s would share entries with %d others only, %d too few, and no exchange was found that helps.",
				k->c->experts[j].id, k->links.degree[j], links_lack(&k->links, j));
	for (int j = 0; j < k->c->expert_count; j++)
		if (k->part[j])
			return fail(err, ERR_CONFLICT, "assign.linkage",
				"The experts around %s would be linked with the others by one expert at most, and no exchange was found that helps.",
				k->c->experts[j].id);
	return true;
}

static void write_back(struct linking *k)
{
	for (size_t p = 0; p < k->a->count; p++) {
		struct assigned *pair = &k->a->pairs[p];
		if (pair->expert == k->by_pair[p])
			continue;
		k->a->loads[pair->expert]--;
		k->a->loads[k->by_pair[p]]++;
		pair->expert = k->by_pair[p];
		pair->moved = true;
	}
}

bool assign_link(const struct assign_case *c, int32_t worst, struct arena *arena, struct assignment *a, struct err *err)
{
	struct linking k = {.c = c, .a = a, .worst = worst, .arena = arena};
	int *from = ARENA_ARRAY(arena, (size_t)c->entry_count + 1, int);
	k.by_pair = ARENA_ARRAY(arena, a->count + 1, int32_t);
	k.part = arena_alloc(arena, (size_t)c->expert_count + 1);
	for (size_t p = 0; p < a->count; p++) {
		from[a->pairs[p].entry + 1]++;
		k.by_pair[p] = a->pairs[p].expert;
	}
	for (int e = 0; e < c->entry_count; e++)
		from[e + 1] += from[e];
	k.from = from;
	k.links = links_of(c->expert_count, from, k.by_pair, c->entry_count, c->shared, arena);
	for (int round = 0; round < ROUNDS; round++) {
		int64_t lacks = all_lacks(&k);
		int breaks = lacks > 0 ? 0 : links_breaks(&k.links, k.part);
		if (lacks == 0 && breaks == 0)
			break;
		if (!help_anybody(&k, lacks, breaks))
			return give_up(&k, lacks, err);
	}
	write_back(&k);
	return true;
}
