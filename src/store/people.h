/* Who may sign in: accounts, their roles, personal links, sessions, and counts of attempts.
 *
 * Passwords come here as Argon2id texts and tokens as hex SHA-256, never in clear. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct arena;
struct db;

/* ---- accounts */
struct account_row {
	int64_t id;
	const char *login;
	const char *name; /* NULL = none */
	const char *hash;
	const char *totp; /* base32 secret; NULL = not enrolled */
	int64_t totp_step;
	bool admin, disabled;
	int64_t created_ms;
};
/* Gives the row its id. ERR_CONFLICT "account.exists" when the login is taken. */
MUST_CHECK bool store_add_account(struct db *db, const struct account_row *row, int64_t *ret_id, struct err *err);
/* All of an existing account but login and created_ms. */
MUST_CHECK bool store_put_account(struct db *db, const struct account_row *row, struct err *err);
/* *ret_row is NULL when there is none. */
MUST_CHECK bool store_find_account(struct db *db, int64_t id, struct arena *arena, struct account_row **ret_row,
	struct err *err);
MUST_CHECK bool store_find_login(struct db *db, const char *login, struct arena *arena, struct account_row **ret_row,
	struct err *err);
/* By id. */
MUST_CHECK bool store_list_accounts(struct db *db, struct arena *arena, struct account_row **ret_rows, size_t *ret_count,
	struct err *err);

/* ---- roles */
struct role_row {
	int64_t account;
	const char *contest, *role;
	const char *expert; /* NULL = none */
};
/* *ret_changed false: the account has the role already, or had it not. */
MUST_CHECK bool store_add_role(struct db *db, const struct role_row *row, bool *ret_changed, struct err *err);
MUST_CHECK bool store_remove_role(struct db *db, const struct role_row *row, bool *ret_changed, struct err *err);
/* Of one account in all contests, by contest and role. */
MUST_CHECK bool store_list_account_roles(struct db *db, int64_t account, struct arena *arena, struct role_row **ret_rows,
	size_t *ret_count, struct err *err);
/* Of one contest, by account and role. */
MUST_CHECK bool store_list_contest_roles(struct db *db, const char *contest, struct arena *arena,
	struct role_row **ret_rows, size_t *ret_count, struct err *err);

/* ---- personal links */
struct link_row {
	int64_t id;
	const char *hash;
	const char *contest, *role;
	const char *expert, *stage, *heat, *label; /* NULL = none */
	bool reusable;
	int64_t created_ms, expires_ms;
	bool revoked;
	int64_t used_ms;        /* first; 0 = never */
};
MUST_CHECK bool store_add_link(struct db *db, const struct link_row *row, int64_t *ret_id, struct err *err);
/* What changes in a link's life: revoked, used_ms. */
MUST_CHECK bool store_put_link(struct db *db, const struct link_row *row, struct err *err);
MUST_CHECK bool store_find_link(struct db *db, int64_t id, struct arena *arena, struct link_row **ret_row, struct err *err);
MUST_CHECK bool store_find_link_hash(struct db *db, const char *hash, struct arena *arena, struct link_row **ret_row,
	struct err *err);
/* By id. */
MUST_CHECK bool store_list_links(struct db *db, const char *contest, struct arena *arena, struct link_row **ret_rows,
	size_t *ret_count, struct err *err);

/* ---- sessions: of an account or of a link; the other is −1 */
struct session_row {
	const char *hash;
	int64_t account, link;
	int64_t created_ms, seen_ms, expires_ms;
	bool totp; /* signed in with a code */
};
MUST_CHECK bool store_add_session(struct db *db, const struct session_row *row, struct err *err);
MUST_CHECK bool store_touch_session(struct db *db, const char *hash, int64_t seen_ms, struct err *err);
MUST_CHECK bool store_find_session(struct db *db, const char *hash, struct arena *arena, struct session_row **ret_row,
	struct err *err);
MUST_CHECK bool store_remove_session(struct db *db, const char *hash, struct err *err);
/* All of an account or of a link; the other is −1. */
MUST_CHECK bool store_remove_sessions(struct db *db, int64_t account, int64_t link, struct err *err);
/* Those that expired before `now_ms`. */
MUST_CHECK bool store_remove_old_sessions(struct db *db, int64_t now_ms, struct err *err);

/* ---- attempts to sign in */
struct attempt_row {
	const char *bucket;
	int64_t n, last_ms;
};
/* All zeros when there is none. */
MUST_CHECK bool store_get_attempt(struct db *db, const char *bucket, struct arena *arena, struct attempt_row *ret_row,
	struct err *err);
/* n = 0 removes the bucket. */
MUST_CHECK bool store_put_attempt(struct db *db, const struct attempt_row *row, struct err *err);
MUST_CHECK bool store_remove_old_attempts(struct db *db, int64_t before_ms, struct err *err);
