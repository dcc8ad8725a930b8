/* Salts and contents behind the ledger's commitments. Erasing keeps the row, so that
 * "erased" and "never was" stay apart; its texts become NULL. */
#include "store/row.h"
#include "store/store.h"

static const struct row_field sealed_fields[] = {
	ROW_FIELD(ROW_INT64, sealed_row, seq),
	ROW_FIELD(ROW_TEXT, sealed_row, salt),
	ROW_FIELD(ROW_TEXT, sealed_row, body),
};
static const struct row_shape sealed_shape = ROW_SHAPE(sealed_row, sealed_fields);

bool store_add_sealed(struct db *db, const char *ledger, const struct sealed_row *row, struct err *err)
{
	return db_run(db, "INSERT INTO sealed (ledger, seq, salt, body) VALUES ($1, $2, $3, $4)",
		DB_ARGS(db_text(ledger), db_int(row->seq), db_text(row->salt), db_text(row->body)), NULL, err);
}

bool store_list_sealed(struct db *db, const char *ledger, int64_t from, int64_t limit, struct arena *arena,
	struct sealed_row **ret_rows, size_t *ret_count, struct err *err)
{
	return row_list(db,
		"SELECT seq, salt, body FROM sealed WHERE ledger = $1 AND seq >= $2 AND salt IS NOT NULL "
		"ORDER BY seq LIMIT $3",
		DB_ARGS(db_text(ledger), db_int(from), db_int(limit)), &sealed_shape, arena, ret_rows, ret_count, err);
}

bool store_erase_sealed(struct db *db, const char *ledger, int64_t seq, struct err *err)
{
	return db_run(db, "UPDATE sealed SET salt = NULL, body = NULL WHERE ledger = $1 AND seq = $2",
		DB_ARGS(db_text(ledger), db_int(seq)), NULL, err);
}

bool store_find_sealed(struct db *db, const char *ledger, int64_t seq, struct arena *arena, struct sealed_row **ret_row,
	struct err *err)
{
	return row_find(db, "SELECT seq, salt, body FROM sealed WHERE ledger = $1 AND seq = $2 AND salt IS NOT NULL",
		DB_ARGS(db_text(ledger), db_int(seq)), &sealed_shape, arena, ret_row, err);
}
