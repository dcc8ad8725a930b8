/* A provider "corp": whoever comes back with the state "s" in address and cookie, and the code "good", is signed in. */
#include "fake_views.h"

#include "app/oidc.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

#include <stdio.h>

bool view_providers(struct app *app, struct buf *out, struct err *err)
{
	(void)app, (void)err;
	buf_puts(out, "{\"providers\":[{\"name\":\"corp\",\"title\":\"Corp\"}]}");
	return true;
}

static bool known(const char *provider, struct err *err)
{
	return str_eq(provider, "corp") || str_eq(provider, "dead") ||
		fail(err, ERR_NOT_FOUND, "provider.unknown", "There is no sign-in provider %s here.", provider);
}

bool app_begin_oidc(struct app *app, const struct oidc_start *start, struct arena *arena, struct oidc_begun *ret, struct err *err)
{
	(void)app;
	if (!known(start->provider, err))
		return false;
	if (str_eq(start->provider, "dead"))
		return fail(err, ERR_IO, "provider.unreachable", "secret host name");
	ret->url = arena_printf(arena, "https://corp.example/auth?site=%s&after=%s", start->site, start->after ? start->after : "-");
	snprintf(ret->state, sizeof(ret->state), "s");
	return true;
}

bool app_finish_oidc(struct app *app, const struct oidc_return *with, struct arena *arena, struct oidc_done *ret, struct err *err)
{
	(void)app;
	*ret = (struct oidc_done){.after = "/c/demo/desk"};
	if (!known(with->provider, err))
		return false;
	if (!str_eq_null(with->state, with->cookie))
		return fail(err, ERR_DENIED, "sign-in.state", "Begin again.");
	if (!str_eq_null(with->code, "good")) {
		ret->subject = arena_strdup(arena, "a b&c");
		return fail(err, ERR_DENIED, "sign-in.unlinked", "Nobody.");
	}
	snprintf(ret->session.token, sizeof(ret->session.token), "fresh");
	return true;
}
