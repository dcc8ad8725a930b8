/* What comes in from a stage: who was marked, by whom, with what. Arrays only, ready to be counted. */
#pragma once

#include "base/base.h"
#include "base/decimal.h"

struct entry { /* of one stage */
	const char *id;
	int at[4];        /* index on each enum axis (division, region, track, heat), −1 = none */
	bool withdrawn;   /* ranks nowhere, advances never */
	bool left;        /* withdrew after publication: keeps its rank, holds no place */
};

struct expert {
	const char *id;
	int class_index;  /* −1 = not said */
};

#define MARK_NONE INT64_MIN /* not marked, or recused from this criterion */

/* One expert's marks for one entry; official values come as sheets whose panel marks are MARK_NONE. */
struct sheet {
	int32_t entry, expert; /* indices */
	bool recused;          /* from the entry as a whole: the sheet counts nowhere */
};

/* marks[s * criterion_count + c] belongs to sheets[s]; at most one sheet an entry and expert. */
struct sheets {
	const struct entry *entries;
	int entry_count;
	const struct expert *experts;
	int expert_count;
	const struct sheet *items;
	const int64_t *marks; /* units, or MARK_NONE */
	size_t count;
	int criterion_count;
};
