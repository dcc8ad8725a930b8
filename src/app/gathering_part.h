/* What gatherings and draws share. Internal to src/app. */
#pragma once

#include "app/ceremony.h"
#include "app/context.h"
#include "store/draw.h"

/* The gathering for the draw of that number; ERR_CONFLICT "gathering.none". */
MUST_CHECK bool gathering_load(struct db *db, const char *contest, int64_t number, struct arena *arena,
	struct gathering_row **ret_row, struct err *err);
/* What its row says of the draw; texts live in `arena`. */
MUST_CHECK bool gathering_plan(const struct gathering_row *row, struct arena *arena, struct hall_plan *ret, struct err *err);
/* What is fixed with commitments, held against the rules of draw.txt: ERR_INPUT "draw.purpose", and those of draw_pool_read(). */
MUST_CHECK bool ceremony_check_plan(const char *contest, int64_t number, const struct hall_plan *plan, struct arena *arena,
	struct err *err);
