/* One key of a JWK set, and whether it made a signature. Internal to lib/token. */
#pragma once

#include "base/base.h"

struct arena;
struct json;

enum token_algorithm { TOKEN_RS256, TOKEN_ES256, TOKEN_EDDSA, TOKEN_ALGORITHM_COUNT };

/* −1 for every other. */
int token_algorithm_find(const char *name);

/* Could this JWK have signed so? By its kty, crv, use, alg and key_ops. */
bool token_key_fits(const struct json *jwk, enum token_algorithm algorithm);

/* False as well when the key is malformed, weak (RSA below 2048 bits) or not on its curve. */
bool token_key_verify(const struct json *jwk, enum token_algorithm algorithm, struct slice text, struct slice signature,
	struct arena *arena);
