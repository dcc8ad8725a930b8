/* From closing to publishing: quorum, ties, deliberation, awards, withdrawals; and what stays hidden until then. */
#include "case.h"

static const struct vote VOTES_A2[] = {
	{"X1", (const char *[]){"A2"}, 1}, {"X2", (const char *[]){"A2"}, 1}, {"X3", (const char *[]){"A3"}, 1},
};
static const char *const TIED[] = {"A2", "A3"};

/* A1 leads; A2 and A3 tie in score and in depth across the second place. */
static struct app_case tied_case(struct engine *e)
{
	struct app_case c = case_open(e);
	case_mark(&c, "semi", "A1 90 91 92;A2 80 81 82;A3 82 81 80;A4 60 61 62;A5 50 50 50;B1 70 70 70;B2 60 60 60;B3 55 55 55");
	return c;
}

static bool close_semi(struct app_case *c)
{
	c->engine->err = (struct err){0};
	return app_close_stage(c->app, &CASE_RQ, "t", "semi", "S-1", &c->engine->err);
}

static bool publish(struct app_case *c, const char *stage)
{
	c->engine->err = (struct err){0};
	return app_publish_stage(c->app, &CASE_RQ, "t", stage, &c->engine->err);
}

static bool deliberate_with(struct app_case *c, const struct vote *votes, int n, const char *const *entries, int m)
{
	struct deliberation d = {.entries = entries, .entry_count = m, .votes = votes, .vote_count = n,
		.reason = "Seen as a whole, the stronger pitch.", .supervisor = "S-1"};
	c->engine->err = (struct err){0};
	return app_deliberate(c->app, &CASE_RQ, "t", "semi", &d, &c->engine->err);
}

static void settle(struct app_case *c)
{
	assert_ok(c->engine, close_semi(c));
	assert_ok(c->engine, deliberate_with(c, VOTES_A2, 3, TIED, 2));
	assert_ok(c->engine, publish(c, "semi"));
}

static void closing_asks_for_quorum_and_supervisor(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open(e);
	assert_fails(e, close_semi(&c), "stage.quorum");
	assert_non_null(strstr(e->err.message, "A1 (0)"));
	case_mark(&c, "semi", "A1 90 90 90;A2 80 80 80;A3 70 70 70;A4 60 60 60;A5 50 50 50;B1 70 70 70;B2 60 60 60;B3 55 55 55");
	e->err = (struct err){0};
	assert_fails(e, app_close_stage(c.app, &CASE_RQ, "t", "semi", NULL, &e->err), "stage.supervisor");
	assert_fails(e, app_close_stage(c.app, &CASE_RQ, "t", "semi", "", &e->err), "stage.supervisor");
	assert_ok(e, close_semi(&c));
	assert_fails(e, close_semi(&c), "stage.closed");
	assert_fails(e, case_sheets(&c, "semi", "heat,entry,expert,criterion,mark\na,A1,O1,over,60\n"), "stage.closed");
	case_close(&c);
}

static void a_tie_across_the_cut_waits(void **state)
{
	struct engine *e = *state;
	struct app_case c = tied_case(e);
	assert_fails(e, deliberate_with(&c, VOTES_A2, 3, TIED, 2), "stage.judging");
	assert_ok(e, close_semi(&c));
	const char *board = case_board(&c, "semi", true);
	assert_non_null(strstr(board, "\"state\":\"awaiting-deliberation\""));
	assert_int_equal(count_of(board, "\"fate\":\"at-stake\""), 2);
	assert_fails(e, publish(&c, "semi"), "stage.awaiting-deliberation");
	assert_non_null(strstr(e->err.message, "A2, A3 are tied with 1 place at stake"));
	case_close(&c);
}

static void a_deliberation_must_be_sound(void **state)
{
	struct engine *e = *state;
	struct app_case c = tied_case(e);
	assert_ok(e, close_semi(&c));
	static const char *const others[] = {"A1", "A2"};
	const struct vote stranger[] = {{"O1", (const char *[]){"A2"}, 1}};
	const struct vote twice[] = {{"X1", (const char *[]){"A2"}, 1}, {"X1", (const char *[]){"A2"}, 1}};
	const struct vote elsewhere[] = {{"X1", (const char *[]){"A1"}, 1}};
	const struct vote even[] = {{"X1", (const char *[]){"A2"}, 1}, {"X2", (const char *[]){"A3"}, 1}};
	assert_fails(e, deliberate_with(&c, VOTES_A2, 3, others, 2), "deliberation.entries");
	assert_fails(e, deliberate_with(&c, stranger, 1, TIED, 2), "deliberation.voter");
	assert_fails(e, deliberate_with(&c, twice, 2, TIED, 2), "deliberation.twice");
	assert_fails(e, deliberate_with(&c, elsewhere, 1, TIED, 2), "deliberation.vote");
	assert_fails(e, deliberate_with(&c, even, 2, TIED, 2), "deliberation.tied");
	assert_ok(e, deliberate_with(&c, VOTES_A2, 3, TIED, 2));
	assert_ok(e, publish(&c, "semi"));
	const char *board = case_board(&c, "semi", false);
	assert_non_null(strstr(board, "\"outcome\":[\"A2\",\"A3\"]"));
	assert_int_equal(count_of(board, "\"fate\":\"advance\""), 3);
	assert_int_equal(count_of(board, "\"fate\":\"reserve\""), 2);
	assert_int_equal(count_of(board, "\"settled\":\"deliberation\""), 2);
	case_close(&c);
}

static void nothing_shows_before_publication(void **state)
{
	struct engine *e = *state;
	struct app_case c = tied_case(e);
	assert_ok(e, close_semi(&c));
	assert_ok(e, deliberate_with(&c, VOTES_A2, 3, TIED, 2));
	const char *board = case_board(&c, "semi", false), *entry = case_entry(&c, "A1");
	assert_non_null(strstr(board, "\"published\":false"));
	assert_null(strstr(board, "91"));
	assert_null(strstr(board, "outcome"));
	assert_int_equal(count_of(board, "\"score\":null"), 8);
	assert_non_null(strstr(entry, "\"stages\":[]"));
	assert_null(strstr(entry, "secret.example"));
	assert_ok(e, publish(&c, "semi"));
	entry = case_entry(&c, "A1");
	assert_non_null(strstr(entry, "\"marks\":[91,91,null]"));
	assert_non_null(strstr(entry, "\"score\":91"));
	assert_null(strstr(entry, "secret.example"));
	assert_null(strstr(entry, "Name One"));
	CLEANUP(buf_done) struct buf ledger = {0};
	assert_ok(e, view_ledger(c.app, "t", 0, 10000, &ledger, &e->err));
	assert_null(strstr(buf_str(&ledger), "secret.example"));
	assert_null(strstr(buf_str(&ledger), "Title A1"));
	assert_int_equal(count_of(buf_str(&ledger), "\"type\":\"reveal\""), 25);
	case_close(&c);
}

/* What the public can ask about a contest, in one text; the number of records is public, being the ledger's. */
static const char *everything_public(struct app_case *c)
{
	struct engine *e = c->engine;
	const struct entry_query all = {0};
	CLEANUP(buf_done) struct buf out = {0};
	assert_ok(e, view_stage(c->app, "t", "semi", false, &out, &e->err));
	assert_ok(e, view_entry(c->app, "t", "A2", &out, &e->err));
	assert_ok(e, view_entries(c->app, "t", &all, &out, &e->err));
	assert_ok(e, view_contest(c->app, "t", &out, &e->err));
	char *text = arena_strdup(e->arena, buf_str(&out)), *records = strstr(text, "\"records\":");
	assert_non_null(records);
	for (records += 10; *records >= '0' && *records <= '9'; records++)
		*records = '#';
	return text;
}

/* The same pages to the byte, whatever the marks are: before and after amendments that turn the order round. */
static void a_changed_mark_changes_no_page(void **state)
{
	struct engine *e = *state;
	struct app_case c = tied_case(e);
	const char *before = everything_public(&c);
	static const char amended[] = "heat,entry,expert,criterion,mark\n"
		"a,A1,X1,depth,1\na,A1,X1,use,1\na,A1,X2,depth,1.5\na,A1,X2,use,1\na,A5,X1,depth,100\na,A5,X1,use,100\n";
	assert_ok(e, app_import_sheets(c.app, &CASE_RQ, "t", "semi", amended, strlen(amended), true, false, &c.findings,
		&c.report, &e->err));
	assert_int_equal(c.report.amended, 3);
	assert_string_equal(before, everything_public(&c));
	case_close(&c);
}

static void words_must_be_plain_text(void **state)
{
	struct engine *e = *state;
	struct app_case c = tied_case(e);
	char *long_text = ARENA_ARRAY(e->arena, 2002, char);
	memset(long_text, 'x', 2001);
	assert_fails(e, app_withdraw_entry(c.app, &CASE_RQ, "t", "A1", "\xB0\xA1", &e->err), "text.plain");
	assert_fails(e, app_withdraw_entry(c.app, &CASE_RQ, "t", "A1", "\xE2\x80\xAE" "exe", &e->err), "text.plain");
	assert_fails(e, app_withdraw_entry(c.app, &CASE_RQ, "t", "A1", long_text, &e->err), "text.length");
	assert_fails(e, app_close_stage(c.app, &CASE_RQ, "t", "semi", "a\x01", &e->err), "text.plain");
	assert_false(case_entries(&c, "entry,title,team,division\nA9,Up\xE2\x80\xAE" "down,T,a\n"));
	assert_string_equal(c.findings.items[0].code, "import.text");
	assert_int_equal(c.findings.items[0].line, 2);
	assert_false(case_entries(&c, "entry,title,team,division\nA1,Other,T,a\n"));
	assert_string_equal(c.findings.items[0].code, "entry.exists");
	assert_int_equal(c.findings.items[0].line, 2);
	case_close(&c);
}

/* The definition may change before judging, but not away from under those who are in. */
static void a_label_in_use_stays(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open(e);
	char *text = arena_strdup(e->arena, CASE_DEFINITION);
	char *label = strstr(text, "{id: office,");
	memcpy(label, "{id: helper,", strlen("{id: helper,"));
	assert_fails(e, app_add_contest(c.app, &CASE_RQ, text, strlen(text), &c.findings, &e->err), "contest.label");
	case_close(&c);
}

static void no_entry_comes_after_closing(void **state)
{
	struct engine *e = *state;
	struct app_case c = tied_case(e);
	assert_ok(e, case_entries(&c, "entry,title,team,division\nA6,Six,T,a\n"));
	case_mark(&c, "semi", "A6 10 10 10");
	assert_ok(e, close_semi(&c));
	assert_fails(e, case_entries(&c, "entry,title,team,division\nA7,Seven,T,a\n"), "entries.closed");
	assert_ok(e, case_entries(&c, "entry,title,team,division\nA6,Six,T,a\n"));
	case_close(&c);
}

static void an_overtime_is_penalised(void **state)
{
	struct engine *e = *state;
	struct app_case c = tied_case(e);
	assert_ok(e, case_sheets(&c, "semi", "heat,entry,expert,criterion,mark\na,A3,O1,over,61\n"));
	assert_ok(e, close_semi(&c));
	assert_ok(e, publish(&c, "semi"));
	const char *board = case_board(&c, "semi", false);
	assert_non_null(strstr(board, "\"score\":77,\"raw_mean\":81"));
	case_close(&c);
}

static void a_withdrawal_moves_the_reserve_up(void **state)
{
	struct engine *e = *state;
	struct app_case c = tied_case(e);
	settle(&c);
	assert_int_equal(count_of(case_board(&c, "final", false), "\"entry\":"), 3);
	assert_fails(e, app_withdraw_entry(c.app, &CASE_RQ, "t", "A9", "left", &e->err), "entry.unknown");
	e->err = (struct err){0};
	assert_ok(e, app_withdraw_entry(c.app, &CASE_RQ, "t", "A1", "Can't travel.", &e->err));
	assert_fails(e, app_withdraw_entry(c.app, &CASE_RQ, "t", "A1", "again", &e->err), "entry.withdrawn");
	const char *board = case_board(&c, "semi", false);
	assert_non_null(strstr(board, "\"promoted\":\"A3\""));
	assert_int_equal(count_of(board, "\"fate\":\"withdrawn\""), 1);
	const char *final = case_board(&c, "final", false);
	assert_non_null(strstr(final, "\"entry\":\"A3\""));
	case_mark(&c, "final", "A2 90 90 90;A3 95 95 95;B1 80 80 80");
	e->err = (struct err){0};
	assert_ok(e, app_close_stage(c.app, &CASE_RQ, "t", "final", NULL, &e->err));
	assert_ok(e, app_grant_award(c.app, &CASE_RQ, "t", "final", "special", "B1", "A new scene.", &e->err));
	assert_fails(e, app_grant_award(c.app, &CASE_RQ, "t", "final", "special", "A2", "Another.", &e->err), "award.places");
	assert_fails(e, app_grant_award(c.app, &CASE_RQ, "t", "final", "first", "A2", "No.", &e->err), "award.by-rank");
	assert_ok(e, publish(&c, "final"));
	board = case_board(&c, "final", false);
	assert_non_null(strstr(board, "\"winners\":[{\"entry\":\"A3\""));
	assert_non_null(strstr(board, "\"winners\":[{\"entry\":\"B1\""));
	case_close(&c);
}

static void a_final_waits_for_its_source(void **state)
{
	struct engine *e = *state;
	struct app_case c = tied_case(e);
	assert_false(case_sheets(&c, "final", "heat,entry,expert,criterion,mark\nhall,A1,X1,depth,50\n"));
	assert_string_equal(c.findings.items[0].code, "sheet.entry");
	assert_fails(e, app_close_stage(c.app, &CASE_RQ, "t", "final", NULL, &e->err), "stage.source");
	case_close(&c);
}

static void a_recused_expert_counts_nowhere(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open(e);
	case_mark(&c, "semi", "A1 90 91 92;A3 82 81 80;A4 60 61 62;A5 50 50 50;B1 70 70 70;B2 60 60 60;B3 55 55 55");
	assert_ok(e, case_sheets(&c, "semi", "heat,entry,expert,criterion,mark\na,A2,X1,*,recused\na,A2,X2,depth,81\na,A2,X2,use,81\n"
					     "a,A2,X3,depth,81\na,A2,X3,use,81\n"));
	assert_ok(e, close_semi(&c));
	assert_fails(e, deliberate_with(&c, VOTES_A2, 3, TIED, 2), "deliberation.recused");
	assert_ok(e, deliberate_with(&c, VOTES_A2 + 1, 1, TIED, 2));
	assert_ok(e, publish(&c, "semi"));
	assert_non_null(strstr(case_entry(&c, "A2"), "\"expert\":\"X1\",\"class\":\"industry\",\"class_title\":{\"zh\":\"产业\",\"en\":\"Industry\"},\"recused\":true"));
	case_close(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ENGINE_TEST(closing_asks_for_quorum_and_supervisor),
		ENGINE_TEST(a_tie_across_the_cut_waits),
		ENGINE_TEST(a_deliberation_must_be_sound),
		ENGINE_TEST(nothing_shows_before_publication),
		ENGINE_TEST(a_changed_mark_changes_no_page),
		ENGINE_TEST(a_label_in_use_stays),
		ENGINE_TEST(words_must_be_plain_text),
		ENGINE_TEST(no_entry_comes_after_closing),
		ENGINE_TEST(an_overtime_is_penalised),
		ENGINE_TEST(a_withdrawal_moves_the_reserve_up),
		ENGINE_TEST(a_final_waits_for_its_source),
		ENGINE_TEST(a_recused_expert_counts_nowhere),
	};
	return engines_run("app/decide", tests, COUNT_OF(tests));
}
