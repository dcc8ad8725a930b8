/* The tally says which sheets count; the rows say when they came. A sheet's session is its heat, and within a heat the half-day
 * in which the version in force was recorded: times never fall along a ledger, so the few records where one half-day
 * ends are found by halving. Where that would make more than eight sessions of a heat it is days, then weeks, then the heat. */
#include "app/judging_part.h"

#include "app/outcome.h"
#include "base/arena.h"
#include "base/str.h"
#include "ledger/record.h"

#include <stdlib.h>
#include <string.h>

enum { HALF_DAY_MS = 12 * 3600 * 1000, SESSIONS_MOST = 8, HALVES_MOST = 4096 };
static const int64_t PERIODS[] = {HALF_DAY_MS, 2LL * HALF_DAY_MS, 14LL * HALF_DAY_MS};

/* ---- sheets as numbers */

static bool raw_as_mean(const struct stage *stage)
{
	for (int s = 0; s < stage->scoring.step_count; s++)
		if (stage->scoring.steps[s].kind == STEP_TOTAL || stage->scoring.steps[s].kind == STEP_SUM)
			return stage->scoring.steps[s].as_mean;
	return true;
}

static int64_t mark_of(const struct judging *j, int32_t sheet, int criterion)
{
	const struct scoring *rule = &j->stage->scoring;
	bool panel = rule->criteria[criterion].by == BY_PANEL;
	return panel ? j->result.sheets.marks[(size_t)sheet * (size_t)rule->criterion_count + (size_t)criterion] : MARK_NONE;
}

/* What a sheet's total is divided by. A mean of marks that weigh nothing together is none: 0. */
static int64_t divisor_of(const struct judging *j, int32_t sheet)
{
	const struct scoring *rule = &j->stage->scoring;
	int64_t weights = 0;
	for (int c = 0; c < rule->criterion_count; c++)
		weights += mark_of(j, sheet, c) != MARK_NONE ? rule->criteria[c].weight : 0;
	return !raw_as_mean(j->stage) ? 1 : weights > 0 ? weights : 0;
}

/* As the raw mean has it: the marks that are there by their weights, untouched by the rule. */
static bool total_of(const struct judging *j, int32_t sheet, int64_t *ret_units, struct err *err)
{
	const struct scoring *rule = &j->stage->scoring;
	int128 sum = 0;
	struct ratio total;
	for (int c = 0; c < rule->criterion_count; c++)
		if (mark_of(j, sheet, c) != MARK_NONE)
			sum += (int128)mark_of(j, sheet, c) * rule->criteria[c].weight;
	if (!ratio_make(sum, divisor_of(j, sheet), &total, err))
		return false;
	*ret_units = ratio_round(total, DECIMAL_PLACES, ROUND_HALF_UP);
	return true;
}

/* Numbers those that occur anew, in the order of their ids. */
static int renumber(const bool *occurs, int n, struct arena *arena, int **ret_old, int **ret_new)
{
	int *old = *ret_old = ARENA_ARRAY(arena, (size_t)n, int), *new = *ret_new = ARENA_ARRAY(arena, (size_t)n, int);
	int count = 0;
	for (int i = 0; i < n; i++) {
		new[i] = occurs[i] ? count : -1;
		if (occurs[i])
			old[count++] = i;
	}
	return count;
}

struct numbers { int *entry, *expert, experts; };

static struct numbers number(struct judging *j, struct arena *arena)
{
	const struct sheets *all = &j->result.sheets;
	const struct tally *tally = &j->result.tally;
	bool *marked = ARENA_ARRAY(arena, (size_t)all->entry_count, bool);
	bool *marks = ARENA_ARRAY(arena, (size_t)all->expert_count, bool);
	struct numbers n;
	for (int e = 0; e < all->entry_count; e++)
		for (size_t i = tally->start[e]; i < tally->start[e + 1]; i++)
			if (divisor_of(j, tally->by_entry[i]))
				marked[e] = marks[all->items[tally->by_entry[i]].expert] = true;
	j->sheets.entry_count = renumber(marked, all->entry_count, arena, &j->entries, &n.entry);
	j->sheets.expert_count = n.experts = renumber(marks, all->expert_count, arena, &j->experts, &n.expert);
	const char **entries = ARENA_ARRAY(arena, (size_t)j->sheets.entry_count, const char *);
	const char **experts = ARENA_ARRAY(arena, (size_t)n.experts, const char *);
	for (int e = 0; e < j->sheets.entry_count; e++)
		entries[e] = all->entries[j->entries[e]].id;
	for (int x = 0; x < n.experts; x++)
		experts[x] = all->experts[j->experts[x]].id;
	j->sheets.entries = entries;
	j->sheets.experts = experts;
	return n;
}

static void add_marks(struct judging *j, int32_t sheet, const struct numbers *n, struct judged_mark *marks)
{
	const struct scoring *rule = &j->stage->scoring;
	const struct sheet *s = &j->result.sheets.items[sheet];
	for (int c = 0; c < rule->criterion_count; c++)
		if (mark_of(j, sheet, c) != MARK_NONE)
			marks[j->marks.count++] = (struct judged_mark){n->entry[s->entry], n->expert[s->expert], c, mark_of(j, sheet, c)};
}

/* Who stepped aside from which entry as a whole. */
static void gather_recused(struct judging *j, const struct numbers *n, struct arena *arena)
{
	j->recused = ARENA_ARRAY(arena, (size_t)j->sheets.entry_count * (size_t)n->experts, bool);
	for (size_t i = 0; i < j->result.sheets.count; i++) {
		const struct sheet *s = &j->result.sheets.items[i];
		if (s->recused && n->entry[s->entry] >= 0 && n->expert[s->expert] >= 0)
			j->recused[(size_t)n->entry[s->entry] * (size_t)n->experts + (size_t)n->expert[s->expert]] = true;
	}
}

static bool gather(struct judging *j, struct arena *arena, struct err *err)
{
	const struct tally *tally = &j->result.tally;
	const struct scoring *rule = &j->stage->scoring;
	struct numbers n = number(j, arena);
	size_t count = tally->start[j->result.sheets.entry_count];
	struct judged_mark *sheets = ARENA_ARRAY(arena, count, struct judged_mark);
	struct judged_mark *marks = ARENA_ARRAY(arena, count * (size_t)rule->criterion_count, struct judged_mark);
	const char **criteria = ARENA_ARRAY(arena, (size_t)rule->criterion_count, const char *);
	for (int c = 0; c < rule->criterion_count; c++)
		criteria[c] = rule->criteria[c].id;
	j->marks = j->sheets;
	j->marks.criteria = criteria;
	j->marks.criterion_count = rule->criterion_count;
	j->sheets.criteria = criteria;
	j->sheets.criterion_count = 1;
	for (size_t i = 0; i < count; i++) {
		const struct sheet *s = &j->result.sheets.items[tally->by_entry[i]];
		int64_t total;
		if (!divisor_of(j, tally->by_entry[i]))
			continue;
		if (!total_of(j, tally->by_entry[i], &total, err))
			return false;
		sheets[j->sheets.count++] = (struct judged_mark){n.entry[s->entry], n.expert[s->expert], 0, total};
		add_marks(j, tally->by_entry[i], &n, marks);
	}
	j->sheets.marks = sheets;
	j->marks.marks = marks;
	gather_recused(j, &n, arena);
	return true;
}

/* ---- conflicts: both lists are in the order of the sheets, entry then expert */

static int pair_order(const char *entry, const char *expert, const char *other_entry, const char *other_expert)
{
	int order = strcmp(entry, other_entry);
	return order ? order : strcmp(expert, other_expert);
}

static bool load_conflicts(struct db *db, struct judging *j, struct arena *arena, struct err *err)
{
	struct conflict_row *rows;
	size_t n, at = 0;
	if (!store_list_conflicts(db, j->contest->id, NULL, arena, &rows, &n, err) ||
		!store_list_barred(db, j->contest->id, NULL, arena, &j->barred, &j->barred_count, err))
		return false;
	j->known = ARENA_ARRAY(arena, j->sheets.count, bool);
	for (size_t i = 0; i < j->sheets.count; i++) {
		const char *entry = judging_entry(j, j->sheets.marks[i].entry), *expert = judging_expert(j, j->sheets.marks[i].expert);
		while (at < n && pair_order(rows[at].entry, rows[at].expert, entry, expert) < 0)
			at++;
		j->known[i] = at < n && pair_order(rows[at].entry, rows[at].expert, entry, expert) == 0;
	}
	return true;
}

static int barred_order(const void *x, const void *y)
{
	const struct barred_row *a = x, *b = y;
	return pair_order(a->entry, a->expert, b->entry, b->expert);
}

bool judging_barred(const struct judging *j, int entry, int expert)
{
	struct barred_row key = {.entry = judging_entry(j, entry), .expert = judging_expert(j, expert)};
	return j->barred_count && bsearch(&key, j->barred, j->barred_count, sizeof(key), barred_order);
}

/* ---- sessions */

struct half { int64_t seq, number; }; /* records from `seq` on came in that half-day of the contest's civil time */

struct clock {
	struct db *db;
	const struct judging *j;
	struct half *halves;
	int count;
};

static bool half_at(const struct clock *c, int64_t seq, int64_t *ret, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct record_row *rows;
	struct record record;
	size_t n;
	if (!store_list_records(c->db, c->j->contest->id, seq, 1, arena, &rows, &n, err))
		return false;
	if (!n)
		return fail(err, ERR_IO, "ledger.missing", "Record %lld of %s is missing.", (long long)seq, c->j->contest->id);
	if (!record_read(rows[0].line, strlen(rows[0].line), arena, &record, err))
		return false;
	*ret = (record.ts_ms + c->j->contest->offset_min * INT64_C(60000)) / HALF_DAY_MS;
	return true;
}

/* Adds where the half-days after `low_half` begin, above `low` and up to `high`. */
static bool find_halves(struct clock *c, int64_t low, int64_t low_half, int64_t high, int64_t high_half, struct err *err)
{
	int64_t middle = low + (high - low) / 2, half;
	if (low_half == high_half || c->count == HALVES_MOST)
		return true;
	if (high == low + 1) {
		c->halves[c->count++] = (struct half){high, high_half};
		return true;
	}
	return half_at(c, middle, &half, err) && find_halves(c, low, low_half, middle, half, err) &&
		find_halves(c, middle, half, high, high_half, err);
}

static int64_t half_of(const struct clock *c, int64_t seq)
{
	int low = 0, high = c->count;
	while (low + 1 < high) {
		int middle = low + (high - low) / 2;
		if (c->halves[middle].seq <= seq)
			low = middle;
		else
			high = middle;
	}
	return c->halves[low].number;
}

struct stay { int heat; int64_t period; }; /* a sheet's session before it has a number */

static int stay_order(const void *x, const void *y)
{
	const struct stay *a = x, *b = y;
	if (a->period != b->period)
		return a->period < b->period ? -1 : 1;
	return (a->heat > b->heat) - (a->heat < b->heat);
}

/* The different ones of them, sorted. */
static int distinct(struct stay *stays, size_t n)
{
	int count = 0;
	qsort(stays, n, sizeof(*stays), stay_order);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || stay_order(&stays[i], &stays[count - 1]) != 0)
			stays[count++] = stays[i];
	return count;
}

static int most_of_a_heat(const struct judging *j, const struct stay *stays, int n, struct arena *arena, int **ret_of_heat)
{
	int *of = *ret_of_heat = ARENA_ARRAY(arena, (size_t)j->stage->heat_count + 1, int), most = 0;
	for (int i = 0; i < n; i++)
		if (++of[stays[i].heat] > most)
			most = of[stays[i].heat];
	return most;
}

static int heat_of(const struct judging *j, size_t sheet)
{
	int heat = j->result.sheets.entries[j->entries[j->sheets.marks[sheet].entry]].at[AXIS_HEAT];
	return heat < 0 ? 0 : heat;
}

static void name_sessions(struct judging *j, const struct stay *stays, int n, const int *of_heat, int64_t period_ms,
	struct arena *arena)
{
	j->session = ARENA_ARRAY(arena, (size_t)n, struct judging_session);
	j->session_count = n;
	for (int i = 0; i < n; i++) {
		int64_t from = stays[i].period * period_ms - j->contest->offset_min * INT64_C(60000);
		j->session[i] = (struct judging_session){.heat = stays[i].heat};
		if (of_heat[stays[i].heat] > 1) {
			j->session[i].from_ms = from;
			j->session[i].until_ms = from + period_ms;
		}
	}
}

/* `halves`: of each sheet. */
static void settle_sessions(struct judging *j, const int64_t *halves, struct arena *arena)
{
	size_t n = j->sheets.count;
	struct stay *all = ARENA_ARRAY(arena, n, struct stay), *stays = ARENA_ARRAY(arena, n, struct stay);
	int count = 0, *of_heat = NULL;
	int64_t period_ms = HALF_DAY_MS;
	for (size_t p = 0; p <= COUNT_OF(PERIODS); p++) {
		period_ms = p < COUNT_OF(PERIODS) ? PERIODS[p] : 0;
		for (size_t i = 0; i < n; i++)
			stays[i] = all[i] = (struct stay){heat_of(j, i), period_ms ? halves[i] / (period_ms / HALF_DAY_MS) : 0};
		count = distinct(stays, n);
		if (most_of_a_heat(j, stays, count, arena, &of_heat) <= SESSIONS_MOST)
			break;
	}
	name_sessions(j, stays, count, of_heat, period_ms, arena);
	j->sessions = ARENA_ARRAY(arena, n, int);
	for (size_t i = 0; i < n; i++) {
		const struct stay *found = bsearch(&all[i], stays, (size_t)count, sizeof(*stays), stay_order);
		j->sessions[i] = (int)(found - stays);
	}
}

static bool load_sessions(struct db *db, struct judging *j, struct arena *arena, struct err *err)
{
	struct sheet_row *rows;
	size_t n, at = 0;
	int64_t low = INT64_MAX, high = 0, *seqs = ARENA_ARRAY(arena, j->sheets.count, int64_t);
	if (!j->sheets.count)
		return true;
	if (!store_list_sheets(db, j->contest->id, j->stage->id, arena, &rows, &n, err))
		return false;
	for (size_t i = 0; i < j->sheets.count; i++) {
		const char *entry = judging_entry(j, j->sheets.marks[i].entry), *expert = judging_expert(j, j->sheets.marks[i].expert);
		while (at < n && pair_order(rows[at].entry, rows[at].expert, entry, expert) < 0)
			at++;
		seqs[i] = at < n ? rows[at].seq : 0;
		low = seqs[i] < low ? seqs[i] : low;
		high = seqs[i] > high ? seqs[i] : high;
	}
	struct clock clock = {.db = db, .j = j, .halves = ARENA_ARRAY(arena, HALVES_MOST, struct half), .count = 1};
	int64_t high_half;
	clock.halves[0].seq = low;
	if (!half_at(&clock, low, &clock.halves[0].number, err) || !half_at(&clock, high, &high_half, err) ||
		!find_halves(&clock, low, clock.halves[0].number, high, high_half, err))
		return false;
	for (size_t i = 0; i < j->sheets.count; i++)
		seqs[i] = half_of(&clock, seqs[i]);
	settle_sessions(j, seqs, arena);
	return true;
}

bool judging_load(struct db *db, struct judging *j, struct arena *arena, struct err *err)
{
	struct stage_row *row;
	j->stage = &j->contest->stages[j->stage_index];
	if (!store_find_stage(db, j->contest->id, j->stage->id, arena, &row, err))
		return false;
	j->state = !row || row->state == STAGE_JUDGING ? "judging" : row->state == STAGE_CLOSED ? "closed" : "published";
	return outcome_compute(db, j->contest, j->stage_index, arena, &j->result, err) && gather(j, arena, err) &&
		store_list_entries(db, j->contest->id, arena, &j->rows, &j->row_count, err) &&
		store_list_experts(db, j->contest->id, arena, &j->seats, &j->seat_count, err) &&
		load_conflicts(db, j, arena, err) && load_sessions(db, j, arena, err);
}
