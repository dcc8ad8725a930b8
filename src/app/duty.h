/* Who owes a sheet in a heat, and where its entries stand on the floor, by the docket's numbers. Internal to src/app. */
#pragma once

#include "app/docket.h"

/* Ids, sorted: the panel that was seated there, or where none was every expert of a class on the stage's panel. */
MUST_CHECK bool duty_experts(struct db *db, const struct docket *docket, int heat, struct arena *arena,
	const char *const **ret_experts, int *ret_count, struct err *err);

struct duty_floor { /* arrays by the docket's entries */
	bool opened;
	const char **phases; /* NULL = not on this floor */
	bool *done;          /* locked, revealed or absent */
	bool *locked;        /* locked or revealed */
	bool *absent;
};
MUST_CHECK bool duty_floor(struct db *db, const struct docket *docket, int heat, struct arena *arena,
	struct duty_floor *ret, struct err *err);
