/* Signing in through another provider. Both addresses are for browsers on their way: they answer with the next address, also
 * when something went wrong, which the sign-in page then tells. */
#include "http/handlers.h"

#include "app/oidc.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

#include <stdio.h>
#include <string.h>

enum { HANDSHAKE_S = 600, COOKIE_S = 7 * 24 * 3600 };

/* Lax: the browser comes back from another site. Only these two addresses ever see it. */
static const char *cookie_name(const struct http_call *call)
{
	return call->client.secure ? "__Secure-leitai-oidc" : "leitai-oidc";
}

static bool go_to(struct http_answer *answer, const char *where)
{
	answer->status = 303;
	answer->type = NULL;
	answer->private = true;
	answer->location = where;
	return true;
}

/* Printable ASCII and nothing that ends a parameter: what a query may hold. */
static void put_escaped(struct buf *out, const char *text)
{
	for (const unsigned char *p = (const unsigned char *)text; *p; p++)
		buf_printf(out, (*p >= '0' && *p <= '9') || (*p >= 'A' && *p <= 'Z') || (*p >= 'a' && *p <= 'z') || strchr("-._", *p)
				? "%c" : "%%%02X", *p);
}

static bool tell(const struct http_call *call, const struct err *wrong, const char *subject, struct http_answer *answer)
{
	CLEANUP(buf_done) struct buf where = {0};
	buf_printf(&where, "/sign-in?problem=%s", wrong->code);
	if (subject) {
		buf_puts(&where, "&subject=");
		put_escaped(&where, subject);
	}
	if (wrong->kind == ERR_IO)
		http_log(call->http, wrong->message);
	return go_to(answer, arena_strdup(call->arena, buf_str(&where)));
}

bool http_providers(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	return view_providers(http_app(call->http), &answer->body, err);
}

bool http_oidc_begin(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	const char *host = http_request_field(call->request, "Host");
	struct oidc_start start = {
		.provider = call->params[0],
		.site = arena_printf(call->arena, "%s://%s", call->client.secure ? "https" : "http", host ? host : "localhost"),
		.after = http_query_text(call, "after"),
		.address = call->client.address,
	};
	struct oidc_begun begun;
	if (!http_client_private(&call->client, err))
		return false;
	if (!app_begin_oidc(http_app(call->http), &start, call->arena, &begun, err))
		return err->kind != ERR_NOT_FOUND && tell(call, err, NULL, answer);
	snprintf(answer->cookie, sizeof(answer->cookie), "%s=%s; Path=/api/v1/session/oidc; Max-Age=%d; HttpOnly; SameSite=Lax%s",
		cookie_name(call), begun.state, HANDSHAKE_S, call->client.secure ? "; Secure" : "");
	return go_to(answer, begun.url);
}

bool http_oidc_finish(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	char cookie[CLIENT_TOKEN];
	struct oidc_return with = {
		.provider = call->params[0],
		.state = http_query_text(call, "state"),
		.code = http_query_text(call, "code"),
		.issuer = http_query_text(call, "iss"),
		.error = http_query_text(call, "error"),
		.cookie = http_client_cookie(call->request, cookie_name(call), cookie) ? cookie : NULL,
		.address = call->client.address,
	};
	struct oidc_done done;
	if (!http_client_private(&call->client, err))
		return false;
	if (!app_finish_oidc(http_app(call->http), &with, call->arena, &done, err))
		return err->kind != ERR_NOT_FOUND && tell(call, err, done.subject, answer);
	http_put_cookie(call, &done.session, COOKIE_S, answer);
	return go_to(answer, done.after);
}
