/* Everybody between whom there may be a conflict of interest, with the words that they gave. Internal to src/app. */
#pragma once

#include "app/context.h"
#include "base/dict.h"
#include "base/json.h"
#include "judging/conflict.h"
#include "judging/kinship.h"

struct party_words { /* "" where nothing was said */
	const char *id, *title, *team; /* an expert's title is their name */
	const char *organisation;
	const char *fields;   /* an entry's are its industry and scene */
	const char *division, *track; /* NULL = none */
};

struct parties {
	struct party_words *entries, *experts; /* by id */
	struct conflict_party *entry_parties, *expert_parties; /* the same, for conflict_find() */
	int entry_count, expert_count;
	struct dict entry_ids, expert_ids;
	struct kinship kinship;
};

/* Entries that have withdrawn and candidates that declined or left are left out. */
MUST_CHECK bool parties_load(struct db *db, const char *contest, struct arena *arena, struct parties *ret, struct err *err);
