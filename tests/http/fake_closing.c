/* Stands in for the use cases of closing: every change succeeds but the vote of whoever is no expert, and views say what they
 * were asked for. */
#include "app/closing.h"

#include "app/app.h"
#include "app/judging.h"
#include "app/principal.h"
#include "app/verify.h"
#include "base/buf.h"
#include "base/json.h"

static bool say(struct buf *out, const char *what, const char *contest, const char *stage, const char *part)
{
	struct json_writer json = json_writer(out);
	json_open(&json, NULL, '{');
	json_put_string(&json, what, contest);
	json_put_string(&json, "stage", stage);
	json_put_string(&json, "part", part);
	json_close(&json, '}');
	return true;
}

bool view_progress(struct app *app, const struct request *rq, const char *contest, const char *stage, const char *heat,
	struct buf *out, struct err *err)
{
	(void)app, (void)rq, (void)err;
	return say(out, "progress", contest, stage, heat);
}

bool view_judging(struct app *app, const struct request *rq, const char *contest, const char *stage, bool all, struct buf *out,
	struct err *err)
{
	(void)app, (void)rq, (void)err;
	return say(out, "judging", contest, stage, all ? "all" : "near");
}

bool app_lock_heat(struct app *app, const struct request *rq, const char *contest, const char *stage, const char *heat,
	bool incomplete, struct err *err)
{
	(void)app, (void)rq, (void)contest, (void)stage, (void)heat;
	return incomplete || fail(err, ERR_CONFLICT, "heat.missing", "1 sheet is missing.");
}

bool app_sign_heat(struct app *app, const struct request *rq, const char *contest, const char *stage, const char *heat,
	struct err *err)
{
	(void)app, (void)rq, (void)contest, (void)stage, (void)heat, (void)err;
	return true;
}

bool app_open_tie(struct app *app, const struct request *rq, const char *contest, const char *stage, int64_t *ret_tie,
	struct err *err)
{
	(void)app, (void)rq, (void)contest, (void)stage, (void)err;
	*ret_tie = 17;
	return true;
}

bool app_vote(struct app *app, const struct request *rq, const char *contest, const char *stage, int64_t tie,
	const char *const *order, int count, struct err *err)
{
	(void)app, (void)contest, (void)stage, (void)order;
	if (!principal_check(rq->who, ACT_MARK, err))
		return false;
	return (tie == 17 && count == 2) || fail(err, ERR_INPUT, "tie.order", "No.");
}

bool app_conclude_tie(struct app *app, const struct request *rq, const char *contest, const char *stage, int64_t tie,
	const char *reason, const char *supervisor, struct err *err)
{
	(void)app, (void)rq, (void)contest, (void)stage, (void)reason;
	return (tie == 17 && supervisor) || fail(err, ERR_INPUT, "stage.supervisor", "Who?");
}

bool view_ties(struct app *app, const struct request *rq, const char *contest, const char *stage, struct buf *out,
	struct err *err)
{
	(void)app, (void)err;
	return say(out, "ties", contest, stage, rq->who->id);
}

bool app_show_score(struct app *app, const struct request *rq, const char *contest, const char *stage, const char *entry,
	const char *list, struct err *err)
{
	(void)app, (void)rq, (void)contest, (void)stage;
	return !(entry && list) || fail(err, ERR_CONFLICT, "show.shown", "Both came through.");
}

bool view_screen(struct app *app, const char *contest, const char *stage, struct buf *out, struct err *err)
{
	(void)app, (void)err;
	return say(out, "screen", contest, stage, "hall");
}

bool app_open_sample(struct app *app, const struct request *rq, const char *contest, const char *stage, const char *seed,
	int n, struct buf *out, struct err *err)
{
	(void)app, (void)rq, (void)contest;
	return n == 3 ? say(out, "sample", seed, stage, "3") : fail(err, ERR_INPUT, "sample.size", "Too many.");
}

bool app_verify(struct app *app, const struct request *rq, const char *contest, struct buf *out, struct err *err)
{
	(void)app, (void)rq, (void)err;
	return say(out, "verify", contest, "", "");
}
