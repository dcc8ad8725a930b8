/* The formulas for a = 0 of the Explicit-Formulas Database (dbl-2009-l, add-2007-bl); neither knows b. Whether a point is in
 * the group is seen by multiplying it with the group's order. */
#include "judging/bls_curve.h"

#include <string.h>

enum { FLAG_COMPRESSED = 0x80, FLAG_INFINITY = 0x40, FLAG_LARGER = 0x20, FLAGS = 0xe0, ORDER_WORDS = 4 };
static const uint64_t ORDER[ORDER_WORDS] = {0xffffffff00000001, 0x53bda402fffe5bfe, 0x3339d80809a1d805, 0x73eda753299d7d48};

bool point_is_infinity(const struct curve_point *p)
{
	return fp2_is_zero(p->z);
}

struct curve_point point_negate(const struct curve_point *p)
{
	return (struct curve_point){p->x, fp2_neg(p->y), p->z};
}

static struct fp2 twice(struct fp2 a)
{
	return fp2_add(a, a);
}

static struct curve_point doubled(const struct curve_point *p)
{
	struct fp2 a = fp2_mul(p->x, p->x), b = fp2_mul(p->y, p->y), c = fp2_mul(b, b), x_b = fp2_add(p->x, b);
	struct fp2 d = twice(fp2_sub(fp2_sub(fp2_mul(x_b, x_b), a), c)), e = fp2_add(twice(a), a);
	struct fp2 x = fp2_sub(fp2_mul(e, e), twice(d));
	struct fp2 y = fp2_sub(fp2_mul(e, fp2_sub(d, x)), twice(twice(twice(c))));
	return (struct curve_point){x, y, twice(fp2_mul(p->y, p->z))};
}

struct curve_point point_add(const struct curve_point *a, const struct curve_point *b)
{
	if (point_is_infinity(a))
		return *b;
	if (point_is_infinity(b))
		return *a;
	struct fp2 a_zz = fp2_mul(a->z, a->z), b_zz = fp2_mul(b->z, b->z);
	struct fp2 u1 = fp2_mul(a->x, b_zz), u2 = fp2_mul(b->x, a_zz);
	struct fp2 s1 = fp2_mul(a->y, fp2_mul(b->z, b_zz)), s2 = fp2_mul(b->y, fp2_mul(a->z, a_zz));
	struct fp2 h = fp2_sub(u2, u1), r = fp2_sub(s2, s1);
	if (fp2_is_zero(h))
		return fp2_is_zero(r) ? doubled(a) : (struct curve_point){0};
	struct fp2 hh = fp2_mul(h, h), hhh = fp2_mul(h, hh), v = fp2_mul(u1, hh);
	struct fp2 x = fp2_sub(fp2_sub(fp2_mul(r, r), hhh), twice(v));
	struct fp2 y = fp2_sub(fp2_mul(r, fp2_sub(v, x)), fp2_mul(s1, hhh));
	return (struct curve_point){x, y, fp2_mul(fp2_mul(a->z, b->z), h)};
}

struct curve_point point_multiply(const struct curve_point *p, const uint64_t *n, int words)
{
	struct curve_point out = {0};
	for (int bit = words * 64 - 1; bit >= 0; bit--) {
		out = doubled(&out);
		if (n[bit / 64] >> bit % 64 & 1)
			out = point_add(&out, p);
	}
	return out;
}

struct curve_point point_affine(const struct curve_point *p)
{
	struct fp2 z = fp2_inv(p->z), zz = fp2_mul(z, z);
	return (struct curve_point){fp2_mul(p->x, zz), fp2_mul(p->y, fp2_mul(z, zz)), fp2_one()};
}

bool point_eq(const struct curve_point *a, const struct curve_point *b)
{
	struct curve_point minus = point_negate(b), sum = point_add(a, &minus);
	return point_is_infinity(&sum);
}

/* ---- bytes */

/* Of y and -y, the one whose last coordinate that is not 0 is larger. */
static bool is_larger(struct fp2 y)
{
	return fp_is_larger(fp_is_zero(y.c[1]) ? y.c[0] : y.c[1]);
}

static bool in_group(const struct curve_point *p)
{
	struct curve_point q = point_multiply(p, ORDER, ORDER_WORDS);
	return point_is_infinity(&q);
}

/* The first number of bytes is that of x's last coordinate; it carries the flags. */
static bool read_first(const unsigned char *bytes, struct fp *ret)
{
	unsigned char number[FP_BYTES];
	memcpy(number, bytes, FP_BYTES);
	number[0] &= (unsigned char)~FLAGS;
	return (bytes[0] & (FLAG_COMPRESSED | FLAG_INFINITY)) == FLAG_COMPRESSED && fp_read(number, ret);
}

static struct fp2 b_of(bool twist)
{
	struct fp four = fp_small(4);
	return (struct fp2){{four, twist ? four : FP_ZERO}};
}

/* The point with that x. A root of a number of Fp that has its second part alone is a point over Fp2 only: none of G1. */
static bool lift(struct fp2 x, bool twist, bool larger, struct curve_point *ret)
{
	struct fp2 y;
	if (!fp2_sqrt(fp2_add(fp2_mul(x, fp2_mul(x, x)), b_of(twist)), &y) || (!twist && !fp_is_zero(y.c[1])))
		return false;
	*ret = (struct curve_point){x, is_larger(y) == larger ? y : fp2_neg(y), fp2_one()};
	return in_group(ret);
}

bool g1_read(const unsigned char *bytes, struct curve_point *ret)
{
	struct fp2 x = FP2_ZERO;
	return read_first(bytes, &x.c[0]) && lift(x, false, bytes[0] & FLAG_LARGER, ret);
}

bool g2_read(const unsigned char *bytes, struct curve_point *ret)
{
	struct fp2 x;
	return read_first(bytes, &x.c[1]) && fp_read(bytes + FP_BYTES, &x.c[0]) && lift(x, true, bytes[0] & FLAG_LARGER, ret);
}

struct curve_point g2_generator(void)
{
	static const struct fp2 x = {{
		{{0xf5f28fa202940a10, 0xb3f5fb2687b4961a, 0xa1a893b53e2ae580, 0x9894999d1a3caee9,
			0x6f67b7631863366b, 0x058191924350bcd7}},
		{{0xa5a9c0759e23f606, 0xaaa0c59dbccd60c3, 0x3bb17e18e2867806, 0x1b1ab6cc8541b367,
			0xc2b6ed0ef2158547, 0x11922a097360edf3}},
	}};
	static const struct fp2 y = {{
		{{0x4c730af860494c4a, 0x597cfa1f5e369c5a, 0xe7e6856caa0a635a, 0xbbefb5e96e0d495f,
			0x07d3a975f0ef25a2, 0x0083fd8e7e80dae5}},
		{{0xadc0fc92df64b05d, 0x18aa270a2b1461dc, 0x86adac6a3be4eba0, 0x79495c4ec93da33a,
			0xe7175850a43ccaed, 0x0b2bc2a163de1bf2}},
	}};
	return (struct curve_point){x, y, fp2_one()};
}

static void write_flags(struct fp2 y, unsigned char *bytes)
{
	bytes[0] = (unsigned char)(bytes[0] | FLAG_COMPRESSED | (is_larger(y) ? FLAG_LARGER : 0));
}

void g1_write(const struct curve_point *p, unsigned char *bytes)
{
	struct curve_point a = point_affine(p);
	fp_write(a.x.c[0], bytes);
	write_flags(a.y, bytes);
}

void g2_write(const struct curve_point *p, unsigned char *bytes)
{
	struct curve_point a = point_affine(p);
	fp_write(a.x.c[1], bytes);
	fp_write(a.x.c[0], bytes + FP_BYTES);
	write_flags(a.y, bytes);
}
