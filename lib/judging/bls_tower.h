/* Fp6 = Fp2[v], v³ = 1 + u, and Fp12 = Fp6[w], w² = v: where the pairing of BLS12-381 has its values. */
#pragma once

#include "judging/bls_field.h"

struct fp6 {
	struct fp2 c[3];
};

struct fp12 {
	struct fp6 c[2];
};

struct fp12 fp12_one(void);
bool fp12_eq(const struct fp12 *a, const struct fp12 *b);
struct fp12 fp12_mul(const struct fp12 *a, const struct fp12 *b);
struct fp12 fp12_square(const struct fp12 *a);
struct fp12 fp12_inv(const struct fp12 *a);
struct fp12 fp12_conj(const struct fp12 *a);      /* its p^6-th power */
struct fp12 fp12_frobenius(const struct fp12 *a); /* its p-th power */
