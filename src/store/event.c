/* Events for listeners. Ids are counted inside the transaction that holds the ledger head, so they have no gap. */
#include "store/live.h"
#include "store/row.h"

static const struct row_field event_fields[] = {
	ROW_FIELD(ROW_INT64, event_row, id),
	ROW_FIELD(ROW_INT64, event_row, at_ms),
	ROW_FIELD(ROW_TEXT, event_row, name),
	ROW_FIELD(ROW_TEXT, event_row, data),
};
static const struct row_shape event_shape = ROW_SHAPE(event_row, event_fields);

bool store_get_event_range(struct db *db, const char *contest, int64_t *ret_first, int64_t *ret_last,
	struct err *err)
{
	return db_get_int(db, "SELECT min(id) FROM event WHERE contest = $1", DB_ARGS(db_text(contest)), 0, ret_first, err) &&
		db_get_int(db, "SELECT max(id) FROM event WHERE contest = $1", DB_ARGS(db_text(contest)), 0, ret_last, err);
}

bool store_add_event(struct db *db, const char *contest, const struct event_row *row, int64_t *ret_id,
	struct err *err)
{
	struct event_row added = *row;
	struct db_value args[DB_ARGS_MAX] = {db_text(contest)};
	int64_t last;
	if (!db_get_int(db, "SELECT max(id) FROM event WHERE contest = $1", DB_ARGS(db_text(contest)), 0, &last, err))
		return false;
	added.id = last + 1;
	int n = row_bind(&event_shape, &added, args, 1);
	*ret_id = added.id;
	return db_run(db, "INSERT INTO event (contest, id, at_ms, name, data) VALUES ($1, $2, $3, $4, $5)", args, n, NULL, err);
}

bool store_list_events(struct db *db, const char *contest, int64_t after, int64_t limit, struct arena *arena,
	struct event_row **ret_rows, size_t *ret_count, struct err *err)
{
	return row_list(db,
		"SELECT id, at_ms, name, data FROM event WHERE contest = $1 AND id > $2 ORDER BY id LIMIT $3",
		DB_ARGS(db_text(contest), db_int(after), db_int(limit)), &event_shape, arena, ret_rows, ret_count, err);
}

/* The newest always stays: ids are counted on from it. */
bool store_remove_old_events(struct db *db, const char *contest, int64_t first, struct err *err)
{
	return db_run(db,
		"DELETE FROM event WHERE contest = $1 AND id < $2 AND id < (SELECT max(id) FROM event WHERE contest = $1)",
		DB_ARGS(db_text(contest), db_int(first)), NULL, err);
}
