/* The floor of a heat and its panel: what everybody may see, steps, seats. */
#include "http/handlers.h"

#include "app/floor.h"
#include "base/json.h"
#include "http/body.h"

bool http_get_floor(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	return view_floor(http_app(call->http), call->params[0], call->params[1], call->params[2], &answer->body, err);
}

bool http_get_schedule(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	return view_schedule(http_app(call->http), call->params[0], &answer->body, err);
}

bool http_step_floor(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	const struct json *entries = json_get(call->body, "entries");
	struct new_step step = {
		.action = json_string(call->body, "action", ""),
		.entry = json_string(call->body, "entry", NULL),
		.draw = json_int(call->body, "draw", 0),
		.seconds = json_int(call->body, "seconds", 0),
		.step = json_int(call->body, "step", 0),
	};
	if (entries && !http_body_ids(call, entries, "entries", &step.entries, &step.entry_count, err))
		return false;
	return app_step_floor(http_app(call->http), &rq, call->params[0], call->params[1], call->params[2], &step, err) &&
		http_get_floor(call, answer, err);
}

bool http_get_panel(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	return view_panel(http_app(call->http), call->params[0], call->params[1], call->params[2], &answer->body, err);
}

bool http_seat_panel(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	const char *const *experts;
	int count;
	return http_body_ids(call, json_get(call->body, "experts"), "experts", &experts, &count, err) &&
		app_seat_panel(http_app(call->http), &rq, call->params[0], call->params[1], call->params[2], experts, count, err) &&
		http_get_panel(call, answer, err);
}
