/* Between the two files that print how a stage was judged. Internal to src/app. */
#pragma once

#include "app/judging_part.h"
#include "base/json.h"

struct judging_view {
	const char *contest_id, *stage_id;
	bool all; /* every entry, however many there are */
	struct buf *out;
	struct arena *arena;
	struct judging j;
	struct json_writer w;
};

/* A number of a model with `places` decimals; null where there is none. */
void judging_put(struct json_writer *w, const char *key, double value, int places);

/* "on_scale", "corrected", "entries", "entry_count", "cuts", "further", "unusual" */
MUST_CHECK bool view_judging_entries(struct judging_view *v, struct err *err);
