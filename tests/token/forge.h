/* A provider's workshop: keys, JWK sets, tokens signed right or wrong. */
#pragma once

#include "base/base.h"

struct arena;

enum forge_kind { FORGE_RSA, FORGE_RSA_WEAK, FORGE_EC, FORGE_ED25519, FORGE_KIND_COUNT };

struct forge; /* one key */
struct forge *forge_new(enum forge_kind kind);
void forge_free(struct forge *f);

/* {"kty":…} with kid, use and alg; `more` (",\"x\":1" or "") is put in. */
const char *forge_jwk(const struct forge *f, const char *kid, const char *more, struct arena *arena);
/* base64url(header) "." base64url(claims) "." base64url(signature over both). */
const char *forge_token(const struct forge *f, const char *header, const char *claims, struct arena *arena);
/* The same with HMAC-SHA-256 under `secret`, as somebody would who takes a public key for one. */
const char *forge_hmac(const char *secret, const char *header, const char *claims, struct arena *arena);
const char *forge_base64url(const void *bytes, size_t len, struct arena *arena);
