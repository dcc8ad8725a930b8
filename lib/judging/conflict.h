/* Conflicts of interest between experts and entries, found in the words that both gave about themselves.
 *
 * Finding is no verdict: every pair comes with the two spellings that met and how, for a person to decide on. */
#pragma once

#include "base/base.h"

struct arena;
struct kinship;

/* In alphabetical order, which is that of a ledger's list. */
enum conflict_ground {
	GROUND_DECLARED,
	GROUND_INVESTOR,
	GROUND_MAIL,
	GROUND_MENTOR,
	GROUND_ORGANISATION,
	GROUND_OTHER,
	GROUND_PARENT,
	GROUND_PAST,
	GROUND_PUBLICATION,
	GROUND_COUNT
};
const char *conflict_ground_name(enum conflict_ground ground);
int conflict_ground_find(const char *name); /* −1 = there is no such ground */

/* How two words met, the strongest first within a ground. */
enum conflict_how {
	HOW_SAME,       /* organisation: one normal form */
	HOW_DEPARTMENT, /* organisation: parts of the same one */
	HOW_ALIAS,      /* organisation: a list says so */
	HOW_SIMILAR,    /* organisation: a hint only, never to be confirmed unseen */
	HOW_PARENT,     /* parent: one is the other's */
	HOW_SISTER,     /* parent: both have it */
	HOW_DOMAIN,     /* mail */
	HOW_COUNT
};
const char *conflict_how_name(enum conflict_how how);

struct conflict_party { /* an expert or an entry; each word NULL, or a list (affiliation_next()) */
	const char *organisation, *parents, *mail;
	const char *members; /* organisations of an entry's members */
};

struct conflict_pair {
	int entry, expert; /* indices */
	enum conflict_ground ground;
	enum conflict_how how;
	const char *entry_word, *expert_word; /* as spelled there */
	const char *via; /* the parent that they meet in, as first spelled; NULL for other grounds */
};

/* All pairs, sorted by entry, expert, ground; one a ground, the strongest. A shared parent is not told of pairs that share an
 * organisation. Nearly linear: words are met through their normal forms, never pair by pair. `kinship` may be NULL. */
void conflict_find(const struct conflict_party *entries, int entry_count, const struct conflict_party *experts,
	int expert_count, const struct kinship *kinship, struct arena *arena, struct conflict_pair **ret_pairs, size_t *ret_count);
