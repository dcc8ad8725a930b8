/* A stage decided by a model of experts' severity: its scores are rounded twice, so the second time must be said; the
 * many-facet model knows one scale for all criteria, and no weights. */
#include "contest/definition_part.h"

#include "contest/combine.h"

enum { MOST_CATEGORIES = 64 }; /* that the model of lib/judging takes */

/* Every criterion of the panel is marked like the first, and counts as much. */
static void check_scale(struct reader *r, const struct node *n, const struct scoring *s)
{
	const struct criterion *first = NULL;
	for (int i = 0; i < s->criterion_count; i++) {
		const struct criterion *c = &s->criteria[i];
		if (c->by != BY_PANEL)
			continue;
		first = first ? first : c;
		if (c->min != first->min || c->max != first->max || c->step != first->step)
			reader_report(r, n, "definition.severity",
				"severity-mfrm needs one scale: '%s' has another min, max or step than '%s'.", c->id, first->id);
		if (c->weight != first->weight || c->weight <= 0)
			reader_report(r, n, "definition.severity",
				"severity-mfrm weighs all criteria alike: '%s' needs the weight of '%s', above 0.", c->id, first->id);
	}
	if (first && first->step > 0 && (first->max - first->min) / first->step >= MOST_CATEGORIES)
		reader_report(r, n, "definition.severity",
			"severity-mfrm is for scales of at most %d marks; '%s' has more.", MOST_CATEGORIES, first->id);
}

void severity_check(struct reader *r, const struct node *list, int step, const struct scoring *s)
{
	const struct node *n = &list->items[step];
	bool mfrm = s->steps[step].combine.rule == COMBINE_SEVERITY_MFRM;
	if (!s->steps[step].rounds)
		reader_report(r, n, "definition.severity", "%s needs 'round', like {places: 2, mode: half-up}.",
			mfrm ? "severity-mfrm" : "severity-additive");
	if (!mfrm)
		return;
	if (step > 0 && (s->steps[step - 1].kind == STEP_CLAMP || s->steps[step - 1].kind == STEP_SCALE))
		reader_report(r, n, "definition.severity", "severity-mfrm takes marks as they were given: it is the first step.");
	check_scale(r, n, s);
}
