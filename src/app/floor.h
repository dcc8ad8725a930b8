/* The floor of a heat: who is on stage, and what its clock says.
 *
 * The state is what the recorded steps make of it (floor/floor.h). The clock is
 * the server's: the time of a step is that of its record. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct app;
struct arena;
struct buf;
struct contest;
struct db;
struct floor;
struct request;

struct new_step {
	const char *action; /* a word of floor/floor.h: "call" … */
	const char *entry;  /* NULL = none */
	const char *const *entries; /* of "open": the running order */
	int entry_count;
	int seconds;        /* of "extend" */
	int64_t step;       /* the number that this step would have: what the caller saw, + 1 */
};
/* ERR_CONFLICT "floor.moved" when another step came first, "floor.step" when the state does not allow it, "heat.locked";
 * ERR_NOT_FOUND "heat.unknown". Needs ACT_FLOOR. */
MUST_CHECK bool app_step_floor(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const char *heat, const struct new_step *step, struct err *err);

/* Who sits on the panel of a heat, instead of who sat there. ERR_NOT_FOUND "expert.unknown"; ERR_INPUT "panel.class";
 * ERR_CONFLICT "panel.marked" when it would leave out an expert who has marked there. Needs ACT_IMPORT. */
MUST_CHECK bool app_seat_panel(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const char *heat, const char *const *experts, int count, struct err *err);

/* The public state (schema Floor). */
MUST_CHECK bool view_floor(struct app *app, const char *contest, const char *stage, const char *heat, struct buf *out,
	struct err *err);
/* Every heat of the contest with its times, order and state (schema Schedule): the lobby. */
MUST_CHECK bool view_schedule(struct app *app, const char *contest, struct buf *out, struct err *err);

/* ---- for other use cases, inside a transaction */
/* *ret_floor NULL: no floor was opened there; marks come in as they did before there were floors. Entries are numbered as
 * in the "open" step; floor_find_entry() gives an entry's number. */
MUST_CHECK bool floor_load(struct db *db, const struct contest *contest, int stage, int heat, const char *const **ret_entries,
	struct arena *arena, struct floor **ret_floor, struct err *err);
/* Ids of the experts who owe a sheet for each entry of the heat: its panel, or where none was seated every expert
 * of a class on the stage's panel. By id. */
MUST_CHECK bool panel_load(struct db *db, const struct contest *contest, int stage, int heat, struct arena *arena,
	const char *const **ret_experts, int *ret_count, struct err *err);
