/* Stands in for src/app/ceremony.c: draw 1 is concluded, draw 2 the next; what was asked for comes back. */
#include "fake_views.h"

#include "app/app.h"
#include "app/ceremony.h"
#include "app/gathering.h"
#include "base/buf.h"
#include "base/str.h"

#include <stdio.h>

bool app_commit_draw(struct app *app, const struct request *rq, const char *contest, const struct hall_plan *plan,
	const char *const *commitments, int count, int64_t *ret_draw, struct err *err)
{
	(void)rq, (void)contest, (void)err;
	if (plan)
		snprintf(app->floor, sizeof(app->floor), "commit %s %d %d %.4s", plan->purpose, plan->pool_count, count, count ? commitments[0] : "-");
	else
		snprintf(app->floor, sizeof(app->floor), "commit gathered");
	*ret_draw = 2;
	return true;
}

bool app_open_gathering(struct app *app, const struct request *rq, const char *contest, const struct hall_plan *plan,
	int64_t minutes, struct err *err)
{
	(void)rq, (void)contest, (void)err;
	snprintf(app->floor, sizeof(app->floor), "gather %s %d %s %lld", plan->purpose, plan->pool_count, plan->beacon ? "beacon" : "none",
		(long long)minutes);
	return true;
}

bool app_cancel_gathering(struct app *app, const struct request *rq, const char *contest, struct err *err)
{
	(void)rq, (void)contest, (void)err;
	snprintf(app->floor, sizeof(app->floor), "drop");
	return true;
}

bool app_join_gathering(struct app *app, const char *address, const char *contest, const char *code, const char *hash,
	struct err *err)
{
	(void)contest;
	if (!str_eq(code, "K7MP2QXD"))
		return fail(err, ERR_DENIED, "gathering.code", "Not the code.");
	snprintf(app->floor, sizeof(app->floor), "join %s %.4s", address, hash);
	return true;
}

bool app_reveal_line(struct app *app, const char *contest, const char *line, struct err *err)
{
	(void)contest, (void)err;
	snprintf(app->floor, sizeof(app->floor), "line %s", line);
	return true;
}

bool view_gathering(struct app *app, const char *contest, struct buf *out, struct err *err)
{
	return view_draws(app, contest, out, err);
}

bool view_gathering_code(struct app *app, const struct request *rq, const char *contest, struct buf *out, struct err *err)
{
	(void)app, (void)rq, (void)contest, (void)err;
	buf_puts(out, "{\"code\":\"K7MP2QXD\"}");
	return true;
}

bool app_announce_draw(struct app *app, const struct request *rq, const char *contest, const struct new_draw *draw,
	int64_t *ret_draw, struct err *err)
{
	(void)rq, (void)contest;
	if (draw->draw == 1)
		return fail(err, ERR_CONFLICT, "draw.open", "Draw 2 is the next.");
	snprintf(app->floor, sizeof(app->floor), "announce %s %d %s %d", draw->purpose ? draw->purpose : "-", draw->pool_count,
		draw->beacon_at_ms ? "beacon" : "none", draw->reveal_count);
	*ret_draw = 2;
	return true;
}

bool app_conclude_draw(struct app *app, const struct request *rq, const char *contest, int64_t draw,
	const char *signature, struct err *err)
{
	(void)rq, (void)contest, (void)err;
	snprintf(app->floor, sizeof(app->floor), "conclude %lld %s", (long long)draw, signature ? signature : "-");
	return true;
}

bool app_void_draw(struct app *app, const struct request *rq, const char *contest, int64_t draw, const char *reason,
	struct err *err)
{
	(void)rq, (void)contest, (void)err;
	snprintf(app->floor, sizeof(app->floor), "void %lld %s", (long long)draw, reason);
	return true;
}

bool view_draws(struct app *app, const char *contest, struct buf *out, struct err *err)
{
	if (!str_eq(contest, "demo"))
		return fail(err, ERR_NOT_FOUND, "contest.unknown", "There is no contest %s.", contest);
	buf_printf(out, "{\"did\":\"%s\"}", app->floor);
	return true;
}

bool view_draw(struct app *app, const char *contest, int64_t draw, struct buf *out, struct err *err)
{
	if (draw > 2)
		return fail(err, ERR_NOT_FOUND, "draw.unknown", "There is no draw %lld.", (long long)draw);
	return view_draws(app, contest, out, err);
}
