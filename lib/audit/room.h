/* Floors and panels of heats, held against their records and sheets. Internal to lib/audit. */
#pragma once

#include "audit/replay.h"

struct stage;

void room_step(struct replay *r, const struct record *record, const struct json *body);
void room_seat(struct replay *r, const struct record *record, const struct json *body);
/* Holds an opened version of a sheet against floors and panels; `after` is the version that follows it, or NULL. */
void room_sheet(struct replay *r, int stage, const struct version *v, const struct version *after);
/* Does the class (NULL = none) sit on the stage's panel? */
bool room_takes_class(const struct contest *contest, const struct stage *stage, const char *class_id);
/* Rooms in which nothing has happened yet. */
struct heat_state *rooms_of(struct replay *r, const struct stage *stage);
/* What was recorded under the definition before, for the rooms that the new one has too. */
void rooms_carry(struct replay *r, const struct contest *old, const struct stage_state *before);
bool room_opened(const struct replay *r); /* some floor has had a step */
