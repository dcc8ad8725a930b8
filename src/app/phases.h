/* Where each entry of a heat stands on its floor, kept from one sheet to the next: a floor is played again only when a step
 * was taken. Internal to src/app. */
#pragma once

#include "app/context.h"

struct phases;

struct phases *phases_new(void);
void phases_free(struct phases *phases);

enum phase {
	PHASE_NO_FLOOR, /* the heat's floor is not open: marks come in as they did before there were floors */
	PHASE_EARLY,    /* the entry is not on stage yet, or not on this floor at all */
	PHASE_TAKES,    /* marks */
	PHASE_LOCKED
};

struct step_row;
/* `newest`: the floor's newest step, by which a kept state is known to hold; step 0 = none was taken. */
MUST_CHECK bool phases_find(struct phases *phases, struct db *db, const struct contest *contest, int stage, int heat,
	const struct step_row *newest, const char *entry, struct arena *arena, enum phase *ret_phase, struct err *err);
