/* Filling places.
 *
 * Quotas take their entries in the order of the definition: each the best that
 * it selects, that reach the minimum and that no earlier quota took. Then the
 * wild cards take the best of the whole stage among those left. When the last
 * place of a quota falls inside a tie that neither key nor decision parts, the
 * sure ones advance and the tied ones are at stake. A later quota that could
 * take one of those waits and fills nothing, because whom it gets depends on
 * the deliberation; the wild cards wait likewise.
 *
 * The reserve of a quota are the first `reserve` of those it selects who got
 * no place; tied ones share a number, and all who share the last are in.
 * An entry in reserve for two quotas is shown with the first.
 *
 * Withdrawn entries contend for nothing, so the next in order moves up; those who
 * left after publication keep their rank, so that who stays stands as published. To say
 * who moved up, the places are filled once more as if nobody had withdrawn.
 *
 * Cost: O(q · n log n) for q quotas and n entries. */
#include "contest/cut.h"

#include "base/arena.h"
#include "contest/contest.h"
#include "contest/lineup.h"
#include "contest/rank.h"
#include "contest/sheet.h"
#include "contest/tally.h"

#include <stdlib.h>
#include <string.h>

struct filling {
	const struct tally *tally;
	const struct ranking *ranking;
	const struct comparer *comparer;
	const struct stage *stage;
	struct arena *arena;
	bool withdrawn_too;
	bool *skip; /* by entry: has a place, or is at stake for one */
	bool *open; /* by quota: awaits a deliberation */
	struct cut *cut;
};

static const struct selector ANY = {{-1, -1, -1, -1}};

static const struct selector *selector_of(const struct filling *f, int quota)
{
	return quota < f->stage->quota_count ? &f->stage->quotas[quota].selects : &ANY;
}

static int places_of(const struct filling *f, int quota)
{
	return quota < f->stage->quota_count ? f->stage->quotas[quota].places : f->stage->wild_cards;
}

/* Does the quota select an entry whose fate is still at stake? */
static bool must_wait(const struct filling *f, int quota)
{
	for (int e = 0; e < f->tally->sheets->entry_count; e++)
		if (f->cut->outcomes[e].fate == FATE_AT_STAKE
			&& selector_matches(selector_of(f, quota), f->tally->sheets->entries[e].at))
			return true;
	return false;
}

static struct lineup contenders(const struct filling *f, int quota)
{
	return lineup_make(f->tally, f->ranking, f->comparer,
		(struct lineup_filter){selector_of(f, quota), f->skip, f->withdrawn_too}, f->arena);
}

static void settle(struct filling *f, int entry, enum fate fate, int quota)
{
	f->cut->outcomes[entry].fate = fate;
	f->cut->outcomes[entry].quota = quota;
	f->skip[entry] = true;
}

/* Entries are indexed in entry order, but the record names them by id: LC_ALL=C order. */
static void sort_by_id(const struct entry *entries, int *list, int n)
{
	for (int i = 1; i < n; i++) {
		int x = list[i], j = i;
		for (; j > 0 && strcmp(entries[list[j - 1]].id, entries[x].id) > 0; j--)
			list[j] = list[j - 1];
		list[j] = x;
	}
}

static void report_tie(struct filling *f, const struct contender *tied, int count, int places, int quota)
{
	struct tie_at_cut *tie = &f->cut->ties[f->cut->tie_count++];
	*tie = (struct tie_at_cut){.quota = quota, .entries = ARENA_ARRAY(f->arena, (size_t)count, int),
		.count = count, .places = places};
	for (int i = 0; i < count; i++) {
		settle(f, tied[i].entry, FATE_AT_STAKE, quota);
		tie->entries[i] = tied[i].entry;
	}
	sort_by_id(f->tally->sheets->entries, tie->entries, count);
	f->open[quota] = true;
}

static void fill_quota(struct filling *f, int quota)
{
	int places = places_of(f, quota), tied;
	if (places <= 0)
		return;
	if (must_wait(f, quota)) {
		f->open[quota] = true;
		return;
	}
	struct lineup lineup = contenders(f, quota);
	int sure = lineup_cut(&lineup, places, &tied);
	enum fate fate = quota < f->stage->quota_count ? FATE_ADVANCE : FATE_WILD_CARD;
	for (int i = 0; i < sure; i++)
		settle(f, lineup.items[i].entry, fate, quota);
	f->cut->taken[quota] = sure;
	if (tied)
		report_tie(f, lineup.items + sure, tied, places - sure, quota);
}

static void fill_reserve(struct filling *f, int quota)
{
	if (places_of(f, quota) <= 0 || f->open[quota] || must_wait(f, quota))
		return;
	struct lineup lineup = contenders(f, quota);
	int number = 0;
	for (int i = 0; i < lineup.count; i++) {
		number = lineup.items[i].head ? i + 1 : number;
		if (number > f->stage->reserve)
			return;
		struct outcome *outcome = &f->cut->outcomes[lineup.items[i].entry];
		if (outcome->fate == FATE_OUT)
			*outcome = (struct outcome){.fate = FATE_RESERVE, .quota = quota, .reserve_order = number};
	}
}

static struct cut fill(const struct tally *tally, const struct ranking *ranking,
	const struct comparer *comparer, bool withdrawn_too, struct arena *arena)
{
	const struct stage *stage = &tally->contest->stages[tally->stage];
	size_t n = (size_t)tally->sheets->entry_count, quotas = (size_t)stage->quota_count + 1;
	struct cut cut = {
		.outcomes = ARENA_ARRAY(arena, n, struct outcome),
		.ties = ARENA_ARRAY(arena, quotas, struct tie_at_cut),
		.taken = ARENA_ARRAY(arena, quotas, int),
	};
	for (size_t e = 0; e < n; e++)
		cut.outcomes[e] = (struct outcome){.fate = FATE_OUT, .quota = -1};
	struct filling f = {
		.tally = tally, .ranking = ranking, .comparer = comparer, .stage = stage, .arena = arena,
		.withdrawn_too = withdrawn_too, .skip = ARENA_ARRAY(arena, n, bool),
		.open = ARENA_ARRAY(arena, quotas, bool), .cut = &cut,
	};
	for (int q = 0; q <= stage->quota_count; q++)
		fill_quota(&f, q);
	for (int q = 0; q <= stage->quota_count && stage->reserve > 0; q++)
		fill_reserve(&f, q);
	return cut;
}

static bool advances(const struct outcome *o)
{
	return o->fate == FATE_ADVANCE || o->fate == FATE_WILD_CARD;
}

bool cut_stage(const struct tally *tally, const struct ranking *ranking, const struct comparer *comparer,
	struct arena *arena, struct cut *ret_cut, struct err *err)
{
	(void)err; /* nothing here can fail today; the signature leaves room for rules that can */
	struct cut cut = fill(tally, ranking, comparer, false, arena);
	bool any_withdrawn = false;
	for (int e = 0; e < tally->sheets->entry_count; e++)
		if (tally->sheets->entries[e].withdrawn || tally->sheets->entries[e].left) {
			cut.outcomes[e] = (struct outcome){.fate = FATE_WITHDRAWN, .quota = -1};
			any_withdrawn = true;
		}
	if (any_withdrawn) {
		struct cut before = fill(tally, ranking, comparer, true, arena);
		for (int e = 0; e < tally->sheets->entry_count; e++)
			cut.outcomes[e].promoted = advances(&cut.outcomes[e]) && !advances(&before.outcomes[e]);
	}
	*ret_cut = cut;
	return true;
}
