/* Everything that is wrong with one file, so that a person mends it in one go.
 *
 * A reader adds a finding per bad line or field and goes on; at the end it
 * fails once with the first of them. At most FINDINGS_KEPT are kept, all are
 * counted. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct arena;
struct buf;

enum { FINDINGS_KEPT = 200 };

struct finding {
	int line, column;    /* from 1; 0 = the whole file or line */
	const char *code;    /* stable: "definition.unknown-key" */
	const char *message; /* what is wrong, what was expected, a guess at what was meant */
};

struct findings {
	struct arena *arena;
	const char *file; /* as the user named it */
	struct finding *items;
	size_t count; /* kept */
	size_t total; /* seen */
};

/* An empty list about `file`; finds live in `arena`. */
struct findings findings_of(const char *file, struct arena *arena);

void findings_add(struct findings *f, int line, int column, const char *code, const char *fmt, ...)
	PRINTF_LIKE(5, 6);

/* True when there is nothing to report; else fails as ERR_INPUT with the first
 * finding's code and "file:line:column: message" (and how many more). */
MUST_CHECK bool findings_none(const struct findings *f, struct err *err);

/* One line a finding, "file:line:column: message [code]"; a last line counts the ones not kept. */
void findings_print(const struct findings *f, struct buf *out);
