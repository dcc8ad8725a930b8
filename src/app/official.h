/* Official values that the machine itself measured: sheets of "official", who needs no seat. Internal to src/app. */
#pragma once

#include "app/journal.h"
#include "contest/contest.h"

/* The entry's value of the official criterion, in units. 0 is not written where no value stood: the criterion is optional, and
 * none means the same. A value that an expert gave by hand stays. Other values of the sheet stay. */
MUST_CHECK bool official_put(struct journal *j, const struct stage *stage, const char *heat, const char *entry, int criterion,
	int64_t units, struct err *err);
