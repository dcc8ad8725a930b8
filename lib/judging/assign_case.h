/* A case of assignment from JSON (docs/assign.md). */
#pragma once

#include "base/err.h"
#include "judging/assign.h"

struct arena;

struct assign_file {
	struct assign_case c;
	const char *const *classes; /* names, by class */
};

/* ERR_INPUT "assign.file" names the member that is wrong; "json.syntax". */
MUST_CHECK bool assign_file_read(struct slice text, struct arena *arena, struct assign_file *ret, struct err *err);
