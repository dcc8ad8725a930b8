/* The public beacon: drand's chain “quicknet”, one round every three seconds.
 *
 * Its scheme is “bls-unchained-g1-rfc9380”: the key holders together sign SHA-256 of the round's number as eight bytes, big
 * endian. There is one such signature for a round, and nobody knows it before; whoever has the chain's key can check it. */
#pragma once

#include "base/base.h"
#include "base/err.h"
#include "base/sha.h"

struct buf;

#define DRAND_CHAIN "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
#define DRAND_KEY "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451" \
	"0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"

enum {
	DRAND_PERIOD_S = 3,
	DRAND_GENESIS_S = 1692803367,
	DRAND_SIGNATURE_LEN = 48,
	DRAND_FALLBACK_ROUNDS = 28800, /* a day later: what counts when a round never came */
};
#define DRAND_ROUND_MAX ((int64_t)100000000000)

/* The round in force at the moment, the first being 1: ERR_INPUT "drand.time" before the chain began or far beyond. */
MUST_CHECK bool drand_round_at(int64_t at_ms, int64_t *ret_round, struct err *err);

/* When the round comes out; round ≥ 1. */
int64_t drand_time_ms(int64_t round);

struct drand_round {
	int64_t round;
	unsigned char signature[DRAND_SIGNATURE_LEN];
	struct sha randomness; /* SHA-256 of the signature */
};

/* Is the signature the chain's for that round? Some milliseconds. */
bool drand_verify(const struct drand_round *r);

/* Reads beacon.txt: the lines “round R”, “signature HEX”, “randomness HEX”. ERR_INPUT "draw.line", "draw.encoding";
 * ERR_PROOF "drand.randomness" when the randomness is not the signature's SHA-256, "drand.signature" when the signature is not
 * the chain's for that round. */
MUST_CHECK bool drand_read(struct slice text, struct drand_round *ret, struct err *err);
void drand_write(const struct drand_round *r, struct buf *out);
