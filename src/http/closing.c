/* Heats, ties, the hall's screen, samples, the server's recount. */
#include "http/handlers.h"

#include "app/closing.h"
#include "app/verify.h"
#include "base/json.h"
#include "http/body.h"

#include <stdlib.h>

bool http_progress(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	return view_progress(http_app(call->http), &rq, call->params[0], call->params[1], call->params[2], &answer->body, err);
}

bool http_lock_heat(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	return app_lock_heat(http_app(call->http), &rq, call->params[0], call->params[1], call->params[2],
		       json_bool(call->body, "incomplete", false), err) &&
		http_no_content(answer);
}

bool http_sign_heat(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	return app_sign_heat(http_app(call->http), &rq, call->params[0], call->params[1], call->params[2], err) &&
		http_no_content(answer);
}

bool http_ties(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	return view_ties(http_app(call->http), &rq, call->params[0], call->params[1], &answer->body, err);
}

bool http_open_tie(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	int64_t tie;
	if (!app_open_tie(http_app(call->http), &rq, call->params[0], call->params[1], &tie, err))
		return false;
	struct json_writer json = json_writer(&answer->body);
	json_open(&json, NULL, '{');
	json_put_int(&json, "tie", tie);
	json_close(&json, '}');
	return true;
}

bool http_vote(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	const char *const *order;
	int count;
	return http_body_ids(call, json_get(call->body, "order"), "order", &order, &count, err) &&
		app_vote(http_app(call->http), &rq, call->params[0], call->params[1], atoll(call->params[2]), order, count, err) &&
		http_no_content(answer);
}

bool http_conclude_tie(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	return app_conclude_tie(http_app(call->http), &rq, call->params[0], call->params[1], atoll(call->params[2]),
		       json_string(call->body, "reason", ""), json_string(call->body, "supervisor", NULL), err) &&
		http_no_content(answer);
}

bool http_screen(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	return view_screen(http_app(call->http), call->params[0], call->params[1], &answer->body, err);
}

bool http_show(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	const char *entry = json_string(call->body, "entry", NULL), *list = json_string(call->body, "list", NULL);
	if (entry && list)
		return fail(err, ERR_INPUT, "body.value", "Name an entry or a list, not both.");
	return app_show_score(http_app(call->http), &rq, call->params[0], call->params[1], entry, list, err) &&
		http_screen(call, answer, err);
}

bool http_sample(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	int64_t n = json_int(call->body, "n", 0);
	return app_open_sample(http_app(call->http), &rq, call->params[0], call->params[1], json_string(call->body, "seed", ""),
		n > 1000000 ? 1000000 : (int)n, &answer->body, err);
}

bool http_verify(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	return app_verify(http_app(call->http), &rq, call->params[0], &answer->body, err);
}
