/* Quotas and awards against what is defined and against how many can come in. */
#include "contest/definition_part.h"

#include "base/arena.h"
#include "base/str.h"

enum { MOST_PLACES = 1000000 };

struct advance_parts {
	int wild_cards, reserve, total;
	int64_t minimum;
	const struct node *quotas;
};

#define AT(member) offsetof(struct advance_parts, member)

static const struct field advance_items[] = {
	{"quotas", field_node, AT(quotas)},
	{"wild_cards", field_int, AT(wild_cards), .min = 0, .max = MOST_PLACES},
	{"minimum", field_units, AT(minimum), .min = -MOST_PLACES * (int64_t)DECIMAL_ONE,
		.max = MOST_PLACES * (int64_t)DECIMAL_ONE},
	{"reserve", field_int, AT(reserve), .min = 0, .max = 1000},
	{"total", field_int, AT(total), .min = 1, .max = MOST_PLACES},
};
FIELDS(advance_fields, "'advance'", advance_items);

static const struct field quota_items[] = {
	SELECTOR_FIELDS(struct quota, selects),
	HEAT_FIELD(struct quota, selects),
	{"places", field_int, offsetof(struct quota, places), .required = true, .min = 1, .max = MOST_PLACES},
};
FIELDS(quota_fields, "A quota", quota_items);

static void read_quotas(struct reader *r, const struct node *list, struct stage *stage)
{
	int n = reader_list(r, list, "quotas", MOST_LIST);
	struct quota *quotas = ARENA_ARRAY(r->arena, (size_t)n, struct quota);
	for (int i = 0; i < n; i++) {
		quotas[i].selects = selector_any();
		bool clean = field_map(r, &list->items[i], &quota_fields, &quotas[i]);
		for (int j = 0; clean && j < i; j++)
			if (selector_eq(&quotas[i].selects, &quotas[j].selects))
				reader_report(r, &list->items[i], "definition.duplicate-quota",
					"This quota selects the same entries as the one on line %d.",
					list->items[j].line);
	}
	stage->quotas = quotas;
	stage->quota_count = n;
}

static int64_t places_of(const struct stage *s)
{
	int64_t sum = s->wild_cards;
	for (int i = 0; i < s->quota_count; i++)
		sum += s->quotas[i].places;
	return sum;
}

/* Entries that come into a stage at most; −1 when nothing bounds them or a source is flawed.
 * An open source passes on what comes into it. */
static int64_t stage_intake(const struct reader *r, const struct stage *s)
{
	bool reached[MOST_STAGES];
	int64_t sum = 0;
	if (stage_sources(r->contest, s, reached))
		return -1;
	for (int i = 0; i < MOST_STAGES; i++) {
		if (!reached[i])
			continue;
		bool panel = r->contest->stages[i].kind == STAGE_PANEL;
		int64_t places = panel ? places_of(&r->contest->stages[i]) : 0;
		if (r->flawed[i] || (panel && places <= 0))
			return -1;
		sum += places;
	}
	return sum;
}

static void check_sums(struct reader *r, const struct node *n, const struct stage *stage, int total)
{
	int64_t out = places_of(stage), in = stage_intake(r, stage);
	const struct node *declared = node_get(n, "total");
	if (declared && total && out != total)
		reader_report(r, declared, "definition.quota-sum",
			"'total' is %d, but quotas and wild cards add up to %lld.", total, (long long)out);
	if (in >= 0 && out > in)
		reader_report(r, n, "definition.quota-sum",
			"%lld places to advance, but only %lld entries come in.", (long long)out,
			(long long)in);
}

void advance_read(struct reader *r, const struct node *n, struct stage *stage)
{
	struct advance_parts p = {0};
	field_map(r, n, &advance_fields, &p);
	stage->wild_cards = p.wild_cards;
	stage->reserve = p.reserve;
	stage->minimum = p.minimum;
	stage->has_minimum = node_get(n, "minimum") != NULL;
	if (p.quotas)
		read_quotas(r, p.quotas, stage);
	if (!p.quotas && (p.wild_cards || p.reserve))
		reader_report(r, n, "definition.no-quota", "'%s' goes with 'quotas', and there are none.",
			p.wild_cards ? "wild_cards" : "reserve");
	check_sums(r, n, stage, p.total);
}

struct award_parts {
	struct award award;
	int by, per;
};

static const char *const award_by_words[] = {"rank", "jury", NULL};
static const char *const per_words[] = {"stage", "division", "region", "track", "heat", NULL};

static const struct field award_items[] = {
	{"id", field_id, offsetof(struct award_parts, award.id), .required = true},
	{"title", field_text, offsetof(struct award_parts, award.title), .required = true},
	{"by", field_word, offsetof(struct award_parts, by), .required = true, .words = award_by_words},
	{"places", field_int, offsetof(struct award_parts, award.places), .required = true, .min = 1,
		.max = 10000},
	{"per", field_word, offsetof(struct award_parts, per), .words = per_words},
	SELECTOR_FIELDS(struct award_parts, award.selects),
	HEAT_FIELD(struct award_parts, award.selects),
};
FIELDS(award_fields, "An award", award_items);

static void check_award(
	struct reader *r, const struct node *n, const struct award *a, const struct stage *stage)
{
	if (a->per < 0)
		return;
	const struct node *per = node_get(n, "per");
	const char *axis = axis_name((enum axis)a->per);
	if (!axis_size(r->contest, stage, (enum axis)a->per))
		reader_report(r, per, "definition.unknown-id",
			"This award is per %s, but the contest defines no %ss.", axis, axis);
	if (a->selects.at[a->per] >= 0)
		reader_report(r, per, "definition.award-per", "An award for one %s can't also be per %s.",
			axis, axis);
}

/* Awards by rank go to different entries, so that they can't outnumber those who come in. */
static void check_award_sum(struct reader *r, const struct node *list, const struct award *awards, int n,
	const struct stage *stage)
{
	int64_t sum = 0, in = stage_intake(r, stage);
	for (int i = 0; i < n; i++) {
		int lists = awards[i].per < 0 ? 1 : axis_size(r->contest, stage, (enum axis)awards[i].per);
		sum += awards[i].by == AWARD_BY_RANK ? awards[i].places * (int64_t)lists : 0;
	}
	if (in >= 0 && sum > in)
		reader_report(r, list, "definition.award-sum",
			"Awards by rank have %lld places, but only %lld entries come in.", (long long)sum,
			(long long)in);
}

void awards_read(struct reader *r, const struct node *list, struct stage *stage)
{
	int n = reader_list(r, list, "awards", MOST_LABELS);
	struct award *awards = ARENA_ARRAY(r->arena, (size_t)n, struct award);
	const char **ids = ARENA_ARRAY(r->arena, (size_t)n, const char *);
	for (int i = 0; i < n; i++) {
		struct award_parts p = {.award = {.id = "", .selects = selector_any()}};
		bool clean = field_map(r, &list->items[i], &award_fields, &p);
		awards[i] = p.award;
		awards[i].by = (enum award_by)p.by;
		awards[i].per = p.per - 1;
		ids[i] = awards[i].id;
		if (clean)
			check_award(r, &list->items[i], &awards[i], stage);
	}
	reader_unique(r, list, "award", ids, n);
	check_award_sum(r, list, awards, n, stage);
	stage->awards = awards;
	stage->award_count = n;
}
