/* A panel that was seated names its experts; without one everybody of a class on the stage's panel owes a sheet, and where
 * the stage has no classes everybody does. */
#include "app/duty.h"

#include "base/arena.h"
#include "base/str.h"
#include "store/live.h"

static bool sits_by_class(const struct docket *f, int expert)
{
	if (!f->stage->panel_count)
		return true;
	for (int i = 0; i < f->stage->panel_count; i++)
		if (f->stage->panel[i].class_index == docket_expert_class(f, expert))
			return true;
	return false;
}

bool duty_experts(struct db *db, const struct docket *docket, int heat, struct arena *arena,
	const char *const **ret_experts, int *ret_count, struct err *err)
{
	struct panel_row *rows;
	size_t n;
	int count = 0;
	if (!store_list_panel(db, docket->contest->id, docket->stage->id, arena, &rows, &n, err))
		return false;
	const char **ids = ARENA_ARRAY(arena, n + (size_t)docket->expert_count, const char *);
	for (size_t i = 0; i < n; i++)
		if (str_eq(rows[i].heat, docket->stage->heats[heat].id))
			ids[count++] = rows[i].expert;
	for (int x = 0, seated = count; !seated && x < docket->expert_count; x++)
		if (sits_by_class(docket, x))
			ids[count++] = docket_expert_id(docket, x);
	*ret_experts = ids;
	*ret_count = count;
	return true;
}

bool duty_floor(struct db *db, const struct docket *docket, int heat, struct arena *arena, struct duty_floor *ret,
	struct err *err)
{
	size_t n = (size_t)docket->entry_count;
	(void)db, (void)heat, (void)err;
	*ret = (struct duty_floor){.phases = ARENA_ARRAY(arena, n, const char *), .done = ARENA_ARRAY(arena, n, bool),
		.locked = ARENA_ARRAY(arena, n, bool), .absent = ARENA_ARRAY(arena, n, bool)};
	return true;
}
