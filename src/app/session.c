/* Signing in and what a session stands for. The slow part, Argon2id, runs on the caller's thread between two
 * transactions: the first counts the attempt, the second makes the session and looks once more at everything that
 * may have changed meanwhile. A session's token is always new, so one that an attacker planted is worth nothing. */
#include "app/secret.h"

#include "app/attempt.h"
#include "app/enter.h"
#include "app/seat.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "base/time.h"
#include "store/change.h"
#include "store/panels.h"
#include "store/people.h"

#include <sodium.h>
#include <string.h>

#define MINUTE_MS ((int64_t)60 * 1000)

enum { IDLE_HOURS = 12, TOUCH_MINUTES = 5 };

struct enter_work {
	struct app *app;
	const struct sign_in *with;
	struct attempt attempt;
	struct arena *arena;
	struct account_row *account;
	struct session *session;
	int64_t now_ms;
};

static bool refused(struct err *err)
{
	return fail(err, ERR_DENIED, "sign-in.refused", "This login and password do not fit together.");
}

bool enter_add_session(struct app *app, struct db *db, const struct new_session *s, struct session *ret, struct err *err)
{
	char hash[SHA_HEX], old[SHA_HEX];
	int64_t now = app->now_ms();
	token_make(app, ret->token);
	ret->expires_ms = s->expires_ms;
	struct session_row row = {token_hash(ret->token, hash), s->account, s->link, now, now, s->expires_ms, s->totp};
	if (s->old && !store_remove_session(db, token_hash(s->old, old), err))
		return false;
	return store_remove_old_sessions(db, now, err) && store_add_session(db, &row, err);
}

static bool add_session(struct enter_work *w, struct db *db, int64_t account, int64_t link,
	int64_t expires_ms, bool totp, struct err *err)
{
	struct new_session session = {account, link, expires_ms, totp, w->with->old};
	return enter_add_session(w->app, db, &session, w->session, err);
}

/* ---- by password */

static bool find_account(struct db *db, void *context, struct err *err)
{
	struct enter_work *w = context;
	return store_find_login(db, w->attempt.login, w->arena, &w->account, err);
}

static bool half_work(struct db *db, void *context, struct err *err)
{
	struct enter_work *w = context;
	return attempt_forgive(&w->attempt, db, true, w->arena, err);
}

static bool take_code(struct enter_work *w, struct account_row *row, struct db *db, struct err *err)
{
	if (!row->totp)
		return true;
	int64_t step = totp_check(row->totp, w->with->code ? w->with->code : "", w->now_ms, row->totp_step);
	if (step < 0)
		return fail(err, ERR_DENIED, "sign-in.code", "The code is wrong, too old, or used already.");
	row->totp_step = step;
	return store_put_account(db, row, err);
}

static bool account_work(struct db *db, void *context, struct err *err)
{
	struct enter_work *w = context;
	struct account_row *row;
	if (!store_find_account(db, w->account->id, w->arena, &row, err))
		return false;
	if (!row || row->disabled || !str_eq(row->hash, w->account->hash))
		return refused(err);
	return take_code(w, row, db, err) && attempt_forgive(&w->attempt, db, false, w->arena, err) &&
		add_session(w, db, row->id, -1, w->now_ms + ACCOUNT_DAYS * 24 * 60 * MINUTE_MS,
			row->totp != NULL, err);
}

static bool code_missing(struct enter_work *w, struct err *err)
{
	return store_write_effect(w->app->store, EFFECT_NOTHING, half_work, w, err) &&
		fail(err, ERR_DENIED, "sign-in.code", "This account needs a code from its device too.");
}

/* Codes are short: whoever has the password could try them from thousands of addresses. So the account itself holds a
 * bucket of them, which only those with its password can fill. */
static bool count_code(struct enter_work *w, struct err *err)
{
	struct attempt codes = {.app = w->app, .now_ms = w->now_ms,
		.address = arena_printf(w->arena, "account:%lld", (long long)w->account->id)};
	bool free = !w->attempt.address || attempt_begin(&codes, err);
	w->attempt.wait_s = codes.wait_s;
	return free;
}

static bool enter_by_password(struct enter_work *w, struct err *err)
{
	const char *known = account_login(w->with->login, w->arena);
	w->attempt.login = known ? known : w->with->login;
	if (!attempt_begin(&w->attempt, err))
		return false;
	if (strlen(w->with->password) > PASSWORD_MOST)
		return refused(err);
	if (known && !store_read(w->app->store, find_account, w, err))
		return false;
	if (!password_fits(w->app, w->account ? w->account->hash : NULL, w->with->password) ||
		w->account->disabled)
		return refused(err);
	if (w->account->totp && !w->with->code)
		return code_missing(w, err);
	if (w->account->totp && !count_code(w, err))
		return false;
	return store_write_effect(w->app->store, EFFECT_NOTHING, account_work, w, err);
}

/* ---- by link */

static bool link_work(struct db *db, void *context, struct err *err)
{
	struct enter_work *w = context;
	struct link_row *row;
	char hash[SHA_HEX];
	if (!store_find_link_hash(db, token_hash(w->with->token, hash), w->arena, &row, err))
		return false;
	if (!row || row->revoked || row->expires_ms <= w->now_ms || (row->used_ms && !row->reusable))
		return fail(err, ERR_DENIED, "sign-in.link",
			"This link is not valid any more; ask the organiser for a new one.");
	if (!row->used_ms) {
		row->used_ms = w->now_ms;
		if (!store_put_link(db, row, err))
			return false;
	}
	return add_session(w, db, -1, row->id, row->expires_ms, false, err);
}

/* A right token is always taken; only wrong ones are counted. */
static bool enter_by_link(struct enter_work *w, struct err *err)
{
	struct err limit;
	if (store_write_effect(w->app->store, EFFECT_NOTHING, link_work, w, err))
		return true;
	if (str_eq(err->code, "sign-in.link") && !attempt_begin(&w->attempt, &limit))
		*err = limit;
	return false;
}

bool app_sign_in(struct app *app, const struct sign_in *with, struct session *ret, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct enter_work w = {
		.app = app, .with = with, .arena = arena, .session = ret, .now_ms = app->now_ms()};
	w.attempt = (struct attempt){.app = app, .address = with->address, .now_ms = w.now_ms};
	*ret = (struct session){0};
	bool done = with->token ? enter_by_link(&w, err) : enter_by_password(&w, err);
	ret->wait_s = w.attempt.wait_s;
	return done;
}

/* ---- out */

static bool out_work(struct db *db, void *context, struct err *err)
{
	return store_remove_session(db, context, err);
}

bool app_sign_out(struct app *app, const char *token, struct err *err)
{
	char hash[SHA_HEX];
	token_hash(token, hash);
	return store_write_effect(app->store, EFFECT_NOTHING, out_work, hash, err);
}

/* ---- who */

struct who_work {
	struct app *app;
	const char *contest;
	struct arena *arena;
	char hash[SHA_HEX];
	int64_t now_ms;
	struct session_row *session;
	struct account_row *account;
	struct link_row *link;
	bool seated; /* whom the link invited has accepted */
	struct role_row *roles; /* of the account, in all contests */
	size_t role_count;
};

static bool needed(struct err *err)
{
	return fail(err, ERR_DENIED, "sign-in.needed", "Sign in first.");
}

static bool who_account(struct db *db, struct who_work *w, struct err *err)
{
	struct session_row *s = w->session;
	if (s->seen_ms + IDLE_HOURS * 60 * MINUTE_MS <= w->now_ms)
		return needed(err);
	if (!store_find_account(db, s->account, w->arena, &w->account, err))
		return false;
	if (!w->account || w->account->disabled)
		return needed(err);
	return store_list_account_roles(db, s->account, w->arena, &w->roles, &w->role_count, err);
}

/* One link serves for everything: whoever has accepted an invitation is an expert by the same. */
static bool who_invited(struct db *db, struct who_work *w, struct err *err)
{
	struct candidate_row *row;
	if (role_find(w->link->role) != ROLE_CANDIDATE)
		return true;
	if (!store_find_candidate(db, w->link->contest, w->link->expert, w->arena, &row, err))
		return false;
	w->seated = row && (row->state == CANDIDATE_ACCEPTED || row->state == CANDIDATE_LEFT);
	return true;
}

static bool who_link(struct db *db, struct who_work *w, struct err *err)
{
	if (!store_find_link(db, w->session->link, w->arena, &w->link, err))
		return false;
	if (!w->link || w->link->revoked || w->link->expires_ms <= w->now_ms)
		return needed(err);
	if (w->contest && !str_eq(w->contest, w->link->contest))
		return fail(err, ERR_NOT_FOUND, "contest.unknown", "There is no contest \"%.64s\" here.",
			w->contest);
	return who_invited(db, w, err);
}

static bool who_work(struct db *db, void *context, struct err *err)
{
	struct who_work *w = context;
	if (!store_find_session(db, w->hash, w->arena, &w->session, err))
		return false;
	if (!w->session || w->session->expires_ms <= w->now_ms)
		return needed(err);
	return w->session->account >= 0 ? who_account(db, w, err) : who_link(db, w, err);
}

static bool touch_work(struct db *db, void *context, struct err *err)
{
	struct who_work *w = context;
	return store_touch_session(db, w->hash, w->now_ms, err);
}

static bool look(struct who_work *w, const char *token, struct err *err)
{
	token_hash(token, w->hash);
	w->now_ms = w->app->now_ms();
	if (!store_read(w->app->store, who_work, w, err))
		return false;
	return w->now_ms - w->session->seen_ms < TOUCH_MINUTES * MINUTE_MS ||
		store_write_effect(w->app->store, EFFECT_NOTHING, touch_work, w, err);
}

static struct principal of_account(const struct who_work *w)
{
	struct principal who = {.id = arena_printf(w->arena, "account:%lld", (long long)w->account->id),
		.name = w->account->name ? w->account->name : w->account->login,
		.admin = w->account->admin};
	for (size_t i = 0; w->contest && i < w->role_count; i++) {
		int role = role_find(w->roles[i].role);
		if (role < 0 || role == ROLE_ADMIN || !str_eq(w->roles[i].contest, w->contest))
			continue;
		who.roles |= 1u << role;
		if (w->roles[i].expert)
			who.expert = w->roles[i].expert;
	}
	return who;
}

static struct principal of_link(const struct who_work *w)
{
	int role = role_find(w->link->role);
	return (struct principal){
		.id = arena_printf(w->arena, "link:%lld", (long long)w->link->id),
		.name = w->link->label,
		.contest = w->link->contest,
		.roles = w->contest && role > ROLE_ORGANISER ? 1u << role | (w->seated ? 1u << ROLE_EXPERT : 0) : 0,
		.expert = w->link->expert,
		.stage = w->link->stage,
		.heat = w->link->heat,
	};
}

bool app_session(struct app *app, const char *token, const char *contest, struct arena *arena,
	struct principal *ret_who, struct err *err)
{
	struct who_work w = {.app = app, .contest = contest, .arena = arena};
	if (!look(&w, token, err))
		return false;
	*ret_who = w.account ? of_account(&w) : of_link(&w);
	return true;
}

void app_session_secret(const char *token, char *out)
{
	static const char purpose[] = "leitai change ";
	struct slice parts[] = {{purpose, sizeof(purpose) - 1}, {token, strlen(token)}};
	struct sha sum = sha256_parts(parts, COUNT_OF(parts));
	sha_hex(&sum, out);
}

static void put_role(struct json_writer *json, const char *contest, const char *role, const char *expert)
{
	json_open(json, NULL, '{');
	json_put_string(json, "contest", contest);
	json_put_string(json, "role", role);
	if (expert)
		json_put_string(json, "expert", expert);
	json_close(json, '}');
}

static void put_link_place(struct json_writer *json, const struct link_row *link)
{
	if (link->stage)
		json_put_string(json, "stage", link->stage);
	if (link->heat)
		json_put_string(json, "heat", link->heat);
}

bool app_about_me(struct app *app, const char *token, struct buf *out, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct who_work w = {.app = app, .arena = arena};
	char secret[SHA_HEX], at[TIME_TEXT];
	if (!look(&w, token, err))
		return false;
	struct principal who = w.account ? of_account(&w) : of_link(&w);
	struct json_writer json = json_writer(out);
	json_open(&json, NULL, '{');
	json_put_string(&json, "id", who.id);
	if (who.name)
		json_put_string(&json, "name", who.name);
	if (w.account)
		json_put_string(&json, "login", w.account->login);
	json_put_bool(&json, "admin", who.admin);
	json_open(&json, "roles", '[');
	for (size_t i = 0; i < w.role_count; i++)
		put_role(&json, w.roles[i].contest, w.roles[i].role, w.roles[i].expert);
	if (w.link)
		put_role(&json, w.link->contest, w.link->role, w.link->expert);
	if (w.seated)
		put_role(&json, w.link->contest, role_name(ROLE_EXPERT), w.link->expert);
	json_close(&json, ']');
	if (w.link)
		put_link_place(&json, w.link);
	json_put_string(&json, "expires", time_format(w.session->expires_ms, at));
	app_session_secret(token, secret);
	json_put_string(&json, "token", secret);
	json_close(&json, '}');
	return true;
}
