/* Draws: what their records say so far. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct arena;
struct db;

struct draw_row {
	int64_t number; /* from 1 */
	const char *committed, *announced, *concluded, *voided; /* the records' bodies; NULL = not yet */
	int64_t seq;    /* of the newest record */
};
/* Replaces the row of that number. */
MUST_CHECK bool store_put_draw(struct db *db, const char *contest, const struct draw_row *row, struct err *err);
/* *ret_row is NULL when there is none. */
MUST_CHECK bool store_find_draw(struct db *db, const char *contest, int64_t number, struct arena *arena,
	struct draw_row **ret_row, struct err *err);
/* By number. */
MUST_CHECK bool store_list_draws(struct db *db, const char *contest, struct arena *arena, struct draw_row **ret_rows,
	size_t *ret_count, struct err *err);
