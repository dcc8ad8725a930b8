/* Roster, tally, rank, cut, awards: each is its own function elsewhere; this file turns recorded decisions
 * from ids into indices, runs them in order, and prints what came out. */
#include "contest/result.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "contest/contest.h"
#include "contest/deliberation.h"
#include "contest/roster.h"

#include <stdlib.h>
#include <string.h>

const char *fate_name(enum fate fate)
{
	static const char *const names[FATE_COUNT] = {"out", "advance", "wild-card", "reserve", "at-stake",
		"withdrawn"};
	return names[fate];
}

static int entry_order(const void *a, const void *b)
{
	return strcmp(((const struct entry *)a)->id, ((const struct entry *)b)->id);
}

static int find_entry(const struct sheets *sheets, const char *id)
{
	struct entry key = {.id = id};
	const struct entry *e =
		bsearch(&key, sheets->entries, (size_t)sheets->entry_count, sizeof(key), entry_order);
	return e ? (int)(e - sheets->entries) : -1;
}

static bool unknown_entry(const struct result *r, const char *id, struct err *err)
{
	return fail(err, ERR_CONFLICT, "decision.entry", "A decision names entry %s, which takes no part in stage %s.",
		id, r->contest->stages[r->stage].id);
}

static bool read_decisions(const struct result_input *in, const struct result *r, struct arena *arena,
	struct decision **ret, struct err *err)
{
	struct decision *d = ARENA_ARRAY(arena, (size_t)in->deliberation_count, struct decision);
	for (int i = 0; i < in->deliberation_count; i++) {
		const struct result_deliberation *from = &in->deliberations[i];
		int *order = ARENA_ARRAY(arena, (size_t)from->count, int);
		for (int k = 0; k < from->count; k++) {
			order[k] = find_entry(&r->sheets, from->outcome[k]);
			if (order[k] < 0)
				return unknown_entry(r, from->outcome[k], err);
		}
		d[i] = (struct decision){order, from->count};
	}
	*ret = d;
	return true;
}

static int find_award(const struct stage *s, const char *id)
{
	for (int i = 0; i < s->award_count; i++)
		if (str_eq(s->awards[i].id, id))
			return i;
	return -1;
}

static bool read_choices(const struct result_input *in, const struct result *r, struct arena *arena,
	struct jury_choice **ret, struct err *err)
{
	const struct stage *stage = &r->contest->stages[r->stage];
	struct jury_choice *c = ARENA_ARRAY(arena, (size_t)in->grant_count, struct jury_choice);
	for (int i = 0; i < in->grant_count; i++) {
		c[i].award = find_award(stage, in->grants[i].award);
		c[i].entry = find_entry(&r->sheets, in->grants[i].entry);
		if (c[i].award < 0 || stage->awards[c[i].award].by != AWARD_BY_JURY)
			return fail(err, ERR_CONFLICT, "award.unknown", "Stage %s has no jury award %s.", stage->id,
				in->grants[i].award);
		if (c[i].entry < 0)
			return unknown_entry(r, in->grants[i].entry, err);
	}
	*ret = c;
	return true;
}

bool result_compute(const struct result_input *in, struct arena *arena, struct result *ret, struct err *err)
{
	struct result *r = ARENA_NEW(arena, struct result); /* tally keeps pointers into it */
	struct decision *decisions = NULL;
	struct jury_choice *choices = NULL;
	*r = (struct result){.contest = in->contest, .stage = in->stage};
	if (in->contest->stages[in->stage].kind != STAGE_PANEL)
		return fail(err, ERR_CONFLICT, "stage.open", "Nothing is marked in stage %s.",
			in->contest->stages[in->stage].id);
	if (!roster_make(in, arena, &r->sheets, &r->carried, err) ||
		!read_decisions(in, r, arena, &decisions, err) || !read_choices(in, r, arena, &choices, err))
		return false;
	if (!tally_stage(in->contest, in->stage, &r->sheets, &r->carried, in->models, arena, &r->tally, err) ||
		!rank_stage(&r->tally, &r->carried, decisions, in->deliberation_count, arena, &r->ranking, err))
		return false;
	if (!rank_comparer(&r->tally, &r->carried, decisions, in->deliberation_count, arena, &r->comparer, err) ||
		!cut_stage(&r->tally, &r->ranking, r->comparer, arena, &r->cut, err) ||
		!award_stage(&r->tally, &r->ranking, r->comparer, choices, in->grant_count, arena, &r->grants,
			&r->grant_count, &r->award_ties, &r->award_tie_count, err))
		return false;
	*ret = *r;
	return true;
}

bool result_settled(const struct result *r)
{
	return !r->cut.tie_count && !r->award_tie_count;
}

bool result_formed(const struct result *r, int heat, struct err *err)
{
	const struct stage *stage = &r->contest->stages[r->stage];
	struct err *const *why = r->tally.unformed;
	for (int h = heat < 0 ? 0 : heat; why && h <= (heat < 0 ? stage->heat_count : heat); h++)
		if (why[h])
			return fail(err, ERR_CONFLICT, why[h]->code, "No scores can be given in stage %s, heat %s. %s", stage->id,
				h < stage->heat_count ? stage->heats[h].id : "-", why[h]->message);
	return true;
}

static void put_ratio(struct json_writer *w, const char *key, const struct score *score, struct ratio value)
{
	CLEANUP(buf_done) struct buf text = {0};
	if (score->state != SCORE_OK) {
		json_put_null(w, key);
		return;
	}
	ratio_print(value, &text);
	json_put_string(w, key, buf_str(&text));
}

static void write_row(const struct result *r, int entry, struct json_writer *w)
{
	const struct score *score = &r->tally.scores[entry];
	const struct outcome *outcome = &r->cut.outcomes[entry];
	json_open(w, NULL, '{');
	json_put_string(w, "entry", r->sheets.entries[entry].id);
	put_ratio(w, "exact", score, score->total);
	json_put_string(w, "fate", fate_name(outcome->fate));
	put_ratio(w, "own", score, score->own);
	json_put_bool(w, "promoted", outcome->promoted);
	json_put_int(w, "quota", outcome->quota);
	json_put_int(w, "rank", r->ranking.places[entry].rank);
	if (r->contest->stages[r->stage].scoring.beside_raw) {
		if (score->state == SCORE_OK)
			json_put_int(w, "raw", ratio_round(score->raw_mean, DECIMAL_PLACES, ROUND_HALF_UP));
		else
			json_put_null(w, "raw");
	}
	json_put_int(w, "reserve", outcome->reserve_order);
	if (score->state == SCORE_OK)
		json_put_int(w, "score", ratio_round(score->total, DECIMAL_PLACES, ROUND_HALF_UP));
	else
		json_put_null(w, "score");
	json_put_int(w, "sheets", score->sheet_count);
	json_close(w, '}');
}

/* The id that list `list` stands for: of the axis value, or "" for the whole stage and for entries that
 * have no value on the axis. */
static const char *list_id(const struct result *r, int list)
{
	const struct stage *s = &r->contest->stages[r->stage];
	if (s->rank_within < 0)
		return "";
	if (s->rank_within == AXIS_HEAT)
		return list < s->heat_count ? s->heats[list].id : "";
	const struct labels *labels = &r->contest->axes[s->rank_within];
	return list < labels->count ? labels->items[list].id : "";
}

static void write_lists(const struct result *r, struct json_writer *w)
{
	const struct ranking *ranking = &r->ranking;
	json_open(w, "lists", '[');
	for (int l = 0; l < ranking->list_count; l++) {
		json_open(w, NULL, '{');
		json_put_string(w, "list", list_id(r, l));
		json_open(w, "rows", '[');
		for (int i = ranking->list_start[l]; i < ranking->list_start[l + 1]; i++)
			write_row(r, ranking->order[i], w);
		json_close(w, ']');
		json_close(w, '}');
	}
	json_close(w, ']');
}

void result_write(const struct result *r, struct buf *out)
{
	struct json_writer w = json_writer(out);
	const struct stage *stage = &r->contest->stages[r->stage];
	json_open(&w, NULL, '{');
	json_open(&w, "awards", '[');
	for (int i = 0; i < r->grant_count; i++) {
		json_open(&w, NULL, '{');
		json_put_string(&w, "award", stage->awards[r->grants[i].award].id);
		json_put_string(&w, "entry", r->sheets.entries[r->grants[i].entry].id);
		json_close(&w, '}');
	}
	json_close(&w, ']');
	write_lists(r, &w);
	json_put_string(&w, "stage", stage->id);
	json_open(&w, "unranked", '[');
	for (int e = 0; e < r->sheets.entry_count; e++)
		if (!r->ranking.places[e].rank)
			write_row(r, e, &w);
	json_close(&w, ']');
	json_close(&w, '}');
}

bool result_moved(const struct result *now, const struct result_earlier *published, struct arena *arena,
	const char ***ret_ids, int *ret_count, struct err *err)
{
	struct published_stage before;
	const char **ids = ARENA_ARRAY(arena, (size_t)now->sheets.entry_count, const char *);
	int count = 0;
	if (!published_read(published, arena, &before, err))
		return false;
	for (int e = 0; e < now->sheets.entry_count; e++) {
		enum fate fate = now->cut.outcomes[e].fate;
		const struct published *was = published_find(&before, now->sheets.entries[e].id);
		if ((fate == FATE_ADVANCE || fate == FATE_WILD_CARD) && !(was && was->advances))
			ids[count++] = now->sheets.entries[e].id;
	}
	*ret_ids = ids;
	*ret_count = count;
	return true;
}

bool result_feeds(const struct contest *contest, int from, int to)
{
	bool reached[MOST_STAGES];
	(void)stage_sources(contest, &contest->stages[to], reached);
	return reached[from];
}
