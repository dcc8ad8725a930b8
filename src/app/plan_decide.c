/* What people decide in a rehearsal: ballots on ties, and awards a jury gives.
 *
 * A voter orders the tied entries by true quality and chance. Where the ballots
 * leave a tie (which the application refuses), the experts vote again and agree
 * a little more each time, as people do. */
#include "app/plan.h"

#include "base/arena.h"
#include "base/str.h"
#include "contest/deliberation.h"

#include <stdlib.h>
#include <string.h>

enum { VOTERS_MAX = 13, ROUNDS_MAX = 200 };

static bool is_tied(const struct plan *p, const struct tie_at_cut *tie, const struct result *r, int entry)
{
	for (int k = 0; k < tie->count; k++)
		if (str_eq(r->sheets.entries[tie->entries[k]].id, p->entries[entry].id))
			return true;
	return false;
}

static bool stood_aside(const struct plan *p, const struct tie_at_cut *tie, const struct result *r,
	const struct drafts *d, int expert)
{
	for (size_t i = 0; i < d->count; i++)
		if (d->items[i].expert == expert && d->items[i].recused && is_tied(p, tie, r, d->items[i].entry))
			return true;
	return false;
}

/* Experts who marked one of the tied entries and stood aside from none. */
static int find_voters(const struct plan *p, const struct tie_at_cut *tie, const struct result *r,
	const struct drafts *d, int *ret_voters)
{
	int n = 0;
	for (size_t i = 0; i < d->count && n < VOTERS_MAX; i++) {
		int expert = d->items[i].expert;
		bool known = str_eq(p->experts[expert].id, "S-01");
		for (int k = 0; k < n; k++)
			known |= ret_voters[k] == expert;
		if (!known && is_tied(p, tie, r, d->items[i].entry) && !stood_aside(p, tie, r, d, expert))
			ret_voters[n++] = expert;
	}
	return n;
}

/* Candidates 0 … n−1 by worth and chance, best first. */
static int *cast_ballot(struct plan *p, const int64_t *worth, int n, int64_t chance)
{
	int *order = ARENA_ARRAY(p->arena, (size_t)n, int);
	int64_t *value = ARENA_ARRAY(p->arena, (size_t)n, int64_t);
	for (int i = 0; i < n; i++) {
		int at = i;
		value[i] = worth[i] + chance * plan_gauss(&p->rng) / 1000;
		for (; at > 0 && value[order[at - 1]] < value[i]; at--)
			order[at] = order[at - 1];
		order[at] = i;
	}
	return order;
}

static bool vote(struct plan *p, enum vote_rule rule, const int *voters, int voter_count, const int64_t *worth,
	const char *const *names, int n, struct ballot *ballots, int *ret_order, struct err *err)
{
	for (int round = 0; round < ROUNDS_MAX; round++) {
		struct err again = {0};
		for (int v = 0; v < voter_count; v++)
			ballots[v] = (struct ballot){p->experts[voters[v]].id,
				cast_ballot(p, worth, n, 2000 - 10 * round), n};
		if (deliberate(rule, ballots, voter_count, n, names, p->arena, ret_order, &again))
			return true;
		if (again.kind != ERR_CONFLICT || round + 1 == ROUNDS_MAX) {
			*err = again;
			return false;
		}
	}
	return fail(err, ERR_CONFLICT, "rehearsal.tied", "The made-up votes settle nothing.");
}

static const char *const *named(struct plan *p, const char *const *names, const int *order, int n)
{
	const char **ids = ARENA_ARRAY(p->arena, (size_t)n, const char *);
	for (int i = 0; i < n; i++)
		ids[i] = names[order ? order[i] : i];
	return ids;
}

static void keep_deliberation(struct plan *p, struct plan_round *round, const struct deliberation *d)
{
	size_t n = (size_t)round->deliberation_count++;
	round->deliberations = arena_grow(p->arena, round->deliberations, n, n + 1, sizeof *d);
	round->deliberations[n] = *d;
}

bool plan_deliberate(struct plan *p, const struct result *r, const struct tie_at_cut *tie, const struct drafts *d,
	struct plan_round *round, struct result_deliberation *ret, struct err *err)
{
	int voters[VOTERS_MAX], n = tie->count, voter_count = find_voters(p, tie, r, d, voters);
	struct ballot ballots[VOTERS_MAX];
	const char **names = ARENA_ARRAY(p->arena, (size_t)n, const char *);
	int64_t *worth = ARENA_ARRAY(p->arena, (size_t)n, int64_t);
	int *order = ARENA_ARRAY(p->arena, (size_t)n, int);
	for (int i = 0; i < n; i++) {
		names[i] = arena_strdup(p->arena, r->sheets.entries[tie->entries[i]].id);
		worth[i] = p->qualities[plan_find_entry(p, names[i])];
	}
	if (voter_count == 0)
		return fail(err, ERR_CONFLICT, "rehearsal.tied", "Every expert stood aside from the tied entries.");
	enum vote_rule rule = p->contest->stages[r->stage].deliberation;
	if (!vote(p, rule, voters, voter_count, worth, names, n, ballots, order, err))
		return false;
	struct vote *votes = ARENA_ARRAY(p->arena, (size_t)voter_count, struct vote);
	for (int v = 0; v < voter_count; v++)
		votes[v] = (struct vote){ballots[v].voter, named(p, names, ballots[v].order, n), n};
	*ret = (struct result_deliberation){named(p, names, order, n), n};
	keep_deliberation(p, round, &(struct deliberation){.entries = names, .entry_count = n, .votes = votes,
		.vote_count = voter_count, .reason = round->reason, .supervisor = round->supervisor});
	return true;
}

static bool selected(const struct selector *s, const struct entry *e)
{
	for (int a = 0; a < AXIS_COUNT; a++)
		if (s->at[a] >= 0 && s->at[a] != e->at[a])
			return false;
	return true;
}

static void grant(struct plan *p, struct plan_round *round, const char *award, const char *entry)
{
	size_t n = (size_t)round->grant_count++;
	round->grants = arena_grow(p->arena, round->grants, n, n + 1, sizeof *round->grants);
	round->grants[n] = (struct plan_grant){award, arena_strdup(p->arena, entry)};
}

static bool may_win(const struct result *r, const struct award *award, int v, int e, const bool *taken)
{
	const struct entry *entry = &r->sheets.entries[e];
	return !taken[e] && !entry->withdrawn && r->ranking.places[e].rank > 0 &&
		selected(&award->selects, entry) && (v < 0 || entry->at[award->per] == v);
}

/* Value v of the award's `per` axis (−1: the whole stage): `left` of those not taken, better ones likelier.
 * Gives what is left. */
static int grant_award(struct plan *p, const struct result *r, const struct award *award, int v, int left,
	bool *taken, struct plan_round *round)
{
	int can = 0;
	for (int e = 0; e < r->sheets.entry_count; e++)
		can += may_win(r, award, v, e, taken);
	for (int i = 0; i < r->sheets.entry_count && left > 0; i++) {
		int e = r->ranking.order[i];
		if (!may_win(r, award, v, e, taken))
			continue;
		if (can-- > left && rng_below(&p->rng, 3) == 0)
			continue;
		taken[e] = true;
		grant(p, round, award->id, r->sheets.entries[e].id);
		left--;
	}
	return left;
}

/* Entries that hold nothing yet come first; where all have something, some get a second award. */
static void grant_places(struct plan *p, const struct result *r, const struct award *award, int v, bool *taken,
	struct plan_round *round)
{
	int left = grant_award(p, r, award, v, award->places, taken, round);
	if (left == 0)
		return;
	bool *jury = ARENA_ARRAY(p->arena, (size_t)r->sheets.entry_count + 1, bool);
	for (int i = 0; i < r->sheets.entry_count; i++)
		for (int g = 0; g < round->grant_count; g++)
			jury[i] |= str_eq(round->grants[g].entry, r->sheets.entries[i].id);
	grant_award(p, r, award, v, left, jury, round);
}

void plan_grants(struct plan *p, const struct result *r, struct plan_round *round)
{
	const struct stage *stage = &p->contest->stages[r->stage];
	bool *taken = ARENA_ARRAY(p->arena, (size_t)r->sheets.entry_count + 1, bool);
	for (int g = 0; g < r->grant_count; g++)
		taken[r->grants[g].entry] = true;
	for (int a = 0; a < stage->award_count; a++) {
		const struct award *award = &stage->awards[a];
		int values = award->per < 0 ? 1 :
			award->per == AXIS_HEAT ? stage->heat_count : p->contest->axes[award->per].count;
		for (int v = 0; v < values && award->by == AWARD_BY_JURY; v++)
			grant_places(p, r, award, award->per < 0 ? -1 : v, taken, round);
	}
}
