/* Small random cases of assignment. */
#pragma once

#include "base/arena.h"
#include "base/rng.h"
#include "judging/assign.h"

enum { ENTRIES = 12, EXPERTS = 16 };

struct made {
	struct assign_case c;
	char names[ENTRIES + EXPERTS][16];
	const char *entries[ENTRIES];
	struct assign_expert experts[EXPERTS];
	int seats[2];
	int64_t starts[ENTRIES + 1];
	struct assign_option options[ENTRIES * EXPERTS];
	bool calibration[ENTRIES];
};

uint64_t pick(struct rng *rng, uint64_t low, uint64_t high);

/* `conflicts` in ten options are missing. */
void random_case(struct made *m, struct rng *rng, int entries, int experts, int most_seats, uint64_t conflicts);
void random_seed(struct made *m, struct rng *rng);

struct assign_pair *pairs_of(const struct assignment *a, struct arena *arena);
bool same_pairs(const struct assignment *a, const struct assignment *b);
