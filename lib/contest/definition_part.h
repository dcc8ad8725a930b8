/* The parts of the definition reader; each fills its piece of the contest and reports to the findings. */
#pragma once

#include "base/base.h"
#include "contest/contest.h"
#include "contest/field.h"

enum { MOST_LABELS = 200, MOST_HEATS = 200, MOST_LIST = 1000 };

/* Keys `division region track heat` of the mapping that `type` is read from. */
#define SELECTOR_FIELDS(type, member) \
	{"division", field_axis, offsetof(type, member.at[AXIS_DIVISION]), .min = AXIS_DIVISION}, \
	{"region", field_axis, offsetof(type, member.at[AXIS_REGION]), .min = AXIS_REGION}, \
	{"track", field_axis, offsetof(type, member.at[AXIS_TRACK]), .min = AXIS_TRACK}
#define HEAT_FIELD(type, member) \
	{"heat", field_axis, offsetof(type, member.at[AXIS_HEAT]), .min = AXIS_HEAT}

/* definition_stage.c */
void stages_read(struct reader *r, const struct node *list);

/* definition_heat.c: heats, and what selects entries. `into` of field_axis is an int, below −1 when the id
 * names nothing. */
struct selector selector_any(void);
bool selector_is_any(const struct selector *s);
bool selector_eq(const struct selector *a, const struct selector *b);
void field_axis(struct reader *r, const struct field *f, const struct node *n, void *into);
void heats_read(struct reader *r, const struct node *n, struct stage *stage);
/* How many values an axis has in this stage. */
int axis_size(const struct contest *c, const struct stage *s, enum axis axis);

/* definition_advance.c: quotas, minimum, awards. */
void advance_read(struct reader *r, const struct node *n, struct stage *stage);
void awards_read(struct reader *r, const struct node *list, struct stage *stage);

/* definition_scoring.c: criteria, then ties and quorum around the steps. */
void criteria_read(struct reader *r, const struct node *list, struct scoring *scoring);
void criteria_check_optional(struct reader *r, const struct node *list, const struct scoring *scoring);
void scoring_read(struct reader *r, const struct node *n, struct stage *stage);
/* The criterion that the scalar names; −1 with a finding. */
int criterion_ref(struct reader *r, const struct node *n, const struct scoring *scoring);
/* The earlier panel stage that the scalar names; −1 with a finding. */
int stage_ref(struct reader *r, const struct node *n);

/* definition_floor.c; after the stage's scoring. */
void floor_read(struct reader *r, const struct node *n, struct stage *stage);

/* definition_assign.c; after panel and sheets_each. `scoring` may be NULL. */
void assignment_read(struct reader *r, const struct node *n, const struct node *scoring, struct stage *stage);

/* definition_combine.c: `n` is the step; `rule` came from field_rule, an int like field_word's. */
void field_rule(struct reader *r, const struct field *f, const struct node *n, void *into);
void combine_read(struct reader *r, const struct node *n, int rule, const struct node *classes,
	const struct stage *stage, struct step *step);

/* definition_severity.c: what a model of severity needs beside the shape that it takes; `step` is such a rule. */
void severity_check(struct reader *r, const struct node *list, int step, const struct scoring *s);

/* definition_step.c */
void steps_read(struct reader *r, const struct node *list, struct stage *stage);

/* definition_pipeline.c: whether the steps' shapes fit and what they need is there. */
void pipeline_check(struct reader *r, const struct node *list, const struct stage *stage);
