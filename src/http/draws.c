/* Draws of a contest. */
#include "http/handlers.h"

#include "app/ceremony.h"
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

bool http_commit_draw(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	const char *const *commitments;
	int count;
	int64_t draw;
	return http_body_ids(call, json_get(call->body, "commitments"), "commitments", &commitments, &count, err) &&
		app_commit_draw(http_app(call->http), &rq, call->params[0], json_string(call->body, "purpose", ""), commitments,
			count, &draw, err) &&
		answer_draw(call, draw, answer, err);
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
	if (!http_body_ids(call, json_get(call->body, "pool"), "pool", &d.pool, &d.pool_count, err) ||
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
