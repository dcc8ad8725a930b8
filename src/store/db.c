/* The engine-neutral half of a connection: it picks the driver by URL, and keeps
 * prepared statements in an open-addressed table by the address of their text, so
 * that finding one costs a multiplication; the text is compared too, lest memory
 * used again for other SQL finds an old statement. A statement whose cursor is
 * open is prepared a second time for the while. */
#include "store/db.h"

#include "base/str.h"
#include "store/driver.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

bool db_open(const char *url, enum db_use use, struct db **ret_db, struct err *err)
{
	if (strncmp(url, "sqlite:", 7) == 0 && url[7])
		return db_open_sqlite(url + 7, use, ret_db, err);
	if (strncmp(url, "postgresql://", 13) == 0 || strncmp(url, "postgres://", 11) == 0 || strchr(url, '='))
		return db_open_postgres(url, use, ret_db, err);
	return fail(err, ERR_INPUT, "store.url",
		"\"%.*s…\" names no database: expected sqlite:PATH or postgresql://HOST/NAME.",
		(int)(strcspn(url, ":/@") < 20 ? strcspn(url, ":/@") : 20), url);
}

static void statement_free(struct db *db, struct db_statement *s)
{
	db->driver->unprepare(db, s->handle);
	free(s);
}

void db_close(struct db *db)
{
	if (!db)
		return;
	db->closing = true;
	for (size_t i = 0; i < DB_STATEMENTS; i++)
		if (db->statements[i])
			statement_free(db, db->statements[i]);
	db->driver->close(db);
}

void db_closep(struct db **db)
{
	db_close(*db);
}

const char *db_engine(const struct db *db)
{
	return db->driver->name;
}

bool db_begin(struct db *db, enum db_use use, struct err *err)
{
	return db->driver->begin(db, use, err);
}

bool db_commit(struct db *db, struct err *err)
{
	return db->driver->commit(db, err);
}

void db_rollback(struct db *db)
{
	db->driver->rollback(db);
}

bool db_settle(struct db *db, struct err *err)
{
	return db->driver->settle(db, err);
}

bool db_is_alive(struct db *db)
{
	return db->driver->is_alive(db);
}

bool db_is_connected(struct db *db)
{
	return db->driver->is_connected(db);
}

bool db_script(struct db *db, const char *sql, struct err *err)
{
	return db->driver->script(db, sql, err);
}

bool db_has_table(struct db *db, const char *name, bool *ret_has, struct err *err)
{
	return db->driver->has_table(db, name, ret_has, err);
}

/* The slot that holds `sql` or would. */
static struct db_statement **find_slot(struct db *db, const char *sql)
{
	uint64_t hash = (uint64_t)(uintptr_t)sql * 0x9E3779B97F4A7C15u;
	size_t i = (size_t)(hash >> 57);
	static_assert(DB_STATEMENTS == 1 << 7, "the hash keeps seven bits");
	while (db->statements[i] && db->statements[i]->sql != sql)
		i = (i + 1) % DB_STATEMENTS;
	return &db->statements[i];
}

/* The copy of the text behind the struct tells whether the address still means the same statement. */
static const char *statement_text(const struct db_statement *s)
{
	return (const char *)(s + 1);
}

static bool statement_make(struct db *db, const char *sql, struct db_statement **ret, struct err *err)
{
	void *handle;
	if (!db->driver->prepare(db, sql, &handle, err))
		return false;
	size_t len = strlen(sql) + 1;
	struct db_statement *s = malloc(sizeof(*s) + len);
	if (!s)
		abort();
	*s = (struct db_statement){.sql = sql, .handle = handle};
	memcpy(s + 1, sql, len);
	*ret = s;
	return true;
}

static bool statement_take(struct db *db, const char *sql, struct db_statement **ret, struct err *err)
{
	struct db_statement **slot = find_slot(db, sql), *s = *slot;
	if (s && !s->busy && str_eq(statement_text(s), sql)) {
		*ret = s;
		return true;
	}
	struct db_statement *fresh;
	if (!statement_make(db, sql, &fresh, err))
		return false;
	*ret = fresh;
	if ((s && s->busy) || (!s && db->statement_count == DB_STATEMENTS * 3 / 4))
		return true; /* used once */
	if (s)
		statement_free(db, s);
	else
		db->statement_count++;
	fresh->kept = true;
	*slot = fresh;
	return true;
}

static bool query(struct db *db, const char *sql, const struct db_value *args, int arg_count,
	struct db_cursor *cursor, struct err *err)
{
	assert(arg_count <= DB_ARGS_MAX);
	cursor->db = db;
	if (!statement_take(db, sql, &cursor->statement, err))
		return false;
	cursor->statement->busy = true;
	if (db->driver->start(db, cursor, cursor->statement->handle, args, arg_count, err))
		return true;
	db_cursor_done(cursor);
	return false;
}

bool db_query(struct db *db, const char *sql, const struct db_value *args, int arg_count,
	struct db_cursor *ret_cursor, struct err *err)
{
	*ret_cursor = (struct db_cursor){0};
	return query(db, sql, args, arg_count, ret_cursor, err);
}

bool db_stream(struct db *db, const char *sql, const struct db_value *args, int arg_count,
	struct db_cursor *ret_cursor, struct err *err)
{
	*ret_cursor = (struct db_cursor){.streamed = true};
	return query(db, sql, args, arg_count, ret_cursor, err);
}

bool db_next(struct db_cursor *c, bool *ret_row, struct err *err)
{
	return c->db->driver->next(c->db, c, c->statement->handle, ret_row, err);
}

struct db_value db_column(struct db_cursor *c, int column)
{
	return c->db->driver->column(c->db, c, c->statement->handle, column);
}

void db_cursor_done(struct db_cursor *c)
{
	struct db_statement *s = c->statement;
	if (!s)
		return;
	c->db->driver->finish(c->db, c, s->handle);
	s->busy = false;
	if (!s->kept)
		statement_free(c->db, s);
	c->statement = NULL;
}

bool db_run(struct db *db, const char *sql, const struct db_value *args, int arg_count,
	int64_t *ret_changed, struct err *err)
{
	CLEANUP(db_cursor_done) struct db_cursor c = {.deferred = !ret_changed};
	if (!query(db, sql, args, arg_count, &c, err))
		return false;
	bool row = true;
	while (row)
		if (!db_next(&c, &row, err))
			return false;
	if (ret_changed)
		*ret_changed = db->driver->changed(db, &c, c.statement->handle);
	return true;
}

bool db_get_int(struct db *db, const char *sql, const struct db_value *args, int arg_count,
	int64_t fallback, int64_t *ret_value, struct err *err)
{
	CLEANUP(db_cursor_done) struct db_cursor c = {0};
	bool row;
	if (!db_query(db, sql, args, arg_count, &c, err) || !db_next(&c, &row, err))
		return false;
	struct db_value v = row ? db_column(&c, 0) : db_int(fallback);
	*ret_value = v.type == DB_INT ? v.integer : fallback;
	return true;
}
