/* Every step and every rule on panels small enough to count by hand. Scores are in units of 0.0001. */
#include "harness/unit.h"

#include "base/arena.h"
#include "panel.h"

#include <string.h>

#define ONE_MARK "    criteria: [{id: m, title: M, min: 0, max: 100, step: 0.01}]\n"
#define TWO_MARKS "    criteria: [{id: p, title: P, min: 0, max: 100, step: 0.01, weight: 3}, " \
	"{id: q, title: Q, min: 0, max: 100, step: 0.01}]\n"
#define PLACE_MARKS "    criteria: [{id: p, title: P, min: 1, max: 9, step: 1}, {id: q, title: Q, min: 1, max: 9, step: 1}]\n"
#define STEPS(steps) "    scoring: {steps: [" steps "]}\n"

static void means_are_exact(void **state)
{
	struct panel p = panel_of(*state, ONE_MARK STEPS("{do: combine, rule: mean}, {do: sum, as: sum}"),
		"A x 9\nA y 8\nA z 9.02\nB x 1\n");
	assert_string_equal(panel_score(&p, "A"), "260200/3");
	assert_string_equal(panel_score(&p, "B"), "10000");
	assert_int_equal(p.tally.scores[0].raw_mean.num, 260200);
	assert_int_equal(p.tally.scores[0].raw_mean.den, 3);
	assert_int_equal(p.tally.scores[0].sheet_count, 3);
}

static void a_recusal_shortens_the_divisor_only(void **state)
{
	struct panel p = panel_of(*state, TWO_MARKS STEPS("{do: combine, rule: mean}, {do: sum, as: mean}"),
		"A x 10 10\nA y - 4\nA z recused\nA w - -\n");
	/* p = 10, q = 7: (3·10 + 7) / 4 */
	assert_string_equal(panel_score(&p, "A"), "92500");
	assert_int_equal(p.tally.scores[0].sheet_count, 2);
	/* sheets: x 10, y 4 */
	assert_int_equal(p.tally.scores[0].raw_mean.num, 70000);
}

static void totals_weigh_what_a_sheet_marks(void **state)
{
	const char *rows = "A x 10 6\nA y - 4\n";
	struct panel sum = panel_of(*state, TWO_MARKS STEPS("{do: total, as: sum}, {do: combine, rule: mean}"), rows);
	assert_string_equal(panel_score(&sum, "A"), "200000"); /* (36 + 4) / 2 */
	struct panel mean = panel_of(*state, TWO_MARKS STEPS("{do: total, as: mean}, {do: combine, rule: mean}"), rows);
	assert_string_equal(panel_score(&mean, "A"), "65000"); /* (9 + 4) / 2 */
	struct panel each = panel_of(*state,
		TWO_MARKS STEPS("{do: total, as: mean, round: {places: 0, mode: down}}, {do: combine, rule: sum}"),
		"A x 10 5\nA y 9 9\n");
	assert_string_equal(panel_score(&each, "A"), "170000"); /* 8.75 → 8, 9 */
	assert_int_equal(each.tally.scores[0].raw_mean.num, 88750); /* of the unrounded ones */
}

static void trimming_drops_from_both_ends(void **state)
{
	struct panel p = panel_of(*state,
		ONE_MARK "    scoring: {quorum: {sheets: 4}, steps: [{do: combine, rule: mean, drop: {high: 1, low: 2}}, {do: sum, as: sum}]}\n",
		"A a 1\nA b 9\nA c 5\nA d 7\nA e 9\nB a 1\nB b 1\nB c 1\nC a 4\nC b 4\nC c 4\nC d 9\n");
	assert_string_equal(panel_score(&p, "A"), "80000"); /* 1 5 | 7 9 | 9 */
	assert_string_equal(panel_score(&p, "B"), "below");
	assert_string_equal(panel_score(&p, "C"), "40000");
	struct panel sum = panel_of(*state, ONE_MARK "    scoring: {quorum: {sheets: 3}, "
		"steps: [{do: combine, rule: sum, drop: {high: 1, low: 1}}, {do: sum, as: sum}]}\n",
		"A a 1\nA b 9\nA c 5\nA d 7\nA e 9\n");
	assert_string_equal(panel_score(&sum, "A"), "210000");
}

static void medians(void **state)
{
	struct panel p = panel_of(*state, ONE_MARK STEPS("{do: combine, rule: median}, {do: sum, as: sum}"),
		"A a 1\nA b 9\nA c 5\nB a 9\nB b 1\nB c 4\nB d 5.01\n");
	assert_string_equal(panel_score(&p, "A"), "50000");
	assert_string_equal(panel_score(&p, "B"), "45050");
}

static void clamping_then_rounding_then_mean(void **state)
{
	/* m = 16/3; within 2: [10/3, 22/3] = [3.33, 7.33] rounded */
	struct panel p = panel_of(*state, ONE_MARK STEPS("{do: clamp, within: 2, round: {places: 2, mode: half-up}}, "
		"{do: combine, rule: mean, round: {places: 2, mode: half-up}}, {do: sum, as: sum}"),
		"A a 1\nA b 5\nA c 10\n");
	assert_int_equal(p.tally.adjusted[0].num, 33300);
	assert_int_equal(p.tally.adjusted[1].num, 50000);
	assert_int_equal(p.tally.adjusted[2].num, 73300);
	assert_string_equal(panel_score(&p, "A"), "52200"); /* 15.66 / 3 */
	assert_int_equal(p.tally.scores[0].raw_mean.den, 3);
	struct panel sheets = panel_of(*state, ONE_MARK
		STEPS("{do: total, as: sum}, {do: clamp, within: 2}, {do: combine, rule: mean}"), "A a 1\nA b 5\nA c 10\n");
	assert_string_equal(panel_score(&sheets, "A"), "470000/9"); /* (10/3 + 5 + 22/3) / 3 */
	assert_int_equal(sheets.tally.scores[0].raw_mean.num, 160000);
}

static void borda_scales_by_how_many_an_expert_marked(void **state)
{
	/* Heat of A B C D (N = 4). x ranks all: A 3, B = C 1.5, D 0. y marked A and D only: D over A, ×3. */
	struct panel p = panel_of(*state, ONE_MARK STEPS("{do: total, as: sum}, {do: combine, rule: rank-sum}"),
		"A x 9\nB x 5\nC x 5\nD x 1\nA y 3\nD y 8\nB z 7\n");
	assert_string_equal(panel_score(&p, "A"), "15000"); /* (3 + 0) / 2 */
	assert_string_equal(panel_score(&p, "B"), "15000"); /* z ordered nothing */
	assert_string_equal(panel_score(&p, "C"), "15000");
	assert_string_equal(panel_score(&p, "D"), "15000"); /* (0 + 3) / 2 */
}

static void rank_points_share_among_equals(void **state)
{
	struct panel p = panel_of(*state, ONE_MARK
		STEPS("{do: total, as: sum}, {do: combine, rule: rank-points, points: [12, 10, 8]}"),
		"A x 9\nB x 5\nC x 5\nD x 1\nA y 1\nB y 2\nC y 3\nD y 4\n");
	assert_string_equal(panel_score(&p, "A"), "120000");
	assert_string_equal(panel_score(&p, "B"), "170000"); /* 9 + 8 */
	assert_string_equal(panel_score(&p, "C"), "190000"); /* 9 + 10 */
	assert_string_equal(panel_score(&p, "D"), "120000");
}

static void classes_weigh_as_declared(void **state)
{
	struct panel p = panel_of(*state, ONE_MARK "    panel: {i: 3, v: 2}\n"
		STEPS("{do: total, as: sum}, {do: combine, classes: {i: {weight: 70, rule: median}, v: {weight: 30, rule: mean}}}"),
		"A i:a 1\nA i:b 9\nA i:c 5\nA v:d 8\nA v:e 9\nB i:a 5\n");
	assert_string_equal(panel_score(&p, "A"), "60500"); /* .7·5 + .3·8.5 */
	assert_string_equal(panel_score(&p, "B"), "50000"); /* the class that gave a value */
}

static void quorum_asks_for_sheets_and_classes(void **state)
{
	struct panel p = panel_of(*state, ONE_MARK "    panel: {i: 3, v: 2}\n"
		"    scoring: {quorum: {sheets: 2, per_class: 1}, steps: [{do: total, as: sum}, {do: combine, rule: mean}]}\n",
		"A i:a 1\nA v:b 9\nB i:a 5\nB i:c 6\nC v:b 4\nD i:a recused\n");
	assert_string_equal(panel_score(&p, "A"), "50000");
	assert_string_equal(panel_score(&p, "B"), "below");
	assert_string_equal(panel_score(&p, "C"), "below");
	assert_string_equal(panel_score(&p, "D"), "none");
}

static void factors_multiply_and_leave_the_sum(void **state)
{
	const char *stage = "    criteria:\n"
		"      - {id: dive, title: D, min: 0, max: 10, step: 0.5}\n"
		"      - {id: difficulty, title: F, by: official, min: 0, max: 5, step: 0.1}\n"
		"      - {id: deduction, title: O, by: official, optional: true, min: 0, max: 5, step: 0.1, weight: -1}\n"
		STEPS("{do: combine, rule: sum}, {do: scale, by: 3/5}, "
			"{do: factor, factors: {dive: {by: difficulty}}, round: {places: 2, mode: half-up}}, {do: sum, as: sum}");
	struct panel p = panel_of(*state, stage,
		"A x 8 - -\nA y 8.5 - -\nA ref - 3.1 -\nB x 8\nC x 10 - -\nC ref - 2.2 1.5\n");
	assert_string_equal(panel_score(&p, "A"), "306900"); /* 16.5 · .6 · 3.1 = 30.69 */
	assert_string_equal(panel_score(&p, "B"), "below");  /* no difficulty */
	assert_string_equal(panel_score(&p, "C"), "117000"); /* 13.2 − 1.5 */
	assert_int_equal(p.tally.scores[0].sheet_count, 2);
}

static void constants_round_where_told(void **state)
{
	struct panel p = panel_of(*state, TWO_MARKS STEPS("{do: combine, rule: mean, round: {places: 2, mode: half-even}}, "
		"{do: factor, factors: {p: 1.6}, round: {places: 1, mode: half-even}}, {do: sum, as: sum}"),
		"A x 8.01 8.01\nA y 8.02 8.02\n");
	/* 8.015 → 8.02; ·1.6 = 12.832 → 12.8; q untouched by the factor's rounding; 3·12.8 + 8.02 */
	assert_string_equal(panel_score(&p, "A"), "464200");
}

static void penalties_step_and_stop(void **state)
{
#define PENALTY(text) "    criteria: [{id: m, title: M, min: 0, max: 100, step: 1}, " \
	"{id: over, title: O, by: official, optional: true, min: 0, max: 900, step: 1}]\n" \
	STEPS("{do: total, as: sum}, {do: combine, rule: mean}, {do: penalty, criterion: over, " text "}")
	const char *rows = "A x 50\nB x 50\nB r - 5\nC x 50\nC r - 65\nD x 50\nD r - 305\n";
	struct panel p = panel_of(*state, PENALTY("free: 5, each: 60, points: 2, most: 7"), rows);
	assert_string_equal(panel_score(&p, "A"), "500000");
	assert_string_equal(panel_score(&p, "B"), "500000");
	assert_string_equal(panel_score(&p, "C"), "480000"); /* exactly one minute */
	assert_string_equal(panel_score(&p, "D"), "430000"); /* five are 10, at most 7 */
	struct panel once = panel_of(*state, PENALTY("free: 0, points: 2.5"), rows);
	assert_string_equal(panel_score(&once, "D"), "475000");
}

static void earlier_stages_carry(void **state)
{
	const char *stages =
		"  - id: s1\n    title: S\n" ONE_MARK STEPS("{do: combine, rule: mean}, {do: sum, as: sum}")
		"    advance: {quotas: [{places: 1}]}\n"
		"  - id: s2\n    title: S\n    from: [s1]\n" ONE_MARK
		STEPS("{do: combine, rule: mean}, {do: sum, as: sum}, "
			"{do: carry, terms: [{stage: s1, weight: 3}, {stage: this, weight: 7}], as: mean, round: {places: 2, mode: half-up}}");
	struct panel p = panel_of(*state, stages, "A x 20\nB x 21\n");
	assert_string_equal(panel_score(&p, "A"), "below"); /* nothing carried */
	bool has[4] = {true, false, false, false};
	struct ratio own[4] = {{222500, 1}};
	p.carried = (struct carried){has, own};
	panel_run(&p);
	assert_string_equal(panel_score(&p, "A"), "206800"); /* .3·22.25 + 14 = 20.675 */
	assert_int_equal(p.tally.scores[0].own.num, 200000);
	assert_string_equal(panel_score(&p, "B"), "below");
}

static void sums_need_every_criterion(void **state)
{
	const char *rows = "A x 5 5\nB x 5 -\n";
	struct panel sum = panel_of(*state, TWO_MARKS STEPS("{do: combine, rule: mean}, {do: sum, as: sum}"), rows);
	assert_string_equal(panel_score(&sum, "A"), "200000");
	assert_string_equal(panel_score(&sum, "B"), "below");
	struct panel mean = panel_of(*state, TWO_MARKS STEPS("{do: combine, rule: mean}, {do: sum, as: mean}"), rows);
	assert_string_equal(panel_score(&mean, "B"), "50000");
	struct panel optional = panel_of(*state, "    criteria: [{id: p, title: P, max: 10}, "
		"{id: q, title: Q, max: 10, optional: true}]\n" STEPS("{do: combine, rule: mean}, {do: sum, as: sum}"), rows);
	assert_string_equal(panel_score(&optional, "B"), "50000");
}

#define SKATING "{do: combine, rule: majority}, {do: places}"

/* Five judges, five couples. */
static void one_dance_by_majority(void **state)
{
	const char *stage = "    criteria: [{id: w, title: W, min: 1, max: 9, step: 1}]\n"
		"    scoring: {rank: low, steps: [" SKATING "]}\n";
	/* A: three firsts of five. B and C: three 2nd-or-better each, sums 4 and 6. D: four 4th-or-better, E three. */
	struct panel p = panel_of(*state, stage,
		"A a 1\nA b 1\nA c 1\nA d 5\nA e 2\nB a 2\nB b 3\nB c 3\nB d 1\nB e 1\nC a 3\nC b 2\nC c 2\nC d 2\nC e 5\n"
		"D a 4\nD b 4\nD c 5\nD d 3\nD e 3\nE a 5\nE b 5\nE c 4\nE d 4\nE e 4\n");
	assert_string_equal(panel_order(&p), "A B C D E");
	assert_string_equal(panel_score(&p, "E"), "50000");
}

static void equal_couples_share_their_places(void **state)
{
	const char *stage = "    criteria: [{id: w, title: W, min: 1, max: 9, step: 1}]\n"
		"    scoring: {rank: low, steps: [" SKATING "]}\n";
	struct panel p = panel_of(*state, stage, "A a 1\nA b 2\nB a 2\nB b 1\nC a 3\nC b 3\n");
	assert_string_equal(panel_score(&p, "A"), "15000");
	assert_string_equal(panel_score(&p, "B"), "15000");
	assert_string_equal(panel_score(&p, "C"), "30000");
	assert_string_equal(panel_order(&p), "A=B C");
}

/* Sums 3 and 3: rule 10 counts first places, one each, sums of them 1 and 1: rule 11 over all marks. */
static void rule_eleven_counts_all_marks(void **state)
{
	const char *stage = PLACE_MARKS "    scoring: {rank: low, steps: [" SKATING "]}\n";
	struct panel p = panel_of(*state, stage, /* waltz: A first by 3 of 3; tango: B first by 2 of 3 */
		"A a 1 1\nA b 1 2\nA c 1 2\nB a 2 2\nB b 2 1\nB c 2 1\n");
	assert_string_equal(panel_order(&p), "A B"); /* 4 firsts of 6 against 2 */
	assert_string_equal(panel_score(&p, "A"), "10000");
	assert_string_equal(panel_score(&p, "B"), "20000");
}

static void fields_are_heats(void **state)
{
	const char *stage = ONE_MARK
		"    heats: [{id: h1, title: H, division: a}, {id: h2, title: H, division: b}]\n    rank_within: heat\n"
		STEPS("{do: total, as: sum}, {do: combine, rule: rank-sum}");
	struct panel p = panel_of(*state, stage, "A@a x 9\nB@a x 5\nC@b x 7\nD@b x 6\nE@b x 5\n");
	for (int e = 0; e < 5; e++)
		((struct entry *)p.sheets.entries)[e].at[AXIS_HEAT] = e / 2 ? 1 : 0;
	panel_run(&p);
	assert_string_equal(panel_score(&p, "A"), "10000");
	assert_string_equal(panel_score(&p, "B"), "0");
	assert_string_equal(panel_score(&p, "C"), "20000");
	assert_string_equal(panel_score(&p, "E"), "0");
	assert_int_equal(panel_rank(&p, "A"), 1);
	assert_int_equal(panel_rank(&p, "C"), 1);
	assert_int_equal(p.ranking.list_count, 2);
}

static void nothing_marked_is_nothing(void **state)
{
	struct panel p = panel_of(*state, ONE_MARK STEPS("{do: combine, rule: mean}, {do: sum, as: sum}"), "");
	assert_int_equal(p.sheets.entry_count, 0);
	assert_int_equal(p.ranking.list_start[1], 0);
	struct panel none = panel_of(*state, ONE_MARK STEPS("{do: combine, rule: mean}, {do: sum, as: sum}"),
		"A x -\nB x 0\n");
	assert_string_equal(panel_score(&none, "A"), "none");
	assert_string_equal(panel_score(&none, "B"), "0");
	assert_int_equal(panel_rank(&none, "A"), 0);
	assert_int_equal(panel_rank(&none, "B"), 1);
}

static int setup(void **state)
{
	*state = arena_new();
	return 0;
}

static int teardown(void **state)
{
	arena_free(*state);
	return 0;
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(means_are_exact), TEST(a_recusal_shortens_the_divisor_only), TEST(totals_weigh_what_a_sheet_marks),
		TEST(trimming_drops_from_both_ends), TEST(medians), TEST(clamping_then_rounding_then_mean),
		TEST(borda_scales_by_how_many_an_expert_marked), TEST(rank_points_share_among_equals),
		TEST(classes_weigh_as_declared), TEST(quorum_asks_for_sheets_and_classes),
		TEST(factors_multiply_and_leave_the_sum), TEST(constants_round_where_told), TEST(penalties_step_and_stop),
		TEST(earlier_stages_carry), TEST(sums_need_every_criterion), TEST(one_dance_by_majority),
		TEST(equal_couples_share_their_places), TEST(rule_eleven_counts_all_marks), TEST(fields_are_heats),
		TEST(nothing_marked_is_nothing),
	};
	return cmocka_run_group_tests_name("contest/tally", tests, NULL, NULL);
}
