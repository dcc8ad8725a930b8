/* How a stage turns marks into scores and scores into ranks: the declared rule.
 *
 * A rule is a pipeline of steps over four shapes of values:
 *
 *	MARKS     entry × expert × criterion   where every pipeline starts
 *	SHEETS    entry × expert               one total a sheet
 *	CRITERIA  entry × criterion            one value a criterion
 *	SCORES    entry                        where every pipeline ends
 *
 * Every step may round its results and nothing else rounds. A missing or
 * recused mark is absent: it shortens the divisor and is never imputed. */
#pragma once

#include "base/base.h"
#include "base/decimal.h"

enum shape { SHAPE_MARKS, SHAPE_SHEETS, SHAPE_CRITERIA, SHAPE_SCORES };

enum criterion_by {
	BY_PANEL,   /* each expert marks it */
	BY_OFFICIAL /* one given value an entry: difficulty, element total, overtime seconds, deduction */
};

struct band { /* what a range of marks means, shown under the thumb */
	int64_t from; /* units */
	const char *zh, *en;
};

struct criterion {
	const char *id;
	const char *title_zh, *title_en;
	const char *note_zh, *note_en;
	const char *group;   /* NULL, or a name shared by several criteria for tie keys */
	enum criterion_by by;
	bool optional;       /* a sum may lack it: an official value, or a criterion nobody marked */
	int64_t min, max, step; /* units; step > 0, marks are min + k·step */
	int64_t weight;      /* whole number, may be negative (deduction), default 1 */
	const struct band *bands;
	int band_count;
};

/* What several experts' values become. */
enum combine_rule {
	COMBINE_MEAN,      /* Σx / n */
	COMBINE_SUM,       /* Σx */
	COMBINE_MEDIAN,    /* middle, or mean of the two middle ones */
	COMBINE_RANK_SUM,  /* Borda: per expert, entries beaten + ½ per equal, scaled by (N−1)/(k−1) when
	                      that expert marked k of the heat's N entries; mean over the entry's experts */
	COMBINE_RANK_POINTS, /* per expert, points[place − 1] by that expert's order (0 beyond the table,
	                      equal values share the mean of their places' points); summed */
	COMBINE_MAJORITY,  /* the skating system, rules 5–8: marks are places, result is a place (low is good) */
	COMBINE_SEVERITY_ADDITIVE, /* SHEETS→SCORES: means less what experts' severities explain, a heat at a time (base/judged.h);
	                      the plain mean where each of the heat's experts has a value for each of its marked entries */
	COMBINE_SEVERITY_MFRM, /* MARKS→SCORES: the fair average of the many-facet Rasch model, a heat at a time */
	COMBINE_RULE_COUNT
};

struct combine {
	enum combine_rule rule;
	int drop_high, drop_low;   /* MEAN, SUM: left out before combining */
	const int64_t *points;     /* RANK_POINTS, units */
	int point_count;
};

struct class_share { /* rule (g): each class by its own rule, then Σ w·x / Σ w */
	int class_index;
	int64_t weight;
	struct combine combine;
};

struct carry_term { /* an earlier stage's score, or this one's (stage −1) */
	int stage;
	int64_t weight;
};

enum step_kind {
	STEP_CLAMP,    /* MARKS→MARKS, SHEETS→SHEETS: into [m − within, m + within], m = plain mean over the experts */
	STEP_TOTAL,    /* MARKS→SHEETS: weighted sum or mean over the panel's criteria a sheet marks */
	STEP_COMBINE,  /* MARKS→CRITERIA, SHEETS→SCORES: over experts, `combine` or `shares` */
	STEP_FACTOR,   /* CRITERIA→CRITERIA: × constant or × an official criterion's value */
	STEP_SUM,      /* CRITERIA→SCORES: weighted sum or mean over criteria not used as factors */
	STEP_PLACES,   /* CRITERIA→SCORES: the skating system, rules 9–11, over each criterion's places */
	STEP_PENALTY,  /* SCORES→SCORES: minus points for what an official value exceeds */
	STEP_CARRY,    /* SCORES→SCORES: weighted sum (or mean) with earlier stages' scores */
	STEP_SCALE,    /* any shape: × num/den (diving's 3/5) */
	STEP_KIND_COUNT
};

struct factor { /* of one criterion */
	int criterion;
	int64_t constant;  /* units: 1.6 is 16000; used when by < 0 */
	int by;            /* official criterion whose value multiplies, or −1 */
};

struct step {
	enum step_kind kind;
	int64_t within;            /* CLAMP, units */
	bool as_mean;              /* TOTAL, SUM, CARRY: divide by the sum of the weights that took part */
	struct combine combine;    /* COMBINE without shares */
	const struct class_share *shares;
	int share_count;
	const struct factor *factors;
	int factor_count;
	int criterion;             /* PENALTY: the official value */
	int64_t free, each, points, most; /* PENALTY, units: points × ⌈(value − free)/each⌉ (each 0: once), at most `most` (0: no bound) */
	const struct carry_term *terms;
	int term_count;
	int64_t num, den;          /* SCALE */
	bool rounds;
	int places;                /* 0–4 */
	enum rounding mode;
};

/* Keys tried in turn between entries of equal score. Higher is better unless `low_wins`. */
enum tie_kind {
	TIE_CRITERION,    /* that criterion's value in shape CRITERIA (weighted by nothing) */
	TIE_GROUP,        /* sum of the values of the criteria in that group */
	TIE_STAGE,        /* own score at an earlier stage */
	TIE_HEAD_TO_HEAD, /* wins − losses against the others tied, by more common experts with a higher sheet total */
	TIE_COUNTBACK,    /* sheet values (or one criterion's marks) sorted best first, compared in turn;
	                     an entry with fewer values loses where the other has one left */
	TIE_MARKS_ABOVE,  /* how many of one criterion's marks exceed zero */
	TIE_RAW_MEAN,     /* the plain mean of sheet totals */
	TIE_KIND_COUNT
};

struct tie_key {
	enum tie_kind kind;
	int criterion;      /* CRITERION, MARKS_ABOVE, COUNTBACK (−1: sheet totals) */
	const char *group;  /* GROUP */
	int stage;          /* STAGE */
	bool low_wins;
};

enum tie_end { TIE_SHARED, TIE_DELIBERATION }; /* what settles a tie that every key leaves */

enum vote_rule { VOTE_MAJORITY, VOTE_BORDA, VOTE_SCHULZE, VOTE_RULE_COUNT };

struct quorum {
	int sheets;      /* fewest sheets for a score; at least 1 */
	int per_class;   /* fewest of each class seated on the panel; 0 = no demand */
};

struct scoring {
	const struct criterion *criteria;
	int criterion_count;
	const struct step *steps;
	int step_count;
	bool low_wins;         /* lower scores rank higher (places) */
	const struct tie_key *ties;
	int tie_count;
	enum tie_end tie_end;
	struct quorum quorum;
	int display_places;    /* decimals shown for a score, 0–4 */
	bool beside_raw;       /* a result says each entry's raw mean beside its score */
};
