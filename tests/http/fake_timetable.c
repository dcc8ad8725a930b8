/* Stands in for src/app/timetable.c and its views: what was asked for comes back. */
#include "fake_views.h"

#include "app/app.h"
#include "app/timetable.h"
#include "base/buf.h"
#include "base/str.h"

static bool known(const char *contest, struct err *err)
{
	return str_eq(contest, "demo") || fail(err, ERR_NOT_FOUND, "contest.unknown", "There is no contest %s.", contest);
}

bool app_get_offset(struct app *app, const char *contest, int *ret_offset_min, struct err *err)
{
	(void)app;
	*ret_offset_min = 480;
	return known(contest, err);
}

bool timetable_input(const struct json *body, int offset_min, struct arena *arena, struct schedule *ret, struct err *err)
{
	(void)body, (void)offset_min, (void)arena, (void)err;
	*ret = (struct schedule){.buffer_s = -1, .change_s = -1};
	return true;
}

bool app_propose_timetable(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const struct timetable_wish *wish, struct buf *out, struct err *err)
{
	(void)app, (void)rq;
	buf_printf(out, "{\"did\":\"propose %s %s %d %d\"}", stage, wish->heat ? wish->heat : "-", wish->source, wish->gives);
	return known(contest, err);
}

bool app_set_timetable(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const struct new_timetable *given, struct buf *out, struct err *err)
{
	(void)app, (void)rq;
	buf_printf(out, "{\"did\":\"set %s %d %d %d %d\"}", stage, (int)given->base, (int)given->restores, given->overrides, given->preview);
	return known(contest, err);
}

bool app_shift_timetable(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const char *heat, const struct timetable_delay *delay, struct buf *out, struct err *err)
{
	(void)app, (void)rq;
	buf_printf(out, "{\"did\":\"shift %s %s %d %d\"}", stage, heat, (int)delay->by_s, delay->not_before_ms > 0);
	return known(contest, err);
}

bool view_timetable_desk(struct app *app, const char *contest, const char *stage, struct buf *out, struct err *err)
{
	(void)app;
	buf_printf(out, "{\"stage\":\"%s\"}", stage);
	return known(contest, err);
}

bool view_timetables(struct app *app, const char *contest, struct buf *out, struct err *err)
{
	(void)app;
	buf_puts(out, "{\"stages\":[]}");
	return known(contest, err);
}

bool view_timetable_csv(struct app *app, const char *contest, const char *stage, struct buf *out, struct err *err)
{
	(void)app;
	buf_printf(out, "date,%s\r\n", stage ? stage : "all");
	return known(contest, err);
}

bool view_own_calendar_address(struct app *app, const struct principal *who, const char *contest, struct buf *out, struct err *err)
{
	(void)app, (void)who;
	buf_puts(out, "{\"path\":\"/\"}");
	return known(contest, err);
}

bool view_own_calendar(struct app *app, const char *contest, const char *key, struct buf *out, struct err *err)
{
	(void)app;
	buf_printf(out, "BEGIN:VCALENDAR\r\n%s\r\n", key);
	return known(contest, err);
}

bool view_timetable_calendar(struct app *app, const char *contest, const struct feed_query *query, struct buf *out, struct err *err)
{
	(void)app;
	buf_printf(out, "BEGIN:VCALENDAR\r\n%s %s %s\r\n", query->stage ? query->stage : "-", query->heat ? query->heat : "-",
		query->entry ? query->entry : "-");
	return known(contest, err);
}
