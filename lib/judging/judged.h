/* Marks for the models of severity: who gave which entry what on which criterion, and whether all of it hangs together.
 *
 * Severities can be told from quality only where entries and experts are linked: an entry marked by two experts
 * links them. Two groups without a link could each be lenient with weak entries or strict with good ones. */
#pragma once

#include "base/judged.h"

struct linkage {
	int subsets;                /* 1: everything hangs together */
	int *of_entry, *of_expert;  /* the subset of each, from 0, in the order of experts; −1 without marks */
};

/* Entries and experts in groups that share no mark. Near linear. */
void linkage_of(const struct judged *judged, struct arena *arena, struct linkage *ret);

/* ERR_INPUT "judging.subsets" naming each group by its experts when there is more than one, "judging.empty" without
 * marks, "judging.one-expert" with fewer than two experts where `several` is asked for. */
MUST_CHECK bool linkage_whole(const struct judged *judged, bool several, struct arena *arena, struct err *err);
