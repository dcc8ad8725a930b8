/* Awards by rank go down each lineup, in the order of the definition.
 *
 * An award with `per` is given once for each value of that axis. Among those
 * it selects who hold no award by rank yet, the best `places` get it. A tie
 * across its last place: where the stage's ties end in deliberation, the sure
 * ones get it and the tied ones are reported; where ties are shared, all of
 * them get it, and what that is too many comes off the next award by rank with
 * the same selection (two firsts, no second). */
#include "contest/award.h"

#include "base/arena.h"
#include "contest/contest.h"
#include "contest/lineup.h"
#include "contest/sheet.h"
#include "contest/tally.h"

#include <string.h>

struct giving {
	const struct tally *tally;
	const struct ranking *ranking;
	const struct comparer *comparer;
	const struct stage *stage;
	struct arena *arena;
	bool *skip;  /* by entry: holds an award by rank, or is at stake for one */
	int *excess; /* by value of the axis: given beyond the places so far */
	struct grant *grants;
	int grant_count;
	struct tie_at_cut *ties;
	int tie_count;
};

static int values_of(const struct giving *g, const struct award *award)
{
	if (award->per < 0)
		return 1;
	if (award->per == AXIS_HEAT)
		return g->stage->heat_count;
	return g->tally->contest->axes[award->per].count;
}

static void give(struct giving *g, int award, int entry)
{
	g->grants[g->grant_count++] = (struct grant){award, entry};
	if (g->stage->awards[award].by == AWARD_BY_RANK)
		g->skip[entry] = true;
}

static void report_tie(struct giving *g, const struct contender *tied, int count, int places, int award)
{
	int *entries = ARENA_ARRAY(g->arena, (size_t)count, int);
	for (int i = 0; i < count; i++) {
		int j = i;
		const char *id = g->tally->sheets->entries[tied[i].entry].id;
		for (; j > 0 && strcmp(g->tally->sheets->entries[entries[j - 1]].id, id) > 0; j--)
			entries[j] = entries[j - 1];
		entries[j] = tied[i].entry;
		g->skip[tied[i].entry] = true;
	}
	g->ties[g->tie_count++] = (struct tie_at_cut){
		.quota = g->stage->quota_count + 1 + award, .entries = entries, .count = count, .places = places};
}

/* The award for one value of its axis (0 when it has none). */
static void give_by_rank(struct giving *g, int award_index, int value)
{
	const struct award *award = &g->stage->awards[award_index];
	struct selector selects = award->selects;
	if (award->per >= 0 && selects.at[award->per] >= 0 && selects.at[award->per] != value)
		return;
	if (award->per >= 0)
		selects.at[award->per] = value;
	struct lineup lineup = lineup_make(g->tally, g->ranking, g->comparer,
		(struct lineup_filter){&selects, g->skip, false}, g->arena);
	int used = g->excess[value] < award->places ? g->excess[value] : award->places;
	g->excess[value] -= used;
	int tied, places = award->places - used, sure = lineup_cut(&lineup, places, &tied);
	bool shared = g->stage->scoring.tie_end == TIE_SHARED;
	for (int i = 0; i < sure + (shared ? tied : 0); i++)
		give(g, award_index, lineup.items[i].entry);
	if (tied && shared)
		g->excess[value] += sure + tied - places;
	else if (tied)
		report_tie(g, lineup.items + sure, tied, places - sure, award_index);
}

static bool same_selection(const struct award *a, const struct award *b)
{
	return a->per == b->per && memcmp(&a->selects, &b->selects, sizeof(a->selects)) == 0;
}

static int widest_axis(const struct giving *g)
{
	int widest = 1;
	for (int a = 0; a < g->stage->award_count; a++) {
		int n = values_of(g, &g->stage->awards[a]);
		widest = n > widest ? n : widest;
	}
	return widest;
}

static void give_all_by_rank(struct giving *g)
{
	const struct award *last = NULL;
	int widest = widest_axis(g);
	for (int a = 0; a < g->stage->award_count; a++) {
		const struct award *award = &g->stage->awards[a];
		if (award->by != AWARD_BY_RANK)
			continue;
		if (last && !same_selection(last, award))
			memset(g->excess, 0, (size_t)widest * sizeof(*g->excess));
		for (int value = 0; value < values_of(g, award); value++)
			give_by_rank(g, a, value);
		last = award;
	}
}

/* How many choices of the award fall on the same value of its axis as `entry`. */
static int chosen_beside(const struct giving *g, const struct jury_choice *choices, int count, int award,
	int entry)
{
	int per = g->stage->awards[award].per, n = 0;
	const struct entry *entries = g->tally->sheets->entries;
	for (int i = 0; i < count; i++)
		n += choices[i].award == award && !entries[choices[i].entry].withdrawn
			&& (per < 0 || entries[choices[i].entry].at[per] == entries[entry].at[per]);
	return n;
}

/* May the award go to this entry: does it select it, and has it not been given to it before? */
static bool check_choice(const struct giving *g, const struct jury_choice *choices, int at, struct err *err)
{
	const struct award *award = &g->stage->awards[choices[at].award];
	const struct entry *entry = &g->tally->sheets->entries[choices[at].entry];
	if (!selector_matches(&award->selects, entry->at))
		return fail(err, ERR_CONFLICT, "award.selects", "The award %s is not open to entry %s.", award->id, entry->id);
	for (int i = 0; i < at; i++)
		if (choices[i].award == choices[at].award && choices[i].entry == choices[at].entry)
			return fail(err, ERR_CONFLICT, "award.twice", "Entry %s has been given the award %s before.", entry->id,
				award->id);
	return true;
}

static bool give_chosen(struct giving *g, const struct jury_choice *choices, int count, struct err *err)
{
	for (int i = 0; i < count; i++) {
		const struct award *award = &g->stage->awards[choices[i].award];
		if (g->tally->sheets->entries[choices[i].entry].withdrawn)
			continue;
		if (!check_choice(g, choices, i, err))
			return false;
		int chosen = chosen_beside(g, choices, count, choices[i].award, choices[i].entry);
		if (chosen > award->places)
			return fail(err, ERR_CONFLICT, "award.places",
				"The jury chose %d for \"%s\", which has %d.", chosen, award->id, award->places);
		give(g, choices[i].award, choices[i].entry);
	}
	return true;
}

/* In the order of the definition; within an award as given. */
static void sort_grants(struct grant *grants, int n)
{
	for (int i = 1; i < n; i++) {
		struct grant x = grants[i];
		int j = i;
		for (; j > 0 && grants[j - 1].award > x.award; j--)
			grants[j] = grants[j - 1];
		grants[j] = x;
	}
}

static int tie_limit(const struct giving *g)
{
	int n = 0;
	for (int a = 0; a < g->stage->award_count; a++)
		n += values_of(g, &g->stage->awards[a]);
	return n;
}

bool award_stage(const struct tally *tally, const struct ranking *ranking, const struct comparer *comparer,
	const struct jury_choice *choices, int choice_count, struct arena *arena, struct grant **ret_grants,
	int *ret_count, struct tie_at_cut **ret_ties, int *ret_tie_count, struct err *err)
{
	size_t n = (size_t)tally->sheets->entry_count;
	struct giving g = {
		.tally = tally, .ranking = ranking, .comparer = comparer, .arena = arena,
		.stage = &tally->contest->stages[tally->stage],
		.skip = ARENA_ARRAY(arena, n, bool),
		.grants = ARENA_ARRAY(arena, n + (size_t)choice_count, struct grant),
	};
	g.excess = ARENA_ARRAY(arena, (size_t)widest_axis(&g), int);
	g.ties = ARENA_ARRAY(arena, (size_t)tie_limit(&g), struct tie_at_cut);
	give_all_by_rank(&g);
	if (!give_chosen(&g, choices, choice_count, err))
		return false;
	sort_grants(g.grants, g.grant_count);
	*ret_grants = g.grants;
	*ret_count = g.grant_count;
	*ret_ties = g.ties;
	*ret_tie_count = g.tie_count;
	return true;
}
