/* Published stages kept counted in memory: what was published never changes, so it is computed once. Internal to src/app.
 *
 * An exhibit is immutable and shared between threads; whoever takes one gives
 * it back. Withdrawals after publication are not in it: views lay them over. */
#pragma once

#include "app/docket.h"
#include "contest/result.h"

struct shelf;

struct exhibit {
	const struct contest *contest;
	int stage;
	const struct docket *docket;
	const struct result *result;
};

struct shelf *shelf_new(void);
void shelf_free(struct shelf *shelf);

/* *ret_exhibit is NULL while the stage is not published. */
MUST_CHECK bool shelf_take(struct shelf *shelf, struct db *db, const struct contest *contest, int stage,
	const struct exhibit **ret_exhibit, struct err *err);
void shelf_give(struct shelf *shelf, const struct exhibit *exhibit); /* NULL is allowed */
