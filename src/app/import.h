/* What the CSV imports share: fields as strings, ids and labels checked, profiles as canonical JSON. Internal to src/app. */
#pragma once

#include "base/base.h"
#include "base/csv.h"
#include "base/finding.h"
#include "contest/contest.h"

enum { IMPORT_LIMIT_BYTES = 100 << 20, IMPORT_TEXT_MAX = 2000 };

/* Refuses more than IMPORT_LIMIT_BYTES, then opens the CSV (encoding, BOM, emptiness). */
MUST_CHECK bool import_open(struct csv *csv, const char *text, size_t len, struct arena *arena,
	struct findings *findings);

/* Field of column `index` without surrounding spaces; "" when the column or field is absent. */
struct slice import_field(const struct csv *csv, int index);

/* The same as a string in the arena; NULL when empty. A finding when longer than IMPORT_TEXT_MAX bytes, or not
 * plain text (line ends inside quotes are). */
const char *import_string(const struct csv *csv, int index, const char *column, struct findings *findings);

/* A required id; NULL and a finding when it is none. */
const char *import_id(const struct csv *csv, int index, const char *column, struct findings *findings);

/* Index of the named label; −1 when the field is empty, −1 and a finding when it is unknown. */
int import_label(const struct csv *csv, int index, const char *column, const struct labels *labels,
	struct findings *findings);

/* Every record must have as many fields as the header; a finding otherwise. */
bool import_width(const struct csv *csv, size_t header_count, struct findings *findings);
