/* Look-ups by id: linear, because a contest has tens of each and they happen while reading only. */
#include "contest/contest.h"

#include "base/str.h"

#include <string.h>

int labels_find(const struct labels *labels, const char *id)
{
	for (int i = 0; i < labels->count; i++)
		if (str_eq(labels->items[i].id, id))
			return i;
	return -1;
}

int contest_find_stage(const struct contest *c, const char *id)
{
	for (int i = 0; i < c->stage_count; i++)
		if (str_eq(c->stages[i].id, id))
			return i;
	return -1;
}

/* Sources stand before those they feed, so one walk backwards meets every stage once. */
bool stage_sources(const struct contest *c, const struct stage *s, bool *reached)
{
	bool everyone = s->from_count == 0;
	memset(reached, 0, MOST_STAGES * sizeof(*reached));
	for (int i = 0; i < s->from_count; i++)
		reached[s->from[i]] = true;
	for (int at = MOST_STAGES - 1; at >= 0; at--) {
		if (!reached[at] || c->stages[at].kind != STAGE_OPEN)
			continue;
		everyone = everyone || c->stages[at].from_count == 0;
		for (int i = 0; i < c->stages[at].from_count; i++)
			reached[c->stages[at].from[i]] = true;
	}
	return everyone;
}

int stage_find_heat(const struct stage *s, const char *id)
{
	for (int i = 0; i < s->heat_count; i++)
		if (str_eq(s->heats[i].id, id))
			return i;
	return -1;
}

int stage_find_criterion(const struct stage *s, const char *id)
{
	for (int i = 0; i < s->scoring.criterion_count; i++)
		if (str_eq(s->scoring.criteria[i].id, id))
			return i;
	return -1;
}

bool selector_matches(const struct selector *selector, const int at[AXIS_COUNT])
{
	for (int axis = 0; axis < AXIS_COUNT; axis++)
		if (selector->at[axis] >= 0 && selector->at[axis] != at[axis])
			return false;
	return true;
}

const char *axis_name(enum axis axis)
{
	static const char *const names[AXIS_COUNT] = {"division", "region", "track", "heat"};
	return names[axis];
}
