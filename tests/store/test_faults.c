/* The n-th database call fails, for every n: whatever was not acknowledged left no trace, what was
 * acknowledged is whole, and the store goes on afterwards.
 *
 * A driver that wraps the real one counts calls over all connections of a store and
 * fails one of them, in one of three ways: the call alone; the transaction with
 * it, as a full disk does; the connection with it, as a killed server does. */
#include "harness/engines.h"
#include "store/chain.h"

#include "base/arena.h"
#include "base/str.h"
#include "store/driver.h"
#include "store/opened.h"
#include "store/store.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

enum way { CALL_FAILS, TRANSACTION_FAILS, CONNECTION_FAILS, WAY_COUNT };

struct plan {
	atomic_int calls;
	atomic_int fail_at; /* 0 = never */
	enum way way;
	atomic_int fired;
};

struct faulty {
	struct db db;
	struct db *inner;
	struct plan *plan;
	bool cut;
};

static struct faulty *self(struct db *db)
{
	return (struct faulty *)(void *)db;
}

static bool lives(struct faulty *f, struct err *err)
{
	if (f->cut)
		return fail(err, ERR_IO, "fault.cut", "The connection was cut before.");
	if (atomic_fetch_add(&f->plan->calls, 1) + 1 != f->plan->fail_at)
		return true;
	f->plan->fired++;
	if (f->plan->way != CALL_FAILS)
		f->inner->driver->rollback(f->inner);
	f->cut = f->plan->way == CONNECTION_FAILS;
	return fail(err, ERR_IO, "fault.call", "Database call %d fails.", f->plan->fail_at);
}

static bool faulty_begin(struct db *db, enum db_use use, struct err *err)
{
	return lives(self(db), err) && self(db)->inner->driver->begin(self(db)->inner, use, err);
}

static bool faulty_commit(struct db *db, struct err *err)
{
	if (lives(self(db), err))
		return self(db)->inner->driver->commit(self(db)->inner, err);
	self(db)->inner->driver->rollback(self(db)->inner);
	return false;
}

static void faulty_rollback(struct db *db)
{
	self(db)->inner->driver->rollback(self(db)->inner);
}

static bool faulty_is_alive(struct db *db)
{
	return !self(db)->cut && self(db)->inner->driver->is_alive(self(db)->inner);
}

static bool faulty_settle(struct db *db, struct err *err)
{
	return lives(self(db), err) && self(db)->inner->driver->settle(self(db)->inner, err);
}

static bool faulty_is_connected(struct db *db)
{
	return !self(db)->cut && self(db)->inner->driver->is_connected(self(db)->inner);
}

static bool faulty_script(struct db *db, const char *sql, struct err *err)
{
	return lives(self(db), err) && self(db)->inner->driver->script(self(db)->inner, sql, err);
}

static bool faulty_prepare(struct db *db, const char *sql, void **ret_handle, struct err *err)
{
	return lives(self(db), err) && self(db)->inner->driver->prepare(self(db)->inner, sql, ret_handle, err);
}

static void faulty_unprepare(struct db *db, void *handle)
{
	self(db)->inner->closing = db->closing;
	self(db)->inner->driver->unprepare(self(db)->inner, handle);
}

static bool faulty_start(struct db *db, struct db_cursor *c, void *handle, const struct db_value *args, int arg_count,
	struct err *err)
{
	return lives(self(db), err) && self(db)->inner->driver->start(self(db)->inner, c, handle, args, arg_count, err);
}

static bool faulty_next(struct db *db, struct db_cursor *c, void *handle, bool *ret_row, struct err *err)
{
	return lives(self(db), err) && self(db)->inner->driver->next(self(db)->inner, c, handle, ret_row, err);
}

static struct db_value faulty_column(struct db *db, struct db_cursor *c, void *handle, int column)
{
	return self(db)->inner->driver->column(self(db)->inner, c, handle, column);
}

static int64_t faulty_changed(struct db *db, struct db_cursor *c, void *handle)
{
	return self(db)->inner->driver->changed(self(db)->inner, c, handle);
}

static void faulty_finish(struct db *db, struct db_cursor *c, void *handle)
{
	self(db)->inner->driver->finish(self(db)->inner, c, handle);
}

static bool faulty_has_table(struct db *db, const char *name, bool *ret_has, struct err *err)
{
	return lives(self(db), err) && self(db)->inner->driver->has_table(self(db)->inner, name, ret_has, err);
}

static void faulty_close(struct db *db)
{
	db_close(self(db)->inner);
	free(self(db));
}

static const struct db_driver faulty_sqlite = {"sqlite", "", faulty_begin, faulty_commit, faulty_rollback, faulty_settle, faulty_is_alive,
	faulty_is_connected, faulty_script, faulty_prepare, faulty_unprepare, faulty_start, faulty_next, faulty_column,
	faulty_changed, faulty_finish, faulty_has_table, faulty_close};

static const struct db_driver faulty_postgres = {"postgresql", "CREATE DOMAIN bytetext AS TEXT COLLATE \"C\"", faulty_begin,
	faulty_commit, faulty_rollback, faulty_settle, faulty_is_alive, faulty_is_connected, faulty_script, faulty_prepare,
	faulty_unprepare, faulty_start, faulty_next, faulty_column, faulty_changed, faulty_finish, faulty_has_table,
	faulty_close};

static bool open_faulty(void *context, const char *url, enum db_use use, struct db **ret_db, struct err *err)
{
	struct db *inner;
	if (!db_open(url, use, &inner, err))
		return false;
	/* Syncing is not what is tested here, and there are thousands of commits. */
	bool sqlite = str_eq(db_engine(inner), "sqlite");
	if (!db_script(inner, sqlite ? "PRAGMA synchronous = OFF" : "SET synchronous_commit = off", err)) {
		db_close(inner);
		return false;
	}
	struct faulty *f = calloc(1, sizeof(*f));
	f->inner = inner;
	f->plan = context;
	f->db.driver = sqlite ? &faulty_sqlite : &faulty_postgres;
	*ret_db = &f->db;
	return true;
}

enum { CROWD = 6 };

struct member {
	struct store *store;
	const char *ledger;
	int number;
	bool ok;
	struct err err;
};

static void *member_write(void *context)
{
	struct member *m = context;
	struct chain_request rq = {m->ledger, m->number, false};
	m->ok = store_write(m->store, chain_append, &rq, &m->err);
	return NULL;
}

/* A request alone (a batch without savepoints), then a crowd at once (with). */
static void write_some(struct store *store, struct member *members, const char *ledger)
{
	for (int i = 0; i < CROWD; i++)
		members[i] = (struct member){.store = store, .ledger = ledger, .number = i};
	member_write(&members[0]);
	pthread_t threads[CROWD];
	for (int i = 1; i < CROWD; i++)
		pthread_create(&threads[i], NULL, member_write, &members[i]);
	for (int i = 1; i < CROWD; i++)
		pthread_join(threads[i], NULL);
}

static void check_members(struct engine *e, const struct member *members)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct chain_state chain;
	chain_check(e->store, members[0].ledger, arena, &chain); /* through a store without faults */
	for (int i = 0; i < CROWD; i++) {
		assert_int_equal(chain_count(&chain, members[i].number), members[i].ok);
		if (!members[i].ok)
			assert_true(members[i].err.kind == ERR_IO && members[i].err.message[0]);
	}
}

/* One store for all n: each fault must leave it fit for the next. */
static void writing(struct engine *e, enum way way)
{
	struct plan plan = {.way = way};
	CLEANUP(store_closep) struct store *store = NULL;
	assert_ok(e, store_open_by(open_faulty, &plan, e->url, &store, &e->err));
	int fired = 0, failures = 0;
	for (int n = 1;; n++) {
		struct member members[CROWD];
		char ledger[16];
		snprintf(ledger, sizeof(ledger), "l%d", n);
		plan.calls = 0;
		plan.fired = 0;
		plan.fail_at = n;
		write_some(store, members, ledger);
		plan.fail_at = 0;
		check_members(e, members);
		for (int i = 0; i < CROWD; i++)
			failures += !members[i].ok;
		if (!plan.fired)
			break;
		fired++;
	}
	assert_true(fired >= 40);
	assert_true(failures >= fired / 2);
}

static void calls(void **state)
{
	writing(*state, CALL_FAILS);
}

static void transactions(void **state)
{
	writing(*state, TRANSACTION_FAILS);
}

static void connections(void **state)
{
	writing(*state, CONNECTION_FAILS);
}

/* Opening an empty database: the n-th call fails, nothing stays, and the next opening works. */
static void opening(void **state)
{
	struct engine *e = *state;
	for (int n = 1;; n++) {
		char url[512];
		engine_make_database(e, url);
		struct plan plan = {.fail_at = n, .way = n % 2 ? CALL_FAILS : TRANSACTION_FAILS};
		struct store *store = NULL;
		bool ok = store_open_by(open_faulty, &plan, url, &store, &e->err);
		assert_int_equal(ok, !plan.fired);
		store_close(store);
		assert_ok(e, store_open(url, &store, &e->err));
		store_close(store);
		if (ok)
			break;
		assert_true(n < 100);
	}
}

/* Reading: the n-th call fails, the reader says so, and the pool is fit for the next. */
static void reading(void **state)
{
	struct engine *e = *state;
	struct plan plan = {.fail_at = 0};
	CLEANUP(store_closep) struct store *store = NULL;
	assert_ok(e, store_open_by(open_faulty, &plan, e->url, &store, &e->err));
	for (int n = 1;; n++) {
		int64_t generation = 0;
		plan.calls = 0;
		plan.fired = 0;
		plan.way = (enum way)(n % WAY_COUNT);
		plan.fail_at = n;
		bool ok = store_get_generation(store, &generation, &e->err);
		plan.fail_at = 0;
		assert_int_equal(ok, generation >= 1);
		assert_ok(e, store_get_generation(store, &generation, &e->err));
		if (!plan.fired)
			break;
	}
}

/* Restore: the n-th call fails and the store is still empty. */
static void restoring(void **state)
{
	struct engine *e = *state;
	for (int i = 0; i < 3; i++)
		assert_ok(e, store_write(e->store, chain_append, &(struct chain_request){"l", i, false}, &e->err));
	char path[128], url[512];
	snprintf(path, sizeof(path), "%s/backup", e->dir);
	assert_ok(e, store_backup(e->store, path, &e->err));
	engine_make_database(e, url);
	struct plan plan = {.way = CALL_FAILS};
	CLEANUP(store_closep) struct store *store = NULL;
	assert_ok(e, store_open_by(open_faulty, &plan, url, &store, &e->err));
	for (int n = 1;; n++) {
		CLEANUP(arena_freep) struct arena *arena = arena_new();
		struct chain_state chain;
		plan.calls = 0;
		plan.fired = 0;
		plan.way = (enum way)(n % WAY_COUNT);
		plan.fail_at = n;
		bool ok = store_restore(store, path, &e->err);
		plan.fail_at = 0;
		chain_check(store, "l", arena, &chain);
		assert_int_equal(chain.size, ok ? 3 : 0);
		if (!plan.fired) {
			assert_true(ok && n > 30);
			break;
		}
		if (ok) { /* a connection lost at the beginning is replaced, and all goes well: start over */
			assert_true(plan.way == CONNECTION_FAILS);
			store_close(TAKE(store));
			engine_make_database(e, url);
			assert_ok(e, store_open_by(open_faulty, &plan, url, &store, &e->err));
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {ENGINE_TEST(calls), ENGINE_TEST(transactions), ENGINE_TEST(connections),
		ENGINE_TEST(opening), ENGINE_TEST(reading), ENGINE_TEST(restoring)};
	return engines_run("store/faults", tests, COUNT_OF(tests));
}
