/* Entries and experts of a contest. An id that is taken shows as an insert that
 * changed nothing, so that the transaction goes on and the caller may too. */
#include "base/arena.h"
#include "base/str.h"
#include "store/live.h"
#include "store/row.h"
#include "store/store.h"

static const struct row_field entry_fields[] = {
	ROW_FIELD(ROW_TEXT, entry_row, id),
	ROW_FIELD(ROW_TEXT, entry_row, division),
	ROW_FIELD(ROW_TEXT, entry_row, region),
	ROW_FIELD(ROW_TEXT, entry_row, track),
	ROW_FIELD(ROW_TEXT, entry_row, profile),
	ROW_FIELD(ROW_INT64, entry_row, seq),
};
static const struct row_shape entry_shape = ROW_SHAPE(entry_row, entry_fields);

static const struct row_field expert_fields[] = {
	ROW_FIELD(ROW_TEXT, expert_row, id),
	ROW_FIELD(ROW_TEXT, expert_row, class_id),
	ROW_FIELD(ROW_TEXT, expert_row, profile),
	ROW_FIELD(ROW_INT64, expert_row, seq),
};
static const struct row_shape expert_shape = ROW_SHAPE(expert_row, expert_fields);

bool store_add_entry(struct db *db, const char *contest, const struct entry_row *row, struct err *err)
{
	struct db_value args[DB_ARGS_MAX] = {db_text(contest)};
	int n = row_bind(&entry_shape, row, args, 1);
	int64_t added;
	if (!db_run(db,
		    "INSERT INTO entry (contest, id, division, region, track, profile, seq) "
		    "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (contest, id) DO NOTHING",
		    args, n, &added, err))
		return false;
	return added == 1 || fail(err, ERR_CONFLICT, "entry.exists", "The contest %s has an entry %s already.",
		contest, row->id);
}

bool store_add_expert(struct db *db, const char *contest, const struct expert_row *row, struct err *err)
{
	struct db_value args[DB_ARGS_MAX] = {db_text(contest)};
	int n = row_bind(&expert_shape, row, args, 1);
	int64_t added;
	if (!db_run(db,
		    "INSERT INTO expert (contest, id, class, profile, seq) VALUES ($1, $2, $3, $4, $5) "
		    "ON CONFLICT (contest, id) DO NOTHING",
		    args, n, &added, err))
		return false;
	return added == 1 || fail(err, ERR_CONFLICT, "expert.exists", "The contest %s has an expert %s already.",
		contest, row->id);
}

bool store_list_entries(struct db *db, const char *contest, struct arena *arena, struct entry_row **ret_rows,
	size_t *ret_count, struct err *err)
{
	return row_list(db,
		"SELECT id, division, region, track, profile, seq FROM entry WHERE contest = $1 ORDER BY id",
		DB_ARGS(db_text(contest)), &entry_shape, arena, ret_rows, ret_count, err);
}

bool store_list_experts(struct db *db, const char *contest, struct arena *arena, struct expert_row **ret_rows,
	size_t *ret_count, struct err *err)
{
	return row_list(db, "SELECT id, class, profile, seq FROM expert WHERE contest = $1 ORDER BY id",
		DB_ARGS(db_text(contest)), &expert_shape, arena, ret_rows, ret_count, err);
}

bool store_find_entry(struct db *db, const char *contest, const char *id, struct arena *arena, struct entry_row **ret_row,
	struct err *err)
{
	return row_find(db,
		"SELECT id, division, region, track, profile, seq FROM entry WHERE contest = $1 AND id = $2",
		DB_ARGS(db_text(contest), db_text(id)), &entry_shape, arena, ret_row, err);
}

/* Fourteen a query, the last of them repeated to fill it: one text for both engines. */
bool store_pick_entries(struct db *db, const char *contest, const char *const *ids, int count, struct arena *arena,
	struct entry_row **ret_rows, struct err *err)
{
	enum { AT_ONCE = 14 };
	struct entry_row *rows = ARENA_ARRAY(arena, (size_t)count, struct entry_row);
	for (int from = 0; from < count; from += AT_ONCE) {
		struct db_value args[DB_ARGS_MAX] = {db_text(contest)};
		struct entry_row *found;
		size_t n;
		int until = from + AT_ONCE < count ? from + AT_ONCE : count;
		for (int i = 0; i < AT_ONCE; i++)
			args[1 + i] = db_text(ids[from + i < until ? from + i : until - 1]);
		if (!row_list(db,
			    "SELECT id, division, region, track, profile, seq FROM entry WHERE contest = $1 AND id IN "
			    "($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
			    args, 1 + AT_ONCE, &entry_shape, arena, &found, &n, err))
			return false;
		for (int i = from; i < until; i++)
			for (size_t k = 0; k < n; k++)
				if (str_eq(found[k].id, ids[i]))
					rows[i] = found[k];
	}
	*ret_rows = rows;
	return true;
}

bool store_find_expert(struct db *db, const char *contest, const char *id, struct arena *arena,
	struct expert_row **ret_row, struct err *err)
{
	return row_find(db, "SELECT id, class, profile, seq FROM expert WHERE contest = $1 AND id = $2",
		DB_ARGS(db_text(contest), db_text(id)), &expert_shape, arena, ret_row, err);
}
