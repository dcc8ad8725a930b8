/* Repeatable pseudo-random numbers for rehearsals and tests; never for secrets, never for draws.
 *
 * SplitMix64 (Steele, Lea, Flood 2014). */
#pragma once

#include "base/base.h"

struct rng {
	uint64_t state;
};

struct rng rng_of(uint64_t seed);
uint64_t rng_next(struct rng *r);

/* Uniform in [0, n), n > 0, by rejection. */
uint64_t rng_below(struct rng *r, uint64_t n);
