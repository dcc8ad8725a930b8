/* Sheets handed in on devices, on both engines: receipts, repeats, conflicts, recusal, who may and when, signatures. */
#include "case.h"

#include "app/context.h"
#include "app/floor.h"
#include "app/marking.h"
#include "app/people.h"
#include "app/principal.h"
#include "base/json.h"
#include "ledger/attest.h"
#include "ledger/base64.h"
#include "ledger/merkle.h"
#include "ledger/note.h"
#include "store/live.h"

#include <pthread.h>
#include <stdio.h>

static const struct principal X1 = {.id = "link:1", .contest = "t", .roles = 1u << ROLE_EXPERT, .expert = "X1"};
static const struct principal X1_TOO = {.id = "account:7", .roles = 1u << ROLE_EXPERT, .expert = "X1"};
static const struct principal X2 = {.id = "link:2", .contest = "t", .roles = 1u << ROLE_EXPERT, .expert = "X2"};
static const struct principal X3 = {.id = "link:3", .contest = "t", .roles = 1u << ROLE_EXPERT, .expert = "X3"};
static const struct principal O1 = {.id = "link:4", .contest = "t", .roles = 1u << ROLE_EXPERT, .expert = "O1"};

static struct request by(const struct principal *who, const char *key)
{
	return (struct request){.actor = who->id, .req = key, .who = who};
}

static struct new_sheet sheet_of(struct app_case *c, const char *entry, const char *marks, int64_t base)
{
	struct json *json = ARENA_NEW(c->engine->arena, struct json);
	assert_ok(c->engine, json_parse(marks, strlen(marks), c->engine->arena, json, &c->engine->err));
	return (struct new_sheet){.entry = entry, .marks = json, .base = base, .draft = "d-1"};
}

static bool send(struct app_case *c, const struct principal *who, const char *key, const struct new_sheet *sheet,
	struct receipt *ret)
{
	struct request rq = by(who, key);
	c->engine->err = (struct err){0};
	return app_submit_sheet(c->app, &rq, "t", "semi", *sheet->entry == 'A' ? "a" : "b", sheet, ret, &c->engine->err);
}

static bool submit(struct app_case *c, const struct principal *who, const char *key, const char *entry, const char *marks,
	int64_t base, struct receipt *ret)
{
	struct new_sheet sheet = sheet_of(c, entry, marks, base);
	return send(c, who, key, &sheet, ret);
}

#define FULL(depth, use) "{\"depth\":\"" depth "\",\"use\":\"" use "\"}"

/* ---- looking into the store */

struct look {
	const char *entry, *expert;
	struct sheet_row sheet;
	struct head_row head;
	const char *line; /* of record `seq` */
	int64_t seq;
	const char *remark;
	const char *event, *data; /* newest */
	struct arena *arena;
};

static bool look_work(struct db *db, void *context, struct err *err)
{
	struct look *l = context;
	struct sheet_row *row;
	struct record_row *records;
	struct remark_row *remark;
	struct event_row *events;
	int64_t first, last;
	size_t n;
	if (!store_get_head(db, "t", l->arena, &l->head, err) ||
		!store_find_sheet(db, "t", "semi", l->entry, l->expert, l->arena, &row, err) ||
		!store_get_event_range(db, "t", &first, &last, err))
		return false;
	l->sheet = row ? *row : (struct sheet_row){.marks = "", .seq = -1};
	if (!store_list_records(db, "t", l->sheet.seq, 1, l->arena, &records, &n, err) ||
		!store_find_remark(db, "t", l->sheet.seq, l->arena, &remark, err) ||
		!store_list_events(db, "t", last - 1, 1, l->arena, &events, &n, err))
		return false;
	l->line = row ? records[0].line : NULL;
	l->remark = remark ? remark->body : NULL;
	l->event = n ? events[0].name : NULL;
	l->data = n ? events[0].data : NULL;
	return true;
}

static struct look look(struct app_case *c, const char *entry, const char *expert)
{
	struct look l = {.entry = entry, .expert = expert, .arena = c->engine->arena};
	assert_ok(c->engine, store_read(app_store(c->app), look_work, &l, &c->engine->err));
	return l;
}

static bool same(const struct receipt *a, const struct receipt *b)
{
	return a->seq == b->seq && a->version == b->version && str_eq(a->leaf, b->leaf) && str_eq(a->ts, b->ts);
}

/* ---- receipts */

static void a_key_gives_its_first_receipt(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open(e);
	struct receipt first, again, amended;
	assert_ok(e, submit(&c, &X1, "k1", "A1", FULL("90.5", "80"), 0, &first));
	struct look l = look(&c, "A1", "X1");
	assert_string_equal(l.sheet.marks, "{\"depth\":905000,\"use\":800000}");
	assert_int_equal(l.sheet.seq, first.seq);
	assert_int_equal(first.version, 1);
	struct sha leaf = merkle_leaf(l.line, strlen(l.line));
	char hex[SHA_HEX];
	assert_string_equal(first.leaf, sha_hex(&leaf, hex));
	assert_non_null(strstr(l.line, first.ts));
	assert_null(strstr(l.line, "905000"));
	assert_ok(e, submit(&c, &X1, "k1", "A1", FULL("90.5", "80"), 0, &again));
	assert_true(same(&first, &again));
	assert_fails(e, submit(&c, &X1, "k1", "A1", FULL("90", "80"), 0, &again), "request.reused");
	assert_fails(e, submit(&c, &X1, "k1", "A2", FULL("90.5", "80"), 0, &again), "request.reused");
	assert_ok(e, submit(&c, &X1, "k2", "A1", FULL("91", "80"), 1, &amended));
	assert_int_equal(amended.version, 2);
	assert_ok(e, submit(&c, &X1, "k1", "A1", FULL("90.5", "80"), 0, &again));
	assert_true(same(&first, &again));
	assert_int_equal(look(&c, "A1", "X1").head.size, amended.seq + 1);
	assert_int_equal(look(&c, "A1", "X1").sheet.version, 2);
	case_close(&c);
}

static void what_is_in_force_needs_no_record(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open(e);
	struct receipt first, again;
	assert_ok(e, submit(&c, &X1, "k1", "A1", FULL("90", "80"), 0, &first));
	assert_ok(e, submit(&c, &X1_TOO, "k2", "A1", FULL("90.0", "80"), 0, &again)); /* another device of the expert */
	assert_true(same(&first, &again));
	assert_ok(e, submit(&c, &X1_TOO, NULL, "A1", FULL("90", "80"), 7, &again));
	assert_int_equal(look(&c, "A1", "X1").head.size, first.seq + 1);
	/* The key of an acknowledgement is known from then on. */
	assert_ok(e, submit(&c, &X1, "k3", "A1", FULL("95", "80"), 1, &again));
	assert_ok(e, submit(&c, &X1_TOO, "k2", "A1", FULL("90", "80"), 0, &again));
	assert_true(same(&first, &again));
	/* A comment makes it another sheet. */
	struct new_sheet sheet = sheet_of(&c, "A1", FULL("95", "80"), 2);
	sheet.comment = "clear \"and\" new";
	assert_ok(e, send(&c, &X1, "k4", &sheet, &again));
	assert_int_equal(again.version, 3);
	struct look l = look(&c, "A1", "X1");
	assert_string_equal(l.remark, "\"clear \\\"and\\\" new\"");
	assert_null(strstr(l.line, "clear"));
	assert_ok(e, send(&c, &X1, "k5", &sheet, &first));
	assert_true(same(&first, &again));
	case_close(&c);
}

static void two_devices_of_one_expert(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open(e);
	struct receipt r;
	assert_ok(e, submit(&c, &X1, "k1", "A1", FULL("90", "80"), 0, &r));
	assert_fails(e, submit(&c, &X1_TOO, "k2", "A1", FULL("70", "80"), 0, &r), "sheet.changed");
	assert_int_equal(r.version, 1);
	assert_ok(e, submit(&c, &X1_TOO, "k3", "A1", FULL("70", "80"), 1, &r));
	assert_fails(e, submit(&c, &X1, "k4", "A1", FULL("60", "80"), 1, &r), "sheet.changed");
	assert_int_equal(r.version, 2);
	assert_fails(e, submit(&c, &X1, "k5", "A2", FULL("60", "80"), 3, &r), "sheet.changed");
	assert_int_equal(r.version, 0);
	case_close(&c);
}

/* ---- what is refused */

static void wrong_sheets(void **state)
{
	static const struct {
		const char *entry, *marks, *code;
	} cases[] = {
		{"A1", FULL("100.5", "1"), "sheet.mark"}, {"A1", FULL("-0.5", "1"), "sheet.mark"}, {"A1", FULL("50.25", "1"), "sheet.mark"},
		{"A1", FULL("", "1"), "sheet.mark"}, {"A1", "{\"depth\":9,\"use\":\"1\"}", "sheet.mark"},
		{"A1", "{\"depth\":\"9\"}", "sheet.incomplete"}, {"A1", "{}", "sheet.incomplete"},
		{"A1", "{\"depth\":\"9\",\"uses\":\"1\"}", "sheet.criterion"},
		{"A1", "{\"depth\":\"9\",\"use\":\"1\",\"over\":\"60\"}", "sheet.criterion"}, {"A9", FULL("9", "1"), "sheet.entry"},
	};
	struct engine *e = *state;
	struct app_case c = case_open(e);
	struct receipt r;
	int64_t before = look(&c, "A1", "X1").head.size;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_fails(e, submit(&c, &X1, "k", cases[i].entry, cases[i].marks, 0, &r), cases[i].code);
	struct new_sheet sheet = sheet_of(&c, "A1", FULL("9", "1"), 0);
	struct request rq = by(&X1, NULL);
	assert_fails(e, app_submit_sheet(c.app, &rq, "t", "semi", "b", &sheet, &r, &e->err), "sheet.heat");
	assert_fails(e, app_submit_sheet(c.app, &rq, "t", "semi", "q", &sheet, &r, &e->err), "heat.unknown");
	assert_fails(e, app_submit_sheet(c.app, &rq, "t", "demi", "a", &sheet, &r, &e->err), "stage.unknown");
	assert_fails(e, app_submit_sheet(c.app, &rq, "u", "semi", "a", &sheet, &r, &e->err), "contest.unknown");
	assert_fails(e, app_submit_sheet(c.app, &rq, "t", "final", "hall", &sheet, &r, &e->err), "sheet.criterion");
	struct new_sheet one = sheet_of(&c, "A1", "{\"depth\":\"9\"}", 0);
	assert_fails(e, app_submit_sheet(c.app, &rq, "t", "final", "hall", &one, &r, &e->err), "sheet.entry");
	sheet.draft = "no draft!";
	assert_fails(e, send(&c, &X1, "k", &sheet, &r), "sheet.draft");
	sheet.draft = "d", sheet.reason = "why";
	assert_fails(e, send(&c, &X1, "k", &sheet, &r), "sheet.reason");
	sheet.reason = NULL, sheet.comment = "\x01";
	assert_fails(e, send(&c, &X1, "k", &sheet, &r), "text.plain");
	assert_int_equal(look(&c, "A1", "X1").head.size, before);
	assert_ok(e, submit(&c, &X1, "k", "A1", "{\"depth\":\"9\",\"use\":null}", 0, &r)); /* recused from one criterion */
	assert_string_equal(look(&c, "A1", "X1").sheet.marks, "{\"depth\":90000}");
	case_close(&c);
}

static void who_may_mark(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open(e);
	struct principal chair = {.id = "link:9", .contest = "t", .roles = 1u << ROLE_CHAIR, .expert = "X1"};
	struct principal nobody = {.id = "link:8", .contest = "t", .roles = 1u << ROLE_EXPERT};
	struct principal ghost = {.id = "link:8", .contest = "t", .roles = 1u << ROLE_EXPERT, .expert = "X9"};
	struct principal bound = X1;
	struct receipt r;
	assert_fails(e, submit(&c, &chair, NULL, "A1", FULL("9", "1"), 0, &r), "denied");
	assert_fails(e, submit(&c, &nobody, NULL, "A1", FULL("9", "1"), 0, &r), "denied");
	assert_fails(e, submit(&c, &ghost, NULL, "A1", FULL("9", "1"), 0, &r), "sheet.panel");
	assert_fails(e, submit(&c, &O1, NULL, "A1", FULL("9", "1"), 0, &r), "sheet.class");
	struct new_sheet sheet = sheet_of(&c, "A1", FULL("9", "1"), 0);
	struct request machine = CASE_RQ;
	assert_fails(e, app_submit_sheet(c.app, &machine, "t", "semi", "a", &sheet, &r, &e->err), "denied");
	bound.stage = "semi", bound.heat = "b";
	assert_fails(e, submit(&c, &bound, NULL, "A1", FULL("9", "1"), 0, &r), "heat.unknown");
	assert_ok(e, submit(&c, &bound, NULL, "B1", FULL("9", "1"), 0, &r));
	bound.stage = "final";
	assert_fails(e, submit(&c, &bound, NULL, "B1", FULL("9", "2"), 1, &r), "stage.unknown");
	case_close(&c);
}

static bool seat_work(struct db *db, void *context, struct err *err)
{
	(void)context;
	static const char *const experts[] = {"X1", "X2"};
	return store_put_panel(db, "t", "semi", "a", experts, 2, 0, err);
}

static void a_seated_panel_marks_alone(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open(e);
	struct receipt r;
	assert_ok(e, store_write(app_store(c.app), seat_work, NULL, &e->err));
	assert_fails(e, submit(&c, &X3, NULL, "A1", FULL("9", "1"), 0, &r), "sheet.panel");
	assert_ok(e, submit(&c, &X3, NULL, "B1", FULL("9", "1"), 0, &r));
	assert_ok(e, submit(&c, &X2, NULL, "A1", FULL("9", "1"), 0, &r));
	assert_non_null(strstr(look(&c, "A1", "X2").data, "\"expected\":2,\"heat\":\"a\",\"sheets\":1"));
	/* Nor by file; official values are anybody's. */
	assert_fails(e, case_sheets(&c, "semi", "heat,entry,expert,criterion,mark\na,A2,X3,depth,9\na,A2,X3,use,1\n"), "sheet.panel");
	assert_ok(e, case_sheets(&c, "semi", "heat,entry,expert,criterion,mark\na,A2,O1,over,60\n"));
	assert_ok(e, submit(&c, &X1, NULL, "A2", FULL("9", "1"), 0, &r));
	assert_non_null(strstr(look(&c, "A2", "X1").data, "\"sheets\":1")); /* the official one is not counted */
	case_close(&c);
}

static bool seat_three(struct db *db, void *context, struct err *err)
{
	(void)context;
	static const char *const experts[] = {"X1", "X2", "X3"};
	return store_put_panel(db, "t", "semi", "a", experts, 3, 0, err);
}

/* Three sit, two mark each entry. */
static void enough_is_enough(void **state)
{
	static const char panel[] = "    panel: {industry: 3}\n    supervised";
	struct engine *e = *state;
	struct app_case c = case_open(e);
	struct receipt r;
	const char *at = strstr(CASE_DEFINITION, panel);
	const char *changed = arena_printf(e->arena, "%.*s    sheets_each: 2\n%s", (int)(at - CASE_DEFINITION), CASE_DEFINITION, at);
	assert_ok(e, app_add_contest(c.app, &CASE_RQ, changed, strlen(changed), &c.findings, &e->err));
	assert_ok(e, store_write(app_store(c.app), seat_three, NULL, &e->err));
	assert_ok(e, submit(&c, &X1, NULL, "A1", FULL("9", "8"), 0, &r));
	struct new_sheet recusal = {.entry = "A1", .recused = true, .reason = "kin", .draft = "d"};
	assert_ok(e, send(&c, &X2, NULL, &recusal, &r));
	assert_ok(e, submit(&c, &X3, NULL, "A1", FULL("9", "8"), 0, &r)); /* in the place of who is recused */
	assert_ok(e, submit(&c, &X1, NULL, "A2", FULL("9", "8"), 0, &r));
	assert_non_null(strstr(look(&c, "A2", "X1").data, "\"expected\":2,\"heat\":\"a\",\"sheets\":1"));
	assert_ok(e, submit(&c, &X2, NULL, "A2", FULL("9", "8"), 0, &r));
	assert_fails(e, submit(&c, &X3, NULL, "A2", FULL("9", "8"), 0, &r), "sheet.enough");
	assert_ok(e, submit(&c, &X2, NULL, "A2", FULL("9", "7"), 1, &r)); /* one's own may be amended */
	assert_fails(e, case_sheets(&c, "semi", "heat,entry,expert,criterion,mark\na,A2,X3,depth,9\na,A2,X3,use,1\n"), "sheet.enough");
	assert_fails(e, case_sheets(&c, "semi", "heat,entry,expert,criterion,mark\na,A3,X1,depth,9\na,A3,X1,use,1\n"
		"a,A3,X2,depth,9\na,A3,X2,use,1\na,A3,X3,depth,9\na,A3,X3,use,1\n"), "sheet.enough");
	assert_ok(e, case_sheets(&c, "semi", "heat,entry,expert,criterion,mark\na,A3,X1,depth,9\na,A3,X1,use,1\n"
		"a,A3,X2,depth,9\na,A3,X2,use,1\na,A3,X3,*,recused\n"));
	case_close(&c);
}

static bool lock_work(struct db *db, void *context, struct err *err)
{
	return store_put_heat(db, "t", &(struct heat_row){"semi", context, 5, 6}, err);
}

static void closed_is_closed(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open(e);
	struct receipt first, r;
	case_mark(&c, "semi", "A1 90 80 70;A2 90 80 70;A3 90 80 70;A4 90 80 70;A5 90 80 70;B1 90 80 70;B2 90 80 70;B3 90 80 70");
	assert_ok(e, submit(&c, &X1, "k1", "A1", FULL("91", "90"), 1, &first));
	assert_ok(e, store_write(app_store(c.app), lock_work, "a", &e->err));
	assert_fails(e, submit(&c, &X1, "k2", "A1", FULL("92", "90"), 2, &r), "heat.locked");
	assert_fails(e, case_sheets(&c, "semi", "heat,entry,expert,criterion,mark\na,A1,O1,over,60\n"), "heat.locked");
	assert_ok(e, submit(&c, &X1, "k1", "A1", FULL("91", "90"), 1, &r)); /* what was acknowledged stays so */
	assert_true(same(&first, &r));
	assert_ok(e, submit(&c, &X1, "k3", "A1", FULL("91", "90"), 2, &r)); /* and what is in force */
	assert_true(same(&first, &r));
	assert_ok(e, submit(&c, &X1, "k4", "B1", FULL("1", "2"), 1, &r));
	assert_ok(e, store_write(app_store(c.app), lock_work, "b", &e->err));
	assert_ok(e, app_close_stage(c.app, &CASE_RQ, "t", "semi", "S", &e->err));
	assert_fails(e, submit(&c, &X1, "k5", "B1", FULL("3", "2"), 2, &r), "stage.closed");
	assert_ok(e, submit(&c, &X1, "k1", "A1", FULL("91", "90"), 1, &r));
	assert_true(same(&first, &r));
	case_close(&c);
}

static const char *marking(struct app_case *c, const struct principal *who)
{
	CLEANUP(buf_done) struct buf out = {0};
	struct request rq = by(who, NULL);
	assert_ok(c->engine, view_marking(c->app, &rq, "t", &out, &c->engine->err));
	return arena_strdup(c->engine->arena, buf_str(&out));
}

static bool show_work(struct db *db, void *context, struct err *err)
{
	(void)context;
	return store_put_shown(db, "t", "semi", &(struct shown_row){"A1", 0, 900000, 5}, err);
}

static void what_the_hall_has_seen_stays(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open(e);
	case_mark(&c, "semi", "A1 90 80 70;A2 90 80 70");
	assert_ok(e, store_write(app_store(c.app), show_work, NULL, &e->err));
	assert_fails(e, case_sheets(&c, "semi", "heat,entry,expert,criterion,mark\na,A1,O1,over,60\n"), "sheet.shown");
	assert_ok(e, case_sheets(&c, "semi", "heat,entry,expert,criterion,mark\na,A2,O1,over,60\n"));
	case_close(&c);
}

static bool submit_final(struct app_case *c, const char *entry, struct receipt *ret)
{
	struct new_sheet sheet = sheet_of(c, entry, "{\"depth\":\"9\"}", 0);
	struct request rq = by(&X1, NULL);
	c->engine->err = (struct err){0};
	return app_submit_sheet(c->app, &rq, "t", "final", "hall", &sheet, ret, &c->engine->err);
}

/* Who takes part is kept from one sheet to the next, and yet follows every publication and withdrawal. */
static void the_next_stage_takes_who_comes(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open(e);
	struct receipt r;
	case_mark(&c, "semi", "A1 90 90 90;A2 80 80 80;A3 70 70 70;A4 60 60 60;A5 50 50 50;B1 90 90 90;B2 80 80 80;B3 70 70 70");
	assert_fails(e, submit_final(&c, "A1", &r), "sheet.entry");
	assert_ok(e, app_close_stage(c.app, &CASE_RQ, "t", "semi", "S", &e->err));
	assert_fails(e, submit_final(&c, "A1", &r), "sheet.entry");
	assert_ok(e, app_publish_stage(c.app, &CASE_RQ, "t", "semi", &e->err));
	assert_ok(e, submit_final(&c, "A1", &r));
	assert_ok(e, submit_final(&c, "B1", &r));
	assert_fails(e, submit_final(&c, "A3", &r), "sheet.entry");
	assert_ok(e, app_withdraw_entry(c.app, &CASE_RQ, "t", "A2", "merged", &e->err));
	assert_ok(e, submit_final(&c, "A3", &r)); /* the reserve has moved up */
	assert_fails(e, submit_final(&c, "A4", &r), "sheet.entry");
	assert_int_equal(count_of(marking(&c, &X1), "\"id\":\"hall\""), 1);
	case_close(&c);
}

static void a_recusal_is_final(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open(e);
	struct receipt r;
	struct new_sheet recusal = {.entry = "A1", .recused = true, .base = 1, .draft = "d"};
	assert_ok(e, submit(&c, &X1, NULL, "A1", FULL("90", "80"), 0, &r));
	assert_fails(e, send(&c, &X1, NULL, &recusal, &r), "sheet.reason");
	recusal.reason = "my former student", recusal.comment = "sorry";
	assert_fails(e, send(&c, &X1, NULL, &recusal, &r), "sheet.reason");
	recusal.comment = NULL;
	assert_ok(e, send(&c, &X1, "k1", &recusal, &r));
	assert_int_equal(r.version, 2);
	struct look l = look(&c, "A1", "X1");
	assert_true(l.sheet.recused);
	assert_string_equal(l.sheet.marks, "{}");
	assert_string_equal(l.remark, "\"my former student\"");
	assert_non_null(strstr(l.data, "\"expected\":3,\"heat\":\"a\",\"sheets\":1")); /* a recusal counts like a sheet */
	assert_ok(e, send(&c, &X1, "k1", &recusal, &r));
	assert_fails(e, submit(&c, &X1, NULL, "A1", FULL("90", "80"), 2, &r), "sheet.recused");
	recusal.reason = "other words";
	recusal.base = 2;
	assert_fails(e, send(&c, &X1, NULL, &recusal, &r), "sheet.recused");
	struct new_sheet both = sheet_of(&c, "A2", FULL("1", "2"), 0);
	both.recused = true, both.reason = "r";
	assert_fails(e, send(&c, &X1, NULL, &both, &r), "sheet.recused");
	const char *page = marking(&c, &X1);
	assert_null(strstr(page, "Title A1"));
	assert_null(strstr(page, "my former student"));
	assert_null(strstr(page, "\"90\""));
	assert_non_null(strstr(page, "\"recused\":true,\"marks\":{}"));
	assert_non_null(strstr(page, "Title A2"));
	case_close(&c);
}

/* ---- the floor */

static void step(struct app_case *c, int64_t number, const char *action, const char *entry)
{
	static const char *const order[] = {"A2", "A1", "A3", "A4", "A5"};
	bool open = str_eq(action, "open");
	struct new_step s = {.action = action, .entry = entry, .entries = open ? order : NULL, .entry_count = open ? 5 : 0,
		.step = number};
	assert_ok(c->engine, app_step_floor(c->app, &CASE_RQ, "t", "semi", "a", &s, &c->engine->err));
}

static void the_floor_says_when(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open(e);
	struct new_sheet recusal = {.entry = "A1", .recused = true, .reason = "kin", .draft = "d"};
	struct receipt r;
	step(&c, 1, "open", NULL);
	assert_fails(e, submit(&c, &X1, "k1", "A2", FULL("9", "8"), 0, &r), "sheet.early");
	const char *before = look(&c, "A1", "X1").data;
	assert_ok(e, send(&c, &X1, NULL, &recusal, &r)); /* early, and told to nobody */
	assert_string_equal(look(&c, "A1", "X1").data, before);
	step(&c, 2, "call", "A2");
	assert_fails(e, submit(&c, &X1, "k1", "A2", FULL("9", "8"), 0, &r), "sheet.early");
	step(&c, 3, "pitch", "A2");
	assert_ok(e, submit(&c, &X1, "k1", "A2", FULL("9", "8"), 0, &r));
	assert_string_equal(look(&c, "A2", "X1").event, "progress");
	step(&c, 4, "questions", "A2");
	step(&c, 5, "mark", "A2");
	assert_ok(e, submit(&c, &X1, "k2", "A2", FULL("9.5", "8"), 1, &r));
	const char *page = marking(&c, &X1);
	assert_non_null(strstr(page, "\"entries\":[{\"entry\":\"A2\",\"title\":\"Title A2\""));
	assert_non_null(strstr(page, "\"phase\":\"marking\",\"turn\":1"));
	assert_non_null(strstr(page, "{\"entry\":\"A1\",\"phase\":\"waiting\",\"turn\":2,\"sheet\""));
	step(&c, 6, "lock", "A2");
	assert_fails(e, submit(&c, &X1, "k3", "A2", FULL("9", "8"), 2, &r), "sheet.locked");
	assert_fails(e, submit(&c, &X2, "k3", "A2", FULL("9", "8"), 0, &r), "sheet.locked");
	recusal.entry = "A2";
	assert_fails(e, send(&c, &X2, NULL, &recusal, &r), "sheet.locked");
	assert_ok(e, submit(&c, &X2, "k4", "B1", FULL("9", "8"), 0, &r)); /* the other heat has no floor */
	case_close(&c);
}

/* ---- what there is to mark */

static void one_sees_ones_own(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open(e);
	struct receipt r;
	assert_ok(e, submit(&c, &X1, NULL, "A1", "{\"depth\":\"93.5\",\"use\":null}", 0, &r));
	assert_ok(e, submit(&c, &X2, NULL, "A1", FULL("71.5", "72.5"), 0, &r));
	const char *page = marking(&c, &X1);
	assert_non_null(strstr(page, "\"expert\":{\"id\":\"X1\",\"name\":\"Name One\",\"class\":\"industry\"}"));
	assert_non_null(strstr(page, "\"marks\":{\"depth\":\"93.5\",\"use\":null}"));
	assert_non_null(strstr(page, "\"min\":\"0\",\"max\":\"100\",\"step\":\"0.5\""));
	assert_null(strstr(page, "71.5"));
	assert_null(strstr(page, "X2"));
	assert_null(strstr(page, "secret.example"));
	assert_null(strstr(page, "\"over\""));
	assert_int_equal(count_of(page, "\"sheet\":null"), 7); /* the other entries; nobody has come to the final yet */
	struct principal bound = X1;
	bound.stage = "semi", bound.heat = "b";
	assert_int_equal(count_of(marking(&c, &bound), "\"entry\":\""), 3);
	assert_int_equal(count_of(marking(&c, &O1), "\"entry\":\""), 0);
	assert_ok(e, app_withdraw_entry(c.app, &CASE_RQ, "t", "A3", "moved away", &e->err));
	assert_ok(e, app_withdraw_entry(c.app, &CASE_RQ, "t", "A1", "moved away", &e->err));
	page = marking(&c, &X1);
	assert_null(strstr(page, "Title A3"));
	assert_non_null(strstr(page, "Title A1")); /* there is a sheet, with its receipt */
	case_close(&c);
}

/* ---- devices */

static struct note_signer device_of(unsigned char number)
{
	struct note_signer signer;
	struct err err;
	unsigned char seed[NOTE_SEED_LEN] = {number};
	assert_true(note_signer_make("device", seed, &signer, &err));
	return signer;
}

static const char *key_of(struct app_case *c, const struct note_signer *device)
{
	CLEANUP(buf_done) struct buf key = {0};
	base64_put(device->key.public, sizeof(device->key.public), &key);
	return arena_strdup(c->engine->arena, buf_str(&key));
}

static void sign(struct app_case *c, const struct note_signer *device, const char *expert, const char *marks,
	struct new_sheet *sheet)
{
	struct attest a = {sheet->base, sheet->draft, "t", "semi", "a", sheet->entry, expert, marks, sheet->recused};
	CLEANUP(buf_done) struct buf text = {0}, signature = {0};
	attest_text(&a, &text);
	note_sign_message(device, text.at, text.len, &signature);
	sheet->key = key_of(c, device);
	sheet->signature = arena_strdup(c->engine->arena, buf_str(&signature));
}

static bool enrol(struct app_case *c, const struct principal *who, const char *key, struct receipt *ret)
{
	struct request rq = by(who, NULL);
	c->engine->err = (struct err){0};
	return app_enrol_device(c->app, &rq, "t", key, ret, &c->engine->err);
}

static void devices_are_one_experts(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open(e);
	struct note_signer device = device_of(1);
	struct principal chair = {.id = "link:9", .contest = "t", .roles = 1u << ROLE_CHAIR};
	const char *key = key_of(&c, &device);
	struct receipt first, again;
	assert_ok(e, enrol(&c, &X1, key, &first));
	assert_ok(e, enrol(&c, &X1_TOO, key, &again));
	assert_true(same(&first, &again));
	assert_fails(e, enrol(&c, &X2, key, &again), "device.taken");
	assert_fails(e, enrol(&c, &X2, "short", &again), "device.key");
	assert_fails(e, enrol(&c, &chair, key, &again), "denied");
	assert_non_null(strstr(marking(&c, &X1), key));
	assert_null(strstr(marking(&c, &X2), key));
	/* revoked after the session was looked at: no record may come after that of the end */
	struct made_link link;
	struct note_signer late = device_of(2);
	assert_ok(e, app_make_link(c.app, &CASE_RQ, "t", &(struct new_link){.role = "expert", .expert = "X1"}, &link, &e->err));
	assert_int_equal(link.id, 1);
	assert_ok(e, app_revoke_link(c.app, &CASE_RQ, "t", link.id, &e->err));
	assert_fails(e, enrol(&c, &X1, key_of(&c, &late), &again), "sign-in.needed");
	case_close(&c);
}

static void signatures_are_checked(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open(e);
	struct note_signer device = device_of(1), other = device_of(2);
	struct receipt r, again;
	assert_ok(e, enrol(&c, &X1, key_of(&c, &device), &r));
	assert_ok(e, enrol(&c, &X2, key_of(&c, &other), &r));
	static const char units[] = "{\"depth\":900000,\"use\":800000}";
	struct new_sheet sheet = sheet_of(&c, "A1", FULL("90", "80"), 0);
	sign(&c, &other, "X1", units, &sheet); /* another's device */
	assert_fails(e, send(&c, &X1, NULL, &sheet, &r), "sheet.signature");
	struct note_signer stranger = device_of(3);
	sign(&c, &stranger, "X1", units, &sheet); /* not enrolled */
	assert_fails(e, send(&c, &X1, NULL, &sheet, &r), "sheet.signature");
	sign(&c, &device, "X1", "{\"depth\":900000,\"use\":800005}", &sheet); /* of other marks */
	assert_fails(e, send(&c, &X1, NULL, &sheet, &r), "sheet.signature");
	sign(&c, &device, "X1", units, &sheet);
	sheet.draft = "d-2"; /* of another draft */
	assert_fails(e, send(&c, &X1, NULL, &sheet, &r), "sheet.signature");
	sheet.draft = "d-1", sheet.signature = NULL;
	assert_fails(e, send(&c, &X1, NULL, &sheet, &r), "sheet.signature");
	sheet.key = NULL;
	assert_ok(e, send(&c, &X1, NULL, &sheet, &r)); /* a browser that can't sign */
	sheet.base = 1;
	sign(&c, &device, "X1", units, &sheet); /* the same, signed now: a version of its own */
	assert_ok(e, send(&c, &X1, "k", &sheet, &r));
	assert_int_equal(r.version, 2);
	sheet.base = 2, sheet.draft = "d-3";
	sign(&c, &device, "X1", units, &sheet);
	assert_ok(e, send(&c, &X1, NULL, &sheet, &again)); /* and once is enough */
	assert_true(same(&r, &again));
	assert_int_equal(count_of(marking(&c, &X1), "\"signed\":true"), 1);
	struct new_sheet recusal = {.entry = "A2", .recused = true, .reason = "kin", .draft = "d-4"};
	assert_ok(e, send(&c, &X1, NULL, &recusal, &r));
	recusal.base = 1;
	sign(&c, &device, "X1", "{}", &recusal);
	assert_ok(e, send(&c, &X1, NULL, &recusal, &again)); /* final, and so not signed afterwards */
	assert_true(same(&r, &again));
	case_close(&c);
}

/* ---- many at once */

struct sender {
	struct app *app;
	const struct principal *who;
	const char *key, *entry, *heat;
	const struct json *marks;
	struct receipt receipt;
	struct err err;
	bool ok;
};

static void *send_one(void *context)
{
	struct sender *s = context;
	struct new_sheet sheet = {.entry = s->entry, .marks = s->marks, .draft = "d"};
	struct request rq = by(s->who, s->key);
	s->ok = app_submit_sheet(s->app, &rq, "t", "semi", s->heat, &sheet, &s->receipt, &s->err);
	return NULL;
}

static void send_all(struct sender *senders, size_t n)
{
	pthread_t threads[64];
	for (size_t i = 0; i < n; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, send_one, &senders[i]), 0);
	for (size_t i = 0; i < n; i++)
		pthread_join(threads[i], NULL);
}

/* Two apps on one database stand for two servers. */
static void one_key_in_sixteen_threads(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open(e);
	struct app *second;
	assert_ok(e, app_open(&(struct app_options){.url = e->url}, &second, &e->err));
	struct new_sheet sheet = sheet_of(&c, "A1", FULL("90", "80"), 0);
	struct sender senders[16];
	for (size_t i = 0; i < COUNT_OF(senders); i++)
		senders[i] = (struct sender){.app = i % 2 ? c.app : second, .who = i % 3 ? &X1 : &X1_TOO, .key = i % 4 ? "one" : NULL,
			.entry = "A1", .heat = "a", .marks = sheet.marks};
	int64_t before = look(&c, "A1", "X1").head.size;
	send_all(senders, COUNT_OF(senders));
	for (size_t i = 0; i < COUNT_OF(senders); i++) {
		if (!senders[i].ok)
			print_error("%s: %s\n", senders[i].err.code, senders[i].err.message);
		assert_true(senders[i].ok);
		assert_true(same(&senders[i].receipt, &senders[0].receipt));
	}
	assert_int_equal(look(&c, "A1", "X1").head.size, before + 1);
	app_close(second);
	case_close(&c);
}

static void everybody_at_once(void **state)
{
	static const char *const entries[] = {"A1", "A2", "A3", "A4", "A5", "B1", "B2", "B3"};
	struct engine *e = *state;
	struct app_case c = case_open(e);
	struct app *second;
	assert_ok(e, app_open(&(struct app_options){.url = e->url}, &second, &e->err));
	struct new_sheet sheet = sheet_of(&c, "A1", FULL("90", "80"), 0);
	const struct principal *experts[] = {&X1, &X2, &X3};
	struct sender senders[24];
	for (size_t i = 0; i < COUNT_OF(senders); i++)
		senders[i] = (struct sender){.app = i % 2 ? c.app : second, .who = experts[i / 8], .entry = entries[i % 8],
			.heat = i % 8 < 5 ? "a" : "b", .marks = sheet.marks, .key = arena_printf(e->arena, "k%zu", i)};
	int64_t before = look(&c, "A1", "X1").head.size;
	send_all(senders, COUNT_OF(senders));
	for (size_t i = 0; i < COUNT_OF(senders); i++) {
		assert_true(senders[i].ok);
		for (size_t k = 0; k < i; k++)
			assert_true(senders[k].receipt.seq != senders[i].receipt.seq);
	}
	struct look l = look(&c, "A1", "X1");
	assert_int_equal(l.head.size, before + (int64_t)COUNT_OF(senders));
	assert_non_null(strstr(l.data, "\"expected\":3"));
	app_close(second);
	case_close(&c);
}

static _Atomic int64_t clock_ms;

static int64_t told_time(void)
{
	return clock_ms;
}

static void a_clock_that_jumps(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open(e);
	struct receipt first, second;
	clock_ms = c.app->now_ms();
	c.app->now_ms = told_time;
	assert_ok(e, submit(&c, &X1, NULL, "A1", FULL("90", "80"), 0, &first));
	clock_ms -= 3600 * 1000;
	assert_ok(e, submit(&c, &X1, NULL, "A1", FULL("91", "80"), 1, &second));
	assert_true(strcmp(first.ts, second.ts) <= 0);
	case_close(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ENGINE_TEST(a_key_gives_its_first_receipt),
		ENGINE_TEST(what_is_in_force_needs_no_record),
		ENGINE_TEST(two_devices_of_one_expert),
		ENGINE_TEST(wrong_sheets),
		ENGINE_TEST(who_may_mark),
		ENGINE_TEST(a_seated_panel_marks_alone),
		ENGINE_TEST(enough_is_enough),
		ENGINE_TEST(closed_is_closed),
		ENGINE_TEST(what_the_hall_has_seen_stays),
		ENGINE_TEST(the_next_stage_takes_who_comes),
		ENGINE_TEST(a_recusal_is_final),
		ENGINE_TEST(the_floor_says_when),
		ENGINE_TEST(one_sees_ones_own),
		ENGINE_TEST(devices_are_one_experts),
		ENGINE_TEST(signatures_are_checked),
		ENGINE_TEST(one_key_in_sixteen_threads),
		ENGINE_TEST(everybody_at_once),
		ENGINE_TEST(a_clock_that_jumps),
	};
	return engines_run("app/marking", tests, COUNT_OF(tests));
}
