/* ID tokens of OpenID Connect: signed by the provider's keys, and saying what they must (OpenID Connect Core 1.0 §3.1.3.7).
 *
 * Taken are RS256, ES256 and EdDSA with Ed25519, and nothing else, whatever a header says; a key only for the one
 * algorithm of its kind. Anything else is refused, with a code that tells what. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct arena;
struct json;

enum { TOKEN_MOST = 16384, TOKEN_SKEW_S = 60, TOKEN_AGE_S = 600 };

struct token_want {
	const char *issuer, *client, *nonce;
	int64_t now_ms;
};

struct token_claims {
	const char *subject;
	const char *email;   /* NULL = not said */
	const char *name;    /* NULL = not said */
	bool email_verified; /* said so, as a boolean */
};

/* `keys` is a JWK set. Claims live in `arena`. ERR_DENIED "token.form", "token.algorithm", "token.key" (the set has none that
 * fits: it may have changed), "token.signature", "token.issuer", "token.audience", "token.expired", "token.time",
 * "token.nonce". */
MUST_CHECK bool token_check(const char *token, const struct json *keys, const struct token_want *want, struct arena *arena,
	struct token_claims *ret_claims, struct err *err);

/* RFC 4648 §5 without padding, in its one spelling; false for anything else. Bytes in `arena`, NUL behind. */
bool base64url_get(struct slice text, struct arena *arena, struct slice *ret_bytes);
