/* Open addressing with linear probing over FNV-1a, at most half full. */
#include "base/dict.h"

#include "base/arena.h"
#include "base/str.h"

#include <string.h>

struct dict_slot {
	const char *id; /* NULL: free */
	int number;
};

static size_t hash(struct slice s)
{
	uint64_t h = 14695981039346656037U;
	for (size_t i = 0; i < s.len; i++)
		h = (h ^ (unsigned char)s.at[i]) * 1099511628211U;
	return (size_t)(h ^ h >> 32);
}

/* The slot that holds the id, or the free one where it belongs. */
static struct dict_slot *slot_of(const struct dict *d, struct slice id)
{
	size_t i = hash(id) & (d->cap - 1);
	while (d->slots[i].id && !slice_eq(id, d->slots[i].id))
		i = (i + 1) & (d->cap - 1);
	return &d->slots[i];
}

static struct slice whole(const char *id)
{
	return (struct slice){id, strlen(id)};
}

int dict_find_slice(const struct dict *d, struct slice id)
{
	if (!d->cap)
		return -1;
	const struct dict_slot *s = slot_of(d, id);
	return s->id ? s->number : -1;
}

int dict_find(const struct dict *d, const char *id)
{
	return dict_find_slice(d, whole(id));
}

static void grow(struct dict *d, struct arena *arena)
{
	struct dict old = *d;
	d->cap = old.cap ? 2 * old.cap : 64;
	d->slots = ARENA_ARRAY(arena, d->cap, struct dict_slot);
	for (size_t i = 0; i < old.cap; i++)
		if (old.slots[i].id)
			*slot_of(d, whole(old.slots[i].id)) = old.slots[i];
}

bool dict_add(struct dict *d, struct arena *arena, const char *id, int number)
{
	if (2 * (d->count + 1) > d->cap)
		grow(d, arena);
	struct dict_slot *slot = slot_of(d, whole(id));
	if (slot->id)
		return false;
	*slot = (struct dict_slot){id, number};
	d->count++;
	return true;
}
