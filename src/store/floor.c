/* Panels, floor steps and locked heats: what happens in one room. */
#include "store/live.h"
#include "store/row.h"

static const struct row_field panel_fields[] = {
	ROW_FIELD(ROW_TEXT, panel_row, stage),
	ROW_FIELD(ROW_TEXT, panel_row, heat),
	ROW_FIELD(ROW_TEXT, panel_row, expert),
};
static const struct row_shape panel_shape = ROW_SHAPE(panel_row, panel_fields);

static const struct row_field step_fields[] = {
	ROW_FIELD(ROW_INT64, step_row, step),
	ROW_FIELD(ROW_INT64, step_row, at_ms),
	ROW_FIELD(ROW_TEXT, step_row, body),
	ROW_FIELD(ROW_INT64, step_row, seq),
};
static const struct row_shape step_shape = ROW_SHAPE(step_row, step_fields);

static const struct row_field heat_fields[] = {
	ROW_FIELD(ROW_TEXT, heat_row, stage),
	ROW_FIELD(ROW_TEXT, heat_row, heat),
	ROW_FIELD(ROW_INT64, heat_row, lock_seq),
	ROW_FIELD(ROW_INT64, heat_row, sign_seq),
};
static const struct row_shape heat_shape = ROW_SHAPE(heat_row, heat_fields);

bool store_put_panel(struct db *db, const char *contest, const char *stage, const char *heat,
	const char *const *experts, size_t count, int64_t seq, struct err *err)
{
	if (!db_run(db, "DELETE FROM panel WHERE contest = $1 AND stage = $2 AND heat = $3",
		    DB_ARGS(db_text(contest), db_text(stage), db_text(heat)), NULL, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (!db_run(db, "INSERT INTO panel (contest, stage, heat, expert, seq) VALUES ($1, $2, $3, $4, $5)",
			    DB_ARGS(db_text(contest), db_text(stage), db_text(heat), db_text(experts[i]), db_int(seq)), NULL,
			    err))
			return false;
	return true;
}

bool store_list_panel(struct db *db, const char *contest, const char *stage, struct arena *arena,
	struct panel_row **ret_rows, size_t *ret_count, struct err *err)
{
	if (!stage)
		return row_list(db,
			"SELECT stage, heat, expert FROM panel WHERE contest = $1 ORDER BY stage, heat, expert",
			DB_ARGS(db_text(contest)), &panel_shape, arena, ret_rows, ret_count, err);
	return row_list(db,
		"SELECT stage, heat, expert FROM panel WHERE contest = $1 AND stage = $2 ORDER BY heat, expert",
		DB_ARGS(db_text(contest), db_text(stage)), &panel_shape, arena, ret_rows, ret_count, err);
}

bool store_count_panel(struct db *db, const char *contest, const char *stage, const char *heat, const char *expert,
	int64_t *ret_seats, bool *ret_member, struct err *err)
{
	CLEANUP(db_cursor_done) struct db_cursor c = {0};
	bool row;
	if (!db_query(db,
		    "SELECT count(*), coalesce(sum(CASE WHEN expert = $4 THEN 1 ELSE 0 END), 0) FROM panel "
		    "WHERE contest = $1 AND stage = $2 AND heat = $3",
		    DB_ARGS(db_text(contest), db_text(stage), db_text(heat), db_text(expert)), &c, err) ||
		!db_next(&c, &row, err))
		return false;
	*ret_seats = row ? db_column(&c, 0).integer : 0;
	*ret_member = row && db_column(&c, 1).integer > 0;
	return true;
}

bool store_add_step(struct db *db, const char *contest, const char *stage, const char *heat,
	const struct step_row *row, struct err *err)
{
	struct db_value args[DB_ARGS_MAX] = {db_text(contest), db_text(stage), db_text(heat)};
	int n = row_bind(&step_shape, row, args, 3);
	return db_run(db,
		"INSERT INTO floor_step (contest, stage, heat, step, at_ms, body, seq) VALUES ($1, $2, $3, $4, $5, $6, $7)",
		args, n, NULL, err);
}

bool store_list_steps(struct db *db, const char *contest, const char *stage, const char *heat,
	struct arena *arena, struct step_row **ret_rows, size_t *ret_count, struct err *err)
{
	return row_list(db,
		"SELECT step, at_ms, body, seq FROM floor_step WHERE contest = $1 AND stage = $2 AND heat = $3 ORDER BY step",
		DB_ARGS(db_text(contest), db_text(stage), db_text(heat)), &step_shape, arena, ret_rows, ret_count, err);
}

bool store_count_steps(struct db *db, const char *contest, int64_t *ret_count, struct err *err)
{
	return db_get_int(db, "SELECT count(*) FROM floor_step WHERE contest = $1", DB_ARGS(db_text(contest)), 0, ret_count, err);
}

bool store_put_heat(struct db *db, const char *contest, const struct heat_row *row, struct err *err)
{
	struct db_value args[DB_ARGS_MAX] = {db_text(contest)};
	int n = row_bind(&heat_shape, row, args, 1);
	return db_run(db,
		"INSERT INTO heat (contest, stage, heat, lock_seq, sign_seq) VALUES ($1, $2, $3, $4, $5) "
		"ON CONFLICT (contest, stage, heat) DO UPDATE SET lock_seq = excluded.lock_seq, sign_seq = excluded.sign_seq",
		args, n, NULL, err);
}

bool store_find_heat(struct db *db, const char *contest, const char *stage, const char *heat,
	struct arena *arena, struct heat_row **ret_row, struct err *err)
{
	return row_find(db,
		"SELECT stage, heat, lock_seq, sign_seq FROM heat WHERE contest = $1 AND stage = $2 AND heat = $3",
		DB_ARGS(db_text(contest), db_text(stage), db_text(heat)), &heat_shape, arena, ret_row, err);
}
