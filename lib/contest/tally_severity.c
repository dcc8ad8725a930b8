/* Scores by a model of experts' severity (base/judged.h), a heat at a time: who was marked by one panel is compared, as with the rules
 * that rank. Every sheet that counts is evidence, also of an entry that has withdrawn or stays below the quorum.
 *
 * What a model gives is a whole number of 10^-7 of a mark, thus a fraction, and the step rounds it. Where every expert of the heat has
 * a value for every marked entry, severities cancel: the additive score is the plain mean, exactly, and no model is asked. */
#include "contest/tally_part.h"

#include "base/arena.h"
#include "base/judged.h"

enum { PER_UNIT = JUDGED_PER_MARK / DECIMAL_ONE };

/* The marks of one heat, with its entries and experts numbered from 0 in the order of their indices. */
struct heat_marks {
	struct judged judged;
	int *entry_at, *expert_at; /* by index of the stage; −1: none here */
	int *entry_of;             /* back */
	struct judged_mark *marks;
};

static void add_mark(struct heat_marks *h, int32_t entry, int32_t expert, int criterion, struct ratio value)
{
	h->marks[h->judged.count++] = (struct judged_mark){entry, expert, criterion, value.num, value.den};
	h->entry_at[entry] = h->expert_at[expert] = 0; /* met */
}

/* Sheets as their totals (criterion 0), or the panel's marks as they stand. */
static void gather_marks(const struct work *w, size_t heat, bool sheets, struct heat_marks *h)
{
	for (size_t e = 0; e < w->entries; e++) {
		if (heat_of(w, e) != heat)
			continue;
		for (size_t i = w->start[e]; i < w->start[e + 1]; i++)
			for (int p = 0; p < (sheets ? 1 : w->panel_count); p++) {
				int32_t s = w->by_entry[i];
				struct ratio x = value_of(w, s, sheets ? -1 : w->panel[p]);
				if (has_value(x))
					add_mark(h, (int32_t)e, w->sheets->items[s].expert, p, x);
			}
	}
}

static void number_entries(const struct work *w, struct heat_marks *h)
{
	const char **ids = ARENA_ARRAY(w->arena, w->entries, const char *);
	h->entry_of = ARENA_ARRAY(w->arena, w->entries, int);
	for (size_t e = 0; e < w->entries; e++) {
		if (h->entry_at[e] < 0)
			continue;
		ids[h->judged.entry_count] = w->sheets->entries[e].id;
		h->entry_of[h->judged.entry_count] = (int)e;
		h->entry_at[e] = h->judged.entry_count++;
	}
	h->judged.entries = ids;
}

static void number_experts(const struct work *w, struct heat_marks *h)
{
	const char **ids = ARENA_ARRAY(w->arena, (size_t)w->sheets->expert_count, const char *);
	for (int j = 0; j < w->sheets->expert_count; j++) {
		if (h->expert_at[j] < 0)
			continue;
		ids[h->judged.expert_count] = w->sheets->experts[j].id;
		h->expert_at[j] = h->judged.expert_count++;
	}
	h->judged.experts = ids;
}

static struct heat_marks marks_of_heat(const struct work *w, size_t heat, bool sheets)
{
	struct heat_marks h = {.entry_at = ARENA_ARRAY(w->arena, w->entries, int),
		.expert_at = ARENA_ARRAY(w->arena, (size_t)w->sheets->expert_count, int)};
	size_t count = 0;
	for (size_t e = 0; e < w->entries; e++) {
		h.entry_at[e] = -1;
		count += heat_of(w, e) == heat ? w->start[e + 1] - w->start[e] : 0;
	}
	h.marks = ARENA_ARRAY(w->arena, count * (size_t)(sheets ? 1 : w->panel_count), struct judged_mark);
	for (int j = 0; j < w->sheets->expert_count; j++)
		h.expert_at[j] = -1;
	gather_marks(w, heat, sheets, &h);
	number_entries(w, &h);
	number_experts(w, &h);
	for (size_t m = 0; m < h.judged.count; m++) {
		h.marks[m].entry = h.entry_at[h.marks[m].entry];
		h.marks[m].expert = h.expert_at[h.marks[m].expert];
	}
	const char **criteria = ARENA_ARRAY(w->arena, (size_t)w->panel_count, const char *);
	for (int p = 0; p < w->panel_count; p++)
		criteria[p] = w->rule->criteria[w->panel[p]].id;
	h.judged.marks = h.marks;
	h.judged.criteria = criteria;
	h.judged.criterion_count = sheets ? 1 : w->panel_count;
	return h;
}

static bool plain_means(struct work *w, const struct heat_marks *h, struct err *err)
{
	for (int k = 0; k < h->judged.entry_count; k++) {
		size_t e = (size_t)h->entry_of[k], n = 0;
		static const struct combine mean = {.rule = COMBINE_MEAN};
		for (size_t i = w->start[e]; i < w->start[e + 1]; i++)
			if (has_value(w->totals[w->by_entry[i]]))
				w->scratch[n++] = w->totals[w->by_entry[i]];
		if (!combine_values(&mean, w->scratch, n, &w->scores[e], err))
			return false;
	}
	return true;
}

static void keep_reason(struct work *w, size_t heat, const struct err *why)
{
	if (!w->unformed)
		w->unformed = ARENA_ARRAY(w->arena, (size_t)w->stage->heat_count + 1, struct err *);
	w->unformed[heat] = ARENA_NEW(w->arena, struct err);
	*w->unformed[heat] = *why;
}

static bool score_heat(struct work *w, size_t heat, judged_model *model, bool sheets, struct err *err)
{
	struct heat_marks h = marks_of_heat(w, heat, sheets);
	struct err why;
	if (!h.judged.count)
		return true;
	if (sheets && h.judged.count == (size_t)h.judged.entry_count * (size_t)h.judged.expert_count)
		return plain_means(w, &h, err);
	int64_t *values = ARENA_ARRAY(w->arena, (size_t)h.judged.entry_count, int64_t);
	if (!model(&h.judged, w->arena, values, &why)) {
		keep_reason(w, heat, &why);
		return true;
	}
	for (int k = 0; k < h.judged.entry_count; k++)
		if (values[k] != JUDGED_NONE && !ratio_make(values[k], PER_UNIT, &w->scores[h.entry_of[k]], err))
			return false;
	return true;
}

static bool no_model(const struct judged *judged, struct arena *arena, int64_t *ret, struct err *err)
{
	(void)judged;
	(void)arena;
	(void)ret;
	return fail(err, ERR_CONFLICT, "judging.no-model", "Nothing here can compute the rule's model.");
}

bool severity_make_scores(struct work *w, enum combine_rule rule, struct err *err)
{
	bool sheets = rule == COMBINE_SEVERITY_ADDITIVE;
	judged_model *model = !w->models ? no_model : sheets ? w->models->additive : w->models->mfrm;
	for (size_t heat = 0; heat <= (size_t)w->stage->heat_count; heat++)
		if (!score_heat(w, heat, model, sheets, err))
			return false;
	return true;
}
