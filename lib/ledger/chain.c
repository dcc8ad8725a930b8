/* Each line is hashed twice: as it is, for the next line's `prev`, and tagged, as a leaf of the tree. */
#include "ledger/chain.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "ledger/record.h"

#include <inttypes.h>
#include <string.h>

bool chain_extend(struct chain *chain, const struct record *r, const char *line, size_t len,
	struct err *err)
{
	if (r->seq != chain->size)
		return fail(err, ERR_PROOF, "chain.seq", "seq is %" PRId64 " where %" PRId64 " must follow",
			r->seq, chain->size);
	if (!sha_eq(&r->prev, &chain->last)) {
		if (!chain->size)
			return fail(err, ERR_PROOF, "chain.prev", "prev of the first record is not 64 zeros");
		return fail(err, ERR_PROOF, "chain.prev", "prev hash does not match record %" PRId64,
			chain->size - 1);
	}
	if (chain->size && r->ts_ms < chain->ts_ms)
		return fail(err, ERR_PROOF, "chain.time", "time is earlier than that of record %" PRId64,
			chain->size - 1);
	struct sha leaf = merkle_leaf(line, len);
	chain->last = sha256(line, len);
	frontier_append(&chain->frontier, &leaf);
	chain->ts_ms = r->ts_ms;
	chain->size++;
	return true;
}

bool chain_restore(struct chain *ret, int64_t size, int64_t ts_ms, const char *last_hex,
	const char *frontier, struct err *err)
{
	struct chain c = {.size = size, .ts_ms = ts_ms};
	if (!size) {
		*ret = (struct chain){0};
		return true;
	}
	if (!hex_decode(last_hex, strlen(last_hex), c.last.bytes, SHA_LEN) ||
		!frontier_read(frontier, size, &c.frontier))
		return fail(err, ERR_PROOF, "chain.head", "The ledger's head of %" PRId64 " records is damaged.", size);
	*ret = c;
	return true;
}

const char *chain_frontier_text(const struct chain *chain, struct arena *arena)
{
	CLEANUP(buf_done) struct buf text = {0};
	frontier_write(&chain->frontier, &text);
	return arena_strndup(arena, buf_str(&text), text.len);
}
