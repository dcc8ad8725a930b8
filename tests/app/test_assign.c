/* Who marks which entry, on both engines: proposed, adopted once, held to, repaired; what it stands on may not move meanwhile. */
#include "case.h"

#include "app/assign_part.h"
#include "app/closing.h"
#include "app/conflict.h"
#include "app/floor.h"
#include "app/marking.h"
#include "app/principal.h"
#include "base/json.h"
#include "store/live.h"
#include "store/panels.h"
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>

static const struct principal CHAIR = {.id = "account:1", .roles = 1u << ROLE_CHAIR};
static const struct principal NOTARY = {.id = "account:2", .roles = 1u << ROLE_NOTARY};
static const struct principal EXPERTS[] = {
	{.id = "link:1", .contest = "t", .roles = 1u << ROLE_EXPERT, .expert = "X1"},
	{.id = "link:2", .contest = "t", .roles = 1u << ROLE_EXPERT, .expert = "X2"},
	{.id = "link:3", .contest = "t", .roles = 1u << ROLE_EXPERT, .expert = "X3"},
};

/* The small contest with two of three experts for each entry of the semi-final. */
static struct app_case open_case(struct engine *e)
{
	struct app_case c = case_open(e);
	static const char line[] = "    supervised: true\n";
	const char *at = strstr(CASE_DEFINITION, line);
	const char *text = arena_printf(e->arena, "%.*s    sheets_each: 2\n%s", (int)(at - CASE_DEFINITION), CASE_DEFINITION, at);
	assert_ok(e, app_add_contest(c.app, &CASE_RQ, text, strlen(text), &c.findings, &e->err));
	return c;
}

static bool adopt(struct app_case *c, const struct assign_edit *edit, const char *key, int64_t *ret_version)
{
	struct request rq = {.actor = "test", .req = key};
	c->engine->err = (struct err){0};
	return app_assign(c->app, &rq, "t", "semi", edit, ret_version, &c->engine->err);
}

static const struct assign_edit WHATEVER = {.version = -1};

/* Pairs with ';' between. */
static bool adopt_pairs(struct app_case *c, const char *list, int64_t base, bool loose)
{
	const char *pairs[64];
	char *rest, *copy = arena_strdup(c->engine->arena, list);
	struct assign_edit edit = {.pairs = pairs, .version = base, .short_of = loose, .unlinked = loose};
	int64_t version;
	for (char *one = strtok_r(copy, ";", &rest); one; one = strtok_r(NULL, ";", &rest))
		pairs[edit.count++] = one;
	return adopt(c, &edit, NULL, &version);
}

static const char *look(struct app_case *c, int64_t version)
{
	CLEANUP(buf_done) struct buf out = {0};
	assert_ok(c->engine, view_assignment(c->app, &CASE_RQ, "t", "semi", version, &out, &c->engine->err));
	return arena_strdup(c->engine->arena, buf_str(&out));
}

/* "E X" pairs of the view. */
static bool has_pair(struct app_case *c, const char *entry, const char *expert)
{
	const char *at = strstr(look(c, 0), arena_printf(c->engine->arena, "\"entry\":\"%s\"", entry));
	const char *end = at ? strstr(at + 1, "\"entry\":") : NULL;
	const char *part = arena_strndup(c->engine->arena, at, end ? (size_t)(end - at) : strlen(at));
	return strstr(part, arena_printf(c->engine->arena, "\"expert\":\"%s\"", expert)) != NULL;
}

/* Who of the three does not mark the entry. */
static int stranger(struct app_case *c, const char *entry)
{
	for (int x = 0; x < 3; x++)
		if (!has_pair(c, entry, EXPERTS[x].expert))
			return x;
	return -1;
}

/* ---- rows that other parts write */

struct rows {
	struct conflict_row conflict;
	struct candidate_row candidate;
};

static bool put_conflict(struct db *db, void *context, struct err *err)
{
	return store_put_conflict(db, "t", &((struct rows *)context)->conflict, err);
}

static bool put_candidate(struct db *db, void *context, struct err *err)
{
	return store_put_candidate(db, "t", &((struct rows *)context)->candidate, err);
}

static void bar(struct app_case *c, const char *entry, const char *expert, enum conflict_state state)
{
	struct rows rows = {.conflict = {.entry = entry, .expert = expert, .ground = "other", .state = state}};
	assert_ok(c->engine, store_write(app_store(c->app), put_conflict, &rows, &c->engine->err));
}

static void confirm(struct app_case *c, const char *entry, const char *expert)
{
	size_t ruled;
	struct conflict_choice pair = {entry, expert};
	struct conflict_ruling ruling = {.confirmed = true, .ground = "other", .reason = "neighbours", .pairs = &pair, .count = 1};
	assert_ok(c->engine, app_rule_conflicts(c->app, &CASE_RQ, "t", &ruling, &ruled, &c->engine->err));
}

static void leave(struct app_case *c, const char *expert)
{
	struct rows rows = {.candidate = {.id = expert, .load = -1, .away = "[]", .state = CANDIDATE_LEFT, .seq = -1}};
	assert_ok(c->engine, store_write(app_store(c->app), put_candidate, &rows, &c->engine->err));
}

/* ---- tests */

static void looks_and_changes_nothing(void **state)
{
	struct engine *e = *state;
	struct app_case c = open_case(e);
	CLEANUP(buf_done) struct buf out = {0};
	struct request chair = {.actor = "account:1", .who = &CHAIR}, notary = {.actor = "account:2", .who = &NOTARY};
	int64_t version;
	assert_non_null(strstr(look(&c, 0), "\"version\":0,\"newest\":0"));
	assert_ok(e, view_assign_proposal(c.app, &chair, "t", "semi", &(struct assign_wish){0}, &out, &e->err));
	assert_int_equal(count_of(buf_str(&out), "\"better\":"), 16);
	assert_non_null(strstr(look(&c, 0), "\"version\":0,\"newest\":0"));
	assert_fails(e, view_assign_proposal(c.app, &notary, "t", "semi", &(struct assign_wish){0}, &out, &e->err), "denied");
	assert_fails(e, app_assign(c.app, &chair, "t", "semi", &WHATEVER, &version, &e->err), "denied");
	assert_fails(e, view_assign_proposal(c.app, &CASE_RQ, "t", "semi", &(struct assign_wish){.draw = 4}, &out, &e->err),
		"assign.undrawn");
	assert_fails(e, view_assign_proposal(c.app, &CASE_RQ, "t", "final", &(struct assign_wish){0}, &out, &e->err), "assign.empty");
	assert_fails(e, view_assignment(c.app, &CASE_RQ, "t", "semi", 3, &out, &e->err), "assign.version");
	assert_fails(e, view_assign_options(c.app, &CASE_RQ, "t", "semi", "Z9", &out, &e->err), "entry.unknown");
	case_close(&c);
}

static void adopts_once(void **state)
{
	struct engine *e = *state;
	struct app_case c = open_case(e);
	int64_t version = 0;
	assert_ok(e, adopt(&c, &WHATEVER, "k", &version));
	assert_int_equal(version, 1);
	assert_ok(e, adopt(&c, &WHATEVER, "k", &version)); /* the same request again */
	assert_int_equal(version, 1);
	assert_fails(e, adopt(&c, &WHATEVER, "l", &version), "assign.unchanged");
	assert_fails(e, adopt_pairs(&c, "A1 X1;A1 X2", 0, true), "assign.stale");
	assert_fails(e, adopt_pairs(&c, "A1 X1;A1 X1", 1, true), "assign.twice");
	assert_fails(e, adopt_pairs(&c, "A1 X1;A1 X2", 1, false), "assign.seats");
	assert_fails(e, adopt_pairs(&c, "A1 O1", 1, true), "assign.pair"); /* of no class on the panel */
	assert_fails(e, adopt_pairs(&c, "A1X1", 1, true), "assign.pair");
	assert_ok(e, adopt_pairs(&c, "A1 X1;A1 X2", 1, true));
	assert_non_null(strstr(look(&c, 0), "\"version\":2,\"newest\":2"));
	assert_non_null(strstr(look(&c, 1), "\"version\":1,\"newest\":2"));
	assert_int_equal(count_of(look(&c, 1), "\"better\":"), 16);
	assert_int_equal(count_of(look(&c, 0), "\"better\":"), 2);
	case_close(&c);
}

static void only_theirs(void **state)
{
	struct engine *e = *state;
	struct app_case c = open_case(e);
	CLEANUP(buf_done) struct buf out = {0};
	struct json marks;
	struct receipt receipt;
	int64_t version;
	static const char full[] = "{\"depth\":\"80\",\"use\":\"80\"}";
	assert_ok(e, json_parse(full, sizeof(full) - 1, e->arena, &marks, &e->err));
	struct new_sheet sheet = {.entry = "A1", .marks = &marks, .draft = "d"};
	assert_ok(e, adopt(&c, &WHATEVER, NULL, &version));
	int no = stranger(&c, "A1"), yes = no == 0 ? 1 : 0;
	struct request out_rq = {.actor = EXPERTS[no].id, .req = "1", .who = &EXPERTS[no]};
	struct request in_rq = {.actor = EXPERTS[yes].id, .req = "2", .who = &EXPERTS[yes]};
	assert_fails(e, app_submit_sheet(c.app, &out_rq, "t", "semi", "a", &sheet, &receipt, &e->err), "sheet.assigned");
	struct new_sheet recusal = {.entry = "A1", .recused = true, .reason = "r", .draft = "d"};
	assert_fails(e, app_submit_sheet(c.app, &out_rq, "t", "semi", "a", &recusal, &receipt, &e->err), "sheet.assigned");
	assert_ok(e, app_submit_sheet(c.app, &in_rq, "t", "semi", "a", &sheet, &receipt, &e->err));
	assert_ok(e, view_marking(c.app, &out_rq, "t", &out, &e->err));
	assert_null(strstr(buf_str(&out), "\"entry\":\"A1\""));
	assert_null(strstr(buf_str(&out), "Title A1"));
	assert_int_equal(count_of(buf_str(&out), "\"sheet\":"), count_of(look(&c, 0), arena_printf(e->arena, "{\"expert\":\"%s\",\"fit\"", EXPERTS[no].expert)));
	/* What was marked stays in every version. */
	assert_fails(e, adopt_pairs(&c, "A2 X1;A2 X2", 1, true), "assign.marked");
	case_close(&c);
}

static void repairs(void **state)
{
	struct engine *e = *state;
	struct app_case c = open_case(e);
	const struct assign_edit repair = {.wish = {.keep = true}, .version = -1};
	int64_t version;
	assert_ok(e, adopt(&c, &WHATEVER, NULL, &version));
	int no = stranger(&c, "A1"), yes = no == 0 ? 1 : 0;
	bar(&c, "A1", EXPERTS[yes].expert, CONFLICT_FOUND);
	assert_non_null(strstr(look(&c, 0), "\"undecided\":1"));
	assert_ok(e, adopt(&c, &repair, NULL, &version));
	assert_false(has_pair(&c, "A1", EXPERTS[yes].expert));
	assert_true(has_pair(&c, "A1", EXPERTS[no].expert));
	bar(&c, "A1", EXPERTS[yes].expert, CONFLICT_OVERRULED);
	bar(&c, "A1", EXPERTS[no].expert, CONFLICT_CONFIRMED);
	assert_ok(e, adopt(&c, &repair, NULL, &version));
	assert_int_equal(version, 3);
	assert_true(has_pair(&c, "A1", EXPERTS[yes].expert));
	leave(&c, EXPERTS[yes].expert); /* two are left, and one of them is barred from A1 */
	assert_true(has_pair(&c, "A1", EXPERTS[yes].expert));
	assert_non_null(strstr(look(&c, 0), "\"why\":\"left\""));
	assert_fails(e, adopt(&c, &repair, NULL, &version), "assign.short");
	case_close(&c);
}

/* A heat's lock counts what its assigned experts owe, and nobody else's. */
static void owes(void **state)
{
	struct engine *e = *state;
	struct app_case c = open_case(e);
	CLEANUP(buf_done) struct buf csv = {0};
	CLEANUP(buf_done) struct buf out = {0};
	assert_ok(e, adopt_pairs(&c, "A1 X1;A1 X2;A2 X1;A2 X2;A3 X1;A3 X2;A4 X1;A4 X2;A5 X1;A5 X2;B1 X2;B1 X3;B2 X2;B2 X3;B3 X1;B3 X3", 0, true));
	buf_puts(&csv, "heat,entry,expert,criterion,mark\n");
	for (int i = 1; i <= 5; i++)
		for (int x = 1; x <= 2; x++)
			if (i != 5 || x != 2)
				buf_printf(&csv, "a,A%d,X%d,depth,50\na,A%d,X%d,use,50\n", i, x, i, x);
	assert_ok(e, case_sheets(&c, "semi", buf_str(&csv)));
	assert_ok(e, view_progress(c.app, &CASE_RQ, "t", "semi", "a", &out, &e->err));
	assert_non_null(strstr(buf_str(&out), "\"missing\":1"));
	assert_non_null(strstr(buf_str(&out), "\"experts\":[{\"id\":\"X1\""));
	assert_null(strstr(buf_str(&out), "\"X3\""));
	assert_int_equal(count_of(buf_str(&out), "\"state\":\"missing\""), 1);
	confirm(&c, "A5", "X2"); /* owes nothing there any more */
	buf_clear(&out);
	assert_ok(e, view_progress(c.app, &CASE_RQ, "t", "semi", "a", &out, &e->err));
	assert_non_null(strstr(buf_str(&out), "\"missing\":0"));
	assert_fails(e, case_sheets(&c, "semi", "heat,entry,expert,criterion,mark\na,A5,X3,depth,50\na,A5,X3,use,50\n"), "sheet.assigned");
	case_close(&c);
}

/* ---- what it stands on moves between the read and the writer */

struct basis {
	struct arena *arena;
	struct sha sha;
};

static bool read_basis(struct db *db, void *context, struct err *err)
{
	struct basis *b = context;
	struct contest *contest;
	return app_get_contest(db, "t", b->arena, &contest, err) && assign_basis(db, contest, 0, b->arena, &b->sha, err);
}

static bool basis_moved(struct app_case *c, struct basis *b)
{
	struct sha before = b->sha;
	assert_ok(c->engine, store_read(app_store(c->app), read_basis, b, &c->engine->err));
	return !sha_eq(&before, &b->sha);
}

static void goes_stale(void **state)
{
	struct engine *e = *state;
	struct app_case c = open_case(e);
	struct basis b = {.arena = e->arena};
	int64_t version;
	assert_true(basis_moved(&c, &b));
	assert_false(basis_moved(&c, &b));
	assert_ok(e, adopt(&c, &WHATEVER, NULL, &version));
	assert_true(basis_moved(&c, &b));
	bar(&c, "A1", "X1", CONFLICT_FOUND);
	assert_true(basis_moved(&c, &b));
	bar(&c, "A1", "X1", CONFLICT_CONFIRMED);
	assert_true(basis_moved(&c, &b));
	leave(&c, "X2");
	assert_true(basis_moved(&c, &b));
	assert_ok(e, case_entries(&c, "entry,title,team,division\nA9,Title,Team,a\n"));
	assert_true(basis_moved(&c, &b));
	assert_ok(e, app_withdraw_entry(c.app, &CASE_RQ, "t", "A9", "gone", &e->err));
	assert_true(basis_moved(&c, &b));
	assert_fails(e, adopt_pairs(&c, "A1 X3", 7, true), "assign.stale"); /* another version than the one it was made from */
	assert_false(basis_moved(&c, &b));
	case_close(&c);
}

static void heats_share_nobody(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open(e);
	CLEANUP(buf_done) struct buf out = {0};
	/* Two heats at once want six experts, and there are three. */
	assert_fails(e, view_panels_proposal(c.app, &CASE_RQ, "t", "semi", 0, &out, &e->err), "assign.short");
	static const char more[] = "expert,class\nX4,industry\nX5,industry\nX6,industry\n";
	assert_ok(e, app_import_experts(c.app, &CASE_RQ, "t", more, strlen(more), false, &c.findings, &c.report, &e->err));
	bar(&c, "A2", "X1", CONFLICT_FOUND);
	assert_ok(e, view_panels_proposal(c.app, &CASE_RQ, "t", "semi", 0, &out, &e->err));
	assert_non_null(strstr(buf_str(&out), "\"barred\":[{\"expert\":\"X1\",\"why\":\"found\",\"entry\":\"A2\"}]"));
	for (int x = 1; x <= 6; x++)
		assert_int_equal(count_of(buf_str(&out), arena_printf(e->arena, "{\"expert\":\"X%d\",\"class\"", x)), 1);
	assert_fails(e, view_panels_proposal(c.app, &CASE_RQ, "t", "semi", 3, &out, &e->err), "assign.undrawn");
	case_close(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ENGINE_TEST(looks_and_changes_nothing),
		ENGINE_TEST(adopts_once),
		ENGINE_TEST(only_theirs),
		ENGINE_TEST(repairs),
		ENGINE_TEST(owes),
		ENGINE_TEST(goes_stale),
		ENGINE_TEST(heats_share_nobody),
	};
	return engines_run("app/assign", tests, COUNT_OF(tests));
}
