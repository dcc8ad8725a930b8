/* Stands in for src/app/floor.c: step 4 is the next one; what was asked for comes back. */
#include "fake_views.h"

#include "app/floor.h"
#include "app/app.h"
#include "base/buf.h"
#include "base/str.h"

#include <stdio.h>

bool app_step_floor(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const char *heat, const struct new_step *step, struct err *err)
{
	(void)rq, (void)contest;
	if (step->step != 4)
		return fail(err, ERR_CONFLICT, "floor.moved", "Step 3 is the newest.");
	snprintf(app->floor, sizeof(app->floor), "%s/%s %s %s %d %d", stage, heat, step->action, step->entry ? step->entry : "-",
		step->entry_count, (int)step->seconds);
	return true;
}

bool app_seat_panel(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const char *heat, const char *const *experts, int count, struct err *err)
{
	(void)rq, (void)contest, (void)err;
	snprintf(app->floor, sizeof(app->floor), "%s/%s %s %d", stage, heat, count ? experts[0] : "-", count);
	return true;
}

static bool look(struct app *app, const char *contest, struct buf *out, struct err *err)
{
	app->views++;
	if (!str_eq(contest, "demo"))
		return fail(err, ERR_NOT_FOUND, "contest.unknown", "There is no contest %s.", contest);
	buf_printf(out, "{\"did\":\"%s\"}", app->floor);
	return true;
}

bool view_floor(struct app *app, const char *contest, const char *stage, const char *heat, struct buf *out, struct err *err)
{
	(void)stage, (void)heat;
	return look(app, contest, out, err);
}

bool view_panel(struct app *app, const char *contest, const char *stage, const char *heat, struct buf *out, struct err *err)
{
	(void)stage, (void)heat;
	return look(app, contest, out, err);
}

bool view_schedule(struct app *app, const char *contest, struct buf *out, struct err *err)
{
	return look(app, contest, out, err);
}
