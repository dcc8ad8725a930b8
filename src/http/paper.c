/* Protocols of heats as PDF. */
#include "http/handlers.h"

#include "app/protocol.h"
#include "base/str.h"
#include "report/protocol.h"

#include <stdio.h>

static bool put_protocol(const struct http_call *call, const char *entry, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	const char *language = http_query_text(call, "lang");
	struct protocol p;
	if (!app_heat_protocol(http_app(call->http), &rq, call->params[0], call->params[1], call->params[2], entry,
		    call->arena, &p, err))
		return false;
	if (http_query_number(call, "download", 0))
		snprintf(answer->download, sizeof(answer->download), "%.40s-%.40s-%.40s%s%.30s.pdf", call->params[0],
			call->params[1], call->params[2], entry ? "-" : "", entry ? entry : "");
	return report_protocol(&p, language, &answer->body, err);
}

bool http_heat_protocol(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	return put_protocol(call, NULL, answer, err);
}

bool http_entry_protocol(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	return put_protocol(call, call->params[3], answer, err);
}
