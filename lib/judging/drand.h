/* The public beacon: drand's chain “quicknet”, one round every three seconds.
 *
 * The signature of a round is not verified here (that takes BLS12-381): only that the randomness is its
 * SHA-256. Whoever doubts it asks any drand node for the round, or checks it with a drand client. */
#pragma once

#include "base/base.h"
#include "base/err.h"
#include "base/sha.h"

struct buf;

#define DRAND_CHAIN "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"

enum {
	DRAND_PERIOD_S = 3,
	DRAND_GENESIS_S = 1692803367,
	DRAND_SIGNATURE_LEN = 48,
	DRAND_FALLBACK_ROUNDS = 28800, /* a day later */
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

/* Reads beacon.txt: the lines “round R”, “signature HEX”, “randomness HEX”. ERR_INPUT "draw.line", "draw.encoding";
 * ERR_PROOF "drand.randomness" when the randomness is not the signature's SHA-256. */
MUST_CHECK bool drand_read(struct slice text, struct drand_round *ret, struct err *err);
void drand_write(const struct drand_round *r, struct buf *out);
