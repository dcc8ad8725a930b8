/* e(-signature, generator) · e(H(message), key) = 1, in one product. */
#include "judging/bls.h"

#include "judging/bls_hash.h"
#include "judging/bls_pairing.h"

static const char DST[] = "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_";

bool bls_verify(const unsigned char *key, struct slice message, const unsigned char *signature)
{
	struct pairing_pair pairs[2];
	if (!g1_read(signature, &pairs[0].g1) || !g2_read(key, &pairs[1].g2))
		return false;
	struct curve_point hashed = bls_hash_to_g1(message, (struct slice){DST, sizeof DST - 1});
	if (point_is_infinity(&hashed))
		return false;
	pairs[0].g2 = g2_generator();
	pairs[0].g1 = point_negate(&pairs[0].g1);
	pairs[1].g1 = point_affine(&hashed);
	struct fp12 product = pairing_product(pairs, COUNT_OF(pairs)), one = fp12_one();
	return fp12_eq(&product, &one);
}
