/* BLS12-381: the vectors of RFC 9380, the group laws, the pairing's bilinearity, and every kind of bytes that is no point. */
#include "harness/unit.h"

#include "base/rng.h"
#include "base/str.h"
#include "judging/bls.h"
#include "judging/bls_hash.h"
#include "judging/bls_pairing.h"

#include <stdio.h>
#include <string.h>

#define G1_HEX "97f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb"
#define G2_HEX "93e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57e5ac7d055d042b7e" \
	"024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d1770bac0326a805bbefd48056c8c121bdb8"
#define PRIME_HEX "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab"
#define Q32 "qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq"
#define ZEROS_94 "0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"

static struct slice text_of(const char *s)
{
	return (struct slice){s, strlen(s)};
}

static void bytes_of(const char *hex, unsigned char *out, size_t len)
{
	assert_int_equal(strlen(hex), 2 * len);
	assert_true(hex_decode(hex, 2 * len, out, len));
}

static struct curve_point g1_of(const char *hex)
{
	unsigned char bytes[G1_BYTES];
	struct curve_point p;
	bytes_of(hex, bytes, sizeof bytes);
	assert_true(g1_read(bytes, &p));
	return p;
}

/* ---- hashing */

/* RFC 9380, appendix K.1: expand_message_xmd(SHA-256), 32 bytes. */
static void expands(void **state)
{
	(void)state;
	static const struct {
		const char *message, *hex;
	} cases[] = {
		{"", "68a985b87eb6b46952128911f2a4412bbc302a9d759667f87f7a21d803f07235"},
		{"abc", "d8ccab23b5985ccea865c6c97b6e5b8350e794e603b4b97902f53a8a0d605615"},
		{"abcdef0123456789", "eff31487c770a893cfb36f912fbfcbff40d5661771ca4b2cb4eafe524333f5c1"},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		unsigned char out[32];
		char hex[65];
		bls_expand(text_of(cases[i].message), text_of("QUUX-V01-CS02-with-expander-SHA256-128"), out, sizeof out);
		hex_encode(out, sizeof out, hex);
		assert_string_equal(hex, cases[i].hex);
	}
}

/* RFC 9380, appendix J.9.1: BLS12381G1_XMD:SHA-256_SSWU_RO_. */
static void hashes(void **state)
{
	(void)state;
	static const struct {
		const char *message, *x, *y;
	} cases[] = {
		{"", "052926add2207b76ca4fa57a8734416c8dc95e24501772c814278700eed6d1e4e8cf62d9c09db0fac349612b759e79a1",
			"08ba738453bfed09cb546dbb0783dbb3a5f1f566ed67bb6be0e8c67e2e81a4cc68ee29813bb7994998f3eae0c9c6a265"},
		{"abc", "03567bc5ef9c690c2ab2ecdf6a96ef1c139cc0b2f284dca0a9a7943388a49a3aee664ba5379a7655d3c68900be2f6903",
			"0b9c15f3fe6e5cf4211f346271d7b01c8f3b28be689c8429c85b67af215533311f0b8dfaaa154fa6b88176c229f2885d"},
		{"abcdef0123456789",
			"11e0b079dea29a68f0383ee94fed1b940995272407e3bb916bbf268c263ddd57a6a27200a784cbc248e84f357ce82d98",
			"03a87ae2caf14e8ee52e51fa2ed8eefe80f02457004ba4d486d6aa1f517c0889501dc7413753f9599b099ebcbbd2d709"},
		{"q128_" Q32 Q32 Q32 Q32,
			"15f68eaa693b95ccb85215dc65fa81038d69629f70aeee0d0f677cf22285e7bf58d7cb86eefe8f2e9bc3f8cb84fac488",
			"1807a1d50c29f430b8cafc4f8638dfeeadf51211e1602a5f184443076715f91bb90a48ba1e370edce6ae1062f5e6dd38"},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		unsigned char bytes[FP_BYTES];
		char x[2 * FP_BYTES + 1], y[2 * FP_BYTES + 1];
		struct curve_point p = bls_hash_to_g1(text_of(cases[i].message),
			text_of("QUUX-V01-CS02-with-BLS12381G1_XMD:SHA-256_SSWU_RO_"));
		p = point_affine(&p);
		fp_write(p.x.c[0], bytes);
		hex_encode(bytes, sizeof bytes, x);
		fp_write(p.y.c[0], bytes);
		hex_encode(bytes, sizeof bytes, y);
		assert_string_equal(x, cases[i].x);
		assert_string_equal(y, cases[i].y);
	}
}

/* ---- the fields and groups */

static struct fp any_fp(struct rng *rng)
{
	unsigned char wide[64];
	for (size_t i = 0; i < sizeof wide; i++)
		wide[i] = (unsigned char)rng_below(rng, 256);
	return fp_reduce(wide);
}

static struct fp2 any_fp2(struct rng *rng)
{
	return (struct fp2){{any_fp(rng), any_fp(rng)}};
}

static void fields(void **state)
{
	(void)state;
	struct rng rng = rng_of(20260501);
	for (int i = 0; i < 200; i++) {
		struct fp2 a = any_fp2(&rng), b = any_fp2(&rng), c = any_fp2(&rng), root;
		struct fp2 left = fp2_mul(a, fp2_add(b, c)), right = fp2_add(fp2_mul(a, b), fp2_mul(a, c));
		assert_true(fp2_eq(left, right));
		assert_true(fp2_eq(fp2_mul(a, fp2_inv(a)), fp2_one()));
		struct fp2 square = fp2_mul(a, a), twisted = fp2_times_xi(square);
		assert_true(fp2_sqrt(square, &root));
		assert_true(fp2_eq(root, a) || fp2_eq(root, fp2_neg(a)));
		assert_false(fp2_sqrt(twisted, &root)); /* 1 + u is no square */
		unsigned char bytes[FP_BYTES];
		struct fp again;
		fp_write(a.c[0], bytes);
		assert_true(fp_read(bytes, &again));
		assert_true(fp_eq(again, a.c[0]));
		struct fp real = any_fp(&rng); /* in Fp2 every number of Fp is a square */
		assert_true(fp2_sqrt((struct fp2){{real, FP_ZERO}}, &root));
	}
	struct fp2 root;
	assert_true(fp2_sqrt(FP2_ZERO, &root));
	assert_true(fp2_is_zero(root));
}

static void groups(void **state)
{
	(void)state;
	static const uint64_t two[] = {2}, three[] = {3}, five[] = {5};
	struct curve_point p = g1_of(G1_HEX), p2 = point_multiply(&p, two, 1), p3 = point_multiply(&p, three, 1);
	struct curve_point sum = point_add(&p2, &p3), p5 = point_multiply(&p, five, 1), minus = point_negate(&p), none = {0};
	assert_true(point_eq(&sum, &p5));
	sum = point_add(&p, &p);
	assert_true(point_eq(&sum, &p2));
	sum = point_add(&p, &minus);
	assert_true(point_is_infinity(&sum));
	sum = point_add(&none, &p);
	assert_true(point_eq(&sum, &p));
	unsigned char bytes[G2_BYTES], expected[G2_BYTES];
	struct curve_point q = g2_generator(), again;
	g2_write(&q, bytes);
	bytes_of(G2_HEX, expected, sizeof expected);
	assert_memory_equal(bytes, expected, sizeof bytes);
	assert_true(g2_read(bytes, &again)); /* which is in the group, as read points are seen to be */
	assert_true(point_eq(&again, &q));
	g1_write(&p5, bytes);
	assert_true(g1_read(bytes, &again));
	assert_true(point_eq(&again, &p5));
}

static void not_points_of_g1(void **state)
{
	(void)state;
	static const char *const cases[] = {
		"c0" ZEROS_94, "e0" ZEROS_94, /* infinity */
		"40" ZEROS_94, "00" ZEROS_94, "20" ZEROS_94,
		"17f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb", /* not compressed */
		"80" ZEROS_94, "a0" ZEROS_94, /* (0, ±2): on the curve, of order 3 */
		"9a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab", /* x = p */
		"9fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
	};
	struct curve_point p;
	unsigned char bytes[G1_BYTES];
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		bytes_of(cases[i], bytes, sizeof bytes);
		assert_false(g1_read(bytes, &p));
	}
	int on_no_curve = 0, outside = 0;
	for (unsigned char x = 1; x < 60; x++) { /* small x: half are on the curve, none in the group of order r */
		memset(bytes, 0, sizeof bytes);
		bytes[0] = 0x80;
		bytes[G1_BYTES - 1] = x;
		struct fp y;
		struct fp square = fp_add(fp_mul(fp_small(x), fp_mul(fp_small(x), fp_small(x))), fp_small(4));
		if (fp_sqrt(square, &y))
			outside++;
		else
			on_no_curve++;
		assert_false(g1_read(bytes, &p));
	}
	assert_true(on_no_curve > 10 && outside > 10);
}

static void not_points_of_g2(void **state)
{
	(void)state;
	unsigned char bytes[G2_BYTES] = {0xc0};
	struct curve_point p;
	assert_false(g2_read(bytes, &p));
	bytes_of("80" ZEROS_94 PRIME_HEX, bytes, sizeof bytes);
	assert_false(g2_read(bytes, &p));
	for (unsigned char x = 1; x < 30; x++) {
		memset(bytes, 0, sizeof bytes);
		bytes[0] = 0x80;
		bytes[G2_BYTES - 1] = x;
		assert_false(g2_read(bytes, &p));
	}
	bytes_of(G2_HEX, bytes, sizeof bytes);
	for (size_t bit = 0; bit < 8 * G2_BYTES; bit += 7) {
		bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
		assert_true(bit == 2 || !g2_read(bytes, &p));
		bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
	}
}

/* ---- the pairing */

static struct fp12 e(const struct curve_point *g1, const struct curve_point *g2)
{
	struct pairing_pair pair = {point_affine(g1), point_affine(g2)};
	return pairing_product(&pair, 1);
}

static struct fp12 power(const struct fp12 *a, uint64_t n)
{
	struct fp12 out = fp12_one();
	for (int bit = 63; bit >= 0; bit--) {
		out = fp12_square(&out);
		if (n >> bit & 1)
			out = fp12_mul(&out, a);
	}
	return out;
}

/* e(aP, bQ) = e(P, Q)^ab, and e(P, Q) is not 1 but of order r. */
static void bilinear(void **state)
{
	(void)state;
	static const uint64_t order[] = {0xffffffff00000001, 0x53bda402fffe5bfe, 0x3339d80809a1d805, 0x73eda753299d7d48};
	struct rng rng = rng_of(381);
	struct curve_point p = g1_of(G1_HEX), q = g2_generator();
	struct fp12 one = fp12_one(), base = e(&p, &q), whole = one;
	assert_false(fp12_eq(&base, &one));
	for (int word = 3; word >= 0; word--) {
		for (int i = 0; i < 64; i++)
			whole = fp12_square(&whole);
		struct fp12 part = power(&base, order[word]);
		whole = fp12_mul(&whole, &part);
	}
	assert_true(fp12_eq(&whole, &one));
	for (int i = 0; i < 5; i++) {
		uint64_t a = rng_below(&rng, 1 << 30) + 1, b = rng_below(&rng, 1 << 30) + 1;
		struct curve_point pa = point_multiply(&p, &a, 1), qb = point_multiply(&q, &b, 1);
		struct fp12 left = e(&pa, &qb), right = power(&base, a * b);
		assert_true(fp12_eq(&left, &right));
	}
	struct curve_point minus = point_negate(&p);
	struct pairing_pair both[] = {{p, q}, {minus, q}};
	struct fp12 product = pairing_product(both, 2);
	assert_true(fp12_eq(&product, &one));
}

/* In Fp12: an inverse inverts, the twelfth power of Frobenius is nothing, and the sixth is conjugation. */
static void tower(void **state)
{
	(void)state;
	struct rng rng = rng_of(12);
	struct fp12 a, one = fp12_one();
	for (int i = 0; i < 6; i++)
		a.c[i & 1].c[i >> 1] = any_fp2(&rng);
	struct fp12 inverse = fp12_inv(&a), product = fp12_mul(&a, &inverse), square = fp12_mul(&a, &a), b = fp12_square(&a);
	assert_true(fp12_eq(&product, &one));
	assert_true(fp12_eq(&square, &b));
	b = a;
	for (int i = 0; i < 6; i++)
		b = fp12_frobenius(&b);
	struct fp12 conj = fp12_conj(&a);
	assert_true(fp12_eq(&b, &conj));
}

/* A signature by a key that we hold: s·H(m) verifies, and only for that key and message. */
static void signatures(void **state)
{
	(void)state;
	static const uint64_t secret[] = {0x0123456789abcdef, 0xfedcba9876543210, 7, 1};
	struct slice message = text_of("a message");
	struct curve_point hashed = bls_hash_to_g1(message, text_of("BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"));
	struct curve_point generator = g2_generator(), signature = point_multiply(&hashed, secret, 4);
	struct curve_point key = point_multiply(&generator, secret, 4);
	unsigned char key_bytes[G2_BYTES], signature_bytes[G1_BYTES], other[G2_BYTES];
	g2_write(&key, key_bytes);
	g2_write(&generator, other);
	g1_write(&signature, signature_bytes);
	assert_true(bls_verify(key_bytes, message, signature_bytes));
	assert_false(bls_verify(other, message, signature_bytes));
	assert_false(bls_verify(key_bytes, text_of("a massage"), signature_bytes));
	signature = point_negate(&signature);
	g1_write(&signature, signature_bytes);
	assert_false(bls_verify(key_bytes, message, signature_bytes));
	memset(signature_bytes, 0, sizeof signature_bytes);
	signature_bytes[0] = 0xc0;
	assert_false(bls_verify(key_bytes, message, signature_bytes));
	memset(key_bytes, 0, sizeof key_bytes);
	key_bytes[0] = 0xc0; /* infinity on both sides would hold for every message */
	assert_false(bls_verify(key_bytes, message, signature_bytes));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(expands), cmocka_unit_test(hashes), cmocka_unit_test(fields), cmocka_unit_test(groups),
		cmocka_unit_test(not_points_of_g1), cmocka_unit_test(not_points_of_g2), cmocka_unit_test(tower),
		cmocka_unit_test(bilinear), cmocka_unit_test(signatures),
	};
	return cmocka_run_group_tests_name("judging/bls", tests, NULL, NULL);
}
