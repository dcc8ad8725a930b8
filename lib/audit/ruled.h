/* Conflicts of interest that were ruled on: which pairs must not meet, from which record on. */
#pragma once

#include "audit/replay.h"

struct ruled { /* one ruling, opened */
	int64_t seq;
	bool confirmed;
	int before; /* another one of the same pair; −1 = none */
};

struct rulings { /* of the whole contest; they belong to no stage */
	struct ruled *items;
	size_t count, cap;
	struct dict pairs;     /* "entry expert" → the one of the pair that was opened last */
	int64_t *sealed;       /* seqs of conflict.rule that no result has opened yet */
	size_t sealed_count, sealed_cap;
	int64_t opening;       /* −1, or the reveal after which a result must come */
};

void ruled_seal(struct replay *r, int64_t seq);
void ruled_open(struct replay *r, const struct record *record, int64_t of, const struct json *body);
/* Every record passes here first: a ruling is opened only with a result, and every result opens those before it. */
void ruled_watch(struct replay *r, const struct record *record);

/* Was the newest ruling of the pair before record `seq` a confirmation? `expert` may be "official". */
bool ruled_confirmed(const struct replay *r, const char *entry, const char *expert, int64_t seq);

/* Holds an opened version of a sheet against the rulings when it came in. */
void ruled_sheet(struct replay *r, int stage, const struct version *v);
/* The sheet in force counts as recused, where that is what the stage's close found. */
void ruled_apply(struct replay *r, int stage, struct version *v);
