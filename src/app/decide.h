/* What the deciding use cases share: the stage at hand, its state, the journal. Internal to src/app. */
#pragma once

#include "app/context.h"
#include "app/journal.h"

struct decide_work {
	struct app *app;
	const struct request *rq;
	const char *contest_id, *stage_id;
	struct arena *arena;
	struct contest *contest;
	int stage;
	struct journal j;
	/* what the use case at hand was given */
	const char *supervisor, *reason, *award, *entry;
	const struct deliberation *deliberation;
};

typedef bool decide_step(struct decide_work *w, struct db *db, struct err *err);

/* Opens contest, stage and journal, and runs `step`, which `makes` records of these types (see journal_open()), unless
 * this request was acknowledged before. */
MUST_CHECK bool decide(struct decide_work *w, struct db *db, decide_step *step, const char *makes, struct err *err);

const struct stage *decide_stage(const struct decide_work *w);

/* The stage's row; state judging before anything happened. */
MUST_CHECK bool decide_row(struct decide_work *w, struct db *db, struct stage_row *ret, struct err *err);

/* The same, and ERR_CONFLICT "stage.judging" or "stage.published" unless it is closed and not published. */
MUST_CHECK bool decide_closed_row(struct decide_work *w, struct db *db, struct stage_row *ret, struct err *err);

/* Signs the ledger's head after a decision. */
MUST_CHECK bool decide_checkpoint(struct app *app, const char *contest, struct err *err);

/* Tells listeners the stage's new state. */
MUST_CHECK bool decide_tell(struct decide_work *w, const char *state, struct err *err);
