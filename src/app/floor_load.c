/* The recorded steps played again. Each was allowed when it was recorded, so one that is not now says that the rows were
 * changed. */
#include "app/floor.h"

#include "app/docket.h"
#include "app/floor_part.h"
#include "base/arena.h"
#include "base/str.h"
#include "floor/step.h"
#include "store/live.h"

#include <string.h>

bool app_get_heat(const struct stage *stage, const char *id, int *ret_heat, struct err *err)
{
	const char *names[64];
	size_t n = 0;
	*ret_heat = stage_find_heat(stage, id);
	if (*ret_heat >= 0)
		return true;
	for (int h = 0; h < stage->heat_count && n < COUNT_OF(names); h++)
		names[n++] = stage->heats[h].id;
	const char *near = str_nearest(id, names, n);
	return fail(err, ERR_NOT_FOUND, "heat.unknown", "Stage %s has no heat \"%.64s\"%s%s%s.", stage->id, id,
		near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
}

bool floor_replay(struct floor *f, const struct step_row *row, struct err *err)
{
	struct json body;
	struct floor_record record;
	int overtime;
	if (!json_parse(row->body, strlen(row->body), f->arena, &body, err) ||
		!floor_record_read(&body, f->arena, &record, err))
		return false;
	record.step.at_ms = row->at_ms;
	return floor_take(f, &record.step, &overtime, err);
}

bool floor_load_any(struct db *db, const struct contest *contest, int stage, int heat, struct arena *arena,
	struct floor **ret_floor, struct err *err)
{
	const struct stage *s = &contest->stages[stage];
	const struct heat *h = &s->heats[heat];
	struct step_row *rows;
	size_t n;
	if (!store_list_steps(db, contest->id, s->id, h->id, arena, &rows, &n, err))
		return false;
	struct floor *f = floor_new(&(struct floor_rule){h->pitch_s, h->questions_s, s->floor.marking_s}, arena);
	for (size_t i = 0; i < n; i++) {
		struct err wrong = {0};
		if (rows[i].step != (int64_t)i + 1 || !floor_replay(f, &rows[i], &wrong))
			return fail(err, ERR_IO, "floor.damaged", "Step %lld of the floor of %s/%s does not follow from those before it%s%s",
				(long long)rows[i].step, s->id, h->id, *wrong.message ? ": " : ".", wrong.message);
	}
	*ret_floor = f;
	return true;
}

bool floor_load(struct db *db, const struct contest *contest, int stage, int heat, struct arena *arena,
	struct floor **ret_floor, struct err *err)
{
	if (!floor_load_any(db, contest, stage, heat, arena, ret_floor, err))
		return false;
	if (!floor_is_open(*ret_floor))
		*ret_floor = NULL;
	return true;
}

bool floor_standing(struct db *db, const struct contest *contest, int stage, const char *entry, struct arena *arena,
	int *ret_heat, struct err *err)
{
	*ret_heat = -1;
	for (int h = 0; h < contest->stages[stage].heat_count && *ret_heat < 0; h++) {
		struct floor *floor;
		if (!floor_load(db, contest, stage, h, arena, &floor, err))
			return false;
		if (floor && floor_find_entry(floor, entry) >= 0)
			*ret_heat = h;
	}
	return true;
}

bool floor_withdrawn(struct db *db, const struct docket *docket, struct arena *arena, bool **ret_gone, struct err *err)
{
	struct decision_row *rows;
	size_t n;
	bool *gone = ARENA_ARRAY(arena, (size_t)docket->entry_count, bool);
	if (!store_list_decisions(db, docket->contest->id, "", arena, &rows, &n, err))
		return false;
	for (size_t i = 0; i < n; i++) {
		struct json body;
		if (!str_eq(rows[i].kind, "entry.withdraw"))
			continue;
		if (!json_parse(rows[i].body, strlen(rows[i].body), arena, &body, err))
			return false;
		int entry = docket_find_entry(docket, json_string(&body, "entry", ""));
		if (entry >= 0)
			gone[entry] = true;
	}
	*ret_gone = gone;
	return true;
}

bool floor_may_stand(const struct docket *docket, const bool *gone, int entry, int heat)
{
	int belongs = docket_heat(docket, entry);
	return !gone[entry] && (belongs < 0 || belongs == heat);
}
