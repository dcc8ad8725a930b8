/* Combining over experts, column by column: rules that see one entry's values (mean, sum, median) run over the
 * grouped sheets; rules that compare entries (rank-sum, rank-points, majority) over cells gathered by heat.
 * With shares each class gives a column of its own, mixed afterwards: Σ w·x / Σ w over the classes that gave
 * a value. Experts of a class without a share stand aside. */
#include "contest/tally_part.h"

#include "base/arena.h"

bool experts_in_class(const struct work *w, int32_t s, int class_index)
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
			if (has_value(x) && experts_in_class(w, w->by_entry[i], class_index))
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
				if (has_value(x) && experts_in_class(w, s, class_index))
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

bool experts_combine(const struct work *w, int c, const struct step *step, struct ratio *ret,
	size_t stride, struct err *err)
{
	if (step->share_count)
		return combine_shares(w, c, step, ret, stride, err);
	return combine_column(w, c, &step->combine, -1, ret, stride, err);
}

bool experts_make_criteria(struct work *w, const struct step *step, struct err *err)
{
	size_t n = w->criteria_count;
	w->criteria = ARENA_ARRAY(w->arena, w->entries * n, struct ratio);
	for (int c = 0; c < w->rule->criterion_count; c++) {
		if (w->rule->criteria[c].by == BY_PANEL) {
			if (!experts_combine(w, c, step, w->criteria + c, n, err))
				return false;
			continue;
		}
		for (size_t e = 0; e < w->entries; e++)
			w->criteria[e * n + (size_t)c] = official_of(w, e, c);
	}
	return true;
}
