/* Timetables: public pages and calendars, and what changes them. */
#include "http/handlers.h"

#include "app/timetable.h"
#include "base/json.h"
#include "base/str.h"
#include "base/time.h"
#include "http/http.h"

#include <stdio.h>

static void name_download(const struct http_call *call, struct http_answer *answer, const char *name)
{
	if (http_query_number(call, "download", 0))
		snprintf(answer->download, sizeof(answer->download), "%s-%s", call->params[0], name);
}

bool http_timetables(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	return view_timetables(http_app(call->http), call->params[0], &answer->body, err);
}

bool http_timetable_csv(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	name_download(call, answer, "timetable.csv");
	return view_timetable_csv(http_app(call->http), call->params[0], http_query_text(call, "stage"), &answer->body, err);
}

bool http_timetable_calendar(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct feed_query query = {http_query_text(call, "stage"), http_query_text(call, "heat"), http_query_text(call, "entry")};
	name_download(call, answer, "timetable.ics");
	return view_timetable_calendar(http_app(call->http), call->params[0], &query, &answer->body, err);
}

bool http_own_calendar_address(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	return view_own_calendar_address(http_app(call->http), call->who, call->params[0], &answer->body, err);
}

/* Whoever has the address may read it; nobody keeps it on the way. */
bool http_own_calendar(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	const char *key = http_query_text(call, "key");
	answer->private = true;
	name_download(call, answer, "calendar.ics");
	return view_own_calendar(http_app(call->http), call->params[0], key ? key : "", &answer->body, err);
}

bool http_timetable_desk(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	return view_timetable_desk(http_app(call->http), call->params[0], call->params[1], &answer->body, err);
}

static bool read_schedule(const struct http_call *call, struct schedule *ret, struct err *err)
{
	int offset_min;
	return app_get_offset(http_app(call->http), call->params[0], &offset_min, err) &&
		timetable_input(call->body, offset_min, call->arena, ret, err);
}

bool http_propose_timetable(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	const char *order = json_string(call->body, "order", "entries");
	struct timetable_wish wish = {.heat = json_string(call->body, "heat", NULL), .gives = json_bool(call->body, "gives", false),
		.length_s = json_int(call->body, "length_s", 0), .source = str_eq(order, "set") ? TIMETABLE_AS_SET : TIMETABLE_BY_ID};
	if (!str_eq(order, "set") && !str_eq(order, "entries"))
		return fail(err, ERR_INPUT, "body.value", "The member order must be entries or set.");
	return read_schedule(call, &wish.given, err) && app_propose_timetable(http_app(call->http), &rq, call->params[0],
		call->params[1], &wish, &answer->body, err);
}

bool http_set_timetable(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	struct new_timetable given = {.base = json_int(call->body, "base", 0), .overrides = json_bool(call->body, "override", false),
		.preview = json_bool(call->body, "preview", false)};
	return read_schedule(call, &given.given, err) && app_set_timetable(http_app(call->http), &rq, call->params[0],
		call->params[1], &given, &answer->body, err);
}

bool http_restore_timetable(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	struct new_timetable given = {.base = json_int(call->body, "base", 0), .restores = json_int(call->body, "version", 0),
		.overrides = json_bool(call->body, "override", false), .preview = json_bool(call->body, "preview", false),
		.given = {.reason = json_string(call->body, "reason", NULL)}};
	if (given.restores < 1)
		return fail(err, ERR_INPUT, "body.value", "The member version must be that of an earlier timetable.");
	return app_set_timetable(http_app(call->http), &rq, call->params[0], call->params[1], &given, &answer->body, err);
}

bool http_shift_timetable(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	const char *at = json_string(call->body, "not_before", NULL);
	struct timetable_delay delay = {.base = json_int(call->body, "base", 0), .entry = json_string(call->body, "entry", NULL),
		.by_s = json_int(call->body, "by_s", 0), .reason = json_string(call->body, "reason", NULL),
		.preview = json_bool(call->body, "preview", false)};
	if (delay.by_s > 86400 || (at && !time_parse(at, 0, &delay.not_before_ms)) || (!at && !delay.by_s))
		return fail(err, ERR_INPUT, "timetable.delay", "Say by how many seconds of at most a day, or what time nothing begins before.");
	return app_shift_timetable(http_app(call->http), &rq, call->params[0], call->params[1], call->params[2], &delay,
		&answer->body, err);
}
