/* Who may sign in: accounts, roles, personal links, sessions.
 *
 * Lists are JSON in the shapes of docs/api/openapi.yaml. Roles and links are written to the contest's ledger
 * by number, without names, logins or tokens. Only the installation's admins may change accounts. */
#pragma once

#include "app/principal.h"
#include "base/base.h"
#include "base/err.h"

struct app;
struct arena;
struct buf;
struct request;

enum { PASSWORD_LEAST = 10, PASSWORD_MOST = 1024, TOKEN_TEXT = 44 }; /* 32 bytes in base64url, and NUL */

/* ---- accounts. ERR_NOT_FOUND "account.unknown" */
struct new_account {
	const char *login;    /* 1–64 of a–z 0–9 . _ @ + - ; capitals are made small */
	const char *name;     /* NULL = none */
	const char *password; /* ERR_INPUT "account.password" when it is too short, too long, or the login */
	bool admin;
};
MUST_CHECK bool app_add_account(struct app *app, const struct request *rq, const struct new_account *account,
	int64_t *ret_id, struct err *err);
MUST_CHECK bool app_find_account(struct app *app, const char *login, int64_t *ret_id, struct err *err);
/* Signs the account out everywhere. Whoever is no admin may set their own, and must tell the one in force
 * (ERR_DENIED "account.current", and after some ERR_LIMIT "sign-in.wait"). */
MUST_CHECK bool app_set_password(struct app *app, const struct request *rq, int64_t account, const char *current,
	const char *password, struct err *err);
/* A disabled account can't sign in and is signed out at once. ERR_CONFLICT "account.last-admin". */
MUST_CHECK bool app_disable_account(struct app *app, const struct request *rq, int64_t account, bool disabled,
	struct err *err);
/* Makes a new secret for one-time codes and gives its otpauth:// address once; `off` takes it away (NULL then). */
MUST_CHECK bool app_enrol_totp(struct app *app, const struct request *rq, int64_t account, bool off, struct arena *arena,
	const char **ret_uri, struct err *err);
MUST_CHECK bool app_list_accounts(struct app *app, const struct request *rq, struct buf *out, struct err *err);

/* ---- roles of accounts in a contest. `expert` says whose sheets an expert's are; NULL for other roles */
MUST_CHECK bool app_grant_role(struct app *app, const struct request *rq, const char *contest, int64_t account,
	const char *role, const char *expert, struct err *err);
MUST_CHECK bool app_revoke_role(struct app *app, const struct request *rq, const char *contest, int64_t account,
	const char *role, struct err *err);
MUST_CHECK bool app_list_roles(struct app *app, const struct request *rq, const char *contest, struct buf *out,
	struct err *err);

/* ---- personal links */
struct new_link {
	const char *role;  /* not admin or organiser */
	const char *expert, *stage, *heat, *label; /* NULL = none */
	int64_t expires_ms; /* 0: in 24 hours; at most 92 days ahead */
	bool reusable;     /* otherwise it signs in once */
};
struct made_link {
	int64_t id, expires_ms;
	char token[TOKEN_TEXT]; /* nobody can see it again */
};
MUST_CHECK bool app_make_link(struct app *app, const struct request *rq, const char *contest, const struct new_link *link,
	struct made_link *ret_link, struct err *err);
/* Signs out whoever came by it. ERR_NOT_FOUND "link.unknown", also for another contest's. */
MUST_CHECK bool app_revoke_link(struct app *app, const struct request *rq, const char *contest, int64_t link,
	struct err *err);
MUST_CHECK bool app_list_links(struct app *app, const struct request *rq, const char *contest, struct buf *out,
	struct err *err);

/* ---- sessions */
struct sign_in {
	const char *login, *password;
	const char *code;    /* NULL = none */
	const char *token;   /* of a link, instead of the three above */
	const char *address; /* of the client, for the limits; NULL: not told */
	const char *old;     /* the session that the client still has, which ends; NULL = none */
};
struct session {
	char token[TOKEN_TEXT]; /* for the cookie */
	int64_t expires_ms;
	int wait_s;             /* after "sign-in.wait": seconds until the next attempt is looked at */
};
/* ERR_DENIED "sign-in.refused" (one answer to a wrong password, an unknown login and a disabled account, after the
 * same work), "sign-in.code" (the password is right and the code is missing or wrong), "sign-in.link";
 * ERR_LIMIT "sign-in.wait". */
MUST_CHECK bool app_sign_in(struct app *app, const struct sign_in *with, struct session *ret_session, struct err *err);
MUST_CHECK bool app_sign_out(struct app *app, const char *token, struct err *err);

/* Who a session's token stands for, in `contest` (NULL: in none, so without roles). ERR_DENIED "sign-in.needed" when the
 * session is unknown, over, or of a disabled account or a revoked link; ERR_NOT_FOUND "contest.unknown" when a link
 * is bound to another contest. Lives in `arena`. */
MUST_CHECK bool app_session(struct app *app, const char *token, const char *contest, struct arena *arena,
	struct principal *ret_who, struct err *err);
/* What the client must send back with every change, in hex; made from the session's token. out holds 65 bytes. */
void app_session_secret(const char *token, char *out);
/* The signed-in client about itself, with its roles in every contest and the secret above. */
MUST_CHECK bool app_about_me(struct app *app, const char *token, struct buf *out, struct err *err);
