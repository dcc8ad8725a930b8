/* The door to live.h: parameters in, a ticket out. The address that is counted is the one that limits on signing in
 * count; this machine's own is not. */
#include "base/str.h"
#include "http/handlers.h"
#include "http/live.h"
#include "http/router.h"

/* A browser that comes back by itself sends Last-Event-ID, which is newer than the address it first asked for. */
static const char *after_of(const struct http_call *call)
{
	const char *header = http_request_field(call->request, "Last-Event-ID");
	return header && header[0] ? header : http_query_text(call, "after");
}

bool http_events(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	answer->cache = "no-store";
	answer->unbuffered = true;
	answer->retry_s = 30; /* of a refusal */
	const char *address = call->client.loopback ? NULL : call->client.address;
	struct live_ticket *ticket;
	if (!live_open(http_live_of(call->http), call->params[0], after_of(call), address, &ticket, err))
		return false;
	answer->retry_s = 0;
	if (str_eq(call->request->method, "HEAD"))
		live_ticket_free(ticket);
	else
		answer->ticket = ticket;
	return true;
}
