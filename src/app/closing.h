/* Closing a heat: what is missing, the lock, the countersignature; votes on a tie; what the hall is shown; samples. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct app;
struct buf;
struct request;

/* Who has handed in, not what (schema Progress). Needs ACT_SEE_PROGRESS. */
MUST_CHECK bool view_progress(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const char *heat, struct buf *out, struct err *err);

/* No sheet of the heat comes after it. ERR_CONFLICT "heat.floor" (an entry is not locked yet), "heat.quorum" (names an entry
 * below the quorum), "judging.…" (a model of severity has no scores for it), "heat.missing" unless `incomplete` says that missing sheets are known of, "heat.locked", "heat.empty";
 * ERR_NOT_FOUND "heat.unknown". Needs ACT_CLOSE. */
MUST_CHECK bool app_lock_heat(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const char *heat, bool incomplete, struct err *err);
/* Needs ACT_COUNTERSIGN. ERR_CONFLICT "heat.open" (not locked yet), "heat.signed", "heat.self" (by the one who locked it). */
MUST_CHECK bool app_sign_heat(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const char *heat, struct err *err);

/* Opens the first tie that holds the stage up, to the votes of the experts who may (marked one of its entries, recused from
 * none; where there is nobody such, marked in the stage and recused from none). A withdrawal ends it: who is tied for what may
 * have changed. ERR_CONFLICT "tie.none", "tie.open", "tie.nobody". Needs ACT_DELIBERATE. */
MUST_CHECK bool app_open_tie(struct app *app, const struct request *rq, const char *contest, const char *stage,
	int64_t *ret_tie, struct err *err);
/* ERR_DENIED "tie.voter"; ERR_INPUT "tie.order"; ERR_CONFLICT "tie.concluded". Needs ACT_MARK. */
MUST_CHECK bool app_vote(struct app *app, const struct request *rq, const char *contest, const char *stage, int64_t tie,
	const char *const *order, int count, struct err *err);
/* Counts the votes by the stage's rule and records the deliberation. ERR_CONFLICT "tie.votes" (half of those asked or fewer
 * have voted), "deliberation.tied" (the votes decide nothing: it stays open). Needs ACT_DELIBERATE. */
MUST_CHECK bool app_conclude_tie(struct app *app, const struct request *rq, const char *contest, const char *stage,
	int64_t tie, const char *reason, const char *supervisor, struct err *err);
/* For an expert: the ties that they may vote on, and their own vote. For the chair and supervisor: all, with who has voted
 * and, once concluded, how (schema Ties). */
MUST_CHECK bool view_ties(struct app *app, const struct request *rq, const char *contest, const char *stage, struct buf *out,
	struct err *err);

/* Shows the score of an entry that the floor has locked (stages that reveal each), or with `entry` NULL the next row of the
 * closed stage's list `list` (NULL: of the first that has one), from the last place up. ERR_CONFLICT "show.early", "show.shown",
 * "show.done", "show.quorum". Needs ACT_FLOOR. */
MUST_CHECK bool app_show_score(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const char *entry, const char *list, struct err *err);
/* What the hall may see of a stage now: rows shown so far, ranked among themselves, with the cut line; everything once
 * published (schema Screen). Public. */
MUST_CHECK bool view_screen(struct app *app, const char *contest, const char *stage, struct buf *out, struct err *err);

/* `n` sheets in force of a stage, chosen by a seed that anybody may name, with their content, for comparison with paper
 * (schema Sample). Recorded. Only sheets that nothing can change any more: of locked heats, or of a closed stage. ERR_INPUT
 * "sample.seed", "sample.size"; ERR_CONFLICT "sample.early". Needs ACT_SAMPLE. */
MUST_CHECK bool app_open_sample(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const char *seed, int n, struct buf *out, struct err *err);
