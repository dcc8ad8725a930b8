/* Panels of at most 12 entries and 16 experts, and what tests ask of an assignment. */
#include "panels.h"

#include <stdio.h>
#include <string.h>

uint64_t pick(struct rng *rng, uint64_t low, uint64_t high)
{
	return low + rng_below(rng, high - low + 1);
}

void random_seed(struct made *m, struct rng *rng)
{
	for (size_t i = 0; i < SHA_LEN; i++)
		m->c.seed.bytes[i] = (unsigned char)rng_below(rng, 256);
}

void random_case(struct made *m, struct rng *rng, int entries, int experts, int most_seats, uint64_t conflicts)
{
	int64_t n = 0;
	memset(m, 0, sizeof(*m));
	for (int i = 0; i < entries + experts; i++)
		snprintf(m->names[i], sizeof(m->names[i]), "%c-%d", i < entries ? 'E' : 'J', i);
	for (int e = 0; e < entries; e++)
		m->entries[e] = m->names[e];
	for (int j = 0; j < experts; j++)
		m->experts[j] = (struct assign_expert){m->names[entries + j], (int)rng_below(rng, 2),
			(int)pick(rng, ((uint64_t)entries + 1) / 2, (uint64_t)entries)};
	m->seats[0] = (int)pick(rng, 1, (uint64_t)most_seats);
	m->seats[1] = (int)pick(rng, 0, 1);
	for (int e = 0; e < entries; e++) {
		for (int j = 0; j < experts; j++)
			if (rng_below(rng, 10) >= conflicts)
				m->options[n++] = (struct assign_option){j, (int32_t)rng_below(rng, 50)};
		m->starts[e + 1] = n;
	}
	m->c = (struct assign_case){.entry_count = entries, .expert_count = experts, .class_count = 2, .entries = m->entries,
		.experts = m->experts, .seats = m->seats, .starts = m->starts, .options = m->options};
	random_seed(m, rng);
}

struct assign_pair *pairs_of(const struct assignment *a, struct arena *arena)
{
	struct assign_pair *pairs = ARENA_ARRAY(arena, a->count + 1, struct assign_pair);
	for (size_t i = 0; i < a->count; i++)
		pairs[i] = (struct assign_pair){a->pairs[i].entry, a->pairs[i].expert};
	return pairs;
}

bool same_pairs(const struct assignment *a, const struct assignment *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (a->pairs[i].entry != b->pairs[i].entry || a->pairs[i].expert != b->pairs[i].expert)
			return false;
	return true;
}
