/* What is kept: contests, entries, experts, sheets, decisions, and their ledgers.
 *
 * A `struct store` is a database (SQLite file or PostgreSQL), opened once a
 * process; every function below runs on a `struct db`, one connection inside
 * one transaction. All writing goes through store_write(): one writer thread
 * runs each request in its own savepoint and commits a batch of them at once,
 * so that a hundred acknowledged requests cost one fsync. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct arena;
struct db;
struct store;

/* Opens and migrates. `url`: "sqlite:PATH" or "postgresql://…" (a libpq URI or keyword string).
 * ERR_CONFLICT "store.newer" when a newer program made the data. The caller closes. */
MUST_CHECK bool store_open(const char *url, struct store **ret_store, struct err *err);
void store_close(struct store *store);
void store_closep(struct store **store);

/* Work on a connection: false with *err set undoes its savepoint and nothing else of the batch. It is run once. A
 * broken key (ERR_CONFLICT "store.constraint") may show only at a later call or when the work has returned true:
 * statements that answer nothing are sent to PostgreSQL in groups. */
typedef bool store_work(struct db *db, void *context, struct err *err);

/* Runs `work` in the writer and returns when its effect is on disk (or it failed). Any thread, but never inside a work
 * of store_write(). ERR_IO "store.unknown": the connection broke during the commit; repeat with the same key. */
MUST_CHECK bool store_write(struct store *store, store_work *work, void *context, struct err *err);

/* Runs `work` in a read transaction on the caller's thread: one consistent snapshot. */
MUST_CHECK bool store_read(struct store *store, store_work *work, void *context, struct err *err);

/* A consistent copy of the whole database into one new file `path` (SQLite format on both engines), and
 * back into an empty store. ERR_CONFLICT "backup.exists" when `path` is there, "store.not_empty" when the store
 * holds anything. A backup made by an older program is restored too, and is itself left as it was. */
MUST_CHECK bool store_backup(struct store *store, const char *path, struct err *err);
MUST_CHECK bool store_restore(struct store *store, const char *path, struct err *err);

/* ---- contest */
struct contest_row {
	const char *id;
	const char *definition; /* YAML in force */
	size_t definition_len;
	int64_t added_ms;
};
/* A contest that exists gets the new definition and keeps its added_ms. */
MUST_CHECK bool store_put_contest(struct db *db, const struct contest_row *row, struct err *err);
/* *ret_row is NULL when there is none. */
MUST_CHECK bool store_find_contest(struct db *db, const char *id, struct arena *arena,
	struct contest_row **ret_row, struct err *err);
MUST_CHECK bool store_list_contests(struct db *db, struct arena *arena, struct contest_row **ret_rows,
	size_t *ret_count, struct err *err);

/* ---- people and entries. `profile` is a canonical JSON object of strings and integers, NULL once erased. */
struct entry_row {
	const char *id;
	const char *division, *region, *track; /* NULL = none */
	const char *profile;
	int64_t seq; /* of entry.accept */
};
struct expert_row {
	const char *id;
	const char *class_id; /* NULL = none */
	const char *profile;
	int64_t seq;
};
/* Inserting an id that exists fails with ERR_CONFLICT "entry.exists" / "expert.exists". */
MUST_CHECK bool store_add_entry(struct db *db, const char *contest, const struct entry_row *row, struct err *err);
MUST_CHECK bool store_add_expert(struct db *db, const char *contest, const struct expert_row *row, struct err *err);
/* By id, in LC_ALL=C order. */
MUST_CHECK bool store_list_entries(struct db *db, const char *contest, struct arena *arena,
	struct entry_row **ret_rows, size_t *ret_count, struct err *err);
MUST_CHECK bool store_list_experts(struct db *db, const char *contest, struct arena *arena,
	struct expert_row **ret_rows, size_t *ret_count, struct err *err);

/* ---- sheets: the version in force; older ones stay in the ledger and in `sealed` */
struct sheet_row {
	const char *stage, *heat, *entry, *expert;
	bool recused;
	const char *marks; /* canonical JSON object: criterion id → units */
	int version;       /* from 1 */
	int64_t seq;       /* of sheet.submit or the last sheet.amend */
};
MUST_CHECK bool store_put_sheet(struct db *db, const char *contest, const struct sheet_row *row, struct err *err);
MUST_CHECK bool store_find_sheet(struct db *db, const char *contest, const char *stage, const char *entry,
	const char *expert, struct arena *arena, struct sheet_row **ret_row, struct err *err);
/* By entry, then expert. */
MUST_CHECK bool store_list_sheets(struct db *db, const char *contest, const char *stage, struct arena *arena,
	struct sheet_row **ret_rows, size_t *ret_count, struct err *err);
MUST_CHECK bool store_count_sheets(struct db *db, const char *contest, const char *stage /* NULL: all */,
	int64_t *ret_count, struct err *err);

/* ---- stages and what was decided on them */
enum stage_state { STAGE_JUDGING, STAGE_CLOSED, STAGE_PUBLISHED };
struct stage_row {
	const char *stage;
	enum stage_state state;
	const char *supervisor; /* NULL = none */
	int64_t closed_seq, published_seq; /* −1 = not yet */
	const char *result; /* canonical JSON of the published result, NULL before */
};
/* *ret_row is NULL when nothing has happened on the stage. */
MUST_CHECK bool store_find_stage(struct db *db, const char *contest, const char *stage, struct arena *arena,
	struct stage_row **ret_row, struct err *err);
MUST_CHECK bool store_put_stage(struct db *db, const char *contest, const struct stage_row *row, struct err *err);

struct decision_row { /* tie.deliberate, award.grant, entry.withdraw */
	int64_t seq;
	const char *stage; /* "" when it concerns the whole contest */
	const char *kind;  /* the record's type */
	const char *body;  /* canonical JSON */
};
MUST_CHECK bool store_add_decision(struct db *db, const char *contest, const struct decision_row *row, struct err *err);
/* The newest of all decisions and publications, −1 = none yet: while it stays, so does who takes part where. */
MUST_CHECK bool store_get_decided(struct db *db, const char *contest, int64_t *ret_seq, struct err *err);
/* `stage` NULL: all of the contest. In order of seq. */
MUST_CHECK bool store_list_decisions(struct db *db, const char *contest, const char *stage, struct arena *arena,
	struct decision_row **ret_rows, size_t *ret_count, struct err *err);

/* ---- ledger */
struct head_row {
	int64_t size;         /* records */
	int64_t ts_ms;        /* of the last one */
	const char *last;     /* hex SHA-256 of the last line */
	const char *frontier; /* hex hashes, space between: the Merkle tree's right edge */
};
/* An absent head is size 0. Inside store_write() the row is locked until commit. */
MUST_CHECK bool store_get_head(struct db *db, const char *ledger, struct arena *arena, struct head_row *ret_head, struct err *err);
MUST_CHECK bool store_put_head(struct db *db, const char *ledger, const struct head_row *head, struct err *err);

struct record_row {
	int64_t seq;
	const char *line; /* without LF */
};
MUST_CHECK bool store_add_record(struct db *db, const char *ledger, const struct record_row *row, struct err *err);
/* Up to `limit` from `from` on. */
MUST_CHECK bool store_list_records(struct db *db, const char *ledger, int64_t from, int64_t limit, struct arena *arena,
	struct record_row **ret_rows, size_t *ret_count, struct err *err);

struct sealed_row {
	int64_t seq;
	const char *salt; /* 64 hex digits */
	const char *body; /* canonical JSON */
};
MUST_CHECK bool store_add_sealed(struct db *db, const char *ledger, const struct sealed_row *row, struct err *err);
/* Those not erased. */
MUST_CHECK bool store_list_sealed(struct db *db, const char *ledger, int64_t from, int64_t limit, struct arena *arena,
	struct sealed_row **ret_rows, size_t *ret_count, struct err *err);
/* *ret_row is NULL when there is none, or none any more. */
MUST_CHECK bool store_find_sealed(struct db *db, const char *ledger, int64_t seq, struct arena *arena,
	struct sealed_row **ret_row, struct err *err);
/* Erases salt and body: the commitment can never be opened again. */
MUST_CHECK bool store_erase_sealed(struct db *db, const char *ledger, int64_t seq, struct err *err);

/* Idempotency: first seq that request `req` caused; *ret_seq −1 when it is new. */
MUST_CHECK bool store_find_request(struct db *db, const char *ledger, const char *req, int64_t *ret_seq, struct err *err);
MUST_CHECK bool store_add_request(struct db *db, const char *ledger, const char *req, int64_t seq, struct err *err);

struct checkpoint_row {
	int64_t size;
	int64_t at_ms;
	const char *note; /* signed note text */
};
MUST_CHECK bool store_add_checkpoint(struct db *db, const char *ledger, const struct checkpoint_row *row, struct err *err);
/* By size, oldest first. */
MUST_CHECK bool store_list_checkpoints(struct db *db, const char *ledger, struct arena *arena,
	struct checkpoint_row **ret_rows, size_t *ret_count, struct err *err);

/* ---- settings and secrets of the installation: "host", "ledger.key" (hex seed) … *ret_value NULL when unset */
MUST_CHECK bool store_get_setting(struct db *db, const char *name, struct arena *arena, const char **ret_value, struct err *err);
MUST_CHECK bool store_put_setting(struct db *db, const char *name, const char *value, struct err *err);

/* Grows with every committed change by any process: cheap, for caches. Starts at ≥ 1. */
MUST_CHECK bool store_get_generation(struct store *store, int64_t *ret_generation, struct err *err);
