/* From scores to places: declared tie chain, competition ranks (1, 2, 2, 4). */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct arena;
struct carried;
struct decision;
struct tally;

struct place { /* of one entry, by entry index */
	int list;      /* which ranking it stands in (heat, division … by rank_within), −1 = unranked */
	int rank;      /* from 1; 0 = unranked */
	int order;     /* 0-based position in its list's printed order (ties keep entry order) */
	int tied_with; /* how many others share the rank and no key separates */
	int settled_by; /* −1 score alone; k: the k-th tie key parted it from a neighbour of equal score;
	                  tie_count: a deliberation did */
};

struct ranking {
	struct place *places; /* by entry */
	int *order;           /* entries of list 0 in order, then list 1 …; unranked ones last */
	int *list_start;      /* list l is order[list_start[l] .. list_start[l + 1]) */
	int list_count;
};

/* Ranks what `tally` scored. `decisions` are recorded deliberations, applied after the tie chain. */
MUST_CHECK bool rank_stage(const struct tally *tally, const struct carried *carried,
	const struct decision *decisions, int decision_count, struct arena *arena,
	struct ranking *ret_ranking, struct err *err);

/* < 0 when entry a stands before b by score and tie chain over the whole stage, whatever their lists;
 * 0 when nothing parts them. Cuts that span lists compare with it. */
struct comparer;
struct comparer *rank_comparer(const struct tally *tally, const struct carried *carried,
	const struct decision *decisions, int decision_count, struct arena *arena);
int rank_compare(const struct comparer *c, int a, int b);
