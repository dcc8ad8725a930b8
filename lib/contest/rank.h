/* From scores to places: declared tie chain, competition ranks (1, 2, 2, 4). */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct arena;
struct carried;
struct contest;
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

/* Ranks what `tally` scored. `decisions` are recorded deliberations, oldest first, applied after the tie
 * chain to ties all of whose entries they name. Entries withdrawn or without a score rank nowhere. */
MUST_CHECK bool rank_stage(const struct tally *tally, const struct carried *carried,
	const struct decision *decisions, int decision_count, struct arena *arena,
	struct ranking *ret_ranking, struct err *err);

/* In which list of the stage's ranking an entry at these indices stands: 0 for one ranking of the whole
 * stage; else its index on the axis `rank_within`, and one list more for entries that stand nowhere there. */
int rank_list_of(const struct contest *contest, int stage, const int *at);

/* < 0 when entry a stands before b by score and tie chain over the whole stage, whatever their lists;
 * 0 when nothing parts them. Knows withdrawn entries too; those without a score stand last.
 * Cuts that span lists compare with it. Fails with ERR_LIMIT "number.range" only. */
struct comparer;
MUST_CHECK bool rank_comparer(const struct tally *tally, const struct carried *carried,
	const struct decision *decisions, int decision_count, struct arena *arena,
	struct comparer **ret_comparer, struct err *err);
int rank_compare(const struct comparer *c, int a, int b);
/* The same as a number: smaller stands before, equal for those that nothing parts. */
int rank_standing(const struct comparer *c, int entry);

/* Orders tied entries by the latest recorded decision that names them all; false when there is none. */
bool rank_decide(const struct comparer *c, int *entries, int count);
