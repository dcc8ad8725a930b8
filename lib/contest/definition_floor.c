/* What a stage says of its floor: the official criterion that takes overtime, when the hall sees scores, the time for
 * marking. */
#include "contest/definition_part.h"

#include "contest/combine.h"

struct floor_parts {
	const struct node *overtime, *reveal;
	int reveal_word, marking_s;
};

static const char *const reveal_words[] = {"end", "each", NULL};

static void field_reveal(struct reader *r, const struct field *f, const struct node *n, void *into)
{
	struct floor_parts *p = into;
	p->reveal = n;
	field_word(r, f, n, &p->reveal_word);
}

static const struct field floor_items[] = {
	{"overtime", field_node, offsetof(struct floor_parts, overtime)},
	{"reveal", field_reveal, 0, .words = reveal_words},
	{"marking", field_duration, offsetof(struct floor_parts, marking_s)},
};
FIELDS(floor_fields, "'floor'", floor_items);

/* A criterion that can say every whole second from 0 up to its max, and that an entry in time lacks. */
static int overtime_ref(struct reader *r, const struct node *n, const struct scoring *scoring)
{
	int i = criterion_ref(r, n, scoring);
	if (i < 0)
		return -1;
	const struct criterion *c = &scoring->criteria[i];
	if (c->by == BY_OFFICIAL && c->optional && c->min == 0 && c->step > 0 && DECIMAL_ONE % c->step == 0)
		return i;
	reader_report(r, n, "definition.floor",
		"'overtime' takes seconds: '%s' must be 'by: official' and 'optional: true', with 'min' 0 and a 'step' that leads to "
		"every whole second.", c->id);
	return -1;
}

/* The name of the step by which an entry's score depends on entries that come later; NULL when it depends on none. */
static const char *comparing_step(const struct scoring *scoring)
{
	for (int i = 0; i < scoring->step_count; i++) {
		const struct step *step = &scoring->steps[i];
		if (step->kind == STEP_PLACES)
			return "places";
		if (step->kind == STEP_COMBINE && !step->share_count && combine_is_field(step->combine.rule))
			return "combine";
		for (int s = 0; s < step->share_count; s++)
			if (combine_is_field(step->shares[s].combine.rule))
				return "combine";
	}
	return NULL;
}

void floor_read(struct reader *r, const struct node *n, struct stage *stage)
{
	struct floor_parts p = {0};
	field_map(r, n, &floor_fields, &p);
	stage->floor.marking_s = p.marking_s;
	stage->floor.reveals_each = p.reveal_word == 1;
	if (p.overtime && stage->scoring.criterion_count)
		stage->floor.overtime = overtime_ref(r, p.overtime, &stage->scoring);
	const char *step = comparing_step(&stage->scoring);
	if (stage->floor.reveals_each && step)
		reader_report(r, p.reveal, "definition.floor",
			"A score can't be shown after each entry here: the step '%s' compares the entries of a heat, so no score stands "
			"before the last is marked; say 'reveal: end'.", step);
}
