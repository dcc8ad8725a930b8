/* The distinct marks are the categories, so a step that nobody gave has merged into the next one above. An element
 * whose marks are all lowest or all highest has no finite measure; taking its marks out may make others extreme or
 * empty a category, so both are repeated until nothing changes. */
#include "judging/mfrm_part.h"

#include "base/arena.h"

#include <string.h>

static int category_of(const struct mfrm *scale, int64_t units)
{
	int k = 0;
	while (k < scale->category_count - 1 && scale->categories[k] < units)
		k++;
	return k;
}

static bool add_category(struct mfrm *scale, int64_t units)
{
	int k = scale->category_count;
	if (k && scale->categories[category_of(scale, units)] == units)
		return true;
	if (k == MFRM_CATEGORIES)
		return false;
	for (; k > 0 && scale->categories[k - 1] > units; k--)
		scale->categories[k] = scale->categories[k - 1];
	scale->categories[k] = units;
	scale->category_count++;
	return true;
}

/* Steps of the finest grid all categories lie on that have none of them. */
static int unobserved_steps(const struct mfrm *scale)
{
	int64_t step = 0;
	for (int k = 1; k < scale->category_count; k++)
		for (int64_t gap = scale->categories[k] - scale->categories[k - 1]; gap;) {
			int64_t rest = step % gap;
			step = gap;
			gap = rest;
		}
	int64_t whole = (scale->categories[scale->category_count - 1] - scale->categories[0]) / step + 1;
	return whole > INT32_MAX ? INT32_MAX : (int)(whole - scale->category_count);
}

static bool find_categories(const struct judged *judged, const struct model *m, struct mfrm *scale, struct err *err)
{
	scale->category_count = 0;
	for (size_t i = 0; i < judged->count; i++)
		if (m->ratings[i].used && !add_category(scale, judged->marks[i].units))
			return fail(err, ERR_INPUT, "judging.categories", "There are more than %d different marks; the rating scale "
				"model is for scales of few steps.", MFRM_CATEGORIES);
	if (scale->category_count == 0)
		return fail(err, ERR_INPUT, "judging.extreme", "Everybody is extreme: nobody has marks both above the lowest and below the "
			"highest, so there is nothing to compare.");
	if (scale->category_count < 2)
		return fail(err, ERR_INPUT, "judging.categories", "All marks that tell entries apart are the same.");
	return true;
}

static void sum_up(const struct judged *judged, struct model *m, const struct mfrm *scale)
{
	for (int f = 0; f < FACETS; f++) {
		memset(m->score[f], 0, (size_t)m->elements[f] * sizeof(double));
		memset(m->met[f], 0, (size_t)m->elements[f] * sizeof(int));
	}
	for (size_t i = 0; i < m->count; i++) {
		struct rating *r = &m->ratings[i];
		r->x = category_of(scale, judged->marks[i].units);
		for (int f = 0; f < FACETS && r->used; f++) {
			m->score[f][r->at[f]] += r->x;
			m->met[f][r->at[f]]++;
		}
	}
}

static bool mark_extremes(struct model *m)
{
	bool found = false;
	for (int f = 0; f < FACETS; f++)
		for (int e = 0; e < m->elements[f]; e++)
			if (!m->extreme[f][e] && (m->score[f][e] <= 0 || m->score[f][e] >= (double)m->top * m->met[f][e]))
				m->extreme[f][e] = found = true;
	for (size_t i = 0; i < m->count; i++)
		for (int f = 0; f < FACETS; f++)
			if (m->extreme[f][m->ratings[i].at[f]])
				m->ratings[i].used = false;
	return found;
}

bool mfrm_scale(const struct judged *judged, struct arena *arena, struct model *m, struct mfrm *ret, struct err *err)
{
	const int counts[FACETS] = {judged->entry_count, judged->expert_count, judged->criterion_count};
	*m = (struct model){.count = judged->count, .ratings = ARENA_ARRAY(arena, judged->count, struct rating)};
	for (int f = 0; f < FACETS; f++) {
		m->elements[f] = counts[f];
		m->measure[f] = ARENA_ARRAY(arena, (size_t)counts[f], double);
		m->score[f] = ARENA_ARRAY(arena, (size_t)counts[f], double);
		m->extreme[f] = ARENA_ARRAY(arena, (size_t)counts[f], bool);
		m->met[f] = ARENA_ARRAY(arena, (size_t)counts[f], int);
	}
	for (size_t i = 0; i < judged->count; i++) {
		const struct judged_mark *mark = &judged->marks[i];
		m->ratings[i] = (struct rating){.at = {mark->entry, mark->expert, mark->criterion}, .used = true};
	}
	bool first = true;
	do {
		if (!find_categories(judged, m, ret, err))
			return false;
		if (first)
			ret->unobserved = unobserved_steps(ret);
		first = false;
		m->top = ret->category_count - 1;
		sum_up(judged, m, ret);
	} while (mark_extremes(m));
	return true;
}
