/* One pass numbers ids as they come, a sort by name renumbers them, a sort of the marks finds doubles. */
#include "cmd/severity_rows.h"

#include "base/arena.h"
#include "base/csv.h"
#include "base/decimal.h"
#include "base/dict.h"
#include "base/finding.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>

enum column { COL_ENTRY, COL_EXPERT, COL_MARK, COL_CRITERION, COL_HEAT, COL_COUNT };
static const char *const COLUMNS[COL_COUNT] = {"entry", "expert", "mark", "criterion", "heat"};

struct named { const char *id; int number; };

struct ids {
	struct dict dict;
	struct named *items;
	size_t count, cap;
};

struct rows {
	struct csv csv;
	int at[COL_COUNT];
	struct arena *arena;
	struct findings *findings;
	struct ids entries, experts, criteria;
	struct judged_mark *marks;
	size_t count, cap;
};

static struct slice field(const struct rows *r, enum column column)
{
	return r->at[column] >= 0 ? r->csv.fields[r->at[column]] : (struct slice){"", 0};
}

/* −1 and a finding when it is no id. */
static int number_of(struct rows *r, struct ids *ids, enum column column)
{
	struct slice s = field(r, column);
	int number = dict_find_slice(&ids->dict, s);
	if (number >= 0)
		return number;
	const char *id = arena_strndup(r->arena, s.at, utf8_valid_len(s.at, s.len < 80 ? s.len : 80));
	if (!str_is_id(id) || strlen(id) != s.len) {
		findings_add(r->findings, r->csv.line, 0, "sheet.id", "\"%s\" in column %s is no id.", id, COLUMNS[column]);
		return -1;
	}
	if (ids->count == ids->cap) {
		size_t cap = ids->cap ? 2 * ids->cap : 64;
		ids->items = arena_grow(r->arena, ids->items, ids->count, cap, sizeof(*ids->items));
		ids->cap = cap;
	}
	number = (int)ids->count++;
	ids->items[number] = (struct named){id, number};
	dict_add(&ids->dict, r->arena, id, number);
	return number;
}

static void take_row(struct rows *r)
{
	struct slice mark = field(r, COL_MARK);
	struct judged_mark m = {0};
	if (mark.len == 0 || slice_eq(mark, "recused"))
		return;
	if (!decimal_parse(mark.at, mark.len, &m.units)) {
		findings_add(r->findings, r->csv.line, 0, "sheet.mark", "\"%.*s\" is no mark: a number with at most four decimals.",
			(int)utf8_valid_len(mark.at, mark.len < 60 ? mark.len : 60), mark.at);
		return;
	}
	m.entry = number_of(r, &r->entries, COL_ENTRY);
	m.expert = number_of(r, &r->experts, COL_EXPERT);
	m.criterion = field(r, COL_CRITERION).len ? number_of(r, &r->criteria, COL_CRITERION) : 0;
	if (m.entry < 0 || m.expert < 0 || m.criterion < 0)
		return;
	if (r->count == r->cap) {
		size_t cap = r->cap ? 2 * r->cap : 1024;
		r->marks = arena_grow(r->arena, r->marks, r->count, cap, sizeof(*r->marks));
		r->cap = cap;
	}
	r->marks[r->count++] = m;
}

static int by_id(const void *x, const void *y)
{
	return strcmp(((const struct named *)x)->id, ((const struct named *)y)->id);
}

/* Sorts; returns the names and fills `to` with the new number of each old one. */
static const char *const *sort_ids(struct ids *ids, struct arena *arena, int **ret_to)
{
	const char **names = ARENA_ARRAY(arena, ids->count, const char *);
	int *to = *ret_to = ARENA_ARRAY(arena, ids->count, int);
	if (ids->count)
		qsort(ids->items, ids->count, sizeof(*ids->items), by_id);
	for (size_t i = 0; i < ids->count; i++) {
		names[i] = ids->items[i].id;
		to[ids->items[i].number] = (int)i;
	}
	return names;
}

static int by_place(const void *x, const void *y)
{
	const struct judged_mark *a = x, *b = y;
	if (a->entry != b->entry)
		return a->entry < b->entry ? -1 : 1;
	if (a->expert != b->expert)
		return a->expert < b->expert ? -1 : 1;
	return (a->criterion > b->criterion) - (a->criterion < b->criterion);
}

static void settle(struct rows *r, struct judged *ret)
{
	int *entry, *expert, *criterion;
	ret->entries = sort_ids(&r->entries, r->arena, &entry);
	ret->experts = sort_ids(&r->experts, r->arena, &expert);
	ret->criteria = sort_ids(&r->criteria, r->arena, &criterion);
	for (size_t i = 0; i < r->count; i++) {
		struct judged_mark *m = &r->marks[i];
		*m = (struct judged_mark){entry[m->entry], expert[m->expert], criterion[m->criterion], m->units};
	}
	if (r->count)
		qsort(r->marks, r->count, sizeof(*r->marks), by_place);
	for (size_t i = 1; i < r->count; i++)
		if (by_place(&r->marks[i - 1], &r->marks[i]) == 0)
			findings_add(r->findings, 0, 0, "sheet.twice", "Expert %s marks entry %s twice on %s.",
				ret->experts[r->marks[i].expert], ret->entries[r->marks[i].entry], ret->criteria[r->marks[i].criterion]);
	ret->marks = r->marks;
	ret->count = r->count;
	ret->entry_count = (int)r->entries.count;
	ret->expert_count = (int)r->experts.count;
	ret->criterion_count = (int)r->criteria.count;
}

bool severity_rows(const char *text, size_t len, struct arena *arena, struct findings *findings, struct judged *ret,
	struct err *err)
{
	struct rows r = {.arena = arena, .findings = findings};
	if (!csv_open(&r.csv, text, len, arena, findings) ||
		!csv_header(&r.csv, COLUMNS, COL_CRITERION, COL_COUNT, r.at, findings))
		return findings_none(findings, err);
	if (r.at[COL_CRITERION] < 0) {
		r.criteria.items = ARENA_NEW(arena, struct named);
		r.criteria.items[0] = (struct named){"all", 0};
		r.criteria.count = r.criteria.cap = 1;
	}
	while (csv_next(&r.csv, findings)) {
		if (r.csv.count == 0)
			continue;
		if (r.at[COL_CRITERION] >= 0 && field(&r, COL_CRITERION).len == 0 && !slice_eq(field(&r, COL_MARK), "recused"))
			findings_add(findings, r.csv.line, 0, "sheet.id", "The row names no criterion.");
		else
			take_row(&r);
	}
	settle(&r, ret);
	return findings_none(findings, err);
}
