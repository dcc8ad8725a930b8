/* Whose sheets a role or link is for, and links as they are made and ended. Internal to src/app. */
#pragma once

#include "app/context.h"

struct journal;
struct link_row;

enum { LINK_DAYS = 92 }; /* the longest that a link is good for */

/* An expert's role needs a seated expert, the others name none. ERR_INPUT "role.expert", ERR_NOT_FOUND "expert.unknown". */
MUST_CHECK bool seat_check(struct db *db, const char *contest, const char *role, const char *expert, struct arena *arena,
	struct err *err);

/* The login as it is stored, NULL when nobody could have it. */
const char *account_login(const char *login, struct arena *arena);

/* A personal link as a row and a record; and its end, which signs out who came by it. */
MUST_CHECK bool link_add(struct journal *j, const struct link_row *row, int64_t *ret_id, struct err *err);
MUST_CHECK bool link_end(struct journal *j, struct link_row *row, struct err *err);
