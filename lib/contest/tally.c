/* The pipeline, step by step over whole arrays.
 *
 * Sheets are first grouped by entry with a counting sort that keeps their
 * order. A sheet counts when it is not recused as a whole and marks at least
 * one criterion of the panel. Then each step of the rule replaces the values
 * of its shape (see scoring.h): all marks, all sheet totals, all criteria or
 * all scores. Whatever a step cannot form, because no mark is left or an
 * official value that the rule needs is missing, has no value, and an entry
 * whose final score has no value is SCORE_BELOW: nothing is imputed.
 *
 * The steps in detail:
 *	clamp    m = plain mean of an entry's values over its experts; a value
 *	         below m − within becomes m − within, above m + within becomes that
 *	total    Σ weight·mark over the panel's criteria that the sheet marks; the
 *	         mean divides by the Σ weight of those
 *	combine  over an entry's experts, see combine.c. With shares: experts of
 *	         each class by that class's rule, then Σ w·x / Σ w over the classes
 *	         that gave a value; experts of other classes stand aside. Official
 *	         criteria pass as they are
 *	factor   times the constant, or times the entry's official value
 *	sum      Σ weight·value over criteria that are no factors. As a sum it
 *	         needs all of them but optional ones; as a mean it divides by the
 *	         Σ weight of those there
 *	places   majority.c, among the entries of a heat
 *	penalty  points · ⌈(value − free) / each⌉ less, at most `most`
 *	carry    Σ weight·score over the named stages, ÷ Σ weight as a mean; an
 *	         entry that lacks one of those scores has none here
 *	scale    times num/den
 *
 * Rounding and scale touch the panel's criteria, a factor's rounding those it
 * multiplied: official values stay as given.
 *
 * The raw mean is the plain mean of the counted sheets' totals: as sum or mean
 * like the rule's own first total or sum, from untouched marks, unrounded. */
#include "contest/tally.h"

#include "base/arena.h"
#include "contest/combine.h"
#include "contest/contest.h"
#include "contest/majority.h"
#include "contest/sheet.h"

#include <string.h>

struct work {
	const struct contest *contest;
	const struct stage *stage;
	const struct scoring *rule;
	const struct sheets *sheets;
	const struct carried *carried;
	struct arena *arena;
	size_t entries, criteria_count;
	enum shape shape;
	const size_t *start;       /* grouped sheets, as in struct tally */
	const int32_t *by_entry;
	const int *panel;          /* the criteria that experts mark */
	int panel_count;
	const bool *is_factor;     /* by criterion */
	const int64_t *official;   /* entry × criterion, MARK_NONE = absent */
	const int *field_size;     /* marked entries by heat; the last is "no heat" */
	struct ratio *scratch;     /* as long as the largest group */
	struct ratio *raw_totals;  /* by sheet */
	bool raw_as_mean;
	struct ratio *marks;       /* NULL until a step touches them */
	struct ratio *totals;      /* by sheet, NULL until SHEETS */
	struct ratio *criteria;    /* NULL until CRITERIA */
	struct ratio *scores;      /* by entry */
	struct ratio *own;         /* the scores before the first carry, NULL until then */
};

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

static size_t heat_of(const struct work *w, size_t e)
{
	int heat = w->sheets->entries[e].at[AXIS_HEAT];
	return (size_t)(heat >= 0 ? heat : w->stage->heat_count);
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

/* ---- values */

static struct ratio mark_of(const struct work *w, size_t s, int c)
{
	size_t i = s * w->criteria_count + (size_t)c;
	if (w->marks)
		return w->marks[i];
	int64_t mark = w->sheets->marks[i];
	return mark == MARK_NONE ? (struct ratio){0} : ratio_of(mark);
}

/* Sheet s's mark for criterion c, or its total when c is −1. */
static struct ratio value_of(const struct work *w, int32_t s, int c)
{
	return c < 0 ? w->totals[s] : mark_of(w, (size_t)s, c);
}

static struct ratio official_of(const struct work *w, size_t e, int c)
{
	int64_t value = w->official ? w->official[e * w->criteria_count + (size_t)c] : MARK_NONE;
	return value == MARK_NONE ? (struct ratio){0} : ratio_of(value);
}

/* The first step that changes marks makes the copy that it changes. */
static void own_marks(struct work *w)
{
	if (w->marks)
		return;
	size_t n = w->sheets->count * w->criteria_count;
	struct ratio *marks = ARENA_ARRAY(w->arena, n, struct ratio);
	for (size_t i = 0; i < n; i++)
		if (w->sheets->marks[i] != MARK_NONE)
			marks[i] = ratio_of(w->sheets->marks[i]);
	w->marks = marks;
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

static bool total_sheets(const struct work *w, bool as_mean, struct ratio *totals, struct err *err)
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

/* ---- the steps */

static bool clamp_group(const struct work *w, size_t e, int64_t within, struct ratio *values,
	size_t stride, struct err *err)
{
	struct ratio_sum sum = SUM_EMPTY;
	int64_t n = 0;
	for (size_t i = w->start[e]; i < w->start[e + 1]; i++) {
		struct ratio x = values[(size_t)w->by_entry[i] * stride];
		if (!has_value(x))
			continue;
		if (!sum_add(&sum, x, 1, err))
			return false;
		n++;
	}
	struct ratio mean, low, high;
	if (!sum_over(&sum, n ? n : 1, &mean, err) || !ratio_sub(mean, ratio_of(within), &low, err)
		|| !ratio_add(mean, ratio_of(within), &high, err))
		return false;
	for (size_t i = w->start[e]; i < w->start[e + 1]; i++) {
		struct ratio *x = &values[(size_t)w->by_entry[i] * stride];
		if (has_value(*x) && ratio_cmp(*x, low) < 0)
			*x = low;
		else if (has_value(*x) && ratio_cmp(*x, high) > 0)
			*x = high;
	}
	return true;
}

static bool step_clamp(struct work *w, const struct step *step, struct err *err)
{
	bool sheets = w->shape == SHAPE_SHEETS;
	if (!sheets)
		own_marks(w);
	for (size_t e = 0; e < w->entries; e++)
		for (int i = 0; i < (sheets ? 1 : w->panel_count); i++) {
			struct ratio *values = sheets ? w->totals : w->marks + w->panel[i];
			if (!clamp_group(w, e, step->within, values, sheets ? 1 : w->criteria_count, err))
				return false;
		}
	return true;
}

static bool step_total(struct work *w, const struct step *step, struct err *err)
{
	w->shape = SHAPE_SHEETS;
	if (!w->marks && step->as_mean == w->raw_as_mean) {
		w->totals = w->raw_totals; /* the same sums */
		return true;
	}
	w->totals = ARENA_ARRAY(w->arena, w->sheets->count, struct ratio);
	return total_sheets(w, step->as_mean, w->totals, err);
}

static bool of_class(const struct work *w, int32_t s, int class_index)
{
	return class_index < 0
		|| w->sheets->experts[w->sheets->items[s].expert].class_index == class_index;
}

/* One column over each entry's experts (of a class; −1: all), by a rule that sees one entry. */
static bool combine_groups(const struct work *w, int c, const struct combine *combine, int class_index,
	struct ratio *ret, size_t stride, struct err *err)
{
	for (size_t e = 0; e < w->entries; e++) {
		size_t n = 0;
		for (size_t i = w->start[e]; i < w->start[e + 1]; i++) {
			struct ratio x = value_of(w, w->by_entry[i], c);
			if (has_value(x) && of_class(w, w->by_entry[i], class_index))
				w->scratch[n++] = x;
		}
		if (!combine_values(combine, w->scratch, n, &ret[e * stride], err))
			return false;
	}
	return true;
}

/* The same column as cells grouped by heat; starts[h] .. starts[h + 1] are heat h's. */
static struct cell *field_cells(const struct work *w, int c, int class_index, size_t *starts)
{
	struct cell *cells = ARENA_ARRAY(w->arena, w->start[w->entries], struct cell);
	size_t heats = (size_t)w->stage->heat_count + 1, n = 0;
	for (size_t h = 0; h < heats; h++) {
		starts[h] = n;
		for (size_t e = 0; e < w->entries; e++) {
			if (heat_of(w, e) != h)
				continue;
			for (size_t i = w->start[e]; i < w->start[e + 1]; i++) {
				int32_t s = w->by_entry[i];
				struct ratio x = value_of(w, s, c);
				if (has_value(x) && of_class(w, s, class_index))
					cells[n++] = (struct cell){x, (int32_t)e, w->sheets->items[s].expert};
			}
		}
	}
	starts[heats] = n;
	return cells;
}

static bool combine_fields(const struct work *w, int c, const struct combine *combine, int class_index,
	struct ratio *ret, size_t stride, struct err *err)
{
	size_t heats = (size_t)w->stage->heat_count + 1;
	size_t *starts = ARENA_ARRAY(w->arena, heats + 1, size_t);
	struct cell *cells = field_cells(w, c, class_index, starts);
	struct ratio *results = ARENA_ARRAY(w->arena, w->entries, struct ratio);
	for (size_t h = 0; h < heats; h++)
		if (starts[h + 1] > starts[h] && !combine_field(combine, cells + starts[h],
			starts[h + 1] - starts[h], w->field_size[h], w->arena, results, err))
			return false;
	for (size_t e = 0; e < w->entries; e++)
		ret[e * stride] = results[e];
	return true;
}

static bool combine_column(const struct work *w, int c, const struct combine *combine, int class_index,
	struct ratio *ret, size_t stride, struct err *err)
{
	if (combine_is_field(combine->rule))
		return combine_fields(w, c, combine, class_index, ret, stride, err);
	return combine_groups(w, c, combine, class_index, ret, stride, err);
}

static bool mix_shares(const struct step *step, const struct ratio *by_share, size_t entries, size_t e,
	struct ratio *ret, struct err *err)
{
	struct ratio_sum sum = SUM_EMPTY;
	int64_t weights = 0;
	for (int k = 0; k < step->share_count; k++) {
		struct ratio x = by_share[(size_t)k * entries + e];
		if (!has_value(x))
			continue;
		if (!sum_add(&sum, x, step->shares[k].weight, err))
			return false;
		weights += step->shares[k].weight;
	}
	*ret = (struct ratio){0};
	return weights <= 0 || sum_over(&sum, weights, ret, err);
}

static bool combine_shares(const struct work *w, int c, const struct step *step, struct ratio *ret,
	size_t stride, struct err *err)
{
	struct ratio *by_share = ARENA_ARRAY(w->arena, (size_t)step->share_count * w->entries, struct ratio);
	for (int k = 0; k < step->share_count; k++) {
		const struct class_share *share = &step->shares[k];
		if (!combine_column(w, c, &share->combine, share->class_index,
			by_share + (size_t)k * w->entries, 1, err))
			return false;
	}
	for (size_t e = 0; e < w->entries; e++)
		if (!mix_shares(step, by_share, w->entries, e, &ret[e * stride], err))
			return false;
	return true;
}

static bool combine_experts(const struct work *w, int c, const struct step *step, struct ratio *ret,
	size_t stride, struct err *err)
{
	if (step->share_count)
		return combine_shares(w, c, step, ret, stride, err);
	return combine_column(w, c, &step->combine, -1, ret, stride, err);
}

/* Entry × criterion: the panel's by `step`, the official values as they are. */
static bool make_criteria(struct work *w, const struct step *step, struct err *err)
{
	size_t n = w->criteria_count;
	w->criteria = ARENA_ARRAY(w->arena, w->entries * n, struct ratio);
	for (int c = 0; c < w->rule->criterion_count; c++) {
		if (w->rule->criteria[c].by == BY_PANEL) {
			if (!combine_experts(w, c, step, w->criteria + c, n, err))
				return false;
			continue;
		}
		for (size_t e = 0; e < w->entries; e++)
			w->criteria[e * n + (size_t)c] = official_of(w, e, c);
	}
	return true;
}

static bool step_combine(struct work *w, const struct step *step, struct err *err)
{
	if (w->shape == SHAPE_MARKS) {
		w->shape = SHAPE_CRITERIA;
		return make_criteria(w, step, err);
	}
	w->shape = SHAPE_SCORES;
	return combine_experts(w, -1, step, w->scores, 1, err);
}

static bool multiply(struct ratio *x, struct ratio by_units, struct err *err)
{
	return ratio_scale(*x, by_units.num, by_units.den, x, err)
		&& ratio_scale(*x, 1, DECIMAL_ONE, x, err);
}

static bool step_factor(struct work *w, const struct step *step, struct err *err)
{
	for (size_t e = 0; e < w->entries; e++)
		for (int f = 0; f < step->factor_count; f++) {
			const struct factor *factor = &step->factors[f];
			struct ratio *x = &w->criteria[e * w->criteria_count + (size_t)factor->criterion];
			struct ratio by = factor->by < 0 ? ratio_of(factor->constant) : official_of(w, e, factor->by);
			if (!has_value(by))
				*x = (struct ratio){0};
			else if (has_value(*x) && !multiply(x, by, err))
				return false;
		}
	return true;
}

static bool sum_entry(const struct work *w, size_t e, bool as_mean, struct ratio *ret, struct err *err)
{
	struct ratio_sum sum = SUM_EMPTY;
	int64_t weights = 0;
	*ret = (struct ratio){0};
	for (int c = 0; c < w->rule->criterion_count; c++) {
		const struct criterion *criterion = &w->rule->criteria[c];
		struct ratio x = w->criteria[e * w->criteria_count + (size_t)c];
		if (w->is_factor[c] || criterion->weight == 0)
			continue;
		if (!has_value(x)) {
			if (!criterion->optional && (criterion->by == BY_OFFICIAL || !as_mean))
				return true;
			continue;
		}
		if (!sum_add(&sum, x, criterion->weight, err))
			return false;
		weights += criterion->weight;
	}
	if (as_mean && weights <= 0)
		return true;
	return sum_over(&sum, as_mean ? weights : 1, ret, err);
}

static bool step_sum(struct work *w, const struct step *step, struct err *err)
{
	w->shape = SHAPE_SCORES;
	for (size_t e = 0; e < w->entries; e++)
		if (!sum_entry(w, e, step->as_mean, &w->scores[e], err))
			return false;
	return true;
}

/* The places of entry e in every dance, and its judges' marks; false when a dance lacks a place. */
static bool summarise_dancer(const struct work *w, size_t e, struct dancer *ret, size_t *ret_dances)
{
	size_t n = w->criteria_count, sheets = w->start[e + 1] - w->start[e], dances = 0, marked = 0;
	struct ratio *places = ARENA_ARRAY(w->arena, n, struct ratio);
	struct ratio *marks = ARENA_ARRAY(w->arena, sheets * n, struct ratio);
	for (size_t c = 0; c < n; c++) {
		if (w->is_factor[c])
			continue;
		places[dances] = w->criteria[e * n + c];
		if (!has_value(places[dances++]))
			return false;
		for (size_t i = 0; i < sheets && w->rule->criteria[c].by == BY_PANEL; i++) {
			struct ratio mark = mark_of(w, (size_t)w->by_entry[w->start[e] + i], (int)c);
			if (has_value(mark))
				marks[marked++] = mark;
		}
	}
	*ret = (struct dancer){.entry = (int)e, .marks = marks, .mark_count = marked, .places = places};
	*ret_dances = dances;
	return dances > 0;
}

static bool step_places(struct work *w, const struct step *step, struct err *err)
{
	(void)step;
	w->shape = SHAPE_SCORES;
	struct dancer *dancers = ARENA_ARRAY(w->arena, w->entries, struct dancer);
	for (size_t h = 0; h <= (size_t)w->stage->heat_count; h++) {
		size_t n = 0, dances = 0;
		for (size_t e = 0; e < w->entries; e++)
			if (heat_of(w, e) == h && summarise_dancer(w, e, &dancers[n], &dances))
				n++;
		if (!majority_overall(dancers, n, dances, w->arena, err))
			return false;
		for (size_t i = 0; i < n; i++)
			w->scores[dancers[i].entry] = dancers[i].place;
	}
	return true;
}

/* Units to take off for an official value. */
static int64_t penalty_of(const struct step *step, int64_t value)
{
	int64_t over = value - step->free;
	if (over <= 0)
		return 0;
	int128 times = step->each > 0 ? (over + step->each - 1) / step->each : 1;
	int128 off = times * step->points;
	if (step->most > 0 && off > step->most)
		off = step->most;
	return off > INT64_MAX ? INT64_MAX : (int64_t)off;
}

static bool step_penalty(struct work *w, const struct step *step, struct err *err)
{
	bool optional = w->rule->criteria[step->criterion].optional;
	for (size_t e = 0; e < w->entries; e++) {
		struct ratio value = official_of(w, e, step->criterion), *score = &w->scores[e];
		if (!has_value(value) && !optional)
			*score = (struct ratio){0};
		if (!has_value(value) || !has_value(*score))
			continue;
		if (!ratio_sub(*score, ratio_of(penalty_of(step, value.num)), score, err))
			return false;
	}
	return true;
}

static struct ratio carried_score(const struct work *w, size_t e, int stage)
{
	if (stage < 0)
		return w->scores[e];
	size_t i = e * (size_t)w->contest->stage_count + (size_t)stage;
	if (!w->carried || !w->carried->has[i])
		return (struct ratio){0};
	return w->carried->own[i];
}

static bool carry_entry(const struct work *w, size_t e, const struct step *step, struct ratio *ret,
	struct err *err)
{
	struct ratio_sum sum = SUM_EMPTY;
	int64_t weights = 0;
	*ret = (struct ratio){0};
	for (int t = 0; t < step->term_count; t++) {
		struct ratio x = carried_score(w, e, step->terms[t].stage);
		if (!has_value(x))
			return true;
		if (!sum_add(&sum, x, step->terms[t].weight, err))
			return false;
		weights += step->terms[t].weight;
	}
	if (step->as_mean && weights <= 0)
		return true;
	return sum_over(&sum, step->as_mean ? weights : 1, ret, err);
}

static bool step_carry(struct work *w, const struct step *step, struct err *err)
{
	struct ratio *before = w->scores;
	if (!w->own)
		w->own = before;
	struct ratio *after = ARENA_ARRAY(w->arena, w->entries, struct ratio);
	for (size_t e = 0; e < w->entries; e++)
		if (!carry_entry(w, e, step, &after[e], err))
			return false;
	w->scores = after;
	return true;
}

/* The values of the present shape: rows of `*ret_width` criteria, or of one value. */
static struct ratio *values_now(struct work *w, size_t *ret_rows, size_t *ret_width)
{
	*ret_width = w->shape == SHAPE_MARKS || w->shape == SHAPE_CRITERIA ? w->criteria_count : 1;
	*ret_rows = w->shape == SHAPE_MARKS || w->shape == SHAPE_SHEETS ? w->sheets->count : w->entries;
	switch (w->shape) {
	case SHAPE_MARKS:
		own_marks(w);
		return w->marks;
	case SHAPE_SHEETS:
		return w->totals;
	case SHAPE_CRITERIA:
		return w->criteria;
	default:
		return w->scores;
	}
}

/* Is column c a result of the step? Official values are changed by a factor only. */
static bool is_result(const struct work *w, const struct step *step, size_t c)
{
	if (w->shape == SHAPE_SHEETS || w->shape == SHAPE_SCORES)
		return true;
	if (step->kind != STEP_FACTOR)
		return w->rule->criteria[c].by == BY_PANEL;
	for (int f = 0; f < step->factor_count; f++)
		if (step->factors[f].criterion == (int)c)
			return true;
	return false;
}

static bool step_scale(struct work *w, const struct step *step, struct err *err)
{
	size_t rows, width;
	struct ratio *xs = values_now(w, &rows, &width);
	for (size_t c = 0; c < width; c++)
		for (size_t i = c; i < rows * width && is_result(w, step, c); i += width)
			if (has_value(xs[i]) && !ratio_scale(xs[i], step->num, step->den, &xs[i], err))
				return false;
	return true;
}

static void round_results(struct work *w, const struct step *step)
{
	size_t rows, width;
	struct ratio *xs = values_now(w, &rows, &width);
	for (size_t c = 0; c < width; c++)
		for (size_t i = c; i < rows * width && is_result(w, step, c); i += width)
			if (has_value(xs[i]))
				xs[i] = ratio_of(ratio_round(xs[i], step->places, step->mode));
}

typedef bool step_run(struct work *w, const struct step *step, struct err *err);

static step_run *const STEPS[STEP_KIND_COUNT] = {
	[STEP_CLAMP] = step_clamp, [STEP_TOTAL] = step_total, [STEP_COMBINE] = step_combine,
	[STEP_FACTOR] = step_factor, [STEP_SUM] = step_sum, [STEP_PLACES] = step_places,
	[STEP_PENALTY] = step_penalty, [STEP_CARRY] = step_carry, [STEP_SCALE] = step_scale,
};

static bool run_steps(struct work *w, struct err *err)
{
	for (int i = 0; i < w->rule->step_count; i++) {
		const struct step *step = &w->rule->steps[i];
		if (!STEPS[step->kind](w, step, err))
			return false;
		if (step->rounds)
			round_results(w, step);
	}
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
			seen += of_class(w, w->by_entry[i], w->stage->panel[p].class_index);
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
	return total_sheets(w, w->raw_as_mean, w->raw_totals, err);
}

bool tally_stage(const struct contest *contest, int stage, const struct sheets *sheets,
	const struct carried *carried, struct arena *arena, struct tally *ret_tally, struct err *err)
{
	struct work w = {
		.contest = contest, .stage = &contest->stages[stage], .rule = &contest->stages[stage].scoring,
		.sheets = sheets, .carried = carried, .arena = arena,
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
	if (!w.criteria && !make_criteria(&w, &plain_mean, err))
		return false;
	*ret_tally = (struct tally){
		.contest = contest, .stage = stage, .sheets = sheets, .scores = scores, .criteria = w.criteria,
		.totals = w.totals ? w.totals : w.raw_totals, .adjusted = adjusted,
		.start = w.start, .by_entry = w.by_entry,
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
