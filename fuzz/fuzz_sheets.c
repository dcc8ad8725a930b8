/* Sheets from CSV: whatever the bytes, either findings or sheets that can be counted, each index in range,
 * each mark on its criterion's scale; and counting them twice gives the same. */
#include "fuzz.h"

#include "base/arena.h"
#include "base/finding.h"
#include "contest/contest.h"
#include "contest/cut.h"
#include "contest/definition.h"
#include "contest/rank.h"
#include "contest/sheetfile.h"
#include "contest/tally.h"

static const char definition[] =
	"leitai: 1\nid: fuzz\ntitle: F\nclasses: [{id: i, title: I}, {id: v, title: V}]\n"
	"divisions: [{id: a, title: A}, {id: b, title: B}]\nstages:\n  - id: s\n    title: S\n"
	"    heats: [{id: h, title: H, division: a}, {id: k, title: K, division: b}]\n"
	"    criteria: [{id: m, title: M, max: 10, step: 0.5}, {id: n, title: N, max: 3, optional: true}, "
	"{id: o, title: O, by: official, optional: true, max: 100, weight: 2}]\n"
	"    scoring: {steps: [{do: clamp, within: 2}, {do: combine, rule: rank-sum}, {do: sum, as: sum}], "
	"ties: [head-to-head, countback, {criterion: o}]}\n"
	"    advance: {quotas: [{division: a, places: 2}, {places: 1}], wild_cards: 1, reserve: 1}\n";

static void check_marks(const struct sheets *sheets, const struct scoring *scoring)
{
	for (size_t s = 0; s < sheets->count; s++) {
		MUST_HOLD(sheets->items[s].entry >= 0 && sheets->items[s].entry < sheets->entry_count);
		MUST_HOLD(sheets->items[s].expert >= 0 && sheets->items[s].expert < sheets->expert_count);
		for (int c = 0; c < sheets->criterion_count; c++) {
			int64_t mark = sheets->marks[s * (size_t)sheets->criterion_count + (size_t)c];
			const struct criterion *criterion = &scoring->criteria[c];
			MUST_HOLD(mark == MARK_NONE || (mark >= criterion->min && mark <= criterion->max
				&& (mark - criterion->min) % criterion->step == 0));
		}
	}
}

static void count(const struct contest *contest, const struct sheets *sheets, struct arena *arena)
{
	struct tally tally;
	struct ranking ranking;
	struct comparer *comparer;
	struct cut cut;
	struct err err = {0};
	if (!tally_stage(contest, 0, sheets, NULL, NULL, arena, &tally, &err))
		return;
	MUST_HOLD(rank_stage(&tally, NULL, NULL, 0, arena, &ranking, &err));
	MUST_HOLD(rank_comparer(&tally, NULL, NULL, 0, arena, &comparer, &err));
	MUST_HOLD(cut_stage(&tally, &ranking, comparer, arena, &cut, &err));
	for (int e = 0; e < sheets->entry_count; e++)
		MUST_HOLD((tally.scores[e].state == SCORE_OK) == (ranking.places[e].rank > 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct findings none = findings_of("fuzz.yaml", arena), findings = findings_of("fuzz.csv", arena);
	struct contest *contest;
	struct sheets sheets;
	struct err err = {0};
	MUST_HOLD(definition_read(definition, sizeof(definition) - 1, arena, &none, &contest, &err));
	if (!sheetfile_read(contest, 0, NULL, 0, (const char *)data, size, arena, &findings, &sheets, &err)) {
		MUST_HOLD(findings.total > 0);
		return 0;
	}
	MUST_HOLD(findings.total == 0);
	check_marks(&sheets, &contest->stages[0].scoring);
	count(contest, &sheets, arena);
	return 0;
}
