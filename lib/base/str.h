/* Strings: comparison, ids, UTF-8, hex, and the nearest of several words. */
#pragma once

#include "base/base.h"

static inline bool str_eq(const char *a, const char *b)
{
	return __builtin_strcmp(a, b) == 0;
}

/* Either may be NULL; NULL equals only NULL. */
bool str_eq_null(const char *a, const char *b);

bool slice_eq(struct slice a, const char *b);

/* An id: 1–64 of [A-Za-z0-9._-], first and last alphanumeric. The same in files, URLs and the ledger. */
bool str_is_id(const char *s);

/* Length of the longest valid UTF-8 start of s[0..len): equal to len when all is valid.
 * Rejects overlong forms, surrogates and anything above U+10FFFF (RFC 3629). */
size_t utf8_valid_len(const char *s, size_t len);

/* Valid UTF-8 that shows as it is read: no control characters (line feeds only where `lines`), and none of the
 * characters that turn the direction of the text around them (U+202A–202E, U+2066–2069). */
bool utf8_is_plain(const char *s, size_t len, bool lines);

/* Takes out, in place, every byte that is no part of valid UTF-8: what a cut left of a character. */
void utf8_mend(char *s);

/* How many code points; s must be valid UTF-8. */
size_t utf8_count(const char *s);

/* The word of words[0..n) nearest to s by edit distance with transposition, or NULL
 * when none is within a third of its length: for "did you mean". */
const char *str_nearest(const char *s, const char *const *words, size_t n);

/* Lower-case hex; out holds 2 * len + 1. */
void hex_encode(const unsigned char *bytes, size_t len, char *out);

/* Exactly 2 * len lower-case hex digits; false otherwise. */
bool hex_decode(const char *hex, size_t hex_len, unsigned char *out, size_t len);
