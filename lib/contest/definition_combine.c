/* What several experts' values become: a rule, or one a class with weights. */
#include "contest/definition_part.h"

#include "base/arena.h"
#include "contest/combine.h"

enum { MOST_POINTS = 200, MOST_PLAIN = 1000000, MOST_WEIGHT = 10000 };

#define MOST_UNITS (MOST_PLAIN * (int64_t)DECIMAL_ONE)

static const char *const rule_words[] = {
	"mean", "sum", "median", "rank-sum", "rank-points", "majority", "severity-additive", "severity-mfrm", NULL};

struct drop {
	int high, low;
};

void field_rule(struct reader *r, const struct field *f, const struct node *n, void *into)
{
	struct field with_words = *f;
	with_words.words = rule_words;
	field_word(r, &with_words, n, into);
}

static const struct field drop_items[] = {
	{"high", field_int, offsetof(struct drop, high), .min = 0, .max = 99},
	{"low", field_int, offsetof(struct drop, low), .min = 0, .max = 99},
};
FIELDS(drop_fields, "'drop'", drop_items);

static void read_points(struct reader *r, const struct node *list, struct combine *c)
{
	int n = reader_list(r, list, "points", MOST_POINTS);
	int64_t *points = ARENA_ARRAY(r->arena, (size_t)n, int64_t);
	for (int i = 0; i < n; i++)
		reader_units(r, &list->items[i], "points", -MOST_UNITS, MOST_UNITS, &points[i]);
	c->points = points;
	c->point_count = n;
}

/* What a rule takes beside its name; `n` is the mapping that it stands in. */
static void read_combine(struct reader *r, const struct node *n, int rule, struct combine *c)
{
	const struct node *drop = node_get(n, "drop"), *points = node_get(n, "points");
	c->rule = (enum combine_rule)rule;
	bool drops = c->rule == COMBINE_MEAN || c->rule == COMBINE_SUM;
	if (drop && !drops) {
		reader_report(r, drop, "definition.drop", "'drop' goes with mean and sum, not with %s.",
			rule_words[rule]);
	} else if (drop) {
		struct drop d = {0};
		field_map(r, drop, &drop_fields, &d);
		c->drop_high = d.high;
		c->drop_low = d.low;
	}
	if (points && c->rule != COMBINE_RANK_POINTS)
		reader_report(r, points, "definition.points", "'points' goes with rank-points, not with %s.",
			rule_words[rule]);
	else if (points)
		read_points(r, points, c);
	else if (c->rule == COMBINE_RANK_POINTS)
		reader_report(
			r, n, "definition.missing-key", "rank-points needs 'points', like [12, 10, 8, 7].");
}

struct share_parts {
	struct class_share share;
	int rule;
	const struct node *drop, *points;
};

static const struct field share_items[] = {
	{"weight", field_weight, offsetof(struct share_parts, share.weight), .required = true, .min = 1,
		.max = MOST_WEIGHT},
	{"rule", field_rule, offsetof(struct share_parts, rule), .required = true},
	{"drop", field_node, offsetof(struct share_parts, drop)},
	{"points", field_node, offsetof(struct share_parts, points)},
};
FIELDS(share_fields, "A class", share_items);

static int seats_of(const struct stage *s, int class_index)
{
	for (int i = 0; i < s->panel_count; i++)
		if (s->panel[i].class_index == class_index)
			return s->panel[i].seats;
	return 0;
}

static void read_share(struct reader *r, const struct pair *p, const struct stage *stage, struct step *step,
	struct class_share *shares)
{
	struct share_parts parts = {.share = {.weight = 1}};
	bool clean = field_map(r, &p->value, &share_fields, &parts);
	int class_index = reader_label(r, &p->key, "class", &r->contest->classes);
	if (!clean || class_index < 0)
		return;
	if (stage->panel_count && !seats_of(stage, class_index))
		reader_report(r, &p->key, "definition.class-not-on-panel",
			"The class '%s' has no seat on this stage's panel.", p->key.text);
	struct class_share *share = &shares[step->share_count++];
	*share = parts.share;
	share->class_index = class_index;
	if (combine_is_severity((enum combine_rule)parts.rule))
		reader_report(r, node_get(&p->value, "rule"), "definition.severity",
			"%s compares all experts with each other and can't be the rule of one class.", rule_words[parts.rule]);
	read_combine(r, &p->value, parts.rule, &share->combine);
}

/* Experts of a class without a share would be heard and not counted. */
static void check_shares(
	struct reader *r, const struct node *n, const struct stage *stage, const struct step *step)
{
	for (int i = 0; i < stage->panel_count; i++) {
		bool found = false;
		for (int j = 0; j < step->share_count; j++)
			found |= step->shares[j].class_index == stage->panel[i].class_index;
		const char *id = r->contest->classes.items[stage->panel[i].class_index].id;
		if (!found && !node_get(n, id))
			reader_report(r, n, "definition.class-share",
				"The class '%s' sits on the panel and has no weight here.", id);
	}
}

static void read_classes(struct reader *r, const struct node *n, const struct stage *stage, struct step *step)
{
	if (n->kind != NODE_MAP || !n->count) {
		reader_expected(r, n, "classes", "a mapping of classes to rules");
		return;
	}
	struct class_share *shares = ARENA_ARRAY(r->arena, (size_t)n->count, struct class_share);
	step->shares = shares;
	for (int i = 0; i < n->count; i++)
		read_share(r, &n->pairs[i], stage, step, shares);
	check_shares(r, n, stage, step);
}

void combine_read(struct reader *r, const struct node *n, int rule, const struct node *classes,
	const struct stage *stage, struct step *step)
{
	const struct node *named = node_get(n, "rule");
	if (classes && named)
		reader_report(
			r, named, "definition.combine", "'combine' takes 'rule' or 'classes', not both.");
	else if (!classes && !named)
		reader_report(
			r, n, "definition.missing-key", "The step 'combine' needs 'rule' or 'classes'.");
	if (classes)
		read_classes(r, classes, stage, step);
	else
		read_combine(r, n, rule, &step->combine);
}
