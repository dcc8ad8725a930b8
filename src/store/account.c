/* Accounts and their roles. Ids count up from 1: writers take turns, so the highest
 * id plus one is free. A login or role that is there already shows as an insert
 * that changed nothing, so that the transaction goes on. */
#include "store/people.h"
#include "store/row.h"

#define ACCOUNT "SELECT id, login, name, hash, totp, totp_step, admin, disabled, created_ms FROM account"
#define ROLE "SELECT account, contest, role, expert FROM role"

static const struct row_field account_fields[] = {
	ROW_FIELD(ROW_INT64, account_row, id),
	ROW_FIELD(ROW_TEXT, account_row, login),
	ROW_FIELD(ROW_TEXT, account_row, name),
	ROW_FIELD(ROW_TEXT, account_row, hash),
	ROW_FIELD(ROW_TEXT, account_row, totp),
	ROW_FIELD(ROW_INT64, account_row, totp_step),
	ROW_FIELD(ROW_BOOL, account_row, admin),
	ROW_FIELD(ROW_BOOL, account_row, disabled),
	ROW_FIELD(ROW_INT64, account_row, created_ms),
};
static const struct row_shape account_shape = ROW_SHAPE(account_row, account_fields);

static const struct row_field role_fields[] = {
	ROW_FIELD(ROW_INT64, role_row, account),
	ROW_FIELD(ROW_TEXT, role_row, contest),
	ROW_FIELD(ROW_TEXT, role_row, role),
	ROW_FIELD(ROW_TEXT, role_row, expert),
};
static const struct row_shape role_shape = ROW_SHAPE(role_row, role_fields);

bool store_add_account(struct db *db, const struct account_row *row, int64_t *ret_id, struct err *err)
{
	struct db_value args[DB_ARGS_MAX];
	struct account_row made = *row;
	int64_t added;
	if (!db_get_int(db, "SELECT max(id) FROM account", DB_NO_ARGS, 0, &made.id, err))
		return false;
	made.id++;
	int n = row_bind(&account_shape, &made, args, 0);
	if (!db_run(db,
		    "INSERT INTO account (id, login, name, hash, totp, totp_step, admin, disabled, "
		    "created_ms) "
		    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (login) DO NOTHING",
		    args, n, &added, err))
		return false;
	*ret_id = made.id;
	return added == 1 ||
		fail(err, ERR_CONFLICT, "account.exists", "There is an account %s already.", row->login);
}

bool store_put_account(struct db *db, const struct account_row *row, struct err *err)
{
	return db_run(db,
		"UPDATE account SET name = $2, hash = $3, totp = $4, totp_step = $5, admin = $6, disabled = "
		"$7 WHERE id = $1",
		DB_ARGS(db_int(row->id), db_text(row->name), db_text(row->hash), db_text(row->totp),
			db_int(row->totp_step), db_int(row->admin), db_int(row->disabled)),
		NULL, err);
}

bool store_find_account(
	struct db *db, int64_t id, struct arena *arena, struct account_row **ret_row, struct err *err)
{
	return row_find(
		db, ACCOUNT " WHERE id = $1", DB_ARGS(db_int(id)), &account_shape, arena, ret_row, err);
}

bool store_find_login(
	struct db *db, const char *login, struct arena *arena, struct account_row **ret_row, struct err *err)
{
	return row_find(db, ACCOUNT " WHERE login = $1", DB_ARGS(db_text(login)), &account_shape, arena,
		ret_row, err);
}

bool store_list_accounts(
	struct db *db, struct arena *arena, struct account_row **ret_rows, size_t *ret_count, struct err *err)
{
	return row_list(
		db, ACCOUNT " ORDER BY id", DB_NO_ARGS, &account_shape, arena, ret_rows, ret_count, err);
}

bool store_add_role(struct db *db, const struct role_row *row, bool *ret_changed, struct err *err)
{
	struct db_value args[DB_ARGS_MAX];
	int64_t added;
	int n = row_bind(&role_shape, row, args, 0);
	if (!db_run(db,
		    "INSERT INTO role (account, contest, role, expert) VALUES ($1, $2, $3, $4) "
		    "ON CONFLICT (account, contest, role) DO NOTHING",
		    args, n, &added, err))
		return false;
	*ret_changed = added == 1;
	return true;
}

bool store_remove_role(struct db *db, const struct role_row *row, bool *ret_changed, struct err *err)
{
	int64_t removed;
	if (!db_run(db, "DELETE FROM role WHERE account = $1 AND contest = $2 AND role = $3",
		    DB_ARGS(db_int(row->account), db_text(row->contest), db_text(row->role)), &removed, err))
		return false;
	*ret_changed = removed == 1;
	return true;
}

bool store_list_account_roles(struct db *db, int64_t account, struct arena *arena, struct role_row **ret_rows,
	size_t *ret_count, struct err *err)
{
	return row_list(db, ROLE " WHERE account = $1 ORDER BY contest, role", DB_ARGS(db_int(account)),
		&role_shape, arena, ret_rows, ret_count, err);
}

bool store_list_contest_roles(struct db *db, const char *contest, struct arena *arena,
	struct role_row **ret_rows, size_t *ret_count, struct err *err)
{
	return row_list(db, ROLE " WHERE contest = $1 ORDER BY account, role", DB_ARGS(db_text(contest)),
		&role_shape, arena, ret_rows, ret_count, err);
}
