/* libcurl's easy interface, one handle a person: it keeps the connection and the cookie. An answer that did not come is asked
 * for again with the same key, a little later each time, so that a server may be killed and started again meanwhile. */
#include "cmd/client.h"

#include "base/arena.h"
#include "base/str.h"
#include "cmd/reply.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { FIRST_WAIT_MS = 20, MOST_WAIT_MS = 1000, ANSWER_S = 20, TOKEN_MOST = 128 };

struct client {
	struct client_shared *shared;
	CURL *curl;
	int server;
	char token[TOKEN_MOST]; /* for changes; "" = none */
};

void client_wait(int ms)
{
	struct timespec t = {ms / 1000, (long)(ms % 1000) * 1000000};
	nanosleep(&t, NULL);
}

bool client_begin(struct err *err)
{
	return curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK || fail(err, ERR_IO, "client.curl", "libcurl can't be started.");
}

void client_end(void)
{
	curl_global_cleanup();
}

bool client_open(struct client_shared *shared, struct client **ret_client, struct err *err)
{
	struct client *c = calloc(1, sizeof(*c));
	if (!c)
		abort();
	c->shared = shared;
	c->server = atomic_fetch_add(&shared->turn, 1) % shared->url_count;
	c->curl = curl_easy_init();
	if (!c->curl) {
		free(c);
		return fail(err, ERR_IO, "client.curl", "libcurl can't be started.");
	}
	*ret_client = c;
	return true;
}

void client_close(struct client *c)
{
	if (!c)
		return;
	curl_easy_cleanup(c->curl);
	free(c);
}

static size_t take_body(char *bytes, size_t size, size_t n, void *context)
{
	buf_put(context, bytes, size * n);
	return size * n;
}

static struct curl_slist *fields_of(const struct client *c, const char *body, const char *key, struct arena *arena)
{
	struct curl_slist *list = curl_slist_append(NULL, body ? "Content-Type: application/json" : "Content-Type:");
	list = curl_slist_append(list, "Expect:");
	if (key)
		list = curl_slist_append(list, arena_printf(arena, "Idempotency-Key: %s", key));
	if (c->token[0])
		list = curl_slist_append(list, arena_printf(arena, "X-Leitai-Token: %s", c->token));
	return list;
}

/* The status, or 0 when no answer came. */
static int send_once(struct client *c, const char *method, const char *path, const char *body, const char *key,
	struct arena *arena, struct buf *out)
{
	struct curl_slist *fields = fields_of(c, body, key, arena);
	long status = 0;
	bool get = str_eq(method, "GET");
	buf_clear(out);
	curl_easy_setopt(c->curl, CURLOPT_URL, arena_printf(arena, "%s%s", c->shared->urls[c->server], path));
	curl_easy_setopt(c->curl, CURLOPT_COOKIEFILE, "");
	curl_easy_setopt(c->curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c->curl, CURLOPT_PROXY, "");
	curl_easy_setopt(c->curl, CURLOPT_TIMEOUT, (long)ANSWER_S);
	curl_easy_setopt(c->curl, CURLOPT_HTTPGET, get ? 1L : 0L);
	curl_easy_setopt(c->curl, CURLOPT_CUSTOMREQUEST, get ? NULL : method);
	if (!get) {
		curl_easy_setopt(c->curl, CURLOPT_POSTFIELDS, body ? body : "");
		curl_easy_setopt(c->curl, CURLOPT_POSTFIELDSIZE, (long)(body ? strlen(body) : 0));
	}
	curl_easy_setopt(c->curl, CURLOPT_HTTPHEADER, fields);
	curl_easy_setopt(c->curl, CURLOPT_WRITEFUNCTION, take_body);
	curl_easy_setopt(c->curl, CURLOPT_WRITEDATA, out);
	CURLcode done = curl_easy_perform(c->curl);
	if (done == CURLE_OK)
		curl_easy_getinfo(c->curl, CURLINFO_RESPONSE_CODE, &status);
	curl_slist_free_all(fields);
	atomic_fetch_add(&c->shared->requests, 1);
	return (int)status;
}

static void read_answer(const struct buf *out, struct arena *arena, struct answer *ret)
{
	struct err err;
	ret->text = (struct slice){arena_strndup(arena, buf_str(out), out->len), out->len};
	ret->json = (struct json){.type = JSON_NULL};
	if (out->len && (out->at[0] == '{' || out->at[0] == '[') && !reply_read(out, arena, &ret->json, &err))
		ret->json = (struct json){.type = JSON_NULL};
	ret->code = json_string(&ret->json, "code", "");
	ret->detail = json_string(&ret->json, "detail", "");
}

bool client_send(struct client *c, const char *method, const char *path, const char *body, const char *key,
	struct arena *arena, struct answer *ret, struct err *err)
{
	CLEANUP(buf_done) struct buf out = {0};
	int waited = 0, pause = FIRST_WAIT_MS;
	for (;;) {
		ret->status = send_once(c, method, path, body, key, arena, &out);
		if (ret->status && ret->status != 429 && ret->status < 500) {
			read_answer(&out, arena, ret);
			return true;
		}
		if (waited >= c->shared->patience_ms || atomic_load(&c->shared->stop))
			return fail(err, ERR_IO, "client.unreachable", "%s %.200s: no answer from %s%s.", method, path, c->shared->urls[c->server],
				ret->status ? " but that it can't" : "");
		c->server = (c->server + 1) % c->shared->url_count;
		client_wait(pause);
		waited += pause;
		pause = 2 * pause < MOST_WAIT_MS ? 2 * pause : MOST_WAIT_MS;
		atomic_fetch_add(&c->shared->repeats, 1);
	}
}

bool client_must(struct client *c, const char *method, const char *path, const char *body, const char *key,
	struct arena *arena, struct answer *ret, struct err *err)
{
	if (!client_send(c, method, path, body, key, arena, ret, err))
		return false;
	return ret->status / 100 == 2 || fail(err, ERR_CONFLICT, *ret->code ? ret->code : "client.refused", "%s %.200s: %d %.400s",
		method, path, ret->status, *ret->detail ? ret->detail : "without a reason");
}

static bool enter(struct client *c, const char *path, const char *body, struct arena *arena, struct err *err)
{
	struct answer a;
	c->token[0] = '\0';
	if (!client_must(c, "POST", path, body, NULL, arena, &a, err))
		return false;
	const char *token = json_string(&a.json, "token", "");
	if (!*token || strlen(token) >= sizeof(c->token))
		return fail(err, ERR_IO, "client.token", "The server gave no token for changes.");
	strcpy(c->token, token);
	return true;
}

bool client_enter_by_link(struct client *c, const char *token, struct arena *arena, struct err *err)
{
	CLEANUP(buf_done) struct buf body = {0};
	struct json_writer w = json_writer(&body);
	json_open(&w, NULL, '{');
	json_put_string(&w, "token", token);
	json_close(&w, '}');
	return enter(c, "/api/v1/session/link", buf_str(&body), arena, err);
}

bool client_enter_by_password(struct client *c, const char *login, const char *password, struct arena *arena,
	struct err *err)
{
	CLEANUP(buf_done) struct buf body = {0};
	struct json_writer w = json_writer(&body);
	json_open(&w, NULL, '{');
	json_put_string(&w, "login", login);
	json_put_string(&w, "password", password);
	json_close(&w, '}');
	return enter(c, "/api/v1/session", buf_str(&body), arena, err);
}
