/* Stages on which something has happened: a row each, replaced as a whole. */
#include "store/row.h"
#include "store/store.h"

static const struct row_field stage_fields[] = {
	ROW_FIELD(ROW_TEXT, stage_row, stage),
	ROW_FIELD(ROW_INT, stage_row, state),
	ROW_FIELD(ROW_TEXT, stage_row, supervisor),
	ROW_FIELD(ROW_INT64, stage_row, closed_seq),
	ROW_FIELD(ROW_INT64, stage_row, published_seq),
	ROW_FIELD(ROW_TEXT, stage_row, result),
};
static const struct row_shape stage_shape = ROW_SHAPE(stage_row, stage_fields);
_Static_assert(sizeof(enum stage_state) == sizeof(int), "ROW_INT reads it as an int");

bool store_find_stage(struct db *db, const char *contest, const char *stage, struct arena *arena,
	struct stage_row **ret_row, struct err *err)
{
	return row_find(db,
		"SELECT stage, state, supervisor, closed_seq, published_seq, result FROM stage "
		"WHERE contest = $1 AND stage = $2",
		DB_ARGS(db_text(contest), db_text(stage)), &stage_shape, arena, ret_row, err);
}

bool store_put_stage(struct db *db, const char *contest, const struct stage_row *row, struct err *err)
{
	struct db_value args[DB_ARGS_MAX] = {db_text(contest)};
	int n = row_bind(&stage_shape, row, args, 1);
	return db_run(db,
		"INSERT INTO stage (contest, stage, state, supervisor, closed_seq, published_seq, result) "
		"VALUES ($1, $2, $3, $4, $5, $6, $7) "
		"ON CONFLICT (contest, stage) DO UPDATE SET state = excluded.state, supervisor = excluded.supervisor, "
		"closed_seq = excluded.closed_seq, published_seq = excluded.published_seq, result = excluded.result",
		args, n, NULL, err);
}
