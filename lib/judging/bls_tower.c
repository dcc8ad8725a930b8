/* Schoolbook with Karatsuba's saving: 6 products of Fp2 in Fp6, 3 of Fp6 in Fp12, 2 for a square. */
#include "judging/bls_tower.h"

/* ---- Fp6 */

static struct fp6 add6(const struct fp6 *a, const struct fp6 *b)
{
	return (struct fp6){{fp2_add(a->c[0], b->c[0]), fp2_add(a->c[1], b->c[1]), fp2_add(a->c[2], b->c[2])}};
}

static struct fp6 sub6(const struct fp6 *a, const struct fp6 *b)
{
	return (struct fp6){{fp2_sub(a->c[0], b->c[0]), fp2_sub(a->c[1], b->c[1]), fp2_sub(a->c[2], b->c[2])}};
}

static struct fp6 neg6(const struct fp6 *a)
{
	return (struct fp6){{fp2_neg(a->c[0]), fp2_neg(a->c[1]), fp2_neg(a->c[2])}};
}

static struct fp6 times_v(const struct fp6 *a)
{
	return (struct fp6){{fp2_times_xi(a->c[2]), a->c[0], a->c[1]}};
}

/* a_i·b_j + a_j·b_i, from the products of equal indices. */
static struct fp2 crossed(const struct fp6 *a, const struct fp6 *b, int i, int j, const struct fp2 *equal)
{
	struct fp2 both = fp2_mul(fp2_add(a->c[i], a->c[j]), fp2_add(b->c[i], b->c[j]));
	return fp2_sub(fp2_sub(both, equal[i]), equal[j]);
}

static struct fp6 mul6(const struct fp6 *a, const struct fp6 *b)
{
	struct fp2 equal[3];
	for (int i = 0; i < 3; i++)
		equal[i] = fp2_mul(a->c[i], b->c[i]);
	return (struct fp6){{
		fp2_add(equal[0], fp2_times_xi(crossed(a, b, 1, 2, equal))),
		fp2_add(crossed(a, b, 0, 1, equal), fp2_times_xi(equal[2])),
		fp2_add(crossed(a, b, 0, 2, equal), equal[1]),
	}};
}

/* By the first column of the adjugate of multiplication by a; their combination with a is the norm. */
static struct fp6 inv6(const struct fp6 *a)
{
	const struct fp2 x = a->c[0], y = a->c[1], z = a->c[2];
	struct fp6 out = {{
		fp2_sub(fp2_mul(x, x), fp2_times_xi(fp2_mul(y, z))),
		fp2_sub(fp2_times_xi(fp2_mul(z, z)), fp2_mul(x, y)),
		fp2_sub(fp2_mul(y, y), fp2_mul(x, z)),
	}};
	struct fp2 rest = fp2_add(fp2_mul(z, out.c[1]), fp2_mul(y, out.c[2]));
	struct fp2 t = fp2_inv(fp2_add(fp2_mul(x, out.c[0]), fp2_times_xi(rest)));
	for (int i = 0; i < 3; i++)
		out.c[i] = fp2_mul(out.c[i], t);
	return out;
}

/* ---- Fp12 */

struct fp12 fp12_one(void)
{
	return (struct fp12){{{{fp2_one(), FP2_ZERO, FP2_ZERO}}, {{FP2_ZERO, FP2_ZERO, FP2_ZERO}}}};
}

bool fp12_eq(const struct fp12 *a, const struct fp12 *b)
{
	for (int i = 0; i < 2; i++)
		for (int j = 0; j < 3; j++)
			if (!fp2_eq(a->c[i].c[j], b->c[i].c[j]))
				return false;
	return true;
}

struct fp12 fp12_mul(const struct fp12 *a, const struct fp12 *b)
{
	struct fp6 x = mul6(&a->c[0], &b->c[0]), y = mul6(&a->c[1], &b->c[1]);
	struct fp6 left = add6(&a->c[0], &a->c[1]), right = add6(&b->c[0], &b->c[1]), both = mul6(&left, &right);
	struct fp6 y_v = times_v(&y), less = sub6(&both, &x);
	return (struct fp12){{add6(&x, &y_v), sub6(&less, &y)}};
}

/* (a + bw)² = (a + b)(a + bv) - ab - abv + 2abw */
struct fp12 fp12_square(const struct fp12 *a)
{
	struct fp6 ab = mul6(&a->c[0], &a->c[1]), b_v = times_v(&a->c[1]), ab_v = times_v(&ab);
	struct fp6 left = add6(&a->c[0], &a->c[1]), right = add6(&a->c[0], &b_v), both = mul6(&left, &right);
	struct fp6 less = sub6(&both, &ab);
	return (struct fp12){{sub6(&less, &ab_v), add6(&ab, &ab)}};
}

struct fp12 fp12_inv(const struct fp12 *a)
{
	struct fp6 x = mul6(&a->c[0], &a->c[0]), y = mul6(&a->c[1], &a->c[1]), y_v = times_v(&y);
	struct fp6 norm = sub6(&x, &y_v), t = inv6(&norm), minus = neg6(&a->c[1]);
	return (struct fp12){{mul6(&a->c[0], &t), mul6(&minus, &t)}};
}

struct fp12 fp12_conj(const struct fp12 *a)
{
	return (struct fp12){{a->c[0], neg6(&a->c[1])}};
}

/* Each coefficient is conjugated, and that of w^k takes the factor g^k, where g = w^(p-1) = (1 + u)^((p-1)/6). */
struct fp12 fp12_frobenius(const struct fp12 *a)
{
	static const struct fp2 g = {{
		{{0x07089552b319d465, 0xc6695f92b50a8313, 0x97e83cccd117228f, 0xa35baecab2dc29ee,
			0x1ce393ea5daace4d, 0x08f2220fb0fb66eb}},
		{{0xb2f66aad4ce5d646, 0x5842a06bfc497cec, 0xcf4895d42599d394, 0xc11b9cba40a8e8d0,
			0x2e3813cbe5a0de89, 0x110eefda88847faf}},
	}};
	struct fp2 factor = fp2_one();
	struct fp12 out;
	for (int k = 0; k < 6; k++) {
		out.c[k & 1].c[k >> 1] = fp2_mul(fp2_conj(a->c[k & 1].c[k >> 1]), factor);
		factor = fp2_mul(factor, g);
	}
	return out;
}
