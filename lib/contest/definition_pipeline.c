/* Walks the steps with the shape that each one gets; stops judging shapes at the first that does not fit,
 * because everything after it would be a guess. Then what single steps need from the panel and the marks. */
#include "contest/definition_part.h"

#include "base/str.h"
#include "contest/combine.h"

static const char *const shape_words[] = {"marks", "sheets", "criteria", "scores"};
static const char *const kind_words[STEP_KIND_COUNT] = {
	"clamp", "total", "combine", "factor", "sum", "places", "penalty", "carry", "scale"};

static bool is_severity(const struct step *step)
{
	return step->kind == STEP_COMBINE && !step->share_count && combine_is_severity(step->combine.rule);
}

/* What the step makes of shape `in`; false when it takes no such shape. */
static bool shape_after(const struct step *step, enum shape in, enum shape *ret)
{
	enum step_kind kind = step->kind;
	static const struct {
		enum step_kind kind;
		enum shape in, out;
	} moves[] = {
		{STEP_CLAMP, SHAPE_MARKS, SHAPE_MARKS},
		{STEP_CLAMP, SHAPE_SHEETS, SHAPE_SHEETS},
		{STEP_TOTAL, SHAPE_MARKS, SHAPE_SHEETS},
		{STEP_COMBINE, SHAPE_MARKS, SHAPE_CRITERIA},
		{STEP_COMBINE, SHAPE_SHEETS, SHAPE_SCORES},
		{STEP_FACTOR, SHAPE_CRITERIA, SHAPE_CRITERIA},
		{STEP_SUM, SHAPE_CRITERIA, SHAPE_SCORES},
		{STEP_PLACES, SHAPE_CRITERIA, SHAPE_SCORES},
		{STEP_PENALTY, SHAPE_SCORES, SHAPE_SCORES},
		{STEP_CARRY, SHAPE_SCORES, SHAPE_SCORES},
	};
	if (is_severity(step)) {
		*ret = SHAPE_SCORES;
		return in == (step->combine.rule == COMBINE_SEVERITY_MFRM ? SHAPE_MARKS : SHAPE_SHEETS);
	}
	*ret = in;
	if (kind == STEP_SCALE)
		return true;
	for (size_t i = 0; i < COUNT_OF(moves); i++)
		if (moves[i].kind == kind && moves[i].in == in) {
			*ret = moves[i].out;
			return true;
		}
	return false;
}

static const char *takes(const struct step *step)
{
	static const char *const words[STEP_KIND_COUNT] = {"marks or sheets", "marks", "marks or sheets",
		"criteria", "criteria", "criteria", "scores", "scores", "anything"};
	if (is_severity(step))
		return step->combine.rule == COMBINE_SEVERITY_MFRM ? "marks with severity-mfrm" : "sheets with severity-additive";
	return words[step->kind];
}

static void check_shapes(struct reader *r, const struct node *list, const struct scoring *s)
{
	enum shape shape = SHAPE_MARKS;
	for (int i = 0; i < s->step_count; i++) {
		enum step_kind kind = s->steps[i].kind;
		if (kind == STEP_KIND_COUNT)
			return;
		enum shape next;
		if (!shape_after(&s->steps[i], shape, &next)) {
			reader_report(r, &list->items[i], "definition.shape",
				"'%s' takes %s, but gets %s here.", kind_words[kind], takes(&s->steps[i]),
				shape_words[shape]);
			return;
		}
		shape = next;
	}
	if (s->step_count && shape != SHAPE_SCORES)
		reader_report(r, &list->items[s->step_count - 1], "definition.shape",
			"The steps end in %s; they must end in scores (%s).", shape_words[shape],
			shape == SHAPE_CRITERIA ? "add 'sum'" : "add 'combine'");
}

/* Where a criterion's value can enter beside a sum. */
static bool is_named(const struct scoring *s, int criterion)
{
	for (int i = 0; i < s->step_count; i++) {
		if (s->steps[i].kind == STEP_PENALTY && s->steps[i].criterion == criterion)
			return true;
		for (int j = 0; j < s->steps[i].factor_count; j++)
			if (s->steps[i].factors[j].by == criterion)
				return true;
	}
	for (int i = 0; i < s->tie_count; i++)
		if (s->ties[i].criterion == criterion ||
			(s->ties[i].kind == TIE_GROUP &&
				str_eq_null(s->ties[i].group, s->criteria[criterion].group)))
			return true;
	return false;
}

/* Official values enter by sum, factor, penalty or tie key; one that does not would silently count for nothing,
 * and one that is summed and penalised would count twice. */
static void check_official(struct reader *r, const struct node *list, const struct scoring *s)
{
	bool sums = false;
	for (int i = 0; i < s->step_count; i++) {
		if (s->steps[i].kind == STEP_KIND_COUNT)
			return;
		sums |= s->steps[i].kind == STEP_SUM;
	}
	for (int i = 0; i < s->criterion_count; i++) {
		const struct criterion *c = &s->criteria[i];
		if (c->by == BY_OFFICIAL && !(sums && c->weight) && !is_named(s, i))
			reader_report(r, list, "definition.criterion-unused",
				"No step and no tie key uses the official criterion '%s'.", c->id);
	}
	for (int i = 0; i < s->step_count; i++)
		if (sums && s->steps[i].kind == STEP_PENALTY && s->steps[i].criterion >= 0 &&
			s->criteria[s->steps[i].criterion].weight)
			reader_report(r, &list->items[i], "definition.counted-twice",
				"'%s' is in the sum and costs points here; give it weight 0.",
				s->criteria[s->steps[i].criterion].id);
}

/* A mean divides by the weights of what is there: no weight may take from that. */
static void check_mean(
	struct reader *r, const struct node *n, const struct scoring *s, const struct step *step)
{
	int64_t sum = 0;
	for (int i = 0; i < s->criterion_count; i++) {
		const struct criterion *c = &s->criteria[i];
		if (step->kind == STEP_TOTAL && c->by == BY_OFFICIAL)
			continue;
		if (c->weight < 0) {
			reader_report(r, n, "definition.weight",
				"'%s' has a negative weight; deductions go with 'as: sum'.", c->id);
			return;
		}
		sum += c->weight;
	}
	if (!sum && s->criterion_count)
		reader_report(r, n, "definition.weight", "A mean needs a criterion with a weight above 0.");
}

static int seats(const struct stage *s, int class_index)
{
	int sum = 0;
	for (int i = 0; i < s->panel_count; i++)
		if (class_index < 0 || s->panel[i].class_index == class_index)
			sum += s->panel[i].seats;
	return sum;
}

/* Something must be left after dropping, even at the quorum. */
static void check_drop(struct reader *r, const struct node *n, const struct stage *s, const struct combine *c,
	int class_index)
{
	int drop = c->drop_high + c->drop_low, there = seats(s, class_index);
	int fewest = class_index < 0 ? s->scoring.quorum.sheets : s->scoring.quorum.per_class;
	if (!drop)
		return;
	if (there && drop >= there)
		reader_report(r, n, "definition.drop", "%d marks are dropped, but only %d experts mark.",
			drop, there);
	else if (fewest <= drop)
		reader_report(r, n, "definition.drop",
			"%d marks are dropped; the quorum must be at least %s: %d.", drop,
			class_index < 0 ? "sheets" : "per_class", drop + 1);
}

/* The skating system reads marks as places: whole numbers from 1, and the best is the lowest. */
static void check_majority(struct reader *r, const struct node *n, const struct scoring *s)
{
	if (!s->low_wins)
		reader_report(r, n, "definition.majority",
			"'majority' makes places, where the lowest wins: set 'rank: low'.");
	for (int i = 0; i < s->criterion_count; i++) {
		const struct criterion *c = &s->criteria[i];
		if (c->by == BY_PANEL &&
			(c->min < DECIMAL_ONE || c->min % DECIMAL_ONE || c->step % DECIMAL_ONE))
			reader_report(r, n, "definition.majority",
				"'majority' needs places as marks: '%s' must have min 1 and whole steps.",
				c->id);
	}
}

static void check_step(struct reader *r, const struct node *n, const struct stage *s, const struct step *step,
	bool *majority)
{
	if (step->kind == STEP_PLACES && !*majority)
		reader_report(r, n, "definition.majority",
			"'places' needs places a criterion: put 'combine, rule: majority' before it.");
	if ((step->kind == STEP_TOTAL || step->kind == STEP_SUM) && step->as_mean)
		check_mean(r, n, &s->scoring, step);
	if (step->kind != STEP_COMBINE)
		return;
	if (!step->share_count) {
		check_drop(r, n, s, &step->combine, -1);
		*majority = step->combine.rule == COMBINE_MAJORITY;
		if (*majority)
			check_majority(r, n, &s->scoring);
	}
	for (int i = 0; i < step->share_count; i++)
		check_drop(r, n, s, &step->shares[i].combine, step->shares[i].class_index);
}

void pipeline_check(struct reader *r, const struct node *list, const struct stage *stage)
{
	const struct scoring *s = &stage->scoring;
	bool majority = false;
	check_shapes(r, list, s);
	check_official(r, list, s);
	for (int i = 0; i < s->step_count; i++) {
		check_step(r, &list->items[i], stage, &s->steps[i], &majority);
		if (is_severity(&s->steps[i]))
			severity_check(r, list, i, s);
	}
}
