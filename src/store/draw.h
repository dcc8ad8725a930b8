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

/* What is gathered from phones for the draw of that number. */
struct gathering_row {
	int64_t number;
	const char *code, *body;
	int64_t closes_ms;
};
struct hall_row {
	const char *hash;
	const char *origin; /* NULL = forgotten */
	const char *line;   /* NULL = not revealed */
};
/* Adds it, or replaces the one of that number. */
MUST_CHECK bool store_put_gathering(struct db *db, const char *contest, const struct gathering_row *row, struct err *err);
/* The newest; *ret_row is NULL when there is none. */
MUST_CHECK bool store_find_gathering(struct db *db, const char *contest, struct arena *arena, struct gathering_row **ret_row,
	struct err *err);
/* With its lines. */
MUST_CHECK bool store_remove_gathering(struct db *db, const char *contest, int64_t number, struct err *err);
/* Adds it, or replaces the one of that hash. */
MUST_CHECK bool store_put_hall_line(struct db *db, const char *contest, int64_t number, const struct hall_row *row, struct err *err);
/* *ret_row is NULL when there is none. */
MUST_CHECK bool store_find_hall_line(struct db *db, const char *contest, int64_t number, const char *hash, struct arena *arena,
	struct hall_row **ret_row, struct err *err);
/* By hash. */
MUST_CHECK bool store_list_hall_lines(struct db *db, const char *contest, int64_t number, struct arena *arena,
	struct hall_row **ret_rows, size_t *ret_count, struct err *err);
/* All, and those of one origin. */
MUST_CHECK bool store_count_hall_lines(struct db *db, const char *contest, int64_t number, const char *origin, int64_t *ret_all,
	int64_t *ret_origin, struct err *err);
MUST_CHECK bool store_forget_origins(struct db *db, const char *contest, int64_t number, struct err *err);
