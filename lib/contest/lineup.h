/* Entries that contend for the same places, in order, with the ties among them marked. */
#pragma once

#include "base/base.h"

struct arena;
struct comparer;
struct ranking;
struct selector;
struct tally;

struct contender {
	int entry;
	int standing; /* within the lineup's measure; equal = tied */
	bool head;    /* nothing ties it with the one before */
};

struct lineup {
	struct contender *items; /* best first */
	int count;
};

struct lineup_filter {
	const struct selector *selector; /* NULL: the whole stage */
	const bool *skip;                /* by entry: taken already; NULL: none */
	bool withdrawn_too;              /* as if nobody had withdrawn */
};

/* Those the filter lets through who have a score and reach the stage's minimum. When all whom the
 * selector takes stand in one list its ranks order them, else the comparer; ties that a recorded decision names are put in its order. */
struct lineup lineup_make(const struct tally *tally, const struct ranking *ranking,
	const struct comparer *comparer, struct lineup_filter filter, struct arena *arena);

/* Where the last of `places` places falls: how many contenders surely have one. *ret_tied is how many more
 * are tied across it for the rest (0: nobody). */
int lineup_cut(const struct lineup *lineup, int places, int *ret_tied);
