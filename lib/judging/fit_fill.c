/* Which pairs become options. Two passes over the rows: the first finds how good the best of each expert are, the second
 * takes what is among the best of its entry and class, or of its expert, or good enough. Pairs of equal fit are put in an
 * order by the seed, so that what is left out does not depend on the order of the input. What is taken is a bit a pair.
 *
 * Then every class is looked at: where seats can't be filled, Hall's condition names entries whose experts have no places
 * left, and nothing but an option with somebody else can help. Those entries get their next best, until all is filled or
 * nobody is left: then the whole case is impossible, for the same reason. Each round adds options, so it ends. */
#include "judging/fit.h"

#include "base/arena.h"
#include "judging/assign_part.h"
#include "judging/fit_part.h"

#include <stdlib.h>
#include <string.h>

enum { BEST_MOST = 1000, WIDER = 8 };

struct candidate {
	int32_t fit, at;
	uint64_t lot; /* puts equals in order */
};

struct filling {
	struct fit *f;
	const struct fit_choice *choice;
	struct assign_case *c;
	const uint64_t *entry_lots, *expert_lots;
	const int64_t *never_starts; /* by entry */
	const int32_t *never;
	int64_t *kept_starts;
	int32_t *kept;
	uint64_t *taken;   /* bits: entry × experts */
	int32_t *row;
	struct candidate *of_experts; /* experts × best: heaps, the worst on top */
	int *held;         /* by expert: size of its heap */
	struct candidate *ranked; /* of a row */
	bool *barred;      /* by expert: in the row */
	struct arena *arena, *scratch;
};

static bool before(const struct candidate *a, const struct candidate *b)
{
	return a->fit != b->fit ? a->fit > b->fit : a->lot != b->lot ? a->lot < b->lot : a->at < b->at;
}

static int by_rank(const void *x, const void *y)
{
	return before(x, y) ? -1 : before(y, x) ? 1 : 0;
}

static uint64_t lot_of(const struct filling *k, int entry, int expert)
{
	uint64_t z = k->entry_lots[entry] ^ (k->expert_lots[expert] * UINT64_C(0x9E3779B97F4A7C15));
	z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	return z ^ z >> 31;
}

static uint64_t *bit_word(const struct filling *k, int entry, int expert)
{
	return &k->taken[((uint64_t)entry * (uint64_t)k->c->expert_count + (uint64_t)expert) / 64];
}

static uint64_t bit_of(const struct filling *k, int entry, int expert)
{
	return UINT64_C(1) << ((uint64_t)entry * (uint64_t)k->c->expert_count + (uint64_t)expert) % 64;
}

static bool is_taken(const struct filling *k, int entry, int expert)
{
	return *bit_word(k, entry, expert) & bit_of(k, entry, expert);
}

static void take(const struct filling *k, int entry, int expert)
{
	*bit_word(k, entry, expert) |= bit_of(k, entry, expert);
}

static bool is_calibration(const struct filling *k, int entry)
{
	return k->c->calibration && k->c->calibration[entry];
}

/* ---- pairs by entry */
static bool sort_pairs(const struct assign_case *c, const struct assign_pair *pairs, size_t count, struct arena *arena,
	int64_t **ret_starts, int32_t **ret_experts, struct err *err)
{
	int64_t *from = ARENA_ARRAY(arena, (size_t)c->entry_count + 2, int64_t);
	int32_t *experts = ARENA_ARRAY(arena, count + 1, int32_t);
	for (size_t i = 0; i < count; i++) {
		if (pairs[i].entry < 0 || pairs[i].entry >= c->entry_count || pairs[i].expert < 0 || pairs[i].expert >= c->expert_count)
			return fail(err, ERR_INPUT, "fit.case", "A pair names an entry or expert that is not there.");
		from[pairs[i].entry + 2]++;
	}
	for (int e = 0; e < c->entry_count; e++)
		from[e + 2] += from[e + 1];
	for (size_t i = 0; i < count; i++)
		experts[from[pairs[i].entry + 1]++] = pairs[i].expert;
	*ret_starts = from;
	*ret_experts = experts;
	return true;
}

/* ---- one row */
static void set_row(struct filling *k, int entry)
{
	fit_row(k->f, entry, k->row);
	memset(k->barred, 0, (size_t)k->c->expert_count);
	for (int64_t i = k->never_starts[entry]; i < k->never_starts[entry + 1]; i++)
		k->barred[k->never[i]] = true;
}

/* Everybody of the class who may and is not taken, the best first; gives how many. */
static int rank_class(const struct filling *k, int entry, int class_index)
{
	int n = 0;
	for (int j = 0; j < k->c->expert_count; j++)
		if (k->c->experts[j].class_index == class_index && !k->barred[j] && !is_taken(k, entry, j))
			k->ranked[n++] = (struct candidate){k->row[j], j, lot_of(k, entry, j)};
	qsort(k->ranked, (size_t)n, sizeof(*k->ranked), by_rank);
	return n;
}

static void sink(struct candidate *heap, int n, int i)
{
	for (;;) {
		int worst = i;
		for (int child = 2 * i + 1; child <= 2 * i + 2; child++)
			if (child < n && before(&heap[worst], &heap[child]))
				worst = child;
		if (worst == i)
			return;
		struct candidate moved = heap[i];
		heap[i] = heap[worst];
		heap[worst] = moved;
		i = worst;
	}
}

/* Offers the pair to the expert's best. */
static void offer(struct filling *k, int entry, int expert)
{
	struct candidate fresh = {k->row[expert], entry, lot_of(k, entry, expert)};
	struct candidate *heap = k->of_experts + (size_t)expert * (size_t)k->choice->best;
	if (k->held[expert] == k->choice->best) {
		if (before(&fresh, &heap[0])) {
			heap[0] = fresh;
			sink(heap, k->choice->best, 0);
		}
		return;
	}
	int i = k->held[expert]++;
	heap[i] = fresh;
	for (int up; i > 0 && before(&heap[up = (i - 1) / 2], &heap[i]); i = up) {
		struct candidate moved = heap[i];
		heap[i] = heap[up];
		heap[up] = moved;
	}
}

static void choose_row(struct filling *k, int entry)
{
	int experts = k->c->expert_count, best = k->choice->best;
	bool all = best == 0 || is_calibration(k, entry);
	set_row(k, entry);
	for (int j = 0; j < experts; j++)
		if (!k->barred[j]) {
			if (all || k->row[j] >= k->choice->floor)
				take(k, entry, j);
			if (best)
				offer(k, entry, j);
		}
	for (int s = 0; s < k->c->class_count && !all; s++) {
		int n = rank_class(k, entry, s), have = 0;
		for (int j = 0; j < experts; j++)
			have += k->c->experts[j].class_index == s && is_taken(k, entry, j);
		for (int i = 0; i < n && have + i < best; i++)
			take(k, entry, k->ranked[i].at);
	}
	for (int64_t i = k->kept_starts[entry]; i < k->kept_starts[entry + 1]; i++)
		if (!k->barred[k->kept[i]])
			take(k, entry, k->kept[i]);
}

/* ---- options from bits */
static void fill(struct filling *k)
{
	const struct assign_case *c = k->c;
	int64_t *starts = ARENA_ARRAY(k->arena, (size_t)c->entry_count + 1, int64_t), n = 0;
	for (int e = 0; e < c->entry_count; e++) {
		for (int j = 0; j < c->expert_count; j++)
			n += is_taken(k, e, j);
		starts[e + 1] = n;
	}
	struct assign_option *options = ARENA_ARRAY(k->arena, (size_t)n + 1, struct assign_option);
	for (int e = 0, at = 0; e < c->entry_count; e++) {
		fit_row(k->f, e, k->row);
		for (int j = 0; j < c->expert_count; j++)
			if (is_taken(k, e, j))
				options[at++] = (struct assign_option){j, k->row[j]};
	}
	k->c->starts = starts;
	k->c->options = options;
}

/* ---- wider where it is needed */
static bool widen_entry(struct filling *k, int entry, int class_index, const bool *short_experts)
{
	int more = 0;
	set_row(k, entry);
	int n = rank_class(k, entry, class_index);
	for (int i = 0; i < n && more < WIDER; i++)
		if (!short_experts[k->ranked[i].at] && k->c->experts[k->ranked[i].at].load > 0) {
			take(k, entry, k->ranked[i].at);
			more++;
		}
	return more > 0;
}

/* False when every seat of the class can be filled, or nothing helps. */
static bool widen_class(struct filling *k, int class_index)
{
	CLEANUP(arena_freep) struct arena *scratch = arena_new();
	bool *entries = ARENA_ARRAY(scratch, (size_t)k->c->entry_count + 1, bool);
	bool *experts = ARENA_ARRAY(scratch, (size_t)k->c->expert_count + 1, bool);
	bool wider = false;
	if (!assign_lack(k->c, class_index, scratch, entries, experts))
		return false;
	for (int e = 0; e < k->c->entry_count; e++)
		if (entries[e] && widen_entry(k, e, class_index, experts))
			wider = true;
	return wider;
}

static bool prepare(struct filling *k, struct err *err)
{
	const struct assign_case *c = k->c;
	size_t experts = (size_t)c->expert_count, entries = (size_t)c->entry_count;
	int64_t *never_starts;
	int32_t *never;
	if (c->entry_count != k->f->entries.count || c->expert_count != k->f->experts.count)
		return fail(err, ERR_INPUT, "fit.case", "The assignment has other entries or experts than the fits.");
	if (k->choice->best < 0 || k->choice->best > BEST_MOST)
		return fail(err, ERR_INPUT, "fit.case", "Of the best 0 to %d are kept.", BEST_MOST);
	if (!assign_bounds(c, err))
		return false;
	if (!sort_pairs(c, k->choice->never, k->choice->never_count, k->scratch, &never_starts, &never, err) ||
		!sort_pairs(c, c->keep, c->keep_count, k->scratch, &k->kept_starts, &k->kept, err))
		return false;
	k->never_starts = never_starts;
	k->never = never;
	uint64_t *lots = ARENA_ARRAY(k->scratch, entries + experts + 1, uint64_t);
	for (size_t e = 0; e < entries; e++)
		lots[e] = assign_lot(&c->seed, c->entries[e]);
	for (size_t j = 0; j < experts; j++)
		lots[entries + j] = assign_lot(&c->seed, c->experts[j].id);
	k->entry_lots = lots;
	k->expert_lots = lots + entries;
	k->taken = ARENA_ARRAY(k->scratch, entries * experts / 64 + 1, uint64_t);
	k->row = ARENA_ARRAY(k->scratch, experts + 1, int32_t);
	k->of_experts = ARENA_ARRAY(k->scratch, experts * (size_t)k->choice->best + 1, struct candidate);
	k->held = ARENA_ARRAY(k->scratch, experts + 1, int);
	k->ranked = ARENA_ARRAY(k->scratch, experts + 1, struct candidate);
	k->barred = ARENA_ARRAY(k->scratch, experts + 1, bool);
	return true;
}

bool fit_fill(struct fit *f, const struct fit_choice *choice, struct assign_case *c, struct arena *arena, struct err *err)
{
	CLEANUP(arena_freep) struct arena *scratch = arena_new();
	struct filling k = {.f = f, .choice = choice, .c = c, .arena = arena, .scratch = scratch};
	if (!prepare(&k, err))
		return false;
	for (int e = 0; e < c->entry_count; e++)
		choose_row(&k, e);
	for (int j = 0; j < c->expert_count; j++)
		for (int i = 0; i < k.held[j]; i++)
			take(&k, k.of_experts[(size_t)j * (size_t)choice->best + (size_t)i].at, j);
	fill(&k);
	for (int s = 0; s < c->class_count && choice->best; s++)
		while (widen_class(&k, s))
			fill(&k);
	return true;
}
