/* What a provider says about itself: its addresses and keys, fetched and kept for an hour. Internal to src/app.
 *
 * Fetching runs on the caller's thread, for a few seconds at most; one thread a provider, while the others go on with what
 * is known or are told to wait. A provider that did not answer is not asked again for a while. */
#pragma once

#include "app/context.h"
#include "base/json.h"
#include "store/identity.h"

struct discoveries;

struct discovery { /* in the arena */
	const char *authorize, *token;
	bool post;        /* the secret goes into the form */
	struct json keys; /* a JWK set */
};

struct discoveries *discoveries_new(void);
void discoveries_free(struct discoveries *d);

/* `anew`: keys that somebody's token named are not there; they are fetched again, unless that was done just now.
 * ERR_IO "provider.unreachable", "provider.answer"; ERR_LIMIT "sign-in.wait". */
MUST_CHECK bool discovery_get(struct app *app, const char *issuer, bool anew, struct arena *arena,
	struct discovery *ret_discovery, struct err *err);

/* One request, with the errors above; ERR_IO "fetch.off" where this program has no network. Its JSON, whatever the status. */
MUST_CHECK bool discovery_ask(struct app *app, const char *url, const char *form, const char *user, const char *password,
	struct arena *arena, struct json *ret_answer, int *ret_status, struct err *err);
