/* Rows come sorted, so a pair's stand together and its newest ruling is its last. */
#include "app/conflict_part.h"

#include "base/arena.h"
#include "base/str.h"

#include <stdio.h>

enum { KEY = 210 }; /* two ids, a ground and spaces */

static const char *pair_key(const char *entry, const char *expert, char out[KEY])
{
	snprintf(out, KEY, "%s %s", entry, expert);
	return out;
}

static const char *ground_key(const char *entry, const char *expert, const char *ground, char out[KEY])
{
	snprintf(out, KEY, "%s %s %s", entry, expert, ground);
	return out;
}

bool evidence_load(struct db *db, const char *contest, struct arena *arena, struct evidence *ret, struct err *err)
{
	char key[KEY];
	size_t rulings;
	*ret = (struct evidence){0};
	if (!store_list_conflicts(db, contest, NULL, arena, &ret->rows, &ret->count, err) ||
		!store_list_rulings(db, contest, arena, &ret->rulings, &rulings, err))
		return false;
	for (size_t i = 0; i < ret->count; i++) {
		const struct conflict_row *r = &ret->rows[i];
		(void)dict_add(&ret->grounds, arena, arena_strdup(arena, ground_key(r->entry, r->expert, r->ground, key)), (int)i);
		if (!i || !str_eq(r[-1].entry, r->entry) || !str_eq(r[-1].expert, r->expert))
			(void)dict_add(&ret->pairs, arena, arena_strdup(arena, pair_key(r->entry, r->expert, key)), (int)i);
	}
	for (size_t i = rulings; i-- > 0;)
		(void)dict_add(&ret->ruled, arena, arena_strdup(arena, pair_key(ret->rulings[i].entry, ret->rulings[i].expert, key)), (int)i);
	return true;
}

const struct conflict_row *evidence_find(const struct evidence *e, const char *entry, const char *expert, const char *ground)
{
	char key[KEY];
	int at = dict_find(&e->grounds, ground_key(entry, expert, ground, key));
	return at < 0 ? NULL : &e->rows[at];
}

const struct conflict_row *evidence_of(const struct evidence *e, const char *entry, const char *expert, size_t *ret_count)
{
	char key[KEY];
	int at = dict_find(&e->pairs, pair_key(entry, expert, key));
	size_t n = 0;
	while (at >= 0 && (size_t)at + n < e->count && str_eq(e->rows[(size_t)at + n].entry, entry) && str_eq(e->rows[(size_t)at + n].expert, expert))
		n++;
	*ret_count = n;
	return n ? &e->rows[at] : NULL;
}

const struct ruling_row *evidence_ruling(const struct evidence *e, const char *entry, const char *expert)
{
	char key[KEY];
	int at = dict_find(&e->ruled, pair_key(entry, expert, key));
	return at < 0 ? NULL : &e->rulings[at];
}

enum conflict_state evidence_state(const struct conflict_row *rows, size_t count)
{
	enum conflict_state state = CONFLICT_OVERRULED;
	for (size_t i = 0; i < count; i++) {
		if (rows[i].state == CONFLICT_FOUND)
			return CONFLICT_FOUND;
		if (rows[i].state == CONFLICT_CONFIRMED)
			state = CONFLICT_CONFIRMED;
	}
	return state;
}

enum conflict_state evidence_initial(const struct evidence *e, const char *entry, const char *expert)
{
	const struct ruling_row *ruling = evidence_ruling(e, entry, expert);
	return ruling && ruling->confirmed ? CONFLICT_CONFIRMED : CONFLICT_FOUND;
}
