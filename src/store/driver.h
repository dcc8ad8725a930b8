/* What an engine must do to be a `struct db`: a table of functions, a driver a file.
 *
 * db.c keeps prepared statements and calls these; a driver puts `struct db` first
 * in its own struct. Tests wrap a driver in another that fails on purpose. */
#pragma once

#include "store/change.h"
#include "store/db.h"

struct db_statement {
	const char *sql;
	void *handle; /* the driver's */
	bool busy;    /* a cursor is open on it */
	bool kept;    /* in the cache; otherwise it goes with its cursor */
};

struct db_driver {
	const char *name;
	const char *prologue; /* SQL before the first migration, "" = none */

	MUST_CHECK bool (*begin)(struct db *db, enum db_use use, struct err *err);
	MUST_CHECK bool (*commit)(struct db *db, struct err *err);
	void (*rollback)(struct db *db);
	MUST_CHECK bool (*settle)(struct db *db, struct err *err);
	bool (*is_alive)(struct db *db);
	bool (*is_connected)(struct db *db);
	MUST_CHECK bool (*script)(struct db *db, const char *sql, struct err *err);

	MUST_CHECK bool (*prepare)(struct db *db, const char *sql, void **ret_handle, struct err *err);
	void (*unprepare)(struct db *db, void *handle);
	/* With c->deferred start() may leave the work for later, and gives no row. After start(), next() gives the rows one by one, finish() makes the statement ready again. */
	MUST_CHECK bool (*start)(struct db *db, struct db_cursor *c, void *handle, const struct db_value *args,
		int arg_count, struct err *err);
	MUST_CHECK bool (*next)(struct db *db, struct db_cursor *c, void *handle, bool *ret_row, struct err *err);
	struct db_value (*column)(struct db *db, struct db_cursor *c, void *handle, int column);
	int64_t (*changed)(struct db *db, struct db_cursor *c, void *handle);
	void (*finish)(struct db *db, struct db_cursor *c, void *handle);

	MUST_CHECK bool (*has_table)(struct db *db, const char *name, bool *ret_has, struct err *err);
	void (*close)(struct db *db); /* frees `db`; its statements are unprepared already */
};

enum { DB_STATEMENTS = 128 }; /* a power of two, above twice the number of statements in the code */

struct db {
	const struct db_driver *driver;
	struct db_statement *statements[DB_STATEMENTS]; /* open addressing by address of the text */
	int statement_count;
	bool closing;
	enum store_effect effect; /* of the writer's present request */
};

MUST_CHECK bool db_open_sqlite(const char *path, enum db_use use, struct db **ret_db, struct err *err);
MUST_CHECK bool db_open_postgres(const char *conninfo, enum db_use use, struct db **ret_db, struct err *err);

/* How a store makes its connections: db_open(), or a test's. */
typedef bool db_opener(void *context, const char *url, enum db_use use, struct db **ret_db, struct err *err);
