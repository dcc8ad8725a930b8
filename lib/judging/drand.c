/* R = ⌊(t − genesis) / period⌋ + 1, in whole milliseconds. */
#include "judging/drand.h"

#include "base/buf.h"
#include "base/str.h"
#include "judging/bls.h"
#include "judging/lines.h"

#include <inttypes.h>
#include <string.h>

bool drand_round_at(int64_t at_ms, int64_t *ret_round, struct err *err)
{
	int64_t genesis_ms = (int64_t)DRAND_GENESIS_S * 1000;
	if (at_ms < genesis_ms)
		return fail(err, ERR_INPUT, "drand.time", "The beacon has no round before 2023-08-23T15:09:27Z.");
	int64_t round = (at_ms - genesis_ms) / (DRAND_PERIOD_S * 1000) + 1;
	if (round > DRAND_ROUND_MAX)
		return fail(err, ERR_INPUT, "drand.time", "The beacon's round would be %" PRId64 ", too far ahead.", round);
	*ret_round = round;
	return true;
}

int64_t drand_time_ms(int64_t round)
{
	return ((int64_t)DRAND_GENESIS_S + (round - 1) * DRAND_PERIOD_S) * 1000;
}

bool drand_verify(const struct drand_round *r)
{
	unsigned char key[BLS_KEY_BYTES], number[8];
	for (int i = 0; i < 8; i++)
		number[i] = (unsigned char)((uint64_t)r->round >> 8 * (7 - i));
	struct sha message = sha256(number, sizeof(number));
	return hex_decode(DRAND_KEY, sizeof(DRAND_KEY) - 1, key, sizeof(key)) &&
		bls_verify(key, (struct slice){(const char *)message.bytes, SHA_LEN}, r->signature);
}

bool drand_read(struct slice text, struct drand_round *ret, struct err *err)
{
	static const char signature_form[] = "signature 96-LOWER-CASE-HEX-DIGITS";
	static const char randomness_form[] = "randomness 64-LOWER-CASE-HEX-DIGITS";
	struct lines l;
	struct slice round, signature, randomness;
	struct drand_round r = {0};
	if (!lines_open(&l, "beacon.txt", text, err) || !lines_field(&l, "round ", "round NUMBER", &round, err))
		return false;
	if (!lines_number(round, DRAND_ROUND_MAX, &r.round))
		return lines_wrong(&l, "round NUMBER", err);
	if (!lines_field(&l, "signature ", signature_form, &signature, err))
		return false;
	if (!hex_decode(signature.at, signature.len, r.signature, sizeof(r.signature)))
		return lines_wrong(&l, signature_form, err);
	if (!lines_field(&l, "randomness ", randomness_form, &randomness, err))
		return false;
	if (!hex_decode(randomness.at, randomness.len, r.randomness.bytes, SHA_LEN))
		return lines_wrong(&l, randomness_form, err);
	struct sha sum = sha256(r.signature, sizeof(r.signature));
	if (!sha_eq(&sum, &r.randomness))
		return fail(err, ERR_PROOF, "drand.randomness",
			"The randomness in beacon.txt is not the SHA-256 of the signature of round %" PRId64 ".", r.round);
	if (!lines_end(&l, err))
		return false;
	if (!drand_verify(&r))
		return fail(err, ERR_PROOF, "drand.signature",
			"The signature in beacon.txt is not drand's for round %" PRId64 ".", r.round);
	*ret = r;
	return true;
}

void drand_write(const struct drand_round *r, struct buf *out)
{
	char signature[2 * DRAND_SIGNATURE_LEN + 1], randomness[SHA_HEX];
	hex_encode(r->signature, sizeof(r->signature), signature);
	buf_printf(out, "round %" PRId64 "\nsignature %s\nrandomness %s\n", r->round, signature,
		sha_hex(&r->randomness, randomness));
}
