/* Entries and experts are sorted by id (bytes), sheets by entry and expert, so that the arrays, and all that
 * is made of them, depend on what was recorded and not on the order in which it is given.
 *
 * Who takes part: everybody where a stage has no source; else whoever one of its sources sends. A panel
 * stage sends those who advance by its published result or were moved up since; an open stage sends all
 * that came to it. A withdrawn entry still takes part, marked as such.
 *
 * The heat of an entry: the first heat of the definition whose selector fits it; where no heat selects,
 * the heat that its sheets name; where there is only one heat, that one. */
#include "contest/roster.h"

#include "base/arena.h"
#include "base/str.h"
#include "contest/contest.h"
#include "contest/result.h"

#include <stdlib.h>
#include <string.h>

struct roster {
	const struct result_input *in;
	const struct stage *stage;
	struct arena *arena;
	struct err *err;
	struct published_stage *published; /* by stage */
	bool everyone, sources[MOST_STAGES]; /* who comes in */
	struct entry *entries;             /* that take part */
	int entry_count;
	struct expert *experts;
	int expert_count;
};

static const char official[] = "official";

static bool comes_in(const struct roster *r, const char *entry)
{
	for (int s = 0; s < r->in->stage && !r->everyone; s++) {
		const struct published *p = r->sources[s] ? published_find(&r->published[s], entry) : NULL;
		if (p && p->advances)
			return true;
	}
	return r->everyone;
}

static bool read_published(struct roster *r)
{
	const struct contest *c = r->in->contest;
	r->published = ARENA_ARRAY(r->arena, (size_t)c->stage_count, struct published_stage);
	for (int i = 0; i < r->in->earlier_count; i++) {
		const struct result_earlier *e = &r->in->earlier[i];
		int stage = contest_find_stage(c, e->stage);
		if (stage < 0 || stage == r->in->stage)
			continue;
		if (!published_read(e, r->arena, &r->published[stage], r->err))
			return false;
	}
	return true;
}

static bool find_label(const struct roster *r, enum axis axis, const struct result_entry *e, const char *id,
	int *ret)
{
	*ret = id ? labels_find(&r->in->contest->axes[axis], id) : -1;
	if (id && *ret < 0)
		return fail(r->err, ERR_CONFLICT, "entry.axis", "Entry %s names the unknown %s %s.", e->id,
			axis_name(axis), id);
	return true;
}

static int entry_order(const void *a, const void *b)
{
	return strcmp(((const struct entry *)a)->id, ((const struct entry *)b)->id);
}

static int expert_order(const void *a, const void *b)
{
	return strcmp(((const struct expert *)a)->id, ((const struct expert *)b)->id);
}

static int find_entry(const struct roster *r, const char *id)
{
	struct entry key = {.id = id};
	const struct entry *e = bsearch(&key, r->entries, (size_t)r->entry_count, sizeof(key), entry_order);
	return e ? (int)(e - r->entries) : -1;
}

static int find_expert(const struct roster *r, const char *id)
{
	struct expert key = {.id = id};
	const struct expert *e = bsearch(&key, r->experts, (size_t)r->expert_count, sizeof(key), expert_order);
	return e ? (int)(e - r->experts) : -1;
}

static bool add_entries(struct roster *r)
{
	const struct result_input *in = r->in;
	r->entries = ARENA_ARRAY(r->arena, in->entry_count, struct entry);
	for (size_t i = 0; i < in->entry_count; i++) {
		const struct result_entry *e = &in->entries[i];
		struct entry *to = &r->entries[r->entry_count];
		if (!comes_in(r, e->id))
			continue;
		*to = (struct entry){.id = e->id, .withdrawn = e->withdrawn, .left = e->left};
		if (!find_label(r, AXIS_DIVISION, e, e->division, &to->at[AXIS_DIVISION]) ||
			!find_label(r, AXIS_REGION, e, e->region, &to->at[AXIS_REGION]) ||
			!find_label(r, AXIS_TRACK, e, e->track, &to->at[AXIS_TRACK]))
			return false;
		to->at[AXIS_HEAT] = -1;
		r->entry_count++;
	}
	qsort(r->entries, (size_t)r->entry_count, sizeof(*r->entries), entry_order);
	return true;
}

static bool add_experts(struct roster *r)
{
	const struct result_input *in = r->in;
	bool need_official = false;
	r->experts = ARENA_ARRAY(r->arena, in->expert_count + 1, struct expert);
	for (size_t i = 0; i < in->sheet_count && !need_official; i++)
		need_official = str_eq(in->sheets[i].expert, official);
	for (size_t i = 0; i < in->expert_count; i++) {
		const struct result_expert *e = &in->experts[i];
		int class_index = e->class_id ? labels_find(&in->contest->classes, e->class_id) : -1;
		if (e->class_id && class_index < 0)
			return fail(r->err, ERR_CONFLICT, "expert.class", "Expert %s is of the unknown class %s.",
				e->id, e->class_id);
		r->experts[r->expert_count++] = (struct expert){e->id, class_index};
		need_official = need_official && !str_eq(e->id, official);
	}
	if (need_official)
		r->experts[r->expert_count++] = (struct expert){official, -1};
	qsort(r->experts, (size_t)r->expert_count, sizeof(*r->experts), expert_order);
	return true;
}

static bool selects_something(const struct selector *s)
{
	for (int axis = 0; axis < AXIS_COUNT; axis++)
		if (s->at[axis] >= 0)
			return true;
	return false;
}

static bool fits(const struct selector *s, const struct entry *e)
{
	for (int axis = 0; axis < AXIS_HEAT; axis++)
		if (s->at[axis] >= 0 && s->at[axis] != e->at[axis])
			return false;
	return true;
}

static void seat_by_selector(struct roster *r)
{
	const struct stage *s = r->stage;
	for (int i = 0; i < r->entry_count; i++)
		for (int h = 0; h < s->heat_count && r->entries[i].at[AXIS_HEAT] < 0; h++)
			if ((s->heat_count == 1 || selects_something(&s->heats[h].selects)) &&
				fits(&s->heats[h].selects, &r->entries[i]))
				r->entries[i].at[AXIS_HEAT] = h;
}

/* What a sheet names, as indices. */
struct seat {
	struct sheet sheet;
	const struct result_sheet *from;
};

static int seat_order(const void *a, const void *b)
{
	const struct seat *x = a, *y = b;
	if (x->sheet.entry != y->sheet.entry)
		return x->sheet.entry < y->sheet.entry ? -1 : 1;
	return (x->sheet.expert > y->sheet.expert) - (x->sheet.expert < y->sheet.expert);
}

static bool seat_sheet(struct roster *r, const struct result_sheet *from, struct seat *ret)
{
	int entry = find_entry(r, from->entry), expert = find_expert(r, from->expert);
	int heat = stage_find_heat(r->stage, from->heat);
	if (entry < 0)
		return fail(r->err, ERR_CONFLICT, "sheet.entry", "Entry %s has a sheet but takes no part in stage %s.",
			from->entry, r->stage->id);
	if (expert < 0)
		return fail(r->err, ERR_CONFLICT, "sheet.expert", "Nobody knows expert %s, who marked entry %s.",
			from->expert, from->entry);
	struct entry *e = &r->entries[entry];
	if (heat < 0 || (e->at[AXIS_HEAT] >= 0 && e->at[AXIS_HEAT] != heat))
		return fail(r->err, ERR_CONFLICT, "sheet.heat", "Expert %s marked entry %s in heat %s, where it does not stand.",
			from->expert, from->entry, from->heat);
	e->at[AXIS_HEAT] = heat;
	*ret = (struct seat){{entry, expert, from->recused}, from};
	return true;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* One `"criterion":units` at *at, put into its place in marks. */
static bool read_mark(const struct stage *stage, const char **at, int64_t *marks)
{
	const char *name = *at + 1, *end = **at == '"' ? strchr(name, '"') : NULL;
	char id[65];
	if (!end || end - name >= (ptrdiff_t)sizeof(id) || end[1] != ':')
		return false;
	memcpy(id, name, (size_t)(end - name));
	id[end - name] = '\0';
	const char *s = end + 2;
	bool negative = *s == '-';
	s += negative;
	int64_t v = 0;
	const char *first = s;
	while (is_digit(*s) && v < (int64_t)1 << 53)
		v = v * 10 + (*s++ - '0');
	int criterion = stage_find_criterion(stage, id);
	if (s == first || criterion < 0)
		return false;
	marks[criterion] = negative ? -v : v;
	*at = s;
	return true;
}

static bool read_marks(const struct stage *stage, const char *text, int64_t *marks)
{
	for (int c = 0; c < stage->scoring.criterion_count; c++)
		marks[c] = MARK_NONE;
	if (str_eq(text, "{}"))
		return true;
	if (*text != '{')
		return false;
	do {
		text++;
		if (!read_mark(stage, &text, marks))
			return false;
	} while (*text == ',');
	return str_eq(text, "}");
}

static bool add_sheets(struct roster *r, struct sheets *ret)
{
	const struct result_input *in = r->in;
	int criteria = r->stage->scoring.criterion_count;
	struct seat *seats = ARENA_ARRAY(r->arena, in->sheet_count, struct seat);
	for (size_t i = 0; i < in->sheet_count; i++)
		if (!seat_sheet(r, &in->sheets[i], &seats[i]))
			return false;
	qsort(seats, in->sheet_count, sizeof(*seats), seat_order);
	struct sheet *items = ARENA_ARRAY(r->arena, in->sheet_count, struct sheet);
	int64_t *marks = ARENA_ARRAY(r->arena, in->sheet_count * (size_t)criteria, int64_t);
	for (size_t i = 0; i < in->sheet_count; i++) {
		const struct result_sheet *from = seats[i].from;
		if (i && seat_order(&seats[i - 1], &seats[i]) == 0)
			return fail(r->err, ERR_CONFLICT, "sheet.twice", "Expert %s has two sheets for entry %s.",
				from->expert, from->entry);
		if (!read_marks(r->stage, from->marks, marks + i * (size_t)criteria))
			return fail(r->err, ERR_CONFLICT, "sheet.marks",
				"The marks of expert %s for entry %s can't be read: %.200s.", from->expert,
				from->entry, from->marks);
		items[i] = seats[i].sheet;
	}
	*ret = (struct sheets){.entries = r->entries, .entry_count = r->entry_count, .experts = r->experts,
		.expert_count = r->expert_count, .items = items, .marks = marks, .count = in->sheet_count,
		.criterion_count = criteria};
	return true;
}

static struct carried carry(const struct roster *r)
{
	int stages = r->in->contest->stage_count;
	bool *has = ARENA_ARRAY(r->arena, (size_t)r->entry_count * (size_t)stages, bool);
	struct ratio *own = ARENA_ARRAY(r->arena, (size_t)r->entry_count * (size_t)stages, struct ratio);
	for (int e = 0; e < r->entry_count; e++)
		for (int s = 0; s < stages; s++) {
			const struct published *p = published_find(&r->published[s], r->entries[e].id);
			own[e * stages + s] = ratio_of(0);
			if (!p || !p->has_own)
				continue;
			has[e * stages + s] = true;
			own[e * stages + s] = p->own;
		}
	return (struct carried){has, own};
}

bool roster_make(const struct result_input *in, struct arena *arena, struct sheets *ret_sheets,
	struct carried *ret_carried, struct err *err)
{
	struct roster r = {.in = in, .stage = &in->contest->stages[in->stage], .arena = arena, .err = err};
	r.everyone = stage_sources(in->contest, r.stage, r.sources) || in->everyone;
	if (!read_published(&r) || !add_entries(&r) || !add_experts(&r))
		return false;
	seat_by_selector(&r);
	if (!add_sheets(&r, ret_sheets))
		return false;
	*ret_carried = carry(&r);
	return true;
}
