/* Accounts of the installation. Passwords are hashed on the caller's thread, before the writer's turn. */
#include "app/secret.h"

#include "app/attempt.h"
#include "app/seat.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "base/time.h"
#include "store/people.h"

#include <string.h>

struct account_work {
	struct app *app;
	const struct request *rq;
	struct arena *arena;
	int64_t id;
	const char *login; /* to look for */
	struct account_row *row; /* found, or to add */
	const char *hash, *totp;
	bool disabled, off;
	const struct attempt *attempt; /* to forgive; NULL = none */
	struct buf *out;
};

/* The command line, or an admin of the installation. A role in a contest is not enough. */
static bool may_govern(const struct request *rq, struct err *err)
{
	return !rq->who || rq->who->admin ?
		principal_check(rq->who, ACT_PEOPLE, err) :
		fail(err, ERR_DENIED, "denied", "Only an admin of this installation may do this (accounts).");
}

static bool account_unknown(int64_t id, struct err *err)
{
	return fail(err, ERR_NOT_FOUND, "account.unknown", "There is no account %lld.", (long long)id);
}

static bool find_row(struct db *db, struct account_work *w, struct err *err)
{
	return store_find_account(db, w->id, w->arena, &w->row, err) &&
		(w->row || account_unknown(w->id, err));
}

/* ---- add */

static bool fold_login(const char *login, struct arena *arena, const char **ret, struct err *err)
{
	size_t len = strlen(login);
	char *folded = arena_strdup(arena, login);
	for (char *p = folded; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
	*ret = folded;
	if (len >= 1 && len <= 64 && strspn(folded, "abcdefghijklmnopqrstuvwxyz0123456789._@+-") == len)
		return true;
	return fail(err, ERR_INPUT, "account.login", "A login is 1 to 64 of a–z, 0–9 and . _ @ + -");
}

/* Capitals of a login that nobody could have make it no login: one answer to all that is not there. */
const char *account_login(const char *login, struct arena *arena)
{
	struct err err;
	const char *folded;
	return fold_login(login, arena, &folded, &err) ? folded : NULL;
}

static bool check_name(const char *name, struct err *err)
{
	size_t len = name ? strlen(name) : 0;
	bool good = len <= 200;
	for (size_t i = 0; i < len && good; i++)
		good = (unsigned char)name[i] >= 0x20 && name[i] != 0x7F;
	return good ||
		fail(err, ERR_INPUT, "account.name",
			"A name has at most 200 bytes and no control characters.");
}

static bool add_work(struct db *db, void *context, struct err *err)
{
	struct account_work *w = context;
	return store_add_account(db, w->row, &w->id, err);
}

bool app_add_account(struct app *app, const struct request *rq, const struct new_account *account,
	int64_t *ret_id, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	char hash[PASSWORD_HASH];
	struct account_row row = {
		.name = account->name, .hash = hash, .admin = account->admin, .created_ms = app->now_ms()};
	struct account_work w = {.app = app, .arena = arena, .row = &row};
	if (!may_govern(rq, err) || !fold_login(account->login, arena, &row.login, err) ||
		!check_name(account->name, err) || !password_check(row.login, account->password, err) ||
		!password_hash(app, account->password, hash, err) ||
		!store_write(app->store, add_work, &w, err))
		return false;
	*ret_id = w.id;
	return true;
}

static bool login_work(struct db *db, void *context, struct err *err)
{
	struct account_work *w = context;
	return store_find_login(db, w->login, w->arena, &w->row, err);
}

bool app_find_account(struct app *app, const char *login, int64_t *ret_id, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct account_work w = {.app = app, .arena = arena, .login = account_login(login, arena)};
	if (w.login && !store_read(app->store, login_work, &w, err))
		return false;
	if (!w.row)
		return fail(err, ERR_NOT_FOUND, "account.unknown",
			"There is no account with the login %.64s.", login);
	*ret_id = w.row->id;
	return true;
}

/* ---- password */

static bool find_work(struct db *db, void *context, struct err *err)
{
	return find_row(db, context, err);
}

static bool password_work(struct db *db, void *context, struct err *err)
{
	struct account_work *w = context;
	if (!find_row(db, w, err))
		return false;
	w->row->hash = w->hash;
	if (w->attempt && !attempt_forgive(w->attempt, db, false, w->arena, err))
		return false;
	return store_put_account(db, w->row, err) && store_remove_sessions(db, w->id, -1, err);
}

static bool is_self(const struct principal *who, int64_t account, struct arena *arena)
{
	return who && str_eq(who->id, arena_printf(arena, "account:%lld", (long long)account));
}

/* Whoever has taken over a session could guess here instead of signing in, so it is limited the same way; by account,
 * since nobody else gets this far. */
static bool check_current(struct account_work *w, struct attempt *attempt, const char *current, struct err *err)
{
	*attempt = (struct attempt){.app = w->app, .login = "password", .now_ms = w->app->now_ms(),
		.address = arena_printf(w->arena, "account:%lld", (long long)w->id)};
	w->attempt = attempt;
	if (current && !attempt_begin(attempt, err))
		return false;
	return (current && password_fits(w->app, w->row->hash, current)) ||
		fail(err, ERR_DENIED, "account.current", "The present password is not that one.");
}

bool app_set_password(struct app *app, const struct request *rq, int64_t account, const char *current,
	const char *password, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	char hash[PASSWORD_HASH];
	struct account_work w = {.app = app, .arena = arena, .id = account, .hash = hash};
	bool governs = !rq->who || rq->who->admin, self = is_self(rq->who, account, arena);
	if (!governs && !self)
		return account_unknown(account, err);
	if (!store_read(app->store, find_work, &w, err))
		return false;
	struct attempt attempt;
	if (self && !check_current(&w, &attempt, current, err))
		return false;
	return password_check(w.row->login, password, err) && password_hash(app, password, hash, err) &&
		store_write(app->store, password_work, &w, err);
}

/* ---- disable */

static bool other_admin(struct db *db, struct account_work *w, bool *ret, struct err *err)
{
	struct account_row *rows;
	size_t n;
	*ret = false;
	if (!store_list_accounts(db, w->arena, &rows, &n, err))
		return false;
	for (size_t i = 0; i < n; i++)
		*ret = *ret || (rows[i].admin && !rows[i].disabled && rows[i].id != w->id);
	return true;
}

static bool disable_work(struct db *db, void *context, struct err *err)
{
	struct account_work *w = context;
	bool other;
	if (!find_row(db, w, err) || !other_admin(db, w, &other, err))
		return false;
	if (w->disabled && w->row->admin && !other && w->rq->who)
		return fail(err, ERR_CONFLICT, "account.last-admin",
			"This is the last admin; nobody could undo it from here.");
	w->row->disabled = w->disabled;
	return store_put_account(db, w->row, err) && store_remove_sessions(db, w->id, -1, err);
}

bool app_disable_account(
	struct app *app, const struct request *rq, int64_t account, bool disabled, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct account_work w = {.app = app, .rq = rq, .arena = arena, .id = account, .disabled = disabled};
	return may_govern(rq, err) && store_write(app->store, disable_work, &w, err);
}

/* ---- one-time codes */

static bool enrol_work(struct db *db, void *context, struct err *err)
{
	struct account_work *w = context;
	if (!find_row(db, w, err))
		return false;
	w->row->totp = w->off ? NULL : w->totp;
	w->row->totp_step = 0;
	return store_put_account(db, w->row, err) && store_remove_sessions(db, w->id, -1, err);
}

bool app_enrol_totp(struct app *app, const struct request *rq, int64_t account, bool off, struct arena *arena,
	const char **ret_uri, struct err *err)
{
	char secret[TOTP_SECRET];
	struct account_work w = {.app = app, .arena = arena, .id = account, .totp = secret, .off = off};
	totp_make(app, secret);
	if (!may_govern(rq, err) || !store_write(app->store, enrol_work, &w, err))
		return false;
	*ret_uri = off ?
		NULL :
		arena_printf(arena, "otpauth://totp/Leitai:%s?secret=%s&issuer=Leitai", w.row->login, secret);
	return true;
}

/* ---- list */

static bool list_work(struct db *db, void *context, struct err *err)
{
	struct account_work *w = context;
	struct account_row *rows;
	size_t n;
	char at[TIME_TEXT];
	if (!store_list_accounts(db, w->arena, &rows, &n, err))
		return false;
	struct json_writer json = json_writer(w->out);
	json_open(&json, NULL, '{');
	json_open(&json, "accounts", '[');
	for (size_t i = 0; i < n; i++) {
		json_open(&json, NULL, '{');
		json_put_int(&json, "id", rows[i].id);
		json_put_string(&json, "login", rows[i].login);
		if (rows[i].name)
			json_put_string(&json, "name", rows[i].name);
		json_put_bool(&json, "admin", rows[i].admin);
		json_put_bool(&json, "disabled", rows[i].disabled);
		json_put_bool(&json, "code", rows[i].totp != NULL);
		json_put_string(&json, "created", time_format(rows[i].created_ms, at));
		json_close(&json, '}');
	}
	json_close(&json, ']');
	json_close(&json, '}');
	return true;
}

bool app_list_accounts(struct app *app, const struct request *rq, struct buf *out, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct account_work w = {.app = app, .arena = arena, .out = out};
	return may_govern(rq, err) && store_read(app->store, list_work, &w, err);
}
