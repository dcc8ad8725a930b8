/* Who marks which entry: what is proposed, in force, or edited. */
#include "http/handlers.h"

#include "app/assign.h"
#include "base/json.h"
#include "http/body.h"

#include <stdio.h>

static struct assign_wish wish_of_query(const struct http_call *call)
{
	return (struct assign_wish){.draw = http_query_number(call, "draw", 0), .keep = http_query_number(call, "keep", 0) != 0};
}

bool http_get_assignment(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	return view_assignment(http_app(call->http), &rq, call->params[0], call->params[1], http_query_number(call, "version", 0),
		&answer->body, err);
}

bool http_get_assignment_case(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	if (http_query_number(call, "download", 0))
		snprintf(answer->download, sizeof(answer->download), "%s-%s-case.json", call->params[0], call->params[1]);
	return view_assignment_case(http_app(call->http), &rq, call->params[0], call->params[1],
		http_query_number(call, "version", 0), &answer->body, err);
}

bool http_propose_assignment(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	struct assign_wish wish = wish_of_query(call);
	return view_assign_proposal(http_app(call->http), &rq, call->params[0], call->params[1], &wish, &answer->body, err);
}

bool http_assign_options(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	return view_assign_options(http_app(call->http), &rq, call->params[0], call->params[1], call->params[2], &answer->body, err);
}

static bool read_edit(const struct http_call *call, struct assign_edit *edit, struct err *err)
{
	*edit = (struct assign_edit){
		.wish = {.draw = json_int(call->body, "draw", 0), .keep = json_bool(call->body, "keep", false)},
		.version = json_int(call->body, "version", -1),
		.short_of = json_bool(call->body, "short", false),
		.unlinked = json_bool(call->body, "unlinked", false),
	};
	return http_body_texts(call, json_get(call->body, "pairs"), "pairs", &edit->pairs, &edit->count, err);
}

bool http_check_assignment(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	struct assign_edit edit;
	return read_edit(call, &edit, err) &&
		view_assign_check(http_app(call->http), &rq, call->params[0], call->params[1], &edit, &answer->body, err);
}

bool http_assign(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	struct assign_edit edit;
	int64_t version;
	return read_edit(call, &edit, err) &&
		app_assign(http_app(call->http), &rq, call->params[0], call->params[1], &edit, &version, err) &&
		view_assignment(http_app(call->http), &rq, call->params[0], call->params[1], 0, &answer->body, err);
}

bool http_propose_panels(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	return view_panels_proposal(http_app(call->http), &rq, call->params[0], call->params[1], http_query_number(call, "draw", 0),
		&answer->body, err);
}
