/* Points of BLS12-381's two groups: G1 on y² = x³ + 4 over Fp, G2 on y² = x³ + 4 + 4u over Fp2.
 *
 * One piece of code serves both: a point of G1 has coordinates in Fp2 whose second part is 0. */
#pragma once

#include "judging/bls_field.h"

enum { G1_BYTES = 48, G2_BYTES = 96 };

/* Jacobian: (x/z², y/z³); z = 0 is infinity. */
struct curve_point {
	struct fp2 x, y, z;
};

bool point_is_infinity(const struct curve_point *p);
bool point_eq(const struct curve_point *a, const struct curve_point *b);
struct curve_point point_negate(const struct curve_point *p);
struct curve_point point_add(const struct curve_point *a, const struct curve_point *b);
/* `n` is little endian, of `words` words. */
struct curve_point point_multiply(const struct curve_point *p, const uint64_t *n, int words);
/* z = 1, where the point is not infinity. */
struct curve_point point_affine(const struct curve_point *p);

/* Compressed points. False for what is not compressed, not canonical, not on the curve, not in the group of prime order, or infinity. */
MUST_CHECK bool g1_read(const unsigned char *bytes, struct curve_point *ret);
MUST_CHECK bool g2_read(const unsigned char *bytes, struct curve_point *ret);
/* What the RFC drafts and drand call the generator of G2. */
struct curve_point g2_generator(void);
void g1_write(const struct curve_point *p, unsigned char *bytes); /* not infinity */
void g2_write(const struct curve_point *p, unsigned char *bytes);
