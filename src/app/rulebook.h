/* Definitions kept read, and who takes part in each stage, so that taking a sheet costs no parsing. Internal to src/app.
 *
 * A page is immutable and shared between threads; whoever takes one gives it back. Pages are made of committed data only:
 * they are taken in a store_read(), and inside a store_write() one asks whether the page taken before it still holds. */
#pragma once

#include "app/context.h"

struct rulebook;

struct rulebook_page {
	const struct contest *contest;
	int64_t decided; /* see store_get_decided() */
	const struct dict *parts; /* by stage: the entries that results send there; NULL: everybody takes part */
};

struct rulebook *rulebook_new(void);
void rulebook_free(struct rulebook *book);

/* ERR_NOT_FOUND "contest.unknown". */
MUST_CHECK bool rulebook_take(struct rulebook *book, struct db *db, const char *contest,
	const struct rulebook_page **ret_page, struct err *err);
void rulebook_give(struct rulebook *book, const struct rulebook_page *page); /* NULL is allowed */

/* The page when it still holds for this definition and newest decision, else a new one in `arena`, which is not given back. */
MUST_CHECK bool rulebook_check(const struct rulebook_page *page, struct db *db, struct slice definition, int64_t decided,
	struct arena *arena, const struct rulebook_page **ret_page, struct err *err);

bool rulebook_takes_part(const struct rulebook_page *page, int stage, const char *entry);
