/* What the files of the assignment share. Internal to lib/judging. */
#pragma once

#include "judging/assign.h"
#include "judging/flow.h"

/* Does any option of the entry name the expert? Gives it, or NULL. */
const struct assign_option *assign_option_of(const struct assign_case *c, int entry, int expert);

/* Is all but the options within bounds? ERR_INPUT "assign.case". */
MUST_CHECK bool assign_bounds(const struct assign_case *c, struct err *err);

/* ---- a case being worked on (assign_graph.c) */
struct assign_order { /* by the seed */
	struct sha key;
	int at;
};

struct assign_work {
	const struct assign_case *c;
	struct arena *arena;
	const struct assign_order *entries, *experts;
	int most, whole;   /* a pair carries most/whole of a seat: 1/1, or the cap */
	int *room;         /* by expert: load left beside calibration entries and fixed pairs */
	bool *kept;        /* by option */
	bool *fixed;       /* by option: kept for sure, not drawn; only under a cap */
	int64_t kept_worth;
	bool *picked;      /* by option: what the assignment is made of */
	int32_t *chances;  /* by option, in 1/whole; only under a cap */
};

/* One class as a graph: supply and room in 1/whole. */
struct assign_graph {
	struct flow_problem problem;
	int64_t *options; /* by arc */
	int *entries;     /* by row */
	int *experts;     /* by column */
};

/* Orders, rooms, kept and fixed pairs. ERR_INPUT "assign.case", ERR_CONFLICT "assign.short". */
MUST_CHECK bool assign_begin(const struct assign_case *c, struct arena *arena, struct assign_work *ret, struct err *err);
bool assign_is_calibration(const struct assign_case *c, int entry);

/* The class with its options of at least this fit, and only those that are kept if so wanted. */
struct assign_graph assign_graph_of(const struct assign_work *w, int class_index, int32_t worst, bool kept_only);

/* Can every seat of the class be filled by options of at least this fit? */
bool assign_fills(const struct assign_work *w, int class_index, int32_t worst);

/* ERR_CONFLICT "assign.short": who lacks what, after flow_solve() left `unsent`. Gives false. */
bool assign_fail_short(const struct assign_work *w, const struct assign_graph *g, const struct flow *f, int class_index,
	int64_t unsent, struct err *err);

/* True when seats of the class can't be filled: marks the entries that need more options, and the experts who have no
 * places left for them (Hall's condition). */
bool assign_lack(const struct assign_case *c, int class_index, struct arena *arena, bool *entries, bool *experts);

/* A number of an id by the seed: the first 8 bytes of sha256(SEED ":" id). */
uint64_t assign_lot(const struct sha *seed, const char *id);

/* ---- the draw under a cap (assign_round.c) */
/* What each arc of the solved class carries becomes its chance, and by the seed w->picked: so that each is picked with its
 * chance exactly, every row gets its seats, and no column more than its room. */
void assign_round(struct assign_work *w, const struct assign_graph *g, const struct flow *f, int class_index);

/* ---- linkage */
/* Who shares entries with whom, kept up to date while pairs move. */
struct links {
	int experts;
	uint16_t *shared;  /* experts × experts: entries in common */
	int *degree;       /* by expert: others with whom it shares any */
	int *entries;      /* by expert: how many it has */
	int wanted;        /* least degree */
	int *scratch;      /* 5 × experts, for searches */
};

/* `by_entry` lists experts: of entry e, from[e] … from[e + 1] − 1. */
struct links links_of(int experts, const int *from, const int32_t *by_entry, int entries, int shared, struct arena *arena);

/* Expert `out` of an entry gives way to `in`; `others` are all experts of the entry before. */
void links_move(struct links *l, const int32_t *others, int count, int32_t out, int32_t in);

/* How many more others the expert should share entries with; 0 for one without entries. */
int links_lack(const struct links *l, int expert);

/* In how many parts more than one the experts with entries fall, and how many single experts hold parts together.
 * part[j] = a number of the smallest such part that j is in, or 0; 0 and 0: linked. */
int links_breaks(const struct links *l, unsigned char *part);

/* Moves pairs, losing as little fit as it can, until everybody is linked. ERR_CONFLICT "assign.linkage". */
MUST_CHECK bool assign_link(const struct assign_case *c, int32_t worst, struct arena *arena, struct assignment *a,
	struct err *err);
