/* What chair and supervisor see of the experts' judging, while a stage is judged and after. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct app;
struct buf;
struct request;

/* Severities, fit, drift, and how sure the cut is, from the sheets in force (schema Judging, docs/severity.md). With `all` every
 * entry of a large stage, else those near a cut. Where a model can't be computed, it says why and gives the rest. Needs
 * ACT_SEE_TALLY. */
MUST_CHECK bool view_judging(struct app *app, const struct request *rq, const char *contest, const char *stage, bool all,
	struct buf *out, struct err *err);
