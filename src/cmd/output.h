/* What a command says: results on standard output, everything else on standard error. */
#pragma once

#include "base/base.h"
#include "base/err.h"

#include <stdio.h>

struct arena;
struct buf;
struct invocation;
struct json_writer;

/* The exit status that stands for an error (sysexits; see base/err.h). 64 for "usage.…". */
int output_status(const struct err *err);

/* "leitai: message [code]" on standard error, or every finding of in->findings. */
void output_complaint(const struct invocation *in, const struct err *err);

/* The same as a problem object (RFC 9457), with its findings. */
void output_problem(const struct invocation *in, const struct err *err, struct json_writer *w);

/* The complaint; with --json the problem, too, on standard output. */
void output_error(const struct invocation *in, const struct err *err);

/* One line for a person on standard error; nothing with --quiet. */
void output_note(const struct invocation *in, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Text as it is, with a newline when it lacks one. */
void output_text(const struct buf *text);

/* Columns a terminal gives the text: 2 for wide (CJK), 0 for combining, 1 for others. */
size_t output_width(const char *utf8);

enum colour { COLOUR_NONE, COLOUR_BOLD, COLOUR_DIM, COLOUR_GREEN, COLOUR_YELLOW, COLOUR_RED };

/* Escape sequences, or "" when standard output is no terminal or NO_COLOR is set. */
const char *output_colour(enum colour colour);

/* A table: cells are collected, then printed with columns as wide as they need, empty ones left out. */
struct table;

/* `columns` headings; one that starts with '>' is aligned right (the mark is not printed). */
struct table *table_new(struct arena *arena, const char *const *columns, size_t n);
/* Adds the next cell (NULL: empty), row by row; it is not copied. */
void table_cell(struct table *t, const char *text);
void table_printf(struct table *t, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* Colours the row being filled, or just filled. */
void table_colour(struct table *t, enum colour colour);
/* A line across the table after the rows so far, with a word in it. */
void table_rule(struct table *t, const char *label);
void table_print(const struct table *t, FILE *out);
