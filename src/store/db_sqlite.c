/* SQLite: write-ahead log, every commit synced (synchronous=FULL), foreign keys on.
 *
 * Another process's lock is waited for in steps of about a millisecond, up to ten
 * seconds: SQLite's own handler backs off to 100 ms, which starves a process that
 * writes beside a busy one. The file is made with mode 0600, since it holds
 * the signing key; its -wal and -shm inherit that. */
#include "store/driver.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	APPLICATION_ID = 0x4C656954, /* "LeiT" */
	BUSY_LIMIT_MS = 10000,
};

struct sqlite_db {
	struct db db;
	sqlite3 *handle;
	char path[]; /* for messages */
};

static struct sqlite_db *self(struct db *db)
{
	return (struct sqlite_db *)(void *)db;
}

static bool engine_fail(struct sqlite_db *s, int rc, struct err *err)
{
	const char *said = s->handle ? sqlite3_errmsg(s->handle) : sqlite3_errstr(rc);
	switch (rc & 0xFF) {
	case SQLITE_CONSTRAINT:
		return fail(err, ERR_CONFLICT, "store.constraint", "The database %s refuses it: %s.", s->path, said);
	case SQLITE_FULL:
		return fail(err, ERR_IO, "store.io", "The disk is full: nothing was written to %s.", s->path);
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return fail(err, ERR_IO, "store.io",
			"Another process has kept the database %s locked for more than %d seconds.", s->path,
			BUSY_LIMIT_MS / 1000);
	case SQLITE_READONLY:
		return fail(err, ERR_IO, "store.io", "The database %s or its folder may not be written (%s).", s->path, said);
	case SQLITE_NOTADB:
		return fail(err, ERR_IO, "store.io", "%s is not a database of this program.", s->path);
	case SQLITE_CORRUPT:
		return fail(err, ERR_IO, "store.io", "The database %s is damaged (%s): restore a backup.", s->path, said);
	case SQLITE_CANTOPEN: {
		int cause = s->handle ? sqlite3_system_errno(s->handle) : 0;
		return fail(err, ERR_IO, "store.io", "The database %s can't be opened: %s.", s->path,
			cause ? strerror(cause) : said);
	}
	default:
		return fail(err, ERR_IO, "store.io", "The database %s failed: %s.", s->path, said);
	}
}

static int wait_for_lock(void *context, int tries)
{
	(void)context;
	if (tries >= BUSY_LIMIT_MS)
		return 0;
	usleep(800 + (unsigned)(tries * 37 % 400));
	return 1;
}

static bool run_text(struct sqlite_db *s, const char *sql, struct err *err)
{
	int rc = sqlite3_exec(s->handle, sql, NULL, NULL, NULL);
	return rc == SQLITE_OK || engine_fail(s, rc, err);
}

static bool sqlite_script(struct db *db, const char *sql, struct err *err)
{
	return run_text(self(db), sql, err);
}

static bool sqlite_begin(struct db *db, enum db_use use, struct err *err)
{
	return run_text(self(db), use == DB_WRITE ? "BEGIN IMMEDIATE" : "BEGIN", err);
}

static void sqlite_rollback(struct db *db)
{
	if (!sqlite3_get_autocommit(self(db)->handle))
		sqlite3_exec(self(db)->handle, "ROLLBACK", NULL, NULL, NULL);
}

static bool sqlite_commit(struct db *db, struct err *err)
{
	if (run_text(self(db), "COMMIT", err))
		return true;
	sqlite_rollback(db);
	return false;
}

/* A full disk or an I/O error rolls the whole transaction back by itself. */
static bool sqlite_is_alive(struct db *db)
{
	return !sqlite3_get_autocommit(self(db)->handle);
}

/* SQLite runs everything at once. */
static bool sqlite_settle(struct db *db, struct err *err)
{
	(void)db;
	(void)err;
	return true;
}

static bool sqlite_is_connected(struct db *db)
{
	(void)db;
	return true;
}

static bool sqlite_prepare(struct db *db, const char *sql, void **ret_handle, struct err *err)
{
	sqlite3_stmt *stmt;
	int rc = sqlite3_prepare_v3(self(db)->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL);
	if (rc != SQLITE_OK)
		return engine_fail(self(db), rc, err);
	*ret_handle = stmt;
	return true;
}

static void sqlite_unprepare(struct db *db, void *handle)
{
	(void)db;
	sqlite3_finalize(handle);
}

/* `$1` is a name to SQLite, numbered by first appearance: ask for its place. */
static int place_of(sqlite3_stmt *stmt, int number)
{
	char name[16];
	snprintf(name, sizeof(name), "$%d", number);
	return sqlite3_bind_parameter_index(stmt, name);
}

static int bind_value(sqlite3_stmt *stmt, int place, const struct db_value *v)
{
	switch (v->type) {
	case DB_INT:
		return sqlite3_bind_int64(stmt, place, v->integer);
	case DB_TEXT:
		return sqlite3_bind_text64(stmt, place, v->text, v->len, SQLITE_STATIC, SQLITE_UTF8);
	case DB_NULL:
		break;
	}
	return sqlite3_bind_null(stmt, place);
}

static bool sqlite_start(struct db *db, struct db_cursor *c, void *handle, const struct db_value *args,
	int arg_count, struct err *err)
{
	(void)c;
	for (int i = 0; i < arg_count; i++) {
		const char *name = sqlite3_bind_parameter_name(handle, i + 1);
		bool in_order = name && name[1] == '1' + i && !name[2];
		int rc = bind_value(handle, in_order ? i + 1 : place_of(handle, i + 1), &args[i]);
		if (rc != SQLITE_OK)
			return engine_fail(self(db), rc, err);
	}
	return true;
}

static bool sqlite_next(struct db *db, struct db_cursor *c, void *handle, bool *ret_row, struct err *err)
{
	(void)c;
	int rc = sqlite3_step(handle);
	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		return engine_fail(self(db), rc, err);
	*ret_row = rc == SQLITE_ROW;
	return true;
}

static struct db_value sqlite_column(struct db *db, struct db_cursor *c, void *handle, int column)
{
	(void)db;
	(void)c;
	switch (sqlite3_column_type(handle, column)) {
	case SQLITE_NULL:
		return (struct db_value){.type = DB_NULL};
	case SQLITE_INTEGER:
		return db_int(sqlite3_column_int64(handle, column));
	default: {
		const char *text = (const char *)sqlite3_column_text(handle, column);
		if (!text)
			abort(); /* out of memory */
		size_t len = (size_t)sqlite3_column_bytes(handle, column);
		return (struct db_value){.type = DB_TEXT, .text = text, .len = len};
	}
	}
}

static int64_t sqlite_changed(struct db *db, struct db_cursor *c, void *handle)
{
	(void)c;
	(void)handle;
	return sqlite3_changes64(self(db)->handle);
}

static void sqlite_finish(struct db *db, struct db_cursor *c, void *handle)
{
	(void)db;
	(void)c;
	sqlite3_reset(handle);
	sqlite3_clear_bindings(handle);
}

static bool sqlite_has_table(struct db *db, const char *name, bool *ret_has, struct err *err)
{
	int64_t n;
	if (!db_get_int(db, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = $1",
		    DB_ARGS(db_text(name)), 0, &n, err))
		return false;
	*ret_has = n > 0;
	return true;
}

static void sqlite_close(struct db *db)
{
	sqlite3_close(self(db)->handle);
	free(self(db));
}

static const struct db_driver sqlite_driver = {
	.name = "sqlite",
	.prologue = "",
	.begin = sqlite_begin,
	.commit = sqlite_commit,
	.rollback = sqlite_rollback,
	.settle = sqlite_settle,
	.is_alive = sqlite_is_alive,
	.is_connected = sqlite_is_connected,
	.script = sqlite_script,
	.prepare = sqlite_prepare,
	.unprepare = sqlite_unprepare,
	.start = sqlite_start,
	.next = sqlite_next,
	.column = sqlite_column,
	.changed = sqlite_changed,
	.finish = sqlite_finish,
	.has_table = sqlite_has_table,
	.close = sqlite_close,
};

/* Tells plainly what SQLite only calls "unable to open", and makes a missing file, for this user alone. A file that
 * exists is looked at and never opened: closing any descriptor of it drops all locks that this process holds on it
 * (POSIX), after which another process takes itself for the last one and deletes the log under our feet. */
static bool touch(struct sqlite_db *s, enum db_use use, struct err *err)
{
	struct stat st;
	int fd = use == DB_WRITE ? open(s->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600) : -1;
	bool there = fd >= 0 || use != DB_WRITE || errno == EEXIST;
	if (fd >= 0)
		close(fd);
	if (!there || stat(s->path, &st) != 0 || access(s->path, use == DB_WRITE ? R_OK | W_OK : R_OK) != 0)
		return fail(err, ERR_IO, "store.io", "The database %s can't be opened: %s.", s->path, strerror(errno));
	return S_ISREG(st.st_mode) || fail(err, ERR_IO, "store.io", "The database %s is %s.", s->path,
		S_ISDIR(st.st_mode) ? "a directory" : "not a regular file");
}

static bool pragma_int(struct sqlite_db *s, const char *sql, int64_t *ret, struct err *err)
{
	return db_get_int(&s->db, sql, DB_NO_ARGS, 0, ret, err);
}

/* Another program's database must not get our tables. */
static bool check_ours(struct sqlite_db *s, bool *ret_empty, struct err *err)
{
	int64_t id, tables;
	if (!pragma_int(s, "PRAGMA application_id", &id, err) ||
		!pragma_int(s, "SELECT count(*) FROM sqlite_schema", &tables, err))
		return false;
	if (id != APPLICATION_ID && tables > 0)
		return fail(err, ERR_INPUT, "store.foreign", "%s is another program's database.", s->path);
	*ret_empty = tables == 0;
	return true;
}

/* Going over to the log needs the file alone for a moment, and does not wait by itself. */
static bool use_wal(struct sqlite_db *s, struct err *err)
{
	for (int tries = 0;; tries++) {
		int rc = sqlite3_exec(s->handle, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
		if (rc == SQLITE_OK)
			return true;
		if ((rc & 0xFF) != SQLITE_BUSY || !wait_for_lock(NULL, tries))
			return engine_fail(s, rc, err);
	}
}

static bool set_up(struct sqlite_db *s, enum db_use use, struct err *err)
{
	sqlite3_busy_handler(s->handle, wait_for_lock, NULL);
	sqlite3_extended_result_codes(s->handle, 1);
	if (!run_text(s, "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY;"
			 "PRAGMA synchronous = FULL; PRAGMA cache_size = -16000; PRAGMA journal_size_limit = 67108864", err))
		return false;
	bool empty = false;
	if (!check_ours(s, &empty, err))
		return false;
	if (use == DB_READ)
		return run_text(s, "PRAGMA query_only = ON", err);
	char id[64];
	snprintf(id, sizeof(id), "PRAGMA application_id = %d", APPLICATION_ID);
	return use_wal(s, err) && (!empty || run_text(s, id, err));
}

bool db_open_sqlite(const char *path, enum db_use use, struct db **ret_db, struct err *err)
{
	struct sqlite_db *s = calloc(1, sizeof(*s) + strlen(path) + 1);
	if (!s)
		abort();
	s->db.driver = &sqlite_driver;
	strcpy(s->path, path);
	if (!touch(s, use, err)) {
		free(s);
		return false;
	}
	/* A reader too needs to write the shared index of the log, where it may. */
	int rc = sqlite3_open_v2(path, &s->handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
	if (rc != SQLITE_OK)
		engine_fail(s, rc, err);
	if (rc != SQLITE_OK || !set_up(s, use, err)) {
		db_close(&s->db);
		return false;
	}
	*ret_db = &s->db;
	return true;
}
