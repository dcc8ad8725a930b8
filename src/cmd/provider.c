/* Providers to sign in through, and whose accounts there are whose here. */
#include "app/oidc.h"

#include "app/app.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "cmd/command.h"
#include "cmd/commands.h"
#include "cmd/data.h"
#include "cmd/input.h"
#include "cmd/output.h"
#include "cmd/reply.h"
#include "cmd/request.h"

#include <string.h>

enum { SECRET_LINE = 2048 };

static bool need(const struct invocation *in, const char *name, const char **ret, struct err *err)
{
	*ret = option_get(in, name);
	return *ret || fail(err, ERR_INPUT, "usage.option", "Say --%s.", name);
}

/* Never an argument, which others could see. */
static bool read_secret(struct invocation *in, const char **ret, struct err *err)
{
	struct slice text;
	*ret = NULL;
	if (!option_has(in, "secret-stdin"))
		return true;
	if (!input_read("-", SECRET_LINE, in->arena, &text, err))
		return false;
	*ret = arena_strndup(in->arena, text.at, text.len ? strcspn(text.at, "\r\n") : 0);
	return true;
}

static bool read_match(const struct invocation *in, bool *ret, struct err *err)
{
	const char *match = option_get(in, "match");
	*ret = match && str_eq(match, "email");
	return !match || *ret || str_eq(match, "none") ||
		fail(err, ERR_INPUT, "usage.option", "--match is email or none, not “%s”.", match);
}

bool cmd_provider_add(struct invocation *in, struct err *err)
{
	CLEANUP(app_closep) struct app *app = NULL;
	struct request rq = request_of(in);
	struct new_provider p = {.name = in->operands[0], .title = option_get(in, "title")};
	if (!need(in, "issuer", &p.issuer, err) || !need(in, "client", &p.client, err) || !read_match(in, &p.by_email, err) ||
		!read_secret(in, &p.secret, err) || !data_open(in, DATA_EXISTING, &app, err) ||
		!app_add_provider(app, &rq, &p, err))
		return false;
	output_note(in, "Tell %s to come back to https://HOST/api/v1/session/oidc/%s/callback.", p.issuer, p.name);
	return reply_done(in, "added", p.name);
}

bool cmd_provider_remove(struct invocation *in, struct err *err)
{
	CLEANUP(app_closep) struct app *app = NULL;
	struct request rq = request_of(in);
	if (!data_open(in, DATA_EXISTING, &app, err) || !app_remove_provider(app, &rq, in->operands[0], err))
		return false;
	output_note(in, "Nobody signs in through %s any more; who is signed in stays so.", in->operands[0]);
	return reply_done(in, "removed", in->operands[0]);
}

bool cmd_provider_list(struct invocation *in, struct err *err)
{
	static const char *const columns[] = {"name", "title", "issuer", "client", "secret", "match", "added"};
	CLEANUP(buf_done) struct buf out = {0};
	CLEANUP(app_closep) struct app *app = NULL;
	struct request rq = request_of(in);
	return data_open(in, DATA_EXISTING, &app, err) && app_list_providers(app, &rq, &out, err) &&
		reply_list(in, &out, "providers", columns, COUNT_OF(columns), err);
}

bool cmd_account_link(struct invocation *in, struct err *err)
{
	CLEANUP(app_closep) struct app *app = NULL;
	struct request rq = request_of(in);
	const char *issuer, *subject;
	bool undo = option_has(in, "undo");
	int64_t id;
	if (!need(in, "issuer", &issuer, err) || !need(in, "subject", &subject, err) ||
		!data_open(in, DATA_EXISTING, &app, err) || !app_find_account(app, in->operands[0], &id, err) ||
		!app_link_identity(app, &rq, id, issuer, subject, undo, err))
		return false;
	output_note(in, undo ? "%s can't sign in so any more." : "%s can sign in so now.", in->operands[0]);
	return reply_done(in, undo ? "unlinked" : "linked", in->operands[0]);
}
