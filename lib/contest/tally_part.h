/* What the files of the tally share: the arrays of a stage being counted. Internal to lib/contest. */
#pragma once

#include "contest/combine.h"
#include "contest/contest.h"
#include "contest/sheet.h"
#include "contest/tally.h"

struct work {
	const struct contest *contest;
	const struct stage *stage;
	const struct scoring *rule;
	const struct sheets *sheets;
	const struct carried *carried;
	const struct judged_models *models;
	struct arena *arena;
	size_t entries, criteria_count;
	enum shape shape;
	const size_t *start;       /* grouped sheets, as in struct tally */
	const int32_t *by_entry;
	const int *panel;          /* the criteria that experts mark */
	int panel_count;
	const bool *is_factor;     /* by criterion */
	const int64_t *official;   /* entry × criterion, MARK_NONE = absent */
	const int *field_size;     /* marked entries by heat; the last is "no heat" */
	struct ratio *scratch;     /* as long as the largest group */
	struct ratio *raw_totals;  /* by sheet */
	bool raw_as_mean;
	struct ratio *marks;       /* NULL until a step touches them */
	struct ratio *totals;      /* by sheet, NULL until SHEETS */
	struct ratio *criteria;    /* NULL until CRITERIA */
	struct ratio *scores;      /* by entry */
	struct ratio *own;         /* the scores before the first carry, NULL until then */
	struct err **unformed;     /* as in struct tally */
};

/* tally_experts.c: one column (a criterion, or −1: the sheets' totals) over each entry's experts, by the
 * step's rule or shares; ret[e * stride] for every entry e. */
MUST_CHECK bool experts_combine(const struct work *w, int c, const struct step *step, struct ratio *ret,
	size_t stride, struct err *err);
/* Entry × criterion into w->criteria: the panel's by `step`, the official values as they are. */
MUST_CHECK bool experts_make_criteria(struct work *w, const struct step *step, struct err *err);
bool experts_in_class(const struct work *w, int32_t s, int class_index);

/* tally_severity.c: marks or sheets to scores by a model of severity, a heat at a time. */
MUST_CHECK bool severity_make_scores(struct work *w, enum combine_rule rule, struct err *err);

/* tally_step.c: runs one step and rounds its results. */
MUST_CHECK bool step_run(struct work *w, const struct step *step, struct err *err);

/* tally.c: every counted sheet's weighted total, from the marks as they stand. */
MUST_CHECK bool tally_total_sheets(const struct work *w, bool as_mean, struct ratio *totals, struct err *err);

/* The field in which an entry is compared: its heat; the last stands for "no heat". */
static inline size_t heat_of(const struct work *w, size_t e)
{
	int heat = w->sheets->entries[e].at[AXIS_HEAT];
	return (size_t)(heat >= 0 ? heat : w->stage->heat_count);
}

static inline struct ratio mark_of(const struct work *w, size_t s, int c)
{
	size_t i = s * w->criteria_count + (size_t)c;
	if (w->marks)
		return w->marks[i];
	int64_t mark = w->sheets->marks[i];
	return mark == MARK_NONE ? (struct ratio){0} : ratio_of(mark);
}

/* Sheet s's mark for criterion c, or its total when c is −1. */
static inline struct ratio value_of(const struct work *w, int32_t s, int c)
{
	return c < 0 ? w->totals[s] : mark_of(w, (size_t)s, c);
}

static inline struct ratio official_of(const struct work *w, size_t e, int c)
{
	int64_t value = w->official ? w->official[e * w->criteria_count + (size_t)c] : MARK_NONE;
	return value == MARK_NONE ? (struct ratio){0} : ratio_of(value);
}
