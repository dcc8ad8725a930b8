/* A filter, a sort by standing, and a look at what is equal. O(n log n). */
#include "contest/lineup.h"

#include "base/arena.h"
#include "contest/contest.h"
#include "contest/rank.h"
#include "contest/sheet.h"
#include "contest/tally.h"

#include <stdlib.h>

/* Worse than the minimum never advances or wins; where low scores win, worse is above. */
static bool reaches_minimum(const struct tally *t, int e)
{
	const struct stage *stage = &t->contest->stages[t->stage];
	if (!stage->has_minimum)
		return true;
	int order = ratio_cmp(t->scores[e].total, ratio_of(stage->minimum));
	return stage->scoring.low_wins ? order <= 0 : order >= 0;
}

static bool contends(const struct tally *t, const struct lineup_filter *filter, int e)
{
	const struct entry *entry = &t->sheets->entries[e];
	if (t->scores[e].state != SCORE_OK || ((entry->withdrawn || entry->left) && !filter->withdrawn_too))
		return false;
	if (filter->skip && filter->skip[e])
		return false;
	return (!filter->selector || selector_matches(filter->selector, entry->at)) && reaches_minimum(t, e);
}

/* Do all that the selector takes stand in one list? Asked of everyone ranked, not of the contenders alone:
 * else a withdrawal could change the measure, and with it the order of those who stay. */
static bool in_one_list(const struct tally *t, const struct ranking *ranking, const struct lineup *lineup,
	const struct selector *selector)
{
	int list = -1;
	for (int i = 0; i < lineup->count; i++)
		if (!ranking->places[lineup->items[i].entry].rank)
			return false;
	for (int e = 0; e < t->sheets->entry_count; e++) {
		const struct place *place = &ranking->places[e];
		if (!place->rank || (selector && !selector_matches(selector, t->sheets->entries[e].at)))
			continue;
		if (list >= 0 && place->list != list)
			return false;
		list = place->list;
	}
	return true;
}

static int by_standing(const void *a, const void *b)
{
	const struct contender *x = a, *y = b;
	if (x->standing != y->standing)
		return x->standing < y->standing ? -1 : 1;
	return (x->entry > y->entry) - (x->entry < y->entry);
}

static void apply_decision(struct contender *run, int n, const struct comparer *comparer, struct arena *arena)
{
	int *entries = ARENA_ARRAY(arena, (size_t)n, int);
	for (int i = 0; i < n; i++)
		entries[i] = run[i].entry;
	if (!rank_decide(comparer, entries, n))
		return;
	for (int i = 0; i < n; i++)
		run[i] = (struct contender){entries[i], run[0].standing, true};
}

static void mark_ties(struct lineup *lineup, const struct comparer *comparer, struct arena *arena)
{
	struct contender *items = lineup->items;
	for (int from = 0, to; from < lineup->count; from = to) {
		items[from].head = true;
		for (to = from + 1; to < lineup->count && items[to].standing == items[from].standing; to++)
			items[to].head = false;
		if (to - from > 1)
			apply_decision(items + from, to - from, comparer, arena);
	}
}

struct lineup lineup_make(const struct tally *tally, const struct ranking *ranking,
	const struct comparer *comparer, struct lineup_filter filter, struct arena *arena)
{
	int n = tally->sheets->entry_count;
	struct lineup lineup = {.items = ARENA_ARRAY(arena, (size_t)n, struct contender)};
	for (int e = 0; e < n; e++)
		if (contends(tally, &filter, e))
			lineup.items[lineup.count++].entry = e;
	bool one_list = in_one_list(tally, ranking, &lineup, filter.selector);
	for (int i = 0; i < lineup.count; i++) {
		int e = lineup.items[i].entry;
		lineup.items[i].standing = one_list ? ranking->places[e].rank : rank_standing(comparer, e);
	}
	qsort(lineup.items, (size_t)lineup.count, sizeof(*lineup.items), by_standing);
	mark_ties(&lineup, comparer, arena);
	return lineup;
}

int lineup_cut(const struct lineup *lineup, int places, int *ret_tied)
{
	*ret_tied = 0;
	if (places >= lineup->count)
		return lineup->count;
	if (places <= 0 || lineup->items[places].head)
		return places > 0 ? places : 0;
	int from = places, to = places + 1;
	while (!lineup->items[from].head)
		from--;
	while (to < lineup->count && !lineup->items[to].head)
		to++;
	*ret_tied = to - from;
	return from;
}
