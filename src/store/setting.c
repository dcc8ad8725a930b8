/* Settings and secrets of the installation, by name. */
#include "store/row.h"
#include "store/store.h"

struct setting_row {
	const char *value;
};
static const struct row_field setting_fields[] = {ROW_FIELD(ROW_TEXT, setting_row, value)};
static const struct row_shape setting_shape = ROW_SHAPE(setting_row, setting_fields);

bool store_get_setting(struct db *db, const char *name, struct arena *arena, const char **ret_value, struct err *err)
{
	struct setting_row *found;
	if (!row_find(db, "SELECT value FROM setting WHERE name = $1", DB_ARGS(db_text(name)), &setting_shape, arena,
		    &found, err))
		return false;
	*ret_value = found ? found->value : NULL;
	return true;
}

bool store_put_setting(struct db *db, const char *name, const char *value, struct err *err)
{
	return db_run(db,
		"INSERT INTO setting (name, value) VALUES ($1, $2) "
		"ON CONFLICT (name) DO UPDATE SET value = excluded.value",
		DB_ARGS(db_text(name), db_text(value)), NULL, err);
}
