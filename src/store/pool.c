/* A stack of idle connections under one mutex: the one used last is lent first,
 * its statements and pages being warm. Connecting happens outside the mutex. */
#include "store/pool.h"

#include <pthread.h>
#include <stdlib.h>

struct pool {
	db_opener *opener;
	void *context;
	const char *url;
	pthread_mutex_t mutex;
	pthread_cond_t returned;
	struct db *idle[POOL_MAX];
	int idle_count, out_count;
};

struct pool *pool_new(db_opener *opener, void *context, const char *url)
{
	struct pool *pool = calloc(1, sizeof(*pool));
	if (!pool)
		abort();
	pool->opener = opener;
	pool->context = context;
	pool->url = url;
	pthread_mutex_init(&pool->mutex, NULL);
	pthread_cond_init(&pool->returned, NULL);
	return pool;
}

void pool_drop_idle(struct pool *pool)
{
	pthread_mutex_lock(&pool->mutex);
	while (pool->idle_count > 0)
		db_close(pool->idle[--pool->idle_count]);
	pthread_mutex_unlock(&pool->mutex);
}

void pool_free(struct pool *pool)
{
	if (!pool)
		return;
	pool_drop_idle(pool);
	pthread_cond_destroy(&pool->returned);
	pthread_mutex_destroy(&pool->mutex);
	free(pool);
}

/* Reserves a place; gives the idle connection that comes with it, or NULL. */
static struct db *reserve(struct pool *pool)
{
	pthread_mutex_lock(&pool->mutex);
	while (pool->out_count == POOL_MAX)
		pthread_cond_wait(&pool->returned, &pool->mutex);
	pool->out_count++;
	struct db *db = pool->idle_count > 0 ? pool->idle[--pool->idle_count] : NULL;
	pthread_mutex_unlock(&pool->mutex);
	return db;
}

static void release(struct pool *pool, struct db *db)
{
	pthread_mutex_lock(&pool->mutex);
	pool->out_count--;
	if (db)
		pool->idle[pool->idle_count++] = db;
	pthread_cond_signal(&pool->returned);
	pthread_mutex_unlock(&pool->mutex);
}

bool pool_take(struct pool *pool, struct db **ret_db, struct err *err)
{
	struct db *db = reserve(pool);
	if (!db && !pool->opener(pool->context, pool->url, DB_READ, &db, err)) {
		release(pool, NULL);
		return false;
	}
	*ret_db = db;
	return true;
}

void pool_give(struct pool *pool, struct db *db, bool healthy)
{
	if (!healthy)
		db_close(db);
	release(pool, healthy ? db : NULL);
}
