/* Rehearsals: a contest played through with made-up entries, experts and marks, as any user would.
 *
 * What is played stands in a JSON file beside the definition (docs/rehearsal.md). The same file gives the same
 * entries, marks and votes; only salts, times and signatures differ. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct app;

struct rehearsal_source {
	const char *id;          /* of the contest */
	struct slice definition; /* YAML */
	struct slice parameters; /* JSON */
};

/* Called with one line a step, for whoever waits. */
typedef void rehearsal_progress(const char *contest, const char *step, void *context);

/* Plays one rehearsal. Begun before, it goes on where it was cut off; complete, it does nothing.
 * ERR_CONFLICT "rehearsal.exists" when the contest is there and was not made so. `progress` may be NULL. */
MUST_CHECK bool app_rehearse(struct app *app, const struct rehearsal_source *source, rehearsal_progress *progress,
	void *context, struct err *err);

/* The same as far as the sheets of `stage` (NULL: the first with marks), which others will bring. */
MUST_CHECK bool app_rehearse_until(struct app *app, const struct rehearsal_source *source, const char *stage,
	struct err *err);
