/* From what the models say to the stage's cuts. What can't be computed leaves its reason, not an error: raw numbers are shown all
 * the same. Nothing here goes back into any result. */
#include "app/judging_part.h"

#include "base/arena.h"

#include <math.h>
#include <stdlib.h>

enum { SEED = 1 };

/* ---- from the panel's mean to the score */

static bool is_model(const struct combine *c)
{
	return c->rule == COMBINE_SEVERITY_ADDITIVE || c->rule == COMBINE_SEVERITY_MFRM;
}

static bool keeps_scale(const struct combine *c)
{
	return c->rule == COMBINE_MEAN || c->rule == COMBINE_MEDIAN || is_model(c);
}

/* Does the rule itself take severities out? Then scores are adjusted already. */
static bool corrects(const struct stage *stage)
{
	for (int i = 0; i < stage->scoring.step_count; i++)
		if (stage->scoring.steps[i].kind == STEP_COMBINE && is_model(&stage->scoring.steps[i].combine))
			return true;
	return false;
}

static bool combine_keeps_scale(const struct step *step)
{
	bool keeps = step->share_count > 0 || keeps_scale(&step->combine);
	for (int i = 0; i < step->share_count; i++)
		keeps = keeps && keeps_scale(&step->shares[i].combine);
	return keeps;
}

/* What one point of this stage weighs among the stages carried. */
static double carry_slope(const struct step *step)
{
	double own = 0, all = 0;
	for (int i = 0; i < step->term_count; i++) {
		own += step->terms[i].stage < 0 ? (double)step->terms[i].weight : 0;
		all += (double)step->terms[i].weight;
	}
	return !step->as_mean ? own : all > 0 ? own / all : 0;
}

/* How far a score moves with the panel's mean; 0 where the rule goes other ways than means and sums. */
static double slope_of(const struct stage *stage)
{
	double slope = 1;
	for (int i = 0; i < stage->scoring.step_count; i++) {
		const struct step *step = &stage->scoring.steps[i];
		switch (step->kind) {
		case STEP_CLAMP:
		case STEP_TOTAL:
		case STEP_SUM:
		case STEP_PENALTY: break;
		case STEP_COMBINE: slope = combine_keeps_scale(step) ? slope : 0; break;
		case STEP_CARRY: slope *= carry_slope(step); break;
		case STEP_SCALE: slope *= (double)step->num / (double)step->den; break;
		default: return 0;
		}
	}
	return slope;
}

static double real(struct ratio r)
{
	return (double)r.num / (double)r.den / DECIMAL_ONE;
}

/* A score is slope · mean + the rest; the rest stays as it is when the mean is adjusted: what was carried, taken off, clamped.
 * Where the rule is a model, the adjusted mean stands in for the mean, so that nothing is corrected twice. */
static void set_scores(struct judging *j, double *beside)
{
	double slope = slope_of(j->stage);
	j->corrected = corrects(j->stage);
	j->on_scale = slope > 0;
	j->slope = j->on_scale ? slope : 1;
	for (int e = 0; e < j->sheets.entry_count; e++) {
		const struct entry *entry = &j->result.sheets.entries[j->entries[e]];
		const struct score *score = judging_score(j, e);
		j->contends[e] = score->state == SCORE_OK && !entry->withdrawn && !entry->left;
		if (score->state == SCORE_OK && j->on_scale)
			beside[e] = real(score->total) - slope * (j->corrected ? j->scores[e].value : real(score->raw_mean));
		j->stands[e] = j->slope * j->scores[e].value + beside[e];
		j->entries_among[e] *= j->slope;
	}
}

/* ---- cuts, group by group */

static bool takes(const struct judging *j, int quota, int entry)
{
	return quota == j->stage->quota_count ||
		selector_matches(&j->stage->quotas[quota].selects, j->result.sheets.entries[j->entries[entry]].at);
}

static int places_of(const struct judging *j, int quota)
{
	return quota == j->stage->quota_count ? j->stage->wild_cards : j->stage->quotas[quota].places;
}

/* The group of all whom the quota could take; −1 where there are several, or none. */
static int group_of_quota(const struct judging *j, int quota)
{
	int group = -1;
	for (int e = 0; e < j->sheets.entry_count; e++) {
		if (!j->contends[e] || !takes(j, quota, e))
			continue;
		if (group >= 0 && group != j->group_of[e])
			return -1;
		group = j->group_of[e];
	}
	return group;
}

/* The stage's field as the group sees it, with the quotas that are its own. */
static struct monitor_field field_of(const struct judging *j, int group, const double *beside, int *quotas, struct arena *arena)
{
	const struct judging_group *g = &j->groups[group];
	size_t n = (size_t)g->entry_count, most = (size_t)j->stage->quota_count + 1;
	bool *contends = ARENA_ARRAY(arena, n, bool);
	double *rest = ARENA_ARRAY(arena, n, double);
	struct monitor_quota *list = ARENA_ARRAY(arena, most, struct monitor_quota);
	struct monitor_field f = {.contends = contends, .beside = rest, .slope = j->slope, .low_wins = j->stage->scoring.low_wins,
		.has_least = j->stage->has_minimum && j->on_scale, .least = (double)j->stage->minimum / DECIMAL_ONE, .quotas = list};
	for (size_t e = 0; e < n; e++) {
		contends[e] = j->contends[g->entries[e]];
		rest[e] = beside[g->entries[e]];
	}
	for (int q = 0; q <= j->stage->quota_count; q++) {
		if (places_of(j, q) <= 0 || group_of_quota(j, q) != group)
			continue;
		bool *selects = ARENA_ARRAY(arena, n, bool);
		for (size_t e = 0; e < n; e++)
			selects[e] = takes(j, q, g->entries[e]);
		quotas[f.quota_count] = q;
		list[f.quota_count++] = (struct monitor_quota){places_of(j, q), selects};
	}
	return f;
}

static void cut_group(struct judging *j, int group, const double *beside, struct arena *arena)
{
	const struct judging_group *g = &j->groups[group];
	int *quotas = ARENA_ARRAY(arena, (size_t)j->stage->quota_count + 1, int);
	double *chances = ARENA_ARRAY(arena, (size_t)g->entry_count, double);
	struct monitor_field field = field_of(j, group, beside, quotas, arena);
	if (!g->estimated || !field.quota_count)
		return;
	struct monitor_cut *cuts = monitor_cuts(&g->severity, &field, arena);
	monitor_chances(&g->severity, &field, monitor_draws(&g->severity), SEED, arena, chances);
	for (int q = 0; q < field.quota_count; q++) {
		for (int i = 0; i < cuts[q].count; i++)
			cuts[q].order[i] = g->entries[cuts[q].order[i]];
		j->cuts[j->cut_count++] = (struct judging_cut){quotas[q], group, cuts[q]};
	}
	for (int e = 0; e < g->entry_count; e++)
		for (int q = 0; q < field.quota_count; q++)
			if (field.contends[e] && field.quotas[q].selects[e])
				j->chances[g->entries[e]] = chances[e];
}

static int cut_order(const void *x, const void *y)
{
	return ((const struct judging_cut *)x)->quota - ((const struct judging_cut *)y)->quota;
}

static void set_cuts(struct judging *j, const double *beside, struct arena *arena)
{
	for (int e = 0; e < j->sheets.entry_count; e++)
		j->chances[e] = (double)NAN;
	for (int g = 0; g < j->group_count; g++)
		cut_group(j, g, beside, arena);
	if (j->cut_count)
		qsort(j->cuts, (size_t)j->cut_count, sizeof(*j->cuts), cut_order);
}

void judging_weigh(struct judging *j, struct arena *arena)
{
	size_t entries = (size_t)j->sheets.entry_count, experts = (size_t)j->sheets.expert_count;
	struct habit *marks = ARENA_ARRAY(arena, experts, struct habit);
	double *beside = ARENA_ARRAY(arena, entries, double);
	j->habits = ARENA_ARRAY(arena, experts, struct habit);
	monitor_habits(&j->sheets, arena, j->habits);
	monitor_habits(&j->marks, arena, marks);
	for (size_t x = 0; x < experts; x++)
		j->habits[x].same = marks[x].same; /* of marks, where the rest is of totals */
	j->stands = ARENA_ARRAY(arena, entries, double);
	j->contends = ARENA_ARRAY(arena, entries, bool);
	j->chances = ARENA_ARRAY(arena, entries, double);
	j->cuts = ARENA_ARRAY(arena, (size_t)j->stage->quota_count + 1, struct judging_cut);
	judging_estimate(j, arena);
	set_scores(j, beside);
	set_cuts(j, beside, arena);
}
