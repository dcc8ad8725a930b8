/* Signed checkpoints: C2SP signed-note and tlog-checkpoint, with Ed25519.
 *
 *	leitai.example/ciic-2020          origin
 *	1234                              size: records covered
 *	CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=   root
 *
 *	— leitai.example/ciic-2020 Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8= */
#pragma once

#include "base/base.h"
#include "base/err.h"
#include "base/sha.h"

struct arena;
struct buf;

enum { NOTE_NAME_LIMIT = 200, NOTE_SEED_LEN = 32, NOTE_SIGNATURE_LEN = 64, NOTE_LIMIT_BYTES = 64 << 10 };

/* Who can be believed: a name, by custom the ledger's origin, and an Ed25519 public key. */
struct note_key {
	char name[NOTE_NAME_LIMIT + 1];
	unsigned char id[4]; /* SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public)[0:4] */
	unsigned char public[32];
};

struct note_signer { /* secret: wipe with note_signer_done() */
	struct note_key key;
	unsigned char secret[64];
};

/* ERR_INPUT "note.name" when the name is empty, too long, or has a space, a '+' or a control character. */
MUST_CHECK bool note_signer_make(const char *name, const unsigned char seed[NOTE_SEED_LEN],
	struct note_signer *ret, struct err *err);
void note_signer_done(struct note_signer *signer);

/* The verifier key as text: name "+" 8 hex digits of the id "+" base64(0x01 ‖ public). */
void note_key_write(const struct note_key *key, struct buf *out);
const char *note_key_text(const struct note_key *key, struct arena *arena);
/* ERR_INPUT "note.key" when it is not such a text or its id does not fit. */
MUST_CHECK bool note_key_read(const char *text, size_t len, struct note_key *ret, struct err *err);

/* Hex SHA-256 of the public key: what is printed in a contest's rules. Returns out. */
char *note_fingerprint(const struct note_key *key, char out[SHA_HEX]);

/* Ed25519 over any message, for key rotation; signature in base64. */
void note_sign_message(const struct note_signer *signer, const char *message, size_t len, struct buf *out);
bool note_check_message(const struct note_key *key, const char *message, size_t len, const char *base64);

struct checkpoint {
	const char *origin;
	int64_t size;
	struct sha root;
};

/* Appends the note, signed by each of signers[0..n), n ≥ 1. */
MUST_CHECK bool checkpoint_sign(const struct checkpoint *c, const struct note_signer *signers, int n,
	struct buf *out, struct err *err);

/* Reads a note and checks its signatures: lines of unknown keys are ignored, a wrong signature under a
 * known key is an error. ret_signed[k] tells whether keys[k] signed. The origin lives in `arena`.
 * ERR_PROOF "note.form", "note.signature". Does not ask that any key signed: see ret_signed. */
MUST_CHECK bool checkpoint_read(const char *note, size_t len, const struct note_key *keys, int key_count,
	struct arena *arena, struct checkpoint *ret, bool *ret_signed, struct err *err);
