/* The pipeline, step by step over whole arrays.
 *
 * Sheets are first grouped by entry with a counting sort that keeps their
 * order. A sheet counts when it is not recused as a whole and marks at least
 * one criterion of the panel. Then each step of the rule replaces the values
 * of its shape (see scoring.h and tally_step.c): all marks, all sheet totals, all criteria or
 * all scores. Whatever a step cannot form, because no mark is left or an
 * official value that the rule needs is missing, has no value, and an entry
 * whose final score has no value is SCORE_BELOW: nothing is imputed.
 *
 * The raw mean is the plain mean of the counted sheets' totals: as sum or mean
 * like the rule's own first total or sum, from untouched marks, unrounded. */
#include "contest/tally_part.h"

#include "base/arena.h"

/* ---- setting up */

static const int *list_panel(const struct scoring *rule, struct arena *arena, int *ret_count)
{
	int *panel = ARENA_ARRAY(arena, (size_t)rule->criterion_count, int);
	for (int c = 0; c < rule->criterion_count; c++)
		if (rule->criteria[c].by == BY_PANEL)
			panel[(*ret_count)++] = c;
	return panel;
}

static bool marks_something(const struct work *w, size_t s)
{
	const int64_t *marks = w->sheets->marks + s * w->criteria_count;
	for (int i = 0; i < w->panel_count; i++)
		if (marks[w->panel[i]] != MARK_NONE)
			return true;
	return false;
}

static void group_sheets(struct work *w)
{
	size_t n = w->sheets->count;
	size_t *start = ARENA_ARRAY(w->arena, w->entries + 2, size_t);
	int32_t *by_entry = ARENA_ARRAY(w->arena, n, int32_t);
	bool *counts = ARENA_ARRAY(w->arena, n, bool);
	/* start[e + 2] counts; then start[e + 1] is where e's next sheet goes, so that in the end it is e's end. */
	for (size_t s = 0; s < n; s++) {
		counts[s] = !w->sheets->items[s].recused && marks_something(w, s);
		start[w->sheets->items[s].entry + 2] += counts[s];
	}
	for (size_t e = 2; e < w->entries + 2; e++)
		start[e] += start[e - 1];
	for (size_t s = 0; s < n; s++)
		if (counts[s])
			by_entry[start[w->sheets->items[s].entry + 1]++] = (int32_t)s;
	w->start = start;
	w->by_entry = by_entry;
	size_t longest = 1;
	for (size_t e = 0; e < w->entries; e++)
		if (start[e + 1] - start[e] > longest)
			longest = start[e + 1] - start[e];
	w->scratch = ARENA_ARRAY(w->arena, longest, struct ratio);
}

static void gather_official(struct work *w)
{
	if (w->panel_count == w->rule->criterion_count)
		return;
	size_t n = w->criteria_count;
	int64_t *official = ARENA_ARRAY(w->arena, w->entries * n, int64_t);
	for (size_t i = 0; i < w->entries * n; i++)
		official[i] = MARK_NONE;
	for (size_t s = 0; s < w->sheets->count; s++) {
		const struct sheet *sheet = &w->sheets->items[s];
		if (sheet->recused)
			continue;
		for (size_t c = 0; c < n; c++) {
			int64_t mark = w->sheets->marks[s * n + c];
			if (w->rule->criteria[c].by == BY_OFFICIAL && mark != MARK_NONE)
				official[(size_t)sheet->entry * n + c] = mark;
		}
	}
	w->official = official;
}

static void measure_fields(struct work *w)
{
	int *size = ARENA_ARRAY(w->arena, (size_t)w->stage->heat_count + 1, int);
	for (size_t e = 0; e < w->entries; e++)
		size[heat_of(w, e)] += w->start[e + 1] > w->start[e];
	w->field_size = size;
}

static void find_factors(struct work *w)
{
	bool *is = ARENA_ARRAY(w->arena, w->criteria_count, bool);
	for (int s = 0; s < w->rule->step_count; s++)
		for (int f = 0; f < w->rule->steps[s].factor_count; f++)
			if (w->rule->steps[s].factors[f].by >= 0)
				is[w->rule->steps[s].factors[f].by] = true;
	w->is_factor = is;
}

/* ---- totals and the raw mean */

static bool total_sheet(const struct work *w, size_t s, bool as_mean, struct ratio *ret, struct err *err)
{
	struct ratio_sum sum = SUM_EMPTY;
	int64_t weights = 0;
	for (int i = 0; i < w->panel_count; i++) {
		struct ratio mark = mark_of(w, s, w->panel[i]);
		if (!has_value(mark))
			continue;
		int64_t weight = w->rule->criteria[w->panel[i]].weight;
		if (!sum_add(&sum, mark, weight, err))
			return false;
		weights += weight;
	}
	*ret = (struct ratio){0};
	if (as_mean && weights <= 0)
		return true;
	return sum_over(&sum, as_mean ? weights : 1, ret, err);
}

bool tally_total_sheets(const struct work *w, bool as_mean, struct ratio *totals, struct err *err)
{
	for (size_t i = 0; i < w->start[w->entries]; i++) {
		size_t s = (size_t)w->by_entry[i];
		if (!total_sheet(w, s, as_mean, &totals[s], err))
			return false;
	}
	return true;
}

static bool raw_as_mean(const struct scoring *rule)
{
	for (int s = 0; s < rule->step_count; s++)
		if (rule->steps[s].kind == STEP_TOTAL || rule->steps[s].kind == STEP_SUM)
			return rule->steps[s].as_mean;
	return true;
}

static bool raw_mean(const struct work *w, size_t e, struct ratio *ret, struct err *err)
{
	struct ratio_sum sum = SUM_EMPTY;
	int64_t n = 0;
	for (size_t i = w->start[e]; i < w->start[e + 1]; i++) {
		struct ratio total = w->raw_totals[w->by_entry[i]];
		if (!has_value(total))
			continue;
		if (!sum_add(&sum, total, 1, err))
			return false;
		n++;
	}
	return sum_over(&sum, n ? n : 1, ret, err);
}

static bool run_steps(struct work *w, struct err *err)
{
	for (int i = 0; i < w->rule->step_count; i++)
		if (!step_run(w, &w->rule->steps[i], err))
			return false;
	return true;
}

/* ---- the answer */

static bool below_quorum(const struct work *w, size_t e)
{
	const struct quorum *quorum = &w->rule->quorum;
	size_t n = w->start[e + 1] - w->start[e];
	if (w->panel_count && n < (size_t)(quorum->sheets > 1 ? quorum->sheets : 1))
		return true;
	for (int p = 0; p < w->stage->panel_count && quorum->per_class > 0; p++) {
		int seen = 0;
		for (size_t i = w->start[e]; i < w->start[e + 1]; i++)
			seen += experts_in_class(w, w->by_entry[i], w->stage->panel[p].class_index);
		if (seen < quorum->per_class)
			return true;
	}
	return false;
}

static bool has_any(const struct work *w, size_t e)
{
	if (w->start[e + 1] > w->start[e])
		return true;
	for (int c = 0; c < w->rule->criterion_count; c++)
		if (!w->panel_count && has_value(official_of(w, e, c)))
			return true;
	return false;
}

static void conclude(const struct work *w, size_t e, struct score *ret)
{
	ret->own = ret->total = ratio_of(0);
	ret->sheet_count = (int)(w->start[e + 1] - w->start[e]);
	if (!has_any(w, e))
		return;
	ret->state = SCORE_BELOW;
	struct ratio total = w->scores[e], own = w->own ? w->own[e] : total;
	if (!below_quorum(w, e) && has_value(total)) {
		ret->state = SCORE_OK;
		ret->total = total;
		ret->own = own;
	}
}

static bool prepare(struct work *w, struct err *err)
{
	w->entries = (size_t)w->sheets->entry_count;
	w->criteria_count = (size_t)w->rule->criterion_count;
	w->panel = list_panel(w->rule, w->arena, &w->panel_count);
	group_sheets(w);
	gather_official(w);
	measure_fields(w);
	find_factors(w);
	w->scores = ARENA_ARRAY(w->arena, w->entries, struct ratio);
	w->raw_totals = ARENA_ARRAY(w->arena, w->sheets->count, struct ratio);
	w->raw_as_mean = raw_as_mean(w->rule);
	return tally_total_sheets(w, w->raw_as_mean, w->raw_totals, err);
}

bool tally_stage(const struct contest *contest, int stage, const struct sheets *sheets,
	const struct carried *carried, const struct judged_models *models, struct arena *arena, struct tally *ret_tally,
	struct err *err)
{
	struct work w = {
		.contest = contest, .stage = &contest->stages[stage], .rule = &contest->stages[stage].scoring,
		.sheets = sheets, .carried = carried, .models = models, .arena = arena,
	};
	if (!prepare(&w, err))
		return false;
	struct score *scores = ARENA_ARRAY(arena, w.entries, struct score);
	for (size_t e = 0; e < w.entries; e++)
		if (!raw_mean(&w, e, &scores[e].raw_mean, err))
			return false;
	if (!run_steps(&w, err))
		return false;
	for (size_t e = 0; e < w.entries; e++)
		conclude(&w, e, &scores[e]);
	struct ratio *adjusted = w.marks;
	static const struct step plain_mean = {.kind = STEP_COMBINE, .combine = {.rule = COMBINE_MEAN}};
	if (!w.criteria && !experts_make_criteria(&w, &plain_mean, err))
		return false;
	*ret_tally = (struct tally){
		.contest = contest, .stage = stage, .sheets = sheets, .scores = scores, .criteria = w.criteria,
		.totals = w.totals ? w.totals : w.raw_totals, .adjusted = adjusted,
		.start = w.start, .by_entry = w.by_entry, .unformed = w.unformed,
	};
	return true;
}

struct ratio tally_mark(const struct tally *tally, int32_t s, int c)
{
	size_t i = (size_t)s * (size_t)tally->sheets->criterion_count + (size_t)c;
	if (tally->adjusted)
		return tally->adjusted[i];
	int64_t mark = tally->sheets->marks[i];
	return mark == MARK_NONE ? (struct ratio){0} : ratio_of(mark);
}
