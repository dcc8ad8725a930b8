/* Accounts, roles, links, sessions, attempts: what goes in comes out, on both engines. */
#include "harness/engines.h"

#include "base/arena.h"
#include "base/str.h"
#include "store/people.h"
#include "store/store.h"

#include <string.h>

static bool put_contests(struct db *db, struct err *err)
{
	return store_put_contest(db, &(struct contest_row){"c", "y", 1, 1}, err) &&
		store_put_contest(db, &(struct contest_row){"d", "y", 1, 1}, err);
}

static bool account_work(struct db *db, void *context, struct err *err)
{
	struct engine *e = context;
	struct account_row li = {.login = "li", .name = "李", .hash = "H", .admin = true, .created_ms = 5}, *row;
	struct account_row an = {.login = "an", .hash = "I"}, *rows;
	int64_t a, b;
	size_t n;
	if (!store_add_account(db, &li, &a, err) || !store_add_account(db, &an, &b, err))
		return false;
	check_int_equal(a, 1);
	check_int_equal(b, 2);
	struct err twice = {0};
	check_false(store_add_account(db, &li, &a, &twice));
	check_string_equal(twice.code, "account.exists");
	if (!store_find_login(db, "an", e->arena, &row, err))
		return false;
	check_int_equal(row->id, 2);
	check_null(row->name);
	check_null(row->totp);
	row->totp = "SECRET";
	row->totp_step = 9;
	row->disabled = true;
	if (!store_put_account(db, row, err) || !store_list_accounts(db, e->arena, &rows, &n, err))
		return false;
	check_int_equal(n, 2);
	check_string_equal(rows[0].name, "李");
	check_true(rows[0].admin && !rows[0].disabled && rows[1].disabled && !rows[1].admin);
	check_int_equal(rows[1].totp_step, 9);
	if (!store_find_account(db, 3, e->arena, &row, err))
		return false;
	check_null(row);
	return true;
}

static void accounts(void **state)
{
	struct engine *e = *state;
	assert_ok(e, store_write(e->store, account_work, e, &e->err));
}

static bool role_work(struct db *db, void *context, struct err *err)
{
	struct engine *e = context;
	struct account_row li = {.login = "li", .hash = "H"};
	struct role_row expert = {1, "c", "expert", "X1"}, chair = {1, "d", "chair", NULL}, *rows;
	int64_t id;
	size_t n;
	bool changed;
	if (!put_contests(db, err) || !store_add_account(db, &li, &id, err) || !store_add_role(db, &expert, &changed, err))
		return false;
	check_true(changed);
	if (!store_add_role(db, &expert, &changed, err))
		return false;
	check_false(changed);
	if (!store_add_role(db, &chair, &changed, err) || !store_list_account_roles(db, 1, e->arena, &rows, &n, err))
		return false;
	check_int_equal(n, 2);
	check_string_equal(rows[0].expert, "X1");
	check_null(rows[1].expert);
	if (!store_list_contest_roles(db, "d", e->arena, &rows, &n, err))
		return false;
	check_int_equal(n, 1);
	if (!store_remove_role(db, &chair, &changed, err))
		return false;
	check_true(changed);
	if (!store_remove_role(db, &chair, &changed, err))
		return false;
	check_false(changed);
	return true;
}

static void roles(void **state)
{
	struct engine *e = *state;
	assert_ok(e, store_write(e->store, role_work, e, &e->err));
}

static bool link_work(struct db *db, void *context, struct err *err)
{
	struct engine *e = context;
	struct link_row made = {.hash = "h1", .contest = "c", .role = "expert", .expert = "X1", .stage = "s", .heat = "h",
		.label = "平板 1", .reusable = true, .created_ms = 1, .expires_ms = 9}, *row, *rows;
	struct session_row session = {"S", -1, 1, 1, 1, 9, false}, *found;
	int64_t id;
	size_t n;
	if (!put_contests(db, err) || !store_add_link(db, &made, &id, err) || !store_find_link_hash(db, "h1", e->arena, &row, err))
		return false;
	check_int_equal(row->id, 1);
	check_string_equal(row->label, "平板 1");
	check_true(row->reusable && !row->revoked && row->used_ms == 0);
	row->revoked = true;
	row->used_ms = 4;
	if (!store_put_link(db, row, err) || !store_find_link(db, 1, e->arena, &row, err) ||
		!store_list_links(db, "d", e->arena, &rows, &n, err))
		return false;
	check_true(row->revoked && row->used_ms == 4);
	check_int_equal(n, 0);
	if (!store_add_session(db, &session, err) || !store_touch_session(db, "S", 5, err) ||
		!store_find_session(db, "S", e->arena, &found, err))
		return false;
	check_true(found->seen_ms == 5 && found->account == -1 && found->link == 1);
	if (!store_remove_sessions(db, -1, 1, err) || !store_find_session(db, "S", e->arena, &found, err))
		return false;
	check_null(found);
	return true;
}

static void links_and_sessions(void **state)
{
	struct engine *e = *state;
	assert_ok(e, store_write(e->store, link_work, e, &e->err));
}

static bool attempt_work(struct db *db, void *context, struct err *err)
{
	struct engine *e = context;
	struct attempt_row row;
	if (!store_get_attempt(db, "b", e->arena, &row, err))
		return false;
	check_true(row.n == 0 && row.last_ms == 0 && str_eq(row.bucket, "b"));
	row.n = 3;
	row.last_ms = 7;
	if (!store_put_attempt(db, &row, err) || !store_remove_old_attempts(db, 7, err) ||
		!store_get_attempt(db, "b", e->arena, &row, err))
		return false;
	check_int_equal(row.n, 3);
	row.n = 0;
	if (!store_put_attempt(db, &row, err) || !store_get_attempt(db, "b", e->arena, &row, err))
		return false;
	check_int_equal(row.last_ms, 0);
	return true;
}

static void attempts(void **state)
{
	struct engine *e = *state;
	assert_ok(e, store_write(e->store, attempt_work, e, &e->err));
}

int main(void)
{
	const struct CMUnitTest tests[] = {ENGINE_TEST(accounts), ENGINE_TEST(roles), ENGINE_TEST(links_and_sessions),
		ENGINE_TEST(attempts)};
	return engines_run("store/people", tests, COUNT_OF(tests));
}
