/* Base64 (RFC 4648 §4) with padding, read strictly: every value has one spelling. */
#pragma once

#include "base/base.h"

struct buf;

void base64_put(const void *bytes, size_t len, struct buf *out);

/* Reads all of `text` into out[0..cap); false when it is not base64, not the one spelling, or longer. */
bool base64_get(struct slice text, unsigned char *out, size_t cap, size_t *ret_len);

/* The same, and the result must be exactly `want` bytes. */
bool base64_get_exact(struct slice text, unsigned char *out, size_t want);
