/* The table `migration` has a row for every step taken; its highest version is the
 * database's. Steps run in one transaction (both engines can undo DDL), after the
 * version is read again under the write lock: two programs that start at once
 * migrate once. PostgreSQL takes an advisory lock, there being no row to lock yet. */
#include "store/migrate.h"

#include "base/str.h"
#include "store/driver.h"

#include <time.h>

static int64_t now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

bool migrate_get_version(struct db *db, int64_t *ret_version, struct err *err)
{
	bool has;
	if (!db_has_table(db, "migration", &has, err))
		return false;
	*ret_version = 0;
	return !has || db_get_int(db, "SELECT max(version) FROM migration", DB_NO_ARGS, 0, ret_version, err);
}

static bool check_newer(int64_t version, struct err *err)
{
	int known = migrations[migration_count - 1].version;
	return version <= known || fail(err, ERR_CONFLICT, "store.newer",
		"A newer program made this data: it has version %lld and this program knows versions up to %d. "
		"Use the newer program, or restore a backup.", (long long)version, known);
}

static bool begin_first(struct db *db, struct err *err)
{
	return db_script(db, db->driver->prologue, err) &&
		db_script(db, "CREATE TABLE migration (version BIGINT PRIMARY KEY, name bytetext NOT NULL, "
			      "at_ms BIGINT NOT NULL)", err);
}

static bool take_step(struct db *db, const struct migration *m, struct err *err)
{
	return db_script(db, m->sql, err) &&
		db_run(db, "INSERT INTO migration (version, name, at_ms) VALUES ($1, $2, $3)",
			DB_ARGS(db_int(m->version), db_text(m->name), db_int(now_ms())), NULL, err);
}

bool migrate_inside(struct db *db, struct err *err)
{
	int64_t version;
	if (str_eq(db_engine(db), "postgresql") && !db_script(db, "SELECT pg_advisory_xact_lock(1281717588)", err))
		return false;
	if (!migrate_get_version(db, &version, err) || !check_newer(version, err))
		return false;
	if (version == 0 && !begin_first(db, err))
		return false;
	for (int i = 0; i < migration_count; i++)
		if (migrations[i].version > version && !take_step(db, &migrations[i], err))
			return false;
	return true;
}

bool migrate(struct db *db, struct err *err)
{
	int64_t version;
	if (!migrate_get_version(db, &version, err) || !check_newer(version, err))
		return false;
	if (version == migrations[migration_count - 1].version)
		return true;
	if (!db_begin(db, DB_WRITE, err))
		return false;
	if (!migrate_inside(db, err)) {
		db_rollback(db);
		return false;
	}
	return db_commit(db, err);
}
