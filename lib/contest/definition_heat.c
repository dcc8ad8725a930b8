/* Heats are listed, or made one a value of an axis; a panel stage without any has one heat, "main". */
#include "contest/definition_part.h"

#include "base/arena.h"
#include "base/str.h"

#include <string.h>

struct selector selector_any(void)
{
	return (struct selector){{-1, -1, -1, -1}};
}

enum { FLAWED = -2 }; /* at[] of an id that names nothing: equal to nothing, meets nothing */

static bool is_flawed(const struct selector *s)
{
	for (int i = 0; i < AXIS_COUNT; i++)
		if (s->at[i] == FLAWED)
			return true;
	return false;
}

bool selector_eq(const struct selector *a, const struct selector *b)
{
	return memcmp(a->at, b->at, sizeof(a->at)) == 0 && !is_flawed(a);
}

bool selector_is_any(const struct selector *s)
{
	struct selector any = selector_any();
	return selector_eq(s, &any);
}

/* Whether some entry could be selected by both. */
static bool selectors_meet(const struct selector *a, const struct selector *b)
{
	if (is_flawed(a) || is_flawed(b))
		return false;
	for (int i = 0; i < AXIS_COUNT; i++)
		if (a->at[i] >= 0 && b->at[i] >= 0 && a->at[i] != b->at[i])
			return false;
	return true;
}

int axis_size(const struct contest *c, const struct stage *s, enum axis axis)
{
	return axis == AXIS_HEAT ? s->heat_count : c->axes[axis].count;
}

void field_axis(struct reader *r, const struct field *f, const struct node *n, void *into)
{
	int found;
	if (f->min == AXIS_HEAT) {
		const struct stage *s = r->stage;
		const char **ids = ARENA_ARRAY(r->arena, (size_t)s->heat_count, const char *);
		for (int i = 0; i < s->heat_count; i++)
			ids[i] = s->heats[i].id;
		found = reader_ref(r, n, f->key, ids, s->heat_count);
	} else {
		found = reader_label(r, n, f->key, &r->contest->axes[f->min]);
	}
	*(int *)into = found < 0 ? FLAWED : found;
}

#define TIMED_ITEMS \
	{"venue", field_text, offsetof(struct heat, venue)}, \
	{"starts", field_time, offsetof(struct heat, starts_ms)}, \
	{"pitch", field_duration, offsetof(struct heat, pitch_s)}, \
	{"questions", field_duration, offsetof(struct heat, questions_s)}

static const struct field heat_items[] = {
	{"id", field_id, offsetof(struct heat, id), .required = true},
	{"title", field_text, offsetof(struct heat, title), .required = true},
	SELECTOR_FIELDS(struct heat, selects),
	TIMED_ITEMS,
};
FIELDS(heat_fields, "A heat", heat_items);

struct heats_by {
	struct heat heat; /* what all have in common */
	int axis;
};

static const char *const by_words[] = {"division", "region", "track", NULL};

static const struct field by_items[] = {
	TIMED_ITEMS, /* struct heat comes first in struct heats_by */
	{"by", field_word, offsetof(struct heats_by, axis), .required = true, .words = by_words},
};
FIELDS(by_fields, "'heats'", by_items);

static void heats_by_axis(struct reader *r, const struct node *n, struct stage *stage)
{
	struct heats_by by = {.heat = {.selects = selector_any()}};
	field_map(r, n, &by_fields, &by);
	const struct labels *labels = &r->contest->axes[by.axis];
	if (!labels->count)
		reader_report(r, n, "definition.unknown-id", "Heats by %s, but the contest defines no %ss.",
			by_words[by.axis], by_words[by.axis]);
	struct heat *heats = ARENA_ARRAY(r->arena, (size_t)labels->count, struct heat);
	for (int i = 0; i < labels->count; i++) {
		heats[i] = by.heat;
		heats[i].id = labels->items[i].id;
		heats[i].title = labels->items[i].title;
		heats[i].selects.at[by.axis] = i;
	}
	stage->heats = heats;
	stage->heat_count = labels->count;
}

static void check_heat(
	struct reader *r, const struct node *list, const struct heat *heats, int i, const struct stage *stage)
{
	const struct node *starts = node_get(&list->items[i], "starts");
	int64_t at = heats[i].starts_ms;
	if (starts && at &&
		((stage->starts_ms && at < stage->starts_ms) || (stage->ends_ms && at >= stage->ends_ms)))
		reader_report(
			r, starts, "definition.time-order", "This heat starts outside its stage's time.");
	for (int j = 0; j < i; j++) {
		if (selector_is_any(&heats[i].selects) && selector_is_any(&heats[j].selects))
			continue;
		if (!selectors_meet(&heats[i].selects, &heats[j].selects))
			continue;
		reader_report(r, &list->items[i], "definition.heat-overlap",
			"An entry could belong to both heats '%s' and '%s'; let each select different ones.",
			heats[j].id, heats[i].id);
		return;
	}
}

static void heats_listed(struct reader *r, const struct node *list, struct stage *stage)
{
	int n = reader_list(r, list, "heats", MOST_HEATS);
	struct heat *heats = ARENA_ARRAY(r->arena, (size_t)n, struct heat);
	const char **ids = ARENA_ARRAY(r->arena, (size_t)n, const char *);
	for (int i = 0; i < n; i++) {
		heats[i] = (struct heat){.id = "", .selects = selector_any()};
		if (field_map(r, &list->items[i], &heat_fields, &heats[i]))
			check_heat(r, list, heats, i, stage);
		ids[i] = heats[i].id;
	}
	reader_unique(r, list, "heat", ids, n);
	stage->heats = heats;
	stage->heat_count = n;
}

void heats_read(struct reader *r, const struct node *n, struct stage *stage)
{
	if (n && n->kind == NODE_MAP) {
		heats_by_axis(r, n, stage);
	} else if (n) {
		heats_listed(r, n, stage);
	} else {
		struct heat *heat = ARENA_NEW(r->arena, struct heat);
		*heat = (struct heat){.id = "main", .title = stage->title, .selects = selector_any()};
		stage->heats = heat;
		stage->heat_count = 1;
	}
}
