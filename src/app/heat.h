/* A heat as its closing sees it: its entries, who owes a sheet, and what came in. Internal to src/app. */
#pragma once

#include "app/decide.h"
#include "app/docket.h"
#include "app/duty.h"
#include "store/live.h"

struct heat_entry {
	int entry;         /* index in the docket */
	const char *phase; /* on the floor; NULL = not on one */
	bool done;         /* the floor is done with it: locked, or absent */
	bool owed;         /* sheets are: it neither withdrew nor is absent */
	int in, expected;  /* sheets of panel members (turnout.h); expected = in when none is owed */
};

struct heat_state {
	const struct docket *docket;
	int heat;
	bool opened;                 /* its floor is */
	const struct heat_row *row;  /* NULL = not locked */
	struct heat_entry *entries;  /* by id */
	int entry_count;
	struct duty_share share;
	const char *const *experts;  /* duty_experts() */
	int expert_count;
	int sheets, missing;         /* in force, official ones too; owed and not in */
};

/* `left` flags the docket's entries that withdrew. Everything lives in `arena`. */
MUST_CHECK bool heat_load(struct db *db, const struct docket *docket, const bool *left, int heat, struct arena *arena,
	struct heat_state *ret, struct err *err);

/* Flags over the docket's entries: withdrawn. */
MUST_CHECK bool heat_withdrawn(struct db *db, const struct docket *docket, struct arena *arena, bool **ret_left,
	struct err *err);

/* Once a floor of the stage was opened or a heat locked, all its heats with entries must be locked, and signed where it is
 * supervised: ERR_CONFLICT "heat.open", "heat.unsigned". *ret_signers: who signed, as actors with ", " between; NULL: nobody. */
MUST_CHECK bool heat_check_close(struct decide_work *w, struct db *db, const char **ret_signers, struct err *err);
