/* Who marks which entry in a stage: every version is kept, and the pairs of the newest stand apart, one a row. */
#include "store/panels.h"

#include "store/row.h"

static const struct row_field assignment_fields[] = {
	ROW_FIELD(ROW_INT64, assignment_row, version),
	ROW_FIELD(ROW_TEXT, assignment_row, body),
	ROW_FIELD(ROW_TEXT, assignment_row, problem),
	ROW_FIELD(ROW_INT64, assignment_row, at_ms),
	ROW_FIELD(ROW_INT64, assignment_row, seq),
};
static const struct row_shape assignment_shape = ROW_SHAPE(assignment_row, assignment_fields);

static const struct row_field assigned_fields[] = {
	ROW_FIELD(ROW_TEXT, assigned_row, entry),
	ROW_FIELD(ROW_TEXT, assigned_row, expert),
};
static const struct row_shape assigned_shape = ROW_SHAPE(assigned_row, assigned_fields);

#define NEWEST "SELECT version, body, problem, at_ms, seq FROM assignment WHERE contest = $1 AND stage = $2 " \
	"ORDER BY version DESC"

bool store_add_assignment(struct db *db, const char *contest, const char *stage, const struct assignment_row *row,
	const struct assigned_row *pairs, size_t count, struct err *err)
{
	struct db_value args[DB_ARGS_MAX] = {db_text(contest), db_text(stage)};
	int n = row_bind(&assignment_shape, row, args, 2);
	if (!db_run(db,
		    "INSERT INTO assignment (contest, stage, version, body, problem, at_ms, seq) "
		    "VALUES ($1, $2, $3, $4, $5, $6, $7)",
		    args, n, NULL, err) ||
		!db_run(db, "DELETE FROM assigned WHERE contest = $1 AND stage = $2", DB_ARGS(db_text(contest), db_text(stage)), NULL,
			err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (!db_run(db, "INSERT INTO assigned (contest, stage, entry, expert) VALUES ($1, $2, $3, $4)",
			    DB_ARGS(db_text(contest), db_text(stage), db_text(pairs[i].entry), db_text(pairs[i].expert)), NULL, err))
			return false;
	return true;
}

bool store_find_assignment(struct db *db, const char *contest, const char *stage, struct arena *arena,
	struct assignment_row **ret_row, struct err *err)
{
	return row_find(db, NEWEST " LIMIT 1", DB_ARGS(db_text(contest), db_text(stage)), &assignment_shape, arena, ret_row, err);
}

bool store_list_assignments(struct db *db, const char *contest, const char *stage, struct arena *arena,
	struct assignment_row **ret_rows, size_t *ret_count, struct err *err)
{
	return row_list(db, NEWEST, DB_ARGS(db_text(contest), db_text(stage)), &assignment_shape, arena, ret_rows, ret_count, err);
}

bool store_list_assigned(struct db *db, const char *contest, const char *stage, const char *expert, struct arena *arena,
	struct assigned_row **ret_rows, size_t *ret_count, struct err *err)
{
	return row_list(db,
		"SELECT entry, expert FROM assigned WHERE contest = $1 AND stage = $2 AND (CAST($3 AS TEXT) IS NULL OR expert = $3) "
		"ORDER BY entry, expert",
		DB_ARGS(db_text(contest), db_text(stage), db_text(expert)), &assigned_shape, arena, ret_rows, ret_count, err);
}
