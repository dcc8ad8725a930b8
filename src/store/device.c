/* Experts' devices, and what they wrote beside their sheets. */
#include "store/live.h"
#include "store/row.h"

static const struct row_field device_fields[] = {
	ROW_FIELD(ROW_TEXT, device_row, key),
	ROW_FIELD(ROW_TEXT, device_row, expert),
	ROW_FIELD(ROW_INT64, device_row, link),
	ROW_FIELD(ROW_INT64, device_row, account),
	ROW_FIELD(ROW_INT64, device_row, added_ms),
	ROW_FIELD(ROW_INT64, device_row, seq),
};
static const struct row_shape device_shape = ROW_SHAPE(device_row, device_fields);

static const struct row_field remark_fields[] = {
	ROW_FIELD(ROW_INT64, remark_row, seq),
	ROW_FIELD(ROW_TEXT, remark_row, salt),
	ROW_FIELD(ROW_TEXT, remark_row, body),
};
static const struct row_shape remark_shape = ROW_SHAPE(remark_row, remark_fields);

/* Who came neither by a link nor by an account: -1 in the row, NULL in the table. */
#define DEVICE "SELECT key, expert, coalesce(link, -1), coalesce(account, -1), added_ms, seq FROM device WHERE contest = $1"

bool store_add_device(struct db *db, const char *contest, const struct device_row *row, struct err *err)
{
	return db_run(db,
		"INSERT INTO device (contest, key, expert, link, account, added_ms, seq) "
		"VALUES ($1, $2, $3, nullif($4, -1), nullif($5, -1), $6, $7)",
		DB_ARGS(db_text(contest), db_text(row->key), db_text(row->expert), db_int(row->link), db_int(row->account),
			db_int(row->added_ms), db_int(row->seq)),
		NULL, err);
}

bool store_find_device(struct db *db, const char *contest, const char *key, struct arena *arena,
	struct device_row **ret_row, struct err *err)
{
	return row_find(db, DEVICE " AND key = $2", DB_ARGS(db_text(contest), db_text(key)), &device_shape, arena, ret_row,
		err);
}

bool store_list_devices(struct db *db, const char *contest, const char *expert, struct arena *arena,
	struct device_row **ret_rows, size_t *ret_count, struct err *err)
{
	if (!expert)
		return row_list(db, DEVICE " ORDER BY seq", DB_ARGS(db_text(contest)), &device_shape, arena, ret_rows,
			ret_count, err);
	return row_list(db, DEVICE " AND expert = $2 ORDER BY seq", DB_ARGS(db_text(contest), db_text(expert)),
		&device_shape, arena, ret_rows, ret_count, err);
}

bool store_add_remark(struct db *db, const char *contest, const struct remark_row *row, struct err *err)
{
	struct db_value args[DB_ARGS_MAX] = {db_text(contest)};
	int n = row_bind(&remark_shape, row, args, 1);
	return db_run(db, "INSERT INTO remark (contest, seq, salt, body) VALUES ($1, $2, $3, $4)", args, n, NULL, err);
}

bool store_find_remark(struct db *db, const char *contest, int64_t seq, struct arena *arena,
	struct remark_row **ret_row, struct err *err)
{
	return row_find(db, "SELECT seq, salt, body FROM remark WHERE contest = $1 AND seq = $2",
		DB_ARGS(db_text(contest), db_int(seq)), &remark_shape, arena, ret_row, err);
}
