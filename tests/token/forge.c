/* OpenSSL makes and uses the keys; nothing here is shared with lib/token. */
#include "token/forge.h"

#include "base/arena.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rsa.h>
#include <stdlib.h>
#include <string.h>

struct forge {
	enum forge_kind kind;
	EVP_PKEY *key;
};

static const char *const ALGORITHMS[] = {"RS256", "RS256", "ES256", "EdDSA"};

struct forge *forge_new(enum forge_kind kind)
{
	struct forge *f = calloc(1, sizeof(*f));
	f->kind = kind;
	f->key = kind == FORGE_EC ? EVP_EC_gen("P-256")
		: kind == FORGE_ED25519 ? EVP_PKEY_Q_keygen(NULL, NULL, "ED25519")
		: EVP_RSA_gen(kind == FORGE_RSA ? 2048 : 1024);
	return f;
}

void forge_free(struct forge *f)
{
	if (f)
		EVP_PKEY_free(f->key);
	free(f);
}

const char *forge_base64url(const void *bytes, size_t len, struct arena *arena)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	const unsigned char *in = bytes;
	char *out = arena_alloc(arena, len * 2 + 4), *at = out;
	for (size_t i = 0; i < len; i += 3) {
		unsigned left = (unsigned)(len - i < 3 ? len - i : 3);
		unsigned v = (unsigned)in[i] << 16 | (left > 1 ? (unsigned)in[i + 1] << 8 : 0) | (left > 2 ? in[i + 2] : 0);
		for (unsigned d = 0; d <= left; d++)
			*at++ = digits[v >> (18 - 6 * d) & 63];
	}
	*at = '\0';
	return out;
}

static const char *number(const struct forge *f, const char *name, size_t width, struct arena *arena)
{
	BIGNUM *n = NULL;
	unsigned char bytes[1024];
	EVP_PKEY_get_bn_param(f->key, name, &n);
	size_t len = width ? width : (size_t)BN_num_bytes(n);
	BN_bn2binpad(n, bytes, (int)len);
	BN_free(n);
	return forge_base64url(bytes, len, arena);
}

const char *forge_jwk(const struct forge *f, const char *kid, const char *more, struct arena *arena)
{
	const char *tail = arena_printf(arena, "\"kid\":\"%s\",\"use\":\"sig\",\"alg\":\"%s\"%s", kid, ALGORITHMS[f->kind], more);
	unsigned char raw[32];
	size_t len = sizeof(raw);
	if (f->kind == FORGE_EC)
		return arena_printf(arena, "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"%s\",\"y\":\"%s\",%s}",
			number(f, OSSL_PKEY_PARAM_EC_PUB_X, 32, arena), number(f, OSSL_PKEY_PARAM_EC_PUB_Y, 32, arena), tail);
	if (f->kind == FORGE_ED25519) {
		EVP_PKEY_get_raw_public_key(f->key, raw, &len);
		return arena_printf(arena, "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"%s\",%s}",
			forge_base64url(raw, len, arena), tail);
	}
	return arena_printf(arena, "{\"kty\":\"RSA\",\"n\":\"%s\",\"e\":\"%s\",%s}", number(f, OSSL_PKEY_PARAM_RSA_N, 0, arena),
		number(f, OSSL_PKEY_PARAM_RSA_E, 0, arena), tail);
}

static size_t raw_of(unsigned char *signature, size_t len)
{
	const unsigned char *at = signature;
	ECDSA_SIG *sig = d2i_ECDSA_SIG(NULL, &at, (long)len);
	BN_bn2binpad(ECDSA_SIG_get0_r(sig), signature, 32);
	BN_bn2binpad(ECDSA_SIG_get0_s(sig), signature + 32, 32);
	ECDSA_SIG_free(sig);
	return 64;
}

static const char *signed_part(const char *header, const char *claims, struct arena *arena)
{
	return arena_printf(arena, "%s.%s", forge_base64url(header, strlen(header), arena),
		forge_base64url(claims, strlen(claims), arena));
}

const char *forge_token(const struct forge *f, const char *header, const char *claims, struct arena *arena)
{
	const char *text = signed_part(header, claims, arena);
	unsigned char signature[1024];
	size_t len = sizeof(signature);
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	EVP_DigestSignInit(context, NULL, f->kind == FORGE_ED25519 ? NULL : EVP_sha256(), NULL, f->key);
	EVP_DigestSign(context, signature, &len, (const unsigned char *)text, strlen(text));
	EVP_MD_CTX_free(context);
	if (f->kind == FORGE_EC)
		len = raw_of(signature, len);
	return arena_printf(arena, "%s.%s", text, forge_base64url(signature, len, arena));
}

const char *forge_hmac(const char *secret, const char *header, const char *claims, struct arena *arena)
{
	const char *text = signed_part(header, claims, arena);
	unsigned char mac[32];
	unsigned len;
	HMAC(EVP_sha256(), secret, (int)strlen(secret), (const unsigned char *)text, strlen(text), mac, &len);
	return arena_printf(arena, "%s.%s", text, forge_base64url(mac, len, arena));
}
