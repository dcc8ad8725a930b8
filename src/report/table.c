/* Tables of a sheet: a row's height is that of its tallest cell; hairlines below rows, none between columns. */
#include "report/sheet.h"

#include <stddef.h>

#define PAD 1.1 /* left, right, above and below */

static struct style text_style(const struct sheet_table *t, const struct sheet_column *c, const struct sheet_cell *cell)
{
	return (struct style){cell->serif ? FACE_SERIF : FACE_SANS, t->pt, cell->strong, cell->quiet ? INK_QUIET : INK_TEXT,
		c->align, 0};
}

static struct style small_style(const struct sheet_table *t, const struct sheet_column *c)
{
	return (struct style){FACE_SANS, t->pt * 0.76, false, INK_QUIET, c->align, 0};
}

static struct style mono_style(const struct sheet_column *c)
{
	return (struct style){FACE_MONO, 5, false, INK_QUIET, c->align, 0};
}

/* Draws when `x` ≥ 0; gives the height in both cases. */
static double cell_put(struct sheet *s, const struct sheet_table *t, const struct sheet_column *c,
	const struct sheet_cell *cell, double x, double y)
{
	struct style styles[] = {text_style(t, c, cell), small_style(t, c), mono_style(c)};
	const char *texts[] = {cell->text, cell->small, cell->mono};
	double width = c->width - 2 * PAD, height = 0;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		if (!texts[i] || !texts[i][0])
			continue;
		height += x < 0 ? sheet_measure(s, width, &styles[i], texts[i])
				: sheet_words(s, x + PAD, y + height, width, &styles[i], texts[i]);
	}
	return height;
}

static double row_height(struct sheet *s, const struct sheet_table *t, const struct sheet_cell *cells)
{
	double height = t->least;
	for (int i = 0; i < t->count; i++) {
		double h = cell_put(s, t, &t->columns[i], &cells[i], -1, 0) + 2 * PAD;
		height = h > height ? h : height;
	}
	return height;
}

static double table_width(const struct sheet_table *t)
{
	double width = 0;
	for (int i = 0; i < t->count; i++)
		width += t->columns[i].width;
	return width;
}

static void row_put(struct sheet *s, const struct sheet_table *t, const struct sheet_cell *cells, double height)
{
	double x = sheet_left(s);
	for (int i = 0; i < t->count; i++) {
		cell_put(s, t, &t->columns[i], &cells[i], x, sheet_y(s) + PAD);
		x += t->columns[i].width;
	}
	sheet_move(s, height);
}

void sheet_table_head(struct sheet *s, const struct sheet_table *t)
{
	struct sheet_cell cells[SHEET_COLUMNS] = {{0}};
	struct sheet_table head = *t;
	head.pt = t->pt * 0.86;
	head.least = 0;
	for (int i = 0; i < t->count && i < SHEET_COLUMNS; i++)
		cells[i] = (struct sheet_cell){t->columns[i].head, t->columns[i].small, NULL, true, false, false};
	double height = row_height(s, &head, cells), left = sheet_left(s), right = left + table_width(t);
	sheet_need(s, height + 2 * t->least);
	sheet_rule(s, left, sheet_y(s), right, sheet_y(s), 0.35, INK_TEXT);
	row_put(s, &head, cells, height);
	sheet_rule(s, left, sheet_y(s), right, sheet_y(s), 0.18, INK_TEXT);
}

void sheet_table_row(struct sheet *s, const struct sheet_table *t, const struct sheet_cell *cells)
{
	double height = row_height(s, t, cells), left = sheet_left(s);
	int page = sheet_page(s);
	sheet_need(s, height);
	if (sheet_page(s) != page)
		sheet_table_head(s, t);
	row_put(s, t, cells, height);
	sheet_rule(s, left, sheet_y(s), left + table_width(t), sheet_y(s), 0.09, INK_LINE);
}

void sheet_table_end(struct sheet *s, const struct sheet_table *t)
{
	sheet_rule(s, sheet_left(s), sheet_y(s), sheet_left(s) + table_width(t), sheet_y(s), 0.35, INK_TEXT);
}
