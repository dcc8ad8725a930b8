/* Who advances: quotas in order, wild cards, minimum, reserve, withdrawals, ties. */
#include "harness/unit.h"

#include "base/arena.h"
#include "panel.h"

#define STAGE(advance) "    criteria: [{id: m, title: M, min: 0, max: 100, step: 1}]\n" \
	"    scoring: {steps: [{do: combine, rule: mean}, {do: sum, as: sum}]}\n" \
	"    advance: {" advance "}\n"

static void the_best_fill_each_quota(void **state)
{
	struct panel p = panel_of(*state, STAGE("quotas: [{division: a, places: 2}, {division: b, places: 1}], reserve: 1"),
		"A@a x 9\nB@a x 8\nC@a x 7\nD@a x 6\nE@b x 1\nF@b x 2\n");
	assert_int_equal(p.cut.tie_count, 0);
	assert_int_equal(panel_fate(&p, "A"), FATE_ADVANCE);
	assert_int_equal(panel_fate(&p, "B"), FATE_ADVANCE);
	assert_int_equal(panel_fate(&p, "C"), FATE_RESERVE);
	assert_int_equal(panel_fate(&p, "D"), FATE_OUT);
	assert_int_equal(panel_fate(&p, "F"), FATE_ADVANCE);
	assert_int_equal(panel_fate(&p, "E"), FATE_RESERVE);
	assert_int_equal(p.cut.taken[0], 2);
	assert_int_equal(p.cut.taken[1], 1);
	assert_int_equal(p.cut.outcomes[panel_entry(&p, "E")].quota, 1);
	assert_int_equal(p.cut.outcomes[panel_entry(&p, "C")].reserve_order, 1);
}

static void a_later_quota_passes_over_who_is_in(void **state)
{
	struct panel p = panel_of(*state, STAGE("quotas: [{division: b, places: 1}, {places: 2}]"),
		"A@a x 9\nB@a x 8\nC@a x 7\nE@b x 8\nF@b x 2\n");
	assert_int_equal(panel_fate(&p, "E"), FATE_ADVANCE);
	assert_int_equal(p.cut.outcomes[panel_entry(&p, "E")].quota, 0);
	assert_int_equal(panel_fate(&p, "A"), FATE_ADVANCE);
	assert_int_equal(panel_fate(&p, "B"), FATE_ADVANCE); /* its rank ties with E, who has a place */
	assert_int_equal(panel_fate(&p, "C"), FATE_OUT);
}

static void a_tie_across_the_cut_stops(void **state)
{
	struct panel p = panel_of(*state, STAGE("quotas: [{places: 3}], reserve: 2"),
		"D x 5\nA x 9\nC x 5\nB x 5\nE x 4\n");
	assert_int_equal(p.cut.tie_count, 1);
	assert_int_equal(p.cut.ties[0].places, 2);
	assert_int_equal(p.cut.ties[0].count, 3);
	assert_int_equal(p.cut.ties[0].quota, 0);
	assert_int_equal(p.cut.ties[0].entries[0], panel_entry(&p, "B")); /* by id */
	assert_int_equal(p.cut.ties[0].entries[2], panel_entry(&p, "D"));
	assert_int_equal(panel_fate(&p, "A"), FATE_ADVANCE);
	assert_int_equal(panel_fate(&p, "C"), FATE_AT_STAKE);
	assert_int_equal(panel_fate(&p, "E"), FATE_OUT); /* nobody knows who is first in reserve */
	assert_int_equal(p.cut.taken[0], 1);
}

static void a_tie_inside_or_below_the_cut_does_not(void **state)
{
	struct panel p = panel_of(*state, STAGE("quotas: [{places: 2}], reserve: 2"), "A x 9\nB x 9\nC x 5\nD x 5\nE x 5\nF x 1\n");
	assert_int_equal(p.cut.tie_count, 0);
	assert_int_equal(panel_fate(&p, "B"), FATE_ADVANCE);
	for (const char *id = "C\0D\0E\0"; *id; id += 2) {
		assert_int_equal(panel_fate(&p, id), FATE_RESERVE);
		assert_int_equal(p.cut.outcomes[panel_entry(&p, id)].reserve_order, 1);
	}
	assert_int_equal(panel_fate(&p, "F"), FATE_OUT);
}

static void a_decision_lets_it_go_on(void **state)
{
	struct panel p = panel_of(*state, STAGE("quotas: [{places: 2}], reserve: 1"), "A x 9\nB x 5\nC x 5\nD x 5\n");
	int order[] = {3, 1, 2}; /* D B C */
	struct decision d = {order, 3};
	p.decisions = &d;
	p.decision_count = 1;
	panel_run(&p);
	assert_int_equal(p.cut.tie_count, 0);
	assert_int_equal(panel_fate(&p, "D"), FATE_ADVANCE);
	assert_int_equal(panel_fate(&p, "B"), FATE_RESERVE);
	assert_int_equal(panel_fate(&p, "C"), FATE_OUT);
}

/* One ranking, but only the division's two are tied at its cut: a decision on those two is enough. */
static void a_decision_on_one_quotas_tie(void **state)
{
	struct panel p = panel_of(*state, STAGE("quotas: [{division: a, places: 1}]"), "A@a x 5\nB@a x 5\nC@b x 5\n");
	assert_int_equal(p.cut.tie_count, 1);
	assert_int_equal(p.cut.ties[0].count, 2);
	int order[] = {1, 0};
	struct decision d = {order, 2};
	p.decisions = &d;
	p.decision_count = 1;
	panel_run(&p);
	assert_int_equal(p.cut.tie_count, 0);
	assert_int_equal(panel_fate(&p, "B"), FATE_ADVANCE);
	assert_int_equal(panel_fate(&p, "A"), FATE_OUT);
}

static void a_later_quota_waits_for_a_tie(void **state)
{
	struct panel p = panel_of(*state, STAGE("quotas: [{division: a, places: 1}, {places: 1}, {division: b, places: 1}]"),
		"A@a x 5\nB@a x 5\nC@b x 3\nD@b x 2\n");
	assert_int_equal(p.cut.tie_count, 1);
	assert_int_equal(p.cut.taken[1], 0);
	assert_int_equal(p.cut.taken[2], 1); /* division b has nothing to do with it */
	assert_int_equal(panel_fate(&p, "C"), FATE_ADVANCE);
}

static void wild_cards_take_the_best_left(void **state)
{
	struct panel p = panel_of(*state,
		STAGE("quotas: [{division: a, places: 1}, {division: b, places: 1}], wild_cards: 2") "    rank_within: division\n",
		"A@a x 9\nB@a x 8\nC@a x 4\nD@b x 3\nE@b x 2\nF@b x 1\n");
	assert_int_equal(panel_fate(&p, "B"), FATE_WILD_CARD);
	assert_int_equal(panel_fate(&p, "C"), FATE_WILD_CARD);
	assert_int_equal(panel_fate(&p, "E"), FATE_OUT);
	assert_int_equal(p.cut.taken[2], 2);
	assert_int_equal(p.cut.outcomes[panel_entry(&p, "B")].quota, 2);
	struct panel tie = panel_of(*state,
		STAGE("quotas: [{division: a, places: 1}, {division: b, places: 1}], wild_cards: 1") "    rank_within: division\n",
		"A@a x 9\nB@a x 3\nD@b x 4\nE@b x 3\n");
	assert_int_equal(tie.cut.tie_count, 1);
	assert_int_equal(tie.cut.ties[0].quota, 2);
	assert_int_equal(tie.cut.ties[0].count, 2);
}

static void the_minimum_bars(void **state)
{
	struct panel p = panel_of(*state, STAGE("quotas: [{places: 3}], minimum: 60, reserve: 5"), "A x 61\nB x 60\nC x 59\nD x 59\n");
	assert_int_equal(panel_fate(&p, "B"), FATE_ADVANCE);
	assert_int_equal(panel_fate(&p, "C"), FATE_OUT);
	assert_int_equal(p.cut.taken[0], 2);
	assert_int_equal(p.cut.tie_count, 0);
}

static void a_withdrawal_moves_the_next_up(void **state)
{
	struct panel p = panel_of(*state, STAGE("quotas: [{places: 2}], reserve: 1"), "A x 9\n~B x 8\nC x 7\nD x 6\n");
	assert_int_equal(panel_fate(&p, "B"), FATE_WITHDRAWN);
	assert_int_equal(panel_fate(&p, "C"), FATE_ADVANCE);
	assert_true(p.cut.outcomes[panel_entry(&p, "C")].promoted);
	assert_false(p.cut.outcomes[panel_entry(&p, "A")].promoted);
	assert_int_equal(panel_fate(&p, "D"), FATE_RESERVE);
	struct panel tied = panel_of(*state, STAGE("quotas: [{places: 2}]"), "A x 9\n~B x 8\nC x 7\nD x 7\n");
	assert_int_equal(tied.cut.tie_count, 1); /* the reserve is tied: asked again */
	assert_int_equal(panel_fate(&tied, "C"), FATE_AT_STAKE);
}

/* B beats A head to head, but A beats C and D, who beat B: with all four A is first. C and D must go on
 * counting after they left, or B would move up beside A for the one place. */
static void who_left_after_publication_still_counts_in_ties(void **state)
{
	struct panel p = panel_of(*state,
		"    criteria: [{id: m, title: M, min: 0, max: 100, step: 1}]\n"
		"    scoring: {steps: [{do: combine, rule: mean}, {do: sum, as: sum}], ties: [head-to-head]}\n"
		"    advance: {quotas: [{places: 1}]}\n",
		"A x1 4\nB x1 6\nA x2 6\nC x2 4\nA x3 6\nD x3 4\nB x4 5\nC x4 6\nB x5 5\nD x5 6\nC x6 6\nD x7 6\n");
	assert_int_equal(panel_fate(&p, "A"), FATE_ADVANCE);
	struct entry *entries = (struct entry *)p.sheets.entries;
	entries[panel_entry(&p, "C")].left = entries[panel_entry(&p, "D")].left = true;
	panel_run(&p);
	assert_int_equal(panel_fate(&p, "A"), FATE_ADVANCE);
	assert_int_equal(panel_fate(&p, "B"), FATE_OUT);
	assert_int_equal(panel_fate(&p, "C"), FATE_WITHDRAWN);
	entries[panel_entry(&p, "A")].left = true;
	panel_run(&p);
	assert_int_equal(panel_fate(&p, "B"), FATE_ADVANCE);
}

/* Wild cards over two divisions, each a list: that one of them has no contender left changes no order. */
static void the_measure_does_not_change_with_who_is_left(void **state)
{
	struct panel p = panel_of(*state,
		"    criteria: [{id: m, title: M, min: 0, max: 100, step: 1}]\n"
		"    scoring: {steps: [{do: combine, rule: mean}, {do: sum, as: sum}], ties: [head-to-head]}\n"
		"    rank_within: division\n"
		"    advance: {quotas: [{division: b, places: 2}], wild_cards: 1}\n",
		"A@a x1 4\nB@a x1 6\nA@a x2 6\nC@b x2 4\nA@a x3 6\nD@b x3 4\n"
		"B@a x4 5\nC@b x4 6\nB@a x5 5\nD@b x5 6\nC@b x6 6\nD@b x7 6\n");
	assert_int_equal(panel_rank(&p, "B"), 1);
	assert_int_equal(panel_fate(&p, "A"), FATE_WILD_CARD); /* over the whole stage A stands before B */
	struct entry *entries = (struct entry *)p.sheets.entries;
	entries[panel_entry(&p, "C")].left = true;
	panel_run(&p);
	assert_int_equal(panel_fate(&p, "A"), FATE_WILD_CARD);
}

static void fewer_entries_than_places(void **state)
{
	struct panel p = panel_of(*state, STAGE("quotas: [{places: 5}]"), "A x 9\nB x 9\nC x -\n");
	assert_int_equal(p.cut.taken[0], 2);
	assert_int_equal(p.cut.tie_count, 0);
	assert_int_equal(panel_fate(&p, "C"), FATE_OUT);
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
		TEST(the_best_fill_each_quota), TEST(a_later_quota_passes_over_who_is_in), TEST(a_tie_across_the_cut_stops),
		TEST(a_tie_inside_or_below_the_cut_does_not), TEST(a_decision_lets_it_go_on),
		TEST(a_decision_on_one_quotas_tie), TEST(a_later_quota_waits_for_a_tie), TEST(wild_cards_take_the_best_left),
		TEST(the_minimum_bars), TEST(a_withdrawal_moves_the_next_up),
		TEST(who_left_after_publication_still_counts_in_ties), TEST(the_measure_does_not_change_with_who_is_left),
		TEST(fewer_entries_than_places),
	};
	return cmocka_run_group_tests_name("contest/cut", tests, NULL, NULL);
}
