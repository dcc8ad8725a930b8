/* The pairing e: G1 × G2 → Fp12 of BLS12-381 (optimal ate). */
#pragma once

#include "judging/bls_curve.h"
#include "judging/bls_tower.h"

struct pairing_pair {
	struct curve_point g1, g2; /* not infinity, z = 1 */
};

/* The product of e(g1, g2) over the pairs, to the third power (which is 1 exactly when the product is). */
struct fp12 pairing_product(const struct pairing_pair *pairs, size_t count);
