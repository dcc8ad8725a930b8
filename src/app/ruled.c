/* Rulings come by pair and number, so the last one before the close is the one that counts. */
#include "app/ruled.h"

#include "base/arena.h"
#include "base/str.h"
#include "contest/recusal.h"
#include "store/panels.h"

#include <stdio.h>

enum { PAIR = 140 }; /* two ids and a space */

bool ruled_load(struct db *db, const char *contest, const struct stage_row *stage, struct arena *arena, struct ruled *ret,
	struct err *err)
{
	bool closed = stage && stage->state != STAGE_JUDGING;
	struct ruling_row *rows;
	size_t n;
	*ret = (struct ruled){0};
	if (!store_list_rulings(db, contest, arena, &rows, &n, err))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (closed && rows[i].seq > stage->closed_seq)
			continue;
		bool last = i + 1 == n || !str_eq(rows[i].entry, rows[i + 1].entry) || !str_eq(rows[i].expert, rows[i + 1].expert) ||
			(closed && rows[i + 1].seq > stage->closed_seq);
		if (last && rows[i].confirmed)
			(void)dict_add(&ret->pairs, arena, arena_printf(arena, "%s %s", rows[i].entry, rows[i].expert), 0);
	}
	return true;
}

bool ruled_has(const struct ruled *ruled, const char *entry, const char *expert)
{
	char key[PAIR];
	if (!ruled->pairs.count)
		return false;
	snprintf(key, sizeof(key), "%s %s", entry, expert);
	return dict_find(&ruled->pairs, key) >= 0;
}

void ruled_recuse(const struct ruled *ruled, const struct stage *stage, struct sheet_row *rows, size_t count, struct arena *arena)
{
	for (size_t i = 0; i < count; i++) {
		struct sheet_row *row = &rows[i];
		if (row->recused || !ruled_has(ruled, row->entry, row->expert) || !recusal_is_panel_sheet(stage, false, row->marks))
			continue;
		row->recused = true;
		row->marks = recusal_marks(stage, row->marks, arena);
	}
}
