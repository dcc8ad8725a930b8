/* Signing in through another provider: the providers, whose accounts there are whose here, sign-ins that have begun. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct arena;
struct db;

/* ---- providers */
struct provider_row {
	const char *name;
	const char *title;
	const char *issuer; /* a URL */
	const char *client;
	const char *secret; /* in clear, since it is sent; NULL = none */
	bool by_email;
	int64_t added_ms;
};
/* ERR_CONFLICT "provider.exists" when the name or the issuer is taken. */
MUST_CHECK bool store_add_provider(struct db *db, const struct provider_row *row, struct err *err);
/* Its identities stay, for the day when it comes back. */
MUST_CHECK bool store_remove_provider(struct db *db, const char *name, bool *ret_changed, struct err *err);
/* *ret_row is NULL when there is none. */
MUST_CHECK bool store_find_provider(struct db *db, const char *name, struct arena *arena, struct provider_row **ret_row,
	struct err *err);
/* By name. */
MUST_CHECK bool store_list_providers(struct db *db, struct arena *arena, struct provider_row **ret_rows, size_t *ret_count,
	struct err *err);

/* ---- identities */
struct identity_row {
	const char *issuer, *subject;
	int64_t account;
	int64_t added_ms;
};
/* ERR_CONFLICT "store.constraint" when the pair is there. */
MUST_CHECK bool store_add_identity(struct db *db, const struct identity_row *row, struct err *err);
MUST_CHECK bool store_remove_identity(struct db *db, const struct identity_row *row, bool *ret_changed, struct err *err);
/* *ret_row is NULL when there is none. */
MUST_CHECK bool store_find_identity(struct db *db, const char *issuer, const char *subject, struct arena *arena,
	struct identity_row **ret_row, struct err *err);
/* Of one account, by issuer and subject. */
MUST_CHECK bool store_list_identities(struct db *db, int64_t account, struct arena *arena, struct identity_row **ret_rows,
	size_t *ret_count, struct err *err);

/* ---- sign-ins that have begun */
struct handshake_row {
	const char *state; /* hex SHA-256 */
	const char *provider, *redirect;
	const char *verifier, *nonce;
	const char *after;
	int64_t expires_ms;
};
MUST_CHECK bool store_add_handshake(struct db *db, const struct handshake_row *row, struct err *err);
/* Finds and removes it: each is good once. *ret_row is NULL when there is none. */
MUST_CHECK bool store_take_handshake(struct db *db, const char *state, struct arena *arena, struct handshake_row **ret_row,
	struct err *err);
/* Removes those that expired before `now_ms` and counts the others. */
MUST_CHECK bool store_count_handshakes(struct db *db, int64_t now_ms, int64_t *ret_count, struct err *err);
