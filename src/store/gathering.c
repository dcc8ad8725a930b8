/* Gatherings and their lines. Limits on how many are the caller's, who counts first: the writer is alone. */
#include "store/draw.h"

#include "store/row.h"

static const struct row_field gathering_fields[] = {
	ROW_FIELD(ROW_INT64, gathering_row, number),
	ROW_FIELD(ROW_TEXT, gathering_row, code),
	ROW_FIELD(ROW_TEXT, gathering_row, body),
	ROW_FIELD(ROW_INT64, gathering_row, closes_ms),
};
static const struct row_shape gathering_shape = ROW_SHAPE(gathering_row, gathering_fields);

static const struct row_field line_fields[] = {
	ROW_FIELD(ROW_TEXT, hall_row, hash),
	ROW_FIELD(ROW_TEXT, hall_row, origin),
	ROW_FIELD(ROW_TEXT, hall_row, line),
};
static const struct row_shape line_shape = ROW_SHAPE(hall_row, line_fields);

bool store_put_gathering(struct db *db, const char *contest, const struct gathering_row *row, struct err *err)
{
	struct db_value args[DB_ARGS_MAX] = {db_text(contest)};
	int n = row_bind(&gathering_shape, row, args, 1);
	return db_run(db,
		"INSERT INTO gathering (contest, number, code, body, closes_ms) VALUES ($1, $2, $3, $4, $5) "
		"ON CONFLICT (contest, number) DO UPDATE SET code = excluded.code, body = excluded.body, closes_ms = excluded.closes_ms",
		args, n, NULL, err);
}

bool store_find_gathering(struct db *db, const char *contest, struct arena *arena, struct gathering_row **ret_row, struct err *err)
{
	return row_find(db, "SELECT number, code, body, closes_ms FROM gathering WHERE contest = $1 ORDER BY number DESC LIMIT 1",
		DB_ARGS(db_text(contest)), &gathering_shape, arena, ret_row, err);
}

bool store_remove_gathering(struct db *db, const char *contest, int64_t number, struct err *err)
{
	return db_run(db, "DELETE FROM hall_line WHERE contest = $1 AND number = $2", DB_ARGS(db_text(contest), db_int(number)), NULL, err) &&
		db_run(db, "DELETE FROM gathering WHERE contest = $1 AND number = $2", DB_ARGS(db_text(contest), db_int(number)), NULL, err);
}

bool store_put_hall_line(struct db *db, const char *contest, int64_t number, const struct hall_row *row, struct err *err)
{
	struct db_value args[DB_ARGS_MAX] = {db_text(contest), db_int(number)};
	int n = row_bind(&line_shape, row, args, 2);
	return db_run(db,
		"INSERT INTO hall_line (contest, number, hash, origin, line) VALUES ($1, $2, $3, $4, $5) "
		"ON CONFLICT (contest, number, hash) DO UPDATE SET origin = excluded.origin, line = excluded.line",
		args, n, NULL, err);
}

bool store_find_hall_line(struct db *db, const char *contest, int64_t number, const char *hash, struct arena *arena,
	struct hall_row **ret_row, struct err *err)
{
	return row_find(db, "SELECT hash, origin, line FROM hall_line WHERE contest = $1 AND number = $2 AND hash = $3",
		DB_ARGS(db_text(contest), db_int(number), db_text(hash)), &line_shape, arena, ret_row, err);
}

bool store_list_hall_lines(struct db *db, const char *contest, int64_t number, struct arena *arena, struct hall_row **ret_rows,
	size_t *ret_count, struct err *err)
{
	return row_list(db, "SELECT hash, origin, line FROM hall_line WHERE contest = $1 AND number = $2 ORDER BY hash",
		DB_ARGS(db_text(contest), db_int(number)), &line_shape, arena, ret_rows, ret_count, err);
}

bool store_count_hall_lines(struct db *db, const char *contest, int64_t number, const char *origin, int64_t *ret_all,
	int64_t *ret_origin, struct err *err)
{
	CLEANUP(db_cursor_done) struct db_cursor c = {0};
	bool row = false;
	if (!db_query(db, "SELECT count(*), count(CASE WHEN origin = $3 THEN 1 END) FROM hall_line WHERE contest = $1 AND number = $2",
		    DB_ARGS(db_text(contest), db_int(number), db_text(origin)), &c, err) || !db_next(&c, &row, err))
		return false;
	*ret_all = db_column(&c, 0).integer;
	*ret_origin = db_column(&c, 1).integer;
	return true;
}

bool store_forget_origins(struct db *db, const char *contest, int64_t number, struct err *err)
{
	return db_run(db, "UPDATE hall_line SET origin = NULL WHERE contest = $1 AND number = $2",
		DB_ARGS(db_text(contest), db_int(number)), NULL, err);
}
