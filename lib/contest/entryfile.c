/* The list of who takes part: one pass, a sort by id, and a look for neighbours of the same id. */
#include "contest/sheetfile.h"

#include "base/arena.h"
#include "base/csv.h"
#include "base/finding.h"
#include "base/str.h"
#include "contest/contest.h"

#include <stdlib.h>
#include <string.h>

static int by_id(const void *a, const void *b)
{
	return strcmp(((const struct entry *)a)->id, ((const struct entry *)b)->id);
}

enum { LIST_ENTRY, LIST_DIVISION, LIST_REGION, LIST_TRACK, LIST_WITHDRAWN, LIST_COUNT };

static void take_label(struct csv *csv, const struct contest *contest, enum axis axis, struct slice s, struct arena *arena,
	struct findings *findings, int *ret)
{
	*ret = s.len ? labels_find(&contest->axes[axis], arena_strndup(arena, s.at, s.len)) : -1;
	if (s.len && *ret < 0)
		findings_add(findings, csv->line, 0, "entry.axis", "There is no %s \"%.*s\".", axis_name(axis),
			(int)utf8_valid_len(s.at, s.len < 60 ? s.len : 60), s.at);
}

static struct entry take_entry(struct csv *csv, const int *at, const struct contest *contest, struct arena *arena,
	struct findings *findings)
{
	struct slice f[LIST_COUNT];
	for (int i = 0; i < LIST_COUNT; i++)
		f[i] = at[i] >= 0 ? csv->fields[at[i]] : (struct slice){"", 0};
	struct entry e = {.id = arena_strndup(arena, f[LIST_ENTRY].at, f[LIST_ENTRY].len), .at = {-1, -1, -1, -1}};
	if (!str_is_id(e.id))
		findings_add(findings, csv->line, 0, "sheet.entry", "\"%.60s\" is no entry id.", e.id);
	for (int axis = 0; axis < AXIS_HEAT; axis++)
		take_label(csv, contest, (enum axis)axis, f[LIST_DIVISION + axis], arena, findings, &e.at[axis]);
	e.withdrawn = slice_eq(f[LIST_WITHDRAWN], "yes");
	if (f[LIST_WITHDRAWN].len && !e.withdrawn && !slice_eq(f[LIST_WITHDRAWN], "no"))
		findings_add(findings, csv->line, 0, "entry.withdrawn", "Withdrawn is yes, no or empty.");
	return e;
}

bool entryfile_read(const struct contest *contest, const char *text, size_t len, struct arena *arena,
	struct findings *findings, struct entry **ret_entries, int *ret_count, struct err *err)
{
	static const char *const columns[LIST_COUNT] = {"entry", "division", "region", "track", "withdrawn"};
	struct csv csv;
	int at[LIST_COUNT];
	struct entry *entries = NULL;
	size_t n = 0, cap = 0;
	bool good = csv_open(&csv, text, len, arena, findings) && csv_header(&csv, columns, 1, LIST_COUNT, at, findings);
	size_t fields = good ? csv.count : 0;
	while (good && csv_next(&csv, findings)) {
		if (csv.count != fields) {
			findings_add(findings, csv.line, 0, "csv.fields", "The line has %zu fields, the header has %zu.", csv.count,
				fields);
			continue;
		}
		if (n == cap) {
			entries = arena_grow(arena, entries, n, cap ? cap * 2 : 64, sizeof(*entries));
			cap = cap ? cap * 2 : 64;
		}
		entries[n++] = take_entry(&csv, at, contest, arena, findings);
	}
	if (n)
		qsort(entries, n, sizeof(*entries), by_id);
	for (size_t i = 1; i < n; i++)
		if (str_eq(entries[i - 1].id, entries[i].id))
			findings_add(findings, 0, 0, "entry.double", "Entry %s stands in the file twice.", entries[i].id);
	if (!findings_none(findings, err))
		return false;
	*ret_entries = entries;
	*ret_count = (int)n;
	return true;
}
