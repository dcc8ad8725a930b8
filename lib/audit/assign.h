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

/* A panel.assign of the stage that was opened; its form is checked already. */
void assign_keep(struct replay *r, int stage, int64_t of, const struct json *body);
/* When the stage's sheets are open and sorted. */
void assign_check_stage(struct replay *r, int stage);
/* The newest before `seq`; NULL = none. After assign_check_stage(). */
const struct assign_version *assign_in_force(const struct stage_state *s, int64_t seq);
/* The pairs of one entry. */
const struct assign_audit_pair *assign_of(const struct assign_version *v, int entry, size_t *ret_count);
