/* The experts' pool on both engines: listed, invited, accepted or declined, left; whom the stages need; who could take a place. */
#include "case.h"

#include "app/away.h"
#include "app/candidate.h"
#include "app/closing.h"
#include "app/context.h"
#include "app/floor.h"
#include "app/marking.h"
#include "app/people.h"
#include "app/verify.h"
#include "store/panels.h"
#include "store/people.h"

#include <stdio.h>
#include <stdlib.h>

static _Atomic int64_t clock_ms;

static int64_t told_time(void)
{
	return clock_ms;
}

static const char POOL[] = "expert,class,name,organisation,mail,fields,languages,load,away\n"
	"C1,industry,李一,甲公司,Li@Example.org,显示;光学,zh;en,2,2026-01-01 09:00/2026-01-01 12:00\n"
	"C2,industry,王二,乙公司,wang@example.org,芯片,zh,,\n"
	"C3,industry,赵三,丙公司,zhao@example.org,显示,en,40,2026-01-02\n"
	"C4,office,钱四,丁公司,,,,,\n";

static struct app_case pool_open(struct engine *e)
{
	struct app_case c = case_open(e);
	clock_ms = c.app->now_ms();
	c.app->now_ms = told_time;
	return c;
}

static bool list(struct app_case *c, const char *csv, bool preview)
{
	c->findings = findings_of("pool.csv", c->engine->arena);
	c->engine->err = (struct err){0};
	return app_import_candidates(c->app, &CASE_RQ, "t", csv, strlen(csv), preview, &c->findings, &c->report, &c->engine->err);
}

static bool invite(struct app_case *c, const char *expert, bool anyway, struct made_invitation **ret)
{
	struct new_invitations n = {.experts = &expert, .count = 1, .anyway = anyway};
	c->engine->err = (struct err){0};
	return app_invite(c->app, &CASE_RQ, "t", &n, c->engine->arena, ret, &c->engine->err);
}

/* The client of a personal link, in contest t. */
static bool come(struct app_case *c, const char *token, struct principal *who)
{
	struct session s;
	struct sign_in with = {.token = token};
	c->engine->err = (struct err){0};
	return app_sign_in(c->app, &with, &s, &c->engine->err) &&
		app_session(c->app, s.token, "t", c->engine->arena, who, &c->engine->err);
}

static bool answer(struct app_case *c, const struct principal *who, const char *expert, enum candidate_answer given)
{
	struct request rq = {who ? who->id : "test", NULL, who};
	c->engine->err = (struct err){0};
	return app_answer(c->app, &rq, "t", expert, given, "忙", &c->engine->err);
}

static const char *pool_of(struct app_case *c, const struct principal *who, const char *state, const char *words)
{
	CLEANUP(buf_done) struct buf out = {0};
	struct request rq = {"test", NULL, who};
	assert_ok(c->engine, view_candidates(c->app, &rq, "t", &(struct candidate_query){.state = state, .words = words}, &out,
		&c->engine->err));
	return arena_strdup(c->engine->arena, buf_str(&out));
}

static const char *invitation_of(struct app_case *c, const struct principal *who)
{
	CLEANUP(buf_done) struct buf out = {0};
	struct request rq = {who->id, NULL, who};
	assert_ok(c->engine, view_invitation(c->app, &rq, "t", &out, &c->engine->err));
	return arena_strdup(c->engine->arena, buf_str(&out));
}

static int records(struct app_case *c, const char *type)
{
	CLEANUP(buf_done) struct buf out = {0};
	assert_ok(c->engine, view_ledger(c->app, "t", 0, 1000, &out, &c->engine->err));
	return count_of(buf_str(&out), arena_printf(c->engine->arena, "\"type\":\"%s\"", type));
}

static void ledger_holds(struct app_case *c)
{
	CLEANUP(buf_done) struct buf out = {0};
	const char *note;
	assert_ok(c->engine, app_checkpoint(c->app, "t", c->engine->arena, &note, &c->engine->err));
	assert_ok(c->engine, app_verify(c->app, &CASE_RQ, "t", &out, &c->engine->err));
	if (!strstr(buf_str(&out), "\"ok\":true,\"records\""))
		print_error("%s\n", buf_str(&out));
	assert_non_null(strstr(buf_str(&out), "\"ok\":true,\"records\""));
}

/* ---- times away */

static void away_is_read_and_written(void **state)
{
	struct engine *e = *state;
	static const struct {
		const char *text, *written; /* NULL = no time */
	} cases[] = {
		{"", ""},
		{"2026-05-03", "2026-05-03"},
		{" 2026-05-03 ; 2026-05-01 09:00/2026-05-01 12:00", "2026-05-01 09:00/2026-05-01 12:00; 2026-05-03"},
		{"2026-05-03; 2026-05-04", "2026-05-03/2026-05-04"},
		{"2026-05-01 09:00/2026-05-01 12:00;2026-05-01 11:00/2026-05-01 13:30", "2026-05-01 09:00/2026-05-01 13:30"},
		{"2026-05-01T09:00:00Z/2026-05-01T10:00:00Z", "2026-05-01 17:00/2026-05-01 18:00"},
		{"2026-05-01\n2026-05-09", "2026-05-01; 2026-05-09"},
		{"2026-05-01 09:00", NULL},
		{"2026-05-02/2026-05-01", NULL},
		{"tomorrow", NULL},
		{"2026-02-30", NULL},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const char *json, *text, *again;
		e->err = (struct err){0};
		if (!cases[i].written) {
			assert_fails(e, away_read(cases[i].text, 480, e->arena, &json, &e->err), "candidate.away");
			continue;
		}
		assert_ok(e, away_read(cases[i].text, 480, e->arena, &json, &e->err));
		assert_ok(e, away_write(json, 480, e->arena, &text, &e->err));
		assert_string_equal(text, cases[i].written);
		assert_ok(e, away_read(text, 480, e->arena, &again, &e->err));
		assert_string_equal(again, json);
	}
}

/* ---- listing */

static void lists_all_or_none(void **state)
{
	struct engine *e = *state;
	struct app_case c = pool_open(e);
	int before = records(&c, "expert.seat");
	assert_fails(e, list(&c, "expert,class,load,away\nC1,industry,many,\nC 2,x,1,never\n", false), "import.number");
	assert_int_equal(c.findings.total, 4);
	assert_null(strstr(pool_of(&c, NULL, NULL, NULL), "\"C1\""));
	assert_ok(e, list(&c, POOL, true));
	assert_int_equal(c.report.added, 4);
	assert_null(strstr(pool_of(&c, NULL, NULL, NULL), "\"C1\""));
	assert_ok(e, list(&c, POOL, false));
	assert_int_equal(c.report.added, 4);
	assert_ok(e, list(&c, POOL, false));
	assert_int_equal(c.report.unchanged, 4);
	assert_ok(e, list(&c, "expert,class,name\nC2,office,王二\nC5,industry,孙五\n", false));
	assert_int_equal(c.report.amended, 1);
	assert_int_equal(c.report.added, 1);
	const char *all = pool_of(&c, NULL, NULL, NULL);
	assert_non_null(strstr(all, "\"away\":\"2026-01-01 09:00/2026-01-01 12:00\""));
	assert_non_null(strstr(all, "\"listed\":5"));
	assert_non_null(strstr(all, "\"accepted\":4")); /* those who were seated by import have a row of the pool */
	assert_non_null(strstr(all, "\"need\":6")); /* three industry seats in each of two heats */
	assert_int_equal(count_of(pool_of(&c, NULL, "listed", "显示"), "\"state\":"), 2);
	assert_int_equal(records(&c, "expert.seat"), before); /* nothing was decided */
	assert_int_equal(records(&c, "expert.invite"), 0);
	CLEANUP(buf_done) struct buf csv = {0};
	assert_ok(e, view_candidates_csv(c.app, &CASE_RQ, "t", &csv, &e->err));
	c.report = (struct import_report){0};
	assert_ok(e, list(&c, buf_str(&csv), false)); /* what goes out comes in again */
	assert_int_equal(c.report.unchanged, 9);
	case_close(&c);
}

static void words_are_edited_and_removed(void **state)
{
	struct engine *e = *state;
	struct app_case c = pool_open(e);
	struct candidate_words words = {.class_id = "industry", .name = "周六", .mail = "z@x.example", .load = 3};
	assert_ok(e, app_put_candidate(c.app, &CASE_RQ, "t", "C6", &words, &e->err));
	words = (struct candidate_words){.mail = "", .away = "2026-01-05", .load = CANDIDATE_LOAD_SAME};
	assert_ok(e, app_put_candidate(c.app, &CASE_RQ, "t", "C6", &words, &e->err));
	const char *pool = pool_of(&c, NULL, "listed", NULL);
	assert_non_null(strstr(pool, "\"name\":\"周六\""));
	assert_non_null(strstr(pool, "\"load\":3"));
	assert_null(strstr(pool, "z@x.example"));
	words.away = "sometimes";
	assert_fails(e, app_put_candidate(c.app, &CASE_RQ, "t", "C6", &words, &e->err), "candidate.away");
	words = (struct candidate_words){.class_id = "kings", .load = CANDIDATE_LOAD_SAME};
	assert_fails(e, app_put_candidate(c.app, &CASE_RQ, "t", "C6", &words, &e->err), "candidate.class");
	assert_fails(e, app_put_candidate(c.app, &CASE_RQ, "t", "no id", &words, &e->err), "candidate.id");
	assert_fails(e, app_remove_candidate(c.app, &CASE_RQ, "t", "C9", &e->err), "candidate.unknown");
	assert_ok(e, app_remove_candidate(c.app, &CASE_RQ, "t", "C6", &e->err));
	assert_fails(e, app_remove_candidate(c.app, &CASE_RQ, "t", "X1", &e->err), "candidate.invited");
	case_close(&c);
}

/* ---- invitations */

static void one_link_serves_for_everything(void **state)
{
	struct engine *e = *state;
	struct app_case c = pool_open(e);
	struct made_invitation *made;
	struct principal who, again;
	assert_ok(e, list(&c, POOL, false));
	assert_ok(e, invite(&c, "C1", false, &made));
	assert_string_equal(made[0].mail, "Li@Example.org");
	const char *token = arena_strdup(e->arena, made[0].link.token);
	assert_ok(e, come(&c, token, &who));
	assert_int_equal(who.roles, 1u << ROLE_CANDIDATE);
	assert_string_equal(who.expert, "C1");
	const char *seen = invitation_of(&c, &who);
	assert_non_null(strstr(seen, "\"state\":\"invited\""));
	assert_non_null(strstr(seen, "\"accept\":true"));
	assert_null(strstr(seen, "example.org")); /* nor what the organiser keeps about them */
	struct request rq = {who.id, NULL, &who};
	CLEANUP(buf_done) struct buf out = {0};
	assert_fails(e, view_candidates(c.app, &rq, "t", &(struct candidate_query){0}, &out, &e->err), "denied");
	assert_fails(e, answer(&c, &who, "C2", ANSWER_ACCEPT), "denied"); /* for somebody else */
	assert_ok(e, app_put_own_words(c.app, &rq, "t", &(struct candidate_words){.fields = "显示", .name = "某人", .load = 9}, &e->err));
	assert_ok(e, answer(&c, &who, NULL, ANSWER_ACCEPT));
	assert_ok(e, answer(&c, &who, NULL, ANSWER_ACCEPT)); /* a double tap */
	assert_int_equal(records(&c, "expert.seat"), 5);
	assert_ok(e, come(&c, token, &again));
	assert_int_equal(again.roles, 1u << ROLE_CANDIDATE | 1u << ROLE_EXPERT);
	const char *one = pool_of(&c, NULL, NULL, "C1");
	assert_non_null(strstr(one, "\"load\":9"));
	assert_non_null(strstr(one, "\"name\":\"李一\"")); /* names are the organiser's to change */
	assert_fails(e, answer(&c, &again, NULL, ANSWER_DECLINE), "invitation.accepted");
	assert_fails(e, invite(&c, "C1", false, &made), "invite.seated");
	ledger_holds(&c);
	CLEANUP(buf_done) struct buf ledger = {0};
	assert_ok(e, view_ledger(c.app, "t", 0, 1000, &ledger, &e->err));
	assert_null(strstr(buf_str(&ledger), "李一"));
	assert_null(strstr(buf_str(&ledger), "xample.org\",\"role\""));
	case_close(&c);
}

static void invitations_end_and_come_anew(void **state)
{
	struct engine *e = *state;
	struct app_case c = pool_open(e);
	struct made_invitation *made;
	struct principal who;
	assert_ok(e, list(&c, POOL, false));
	struct new_invitations late = {.experts = (const char *const[]){"C2"}, .count = 1, .answer_by_ms = clock_ms};
	assert_fails(e, app_invite(c.app, &CASE_RQ, "t", &late, e->arena, &made, &e->err), "invite.answer-by");
	late.answer_by_ms = clock_ms + 3600000;
	assert_ok(e, app_invite(c.app, &CASE_RQ, "t", &late, e->arena, &made, &e->err));
	const char *first = arena_strdup(e->arena, made[0].link.token);
	assert_ok(e, come(&c, first, &who));
	assert_ok(e, answer(&c, &who, NULL, ANSWER_DECLINE));
	assert_ok(e, answer(&c, &who, NULL, ANSWER_DECLINE));
	assert_int_equal(records(&c, "expert.decline"), 1);
	clock_ms += 3600001;
	assert_fails(e, answer(&c, &who, NULL, ANSWER_ACCEPT), "invitation.late");
	assert_non_null(strstr(invitation_of(&c, &who), "\"late\":true"));
	assert_ok(e, invite(&c, "C2", false, &made));
	assert_fails(e, come(&c, first, &who), "sign-in.link");
	assert_ok(e, come(&c, made[0].link.token, &who));
	assert_ok(e, answer(&c, &who, NULL, ANSWER_ACCEPT));
	assert_ok(e, answer(&c, &who, NULL, ANSWER_LEAVE));
	assert_fails(e, answer(&c, &who, NULL, ANSWER_ACCEPT), "invitation.left");
	/* What the organiser was told. */
	assert_fails(e, answer(&c, NULL, "C3", ANSWER_DECLINE), "invitation.none");
	assert_ok(e, answer(&c, NULL, "C3", ANSWER_ACCEPT));
	assert_fails(e, app_make_link(c.app, &CASE_RQ, "t", &(struct new_link){.role = "candidate", .expert = "C4"},
		&made[0].link, &e->err), "link.role");
	ledger_holds(&c);
	case_close(&c);
}

static bool add_conflict(struct db *db, void *context, struct err *err)
{
	(void)context;
	return store_put_conflict(db, "t", &(struct conflict_row){"A1", "C1", "organisation", CONFLICT_COMPUTED, CONFLICT_FOUND, NULL, 1},
		err);
}

static void undecided_conflicts_come_first(void **state)
{
	struct engine *e = *state;
	struct app_case c = pool_open(e);
	struct made_invitation *made;
	assert_ok(e, list(&c, POOL, false));
	assert_ok(e, store_write(app_store(c.app), add_conflict, NULL, &e->err));
	assert_fails(e, invite(&c, "C1", false, &made), "invite.conflicts");
	assert_non_null(strstr(e->err.message, "C1 (1)"));
	assert_non_null(strstr(pool_of(&c, NULL, NULL, "C1"), "\"undecided\":1"));
	assert_int_equal(records(&c, "expert.invite"), 0);
	assert_ok(e, invite(&c, "C1", true, &made));
	case_close(&c);
}

static void words_are_erased(void **state)
{
	struct engine *e = *state;
	struct app_case c = pool_open(e);
	struct made_invitation *made;
	assert_ok(e, list(&c, POOL, false));
	assert_ok(e, invite(&c, "C1", false, &made));
	assert_ok(e, answer(&c, NULL, "C1", ANSWER_ACCEPT));
	assert_ok(e, app_erase_candidate(c.app, &CASE_RQ, "t", "C1", &e->err));
	assert_non_null(strstr(pool_of(&c, NULL, NULL, "C1"), "\"erased\":true"));
	assert_null(strstr(pool_of(&c, NULL, NULL, NULL), "李一"));
	assert_fails(e, list(&c, POOL, false), "candidate.erased");
	assert_fails(e, app_put_candidate(c.app, &CASE_RQ, "t", "C1", &(struct candidate_words){.name = "x", .load = -2}, &e->err),
		"candidate.erased");
	/* Nor do they come back by the other door. */
	assert_ok(e, invite(&c, "C2", false, &made));
	assert_ok(e, app_erase_candidate(c.app, &CASE_RQ, "t", "C2", &e->err));
	static const char again[] = "expert,class,name\nC2,industry,王二\n";
	e->err = (struct err){0};
	assert_fails(e, app_import_experts(c.app, &CASE_RQ, "t", again, strlen(again), false, &c.findings, &c.report, &e->err),
		"candidate.erased");
	assert_fails(e, invite(&c, "C2", false, &made), "invite.erased");
	ledger_holds(&c);
	case_close(&c);
}

/* ---- leaving */

static const char *const THREE[] = {"X1", "X2", "X3"};

static void who_left_owes_nothing(void **state)
{
	struct engine *e = *state;
	struct app_case c = pool_open(e);
	assert_ok(e, app_seat_panel(c.app, &CASE_RQ, "t", "semi", "a", THREE, 3, &e->err));
	case_mark(&c, "semi", "A1 90 80 70;B1 80 80 80;B2 70 70 70;B3 60 60 60");
	assert_ok(e, answer(&c, NULL, "X3", ANSWER_LEAVE));
	assert_ok(e, answer(&c, NULL, "X3", ANSWER_LEAVE));
	assert_int_equal(records(&c, "expert.leave"), 1);
	/* Their sheet for A1 stays; nothing new comes from them, no mark and no recusal. */
	assert_fails(e, case_sheets(&c, "semi", "heat,entry,expert,criterion,mark\nb,B1,X3,depth,1\nb,B1,X3,use,1\n"), "sheet.left");
	struct principal x3 = {.id = "link:3", .contest = "t", .roles = 1u << ROLE_EXPERT, .expert = "X3"};
	struct request rq = {x3.id, NULL, &x3};
	struct receipt r;
	struct new_sheet recusal = {.entry = "A2", .recused = true, .reason = "亲属", .draft = "d"};
	assert_fails(e, app_submit_sheet(c.app, &rq, "t", "semi", "a", &recusal, &r, &e->err), "sheet.left");
	CLEANUP(buf_done) struct buf marking = {0};
	assert_ok(e, view_marking(c.app, &rq, "t", &marking, &e->err));
	assert_null(strstr(buf_str(&marking), "\"open\":true"));
	assert_fails(e, app_seat_panel(c.app, &CASE_RQ, "t", "semi", "a", THREE, 3, &e->err), "panel.left");
	static const char two[] = "heat,entry,expert,criterion,mark\n"
		"a,A2,X1,depth,80\na,A2,X1,use,80\na,A2,X2,depth,80\na,A2,X2,use,80\n"
		"a,A3,X1,depth,70\na,A3,X1,use,70\na,A3,X2,depth,70\na,A3,X2,use,70\n"
		"a,A4,X1,depth,60\na,A4,X1,use,60\na,A4,X2,depth,60\na,A4,X2,use,60\na,A5,X1,depth,50\na,A5,X1,use,50\n";
	assert_ok(e, case_sheets(&c, "semi", two));
	/* Two are left on the panel, and A1 has one of who left besides: only X2's for A5 is missing. */
	assert_fails(e, app_lock_heat(c.app, &CASE_RQ, "t", "semi", "a", false, &e->err), "heat.quorum");
	assert_ok(e, case_sheets(&c, "semi", "heat,entry,expert,criterion,mark\na,A5,X2,depth,50\na,A5,X2,use,50\n"));
	assert_ok(e, app_lock_heat(c.app, &CASE_RQ, "t", "semi", "a", false, &e->err));
	assert_ok(e, app_lock_heat(c.app, &CASE_RQ, "t", "semi", "b", false, &e->err));
	assert_ok(e, app_sign_heat(c.app, &CASE_RQ, "t", "semi", "a", &e->err));
	assert_ok(e, app_sign_heat(c.app, &CASE_RQ, "t", "semi", "b", &e->err));
	assert_ok(e, app_close_stage(c.app, &CASE_RQ, "t", "semi", NULL, &e->err));
	assert_ok(e, app_publish_stage(c.app, &CASE_RQ, "t", "semi", &e->err));
	ledger_holds(&c);
	case_close(&c);
}

/* A panel that all have left is none: whoever is of its classes may mark again. */
static void an_empty_panel_is_none(void **state)
{
	struct engine *e = *state;
	struct app_case c = pool_open(e);
	assert_ok(e, app_seat_panel(c.app, &CASE_RQ, "t", "semi", "a", (const char *const[]){"X3"}, 1, &e->err));
	assert_fails(e, case_sheets(&c, "semi", "heat,entry,expert,criterion,mark\na,A1,X1,depth,80\na,A1,X1,use,80\n"), "sheet.panel");
	assert_ok(e, answer(&c, NULL, "X3", ANSWER_LEAVE));
	assert_ok(e, case_sheets(&c, "semi", "heat,entry,expert,criterion,mark\na,A1,X1,depth,80\na,A1,X1,use,80\n"
		"a,A1,X2,depth,80\na,A1,X2,use,80\n"));
	assert_ok(e, app_lock_heat(c.app, &CASE_RQ, "t", "semi", "a", true, &e->err) || str_eq(e->err.code, "heat.quorum"));
	ledger_holds(&c);
	case_close(&c);
}

/* ---- substitutes and history */

static void add_contest(struct app_case *c, const char *id)
{
	const char *text = arena_strdup(c->engine->arena, CASE_DEFINITION);
	char *at = strstr(text, "id: t\n");
	at[4] = id[0];
	assert_ok(c->engine, app_add_contest(c->app, &CASE_RQ, text, strlen(text), &c->findings, &c->engine->err));
}

static void the_best_come_first(void **state)
{
	struct engine *e = *state;
	struct app_case c = pool_open(e);
	struct made_invitation *made;
	static const char elsewhere[] = "expert,class,name,mail\nE7,industry,李一, li@example.ORG \n";
	add_contest(&c, "u");
	assert_ok(e, app_import_experts(c.app, &CASE_RQ, "u", elsewhere, strlen(elsewhere), false, &c.findings, &c.report, &e->err));
	assert_ok(e, list(&c, POOL, false));
	assert_ok(e, store_write(app_store(c.app), add_conflict, NULL, &e->err));
	assert_ok(e, invite(&c, "C3", false, &made));
	CLEANUP(buf_done) struct buf out = {0};
	struct substitute_query query = {.stage = "semi", .heat = "a", .class_id = "industry"};
	assert_ok(e, view_substitutes(c.app, &CASE_RQ, "t", &query, &out, &e->err));
	/* The accepted, then the listed, then the invited; whoever is barred or has too small a load comes last. */
	static const char *const order[] = {"\"X1\"", "\"X2\"", "\"X3\"", "\"C2\"", "\"C3\"", "\"C1\""};
	const char *at = buf_str(&out);
	for (size_t i = 0; i < COUNT_OF(order); i++) {
		at = strstr(at, order[i]);
		assert_non_null(at);
	}
	assert_null(strstr(buf_str(&out), "\"C4\"")); /* of another class */
	assert_non_null(strstr(at, "\"undecided\":1"));
	assert_non_null(strstr(at, "\"full\":true"));
	assert_non_null(strstr(at, "\"contests\":1"));
	CLEANUP(buf_done) struct buf one = {0};
	assert_ok(e, view_candidate(c.app, &CASE_RQ, "t", "C1", &one, &e->err));
	assert_non_null(strstr(buf_str(&one), "\"history\":[{\"contest\":\"u\",\"state\":\"accepted\",\"sheets\":0}]"));
	struct principal chair = {.id = "account:2", .roles = 1u << ROLE_CHAIR};
	struct request rq = {"account:2", NULL, &chair};
	CLEANUP(buf_done) struct buf seen = {0};
	assert_ok(e, view_candidate(c.app, &rq, "t", "C1", &seen, &e->err));
	assert_null(strstr(buf_str(&seen), "history"));
	assert_null(strstr(buf_str(&seen), "xample.org"));
	assert_null(strstr(pool_of(&c, &chair, NULL, "example.org"), "\"C1\"")); /* nor by guessing */
	case_close(&c);
}

static void away_counts_for_a_heat(void **state)
{
	struct engine *e = *state;
	struct app_case c = pool_open(e);
	const char *text = "expert,class,away\nP1,industry,2026-01-01/2026-02-28\nP2,industry,2026-01-03\n";
	assert_ok(e, list(&c, text, false));
	CLEANUP(buf_done) struct buf out = {0};
	struct substitute_query query = {.stage = "semi", .class_id = "industry", .expert = "X1"};
	assert_ok(e, view_substitutes(c.app, &CASE_RQ, "t", &query, &out, &e->err));
	assert_null(strstr(buf_str(&out), "\"id\":\"X1\"")); /* whom they replace */
	/* The stage has a beginning and no end: nobody misses all of it. */
	assert_null(strstr(buf_str(&out), "\"away\":true"));
	query.heat = "nowhere";
	assert_fails(e, view_substitutes(c.app, &CASE_RQ, "t", &query, &out, &e->err), "heat.unknown");
	query.heat = NULL;
	const char *likes = "expert,class,languages,fields\nP3,industry,中文；English,显示、光学\nP4,industry,\"english, 中文\",光学\n";
	assert_ok(e, list(&c, likes, false));
	query.expert = "P3";
	buf_clear(&out);
	assert_ok(e, view_substitutes(c.app, &CASE_RQ, "t", &query, &out, &e->err));
	assert_non_null(strstr(buf_str(&out), "\"shared_languages\":2,\"shared_fields\":1"));
	case_close(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {ENGINE_TEST(away_is_read_and_written), ENGINE_TEST(lists_all_or_none),
		ENGINE_TEST(words_are_edited_and_removed), ENGINE_TEST(one_link_serves_for_everything),
		ENGINE_TEST(invitations_end_and_come_anew), ENGINE_TEST(undecided_conflicts_come_first), ENGINE_TEST(words_are_erased),
		ENGINE_TEST(who_left_owes_nothing), ENGINE_TEST(an_empty_panel_is_none), ENGINE_TEST(the_best_come_first),
		ENGINE_TEST(away_counts_for_a_heat)};
	return engines_run("app/pool", tests, COUNT_OF(tests));
}
