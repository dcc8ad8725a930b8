/* A contest as data: what a definition file says, checked and linked.
 *
 * definition_read() makes it; everything that decides takes it const. All of
 * it lives in one arena. Cross references are indices into the arrays here
 * (−1 = none), so that nothing is looked up by name while deciding. */
#pragma once

#include "base/base.h"
#include "contest/scoring.h"

/* Text in the languages of the contest; either may be NULL, never both. */
struct text {
	const char *zh, *en;
};

/* A division, region, track, expert class or demand scene. */
struct label {
	const char *id;
	struct text title;
};

struct labels {
	const struct label *items;
	int count;
};

/* The axes by which entries differ and quotas, heats and awards select. */
enum axis { AXIS_DIVISION, AXIS_REGION, AXIS_TRACK, AXIS_HEAT, AXIS_COUNT };

/* Entries that an index on each axis selects; −1 = any. */
struct selector {
	int at[AXIS_COUNT];
};

enum host_role { HOST_HOST, HOST_ORGANISER, HOST_CO_ORGANISER, HOST_EXECUTOR, HOST_PLATFORM, HOST_SUPPORTER, HOST_ROLE_COUNT };

struct host {
	struct text name;
	enum host_role role;
};

/* A public figure of the real contest: {"teams", 1457, "参赛团队"/"Teams"}. */
struct fact {
	const char *id;
	struct text title;
	const char *value; /* as printed: "5,077", "48 %" */
};

struct heat {
	const char *id;
	struct text title;
	struct selector selects; /* which entries belong here; all −1: named by the sheets */
	struct text venue;       /* both NULL when not said */
	int64_t starts_ms;       /* 0 = not said */
	int pitch_s, questions_s; /* 0 = no pitch */
};

/* How many experts of a class sit on each panel of the stage. */
struct panel_seats {
	int class_index;
	int seats;
};

struct quota {
	struct selector selects;
	int places;
};

enum award_by { AWARD_BY_RANK, AWARD_BY_JURY };

struct award {
	const char *id;
	struct text title;
	enum award_by by;
	int places;    /* per value of `per` when that is set */
	int per;       /* an enum axis, or −1: over the whole stage */
	struct selector selects;
};

/* Who marks which entry, where not everybody marks all. */
struct assignment_rule {
	const struct panel_seats *seats; /* experts of each class for each entry; none: as stage_entry_seats() shares out */
	int seat_count;
	int load;                /* most entries of an expert; 0 = not said */
	int shared;              /* others with whom each expert shares entries; −1 = not said */
	int calibration;         /* entries that everybody marks */
	bool total_aim;          /* the sum of the fits before the worst of them */
	bool disjoint;           /* panels may be */
	int64_t cap_num, cap_den; /* the most probable that any pair may be; 0 = no cap */
};

enum stage_kind { STAGE_PANEL, STAGE_OPEN }; /* OPEN: no marks (registration, matchmaking, ceremony) */

/* How the floor of each heat of a stage runs. */
struct stage_floor {
	int overtime;            /* the official criterion that takes a pitch's seconds beyond its time; −1 = none */
	bool reveals_each;       /* the hall sees a score once its entry is locked; false: only in the end */
	int marking_s;           /* for the marks after the questions; 0 = not said */
};

struct stage {
	const char *id;
	struct text title;
	struct text note;        /* both NULL when not said */
	enum stage_kind kind;
	int64_t starts_ms, ends_ms; /* 0 = not said */
	const int *from;         /* stages whose advancing entries come here; none: every accepted entry */
	int from_count;
	const struct heat *heats;
	int heat_count;          /* ≥ 1 on a panel stage */
	int rank_within;         /* an enum axis, or −1: one ranking for the whole stage */
	const struct panel_seats *panel;
	int panel_count;
	int sheets_each;         /* experts that mark each entry; 0 = the whole panel */
	bool supervised;         /* closing needs a supervisor's name */
	struct scoring scoring;  /* panel stages */
	struct stage_floor floor;
	struct assignment_rule assignment;
	const struct quota *quotas;
	int quota_count;         /* 0: nobody advances from here (a final) */
	int wild_cards;          /* further places by score over the whole stage */
	int reserve;             /* next entries kept per quota */
	bool has_minimum;
	int64_t minimum;         /* units: who scores below never advances or wins */
	enum vote_rule deliberation;
	const struct award *awards;
	int award_count;
};

struct package {
	const char *id;
	struct text title;
};

struct contest {
	const char *id;
	struct text title, theme;
	int edition;             /* 0 = not said */
	int offset_min;          /* of the contest's civil time, minutes east of UTC */
	bool rehearsal;          /* its teams are made up; pages say so */
	const struct host *hosts;
	int host_count;
	const struct fact *facts;
	int fact_count;
	const struct text *assumed; /* what the definition's author had to assume */
	int assumed_count;
	struct labels axes[AXIS_HEAT]; /* divisions, regions, tracks */
	struct labels classes;   /* of experts */
	struct labels scenes;    /* demand directions */
	const struct package *packages;
	int package_count;
	const struct stage *stages; /* sources before those they feed */
	int stage_count;
	const char *source;      /* the definition file's text, byte for byte */
	size_t source_len;
};

/* Index by id, −1 when there is none. */
int labels_find(const struct labels *labels, const char *id);
int contest_find_stage(const struct contest *c, const char *id);
enum { MOST_STAGES = 64 }; /* of a contest */

/* Marks in reached[0 … MOST_STAGES) the stages that send entries to `s`, directly or through open stages. True when
 * everyone accepted comes: `s`, or an open stage on the way, has no source. */
bool stage_sources(const struct contest *c, const struct stage *s, bool *reached);

/* seats[0 … panel_count): how many experts of each class on the panel mark each entry: those of `assignment`, else
 * sheets_each shared out in proportion to the panel, else the whole panel. */
void stage_entry_seats(const struct stage *s, int *seats);

int stage_find_heat(const struct stage *s, const char *id);
int stage_find_criterion(const struct stage *s, const char *id);

/* Does the selector take what stands at these indices on the axes (−1 = nowhere)? */
bool selector_matches(const struct selector *selector, const int at[AXIS_COUNT]);

const char *axis_name(enum axis axis); /* "division" … "heat" */
