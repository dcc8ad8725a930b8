/* Open addressing at half load; the hash is a multiply-and-shift mix of 8 bytes at a time. Whoever writes the
 * file can make keys collide and wait for it alone; nothing is shared between files. */
#include "contest/numbering.h"

#include "base/arena.h"

#include <string.h>

uint64_t numbering_hash(uint64_t x)
{
	x ^= x >> 32;
	x *= 0x9E3779B97F4A7C15u;
	x ^= x >> 29;
	x *= 0xBF58476D1CE4E5B9u;
	return x ^ x >> 32;
}

uint64_t numbering_hash_text(struct slice s)
{
	uint64_t h = s.len;
	size_t i = 0;
	for (; i + 8 <= s.len; i += 8) {
		uint64_t word;
		memcpy(&word, s.at + i, 8);
		h = numbering_hash(h ^ word);
	}
	uint64_t rest = 0;
	memcpy(&rest, s.at + i, s.len - i);
	return numbering_hash(h ^ rest);
}

static void place(struct numbering *n, uint64_t hash, size_t number)
{
	size_t at = hash & (n->cap - 1);
	while (n->slots[at])
		at = (at + 1) & (n->cap - 1);
	n->slots[at] = (uint32_t)number + 1;
}

static void grow(struct numbering *n, struct arena *arena)
{
	size_t cap = n->cap ? n->cap * 2 : 64;
	n->hashes = arena_grow(arena, n->hashes, n->count, cap / 2, sizeof(*n->hashes));
	n->slots = ARENA_ARRAY(arena, cap, uint32_t);
	n->cap = cap;
	for (size_t i = 0; i < n->count; i++)
		place(n, n->hashes[i], i);
}

int numbering_add(struct numbering *n, uint64_t hash, struct arena *arena)
{
	if (n->count * 2 >= n->cap)
		grow(n, arena);
	place(n, hash, n->count);
	n->hashes[n->count] = hash;
	return (int)n->count++;
}

int numbering_next(const struct numbering *n, uint64_t hash, size_t *probe)
{
	while (n->cap) {
		uint32_t slot = n->slots[(hash + (*probe)++) & (n->cap - 1)];
		if (!slot)
			break;
		if (n->hashes[slot - 1] == hash)
			return (int)slot - 1;
	}
	return -1;
}

static bool name_is(const struct ids *ids, int number, struct slice s)
{
	return ids->lens[number] == s.len && memcmp(ids->names[number], s.at, s.len) == 0;
}

int ids_find(struct ids *ids, struct slice s, uint64_t *ret_hash)
{
	if (ids->numbering.count && name_is(ids, ids->last, s))
		return ids->last;
	*ret_hash = numbering_hash_text(s);
	size_t probe = 0;
	int number;
	while ((number = numbering_next(&ids->numbering, *ret_hash, &probe)) >= 0)
		if (name_is(ids, number, s))
			return ids->last = number;
	return -1;
}

int ids_add(struct ids *ids, struct slice s, uint64_t hash, struct arena *arena)
{
	if (ids->numbering.count == ids->cap) {
		size_t cap = ids->cap ? ids->cap * 2 : 64;
		ids->names = arena_grow(arena, ids->names, ids->cap, cap, sizeof(*ids->names));
		ids->lens = arena_grow(arena, ids->lens, ids->cap, cap, sizeof(*ids->lens));
		ids->cap = cap;
	}
	int number = numbering_add(&ids->numbering, hash, arena);
	ids->names[number] = arena_strndup(arena, s.at, s.len);
	ids->lens[number] = (uint32_t)s.len;
	return ids->last = number;
}
