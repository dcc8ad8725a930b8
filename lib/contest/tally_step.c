/* The steps, each from one shape of values to the next.
 *
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
 * multiplied: official values stay as given. */
#include "contest/tally_part.h"

#include "base/arena.h"
#include "contest/majority.h"

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
	return tally_total_sheets(w, step->as_mean, w->totals, err);
}

static bool step_combine(struct work *w, const struct step *step, struct err *err)
{
	if (!step->share_count && combine_is_severity(step->combine.rule)) {
		w->shape = SHAPE_SCORES;
		return severity_make_scores(w, step->combine.rule, err);
	}
	if (w->shape == SHAPE_MARKS) {
		w->shape = SHAPE_CRITERIA;
		return experts_make_criteria(w, step, err);
	}
	w->shape = SHAPE_SCORES;
	return experts_combine(w, -1, step, w->scores, 1, err);
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

typedef bool step_function(struct work *w, const struct step *step, struct err *err);

static step_function *const STEPS[STEP_KIND_COUNT] = {
	[STEP_CLAMP] = step_clamp, [STEP_TOTAL] = step_total, [STEP_COMBINE] = step_combine,
	[STEP_FACTOR] = step_factor, [STEP_SUM] = step_sum, [STEP_PLACES] = step_places,
	[STEP_PENALTY] = step_penalty, [STEP_CARRY] = step_carry, [STEP_SCALE] = step_scale,
};

bool step_run(struct work *w, const struct step *step, struct err *err)
{
	if (!STEPS[step->kind](w, step, err))
		return false;
	if (step->rounds)
		round_results(w, step);
	return true;
}
