/* A record's place under a checkpoint, as one text a judge can keep: c2sp.org/tlog-proof@v1.
 *
 *	c2sp.org/tlog-proof@v1
 *	index 17
 *	<base64 hash>            from the leaf up, a line each
 *
 *	<the signed checkpoint> */
#pragma once

#include "base/base.h"
#include "base/err.h"
#include "ledger/note.h"

struct arena;
struct buf;
struct merkle_path;

enum { PROOF_LIMIT_BYTES = 128 << 10 };

/* Appends the proof of record `index`; `note` is the checkpoint that covers it. */
void proof_write(int64_t index, const struct merkle_path *path, const char *note, struct buf *out);

struct proof { /* what a proof that holds says */
	int64_t index;
	struct checkpoint checkpoint;
	bool signed_by_key; /* keys[0..n) of the check: one of them at least signed */
};

/* Checks that line[0..len) stands in the ledger where the proof says. ERR_PROOF "proof.form",
 * "proof.path", "note.form", "note.signature". */
MUST_CHECK bool proof_check(const char *text, size_t text_len, const char *line, size_t len,
	const struct note_key *keys, int key_count, struct arena *arena, struct proof *ret, struct err *err);
