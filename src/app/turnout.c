/* Counting looks at ids and at which criteria a sheet marks, never at a mark. */
#include "app/turnout.h"

#include "base/dict.h"
#include "base/str.h"
#include "contest/recusal.h"
#include "store/panels.h"

bool turnout_counts(const struct stage *stage, const struct sheet_row *row)
{
	return recusal_is_panel_sheet(stage, row->recused, row->marks);
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

struct turnout turnout_count(const struct stage *stage, int64_t seats, const struct sheet_row *rows, size_t count, int barred)
{
	int most = turnout_most(stage, seats);
	struct turnout t = {.expected = most ? most : seats ? (int)seats : seats_by_rule(stage)};
	int left = (int)seats - barred;
	for (size_t i = 0; i < count; i++)
		t.sheets += turnout_counts(stage, &rows[i]);
	if (seats && left < t.expected)
		t.sheets += t.expected - left;
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

static bool has_sheet(const struct stage *stage, const struct sheet_row *rows, size_t count, const char *expert)
{
	for (size_t i = 0; i < count; i++)
		if (str_eq(rows[i].expert, expert) && turnout_counts(stage, &rows[i]))
			return true;
	return false;
}

bool turnout_barred(struct db *db, const char *contest, const struct stage *stage, const char *heat, const char *entry,
	struct sheet_row *rows, size_t count, struct arena *arena, int *ret_barred, struct err *err)
{
	struct barring_row *barring;
	size_t n;
	*ret_barred = 0;
	if (!store_list_barring(db, contest, stage->id, heat, entry, arena, &barring, &n, err))
		return false;
	for (size_t i = 0; i < n; i++) {
		*ret_barred += barring[i].sits && !has_sheet(stage, rows, count, barring[i].expert);
		for (size_t k = 0; k < count; k++)
			if (str_eq(rows[k].expert, barring[i].expert) && turnout_counts(stage, &rows[k]))
				rows[k].recused = true;
	}
	return true;
}
