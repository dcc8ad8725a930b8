/* Marks from a CSV file, one row a mark: heat, entry, expert, criterion, mark.
 *
 * Columns in any order, others are refused; `heat` may be missing, or empty,
 * where the stage has one heat only. An expert may be written class:id. An
 * empty mark is a recusal from that criterion; criterion "*" (or none) with
 * mark "recused" is one from the entry. An official value may leave the expert
 * empty. Every bad row is a finding with its line. */
#pragma once

#include "base/base.h"
#include "base/err.h"
#include "contest/sheet.h"

struct arena;
struct contest;
struct findings;

/* Who may be marked: a CSV file with the column entry and, where wanted, division, region, track and
 * withdrawn (yes, no or empty). By id. Fails as findings_none() does. */
MUST_CHECK bool entryfile_read(const struct contest *contest, const char *text, size_t len,
	struct arena *arena, struct findings *findings, struct entry **ret_entries, int *ret_count,
	struct err *err);

/* The sheets of one panel stage; entries by id. `known` lists the entries that take part; NULL: whoever is
 * named, standing where the heat's selector says. Everything lives in `arena`; `text` need not outlive the
 * call. Fails as findings_none() does. */
MUST_CHECK bool sheetfile_read(const struct contest *contest, int stage, const struct entry *known,
	int known_count, const char *text, size_t len, struct arena *arena, struct findings *findings,
	struct sheets *ret_sheets, struct err *err);

/* Index of the entry with that id in entries by id, −1 when there is none. */
int entries_find(const struct entry *entries, int count, const char *id);
