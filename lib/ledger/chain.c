/* Each line is hashed twice: as it is, for the next line's `prev`, and tagged, as a leaf of the tree. */
#include "ledger/chain.h"

#include "ledger/record.h"

#include <inttypes.h>

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
