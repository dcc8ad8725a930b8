/* Errors are one line a person can act on; tables measure their cells in
 * terminal columns, so that Chinese titles do not push the next column out.
 * Widths follow Unicode's East Asian Width (UAX #11), classes W and F, by the
 * ranges that fonts in fact draw wide. */
#include "cmd/output.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "cmd/command.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int output_status(const struct err *err)
{
	static const int status[ERR_KIND_COUNT] = {
		[ERR_INPUT] = 65, [ERR_NOT_FOUND] = 66, [ERR_CONFLICT] = 75, [ERR_DENIED] = 77,
		[ERR_LIMIT] = 65, [ERR_PROOF] = 1, [ERR_IO] = 74,
	};
	if (strncmp(err->code, "usage.", 6) == 0)
		return 64;
	return status[err->kind];
}

static const char *kind_title(enum err_kind kind)
{
	static const char *const titles[ERR_KIND_COUNT] = {
		[ERR_NONE] = "No error", [ERR_INPUT] = "Wrong input", [ERR_NOT_FOUND] = "Not found",
		[ERR_CONFLICT] = "Not now", [ERR_DENIED] = "Not allowed", [ERR_LIMIT] = "Too large",
		[ERR_PROOF] = "Does not hold", [ERR_IO] = "Disk, database or network",
	};
	return titles[kind];
}

void output_problem(const struct invocation *in, const struct err *err, struct json_writer *w)
{
	json_open(w, NULL, '{');
	json_put_string(w, "type", "about:blank");
	json_put_string(w, "title", kind_title(err->kind));
	json_put_int(w, "status", output_status(err));
	json_put_string(w, "code", err->code);
	json_put_string(w, "detail", err->message);
	if (in->findings.count > 0) {
		json_open(w, "findings", '[');
		for (size_t i = 0; i < in->findings.count; i++) {
			const struct finding *f = &in->findings.items[i];
			json_open(w, NULL, '{');
			json_put_string(w, "file", in->findings.file);
			json_put_int(w, "line", f->line);
			json_put_int(w, "column", f->column);
			json_put_string(w, "code", f->code);
			json_put_string(w, "message", f->message);
			json_close(w, '}');
		}
		json_close(w, ']');
		json_put_int(w, "total", (int64_t)in->findings.total);
	}
	json_close(w, '}');
}

void output_complaint(const struct invocation *in, const struct err *err)
{
	if (in->findings.count > 0) {
		CLEANUP(buf_done) struct buf lines = {0};
		findings_print(&in->findings, &lines);
		fputs(buf_str(&lines), stderr);
		bool writes = in->command && in->command->needs & NEEDS_KEY;
		fprintf(stderr, "leitai: %zu %s in %s%s [%s]\n", in->findings.total,
			in->findings.total == 1 ? "thing is wrong" : "things are wrong", in->findings.file,
			writes ? "; nothing was changed" : "", err->code);
	} else {
		fprintf(stderr, "leitai: %s [%s]\n", err->message, err->code);
	}
}

void output_error(const struct invocation *in, const struct err *err)
{
	CLEANUP(buf_done) struct buf out = {0};
	struct json_writer w = json_writer(&out);
	output_complaint(in, err);
	if (!in->json)
		return;
	output_problem(in, err, &w);
	output_text(&out);
}

void output_note(const struct invocation *in, const char *fmt, ...)
{
	if (in->quiet)
		return;
	va_list args;
	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
	fputc('\n', stderr);
}

void output_text(const struct buf *text)
{
	fwrite(buf_str(text), 1, text->len, stdout);
	if (text->len == 0 || text->at[text->len - 1] != '\n')
		fputc('\n', stdout);
}

struct range {
	uint32_t from, to;
};

static bool in_ranges(uint32_t c, const struct range *ranges, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (c >= ranges[i].from && c <= ranges[i].to)
			return true;
	return false;
}

static size_t code_point_width(uint32_t c)
{
	static const struct range none[] = {
		{0x0300, 0x036F}, {0x200B, 0x200F}, {0x202A, 0x202E}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F},
	};
	static const struct range wide[] = {
		{0x1100, 0x115F}, {0x2E80, 0x303E}, {0x3041, 0x33FF}, {0x3400, 0x4DBF}, {0x4E00, 0x9FFF},
		{0xA000, 0xA4CF}, {0xAC00, 0xD7A3}, {0xF900, 0xFAFF}, {0xFE30, 0xFE6F}, {0xFF00, 0xFF60},
		{0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD},
	};
	if (c < 0x20 || in_ranges(c, none, COUNT_OF(none)))
		return 0;
	return in_ranges(c, wide, COUNT_OF(wide)) ? 2 : 1;
}

size_t output_width(const char *utf8)
{
	size_t width = 0;
	const unsigned char *s = (const unsigned char *)utf8;
	while (*s) {
		uint32_t c = *s++;
		int more = c >= 0xF0 ? 3 : c >= 0xE0 ? 2 : c >= 0xC0 ? 1 : 0;
		c &= more == 3 ? 7u : more == 2 ? 15u : more == 1 ? 31u : 127u;
		for (; more > 0 && (*s & 0xC0) == 0x80; more--)
			c = c << 6 | (*s++ & 63u);
		width += code_point_width(c);
	}
	return width;
}

const char *output_colour(enum colour colour)
{
	static const char *const codes[] = {
		[COLOUR_NONE] = "\033[0m", [COLOUR_BOLD] = "\033[1m", [COLOUR_DIM] = "\033[2m",
		[COLOUR_GREEN] = "\033[32m", [COLOUR_YELLOW] = "\033[33m", [COLOUR_RED] = "\033[31m",
	};
	const char *no_color = getenv("NO_COLOR");
	if (!isatty(STDOUT_FILENO) || (no_color && *no_color))
		return "";
	return codes[colour];
}

enum { COLUMNS_MAX = 16 };

struct table_row {
	const char *rule; /* a line across with this word; then no cells */
	enum colour colour;
	const char *cells[COLUMNS_MAX];
};

struct table {
	struct arena *arena;
	size_t columns;
	const char *headings[COLUMNS_MAX];
	bool right[COLUMNS_MAX];
	struct table_row *rows;
	size_t count, cap;
	size_t cell; /* next one of the last row */
};

struct table *table_new(struct arena *arena, const char *const *columns, size_t n)
{
	struct table *t = ARENA_NEW(arena, struct table);
	t->arena = arena;
	t->columns = n < COLUMNS_MAX ? n : COLUMNS_MAX;
	t->cell = t->columns;
	for (size_t i = 0; i < t->columns; i++) {
		t->right[i] = columns[i][0] == '>';
		t->headings[i] = columns[i] + t->right[i];
	}
	return t;
}

static struct table_row *add_row(struct table *t)
{
	if (t->count == t->cap) {
		t->cap = t->cap ? 2 * t->cap : 16;
		t->rows = arena_grow(t->arena, t->rows, t->count, t->cap, sizeof *t->rows);
	}
	struct table_row *row = &t->rows[t->count++];
	*row = (struct table_row){0};
	return row;
}

void table_cell(struct table *t, const char *text)
{
	if (t->cell == t->columns) {
		add_row(t);
		t->cell = 0;
	}
	t->rows[t->count - 1].cells[t->cell++] = text ? text : "";
}

void table_printf(struct table *t, const char *fmt, ...)
{
	char text[512];
	va_list args;
	va_start(args, fmt);
	vsnprintf(text, sizeof text, fmt, args);
	va_end(args);
	table_cell(t, arena_strdup(t->arena, text));
}

void table_colour(struct table *t, enum colour colour)
{
	if (t->count > 0)
		t->rows[t->count - 1].colour = colour;
}

void table_rule(struct table *t, const char *label)
{
	add_row(t)->rule = label;
	t->cell = t->columns;
}

static void print_spaces(FILE *out, size_t n)
{
	fprintf(out, "%*s", (int)n, "");
}

/* Columns of width 0 are left out. */
static void print_cells(const struct table *t, const char *const *cells, const size_t *widths, FILE *out)
{
	size_t gap = 0;
	for (size_t i = 0; i < t->columns; i++) {
		const char *text = cells[i] ? cells[i] : "";
		size_t pad = widths[i] - output_width(text);
		if (widths[i] == 0)
			continue;
		print_spaces(out, gap + (t->right[i] ? pad : 0));
		fputs(text, out);
		gap = (t->right[i] ? 0 : pad) + 2;
	}
}

/* As wide as its widest cell and its heading; 0 when there are rows and none has a word in it. */
static size_t column_width(const struct table *t, size_t column)
{
	size_t width = 0, heading = output_width(t->headings[column]);
	for (size_t r = 0; r < t->count; r++) {
		size_t w = t->rows[r].cells[column] ? output_width(t->rows[r].cells[column]) : 0;
		width = w > width ? w : width;
	}
	return width == 0 && t->count > 0 ? 0 : width > heading ? width : heading;
}

static void print_rule(const char *label, size_t width, FILE *out)
{
	size_t used = output_width(label) + 4;
	fprintf(out, "── %s ", label);
	for (; used < width; used++)
		fputs("─", out);
}

void table_print(const struct table *t, FILE *out)
{
	size_t widths[COLUMNS_MAX] = {0}, total = 0;
	const char *headings[COLUMNS_MAX];
	for (size_t i = 0; i < t->columns; i++) {
		widths[i] = column_width(t, i);
		headings[i] = widths[i] ? t->headings[i] : "";
		total += widths[i] ? widths[i] + (total ? 2 : 0) : 0;
	}
	fputs(output_colour(COLOUR_BOLD), out);
	print_cells(t, headings, widths, out);
	fprintf(out, "%s\n", output_colour(COLOUR_NONE));
	for (size_t r = 0; r < t->count; r++) {
		const struct table_row *row = &t->rows[r];
		if (row->colour != COLOUR_NONE)
			fputs(output_colour(row->colour), out);
		if (row->rule)
			print_rule(row->rule, total, out);
		else
			print_cells(t, row->cells, widths, out);
		fprintf(out, "%s\n", row->colour != COLOUR_NONE ? output_colour(COLOUR_NONE) : "");
	}
}
