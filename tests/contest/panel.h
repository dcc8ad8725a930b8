/* A judged stage in a few lines of text, for tests: definition in, sheets in, everything counted. */
#pragma once

#include "base/base.h"
#include "contest/award.h"
#include "contest/contest.h"
#include "contest/cut.h"
#include "contest/deliberation.h"
#include "contest/rank.h"
#include "contest/sheet.h"
#include "contest/tally.h"

struct arena;

struct panel {
	const struct contest *contest;
	struct arena *arena;
	struct sheets sheets;
	struct carried carried;
	const struct decision *decisions;
	int decision_count;
	struct tally tally;
	struct ranking ranking;
	struct comparer *comparer;
	struct cut cut;
};

/* `stage` is what stands under a stage after its id and title, indented by four; the contest has the
 * divisions a and b and the classes i (industry) and v (investor).
 * `rows`: one sheet a line, "ENTRY[@DIVISION] [CLASS:]EXPERT MARK…", a mark "-" is none, "recused" ends a
 * recused sheet, "~" before the first naming of an entry withdraws it. Entries in order of appearance. */
struct panel panel_of(struct arena *arena, const char *stage, const char *rows);

/* Counts, ranks and cuts again, after a change of `decisions`, `carried` or an entry. */
void panel_run(struct panel *p);

int panel_entry(const struct panel *p, const char *id);
int panel_rank(const struct panel *p, const char *id);
enum fate panel_fate(const struct panel *p, const char *id);

/* The official score as "123/7" in units. */
const char *panel_score(const struct panel *p, const char *id);

/* "B A=C" in list order of the whole ranking: "=" between tied ones. */
const char *panel_order(const struct panel *p);
