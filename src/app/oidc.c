/* The two ends of a sign-in elsewhere. Between them the browser carries only the state, in a cookie and in the address: that
 * both are the same shows that the browser that comes back is the one that left, so nobody is signed in as somebody else by a
 * link. Nonce and PKCE's verifier never leave us but to the provider. Each handshake is good once, for ten minutes. */
#include "app/oidc.h"

#include "app/attempt.h"
#include "app/discovery.h"
#include "app/enter.h"
#include "app/seat.h"
#include "app/secret.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "store/people.h"
#include "token/token.h"

#include <sodium.h>
#include <string.h>

enum { HANDSHAKE_MS = 10 * 60 * 1000, HANDSHAKES_MOST = 2000, AFTER_MOST = 500, CODE_MOST = 4096, DAY_MS = 24 * 3600 * 1000 };

struct oidc_work {
	struct app *app;
	struct arena *arena;
	struct provider_row *provider;
	struct handshake_row *handshake;
	const char *name, *state_hash;
	struct token_claims claims;
	struct session *session;
	int64_t now_ms;
};

/* ---- addresses and forms */

static void put_escaped(struct buf *out, const char *text)
{
	for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
		bool plain = (*p >= 'A' && *p <= 'Z') || (*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9') || strchr("-._~", *p);
		if (plain)
			buf_putc(out, (char)*p);
		else
			buf_printf(out, "%%%02X", *p);
	}
}

static void put_member(struct buf *out, const char *name, const char *value)
{
	buf_printf(out, "%s%s=", out->len ? "&" : "", name);
	put_escaped(out, value);
}

/* A path of this site. A browser takes "//host" and "/\host" for another. */
static const char *own_path(const char *after)
{
	size_t len = after ? strlen(after) : 0;
	bool own = len >= 1 && len <= AFTER_MOST && after[0] == '/' && after[1] != '/';
	for (size_t i = 0; i < len; i++)
		own &= after[i] > 0x20 && after[i] < 0x7F && after[i] != '\\';
	return own ? after : "/me";
}

static bool find_provider(struct db *db, void *context, struct err *err)
{
	struct oidc_work *w = context;
	return store_find_provider(db, w->name, w->arena, &w->provider, err) &&
		(w->provider ||
			fail(err, ERR_NOT_FOUND, "provider.unknown", "There is no sign-in provider %.64s here.", w->name));
}

/* ---- begin */

static bool begin_work(struct db *db, void *context, struct err *err)
{
	struct oidc_work *w = context;
	int64_t count;
	if (!store_count_handshakes(db, w->now_ms, &count, err))
		return false;
	if (count >= HANDSHAKES_MOST)
		return fail(err, ERR_LIMIT, "sign-in.wait", "Too many people are signing in; try again in some minutes.");
	return store_add_handshake(db, w->handshake, err);
}

static const char *challenge_of(const char *verifier, struct arena *arena)
{
	char *out = arena_alloc(arena, TOKEN_TEXT);
	struct sha sum = sha256(verifier, strlen(verifier));
	sodium_bin2base64(out, TOKEN_TEXT, sum.bytes, SHA_LEN, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	return out;
}

static const char *authorize_url(const struct oidc_work *w, const struct discovery *d, const char *state)
{
	CLEANUP(buf_done) struct buf query = {0};
	put_member(&query, "response_type", "code");
	put_member(&query, "client_id", w->provider->client);
	put_member(&query, "redirect_uri", w->handshake->redirect);
	put_member(&query, "scope", "openid email profile");
	put_member(&query, "state", state);
	put_member(&query, "nonce", w->handshake->nonce);
	put_member(&query, "code_challenge", challenge_of(w->handshake->verifier, w->arena));
	put_member(&query, "code_challenge_method", "S256");
	return arena_printf(w->arena, "%s%c%s", d->authorize, strchr(d->authorize, '?') ? '&' : '?', buf_str(&query));
}

bool app_begin_oidc(struct app *app, const struct oidc_start *start, struct arena *arena, struct oidc_begun *ret,
	struct err *err)
{
	char hash[SHA_HEX], verifier[TOKEN_TEXT], nonce[TOKEN_TEXT];
	struct oidc_work w = {.app = app, .arena = arena, .name = start->provider, .now_ms = app->now_ms()};
	struct attempt attempt = {.app = app, .now_ms = w.now_ms};
	struct discovery d;
	*ret = (struct oidc_begun){0};
	/* A bucket of its own, never forgiven: beginning costs nothing, and what is begun is kept for a while. */
	attempt.address = start->address ? arena_printf(arena, "begin:%s", start->address) : NULL;
	if (!store_read(app->store, find_provider, &w, err) || !attempt_begin(&attempt, err) ||
		!discovery_get(app, w.provider->issuer, false, arena, &d, err))
		return false;
	token_make(app, ret->state);
	token_make(app, verifier);
	token_make(app, nonce);
	struct handshake_row row = {
		.state = token_hash(ret->state, hash),
		.provider = w.provider->name,
		.redirect = arena_printf(arena, "%s/api/v1/session/oidc/%s/callback", start->site, w.provider->name),
		.verifier = verifier,
		.nonce = nonce,
		.after = own_path(start->after),
		.expires_ms = w.now_ms + HANDSHAKE_MS,
	};
	w.handshake = &row;
	ret->url = authorize_url(&w, &d, ret->state);
	return store_write(app->store, begin_work, &w, err);
}

/* ---- finish: the handshake */

static bool stale(struct err *err)
{
	return fail(err, ERR_DENIED, "sign-in.state",
		"This sign-in was not begun in this browser, is too old, or was used already; begin again.");
}

static bool take_work(struct db *db, void *context, struct err *err)
{
	struct oidc_work *w = context;
	return store_take_handshake(db, w->state_hash, w->arena, &w->handshake, err);
}

/* Taken first and whatever comes after it: a second try begins again. */
static bool take_handshake(struct oidc_work *w, const struct oidc_return *with, struct err *err)
{
	char hash[SHA_HEX];
	size_t len = with->state ? strlen(with->state) : 0;
	if (!len || len >= TOKEN_TEXT || !with->cookie || strlen(with->cookie) != len ||
		sodium_memcmp(with->cookie, with->state, len) != 0)
		return stale(err);
	w->state_hash = token_hash(with->state, hash);
	if (!store_write(w->app->store, take_work, w, err))
		return false;
	return (w->handshake && w->handshake->expires_ms > w->now_ms && str_eq(w->handshake->provider, with->provider)) ||
		stale(err);
}

/* What the provider says in the address. RFC 9207: an issuer there must be the one that was asked. */
static bool check_return(const struct oidc_work *w, const struct oidc_return *with, struct err *err)
{
	if (with->issuer && !str_eq(with->issuer, w->provider->issuer))
		return fail(err, ERR_DENIED, "token.issuer", "The answer is of another provider.");
	if (with->error || !with->code || !*with->code || strlen(with->code) > CODE_MOST)
		return fail(err, ERR_DENIED, "sign-in.provider", "%s did not sign you in (%.60s).", w->provider->title,
			with->error ? with->error : "no code");
	return true;
}

/* ---- finish: the token */

static bool exchange(struct oidc_work *w, const struct discovery *d, const char *code, const char **ret_token,
	struct err *err)
{
	CLEANUP(buf_done) struct buf form = {0};
	CLEANUP(buf_done) struct buf user = {0};
	CLEANUP(buf_done) struct buf password = {0};
	bool basic = w->provider->secret && !d->post;
	struct json answer;
	int status;
	put_member(&form, "grant_type", "authorization_code");
	put_member(&form, "code", code);
	put_member(&form, "redirect_uri", w->handshake->redirect);
	put_member(&form, "code_verifier", w->handshake->verifier);
	if (!basic)
		put_member(&form, "client_id", w->provider->client);
	if (w->provider->secret && d->post)
		put_member(&form, "client_secret", w->provider->secret);
	put_escaped(&user, w->provider->client);
	put_escaped(&password, w->provider->secret ? w->provider->secret : "");
	if (!discovery_ask(w->app, d->token, buf_str(&form), basic ? buf_str(&user) : NULL, basic ? buf_str(&password) : NULL,
		    w->arena, &answer, &status, err))
		return false;
	*ret_token = json_string(&answer, "id_token", NULL);
	if (status == 200 && *ret_token)
		return true;
	return fail(err, status >= 500 ? ERR_IO : ERR_DENIED, status >= 500 ? "provider.answer" : "sign-in.provider",
		"%s did not confirm the sign-in (%d %.60s).", w->provider->title, status, json_string(&answer, "error", ""));
}

/* Keys change: one that is not there is looked for once more. */
static bool check_token(struct oidc_work *w, struct discovery *d, const char *token, struct err *err)
{
	struct token_want want = {w->provider->issuer, w->provider->client, w->handshake->nonce, w->now_ms};
	struct err first;
	if (token_check(token, &d->keys, &want, w->arena, &w->claims, &first))
		return true;
	if (!str_eq(first.code, "token.key")) {
		*err = first;
		return false;
	}
	return discovery_get(w->app, w->provider->issuer, true, w->arena, d, err) &&
		token_check(token, &d->keys, &want, w->arena, &w->claims, err);
}

/* ---- finish: whose account */

static bool unlinked(struct err *err)
{
	return fail(err, ERR_DENIED, "sign-in.unlinked",
		"No account here belongs to this sign-in; an admin can link it.");
}

/* Of an account that nobody of this issuer is bound to yet: an address that was given to somebody new opens nothing. */
static bool find_by_email(struct oidc_work *w, struct db *db, struct account_row **ret, struct err *err)
{
	struct identity_row *rows;
	size_t n;
	const char *login = w->claims.email && w->claims.email_verified ? account_login(w->claims.email, w->arena) : NULL;
	*ret = NULL;
	if (!w->provider->by_email || !login || !strchr(login, '@'))
		return true;
	if (!store_find_login(db, login, w->arena, ret, err))
		return false;
	if (!*ret || !store_list_identities(db, (*ret)->id, w->arena, &rows, &n, err))
		return !*ret;
	for (size_t i = 0; i < n; i++)
		if (str_eq(rows[i].issuer, w->provider->issuer))
			*ret = NULL;
	if (!*ret || (*ret)->admin || (*ret)->disabled) {
		*ret = NULL;
		return true;
	}
	return store_add_identity(db,
		&(struct identity_row){w->provider->issuer, w->claims.subject, (*ret)->id, w->now_ms}, err);
}

static bool enter_work(struct db *db, void *context, struct err *err)
{
	struct oidc_work *w = context;
	struct identity_row *identity;
	struct account_row *account;
	if (!store_find_identity(db, w->provider->issuer, w->claims.subject, w->arena, &identity, err))
		return false;
	if (identity ? !store_find_account(db, identity->account, w->arena, &account, err)
		     : !find_by_email(w, db, &account, err))
		return false;
	if (!account || account->disabled)
		return unlinked(err);
	struct new_session session = {account->id, -1, w->now_ms + (int64_t)ACCOUNT_DAYS * DAY_MS, false, NULL};
	return enter_add_session(w->app, db, &session, w->session, err);
}

static bool finish(struct oidc_work *w, const struct oidc_return *with, struct oidc_done *ret, struct err *err)
{
	struct discovery d;
	const char *token;
	if (!store_read(w->app->store, find_provider, w, err) || !take_handshake(w, with, err) ||
		!check_return(w, with, err) || !discovery_get(w->app, w->provider->issuer, false, w->arena, &d, err) ||
		!exchange(w, &d, with->code, &token, err) || !check_token(w, &d, token, err))
		return false;
	ret->after = w->handshake->after;
	if (store_write(w->app->store, enter_work, w, err))
		return true;
	if (str_eq(err->code, "sign-in.unlinked"))
		ret->subject = w->claims.subject;
	return false;
}

/* Only what was wrong is counted, as with links. */
bool app_finish_oidc(struct app *app, const struct oidc_return *with, struct arena *arena, struct oidc_done *ret,
	struct err *err)
{
	struct oidc_work w = {.app = app, .arena = arena, .name = with->provider, .session = &ret->session, .now_ms = app->now_ms()};
	struct attempt attempt = {.app = app, .address = with->address, .now_ms = w.now_ms};
	struct err limit;
	*ret = (struct oidc_done){.after = "/me"};
	if (finish(&w, with, ret, err))
		return true;
	if (err->kind == ERR_DENIED && !attempt_begin(&attempt, &limit)) {
		*err = limit;
		ret->session.wait_s = attempt.wait_s;
	}
	return false;
}
