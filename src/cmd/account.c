/* Accounts and the roles that they have in contests. */
#include "app/app.h"
#include "app/people.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "cmd/command.h"
#include "cmd/commands.h"
#include "cmd/data.h"
#include "cmd/output.h"
#include "cmd/reply.h"
#include "cmd/request.h"
#include "cmd/secret.h"

bool cmd_account_add(struct invocation *in, struct err *err)
{
	CLEANUP(app_closep) struct app *app = NULL;
	struct request rq = request_of(in);
	struct new_account account = {in->operands[0], option_get(in, "name"), NULL, option_has(in, "admin")};
	int64_t id;
	if (!data_open(in, DATA_EXISTING, &app, err) || !secret_password(in, &account.password, err) ||
		!app_add_account(app, &rq, &account, &id, err))
		return false;
	output_note(in, "Account %lld is %s.", (long long)id, in->operands[0]);
	return reply_done(in, "added", in->operands[0]);
}

/* Opens the data and finds the account of the operand. */
static bool open_account(
	struct invocation *in, size_t operand, struct app **ret_app, int64_t *ret_id, struct err *err)
{
	return data_open(in, DATA_EXISTING, ret_app, err) &&
		app_find_account(*ret_app, in->operands[operand], ret_id, err);
}

bool cmd_account_password(struct invocation *in, struct err *err)
{
	CLEANUP(app_closep) struct app *app = NULL;
	struct request rq = request_of(in);
	const char *password;
	int64_t id;
	if (!open_account(in, 0, &app, &id, err) || !secret_password(in, &password, err) ||
		!app_set_password(app, &rq, id, NULL, password, err))
		return false;
	output_note(in, "%s has a new password and is signed out everywhere.", in->operands[0]);
	return reply_done(in, "set", in->operands[0]);
}

bool cmd_account_disable(struct invocation *in, struct err *err)
{
	CLEANUP(app_closep) struct app *app = NULL;
	struct request rq = request_of(in);
	bool disabled = !option_has(in, "undo");
	int64_t id;
	if (!open_account(in, 0, &app, &id, err) || !app_disable_account(app, &rq, id, disabled, err))
		return false;
	output_note(in, disabled ? "%s can't sign in any more." : "%s may sign in again.", in->operands[0]);
	return reply_done(in, disabled ? "disabled" : "enabled", in->operands[0]);
}

bool cmd_account_code(struct invocation *in, struct err *err)
{
	CLEANUP(app_closep) struct app *app = NULL;
	struct request rq = request_of(in);
	bool off = option_has(in, "off");
	const char *uri = NULL;
	int64_t id;
	if (!open_account(in, 0, &app, &id, err) || !app_enrol_totp(app, &rq, id, off, in->arena, &uri, err))
		return false;
	output_note(in,
		off ? "%s signs in with the password alone." : "%s signs in with a code of this secret, too.",
		in->operands[0]);
	if (in->json)
		return reply_done(in, "code", uri);
	if (uri)
		printf("%s\n", uri);
	return !uri || !option_has(in, "qr") || secret_qr(uri, err);
}

bool cmd_account_list(struct invocation *in, struct err *err)
{
	static const char *const columns[] = {">id", "login", "name", "admin", "code", "disabled", "created"};
	CLEANUP(buf_done) struct buf out = {0};
	CLEANUP(app_closep) struct app *app = NULL;
	struct request rq = request_of(in);
	return data_open(in, DATA_EXISTING, &app, err) && app_list_accounts(app, &rq, &out, err) &&
		reply_list(in, &out, "accounts", columns, COUNT_OF(columns), err);
}

/* ---- roles */

bool cmd_role_grant(struct invocation *in, struct err *err)
{
	CLEANUP(app_closep) struct app *app = NULL;
	struct request rq = request_of(in);
	int64_t id;
	if (!open_account(in, 1, &app, &id, err) ||
		!app_grant_role(
			app, &rq, in->operands[0], id, in->operands[2], option_get(in, "expert"), err))
		return false;
	output_note(in, "%s is %s of %s.", in->operands[1], in->operands[2], in->operands[0]);
	return reply_done(in, "granted", in->operands[2]);
}

bool cmd_role_revoke(struct invocation *in, struct err *err)
{
	CLEANUP(app_closep) struct app *app = NULL;
	struct request rq = request_of(in);
	int64_t id;
	if (!open_account(in, 1, &app, &id, err) ||
		!app_revoke_role(app, &rq, in->operands[0], id, in->operands[2], err))
		return false;
	output_note(in, "%s is no longer %s of %s.", in->operands[1], in->operands[2], in->operands[0]);
	return reply_done(in, "revoked", in->operands[2]);
}

bool cmd_role_list(struct invocation *in, struct err *err)
{
	static const char *const columns[] = {">account", "login", "role", "expert"};
	CLEANUP(buf_done) struct buf out = {0};
	CLEANUP(app_closep) struct app *app = NULL;
	struct request rq = request_of(in);
	return data_open(in, DATA_EXISTING, &app, err) &&
		app_list_roles(app, &rq, in->operands[0], &out, err) &&
		reply_list(in, &out, "roles", columns, COUNT_OF(columns), err);
}

bool cmd_link_list(struct invocation *in, struct err *err)
{
	static const char *const columns[] = {
		">id", "role", "expert", "stage", "heat", "label", "reusable", "revoked", "expires", "used"};
	CLEANUP(buf_done) struct buf out = {0};
	CLEANUP(app_closep) struct app *app = NULL;
	struct request rq = request_of(in);
	return data_open(in, DATA_EXISTING, &app, err) &&
		app_list_links(app, &rq, in->operands[0], &out, err) &&
		reply_list(in, &out, "links", columns, COUNT_OF(columns), err);
}
