/* Stands in for src/app/assign.c: what was asked for comes back in words. */
#include "fake_views.h"

#include "app/app.h"
#include "app/assign.h"
#include "base/buf.h"

#include <stdio.h>

static bool say(struct buf *out, const char *what, const char *stage, int64_t n, bool flag)
{
	buf_printf(out, "{\"said\":\"%s %s %lld %d\"}\n", what, stage, (long long)n, flag);
	return true;
}

bool view_assignment(struct app *app, const struct request *rq, const char *contest, const char *stage, int64_t version,
	struct buf *out, struct err *err)
{
	(void)rq, (void)contest, (void)err;
	return say(out, *app->floor ? app->floor : "version", stage, version, false);
}

bool view_assignment_case(struct app *app, const struct request *rq, const char *contest, const char *stage, int64_t version,
	struct buf *out, struct err *err)
{
	(void)app, (void)rq, (void)contest, (void)err;
	return say(out, "case", stage, version, false);
}

bool view_assign_proposal(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const struct assign_wish *wish, struct buf *out, struct err *err)
{
	(void)app, (void)rq, (void)contest, (void)err;
	return say(out, "proposal", stage, wish->draw, wish->keep);
}

bool view_assign_options(struct app *app, const struct request *rq, const char *contest, const char *stage, const char *entry,
	struct buf *out, struct err *err)
{
	(void)app, (void)rq, (void)contest, (void)stage, (void)err;
	return say(out, "options", entry, 0, false);
}

bool view_assign_check(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const struct assign_edit *edit, struct buf *out, struct err *err)
{
	(void)app, (void)rq, (void)contest, (void)err;
	return say(out, edit->count ? edit->pairs[0] : "none", stage, edit->count, edit->wish.keep);
}

bool app_assign(struct app *app, const struct request *rq, const char *contest, const char *stage, const struct assign_edit *edit,
	int64_t *ret_version, struct err *err)
{
	(void)rq, (void)contest;
	if (edit->version == 9)
		return fail(err, ERR_CONFLICT, "assign.stale", "Look again.");
	snprintf(app->floor, sizeof(app->floor), "assign %s %d %lld %d%d", stage, edit->count, (long long)edit->version, edit->short_of,
		edit->unlinked);
	*ret_version = edit->version + 1;
	return true;
}

bool view_panels_proposal(struct app *app, const struct request *rq, const char *contest, const char *stage, int64_t draw,
	struct buf *out, struct err *err)
{
	(void)app, (void)rq, (void)contest, (void)err;
	return say(out, "panels", stage, draw, false);
}
