/* Draws of a contest. */
#include "http/handlers.h"

#include "app/ceremony.h"
#include "app/gathering.h"
#include "base/json.h"
#include "base/time.h"
#include "http/body.h"

#include <stdlib.h>

bool http_draws(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	return view_draws(http_app(call->http), call->params[0], &answer->body, err);
}

bool http_draw(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	return view_draw(http_app(call->http), call->params[0], atoll(call->params[1]), &answer->body, err);
}

/* The draw as it is now. */
static bool answer_draw(const struct http_call *call, int64_t draw, struct http_answer *answer, struct err *err)
{
	return view_draw(http_app(call->http), call->params[0], draw, &answer->body, err);
}

static bool read_plan(const struct http_call *call, struct hall_plan *plan, struct err *err)
{
	*plan = (struct hall_plan){.purpose = json_string(call->body, "purpose", ""), .beacon = json_bool(call->body, "beacon", false)};
	return http_body_ids(call, json_get(call->body, "pool"), "pool", &plan->pool, &plan->pool_count, err);
}

bool http_commit_draw(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	const char *const *commitments;
	struct hall_plan plan;
	int count;
	int64_t draw;
	return read_plan(call, &plan, err) &&
		http_body_ids(call, json_get(call->body, "commitments"), "commitments", &commitments, &count, err) &&
		app_commit_draw(http_app(call->http), &rq, call->params[0], &plan, commitments, count, &draw, err) &&
		answer_draw(call, draw, answer, err);
}

/* ---- phones */

bool http_gathering(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	return view_gathering(http_app(call->http), call->params[0], &answer->body, err);
}

bool http_gathering_code(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	return view_gathering_code(http_app(call->http), &rq, call->params[0], &answer->body, err);
}

bool http_open_gathering(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	struct hall_plan plan;
	return read_plan(call, &plan, err) &&
		app_open_gathering(http_app(call->http), &rq, call->params[0], &plan, json_int(call->body, "minutes", 0), err) &&
		http_gathering(call, answer, err);
}

bool http_close_gathering(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	int64_t draw;
	return app_commit_draw(http_app(call->http), &rq, call->params[0], NULL, NULL, 0, &draw, err) &&
		answer_draw(call, draw, answer, err);
}

bool http_cancel_gathering(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	return app_cancel_gathering(http_app(call->http), &rq, call->params[0], err) && http_gathering(call, answer, err);
}

bool http_join_gathering(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	return app_join_gathering(http_app(call->http), call->client.address, call->params[0], json_string(call->body, "code", ""),
		       json_string(call->body, "hash", ""), err) &&
		http_gathering(call, answer, err);
}

bool http_reveal_line(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	return app_reveal_line(http_app(call->http), call->params[0], json_string(call->body, "line", ""), err) &&
		http_gathering(call, answer, err);
}

bool http_announce_draw(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	const struct json *reveals = json_get(call->body, "reveals");
	const char *at = json_string(call->body, "beacon_at", NULL);
	struct new_draw d = {.draw = json_int(call->body, "draw", 0), .purpose = json_string(call->body, "purpose", NULL)};
	int64_t draw;
	if (at && !time_parse(at, 0, &d.beacon_at_ms))
		return fail(err, ERR_INPUT, "body.value", "The member beacon_at must be a time.");
	const struct json *pool = json_get(call->body, "pool");
	if ((pool && !http_body_ids(call, pool, "pool", &d.pool, &d.pool_count, err)) ||
		(reveals && !http_body_texts(call, reveals, "reveals", &d.reveals, &d.reveal_count, err)))
		return false;
	return app_announce_draw(http_app(call->http), &rq, call->params[0], &d, &draw, err) &&
		answer_draw(call, draw, answer, err);
}

bool http_conclude_draw(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	int64_t draw = atoll(call->params[1]);
	return app_conclude_draw(http_app(call->http), &rq, call->params[0], draw, json_string(call->body, "signature", NULL),
		       err) &&
		answer_draw(call, draw, answer, err);
}

bool http_void_draw(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	int64_t draw = atoll(call->params[1]);
	return app_void_draw(http_app(call->http), &rq, call->params[0], draw, json_string(call->body, "reason", ""), err) &&
		answer_draw(call, draw, answer, err);
}
