/* Who marks which entry of a stage: proposed from what is known of entries and experts, looked at, edited, adopted.
 *
 * A proposal is a pure read: it makes the case that `leitai assign` reads (docs/assign.md) and solves it, so that whoever has
 * the case gets the same pairs. Adopting writes panel.assign and is the only thing that changes anything: from the first
 * version on, only assigned experts (and "official") mark an entry of the stage. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct app;
struct buf;
struct request;

struct assign_wish {
	int64_t draw; /* a concluded draw whose pool is the stage's entries; 0: that of the version in force */
	bool keep;    /* least change to the version in force: somebody dropped out, a conflict was confirmed */
};

/* Schema Assignment, with the pairs that the case gives. Needs ACT_SEE_PANELS. ERR_CONFLICT "assign.nobody" (no expert may
 * mark), "assign.empty" (no entry), "assign.no-seats" (nothing says how many experts an entry gets), "assign.draw" (a contest
 * that is no rehearsal needs a draw), "assign.undrawn" (not concluded), "assign.pool" (drawn from others than the stage's
 * entries), "assign.marked" (a pair with marks would have to go), "stage.closed", and the engine's (judging/assign.h). */
MUST_CHECK bool view_assign_proposal(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const struct assign_wish *wish, struct buf *out, struct err *err);

/* The case of such a proposal as text. */
MUST_CHECK bool view_assign_case(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const struct assign_wish *wish, struct buf *out, struct err *err);

/* Schema Assignment: a version, 0 = the one in force; without any, entries and experts alone. */
MUST_CHECK bool view_assignment(struct app *app, const struct request *rq, const char *contest, const char *stage,
	int64_t version, struct buf *out, struct err *err);

/* The case that a version was made from. ERR_NOT_FOUND "assign.version". */
MUST_CHECK bool view_assignment_case(struct app *app, const struct request *rq, const char *contest, const char *stage,
	int64_t version, struct buf *out, struct err *err);

/* Who may mark an entry, the best fit first, and who may not and why (schema AssignOptions). ERR_NOT_FOUND "entry.unknown". */
MUST_CHECK bool view_assign_options(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const char *entry, struct buf *out, struct err *err);

/* Pairs as texts "ENTRY EXPERT". */
struct assign_edit {
	struct assign_wish wish; /* what the proposal was made with */
	const char *const *pairs;
	int count;
	int64_t version;         /* the one in force that it was made from; 0 = none, −1 = whichever */
	bool short_of, unlinked; /* entries may lack experts, experts may lack links: it is adopted all the same */
};
/* What is wrong with the pairs (schema AssignCheck): every fault, with a code of assign.… each. */
MUST_CHECK bool view_assign_check(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const struct assign_edit *edit, struct buf *out, struct err *err);

/* Adopts the pairs as the next version. Needs ACT_IMPORT. Without pairs: those that the case gives. ERR_CONFLICT
 * "assign.not-allowed", "assign.twice", "assign.load"; "assign.seats" unless short_of, "assign.linkage" unless unlinked;
 * "assign.marked" when it would leave out a pair with marks, "assign.unchanged", "assign.stale" when what it stands on has
 * changed meanwhile; ERR_INPUT "assign.pair"; and the errors of view_assign_proposal(). *ret_version is the new one. */
MUST_CHECK bool app_assign(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const struct assign_edit *edit, int64_t *ret_version, struct err *err);

/* Panels for every heat of the stage that is not locked, from the pool at once (schema PanelProposal). Whoever is away during
 * a heat, or has a conflict with one of its entries, sits on another; a heat that goes on at the same time has other experts.
 * `draw`: any concluded one, whose seed decides between equally good panels; 0: none. Nothing is recorded of it: who sits is
 * confirmed heat by heat (app_seat_panel()). Needs ACT_SEE_PANELS. */
MUST_CHECK bool view_panels_proposal(struct app *app, const struct request *rq, const char *contest, const char *stage,
	int64_t draw, struct buf *out, struct err *err);
