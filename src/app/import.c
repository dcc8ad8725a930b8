/* Each reader takes a field as it stands in the file and says what is wrong with it, with its line. */
#include "app/import.h"

#include "base/arena.h"
#include "base/str.h"

#include <string.h>

bool import_open(struct csv *csv, const char *text, size_t len, struct arena *arena, struct findings *findings)
{
	if (len > IMPORT_LIMIT_BYTES) {
		findings_add(findings, 0, 0, "import.size", "The file has %zu bytes; at most %d are read. Split it.", len,
			IMPORT_LIMIT_BYTES);
		return false;
	}
	return csv_open(csv, text, len, arena, findings);
}

struct slice import_field(const struct csv *csv, int index)
{
	if (index < 0 || (size_t)index >= csv->count)
		return (struct slice){"", 0};
	struct slice s = csv->fields[index];
	while (s.len && (s.at[0] == ' ' || s.at[0] == '\t')) {
		s.at++;
		s.len--;
	}
	while (s.len && (s.at[s.len - 1] == ' ' || s.at[s.len - 1] == '\t'))
		s.len--;
	return s;
}

static const char *slice_string(const struct csv *csv, struct slice s)
{
	return arena_strndup(csv->arena, s.at, s.len);
}

const char *import_string(const struct csv *csv, int index, const char *column, struct findings *findings)
{
	struct slice s = import_field(csv, index);
	if (!s.len)
		return NULL;
	if (s.len > IMPORT_TEXT_MAX) {
		findings_add(findings, csv->line, 0, "import.length", "\"%s\" has %zu bytes; at most %d are kept.", column, s.len,
			IMPORT_TEXT_MAX);
		return NULL;
	}
	char *text = arena_strndup(csv->arena, s.at, s.len);
	size_t len = 0;
	for (size_t i = 0; i < s.len; i++)
		if (text[i] != '\r')
			text[len++] = text[i];
	text[len] = '\0';
	if (!utf8_is_plain(text, len, true)) {
		findings_add(findings, csv->line, 0, "import.text",
			"\"%s\" holds control characters, or marks that turn the direction of writing.", column);
		return NULL;
	}
	return text;
}

const char *import_id(const struct csv *csv, int index, const char *column, struct findings *findings)
{
	struct slice s = import_field(csv, index);
	if (!s.len) {
		findings_add(findings, csv->line, 0, "import.missing", "\"%s\" is empty.", column);
		return NULL;
	}
	const char *id = s.len <= 64 ? slice_string(csv, s) : "";
	if (str_is_id(id))
		return id;
	size_t shown = utf8_valid_len(s.at, s.len < 64 ? s.len : 64);
	findings_add(findings, csv->line, 0, "import.id",
		"\"%.*s\" is no id for \"%s\": use 1 to 64 letters, digits, dots, dashes and underscores.", (int)shown, s.at,
		column);
	return NULL;
}

int import_label(const struct csv *csv, int index, const char *column, const struct labels *labels,
	struct findings *findings)
{
	struct slice s = import_field(csv, index);
	if (!s.len)
		return -1;
	const char *id = slice_string(csv, s);
	int found = labels_find(labels, id);
	if (found >= 0)
		return found;
	const char *names[64];
	size_t n = 0;
	for (int i = 0; i < labels->count && n < COUNT_OF(names); i++)
		names[n++] = labels->items[i].id;
	const char *near = str_nearest(id, names, n);
	if (near)
		findings_add(findings, csv->line, 0, "import.label", "The contest has no %s \"%.64s\"; did you mean \"%s\"?",
			column, id, near);
	else
		findings_add(findings, csv->line, 0, "import.label", "The contest has no %s \"%.64s\".", column, id);
	return -1;
}

bool import_width(const struct csv *csv, size_t header_count, struct findings *findings)
{
	if (csv->count == header_count)
		return true;
	if (csv->count)
		findings_add(findings, csv->line, 0, "import.width", "The line has %zu fields where the header has %zu.",
			csv->count, header_count);
	return false;
}
