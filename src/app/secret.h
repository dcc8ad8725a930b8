/* Passwords, tokens and one-time codes. Internal to src/app. */
#pragma once

#include "app/context.h"
#include "app/people.h"
#include "base/sha.h"

enum { PASSWORD_HASH = 128, TOTP_SECRET = 33, TOTP_STEP_MS = 30000 };

/* Argon2id with 19 MiB, two passes and one lane (OWASP's floor), as a text that names its own cost. */
MUST_CHECK bool password_hash(struct app *app, const char *password, char out[PASSWORD_HASH], struct err *err);

/* `hash` NULL stands for an account that does not exist: the same work is done, and the answer is no. */
bool password_fits(struct app *app, const char *hash, const char *password);

/* ERR_INPUT "account.password". */
MUST_CHECK bool password_check(const char *login, const char *password, struct err *err);

/* A new token, and a token's hex SHA-256; `out` holds SHA_HEX. */
void token_make(struct app *app, char out[TOKEN_TEXT]);
const char *token_hash(const char *token, char *out);

/* A new secret of 160 bits in base32. */
void totp_make(struct app *app, char out[TOTP_SECRET]);

/* The six digits of a step (RFC 6238 over HMAC-SHA-1); false when the secret can't be read. */
bool totp_code(const char *secret, int64_t step, char out[7]);

/* The step that `code` belongs to, one before or after now at most and after `last`; −1 when there is none. */
int64_t totp_check(const char *secret, const char *code, int64_t now_ms, int64_t last);
