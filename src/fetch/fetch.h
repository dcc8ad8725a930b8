/* Asking another server: one bounded HTTP request. Who needs answers takes a `struct fetch`, so that tests can give
 * their own; only the server and the commands make the real one. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct arena;

enum { FETCH_CONNECT_MS = 2000, FETCH_TOTAL_MS = 4000, FETCH_BYTES = 256 << 10 };

struct fetch_request {
	const char *url;            /* https; plain http to this machine only */
	const char *form;           /* to POST as application/x-www-form-urlencoded; NULL: GET */
	const char *user, *password; /* HTTP Basic; NULL = none */
};

struct fetch_answer {
	int status;
	const char *text; /* NUL-terminated */
	size_t len;
};

/* The answer whatever its status, in `arena`. No redirection is followed. ERR_INPUT "fetch.url", ERR_LIMIT "fetch.size",
 * ERR_IO "fetch.failed" (no connection, a wrong certificate, too slow). */
typedef bool fetch_call(void *context, const struct fetch_request *rq, struct arena *arena, struct fetch_answer *ret,
	struct err *err);

struct fetch {
	fetch_call *call;
	void *context;
};

/* An https address, or a plain one of 127.0.0.0/8, [::1] or localhost; without user, password or fragment. */
bool fetch_url_is_good(const char *url);

/* The real one; before any other thread runs. The caller closes. */
MUST_CHECK bool fetch_open(struct fetch *ret_fetch, struct err *err);
void fetch_close(struct fetch *fetch);
