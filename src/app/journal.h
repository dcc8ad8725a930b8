/* Writing to a contest's ledger inside a transaction: open, add records, close. Internal to src/app.
 *
 * A journal belongs to one request. What it adds becomes durable with the
 * transaction, together with the rows that the caller writes. */
#pragma once

#include "app/app.h"
#include "ledger/chain.h"

struct db;
struct journal {
	struct app *app;
	struct db *db;
	struct arena *arena;
	const char *contest;
	const char *actor;
	const char *req;
	bool repeated;     /* this request was acknowledged before: add nothing, succeed */
	int64_t first_seq; /* of the request's records; −1 before the first */
	int64_t ts_ms;     /* the time of all of them: now, and not before the ledger's last record */
	struct chain chain;
	struct sha leaf;   /* of the last record added, whose time is chain.ts_ms */
};

/* Reads and locks the head. A ledger of size 0 gets its "ledger.open" record first. `makes` names the types of which
 * such a request writes at least one, with spaces between: a key that the same actor used for that before is a repeat;
 * any other use of a known key is ERR_CONFLICT "request.reused". NULL: the caller looks itself at what stands at first_seq,
 * which then is the record that the key was acknowledged with. */
MUST_CHECK bool journal_open(struct journal *j, struct app *app, struct db *db, const char *contest,
	const struct request *rq, const char *makes, struct arena *arena, struct err *err);

/* Adds a public record; `body` is canonical JSON. *ret_seq may be NULL. */
MUST_CHECK bool journal_add(struct journal *j, const char *type, const char *body, int64_t *ret_seq, struct err *err);

/* Adds a sealed record: a salted commitment in the ledger, salt and body kept aside. */
MUST_CHECK bool journal_seal(struct journal *j, const char *type, const char *body, int64_t *ret_seq, struct err *err);

/* Commits to `body` within a public record that the caller is about to add (an entry's profile):
 * the commitment's hex in out[65], salt and body kept under the next sequence number. */
MUST_CHECK bool journal_commit(struct journal *j, const char *body, char *out, struct err *err);

/* A new salt in hex, for what is kept beside the ledger. */
enum { JOURNAL_SALT = 65 };
void journal_salt(struct journal *j, char out[JOURNAL_SALT]);

/* Writes the head and remembers the request. */
MUST_CHECK bool journal_close(struct journal *j, struct err *err);
