/* Ties: every key, their order, decisions, and the places that come of them. */
#include "harness/unit.h"

#include "base/arena.h"
#include "panel.h"

#define MARKS "    criteria: [{id: p, title: P, group: g, min: 0, max: 10, step: 1}, " \
	"{id: q, title: Q, group: g, min: 0, max: 10, step: 1}]\n"
#define SCORING(ties) "    scoring: {steps: [{do: total, as: sum}, {do: combine, rule: mean}], ties: [" ties "]}\n"

#define PLAIN "    scoring: {steps: [{do: total, as: sum}, {do: combine, rule: mean}]}\n"

static void places_are_competition_ranks(void **state)
{
	struct panel p = panel_of(*state, MARKS PLAIN, "A x 1 1\nB x 5 5\nC x 4 6\nD x 0 1\n~W x 9 9\n");
	assert_string_equal(panel_order(&p), "B=C A D");
	assert_int_equal(panel_rank(&p, "B"), 1);
	assert_int_equal(panel_rank(&p, "C"), 1);
	assert_int_equal(panel_rank(&p, "A"), 3);
	assert_int_equal(panel_rank(&p, "W"), 0);
	assert_int_equal(p.ranking.places[panel_entry(&p, "B")].tied_with, 1);
	assert_int_equal(p.ranking.places[panel_entry(&p, "W")].list, -1);
	assert_int_equal(p.ranking.places[panel_entry(&p, "D")].settled_by, -1);
	assert_int_equal(p.ranking.order[4], panel_entry(&p, "W"));
}

static void a_criterion_parts(void **state)
{
	const char *rows = "A x 5 5\nB x 4 6\nC x 6 4\n";
	struct panel p = panel_of(*state, MARKS SCORING("{criterion: p}"), rows);
	assert_string_equal(panel_order(&p), "C A B");
	assert_int_equal(p.ranking.places[0].settled_by, 0);
	struct panel low = panel_of(*state, MARKS SCORING("{criterion: p, low: true}"), rows);
	assert_string_equal(panel_order(&low), "B A C");
}

static void a_criterion_that_is_missing_loses(void **state)
{
	struct panel p = panel_of(*state, MARKS SCORING("{criterion: p, low: true}"), "A x - 10\nB x 4 6\n");
	assert_string_equal(panel_order(&p), "B A");
}

static void a_group_sums_its_criteria(void **state)
{
	const char *stage = "    criteria: [{id: p, title: P, group: g, min: 0, max: 10, step: 1, weight: 2}, "
		"{id: q, title: Q, group: g, min: 0, max: 10, step: 1}, {id: r, title: R, min: 0, max: 10, step: 1}]\n"
		SCORING("{group: g}");
	struct panel p = panel_of(*state, stage, "A x 2 1 1\nB x 1 3 1\n"); /* 6 each; g: 3 and 4 */
	assert_string_equal(panel_order(&p), "B A");
}

static void head_to_head_counts_common_experts(void **state)
{
	/* Means 6 each. A beats B at x and y; z saw A only. B and C: one each. A and C: x for C, y none. */
	struct panel p = panel_of(*state, MARKS SCORING("head-to-head"),
		"A x 4 3\nA y 4 3\nA z 2 2\nB x 3 2\nB y 3 3\nB w 4 3\nC x 4 4\nC w 2 2\n");
	assert_string_equal(panel_score(&p, "A"), "60000");
	assert_string_equal(panel_score(&p, "C"), "60000");
	assert_string_equal(panel_order(&p), "C A B"); /* C: +1 (A), 0 (B); A: +1 − 1; B: −1, 0 */
}

static void countback_runs_down_the_sheets(void **state)
{
	struct panel p = panel_of(*state, MARKS SCORING("countback"),
		"A x 5 5\nA y 2 2\nB x 4 4\nB y 3 3\nC x 5 5\nC y 1 1\nC z 5 4\n");
	assert_string_equal(panel_order(&p), "C A B"); /* 10 9 2 before 10 4 before 8 6 */
	struct panel one = panel_of(*state, MARKS SCORING("{countback: q}"),
		"A x 5 5\nA y 5 3\nB x 4 6\nB y 6 2\nC x 9 9\nC y 0 0\n");
	assert_string_equal(panel_order(&one), "C B A");
	struct panel low = panel_of(*state, MARKS SCORING("{countback: q, low: true}"),
		"A x 5 5\nA y 5 3\nB x 4 6\nB y 6 2\n");
	assert_string_equal(panel_order(&low), "B A");
}

static void more_values_stand_before_fewer(void **state)
{
	struct panel p = panel_of(*state, MARKS SCORING("countback"), "A x 5 5\nB x 5 5\nB y 5 5\n");
	assert_string_equal(panel_order(&p), "B A");
}

static void marks_above_zero_and_raw_mean(void **state)
{
	struct panel p = panel_of(*state, MARKS SCORING("{marks_above_zero: q}"),
		"A x 4 4\nA y 4 0\nB x 4 2\nB y 4 2\n");
	assert_string_equal(panel_order(&p), "B A");
	struct panel raw = panel_of(*state, MARKS
		"    scoring: {steps: [{do: total, as: sum}, {do: combine, rule: median}], ties: [raw-mean]}\n",
		"A x 1 1\nA y 2 2\nA z 3 3\nB x 0 0\nB y 2 2\nB z 9 9\n");
	assert_string_equal(panel_order(&raw), "B A");
}

static void an_earlier_stage_parts(void **state)
{
	const char *stages = "  - id: s1\n    title: S\n" MARKS PLAIN "    advance: {quotas: [{places: 1}]}\n"
		"  - id: s2\n    title: S\n    from: [s1]\n" MARKS SCORING("{stage: s1}");
	struct panel p = panel_of(*state, stages, "A x 5 5\nB x 5 5\nC x 5 5\n");
	bool has[6] = {true, false, true, false, false, false};
	struct ratio own[6] = {{70000, 2}, {0}, {36000, 1}, {0}, {0}, {0}};
	p.carried = (struct carried){has, own};
	panel_run(&p);
	assert_string_equal(panel_order(&p), "B A C");
}

static void keys_apply_in_turn(void **state)
{
	struct panel p = panel_of(*state, MARKS SCORING("{criterion: p}, countback"),
		"A x 5 5\nA y 3 3\nB x 4 4\nB y 4 4\nC x 4 3\nC y 5 4\nD x 4 4\nD y 4 4\n");
	/* 8 each; p: 4, 4, 4.5, 4: C first; countback A 10 6, B 8 8, D 8 8 */
	assert_string_equal(panel_order(&p), "C A B=D");
	assert_int_equal(p.ranking.places[panel_entry(&p, "A")].settled_by, 1);
	assert_int_equal(p.ranking.places[panel_entry(&p, "B")].tied_with, 1);
}

static void low_scores_win_where_declared(void **state)
{
	struct panel p = panel_of(*state,
		MARKS "    scoring: {rank: low, steps: [{do: total, as: sum}, {do: combine, rule: mean}], ties: [{criterion: p}]}\n",
		"A x 5 5\nB x 1 1\nC x 6 4\n");
	assert_string_equal(panel_order(&p), "B C A");
}

static void decisions_order_what_they_name(void **state)
{
	struct panel p = panel_of(*state, MARKS PLAIN, "A x 5 5\nB x 5 5\nC x 5 5\nD x 1 1\n");
	int part[] = {1, 0}, all[] = {2, 0, 1};
	struct decision decisions[] = {{part, 2}, {all, 3}};
	p.decisions = decisions;
	p.decision_count = 1;
	panel_run(&p);
	assert_string_equal(panel_order(&p), "A=B=C D"); /* C is not named */
	int pair[] = {0, 1};
	assert_true(rank_decide(p.comparer, pair, 2)); /* but A and B alone are */
	assert_int_equal(pair[0], 1);
	p.decision_count = 2;
	panel_run(&p);
	assert_string_equal(panel_order(&p), "C A B D");
	assert_int_equal(panel_rank(&p, "B"), 3);
	assert_int_equal(p.ranking.places[0].settled_by, 0);
	assert_int_equal(p.ranking.places[0].tied_with, 0);
}

static void lists_follow_the_axis(void **state)
{
	struct panel p = panel_of(*state, MARKS PLAIN "    rank_within: division\n",
		"A@a x 5 5\nB@b x 4 4\nC@a x 6 6\nD x 9 9\nE@b x 4 4\n");
	assert_string_equal(panel_order(&p), "C A B=E D");
	assert_int_equal(p.ranking.list_count, 3);
	assert_int_equal(panel_rank(&p, "D"), 1);
	assert_int_equal(p.ranking.places[panel_entry(&p, "D")].list, 2);
	assert_true(rank_compare(p.comparer, panel_entry(&p, "D"), panel_entry(&p, "C")) < 0);
	assert_int_equal(rank_compare(p.comparer, panel_entry(&p, "B"), panel_entry(&p, "E")), 0);
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
		TEST(places_are_competition_ranks), TEST(a_criterion_parts), TEST(a_criterion_that_is_missing_loses),
		TEST(a_group_sums_its_criteria), TEST(head_to_head_counts_common_experts),
		TEST(countback_runs_down_the_sheets), TEST(more_values_stand_before_fewer),
		TEST(marks_above_zero_and_raw_mean), TEST(an_earlier_stage_parts), TEST(keys_apply_in_turn),
		TEST(low_scores_win_where_declared), TEST(decisions_order_what_they_name), TEST(lists_follow_the_axis),
	};
	return cmocka_run_group_tests_name("contest/rank", tests, NULL, NULL);
}
