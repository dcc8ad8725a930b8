/* Hashing to the group G1 of BLS12-381, as RFC 9380 has it: suite BLS12381G1_XMD:SHA-256_SSWU_RO_. */
#pragma once

#include "judging/bls_curve.h"

enum { BLS_DST_MAX = 255, BLS_EXPAND_MAX = 255 * 32 };

/* expand_message_xmd with SHA-256: `len` uniform bytes, at most BLS_EXPAND_MAX; `dst` at most BLS_DST_MAX bytes. */
void bls_expand(struct slice message, struct slice dst, unsigned char *out, size_t len);
struct curve_point bls_hash_to_g1(struct slice message, struct slice dst);
