/* The experts' pool: a row a candidate, replaced as a whole. */
#include "store/panels.h"

#include "store/row.h"

static const struct row_field candidate_fields[] = {
	ROW_FIELD(ROW_TEXT, candidate_row, id),
	ROW_FIELD(ROW_TEXT, candidate_row, class_id),
	ROW_FIELD(ROW_TEXT, candidate_row, profile),
	ROW_FIELD(ROW_INT64, candidate_row, load),
	ROW_FIELD(ROW_TEXT, candidate_row, away),
	ROW_FIELD(ROW_INT, candidate_row, state),
	ROW_FIELD(ROW_INT64, candidate_row, asked_ms),
	ROW_FIELD(ROW_INT64, candidate_row, answered_ms),
	ROW_FIELD(ROW_TEXT, candidate_row, remark),
	ROW_FIELD(ROW_INT64, candidate_row, seq),
};
static const struct row_shape candidate_shape = ROW_SHAPE(candidate_row, candidate_fields);

#define COLUMNS "id, class, profile, load, away, state, asked_ms, answered_ms, remark, seq"

bool store_put_candidate(struct db *db, const char *contest, const struct candidate_row *row, struct err *err)
{
	struct db_value args[DB_ARGS_MAX] = {db_text(contest)};
	int n = row_bind(&candidate_shape, row, args, 1);
	return db_run(db,
		"INSERT INTO candidate (contest, " COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) "
		"ON CONFLICT (contest, id) DO UPDATE SET class = excluded.class, profile = excluded.profile, load = excluded.load, "
		"away = excluded.away, state = excluded.state, asked_ms = excluded.asked_ms, answered_ms = excluded.answered_ms, "
		"remark = excluded.remark, seq = excluded.seq",
		args, n, NULL, err);
}

bool store_find_candidate(struct db *db, const char *contest, const char *id, struct arena *arena,
	struct candidate_row **ret_row, struct err *err)
{
	return row_find(db, "SELECT " COLUMNS " FROM candidate WHERE contest = $1 AND id = $2",
		DB_ARGS(db_text(contest), db_text(id)), &candidate_shape, arena, ret_row, err);
}

bool store_list_candidates(struct db *db, const char *contest, struct arena *arena, struct candidate_row **ret_rows,
	size_t *ret_count, struct err *err)
{
	return row_list(db, "SELECT " COLUMNS " FROM candidate WHERE contest = $1 ORDER BY id", DB_ARGS(db_text(contest)),
		&candidate_shape, arena, ret_rows, ret_count, err);
}

bool store_remove_candidate(struct db *db, const char *contest, const char *id, struct err *err)
{
	return db_run(db, "DELETE FROM candidate WHERE contest = $1 AND id = $2 AND state = 0",
		DB_ARGS(db_text(contest), db_text(id)), NULL, err);
}
