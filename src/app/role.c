/* What accounts may do in a contest: a row and a ledger record each, in one transaction. */
#include "app/people.h"

#include "app/context.h"
#include "app/journal.h"
#include "app/seat.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "store/people.h"

struct role_work {
	struct app *app;
	const struct request *rq;
	struct arena *arena;
	struct role_row row;
	bool grant;
	struct buf *out;
};

static bool check_role(const struct role_work *w, struct err *err)
{
	int role = role_find(w->row.role);
	if (role < 0)
		return fail(err, ERR_INPUT, "role.unknown", "There is no role “%.64s”.", w->row.role);
	if (role == ROLE_ADMIN)
		return fail(err, ERR_INPUT, "role.admin",
			"An admin is one of the whole installation, not of a contest.");
	if (role == ROLE_CANDIDATE && w->grant)
		return fail(err, ERR_INPUT, "role.candidate", "A candidate is invited, by a personal link.");
	return true;
}

static const char *role_body(const struct role_work *w)
{
	CLEANUP(buf_done) struct buf body = {0};
	struct json_writer json = json_writer(&body);
	json_open(&json, NULL, '{');
	json_put_string(&json, "account", arena_printf(w->arena, "%lld", (long long)w->row.account));
	if (w->grant && w->row.expert)
		json_put_string(&json, "expert", w->row.expert);
	json_put_string(&json, "role", w->row.role);
	json_close(&json, '}');
	return arena_strdup(w->arena, buf_str(&body));
}

static bool change(struct db *db, struct role_work *w, struct err *err)
{
	struct journal j;
	bool changed;
	if (!journal_open(&j, w->app, db, w->row.contest, w->rq, w->grant ? "role.grant" : "role.revoke", w->arena, err))
		return false;
	if (j.repeated)
		return true;
	if (w->grant ? !store_add_role(db, &w->row, &changed, err) :
		       !store_remove_role(db, &w->row, &changed, err))
		return false;
	if (!changed)
		return w->grant ?
			fail(err, ERR_CONFLICT, "role.held", "Account %lld has the role %s already.",
				(long long)w->row.account, w->row.role) :
			fail(err, ERR_NOT_FOUND, "role.unheld", "Account %lld has not the role %.64s here.",
				(long long)w->row.account, w->row.role);
	return journal_add(&j, w->grant ? "role.grant" : "role.revoke", role_body(w), NULL, err) &&
		journal_close(&j, err);
}

static bool role_work(struct db *db, void *context, struct err *err)
{
	struct role_work *w = context;
	struct contest *contest;
	struct account_row *account;
	if (!app_get_contest(db, w->row.contest, w->arena, &contest, err) ||
		!store_find_account(db, w->row.account, w->arena, &account, err))
		return false;
	if (!account)
		return fail(err, ERR_NOT_FOUND, "account.unknown", "There is no account %lld.",
			(long long)w->row.account);
	return (!w->grant || seat_check(db, w->row.contest, w->row.role, w->row.expert, w->arena, err)) &&
		change(db, w, err);
}

bool app_grant_role(struct app *app, const struct request *rq, const char *contest, int64_t account,
	const char *role, const char *expert, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct role_work w = {app, rq, arena, {account, contest, role, expert}, true, NULL};
	return principal_check(rq->who, ACT_PEOPLE, err) && check_role(&w, err) &&
		store_write(app->store, role_work, &w, err);
}

bool app_revoke_role(struct app *app, const struct request *rq, const char *contest, int64_t account,
	const char *role, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct role_work w = {app, rq, arena, {account, contest, role, NULL}, false, NULL};
	return principal_check(rq->who, ACT_PEOPLE, err) && check_role(&w, err) &&
		store_write(app->store, role_work, &w, err);
}

static bool list_work(struct db *db, void *context, struct err *err)
{
	struct role_work *w = context;
	struct contest *contest;
	struct role_row *rows;
	size_t n;
	if (!app_get_contest(db, w->row.contest, w->arena, &contest, err) ||
		!store_list_contest_roles(db, w->row.contest, w->arena, &rows, &n, err))
		return false;
	struct json_writer json = json_writer(w->out);
	json_open(&json, NULL, '{');
	json_open(&json, "roles", '[');
	for (size_t i = 0; i < n; i++) {
		struct account_row *account;
		if (!store_find_account(db, rows[i].account, w->arena, &account, err))
			return false;
		json_open(&json, NULL, '{');
		json_put_int(&json, "account", rows[i].account);
		json_put_string(&json, "login", account ? account->login : NULL);
		json_put_string(&json, "role", rows[i].role);
		if (rows[i].expert)
			json_put_string(&json, "expert", rows[i].expert);
		json_close(&json, '}');
	}
	json_close(&json, ']');
	json_close(&json, '}');
	return true;
}

bool app_list_roles(
	struct app *app, const struct request *rq, const char *contest, struct buf *out, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct role_work w = {app, rq, arena, {0, contest, NULL, NULL}, false, out};
	return principal_check(rq->who, ACT_PEOPLE, err) && store_read(app->store, list_work, &w, err);
}
