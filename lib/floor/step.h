/* Steps of a floor as words and as bodies of ledger records ("floor.step"). */
#pragma once

#include "base/base.h"
#include "base/err.h"
#include "floor/floor.h"

struct arena;
struct buf;
struct json;

/* A step as it stands in the ledger. Its time is that of the record. */
struct floor_record {
	const char *stage, *heat;
	int64_t number;   /* 1, 2, 3 … a heat */
	struct floor_step step;
	int overtime_s;   /* −1 = none */
};

const char *floor_action_name(enum floor_action action); /* "call" … */
/* −1 when there is no such action. */
int floor_action_find(const char *name);

/* Which fields an action has besides its name; a draw it may leave out. */
enum floor_field { FLOOR_TAKES_ENTRY = 1, FLOOR_TAKES_ENTRIES = 2, FLOOR_TAKES_SECONDS = 4,
	FLOOR_MAY_NAME_DRAW = 8 };
enum { FLOOR_DRAW_MAX = 999999 };
unsigned floor_action_fields(enum floor_action action);

/* Canonical JSON. */
void floor_record_write(const struct floor_record *record, struct buf *out);
/* Texts stay those of `body`. ERR_INPUT "floor.record" when it is anything but such a body. */
MUST_CHECK bool floor_record_read(const struct json *body, struct arena *arena, struct floor_record *ret, struct err *err);
