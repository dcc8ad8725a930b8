/* What an assignment stands on, gathered once from one snapshot: entries, experts, edges, fits, the case. Internal to src/app. */
#pragma once

#include "app/assign.h"
#include "app/docket.h"
#include "base/json.h"
#include "judging/assign_case.h"
#include "judging/fit.h"
#include "store/panels.h"

/* Why an expert, or a pair, is no option. */
enum assign_bar { BAR_NONE, BAR_LEFT, BAR_AWAY, BAR_CLASS, BAR_FOUND, BAR_CONFIRMED, BAR_RECUSED, BAR_HEAT };
const char *assign_bar_name(enum assign_bar bar); /* "left" … */

/* Entries share experts, or heats whole panels: then the seats are the panel's, and nobody is bound to a heat. */
enum assign_kind { ASSIGN_ENTRIES, ASSIGN_PANELS };

struct assign_frame {
	enum assign_kind kind;
	struct db *db;
	struct arena *arena;
	const struct contest *contest;
	const struct stage *stage;
	int stage_index;
	struct docket *docket;
	/* in the order of the case, which is that of ids */
	int *entries, *experts;     /* numbers in the docket */
	int entry_count, expert_count;
	enum assign_bar *why;       /* by expert of the docket: NONE = may be asked */
	const char **profiles;      /* by expert of the docket: the pool's, or what they were seated with */
	const char **away;          /* by expert of the docket: JSON spans, NULL = none */
	int64_t *loads;             /* by expert of the docket; −1 = as the stage says */
	struct dict entry_index, expert_index; /* id → number in the case */
	struct fit *fit;            /* NULL without entries or experts */
	int32_t *fits;              /* entries × experts */
	unsigned char *bars;        /* entries × experts: enum assign_bar */
	bool *marked;               /* entries × experts: a sheet in force with marks, or empty */
	signed char *wants;         /* entries × experts: preference */
	struct panel_seats *seats;  /* by class of the case; class_index −1: there are no classes */
	int seat_count;
	int load, shared;           /* as the stage says, or what follows */
	struct assignment_row *newest; /* NULL = none */
	struct assigned_row *pairs; /* in force */
	size_t pair_count;
	size_t found_count;         /* conflicts that nobody has decided on */
};

/* ERR_CONFLICT "assign.empty", "assign.nobody" and "assign.no-seats" come from assign_frame_ready(), so that a page can show
 * what there is. */
MUST_CHECK bool assign_frame_load(struct db *db, const struct contest *contest, int stage, enum assign_kind kind,
	struct arena *arena, struct assign_frame *ret, struct err *err);
MUST_CHECK bool assign_frame_ready(const struct assign_frame *f, struct err *err);

/* Does some span of absence cover all of the time (`any`: touch it)? */
bool assign_is_away(const char *away, int64_t from_ms, int64_t until_ms, bool any, struct arena *arena);
/* The seat of an expert's class; −1: none. */
int assign_seat_of(const struct assign_frame *f, int class_index);
/* The seed of a concluded draw; ERR_CONFLICT "assign.undrawn". *ret_announced is its draw.announce. */
MUST_CHECK bool assign_draw_seed(const struct assign_frame *f, int64_t number, struct sha *ret_seed, struct json *ret_announced,
	struct err *err);

/* A hash of everything that a pair's being allowed stands on: who takes part, who is seated, bars, the version in force. */
MUST_CHECK bool assign_basis(struct db *db, const struct contest *contest, int stage, struct arena *arena, struct sha *ret,
	struct err *err);

/* The draw that the wish names (0: none, in a rehearsal), and its seed; see view_assign_proposal() for errors. */
MUST_CHECK bool assign_seed(const struct assign_frame *f, int64_t wished, int64_t *ret_draw, struct sha *ret_seed,
	struct err *err);

/* The case as text, and read again from it. */
struct assign_made {
	int64_t draw; /* 0 = none */
	struct slice text;
	struct sha sha; /* of the text */
	struct assign_file file;
};
MUST_CHECK bool assign_case_make(const struct assign_frame *f, const struct assign_wish *wish, struct assign_made *ret,
	struct err *err);

/* assign_make(), and ERR_CONFLICT "assign.marked". */
MUST_CHECK bool assign_solve(const struct assign_frame *f, const struct assign_made *made, struct assignment *ret,
	struct err *err);

size_t assign_at(const struct assign_frame *f, int entry, int expert); /* in the entries × experts arrays */

/* Pairs given as texts; ERR_INPUT "assign.pair". */
MUST_CHECK bool assign_read_pairs(const struct assign_frame *f, const char *const *texts, int count,
	struct assign_pair **ret_pairs, struct err *err);

/* ---- fits (assign_fit.c) */
/* Fills f->fits; wants must stand. */
MUST_CHECK bool assign_fits(struct assign_frame *f, struct err *err);
/* What an entry and an expert both speak of, at most three words, ", " between; "" = nothing. */
const char *assign_shared_words(const struct assign_frame *f, int entry, int expert);
