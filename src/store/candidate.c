/* The experts' pool: a row a candidate, replaced as a whole. */
#include "store/panels.h"

#include "base/dict.h"
#include "store/row.h"

static const struct row_field candidate_fields[] = {
	ROW_FIELD(ROW_TEXT, candidate_row, id),
	ROW_FIELD(ROW_TEXT, candidate_row, class_id),
	ROW_FIELD(ROW_TEXT, candidate_row, profile),
	ROW_FIELD(ROW_INT64, candidate_row, load),
	ROW_FIELD(ROW_TEXT, candidate_row, away),
	ROW_FIELD(ROW_INT, candidate_row, state),
	ROW_FIELD(ROW_INT64, candidate_row, asked_ms),
	ROW_FIELD(ROW_INT64, candidate_row, answer_by_ms),
	ROW_FIELD(ROW_INT64, candidate_row, answered_ms),
	ROW_FIELD(ROW_TEXT, candidate_row, remark),
	ROW_FIELD(ROW_INT64, candidate_row, seq),
};
static const struct row_shape candidate_shape = ROW_SHAPE(candidate_row, candidate_fields);

struct leaver_row {
	const char *id;
};
static const struct row_field leaver_fields[] = {ROW_FIELD(ROW_TEXT, leaver_row, id)};
static const struct row_shape leaver_shape = ROW_SHAPE(leaver_row, leaver_fields);

#define COLUMNS "id, class, profile, load, away, state, asked_ms, answer_by_ms, answered_ms, remark, seq"

bool store_put_candidate(struct db *db, const char *contest, const struct candidate_row *row, struct err *err)
{
	struct db_value args[DB_ARGS_MAX] = {db_text(contest)};
	int n = row_bind(&candidate_shape, row, args, 1);
	return db_run(db,
		"INSERT INTO candidate (contest, " COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) "
		"ON CONFLICT (contest, id) DO UPDATE SET class = excluded.class, profile = excluded.profile, load = excluded.load, "
		"away = excluded.away, state = excluded.state, asked_ms = excluded.asked_ms, "
		"answer_by_ms = excluded.answer_by_ms, answered_ms = excluded.answered_ms, "
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

bool store_list_leavers(struct db *db, const char *contest, struct arena *arena, struct dict *ret_ids, struct err *err)
{
	struct leaver_row *rows;
	size_t n;
	*ret_ids = (struct dict){0};
	if (!row_list(db, "SELECT id FROM candidate WHERE contest = $1 AND state = 4 ORDER BY id", DB_ARGS(db_text(contest)),
		    &leaver_shape, arena, &rows, &n, err))
		return false;
	for (size_t i = 0; i < n; i++)
		(void)dict_add(ret_ids, arena, rows[i].id, (int)i);
	return true;
}

bool store_drop_seats(struct db *db, const char *contest, const char *expert, struct err *err)
{
	return db_run(db,
		"DELETE FROM panel WHERE contest = $1 AND expert = $2 "
		"AND NOT EXISTS (SELECT 1 FROM heat h WHERE h.contest = panel.contest AND h.stage = panel.stage AND h.heat = panel.heat) "
		"AND NOT EXISTS (SELECT 1 FROM stage s WHERE s.contest = panel.contest AND s.stage = panel.stage AND s.state > 0)",
		DB_ARGS(db_text(contest), db_text(expert)), NULL, err);
}

bool store_count_expert_sheets(struct db *db, const char *contest, const char *expert, int64_t *ret_count, struct err *err)
{
	return db_get_int(db, "SELECT count(*) FROM sheet WHERE contest = $1 AND expert = $2",
		DB_ARGS(db_text(contest), db_text(expert)), 0, ret_count, err);
}

bool store_erase_expert(struct db *db, const char *contest, const char *id, struct err *err)
{
	return db_run(db, "UPDATE expert SET profile = NULL WHERE contest = $1 AND id = $2", DB_ARGS(db_text(contest), db_text(id)),
		       NULL, err) &&
		db_run(db, "UPDATE conflict SET detail = NULL WHERE contest = $1 AND expert = $2",
			DB_ARGS(db_text(contest), db_text(id)), NULL, err) &&
		db_run(db, "UPDATE link SET label = NULL WHERE contest = $1 AND expert = $2",
			DB_ARGS(db_text(contest), db_text(id)), NULL, err);
}
