/* Who owes a sheet in a heat, and where its entries stand on the floor, by the docket's numbers. Internal to src/app. */
#pragma once

#include "app/docket.h"

/* Ids, sorted: the panel that was seated there, with those who left and have a sheet there; or where none was whoever has a
 * panel member's sheet there.
 * *ret_seats: how many seats the panel has; 0 = none was seated, and the stage says how many (turnout_count()). */
MUST_CHECK bool duty_experts(struct db *db, const struct docket *docket, int heat, struct arena *arena,
	const char *const **ret_experts, int *ret_count, int *ret_seats, struct err *err);

struct duty_floor { /* arrays by the docket's entries */
	bool opened;
	const char **phases; /* NULL = not on this floor */
	bool *done;          /* locked, revealed or absent */
	bool *locked;        /* locked or revealed */
	bool *absent;
};
MUST_CHECK bool duty_floor(struct db *db, const struct docket *docket, int heat, struct arena *arena,
	struct duty_floor *ret, struct err *err);
