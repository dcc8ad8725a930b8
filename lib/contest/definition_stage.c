/* A stage by its kind: an open one knows few keys, a panel one all of them.
 *
 * Sources stand before what they feed, so that a reference to a stage is a
 * look-up among those read already; what stands later is told apart from what
 * exists nowhere by a first pass over the ids. */
#include "contest/definition_part.h"

#include "base/arena.h"
#include "base/finding.h"
#include "base/str.h"

struct stage_parts {
	struct stage stage;
	int kind, rank_within, deliberation;
	const struct node *from, *heats, *panel, *sheets_each, *assignment, *criteria, *scoring, *floor, *advance, *awards;
};

static const char *const kinds[] = {"panel", "open", NULL};
static const char *const rank_words[] = {"stage", "division", "region", "track", "heat", NULL};
static const char *const vote_words[] = {"majority", "borda", "schulze", NULL};

#define AT(member) offsetof(struct stage_parts, member)

#define COMMON_ITEMS \
	{"id", field_id, AT(stage.id), .required = true}, \
	{"title", field_text, AT(stage.title), .required = true}, \
	{"note", field_prose, AT(stage.note)}, \
	{"kind", field_word, AT(kind), .words = kinds}, \
	{"from", field_node, AT(from)}, \
	{"starts", field_time, AT(stage.starts_ms)}, \
	{"ends", field_end, AT(stage.ends_ms)}

static const struct field open_items[] = {COMMON_ITEMS};
FIELDS(open_fields, "An open stage", open_items);

static const struct field panel_items[] = {
	COMMON_ITEMS,
	{"heats", field_node, AT(heats)},
	{"rank_within", field_word, AT(rank_within), .words = rank_words},
	{"panel", field_node, AT(panel)},
	{"sheets_each", field_node, AT(sheets_each)},
	{"assignment", field_node, AT(assignment)},
	{"supervised", field_flag, AT(stage.supervised)},
	{"criteria", field_node, AT(criteria), .required = true},
	{"scoring", field_node, AT(scoring), .required = true},
	{"floor", field_node, AT(floor)},
	{"advance", field_node, AT(advance)},
	{"deliberation", field_word, AT(deliberation), .words = vote_words},
	{"awards", field_node, AT(awards)},
};
FIELDS(panel_fields, "A panel stage", panel_items);

/* Ids of all stages in the file, "" where there is none. */
static const char **all_ids(struct reader *r, const struct node *list, int n)
{
	const char **ids = ARENA_ARRAY(r->arena, (size_t)n, const char *);
	for (int i = 0; i < n; i++) {
		const struct node *id = node_get(&list->items[i], "id");
		ids[i] = id && id->kind == NODE_SCALAR ? id->text : "";
	}
	return ids;
}

/* Where a reference to a stage leads: its index when it stands above stage `here`. */
static int source_ref(struct reader *r, const struct node *n, const char *const *ids, int count, int here)
{
	int i = reader_ref(r, n, "stage", ids, count);
	if (i < here)
		return i;
	if (i == here)
		reader_report(r, n, "definition.stage-cycle",
			"The stage '%s' can't take entries from itself.", ids[i]);
	else
		reader_report(r, n, "definition.stage-order",
			"The stage '%s' stands further down; put a stage after those that feed it.", ids[i]);
	return -1;
}

static void read_from(struct reader *r, const struct node *list, const char *const *ids, int count, int here,
	struct stage *stage)
{
	int n = reader_list(r, list, "from", MOST_STAGES);
	int *from = ARENA_ARRAY(r->arena, (size_t)n, int);
	for (int i = 0; i < n; i++) {
		const struct node *item = &list->items[i];
		from[stage->from_count] = source_ref(r, item, ids, count, here);
		if (from[stage->from_count] < 0)
			continue;
		const struct stage *source = &r->contest->stages[from[stage->from_count]];
		for (int j = 0; j < stage->from_count; j++)
			if (from[j] == from[stage->from_count])
				reader_report(r, item, "definition.duplicate-id",
					"The stage '%s' is named twice.", source->id);
		if (source->kind == STAGE_PANEL && !source->quota_count &&
			!r->flawed[from[stage->from_count]])
			reader_report(r, item, "definition.no-quota",
				"Nobody advances from '%s': it has no quotas; give it 'advance'.",
				source->id);
		stage->from_count++;
	}
	stage->from = from;
}

static void read_panel(struct reader *r, const struct node *n, struct stage *stage)
{
	if (n->kind != NODE_MAP) {
		reader_expected(r, n, "panel", "a mapping of classes to seats");
		return;
	}
	size_t before = r->findings->total;
	struct panel_seats *panel = ARENA_ARRAY(r->arena, (size_t)n->count, struct panel_seats);
	for (int i = 0; i < n->count; i++) {
		const struct pair *p = &n->pairs[i];
		int64_t seats = 1;
		reader_whole(r, &p->value, p->key.text, 1, 99, &seats);
		int class_index = reader_label(r, &p->key, "class", &r->contest->classes);
		if (class_index >= 0)
			panel[stage->panel_count++] = (struct panel_seats){class_index, (int)seats};
	}
	stage->panel = panel;
	if (r->findings->total != before)
		stage->panel_count = 0; /* nothing more can be said of its seats */
}

static void read_sheets_each(struct reader *r, const struct node *n, struct stage *stage)
{
	int64_t value;
	if (!reader_whole(r, n, "sheets_each", 1, 1000, &value))
		return;
	stage->sheets_each = (int)value;
	int seats = 0;
	for (int i = 0; i < stage->panel_count; i++)
		seats += stage->panel[i].seats;
	if (seats && value > seats)
		reader_report(r, n, "definition.sheets-each",
			"'sheets_each' is %d, but the panel has %d experts.", (int)value, seats);
}

static void check_times(struct reader *r, const struct node *n, const struct stage *s)
{
	const struct node *ends = node_get(n, "ends");
	if (ends && s->starts_ms && s->ends_ms && s->ends_ms <= s->starts_ms)
		reader_report(r, ends, "definition.time-order", "The stage ends before it starts.");
}

static void read_panel_stage(struct reader *r, struct stage_parts *p)
{
	struct stage *s = &p->stage;
	heats_read(r, p->heats, s);
	if (p->panel)
		read_panel(r, p->panel, s);
	if (p->sheets_each)
		read_sheets_each(r, p->sheets_each, s);
	if (p->assignment)
		assignment_read(r, p->assignment, p->scoring, s);
	if (p->criteria)
		criteria_read(r, p->criteria, &s->scoring);
	if (p->scoring)
		scoring_read(r, p->scoring, s);
	if (p->criteria && p->scoring)
		criteria_check_optional(r, p->criteria, &s->scoring);
	if (p->floor)
		floor_read(r, p->floor, s);
	if (p->advance)
		advance_read(r, p->advance, s);
	if (p->awards)
		awards_read(r, p->awards, s);
}

static void check_rank_within(struct reader *r, const struct node *n, const struct stage *s)
{
	const struct node *word = node_get(n, "rank_within");
	if (word && s->rank_within >= 0 && !axis_size(r->contest, s, (enum axis)s->rank_within))
		reader_report(r, word, "definition.unknown-id",
			"'rank_within' is %s, but the contest defines no %ss.",
			axis_name((enum axis)s->rank_within), axis_name((enum axis)s->rank_within));
}

static void read_stage(struct reader *r, const struct node *n, const char *const *ids, int count, int here,
	struct stage *ret)
{
	struct stage_parts p = {.stage = {.id = "", .floor.overtime = -1, .assignment.shared = -1}};
	const struct node *kind = node_get(n, "kind");
	bool open = kind && kind->kind == NODE_SCALAR && str_eq(kind->text, "open");
	field_map(r, n, open ? &open_fields : &panel_fields, &p);
	struct stage *s = &p.stage;
	s->kind = open ? STAGE_OPEN : STAGE_PANEL;
	s->rank_within = p.rank_within - 1;
	s->deliberation = (enum vote_rule)p.deliberation;
	r->stage = s;
	if (p.from)
		read_from(r, p.from, ids, count, here, s);
	if (!open)
		read_panel_stage(r, &p);
	check_times(r, n, s);
	check_rank_within(r, n, s);
	r->stage = NULL;
	*ret = *s;
}

void stages_read(struct reader *r, const struct node *list)
{
	int n = reader_list(r, list, "stages", MOST_STAGES);
	const char **ids = all_ids(r, list, n);
	struct stage *stages = ARENA_ARRAY(r->arena, (size_t)n, struct stage);
	bool *flawed = ARENA_ARRAY(r->arena, (size_t)n, bool);
	r->flawed = flawed;
	r->contest->stages = stages;
	for (int i = 0; i < n; i++) {
		size_t before = r->findings->total;
		read_stage(r, &list->items[i], ids, n, i, &stages[i]);
		flawed[i] = r->findings->total != before;
		r->contest->stage_count = i + 1;
	}
	reader_unique(r, list, "stage", ids, n);
}
