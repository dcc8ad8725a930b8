/* ID tokens: three algorithms taken, everything else refused by name, and nothing believed before the signature. */
#include "harness/unit.h"

#include "base/arena.h"
#include "base/err.h"
#include "base/json.h"
#include "base/str.h"
#include "token/forge.h"
#include "token/token.h"

#include <string.h>

#define CLAIMS "{\"iss\":\"https://corp.example\",\"sub\":\"u-1\",\"aud\":\"leitai\",\"exp\":1000300,\"iat\":1000000,\"nonce\":\"n\"%s}"

static const struct token_want WANT = {"https://corp.example", "leitai", "n", 1000000000};

struct shop {
	struct arena *arena;
	struct forge *forges[FORGE_KIND_COUNT], *other;
	const char *all; /* the JWK set of all forges */
	struct json keys;
	struct err err;
	struct token_claims claims;
};

static void set_keys(struct shop *s, const char *text)
{
	assert_true(json_parse(text, strlen(text), s->arena, &s->keys, &s->err));
}

static int setup(void **state)
{
	struct arena *arena = arena_new();
	struct shop *s = ARENA_NEW(arena, struct shop);
	s->arena = arena;
	for (int k = 0; k < FORGE_KIND_COUNT; k++)
		s->forges[k] = forge_new((enum forge_kind)k);
	s->other = forge_new(FORGE_RSA);
	s->all = arena_printf(arena, "{\"keys\":[%s,%s,%s,%s]}", forge_jwk(s->forges[FORGE_RSA], "r", "", arena),
		forge_jwk(s->forges[FORGE_RSA_WEAK], "weak", "", arena), forge_jwk(s->forges[FORGE_EC], "e", "", arena),
		forge_jwk(s->forges[FORGE_ED25519], "d", "", arena));
	*state = s;
	return 0;
}

static int every_key(void **state)
{
	struct shop *s = *state;
	set_keys(s, s->all);
	return 0;
}

static int teardown(void **state)
{
	struct shop *s = *state;
	for (int k = 0; k < FORGE_KIND_COUNT; k++)
		forge_free(s->forges[k]);
	forge_free(s->other);
	arena_free(s->arena);
	return 0;
}

static const char *claims_with(struct shop *s, const char *more)
{
	return arena_printf(s->arena, CLAIMS, more);
}

static const char *check(struct shop *s, const char *token)
{
	s->err = (struct err){0};
	return token_check(token, &s->keys, &WANT, s->arena, &s->claims, &s->err) ? "" : s->err.code;
}

static const char *check_claims(struct shop *s, const char *claims)
{
	return check(s, forge_token(s->forges[FORGE_EC], "{\"alg\":\"ES256\",\"kid\":\"e\"}", claims, s->arena));
}

static void three_algorithms(void **state)
{
	struct shop *s = *state;
	const char *claims = claims_with(s, ",\"email\":\"li@example.org\",\"email_verified\":true,\"name\":\"Li\"");
	assert_string_equal(check(s, forge_token(s->forges[FORGE_RSA], "{\"alg\":\"RS256\",\"kid\":\"r\"}", claims, s->arena)), "");
	assert_string_equal(s->claims.subject, "u-1");
	assert_string_equal(s->claims.email, "li@example.org");
	assert_true(s->claims.email_verified);
	assert_string_equal(check(s, forge_token(s->forges[FORGE_EC], "{\"alg\":\"ES256\",\"kid\":\"e\"}", claims, s->arena)), "");
	assert_string_equal(check(s, forge_token(s->forges[FORGE_ED25519], "{\"alg\":\"EdDSA\",\"kid\":\"d\"}", claims, s->arena)), "");
	/* No kid: the only key of the kind. */
	assert_string_equal(check(s, forge_token(s->forges[FORGE_EC], "{\"alg\":\"ES256\"}", claims, s->arena)), "");
	assert_string_equal(check_claims(s, claims_with(s, ",\"email\":\"li@example.org\",\"email_verified\":\"true\"")), "");
	assert_false(s->claims.email_verified);
}

static void no_other_algorithm(void **state)
{
	struct shop *s = *state;
	static const char *const headers[] = {"{\"alg\":\"none\"}", "{\"alg\":\"None\"}", "{\"alg\":\"RS384\",\"kid\":\"r\"}",
		"{\"alg\":\"PS256\",\"kid\":\"r\"}", "{\"alg\":1}", "{}", "{\"alg\":\"RS256\",\"kid\":\"r\",\"crit\":[\"x\"]}",
		"{\"alg\":\"HS256\",\"kid\":\"r\"}", "{\"alg\":\"ES256K\",\"kid\":\"e\"}"};
	for (size_t i = 0; i < COUNT_OF(headers); i++)
		assert_string_equal(check(s, forge_token(s->forges[FORGE_RSA], headers[i], claims_with(s, ""), s->arena)), "token.algorithm");
	const char *whole = forge_token(s->forges[FORGE_RSA], "{\"alg\":\"none\"}", claims_with(s, ""), s->arena);
	assert_string_equal(check(s, arena_strndup(s->arena, whole, (size_t)(strrchr(whole, '.') + 1 - whole))), "token.algorithm");
	/* The public key taken for a secret. */
	const char *jwk = forge_jwk(s->forges[FORGE_RSA], "r", "", s->arena);
	assert_string_equal(check(s, forge_hmac(jwk, "{\"alg\":\"HS256\",\"kid\":\"r\"}", claims_with(s, ""), s->arena)), "token.algorithm");
	assert_string_equal(check(s, forge_hmac(jwk, "{\"alg\":\"RS256\",\"kid\":\"r\"}", claims_with(s, ""), s->arena)), "token.signature");
}

static void the_key_is_the_named_one(void **state)
{
	struct shop *s = *state;
	const char *claims = claims_with(s, "");
	assert_string_equal(check(s, forge_token(s->other, "{\"alg\":\"RS256\",\"kid\":\"new\"}", claims, s->arena)), "token.key");
	assert_string_equal(check(s, forge_token(s->other, "{\"alg\":\"RS256\",\"kid\":\"r\"}", claims, s->arena)), "token.signature");
	/* A key of another kind, a weak one; and two that could be meant. */
	assert_string_equal(check(s, forge_token(s->forges[FORGE_EC], "{\"alg\":\"ES256\",\"kid\":\"r\"}", claims, s->arena)), "token.key");
	assert_string_equal(check(s, forge_token(s->forges[FORGE_RSA_WEAK], "{\"alg\":\"RS256\",\"kid\":\"weak\"}", claims, s->arena)),
		"token.signature");
	assert_string_equal(check(s, forge_token(s->forges[FORGE_RSA], "{\"alg\":\"RS256\"}", claims, s->arena)), "token.key");
	static const char *const marked[] = {",\"use\":\"enc\"", ",\"key_ops\":[\"sign\"]", ",\"alg\":\"RSA-OAEP\""};
	for (size_t i = 0; i < COUNT_OF(marked); i++) {
		char *jwk = arena_strdup(s->arena, forge_jwk(s->other, "k", "", s->arena));
		*strstr(jwk, ",\"use\"") = '\0';
		set_keys(s, arena_printf(s->arena, "{\"keys\":[%s%s}]}", jwk, marked[i]));
		assert_string_equal(check(s, forge_token(s->other, "{\"alg\":\"RS256\",\"kid\":\"k\"}", claims, s->arena)), "token.key");
	}
	set_keys(s, "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"r\",\"n\":\"!\",\"e\":\"AQAB\"},{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"e\","
		"\"x\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\",\"y\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"},1]}");
	assert_string_equal(check(s, forge_token(s->other, "{\"alg\":\"RS256\",\"kid\":\"r\"}", claims, s->arena)), "token.signature");
	assert_string_equal(check_claims(s, claims), "token.signature");
	set_keys(s, "{}");
	assert_string_equal(check_claims(s, claims), "token.key");
}

/* Every byte of a token is under its signature, or is the signature. */
static void a_changed_byte_is_seen(void **state)
{
	struct shop *s = *state;
	const char *token = forge_token(s->forges[FORGE_ED25519], "{\"alg\":\"EdDSA\",\"kid\":\"d\"}", claims_with(s, ""), s->arena);
	assert_string_equal(check(s, token), "");
	for (size_t i = 0; i < strlen(token); i++) {
		char *changed = arena_strdup(s->arena, token);
		changed[i] = changed[i] == 'A' ? 'B' : 'A';
		if (token[i] != changed[i])
			assert_string_not_equal(check(s, changed), "");
	}
}

static void claims_are_ours_and_of_now(void **state)
{
	struct shop *s = *state;
#define T "\"exp\":1000300,\"iat\":1000000"
#define I "\"iss\":\"https://corp.example\",\"sub\":\"u\""
	static const struct {
		const char *claims, *code;
	} cases[] = {
		{"{\"iss\":\"https://evil.example\",\"sub\":\"u\",\"aud\":\"leitai\",\"nonce\":\"n\"," T "}", "token.issuer"},
		{"{\"iss\":\"https://corp.example/\",\"sub\":\"u\",\"aud\":\"leitai\",\"nonce\":\"n\"," T "}", "token.issuer"},
		{"{\"sub\":\"u\",\"aud\":\"leitai\",\"nonce\":\"n\"," T "}", "token.issuer"},
		{"{" I ",\"aud\":\"other\",\"nonce\":\"n\"," T "}", "token.audience"},
		{"{" I ",\"nonce\":\"n\"," T "}", "token.audience"},
		{"{" I ",\"aud\":[\"other\",\"leitai\"],\"nonce\":\"n\"," T "}", "token.audience"},
		{"{" I ",\"aud\":[\"other\",\"leitai\"],\"azp\":\"other\",\"nonce\":\"n\"," T "}", "token.audience"},
		{"{" I ",\"aud\":\"leitai\",\"azp\":\"other\",\"nonce\":\"n\"," T "}", "token.audience"},
		{"{" I ",\"aud\":[\"other\",\"leitai\"],\"azp\":\"leitai\",\"nonce\":\"n\"," T "}", ""},
		{"{" I ",\"aud\":[\"leitai\"],\"nonce\":\"n\"," T "}", ""},
		{"{" I ",\"aud\":\"leitai\",\"nonce\":\"m\"," T "}", "token.nonce"},
		{"{" I ",\"aud\":\"leitai\"," T "}", "token.nonce"},
		{"{" I ",\"aud\":\"leitai\",\"nonce\":\"n\",\"exp\":999930,\"iat\":999900}", "token.expired"},
		{"{" I ",\"aud\":\"leitai\",\"nonce\":\"n\",\"exp\":999950,\"iat\":999900}", ""},
		{"{" I ",\"aud\":\"leitai\",\"nonce\":\"n\",\"exp\":1000300}", "token.time"},
		{"{" I ",\"aud\":\"leitai\",\"nonce\":\"n\",\"iat\":1000000}", "token.time"},
		{"{" I ",\"aud\":\"leitai\",\"nonce\":\"n\",\"exp\":1000300,\"iat\":1000100}", "token.time"},
		{"{" I ",\"aud\":\"leitai\",\"nonce\":\"n\",\"exp\":1000300,\"iat\":990000}", "token.time"},
		{"{" I ",\"aud\":\"leitai\",\"nonce\":\"n\",\"nbf\":1000100," T "}", "token.time"},
		{"{\"iss\":\"https://corp.example\",\"sub\":\"\",\"aud\":\"leitai\",\"nonce\":\"n\"," T "}", "token.form"},
		{"{\"iss\":\"https://corp.example\",\"aud\":\"leitai\",\"nonce\":\"n\"," T "}", "token.form"},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		assert_string_equal(check_claims(s, cases[i].claims), cases[i].code);
	}
}

static void what_is_no_token(void **state)
{
	struct shop *s = *state;
	static const char *const texts[] = {"", ".", "..", "...", "a.b.c", "e30.e30.!", "e30.e30", "W10.e30.AA", "e30=.e30.AA"};
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		assert_true(strncmp(check(s, texts[i]), "token.", 6) == 0);
	char *long_one = arena_alloc(s->arena, TOKEN_MOST + 10);
	memset(long_one, 'a', TOKEN_MOST + 9);
	assert_string_equal(check(s, long_one), "token.form");
	struct slice bytes;
	assert_true(base64url_get((struct slice){"-_8", 3}, s->arena, &bytes));
	assert_memory_equal(bytes.at, "\xfb\xff", 2);
	assert_false(base64url_get((struct slice){"-_9", 3}, s->arena, &bytes)); /* bits left over */
	assert_false(base64url_get((struct slice){"A", 1}, s->arena, &bytes));
	assert_false(base64url_get((struct slice){"+/8", 3}, s->arena, &bytes));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(three_algorithms, every_key),
		cmocka_unit_test_setup(no_other_algorithm, every_key),
		cmocka_unit_test_setup(the_key_is_the_named_one, every_key),
		cmocka_unit_test_setup(a_changed_byte_is_seen, every_key),
		cmocka_unit_test_setup(claims_are_ours_and_of_now, every_key),
		cmocka_unit_test_setup(what_is_no_token, every_key),
	};
	return cmocka_run_group_tests_name("token/token", tests, setup, teardown);
}
