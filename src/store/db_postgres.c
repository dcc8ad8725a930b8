/* PostgreSQL through libpq: everything is text, parameters have the types that the
 * server infers, statements are prepared once by number.
 *
 * In a writing transaction, statements whose outcome nobody asked for are only queued (libpq's pipeline
 * mode) and travel with the next one that is waited for, so that a request costs three round trips
 * instead of eight. After a failure the server skips what is queued behind it, up to the next
 * synchronisation. At most QUEUE_MAX are queued, whose answers fit the socket's buffer:
 * neither side can then wait for the other for ever.
 *
 * Writing is READ COMMITTED behind one row lock (see writer.c), reading REPEATABLE
 * READ READ ONLY: one snapshot. A COMMIT of a transaction that had failed answers
 * ROLLBACK, which counts as an error here. When the connection breaks during the
 * commit nobody knows what the server did, and the message says so. */
#include "store/driver.h"

#include "base/buf.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct postgres_db {
	struct db db;
	PGconn *conn;
	unsigned names; /* given to prepared statements so far */
	bool writing;   /* inside a DB_WRITE transaction */
	int queued;     /* statements in the pipeline; above 0 the connection is in pipeline mode */
};

enum { NAME_SIZE = 16, QUEUE_MAX = 256 };

static struct postgres_db *self(struct db *db)
{
	return (struct postgres_db *)(void *)db;
}

static void clear_result(PGresult **res)
{
	PQclear(*res);
}

/* libpq ends its messages with LF, and adds lines of detail. */
static void first_line(const char *text, char *out, size_t size)
{
	while (*text == '\n' || *text == ' ')
		text++;
	snprintf(out, size, "%.*s", (int)strcspn(text, "\n"), text);
}

static bool connection_fail(struct postgres_db *p, struct err *err)
{
	char said[512];
	first_line(p->conn ? PQerrorMessage(p->conn) : "out of memory", said, sizeof(said));
	return fail(err, ERR_IO, "store.io", "The PostgreSQL server can't be reached: %s.", said);
}

static bool engine_fail(struct postgres_db *p, const PGresult *res, struct err *err)
{
	const char *state = PQresultErrorField(res, PG_DIAG_SQLSTATE);
	if (!state)
		return connection_fail(p, err);
	char said[512];
	first_line(PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY), said, sizeof(said));
	if (strncmp(state, "23", 2) == 0)
		return fail(err, ERR_CONFLICT, "store.constraint", "The database refuses it: %s.", said);
	if (strcmp(state, "55P03") == 0)
		return fail(err, ERR_IO, "store.io", "Another process has kept the database locked for more than 10 seconds.");
	if (strcmp(state, "53100") == 0)
		return fail(err, ERR_IO, "store.io", "The disk of the PostgreSQL server is full (%s).", said);
	return fail(err, ERR_IO, "store.io", "PostgreSQL failed: %s (%s).", said, state);
}

static bool is_fine(const PGresult *res)
{
	ExecStatusType status = PQresultStatus(res);
	return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
}

/* ---- the pipeline */

static bool queue(struct postgres_db *p, const char *name, int arg_count, const char *const *texts, struct err *err)
{
	if (p->queued == 0 && !PQenterPipelineMode(p->conn))
		return connection_fail(p, err);
	p->queued++;
	return PQsendQueryPrepared(p->conn, name, arg_count, texts, NULL, NULL, 0) || connection_fail(p, err);
}

/* Reads the answers up to the synchronisation: for each statement its result and NULL. *ret_last (may be NULL)
 * is the last statement's, NULL after a failure. */
static bool read_answers(struct postgres_db *p, int count, PGresult **ret_last, struct err *err)
{
	bool ok = true, synced = false;
	PGresult *last = NULL;
	for (int done = 0, gone = 0; !synced && gone <= count + 2;) {
		PGresult *res = PQgetResult(p->conn);
		ExecStatusType status = res ? PQresultStatus(res) : PGRES_EMPTY_QUERY;
		done += !res;
		gone += !res || PQstatus(p->conn) != CONNECTION_OK;
		synced = res && status == PGRES_PIPELINE_SYNC;
		if (ok && status == PGRES_FATAL_ERROR)
			ok = engine_fail(p, res, err);
		if (ok && res && !synced && done == count - 1)
			last = res;
		else
			PQclear(res);
	}
	if (ok && !synced)
		ok = connection_fail(p, err);
	if (ok && ret_last)
		*ret_last = TAKE(last);
	PQclear(last);
	return ok;
}

static bool settle(struct postgres_db *p, PGresult **ret_last, struct err *err)
{
	int count = p->queued;
	p->queued = 0;
	bool ok = PQpipelineSync(p->conn) || connection_fail(p, err);
	struct err late;
	ok = read_answers(p, count, ret_last, ok ? err : &late) && ok;
	while (PQstatus(p->conn) == CONNECTION_OK && !PQexitPipelineMode(p->conn))
		PQclear(PQgetResult(p->conn));
	return ok;
}

static bool postgres_settle(struct db *db, struct err *err)
{
	return self(db)->queued == 0 || settle(self(db), NULL, err);
}

/* ---- transactions */

static bool postgres_script(struct db *db, const char *sql, struct err *err)
{
	if (!postgres_settle(db, err))
		return false;
	CLEANUP(clear_result) PGresult *res = PQexec(self(db)->conn, sql);
	return is_fine(res) || engine_fail(self(db), res, err);
}

static bool postgres_begin(struct db *db, enum db_use use, struct err *err)
{
	const char *sql = use == DB_WRITE ? "BEGIN ISOLATION LEVEL READ COMMITTED"
					  : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
	if (!postgres_script(db, sql, err))
		return false;
	self(db)->writing = use == DB_WRITE;
	return true;
}

static void postgres_rollback(struct db *db)
{
	struct err ignored;
	if (!postgres_settle(db, &ignored)) {
		/* it is undone all the same */
	}
	self(db)->writing = false;
	if (PQtransactionStatus(self(db)->conn) != PQTRANS_IDLE && PQstatus(self(db)->conn) == CONNECTION_OK)
		PQclear(PQexec(self(db)->conn, "ROLLBACK"));
}

static bool postgres_commit(struct db *db, struct err *err)
{
	if (!postgres_settle(db, err)) {
		postgres_rollback(db);
		return false;
	}
	self(db)->writing = false;
	CLEANUP(clear_result) PGresult *res = PQexec(self(db)->conn, "COMMIT");
	if (is_fine(res) && strcmp(PQcmdStatus(res), "COMMIT") == 0)
		return true;
	if (is_fine(res))
		return fail(err, ERR_IO, "store.io", "PostgreSQL undid the transaction: a statement in it had failed.");
	if (PQstatus(self(db)->conn) != CONNECTION_OK)
		return fail(err, ERR_IO, "store.unknown",
			"The connection to PostgreSQL broke while it committed: repeat the request with the same key, "
			"which stores it once.");
	engine_fail(self(db), res, err);
	postgres_rollback(db);
	return false;
}

static bool postgres_is_alive(struct db *db)
{
	PGTransactionStatusType status = PQtransactionStatus(self(db)->conn);
	return PQstatus(self(db)->conn) == CONNECTION_OK &&
		(status == PQTRANS_INTRANS || status == PQTRANS_INERROR || status == PQTRANS_ACTIVE);
}

static bool postgres_is_connected(struct db *db)
{
	return PQstatus(self(db)->conn) == CONNECTION_OK;
}

/* ---- statements */

static bool postgres_prepare(struct db *db, const char *sql, void **ret_handle, struct err *err)
{
	if (!postgres_settle(db, err))
		return false;
	char *name = malloc(NAME_SIZE);
	if (!name)
		abort();
	snprintf(name, NAME_SIZE, "s%u", ++self(db)->names);
	CLEANUP(clear_result) PGresult *res = PQprepare(self(db)->conn, name, sql, 0, NULL);
	if (is_fine(res)) {
		*ret_handle = name;
		return true;
	}
	free(name);
	return engine_fail(self(db), res, err);
}

/* Rarely needed: the server forgets a connection's statements with the connection. */
static void postgres_unprepare(struct db *db, void *handle)
{
	char sql[NAME_SIZE + 16];
	snprintf(sql, sizeof(sql), "DEALLOCATE %s", (const char *)handle);
	struct err ignored;
	if (!db->closing && postgres_settle(db, &ignored))
		PQclear(PQexec(self(db)->conn, sql));
	free(handle);
}

struct texts {
	const char *at[DB_ARGS_MAX];
	char digits[DB_ARGS_MAX][24];
	struct buf cut[DB_ARGS_MAX]; /* copies of texts that do not end where their length says */
};

static void texts_done(struct texts *t)
{
	for (int i = 0; i < DB_ARGS_MAX; i++)
		buf_done(&t->cut[i]);
}

static void texts_fill(struct texts *t, const struct db_value *args, int arg_count)
{
	for (int i = 0; i < arg_count; i++) {
		t->at[i] = NULL;
		if (args[i].type == DB_INT) {
			snprintf(t->digits[i], sizeof(t->digits[i]), "%lld", (long long)args[i].integer);
			t->at[i] = t->digits[i];
		} else if (args[i].type == DB_TEXT && args[i].cut) {
			buf_put(&t->cut[i], args[i].text, args[i].len);
			t->at[i] = buf_str(&t->cut[i]);
		} else if (args[i].type == DB_TEXT) {
			t->at[i] = args[i].text;
		}
	}
}

static bool start_stream(struct postgres_db *p, const char *name, const struct texts *t, int arg_count,
	struct err *err)
{
	if (!postgres_settle(&p->db, err))
		return false;
	if (PQsendQueryPrepared(p->conn, name, arg_count, t->at, NULL, NULL, 0) && PQsetSingleRowMode(p->conn))
		return true;
	return connection_fail(p, err);
}

static bool postgres_start(struct db *db, struct db_cursor *c, void *handle, const struct db_value *args,
	int arg_count, struct err *err)
{
	CLEANUP(texts_done) struct texts t;
	memset(t.cut, 0, sizeof(t.cut));
	texts_fill(&t, args, arg_count);
	c->at = -1;
	if (c->streamed)
		return start_stream(self(db), handle, &t, arg_count, err);
	struct postgres_db *p = self(db);
	if (c->deferred && p->writing)
		return queue(p, handle, arg_count, t.at, err) && (p->queued < QUEUE_MAX || settle(p, NULL, err));
	PGresult *res = NULL;
	if (p->queued > 0) {
		if (!queue(p, handle, arg_count, t.at, err) || !settle(p, &res, err))
			return false;
	} else {
		res = PQexecPrepared(p->conn, handle, arg_count, t.at, NULL, NULL, 0);
	}
	c->rows = res;
	c->count = PQntuples(res);
	return is_fine(res) || engine_fail(p, res, err);
}

/* One result a row, then an empty one, then NULL. */
static bool next_of_stream(struct postgres_db *p, struct db_cursor *c, bool *ret_row, struct err *err)
{
	PQclear(c->rows);
	c->rows = PQgetResult(p->conn);
	c->at = 0;
	if (!c->rows || is_fine(c->rows)) {
		*ret_row = false;
		return true;
	}
	*ret_row = true;
	return PQresultStatus(c->rows) == PGRES_SINGLE_TUPLE || engine_fail(p, c->rows, err);
}

static bool postgres_next(struct db *db, struct db_cursor *c, void *handle, bool *ret_row, struct err *err)
{
	(void)handle;
	if (c->streamed)
		return next_of_stream(self(db), c, ret_row, err);
	*ret_row = ++c->at < c->count;
	return true;
}

/* int8 and what count() and max() give of it; see pg_type.dat. */
static bool is_integer(Oid type)
{
	return type == 20 || type == 21 || type == 23;
}

static struct db_value postgres_column(struct db *db, struct db_cursor *c, void *handle, int column)
{
	(void)db;
	(void)handle;
	if (PQgetisnull(c->rows, c->at, column))
		return (struct db_value){.type = DB_NULL};
	const char *text = PQgetvalue(c->rows, c->at, column);
	if (is_integer(PQftype(c->rows, column)))
		return db_int(strtoll(text, NULL, 10));
	return (struct db_value){.type = DB_TEXT, .text = text, .len = (size_t)PQgetlength(c->rows, c->at, column)};
}

static int64_t postgres_changed(struct db *db, struct db_cursor *c, void *handle)
{
	(void)db;
	(void)handle;
	return strtoll(PQcmdTuples(c->rows), NULL, 10);
}

/* A stream left early is read to its end, or the connection would stay busy. */
static void postgres_finish(struct db *db, struct db_cursor *c, void *handle)
{
	(void)handle;
	PQclear(c->rows);
	c->rows = NULL;
	if (c->streamed)
		for (PGresult *res; (res = PQgetResult(self(db)->conn));)
			PQclear(res);
}

static bool postgres_has_table(struct db *db, const char *name, bool *ret_has, struct err *err)
{
	int64_t n;
	if (!db_get_int(db,
		    "SELECT count(*) FROM pg_catalog.pg_class WHERE relname = $1 AND relkind = 'r' "
		    "AND relnamespace = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = current_schema())",
		    DB_ARGS(db_text(name)), 0, &n, err))
		return false;
	*ret_has = n > 0;
	return true;
}

static void postgres_close(struct db *db)
{
	PQfinish(self(db)->conn);
	free(self(db));
}

static const struct db_driver postgres_driver = {
	.name = "postgresql",
	.prologue = "CREATE DOMAIN bytetext AS TEXT COLLATE \"C\"",
	.begin = postgres_begin,
	.commit = postgres_commit,
	.rollback = postgres_rollback,
	.settle = postgres_settle,
	.is_alive = postgres_is_alive,
	.is_connected = postgres_is_connected,
	.script = postgres_script,
	.prepare = postgres_prepare,
	.unprepare = postgres_unprepare,
	.start = postgres_start,
	.next = postgres_next,
	.column = postgres_column,
	.changed = postgres_changed,
	.finish = postgres_finish,
	.has_table = postgres_has_table,
	.close = postgres_close,
};

static void ignore_notice(void *context, const PGresult *res)
{
	(void)context;
	(void)res;
}

static bool check_encoding(struct postgres_db *p, struct err *err)
{
	const char *encoding = PQparameterStatus(p->conn, "server_encoding");
	if (encoding && strcmp(encoding, "UTF8") == 0)
		return true;
	return fail(err, ERR_IO, "store.encoding", "The PostgreSQL database has encoding %s; it must be UTF8.",
		encoding ? encoding : "unknown");
}

/* Acknowledged means durable, whatever the server's default; a stronger setting stays. */
static const char settings[] = "SELECT set_config('synchronous_commit', 'on', false) "
			       "WHERE current_setting('synchronous_commit') IN ('off', 'local');"
			       "SET lock_timeout = '10s'; SET client_min_messages = 'warning'";

bool db_open_postgres(const char *conninfo, enum db_use use, struct db **ret_db, struct err *err)
{
	(void)use;
	struct postgres_db *p = calloc(1, sizeof(*p));
	if (!p)
		abort();
	p->db.driver = &postgres_driver;
	const char *const keys[] = {"dbname", "client_encoding", "application_name", NULL};
	const char *const values[] = {conninfo, "UTF8", "leitai", NULL};
	p->conn = PQconnectdbParams(keys, values, 1);
	bool ok = PQstatus(p->conn) == CONNECTION_OK || connection_fail(p, err);
	if (ok)
		PQsetNoticeReceiver(p->conn, ignore_notice, NULL);
	if (!ok || !check_encoding(p, err) || !postgres_script(&p->db, settings, err)) {
		db_close(&p->db);
		return false;
	}
	*ret_db = &p->db;
	return true;
}
