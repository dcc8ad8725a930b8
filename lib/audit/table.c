/* Open addressing with linear probing over FNV-1a, at most half full. */
#include "audit/table.h"

#include "base/arena.h"
#include "base/str.h"

struct table_slot {
	const char *id; /* NULL: free */
	int number;
};

static size_t hash(const char *s)
{
	uint64_t h = 14695981039346656037U;
	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * 1099511628211U;
	return (size_t)(h ^ h >> 32);
}

/* The slot that holds the id, or the free one where it belongs. */
static struct table_slot *slot_of(const struct table *t, const char *id)
{
	size_t i = hash(id) & (t->cap - 1);
	while (t->slots[i].id && !str_eq(t->slots[i].id, id))
		i = (i + 1) & (t->cap - 1);
	return &t->slots[i];
}

int table_find(const struct table *t, const char *id)
{
	if (!t->cap)
		return -1;
	const struct table_slot *s = slot_of(t, id);
	return s->id ? s->number : -1;
}

void table_add(struct table *t, struct arena *arena, const char *id, int number)
{
	if (2 * (t->count + 1) > t->cap) {
		struct table old = *t;
		t->cap = old.cap ? 2 * old.cap : 64;
		t->slots = ARENA_ARRAY(arena, t->cap, struct table_slot);
		for (size_t i = 0; i < old.cap; i++)
			if (old.slots[i].id)
				*slot_of(t, old.slots[i].id) = old.slots[i];
	}
	*slot_of(t, id) = (struct table_slot){id, number};
	t->count++;
}
