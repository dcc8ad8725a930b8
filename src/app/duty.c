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

static int by_number(const void *a, const void *b)
{
	const int *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

/* Experts who left, and pairs "entry expert" that must not meet. */
static bool load_excused(struct db *db, const char *contest, struct arena *arena, struct dict *ret, struct err *err)
{
	struct candidate_row *candidates;
	struct barred_row *barred;
	size_t n;
	*ret = (struct dict){0};
	if (!store_list_candidates(db, contest, arena, &candidates, &n, err))
		return false;
	for (size_t i = 0; i < n; i++)
		if (candidates[i].state == CANDIDATE_LEFT)
			(void)dict_add(ret, arena, candidates[i].id, 0);
	if (!store_list_barred(db, contest, NULL, arena, &barred, &n, err))
		return false;
	for (size_t i = 0; i < n; i++)
		if (barred[i].confirmed)
			(void)dict_add(ret, arena, arena_printf(arena, "%s %s", barred[i].entry, barred[i].expert), 0);
	return true;
}

static bool owes(const struct docket *docket, const struct dict *excused, int entry, int expert, struct arena *arena)
{
	const char *id = docket_expert_id(docket, expert);
	const struct sheet_row *sheet = docket_find_sheet(docket, entry, expert);
	return (sheet && turnout_counts(docket->stage, sheet)) || !excused->count || (dict_find(excused, id) < 0 &&
		dict_find(excused, arena_printf(arena, "%s %s", docket_entry_id(docket, entry), id)) < 0);
}

/* Pairs stand by entry, like the docket's entries; of entries or experts that the docket does not know they say nothing. */
bool duty_share(struct db *db, const struct docket *docket, struct arena *arena, struct duty_share *ret, struct err *err)
{
	struct assigned_row *rows;
	struct dict excused;
	size_t n, at = 0;
	*ret = (struct duty_share){0};
	if (!store_list_assigned(db, docket->contest->id, docket->stage->id, NULL, arena, &rows, &n, err))
		return false;
	if (!n)
		return true;
	if (!load_excused(db, docket->contest->id, arena, &excused, err))
		return false;
	*ret = (struct duty_share){.out = true, .from = ARENA_ARRAY(arena, (size_t)docket->entry_count + 1, int),
		.experts = ARENA_ARRAY(arena, n + 1, int)};
	for (int e = 0; e < docket->entry_count; e++) {
		int count = ret->from[e];
		while (at < n && strcmp(rows[at].entry, docket_entry_id(docket, e)) < 0)
			at++;
		for (; at < n && str_eq(rows[at].entry, docket_entry_id(docket, e)); at++) {
			int x = docket_find_expert(docket, rows[at].expert);
			if (x >= 0 && owes(docket, &excused, e, x, arena))
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

int duty_in(const struct duty_share *share, const struct docket *docket, int entry)
{
	int in = 0;
	for (int i = share->from[entry]; i < share->from[entry + 1]; i++) {
		const struct sheet_row *sheet = docket_find_sheet(docket, entry, share->experts[i]);
		in += sheet && turnout_counts(docket->stage, sheet);
	}
	return in;
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
	size_t n;
	int count = 0;
	const char *id = docket->stage->heats[heat].id;
	if (!store_list_panel(db, docket->contest->id, docket->stage->id, arena, &rows, &n, err))
		return false;
	const char **ids = ARENA_ARRAY(arena, n + (size_t)docket->expert_count, const char *);
	for (size_t i = 0; i < n; i++)
		if (str_eq(rows[i].heat, id))
			ids[count++] = rows[i].expert;
	*ret_seats = count;
	if (share->out && !count)
		shared_experts(docket, heat, share, ids, &count);
	for (int x = 0; !*ret_seats && !share->out && x < docket->expert_count; x++)
		if (has_sheet_there(docket, x, id))
			ids[count++] = docket->experts[x].id;
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
