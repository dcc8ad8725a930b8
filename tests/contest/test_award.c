/* Awards by rank, per division, with ties; and what a jury chose. */
#include "harness/unit.h"

#include "base/arena.h"
#include "base/buf.h"
#include "panel.h"

#include <string.h>

#define STAGE(more, awards) "    criteria: [{id: m, title: M, min: 0, max: 100, step: 1}]\n" \
	"    scoring: {steps: [{do: combine, rule: mean}, {do: sum, as: sum}]" more "}\n" \
	"    awards: [" awards "]\n"
#define FIRST "{id: first, title: F, by: rank, places: 1}, "
#define SECOND "{id: second, title: S, by: rank, places: 2}"

/* "first:A second:B,C|tied award 1: B D for 1" */
static const char *awards(const struct panel *p, const struct jury_choice *choices, int n)
{
	struct grant *grants;
	struct tie_at_cut *ties;
	int count, tie_count;
	struct err err = {0};
	if (!award_stage(&p->tally, &p->ranking, p->comparer, choices, n, p->arena, &grants, &count, &ties,
		&tie_count, &err))
		return arena_strdup(p->arena, err.code);
	const struct stage *stage = &p->contest->stages[p->tally.stage];
	CLEANUP(buf_done) struct buf out = {0};
	for (int i = 0; i < count; i++) {
		const char *id = p->sheets.entries[grants[i].entry].id;
		if (i && grants[i].award == grants[i - 1].award)
			buf_printf(&out, ",%s", id);
		else
			buf_printf(&out, "%s%s:%s", i ? " " : "", stage->awards[grants[i].award].id, id);
	}
	for (int t = 0; t < tie_count; t++) {
		buf_printf(&out, "|tied award %d:", ties[t].quota - stage->quota_count - 1);
		for (int i = 0; i < ties[t].count; i++)
			buf_printf(&out, " %s", p->sheets.entries[ties[t].entries[i]].id);
		buf_printf(&out, " for %d", ties[t].places);
	}
	return arena_strdup(p->arena, buf_str(&out));
}

static void awards_go_down_the_list(void **state)
{
	struct panel p = panel_of(*state, STAGE("", FIRST SECOND), "A x 1\nB x 9\nC x 7\nD x 6\n");
	assert_string_equal(awards(&p, NULL, 0), "first:B second:C,D");
}

static void per_division(void **state)
{
	struct panel p = panel_of(*state, STAGE("", "{id: first, title: F, by: rank, places: 1, per: division}, " SECOND),
		"A@a x 1\nB@b x 9\nC@b x 7\nD@b x 6\n");
	assert_string_equal(awards(&p, NULL, 0), "first:A,B second:C,D");
}

static void a_tie_across_the_last_place_is_reported(void **state)
{
	struct panel p = panel_of(*state, STAGE("", FIRST SECOND), "A x 9\nD x 7\nC x 7\nB x 7\n");
	assert_string_equal(awards(&p, NULL, 0), "first:A|tied award 1: B C D for 2");
	struct panel top = panel_of(*state, STAGE("", FIRST SECOND), "A x 9\nD x 9\nC x 7\nB x 5\n");
	assert_string_equal(awards(&top, NULL, 0), "second:C,B|tied award 0: A D for 1");
}

static void shared_ties_share_the_award(void **state)
{
	struct panel p = panel_of(*state, STAGE(", tie_end: shared", FIRST SECOND), "A x 9\nD x 9\nC x 7\nB x 5\n");
	assert_string_equal(awards(&p, NULL, 0), "first:A,D second:C"); /* two firsts leave one second */
}

static void the_minimum_bars_from_awards(void **state)
{
	struct panel p = panel_of(*state, STAGE("", FIRST SECOND) "    advance: {minimum: 60}\n", "A x 90\nB x 59\n");
	assert_string_equal(awards(&p, NULL, 0), "first:A");
}

static void a_jury_chooses(void **state)
{
	struct panel p = panel_of(*state, STAGE("", FIRST "{id: special, title: S, by: jury, places: 2}"),
		"A x 9\nB x 8\nC x 7\n~W x 6\n");
	struct jury_choice choices[] = {{1, 2}, {1, 0}, {1, 3}};
	assert_string_equal(awards(&p, choices, 2), "first:A special:C,A");
	assert_string_equal(awards(&p, choices, 3), "first:A special:C,A"); /* who withdrew wins nothing */
	choices[2].entry = 1;
	assert_string_equal(awards(&p, choices, 3), "award.places");
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

static void a_jury_is_held_to_the_selection(void **state)
{
	struct panel p = panel_of(*state, STAGE("", "{id: special, title: S, by: jury, places: 2, division: a}"),
		"A@a x 9\nB@b x 8\nC@a x 7\n");
	struct jury_choice other[] = {{0, 1}}, twice[] = {{0, 0}, {0, 0}}, good[] = {{0, 0}, {0, 2}};
	assert_string_equal(awards(&p, other, 1), "award.selects");
	assert_string_equal(awards(&p, twice, 2), "award.twice");
	assert_string_equal(awards(&p, good, 2), "special:A,C");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(awards_go_down_the_list), TEST(per_division), TEST(a_tie_across_the_last_place_is_reported),
		TEST(shared_ties_share_the_award), TEST(the_minimum_bars_from_awards), TEST(a_jury_chooses),
		TEST(a_jury_is_held_to_the_selection),
	};
	return cmocka_run_group_tests_name("contest/award", tests, NULL, NULL);
}
