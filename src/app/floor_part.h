/* What the floor's step and its views share. Internal to src/app. */
#pragma once

#include "app/context.h"
#include "base/json.h"
#include "floor/floor.h"

struct docket;
struct step_row;

/* Lets the floor take a recorded step. */
MUST_CHECK bool floor_replay(struct floor *f, const struct step_row *row, struct err *err);

/* Like floor_load(), but never NULL: before "open" a floor that is not open yet. */
MUST_CHECK bool floor_load_any(struct db *db, const struct contest *contest, int stage, int heat, struct arena *arena,
	struct floor **ret_floor, struct err *err);

/* The heat on whose open floor the entry stands; −1 = on none. */
MUST_CHECK bool floor_standing(struct db *db, const struct contest *contest, int stage, const char *entry,
	struct arena *arena, int *ret_heat, struct err *err);

/* By entry of the docket: withdrawn. */
MUST_CHECK bool floor_withdrawn(struct db *db, const struct docket *docket, struct arena *arena, bool **ret_gone,
	struct err *err);
/* May the entry stand on a floor of this heat? It takes part, has not withdrawn, and belongs there or nowhere yet. */
bool floor_may_stand(const struct docket *docket, const bool *gone, int entry, int heat);

/* The floor as JSON (schema Floor) into an open object: all but the time and the newest event. */
struct floor_sight {
	struct db *db;
	const struct contest *contest;
	int stage, heat;
	const struct floor *floor;
	int64_t now_ms;
	struct arena *arena;
};
MUST_CHECK bool floor_write(struct json_writer *w, const struct floor_sight *sight, struct err *err);
