/* Ids to numbers. */
#pragma once

#include "base/base.h"

struct arena;

struct table { /* all zeros: empty */
	struct table_slot *slots;
	size_t count, cap;
};

/* −1 when the id is not there. */
int table_find(const struct table *t, const char *id);

/* The id must not be there yet; it is not copied. Grows in `arena`. */
void table_add(struct table *t, struct arena *arena, const char *id, int number);
