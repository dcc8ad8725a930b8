/* Who owes a sheet in a heat, and where its entries stand on the floor, by the docket's numbers. Internal to src/app. */
#pragma once

#include "app/docket.h"
#include "app/turnout.h"

/* Who marks which entry by the assignment in force, without those who left and have not handed in. */
struct duty_share {
	bool out;     /* there is one */
	int *from;    /* by the docket's entry, and one more; NULL where there is none */
	int *experts; /* of entry e: experts[from[e]] … experts[from[e + 1] − 1], the docket's numbers */
};
MUST_CHECK bool duty_share(struct db *db, const struct docket *docket, struct arena *arena, struct duty_share *ret,
	struct err *err);
bool duty_is_assigned(const struct duty_share *share, int entry, int expert);
/* Sheets that are in of those of the entry's experts; who has a confirmed conflict with it counts as recused. */
struct turnout duty_turnout(const struct duty_share *share, const struct docket *docket, int entry);

/* Ids, sorted: the panel that was seated there, with those who left and have a sheet there; or where none was whoever the
 * assignment gives an entry there, or has a panel member's sheet there.
 * *ret_seats: how many seats the panel has; 0 = none was seated, and the stage says how many (turnout_count()). */
MUST_CHECK bool duty_experts(struct db *db, const struct docket *docket, int heat, const struct duty_share *share,
	struct arena *arena, const char *const **ret_experts, int *ret_count, int *ret_seats, struct err *err);

struct duty_floor { /* arrays by the docket's entries */
	bool opened;
	const char **phases; /* NULL = not on this floor */
	bool *done;          /* locked, revealed or absent */
	bool *locked;        /* locked or revealed */
	bool *absent;
};
MUST_CHECK bool duty_floor(struct db *db, const struct docket *docket, int heat, struct arena *arena,
	struct duty_floor *ret, struct err *err);
