/* A rehearsal worked out in memory before anything is written: people, marks, votes, choices. Internal to src/app.
 *
 * Later stages need to know who came through earlier ones, so every stage is computed here by the same rules
 * that the application will run. */
#pragma once

#include "app/app.h"
#include "base/json.h"
#include "base/rng.h"
#include "contest/contest.h"
#include "contest/result.h"

struct plan_grant {
	const char *award, *entry;
};

/* One stage, or one withdrawal, in the order they happen. */
struct plan_round {
	const char *stage;            /* NULL: a withdrawal */
	const char *withdrawn;        /* entry */
	const char *reason;
	const char *supervisor;
	const char *sheets, *amended; /* CSV; `amended` NULL when no sheet changes */
	size_t sheets_len, amended_len;
	struct deliberation *deliberations;
	int deliberation_count;
	struct plan_grant *grants;
	int grant_count;
	bool closes, publishes;
};

struct plan {
	struct arena *arena;
	const struct contest *contest;
	const struct json *parameters;
	struct rng rng;
	struct result_entry *entries; /* by id */
	size_t entry_count;
	int64_t *qualities;           /* by entry: what it is worth, in thousandths of a standard deviation */
	struct result_expert *experts; /* by class, then officials */
	size_t expert_count;
	int64_t *severities;          /* by expert, likewise */
	struct result_earlier *earlier;
	struct result_input *inputs;  /* behind earlier[i], for withdrawals */
	int earlier_count;
	struct plan_round *rounds;
	int round_count;
};

/* People, then every round. ERR_INPUT "rehearsal.parameters" when the JSON does not fit the definition. */
MUST_CHECK bool plan_make(struct plan *p, struct err *err);

/* plan_draw.c: lines that nobody in a hall that is not there has typed, sorted; `at` tells one draw from another. */
enum { PLAN_LINES = 3 };
void plan_lines(struct plan *p, const char *at, const char *lines[PLAN_LINES], const char *commitments[PLAN_LINES]);

/* plan_timetable.c: has every heat of the stage a pitch and a start? Then when who pitches, in the order of `draws` (a number a
 * heat, 0 = none; NULL: as they are); asks `app` who comes. */
struct new_timetable;
bool plan_is_timed(const struct plan *p, const char *stage);
MUST_CHECK bool plan_timetable(struct plan *p, struct app *app, const struct request *rq, const char *stage,
	const int64_t *draws, struct new_timetable *ret, struct err *err);

/* plan_people.c */
MUST_CHECK bool plan_people(struct plan *p, struct err *err);
void plan_entries_csv(struct plan *p, struct buf *out);
void plan_experts_csv(const struct plan *p, struct buf *out);
int plan_find_entry(const struct plan *p, const char *id); /* −1 when absent */
int64_t plan_gauss(struct rng *r); /* mean 0, standard deviation 1000 */

/* plan_marks.c: the sheets of one stage. */
struct draft {
	int entry, expert; /* in the plan */
	int heat;
	bool recused;
	int64_t *marks; /* by criterion, MARK_NONE = none */
	int64_t *first; /* before it was amended; NULL when it wasn't */
};
struct drafts {
	struct draft *items;
	size_t count, cap;
	struct result_sheet *sheets; /* the same, as result_compute() takes them */
};
MUST_CHECK bool plan_marks(struct plan *p, const struct json *round, const struct stage *stage,
	const struct result *field, struct drafts *ret, struct err *err);
void plan_result_sheets(const struct plan *p, const struct stage *stage, struct drafts *d, struct arena *arena);
/* Gives entry `b` the sheets of `a`, exchanged between neighbours of a class: equal by every declared key. */
void plan_tie(struct plan *p, const struct stage *stage, struct drafts *d, int a, int b);
void plan_sheets_csv(const struct plan *p, const struct stage *stage, const struct drafts *d, bool amended,
	struct buf *out);

/* plan_decide.c: ballots on a tie, and what a jury chooses. */
MUST_CHECK bool plan_deliberate(struct plan *p, const struct result *r, const struct tie_at_cut *tie,
	const struct drafts *d, struct plan_round *round, struct result_deliberation *ret, struct err *err);
void plan_grants(struct plan *p, const struct result *r, struct plan_round *round);
