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

/* The number of `id`; when it is not there, it is copied into `ids`, gets the next number (0, 1, 2 …) and *ret_fresh is the
 * copy; else *ret_fresh is NULL. For a dictionary that is filled in no other way. */
int dict_number(struct dict *d, struct arena *arena, struct slice id, struct arena *ids, const char **ret_fresh);
