/* A row a draw, replaced as a whole with each of its records. */
#include "store/draw.h"

#include "store/row.h"

static const struct row_field draw_fields[] = {
	ROW_FIELD(ROW_INT64, draw_row, number),
	ROW_FIELD(ROW_TEXT, draw_row, committed),
	ROW_FIELD(ROW_TEXT, draw_row, announced),
	ROW_FIELD(ROW_TEXT, draw_row, concluded),
	ROW_FIELD(ROW_TEXT, draw_row, voided),
	ROW_FIELD(ROW_INT64, draw_row, seq),
};
static const struct row_shape draw_shape = ROW_SHAPE(draw_row, draw_fields);

#define DRAW "SELECT number, committed, announced, concluded, voided, seq FROM draw WHERE contest = $1"

bool store_put_draw(struct db *db, const char *contest, const struct draw_row *row, struct err *err)
{
	struct db_value args[DB_ARGS_MAX] = {db_text(contest)};
	int n = row_bind(&draw_shape, row, args, 1);
	return db_run(db,
		"INSERT INTO draw (contest, number, committed, announced, concluded, voided, seq) "
		"VALUES ($1, $2, $3, $4, $5, $6, $7) "
		"ON CONFLICT (contest, number) DO UPDATE SET committed = excluded.committed, announced = excluded.announced, "
		"concluded = excluded.concluded, voided = excluded.voided, seq = excluded.seq",
		args, n, NULL, err);
}

bool store_find_draw(struct db *db, const char *contest, int64_t number, struct arena *arena,
	struct draw_row **ret_row, struct err *err)
{
	return row_find(db, DRAW " AND number = $2", DB_ARGS(db_text(contest), db_int(number)), &draw_shape, arena, ret_row, err);
}

bool store_list_draws(struct db *db, const char *contest, struct arena *arena, struct draw_row **ret_rows,
	size_t *ret_count, struct err *err)
{
	return row_list(db, DRAW " ORDER BY number", DB_ARGS(db_text(contest)), &draw_shape, arena, ret_rows, ret_count, err);
}
