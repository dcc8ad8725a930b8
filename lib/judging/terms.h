/* The terms of a text: what fits are made of. docs/fit.md tells it to a stranger. */
#pragma once

#include "base/base.h"

enum { TERM_BYTES = 96 };

/* Goes through a text term by term:
 *
 *	struct terms t = terms_of(text, len);
 *	while (terms_next(&t))
 *		use(t.term, t.len);
 *
 * Chinese, Japanese and Korean characters that stand together give every two neighbours, one that stands alone gives
 * itself. Other letters and digits that stand together are a word, and one of both also gives its parts ("iso9001",
 * "iso", "9001"). Widths and cases are folded, English plurals lose their s, and words that say nothing are left out.
 * Bytes that are no UTF-8 part words like any other character that is neither letter nor digit. */
struct terms {
	char term[TERM_BYTES]; /* the current one, NUL-terminated; a longer word is cut at a character */
	size_t len;
	/* where it stands */
	const char *at, *end;
	bool in_run;           /* the character at `at` was the second of a pair */
	const char *parts, *parts_end; /* of the word given last, still to be given */
};

struct terms terms_of(const char *text, size_t len);
bool terms_next(struct terms *t);
