/* Numbers for keys in order of appearance: ids of a file, and pairs of numbers.
 *
 * Like base/dict.h, but it makes the numbers, keeps the names, and looks at the key of the row before
 * first, because files come sorted one way or another. */
#pragma once

#include "base/base.h"

struct arena;

struct numbering { /* all zeros: empty. Slots hold number + 1 */
	uint32_t *slots;
	uint64_t *hashes; /* by number */
	size_t count, cap;  /* cap is a power of two */
};

uint64_t numbering_hash(uint64_t key);
uint64_t numbering_hash_text(struct slice text);

/* The next number, for a key that is not there yet. */
int numbering_add(struct numbering *n, uint64_t hash, struct arena *arena);

/* Candidates for a key, in turn: the next number with that hash after *probe (start at 0), −1 at the end. */
int numbering_next(const struct numbering *n, uint64_t hash, size_t *probe);

struct ids {
	struct numbering numbering;
	const char **names; /* by number */
	uint32_t *lens;
	size_t cap;
	int last; /* found before */
};

/* −1 when it is not there; then *ret_hash is for ids_add(). */
int ids_find(struct ids *ids, struct slice id, uint64_t *ret_hash);
/* The id is copied. */
int ids_add(struct ids *ids, struct slice id, uint64_t hash, struct arena *arena);
