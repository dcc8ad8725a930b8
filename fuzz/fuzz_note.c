/* Signed notes, keys and proofs: no input crashes them, and none is believed that our key did not sign. */
#include "fuzz.h"

#include "base/arena.h"
#include "base/buf.h"
#include "ledger/note.h"
#include "ledger/proof.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const unsigned char seed[NOTE_SEED_LEN] = "nobody signs fuzz inputs with it";
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	const char *text = (const char *)data;
	struct note_signer signer;
	struct note_key key;
	struct checkpoint checkpoint;
	struct proof proof;
	struct err err;
	bool signed_by = false;
	MUST_HOLD(note_signer_make("h.example/c", seed, &signer, &err));
	if (checkpoint_read(text, size, &signer.key, 1, arena, &checkpoint, &signed_by, &err))
		MUST_HOLD(!signed_by && checkpoint.size >= 0);
	if (proof_check(text, size, "line", 4, &signer.key, 1, arena, &proof, &err))
		MUST_HOLD(!proof.signed_by_key);
	if (note_key_read(text, size, &key, &err)) {
		CLEANUP(buf_done) struct buf again = {0};
		note_key_write(&key, &again);
		MUST_HOLD(again.len == size && memcmp(again.at, text, size) == 0);
	}
	return 0;
}
