/* One connection to a database, whichever engine: statements, values, rows.
 *
 * SQL is written once for SQLite and PostgreSQL: `$1` placeholders, no `::`, no
 * JSON operators, no now(). A connection belongs to one thread at a time.
 *
 *	CLEANUP(db_cursor_done) struct db_cursor c = {0};
 *	if (!db_query(db, sql, DB_ARGS(db_text(id)), &c, err))
 *		return false;
 *	for (bool row; db_next(&c, &row, err); ) { if (!row) return true; … }
 *	return false; */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct arena;
struct db;
struct db_statement;

enum db_use { DB_READ, DB_WRITE };

enum db_type { DB_NULL, DB_INT, DB_TEXT };

struct db_value {
	enum db_type type;
	int64_t integer;
	const char *text; /* NUL-terminated when it comes out of a row */
	size_t len;
	bool cut; /* the text goes on after len: for an engine that wants a NUL there */
};

static inline struct db_value db_int(int64_t v)
{
	return (struct db_value){.type = DB_INT, .integer = v};
}

/* NULL is the database's NULL. */
static inline struct db_value db_text(const char *s)
{
	return s ? (struct db_value){.type = DB_TEXT, .text = s, .len = __builtin_strlen(s)}
		 : (struct db_value){.type = DB_NULL};
}

enum { DB_ARGS_MAX = 16 };

#define DB_ARGS(...) ((const struct db_value[]){__VA_ARGS__}), \
	((int)COUNT_OF(((const struct db_value[]){__VA_ARGS__})))
#define DB_NO_ARGS NULL, 0

/* Connects; makes an SQLite file that is missing (mode 0600) when `use` is DB_WRITE.
 * The caller closes. Errors: ERR_INPUT "store.url", ERR_IO "store.io". */
MUST_CHECK bool db_open(const char *url, enum db_use use, struct db **ret_db, struct err *err);
void db_close(struct db *db);
void db_closep(struct db **db);

/* "sqlite" or "postgresql". */
const char *db_engine(const struct db *db);

/* A transaction. DB_READ: one unchanging snapshot. DB_WRITE on SQLite locks out other writers at once; on
 * PostgreSQL the first UPDATE does. A failed commit has rolled back, or its outcome is unknown and says so. */
MUST_CHECK bool db_begin(struct db *db, enum db_use use, struct err *err);
MUST_CHECK bool db_commit(struct db *db, struct err *err);
void db_rollback(struct db *db); /* nothing when no transaction is open */

/* Waits for all that db_run() has left to the engine; fails with the first failure in it. */
MUST_CHECK bool db_settle(struct db *db, struct err *err);

/* False when no transaction is open any more: the engine gave it up, and nothing more can be done in it. */
bool db_is_alive(struct db *db);

/* False when the connection itself is lost. */
bool db_is_connected(struct db *db);

/* Several statements without arguments or rows. */
MUST_CHECK bool db_script(struct db *db, const char *sql, struct err *err);

/* One statement whose rows, if any, do not matter. *ret_changed: rows inserted, updated, deleted. With NULL, and in a
 * DB_WRITE transaction, the engine need not have run it yet: a failure then shows at a later call, db_settle() or
 * db_commit() at the latest. */
MUST_CHECK bool db_run(struct db *db, const char *sql, const struct db_value *args, int arg_count,
	int64_t *ret_changed, struct err *err);

/* One statement with rows. Argument texts must stay until the cursor is done, and the cursor be done before the
 * transaction ends. Statements are prepared once and kept by the address of `sql`. */
struct db_cursor {
	struct db *db;
	struct db_statement *statement;
	void *rows; /* the driver's */
	int at, count;
	bool streamed, deferred;
};
MUST_CHECK bool db_query(struct db *db, const char *sql, const struct db_value *args, int arg_count,
	struct db_cursor *ret_cursor, struct err *err);
/* The same for many rows: never holds them all in memory. No other statement runs on `db` until the cursor is done. */
MUST_CHECK bool db_stream(struct db *db, const char *sql, const struct db_value *args, int arg_count,
	struct db_cursor *ret_cursor, struct err *err);
MUST_CHECK bool db_next(struct db_cursor *c, bool *ret_row, struct err *err);
/* The column of the present row; its text is valid until the next db_next() or db_cursor_done(). */
struct db_value db_column(struct db_cursor *c, int column);
void db_cursor_done(struct db_cursor *c);

/* Whether the database has a table of that name. */
MUST_CHECK bool db_has_table(struct db *db, const char *name, bool *ret_has, struct err *err);

/* The single integer of the single row; `fallback` when there is no row or it is NULL. */
MUST_CHECK bool db_get_int(struct db *db, const char *sql, const struct db_value *args, int arg_count,
	int64_t fallback, int64_t *ret_value, struct err *err);
