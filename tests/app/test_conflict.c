/* Conflicts of interest, on both engines: found, imported, declared, decided; and what follows for sheets, counts and votes. */
#include "case.h"

#include "app/closing.h"
#include "app/conflict.h"
#include "app/context.h"
#include "app/floor.h"
#include "app/marking.h"
#include "app/people.h"
#include "app/principal.h"
#include "app/verify.h"
#include "base/json.h"
#include "store/panels.h"

#include <stdio.h>

static const struct principal CHAIR = {.id = "account:1", .roles = 1u << ROLE_CHAIR};
static const struct principal SUPERVISOR = {.id = "account:2", .roles = 1u << ROLE_SUPERVISOR};
static const struct principal X1 = {.id = "link:1", .contest = "t", .roles = 1u << ROLE_EXPERT, .expert = "X1"};

static struct request by(const struct principal *who)
{
	return (struct request){.actor = who->id, .who = who};
}

/* Entries and experts with organisations. */
static struct app_case open_case(struct engine *e)
{
	static const char entries[] =
		"entry,team,title,division,organisation,mail,members\n"
		"A1,一队,抓取,a,清华大学自动化系,,\nA2,二队,焊接,a,美的集团股份有限公司,a@midea.com,\nA3,三队,检测,a,,,清华大学；华为技术有限公司\n"
		"B1,四队,码垛,b,小米,,\nB2,五队,喷涂,b,,,\n";
	static const char experts[] = "expert,class,name,organisation\nX1,industry,甲,清华大学\nX2,industry,乙,库卡机器人（广东）有限公司\nX3,industry,丙,\nX4,industry,丁,华为\nX5,industry,戊,\n";
	struct app_case c = case_open_bare(e);
	assert_true(case_entries(&c, entries));
	assert_ok(e, app_import_experts(c.app, &CASE_RQ, "t", experts, strlen(experts), false, &c.findings, &c.report, &e->err));
	return c;
}

static struct conflict_report compute(struct app_case *c)
{
	struct conflict_report r;
	assert_ok(c->engine, app_compute_conflicts(c->app, &CASE_RQ, "t", false, &r, &c->engine->err));
	return r;
}

static const char *see(struct app_case *c, struct conflict_query query)
{
	struct buf *out = ARENA_NEW(c->engine->arena, struct buf);
	assert_ok(c->engine, view_conflicts(c->app, &CASE_RQ, "t", &query, out, &c->engine->err));
	const char *text = arena_strdup(c->engine->arena, buf_str(out));
	buf_done(out);
	return text;
}

static bool rule(struct app_case *c, bool confirmed, const char *entry, const char *expert, const char *reason, size_t *ret)
{
	struct conflict_choice pair = {entry, expert};
	struct conflict_ruling r = {.confirmed = confirmed, .reason = reason, .pairs = &pair, .count = 1};
	c->engine->err = (struct err){0};
	return app_rule_conflicts(c->app, &CASE_RQ, "t", &r, ret, &c->engine->err);
}

static bool import(struct app_case *c, const char *csv)
{
	c->engine->err = (struct err){0};
	c->findings = findings_of("ties.csv", c->engine->arena);
	return app_import_conflicts(c->app, &CASE_RQ, "t", csv, strlen(csv), false, &c->findings, &c->report, &c->engine->err);
}

static void computing_again_changes_nothing(void **state)
{
	struct engine *e = *state;
	struct app_case c = open_case(e);
	size_t ruled;
	struct conflict_report r = compute(&c);
	assert_int_equal(r.entries, 5);
	assert_int_equal(r.experts, 5);
	assert_int_equal(r.pairs, 3); /* A1-X1 department, A3-X1 same, A3-X4 similar */
	assert_int_equal(r.added, 3);
	assert_int_equal(r.undecided, 3);
	r = compute(&c);
	assert_int_equal(r.added + r.gone, 0);
	const char *seen = see(&c, (struct conflict_query){.entry = "A1"});
	assert_non_null(strstr(seen, "\"detail\":{\"entry\":\"清华大学自动化系\",\"expert\":\"清华大学\",\"how\":\"department\"}"));
	assert_non_null(strstr(seen, "\"counts\":{\"found\":3,\"confirmed\":0,\"overruled\":0,\"back\":0}"));
	/* A list brings one more; what was decided stays when the list goes. */
	static const char list[] = "name,same-as,parent\n库卡机器人,,美的集团\n";
	assert_ok(e, app_import_kinship(c.app, &CASE_RQ, "t", list, strlen(list), false, &c.findings, &c.report, &e->err));
	r = compute(&c);
	assert_int_equal(r.added, 1);
	assert_ok(e, rule(&c, true, "A2", "X2", NULL, &ruled));
	assert_int_equal(ruled, 1);
	assert_ok(e, rule(&c, true, "A2", "X2", NULL, &ruled));
	assert_int_equal(ruled, 0);
	assert_ok(e, app_import_kinship(c.app, &CASE_RQ, "t", "name,same-as,parent\n", 20, false, &c.findings, &c.report, &e->err));
	r = compute(&c);
	assert_int_equal(r.pairs, 3);
	assert_int_equal(r.added + r.gone, 0);
	assert_non_null(strstr(see(&c, (struct conflict_query){.state = "confirmed"}), "\"via\":\"美的集团\""));
	case_close(&c);
}

static void lists_are_all_or_nothing(void **state)
{
	struct engine *e = *state;
	struct app_case c = open_case(e);
	assert_fails(e, import(&c, "expert,ground,entry,organisation,detail,since,until\nX1,friend,A1,,,,\nX9,past,A1,,,,\nX1,past,,,,,\n"
		"X1,past,A1,,,2024,2023\nX1,past,A9,,,yesterday,\n"), "conflict.ground");
	assert_int_equal(c.findings.total, 6);
	assert_ok(e, import(&c, "expert,ground,entry,organisation,detail,since,until\nX3,publication,A1,,一篇论文,2024,\nX3,publication,A1,,另一篇,2023-05,\n"
		"X5,investor,,清华大学,天使轮,2022,\n"));
	assert_int_equal(c.report.added, 3); /* two papers are one evidence; the investor's row stands for A1 and A3 */
	const char *seen = see(&c, (struct conflict_query){.expert = "X3"});
	assert_non_null(strstr(seen, "{\"since\":\"2023-05\",\"words\":\"一篇论文; 另一篇\"}"));
	assert_ok(e, import(&c, "expert,ground,entry,organisation,detail,since,until\nX5,investor,,清华大学,天使轮,2022,\n"));
	assert_int_equal(c.report.unchanged, 2);
	case_close(&c);
}

static void rulings_need_reasons_and_people(void **state)
{
	struct engine *e = *state;
	struct app_case c = open_case(e);
	size_t ruled;
	struct conflict_ruling all = {.confirmed = true, .ground = "organisation"};
	struct request chair = by(&CHAIR), supervisor = by(&SUPERVISOR), expert = by(&X1);
	struct conflict_query query = {0};
	CLEANUP(buf_done) struct buf out = {0};
	compute(&c);
	assert_fails(e, rule(&c, false, "A1", "X1", NULL, &ruled), "conflict.reason");
	assert_fails(e, rule(&c, true, "A1", "X3", NULL, &ruled), "conflict.none");
	assert_fails(e, rule(&c, true, "A9", "X1", NULL, &ruled), "entry.unknown");
	assert_fails(e, rule(&c, true, "A1", "X9", NULL, &ruled), "expert.unknown");
	assert_fails(e, app_rule_conflicts(c.app, &supervisor, "t", &all, &ruled, &e->err), "denied");
	assert_fails(e, app_rule_conflicts(c.app, &expert, "t", &all, &ruled, &e->err), "denied");
	assert_fails(e, view_conflicts(c.app, &expert, "t", &query, &out, &e->err), "denied");
	assert_ok(e, view_conflicts(c.app, &supervisor, "t", &query, &out, &e->err));
	/* All of a ground, but what is only similar. */
	assert_ok(e, app_rule_conflicts(c.app, &chair, "t", &all, &ruled, &e->err));
	assert_int_equal(ruled, 2);
	assert_non_null(strstr(see(&c, query), "\"counts\":{\"found\":1,\"confirmed\":2,\"overruled\":0,\"back\":0}"));
	assert_ok(e, rule(&c, false, "A1", "X1", "同名", &ruled));
	assert_non_null(strstr(see(&c, (struct conflict_query){.state = "overruled"}), "\"reason\":\"同名\""));
	/* By hand; and something new about an overruled pair makes it undecided again. */
	struct conflict_choice pair = {"A1", "X3"};
	struct conflict_ruling by_hand = {.confirmed = true, .ground = "other", .reason = "邻居", .pairs = &pair, .count = 1};
	assert_ok(e, app_rule_conflicts(c.app, &chair, "t", &by_hand, &ruled, &e->err));
	assert_ok(e, import(&c, "expert,ground,entry\nX1,mentor,A1\nX3,mentor,A1\n"));
	assert_non_null(strstr(see(&c, (struct conflict_query){.entry = "A1", .state = "found"}), "\"total\":1"));
	assert_non_null(strstr(see(&c, (struct conflict_query){.entry = "A1", .state = "confirmed"}), "\"total\":1"));
	case_close(&c);
}

static const char *interests(struct app_case *c)
{
	struct request rq = by(&X1);
	struct buf *out = ARENA_NEW(c->engine->arena, struct buf);
	assert_ok(c->engine, view_interests(c->app, &rq, "t", out, &c->engine->err));
	const char *text = arena_strdup(c->engine->arena, buf_str(out));
	buf_done(out);
	return text;
}

static void experts_speak_for_themselves(void **state)
{
	struct engine *e = *state;
	struct app_case c = open_case(e);
	struct request rq = by(&X1), chair = by(&CHAIR);
	size_t ruled;
	assert_fails(e, app_prefer(c.app, &chair, "t", "A1", "gladly", &e->err), "denied");
	assert_fails(e, app_declare_conflict(c.app, &CASE_RQ, "t", "A1", "mentor", NULL, &e->err), "denied");
	assert_fails(e, app_prefer(c.app, &rq, "t", "A1", "very", &e->err), "preference.want");
	assert_fails(e, app_prefer(c.app, &rq, "t", "A9", "gladly", &e->err), "entry.unknown");
	assert_ok(e, app_prefer(c.app, &rq, "t", "A1", "gladly", &e->err));
	assert_ok(e, app_prefer(c.app, &rq, "t", "A2", "rather-not", &e->err));
	assert_ok(e, app_prefer(c.app, &rq, "t", "A1", "any", &e->err));
	assert_int_equal(count_of(interests(&c), "\"want\":\"rather-not\""), 1);
	assert_int_equal(count_of(interests(&c), "\"want\":\"gladly\""), 0);
	assert_null(strstr(interests(&c), "midea.com"));
	assert_fails(e, app_declare_conflict(c.app, &rq, "t", "B1", "declared", NULL, &e->err), "conflict.ground");
	assert_ok(e, app_declare_conflict(c.app, &rq, "t", "B1", "mentor", "辅导过他们", &e->err));
	const char *seen = see(&c, (struct conflict_query){.entry = "B1"});
	assert_non_null(strstr(seen, "\"state\":\"confirmed\",\"evidence\":[{\"ground\":\"declared\",\"source\":\"declared\""));
	assert_non_null(strstr(seen, "\"actor\":\"expert\""));
	assert_fails(e, app_take_back_conflict(c.app, &rq, "t", "B2", "误点", &e->err), "conflict.none");
	assert_ok(e, app_take_back_conflict(c.app, &rq, "t", "B1", "误点", &e->err));
	seen = see(&c, (struct conflict_query){.entry = "B1"});
	assert_non_null(strstr(seen, "{\"back\":\"误点\",\"ground\":\"mentor\",\"words\":\"辅导过他们\"}"));
	assert_non_null(strstr(seen, "\"confirmed\":1,\"overruled\":0,\"back\":1"));
	assert_ok(e, rule(&c, false, "B1", "X1", "误点", &ruled));
	assert_non_null(strstr(see(&c, (struct conflict_query){.entry = "B1"}), "\"confirmed\":0,\"overruled\":1,\"back\":0"));
	case_close(&c);
}

static bool submit(struct app_case *c, const char *entry, const char *marks, int64_t base, struct receipt *ret)
{
	struct request rq = by(&X1);
	struct json json;
	struct new_sheet sheet = {.entry = entry, .base = base, .draft = "d", .recused = !marks, .reason = marks ? NULL : "r"};
	c->engine->err = (struct err){0};
	if (marks) {
		assert_ok(c->engine, json_parse(marks, strlen(marks), c->engine->arena, &json, &c->engine->err));
		sheet.marks = &json;
	}
	return app_submit_sheet(c->app, &rq, "t", "semi", *entry == 'A' ? "a" : "b", &sheet, ret, &c->engine->err);
}

#define FULL "{\"depth\":\"90\",\"use\":\"90\"}"

static void a_confirmed_conflict_takes_no_marks(void **state)
{
	struct engine *e = *state;
	struct app_case c = open_case(e);
	struct request rq = by(&X1);
	struct receipt receipt;
	size_t ruled;
	CLEANUP(buf_done) struct buf out = {0};
	compute(&c);
	assert_ok(e, submit(&c, "A3", FULL, 0, &receipt)); /* found, and not decided: nobody may be stopped by a guess */
	assert_ok(e, rule(&c, true, "A1", "X1", NULL, &ruled));
	assert_ok(e, rule(&c, true, "A3", "X1", NULL, &ruled));
	assert_fails(e, submit(&c, "A1", FULL, 0, &receipt), "sheet.conflict");
	assert_fails(e, submit(&c, "A3", "{\"depth\":\"80\",\"use\":\"90\"}", 1, &receipt), "sheet.conflict");
	assert_false(case_sheets(&c, "semi", "heat,entry,expert,criterion,mark\na,A1,X1,depth,90\na,A1,X1,use,90\n"));
	assert_int_equal(c.findings.total, 1);
	assert_string_equal(c.findings.items[0].code, "sheet.conflict");
	assert_ok(e, submit(&c, "A1", NULL, 0, &receipt));
	/* Of A1 its own recusal is shown; of A3 its title, and not what was marked. */
	assert_ok(e, view_marking(c.app, &rq, "t", &out, &e->err));
	assert_non_null(strstr(buf_str(&out), "\"entry\":\"A3\",\"title\":\"检测\",\"barred\":true,\"phase\""));
	assert_int_equal(count_of(buf_str(&out), "\"team\":\"三队\""), 0);
	assert_int_equal(count_of(buf_str(&out), "\"depth\":\"90\""), 0);
	case_close(&c);
}

/* The score of an entry as it stands, for whoever may see it. */
static bool stands_at(struct app_case *c, const char *text)
{
	return strstr(case_board(c, "semi", true), text) != NULL;
}

static void such_a_sheet_counts_as_recused(void **state)
{
	struct engine *e = *state;
	struct app_case c = open_case(e);
	size_t ruled;
	case_mark(&c, "semi", "A1 90 80 70;A2 60 60 60;A3 50 50 50;B1 70 70 70;B2 60 60 60");
	compute(&c);
	assert_true(stands_at(&c, "\"score\":80"));
	assert_ok(e, rule(&c, true, "A1", "X1", NULL, &ruled)); /* 90 goes: 75 */
	assert_true(stands_at(&c, "\"score\":75"));
	assert_ok(e, rule(&c, false, "A1", "X1", "同名", &ruled));
	assert_true(stands_at(&c, "\"score\":80"));
	assert_ok(e, rule(&c, true, "A1", "X1", NULL, &ruled));
	assert_ok(e, app_close_stage(c.app, &CASE_RQ, "t", "semi", "S", &e->err));
	/* Decided after the close: not of this stage any more. */
	assert_ok(e, rule(&c, false, "A1", "X1", "又改", &ruled));
	assert_true(stands_at(&c, "\"score\":75"));
	assert_ok(e, app_publish_stage(c.app, &CASE_RQ, "t", "semi", &e->err));
	assert_true(stands_at(&c, "\"score\":75"));
	/* The published page says recused, and both verifiers will: the ledger verifies. */
	assert_int_equal(count_of(case_entry(&c, "A1"), "\"recused\":true"), 1);
	CLEANUP(buf_done) struct buf verdict = {0};
	assert_ok(e, app_verify(c.app, &CASE_RQ, "t", &verdict, &e->err));
	assert_non_null(strstr(buf_str(&verdict), "{\"ok\":true,\"records\""));
	/* Opened with that result, each once; the next is opened with the next. */
	CLEANUP(buf_done) struct buf ledger = {0};
	assert_ok(e, view_ledger(c.app, "t", 0, 1000, &ledger, &e->err));
	assert_int_equal(count_of(buf_str(&ledger), "\"type\":\"conflict.rule\""), 4);
	assert_int_equal(count_of(buf_str(&ledger), "{\"body\":{\"confirmed\""), 4);
	case_close(&c);
}

static void a_panel_in_conflict_owes_nothing(void **state)
{
	struct engine *e = *state;
	struct app_case c = open_case(e);
	const char *panel[] = {"X1", "X3", "X5"};
	size_t ruled;
	CLEANUP(buf_done) struct buf progress = {0};
	compute(&c);
	assert_ok(e, app_seat_panel(c.app, &CASE_RQ, "t", "semi", "a", panel, 3, &e->err));
	assert_ok(e, rule(&c, true, "A1", "X1", NULL, &ruled));
	assert_true(case_sheets(&c, "semi", "heat,entry,expert,criterion,mark\n"
		"a,A1,X3,depth,80\na,A1,X3,use,80\na,A1,X5,depth,80\na,A1,X5,use,80\n"
		"a,A2,X1,depth,70\na,A2,X1,use,70\na,A2,X3,depth,70\na,A2,X3,use,70\na,A2,X5,depth,70\na,A2,X5,use,70\n"
		"a,A3,X1,depth,60\na,A3,X1,use,60\na,A3,X3,depth,60\na,A3,X3,use,60\na,A3,X5,depth,60\na,A3,X5,use,60\n"));
	assert_ok(e, view_progress(c.app, &CASE_RQ, "t", "semi", "a", &progress, &e->err));
	assert_non_null(strstr(buf_str(&progress), "\"missing\":0"));
	assert_non_null(strstr(buf_str(&progress), "\"expected\":3,\"in\":3"));
	assert_non_null(strstr(buf_str(&progress), "{\"expert\":\"X1\",\"state\":\"recused\",\"version\":0"));
	assert_ok(e, app_lock_heat(c.app, &CASE_RQ, "t", "semi", "a", false, &e->err));
	CLEANUP(buf_done) struct buf ledger = {0};
	assert_ok(e, view_ledger(c.app, "t", 0, 1000, &ledger, &e->err));
	assert_non_null(strstr(buf_str(&ledger), "{\"heat\":\"a\",\"missing\":0,\"sheets\":8,\"stage\":\"semi\"}"));
	case_close(&c);
}

static void nothing_is_decided_in_the_end(void **state)
{
	struct engine *e = *state;
	struct app_case c = open_case(e);
	size_t ruled;
	case_mark(&c, "semi", "A1 90 80 70;A2 60 60 60;A3 50 50 50;B1 70 70 70;B2 60 60 60");
	assert_ok(e, app_close_stage(c.app, &CASE_RQ, "t", "semi", "S", &e->err));
	assert_ok(e, app_publish_stage(c.app, &CASE_RQ, "t", "semi", &e->err));
	compute(&c);
	assert_ok(e, rule(&c, true, "A1", "X1", NULL, &ruled)); /* the final is still to come */
	assert_ok(e, rule(&c, true, "A3", "X1", NULL, &ruled));
	assert_true(case_sheets(&c, "final", "heat,entry,expert,criterion,mark\nhall,A1,X2,depth,90\nhall,A2,X2,depth,80\nhall,B1,X2,depth,70\n"));
	assert_ok(e, app_close_stage(c.app, &CASE_RQ, "t", "final", NULL, &e->err));
	assert_ok(e, app_publish_stage(c.app, &CASE_RQ, "t", "final", &e->err));
	assert_fails(e, rule(&c, false, "A1", "X1", "r", &ruled), "conflict.over");
	CLEANUP(buf_done) struct buf verdict = {0};
	assert_ok(e, app_verify(c.app, &CASE_RQ, "t", &verdict, &e->err));
	assert_non_null(strstr(buf_str(&verdict), "{\"ok\":true,\"records\""));
	case_close(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ENGINE_TEST(computing_again_changes_nothing), ENGINE_TEST(lists_are_all_or_nothing), ENGINE_TEST(rulings_need_reasons_and_people),
		ENGINE_TEST(experts_speak_for_themselves), ENGINE_TEST(a_confirmed_conflict_takes_no_marks),
		ENGINE_TEST(such_a_sheet_counts_as_recused), ENGINE_TEST(a_panel_in_conflict_owes_nothing), ENGINE_TEST(nothing_is_decided_in_the_end),
	};
	return engines_run("app/conflict", tests, COUNT_OF(tests));
}
