/* The base field of BLS12-381, whole numbers modulo a prime p of 381 bits, and Fp2 over it (u² = -1).
 *
 * Everything here is for checking public signatures: running times depend on the values, and nothing may be secret. */
#pragma once

#include "base/base.h"

enum { FP_LIMBS = 6, FP_BYTES = 48 };

/* Montgomery form, little endian, always below p. */
struct fp {
	uint64_t limb[FP_LIMBS];
};

#define FP_ZERO ((struct fp){{0}})

struct fp fp_one(void);
struct fp fp_small(uint64_t n);
/* 48 bytes, big endian; false when the number is not below p. */
MUST_CHECK bool fp_read(const unsigned char *bytes, struct fp *ret);
/* 64 bytes, big endian, modulo p. */
struct fp fp_reduce(const unsigned char *bytes);
void fp_write(struct fp a, unsigned char *bytes);

bool fp_eq(struct fp a, struct fp b);
bool fp_is_zero(struct fp a);
bool fp_is_odd(struct fp a);
bool fp_is_larger(struct fp a); /* than -a */
struct fp fp_add(struct fp a, struct fp b);
struct fp fp_sub(struct fp a, struct fp b);
struct fp fp_neg(struct fp a);
struct fp fp_mul(struct fp a, struct fp b);
struct fp fp_inv(struct fp a); /* 0 for 0 */
/* False when `a` has no square root. */
MUST_CHECK bool fp_sqrt(struct fp a, struct fp *ret);

/* c[0] + c[1]·u */
struct fp2 {
	struct fp c[2];
};

#define FP2_ZERO ((struct fp2){{FP_ZERO, FP_ZERO}})

struct fp2 fp2_one(void);
bool fp2_eq(struct fp2 a, struct fp2 b);
bool fp2_is_zero(struct fp2 a);
struct fp2 fp2_add(struct fp2 a, struct fp2 b);
struct fp2 fp2_sub(struct fp2 a, struct fp2 b);
struct fp2 fp2_neg(struct fp2 a);
struct fp2 fp2_mul(struct fp2 a, struct fp2 b);
struct fp2 fp2_scale(struct fp2 a, struct fp b);
struct fp2 fp2_conj(struct fp2 a); /* its p-th power */
struct fp2 fp2_inv(struct fp2 a);
struct fp2 fp2_times_xi(struct fp2 a); /* times 1 + u */
MUST_CHECK bool fp2_sqrt(struct fp2 a, struct fp2 *ret);
