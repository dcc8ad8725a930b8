/* A stage decided by the additive model through its use cases: it can't end while its panels share nothing, says so to those inside
 * alone, and publishes the raw mean beside the score. */
#include "case.h"

#include "app/closing.h"

static const char definition[] =
	"leitai: 1\n"
	"id: t\n"
	"title: Small\n"
	"divisions: [{id: a, title: A}, {id: b, title: B}]\n"
	"classes: [{id: industry, title: Industry}, {id: office, title: Office}]\n"
	"stages:\n"
	"  - id: semi\n"
	"    title: Semi-final\n"
	"    criteria: [{id: depth, title: Depth, max: 100, step: 0.5}]\n"
	"    scoring:\n"
	"      steps: [{do: total, as: mean}, {do: combine, rule: severity-additive, round: {places: 2}}]\n"
	"      ties: [raw-mean]\n"
	"    advance: {quotas: [{places: 2}], reserve: 1}\n";

#define SHEET(e, x, mark) "main," e "," x ",depth," mark "\n"
#define HEADER "heat,entry,expert,criterion,mark\n"

/* X2 marks 10 lower than X1 and X3; A1 and A2 met X1 and X2, all others X3 and O1, who agree. */
static const char apart[] = HEADER
	SHEET("A1", "X1", "90") SHEET("A1", "X2", "80") SHEET("A2", "X1", "70") SHEET("A2", "X2", "60")
	SHEET("A3", "X3", "84") SHEET("A3", "O1", "84") SHEET("A4", "X3", "50") SHEET("A4", "O1", "50")
	SHEET("A5", "X3", "40") SHEET("A5", "O1", "40") SHEET("B1", "X3", "30") SHEET("B1", "O1", "30")
	SHEET("B2", "X3", "20") SHEET("B2", "O1", "20") SHEET("B3", "X3", "10") SHEET("B3", "O1", "10");

static bool close_stage(struct app_case *c)
{
	c->engine->err = (struct err){0};
	return app_close_stage(c->app, &CASE_RQ, "t", "semi", NULL, &c->engine->err);
}

static struct app_case begun(struct engine *e)
{
	struct app_case c = case_open(e);
	assert_ok(e, app_add_contest(c.app, &CASE_RQ, definition, strlen(definition), &c.findings, &e->err));
	assert_ok(e, case_sheets(&c, "semi", apart));
	return c;
}

static void panels_must_be_linked(void **state)
{
	struct engine *e = *state;
	struct app_case c = begun(e);
	assert_fails(e, close_stage(&c), "judging.subsets");
	assert_non_null(strstr(e->err.message, "(O1, X3); (X1, X2)"));
	assert_fails(e, app_lock_heat(c.app, &CASE_RQ, "t", "semi", "main", true, &e->err), "judging.subsets");
	const char *inside = case_board(&c, "semi", true);
	assert_non_null(strstr(inside, "\"unformed\":{\"code\":\"judging.subsets\",\"detail\":\"No scores can be given in stage semi, heat main."));
	assert_int_equal(count_of(inside, "\"score\":null"), 8);
	assert_null(strstr(case_board(&c, "semi", false), "judging.subsets"));
	/* One sheet links them. */
	assert_ok(e, case_sheets(&c, "semi", HEADER SHEET("A3", "X1", "84")));
	assert_null(strstr(case_board(&c, "semi", true), "unformed"));
	assert_ok(e, close_stage(&c));
	case_close(&c);
}

static void published_beside_the_raw_mean(void **state)
{
	struct engine *e = *state;
	struct app_case c = begun(e);
	assert_ok(e, case_sheets(&c, "semi", HEADER SHEET("A3", "X1", "84")));
	assert_ok(e, close_stage(&c));
	const char *hidden = case_board(&c, "semi", false);
	assert_int_equal(count_of(hidden, "\"score\":null"), 8);
	assert_non_null(strstr(hidden, "\"corrected\":\"additive\",\"beside\":\"raw-mean\""));
	assert_ok(e, app_publish_stage(c.app, &CASE_RQ, "t", "semi", &e->err));
	/* Marks fit exactly, so nothing is shrunk: X2 is strict by 7.5, the others lenient by 2.5, and who met X1 and X2 gets 2.5 more. */
	const char *entry = case_entry(&c, "A1"), *board = case_board(&c, "semi", false);
	assert_non_null(strstr(entry, "\"score\":87.5,\"raw_mean\":85,"));
	assert_non_null(strstr(entry, "\"corrected\":\"additive\",\"beside\":\"raw-mean\""));
	assert_non_null(strstr(board, "\"score\":67.5,\"raw_mean\":65,"));
	CLEANUP(buf_done) struct buf ledger = {0};
	assert_ok(e, view_ledger(c.app, "t", 0, 10000, &ledger, &e->err));
	assert_int_equal(count_of(buf_str(&ledger), "\"rank\":1,\"raw\":850000,\"reserve\""), 1);
	case_close(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {ENGINE_TEST(panels_must_be_linked), ENGINE_TEST(published_beside_the_raw_mean)};
	return engines_run("app/severity", tests, COUNT_OF(tests));
}
