/* One person's browser, as a program: a session at a server, and requests that do not give up easily. */
#pragma once

#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/json.h"

#include <stdatomic.h>

struct arena;
struct client;

/* What a client shares with the others: when to stop, how long to go on without an answer, what was seen. */
struct client_shared {
	const char *urls[8];    /* "http://127.0.0.1:8765": servers of one site; a client whose server is silent asks the next */
	int url_count;
	atomic_int turn;        /* which server the next client begins with */
	int patience_ms;        /* without any answer */
	atomic_bool stop;       /* everybody gives up now */
	atomic_int_fast64_t requests, repeats; /* sent; of them again, after no answer or one of 429 and 5xx */
};

/* Before the first client, and after the last, on one thread. */
MUST_CHECK bool client_begin(struct err *err);
void client_end(void);

MUST_CHECK bool client_open(struct client_shared *shared, struct client **ret_client, struct err *err);
void client_close(struct client *c); /* NULL is allowed */

struct answer {
	int status;
	const char *code;   /* of a problem; "" = none */
	const char *detail; /* likewise */
	struct json json;   /* what came, when it was JSON; decimals as strings */
	struct slice text;
};

/* Sends, again and again with the same key while the server does not answer, and gives what it says at last: 2xx or 4xx.
 * `body` NULL: none; `key` NULL: no Idempotency-Key. ERR_IO "client.unreachable" after all patience. */
MUST_CHECK bool client_send(struct client *c, const char *method, const char *path, const char *body, const char *key,
	struct arena *arena, struct answer *ret, struct err *err);

/* The same, and ERR_CONFLICT with the answer's code unless the status is 2xx. */
MUST_CHECK bool client_must(struct client *c, const char *method, const char *path, const char *body, const char *key,
	struct arena *arena, struct answer *ret, struct err *err);

/* Keeps the session and its token for changes. */
MUST_CHECK bool client_enter_by_link(struct client *c, const char *token, struct arena *arena, struct err *err);
MUST_CHECK bool client_enter_by_password(struct client *c, const char *login, const char *password, struct arena *arena,
	struct err *err);

void client_wait(int ms);
