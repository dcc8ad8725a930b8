/* Sessions and attempts: what is short-lived. Neither goes into a backup. */
#include "store/people.h"
#include "store/row.h"

#include "base/arena.h"

static const struct row_field session_fields[] = {
	ROW_FIELD(ROW_TEXT, session_row, hash),
	ROW_FIELD(ROW_INT64, session_row, account),
	ROW_FIELD(ROW_INT64, session_row, link),
	ROW_FIELD(ROW_INT64, session_row, created_ms),
	ROW_FIELD(ROW_INT64, session_row, seen_ms),
	ROW_FIELD(ROW_INT64, session_row, expires_ms),
	ROW_FIELD(ROW_BOOL, session_row, totp),
};
static const struct row_shape session_shape = ROW_SHAPE(session_row, session_fields);

static const struct row_field attempt_fields[] = {
	ROW_FIELD(ROW_TEXT, attempt_row, bucket),
	ROW_FIELD(ROW_INT64, attempt_row, n),
	ROW_FIELD(ROW_INT64, attempt_row, last_ms),
};
static const struct row_shape attempt_shape = ROW_SHAPE(attempt_row, attempt_fields);

static struct db_value id_or_null(int64_t id)
{
	return id < 0 ? db_text(NULL) : db_int(id);
}

bool store_add_session(struct db *db, const struct session_row *row, struct err *err)
{
	return db_run(db,
		"INSERT INTO session (hash, account, link, created_ms, seen_ms, expires_ms, totp) "
		"VALUES ($1, $2, $3, $4, $5, $6, $7)",
		DB_ARGS(db_text(row->hash), id_or_null(row->account), id_or_null(row->link),
			db_int(row->created_ms), db_int(row->seen_ms), db_int(row->expires_ms),
			db_int(row->totp)),
		NULL, err);
}

bool store_touch_session(struct db *db, const char *hash, int64_t seen_ms, struct err *err)
{
	return db_run(db, "UPDATE session SET seen_ms = $2 WHERE hash = $1",
		DB_ARGS(db_text(hash), db_int(seen_ms)), NULL, err);
}

bool store_find_session(
	struct db *db, const char *hash, struct arena *arena, struct session_row **ret_row, struct err *err)
{
	return row_find(db,
		"SELECT hash, coalesce(account, -1), coalesce(link, -1), created_ms, seen_ms, expires_ms, "
		"totp FROM session "
		"WHERE hash = $1",
		DB_ARGS(db_text(hash)), &session_shape, arena, ret_row, err);
}

bool store_remove_session(struct db *db, const char *hash, struct err *err)
{
	return db_run(db, "DELETE FROM session WHERE hash = $1", DB_ARGS(db_text(hash)), NULL, err);
}

bool store_remove_sessions(struct db *db, int64_t account, int64_t link, struct err *err)
{
	return db_run(db, "DELETE FROM session WHERE account = $1 OR link = $2",
		DB_ARGS(db_int(account), db_int(link)), NULL, err);
}

bool store_remove_old_sessions(struct db *db, int64_t now_ms, struct err *err)
{
	return db_run(db, "DELETE FROM session WHERE expires_ms < $1", DB_ARGS(db_int(now_ms)), NULL, err);
}

bool store_get_attempt(
	struct db *db, const char *bucket, struct arena *arena, struct attempt_row *ret_row, struct err *err)
{
	struct attempt_row *found;
	if (!row_find(db, "SELECT bucket, n, last_ms FROM attempt WHERE bucket = $1",
		    DB_ARGS(db_text(bucket)), &attempt_shape, arena, &found, err))
		return false;
	*ret_row = found ? *found : (struct attempt_row){.bucket = arena_strdup(arena, bucket)};
	return true;
}

bool store_put_attempt(struct db *db, const struct attempt_row *row, struct err *err)
{
	if (row->n == 0)
		return db_run(db, "DELETE FROM attempt WHERE bucket = $1", DB_ARGS(db_text(row->bucket)),
			NULL, err);
	return db_run(db,
		"INSERT INTO attempt (bucket, n, last_ms) VALUES ($1, $2, $3) "
		"ON CONFLICT (bucket) DO UPDATE SET n = excluded.n, last_ms = excluded.last_ms",
		DB_ARGS(db_text(row->bucket), db_int(row->n), db_int(row->last_ms)), NULL, err);
}

bool store_remove_old_attempts(struct db *db, int64_t before_ms, struct err *err)
{
	return db_run(db, "DELETE FROM attempt WHERE last_ms < $1", DB_ARGS(db_int(before_ms)), NULL, err);
}
