/* What may be seen: public answers as JSON (or text), exactly the shapes of docs/api/openapi.yaml.
 *
 * Views read one snapshot and hold back everything unpublished. Each appends
 * to `out`; ERR_NOT_FOUND "contest.unknown", "stage.unknown", "entry.unknown",
 * "record.unknown". */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct app;
struct buf;

MUST_CHECK bool view_contests(struct app *app, struct buf *out, struct err *err);
MUST_CHECK bool view_contest(struct app *app, const char *contest, struct buf *out, struct err *err);

struct entry_query { /* NULL or 0 = no demand */
	const char *after;
	int limit; /* 0: 100 */
	const char *division, *region, *track, *stage, *words;
};
MUST_CHECK bool view_entries(struct app *app, const char *contest, const struct entry_query *query, struct buf *out, struct err *err);
MUST_CHECK bool view_entry(struct app *app, const char *contest, const char *entry, struct buf *out, struct err *err);

/* The public board; with `inside` also what is not published yet (command line only). */
MUST_CHECK bool view_stage(struct app *app, const char *contest, const char *stage, bool inside, struct buf *out, struct err *err);

MUST_CHECK bool view_proof(struct app *app, const char *contest, struct buf *out, struct err *err);
MUST_CHECK bool view_checkpoint(struct app *app, const char *contest, struct buf *out, struct err *err);
MUST_CHECK bool view_ledger(struct app *app, const char *contest, int64_t from, int64_t limit, struct buf *out, struct err *err);
MUST_CHECK bool view_inclusion(struct app *app, const char *contest, int64_t seq, struct buf *out, struct err *err);
MUST_CHECK bool view_definition(struct app *app, const char *contest, struct buf *out, struct err *err);
