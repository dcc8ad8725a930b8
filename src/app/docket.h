/* Who takes part in a stage and what has come in so far: the rows of the database as one picture. Internal to src/app. */
#pragma once

#include "app/context.h"
#include "app/ruled.h"
#include "base/dict.h"

struct docket {
	const struct contest *contest;
	const struct stage *stage;
	int stage_index;
	bool closed, published;
	const struct stage_row *row; /* NULL before anything happened */
	struct entry_row *entries;   /* that take part, by id */
	int entry_count;
	int *heats;                  /* by entry, −1 = not known yet */
	struct expert_row *experts;  /* of the contest, by id */
	int expert_count;
	int *expert_classes;         /* by expert, −1 = none */
	struct sheet_row *sheets;    /* in force, by entry then expert; those of confirmed conflicts as they count */
	size_t sheet_count;
	struct ruled ruled;
	struct dict entry_index, expert_index, sheet_index;
	struct arena *arena;
};

MUST_CHECK bool docket_load(struct db *db, const struct contest *contest, int stage, struct arena *arena,
	struct docket **ret_docket, struct err *err);

/* Ids of the entries that take part in `stage`, as flags over rows[0..n) (all entries of the contest). */
MUST_CHECK bool docket_participants(struct db *db, const struct contest *contest, int stage, const struct entry_row *rows,
	size_t n, struct arena *arena, bool **ret_in, struct err *err);

/* The heat that selects the entry; −1 where several may take it, and the sheets say which. */
int docket_selected_heat(const struct contest *contest, const struct stage *stage, const struct entry_row *entry);

int docket_find_entry(const struct docket *f, const char *id);   /* −1 = does not take part */
int docket_find_expert(const struct docket *f, const char *id);  /* −1 = not seated */
/* Sheets of "official", who has no seat, are those of expert −1, of no class. */
int docket_expert_class(const struct docket *f, int expert);
const char *docket_entry_id(const struct docket *f, int entry);
const char *docket_expert_id(const struct docket *f, int expert);
int docket_heat(const struct docket *f, int entry);              /* −1 = no sheet and no open floor has named it yet */
void docket_set_heat(struct docket *f, int entry, int heat);
/* All of the entry's; gives how many. */
size_t docket_entry_sheets(const struct docket *f, int entry, const struct sheet_row **ret_rows);
struct sheet_row *docket_find_sheet(const struct docket *f, int entry, int expert); /* NULL = none */

/* The id of another than `expert` who gave this entry's official value already; NULL = none. */
const char *docket_official_elsewhere(const struct docket *f, int entry, int criterion, int expert);
