/* The use cases. One function each; HTTP, the command line and the worker call these and own no rule.
 *
 * Every function that changes something writes its ledger record in the same
 * transaction, and returns only when both are on disk. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct app;
struct arena;
struct buf;
struct fetch;
struct findings;
struct principal;
struct store;

struct app_options {
	const char *url;        /* of the store; see store_open() */
	int64_t (*now_ms)(void); /* NULL: the system's clock */
	void (*random)(void *bytes, size_t len); /* NULL: libsodium's */
	const struct fetch *fetch; /* asks sign-in providers and relays of drand; outlives the app; NULL: nobody is asked */
	const char *relays;        /* of drand: addresses with spaces between, outlives the app; NULL: those that we know */
};

MUST_CHECK bool app_open(const struct app_options *options, struct app **ret_app, struct err *err);
void app_close(struct app *app);
void app_closep(struct app **app);

/* For doors that need the store itself: backup, restore, generation. */
struct store *app_store(struct app *app);

/* What a request is and who makes it; `req` is its idempotency key (NULL: one is made).
 * Repeating a request with a key that was acknowledged changes nothing and succeeds again. */
struct request {
	const char *actor; /* "cli", "judge:17", "system" */
	const char *req;
	const struct principal *who; /* asked by principal_check(); NULL: the command line, which may do everything */
};

/* Makes the installation's signing key and host name when they are missing. */
MUST_CHECK bool app_init(struct app *app, const char *host, struct err *err);

/* ---- define, import */
MUST_CHECK bool app_add_contest(struct app *app, const struct request *rq, const char *text, size_t len,
	struct findings *findings, struct err *err);

struct import_report {
	size_t rows, added, amended, unchanged;
};
/* All or nothing; every bad row is a finding. `preview` checks without writing. */
MUST_CHECK bool app_import_entries(struct app *app, const struct request *rq, const char *contest, const char *text, size_t len,
	bool preview, struct findings *findings, struct import_report *ret_report, struct err *err);
MUST_CHECK bool app_import_experts(struct app *app, const struct request *rq, const char *contest, const char *text, size_t len,
	bool preview, struct findings *findings, struct import_report *ret_report, struct err *err);
/* Marks of one or several stages (`stage` NULL: the column `stage` names it). A row that differs from the sheet
 * in force is refused unless `amend`. */
MUST_CHECK bool app_import_sheets(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const char *text, size_t len, bool amend, bool preview, struct findings *findings,
	struct import_report *ret_report, struct err *err);

/* ---- decide */
MUST_CHECK bool app_close_stage(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const char *supervisor, struct err *err);

struct vote {
	const char *expert;
	const char *const *order; /* entry ids, best first */
	int count;
};
struct deliberation {
	const char *const *entries; /* tied; without votes, which only a tie that nobody may vote on takes, in their order */
	int entry_count;
	const struct vote *votes;
	int vote_count;
	const char *reason;
	const char *supervisor;
};
MUST_CHECK bool app_deliberate(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const struct deliberation *d, struct err *err);
MUST_CHECK bool app_grant_award(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const char *award, const char *entry, const char *reason, struct err *err);
MUST_CHECK bool app_publish_stage(struct app *app, const struct request *rq, const char *contest, const char *stage, struct err *err);
MUST_CHECK bool app_withdraw_entry(struct app *app, const struct request *rq, const char *contest, const char *entry,
	const char *reason, struct err *err);

/* ---- prove */
/* Signs the ledger's head when something is new since the last checkpoint; *ret_note is the newest. */
MUST_CHECK bool app_checkpoint(struct app *app, const char *contest, struct arena *arena, const char **ret_note, struct err *err);
/* Writes ledger.jsonl, checkpoints.txt, key.txt and definition.yaml into the folder `dir` (made when missing). */
MUST_CHECK bool app_export_ledger(struct app *app, const char *contest, const char *dir, struct err *err);
MUST_CHECK bool app_prove_record(struct app *app, const char *contest, int64_t seq, struct arena *arena,
	const char **ret_proof, struct err *err);
