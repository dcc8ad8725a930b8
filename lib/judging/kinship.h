/* Lists of organisations that an organiser keeps: other names of the same one (清华大学 = Tsinghua University), and parents.
 *
 * A list is CSV with the columns `name`, `same-as` and `parent`, of which a row has one of the latter or both. */
#pragma once

#include "base/base.h"

struct arena;
struct findings;

struct kin {
	const char *name;
	const char *same, *parent; /* NULL = not said */
	int line;
};
struct kinship {
	struct kin *items;
	size_t count;
};

enum { KINSHIP_MOST = 100000 };

/* What can't be taken is a finding ("csv.…", "alias.name", "alias.empty", "alias.self", "alias.many"); *ret then holds the
 * rows that can. An empty text is an empty list. */
void kinship_read(const char *text, size_t len, struct arena *arena, struct findings *findings, struct kinship *ret);
