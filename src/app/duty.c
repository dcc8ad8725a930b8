/* A panel that was seated names its experts. Where none was, marks come in as they did before there were panels: the stage
 * says how many, and who they are shows when they hand in. */
#include "app/duty.h"

#include "app/floor.h"
#include "app/turnout.h"
#include "base/arena.h"
#include "base/str.h"
#include "floor/floor.h"
#include "store/live.h"
#include "store/panels.h"

#include <stdlib.h>
#include <string.h>

static bool has_sheet_there(const struct docket *f, int expert, const char *heat)
{
	for (size_t i = 0; i < f->sheet_count; i++)
		if (str_eq(f->sheets[i].heat, heat) && str_eq(f->sheets[i].expert, f->experts[expert].id) &&
			turnout_counts(f->stage, &f->sheets[i]))
			return true;
	return false;
}

static int by_id(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int by_number(const void *a, const void *b)
{
	const int *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

static bool is_in(const struct docket *docket, int entry, int expert)
{
	const struct sheet_row *sheet = docket_find_sheet(docket, entry, expert);
	return sheet && turnout_counts(docket->stage, sheet);
}

/* Pairs stand by entry, like the docket's entries; of entries or experts that the docket does not know they say nothing. */
bool duty_share(struct db *db, const struct docket *docket, struct arena *arena, struct duty_share *ret, struct err *err)
{
	struct assigned_row *rows;
	struct dict leavers;
	size_t n, at = 0;
	*ret = (struct duty_share){0};
	if (!store_list_assigned(db, docket->contest->id, docket->stage->id, NULL, arena, &rows, &n, err))
		return false;
	if (!n)
		return true;
	if (!store_list_leavers(db, docket->contest->id, arena, &leavers, err))
		return false;
	*ret = (struct duty_share){.out = true, .from = ARENA_ARRAY(arena, (size_t)docket->entry_count + 1, int),
		.experts = ARENA_ARRAY(arena, n + 1, int)};
	for (int e = 0; e < docket->entry_count; e++) {
		int count = ret->from[e];
		while (at < n && strcmp(rows[at].entry, docket_entry_id(docket, e)) < 0)
			at++;
		for (; at < n && str_eq(rows[at].entry, docket_entry_id(docket, e)); at++) {
			int x = docket_find_expert(docket, rows[at].expert);
			if (x >= 0 && (dict_find(&leavers, rows[at].expert) < 0 || is_in(docket, e, x)))
				ret->experts[count++] = x;
		}
		ret->from[e + 1] = count;
	}
	return true;
}

bool duty_is_assigned(const struct duty_share *share, int entry, int expert)
{
	return share->out && expert >= 0 &&
		bsearch(&expert, share->experts + share->from[entry], (size_t)(share->from[entry + 1] - share->from[entry]),
			sizeof(expert), by_number);
}

struct turnout duty_turnout(const struct duty_share *share, const struct docket *docket, int entry)
{
	struct turnout t = {.expected = share->from[entry + 1] - share->from[entry]};
	for (int i = share->from[entry]; i < share->from[entry + 1]; i++)
		t.sheets += is_in(docket, entry, share->experts[i]) ||
			ruled_has(&docket->ruled, docket_entry_id(docket, entry), docket_expert_id(docket, share->experts[i]));
	return t;
}

/* The experts of the heat's entries, each once, and whoever has a panel member's sheet there. */
static void shared_experts(const struct docket *docket, int heat, const struct duty_share *share, const char **ids, int *count)
{
	for (int x = 0; x < docket->expert_count; x++) {
		bool here = has_sheet_there(docket, x, docket->stage->heats[heat].id);
		for (int e = 0; e < docket->entry_count && !here; e++)
			here = docket_heat(docket, e) == heat && duty_is_assigned(share, e, x);
		if (here)
			ids[(*count)++] = docket->experts[x].id;
	}
}

bool duty_experts(struct db *db, const struct docket *docket, int heat, const struct duty_share *share, struct arena *arena,
	const char *const **ret_experts, int *ret_count, int *ret_seats, struct err *err)
{
	struct panel_row *rows;
	struct dict leavers;
	size_t n;
	int count = 0;
	const char *id = docket->stage->heats[heat].id;
	if (!store_list_panel(db, docket->contest->id, docket->stage->id, arena, &rows, &n, err) ||
		!store_list_leavers(db, docket->contest->id, arena, &leavers, err))
		return false;
	const char **ids = ARENA_ARRAY(arena, n + (size_t)docket->expert_count, const char *);
	for (size_t i = 0; i < n; i++)
		if (str_eq(rows[i].heat, id))
			ids[count++] = rows[i].expert;
	*ret_seats = count;
	if (share->out && !count)
		shared_experts(docket, heat, share, ids, &count);
	for (int x = 0; !share->out && x < docket->expert_count; x++)
		if ((!*ret_seats || dict_find(&leavers, docket->experts[x].id) >= 0) && has_sheet_there(docket, x, id))
			ids[count++] = docket->experts[x].id;
	if (count > *ret_seats && *ret_seats)
		qsort(ids, (size_t)count, sizeof(*ids), by_id);
	*ret_experts = ids;
	*ret_count = count;
	return true;
}

bool duty_floor(struct db *db, const struct docket *docket, int heat, struct arena *arena, struct duty_floor *ret,
	struct err *err)
{
	size_t n = (size_t)docket->entry_count;
	struct floor *floor;
	*ret = (struct duty_floor){.phases = ARENA_ARRAY(arena, n, const char *), .done = ARENA_ARRAY(arena, n, bool),
		.locked = ARENA_ARRAY(arena, n, bool), .absent = ARENA_ARRAY(arena, n, bool)};
	if (!floor_load(db, docket->contest, docket->stage_index, heat, arena, &floor, err))
		return false;
	ret->opened = floor != NULL;
	for (int i = 0; floor && i < floor->count; i++) {
		int e = docket_find_entry(docket, floor->entries[i].id);
		if (e < 0)
			continue;
		ret->phases[e] = floor_phase_name(floor->entries[i].phase);
		ret->locked[e] = floor->entries[i].phase == FLOOR_LOCKED;
		ret->absent[e] = floor->entries[i].phase == FLOOR_ABSENT;
		ret->done[e] = ret->locked[e] || ret->absent[e];
	}
	return true;
}
