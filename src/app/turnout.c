/* Marks are canonical JSON of criteria's ids, so a criterion is found in them by its quoted name. */
#include "app/turnout.h"

#include "base/dict.h"
#include "base/str.h"

#include <stdio.h>
#include <string.h>

bool turnout_counts(const struct stage *stage, const struct sheet_row *row)
{
	if (row->recused || str_eq(row->marks, "{}"))
		return true;
	for (int c = 0; c < stage->scoring.criterion_count; c++) {
		char needle[80];
		snprintf(needle, sizeof(needle), "\"%s\":", stage->scoring.criteria[c].id);
		if (stage->scoring.criteria[c].by == BY_PANEL && strstr(row->marks, needle))
			return true;
	}
	return false;
}

static int seats_by_rule(const struct stage *stage)
{
	int seats = 0;
	for (int i = 0; i < stage->panel_count; i++)
		seats += stage->panel[i].seats;
	return stage->sheets_each ? stage->sheets_each : seats;
}

int turnout_most(const struct stage *stage, int64_t seats)
{
	return seats > stage->sheets_each ? stage->sheets_each : 0;
}

int turnout_marked(const struct stage *stage, const struct sheet_row *rows, size_t count)
{
	int n = 0;
	for (size_t i = 0; i < count; i++)
		n += !rows[i].recused && turnout_counts(stage, &rows[i]);
	return n;
}

struct turnout turnout_count(const struct stage *stage, int64_t seats, const struct sheet_row *rows, size_t count)
{
	int most = turnout_most(stage, seats);
	struct turnout t = {.expected = most ? most : seats ? (int)seats : seats_by_rule(stage)};
	for (size_t i = 0; i < count; i++)
		t.sheets += turnout_counts(stage, &rows[i]);
	if (t.expected < t.sheets)
		t.expected = t.sheets;
	return t;
}

int64_t turnout_seats(const struct stage *stage, int64_t seats, const struct dict *leavers, const struct sheet_row *rows,
	size_t count)
{
	int64_t n = seats;
	for (size_t i = 0; seats && leavers->count && i < count; i++)
		n += dict_find(leavers, rows[i].expert) >= 0 && turnout_counts(stage, &rows[i]);
	return n;
}
