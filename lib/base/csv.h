/* CSV in memory, one record at a time (RFC 4180, UTF-8, LF or CRLF, BOM allowed).
 *
 * Fields point into the text, or into the arena where quotes had to be undone.
 * Encoding is checked up front by csv_open(), so a GBK file is refused whole
 * with a hint instead of turning names into noise. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct arena;
struct findings;

enum { CSV_FIELDS = 64 };

struct csv {
	const char *at, *end;
	int line;      /* of the record read last; 1 is the header */
	int next_line; /* where the following record starts */
	struct arena *arena;
	size_t count; /* fields of the record read last */
	struct slice fields[CSV_FIELDS];
};

/* Checks size (> 0), BOM and encoding; adds a finding and gives false when the text can't be read:
 * "csv.empty", "csv.encoding" (names the line, and UTF-16 or GBK where it looks like it). */
bool csv_open(struct csv *csv, const char *text, size_t len, struct arena *arena,
	struct findings *findings);

/* The next record; blank lines are passed over. False at the end. A record that can't be read
 * (stray quote, unfinished quote, too many fields, NUL) adds a finding, has count 0 and is stepped over. */
bool csv_next(struct csv *csv, struct findings *findings);

/* Reads the header and finds each of `columns[0..n)` in any order: ret_index[i] is its field, or −1 when
 * an optional one is absent. Columns from `required` on are optional. Unknown, double and missing columns
 * are findings ("csv.column"), with a did-you-mean; another separator than the comma is one ("csv.separator"). */
bool csv_header(struct csv *csv, const char *const *columns, size_t required, size_t n,
	int *ret_index, struct findings *findings);
