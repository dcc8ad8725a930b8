/* Contests: a row each, the definition in force in it. */
#include "store/row.h"
#include "store/store.h"

static const struct row_field contest_fields[] = {
	ROW_FIELD(ROW_TEXT, contest_row, id),
	ROW_FIELD(ROW_TEXT, contest_row, definition),
	ROW_FIELD(ROW_LENGTH, contest_row, definition_len),
	ROW_FIELD(ROW_INT64, contest_row, added_ms),
};
static const struct row_shape contest_shape = ROW_SHAPE(contest_row, contest_fields);

bool store_put_contest(struct db *db, const struct contest_row *row, struct err *err)
{
	struct db_value args[DB_ARGS_MAX];
	int n = row_bind(&contest_shape, row, args, 0);
	return db_run(db,
		"INSERT INTO contest (id, definition, added_ms) VALUES ($1, $2, $3) "
		"ON CONFLICT (id) DO UPDATE SET definition = excluded.definition",
		args, n, NULL, err);
}

bool store_find_contest(struct db *db, const char *id, struct arena *arena, struct contest_row **ret_row,
	struct err *err)
{
	return row_find(db, "SELECT id, definition, added_ms FROM contest WHERE id = $1", DB_ARGS(db_text(id)),
		&contest_shape, arena, ret_row, err);
}

bool store_list_contests(struct db *db, struct arena *arena, struct contest_row **ret_rows, size_t *ret_count,
	struct err *err)
{
	return row_list(db, "SELECT id, definition, added_ms FROM contest ORDER BY id", DB_NO_ARGS,
		&contest_shape, arena, ret_rows, ret_count, err);
}
