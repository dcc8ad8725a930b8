/* Checks a ledger from the outside: nothing but the bytes that a stranger was given.
 *
 * Form, numbers, times, hash chain, tree, checkpoints and their signatures, key rotation, commitments and
 * what they open, amendments, closings, deliberations recounted from their votes, and every published
 * result and every move after a withdrawal recomputed from the marks. docs/ledger.md is the specification. */
#pragma once

#include "base/base.h"
#include "base/err.h"
#include "base/sha.h"

struct arena;
struct note_key;

struct audit_input {
	struct slice ledger;        /* ledger.jsonl */
	struct slice checkpoints;   /* signed notes with a blank line between; len 0: none */
	struct slice definition;    /* definition.yaml, compared with the one in force; at NULL: not given */
	const struct note_key *key; /* trusted beforehand; NULL: believe the ledger's first record */
	const struct slice *proofs; /* inclusion proofs to hold against the ledger */
	int proof_count;
	void (*progress)(void *context, size_t done, size_t total); /* bytes; NULL: nobody is waiting */
	void *context;
};

enum { AUDIT_KEPT = 100 };

struct audit_report {
	struct arena *arena;
	const char *contest, *origin; /* "" while unknown */
	char fingerprint[SHA_HEX];    /* of the key that signed the newest checkpoint; "" when none holds */
	int64_t records;
	int64_t checkpoints; /* that hold */
	int64_t covered;     /* records under the newest of them */
	int64_t results;     /* recomputed and equal */
	int64_t proofs;      /* that hold */
	int64_t signed_sheets, unsigned_sheets; /* opened, whose device signed, and the others */
	const char *failures[AUDIT_KEPT]; /* one line a failed check: "record 17: prev hash does not match record 16" */
	int kept;
	int64_t failed;      /* kept or not */
};

/* True when every check holds; else ERR_PROOF "audit.failed" with the first line. The report is filled
 * either way and lives in `arena`. Records that no checkpoint covers are a failed check. */
MUST_CHECK bool audit_ledger(const struct audit_input *in, struct arena *arena, struct audit_report *ret_report,
	struct err *err);
