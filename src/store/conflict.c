/* Conflicts of interest. Evidence is a row a ground; a ruling gives all evidence of its pair its state, so that evidence
 * which comes later stands undecided again. */
#include "store/panels.h"

#include "store/row.h"

/* ---- evidence */

static const struct row_field conflict_fields[] = {
	ROW_FIELD(ROW_TEXT, conflict_row, entry),
	ROW_FIELD(ROW_TEXT, conflict_row, expert),
	ROW_FIELD(ROW_TEXT, conflict_row, ground),
	ROW_FIELD(ROW_INT, conflict_row, source),
	ROW_FIELD(ROW_INT, conflict_row, state),
	ROW_FIELD(ROW_TEXT, conflict_row, detail),
	ROW_FIELD(ROW_INT64, conflict_row, at_ms),
};
static const struct row_shape conflict_shape = ROW_SHAPE(conflict_row, conflict_fields);

bool store_put_conflict(struct db *db, const char *contest, const struct conflict_row *row, struct err *err)
{
	struct db_value args[DB_ARGS_MAX] = {db_text(contest)};
	int n = row_bind(&conflict_shape, row, args, 1);
	return db_run(db,
		"INSERT INTO conflict (contest, entry, expert, ground, source, state, detail, at_ms) "
		"VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (contest, entry, expert, ground) DO UPDATE SET "
		"source = excluded.source, state = excluded.state, detail = excluded.detail, at_ms = excluded.at_ms",
		args, n, NULL, err);
}

bool store_list_conflicts(struct db *db, const char *contest, const char *expert, struct arena *arena,
	struct conflict_row **ret_rows, size_t *ret_count, struct err *err)
{
	return row_list(db,
		"SELECT entry, expert, ground, source, state, detail, at_ms FROM conflict "
		"WHERE contest = $1 AND (CAST($2 AS TEXT) IS NULL OR expert = $2) ORDER BY entry, expert, ground",
		DB_ARGS(db_text(contest), db_text(expert)), &conflict_shape, arena, ret_rows, ret_count, err);
}

bool store_remove_computed_conflicts(struct db *db, const char *contest, struct err *err)
{
	return db_run(db, "DELETE FROM conflict WHERE contest = $1 AND source = 0 AND state = 0", DB_ARGS(db_text(contest)), NULL,
		err);
}

bool store_remove_conflict(struct db *db, const char *contest, const char *entry, const char *expert, const char *ground,
	struct err *err)
{
	return db_run(db, "DELETE FROM conflict WHERE contest = $1 AND entry = $2 AND expert = $3 AND ground = $4",
		DB_ARGS(db_text(contest), db_text(entry), db_text(expert), db_text(ground)), NULL, err);
}

static const struct row_field barred_fields[] = {
	ROW_FIELD(ROW_TEXT, barred_row, entry),
	ROW_FIELD(ROW_TEXT, barred_row, expert),
	ROW_FIELD(ROW_BOOL, barred_row, confirmed),
};
static const struct row_shape barred_shape = ROW_SHAPE(barred_row, barred_fields);

bool store_list_barred(struct db *db, const char *contest, const char *expert, struct arena *arena,
	struct barred_row **ret_rows, size_t *ret_count, struct err *err)
{
	return row_list(db,
		"SELECT entry, expert, max(CASE WHEN state = 1 THEN 1 ELSE 0 END) FROM conflict "
		"WHERE contest = $1 AND state <> 2 AND (CAST($2 AS TEXT) IS NULL OR expert = $2) "
		"GROUP BY entry, expert ORDER BY entry, expert",
		DB_ARGS(db_text(contest), db_text(expert)), &barred_shape, arena, ret_rows, ret_count, err);
}

/* ---- rulings */

static const struct row_field ruling_fields[] = {
	ROW_FIELD(ROW_TEXT, ruling_row, entry),
	ROW_FIELD(ROW_TEXT, ruling_row, expert),
	ROW_FIELD(ROW_BOOL, ruling_row, confirmed),
	ROW_FIELD(ROW_TEXT, ruling_row, salt),
	ROW_FIELD(ROW_TEXT, ruling_row, reason),
	ROW_FIELD(ROW_TEXT, ruling_row, actor),
	ROW_FIELD(ROW_INT64, ruling_row, at_ms),
	ROW_FIELD(ROW_INT64, ruling_row, seq),
};
static const struct row_shape ruling_shape = ROW_SHAPE(ruling_row, ruling_fields);

bool store_add_ruling(struct db *db, const char *contest, const struct ruling_row *row, struct err *err)
{
	struct db_value args[DB_ARGS_MAX] = {db_text(contest)};
	int n = row_bind(&ruling_shape, row, args, 1);
	return db_run(db,
		"INSERT INTO ruling (contest, entry, expert, confirmed, salt, reason, actor, at_ms, seq) "
		"VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
		args, n, NULL, err) &&
		db_run(db, "UPDATE conflict SET state = $4 WHERE contest = $1 AND entry = $2 AND expert = $3",
			DB_ARGS(db_text(contest), db_text(row->entry), db_text(row->expert),
				db_int(row->confirmed ? CONFLICT_CONFIRMED : CONFLICT_OVERRULED)),
			NULL, err);
}

bool store_list_rulings(struct db *db, const char *contest, struct arena *arena, struct ruling_row **ret_rows,
	size_t *ret_count, struct err *err)
{
	return row_list(db,
		"SELECT entry, expert, confirmed, salt, reason, actor, at_ms, seq FROM ruling WHERE contest = $1 "
		"ORDER BY entry, expert, seq",
		DB_ARGS(db_text(contest)), &ruling_shape, arena, ret_rows, ret_count, err);
}

static const struct row_field barring_fields[] = {
	ROW_FIELD(ROW_TEXT, barring_row, expert),
	ROW_FIELD(ROW_BOOL, barring_row, sits),
};
static const struct row_shape barring_shape = ROW_SHAPE(barring_row, barring_fields);

bool store_list_barring(struct db *db, const char *contest, const char *stage, const char *heat, const char *entry,
	struct arena *arena, struct barring_row **ret_rows, size_t *ret_count, struct err *err)
{
	return row_list(db,
		"SELECT k.expert, max(CASE WHEN p.expert IS NULL THEN 0 ELSE 1 END) FROM conflict k "
		"LEFT JOIN panel p ON p.contest = k.contest AND p.stage = $2 AND p.heat = $3 AND p.expert = k.expert "
		"WHERE k.contest = $1 AND k.entry = $4 AND k.state = 1 GROUP BY k.expert ORDER BY k.expert",
		DB_ARGS(db_text(contest), db_text(stage), db_text(heat), db_text(entry)), &barring_shape, arena, ret_rows, ret_count, err);
}

/* ---- other names and parents of organisations */

struct kinship_row {
	const char *list;
};
static const struct row_field kinship_fields[] = {ROW_FIELD(ROW_TEXT, kinship_row, list)};
static const struct row_shape kinship_shape = ROW_SHAPE(kinship_row, kinship_fields);

bool store_put_kinship(struct db *db, const char *contest, const char *list, int64_t at_ms, struct err *err)
{
	return db_run(db,
		"INSERT INTO kinship (contest, list, at_ms) VALUES ($1, $2, $3) "
		"ON CONFLICT (contest) DO UPDATE SET list = excluded.list, at_ms = excluded.at_ms",
		DB_ARGS(db_text(contest), db_text(list), db_int(at_ms)), NULL, err);
}

bool store_find_kinship(struct db *db, const char *contest, struct arena *arena, const char **ret_list, struct err *err)
{
	struct kinship_row *row;
	if (!row_find(db, "SELECT list FROM kinship WHERE contest = $1", DB_ARGS(db_text(contest)), &kinship_shape, arena, &row, err))
		return false;
	*ret_list = row ? row->list : NULL;
	return true;
}

/* ---- preferences */

static const struct row_field preference_fields[] = {
	ROW_FIELD(ROW_TEXT, preference_row, expert),
	ROW_FIELD(ROW_TEXT, preference_row, entry),
	ROW_FIELD(ROW_INT, preference_row, want),
};
static const struct row_shape preference_shape = ROW_SHAPE(preference_row, preference_fields);

bool store_put_preference(struct db *db, const char *contest, const struct preference_row *row, struct err *err)
{
	if (!row->want)
		return db_run(db, "DELETE FROM preference WHERE contest = $1 AND expert = $2 AND entry = $3",
			DB_ARGS(db_text(contest), db_text(row->expert), db_text(row->entry)), NULL, err);
	struct db_value args[DB_ARGS_MAX] = {db_text(contest)};
	int n = row_bind(&preference_shape, row, args, 1);
	return db_run(db,
		"INSERT INTO preference (contest, expert, entry, want) VALUES ($1, $2, $3, $4) "
		"ON CONFLICT (contest, expert, entry) DO UPDATE SET want = excluded.want",
		args, n, NULL, err);
}

bool store_list_preferences(struct db *db, const char *contest, const char *expert, struct arena *arena,
	struct preference_row **ret_rows, size_t *ret_count, struct err *err)
{
	return row_list(db,
		"SELECT expert, entry, want FROM preference WHERE contest = $1 AND (CAST($2 AS TEXT) IS NULL OR expert = $2) "
		"ORDER BY expert, entry",
		DB_ARGS(db_text(contest), db_text(expert)), &preference_shape, arena, ret_rows, ret_count, err);
}
