/* What may be seen: public answers as JSON (or text), exactly the shapes of docs/api/openapi.yaml.
 *
 * Views read one snapshot and hold back everything unpublished. Each appends
 * to `out`; ERR_NOT_FOUND "contest.unknown", "stage.unknown", "entry.unknown",
 * "record.unknown". */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct app;
struct arena;
struct buf;
struct event_row;
struct store_generation;

MUST_CHECK bool view_contests(struct app *app, struct buf *out, struct err *err);
MUST_CHECK bool view_contest(struct app *app, const char *contest, struct buf *out, struct err *err);

struct entry_query { /* NULL or 0 = no demand */
	const char *after;
	int limit; /* 0: 100 */
	const char *division, *region, *track, *stage, *words;
};
MUST_CHECK bool view_entries(struct app *app, const char *contest, const struct entry_query *query, struct buf *out, struct err *err);
MUST_CHECK bool view_entry(struct app *app, const char *contest, const char *entry, struct buf *out, struct err *err);

/* Sheets in force without their marks, with what experts wrote beside them (command line only). */
MUST_CHECK bool view_sheets(struct app *app, const char *contest, const char *stage, struct buf *out, struct err *err);

/* The public board; with `inside` also what is not published yet (command line only). */
MUST_CHECK bool view_stage(struct app *app, const char *contest, const char *stage, bool inside, struct buf *out, struct err *err);

MUST_CHECK bool view_proof(struct app *app, const char *contest, struct buf *out, struct err *err);
MUST_CHECK bool view_checkpoint(struct app *app, const char *contest, struct buf *out, struct err *err);
MUST_CHECK bool view_ledger(struct app *app, const char *contest, int64_t from, int64_t limit, struct buf *out, struct err *err);
MUST_CHECK bool view_inclusion(struct app *app, const char *contest, int64_t seq, struct buf *out, struct err *err);
MUST_CHECK bool view_definition(struct app *app, const char *contest, struct buf *out, struct err *err);

/* ---- events, for those who listen */
struct event_tail {
	const char *contest;
	int64_t after;  /* of interest are those after it … */
	int64_t newest; /* … or, when this is not 0, the newest so many: `after` is set then */
	int64_t first, last; /* the oldest and newest that are kept; 0 and 0: none */
	struct event_row *rows;
	size_t count;
};
/* Of one contest. */
MUST_CHECK bool view_events(
	struct app *app, struct event_tail *tail, int64_t limit, struct arena *arena, struct err *err);
/* Of several, in one snapshot, with the generation of the store that they belong to. An unknown contest has none. */
MUST_CHECK bool view_news(struct app *app, struct event_tail *tails, size_t count, int64_t limit, struct arena *arena,
	struct store_generation *ret_generation, struct err *err);
