/* Texts of lines with one spelling: UTF-8, each line ended by one LF, nothing else between. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct arena;

struct lines {
	const char *file; /* as errors name it */
	const char *at, *end;
	int number; /* of the line taken last, from 1 */
};

/* Starts at the first line; ERR_INPUT "draw.encoding" when a character is broken, invisible or a carriage return. */
MUST_CHECK bool lines_open(struct lines *l, const char *file, struct slice text, struct err *err);

/* The next line without its LF; *ret_more false at the end. ERR_INPUT "draw.line" when the LF is missing. */
MUST_CHECK bool lines_next(struct lines *l, struct slice *ret, bool *ret_more, struct err *err);

/* What follows `head` on the next line; ERR_INPUT "draw.line" that says `form` when the line begins otherwise. */
MUST_CHECK bool lines_field(struct lines *l, const char *head, const char *form, struct slice *ret, struct err *err);

/* ERR_INPUT "draw.line" when anything is left. */
MUST_CHECK bool lines_end(struct lines *l, struct err *err);

/* ERR_INPUT "draw.line": the line taken last must read `form`. */
MUST_CHECK bool lines_wrong(const struct lines *l, const char *form, struct err *err);

struct line_set {
	const char **items; /* NUL-terminated */
	size_t count;
};

struct line_rules {
	size_t lines_max, bytes_max;
	bool spaces; /* may a line have any? */
};

/* All lines, in strictly rising byte order as `LC_ALL=C sort -u` leaves them. ERR_INPUT "draw.empty", "draw.line",
 * "draw.order", "draw.twice", ERR_LIMIT "draw.long", "draw.many"; each names the file and line. */
MUST_CHECK bool lines_sorted(const char *file, struct slice text, struct line_rules rules, struct arena *arena,
	struct line_set *ret, struct err *err);

/* A whole number from 1 to `most`, digits only, no zero in front. */
bool lines_number(struct slice s, int64_t most, int64_t *ret);
