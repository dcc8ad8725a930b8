/* BLS signatures on BLS12-381 as drand's newer chains make them: a signature is a point of G1, a key one of G2.
 *
 * Verification only, of public data. */
#pragma once

#include "base/base.h"

enum { BLS_SIGNATURE_BYTES = 48, BLS_KEY_BYTES = 96 };

/* Is the signature that of `key` on `message`? (Basic scheme, hashed to G1 by RFC 9380.) False for bytes that are no points of the
 * groups, and for infinity. Some four milliseconds. */
bool bls_verify(const unsigned char *key, struct slice message, const unsigned char *signature);
