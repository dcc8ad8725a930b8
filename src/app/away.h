/* When somebody is away: spans of time, written in the contest's civil time, kept as JSON [[from_ms, until_ms], …].
 *
 * Written: "2026-05-01 09:00/2026-05-01 12:00; 2026-05-03; 2026-05-07/2026-05-09". A day alone is all of it, and a day as the
 * end of a span is the end of that day. Internal to src/app. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct arena;

enum { AWAY_SPANS = 100 };

struct away_span {
	int64_t from_ms, until_ms;
};

/* Sorted, and apart: spans that touch become one. NULL or "" is "[]". ERR_INPUT "candidate.away" names the part that is none. */
MUST_CHECK bool away_read(const char *text, int offset_min, struct arena *arena, const char **ret_json, struct err *err);

/* What stands in the database, as spans. */
MUST_CHECK bool away_load(const char *json, struct arena *arena, struct away_span **ret_spans, size_t *ret_count,
	struct err *err);

/* The same as a person would write it; away_read() gives the JSON again, to the minute. */
MUST_CHECK bool away_write(const char *json, int offset_min, struct arena *arena, const char **ret_text, struct err *err);
