/* Assignments of entries to experts, held against sheets and locks. Internal to lib/audit. */
#pragma once

#include "audit/replay.h"

struct assign_audit_pair {
	int entry, expert; /* indices */
};

struct assign_version { /* opened */
	int64_t seq, version, draw; /* draw 0 = none */
	struct assign_audit_pair *pairs; /* sorted */
	size_t count;
};

struct contest;
struct stage;

/* Does the class (NULL = none) sit on the stage's panel? In room.c, which asks it of seats. */
bool room_takes_class(const struct contest *contest, const struct stage *stage, const char *class_id);
/* Marks on the panel's criteria, none at all, or a recusal: official values alone need no seat. */
bool room_is_panel_sheet(const struct stage *stage, const struct version *v);

/* A panel.assign of the stage that was opened; its form is checked already. */
void assign_keep(struct replay *r, int stage, int64_t of, const struct json *body);
/* When the stage's sheets are open and sorted. */
void assign_check_stage(struct replay *r, int stage);
/* The newest before `seq`; NULL = none. After assign_check_stage(). */
const struct assign_version *assign_in_force(const struct stage_state *s, int64_t seq);
bool assign_has(const struct assign_version *v, int entry, int expert);
/* How many experts of an entry have no sheet that counts in the heat; its sheets are the stage's versions[first … last). */
int64_t assign_missing(const struct replay *r, int stage, int heat, const struct assign_version *v, size_t first, size_t last);
