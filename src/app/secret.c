/* Argon2id by libsodium. To an account that does not exist the password is hashed all the same, under a salt of
 * its own, so that an answer's time tells nothing. Tokens are 256 random bits: a plain SHA-256 of one is enough
 * to find it and useless to whoever reads the database. One-time codes: RFC 4226's truncation of HMAC-SHA-1 over
 * RFC 6238's step number; a code is taken once, since its step must be later than the last one taken. */
#include "app/secret.h"

#include "base/str.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

enum { OPS = 2, MEMORY = 19 << 20, TOKEN_LEN = 32, TOTP_LEN = 20, TOTP_DIGITS = 6 };

static const char BASE32[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

bool password_hash(struct app *app, const char *password, char out[PASSWORD_HASH], struct err *err)
{
	_Static_assert(PASSWORD_HASH >= crypto_pwhash_argon2id_STRBYTES, "room for the text");
	atomic_fetch_add(&app->password_work, 1);
	return crypto_pwhash_argon2id_str(out, password, strlen(password), OPS, MEMORY) == 0 ||
		fail(err, ERR_IO, "account.memory", "There is not enough memory to hash a password.");
}

bool password_fits(struct app *app, const char *hash, const char *password)
{
	unsigned char out[32], salt[crypto_pwhash_argon2id_SALTBYTES];
	atomic_fetch_add(&app->password_work, 1);
	if (hash)
		return crypto_pwhash_argon2id_str_verify(hash, password, strlen(password)) == 0;
	app->random(salt, sizeof(salt));
	int done = crypto_pwhash_argon2id(out, sizeof(out), password, strlen(password), salt, OPS, MEMORY,
		crypto_pwhash_argon2id_ALG_ARGON2ID13);
	sodium_memzero(out, sizeof(out));
	return done == 0 && false;
}

bool password_check(const char *login, const char *password, struct err *err)
{
	size_t len = strlen(password);
	if (len > PASSWORD_MOST || utf8_valid_len(password, len) != len ||
		utf8_count(password) < PASSWORD_LEAST)
		return fail(err, ERR_INPUT, "account.password", "A password has %d to %d characters.",
			PASSWORD_LEAST, PASSWORD_MOST);
	return !str_eq(login, password) ||
		fail(err, ERR_INPUT, "account.password", "A password must differ from the login.");
}

void token_make(struct app *app, char out[TOKEN_TEXT])
{
	unsigned char bytes[TOKEN_LEN];
	app->random(bytes, sizeof(bytes));
	sodium_bin2base64(out, TOKEN_TEXT, bytes, sizeof(bytes), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	sodium_memzero(bytes, sizeof(bytes));
}

const char *token_hash(const char *token, char *out)
{
	struct sha sum = sha256(token, strlen(token));
	return sha_hex(&sum, out);
}

void totp_make(struct app *app, char out[TOTP_SECRET])
{
	unsigned char bytes[TOTP_SECRET - 1];
	app->random(bytes, sizeof(bytes));
	for (size_t i = 0; i < sizeof(bytes); i++)
		out[i] = BASE32[bytes[i] & 31];
	out[TOTP_SECRET - 1] = '\0';
	sodium_memzero(bytes, sizeof(bytes));
}

/* 32 letters of 5 bits are 20 bytes. */
static bool read_secret(const char *text, unsigned char out[TOTP_LEN])
{
	unsigned bits = 0, held = 0;
	size_t n = 0;
	if (strlen(text) != TOTP_SECRET - 1)
		return false;
	for (; *text; text++) {
		const char *at = strchr(BASE32, *text);
		if (!at)
			return false;
		bits = (bits << 5 | (unsigned)(at - BASE32)) & 0xFFF;
		held += 5;
		if (held >= 8) {
			held -= 8;
			out[n++] = (unsigned char)(bits >> held);
		}
	}
	return n == TOTP_LEN;
}

bool totp_code(const char *secret, int64_t step, char out[7])
{
	unsigned char key[TOTP_LEN], message[8], mac[EVP_MAX_MD_SIZE];
	unsigned len = 0;
	if (!read_secret(secret, key))
		return false;
	for (int i = 0; i < 8; i++)
		message[i] = (unsigned char)(step >> (56 - 8 * i));
	bool made = HMAC(EVP_sha1(), key, sizeof(key), message, sizeof(message), mac, &len) && len >= 20;
	sodium_memzero(key, sizeof(key));
	if (!made)
		return false;
	unsigned at = mac[len - 1] & 15u;
	unsigned value = (mac[at] & 127u) << 24 | (unsigned)mac[at + 1] << 16 | (unsigned)mac[at + 2] << 8 |
		mac[at + 3];
	snprintf(out, TOTP_DIGITS + 1, "%06u", value % 1000000);
	return true;
}

int64_t totp_check(const char *secret, const char *code, int64_t now_ms, int64_t last)
{
	int64_t now = now_ms / TOTP_STEP_MS, found = -1;
	char right[TOTP_DIGITS + 1];
	if (strlen(code) != TOTP_DIGITS)
		return -1;
	for (int64_t step = now - 1; step <= now + 1; step++)
		if (step > last && totp_code(secret, step, right) &&
			sodium_memcmp(right, code, TOTP_DIGITS) == 0)
			found = step;
	return found;
}
