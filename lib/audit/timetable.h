/* Timetables of stages, record by record. Internal to lib/audit. */
#pragma once

struct contest;
struct json;
struct record;
struct replay;
struct stage_state;

void timetable_set(struct replay *r, const struct record *record, const struct json *body);
/* Versions go on under a new definition. */
void timetables_carry(struct replay *r, const struct contest *old, const struct stage_state *before);
