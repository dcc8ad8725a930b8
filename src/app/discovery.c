/* A slot an issuer, texts as they came. They are parsed again for every sign-in: there are few. */
#include "app/discovery.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "fetch/fetch.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { SLOTS = 16, FRESH_MS = 3600 * 1000, ANEW_MS = 30 * 1000, SULK_MS = 15 * 1000 };

struct known {
	char *issuer, *document, *keys; /* NULL = not yet */
	int64_t document_ms, keys_ms;
	int64_t failed_ms; /* 0 = not */
	bool busy;
};

struct discoveries {
	pthread_mutex_t mutex;
	struct known slots[SLOTS];
};

struct discoveries *discoveries_new(void)
{
	struct discoveries *d = calloc(1, sizeof(*d));
	if (!d)
		abort();
	pthread_mutex_init(&d->mutex, NULL);
	return d;
}

static void forget(struct known *k)
{
	free(k->issuer);
	free(k->document);
	free(k->keys);
	*k = (struct known){0};
}

void discoveries_free(struct discoveries *d)
{
	for (int i = 0; i < SLOTS; i++)
		forget(&d->slots[i]);
	pthread_mutex_destroy(&d->mutex);
	free(d);
}

/* ---- asking */

bool discovery_ask(struct app *app, const char *url, const char *form, const char *user, const char *password,
	struct arena *arena, struct json *ret, int *ret_status, struct err *err)
{
	struct fetch_request rq = {url, form, user, password};
	struct fetch_answer answer = {0};
	struct err inner;
	if (!app->fetch)
		return fail(err, ERR_IO, "fetch.off", "This program was started without a network.");
	if (!app->fetch->call(app->fetch->context, &rq, arena, &answer, &inner))
		return fail(err, ERR_IO, "provider.unreachable", "The sign-in provider does not answer: %s", inner.message);
	*ret_status = answer.status;
	return (json_parse(answer.text, answer.len, arena, ret, &inner) && ret->type == JSON_OBJECT) ||
		fail(err, ERR_IO, "provider.answer", "%.200s answered %d and nothing that can be read.", url, answer.status);
}

static bool ask_text(struct app *app, const char *url, struct arena *arena, const char **ret, struct err *err)
{
	CLEANUP(buf_done) struct buf text = {0};
	struct json answer;
	int status;
	if (!discovery_ask(app, url, NULL, NULL, NULL, arena, &answer, &status, err))
		return false;
	if (status != 200)
		return fail(err, ERR_IO, "provider.answer", "%.200s answered %d.", url, status);
	json_canonical(&answer, &text);
	*ret = arena_strdup(arena, buf_str(&text));
	return true;
}

/* ---- reading */

/* Under TLS everything of the provider is. */
static bool address_is_good(const char *issuer, const char *url)
{
	return url && fetch_url_is_good(url) && (strncmp(issuer, "https:", 6) != 0 || strncmp(url, "https:", 6) == 0);
}

/* Basic unless the provider names what it takes and that is not among it. */
static bool wants_post(const struct json *document)
{
	const struct json *methods = json_get(document, "token_endpoint_auth_methods_supported");
	bool basic = !methods, post = false;
	for (size_t i = 0; methods && methods->type == JSON_ARRAY && i < methods->count; i++) {
		basic |= str_eq_null(methods->items[i].string, "client_secret_basic");
		post |= str_eq_null(methods->items[i].string, "client_secret_post");
	}
	return post && !basic;
}

static bool read_document(const char *issuer, const char *text, struct arena *arena, struct discovery *ret,
	const char **ret_keys_url, struct err *err)
{
	struct json document;
	if (!json_parse(text, strlen(text), arena, &document, err))
		return false;
	ret->authorize = json_string(&document, "authorization_endpoint", NULL);
	ret->token = json_string(&document, "token_endpoint", NULL);
	ret->post = wants_post(&document);
	*ret_keys_url = json_string(&document, "jwks_uri", NULL);
	return (str_eq(json_string(&document, "issuer", ""), issuer) && address_is_good(issuer, ret->authorize) &&
		       address_is_good(issuer, ret->token) && address_is_good(issuer, *ret_keys_url)) ||
		fail(err, ERR_IO, "provider.answer", "What %.200s says about itself is incomplete, or of another issuer.", issuer);
}

/* ---- one provider */

static int64_t last_ms(const struct known *k)
{
	return k->document_ms > k->failed_ms ? k->document_ms : k->failed_ms;
}

/* The issuer's slot, a free one, or that of who was asked longest ago. */
static struct known *slot_of(struct discoveries *d, const char *issuer)
{
	struct known *found = &d->slots[0];
	for (int i = 0; i < SLOTS; i++) {
		struct known *k = &d->slots[i];
		if (str_eq_null(k->issuer, issuer))
			return k;
		if (!k->busy && (found->busy || last_ms(k) < last_ms(found)))
			found = k;
	}
	forget(found);
	found->issuer = strdup(issuer);
	return found;
}

struct copy { /* of a slot, in an arena */
	const char *document, *keys;
	bool fetch_document, fetch_keys;
};

static bool is_fresh(int64_t fetched_ms, int64_t now_ms, int64_t for_ms)
{
	return fetched_ms && now_ms - fetched_ms < for_ms;
}

/* What is known, and whether this thread shall fetch: then the slot is busy. */
static bool look(struct app *app, const char *issuer, bool anew, struct arena *arena, struct copy *ret, struct err *err)
{
	int64_t now = app->now_ms();
	pthread_mutex_lock(&app->discoveries->mutex);
	struct known *k = slot_of(app->discoveries, issuer);
	bool sulks = is_fresh(k->failed_ms, now, SULK_MS), known = k->document && k->keys;
	ret->fetch_document = !k->document || !is_fresh(k->document_ms, now, FRESH_MS);
	ret->fetch_keys = !k->keys || !is_fresh(k->keys_ms, now, anew ? ANEW_MS : FRESH_MS);
	bool wants = ret->fetch_document || ret->fetch_keys, may = wants && !sulks && !k->busy, busy = k->busy;
	if (known) {
		ret->document = arena_strdup(arena, k->document);
		ret->keys = arena_strdup(arena, k->keys);
	}
	k->busy |= may;
	pthread_mutex_unlock(&app->discoveries->mutex);
	if (!may)
		ret->fetch_document = ret->fetch_keys = false;
	if (known || may)
		return true;
	return busy ? fail(err, ERR_LIMIT, "sign-in.wait", "The sign-in provider is being asked; try again in a moment.")
		    : fail(err, ERR_IO, "provider.unreachable", "The sign-in provider did not answer a moment ago.");
}

static void keep(char **text, const char *fetched, int64_t *at_ms, int64_t now_ms)
{
	free(*text);
	*text = strdup(fetched);
	*at_ms = now_ms;
}

static void put_back(struct app *app, const char *issuer, const struct copy *c, bool done)
{
	int64_t now = app->now_ms();
	pthread_mutex_lock(&app->discoveries->mutex);
	struct known *k = slot_of(app->discoveries, issuer);
	k->busy = false;
	k->failed_ms = done ? 0 : now;
	if (done && c->fetch_document)
		keep(&k->document, c->document, &k->document_ms, now);
	if (done && c->fetch_keys)
		keep(&k->keys, c->keys, &k->keys_ms, now);
	pthread_mutex_unlock(&app->discoveries->mutex);
}

static bool fetch_all(struct app *app, const char *issuer, struct copy *c, struct arena *arena, struct err *err)
{
	struct discovery d;
	const char *keys_url;
	size_t len = strlen(issuer);
	len -= len && issuer[len - 1] == '/';
	if (c->fetch_document &&
		!ask_text(app, arena_printf(arena, "%.*s/.well-known/openid-configuration", (int)len, issuer), arena,
			&c->document, err))
		return false;
	return read_document(issuer, c->document, arena, &d, &keys_url, err) &&
		(!c->fetch_keys || ask_text(app, keys_url, arena, &c->keys, err));
}

bool discovery_get(struct app *app, const char *issuer, bool anew, struct arena *arena, struct discovery *ret,
	struct err *err)
{
	struct copy c = {0};
	const char *keys_url;
	if (!look(app, issuer, anew, arena, &c, err))
		return false;
	if (c.fetch_document || c.fetch_keys) {
		bool done = fetch_all(app, issuer, &c, arena, err);
		put_back(app, issuer, &c, done);
		if (!done)
			return false;
	}
	return read_document(issuer, c.document, arena, ret, &keys_url, err) &&
		json_parse(c.keys, strlen(c.keys), arena, &ret->keys, err);
}
