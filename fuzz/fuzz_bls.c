/* Compressed points: what is read is written back the same and is of the group's order; a signature of anything never verifies. */
#include "fuzz.h"

#include "judging/bls.h"
#include "judging/bls_curve.h"

#include <string.h>

static void order(const struct curve_point *p)
{
	static const uint64_t less_one[] = {0xffffffff00000000, 0x53bda402fffe5bfe, 0x3339d80809a1d805, 0x73eda753299d7d48};
	struct curve_point minus = point_negate(p), almost = point_multiply(p, less_one, 4);
	MUST_HOLD(point_eq(&almost, &minus));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	unsigned char bytes[G2_BYTES] = {0}, again[G2_BYTES];
	struct curve_point p;
	memcpy(bytes, data, size < sizeof bytes ? size : sizeof bytes);
	if (g1_read(bytes, &p)) {
		g1_write(&p, again);
		MUST_HOLD(memcmp(bytes, again, G1_BYTES) == 0);
		order(&p);
	}
	if (g2_read(bytes, &p)) {
		g2_write(&p, again);
		MUST_HOLD(memcmp(bytes, again, G2_BYTES) == 0);
		order(&p);
		MUST_HOLD(!bls_verify(bytes, (struct slice){"message", 7}, bytes));
	}
	return 0;
}
