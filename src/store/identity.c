/* Providers, identities, handshakes. */
#include "store/identity.h"
#include "store/row.h"

static const struct row_field provider_fields[] = {
	ROW_FIELD(ROW_TEXT, provider_row, name),
	ROW_FIELD(ROW_TEXT, provider_row, title),
	ROW_FIELD(ROW_TEXT, provider_row, issuer),
	ROW_FIELD(ROW_TEXT, provider_row, client),
	ROW_FIELD(ROW_TEXT, provider_row, secret),
	ROW_FIELD(ROW_BOOL, provider_row, by_email),
	ROW_FIELD(ROW_INT64, provider_row, added_ms),
};
static const struct row_shape provider_shape = ROW_SHAPE(provider_row, provider_fields);

static const struct row_field identity_fields[] = {
	ROW_FIELD(ROW_TEXT, identity_row, issuer),
	ROW_FIELD(ROW_TEXT, identity_row, subject),
	ROW_FIELD(ROW_INT64, identity_row, account),
	ROW_FIELD(ROW_INT64, identity_row, added_ms),
};
static const struct row_shape identity_shape = ROW_SHAPE(identity_row, identity_fields);

static const struct row_field handshake_fields[] = {
	ROW_FIELD(ROW_TEXT, handshake_row, state),
	ROW_FIELD(ROW_TEXT, handshake_row, provider),
	ROW_FIELD(ROW_TEXT, handshake_row, redirect),
	ROW_FIELD(ROW_TEXT, handshake_row, verifier),
	ROW_FIELD(ROW_TEXT, handshake_row, nonce),
	ROW_FIELD(ROW_TEXT, handshake_row, after),
	ROW_FIELD(ROW_INT64, handshake_row, expires_ms),
};
static const struct row_shape handshake_shape = ROW_SHAPE(handshake_row, handshake_fields);

#define PROVIDER "SELECT name, title, issuer, client, secret, by_email, added_ms FROM provider"
#define IDENTITY "SELECT issuer, subject, account, added_ms FROM identity"

bool store_add_provider(struct db *db, const struct provider_row *row, struct err *err)
{
	struct db_value args[DB_ARGS_MAX];
	int n = row_bind(&provider_shape, row, args, 0);
	int64_t added;
	if (!db_run(db,
		    "INSERT INTO provider (name, title, issuer, client, secret, by_email, added_ms) "
		    "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
		    args, n, &added, err))
		return false;
	return added == 1 ||
		fail(err, ERR_CONFLICT, "provider.exists", "There is a provider %s, or one with this issuer, already.", row->name);
}

bool store_remove_provider(struct db *db, const char *name, bool *ret_changed, struct err *err)
{
	int64_t removed;
	if (!db_run(db, "DELETE FROM provider WHERE name = $1", DB_ARGS(db_text(name)), &removed, err))
		return false;
	*ret_changed = removed == 1;
	return true;
}

bool store_find_provider(struct db *db, const char *name, struct arena *arena, struct provider_row **ret_row,
	struct err *err)
{
	return row_find(db, PROVIDER " WHERE name = $1", DB_ARGS(db_text(name)), &provider_shape, arena, ret_row, err);
}

bool store_list_providers(struct db *db, struct arena *arena, struct provider_row **ret_rows, size_t *ret_count,
	struct err *err)
{
	return row_list(db, PROVIDER " ORDER BY name", DB_NO_ARGS, &provider_shape, arena, ret_rows, ret_count, err);
}

bool store_add_identity(struct db *db, const struct identity_row *row, struct err *err)
{
	struct db_value args[DB_ARGS_MAX];
	int n = row_bind(&identity_shape, row, args, 0);
	return db_run(db, "INSERT INTO identity (issuer, subject, account, added_ms) VALUES ($1, $2, $3, $4)", args, n, NULL, err);
}

bool store_remove_identity(struct db *db, const struct identity_row *row, bool *ret_changed, struct err *err)
{
	int64_t removed;
	if (!db_run(db, "DELETE FROM identity WHERE issuer = $1 AND subject = $2 AND account = $3",
		    DB_ARGS(db_text(row->issuer), db_text(row->subject), db_int(row->account)), &removed, err))
		return false;
	*ret_changed = removed == 1;
	return true;
}

bool store_find_identity(struct db *db, const char *issuer, const char *subject, struct arena *arena,
	struct identity_row **ret_row, struct err *err)
{
	return row_find(db, IDENTITY " WHERE issuer = $1 AND subject = $2", DB_ARGS(db_text(issuer), db_text(subject)),
		&identity_shape, arena, ret_row, err);
}

bool store_list_identities(struct db *db, int64_t account, struct arena *arena, struct identity_row **ret_rows,
	size_t *ret_count, struct err *err)
{
	return row_list(db, IDENTITY " WHERE account = $1 ORDER BY issuer, subject", DB_ARGS(db_int(account)), &identity_shape,
		arena, ret_rows, ret_count, err);
}

bool store_add_handshake(struct db *db, const struct handshake_row *row, struct err *err)
{
	struct db_value args[DB_ARGS_MAX];
	int n = row_bind(&handshake_shape, row, args, 0);
	return db_run(db,
		"INSERT INTO handshake (state, provider, redirect, verifier, nonce, after, expires_ms) "
		"VALUES ($1, $2, $3, $4, $5, $6, $7)",
		args, n, NULL, err);
}

bool store_take_handshake(struct db *db, const char *state, struct arena *arena, struct handshake_row **ret_row,
	struct err *err)
{
	return row_find(db,
		       "SELECT state, provider, redirect, verifier, nonce, after, expires_ms FROM handshake WHERE state = $1",
		       DB_ARGS(db_text(state)), &handshake_shape, arena, ret_row, err) &&
		db_run(db, "DELETE FROM handshake WHERE state = $1", DB_ARGS(db_text(state)), NULL, err);
}

bool store_count_handshakes(struct db *db, int64_t now_ms, int64_t *ret_count, struct err *err)
{
	return db_run(db, "DELETE FROM handshake WHERE expires_ms <= $1", DB_ARGS(db_int(now_ms)), NULL, err) &&
		db_get_int(db, "SELECT count(*) FROM handshake", DB_NO_ARGS, 0, ret_count, err);
}
