/* One pass with memchr for the quick path: a record without quotes is split in
 * place. 1 GB/s is the bound that the UTF-8 check sets. */
#include "base/csv.h"

#include "base/arena.h"
#include "base/finding.h"
#include "base/str.h"

#include <string.h>

static int line_of(const char *text, size_t offset)
{
	int line = 1;
	for (size_t i = 0; i < offset; i++)
		line += text[i] == '\n';
	return line;
}

static bool looks_utf16(const char *text, size_t len)
{
	if (len < 2)
		return false;
	unsigned char a = (unsigned char)text[0], b = (unsigned char)text[1];
	return (a == 0xFF && b == 0xFE) || (a == 0xFE && b == 0xFF) || !a || !b;
}

bool csv_open(struct csv *csv, const char *text, size_t len, struct arena *arena,
	struct findings *findings)
{
	*csv = (struct csv){.at = text, .end = text + len, .next_line = 1, .arena = arena};
	if (len >= 2 && looks_utf16(text, len)) {
		findings_add(findings, 1, 0, "csv.encoding",
			"This file is UTF-16; save it as CSV UTF-8 and try again.");
		return false;
	}
	size_t valid = utf8_valid_len(text, len);
	if (valid != len) {
		findings_add(findings, line_of(text, valid), 0, "csv.encoding",
			"This line is not UTF-8 (it may be GBK, as Excel writes by default); "
			"save the file as CSV UTF-8 and try again.");
		return false;
	}
	if (len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
		csv->at += 3;
	if (csv->at == csv->end) {
		findings_add(findings, 0, 0, "csv.empty", "The file is empty.");
		return false;
	}
	return true;
}

/* Steps over the rest of a broken record's line. */
static void skip_line(struct csv *csv)
{
	const char *nl = memchr(csv->at, '\n', (size_t)(csv->end - csv->at));
	csv->at = nl ? nl + 1 : csv->end;
	csv->next_line += nl != NULL;
	csv->count = 0;
}

/* A field that starts with a quote; *after points behind its closing quote. */
static bool quoted_field(struct csv *csv, struct slice *ret, const char **after,
	struct findings *findings)
{
	const char *from = csv->at + 1, *p = from;
	size_t doubled = 0;
	int lines = 0;
	for (;; p++) {
		if (p == csv->end) {
			findings_add(findings, csv->line, 0, "csv.quote",
				"A quoted field that starts here never ends.");
			return false;
		}
		lines += *p == '\n';
		if (*p != '"')
			continue;
		if (p + 1 == csv->end || p[1] != '"')
			break;
		doubled++;
		p++;
	}
	csv->next_line += lines;
	*after = p + 1;
	*ret = (struct slice){from, (size_t)(p - from)};
	if (doubled) {
		char *out = arena_alloc(csv->arena, ret->len - doubled + 1);
		size_t n = 0;
		for (size_t i = 0; i < ret->len; i++) {
			out[n++] = from[i];
			i += from[i] == '"';
		}
		*ret = (struct slice){out, n};
	}
	return true;
}

static const char *plain_field(const struct csv *csv, struct slice *ret)
{
	const char *p = csv->at;
	while (p < csv->end && *p != ',' && *p != '\n')
		p++;
	size_t len = (size_t)(p - csv->at);
	bool last = p == csv->end || *p == '\n';
	if (last && len && csv->at[len - 1] == '\r')
		len--;
	*ret = (struct slice){csv->at, len};
	return p;
}

static bool one_field(struct csv *csv, struct slice *ret, struct findings *findings)
{
	const char *after;
	if (csv->at < csv->end && *csv->at == '"') {
		if (!quoted_field(csv, ret, &after, findings))
			return false;
		if (after < csv->end && *after == '\r' && after + 1 < csv->end && after[1] == '\n')
			after++;
	} else {
		after = plain_field(csv, ret);
	}
	csv->at = after;
	if (after < csv->end && *after != ',' && *after != '\n') {
		findings_add(findings, csv->line, 0, "csv.quote", "Text follows a closing quote.");
		return false;
	}
	if (memchr(ret->at, '\0', ret->len)) {
		findings_add(findings, csv->line, 0, "csv.nul", "The line holds a NUL byte.");
		return false;
	}
	return true;
}

static bool blank_line(struct csv *csv)
{
	const char *p = csv->at;
	if (p < csv->end && *p == '\r')
		p++;
	if (p < csv->end && *p == '\n') {
		csv->at = p + 1;
		csv->next_line++;
		return true;
	}
	return false;
}

bool csv_next(struct csv *csv, struct findings *findings)
{
	while (blank_line(csv))
		;
	csv->count = 0;
	if (csv->at >= csv->end)
		return false;
	csv->line = csv->next_line;
	for (;;) {
		if (csv->count == CSV_FIELDS) {
			findings_add(findings, csv->line, 0, "csv.fields",
				"The line has more than %d fields.", CSV_FIELDS);
			skip_line(csv);
			return true;
		}
		if (!one_field(csv, &csv->fields[csv->count], findings)) {
			skip_line(csv);
			return true;
		}
		csv->count++;
		if (csv->at == csv->end)
			return true;
		char c = *csv->at++;
		if (c == '\n') {
			csv->next_line++;
			return true;
		}
	}
}

static void unknown_column(struct slice name, const char *const *columns, size_t n,
	struct findings *findings)
{
	char text[64];
	size_t len = name.len < sizeof(text) - 1 ? name.len : sizeof(text) - 1;
	len = utf8_valid_len(name.at, len);
	memcpy(text, name.at, len);
	text[len] = '\0';
	const char *near = str_nearest(text, columns, n);
	if (near)
		findings_add(findings, 1, 0, "csv.column",
			"Column \"%s\" is not known here; did you mean \"%s\"?", text, near);
	else
		findings_add(findings, 1, 0, "csv.column", "Column \"%s\" is not known here.", text);
}

static bool take_column(struct csv *csv, size_t field, const char *const *columns, size_t n,
	int *ret_index, struct findings *findings)
{
	for (size_t i = 0; i < n; i++) {
		if (!slice_eq(csv->fields[field], columns[i]))
			continue;
		if (ret_index[i] >= 0) {
			findings_add(findings, 1, 0, "csv.column", "Column \"%s\" stands twice.", columns[i]);
			return false;
		}
		ret_index[i] = (int)field;
		return true;
	}
	unknown_column(csv->fields[field], columns, n, findings);
	return false;
}

bool csv_header(struct csv *csv, const char *const *columns, size_t required, size_t n,
	int *ret_index, struct findings *findings)
{
	for (size_t i = 0; i < n; i++)
		ret_index[i] = -1;
	if (!csv_next(csv, findings) || !csv->count) {
		findings_add(findings, 1, 0, "csv.empty", "The file has no header line.");
		return false;
	}
	if (csv->count == 1 && required > 1 && (memchr(csv->fields[0].at, ';', csv->fields[0].len) ||
			memchr(csv->fields[0].at, '\t', csv->fields[0].len))) {
		findings_add(findings, 1, 0, "csv.separator",
			"The fields are separated by semicolons or tabs; save the file as CSV with commas.");
		return false;
	}
	bool good = true;
	for (size_t f = 0; f < csv->count; f++)
		good = take_column(csv, f, columns, n, ret_index, findings) && good;
	for (size_t i = 0; i < required; i++) {
		if (ret_index[i] >= 0)
			continue;
		findings_add(findings, 1, 0, "csv.column", "Column \"%s\" is missing.", columns[i]);
		good = false;
	}
	return good;
}
