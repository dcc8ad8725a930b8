/* When who pitches where in a stage: every version is kept. */
#include "store/panels.h"

#include "store/row.h"

static const struct row_field timetable_fields[] = {
	ROW_FIELD(ROW_INT64, timetable_row, version),
	ROW_FIELD(ROW_TEXT, timetable_row, body),
	ROW_FIELD(ROW_INT64, timetable_row, at_ms),
	ROW_FIELD(ROW_INT64, timetable_row, seq),
};
static const struct row_shape timetable_shape = ROW_SHAPE(timetable_row, timetable_fields);

#define NEWEST "SELECT version, body, at_ms, seq FROM timetable WHERE contest = $1 AND stage = $2 ORDER BY version DESC"

bool store_add_timetable(struct db *db, const char *contest, const char *stage, const struct timetable_row *row,
	struct err *err)
{
	struct db_value args[DB_ARGS_MAX] = {db_text(contest), db_text(stage)};
	int n = row_bind(&timetable_shape, row, args, 2);
	return db_run(db, "INSERT INTO timetable (contest, stage, version, body, at_ms, seq) VALUES ($1, $2, $3, $4, $5, $6)", args,
		n, NULL, err);
}

bool store_find_timetable(struct db *db, const char *contest, const char *stage, struct arena *arena,
	struct timetable_row **ret_row, struct err *err)
{
	return row_find(db, NEWEST " LIMIT 1", DB_ARGS(db_text(contest), db_text(stage)), &timetable_shape, arena, ret_row, err);
}

bool store_list_timetables(struct db *db, const char *contest, const char *stage, struct arena *arena,
	struct timetable_row **ret_rows, size_t *ret_count, struct err *err)
{
	return row_list(db, NEWEST, DB_ARGS(db_text(contest), db_text(stage)), &timetable_shape, arena, ret_rows, ret_count, err);
}
