/* Moments as milliseconds since 1970-01-01T00:00:00Z, and their RFC 3339 text. No clock here. */
#pragma once

#include "base/base.h"

enum { TIME_TEXT = 25 }; /* "2026-05-01T10:00:00.123Z" and NUL */

/* UTC text with milliseconds; years 0000–9999. out holds TIME_TEXT bytes. Returns out. */
char *time_format(int64_t at_ms, char *out);

/* Exactly the form that time_format() makes. */
bool time_parse_utc(const char *s, size_t len, int64_t *ret_ms);

/* What a person writes in a file: "2020-11-10", "2020-11-10 09:00", "2020-11-10T09:00:00+08:00", "…Z".
 * Without an offset, `offset_min` (minutes east of UTC) applies. */
bool time_parse(const char *s, int offset_min, int64_t *ret_ms);
