/* The experts' pool: invitations, answers, leaving; and what leaving does to panels. */
#pragma once

#include "audit/replay.h"

void pool_invite(struct replay *r, const struct record *record, const struct json *body);
void pool_decline(struct replay *r, const struct record *record, const struct json *body);
void pool_leave(struct replay *r, const struct record *record, const struct json *body);

/* In a record before `before`. */
bool pool_has_left(const struct replay *r, const char *expert, int64_t before);
/* How many of the panel had not left before record `before`; 0: it is a panel no more. */
int64_t pool_seats(const struct replay *r, const struct seating *seating, int64_t before);
bool pool_was_invited(const struct replay *r, const char *expert);

/* Whoever was invited is seated as one of that class. False after a report. */
bool pool_check_seat(struct replay *r, const struct record *record, const char *expert, const char *class_id);
/* No sheet stands after its expert left. */
void pool_check_sheet(struct replay *r, const struct version *v);
