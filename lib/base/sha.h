/* SHA-256, by OpenSSL (which uses the processor's instructions). */
#pragma once

#include "base/base.h"

enum { SHA_LEN = 32, SHA_HEX = 65 };

struct sha {
	unsigned char bytes[SHA_LEN];
};

struct sha_stream; /* of unknown length; freed by sha_end() */

struct sha sha256(const void *bytes, size_t len);

/* Of several pieces one after the other. */
struct sha sha256_parts(const struct slice *parts, size_t count);

struct sha_stream *sha_begin(void);
void sha_more(struct sha_stream *s, const void *bytes, size_t len);
struct sha sha_end(struct sha_stream *s);

/* Lower-case hex with NUL; out holds SHA_HEX bytes. Returns out. */
char *sha_hex(const struct sha *sha, char *out);
bool sha_eq(const struct sha *a, const struct sha *b);
