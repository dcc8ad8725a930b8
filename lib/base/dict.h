/* Ids to numbers: a dictionary of strings, in an arena.
 *
 *	struct dict d = {0};
 *	dict_add(&d, arena, "E-001", 0); */
#pragma once

#include "base/base.h"

struct arena;
struct dict_slot;

struct dict { /* all zeros: empty */
	struct dict_slot *slots;
	size_t count, cap;
};

/* The number of `id`, −1 when it is not there. */
int dict_find(const struct dict *d, const char *id);
int dict_find_slice(const struct dict *d, struct slice id);

/* False and unchanged when the id is there already. The id is not copied; `number` ≥ 0. Grows in `arena`. */
bool dict_add(struct dict *d, struct arena *arena, const char *id, int number);
