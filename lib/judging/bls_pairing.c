/* All pairs share the squarings of Miller's loop and one final exponentiation.
 *
 * The twist is untwisted by (x, y) → (x/w², y/w³). A line with slope m through (x, y) of the twist has at P of G1 the value
 * (m·x - y) - m·x_P·w² + y_P·w³, times w⁻³. Factors that lie in a smaller field than Fp12, such as w³ and the denominators of
 * the slope, vanish in the final exponentiation. */
#include "judging/bls_pairing.h"

#include <assert.h>

enum { PAIRS_MAX = 4 };
static const uint64_t LOOP = 0xd201000000010000; /* the curve's parameter is minus this */

static struct fp2 twice(struct fp2 a)
{
	return fp2_add(a, a);
}

static void times_line(struct fp12 *f, struct fp2 free, struct fp2 at_w2, struct fp2 at_w3, const struct curve_point *p)
{
	struct fp12 line = {0};
	line.c[0].c[0] = free;
	line.c[0].c[1] = fp2_neg(fp2_scale(at_w2, p->x.c[0]));
	line.c[1].c[1] = fp2_scale(at_w3, p->y.c[0]);
	*f = fp12_mul(f, &line);
}

/* t = 2t, and the tangent: m = 3x²/2yz, all of it times 2yz³. */
static void double_step(struct fp12 *f, struct curve_point *t, const struct curve_point *p)
{
	struct fp2 a = fp2_mul(t->x, t->x), b = fp2_mul(t->y, t->y), c = fp2_mul(b, b), zz = fp2_mul(t->z, t->z);
	struct fp2 e = fp2_add(twice(a), a), d = twice(twice(fp2_mul(t->x, b)));
	struct fp2 x = fp2_sub(fp2_mul(e, e), twice(d)), z = twice(fp2_mul(t->y, t->z));
	times_line(f, fp2_sub(fp2_mul(e, t->x), twice(b)), fp2_mul(e, zz), fp2_mul(z, zz), p);
	*t = (struct curve_point){x, fp2_sub(fp2_mul(e, fp2_sub(d, x)), twice(twice(twice(c)))), z};
}

/* t = t + q, and the line through both: m = r/z' with r = y_q·z³ - y, all of it times z'. */
static void add_step(struct fp12 *f, struct curve_point *t, const struct curve_point *q, const struct curve_point *p)
{
	struct fp2 r = fp2_sub(fp2_mul(q->y, fp2_mul(t->z, fp2_mul(t->z, t->z))), t->y);
	*t = point_add(t, q);
	times_line(f, fp2_sub(fp2_mul(r, q->x), fp2_mul(t->z, q->y)), r, t->z, p);
}

static struct fp12 miller(const struct pairing_pair *pairs, size_t count)
{
	struct fp12 f = fp12_one();
	struct curve_point t[PAIRS_MAX];
	assert(count <= PAIRS_MAX);
	for (size_t i = 0; i < count; i++)
		t[i] = pairs[i].g2;
	for (int bit = 62; bit >= 0; bit--) { /* the highest one is t itself */
		f = fp12_square(&f);
		for (size_t i = 0; i < count; i++) {
			double_step(&f, &t[i], &pairs[i].g1);
			if (LOOP >> bit & 1)
				add_step(&f, &t[i], &pairs[i].g2, &pairs[i].g1);
		}
	}
	return fp12_conj(&f);
}

/* f to the curve's parameter. In the subgroup that the first part of the exponentiation leads to, a conjugate is an inverse. */
static struct fp12 to_parameter(const struct fp12 *f)
{
	struct fp12 out = *f;
	for (int bit = 62; bit >= 0; bit--) {
		out = fp12_square(&out);
		if (LOOP >> bit & 1)
			out = fp12_mul(&out, f);
	}
	return fp12_conj(&out);
}

/* To the parameter x, less 1. */
static struct fp12 to_less(const struct fp12 *f)
{
	struct fp12 x = to_parameter(f), minus = fp12_conj(f);
	return fp12_mul(&x, &minus);
}

/* (p^12 - 1) / r = (p^6 - 1)(p² + 1) · (p⁴ - p² + 1)/r, and three times the last is (x - 1)²(x + p)(x² + p² - 1) + 3. */
static struct fp12 final_exponentiation(const struct fp12 *f)
{
	struct fp12 a = fp12_conj(f), b = fp12_inv(f), c, d;
	a = fp12_mul(&a, &b);
	b = fp12_frobenius(&a);
	b = fp12_frobenius(&b);
	a = fp12_mul(&a, &b);
	b = to_less(&a);
	b = to_less(&b);
	c = to_parameter(&b);
	d = fp12_frobenius(&b);
	b = fp12_mul(&c, &d);
	c = to_parameter(&b);
	c = to_parameter(&c);
	d = fp12_frobenius(&b);
	d = fp12_frobenius(&d);
	c = fp12_mul(&c, &d);
	d = fp12_conj(&b);
	c = fp12_mul(&c, &d);
	d = fp12_square(&a);
	d = fp12_mul(&d, &a);
	return fp12_mul(&c, &d);
}

struct fp12 pairing_product(const struct pairing_pair *pairs, size_t count)
{
	struct fp12 f = miller(pairs, count);
	return final_exponentiation(&f);
}
