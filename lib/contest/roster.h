/* Who takes part in a stage, in which heat and with which sheets: from ids to the arrays that are counted. */
#pragma once

#include "base/base.h"
#include "base/decimal.h"
#include "base/err.h"

struct arena;
struct carried;
struct result_input;
struct sheets;

/* Errors as result_compute(); everything lives in `arena`. */
MUST_CHECK bool roster_make(const struct result_input *in, struct arena *arena, struct sheets *ret_sheets,
	struct carried *ret_carried, struct err *err);

/* What a published body says of one entry. */
struct published {
	const char *entry;
	bool advances; /* by its fate, or moved up since */
	bool has_own;
	struct ratio own;
};

struct published_stage { /* rows by entry id; NULL rows: not published */
	struct published *rows;
	size_t count;
};

struct result_earlier;

/* Reads the body of a result.publish. ERR_CONFLICT "result.earlier". */
MUST_CHECK bool published_read(const struct result_earlier *earlier, struct arena *arena,
	struct published_stage *ret, struct err *err);

/* NULL when the stage has no such entry. */
const struct published *published_find(const struct published_stage *stage, const char *entry);
