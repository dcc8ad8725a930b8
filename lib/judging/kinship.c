/* A name that leaves nothing in its normal form would equal every other such name, so it is a finding. */
#include "judging/kinship.h"

#include "base/arena.h"
#include "base/csv.h"
#include "base/finding.h"
#include "base/str.h"
#include "judging/affiliation.h"

#include <string.h>

enum { COL_NAME, COL_SAME, COL_PARENT, WORD_BYTES = 400 };
static const char *const COLUMNS[] = {"name", /* required up to here */ "same-as", "parent"};

/* The field's words; NULL when it is empty. A finding for one that is no name. */
static const char *word(const struct csv *csv, int index, const char *column, struct arena *arena, struct findings *findings)
{
	if (index < 0 || (size_t)index >= csv->count)
		return NULL;
	struct affiliation a = affiliation_read(csv->fields[index], arena);
	if (!*a.spelled)
		return NULL;
	if (!*a.full || strlen(a.spelled) > WORD_BYTES || !utf8_is_plain(a.spelled, strlen(a.spelled), false)) {
		findings_add(findings, csv->line, 0, "alias.name", "\"%s\" has no name of an organisation: \"%.60s\".", column, a.spelled);
		return NULL;
	}
	return a.spelled;
}

static bool same_name(const char *a, const char *b, struct arena *arena)
{
	return str_eq(affiliation_read((struct slice){a, strlen(a)}, arena).full,
		affiliation_read((struct slice){b, strlen(b)}, arena).full);
}

static bool read_row(const struct csv *csv, const int *index, struct arena *arena, struct findings *findings, struct kin *ret)
{
	size_t before = findings->total;
	*ret = (struct kin){.name = word(csv, index[COL_NAME], "name", arena, findings),
		.same = word(csv, index[COL_SAME], "same-as", arena, findings),
		.parent = word(csv, index[COL_PARENT], "parent", arena, findings), .line = csv->line};
	if (findings->total != before)
		return false;
	if (!ret->name || (!ret->same && !ret->parent))
		findings_add(findings, csv->line, 0, "alias.empty", "A row names an organisation and what it is the same as, or its parent.");
	else if (ret->parent && same_name(ret->name, ret->parent, arena))
		findings_add(findings, csv->line, 0, "alias.self", "\"%.60s\" is its own parent.", ret->name);
	return findings->total == before;
}

void kinship_read(const char *text, size_t len, struct arena *arena, struct findings *findings, struct kinship *ret)
{
	int index[COUNT_OF(COLUMNS)];
	struct csv csv;
	size_t cap = 0;
	*ret = (struct kinship){0};
	if (!len || !csv_open(&csv, text, len, arena, findings) || !csv_header(&csv, COLUMNS, 1, COUNT_OF(COLUMNS), index, findings))
		return;
	while (csv_next(&csv, findings)) {
		if (ret->count == KINSHIP_MOST) {
			findings_add(findings, csv.line, 0, "alias.many", "A list has at most %d rows.", KINSHIP_MOST);
			return;
		}
		if (ret->count == cap) {
			size_t grown = cap ? cap * 2 : 64;
			ret->items = arena_grow(arena, ret->items, cap, grown, sizeof(*ret->items));
			cap = grown;
		}
		if (csv.count && read_row(&csv, index, arena, findings, &ret->items[ret->count]))
			ret->count++;
	}
}
