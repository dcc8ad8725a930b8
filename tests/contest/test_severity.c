/* Stages decided by a model of severity, on panels whose answer can be had by hand; in units of 0.0001. */
#include "harness/unit.h"

#include "base/arena.h"
#include "base/buf.h"
#include "contest/result.h"
#include "panel.h"

#include <string.h>

#define ONE_MARK "    criteria: [{id: m, title: M, min: 0, max: 100, step: 0.01}]\n"
#define ADDITIVE(more) "    scoring: {" more "steps: [{do: total, as: sum}, {do: combine, rule: severity-additive, round: {places: 4}}]}\n"
#define EIGHT "    criteria: [{id: a, title: M, max: 1}, {id: b, title: M, max: 1}, {id: c, title: M, max: 1}, {id: d, title: M, max: 1}, " \
	"{id: e, title: M, max: 1}, {id: f, title: M, max: 1}, {id: g, title: M, max: 1}, {id: h, title: M, max: 1}]\n"
#define MFRM "    scoring: {steps: [{do: combine, rule: severity-mfrm, round: {places: 3}}]}\n"


static void everyone_marked_everything(void **state)
{
	struct panel p = panel_of(*state, ONE_MARK ADDITIVE(""), "A x 9\nA y 8\nA z 9.02\nB x 2\nB y 5\nB z 9\n");
	assert_string_equal(panel_score(&p, "A"), "86733"); /* 260200/3, rounded by the rule */
	assert_string_equal(panel_score(&p, "B"), "53333");
	assert_null(p.tally.unformed);
	/* One expert alone marked everything, too. */
	p = panel_of(*state, ONE_MARK ADDITIVE(""), "A x 9\nB x 2.5\n");
	assert_string_equal(panel_score(&p, "B"), "25000");
}

static void a_strict_expert_is_corrected(void **state)
{
	struct panel p = panel_of(*state, ONE_MARK ADDITIVE(""), "A x 5\nA y 7\nB y 6\nB z 6\nC z 8\nC x 6\n");
	assert_string_equal(panel_score(&p, "A"), "63333"); /* 6 raw */
	assert_string_equal(panel_score(&p, "B"), "53333"); /* 6 raw: met the lenient two */
	assert_string_equal(panel_score(&p, "C"), "73333");
	assert_string_equal(panel_order(&p), "C A B");
	assert_int_equal(p.tally.scores[1].raw_mean.num, 60000);
}

/* r'r = σ₀² tr S exactly: experts differ no more than chance, though severities would fit without noise. */
static void on_the_edge(void **state)
{
	struct panel p = panel_of(*state, ONE_MARK ADDITIVE(""), "A x 1.01\nA y 2.02\nB x 1.01\nB y 2.02\nC y 1.01\nC z 2.02\n");
	assert_string_equal(panel_order(&p), "A=B=C");
	assert_string_equal(panel_score(&p, "C"), "15150");
}

static void evidence_without_a_score(void **state)
{
	/* B has withdrawn and is evidence still; without its sheets the others would be what they are raw. */
	struct panel p = panel_of(*state, ONE_MARK ADDITIVE(""), "A x 5\nA y 7\n~B y 6\nB z 6\nC z 8\nC x 6\n");
	assert_string_equal(panel_score(&p, "A"), "63333");
	assert_int_equal(panel_rank(&p, "B"), 0);
	/* D stays below the quorum. x gives it 4 where y would have given 6. */
	p = panel_of(*state, ONE_MARK ADDITIVE("quorum: {sheets: 2}, "), "A x 5\nA y 7\nB y 6\nB z 6\nC z 8\nC x 6\nD x 4\n");
	assert_string_equal(panel_score(&p, "D"), "below");
	assert_string_equal(panel_score(&p, "C"), "73333");
	/* A recused sheet is absent: now nothing tells x from the others. */
	p = panel_of(*state, ONE_MARK ADDITIVE(""), "A x 5\nA y 7\nB y 6\nB z 6\nC z 8\nC x recused\n");
	assert_string_equal(panel_order(&p), "C A=B");
}

static void refused(const struct panel *p, int heat, const char *code, const char *words)
{
	struct result r = {.contest = p->contest, .stage = p->contest->stage_count - 1, .tally = p->tally};
	struct err err = {0};
	assert_false(result_formed(&r, heat, &err));
	assert_string_equal(err.code, code);
	assert_non_null(strstr(err.message, words));
}

static void panels_that_share_nothing(void **state)
{
	struct panel p = panel_of(*state, ONE_MARK ADDITIVE(""), "A x 5\nA y 7\nB u 6\nB v 6\n");
	assert_string_equal(panel_score(&p, "A"), "below");
	refused(&p, -1, "judging.subsets", "stage final, heat main");
	refused(&p, 0, "judging.subsets", "(x, y); (u, v)");
	p = panel_of(*state, ONE_MARK ADDITIVE(""), "A x 5\nB y 7\nB x 8\nC y 3\n");
	assert_null(p.tally.unformed); /* one entry has two sheets */
	p = panel_of(*state, ONE_MARK ADDITIVE(""), "");
	assert_null(p.tally.unformed); /* nothing marked: nobody has a score, and nothing is wrong */
}

static void each_heat_by_itself(void **state)
{
	const char *stage = "    heats: [{id: one, title: One, division: a}, {id: two, title: Two, division: b}]\n"
		ONE_MARK ADDITIVE("");
	struct panel p = panel_of(*state, stage, "A@a x 5\nA y 7\nB@a y 6\nB z 6\nC@a z 8\nC x 6\nD@b u 1\nD v 3\nE@b w 2\nE q 4\n");
	for (int e = 3; e < 5; e++)
		((struct entry *)p.sheets.entries)[e].at[AXIS_HEAT] = 1;
	panel_run(&p);
	assert_string_equal(panel_score(&p, "A"), "63333");
	assert_string_equal(panel_score(&p, "D"), "below");
	struct result r = {.contest = p.contest, .tally = p.tally};
	struct err err;
	assert_true(result_formed(&r, 0, &err));
	refused(&p, 1, "judging.subsets", "heat two");
}

static void fair_averages(void **state)
{
	/* Every criterion has one mark above 0, so none is harder: expected marks are the mean marks. */
	struct panel p = panel_of(*state, EIGHT MFRM, "A x 1 1 0 0 0 0 0 0\nB x 0 0 1 1 0 0 0 0\nC x 0 0 0 0 1 1 1 1\n");
	assert_string_equal(panel_score(&p, "A"), "2500");
	assert_string_equal(panel_score(&p, "C"), "5000");
	/* D lacks a mark: seven are too few. */
	p = panel_of(*state, EIGHT MFRM, "A x 1 1 0 0 0 0 0 0\nB x 0 0 1 1 0 0 0 0\nC x 0 0 0 0 1 1 1 1\nD x 1 0 0 0 0 0 1 -\n");
	assert_string_equal(panel_score(&p, "D"), "below");
	assert_string_not_equal(panel_score(&p, "A"), "below");
	/* Z got the highest everywhere: as if its eight marks added up to 7.7. Criteria do not differ by it. */
	p = panel_of(*state, EIGHT MFRM, "A x 1 1 0 0 0 0 0 0\nB x 0 0 1 1 0 0 0 0\nC x 0 0 0 0 1 1 1 1\nZ x 1 1 1 1 1 1 1 1\n");
	assert_string_equal(panel_score(&p, "Z"), "9630"); /* 7.7/8 = 0.9625 */
	assert_string_equal(panel_score(&p, "A"), "2500");
}

static void what_facets_cannot_tell(void **state)
{
	struct panel p = panel_of(*state, EIGHT MFRM, "A x 1 1 1 1 1 1 1 1\nB x 1 1 1 1 1 1 1 1\n");
	refused(&p, -1, "judging.categories", "the same");
	p = panel_of(*state, EIGHT MFRM, "A x 1 1 1 1 1 1 1 1\nB x 0 0 0 0 0 0 0 0\n");
	refused(&p, -1, "judging.extreme", "extreme");
	/* x only marks a to d, y only e to h: who is strict, or what is hard? */
	p = panel_of(*state, EIGHT MFRM,
		"A x 1 0 0 0 - - - -\nA y - - - - 1 1 0 0\nB x 0 1 0 1 - - - -\nB y - - - - 0 1 1 0\nC x 0 0 1 1 - - - -\nC y - - - - 0 0 1 1\n");
	refused(&p, -1, "judging.apart", "only marked some of the criteria");
	/* Z alone links the panels of x and y, and is extreme. */
	p = panel_of(*state, EIGHT MFRM,
		"A x 1 1 0 0 0 0 1 1\nB x 0 0 1 1 1 1 0 0\nZ x 1 1 1 1 1 1 1 1\nZ y 1 1 1 1 1 1 1 1\nC y 1 1 0 0 0 0 1 1\nD y 0 0 1 1 1 1 0 0\n");
	refused(&p, -1, "judging.subsets", "(x); (y)");
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, make_arena, free_arena)

static int make_arena(void **state)
{
	*state = arena_new();
	return 0;
}

static int free_arena(void **state)
{
	arena_free(*state);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(everyone_marked_everything), CASE(a_strict_expert_is_corrected), CASE(on_the_edge), CASE(evidence_without_a_score),
		CASE(panels_that_share_nothing), CASE(each_heat_by_itself), CASE(fair_averages), CASE(what_facets_cannot_tell),
	};
	return cmocka_run_group_tests_name("contest/severity", tests, NULL, NULL);
}
