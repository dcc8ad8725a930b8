/* A ledger's end: what the next record must follow. Kept in the database's head row. */
#pragma once

#include "base/base.h"
#include "base/err.h"
#include "base/sha.h"
#include "ledger/merkle.h"

struct arena;
struct record;

struct chain { /* all zeros: an empty ledger */
	int64_t size;
	int64_t ts_ms;   /* of the last record */
	struct sha last; /* SHA-256 of the last line */
	struct frontier frontier;
};

/* Takes in `r`, whose line is line[0..len) without LF. Refuses with ERR_PROOF and leaves the chain as it
 * was: "chain.seq", "chain.prev", "chain.time". */
MUST_CHECK bool chain_extend(struct chain *chain, const struct record *r, const char *line, size_t len,
	struct err *err);

/* The chain from a database's head row, and the row's frontier text back. An empty ledger has size 0,
 * whatever the texts say. ERR_PROOF "chain.head" when the texts do not fit the size. */
MUST_CHECK bool chain_restore(struct chain *ret, int64_t size, int64_t ts_ms, const char *last_hex,
	const char *frontier, struct err *err);
const char *chain_frontier_text(const struct chain *chain, struct arena *arena);
