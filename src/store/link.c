/* Personal links, found by the hash of their token. */
#include "store/people.h"
#include "store/row.h"

#define LINK \
	"SELECT id, hash, contest, role, expert, stage, heat, label, reusable, created_ms, expires_ms, " \
	"revoked, " \
	"used_ms FROM link"

static const struct row_field link_fields[] = {
	ROW_FIELD(ROW_INT64, link_row, id),
	ROW_FIELD(ROW_TEXT, link_row, hash),
	ROW_FIELD(ROW_TEXT, link_row, contest),
	ROW_FIELD(ROW_TEXT, link_row, role),
	ROW_FIELD(ROW_TEXT, link_row, expert),
	ROW_FIELD(ROW_TEXT, link_row, stage),
	ROW_FIELD(ROW_TEXT, link_row, heat),
	ROW_FIELD(ROW_TEXT, link_row, label),
	ROW_FIELD(ROW_BOOL, link_row, reusable),
	ROW_FIELD(ROW_INT64, link_row, created_ms),
	ROW_FIELD(ROW_INT64, link_row, expires_ms),
	ROW_FIELD(ROW_BOOL, link_row, revoked),
	ROW_FIELD(ROW_INT64, link_row, used_ms),
};
static const struct row_shape link_shape = ROW_SHAPE(link_row, link_fields);

bool store_add_link(struct db *db, const struct link_row *row, int64_t *ret_id, struct err *err)
{
	struct db_value args[DB_ARGS_MAX];
	struct link_row made = *row;
	if (!db_get_int(db, "SELECT max(id) FROM link", DB_NO_ARGS, 0, &made.id, err))
		return false;
	made.id++;
	int n = row_bind(&link_shape, &made, args, 0);
	*ret_id = made.id;
	return db_run(db,
		"INSERT INTO link (id, hash, contest, role, expert, stage, heat, label, reusable, "
		"created_ms, expires_ms, "
		"revoked, used_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
		args, n, NULL, err);
}

bool store_put_link(struct db *db, const struct link_row *row, struct err *err)
{
	return db_run(db, "UPDATE link SET revoked = $2, used_ms = $3 WHERE id = $1",
		DB_ARGS(db_int(row->id), db_int(row->revoked), db_int(row->used_ms)), NULL, err);
}

bool store_find_link(
	struct db *db, int64_t id, struct arena *arena, struct link_row **ret_row, struct err *err)
{
	return row_find(db, LINK " WHERE id = $1", DB_ARGS(db_int(id)), &link_shape, arena, ret_row, err);
}

bool store_find_link_hash(
	struct db *db, const char *hash, struct arena *arena, struct link_row **ret_row, struct err *err)
{
	return row_find(
		db, LINK " WHERE hash = $1", DB_ARGS(db_text(hash)), &link_shape, arena, ret_row, err);
}

bool store_list_links(struct db *db, const char *contest, struct arena *arena, struct link_row **ret_rows,
	size_t *ret_count, struct err *err)
{
	return row_list(db, LINK " WHERE contest = $1 ORDER BY id", DB_ARGS(db_text(contest)), &link_shape,
		arena, ret_rows, ret_count, err);
}
