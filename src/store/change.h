/* What a change can be seen in, and hearing of it. */
#pragma once

#include "store/store.h"

/* From the narrowest. What a request did not say of itself is the widest. */
enum store_effect {
	EFFECT_NOTHING, /* sessions, attempts to sign in: no public page */
	EFFECT_LEDGER,  /* sheets: the ledger, counts of sheets */
	EFFECT_PAGES,   /* every page */
};

/* store_write() of a request that can be seen in no more than `effect`, unless it says otherwise. */
MUST_CHECK bool store_write_effect(
	struct store *store, enum store_effect effect, store_work *work, void *context, struct err *err);
/* From inside the work: it can be seen in more, after all. */
void store_raise_effect(struct db *db, enum store_effect effect);

/* The newest change, and the newest that is seen in the ledger, and in pages. Each grows with commits of any process. */
struct store_generation {
	int64_t all, ledger, pages;
};
/* Inside a transaction: all that it sees is of this generation. */
MUST_CHECK bool store_read_generation(struct db *db, struct store_generation *ret_generation, struct err *err);

/* `changed` is called by the writer's thread after each commit of this process, before its callers hear of it; it must
 * not write, and return soon. What the commit cannot be seen in is 0. NULL: nobody. When this returns, the one before
 * is not called any more. */
typedef void store_changed(void *context, const struct store_generation *generation);
void store_watch(struct store *store, store_changed *changed, void *context);
