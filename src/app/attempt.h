/* The limits on signing in. Internal to src/app.
 *
 * What is counted: attempts on one login from one address, and attempts from one address. Nothing is counted for a login
 * alone, so nobody can shut the owner out from elsewhere. Two things that only their owner, or a thief, gets to are counted
 * by account, under "account:N" for an address: one-time codes after a right password, and the present password. */
#pragma once

#include "app/context.h"

struct attempt {
	struct app *app;
	const char *login;   /* NULL: a link's token */
	const char *address; /* NULL: no limits */
	int64_t now_ms;
	int wait_s;          /* after a refusal */
};

/* Counts the attempt before any work is done on it, so that many at once gain nothing. ERR_LIMIT "sign-in.wait". */
MUST_CHECK bool attempt_begin(struct attempt *a, struct err *err);

/* Inside a transaction: the attempt was right and is taken back. `half`: so far, its code is missing yet. */
MUST_CHECK bool attempt_forgive(const struct attempt *a, struct db *db, bool half, struct arena *arena, struct err *err);
