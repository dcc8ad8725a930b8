/* Sheets in force: one a contest, stage, entry and expert; a newer version replaces. */
#include "store/live.h"
#include "store/row.h"
#include "store/store.h"

static const struct row_field sheet_fields[] = {
	ROW_FIELD(ROW_TEXT, sheet_row, stage),
	ROW_FIELD(ROW_TEXT, sheet_row, heat),
	ROW_FIELD(ROW_TEXT, sheet_row, entry),
	ROW_FIELD(ROW_TEXT, sheet_row, expert),
	ROW_FIELD(ROW_BOOL, sheet_row, recused),
	ROW_FIELD(ROW_TEXT, sheet_row, marks),
	ROW_FIELD(ROW_INT, sheet_row, version),
	ROW_FIELD(ROW_INT64, sheet_row, seq),
};
static const struct row_shape sheet_shape = ROW_SHAPE(sheet_row, sheet_fields);

bool store_put_sheet(struct db *db, const char *contest, const struct sheet_row *row, struct err *err)
{
	struct db_value args[DB_ARGS_MAX] = {db_text(contest)};
	int n = row_bind(&sheet_shape, row, args, 1);
	return db_run(db,
		"INSERT INTO sheet (contest, stage, heat, entry, expert, recused, marks, version, seq) "
		"VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) "
		"ON CONFLICT (contest, stage, entry, expert) DO UPDATE SET heat = excluded.heat, "
		"recused = excluded.recused, marks = excluded.marks, version = excluded.version, seq = excluded.seq",
		args, n, NULL, err);
}

bool store_find_sheet(struct db *db, const char *contest, const char *stage, const char *entry, const char *expert,
	struct arena *arena, struct sheet_row **ret_row, struct err *err)
{
	return row_find(db,
		"SELECT stage, heat, entry, expert, recused, marks, version, seq FROM sheet "
		"WHERE contest = $1 AND stage = $2 AND entry = $3 AND expert = $4",
		DB_ARGS(db_text(contest), db_text(stage), db_text(entry), db_text(expert)), &sheet_shape, arena,
		ret_row, err);
}

bool store_list_sheets(struct db *db, const char *contest, const char *stage, struct arena *arena,
	struct sheet_row **ret_rows, size_t *ret_count, struct err *err)
{
	return row_list(db,
		"SELECT stage, heat, entry, expert, recused, marks, version, seq FROM sheet "
		"WHERE contest = $1 AND stage = $2 ORDER BY entry, expert",
		DB_ARGS(db_text(contest), db_text(stage)), &sheet_shape, arena, ret_rows, ret_count, err);
}

bool store_count_sheets(struct db *db, const char *contest, const char *stage, int64_t *ret_count, struct err *err)
{
	if (!stage)
		return db_get_int(db, "SELECT count(*) FROM sheet WHERE contest = $1", DB_ARGS(db_text(contest)), 0,
			ret_count, err);
	return db_get_int(db, "SELECT count(*) FROM sheet WHERE contest = $1 AND stage = $2",
		DB_ARGS(db_text(contest), db_text(stage)), 0, ret_count, err);
}

bool store_list_entry_sheets(struct db *db, const char *contest, const char *stage, const char *entry,
	struct arena *arena, struct sheet_row **ret_rows, size_t *ret_count, struct err *err)
{
	return row_list(db,
		"SELECT stage, heat, entry, expert, recused, marks, version, seq FROM sheet "
		"WHERE contest = $1 AND stage = $2 AND entry = $3 ORDER BY expert",
		DB_ARGS(db_text(contest), db_text(stage), db_text(entry)), &sheet_shape, arena, ret_rows, ret_count, err);
}

bool store_list_expert_sheets(struct db *db, const char *contest, const char *stage, const char *expert,
	struct arena *arena, struct sheet_row **ret_rows, size_t *ret_count, struct err *err)
{
	return row_list(db,
		"SELECT stage, heat, entry, expert, recused, marks, version, seq FROM sheet "
		"WHERE contest = $1 AND stage = $2 AND expert = $3 ORDER BY entry",
		DB_ARGS(db_text(contest), db_text(stage), db_text(expert)), &sheet_shape, arena, ret_rows, ret_count, err);
}
