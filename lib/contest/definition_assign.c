/* What a stage says of who marks which entry, and how the experts of an entry are shared out among the classes. */
#include "contest/definition_part.h"

#include "base/arena.h"
#include "base/finding.h"
#include "base/str.h"
#include "contest/scoring.h"

#include <string.h>

enum { MOST_LOAD = 100000, MOST_SHARED = 1000, MOST_CALIBRATION = 1000, MOST_CAP = 1000000 };

struct assignment_parts {
	struct assignment_rule rule;
	const struct node *cap, *seats, *disjoint, *shared;
	int aim;
};

static const char *const aim_words[] = {"worst-first", "total", NULL};

static const struct field assignment_items[] = {
	{"seats", field_node, offsetof(struct assignment_parts, seats)},
	{"load", field_int, offsetof(struct assignment_parts, rule.load), .min = 1, .max = MOST_LOAD},
	{"shared", field_node, offsetof(struct assignment_parts, shared)},
	{"calibration", field_int, offsetof(struct assignment_parts, rule.calibration), .min = 0, .max = MOST_CALIBRATION},
	{"aim", field_word, offsetof(struct assignment_parts, aim), .words = aim_words},
	{"cap", field_node, offsetof(struct assignment_parts, cap)},
	{"disjoint", field_flag, offsetof(struct assignment_parts, rule.disjoint)},
};
FIELDS(assignment_fields, "'assignment'", assignment_items);

/* "1/2": above 0 and at most 1. */
static void read_cap(struct reader *r, const struct node *n, struct assignment_rule *rule)
{
	const char *slash = n->kind == NODE_SCALAR ? strchr(n->text, '/') : NULL;
	int64_t num = 0, den = 0;
	if (slash && digits_value(n->text, (size_t)(slash - n->text), &num) &&
		digits_value(slash + 1, strlen(slash + 1), &den) && num > 0 && num <= den && den <= MOST_CAP) {
		rule->cap_num = num;
		rule->cap_den = den;
		return;
	}
	reader_expected(r, n, "cap", "a fraction above 0 and at most 1 like 1/2");
}

static int panel_seats_of(const struct stage *s, int class_index)
{
	for (int i = 0; i < s->panel_count; i++)
		if (s->panel[i].class_index == class_index)
			return s->panel[i].seats;
	return 0;
}

static void read_seats(struct reader *r, const struct node *n, struct stage *s)
{
	if (n->kind != NODE_MAP) {
		reader_expected(r, n, "seats", "a mapping of classes to experts of each entry");
		return;
	}
	struct panel_seats *seats = ARENA_ARRAY(r->arena, (size_t)n->count, struct panel_seats);
	int count = 0, sum = 0;
	for (int i = 0; i < n->count; i++) {
		const struct pair *p = &n->pairs[i];
		int64_t value = 1;
		reader_whole(r, &p->value, p->key.text, 0, 99, &value);
		int class_index = reader_label(r, &p->key, "class", &r->contest->classes);
		if (class_index < 0)
			continue;
		if (value > panel_seats_of(s, class_index))
			reader_report(r, &p->value, "definition.assignment", "Each entry can't have %d experts of class '%s': its panel has %d.",
				(int)value, p->key.text, panel_seats_of(s, class_index));
		sum += (int)value;
		seats[count++] = (struct panel_seats){class_index, (int)value};
	}
	if (s->sheets_each && sum != s->sheets_each)
		reader_report(r, n, "definition.assignment", "'seats' add up to %d, and 'sheets_each' is %d.", sum, s->sheets_each);
	s->assignment.seats = seats;
	s->assignment.seat_count = count;
}

/* The steps are not read yet when this is wanted of a rule that may be unknown: their words are enough. */
static bool has_severity(const struct node *scoring)
{
	const struct node *steps = node_get(scoring, "steps");
	for (int i = 0; steps && steps->kind == NODE_LIST && i < steps->count; i++)
		for (int k = 0; k < 2; k++) {
			const struct node *word = node_get(&steps->items[i], k ? "rule" : "do");
			if (word && word->kind == NODE_SCALAR && strncmp(word->text, "severity-", strlen("severity-")) == 0)
				return true;
		}
	return false;
}

static void check_linkage(struct reader *r, const struct node *n, const struct assignment_parts *p, const struct node *scoring)
{
	if (p->shared && p->rule.shared == 0 && !p->rule.disjoint)
		reader_report(r, p->shared, "definition.assignment",
			"With 'shared' 0 panels may be disjoint, and no expert's severity can be told from the strength of their entries; "
			"say 'disjoint: true' where that is meant.");
	if (p->rule.disjoint && p->rule.shared > 0)
		reader_report(r, p->shared, "definition.assignment", "'disjoint: true' and 'shared' contradict each other.");
	if (p->rule.disjoint && scoring && has_severity(scoring))
		reader_report(r, node_get(n, "disjoint"), "definition.assignment",
			"A severity rule needs experts who share entries; it can't go with 'disjoint: true'.");
}

void assignment_read(struct reader *r, const struct node *n, const struct node *scoring, struct stage *stage)
{
	struct assignment_parts p = {.rule = {.shared = -1}};
	int64_t shared = -1;
	field_map(r, n, &assignment_fields, &p);
	p.rule.total_aim = p.aim == 1;
	if (p.shared && reader_whole(r, p.shared, "shared", 0, MOST_SHARED, &shared))
		p.rule.shared = (int)shared;
	if (p.cap)
		read_cap(r, p.cap, &p.rule);
	check_linkage(r, n, &p, scoring);
	stage->assignment = p.rule;
	if (p.seats)
		read_seats(r, p.seats, stage);
}

/* Largest remainders: each class gets its whole share of sheets_each, then those with the most left over, in the panel's order. */
static void share_out(const struct stage *s, int *seats)
{
	int64_t all = 0, left = s->sheets_each;
	for (int i = 0; i < s->panel_count; i++)
		all += s->panel[i].seats;
	for (int i = 0; i < s->panel_count; i++) {
		seats[i] = (int)((int64_t)s->sheets_each * s->panel[i].seats / all);
		left -= seats[i];
	}
	for (; left > 0; left--) {
		int best = -1;
		int64_t most = -1;
		for (int i = 0; i < s->panel_count; i++) {
			int64_t rest = (int64_t)s->sheets_each * s->panel[i].seats - (int64_t)seats[i] * all;
			if (rest > most) {
				most = rest;
				best = i;
			}
		}
		seats[best]++;
	}
}

void stage_entry_seats(const struct stage *s, int *seats)
{
	for (int i = 0; i < s->panel_count; i++)
		seats[i] = s->panel[i].seats;
	for (int i = 0; i < s->panel_count && s->assignment.seat_count; i++) {
		seats[i] = 0;
		for (int k = 0; k < s->assignment.seat_count; k++)
			if (s->assignment.seats[k].class_index == s->panel[i].class_index)
				seats[i] = s->assignment.seats[k].seats;
	}
	if (s->sheets_each && s->panel_count && !s->assignment.seat_count)
		share_out(s, seats);
}
