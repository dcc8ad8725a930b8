/* The map goes through a curve that is 11-isogenous to the group's. RFC 9380 prints the isogeny as four polynomials with 53
 * coefficients; they all follow from its kernel polynomial h, of degree 5, by Kohel's formulas:
 *
 *	X = (11x - 2σ - 2f'·g - 4f·g') / 11²    with f = x³ + ax + b, g = h'/h, σ the sum of h's roots
 *	Y = y · (what stands in brackets, differentiated) / 11³
 *
 * The RFC's test vectors say that it is the same map. */
#include "judging/bls_hash.h"

#include "base/sha.h"

#include <assert.h>
#include <string.h>

/* The isogenous curve, y² = x³ + ax + b, and h from its constant term up (the leading 1 left out); in Montgomery form. */
static const struct fp CURVE_A = {{0x2f65aa0e9af5aa51, 0x86464c2d1e8416c3, 0xb85ce591b7bd31e2, 0x27e11c91b5f24e7c, 0x28376eda6bfc1835,
		0x155455c3e5071d85}};
static const struct fp CURVE_B = {{0xfb996971fe22a1e0, 0x9aa93eb35b742d6f, 0x8c476013de99c5c4, 0x873e27c3a221e571, 0xca72b5e45a52d888,
		0x06824061418a386b}};
enum { DEGREE = 11, KERNEL_DEGREE = 5, SWU_Z = 11 };
static const struct fp KERNEL[KERNEL_DEGREE] = {
	{{0x8f721715d71bd7d3, 0x47c914773bdf8b42, 0x1f58783bbbd66c2b, 0x25e434ee66dee231, 0xef1b155ef88a70f0,
		0x15128d0d68b71174}},
	{{0x0eec4e6d317c763f, 0x3deec9daee338ba4, 0xdec559ed0590081c, 0x07fb84a9cf1eca80, 0xb013c97f5bce2f98,
		0x1740b4b0db285dc9}},
	{{0x202ba7dd4a879e5a, 0xc6e3cf50b0466017, 0x8c4b1a82b5ed77fa, 0xbd97d93bc25d0748, 0xd374e3b9fd1707b5,
		0x040509bde3d14bc5}},
	{{0xf1a4e31f664b4cb7, 0x4d3b5b5d166f2bdf, 0xaabc641cd0aedf76, 0xf7e617443d67d5d8, 0x339c6aecf66752a2,
		0x0570e37947528fed}},
	{{0x29ba8a64bdd634d9, 0xc05231b8b572c960, 0x615eb44e85731af3, 0x975128f88f062df7, 0x30999b89015a99f4,
		0x1653f761153a63c1}},
};
static const uint64_t COFACTOR = 0xd201000000010001; /* RFC 9380, 8.8.1: h_eff */

void bls_expand(struct slice message, struct slice dst, unsigned char *out, size_t len)
{
	static const char zeros[64];
	const unsigned char length[3] = {(unsigned char)(len >> 8), (unsigned char)len, 0}, dst_len = (unsigned char)dst.len;
	assert(len <= BLS_EXPAND_MAX && dst.len <= BLS_DST_MAX);
	struct slice first_parts[] = {{zeros, sizeof zeros}, message, {(const char *)length, 3}, dst, {(const char *)&dst_len, 1}};
	struct sha first = sha256_parts(first_parts, COUNT_OF(first_parts)), block = {0};
	for (size_t done = 0, i = 1; done < len; i++) {
		unsigned char number = (unsigned char)i;
		for (int k = 0; k < SHA_LEN; k++)
			block.bytes[k] ^= first.bytes[k];
		struct slice parts[] = {{(const char *)block.bytes, SHA_LEN}, {(const char *)&number, 1}, dst, {(const char *)&dst_len, 1}};
		block = sha256_parts(parts, COUNT_OF(parts));
		size_t n = len - done < SHA_LEN ? len - done : SHA_LEN;
		memcpy(out + done, block.bytes, n);
		done += n;
	}
}

static struct fp curve_at(struct fp x)
{
	return fp_add(fp_mul(fp_add(fp_mul(x, x), CURVE_A), x), CURVE_B);
}

/* RFC 9380, 6.6.2: simplified SWU. A point of the isogenous curve. */
static void map_simple(struct fp u, struct fp *ret_x, struct fp *ret_y)
{
	struct fp t = fp_mul(fp_small(SWU_Z), fp_mul(u, u)), tv = fp_add(fp_mul(t, t), t);
	bool zero = fp_is_zero(tv);
	struct fp num = zero ? CURVE_B : fp_neg(fp_mul(CURVE_B, fp_add(tv, fp_one())));
	struct fp x = fp_mul(num, fp_inv(fp_mul(CURVE_A, zero ? fp_small(SWU_Z) : tv))), y;
	if (!fp_sqrt(curve_at(x), &y)) {
		x = fp_mul(t, x);
		bool square = fp_sqrt(curve_at(x), &y); /* one of the two always is */
		assert(square);
		(void)square;
	}
	*ret_x = x;
	*ret_y = fp_is_odd(y) == fp_is_odd(u) ? y : fp_neg(y);
}

/* h and its first three derivatives at x, in d. */
static void kernel_at(struct fp x, struct fp *d)
{
	d[0] = fp_one();
	d[1] = d[2] = d[3] = FP_ZERO;
	for (int i = KERNEL_DEGREE - 1; i >= 0; i--) {
		for (int k = 3; k > 0; k--)
			d[k] = fp_add(fp_mul(d[k], x), fp_mul(fp_small((uint64_t)k), d[k - 1]));
		d[0] = fp_add(fp_mul(d[0], x), KERNEL[i]);
	}
}

static struct fp times(uint64_t n, struct fp a, struct fp b)
{
	return fp_mul(fp_small(n), fp_mul(a, b));
}

static struct curve_point isogeny(struct fp x, struct fp y)
{
	struct fp d[4];
	kernel_at(x, d);
	if (fp_is_zero(d[0]))
		return (struct curve_point){0};
	struct fp both = fp_inv(times(DEGREE, d[0], fp_one())), per = times(DEGREE, both, fp_one()), scale = fp_mul(both, d[0]);
	struct fp g = fp_mul(d[1], per), r2 = fp_mul(d[2], per), r3 = fp_mul(d[3], per), gg = fp_mul(g, g);
	struct fp g1 = fp_sub(r2, gg), g2 = fp_add(fp_sub(r3, times(3, r2, g)), times(2, gg, g)); /* g', g'' */
	struct fp f = curve_at(x), f1 = fp_add(times(3, x, x), CURVE_A), f2 = times(6, x, fp_one());
	struct fp two_sigma = fp_neg(fp_add(KERNEL[KERNEL_DEGREE - 1], KERNEL[KERNEL_DEGREE - 1]));
	struct fp value = fp_sub(fp_sub(times(DEGREE, x, fp_one()), two_sigma), fp_add(times(2, f1, g), times(4, f, g1)));
	struct fp slope = fp_sub(fp_small(DEGREE), fp_add(times(2, f2, g), fp_add(times(6, f1, g1), times(4, f, g2))));
	struct fp scale2 = fp_mul(scale, scale);
	return (struct curve_point){{{fp_mul(value, scale2), FP_ZERO}},
		{{fp_mul(fp_mul(y, slope), fp_mul(scale2, scale)), FP_ZERO}}, fp2_one()};
}

struct curve_point bls_hash_to_g1(struct slice message, struct slice dst)
{
	unsigned char wide[128];
	struct curve_point sum = {0};
	bls_expand(message, dst, wide, sizeof wide);
	for (int i = 0; i < 2; i++) {
		struct fp x, y;
		map_simple(fp_reduce(wide + 64 * i), &x, &y);
		struct curve_point q = isogeny(x, y);
		sum = point_add(&sum, &q);
	}
	return point_multiply(&sum, &COFACTOR, 1);
}
