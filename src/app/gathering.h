/* Lines from the phones of the people in a hall, for the next draw: hashes first, the lines later.
 *
 * A gathering is open until it is closed by app_commit_draw() without commitments, which records the hashes; then lines come
 * in until the draw is announced. Nothing of it stands in the ledger before. Whoever hands in a hash knows a code that is shown
 * in the hall; that, and limits on how many, keep strangers out. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct app;
struct buf;
struct hall_plan;
struct request;

enum { GATHER_CODE_LEN = 8, GATHER_LINES_MAX = 2000, GATHER_ORIGIN_MAX = 500, GATHER_MINUTES_MAX = 240 };

/* For the next draw. ERR_CONFLICT "draw.open", "gathering.open"; ERR_INPUT "gathering.minutes", "draw.purpose" and those of
 * draw_pool_read(). Needs ACT_CLOSE. */
MUST_CHECK bool app_open_gathering(struct app *app, const struct request *rq, const char *contest, const struct hall_plan *plan,
	int64_t minutes, struct err *err);
/* Drops it and all that came in; not once it was committed to (ERR_CONFLICT "gathering.committed"). Needs ACT_CLOSE. */
MUST_CHECK bool app_cancel_gathering(struct app *app, const struct request *rq, const char *contest, struct err *err);

/* From a phone: the SHA-256 of its line, in hex; the same again changes nothing. `code` in any case, with or without hyphens.
 * ERR_DENIED "gathering.code"; ERR_CONFLICT "gathering.none", "gathering.closed"; ERR_INPUT "gathering.hash";
 * ERR_LIMIT "gathering.full". Anybody's. */
MUST_CHECK bool app_join_gathering(struct app *app, const char *address, const char *contest, const char *code,
	const char *hash, struct err *err);
/* From a phone, once the hashes are recorded: the line itself. ERR_NOT_FOUND "gathering.line" (nobody committed to it);
 * ERR_CONFLICT "gathering.none", "gathering.early", "gathering.over"; ERR_INPUT "draw.encoding", "draw.line", ERR_LIMIT "draw.long", "draw.many". Anybody's. */
MUST_CHECK bool app_reveal_line(struct app *app, const char *contest, const char *line, struct err *err);

/* The newest gathering as everybody may see it (schema Gathering), and the code for those who show it (schema GatheringCode:
 * needs ACT_CLOSE). ERR_CONFLICT "gathering.none" for the code. */
MUST_CHECK bool view_gathering(struct app *app, const char *contest, struct buf *out, struct err *err);
MUST_CHECK bool view_gathering_code(struct app *app, const struct request *rq, const char *contest, struct buf *out, struct err *err);
