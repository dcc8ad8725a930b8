/* Closing, deliberating, awarding, publishing, withdrawing: the use cases of the command line, for the signed-in. */
#include "http/handlers.h"

#include "app/app.h"
#include "app/judging.h"
#include "app/view.h"
#include "base/arena.h"
#include "base/json.h"
#include "base/str.h"
#include "http/body.h"

bool http_tally(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	return view_stage(http_app(call->http), call->params[0], call->params[1], true, &answer->body, err);
}

bool http_judging(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	return view_judging(http_app(call->http), &rq, call->params[0], call->params[1], http_query_number(call, "all", 0) != 0,
		&answer->body, err);
}

bool http_close_stage(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	return app_close_stage(http_app(call->http), &rq, call->params[0], call->params[1],
		       json_string(call->body, "supervisor", NULL), err) &&
		http_no_content(answer);
}

bool http_publish_stage(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	return app_publish_stage(http_app(call->http), &rq, call->params[0], call->params[1], err) &&
		http_no_content(answer);
}

static bool read_vote(
	const struct http_call *call, const struct json *item, struct vote *vote, struct err *err)
{
	vote->expert = json_string(item, "expert", "");
	if (item->type != JSON_OBJECT || item->count != 2 || !str_is_id(vote->expert))
		return fail(err, ERR_INPUT, "body.value", "A vote must be {expert, order}.");
	return http_body_ids(call, json_get(item, "order"), "order", &vote->order, &vote->count, err);
}

bool http_deliberate(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	const struct json *votes = json_get(call->body, "votes");
	struct vote *list = ARENA_ARRAY(call->arena, votes->count, struct vote);
	struct deliberation d = {.votes = list,
		.vote_count = (int)votes->count,
		.reason = json_string(call->body, "reason", ""),
		.supervisor = json_string(call->body, "supervisor", NULL)};
	if (!http_body_ids(call, json_get(call->body, "entries"), "entries", &d.entries, &d.entry_count, err))
		return false;
	for (size_t i = 0; i < votes->count; i++)
		if (!read_vote(call, &votes->items[i], &list[i], err))
			return false;
	return app_deliberate(http_app(call->http), &rq, call->params[0], call->params[1], &d, err) &&
		http_no_content(answer);
}

bool http_grant_award(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	return app_grant_award(http_app(call->http), &rq, call->params[0], call->params[1],
		       json_string(call->body, "award", ""), json_string(call->body, "entry", ""),
		       json_string(call->body, "reason", ""), err) &&
		http_no_content(answer);
}

bool http_withdraw(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	return app_withdraw_entry(http_app(call->http), &rq, call->params[0],
		       json_string(call->body, "entry", ""), json_string(call->body, "reason", ""), err) &&
		http_no_content(answer);
}
