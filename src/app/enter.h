/* The end of every way in: a new session. Internal to src/app. */
#pragma once

#include "app/context.h"
#include "app/people.h"

struct new_session {
	int64_t account, link; /* whose; the other is −1 */
	int64_t expires_ms;
	bool totp;             /* a code was given */
	const char *old;       /* token of the session that ends; NULL = none */
};
enum { ACCOUNT_DAYS = 7 };

/* Removes what expired, too. */
MUST_CHECK bool enter_add_session(struct app *app, struct db *db, const struct new_session *session, struct session *ret,
	struct err *err);
