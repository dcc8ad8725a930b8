/* Canonical JSON, recognised without building anything: the one spelling of a value that may be hashed.
 *
 * RFC 8785 under the ledger's profile: keys of [A-Za-z0-9._-] in byte order, each once; integers with
 * |n| < 2^53; no space; strings in UTF-8 with the shortest escapes and no U+0000. */
#pragma once

#include "base/base.h"

/* Length of the canonical value that text[0..len) starts with; 0 when there is none. */
size_t canonical_span(const char *text, size_t len);

/* Length of the canonical string that text[0..len) starts with, quotes included; 0 when there is none. */
size_t canonical_string_span(const char *text, size_t len);

/* All of text[0..len) is one canonical object. */
bool canonical_is_object(const char *text, size_t len);
