/* Draws of a contest: committed to in the hall, announced, concluded by a beacon, all of it in the ledger.
 *
 * Draws have numbers 1, 2, 3 …; one at a time. docs/draw.md tells the procedure to a stranger. Changes need ACT_CLOSE. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct app;
struct buf;
struct request;

/* What is fixed before anybody's line is known, so that nobody can turn it to their advantage once it is. */
struct hall_plan {
	const char *purpose;
	const char *const *pool; /* sorted here */
	int pool_count;
	bool beacon; /* a beacon adds to the lines */
};
/* Opens the next draw with what people in the hall commit to: SHA-256 of their lines, in hex. `plan` and `commitments` NULL:
 * those of the gathering (app/gathering.h), which ends. ERR_CONFLICT "draw.open" while another draw goes on,
 * "gathering.none", "gathering.open" (phones are asked, and `plan` is given); ERR_INPUT "draw.commitments", "draw.purpose", and those of draw_pool_read(). */
MUST_CHECK bool app_commit_draw(struct app *app, const struct request *rq, const char *contest, const struct hall_plan *plan,
	const char *const *commitments, int count, int64_t *ret_draw, struct err *err);

struct new_draw {
	int64_t draw;           /* the one that was committed to; 0: the next one */
	const char *purpose;    /* of a new one: "running-order" */
	const char *const *pool; /* who is drawn from: entries or any other ids; sorted here; none: as with the commitments */
	int pool_count;
	int64_t beacon_at_ms;   /* drand's round of that moment; 0: no beacon */
	const char *const *reveals; /* the lines that were committed to; none: those revealed from phones */
	int reveal_count;
};
/* Its record must be in the ledger before the beacon's round is out. ERR_CONFLICT "draw.open", "draw.announced", "gathering.open";
 * ERR_INPUT "draw.past" (the round is out already), and those of judging/draw.h. */
MUST_CHECK bool app_announce_draw(struct app *app, const struct request *rq, const char *contest, const struct new_draw *draw,
	int64_t *ret_draw, struct err *err);

/* `signature` is that of the announced round, or of its fallback a day later, 96 hex digits. NULL without a beacon; with
 * one, the announced round is asked of drand's relays, which needs a network. Draws and records the order. ERR_CONFLICT "draw.early" (the round is not out), "draw.ended"; ERR_INPUT "draw.signature" (no such digits),
 * "drand.signature" (not the chain's for either round); ERR_IO "drand.unreachable" (no relay gives it: it may be typed in). */
MUST_CHECK bool app_conclude_draw(struct app *app, const struct request *rq, const char *contest, int64_t draw,
	const char *signature, struct err *err);

/* Ends a draw without an order; the reason stays in sight for ever. ERR_CONFLICT "draw.ended". */
MUST_CHECK bool app_void_draw(struct app *app, const struct request *rq, const char *contest, int64_t draw,
	const char *reason, struct err *err);

/* For other use cases, inside a transaction: the order of a concluded draw, in `arena`. ERR_NOT_FOUND "draw.unknown";
 * ERR_CONFLICT "draw.undrawn". */
struct arena;
struct db;
MUST_CHECK bool ceremony_load_order(struct db *db, const char *contest, int64_t draw, struct arena *arena,
	const char *const **ret_ids, int *ret_count, struct err *err);

/* All draws of a contest, newest first (schema Draws), and one of them with the files of docs/draw.md (schema Draw).
 * Public. ERR_NOT_FOUND "draw.unknown". */
MUST_CHECK bool view_draws(struct app *app, const char *contest, struct buf *out, struct err *err);
MUST_CHECK bool view_draw(struct app *app, const char *contest, int64_t draw, struct buf *out, struct err *err);
