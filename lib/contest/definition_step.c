/* One table of keys a kind of step; a kind without a table is unknown. */
#include "contest/definition_part.h"

#include "base/arena.h"
#include "base/str.h"

#include <string.h>

enum { MOST_STEPS = 30, MOST_TERMS = 64, MOST_PLAIN = 1000000, MOST_WEIGHT = 10000 };

#define MOST_UNITS (MOST_PLAIN * (int64_t)DECIMAL_ONE)

struct step_parts {
	struct step step;
	int as, rule;
	const struct node *kind, *drop, *points, *classes, *factors, *criterion, *terms, *by, *round;
};

static const char *const as_words[] = {"sum", "mean", NULL};
#define AT(member) offsetof(struct step_parts, member)

#define COMMON_ITEMS \
	{"do", field_node, AT(kind), .required = true}, \
	{"round", field_node, AT(round)}

static const struct field clamp_items[] = {
	COMMON_ITEMS,
	{"within", field_units, AT(step.within), .required = true, .min = 1, .max = MOST_UNITS},
};
static const struct field total_items[] = {
	COMMON_ITEMS,
	{"as", field_word, AT(as), .required = true, .words = as_words},
};
static const struct field combine_items[] = {
	COMMON_ITEMS,
	{"rule", field_rule, AT(rule)},
	{"drop", field_node, AT(drop)},
	{"points", field_node, AT(points)},
	{"classes", field_node, AT(classes)},
};
static const struct field factor_items[] = {
	COMMON_ITEMS,
	{"factors", field_node, AT(factors), .required = true},
};
static const struct field places_items[] = {COMMON_ITEMS};
static const struct field penalty_items[] = {
	COMMON_ITEMS,
	{"criterion", field_node, AT(criterion), .required = true},
	{"free", field_units, AT(step.free), .min = 0, .max = MOST_UNITS},
	{"each", field_units, AT(step.each), .min = 1, .max = MOST_UNITS},
	{"points", field_units, AT(step.points), .required = true, .min = 1, .max = MOST_UNITS},
	{"most", field_units, AT(step.most), .min = 1, .max = MOST_UNITS},
};
static const struct field carry_items[] = {
	COMMON_ITEMS,
	{"terms", field_node, AT(terms), .required = true},
	{"as", field_word, AT(as), .required = true, .words = as_words},
};
static const struct field scale_items[] = {
	COMMON_ITEMS,
	{"by", field_node, AT(by), .required = true},
};

#define KIND(word, items) [word] = {"The step '" #items "'", items##_items, (int)COUNT_OF(items##_items)}

static const struct fields kind_fields[STEP_KIND_COUNT] = {
	KIND(STEP_CLAMP, clamp),
	KIND(STEP_TOTAL, total),
	KIND(STEP_COMBINE, combine),
	KIND(STEP_FACTOR, factor),
	[STEP_SUM] = {"The step 'sum'", total_items, (int)COUNT_OF(total_items)},
	KIND(STEP_PLACES, places),
	KIND(STEP_PENALTY, penalty),
	KIND(STEP_CARRY, carry),
	KIND(STEP_SCALE, scale),
};

static const char *const kind_words[] = {
	"clamp", "total", "combine", "factor", "sum", "places", "penalty", "carry", "scale", NULL};

/* The official criterion that the scalar names; −1 with a finding. */
static int official_ref(struct reader *r, const struct node *n, const struct scoring *scoring)
{
	int i = criterion_ref(r, n, scoring);
	if (i < 0 || scoring->criteria[i].by == BY_OFFICIAL)
		return i;
	reader_report(r, n, "definition.criterion-by",
		"'%s' is marked by the panel; this needs one 'by: official'.", n->text);
	return -1;
}

struct factor_parts {
	const struct node *by;
};

static const struct field factor_by_items[] = {
	{"by", field_node, offsetof(struct factor_parts, by), .required = true},
};
FIELDS(factor_by_fields, "A factor", factor_by_items);

static void read_factor(
	struct reader *r, const struct pair *p, const struct scoring *scoring, struct factor *f)
{
	*f = (struct factor){
		.criterion = criterion_ref(r, &p->key, scoring), .constant = DECIMAL_ONE, .by = -1};
	if (p->value.kind != NODE_MAP) {
		reader_units(r, &p->value, p->key.text, -MOST_UNITS, MOST_UNITS, &f->constant);
		return;
	}
	struct factor_parts parts = {0};
	field_map(r, &p->value, &factor_by_fields, &parts);
	if (parts.by)
		f->by = official_ref(r, parts.by, scoring);
	if (f->by >= 0 && f->by == f->criterion)
		reader_report(r, parts.by, "definition.factor", "'%s' can't be its own factor.", p->key.text);
}

static void read_factors(
	struct reader *r, const struct node *n, const struct scoring *scoring, struct step *step)
{
	if (n->kind != NODE_MAP || !n->count) {
		reader_expected(r, n, "factors", "a mapping of criteria to factors");
		return;
	}
	struct factor *factors = ARENA_ARRAY(r->arena, (size_t)n->count, struct factor);
	for (int i = 0; i < n->count; i++)
		read_factor(r, &n->pairs[i], scoring, &factors[i]);
	step->factors = factors;
	step->factor_count = n->count;
}

struct term_parts {
	const struct node *stage;
	int64_t weight;
};

static const struct field term_items[] = {
	{"stage", field_node, offsetof(struct term_parts, stage), .required = true},
	{"weight", field_weight, offsetof(struct term_parts, weight), .min = 1, .max = MOST_WEIGHT},
};
FIELDS(term_fields, "A term", term_items);

static bool is_this(const struct node *n)
{
	return n && n->kind == NODE_SCALAR && str_eq(n->text, "this");
}

static void read_terms(struct reader *r, const struct node *list, struct step *step)
{
	int n = reader_list(r, list, "terms", MOST_TERMS), own = 0;
	struct carry_term *terms = ARENA_ARRAY(r->arena, (size_t)n, struct carry_term);
	for (int i = 0; i < n; i++) {
		struct term_parts p = {.weight = 1};
		field_map(r, &list->items[i], &term_fields, &p);
		own += is_this(p.stage);
		terms[i] = (struct carry_term){
			p.stage && !is_this(p.stage) ? stage_ref(r, p.stage) : -1, p.weight};
		for (int j = 0; j < i; j++)
			if (terms[i].stage == terms[j].stage && (terms[i].stage >= 0 || own > 1))
				reader_report(r, &list->items[i], "definition.duplicate-id",
					"This stage is carried twice.");
	}
	if (n && !own)
		reader_report(r, list, "definition.carry",
			"'terms' must name this stage too: {stage: this, weight: …}.");
	step->terms = terms;
	step->term_count = n;
}

/* "3/5", "2" or "0.6". */
static bool parse_fraction(const char *s, int64_t *ret_num, int64_t *ret_den)
{
	const char *slash = strchr(s, '/');
	if (slash)
		return digits_value(s, (size_t)(slash - s), ret_num) &&
			digits_value(slash + 1, strlen(slash + 1), ret_den) && *ret_num > 0 && *ret_den > 0 &&
			*ret_num <= MOST_PLAIN && *ret_den <= MOST_PLAIN;
	*ret_den = DECIMAL_ONE;
	return decimal_parse(s, strlen(s), ret_num) && *ret_num > 0 && *ret_num <= MOST_UNITS;
}

static void read_scale(struct reader *r, const struct node *n, struct step *step)
{
	step->num = step->den = 1;
	if (n->kind != NODE_SCALAR || !parse_fraction(n->text, &step->num, &step->den))
		reader_expected(r, n, "by", "a fraction above 0 like 3/5 or 0.6");
	for (int64_t d = 10; d > 1; d -= d == 10 ? 5 : 3) /* 10, 5, 2: all that a decimal's denominator has */
		while (step->num % d == 0 && step->den % d == 0) {
			step->num /= d;
			step->den /= d;
		}
}

static const char *const mode_words[] = {"half-up", "half-even", "down", NULL};

struct round_parts {
	int places, mode;
};

static const struct field round_items[] = {
	{"places", field_int, offsetof(struct round_parts, places), .required = true, .min = 0,
		.max = DECIMAL_PLACES},
	{"mode", field_word, offsetof(struct round_parts, mode), .words = mode_words},
};
FIELDS(round_fields, "'round'", round_items);

static void read_round(struct reader *r, const struct node *n, struct step *step)
{
	struct round_parts p = {0};
	step->rounds = field_map(r, n, &round_fields, &p);
	step->places = p.places;
	step->mode = (enum rounding)p.mode;
}

static void read_step(struct reader *r, const struct node *n, const struct stage *stage, struct step *step)
{
	static const struct field which = {.key = "do", .words = kind_words};
	const struct node *kind = node_get(n, "do");
	if (!kind) {
		reader_report(r, n, n->kind == NODE_MAP ? "definition.missing-key" : "definition.type",
			"A step is a mapping that starts with 'do', like {do: total, as: mean}.");
		return;
	}
	int word = -1;
	field_word(r, &which, kind, &word);
	if (word < 0)
		return;
	struct step_parts p = {0};
	field_map(r, n, &kind_fields[word], &p);
	*step = p.step;
	step->kind = (enum step_kind)word;
	step->as_mean = p.as == 1;
	step->criterion = p.criterion ? official_ref(r, p.criterion, &stage->scoring) : -1;
	if (p.round)
		read_round(r, p.round, step);
	if (step->kind == STEP_COMBINE)
		combine_read(r, n, p.rule, p.classes, stage, step);
	if (p.factors)
		read_factors(r, p.factors, &stage->scoring, step);
	if (p.terms)
		read_terms(r, p.terms, step);
	if (p.by)
		read_scale(r, p.by, step);
}

void steps_read(struct reader *r, const struct node *list, struct stage *stage)
{
	int n = reader_list(r, list, "steps", MOST_STEPS);
	struct step *steps = ARENA_ARRAY(r->arena, (size_t)n, struct step);
	for (int i = 0; i < n; i++) {
		steps[i].kind = STEP_KIND_COUNT; /* until it is known */
		read_step(r, &list->items[i], stage, &steps[i]);
	}
	stage->scoring.steps = steps;
	stage->scoring.step_count = n;
}
