/* The floor of a heat: who is on stage, what its clock says, and who sits on its panel.
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
	const char *action; /* a word of floor/step.h: "call" … */
	const char *entry;  /* NULL = none */
	const char *const *entries; /* of "open" and "order": the running order */
	int entry_count;
	int64_t draw;       /* of "open", instead of entries: the concluded draw whose order it takes; 0 = none */
	int64_t seconds;    /* of "extend"; 0 = none */
	int64_t step;       /* the number that this step would have: what the caller saw, + 1 */
};
/* ERR_CONFLICT "floor.moved" when another step came first, "floor.…" when the state does not allow it (codes in
 * floor/floor.h), "floor.heat" (an entry stands on the floor of another heat), "heat.locked", "stage.closed";
 * ERR_INPUT "floor.action", "floor.order" (at "open": not exactly the entries of the heat), "floor.field" (a draw and entries);
 * ERR_NOT_FOUND "heat.unknown", "draw.unknown"; ERR_CONFLICT "draw.undrawn".
 * Needs ACT_FLOOR. */
MUST_CHECK bool app_step_floor(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const char *heat, const struct new_step *step, struct err *err);

/* Who sits on the panel of a heat, instead of who sat there. ERR_NOT_FOUND "expert.unknown", "heat.unknown"; ERR_INPUT
 * "panel.empty", "panel.twice", "panel.class"; ERR_CONFLICT "heat.locked", "stage.closed", "panel.marked" when it would
 * leave out an expert who has marked there. Needs ACT_IMPORT. */
MUST_CHECK bool app_seat_panel(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const char *heat, const char *const *experts, int count, struct err *err);

/* The public state (schema Floor). */
MUST_CHECK bool view_floor(struct app *app, const char *contest, const char *stage, const char *heat, struct buf *out,
	struct err *err);
/* Every heat of the contest with its times, order and state (schema Schedule): the lobby. */
MUST_CHECK bool view_schedule(struct app *app, const char *contest, struct buf *out, struct err *err);
/* Who owes sheets in the heat (schema Panel). */
MUST_CHECK bool view_panel(struct app *app, const char *contest, const char *stage, const char *heat, struct buf *out,
	struct err *err);

/* ---- for other use cases, inside a transaction. `stage` and `heat` are indices */

/* *ret_floor NULL: the floor is not open; marks come in as they did before there were floors. Entries are numbered as
 * in the "open" step, whose ids are floor->entries[].id; floor_find_entry() gives an entry's number. */
MUST_CHECK bool floor_load(struct db *db, const struct contest *contest, int stage, int heat, struct arena *arena,
	struct floor **ret_floor, struct err *err);

/* Ids of the experts who owe a sheet for each entry of the heat: its panel, or where none was seated every expert
 * of a class on the stage's panel (of any class, where the stage names none). By id. */
MUST_CHECK bool panel_load(struct db *db, const struct contest *contest, int stage, int heat, struct arena *arena,
	const char *const **ret_experts, int *ret_count, struct err *err);
/* Does the expert stand in the list that panel_load() gave? */
bool panel_has(const char *const *experts, int count, const char *expert);

/* ERR_NOT_FOUND "heat.unknown" with a did-you-mean. */
struct stage;
MUST_CHECK bool app_get_heat(const struct stage *stage, const char *id, int *ret_heat, struct err *err);
