/* What a jury or an organiser decided, in order of its ledger record. */
#include "store/row.h"
#include "store/store.h"

static const struct row_field decision_fields[] = {
	ROW_FIELD(ROW_INT64, decision_row, seq),
	ROW_FIELD(ROW_TEXT, decision_row, stage),
	ROW_FIELD(ROW_TEXT, decision_row, kind),
	ROW_FIELD(ROW_TEXT, decision_row, body),
};
static const struct row_shape decision_shape = ROW_SHAPE(decision_row, decision_fields);

bool store_add_decision(struct db *db, const char *contest, const struct decision_row *row, struct err *err)
{
	struct db_value args[DB_ARGS_MAX] = {db_text(contest)};
	int n = row_bind(&decision_shape, row, args, 1);
	return db_run(db, "INSERT INTO decision (contest, seq, stage, kind, body) VALUES ($1, $2, $3, $4, $5)", args, n,
		NULL, err);
}

bool store_list_decisions(struct db *db, const char *contest, const char *stage, struct arena *arena,
	struct decision_row **ret_rows, size_t *ret_count, struct err *err)
{
	if (!stage)
		return row_list(db, "SELECT seq, stage, kind, body FROM decision WHERE contest = $1 ORDER BY seq",
			DB_ARGS(db_text(contest)), &decision_shape, arena, ret_rows, ret_count, err);
	return row_list(db,
		"SELECT seq, stage, kind, body FROM decision WHERE contest = $1 AND stage = $2 ORDER BY seq",
		DB_ARGS(db_text(contest), db_text(stage)), &decision_shape, arena, ret_rows, ret_count, err);
}

bool store_get_decided(struct db *db, const char *contest, int64_t *ret_seq, struct err *err)
{
	return db_get_int(db,
		"SELECT max(seq) FROM (SELECT max(seq) AS seq FROM decision WHERE contest = $1 "
		"UNION ALL SELECT max(published_seq) FROM stage WHERE contest = $1) AS decided",
		DB_ARGS(db_text(contest)), -1, ret_seq, err);
}
