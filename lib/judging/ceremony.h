/* A draw as a contest's ledger tells it: the bodies of its records, in and out, held to each other.
 *
 * draw.commit    {commitments: [hex], draw, purpose, pool?: [id], beacon?: bool}: SHA-256 of lines that people in the hall
 *                keep to themselves; and what else is fixed before any of them is known: who is drawn from, whether a beacon adds
 * draw.announce  {announcement, draw, pool: [id], commitments?, reveals?}: draw.txt and what it was made of
 * draw.conclude  {draw, order: [id], seed, beacon?}: beacon.txt, and the order that follows
 * draw.void      {draw, reason} */
#pragma once

#include "base/base.h"
#include "base/err.h"
#include "judging/draw.h"

struct arena;
struct json;

/* A draw up to its announcement. */
struct ceremony {
	int64_t number;
	const char *purpose;
	struct draw_files files; /* without the beacon */
	struct draw_announcement announcement;
};

/* Reads a draw.announce and holds it against itself: pool, lines and hash, hall, number, contest. `committed` is the body of
 * the draw.commit before it (NULL: none), whose commitments, purpose, pool and beacon it must have. ERR_PROOF "draw.announcement",
 * "draw.commitments", and the codes of draw.h. Everything lives in `arena`. */
MUST_CHECK bool ceremony_read(const char *contest, const struct json *announced, const struct json *committed,
	struct arena *arena, struct ceremony *ret, struct err *err);

/* The draw that a beacon gives (beacon.txt; empty where none was announced). Errors as draw_make(). */
MUST_CHECK bool ceremony_draw(const struct ceremony *c, struct slice beacon, struct arena *arena, struct draw *ret,
	struct err *err);

/* Does a draw.conclude say exactly what is drawn again? ERR_PROOF "draw.order", and the errors of draw_make(). The draw is left
 * in *ret. */
MUST_CHECK bool ceremony_check(const struct ceremony *c, const struct json *concluded, struct arena *arena, struct draw *ret,
	struct err *err);

/* Sorted, each once, and not none: ERR_INPUT "draw.commitments". */
MUST_CHECK bool ceremony_check_commitments(const struct json *list, struct err *err);
