/* Rows in ranking order, unranked entries last. `exact` values are fractions of units (0.0001 of a mark). */
#include "cmd/tally_answer.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "cmd/output.h"
#include "cmd/tallying.h"
#include "contest/award.h"
#include "contest/contest.h"
#include "contest/result.h"

#include <inttypes.h>
#include <stdio.h>

static const struct stage *stage_of(const struct tallying *t)
{
	return &t->contest->stages[t->stage];
}

static const char *list_id(const struct tallying *t, int list)
{
	const struct stage *stage = stage_of(t);
	int axis = stage->rank_within;
	if (list < 0)
		return NULL;
	if (axis < 0)
		return "stage";
	if (axis == AXIS_HEAT)
		return list < stage->heat_count ? stage->heats[list].id : "";
	return list < t->contest->axes[axis].count ? t->contest->axes[axis].items[list].id : "";
}

static const char *label_id(const struct tallying *t, const struct entry *e, int axis)
{
	if (e->at[axis] < 0)
		return NULL;
	return axis == AXIS_HEAT ? stage_of(t)->heats[e->at[axis]].id : t->contest->axes[axis].items[e->at[axis]].id;
}

static const char *key_name(const struct tallying *t, int key)
{
	const struct scoring *rule = &stage_of(t)->scoring;
	if (key < 0)
		return NULL;
	if (key >= rule->tie_count)
		return "deliberation";
	const struct tie_key *k = &rule->ties[key];
	switch (k->kind) {
	case TIE_CRITERION:
		return rule->criteria[k->criterion].id;
	case TIE_GROUP:
		return k->group;
	case TIE_STAGE:
		return t->contest->stages[k->stage].id;
	case TIE_HEAD_TO_HEAD:
		return "head-to-head";
	case TIE_COUNTBACK:
		return "countback";
	case TIE_MARKS_ABOVE:
		return "marks-above-zero";
	default:
		return "raw-mean";
	}
}

static const char *state_name(enum score_state state)
{
	return state == SCORE_OK ? "ok" : state == SCORE_BELOW ? "below" : "none";
}

/* key: rounded to four places, and key_exact. */
static void put_value(struct json_writer *w, const char *key, const char *exact_key, bool present, struct ratio x)
{
	if (!present) {
		json_put_null(w, key);
		json_put_null(w, exact_key);
		return;
	}
	CLEANUP(buf_done) struct buf text = {0};
	ratio_print(x, &text);
	json_put_decimal(w, key, ratio_round(x, DECIMAL_PLACES, ROUND_HALF_UP));
	json_put_string(w, exact_key, buf_str(&text));
}

static void put_awards(const struct tallying *t, int entry, struct json_writer *w)
{
	json_open(w, "awards", '[');
	for (int g = 0; g < t->grant_count; g++)
		if (t->grants[g].entry == entry)
			json_put_string(w, NULL, stage_of(t)->awards[t->grants[g].award].id);
	json_close(w, ']');
}

static void put_criteria(const struct tallying *t, int entry, struct json_writer *w)
{
	const struct scoring *rule = &stage_of(t)->scoring;
	json_open(w, "criteria", '{');
	for (int c = 0; c < rule->criterion_count; c++) {
		struct ratio x = t->tally.criteria[(size_t)entry * (size_t)rule->criterion_count + (size_t)c];
		json_open(w, rule->criteria[c].id, '{');
		put_value(w, "value", "exact", x.den != 0, x);
		json_close(w, '}');
	}
	json_close(w, '}');
}

static void put_sheet(const struct tallying *t, int32_t s, struct json_writer *w)
{
	const struct scoring *rule = &stage_of(t)->scoring;
	const struct sheet *sheet = &t->sheets.items[s];
	struct ratio total = t->tally.totals[s];
	json_open(w, NULL, '{');
	json_put_string(w, "expert", t->sheets.experts[sheet->expert].id);
	put_value(w, "total", "total_exact", total.den != 0, total);
	json_open(w, "marks", '{');
	for (int c = 0; c < rule->criterion_count; c++) {
		int64_t mark = t->sheets.marks[(size_t)s * (size_t)rule->criterion_count + (size_t)c];
		if (mark == MARK_NONE)
			continue;
		json_open(w, rule->criteria[c].id, '{');
		json_put_decimal(w, "mark", mark);
		put_value(w, "adjusted", "exact", true, tally_mark(&t->tally, s, c));
		json_close(w, '}');
	}
	json_close(w, '}');
	json_close(w, '}');
}

static void put_sheets(const struct tallying *t, int entry, struct json_writer *w)
{
	json_open(w, "marked", '[');
	for (size_t i = t->tally.start[entry]; i < t->tally.start[entry + 1]; i++)
		put_sheet(t, t->tally.by_entry[i], w);
	json_close(w, ']');
}

static void put_entry(const struct tallying *t, int e, bool explain, struct json_writer *w)
{
	const struct entry *entry = &t->sheets.entries[e];
	const struct score *score = &t->tally.scores[e];
	const struct place *place = &t->ranking.places[e];
	const struct outcome *outcome = &t->cut.outcomes[e];
	bool ok = score->state == SCORE_OK;
	json_open(w, NULL, '{');
	json_put_string(w, "entry", entry->id);
	for (int axis = 0; axis < AXIS_COUNT; axis++)
		json_put_string(w, axis_name((enum axis)axis), label_id(t, entry, axis));
	json_put_string(w, "list", list_id(t, place->list));
	json_put_int(w, "rank", place->rank);
	json_put_int(w, "tied_with", place->tied_with);
	json_put_string(w, "settled", key_name(t, place->settled_by));
	json_put_string(w, "state", state_name(score->state));
	put_value(w, "score", "exact", ok, score->total);
	put_value(w, "own", "own_exact", ok, score->own);
	put_value(w, "raw_mean", "raw_mean_exact", score->sheet_count > 0, score->raw_mean);
	json_put_int(w, "sheets", score->sheet_count);
	json_put_string(w, "fate", fate_name(outcome->fate));
	json_put_int(w, "quota", outcome->quota);
	json_put_int(w, "reserve", outcome->reserve_order);
	json_put_bool(w, "promoted", outcome->promoted);
	put_awards(t, e, w);
	if (explain) {
		put_criteria(t, e, w);
		put_sheets(t, e, w);
	}
	json_close(w, '}');
}

static void put_tie(const struct tallying *t, const struct tie_at_cut *tie, struct json_writer *w)
{
	const struct stage *stage = stage_of(t);
	json_open(w, NULL, '{');
	if (tie->quota > stage->quota_count) {
		json_put_string(w, "award", stage->awards[tie->quota - stage->quota_count - 1].id);
	} else {
		json_put_int(w, "quota", tie->quota);
		json_put_bool(w, "wild", tie->quota == stage->quota_count);
	}
	json_put_int(w, "places", tie->places);
	json_open(w, "entries", '[');
	for (int i = 0; i < tie->count; i++)
		json_put_string(w, NULL, t->sheets.entries[tie->entries[i]].id);
	json_close(w, ']');
	json_close(w, '}');
}

static void put_quotas(const struct tallying *t, struct json_writer *w)
{
	const struct stage *stage = stage_of(t);
	json_open(w, "quotas", '[');
	for (int q = 0; q <= stage->quota_count; q++) {
		bool wild = q == stage->quota_count;
		if (wild && !stage->wild_cards)
			continue;
		json_open(w, NULL, '{');
		json_put_int(w, "places", wild ? stage->wild_cards : stage->quotas[q].places);
		json_put_int(w, "taken", t->cut.taken[q]);
		json_put_bool(w, "wild", wild);
		json_close(w, '}');
	}
	json_close(w, ']');
}

static void put_ties(const struct tallying *t, struct json_writer *w)
{
	json_open(w, "ties", '[');
	for (int i = 0; i < t->cut.tie_count; i++)
		put_tie(t, &t->cut.ties[i], w);
	for (int i = 0; i < t->award_tie_count; i++)
		put_tie(t, &t->award_ties[i], w);
	json_close(w, ']');
}

void tally_answer_json(const struct tallying *t, bool explain, struct buf *out)
{
	struct json_writer w = json_writer(out);
	json_open(&w, NULL, '{');
	json_put_string(&w, "contest", t->contest->id);
	json_put_string(&w, "stage", stage_of(t)->id);
	json_put_int(&w, "decimals", stage_of(t)->scoring.display_places);
	json_put_bool(&w, "low_wins", stage_of(t)->scoring.low_wins);
	json_put_bool(&w, "settled", !t->cut.tie_count && !t->award_tie_count);
	put_quotas(t, &w);
	put_ties(t, &w);
	json_open(&w, "entries", '[');
	for (int i = 0; i < t->sheets.entry_count; i++)
		put_entry(t, t->ranking.order[i], explain, &w);
	json_close(&w, ']');
	json_close(&w, '}');
}

/* ---- CSV and table */

static const char *score_text(const struct tallying *t, const struct score *score, struct ratio x, struct arena *arena)
{
	int places = stage_of(t)->scoring.display_places;
	char *text = arena_alloc(arena, DECIMAL_TEXT);
	if (score->state != SCORE_OK)
		return "";
	return decimal_fixed(ratio_round(x, places, ROUND_HALF_UP), places, text);
}

void tally_answer_csv(const struct tallying *t, struct buf *out)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	buf_puts(out, "list,rank,entry,heat,score,exact,raw_mean,sheets,state,tied_with,settled,fate,quota,reserve,promoted\n");
	for (int i = 0; i < t->sheets.entry_count; i++) {
		int e = t->ranking.order[i];
		const struct score *score = &t->tally.scores[e];
		const struct place *place = &t->ranking.places[e];
		const struct outcome *outcome = &t->cut.outcomes[e];
		const char *list = list_id(t, place->list), *settled = key_name(t, place->settled_by);
		const char *heat = label_id(t, &t->sheets.entries[e], AXIS_HEAT);
		buf_printf(out, "%s,%d,%s,%s,%s,", list ? list : "", place->rank, t->sheets.entries[e].id, heat ? heat : "",
			score_text(t, score, score->total, arena));
		if (score->state == SCORE_OK)
			ratio_print(score->total, out);
		buf_printf(out, ",%s,%d,%s,%d,%s,%s,%d,%d,%s\n", score_text(t, score, score->raw_mean, arena), score->sheet_count,
			state_name(score->state), place->tied_with, settled ? settled : "", fate_name(outcome->fate), outcome->quota,
			outcome->reserve_order, outcome->promoted ? "yes" : "no");
	}
}

static enum colour fate_colour(enum fate fate)
{
	if (fate == FATE_ADVANCE || fate == FATE_WILD_CARD)
		return COLOUR_GREEN;
	return fate == FATE_AT_STAKE ? COLOUR_YELLOW : COLOUR_NONE;
}

static const char *award_words(const struct tallying *t, int e, struct arena *arena)
{
	const char *words = "";
	for (int g = 0; g < t->grant_count; g++)
		if (t->grants[g].entry == e)
			words = arena_printf(arena, "%s%s%s", words, *words ? ", " : "", stage_of(t)->awards[t->grants[g].award].id);
	return words;
}

static void add_row(const struct tallying *t, int e, struct table *table, struct arena *arena)
{
	const struct score *score = &t->tally.scores[e];
	const struct place *place = &t->ranking.places[e];
	const struct outcome *outcome = &t->cut.outcomes[e];
	if (place->rank)
		table_printf(table, "%s%d", place->tied_with ? "=" : "", place->rank);
	else
		table_cell(table, "");
	table_cell(table, t->sheets.entries[e].id);
	table_cell(table, score->state == SCORE_OK ? score_text(t, score, score->total, arena) : state_name(score->state));
	table_cell(table, score_text(t, score, score->raw_mean, arena));
	table_printf(table, "%d", score->sheet_count);
	table_cell(table, key_name(t, place->settled_by));
	if (outcome->reserve_order)
		table_printf(table, "reserve %d", outcome->reserve_order);
	else
		table_cell(table, outcome->fate == FATE_OUT ? "" : fate_name(outcome->fate));
	table_cell(table, award_words(t, e, arena));
	table_colour(table, fate_colour(outcome->fate));
}

static void print_tie(const struct tallying *t, const struct tie_at_cut *tie)
{
	const struct stage *stage = stage_of(t);
	int award = tie->quota - stage->quota_count - 1;
	printf("tied:");
	for (int i = 0; i < tie->count; i++)
		printf(" %s", t->sheets.entries[tie->entries[i]].id);
	if (award >= 0)
		printf("  for %d of award %s; awaits deliberation\n", tie->places, stage->awards[award].id);
	else
		printf("  for %d place%s of %s; awaits deliberation\n", tie->places, tie->places == 1 ? "" : "s",
			tie->quota == stage->quota_count ? "the wild cards" : "the quota");
}

void tally_answer_table(const struct tallying *t, struct arena *arena)
{
	static const char *const columns[] = {">rank", "entry", ">score", ">raw mean", ">sheets", "settled by", "fate", "awards"};
	struct table *table = table_new(arena, columns, COUNT_OF(columns));
	int list = 0;
	for (int i = 0; i < t->sheets.entry_count; i++) {
		int e = t->ranking.order[i], in = t->ranking.places[e].list;
		if ((!i || in != list) && (in < 0 || stage_of(t)->rank_within >= 0))
			table_rule(table, in < 0 ? "unranked" : list_id(t, in));
		list = in;
		add_row(t, e, table, arena);
	}
	table_print(table, stdout);
	for (int i = 0; i < t->cut.tie_count; i++)
		print_tie(t, &t->cut.ties[i]);
	for (int i = 0; i < t->award_tie_count; i++)
		print_tie(t, &t->award_ties[i]);
}
