/* Sessions, accounts, roles and links. */
#include "http/handlers.h"

#include "app/app.h"
#include "app/people.h"
#include "base/json.h"
#include "base/time.h"

#include <stdlib.h>

enum { COOKIE_DAYS = 7 };

bool http_no_content(struct http_answer *answer)
{
	answer->status = 204;
	answer->type = NULL;
	return true;
}

/* ---- sessions */

static bool enter(
	const struct http_call *call, struct sign_in *with, struct http_answer *answer, struct err *err)
{
	struct app *app = http_app(call->http);
	struct session session;
	with->address = call->client.address;
	with->old = call->client.token[0] ? call->client.token : NULL;
	if (!http_client_private(&call->client, err))
		return false;
	if (!app_sign_in(app, with, &session, err)) {
		answer->retry_s = session.wait_s;
		return false;
	}
	/* A link's session may end earlier than its cookie; the server decides. */
	http_put_cookie(call, &session, (int64_t)COOKIE_DAYS * 24 * 3600, answer);
	return app_about_me(app, session.token, &answer->body, err);
}

bool http_sign_in(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct sign_in with = {
		.login = json_string(call->body, "login", ""),
		.password = json_string(call->body, "password", ""),
		.code = json_string(call->body, "code", NULL),
	};
	return enter(call, &with, answer, err);
}

bool http_sign_in_link(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct sign_in with = {.token = json_string(call->body, "token", "")};
	return enter(call, &with, answer, err);
}

bool http_sign_out(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	http_put_cookie(call, NULL, 0, answer);
	return app_sign_out(http_app(call->http), call->client.token, err) && http_no_content(answer);
}

bool http_me(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	return app_about_me(http_app(call->http), call->client.token, &answer->body, err);
}

/* ---- accounts */

bool http_list_accounts(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	return app_list_accounts(http_app(call->http), &rq, &answer->body, err);
}

bool http_add_account(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	struct new_account account = {
		.login = json_string(call->body, "login", ""),
		.name = json_string(call->body, "name", NULL),
		.password = json_string(call->body, "password", ""),
		.admin = json_bool(call->body, "admin", false),
	};
	int64_t id;
	if (!app_add_account(http_app(call->http), &rq, &account, &id, err))
		return false;
	answer->status = 201;
	buf_printf(&answer->body, "{\"id\":%lld}", (long long)id);
	return true;
}

bool http_set_password(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	return app_set_password(http_app(call->http), &rq, atoll(call->params[0]),
		       json_string(call->body, "current", NULL), json_string(call->body, "password", ""),
		       err) &&
		http_no_content(answer);
}

bool http_disable_account(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	return app_disable_account(http_app(call->http), &rq, atoll(call->params[0]),
		       json_bool(call->body, "disabled", true), err) &&
		http_no_content(answer);
}

/* ---- roles */

bool http_list_roles(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	return app_list_roles(http_app(call->http), &rq, call->params[0], &answer->body, err);
}

bool http_grant_role(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	return app_grant_role(http_app(call->http), &rq, call->params[0], json_int(call->body, "account", 0),
		       json_string(call->body, "role", ""), json_string(call->body, "expert", NULL), err) &&
		http_no_content(answer);
}

bool http_revoke_role(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	return app_revoke_role(http_app(call->http), &rq, call->params[0], atoll(call->params[1]),
		       call->params[2], err) &&
		http_no_content(answer);
}

/* ---- links */

bool http_list_links(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	return app_list_links(http_app(call->http), &rq, call->params[0], &answer->body, err);
}

bool http_make_link(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	struct made_link made;
	struct new_link link = {
		.role = json_string(call->body, "role", ""),
		.expert = json_string(call->body, "expert", NULL),
		.stage = json_string(call->body, "stage", NULL),
		.heat = json_string(call->body, "heat", NULL),
		.label = json_string(call->body, "label", NULL),
		.reusable = json_bool(call->body, "reusable", false),
	};
	const char *expires = json_string(call->body, "expires", NULL);
	char at[TIME_TEXT];
	if (expires && !time_parse(expires, 0, &link.expires_ms))
		return fail(err, ERR_INPUT, "body.value", "The member expires must be a time.");
	if (!app_make_link(http_app(call->http), &rq, call->params[0], &link, &made, err))
		return false;
	answer->status = 201;
	struct json_writer json = json_writer(&answer->body);
	json_open(&json, NULL, '{');
	json_put_int(&json, "id", made.id);
	json_put_string(&json, "token", made.token);
	json_put_string(&json, "expires", time_format(made.expires_ms, at));
	json_close(&json, '}');
	return true;
}

bool http_revoke_link(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	return app_revoke_link(http_app(call->http), &rq, call->params[0], atoll(call->params[1]), err) &&
		http_no_content(answer);
}
