/* Conflicts of interest: for those who decide on them, and for each expert their own. */
#include "http/handlers.h"

#include "app/conflict.h"
#include "base/arena.h"
#include "base/json.h"
#include "base/str.h"
#include "http/body.h"

bool http_conflicts(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	struct conflict_query query = {
		.state = http_query_text(call, "state"),
		.ground = http_query_text(call, "ground"),
		.entry = http_query_text(call, "entry"),
		.expert = http_query_text(call, "expert"),
		.words = http_query_text(call, "q"),
		.from = (int)http_query_number(call, "from", 0),
		.limit = (int)http_query_number(call, "limit", 0),
	};
	return view_conflicts(http_app(call->http), &rq, call->params[0], &query, &answer->body, err);
}

bool http_compute_conflicts(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	struct conflict_report r;
	if (!app_compute_conflicts(http_app(call->http), &rq, call->params[0], false, &r, err))
		return false;
	conflict_report_write(&r, &answer->body);
	return true;
}

static bool read_pairs(const struct http_call *call, struct conflict_ruling *ruling, struct err *err)
{
	const struct json *list = json_get(call->body, "pairs");
	struct conflict_choice *pairs = ARENA_ARRAY(call->arena, list ? list->count : 0, struct conflict_choice);
	for (size_t i = 0; list && i < list->count; i++) {
		const struct json *item = &list->items[i];
		pairs[i] = (struct conflict_choice){json_string(item, "entry", ""), json_string(item, "expert", "")};
		if (item->type != JSON_OBJECT || item->count != 2 || !str_is_id(pairs[i].entry) || !str_is_id(pairs[i].expert))
			return fail(err, ERR_INPUT, "body.value", "A pair must be {entry, expert}.");
	}
	ruling->pairs = pairs;
	ruling->count = list ? list->count : 0;
	return true;
}

bool http_rule_conflicts(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	struct conflict_ruling ruling = {.confirmed = json_bool(call->body, "confirmed", false),
		.reason = json_string(call->body, "reason", NULL), .ground = json_string(call->body, "ground", NULL)};
	size_t ruled;
	if (!read_pairs(call, &ruling, err) || !app_rule_conflicts(http_app(call->http), &rq, call->params[0], &ruling, &ruled, err))
		return false;
	struct json_writer json = json_writer(&answer->body);
	json_open(&json, NULL, '{');
	json_put_int(&json, "ruled", (int64_t)ruled);
	json_close(&json, '}');
	return true;
}

bool http_interests(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	return view_interests(http_app(call->http), &rq, call->params[0], &answer->body, err);
}

bool http_prefer(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	return app_prefer(http_app(call->http), &rq, call->params[0], call->params[1], json_string(call->body, "want", ""), err) &&
		http_no_content(answer);
}

bool http_declare_conflict(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	return app_declare_conflict(http_app(call->http), &rq, call->params[0], call->params[1], json_string(call->body, "ground", ""),
		       json_string(call->body, "words", NULL), err) &&
		http_no_content(answer);
}

bool http_take_back_conflict(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	return app_take_back_conflict(http_app(call->http), &rq, call->params[0], call->params[1], json_string(call->body, "words", NULL), err) &&
		http_no_content(answer);
}
