/* Hearing of changes. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct db;
struct store;

/* store_get_generation() inside a transaction: what the transaction sees is of this generation. */
MUST_CHECK bool store_read_generation(struct db *db, int64_t *ret_generation, struct err *err);

/* `changed` is called by the writer's thread after each commit of this process, before its callers hear of it; it must
 * not write, and return soon. NULL: nobody. When this returns, the one before is not called any more. */
void store_watch(struct store *store, void (*changed)(void *context), void *context);
