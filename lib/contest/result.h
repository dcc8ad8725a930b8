/* A stage's result: the one way from what was recorded to who stands where, used by the application on
 * its database rows and by the audit on the ledger's records, so that both must come to the same bytes.
 *
 * The caller names things by id; result_compute() decides who takes part, in which heat, and runs
 * tally, rank, cut and awards. result_write() gives the body of `result.publish` (docs/ledger.md). */
#pragma once

#include "base/base.h"
#include "base/err.h"
#include "contest/award.h"
#include "contest/cut.h"
#include "contest/rank.h"
#include "contest/sheet.h"
#include "contest/tally.h"

struct arena;
struct buf;
struct contest;
struct judged_models;

struct result_entry {
	const char *id;
	const char *division, *region, *track; /* NULL = none */
	bool withdrawn;
	bool left; /* withdrew after this stage's publication: ranked as published, its place is free */
};

struct result_expert {
	const char *id;
	const char *class_id; /* NULL = none */
};

struct result_sheet { /* the version in force */
	const char *heat, *entry;
	const char *expert; /* "official" need not be listed among the experts */
	bool recused;
	const char *marks; /* canonical JSON object: criterion id → units */
};

struct result_deliberation {
	const char *const *outcome; /* entry ids, best first */
	int count;
};

struct result_grant { /* a jury's choice */
	const char *award, *entry;
};

struct result_earlier { /* of a stage that has been published */
	const char *stage;
	const char *body;         /* of its result.publish */
	const char *const *moved; /* entries that a withdrawal moved up since */
	int moved_count;
};

struct result_input {
	const struct contest *contest;
	int stage; /* of kind panel */
	bool everyone; /* all entries take part, whatever the stage comes from: for stateless tallies */
	const struct result_entry *entries; /* all of the contest; any order, as everything below */
	size_t entry_count;
	const struct result_expert *experts;
	size_t expert_count;
	const struct result_sheet *sheets; /* of this stage */
	size_t sheet_count;
	const struct result_deliberation *deliberations; /* of this stage, as recorded */
	int deliberation_count;
	const struct result_grant *grants; /* of this stage */
	int grant_count;
	const struct result_earlier *earlier;
	int earlier_count;
	const struct judged_models *models; /* as tally_stage() takes them */
};

struct result {
	const struct contest *contest;
	int stage;
	struct sheets sheets; /* entries and experts by id, sheets by entry and expert */
	struct carried carried;
	struct tally tally;
	struct ranking ranking;
	struct comparer *comparer;
	struct cut cut;
	struct grant *grants;
	int grant_count;
	struct tie_at_cut *award_ties;
	int award_tie_count;
};

/* Everything lives in `arena` and refers to `in`. A source stage without an entry in `earlier` sends nobody.
 * ERR_CONFLICT "stage.open" (nothing is marked there), "sheet.entry" (does not take part), "sheet.expert",
 * "sheet.heat", "sheet.twice", "sheet.criterion", "sheet.marks", "decision.entry", "award.unknown",
 * "result.earlier"; and what tally, rank, cut and award say. */
MUST_CHECK bool result_compute(const struct result_input *in, struct arena *arena, struct result *ret,
	struct err *err);

/* Nothing waits for a deliberation. */
bool result_settled(const struct result *r);

/* False, with the model's own code and words, where the model of severity that is the stage's rule has no scores to give in that heat
 * (−1: in any). Only a stage that is formed can be closed, and only one that is formed and settled can be published. */
MUST_CHECK bool result_formed(const struct result *r, int heat, struct err *err);

/* The canonical body of result.publish. */
void result_write(const struct result *r, struct buf *out);

/* Who moves up: entries that advance by `now` (the stage computed with everyone who withdrew since publication
 * as `left`) and neither by the published body nor by an earlier move. Ids, in entry order. */
MUST_CHECK bool result_moved(const struct result *now, const struct result_earlier *published,
	struct arena *arena, const char ***ret_ids, int *ret_count, struct err *err);

/* Stage `from` sends entries to stage `to`, directly or through open stages. Once such a `to` with marks is
 * closed, a withdrawal moves nobody up from `from`. */
bool result_feeds(const struct contest *contest, int from, int to);

/* "out" "advance" "wild-card" "reserve" "at-stake" "withdrawn" */
const char *fate_name(enum fate fate);
