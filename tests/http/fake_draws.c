/* Stands in for src/app/ceremony.c: draw 1 is concluded, draw 2 the next; what was asked for comes back. */
#include "fake_views.h"

#include "app/app.h"
#include "app/ceremony.h"
#include "base/buf.h"
#include "base/str.h"

#include <stdio.h>

bool app_commit_draw(struct app *app, const struct request *rq, const char *contest, const char *purpose,
	const char *const *commitments, int count, int64_t *ret_draw, struct err *err)
{
	(void)rq, (void)contest, (void)err;
	snprintf(app->floor, sizeof(app->floor), "commit %s %d %.4s", purpose, count, count ? commitments[0] : "-");
	*ret_draw = 2;
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
