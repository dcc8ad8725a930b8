/* Connections for reading, lent one at a time. */
#pragma once

#include "store/driver.h"

struct pool;

/* Makes no connection yet. `url` and `context` must outlive the pool. The caller frees it when all are back. */
struct pool *pool_new(db_opener *opener, void *context, const char *url);
void pool_free(struct pool *pool);

/* An idle connection, or a new one; waits while POOL_MAX are out. */
enum { POOL_MAX = 24 };
MUST_CHECK bool pool_take(struct pool *pool, struct db **ret_db, struct err *err);

/* Gives it back; `healthy` false closes it. */
void pool_give(struct pool *pool, struct db *db, bool healthy);

/* Closes the idle ones: after the server went away they are all dead. */
void pool_drop_idle(struct pool *pool);
