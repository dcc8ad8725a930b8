/* Criteria, then the rule around the steps: quorum, direction, tie chain. */
#include "contest/definition_part.h"

#include "base/arena.h"
#include "base/str.h"
#include "contest/combine.h"

enum { MOST_CRITERIA = 100, MOST_BANDS = 20, MOST_TIES = 20, MOST_MARK = 1000000, MOST_WEIGHT = 10000 };

#define MOST_UNITS (MOST_MARK * (int64_t)DECIMAL_ONE)

struct band_parts {
	int64_t from;
	struct text title;
};

static const struct field band_items[] = {
	{"from", field_units, offsetof(struct band_parts, from), .required = true, .min = -MOST_UNITS,
		.max = MOST_UNITS},
	{"title", field_text, offsetof(struct band_parts, title), .required = true},
};
FIELDS(band_fields, "A band", band_items);

struct criterion_parts {
	struct criterion criterion;
	struct text title, note;
	int by;
	const struct node *bands;
};

static const char *const by_words[] = {"panel", "official", NULL};

#define AT(member) offsetof(struct criterion_parts, member)

static const struct field criterion_items[] = {
	{"id", field_id, AT(criterion.id), .required = true},
	{"title", field_text, AT(title), .required = true},
	{"note", field_prose, AT(note)},
	{"group", field_id, AT(criterion.group)},
	{"by", field_word, AT(by), .words = by_words},
	{"optional", field_flag, AT(criterion.optional)},
	{"min", field_units, AT(criterion.min), .min = -MOST_UNITS, .max = MOST_UNITS},
	{"max", field_units, AT(criterion.max), .required = true, .min = -MOST_UNITS, .max = MOST_UNITS},
	{"step", field_units, AT(criterion.step), .min = 1, .max = MOST_UNITS},
	{"weight", field_weight, AT(criterion.weight), .min = -MOST_WEIGHT, .max = MOST_WEIGHT},
	{"bands", field_node, AT(bands)},
};
FIELDS(criterion_fields, "A criterion", criterion_items);

/* Best first, each within the criterion's range. */
static void read_bands(struct reader *r, const struct node *list, struct criterion *c)
{
	int n = reader_list(r, list, "bands", MOST_BANDS);
	struct band *bands = ARENA_ARRAY(r->arena, (size_t)n, struct band);
	for (int i = 0; i < n; i++) {
		struct band_parts p = {0};
		if (!field_map(r, &list->items[i], &band_fields, &p))
			continue;
		bands[i] = (struct band){p.from, p.title.zh, p.title.en};
		const struct node *from = node_get(&list->items[i], "from");
		if (from && (p.from < c->min || p.from > c->max))
			reader_report(r, from, "definition.band",
				"The band starts outside the marks of '%s'.", c->id);
		else if (from && i && p.from >= bands[i - 1].from)
			reader_report(
				r, from, "definition.band", "Bands stand from the highest to the lowest.");
	}
	c->bands = bands;
	c->band_count = n;
}

static void check_range(struct reader *r, const struct node *n, const struct criterion *c)
{
	const struct node *max = node_get(n, "max"), *step = node_get(n, "step");
	char text[3][DECIMAL_TEXT];
	decimal_format(c->min, text[0]);
	decimal_format(c->max, text[1]);
	decimal_format(c->step, text[2]);
	if (max && c->max <= c->min)
		reader_report(r, max, "definition.criterion-range",
			"'max' is %s, which is not above 'min' %s.", text[1], text[0]);
	else if (max && c->step > 0 && (c->max - c->min) % c->step)
		reader_report(r, step ? step : max, "definition.criterion-step",
			"Steps of %s do not lead from 'min' %s to 'max' %s.", text[2], text[0], text[1]);
}

/* A panel criterion may be missing whole where criteria are summed (the sixth dive of those who have five). */
void criteria_check_optional(struct reader *r, const struct node *list, const struct scoring *scoring)
{
	for (int s = 0; s < scoring->step_count; s++)
		if (scoring->steps[s].kind == STEP_SUM)
			return;
	for (int i = 0; i < scoring->criterion_count; i++)
		if (scoring->criteria[i].optional && scoring->criteria[i].by == BY_PANEL)
			reader_report(r, node_get(&list->items[i], "optional"), "definition.optional",
				"Only official criteria, or criteria that the step 'sum' adds up, can be 'optional'; "
				"an expert's missing mark needs no leave.");
}

void criteria_read(struct reader *r, const struct node *list, struct scoring *scoring)
{
	int n = reader_list(r, list, "criteria", MOST_CRITERIA), marked = 0;
	struct criterion *criteria = ARENA_ARRAY(r->arena, (size_t)n, struct criterion);
	const char **ids = ARENA_ARRAY(r->arena, (size_t)n, const char *);
	for (int i = 0; i < n; i++) {
		struct criterion_parts p = {.criterion = {.id = "", .step = DECIMAL_ONE, .weight = 1}};
		bool clean = field_map(r, &list->items[i], &criterion_fields, &p);
		struct criterion *c = &criteria[i];
		*c = p.criterion;
		c->by = (enum criterion_by)p.by;
		c->title_zh = p.title.zh;
		c->title_en = p.title.en;
		c->note_zh = p.note.zh;
		c->note_en = p.note.en;
		marked += c->by == BY_PANEL;
		if (clean)
			check_range(r, &list->items[i], c);
		if (p.bands)
			read_bands(r, p.bands, c);
		ids[i] = c->id;
	}
	if (n && !marked)
		reader_report(r, list, "definition.no-criterion", "No criterion is marked by the panel.");
	reader_unique(r, list, "criterion", ids, n);
	scoring->criteria = criteria;
	scoring->criterion_count = n;
}

int criterion_ref(struct reader *r, const struct node *n, const struct scoring *scoring)
{
	const char **ids = ARENA_ARRAY(r->arena, (size_t)scoring->criterion_count, const char *);
	for (int i = 0; i < scoring->criterion_count; i++)
		ids[i] = scoring->criteria[i].id;
	return reader_ref(r, n, "criterion", ids, scoring->criterion_count);
}

int stage_ref(struct reader *r, const struct node *n)
{
	const struct contest *c = r->contest;
	const char **ids = ARENA_ARRAY(r->arena, (size_t)c->stage_count, const char *);
	for (int i = 0; i < c->stage_count; i++)
		ids[i] = c->stages[i].id;
	int i = reader_ref(r, n, "earlier stage", ids, c->stage_count);
	if (i < 0 || c->stages[i].kind == STAGE_PANEL)
		return i;
	reader_report(r, n, "definition.open-stage", "The stage '%s' is open: it has no scores.", ids[i]);
	return -1;
}

struct tie_parts {
	const struct node *criterion, *group, *stage, *head_to_head, *countback, *marks_above_zero, *raw_mean;
	bool low;
};

#define TIE_AT(member) offsetof(struct tie_parts, member)

static const struct field tie_items[] = {
	{"criterion", field_node, TIE_AT(criterion)},
	{"group", field_node, TIE_AT(group)},
	{"stage", field_node, TIE_AT(stage)},
	{"head-to-head", field_node, TIE_AT(head_to_head)},
	{"countback", field_node, TIE_AT(countback)},
	{"marks_above_zero", field_node, TIE_AT(marks_above_zero)},
	{"raw-mean", field_node, TIE_AT(raw_mean)},
	{"low", field_flag, TIE_AT(low)},
};
FIELDS(tie_fields, "A tie key", tie_items);

static const char *const tie_words[] = {"head-to-head", "countback", "raw-mean", NULL};

static const char *group_ref(struct reader *r, const struct node *n, const struct scoring *scoring)
{
	const char **ids = ARENA_ARRAY(r->arena, (size_t)scoring->criterion_count, const char *);
	int count = 0;
	for (int i = 0; i < scoring->criterion_count; i++) {
		bool known = !scoring->criteria[i].group;
		for (int j = 0; j < count && !known; j++)
			known = str_eq(ids[j], scoring->criteria[i].group);
		if (!known)
			ids[count++] = scoring->criteria[i].group;
	}
	int i = reader_ref(r, n, "group of criteria", ids, count);
	return i < 0 ? NULL : ids[i];
}

static bool says_true(const struct node *n)
{
	return n->kind == NODE_SCALAR && !n->quoted && str_eq(n->text, "true");
}

static void expect_true(struct reader *r, const struct node *n, const char *name)
{
	if (!says_true(n))
		reader_expected(r, n, name, "true");
}

/* The panel's criterion whose marks a key looks at; −1 = sheet totals or a finding. */
static int marked_ref(struct reader *r, const struct node *n, const struct scoring *scoring)
{
	int i = criterion_ref(r, n, scoring);
	if (i >= 0 && scoring->criteria[i].by == BY_OFFICIAL)
		reader_report(r, n, "definition.criterion-by", "'%s' is official: experts do not mark it.",
			n->text);
	return i;
}

static struct tie_key tie_of_parts(struct reader *r, const struct tie_parts *p, const struct scoring *scoring)
{
	struct tie_key key = {.criterion = -1, .stage = -1, .low_wins = p->low};
	if (p->criterion) {
		key.kind = TIE_CRITERION;
		key.criterion = criterion_ref(r, p->criterion, scoring);
	} else if (p->group) {
		key.kind = TIE_GROUP;
		key.group = group_ref(r, p->group, scoring);
	} else if (p->stage) {
		key.kind = TIE_STAGE;
		key.stage = stage_ref(r, p->stage);
	} else if (p->head_to_head) {
		key.kind = TIE_HEAD_TO_HEAD;
		expect_true(r, p->head_to_head, "head-to-head");
	} else if (p->countback) {
		key.kind = TIE_COUNTBACK;
		key.criterion = says_true(p->countback) ? -1 : marked_ref(r, p->countback, scoring);
	} else if (p->marks_above_zero) {
		key.kind = TIE_MARKS_ABOVE;
		key.criterion = marked_ref(r, p->marks_above_zero, scoring);
	} else if (p->raw_mean) {
		key.kind = TIE_RAW_MEAN;
		expect_true(r, p->raw_mean, "raw-mean");
	}
	return key;
}

static struct tie_key read_tie_word(struct reader *r, const struct node *n)
{
	static const enum tie_kind kinds[] = {TIE_HEAD_TO_HEAD, TIE_COUNTBACK, TIE_RAW_MEAN};
	static const struct field field = {.key = "ties", .words = tie_words};
	int word = 0;
	field_word(r, &field, n, &word);
	return (struct tie_key){.kind = kinds[word], .criterion = -1, .stage = -1};
}

static struct tie_key read_tie(struct reader *r, const struct node *n, const struct scoring *scoring)
{
	if (n->kind == NODE_SCALAR)
		return read_tie_word(r, n);
	struct tie_parts p = {0};
	if (!field_map(r, n, &tie_fields, &p))
		return (struct tie_key){.criterion = -1, .stage = -1};
	int named = !!p.criterion + !!p.group + !!p.stage + !!p.head_to_head + !!p.countback +
		!!p.marks_above_zero + !!p.raw_mean;
	if (named != 1)
		reader_report(
			r, n, "definition.tie-key", "A tie key names one thing to compare, not %d.", named);
	return tie_of_parts(r, &p, scoring);
}

static void read_ties(struct reader *r, const struct node *list, struct scoring *scoring)
{
	int n = reader_list(r, list, "ties", MOST_TIES);
	struct tie_key *ties = ARENA_ARRAY(r->arena, (size_t)n, struct tie_key);
	for (int i = 0; i < n; i++)
		ties[i] = read_tie(r, &list->items[i], scoring);
	scoring->ties = ties;
	scoring->tie_count = n;
}

static const struct field quorum_items[] = {
	{"sheets", field_int, offsetof(struct quorum, sheets), .min = 1, .max = 1000},
	{"per_class", field_int, offsetof(struct quorum, per_class), .min = 0, .max = 99},
};
FIELDS(quorum_fields, "'quorum'", quorum_items);

/* A quorum that a full panel can't reach would leave every entry without a score. */
static void check_quorum(struct reader *r, const struct node *n, const struct stage *s)
{
	const struct quorum *q = &s->scoring.quorum;
	const struct node *sheets = node_get(n, "sheets"), *per_class = node_get(n, "per_class");
	int seats = 0;
	for (int i = 0; i < s->panel_count; i++)
		seats += s->panel[i].seats;
	int each = s->sheets_each ? s->sheets_each : seats;
	if (sheets && each && q->sheets > each)
		reader_report(r, sheets, "definition.quorum",
			"The quorum is %d sheets, but each entry gets %d.", q->sheets, each);
	if (per_class && q->per_class && !s->panel)
		reader_report(r, per_class, "definition.quorum",
			"'per_class' goes with 'panel', and there is none.");
	for (int i = 0; per_class && i < s->panel_count; i++)
		if (q->per_class > s->panel[i].seats)
			reader_report(r, per_class, "definition.quorum",
				"The quorum is %d of each class, but '%s' has %d on the panel.", q->per_class,
				r->contest->classes.items[s->panel[i].class_index].id, s->panel[i].seats);
}

struct scoring_parts {
	const struct node *quorum, *steps, *ties;
	int rank, tie_end, decimals, beside;
};

static const char *const rank_words[] = {"high", "low", NULL};
static const char *const tie_end_words[] = {"shared", "deliberation", NULL};
static const char *const beside_words[] = {"nothing", "raw-mean", NULL};

#define SCORING_AT(member) offsetof(struct scoring_parts, member)

static const struct field scoring_items[] = {
	{"quorum", field_node, SCORING_AT(quorum)},
	{"steps", field_node, SCORING_AT(steps), .required = true},
	{"rank", field_word, SCORING_AT(rank), .words = rank_words},
	{"ties", field_node, SCORING_AT(ties)},
	{"tie_end", field_word, SCORING_AT(tie_end), .words = tie_end_words},
	{"decimals", field_int, SCORING_AT(decimals), .min = 0, .max = DECIMAL_PLACES},
	{"beside", field_word, SCORING_AT(beside), .words = beside_words},
};
FIELDS(scoring_fields, "'scoring'", scoring_items);

static bool has_severity(const struct scoring *s)
{
	for (int i = 0; i < s->step_count; i++)
		if (s->steps[i].kind == STEP_COMBINE && combine_is_severity(s->steps[i].combine.rule))
			return true;
	return false;
}

void scoring_read(struct reader *r, const struct node *n, struct stage *stage)
{
	struct scoring_parts p = {.tie_end = TIE_DELIBERATION, .decimals = 2, .beside = -1};
	struct scoring *s = &stage->scoring;
	s->quorum.sheets = 1;
	field_map(r, n, &scoring_fields, &p);
	s->low_wins = p.rank == 1;
	s->tie_end = (enum tie_end)p.tie_end;
	s->display_places = p.decimals;
	if (p.quorum && field_map(r, p.quorum, &quorum_fields, &s->quorum))
		check_quorum(r, p.quorum, stage);
	if (p.ties)
		read_ties(r, p.ties, s);
	if (p.steps) {
		steps_read(r, p.steps, stage);
		pipeline_check(r, p.steps, stage);
	}
	s->beside_raw = p.beside < 0 ? has_severity(s) : p.beside == 1;
}
