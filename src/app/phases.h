/* Where each entry of a heat stands on its floor, kept from one sheet to the next: a floor is played again only when a step
 * was taken. Internal to src/app. */
#pragma once

#include "app/context.h"
#include "floor/floor.h"

struct phases;

struct phases *phases_new(void);
void phases_free(struct phases *phases);

enum { PHASE_NO_FLOOR = -1, PHASE_NOT_THERE = -2 };

struct step_row;
/* `newest`: the floor's newest step, by which a kept state is known to hold; step 0 = none was taken. *ret_phase is the entry's
 * enum floor_phase; PHASE_NO_FLOOR: the heat's floor is not open; PHASE_NOT_THERE: the entry is not on it. */
MUST_CHECK bool phases_find(struct phases *phases, struct db *db, const struct contest *contest, int stage, int heat,
	const struct step_row *newest, const char *entry, struct arena *arena, int *ret_phase, struct err *err);
