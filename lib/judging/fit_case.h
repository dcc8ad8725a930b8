/* Words, wishes and traits of entries and experts from JSON or CSV (docs/fit.md). */
#pragma once

#include "base/err.h"
#include "judging/fit.h"

struct arena;
struct findings;
struct json;

struct fit_file {
	struct fit_case c;
	struct fit_choice choice;
	const char *const *entries, *const *experts; /* ids */
};

/* From the members of an object; whatever else it holds is passed over. ERR_INPUT "fit.file" names the member that is wrong. */
MUST_CHECK bool fit_file_read(const struct json *root, struct arena *arena, struct fit_file *ret, struct err *err);

/* Is it a member of its own, beside entries and experts? */
bool fit_file_member(const char *key);

/* From columns side (entry or expert), id, words, without wishes and traits. Findings are "fit.file" and "csv.…". */
MUST_CHECK bool fit_file_read_csv(struct slice text, struct arena *arena, struct findings *findings, struct fit_file *ret,
	struct err *err);
