/* Words of hostile texts: terms are valid and short, and two texts fit the same from either side, each with itself wholly. */
#include "fuzz.h"

#include "base/arena.h"
#include "base/str.h"
#include "judging/fit.h"
#include "judging/terms.h"

#include <string.h>

static size_t check_terms(const char *text, size_t len)
{
	struct terms t = terms_of(text, len);
	size_t count = 0;
	while (terms_next(&t)) {
		MUST_HOLD(t.len > 0 && t.len < TERM_BYTES && strlen(t.term) == t.len);
		MUST_HOLD(utf8_valid_len(t.term, t.len) == t.len);
		count++;
	}
	MUST_HOLD(count <= 2 * len);
	return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	size_t half = size / 2;
	const char *text = size ? (const char *)data : "";
	(void)check_terms(text, size);
	if (size > FIT_TEXT_BYTES)
		return 0;
	const char *texts[] = {arena_strndup(arena, text, half), arena_strndup(arena, text + half, size - half)};
	size_t counts[] = {check_terms(texts[0], strlen(texts[0])), check_terms(texts[1], strlen(texts[1]))};
	struct fit_case c = {.entry_count = 2, .expert_count = 2, .entries = texts, .experts = texts};
	struct fit *f;
	struct err err;
	int32_t rows[2][2];
	MUST_HOLD(fit_new(&c, arena, &f, &err));
	for (int e = 0; e < 2; e++) {
		fit_row(f, e, rows[e]);
		for (int j = 0; j < 2; j++)
			MUST_HOLD(rows[e][j] >= 0 && rows[e][j] <= FIT_MOST);
	}
	MUST_HOLD(rows[0][1] == rows[1][0]);
	for (int e = 0; e < 2; e++)
		MUST_HOLD(counts[e] == 0 || rows[e][e] == FIT_MOST);
	return 0;
}
