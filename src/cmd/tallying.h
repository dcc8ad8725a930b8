/* A stage counted from files alone: definition and sheets in, result out; no data directory. */
#pragma once

#include "base/base.h"
#include "base/err.h"
#include "contest/cut.h"
#include "contest/rank.h"
#include "contest/sheet.h"
#include "contest/tally.h"

struct arena;
struct contest;
struct findings;
struct grant;

struct tallying_request {
	const char *definition, *sheets; /* paths; "-" is standard input */
	const char *stage;    /* NULL: the only panel stage */
	const char *entries;  /* a list of entries, or NULL */
	const char *const *carries; /* "STAGE=SHEETS.csv" */
	size_t carry_count;
	const char *const *decisions; /* "ENTRY,ENTRY…", best first: recorded deliberations, oldest first */
	size_t decision_count;
};

struct tallying {
	const struct contest *contest;
	int stage;
	struct sheets sheets;
	struct tally tally;
	struct ranking ranking;
	struct cut cut;
	struct grant *grants; /* awards by rank; juries have not met */
	int grant_count;
	struct tie_at_cut *award_ties;
	int award_tie_count;
};

enum { TALLYING_LIMIT_BYTES = 1 << 30 };

/* *ret is filled in place: it is pointed into. Bad files leave their findings in *findings. */
MUST_CHECK bool tallying_run(const struct tallying_request *request, struct arena *arena,
	struct findings *findings, struct tallying *ret, struct err *err);
