/* The database's shape, version by version: sql/0001_*.sql and on, embedded at build time. */
#pragma once

#include "store/db.h"

struct migration {
	int version; /* 1, 2, 3 … without gaps */
	const char *name;
	const char *sql;
};

extern const struct migration migrations[];
extern const int migration_count;

/* Brings the database to this program's version, all steps in one transaction; at once when it is there.
 * ERR_CONFLICT "store.newer" when a newer program made it, naming both versions. */
MUST_CHECK bool migrate(struct db *db, struct err *err);

/* The same inside a transaction (DB_WRITE) that the caller has begun and ends. */
MUST_CHECK bool migrate_inside(struct db *db, struct err *err);

/* 0 when the database is empty. */
MUST_CHECK bool migrate_get_version(struct db *db, int64_t *ret_version, struct err *err);
