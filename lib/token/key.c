/* JWKs (RFC 7517, 7518, 8037) become OpenSSL's keys for one signature each: a sign-in is rare, and nothing has to be kept. */
#include "token/key.h"

#include "base/arena.h"
#include "base/json.h"
#include "base/str.h"
#include "token/token.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <string.h>

enum { RSA_LEAST_BITS = 2048, RSA_MOST_BITS = 8192, P256_BYTES = 32, ED25519_BYTES = 32 };

static const struct {
	const char *name, *kty, *crv;
} ALGORITHMS[TOKEN_ALGORITHM_COUNT] = {
	[TOKEN_RS256] = {"RS256", "RSA", NULL},
	[TOKEN_ES256] = {"ES256", "EC", "P-256"},
	[TOKEN_EDDSA] = {"EdDSA", "OKP", "Ed25519"},
};

int token_algorithm_find(const char *name)
{
	for (int a = 0; a < TOKEN_ALGORITHM_COUNT; a++)
		if (str_eq(ALGORITHMS[a].name, name))
			return a;
	return -1;
}

static bool may_verify(const struct json *jwk)
{
	const struct json *ops = json_get(jwk, "key_ops");
	bool found = !ops;
	for (size_t i = 0; ops && i < ops->count; i++)
		found |= ops->items && ops->items[i].type == JSON_STRING && str_eq(ops->items[i].string, "verify");
	return found;
}

bool token_key_fits(const struct json *jwk, enum token_algorithm algorithm)
{
	const char *crv = ALGORITHMS[algorithm].crv;
	return str_eq(json_string(jwk, "kty", ""), ALGORITHMS[algorithm].kty) &&
		(!crv || str_eq(json_string(jwk, "crv", ""), crv)) && str_eq(json_string(jwk, "use", "sig"), "sig") &&
		str_eq(json_string(jwk, "alg", ALGORITHMS[algorithm].name), ALGORITHMS[algorithm].name) && may_verify(jwk);
}

static bool get_bytes(const struct json *jwk, const char *name, struct arena *arena, struct slice *ret)
{
	const char *text = json_string(jwk, name, "");
	return base64url_get((struct slice){text, strlen(text)}, arena, ret) && ret->len > 0;
}

static const unsigned char *bytes_of(struct slice s)
{
	return (const unsigned char *)s.at;
}

/* The key of `type` that the parameters describe; takes `build` away. */
static EVP_PKEY *key_from(const char *type, OSSL_PARAM_BLD *build)
{
	EVP_PKEY *key = NULL;
	OSSL_PARAM *params = OSSL_PARAM_BLD_to_param(build);
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
	if (!params || !context || EVP_PKEY_fromdata_init(context) != 1 ||
		EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, params) != 1)
		key = NULL;
	EVP_PKEY_CTX_free(context);
	OSSL_PARAM_free(params);
	OSSL_PARAM_BLD_free(build);
	return key;
}

static EVP_PKEY *rsa_key(const struct json *jwk, struct arena *arena)
{
	struct slice n, e;
	if (!get_bytes(jwk, "n", arena, &n) || !get_bytes(jwk, "e", arena, &e) || n.len > RSA_MOST_BITS / 8 + 1 || e.len > 8)
		return NULL;
	BIGNUM *modulus = BN_bin2bn(bytes_of(n), (int)n.len, NULL), *exponent = BN_bin2bn(bytes_of(e), (int)e.len, NULL);
	OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
	EVP_PKEY *key = NULL;
	bool good = modulus && exponent && build && BN_num_bits(modulus) >= RSA_LEAST_BITS && BN_is_odd(exponent) &&
		OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_N, modulus) == 1 &&
		OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_E, exponent) == 1;
	if (good)
		key = key_from("RSA", build);
	else
		OSSL_PARAM_BLD_free(build);
	BN_free(modulus);
	BN_free(exponent);
	return key;
}

/* OpenSSL refuses a point that is not on the curve. */
static EVP_PKEY *ec_key(const struct json *jwk, struct arena *arena)
{
	struct slice x, y;
	unsigned char point[1 + 2 * P256_BYTES] = {0x04};
	if (!get_bytes(jwk, "x", arena, &x) || !get_bytes(jwk, "y", arena, &y) || x.len != P256_BYTES || y.len != P256_BYTES)
		return NULL;
	memcpy(point + 1, x.at, P256_BYTES);
	memcpy(point + 1 + P256_BYTES, y.at, P256_BYTES);
	OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
	if (build && OSSL_PARAM_BLD_push_utf8_string(build, OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) == 1 &&
		OSSL_PARAM_BLD_push_octet_string(build, OSSL_PKEY_PARAM_PUB_KEY, point, sizeof(point)) == 1)
		return key_from("EC", build);
	OSSL_PARAM_BLD_free(build);
	return NULL;
}

static EVP_PKEY *okp_key(const struct json *jwk, struct arena *arena)
{
	struct slice x;
	if (!get_bytes(jwk, "x", arena, &x) || x.len != ED25519_BYTES)
		return NULL;
	return EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, bytes_of(x), x.len);
}

/* JWS has r ‖ s, OpenSSL wants DER. */
static bool der_of(struct slice raw, struct arena *arena, struct slice *ret)
{
	if (raw.len != 2 * P256_BYTES)
		return false;
	ECDSA_SIG *signature = ECDSA_SIG_new();
	BIGNUM *r = BN_bin2bn(bytes_of(raw), P256_BYTES, NULL), *s = BN_bin2bn(bytes_of(raw) + P256_BYTES, P256_BYTES, NULL);
	unsigned char *der = arena_alloc(arena, 160), *end = der;
	int len = 0;
	if (signature && r && s && ECDSA_SIG_set0(signature, r, s) == 1) {
		len = i2d_ECDSA_SIG(signature, &end);
	} else {
		BN_free(r);
		BN_free(s);
	}
	ECDSA_SIG_free(signature);
	*ret = (struct slice){(const char *)der, len > 0 ? (size_t)len : 0};
	return len > 0;
}

static bool verify(EVP_PKEY *key, enum token_algorithm algorithm, struct slice text, struct slice signature)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	bool good = key && context &&
		EVP_DigestVerifyInit(context, NULL, algorithm == TOKEN_EDDSA ? NULL : EVP_sha256(), NULL, key) == 1 &&
		EVP_DigestVerify(context, bytes_of(signature), signature.len, bytes_of(text), text.len) == 1;
	EVP_MD_CTX_free(context);
	return good;
}

bool token_key_verify(const struct json *jwk, enum token_algorithm algorithm, struct slice text, struct slice signature,
	struct arena *arena)
{
	EVP_PKEY *key = algorithm == TOKEN_RS256 ? rsa_key(jwk, arena)
		: algorithm == TOKEN_ES256 ? ec_key(jwk, arena) : okp_key(jwk, arena);
	struct slice form = signature;
	bool good = key && (algorithm != TOKEN_ES256 || der_of(signature, arena, &form)) && verify(key, algorithm, text, form);
	EVP_PKEY_free(key);
	ERR_clear_error(); /* nobody else shall find ours in the thread's queue */
	return good;
}
