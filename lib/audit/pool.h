/* Invitations to judge, answers, and who left again. Internal to lib/audit. */
#pragma once

#include "audit/replay.h"

void pool_invite(struct replay *r, const struct record *record, const struct json *body);
void pool_decline(struct replay *r, const struct record *record, const struct json *body);
void pool_leave(struct replay *r, const struct record *record, const struct json *body);
/* In a record before `before`. */
bool pool_has_left(const struct replay *r, const char *expert, int64_t before);
bool pool_was_invited(const struct replay *r, const char *expert);
/* Whoever was invited is seated as one of that class. False after a report. */
bool pool_check_seat(struct replay *r, const struct record *record, const char *expert, const char *class_id);
void pool_check_sheet(struct replay *r, const struct version *v);
