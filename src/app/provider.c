/* Providers are set up by whoever governs the installation; what the public sees of them is a name and a title. */
#include "app/oidc.h"

#include "app/context.h"
#include "app/seat.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "base/time.h"
#include "fetch/fetch.h"
#include "store/identity.h"
#include "store/people.h"

#include <string.h>

enum { TITLE_MOST = 60, CLIENT_MOST = 512, SECRET_MOST = 1024, SUBJECT_MOST = 255, ISSUER_MOST = 500 };

struct provider_work {
	struct app *app;
	struct arena *arena;
	const struct provider_row *row; /* to add */
	const char *name;
	const struct identity_row *identity;
	bool off, public;
	struct buf *out;
};

static bool may_govern(const struct request *rq, struct err *err)
{
	return !rq->who || rq->who->admin ||
		fail(err, ERR_DENIED, "denied", "Only an admin of this installation may do this (sign-in providers).");
}

static bool is_printable(const char *s, size_t least, size_t most)
{
	size_t len = strlen(s);
	for (size_t i = 0; i < len; i++)
		if (s[i] < 0x20 || s[i] > 0x7E)
			return false;
	return len >= least && len <= most;
}

/* ---- providers */

static bool check_provider(const struct new_provider *p, struct err *err)
{
	const char *title = p->title ? p->title : "x";
	if (!str_is_id(p->name) || strlen(p->name) > 32)
		return fail(err, ERR_INPUT, "provider.name", "A provider's name is 1 to 32 letters, digits, dots and dashes.");
	if (!fetch_url_is_good(p->issuer) || strlen(p->issuer) > ISSUER_MOST || strchr(p->issuer, '?'))
		return fail(err, ERR_INPUT, "provider.issuer",
			"An issuer is an https address, as the provider names itself (plain http on this machine only).");
	if (!is_printable(p->client, 1, CLIENT_MOST) || (p->secret && !is_printable(p->secret, 1, SECRET_MOST)))
		return fail(err, ERR_INPUT, "provider.client", "The client and its secret are printable ASCII, as the provider gave them.");
	size_t len = strlen(title);
	return (len && utf8_is_plain(title, len, false) && utf8_count(title) <= TITLE_MOST) ||
		fail(err, ERR_INPUT, "provider.title", "A title has 1 to %d characters and no control characters.", TITLE_MOST);
}

static bool add_work(struct db *db, void *context, struct err *err)
{
	struct provider_work *w = context;
	return store_add_provider(db, w->row, err);
}

bool app_add_provider(struct app *app, const struct request *rq, const struct new_provider *p, struct err *err)
{
	struct provider_row row = {.name = p->name, .title = p->title ? p->title : p->name, .issuer = p->issuer,
		.client = p->client, .secret = p->secret, .by_email = p->by_email, .added_ms = app->now_ms()};
	struct provider_work w = {.row = &row};
	return may_govern(rq, err) && check_provider(p, err) && store_write(app->store, add_work, &w, err);
}

static bool remove_work(struct db *db, void *context, struct err *err)
{
	struct provider_work *w = context;
	bool changed;
	return store_remove_provider(db, w->name, &changed, err) &&
		(changed || fail(err, ERR_NOT_FOUND, "provider.unknown", "There is no sign-in provider %.64s.", w->name));
}

bool app_remove_provider(struct app *app, const struct request *rq, const char *name, struct err *err)
{
	struct provider_work w = {.name = name};
	return may_govern(rq, err) && store_write(app->store, remove_work, &w, err);
}

static void put_provider(struct json_writer *json, const struct provider_row *row, bool public)
{
	char at[TIME_TEXT];
	json_open(json, NULL, '{');
	json_put_string(json, "name", row->name);
	json_put_string(json, "title", row->title);
	if (!public) {
		json_put_string(json, "issuer", row->issuer);
		json_put_string(json, "client", row->client);
		json_put_bool(json, "secret", row->secret != NULL);
		json_put_string(json, "match", row->by_email ? "email" : "none");
		json_put_string(json, "added", time_format(row->added_ms, at));
	}
	json_close(json, '}');
}

static bool list_work(struct db *db, void *context, struct err *err)
{
	struct provider_work *w = context;
	struct json_writer json = json_writer(w->out);
	struct provider_row *rows;
	size_t n;
	if (!store_list_providers(db, w->arena, &rows, &n, err))
		return false;
	json_open(&json, NULL, '{');
	json_open(&json, "providers", '[');
	for (size_t i = 0; i < n; i++)
		put_provider(&json, &rows[i], w->public);
	json_close(&json, ']');
	json_close(&json, '}');
	return true;
}

bool app_list_providers(struct app *app, const struct request *rq, struct buf *out, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct provider_work w = {.arena = arena, .out = out};
	return may_govern(rq, err) && store_read(app->store, list_work, &w, err);
}

bool view_providers(struct app *app, struct buf *out, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct provider_work w = {.arena = arena, .out = out, .public = true};
	return store_read(app->store, list_work, &w, err);
}

/* ---- identities */

static bool unlink_identity(struct db *db, struct provider_work *w, struct err *err)
{
	bool changed;
	if (!store_remove_identity(db, w->identity, &changed, err))
		return false;
	if (!changed)
		return fail(err, ERR_NOT_FOUND, "identity.unknown", "This account has no such identity.");
	return store_remove_sessions(db, w->identity->account, -1, err);
}

static bool identity_work(struct db *db, void *context, struct err *err)
{
	struct provider_work *w = context;
	struct account_row *account;
	struct identity_row *there;
	if (!store_find_account(db, w->identity->account, w->arena, &account, err))
		return false;
	if (!account)
		return fail(err, ERR_NOT_FOUND, "account.unknown", "There is no account %lld.", (long long)w->identity->account);
	if (w->off)
		return unlink_identity(db, w, err);
	if (!store_find_identity(db, w->identity->issuer, w->identity->subject, w->arena, &there, err))
		return false;
	if (there)
		return there->account == w->identity->account ||
			fail(err, ERR_CONFLICT, "identity.taken", "This identity belongs to another account already.");
	return store_add_identity(db, w->identity, err);
}

bool app_link_identity(struct app *app, const struct request *rq, int64_t account, const char *issuer, const char *subject,
	bool off, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct identity_row row = {issuer, subject, account, app->now_ms()};
	struct provider_work w = {.arena = arena, .identity = &row, .off = off};
	if (!may_govern(rq, err))
		return false;
	if (!fetch_url_is_good(issuer) || strlen(issuer) > ISSUER_MOST || !is_printable(subject, 1, SUBJECT_MOST))
		return fail(err, ERR_INPUT, "identity.form",
			"An identity is an issuer, https, and a subject of 1 to %d printable ASCII characters.", SUBJECT_MOST);
	return store_write(app->store, identity_work, &w, err);
}
