/* Signing in through another provider: OpenID Connect's code flow with PKCE. docs/sign-in.md tells how to set it up.
 *
 * Only accounts sign in so. Whose account it is says an identity, the pair of issuer and subject, which an admin bound to
 * it; or, where the provider's row allows it, a verified e-mail that is the login, once. An admin's account is never found by
 * e-mail. */
#pragma once

#include "app/people.h"

struct app;
struct arena;
struct buf;
struct request;

/* ---- set up; by admins of the installation */
struct new_provider {
	const char *name;   /* an id, in its addresses */
	const char *title;  /* on its button; NULL: the name */
	const char *issuer; /* https, or plain http on this machine */
	const char *client;
	const char *secret; /* NULL: a public client */
	bool by_email;
};
/* ERR_INPUT "provider.name", "provider.issuer", "provider.client", "provider.title"; ERR_CONFLICT "provider.exists". */
MUST_CHECK bool app_add_provider(struct app *app, const struct request *rq, const struct new_provider *provider, struct err *err);
/* ERR_NOT_FOUND "provider.unknown". */
MUST_CHECK bool app_remove_provider(struct app *app, const struct request *rq, const char *name, struct err *err);
/* {"providers":[…]} with everything but the secrets. */
MUST_CHECK bool app_list_providers(struct app *app, const struct request *rq, struct buf *out, struct err *err);
/* What the sign-in page shows: names and titles (schema Providers). Public. */
MUST_CHECK bool view_providers(struct app *app, struct buf *out, struct err *err);
/* Binds an identity to an account, or with `off` unbinds it and signs the account out. ERR_INPUT "identity.form";
 * ERR_CONFLICT "identity.taken"; ERR_NOT_FOUND "account.unknown", "identity.unknown". */
MUST_CHECK bool app_link_identity(struct app *app, const struct request *rq, int64_t account, const char *issuer,
	const char *subject, bool off, struct err *err);

/* ---- signing in */
struct oidc_start {
	const char *provider;
	const char *site;  /* "https://contest.example.org": where the browser found us */
	const char *after; /* the page to go on to; anything but a path of ours, or NULL: "/me" */
	const char *address; /* of the client, for the limits; NULL: not told */
};
struct oidc_begun {
	const char *url;        /* where the browser goes now; in the arena */
	char state[TOKEN_TEXT]; /* for a cookie of this browser, which must bring it back */
};
/* ERR_NOT_FOUND "provider.unknown"; ERR_IO "provider.unreachable", "provider.answer"; ERR_LIMIT "sign-in.wait". */
MUST_CHECK bool app_begin_oidc(struct app *app, const struct oidc_start *start, struct arena *arena,
	struct oidc_begun *ret_begun, struct err *err);

struct oidc_return { /* what the browser brought; NULL = nothing */
	const char *provider;
	const char *state, *code, *issuer, *error; /* of the query */
	const char *cookie;
	const char *address; /* of the client, for the limits; NULL: not told */
};
struct oidc_done {
	struct session session;
	const char *after;   /* in the arena */
	const char *subject; /* after "sign-in.unlinked": who the provider said it was, to tell an admin; else NULL */
};
/* ERR_DENIED "sign-in.state" (not begun by this browser, too old, or used already), "sign-in.provider" (it said no),
 * "sign-in.unlinked", "token.…" (see token/token.h); ERR_LIMIT "sign-in.wait"; ERR_IO "provider.unreachable",
 * "provider.answer". */
MUST_CHECK bool app_finish_oidc(struct app *app, const struct oidc_return *with, struct arena *arena,
	struct oidc_done *ret_done, struct err *err);
