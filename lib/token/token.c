/* A compact JWS: header, payload and signature in base64url, with dots between. The signature is looked at before anything
 * that the payload says. */
#include "token/token.h"

#include "base/arena.h"
#include "base/json.h"
#include "base/str.h"
#include "token/key.h"

#include <string.h>

enum { SUBJECT_MOST = 255 };

/* ---- base64url */

static int digit_of(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '-' ? 62 : c == '_' ? 63 : -1;
}

bool base64url_get(struct slice text, struct arena *arena, struct slice *ret)
{
	char *out = arena_alloc(arena, text.len / 4 * 3 + 4);
	size_t len = 0;
	unsigned bits = 0, have = 0;
	for (size_t i = 0; i < text.len; i++) {
		int digit = digit_of(text.at[i]);
		if (digit < 0)
			return false;
		bits = bits << 6 | (unsigned)digit;
		have += 6;
		if (have < 8)
			continue;
		have -= 8;
		out[len++] = (char)(bits >> have);
		bits &= (1u << have) - 1;
	}
	*ret = (struct slice){out, len};
	return have < 6 && bits == 0;
}

/* ---- form */

struct parts {
	struct slice signed_text, signature;
	struct json header, claims;
	enum token_algorithm algorithm;
};

static bool misformed(struct err *err)
{
	return fail(err, ERR_DENIED, "token.form", "What the provider sent is no ID token.");
}

static bool read_part(struct slice text, struct arena *arena, struct json *ret, struct err *err)
{
	struct slice bytes;
	struct err inner;
	return (base64url_get(text, arena, &bytes) && json_parse(bytes.at, bytes.len, arena, ret, &inner) &&
		       ret->type == JSON_OBJECT) ||
		misformed(err);
}

static bool split(const char *token, struct arena *arena, struct parts *p, struct err *err)
{
	size_t len = strnlen(token, TOKEN_MOST + 1);
	const char *first = strchr(token, '.'), *second = first ? strchr(first + 1, '.') : NULL;
	if (len > TOKEN_MOST || !second || strchr(second + 1, '.'))
		return misformed(err);
	p->signed_text = (struct slice){token, (size_t)(second - token)};
	return read_part((struct slice){token, (size_t)(first - token)}, arena, &p->header, err) &&
		read_part((struct slice){first + 1, (size_t)(second - first - 1)}, arena, &p->claims, err) &&
		(base64url_get((struct slice){second + 1, strlen(second + 1)}, arena, &p->signature) || misformed(err));
}

/* ---- signature */

static bool choose_algorithm(struct parts *p, struct err *err)
{
	const char *name = json_string(&p->header, "alg", "");
	int algorithm = token_algorithm_find(name);
	if (algorithm < 0 || json_get(&p->header, "crit"))
		return fail(err, ERR_DENIED, "token.algorithm", "The ID token is signed by \"%.20s\"; RS256, ES256 and EdDSA are taken.",
			name);
	p->algorithm = (enum token_algorithm)algorithm;
	return true;
}

/* The key that the header names; where it names none, the only one that fits. */
static const struct json *find_key(const struct parts *p, const struct json *keys)
{
	const struct json *list = json_get(keys, "keys"), *found = NULL;
	const char *kid = json_string(&p->header, "kid", NULL);
	int count = 0;
	for (size_t i = 0; list && list->type == JSON_ARRAY && i < list->count; i++) {
		const struct json *jwk = &list->items[i];
		if (!token_key_fits(jwk, p->algorithm) || (kid && !str_eq_null(kid, json_string(jwk, "kid", NULL))))
			continue;
		found = jwk;
		count++;
	}
	return count == 1 ? found : NULL;
}

static bool check_signature(struct parts *p, const struct json *keys, struct arena *arena, struct err *err)
{
	if (!choose_algorithm(p, err))
		return false;
	const struct json *jwk = find_key(p, keys);
	if (!jwk)
		return fail(err, ERR_DENIED, "token.key", "The provider does not show the key that its ID token names.");
	return token_key_verify(jwk, p->algorithm, p->signed_text, p->signature, arena) ||
		fail(err, ERR_DENIED, "token.signature", "The ID token's signature is wrong.");
}

/* ---- claims */

static bool equals(const struct json *claims, const char *name, const char *want)
{
	return str_eq_null(json_string(claims, name, NULL), want);
}

/* One of several audiences must be ours, and then the token must say that it was made for us. */
static bool is_for(const struct json *claims, const char *client)
{
	const struct json *aud = json_get(claims, "aud");
	bool named = aud && aud->type == JSON_STRING && str_eq(aud->string, client);
	for (size_t i = 0; aud && aud->type == JSON_ARRAY && i < aud->count; i++)
		named |= aud->items[i].type == JSON_STRING && str_eq(aud->items[i].string, client);
	bool several = aud && aud->type == JSON_ARRAY && aud->count > 1;
	return named && (several || json_get(claims, "azp") ? equals(claims, "azp", client) : true);
}

static bool check_times(const struct json *claims, int64_t now_s, struct err *err)
{
	int64_t exp = json_int(claims, "exp", -1), iat = json_int(claims, "iat", -1), nbf = json_int(claims, "nbf", 0);
	if (exp < 0 || iat < 0 || iat > now_s + TOKEN_SKEW_S || iat < now_s - TOKEN_AGE_S - TOKEN_SKEW_S || nbf > now_s + TOKEN_SKEW_S)
		return fail(err, ERR_DENIED, "token.time", "The ID token was not made just now; are both clocks right?");
	return exp > now_s - TOKEN_SKEW_S || fail(err, ERR_DENIED, "token.expired", "The ID token has expired.");
}

static bool is_subject(const char *s)
{
	size_t len = strlen(s);
	for (size_t i = 0; i < len; i++)
		if (s[i] < 0x20 || s[i] > 0x7E)
			return false;
	return len >= 1 && len <= SUBJECT_MOST;
}

static bool check_claims(const struct json *claims, const struct token_want *want, struct err *err)
{
	if (!equals(claims, "iss", want->issuer))
		return fail(err, ERR_DENIED, "token.issuer", "The ID token is of another provider.");
	if (!is_for(claims, want->client))
		return fail(err, ERR_DENIED, "token.audience", "The ID token was made for another site.");
	if (!check_times(claims, want->now_ms / 1000, err))
		return false;
	if (!equals(claims, "nonce", want->nonce))
		return fail(err, ERR_DENIED, "token.nonce", "The ID token belongs to another sign-in.");
	return is_subject(json_string(claims, "sub", "")) || misformed(err);
}

bool token_check(const char *token, const struct json *keys, const struct token_want *want, struct arena *arena,
	struct token_claims *ret, struct err *err)
{
	struct parts p = {0};
	if (!split(token, arena, &p, err) || !check_signature(&p, keys, arena, err) || !check_claims(&p.claims, want, err))
		return false;
	*ret = (struct token_claims){
		.subject = json_string(&p.claims, "sub", ""),
		.email = json_string(&p.claims, "email", NULL),
		.name = json_string(&p.claims, "name", NULL),
		.email_verified = json_bool(&p.claims, "email_verified", false),
	};
	return true;
}
