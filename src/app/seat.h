/* Whose sheets a role or link is for. Internal to src/app. */
#pragma once

#include "app/context.h"

/* An expert's role needs a seated expert, the others name none. ERR_INPUT "role.expert", ERR_NOT_FOUND "expert.unknown". */
MUST_CHECK bool seat_check(struct db *db, const char *contest, const char *role, const char *expert, struct arena *arena,
	struct err *err);

/* The login as it is stored, NULL when nobody could have it. */
const char *account_login(const char *login, struct arena *arena);
