/* Participants follow the published results of the stages that feed this one;
 * an open stage passes on whoever reaches it. */
#include "app/docket.h"

#include "app/floor.h"
#include "app/outcome.h"
#include "base/arena.h"
#include "base/json.h"
#include "base/str.h"
#include "floor/floor.h"

#include <stdio.h>
#include <string.h>

static void mark_in(const struct dict *index, bool *in, const char *id)
{
	int at = dict_find(index, id);
	if (at >= 0)
		in[at] = true;
}

/* Marks in `in` the entries that the published result of a panel stage sends on, and those moved up since. */
static bool advancing(const struct result_earlier *e, const struct dict *index, bool *in, struct arena *arena,
	struct err *err)
{
	struct json json;
	if (!json_parse(e->body, strlen(e->body), arena, &json, err))
		return false;
	const struct json *lists = json_get(&json, "lists");
	for (size_t l = 0; lists && l < lists->count; l++) {
		const struct json *rows = json_get(&lists->items[l], "rows");
		for (size_t r = 0; rows && r < rows->count; r++) {
			const char *fate = json_string(&rows->items[r], "fate", "");
			if (str_eq(fate, fate_name(FATE_ADVANCE)) || str_eq(fate, fate_name(FATE_WILD_CARD)))
				mark_in(index, in, json_string(&rows->items[r], "entry", ""));
		}
	}
	for (int i = 0; i < e->moved_count; i++)
		mark_in(index, in, e->moved[i]);
	return true;
}

bool docket_participants(struct db *db, const struct contest *contest, int stage, const struct entry_row *rows, size_t n,
	struct arena *arena, bool **ret_in, struct err *err)
{
	bool *in = ARENA_ARRAY(arena, n, bool), reached[MOST_STAGES];
	bool everyone = stage_sources(contest, &contest->stages[stage], reached);
	struct result_earlier *earlier;
	int count = 0;
	struct dict index = {0};
	if (!everyone && !outcome_earlier(db, contest, arena, &earlier, &count, err))
		return false;
	for (size_t i = 0; i < n; i++) {
		in[i] = everyone;
		if (!everyone)
			dict_add(&index, arena, rows[i].id, (int)i);
	}
	for (int i = 0; i < count; i++)
		if (reached[contest_find_stage(contest, earlier[i].stage)] && !advancing(&earlier[i], &index, in, arena, err))
			return false;
	*ret_in = in;
	return true;
}

int docket_selected_heat(const struct contest *contest, const struct stage *stage, const struct entry_row *e)
{
	const char *ids[AXIS_HEAT] = {e->division, e->region, e->track};
	int found = -1;
	for (int h = 0; h < stage->heat_count; h++) {
		bool fits = true, selects = false;
		for (int axis = 0; axis < AXIS_HEAT; axis++) {
			int want = stage->heats[h].selects.at[axis];
			selects = selects || want >= 0;
			fits = fits && (want < 0 || (ids[axis] && str_eq(ids[axis], contest->axes[axis].items[want].id)));
		}
		if (!fits || (!selects && stage->heat_count > 1))
			continue;
		if (found >= 0)
			return -1; /* several heats may take it: the sheets decide */
		found = h;
	}
	return found;
}

static bool load_entries(struct db *db, struct docket *f, struct err *err)
{
	struct entry_row *rows;
	bool *in;
	size_t n, kept = 0;
	if (!store_list_entries(db, f->contest->id, f->arena, &rows, &n, err) ||
		!docket_participants(db, f->contest, f->stage_index, rows, n, f->arena, &in, err))
		return false;
	f->heats = ARENA_ARRAY(f->arena, n, int);
	for (size_t i = 0; i < n; i++) {
		if (!in[i])
			continue;
		dict_add(&f->entry_index, f->arena, rows[i].id, (int)kept);
		f->heats[kept] = docket_selected_heat(f->contest, f->stage, &rows[i]);
		rows[kept++] = rows[i];
	}
	f->entries = rows;
	f->entry_count = (int)kept;
	return true;
}

static bool load_experts(struct db *db, struct docket *f, struct err *err)
{
	size_t n;
	if (!store_list_experts(db, f->contest->id, f->arena, &f->experts, &n, err))
		return false;
	f->expert_count = (int)n;
	f->expert_classes = ARENA_ARRAY(f->arena, n, int);
	for (size_t i = 0; i < n; i++) {
		dict_add(&f->expert_index, f->arena, f->experts[i].id, (int)i);
		f->expert_classes[i] = f->experts[i].class_id ? labels_find(&f->contest->classes, f->experts[i].class_id) : -1;
	}
	return true;
}

enum { SHEET_KEY = 32 };

static const char official[] = "official";

static const char *sheet_key(int entry, int expert, char *out)
{
	snprintf(out, SHEET_KEY, "%d|%d", entry, expert);
	return out;
}

static bool load_sheets(struct db *db, struct docket *f, struct err *err)
{
	if (!store_list_sheets(db, f->contest->id, f->stage->id, f->arena, &f->sheets, &f->sheet_count, err) ||
		!ruled_load(db, f->contest->id, f->row, f->arena, &f->ruled, err))
		return false;
	ruled_recuse(&f->ruled, f->stage, f->sheets, f->sheet_count, f->arena);
	for (size_t i = 0; i < f->sheet_count; i++) {
		int entry = docket_find_entry(f, f->sheets[i].entry), expert = docket_find_expert(f, f->sheets[i].expert);
		if (entry < 0 || (expert < 0 && !str_eq(f->sheets[i].expert, official)))
			continue;
		char key[SHEET_KEY];
		dict_add(&f->sheet_index, f->arena, arena_strdup(f->arena, sheet_key(entry, expert, key)), (int)i);
		if (f->heats[entry] < 0)
			f->heats[entry] = stage_find_heat(f->stage, f->sheets[i].heat);
	}
	return true;
}

/* Where no heat selects its entries, an open floor says whose it is before any sheet does. */
static bool load_floors(struct db *db, struct docket *f, struct err *err)
{
	bool complete = true;
	for (int e = 0; e < f->entry_count; e++)
		complete = complete && f->heats[e] >= 0;
	for (int h = 0; h < f->stage->heat_count && !complete; h++) {
		struct floor *floor;
		if (!floor_load(db, f->contest, f->stage_index, h, f->arena, &floor, err))
			return false;
		for (int i = 0; floor && i < floor->count; i++) {
			int entry = docket_find_entry(f, floor->entries[i].id);
			if (entry >= 0 && f->heats[entry] < 0)
				f->heats[entry] = h;
		}
	}
	return true;
}

bool docket_load(struct db *db, const struct contest *contest, int stage, struct arena *arena, struct docket **ret_docket,
	struct err *err)
{
	struct docket *f = ARENA_NEW(arena, struct docket);
	*f = (struct docket){.contest = contest, .stage = &contest->stages[stage], .stage_index = stage, .arena = arena};
	struct stage_row *row;
	if (!store_find_stage(db, contest->id, f->stage->id, arena, &row, err))
		return false;
	f->row = row;
	f->closed = row && row->state != STAGE_JUDGING;
	f->published = row && row->state == STAGE_PUBLISHED;
	if (!load_entries(db, f, err) || !load_experts(db, f, err) || !load_sheets(db, f, err) || !load_floors(db, f, err))
		return false;
	*ret_docket = f;
	return true;
}

int docket_find_entry(const struct docket *f, const char *id)
{
	return dict_find(&f->entry_index, id);
}

int docket_find_expert(const struct docket *f, const char *id)
{
	return dict_find(&f->expert_index, id);
}

int docket_expert_class(const struct docket *f, int expert)
{
	return expert < 0 ? -1 : f->expert_classes[expert];
}

const char *docket_entry_id(const struct docket *f, int entry)
{
	return f->entries[entry].id;
}

const char *docket_expert_id(const struct docket *f, int expert)
{
	return expert < 0 ? official : f->experts[expert].id;
}

int docket_heat(const struct docket *f, int entry)
{
	return f->heats[entry];
}

void docket_set_heat(struct docket *f, int entry, int heat)
{
	f->heats[entry] = heat;
}

struct sheet_row *docket_find_sheet(const struct docket *f, int entry, int expert)
{
	char key[SHEET_KEY];
	int at = dict_find(&f->sheet_index, sheet_key(entry, expert, key));
	return at < 0 ? NULL : &f->sheets[at];
}

/* Sheets stand in order of their entries. */
static size_t first_sheet_of(const struct docket *f, const char *entry)
{
	size_t low = 0, high = f->sheet_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (strcmp(f->sheets[middle].entry, entry) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

size_t docket_entry_sheets(const struct docket *f, int entry, const struct sheet_row **ret_rows)
{
	size_t first = first_sheet_of(f, f->entries[entry].id), last = first;
	while (last < f->sheet_count && str_eq(f->sheets[last].entry, f->entries[entry].id))
		last++;
	*ret_rows = f->sheets + first;
	return last - first;
}

const char *docket_official_elsewhere(const struct docket *f, int entry, int criterion, int expert)
{
	char needle[80];
	snprintf(needle, sizeof(needle), "\"%s\":", f->stage->scoring.criteria[criterion].id);
	const char *id = f->entries[entry].id;
	for (size_t i = first_sheet_of(f, id); i < f->sheet_count && str_eq(f->sheets[i].entry, id); i++) {
		if (!str_eq(f->sheets[i].expert, docket_expert_id(f, expert)) && strstr(f->sheets[i].marks, needle))
			return f->sheets[i].expert;
	}
	return NULL;
}
