/* Montgomery multiplication, word by word (CIOS): 72 products a multiplication. Roots and inverses are powers, since
 * p ≡ 3 mod 4. A root in Fp2 is found through the norm, whose root lies in Fp. */
#include "judging/bls_field.h"

#include <string.h>

__extension__ typedef unsigned __int128 uint128;

/* gcc 12 leaves such loops as they are at -O2, and takes half as long again. */
#define EACH_LIMB(i, from) _Pragma("GCC unroll 6") for (int i = from; i < FP_LIMBS; i++)

static const uint64_t PRIME[FP_LIMBS] = {0xb9feffffffffaaab, 0x1eabfffeb153ffff, 0x6730d2a0f6b0f624, 0x64774b84f38512bf,
	0x4b1ba7b6434bacd7, 0x1a0111ea397fe69a};
static const uint64_t MINUS_INVERSE = 0x89f3fffcfffcfffd; /* -1/p mod 2^64 */
/* 2^768 mod p: what turns a number into Montgomery form. */
static const struct fp SQUARED_RADIX = {{0xf4df1f341c341746, 0x0a76e6a609d104f1, 0x8de5476c4c95b6d5, 0x67eb88a9939d83c0,
	0x9a793e85b519952d, 0x11988fe592cae3aa}};

/* ---- numbers of six words */

/* a - b; *ret_borrow is 1 where b was larger, and the result then 2^384 too large. */
static struct fp minus(const uint64_t *a, const uint64_t *b, uint64_t *ret_borrow)
{
	struct fp out;
	uint64_t borrow = 0;
	EACH_LIMB(i, 0) {
		uint128 d = (uint128)a[i] - b[i] - borrow;
		out.limb[i] = (uint64_t)d;
		borrow = (uint64_t)(d >> 64) & 1;
	}
	*ret_borrow = borrow;
	return out;
}

static bool below(const uint64_t *a, const uint64_t *b)
{
	uint64_t borrow;
	minus(a, b, &borrow);
	return borrow;
}

/* a, or a - p. No branch here and in fp_sub(): a processor could only guess it, and would be wrong half of the time. */
static struct fp reduced(const uint64_t *a)
{
	uint64_t borrow;
	struct fp out = minus(a, PRIME, &borrow);
	EACH_LIMB(i, 0)
		out.limb[i] ^= (out.limb[i] ^ a[i]) & (0 - borrow);
	return out;
}

static struct fp read_words(const unsigned char *bytes)
{
	struct fp out = FP_ZERO;
	for (int i = 0; i < FP_BYTES; i++)
		out.limb[(FP_BYTES - 1 - i) / 8] |= (uint64_t)bytes[i] << 8 * ((FP_BYTES - 1 - i) % 8);
	return out;
}

/* Out of Montgomery form. */
static struct fp plain(struct fp a)
{
	return fp_mul(a, (struct fp){{1}});
}

/* ---- Fp */

struct fp fp_mul(struct fp a, struct fp b)
{
	uint64_t t[FP_LIMBS + 2] = {0};
	EACH_LIMB(i, 0) {
		uint128 carry = 0;
		EACH_LIMB(j, 0) {
			carry += (uint128)a.limb[j] * b.limb[i] + t[j];
			t[j] = (uint64_t)carry;
			carry >>= 64;
		}
		carry += t[FP_LIMBS];
		t[FP_LIMBS] = (uint64_t)carry;
		t[FP_LIMBS + 1] = (uint64_t)(carry >> 64);
		uint64_t m = t[0] * MINUS_INVERSE;
		carry = ((uint128)m * PRIME[0] + t[0]) >> 64;
		EACH_LIMB(j, 1) {
			carry += (uint128)m * PRIME[j] + t[j];
			t[j - 1] = (uint64_t)carry;
			carry >>= 64;
		}
		carry += t[FP_LIMBS];
		t[FP_LIMBS - 1] = (uint64_t)carry;
		t[FP_LIMBS] = t[FP_LIMBS + 1] + (uint64_t)(carry >> 64);
	}
	return reduced(t);
}

struct fp fp_small(uint64_t n)
{
	return fp_mul((struct fp){{n}}, SQUARED_RADIX);
}

struct fp fp_one(void)
{
	return fp_small(1);
}

bool fp_read(const unsigned char *bytes, struct fp *ret)
{
	struct fp words = read_words(bytes);
	if (!below(words.limb, PRIME))
		return false;
	*ret = fp_mul(words, SQUARED_RADIX);
	return true;
}

/* high·2^256 + low; each half is 256 bits, which is below p. */
struct fp fp_reduce(const unsigned char *bytes)
{
	unsigned char high[FP_BYTES] = {0}, low[FP_BYTES] = {0};
	memcpy(high + 16, bytes, 32);
	memcpy(low + 16, bytes + 32, 32);
	struct fp shift = fp_mul((struct fp){{0, 0, 0, 0, 1}}, SQUARED_RADIX);
	struct fp a = fp_mul(read_words(high), SQUARED_RADIX), b = fp_mul(read_words(low), SQUARED_RADIX);
	return fp_add(fp_mul(a, shift), b);
}

void fp_write(struct fp a, unsigned char *bytes)
{
	struct fp words = plain(a);
	for (int i = 0; i < FP_BYTES; i++)
		bytes[i] = (unsigned char)(words.limb[(FP_BYTES - 1 - i) / 8] >> 8 * ((FP_BYTES - 1 - i) % 8));
}

bool fp_eq(struct fp a, struct fp b)
{
	return memcmp(a.limb, b.limb, sizeof a.limb) == 0;
}

bool fp_is_zero(struct fp a)
{
	return fp_eq(a, FP_ZERO);
}

bool fp_is_odd(struct fp a)
{
	return plain(a).limb[0] & 1;
}

bool fp_is_larger(struct fp a)
{
	return below(plain(fp_neg(a)).limb, plain(a).limb);
}

struct fp fp_add(struct fp a, struct fp b)
{
	uint128 carry = 0; /* the sum is below 2p, which is below 2^384 */
	EACH_LIMB(i, 0) {
		carry += (uint128)a.limb[i] + b.limb[i];
		a.limb[i] = (uint64_t)carry;
		carry >>= 64;
	}
	return reduced(a.limb);
}

struct fp fp_sub(struct fp a, struct fp b)
{
	uint64_t borrow;
	uint128 carry = 0;
	struct fp out = minus(a.limb, b.limb, &borrow);
	EACH_LIMB(i, 0) {
		carry += (uint128)out.limb[i] + (PRIME[i] & (0 - borrow));
		out.limb[i] = (uint64_t)carry;
		carry >>= 64;
	}
	return out;
}

struct fp fp_neg(struct fp a)
{
	return fp_sub(FP_ZERO, a);
}

static struct fp power(struct fp a, const uint64_t *exponent)
{
	struct fp out = fp_one();
	for (int bit = FP_LIMBS * 64 - 1; bit >= 0; bit--) {
		out = fp_mul(out, out);
		if (exponent[bit / 64] >> bit % 64 & 1)
			out = fp_mul(out, a);
	}
	return out;
}

struct fp fp_inv(struct fp a)
{
	uint64_t p_minus_2[FP_LIMBS];
	memcpy(p_minus_2, PRIME, sizeof p_minus_2);
	p_minus_2[0] -= 2;
	return power(a, p_minus_2);
}

bool fp_sqrt(struct fp a, struct fp *ret)
{
	uint64_t quarter[FP_LIMBS]; /* (p + 1) / 4 */
	for (int i = 0; i < FP_LIMBS; i++)
		quarter[i] = (PRIME[i] + (i == 0)) >> 2 | (i + 1 < FP_LIMBS ? PRIME[i + 1] << 62 : 0);
	*ret = power(a, quarter);
	return fp_eq(fp_mul(*ret, *ret), a);
}

/* ---- Fp2 */

struct fp2 fp2_one(void)
{
	return (struct fp2){{fp_one(), FP_ZERO}};
}

bool fp2_eq(struct fp2 a, struct fp2 b)
{
	return fp_eq(a.c[0], b.c[0]) && fp_eq(a.c[1], b.c[1]);
}

bool fp2_is_zero(struct fp2 a)
{
	return fp_is_zero(a.c[0]) && fp_is_zero(a.c[1]);
}

struct fp2 fp2_add(struct fp2 a, struct fp2 b)
{
	return (struct fp2){{fp_add(a.c[0], b.c[0]), fp_add(a.c[1], b.c[1])}};
}

struct fp2 fp2_sub(struct fp2 a, struct fp2 b)
{
	return (struct fp2){{fp_sub(a.c[0], b.c[0]), fp_sub(a.c[1], b.c[1])}};
}

struct fp2 fp2_neg(struct fp2 a)
{
	return fp2_sub(FP2_ZERO, a);
}

/* Three products instead of four (Karatsuba). */
struct fp2 fp2_mul(struct fp2 a, struct fp2 b)
{
	struct fp x = fp_mul(a.c[0], b.c[0]), y = fp_mul(a.c[1], b.c[1]);
	struct fp both = fp_mul(fp_add(a.c[0], a.c[1]), fp_add(b.c[0], b.c[1]));
	return (struct fp2){{fp_sub(x, y), fp_sub(fp_sub(both, x), y)}};
}

struct fp2 fp2_scale(struct fp2 a, struct fp b)
{
	return (struct fp2){{fp_mul(a.c[0], b), fp_mul(a.c[1], b)}};
}

struct fp2 fp2_conj(struct fp2 a)
{
	return (struct fp2){{a.c[0], fp_neg(a.c[1])}};
}

static struct fp norm(struct fp2 a)
{
	return fp_add(fp_mul(a.c[0], a.c[0]), fp_mul(a.c[1], a.c[1]));
}

struct fp2 fp2_inv(struct fp2 a)
{
	return fp2_scale(fp2_conj(a), fp_inv(norm(a)));
}

struct fp2 fp2_times_xi(struct fp2 a)
{
	return (struct fp2){{fp_sub(a.c[0], a.c[1]), fp_add(a.c[0], a.c[1])}};
}

/* With n² the norm, (a0 ± n) / 2 is the square of the root's real part for one of the signs; the other part follows from
 * 2·x0·x1 = a1. Where x0 is 0, a is a real number that is no square in Fp, and x1² = -a0. */
bool fp2_sqrt(struct fp2 a, struct fp2 *ret)
{
	struct fp n, x0, half = fp_inv(fp_small(2));
	if (!fp_sqrt(norm(a), &n))
		return false;
	if (!fp_sqrt(fp_mul(fp_add(a.c[0], n), half), &x0) && !fp_sqrt(fp_mul(fp_sub(a.c[0], n), half), &x0))
		return false;
	*ret = (struct fp2){{x0, fp_mul(fp_mul(a.c[1], half), fp_inv(x0))}};
	if (fp_is_zero(x0) && !fp_sqrt(fp_neg(a.c[0]), &ret->c[1]))
		return false;
	return fp2_eq(fp2_mul(*ret, *ret), a);
}
