/* A case of assignment from JSON (docs/assign.md). */
#pragma once

#include "base/err.h"
#include "judging/assign.h"
#include "judging/fit_case.h"

struct arena;

struct assign_file {
	struct assign_case c;
	const char *const *classes; /* names, by class */
	struct fit *fit;            /* where the fits were made from words; else NULL */
};

/* ERR_INPUT "assign.file", "fit.file" name the member that is wrong; "json.syntax". */
MUST_CHECK bool assign_file_read(struct slice text, struct arena *arena, struct assign_file *ret, struct err *err);
