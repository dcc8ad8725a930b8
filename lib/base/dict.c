/* Open addressing with linear probing over FNV-1a, at most half full. A slot keeps half of its hash, so that neither growing
 * nor most comparisons look at an id. */
#include "base/dict.h"

#include "base/arena.h"
#include "base/str.h"

#include <string.h>

struct dict_slot {
	const char *id; /* NULL: free */
	int number;
	uint32_t hash;
};

static uint32_t hash(struct slice s)
{
	uint64_t h = 14695981039346656037U;
	for (size_t i = 0; i < s.len; i++)
		h = (h ^ (unsigned char)s.at[i]) * 1099511628211U;
	return (uint32_t)(h ^ h >> 32);
}

/* The slot that holds the id, or the free one where it belongs. */
static struct dict_slot *slot_of(const struct dict *d, struct slice id, uint32_t h)
{
	size_t i = h & (d->cap - 1);
	while (d->slots[i].id && !(d->slots[i].hash == h && slice_eq(id, d->slots[i].id)))
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
	const struct dict_slot *s = slot_of(d, id, hash(id));
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
	for (size_t i = 0; i < old.cap; i++) {
		if (!old.slots[i].id)
			continue;
		size_t at = old.slots[i].hash & (d->cap - 1);
		while (d->slots[at].id)
			at = (at + 1) & (d->cap - 1);
		d->slots[at] = old.slots[i];
	}
}

/* The slot for the id, with room for it. */
static struct dict_slot *slot_for(struct dict *d, struct arena *arena, struct slice id, uint32_t h)
{
	if (2 * (d->count + 1) > d->cap)
		grow(d, arena);
	return slot_of(d, id, h);
}

bool dict_add(struct dict *d, struct arena *arena, const char *id, int number)
{
	uint32_t h = hash(whole(id));
	struct dict_slot *slot = slot_for(d, arena, whole(id), h);
	if (slot->id)
		return false;
	*slot = (struct dict_slot){id, number, h};
	d->count++;
	return true;
}

int dict_number(struct dict *d, struct arena *arena, struct slice id, struct arena *ids, const char **ret_fresh)
{
	uint32_t h = hash(id);
	struct dict_slot *slot = slot_for(d, arena, id, h);
	*ret_fresh = NULL;
	if (slot->id)
		return slot->number;
	*ret_fresh = arena_strndup(ids, id.at, id.len);
	*slot = (struct dict_slot){*ret_fresh, (int)d->count, h};
	return (int)d->count++;
}
