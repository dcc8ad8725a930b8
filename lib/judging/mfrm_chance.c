/* Measures θ* ~ N(θ̂, I⁻¹), I the joint information: first experts, criteria and thresholds together, L'⁻¹ z of independent normal
 * numbers z, then each entry given those. What the fixed sums add to that moves all entries alike. Draws, sorting and counting are those
 * of severity_chance.c. */
#include "judging/mfrm_joint.h"

#include "base/arena.h"
#include "judging/severity_part.h"

#include <math.h>

struct drawing {
	const struct mfrm *m;
	double *moved;
};

static void draw(const void *context, struct rng *rng, double *drawn)
{
	const struct drawing *d = context;
	const struct mfrm_joint *j = d->m->joint;
	for (int a = 0; a < j->size; a++)
		d->moved[a] = chance_normal(rng);
	joint_solve_up(j, d->moved);
	for (int e = 0; e < j->entries; e++) {
		const struct mfrm_element *x = &d->m->entries.elements[e];
		double z = chance_normal(rng);
		if (x->marks == 0)
			drawn[e] = -INFINITY;
		else if (j->v_entry[e] > 0)
			drawn[e] = x->measure - joint_follow(j, e, d->moved) + z / sqrt(j->v_entry[e]);
		else
			drawn[e] = x->measure + z * x->se;
	}
}

void mfrm_chances(const struct mfrm *m, int places, int draws, uint64_t seed, struct arena *arena, double *ret_chances)
{
	struct drawing d = {m, ARENA_ARRAY(arena, (size_t)m->joint->size, double)};
	chance_count(draw, &d, (size_t)m->entries.count, places, draws, seed, arena, ret_chances);
}
