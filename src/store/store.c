/* A store is a writer and a pool of readers on one URL. Opening migrates first, on
 * the connection that the writer then keeps. A reader whose connection died
 * before its work began gets a new one, once. */
#include "store/store.h"

#include "store/change.h"
#include "store/migrate.h"
#include "store/opened.h"
#include "store/pool.h"

#include <stdlib.h>
#include <string.h>

struct store {
	struct writer *writer;
	struct pool *pool;
	char url[];
};

static bool open_plainly(void *context, const char *url, enum db_use use, struct db **ret_db, struct err *err)
{
	(void)context;
	return db_open(url, use, ret_db, err);
}

bool store_open(const char *url, struct store **ret_store, struct err *err)
{
	return store_open_by(open_plainly, NULL, url, ret_store, err);
}

bool store_open_by(db_opener *opener, void *context, const char *url, struct store **ret_store, struct err *err)
{
	CLEANUP(db_closep) struct db *db = NULL;
	if (!opener(context, url, DB_WRITE, &db, err) || !migrate(db, err))
		return false;
	struct store *store = calloc(1, sizeof(*store) + strlen(url) + 1);
	if (!store)
		abort();
	strcpy(store->url, url);
	store->pool = pool_new(opener, context, store->url);
	if (!writer_start(db, opener, context, store->url, &store->writer, err)) {
		store_close(store);
		return false;
	}
	(void)TAKE(db);
	*ret_store = store;
	return true;
}

void store_close(struct store *store)
{
	if (!store)
		return;
	pool_free(store->pool);
	writer_stop(store->writer);
	free(store);
}

void store_closep(struct store **store)
{
	store_close(*store);
}

bool store_write(struct store *store, store_work *work, void *context, struct err *err)
{
	return writer_run(store->writer, EFFECT_PAGES, work, context, err);
}

bool store_write_effect(
	struct store *store, enum store_effect effect, store_work *work, void *context, struct err *err)
{
	return writer_run(store->writer, effect, work, context, err);
}

void store_raise_effect(struct db *db, enum store_effect effect)
{
	if (effect > db->effect)
		db->effect = effect;
}

struct writer_stats store_get_writer_stats(struct store *store)
{
	return writer_get_stats(store->writer);
}

static bool begin_read(struct store *store, struct db **ret_db, struct err *err)
{
	for (int tries = 0;; tries++) {
		struct db *db;
		if (!pool_take(store->pool, &db, err))
			return false;
		if (db_begin(db, DB_READ, err)) {
			*ret_db = db;
			return true;
		}
		bool connected = db_is_connected(db);
		pool_give(store->pool, db, false);
		if (connected || tries > 0)
			return false;
		pool_drop_idle(store->pool);
	}
}

bool store_read(struct store *store, store_work *work, void *context, struct err *err)
{
	struct db *db;
	if (!begin_read(store, &db, err))
		return false;
	bool ok = work(db, context, err);
	db_rollback(db);
	pool_give(store->pool, db, db_is_connected(db));
	return ok;
}

bool store_read_generation(struct db *db, struct store_generation *ret, struct err *err)
{
	CLEANUP(db_cursor_done) struct db_cursor c = {0};
	bool row;
	if (!db_query(db, "SELECT n, ledger, pages FROM generation WHERE id = 1", DB_NO_ARGS, &c, err) || !db_next(&c, &row, err))
		return false;
	*ret = (struct store_generation){1, 1, 1};
	if (row)
		*ret = (struct store_generation){db_column(&c, 0).integer, db_column(&c, 1).integer, db_column(&c, 2).integer};
	return true;
}

static bool get_generation(struct db *db, void *context, struct err *err)
{
	return db_get_int(db, "SELECT n FROM generation WHERE id = 1", DB_NO_ARGS, 1, context, err);
}

void store_watch(struct store *store, store_changed *changed, void *context)
{
	writer_watch(store->writer, changed, context);
}

bool store_get_generation(struct store *store, int64_t *ret_generation, struct err *err)
{
	return store_read(store, get_generation, ret_generation, err);
}
