/* People as the handlers see them: the session "good" is an admin's, "bound" a link's to the contest "demo" and the stage
 * "final", "heat" one to the heat "a" of that, "expert" one of the expert X1, "judge" one of X1 in that heat. Every change succeeds. */
#include "fake_views.h"

#include "app/app.h"
#include "app/people.h"
#include "base/buf.h"
#include "base/str.h"

#include <stdio.h>

bool app_session(struct app *app, const char *token, const char *contest, struct arena *arena, struct principal *ret,
	struct err *err)
{
	(void)app, (void)arena;
	if (str_eq(token, "good")) {
		*ret = (struct principal){.id = "account:1", .admin = true};
		return true;
	}
	if (str_eq(token, "expert") || str_eq(token, "judge")) {
		bool one = str_eq(token, "judge");
		*ret = (struct principal){.id = "link:2", .contest = "demo", .roles = 1u << ROLE_EXPERT, .expert = "X1",
			.stage = one ? "final" : NULL, .heat = one ? "a" : NULL};
		return true;
	}
	if (!str_eq(token, "bound") && !str_eq(token, "heat"))
		return fail(err, ERR_DENIED, "sign-in.needed", "Sign in first.");
	if (contest && !str_eq(contest, "demo"))
		return fail(err, ERR_NOT_FOUND, "contest.unknown", "There is no contest %s.", contest);
	*ret = (struct principal){.id = "link:1", .contest = "demo", .roles = 1u << ROLE_CHAIR, .stage = "final",
		.heat = str_eq(token, "heat") ? "a" : NULL};
	return true;
}

void app_session_secret(const char *token, char *out)
{
	snprintf(out, 65, "secret-of-%s", token);
}

bool app_sign_in(struct app *app, const struct sign_in *with, struct session *ret, struct err *err)
{
	(void)app;
	*ret = (struct session){.token = "good"};
	if (with->token ? str_eq(with->token, "link") : str_eq(with->password, "right"))
		return true;
	ret->wait_s = str_eq(with->login ? with->login : "", "often") ? 7 : 0;
	return ret->wait_s ? fail(err, ERR_LIMIT, "sign-in.wait", "Wait %d seconds.", ret->wait_s)
		: fail(err, ERR_DENIED, "sign-in.refused", "No (%s).", with->address);
}

bool app_sign_out(struct app *app, const char *token, struct err *err)
{
	(void)app, (void)token, (void)err;
	return true;
}

bool app_about_me(struct app *app, const char *token, struct buf *out, struct err *err)
{
	(void)app, (void)err;
	buf_printf(out, "{\"token\":\"secret-of-%s\"}", token);
	return true;
}

static bool say_actor(const struct request *rq, struct buf *out)
{
	buf_printf(out, "{\"actor\":\"%s\",\"req\":\"%s\"}", rq->actor, rq->req ? rq->req : "");
	return true;
}

bool app_list_accounts(struct app *app, const struct request *rq, struct buf *out, struct err *err)
{
	(void)app, (void)err;
	return say_actor(rq, out);
}

bool app_add_account(struct app *app, const struct request *rq, const struct new_account *account, int64_t *ret_id,
	struct err *err)
{
	(void)app, (void)rq, (void)account, (void)err;
	*ret_id = 7;
	return true;
}

bool app_set_password(struct app *app, const struct request *rq, int64_t account, const char *current, const char *password,
	struct err *err)
{
	(void)app, (void)rq, (void)account, (void)current, (void)password, (void)err;
	return true;
}

bool app_disable_account(struct app *app, const struct request *rq, int64_t account, bool disabled, struct err *err)
{
	(void)app, (void)rq, (void)account, (void)disabled, (void)err;
	return true;
}

bool app_list_roles(struct app *app, const struct request *rq, const char *contest, struct buf *out, struct err *err)
{
	(void)app, (void)contest, (void)err;
	return say_actor(rq, out);
}

bool app_grant_role(struct app *app, const struct request *rq, const char *contest, int64_t account, const char *role,
	const char *expert, struct err *err)
{
	(void)app, (void)rq, (void)contest, (void)account, (void)role, (void)expert, (void)err;
	return true;
}

bool app_revoke_role(struct app *app, const struct request *rq, const char *contest, int64_t account, const char *role,
	struct err *err)
{
	(void)app, (void)rq, (void)contest, (void)account, (void)role, (void)err;
	return true;
}

bool app_list_links(struct app *app, const struct request *rq, const char *contest, struct buf *out, struct err *err)
{
	(void)app, (void)contest, (void)err;
	return say_actor(rq, out);
}

bool app_make_link(struct app *app, const struct request *rq, const char *contest, const struct new_link *link,
	struct made_link *ret, struct err *err)
{
	(void)app, (void)rq, (void)contest, (void)link, (void)err;
	*ret = (struct made_link){.id = 3, .token = "token", .expires_ms = 1};
	return true;
}

bool app_revoke_link(struct app *app, const struct request *rq, const char *contest, int64_t link, struct err *err)
{
	(void)app, (void)rq, (void)contest, (void)link, (void)err;
	return true;
}

bool app_close_stage(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const char *supervisor, struct err *err)
{
	(void)app, (void)rq, (void)contest, (void)stage, (void)supervisor, (void)err;
	return true;
}

bool app_publish_stage(struct app *app, const struct request *rq, const char *contest, const char *stage, struct err *err)
{
	(void)app, (void)rq, (void)contest, (void)stage, (void)err;
	return true;
}

bool app_deliberate(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const struct deliberation *d, struct err *err)
{
	(void)app, (void)rq, (void)contest, (void)stage;
	return d->entry_count || fail(err, ERR_CONFLICT, "deliberation.entries", "No entries.");
}

bool app_grant_award(struct app *app, const struct request *rq, const char *contest, const char *stage, const char *award,
	const char *entry, const char *reason, struct err *err)
{
	(void)app, (void)rq, (void)contest, (void)stage, (void)award, (void)entry, (void)reason, (void)err;
	return true;
}

bool app_withdraw_entry(struct app *app, const struct request *rq, const char *contest, const char *entry, const char *reason,
	struct err *err)
{
	(void)app, (void)rq, (void)contest, (void)entry, (void)reason, (void)err;
	return true;
}
