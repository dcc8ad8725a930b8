/* Marks from a CSV file without a definition: heat, entry, expert, criterion, mark; for the models of lib/judging. */
#pragma once

#include "base/err.h"
#include "judging/judged.h"

struct arena;
struct findings;

/* Ids are sorted, so that the result does not depend on the order of rows. heat and criterion may be missing. Empty
 * marks and recusals are left out. Bad rows leave findings; fails as findings_none() does. */
MUST_CHECK bool severity_rows(const char *text, size_t len, struct arena *arena, struct findings *findings,
	struct judged *ret, struct err *err);
