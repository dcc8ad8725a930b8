/* The ledger's lines, its head, and the requests that caused them. The writer holds
 * the lock that lets one transaction at a time write, in any process; the head
 * read inside it is therefore the last one. A second record of the same number
 * breaks the primary key and fails with ERR_CONFLICT. */
#include "store/row.h"
#include "store/store.h"

#include "base/arena.h"

static const struct row_field head_fields[] = {
	ROW_FIELD(ROW_INT64, head_row, size),
	ROW_FIELD(ROW_INT64, head_row, ts_ms),
	ROW_FIELD(ROW_TEXT, head_row, last),
	ROW_FIELD(ROW_TEXT, head_row, frontier),
};
static const struct row_shape head_shape = ROW_SHAPE(head_row, head_fields);

static const struct row_field record_fields[] = {
	ROW_FIELD(ROW_INT64, record_row, seq),
	ROW_FIELD(ROW_TEXT, record_row, line),
};
static const struct row_shape record_shape = ROW_SHAPE(record_row, record_fields);

bool store_get_head(struct db *db, const char *ledger, struct arena *arena, struct head_row *ret_head,
	struct err *err)
{
	struct head_row *found;
	if (!row_find(db, "SELECT size, ts_ms, last, frontier FROM head WHERE ledger = $1", DB_ARGS(db_text(ledger)),
		    &head_shape, arena, &found, err))
		return false;
	*ret_head = found ? *found : (struct head_row){.last = "", .frontier = ""};
	return true;
}

bool store_put_head(struct db *db, const char *ledger, const struct head_row *head, struct err *err)
{
	struct db_value args[DB_ARGS_MAX] = {db_text(ledger)};
	int n = row_bind(&head_shape, head, args, 1);
	return db_run(db,
		"INSERT INTO head (ledger, size, ts_ms, last, frontier) VALUES ($1, $2, $3, $4, $5) "
		"ON CONFLICT (ledger) DO UPDATE SET size = excluded.size, ts_ms = excluded.ts_ms, "
		"last = excluded.last, frontier = excluded.frontier",
		args, n, NULL, err);
}

bool store_add_record(struct db *db, const char *ledger, const struct record_row *row, struct err *err)
{
	return db_run(db, "INSERT INTO record (ledger, seq, line) VALUES ($1, $2, $3)",
		DB_ARGS(db_text(ledger), db_int(row->seq), db_text(row->line)), NULL, err);
}

bool store_list_records(struct db *db, const char *ledger, int64_t from, int64_t limit, struct arena *arena,
	struct record_row **ret_rows, size_t *ret_count, struct err *err)
{
	return row_list(db, "SELECT seq, line FROM record WHERE ledger = $1 AND seq >= $2 ORDER BY seq LIMIT $3",
		DB_ARGS(db_text(ledger), db_int(from), db_int(limit)), &record_shape, arena, ret_rows, ret_count, err);
}

bool store_find_request(struct db *db, const char *ledger, const char *req, int64_t *ret_seq, struct err *err)
{
	return db_get_int(db, "SELECT seq FROM request WHERE ledger = $1 AND req = $2",
		DB_ARGS(db_text(ledger), db_text(req)), -1, ret_seq, err);
}

bool store_add_request(struct db *db, const char *ledger, const char *req, int64_t seq, struct err *err)
{
	return db_run(db, "INSERT INTO request (ledger, req, seq) VALUES ($1, $2, $3)",
		DB_ARGS(db_text(ledger), db_text(req), db_int(seq)), NULL, err);
}
