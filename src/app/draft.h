/* A sheet being made, from rows of a file or on an expert's device: what it may say, and its words in the ledger.
 * Internal to src/app. */
#pragma once

#include "app/context.h"

enum { CELL_EMPTY, CELL_MARKED, CELL_RECUSED };

struct draft {
	const struct stage *stage;
	bool recused;         /* from the entry as a whole */
	int64_t *marks;       /* by criterion, units */
	unsigned char *cells; /* by criterion */
};

void draft_init(struct draft *d, const struct stage *stage, struct arena *arena);

/* ERR_INPUT "sheet.criterion" with a guess at what was meant. */
MUST_CHECK bool draft_find_criterion(const struct stage *stage, const char *id, int *ret, struct err *err);

/* Takes the mark of a criterion; an empty text says that the expert is recused from it. ERR_INPUT "sheet.double",
 * "sheet.mark". */
MUST_CHECK bool draft_mark(struct draft *d, int criterion, struct slice text, struct err *err);

/* A sheet with any panel mark says something on every panel criterion, and one recused from the entry has none:
 * ERR_INPUT "sheet.incomplete", "sheet.recused". */
MUST_CHECK bool draft_check(const struct draft *d, struct err *err);

/* An expert of a class that the stage's panel does not seat marks nothing there: ERR_DENIED "sheet.class". */
MUST_CHECK bool draft_check_class(const struct stage *stage, const char *expert, int class_index, struct err *err);

/* Once a panel is seated in a heat, only its members mark there: ERR_DENIED "sheet.panel". *ret_seats 0: none was. */
MUST_CHECK bool draft_check_panel(struct db *db, const char *contest, const struct stage *stage, int heat,
	const char *expert, int64_t *ret_seats, struct err *err);

/* The same, once it is known whether the expert sits there. */
MUST_CHECK bool draft_check_seat(const struct stage *stage, int heat, const char *expert, bool sits, struct err *err);

/* Once the stage has an assignment, an expert marks the entries that it gives them: ERR_DENIED "sheet.assigned". */
MUST_CHECK bool draft_check_assigned(const struct stage *stage, const char *entry, const char *expert, bool shared_out,
	bool assigned, struct err *err);

/* Canonical {criterion: units}: keys in order, what is not marked left out. */
const char *draft_marks(const struct draft *d, struct arena *arena);

/* What goes beside the marks into the sealed content. */
struct draft_extra {
	int64_t replaces;   /* seq of the version before; −1 = none */
	const char *remark; /* commitment to what the expert wrote; NULL = nothing */
	const char *key, *signature, *draft; /* of the device; key NULL = not signed */
	int64_t base;
};
/* The sealed content of sheet.submit or sheet.amend. */
const char *draft_body(const struct sheet_row *row, const struct draft_extra *extra, struct arena *arena);
