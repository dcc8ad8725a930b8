/* Signed notes over a ledger, one a size. */
#include "store/row.h"
#include "store/store.h"

static const struct row_field checkpoint_fields[] = {
	ROW_FIELD(ROW_INT64, checkpoint_row, size),
	ROW_FIELD(ROW_INT64, checkpoint_row, at_ms),
	ROW_FIELD(ROW_TEXT, checkpoint_row, note),
};
static const struct row_shape checkpoint_shape = ROW_SHAPE(checkpoint_row, checkpoint_fields);

bool store_add_checkpoint(struct db *db, const char *ledger, const struct checkpoint_row *row, struct err *err)
{
	struct db_value args[DB_ARGS_MAX] = {db_text(ledger)};
	int n = row_bind(&checkpoint_shape, row, args, 1);
	return db_run(db, "INSERT INTO checkpoint (ledger, size, at_ms, note) VALUES ($1, $2, $3, $4)", args, n, NULL,
		err);
}

bool store_list_checkpoints(struct db *db, const char *ledger, struct arena *arena,
	struct checkpoint_row **ret_rows, size_t *ret_count, struct err *err)
{
	return row_list(db, "SELECT size, at_ms, note FROM checkpoint WHERE ledger = $1 ORDER BY size",
		DB_ARGS(db_text(ledger)), &checkpoint_shape, arena, ret_rows, ret_count, err);
}
