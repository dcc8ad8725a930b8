/* A stage's sheets as the models take them, and what they made of them. Internal to src/app. */
#pragma once

#include "app/context.h"
#include "contest/result.h"
#include "judging/mfrm.h"
#include "judging/monitor.h"
#include "store/panels.h"

struct judging_session {
	int heat;
	int64_t from_ms, until_ms; /* 0 and 0: all of the heat */
};

/* Experts who are linked by entries that they share. Severities compare within a group, never between two. */
struct judging_group {
	int entry_count, expert_count;
	int *entries, *experts;  /* their numbers in struct judging */
	size_t *at;              /* of its sheets, in struct judging */
	struct judged sheets, marks;
	bool estimated;          /* else `why_not` */
	struct err why_not;
	struct severity severity;
	struct apart apart;
	bool rasch;              /* the many-facet model ran; else `why_no_rasch` */
	struct err why_no_rasch;
	struct mfrm mfrm;
};

/* A quota (wild cards: the stage's quota_count) whose contenders all stand in one group. */
struct judging_cut {
	int quota, group;
	struct monitor_cut line; /* entries by their numbers in struct judging */
};

/* The first part is loaded in one snapshot. Entries and experts that nobody marked, or who marked nobody, are in no array here. */
struct judging {
	struct contest *contest;
	int stage_index;
	const struct stage *stage;
	const char *state; /* "judging" "closed" "published" */
	struct result result;
	struct entry_row *rows; /* of all entries, by id */
	size_t row_count;
	struct expert_row *seats; /* of all experts, by id */
	size_t seat_count;
	struct barred_row *barred; /* by entry, expert */
	size_t barred_count;

	int *entries, *experts; /* their numbers in result.sheets */
	struct judged sheets;   /* one mark a sheet: the weighted total, rounded to a unit; by entry, then expert */
	struct judged marks;    /* of the panel's criteria */
	bool *known;            /* by sheet: a conflict of the pair has evidence, whatever was decided */
	bool *recused;          /* entry × expert: stepped aside as a whole */
	int *sessions;          /* by sheet */
	struct judging_session *session; /* by time, then heat */
	int session_count;

	/* ---- by judging_weigh(); NAN where a group could not be estimated */
	struct habit *habits;    /* by expert */
	struct judging_group *groups;
	int group_count;
	int *group_of, *in_group; /* by entry: its group, and its number there */
	struct severity_element *scores, *severities; /* by entry, by expert */
	double *entries_among, *experts_among;        /* monitor_among(), those of entries on the scale of `stands` */
	struct residual *residuals;                   /* by sheet */
	struct scatter *scatter;                      /* by expert */
	const struct mfrm_element **fits;             /* by expert; NULL = none */
	struct drift *drifts;                         /* by group, then expert, then session */
	int drift_count;
	bool corrected;          /* the rule takes severities out itself */
	bool on_scale;           /* `stands` is on the scale of the stage's scores; else that of its sheets' totals */
	double slope, *stands;   /* by entry: its score with the panel's mean adjusted */
	bool *contends;
	struct judging_cut *cuts;
	int cut_count;
	double *chances;         /* by entry; NAN where no cut takes it */
};

/* Fills the first half of `j`, whose contest and stage_index are set. */
MUST_CHECK bool judging_load(struct db *db, struct judging *j, struct arena *arena, struct err *err);

/* The second half, outside any transaction. */
void judging_weigh(struct judging *j, struct arena *arena);
/* Its groups, and what they say of entries, experts and sheets. */
void judging_estimate(struct judging *j, struct arena *arena);

/* Whether the expert must not mark the entry, by the models' indices: a conflict that is not overruled. */
bool judging_barred(const struct judging *j, int entry, int expert);

static inline const char *judging_entry(const struct judging *j, int entry)
{
	return j->sheets.entries[entry];
}

static inline const char *judging_expert(const struct judging *j, int expert)
{
	return j->sheets.experts[expert];
}

static inline const struct score *judging_score(const struct judging *j, int entry)
{
	return &j->result.tally.scores[j->entries[entry]];
}
