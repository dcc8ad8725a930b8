/* Ties that experts vote on, and the scores that a hall was shown. */
#include "store/live.h"
#include "store/row.h"

static const struct row_field tie_fields[] = {
	ROW_FIELD(ROW_INT64, tie_row, seq),
	ROW_FIELD(ROW_TEXT, tie_row, stage),
	ROW_FIELD(ROW_TEXT, tie_row, body),
	ROW_FIELD(ROW_INT64, tie_row, concluded_seq),
};
static const struct row_shape tie_shape = ROW_SHAPE(tie_row, tie_fields);

static const struct row_field vote_fields[] = {
	ROW_FIELD(ROW_TEXT, vote_row, expert),
	ROW_FIELD(ROW_TEXT, vote_row, ranking),
	ROW_FIELD(ROW_INT64, vote_row, seq),
};
static const struct row_shape vote_shape = ROW_SHAPE(vote_row, vote_fields);

static const struct row_field shown_fields[] = {
	ROW_FIELD(ROW_TEXT, shown_row, entry),
	ROW_FIELD(ROW_INT64, shown_row, rank),
	ROW_FIELD(ROW_INT64, shown_row, score),
	ROW_FIELD(ROW_INT64, shown_row, seq),
};
static const struct row_shape shown_shape = ROW_SHAPE(shown_row, shown_fields);

bool store_put_tie(struct db *db, const char *contest, const struct tie_row *row, struct err *err)
{
	struct db_value args[DB_ARGS_MAX] = {db_text(contest)};
	int n = row_bind(&tie_shape, row, args, 1);
	return db_run(db,
		"INSERT INTO tie (contest, seq, stage, body, concluded_seq) VALUES ($1, $2, $3, $4, $5) "
		"ON CONFLICT (contest, seq) DO UPDATE SET body = excluded.body, concluded_seq = excluded.concluded_seq",
		args, n, NULL, err);
}

bool store_list_ties(struct db *db, const char *contest, const char *stage, struct arena *arena,
	struct tie_row **ret_rows, size_t *ret_count, struct err *err)
{
	return row_list(db,
		"SELECT seq, stage, body, concluded_seq FROM tie WHERE contest = $1 AND stage = $2 ORDER BY seq",
		DB_ARGS(db_text(contest), db_text(stage)), &tie_shape, arena, ret_rows, ret_count, err);
}

bool store_put_vote(struct db *db, const char *contest, int64_t tie, const struct vote_row *row, struct err *err)
{
	struct db_value args[DB_ARGS_MAX] = {db_text(contest), db_int(tie)};
	int n = row_bind(&vote_shape, row, args, 2);
	return db_run(db,
		"INSERT INTO vote (contest, tie, expert, ranking, seq) VALUES ($1, $2, $3, $4, $5) "
		"ON CONFLICT (contest, tie, expert) DO UPDATE SET ranking = excluded.ranking, seq = excluded.seq",
		args, n, NULL, err);
}

bool store_list_votes(struct db *db, const char *contest, int64_t tie, struct arena *arena,
	struct vote_row **ret_rows, size_t *ret_count, struct err *err)
{
	return row_list(db, "SELECT expert, ranking, seq FROM vote WHERE contest = $1 AND tie = $2 ORDER BY expert",
		DB_ARGS(db_text(contest), db_int(tie)), &vote_shape, arena, ret_rows, ret_count, err);
}

bool store_put_shown(struct db *db, const char *contest, const char *stage, const struct shown_row *row,
	struct err *err)
{
	struct db_value args[DB_ARGS_MAX] = {db_text(contest), db_text(stage)};
	int n = row_bind(&shown_shape, row, args, 2);
	return db_run(db,
		"INSERT INTO shown (contest, stage, entry, rank, score, seq) VALUES ($1, $2, $3, $4, $5, $6) "
		"ON CONFLICT (contest, stage, entry) DO UPDATE SET rank = excluded.rank, score = excluded.score, "
		"seq = excluded.seq",
		args, n, NULL, err);
}

bool store_list_shown(struct db *db, const char *contest, const char *stage, struct arena *arena,
	struct shown_row **ret_rows, size_t *ret_count, struct err *err)
{
	return row_list(db,
		"SELECT entry, rank, score, seq FROM shown WHERE contest = $1 AND stage = $2 ORDER BY seq",
		DB_ARGS(db_text(contest), db_text(stage)), &shown_shape, arena, ret_rows, ret_count, err);
}
