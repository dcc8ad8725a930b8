/* A model's value is taken to the nearest 10^-7 of a mark. What machines and programs differ by is a thousandth of that at most,
 * so that they come to the same whole number. */
#include "judging/severity_rule.h"

#include "base/arena.h"
#include "judging/mfrm.h"
#include "judging/severity.h"

#include <math.h>

static bool whole(double marks, int64_t *ret, struct err *err)
{
	if (!isfinite(marks) || fabs(marks) > 1e11)
		return fail(err, ERR_INPUT, "judging.not-converged", "A score came out as no number; there is no result.");
	double scaled = marks * JUDGED_PER_MARK;
	*ret = (int64_t)(scaled + (scaled < 0 ? -0.5 : 0.5));
	return true;
}

static bool decide_additive(const struct judged *judged, struct arena *arena, int64_t *ret, struct err *err)
{
	struct severity s;
	if (!severity_estimate(judged, SEVERITY_RANDOM, arena, &s, err))
		return false;
	for (int e = 0; e < judged->entry_count; e++) {
		ret[e] = JUDGED_NONE;
		if (s.entries[e].sheets > 0 && !whole(s.entries[e].value, &ret[e], err))
			return false;
	}
	return true;
}

static bool decide_mfrm(const struct judged *judged, struct arena *arena, int64_t *ret, struct err *err)
{
	struct mfrm m;
	if (!mfrm_estimate(judged, arena, &m, err))
		return false;
	for (int e = 0; e < judged->entry_count; e++) {
		ret[e] = JUDGED_NONE;
		if (m.entries.elements[e].marks >= MFRM_LEAST_MARKS && !whole(m.entries.elements[e].fair, &ret[e], err))
			return false;
	}
	return true;
}

const struct judged_models severity_rules = {decide_additive, decide_mfrm};
