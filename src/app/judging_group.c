/* Every group is taken for itself: its sheets renumbered, the models run, what they say written back under the stage's numbers. */
#include "app/judging_part.h"

#include "base/arena.h"

#include <math.h>
#include <stdlib.h>

/* Few categories settle in some sixty sweeps; with more, hardly used ones keep it from settling, and it looks for a thousand. */
enum { RASCH_CATEGORIES = 24, RASCH_WORK = 500000 }; /* marks times categories: below about a second */

/* ---- a part of the sheets */

static struct judged part_of(const struct judged *all, const struct judging *j, int group, const int *expert_to,
	struct arena *arena, size_t **ret_at)
{
	const struct judging_group *g = &j->groups[group];
	struct judged_mark *marks = ARENA_ARRAY(arena, all->count, struct judged_mark);
	struct judged out = {.marks = marks, .criteria = all->criteria, .criterion_count = all->criterion_count,
		.entry_count = g->entry_count, .expert_count = g->expert_count};
	const char **entries = ARENA_ARRAY(arena, (size_t)g->entry_count, const char *);
	const char **experts = ARENA_ARRAY(arena, (size_t)g->expert_count, const char *);
	size_t *at = *ret_at = ARENA_ARRAY(arena, all->count, size_t);
	for (int e = 0; e < g->entry_count; e++)
		entries[e] = all->entries[g->entries[e]];
	for (int x = 0; x < g->expert_count; x++)
		experts[x] = all->experts[g->experts[x]];
	for (size_t i = 0; i < all->count; i++) {
		const struct judged_mark *m = &all->marks[i];
		if (j->group_of[m->entry] != group)
			continue;
		at[out.count] = i;
		marks[out.count++] = (struct judged_mark){j->in_group[m->entry], expert_to[m->expert], m->criterion, m->units};
	}
	out.entries = entries;
	out.experts = experts;
	return out;
}

/* Numbers the members of each group in their order. */
static void split(struct judging *j, struct arena *arena, int *expert_to)
{
	struct linkage l;
	size_t entries = (size_t)j->sheets.entry_count, experts = (size_t)j->sheets.expert_count;
	linkage_of(&j->sheets, arena, &l);
	j->group_count = l.subsets;
	j->group_of = l.of_entry;
	j->groups = ARENA_ARRAY(arena, (size_t)l.subsets, struct judging_group);
	j->in_group = ARENA_ARRAY(arena, entries, int);
	for (size_t e = 0; e < entries; e++)
		j->in_group[e] = j->groups[l.of_entry[e]].entry_count++;
	for (size_t x = 0; x < experts; x++)
		expert_to[x] = j->groups[l.of_expert[x]].expert_count++;
	for (int g = 0; g < l.subsets; g++) {
		j->groups[g].entries = ARENA_ARRAY(arena, (size_t)j->groups[g].entry_count, int);
		j->groups[g].experts = ARENA_ARRAY(arena, (size_t)j->groups[g].expert_count, int);
	}
	for (size_t e = 0; e < entries; e++)
		j->groups[l.of_entry[e]].entries[j->in_group[e]] = (int)e;
	for (size_t x = 0; x < experts; x++)
		j->groups[l.of_expert[x]].experts[expert_to[x]] = (int)x;
}

/* ---- the additive model */

static void keep_drift(struct judging *j, const struct judging_group *g, const double *among, struct arena *arena)
{
	int *sessions = ARENA_ARRAY(arena, g->sheets.count, int), count;
	for (size_t i = 0; i < g->sheets.count; i++)
		sessions[i] = j->sessions[g->at[i]];
	const struct drift *rows = monitor_drift(&g->severity, among, sessions, j->session_count, arena, &count);
	for (int i = 0; i < count; i++) {
		struct drift *to = &j->drifts[j->drift_count++];
		*to = rows[i];
		to->expert = g->experts[rows[i].expert];
	}
}

static bool estimate(struct judging *j, struct judging_group *g, struct arena *arena, struct err *err)
{
	double *entries = ARENA_ARRAY(arena, (size_t)g->entry_count, double);
	double *experts = ARENA_ARRAY(arena, (size_t)g->expert_count, double);
	struct scatter *scatter = ARENA_ARRAY(arena, (size_t)g->expert_count, struct scatter);
	size_t count;
	if (!severity_estimate(&g->sheets, SEVERITY_RANDOM, arena, &g->severity, err))
		return false;
	monitor_among(&g->severity, entries, experts);
	g->apart = monitor_apart(&g->severity, experts);
	const struct residual *residuals = monitor_residuals(&g->severity, arena, &count);
	monitor_scatter(&g->severity, residuals, arena, scatter);
	for (int e = 0; e < g->entry_count; e++) {
		j->scores[g->entries[e]] = g->severity.entries[e];
		j->entries_among[g->entries[e]] = entries[e];
	}
	for (int x = 0; x < g->expert_count; x++) {
		j->severities[g->experts[x]] = g->severity.experts[x];
		j->experts_among[g->experts[x]] = experts[x];
		j->scatter[g->experts[x]] = scatter[x];
	}
	for (size_t i = 0; i < count; i++) {
		j->residuals[g->at[i]].left = residuals[i].left;
		j->residuals[g->at[i]].z = residuals[i].z;
	}
	keep_drift(j, g, experts, arena);
	return true;
}

/* ---- the many-facet model */

/* One rating scale needs criteria of one range. */
static bool one_range(const struct stage *stage)
{
	const struct criterion *first = NULL;
	for (int c = 0; c < stage->scoring.criterion_count; c++) {
		const struct criterion *criterion = &stage->scoring.criteria[c];
		if (criterion->by != BY_PANEL)
			continue;
		if (first && (criterion->min != first->min || criterion->max != first->max))
			return false;
		first = first ? first : criterion;
	}
	return true;
}

static int unit_order(const void *x, const void *y)
{
	int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
	return (a > b) - (a < b);
}

static int different(const struct judged *marks, struct arena *arena)
{
	int64_t *units = ARENA_ARRAY(arena, marks->count, int64_t);
	int n = 0;
	for (size_t i = 0; i < marks->count; i++)
		units[i] = marks->marks[i].units;
	qsort(units, marks->count, sizeof(*units), unit_order);
	for (size_t i = 0; i < marks->count; i++)
		n += i == 0 || units[i] != units[i - 1];
	return n;
}

/* Criteria without a mark are left out: there is nothing to measure them by. */
static void drop_criteria(struct judged *judged, struct arena *arena)
{
	struct judged_mark *marks = (struct judged_mark *)judged->marks;
	int *to = ARENA_ARRAY(arena, (size_t)judged->criterion_count, int), n = 0;
	const char **ids = ARENA_ARRAY(arena, (size_t)judged->criterion_count, const char *);
	for (size_t i = 0; i < judged->count; i++)
		to[marks[i].criterion] = 1;
	for (int c = 0; c < judged->criterion_count; c++)
		if (to[c]) {
			ids[n] = judged->criteria[c];
			to[c] = n++;
		}
	for (size_t i = 0; i < judged->count; i++)
		marks[i].criterion = to[marks[i].criterion];
	judged->criteria = ids;
	judged->criterion_count = n;
}

static bool estimate_rasch(struct judging *j, struct judging_group *g, struct arena *arena, struct err *err)
{
	if (!one_range(j->stage))
		return fail(err, ERR_INPUT, "judging.ranges", "The criteria have different ranges, so their marks are not on one scale.");
	int categories = different(&g->marks, arena);
	if (categories > RASCH_CATEGORIES)
		return fail(err, ERR_INPUT, "judging.categories", "%d different marks were given; the many-facet model wants a coarser scale, "
			"of at most %d here.", categories, RASCH_CATEGORIES);
	if ((double)j->marks.count * categories > RASCH_WORK)
		return fail(err, ERR_LIMIT, "judging.long", "%zu marks are too many for the many-facet model while people wait; "
			"“leitai severity --model mfrm” takes them from a file.", j->marks.count);
	drop_criteria(&g->marks, arena);
	if (!mfrm_estimate(&g->marks, arena, &g->mfrm, err))
		return false;
	for (int x = 0; x < g->expert_count; x++)
		j->fits[g->experts[x]] = &g->mfrm.experts.elements[x];
	return true;
}

/* ---- all groups */

static void prepare(struct judging *j, struct arena *arena)
{
	size_t entries = (size_t)j->sheets.entry_count, experts = (size_t)j->sheets.expert_count;
	j->scores = ARENA_ARRAY(arena, entries, struct severity_element);
	j->severities = ARENA_ARRAY(arena, experts, struct severity_element);
	j->entries_among = ARENA_ARRAY(arena, entries, double);
	j->experts_among = ARENA_ARRAY(arena, experts, double);
	j->residuals = ARENA_ARRAY(arena, j->sheets.count, struct residual);
	j->fits = ARENA_ARRAY(arena, experts, const struct mfrm_element *);
	j->drifts = ARENA_ARRAY(arena, j->sheets.count, struct drift);
	j->scatter = ARENA_ARRAY(arena, experts, struct scatter);
	for (size_t e = 0; e < entries; e++) {
		j->scores[e] = (struct severity_element){(double)NAN, (double)NAN, 0};
		j->entries_among[e] = (double)NAN;
	}
	for (size_t x = 0; x < experts; x++) {
		j->severities[x] = (struct severity_element){(double)NAN, (double)NAN, 0};
		j->experts_among[x] = (double)NAN;
	}
	for (size_t i = 0; i < j->sheets.count; i++) {
		const struct judged_mark *m = &j->sheets.marks[i];
		j->residuals[i] = (struct residual){m->entry, m->expert, 0, (double)NAN, (double)NAN};
	}
}

void judging_estimate(struct judging *j, struct arena *arena)
{
	int *expert_to = ARENA_ARRAY(arena, (size_t)j->sheets.expert_count, int);
	size_t *unused;
	prepare(j, arena);
	split(j, arena, expert_to);
	for (int n = 0; n < j->group_count; n++) {
		struct judging_group *g = &j->groups[n];
		g->sheets = part_of(&j->sheets, j, n, expert_to, arena, &g->at);
		g->marks = part_of(&j->marks, j, n, expert_to, arena, &unused);
		g->estimated = estimate(j, g, arena, &g->why_not);
		g->why_no_rasch = g->why_not;
		g->rasch = g->estimated && estimate_rasch(j, g, arena, &g->why_no_rasch);
	}
}
