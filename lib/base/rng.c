/* Three multiplications a number; rejection removes the modulo bias. */
#include "base/rng.h"

struct rng rng_of(uint64_t seed)
{
	return (struct rng){seed};
}

uint64_t rng_next(struct rng *r)
{
	uint64_t z = r->state += 0x9E3779B97F4A7C15u;
	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
	z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
	return z ^ (z >> 31);
}

uint64_t rng_below(struct rng *r, uint64_t n)
{
	uint64_t limit = UINT64_MAX - UINT64_MAX % n;
	uint64_t x = rng_next(r);
	while (x >= limit)
		x = rng_next(r);
	return x % n;
}
