/* One line of a ledger: what happened, when, by whom, and the hash of the line before it.
 *
 * docs/ledger.md describes every type and its body. A record carries either a public body or a
 * commitment to a sealed one, never both. */
#pragma once

#include "base/base.h"
#include "base/err.h"
#include "base/sha.h"

struct arena;
struct buf;

enum { RECORD_LIMIT_BYTES = 16 << 20, RECORD_NAME_LIMIT = 128 };

struct record {
	int64_t seq, ts_ms;
	const char *type;
	const char *contest; /* an id; "instance" in the ledger of accounts and keys */
	const char *actor;   /* 1–128 printable ASCII without quote and backslash: "judge:17", "system" */
	const char *req;     /* likewise: the idempotency key of the request that caused it */
	const char *body;    /* canonical JSON object, or NULL */
	const char *commit;  /* 64 lower-case hex digits, or NULL */
	struct sha prev;     /* of the line before; zeros in the first */
};

/* The type as the list has it (static), or NULL when there is no such type. */
const char *record_type_known(const char *type);

/* True when that type's content is sealed: it stands in `commit`, and a `reveal` opens it. */
bool record_type_sealed(const char *type);

/* Appends the canonical line without LF. ERR_INPUT "record.type", "record.name" (contest, actor, req),
 * "record.body" (not canonical, sealed type with a body, public one without), ERR_LIMIT "record.long". */
MUST_CHECK bool record_write(const struct record *r, struct buf *out, struct err *err);

/* Reads exactly what record_write() makes and nothing else: same bytes or ERR_PROOF "record.form".
 * Strings live in `arena`; `type` is static. */
MUST_CHECK bool record_read(const char *line, size_t len, struct arena *arena, struct record *ret,
	struct err *err);

/* sha256(salt_hex "." body): the commitment to `body` in canonical JSON. */
struct sha record_commitment(struct slice salt_hex, struct slice body);

/* The same in hex, of texts. Returns out. */
char *record_commit(const char *salt_hex, const char *body, char out[SHA_HEX]);
