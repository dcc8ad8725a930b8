/* Backup and restore are one function: copy every table, row by row, from a
 * connection in a snapshot to a connection in a write transaction, both at this
 * program's version. A backup is always an SQLite file, without a write-ahead log
 * so that it is one file; it gets its name only when it is complete and synced.
 * A backup of an older version is migrated inside a transaction that is then
 * rolled back. Parents come before children in the table list. Sessions, attempts and
 * handshakes are left out: who works on after a restore signs in again. */
#include "store/store.h"

#include "store/migrate.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct table {
	const char *count, *select, *insert;
	int columns;
};

#define TABLE(name, columns_, places, n) {"SELECT count(*) FROM " name, "SELECT " columns_ " FROM " name, \
	"INSERT INTO " name " (" columns_ ") VALUES (" places ")", n}

static const struct table tables[] = {
	TABLE("contest", "id, definition, added_ms", "$1, $2, $3", 3),
	TABLE("entry", "contest, id, division, region, track, profile, seq", "$1, $2, $3, $4, $5, $6, $7", 7),
	TABLE("expert", "contest, id, class, profile, seq", "$1, $2, $3, $4, $5", 5),
	TABLE("sheet", "contest, stage, heat, entry, expert, recused, marks, version, seq",
		"$1, $2, $3, $4, $5, $6, $7, $8, $9", 9),
	TABLE("stage", "contest, stage, state, supervisor, closed_seq, published_seq, result",
		"$1, $2, $3, $4, $5, $6, $7", 7),
	TABLE("decision", "contest, seq, stage, kind, body", "$1, $2, $3, $4, $5", 5),
	TABLE("head", "ledger, size, ts_ms, last, frontier", "$1, $2, $3, $4, $5", 5),
	TABLE("record", "ledger, seq, line", "$1, $2, $3", 3),
	TABLE("sealed", "ledger, seq, salt, body", "$1, $2, $3, $4", 4),
	TABLE("request", "ledger, req, seq", "$1, $2, $3", 3),
	TABLE("checkpoint", "ledger, size, at_ms, note", "$1, $2, $3, $4", 4),
	TABLE("setting", "name, value", "$1, $2", 2),
	TABLE("account", "id, login, name, hash, totp, totp_step, admin, disabled, created_ms",
		"$1, $2, $3, $4, $5, $6, $7, $8, $9", 9),
	TABLE("role", "account, contest, role, expert", "$1, $2, $3, $4", 4),
	TABLE("link", "id, hash, contest, role, expert, stage, heat, label, reusable, created_ms, expires_ms, revoked, "
		"used_ms", "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13", 13),
	TABLE("panel", "contest, stage, heat, expert, seq", "$1, $2, $3, $4, $5", 5),
	TABLE("floor_step", "contest, stage, heat, step, at_ms, body, seq", "$1, $2, $3, $4, $5, $6, $7", 7),
	TABLE("heat", "contest, stage, heat, lock_seq, sign_seq", "$1, $2, $3, $4, $5", 5),
	TABLE("device", "contest, key, expert, link, account, added_ms, seq", "$1, $2, $3, $4, $5, $6, $7", 7),
	TABLE("remark", "contest, seq, salt, body", "$1, $2, $3, $4", 4),
	TABLE("tie", "contest, seq, stage, body, concluded_seq", "$1, $2, $3, $4, $5", 5),
	TABLE("vote", "contest, tie, expert, ranking, seq", "$1, $2, $3, $4, $5", 5),
	TABLE("shown", "contest, stage, entry, rank, score, seq", "$1, $2, $3, $4, $5, $6", 6),
	TABLE("event", "contest, id, at_ms, name, data", "$1, $2, $3, $4, $5", 5),
	TABLE("provider", "name, title, issuer, client, secret, by_email, added_ms", "$1, $2, $3, $4, $5, $6, $7", 7),
	TABLE("draw", "contest, number, committed, announced, concluded, voided, seq", "$1, $2, $3, $4, $5, $6, $7", 7),
	TABLE("candidate", "contest, id, class, profile, load, away, state, asked_ms, answer_by_ms, answered_ms, remark, seq",
		"$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12", 12),
	TABLE("conflict", "contest, entry, expert, ground, source, state, detail, at_ms", "$1, $2, $3, $4, $5, $6, $7, $8", 8),
	TABLE("ruling", "contest, entry, expert, confirmed, salt, reason, actor, at_ms, seq",
		"$1, $2, $3, $4, $5, $6, $7, $8, $9", 9),
	TABLE("kinship", "contest, list, at_ms", "$1, $2, $3", 3),
	TABLE("preference", "contest, expert, entry, want", "$1, $2, $3, $4", 4),
	TABLE("assignment", "contest, stage, version, body, problem, at_ms, seq", "$1, $2, $3, $4, $5, $6, $7", 7),
	TABLE("assigned", "contest, stage, entry, expert", "$1, $2, $3, $4", 4),
	TABLE("timetable", "contest, stage, version, body, at_ms, seq", "$1, $2, $3, $4, $5, $6", 6),
	TABLE("gathering", "contest, number, code, body, closes_ms", "$1, $2, $3, $4, $5", 5),
	TABLE("hall_line", "contest, number, hash, origin, line", "$1, $2, $3, $4, $5", 5),
	TABLE("identity", "issuer, subject, account, added_ms", "$1, $2, $3, $4", 4),
};

static bool copy_row(struct db *to, const struct table *t, struct db_cursor *c, struct err *err)
{
	struct db_value args[DB_ARGS_MAX];
	for (int i = 0; i < t->columns; i++)
		args[i] = db_column(c, i);
	return db_run(to, t->insert, args, t->columns, NULL, err);
}

static bool copy_table(struct db *from, struct db *to, const struct table *t, struct err *err)
{
	CLEANUP(db_cursor_done) struct db_cursor c = {0};
	if (!db_stream(from, t->select, DB_NO_ARGS, &c, err))
		return false;
	for (;;) {
		bool row;
		if (!db_next(&c, &row, err))
			return false;
		if (!row)
			return true;
		if (!copy_row(to, t, &c, err))
			return false;
	}
}

static bool copy_all(struct db *from, struct db *to, struct err *err)
{
	for (size_t i = 0; i < COUNT_OF(tables); i++)
		if (!copy_table(from, to, &tables[i], err))
			return false;
	return true;
}

static bool check_empty(struct db *db, struct err *err)
{
	for (size_t i = 0; i < COUNT_OF(tables); i++) {
		int64_t n;
		if (!db_get_int(db, tables[i].count, DB_NO_ARGS, 0, &n, err))
			return false;
		if (n > 0)
			return fail(err, ERR_CONFLICT, "store.not_empty",
				"A backup is restored into an empty store only, and this one holds data.");
	}
	return true;
}

/* ---- backup */

/* context: the new file's connection. */
static bool copy_out(struct db *from, void *context, struct err *err)
{
	struct db *to = context;
	if (!migrate(to, err) || !db_begin(to, DB_WRITE, err))
		return false;
	if (copy_all(from, to, err))
		return db_commit(to, err);
	db_rollback(to);
	return false;
}

static bool write_copy(struct store *store, const char *path, struct err *err)
{
	CLEANUP(db_closep) struct db *to = NULL;
	char url[4096 + 16];
	snprintf(url, sizeof(url), "sqlite:%s", path);
	return db_open(url, DB_WRITE, &to, err) && store_read(store, copy_out, to, err) &&
		db_script(to, "PRAGMA journal_mode = DELETE", err);
}

static bool sync_path(const char *path, int flags, struct err *err)
{
	int fd = open(path, flags | O_CLOEXEC);
	bool ok = fd >= 0 && fsync(fd) == 0;
	int cause = errno;
	if (fd >= 0)
		close(fd);
	return ok || fail(err, ERR_IO, "store.io", "The backup %s can't be made durable: %s.", path, strerror(cause));
}

/* The name is taken with link(), which never replaces a file; where the file system has no links, rename() does
 * after a look. */
static bool publish(const char *part, const char *path, struct err *err)
{
	if (!sync_path(part, O_RDWR, err))
		return false;
	bool named = link(part, path) == 0;
	if (named)
		unlink(part);
	else if (errno != EEXIST && access(path, F_OK) != 0)
		named = rename(part, path) == 0;
	if (!named)
		return fail(err, ERR_IO, "store.io", "The backup %s can't be named: %s.", path, strerror(errno));
	char folder[4096];
	snprintf(folder, sizeof(folder), "%s", path);
	return sync_path(dirname(folder), O_RDONLY | O_DIRECTORY, err);
}

/* The unfinished file and what SQLite may have left beside it. */
static void remove_part(const char *part)
{
	static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		char name[4096 + 16];
		snprintf(name, sizeof(name), "%s%s", part, ends[i]);
		unlink(name);
	}
}

bool store_backup(struct store *store, const char *path, struct err *err)
{
	char part[4096];
	if (snprintf(part, sizeof(part), "%s.part-%d", path, (int)getpid()) >= (int)sizeof(part))
		return fail(err, ERR_INPUT, "backup.path", "The path of the backup is too long.");
	if (access(path, F_OK) == 0)
		return fail(err, ERR_CONFLICT, "backup.exists", "%s exists: a backup never replaces a file.", path);
	remove_part(part);
	if (write_copy(store, part, err) && publish(part, path, err))
		return true;
	remove_part(part);
	return false;
}

/* ---- restore */

/* context: the backup's connection, inside a transaction. */
static bool copy_in(struct db *to, void *context, struct err *err)
{
	return check_empty(to, err) && copy_all(context, to, err);
}

/* Leaves a transaction open in which the backup has this program's version. */
static bool begin_current(struct db *from, struct err *err)
{
	int64_t version;
	if (!migrate_get_version(from, &version, err))
		return false;
	if (version == 0)
		return fail(err, ERR_INPUT, "backup.foreign", "The file is not a backup of this program.");
	if (version == migrations[migration_count - 1].version)
		return db_begin(from, DB_READ, err);
	return db_script(from, "PRAGMA query_only = OFF", err) && db_begin(from, DB_WRITE, err) &&
		migrate_inside(from, err);
}

bool store_restore(struct store *store, const char *path, struct err *err)
{
	CLEANUP(db_closep) struct db *from = NULL;
	char url[4096 + 16];
	if (snprintf(url, sizeof(url), "sqlite:%s", path) >= (int)sizeof(url))
		return fail(err, ERR_INPUT, "backup.path", "The path of the backup is too long.");
	if (!db_open(url, DB_READ, &from, err))
		return false;
	bool ok = begin_current(from, err) && store_write(store, copy_in, from, err);
	db_rollback(from);
	return ok;
}
