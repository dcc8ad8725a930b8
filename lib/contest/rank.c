/* Sorting by score, then parting what is equal key by key.
 *
 * A list (one ranking by rank_within) is sorted by score. Each run of equal
 * scores is sorted by the first tie key, each run equal in that too by the
 * second, and so on; a run that every key leaves whole is put in the order of
 * the latest recorded decision that names all of its entries. What is then
 * still a run shares its rank: 1, 2, 2, 4. Within a run entries stand in
 * entry order. A key's value that an entry lacks loses to any other.
 *
 * The keys:
 *	criterion, group  values in shape CRITERIA, unweighted; a group's sum
 *	stage             own score of that earlier stage
 *	head-to-head      against each other entry of the run: over the experts
 *	                  who marked both, how many gave this one the higher sheet
 *	                  total less how many the lower; a win when positive, a
 *	                  loss when negative; the key is wins − losses
 *	countback         sheet totals (or one criterion's marks) from the best
 *	                  down, compared in turn; when one entry runs out of them
 *	                  while all were equal, the other stands before it
 *	marks above zero  of one criterion, how many
 *	raw mean          as the tally shows it
 *
 * Cost: O(n log n) for n entries plus, per run of length r, the key's own: the
 * run's sheets, for head-to-head r² merges of two experts' lists. */
#include "contest/rank.h"

#include "base/arena.h"
#include "base/str.h"
#include "contest/combine.h"
#include "contest/contest.h"
#include "contest/deliberation.h"
#include "contest/sheet.h"
#include "contest/tally.h"

#include <stdlib.h>
#include <string.h>

struct sorter {
	const struct tally *tally;
	const struct scoring *rule;
	const struct carried *carried;
	const struct decision *decisions;
	int decision_count;
	struct arena *arena;
	int *settled_by; /* by entry */
};

/* What a key gives one entry: a number, or numbers compared in turn. */
struct keyed {
	int entry;
	struct ratio value;         /* larger stands first; no value stands last */
	const struct ratio *values; /* countback, best first */
	size_t count;
};

static int compare_values(struct ratio a, struct ratio b)
{
	if (!has_value(a) || !has_value(b))
		return has_value(b) - has_value(a);
	return ratio_cmp(b, a);
}

static int compare_keyed(const struct keyed *a, const struct keyed *b)
{
	int order = compare_values(a->value, b->value);
	size_t least = a->count < b->count ? a->count : b->count;
	for (size_t i = 0; i < least && !order; i++)
		order = ratio_cmp(b->values[i], a->values[i]);
	return order ? order : (a->count < b->count) - (a->count > b->count);
}

static int by_key(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;
	int order = compare_keyed(x, y);
	return order ? order : (x->entry > y->entry) - (x->entry < y->entry);
}

/* Low wins: the same order on negated numbers. */
static struct ratio turned(struct ratio r, bool low_wins)
{
	return low_wins ? (struct ratio){-r.num, r.den} : r;
}

/* ---- what each key gives */

static struct ratio criterion_value(const struct tally *t, int entry, int criterion)
{
	return t->criteria[(size_t)entry * (size_t)t->sheets->criterion_count + (size_t)criterion];
}

static bool group_value(const struct sorter *s, int entry, const char *group, struct ratio *ret,
	struct err *err)
{
	struct ratio_sum sum = SUM_EMPTY;
	bool any = false;
	*ret = (struct ratio){0};
	for (int c = 0; c < s->rule->criterion_count; c++) {
		struct ratio x = criterion_value(s->tally, entry, c);
		if (!str_eq_null(s->rule->criteria[c].group, group) || !has_value(x))
			continue;
		if (!sum_add(&sum, x, 1, err))
			return false;
		any = true;
	}
	return !any || sum_over(&sum, 1, ret, err);
}

static struct ratio stage_value(const struct sorter *s, int entry, int stage)
{
	size_t i = (size_t)entry * (size_t)s->tally->contest->stage_count + (size_t)stage;
	return s->carried && s->carried->has[i] ? s->carried->own[i] : (struct ratio){0};
}

static int falling(const void *a, const void *b)
{
	const struct ratio *x = a, *y = b;
	return ratio_cmp(*y, *x);
}

static void countback(const struct sorter *s, const struct tie_key *key, struct keyed *k)
{
	const struct tally *t = s->tally;
	size_t from = t->start[k->entry], to = t->start[k->entry + 1];
	struct ratio *values = ARENA_ARRAY(s->arena, to - from, struct ratio);
	for (size_t i = from; i < to; i++) {
		int32_t sheet = t->by_entry[i];
		struct ratio x = key->criterion < 0 ? t->totals[sheet] : tally_mark(t, sheet, key->criterion);
		if (has_value(x))
			values[k->count++] = turned(x, key->low_wins);
	}
	qsort(values, k->count, sizeof(*values), falling);
	k->values = values;
	k->value = ratio_of(0);
}

static struct ratio marks_above_zero(const struct tally *t, int entry, int criterion)
{
	int64_t above = 0;
	for (size_t i = t->start[entry]; i < t->start[entry + 1]; i++) {
		struct ratio x = tally_mark(t, t->by_entry[i], criterion);
		above += has_value(x) && x.num > 0;
	}
	return ratio_of(above);
}

/* An entry's sheet totals by expert, for head-to-head. */
struct duel {
	struct cell *cells;
	size_t count;
	int64_t wins, losses;
};

static int by_expert(const void *a, const void *b)
{
	const struct cell *x = a, *y = b;
	return (x->expert > y->expert) - (x->expert < y->expert);
}

static struct duel duel_of(const struct sorter *s, int entry)
{
	const struct tally *t = s->tally;
	size_t from = t->start[entry], to = t->start[entry + 1];
	struct duel d = {.cells = ARENA_ARRAY(s->arena, to - from, struct cell)};
	for (size_t i = from; i < to; i++) {
		int32_t sheet = t->by_entry[i];
		if (has_value(t->totals[sheet]))
			d.cells[d.count++] = (struct cell){t->totals[sheet], (int32_t)entry,
				t->sheets->items[sheet].expert};
	}
	qsort(d.cells, d.count, sizeof(*d.cells), by_expert);
	return d;
}

static void fight(struct duel *a, struct duel *b)
{
	int64_t ahead = 0;
	for (size_t i = 0, j = 0; i < a->count && j < b->count;) {
		if (a->cells[i].expert < b->cells[j].expert)
			i++;
		else if (a->cells[i].expert > b->cells[j].expert)
			j++;
		else
			ahead += ratio_cmp(a->cells[i++].value, b->cells[j++].value);
	}
	a->wins += ahead > 0;
	a->losses += ahead < 0;
	b->wins += ahead < 0;
	b->losses += ahead > 0;
}

static void head_to_head(const struct sorter *s, const struct tie_key *key, struct keyed *run, size_t n)
{
	struct duel *duels = ARENA_ARRAY(s->arena, n, struct duel);
	for (size_t i = 0; i < n; i++)
		duels[i] = duel_of(s, run[i].entry);
	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n; j++)
			fight(&duels[i], &duels[j]);
	for (size_t i = 0; i < n; i++)
		run[i].value = turned(ratio_of(duels[i].wins - duels[i].losses), key->low_wins);
}

static bool simple_key(const struct sorter *s, const struct tie_key *key, struct keyed *k, struct err *err)
{
	const struct tally *t = s->tally;
	struct ratio value = {0};
	if (key->kind == TIE_CRITERION)
		value = criterion_value(t, k->entry, key->criterion);
	else if (key->kind == TIE_STAGE)
		value = stage_value(s, k->entry, key->stage);
	else if (key->kind == TIE_MARKS_ABOVE)
		value = marks_above_zero(t, k->entry, key->criterion);
	else if (key->kind == TIE_RAW_MEAN)
		value = t->scores[k->entry].raw_mean;
	else if (key->kind == TIE_GROUP && !group_value(s, k->entry, key->group, &value, err))
		return false;
	k->value = turned(value, key->low_wins);
	return true;
}

static bool fill_key(const struct sorter *s, const struct tie_key *key, struct keyed *run, size_t n,
	struct err *err)
{
	for (size_t i = 0; i < n; i++)
		run[i] = (struct keyed){.entry = run[i].entry};
	if (key->kind == TIE_HEAD_TO_HEAD) {
		head_to_head(s, key, run, n);
		return true;
	}
	for (size_t i = 0; i < n; i++) {
		if (key->kind == TIE_COUNTBACK)
			countback(s, key, &run[i]);
		else if (!simple_key(s, key, &run[i], err))
			return false;
	}
	return true;
}

/* ---- recorded decisions */

static int position_in(const struct decision *d, int entry)
{
	for (int i = 0; i < d->count; i++)
		if (d->order[i] == entry)
			return i;
	return -1;
}

static const struct decision *find_decision(const struct sorter *s, const struct keyed *run, size_t n)
{
	for (int d = s->decision_count - 1; d >= 0; d--) {
		size_t named = 0;
		while (named < n && position_in(&s->decisions[d], run[named].entry) >= 0)
			named++;
		if (named == n)
			return &s->decisions[d];
	}
	return NULL;
}

/* Puts the run in the decision's order; false when none covers it. */
static bool decide(const struct sorter *s, struct keyed *run, size_t n)
{
	const struct decision *d = n > 1 ? find_decision(s, run, n) : NULL;
	if (!d)
		return false;
	for (size_t i = 0; i < n; i++)
		run[i] = (struct keyed){.entry = run[i].entry,
			.value = ratio_of(-(int64_t)position_in(d, run[i].entry))};
	qsort(run, n, sizeof(*run), by_key);
	return true;
}

/* ---- parting runs. heads[i]: does a new rank start at position i? */

static bool part_run(const struct sorter *s, struct keyed *run, bool *heads, size_t n, int key,
	struct err *err);

static void note_settled(const struct sorter *s, const struct keyed *run, size_t i, int key)
{
	s->settled_by[run[i - 1].entry] = key;
	s->settled_by[run[i].entry] = key;
}

static bool part_by_key(const struct sorter *s, struct keyed *run, bool *heads, size_t n, int key,
	struct err *err)
{
	if (!fill_key(s, &s->rule->ties[key], run, n, err))
		return false;
	qsort(run, n, sizeof(*run), by_key);
	for (size_t i = 1; i < n; i++) {
		heads[i] = compare_keyed(&run[i - 1], &run[i]) != 0;
		if (heads[i])
			note_settled(s, run, i, key);
	}
	for (size_t from = 0, to; from < n; from = to) {
		for (to = from + 1; to < n && !heads[to]; to++)
			;
		if (!part_run(s, run + from, heads + from, to - from, key + 1, err))
			return false;
	}
	return true;
}

static bool part_run(const struct sorter *s, struct keyed *run, bool *heads, size_t n, int key,
	struct err *err)
{
	if (n < 2)
		return true;
	if (key < s->rule->tie_count)
		return part_by_key(s, run, heads, n, key, err);
	if (!decide(s, run, n))
		return true;
	for (size_t i = 1; i < n; i++) {
		heads[i] = true;
		note_settled(s, run, i, key);
	}
	return true;
}

/* Orders entries (all with a score) by score and ties. */
static bool sort_entries(const struct sorter *s, struct keyed *run, bool *heads, size_t n, struct err *err)
{
	for (size_t i = 0; i < n; i++)
		run[i] = (struct keyed){.entry = run[i].entry,
			.value = turned(s->tally->scores[run[i].entry].total, s->rule->low_wins)};
	qsort(run, n, sizeof(*run), by_key);
	for (size_t i = 0; i < n; i++)
		heads[i] = !i || compare_keyed(&run[i - 1], &run[i]) != 0;
	for (size_t from = 0, to; from < n; from = to) {
		for (to = from + 1; to < n && !heads[to]; to++)
			;
		if (!part_run(s, run + from, heads + from, to - from, 0, err))
			return false;
	}
	return true;
}

static struct sorter sorter_of(const struct tally *tally, const struct carried *carried,
	const struct decision *decisions, int decision_count, struct arena *arena)
{
	size_t n = (size_t)tally->sheets->entry_count;
	struct sorter s = {
		.tally = tally, .rule = &tally->contest->stages[tally->stage].scoring, .carried = carried,
		.decisions = decisions, .decision_count = decision_count, .arena = arena,
		.settled_by = ARENA_ARRAY(arena, n, int),
	};
	for (size_t e = 0; e < n; e++)
		s.settled_by[e] = -1;
	return s;
}

/* ---- lists */

static int labels_on(const struct contest *contest, int stage, int axis)
{
	return axis == AXIS_HEAT ? contest->stages[stage].heat_count : contest->axes[axis].count;
}

int rank_list_of(const struct contest *contest, int stage, const int *at)
{
	int axis = contest->stages[stage].rank_within;
	if (axis < 0)
		return 0;
	return at[axis] >= 0 ? at[axis] : labels_on(contest, stage, axis);
}

static bool is_ranked(const struct tally *tally, size_t e)
{
	return tally->scores[e].state == SCORE_OK && !tally->sheets->entries[e].withdrawn;
}

static void fill_places(struct ranking *ranking, const struct keyed *run, const bool *heads, int list,
	size_t n, const int *settled_by)
{
	for (size_t from = 0, to; from < n; from = to) {
		for (to = from + 1; to < n && !heads[to]; to++)
			;
		for (size_t i = from; i < to; i++)
			ranking->places[run[i].entry] = (struct place){
				.list = list, .rank = (int)from + 1, .order = (int)i,
				.tied_with = (int)(to - from) - 1, .settled_by = settled_by[run[i].entry],
			};
	}
}

/* Ranks the entries of one list and appends them to the ranking's order at `from`. */
static bool rank_list(const struct sorter *s, int list, struct keyed *run, bool *heads,
	struct ranking *ranking, int from, int *ret_to, struct err *err)
{
	const struct tally *t = s->tally;
	size_t n = 0;
	for (size_t e = 0; e < (size_t)t->sheets->entry_count; e++)
		if (is_ranked(t, e) && rank_list_of(t->contest, t->stage, t->sheets->entries[e].at) == list)
			run[n++].entry = (int)e;
	if (!sort_entries(s, run, heads, n, err))
		return false;
	fill_places(ranking, run, heads, list, n, s->settled_by);
	for (size_t i = 0; i < n; i++)
		ranking->order[from + (int)i] = run[i].entry;
	*ret_to = from + (int)n;
	return true;
}

static int count_lists(const struct tally *t)
{
	int axis = t->contest->stages[t->stage].rank_within;
	if (axis < 0)
		return 1;
	int count = labels_on(t->contest, t->stage, axis);
	for (int e = 0; e < t->sheets->entry_count; e++)
		if (t->sheets->entries[e].at[axis] < 0)
			return count + 1;
	return count;
}

bool rank_stage(const struct tally *tally, const struct carried *carried, const struct decision *decisions,
	int decision_count, struct arena *arena, struct ranking *ret_ranking, struct err *err)
{
	struct sorter s = sorter_of(tally, carried, decisions, decision_count, arena);
	size_t n = (size_t)tally->sheets->entry_count;
	struct ranking ranking = {
		.places = ARENA_ARRAY(arena, n, struct place), .order = ARENA_ARRAY(arena, n, int),
		.list_count = count_lists(tally),
	};
	ranking.list_start = ARENA_ARRAY(arena, (size_t)ranking.list_count + 1, int);
	for (size_t e = 0; e < n; e++)
		ranking.places[e] = (struct place){.list = -1, .settled_by = -1};
	struct keyed *run = ARENA_ARRAY(arena, n, struct keyed);
	bool *heads = ARENA_ARRAY(arena, n, bool);
	for (int list = 0; list < ranking.list_count; list++)
		if (!rank_list(&s, list, run, heads, &ranking, ranking.list_start[list],
			&ranking.list_start[list + 1], err))
			return false;
	int at = ranking.list_start[ranking.list_count];
	for (size_t e = 0; e < n; e++)
		if (!ranking.places[e].rank)
			ranking.order[at++] = (int)e;
	*ret_ranking = ranking;
	return true;
}

/* ---- over the whole stage */

struct comparer {
	struct sorter sorter;
	int *standing; /* by entry: equal for those that nothing parts */
};

bool rank_comparer(const struct tally *tally, const struct carried *carried,
	const struct decision *decisions, int decision_count, struct arena *arena,
	struct comparer **ret_comparer, struct err *err)
{
	size_t n = (size_t)tally->sheets->entry_count, scored = 0;
	struct comparer *c = ARENA_NEW(arena, struct comparer);
	c->sorter = sorter_of(tally, carried, decisions, decision_count, arena);
	c->standing = ARENA_ARRAY(arena, n, int);
	struct keyed *run = ARENA_ARRAY(arena, n, struct keyed);
	bool *heads = ARENA_ARRAY(arena, n, bool);
	for (size_t e = 0; e < n; e++) {
		c->standing[e] = (int)n;
		if (tally->scores[e].state == SCORE_OK)
			run[scored++].entry = (int)e;
	}
	if (!sort_entries(&c->sorter, run, heads, scored, err))
		return false;
	for (size_t i = 0; i < scored; i++)
		c->standing[run[i].entry] = heads[i] ? (int)i : c->standing[run[i - 1].entry];
	*ret_comparer = c;
	return true;
}

int rank_compare(const struct comparer *c, int a, int b)
{
	return (c->standing[a] > c->standing[b]) - (c->standing[a] < c->standing[b]);
}

int rank_standing(const struct comparer *c, int entry)
{
	return c->standing[entry];
}

bool rank_decide(const struct comparer *c, int *entries, int count)
{
	struct keyed *run = ARENA_ARRAY(c->sorter.arena, (size_t)count, struct keyed);
	for (int i = 0; i < count; i++)
		run[i].entry = entries[i];
	if (!decide(&c->sorter, run, (size_t)count))
		return false;
	for (int i = 0; i < count; i++)
		entries[i] = run[i].entry;
	return true;
}
