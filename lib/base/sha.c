/* Short messages go through OpenSSL's low-level context on the stack: in OpenSSL 3 the one-shot SHA256()
 * and EVP look the algorithm up by name each time, about 1 µs, which is more than hashing a ledger line.
 * Both take the same path through the processor's SHA unit. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "base/sha.h"

#include "base/str.h"

#include <openssl/evp.h>
#include <openssl/sha.h>
#include <stdlib.h>
#include <string.h>

struct sha sha256_parts(const struct slice *parts, size_t count)
{
	SHA256_CTX ctx;
	struct sha out;
	if (!SHA256_Init(&ctx))
		abort();
	for (size_t i = 0; i < count; i++)
		if (!SHA256_Update(&ctx, parts[i].at, parts[i].len))
			abort();
	if (!SHA256_Final(out.bytes, &ctx))
		abort();
	return out;
}

struct sha sha256(const void *bytes, size_t len)
{
	return sha256_parts(&(struct slice){bytes, len}, 1);
}

struct sha_stream *sha_begin(void)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	if (!ctx || !EVP_DigestInit_ex(ctx, EVP_sha256(), NULL))
		abort();
	return (struct sha_stream *)ctx;
}

void sha_more(struct sha_stream *s, const void *bytes, size_t len)
{
	if (!EVP_DigestUpdate((EVP_MD_CTX *)s, bytes, len))
		abort();
}

struct sha sha_end(struct sha_stream *s)
{
	struct sha out;
	if (!EVP_DigestFinal_ex((EVP_MD_CTX *)s, out.bytes, NULL))
		abort();
	EVP_MD_CTX_free((EVP_MD_CTX *)s);
	return out;
}

char *sha_hex(const struct sha *sha, char *out)
{
	hex_encode(sha->bytes, SHA_LEN, out);
	return out;
}

bool sha_eq(const struct sha *a, const struct sha *b)
{
	return memcmp(a->bytes, b->bytes, SHA_LEN) == 0;
}
