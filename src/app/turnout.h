/* How many sheets of an entry are in, of how many: one way to count for all who are told. Internal to src/app.
 *
 * A recusal counts as a sheet that is in, and its expert as one who was asked: counts grow the same way whether an expert
 * marked or was recused, and nobody can tell from them who was. A member of the panel whose conflict is confirmed counts as one
 * who was recused before anybody marked. Official values are not counted. */
#pragma once

#include "app/context.h"

/* True when the sheet is a panel member's: marks on the panel's criteria, none at all, or a recusal. */
bool turnout_counts(const struct stage *stage, const struct sheet_row *row);

struct dict;
struct turnout {
	int sheets, expected;
};
/* How many experts may mark an entry of a heat with a seated panel, where the stage lets fewer than the panel mark each:
 * 0 = all of the panel. */
int turnout_most(const struct stage *stage, int64_t seats);
/* How many do already: sheets that are counted and no recusals. */
int turnout_marked(const struct stage *stage, const struct sheet_row *rows, size_t count);

/* `rows`: the entry's sheets in force. `seats`: on the heat's panel; 0 = none was seated, and the stage says how many.
 * `barred`: how many of the panel have a confirmed conflict and no sheet among them that counts. */
struct turnout turnout_count(const struct stage *stage, int64_t seats, const struct sheet_row *rows, size_t count, int barred);

/* That number while the stage is being judged; sheets of such experts become recused in `rows`. */
MUST_CHECK bool turnout_barred(struct db *db, const char *contest, const struct stage *stage, const char *heat,
	const char *entry, struct sheet_row *rows, size_t count, struct arena *arena, int *ret_barred, struct err *err);

/* Seats of an entry in a heat whose panel has `seats` left: beside them stand those who left and have a sheet of it that is
 * counted. 0 stays 0. */
int64_t turnout_seats(const struct stage *stage, int64_t seats, const struct dict *leavers, const struct sheet_row *rows,
	size_t count);
