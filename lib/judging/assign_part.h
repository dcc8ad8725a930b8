/* What the files of the assignment share. Internal to lib/judging. */
#pragma once

#include "judging/assign.h"

/* Does any option of the entry name the expert? Gives it, or NULL. */
const struct assign_option *assign_option_of(const struct assign_case *c, int entry, int expert);

/* Who shares entries with whom, kept up to date while pairs move. */
struct links {
	int experts;
	uint16_t *shared;  /* experts × experts: entries in common */
	int *degree;       /* by expert: others with whom it shares any */
	int *entries;      /* by expert: how many it has */
	int wanted;        /* least degree */
	int *scratch;      /* 5 × experts, for searches */
};

/* `by_entry` lists experts: of entry e, from[e] … from[e + 1] − 1. */
struct links links_of(int experts, const int *from, const int32_t *by_entry, int entries, int shared, struct arena *arena);

/* Expert `out` of an entry gives way to `in`; `others` are all experts of the entry before. */
void links_move(struct links *l, const int32_t *others, int count, int32_t out, int32_t in);

/* How many more others the expert should share entries with; 0 for one without entries. */
int links_lack(const struct links *l, int expert);

/* In how many parts more than one the experts with entries fall, and how many single experts hold parts together.
 * part[j] = a number of the smallest such part that j is in, or 0; 0 and 0: linked. */
int links_breaks(const struct links *l, unsigned char *part);

/* Moves pairs, losing as little fit as it can, until everybody is linked. ERR_CONFLICT "assign.linkage". */
MUST_CHECK bool assign_link(const struct assign_case *c, int32_t worst, struct arena *arena, struct assignment *a,
	struct err *err);
