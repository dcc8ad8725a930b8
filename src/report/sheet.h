/* A document on paper: pages with repeated heads, words, rules, tables, QR codes. All lengths are millimetres from the top
 * left corner, type sizes points. Out comes a PDF with its fonts embedded; the same calls give the same bytes.
 *
 * What goes wrong while drawing is kept, and told at the end by sheet_make(). */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct buf;
struct sheet;

enum ink { INK_TEXT, INK_QUIET, INK_LINE, INK_GHOST, INK_SEAL };
enum face { FACE_SANS, FACE_SERIF, FACE_MONO };
enum align { ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT };

struct style {
	enum face face;
	double pt;
	bool bold;
	enum ink ink;
	enum align align;
	int lines; /* at most, an ellipsis after that; 0: as many as it takes */
};

typedef void sheet_draw(struct sheet *s, void *context);

struct sheet_options {
	double width, height;
	double margin;         /* left and right */
	double top, bottom;    /* where the text of a page begins and ends */
	const char *title;     /* of the document */
	const char *language;  /* "zh", "en" */
	int64_t made_ms;       /* its date; not the clock's */
	sheet_draw *frame;     /* head, foot and whatever every page has */
	sheet_draw *draw;      /* the text; called twice, since only then the number of pages is known */
	void *context;         /* of both */
};

/* Appends the PDF. ERR_IO "report.font" where no font here has Chinese characters, "report.draw". */
MUST_CHECK bool sheet_make(const struct sheet_options *options, struct buf *out, struct err *err);

/* ---- where the text stands */
int sheet_page(const struct sheet *s);  /* from 1 */
int sheet_pages(const struct sheet *s); /* 0 while they are being counted */
double sheet_y(const struct sheet *s);
double sheet_left(const struct sheet *s);
double sheet_width(const struct sheet *s); /* between the margins */
void sheet_move(struct sheet *s, double down);
/* Begins a new page unless this one has `height` left. */
void sheet_need(struct sheet *s, double height);

/* ---- anywhere on the page; none of these moves the text */
/* Gives the height. */
double sheet_words(struct sheet *s, double x, double y, double width, const struct style *style, const char *text);
double sheet_measure(struct sheet *s, double width, const struct style *style, const char *text);
void sheet_rule(struct sheet *s, double x, double y, double x_end, double y_end, double thick, enum ink ink);
/* With its quiet zone inside `size`. */
void sheet_qr(struct sheet *s, double x, double y, double size, const char *text);
/* One large pale word across the page. */
void sheet_watermark(struct sheet *s, const char *word);

/* ---- a table: its head is drawn again on every page, a row never breaks */
enum { SHEET_COLUMNS = 64 }; /* at most */
struct sheet_column {
	double width;
	const char *head, *small; /* `small` below it; NULL = none */
	enum align align;
};
struct sheet_cell { /* all may be NULL */
	const char *text;
	const char *small;     /* below, quiet */
	const char *mono;      /* below that, a number or hash */
	bool strong, serif, quiet;
};
struct sheet_table {
	const struct sheet_column *columns;
	int count;
	double pt;             /* of the cells' text */
	double least;          /* height of a row at least */
};
void sheet_table_head(struct sheet *s, const struct sheet_table *t);
void sheet_table_row(struct sheet *s, const struct sheet_table *t, const struct sheet_cell *cells);
void sheet_table_end(struct sheet *s, const struct sheet_table *t);
