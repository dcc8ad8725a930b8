/* How well experts' words fit entries' words, and what was wished for: the fits that an assignment is made of.
 *
 * Whole numbers only, so that every machine gives the same. docs/fit.md tells it to a stranger. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct arena;
struct assign_case;
struct assign_pair;

enum { FIT_MOST = 1000, FIT_TEXT_BYTES = 65536, FIT_ADD_MOST = 1000000, FIT_TERMS = 8 };
/* What a wish adds where nobody says otherwise: about what a good match of words makes. */
enum { FIT_GLADLY = 100, FIT_RATHER_NOT = -200 };

/* What an expert said about an entry. */
struct fit_wish {
	int32_t entry, expert;
	int want; /* −1 rather not, 0 no matter, 1 gladly */
};

/* Something that either side has some of: languages, regions. A set of bits each; 0 = not known, and nothing is added. */
struct fit_trait {
	const uint64_t *entries, *experts;
	int32_t shared; /* added to the fit of a pair that has any in common */
	int32_t apart;  /* added when both are known and have none */
};

struct fit_case {
	int entry_count, expert_count;
	const char *const *entries; /* words, UTF-8, of any language: title, summary, industry, scene; NULL or "" = none */
	const char *const *experts; /* the same of experts: fields, kind of organisation, titles of past work */
	const struct fit_wish *wishes; /* in any order, no pair twice */
	size_t wish_count;
	int32_t gladly, rather_not;    /* added to the fit, ≥ 0 and ≤ 0 */
	const struct fit_trait *traits;
	size_t trait_count;
};

struct fit;

/* Reads all words. It lives in `arena` and reads the case's arrays, which must stay; the words themselves need not.
 * ERR_INPUT "fit.case" says what is out of bounds. */
MUST_CHECK bool fit_new(const struct fit_case *c, struct arena *arena, struct fit **ret, struct err *err);

/* The fits of one entry with every expert: the similarity of their words, 0 … FIT_MOST, where FIT_MOST means the same
 * words in the same measure, plus what wishes and traits add. Who has no words is taken for the average of the others:
 * an expert has the mean of the entry's fits, an entry that of the expert's. */
void fit_row(struct fit *f, int entry, int32_t *fits);

/* Why a pair fits as it does. */
struct fit_term {
	const char *term;
	int32_t share; /* of `words`; rounded, so that the shares of all terms make it but for the rounding */
};
struct fit_reason {
	int32_t fit;    /* words + wished + traits */
	int32_t words;  /* similarity */
	bool average;   /* one of them has no words */
	int32_t wished, traits;
	struct fit_term terms[FIT_TERMS]; /* that both have: the weightiest first */
	size_t term_count;
	int common;     /* how many terms both have */
};
void fit_why(struct fit *f, int entry, int expert, struct fit_reason *ret);

/* "电池, 预警": the first `most` terms, NULL where there are none. */
const char *fit_terms_text(const struct fit_reason *r, size_t most, struct arena *arena);

/* Which pairs become options of an assignment. */
struct fit_choice {
	int best;      /* the best so many of each entry and class, and of each expert; 0: all */
	int32_t floor; /* and all of at least this fit */
	const struct assign_pair *never; /* hard edges, in any order */
	size_t never_count;
};

/* Fills starts and options of `c`, in which all else is set, experts and entries in the fit's order. Leaving options out
 * never makes a case impossible: kept pairs and all options of calibration entries stay, and where the best do not
 * fill every seat, entries get more until they do, or until there are no more. It may cost some of the sum, and
 * linkage has less to choose from. ERR_INPUT "fit.case", "assign.case". */
MUST_CHECK bool fit_fill(struct fit *f, const struct fit_choice *choice, struct assign_case *c, struct arena *arena,
	struct err *err);
