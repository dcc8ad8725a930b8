/* Fair panels: candidates, conflicts and rulings, preferences, assignments, timetables. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct arena;
struct db;
struct dict;

/* ---- the experts' pool */
enum candidate_state { CANDIDATE_LISTED, CANDIDATE_INVITED, CANDIDATE_ACCEPTED, CANDIDATE_DECLINED, CANDIDATE_LEFT };
struct candidate_row {
	const char *id, *class_id; /* class_id NULL = none */
	const char *profile;       /* NULL once erased */
	int64_t load;              /* −1 = as the stage says */
	const char *away;          /* JSON [[from_ms, until_ms], …] */
	enum candidate_state state;
	int64_t asked_ms;     /* 0 = not yet */
	int64_t answer_by_ms; /* until when the invitation may be answered; 0 = not invited */
	int64_t answered_ms;  /* 0 = not yet */
	const char *remark;        /* NULL = none */
	int64_t seq;               /* of the newest record; −1 = none */
};
/* Adds it, or replaces the one of that id. */
MUST_CHECK bool store_put_candidate(struct db *db, const char *contest, const struct candidate_row *row, struct err *err);
/* *ret_row is NULL when there is none. */
MUST_CHECK bool store_find_candidate(struct db *db, const char *contest, const char *id, struct arena *arena,
	struct candidate_row **ret_row, struct err *err);
/* By id. */
MUST_CHECK bool store_list_candidates(struct db *db, const char *contest, struct arena *arena,
	struct candidate_row **ret_rows, size_t *ret_count, struct err *err);
/* Only one that was never invited may go. */
MUST_CHECK bool store_remove_candidate(struct db *db, const char *contest, const char *id, struct err *err);

/* Who left, as a set of ids. */
MUST_CHECK bool store_list_leavers(struct db *db, const char *contest, struct arena *arena, struct dict *ret_ids,
	struct err *err);
/* Takes an expert off the panels of heats that are not locked, of stages that are not closed. */
MUST_CHECK bool store_drop_seats(struct db *db, const char *contest, const char *expert, struct err *err);
/* Sheets in force of an expert, in all stages. */
MUST_CHECK bool store_count_expert_sheets(struct db *db, const char *contest, const char *expert, int64_t *ret_count,
	struct err *err);
/* The words of the seated expert, the details of their conflicts, and what their links are told by. */
MUST_CHECK bool store_erase_expert(struct db *db, const char *contest, const char *id, struct err *err);

/* ---- conflicts: evidence, a row a ground */
enum conflict_source { CONFLICT_COMPUTED, CONFLICT_IMPORTED, CONFLICT_DECLARED };
enum conflict_state { CONFLICT_FOUND, CONFLICT_CONFIRMED, CONFLICT_OVERRULED };
struct conflict_row {
	const char *entry, *expert, *ground;
	enum conflict_source source;
	enum conflict_state state;
	const char *detail; /* NULL = none */
	int64_t at_ms;
};
/* Adds it, or replaces the one of that ground. */
MUST_CHECK bool store_put_conflict(struct db *db, const char *contest, const struct conflict_row *row, struct err *err);
/* By entry, expert, ground; `expert` NULL: everybody's. */
MUST_CHECK bool store_list_conflicts(struct db *db, const char *contest, const char *expert, struct arena *arena,
	struct conflict_row **ret_rows, size_t *ret_count, struct err *err);
/* Forgets what was computed and nobody has decided on, before it is computed anew. */
MUST_CHECK bool store_remove_computed_conflicts(struct db *db, const char *contest, struct err *err);
MUST_CHECK bool store_remove_conflict(struct db *db, const char *contest, const char *entry, const char *expert,
	const char *ground, struct err *err);

/* Pairs that must not meet: found and not overruled (so nobody is assigned before it is decided), or confirmed (no sheet). */
struct barred_row {
	const char *entry, *expert;
	bool confirmed;
};
/* By entry, then expert; `expert` NULL: everybody's. */
MUST_CHECK bool store_list_barred(struct db *db, const char *contest, const char *expert, struct arena *arena,
	struct barred_row **ret_rows, size_t *ret_count, struct err *err);

struct ruling_row {
	const char *entry, *expert;
	bool confirmed;
	const char *salt, *reason; /* NULL = none, or erased */
	const char *actor;
	int64_t at_ms, seq;        /* of conflict.rule */
};
/* Gives all evidence of the pair the state that follows. */
MUST_CHECK bool store_add_ruling(struct db *db, const char *contest, const struct ruling_row *row, struct err *err);
/* All of them, by entry, then expert, then seq. */
MUST_CHECK bool store_list_rulings(struct db *db, const char *contest, struct arena *arena, struct ruling_row **ret_rows,
	size_t *ret_count, struct err *err);

/* Experts whose conflict with the entry is confirmed, by id. */
struct barring_row {
	const char *expert;
	bool sits; /* on the heat's panel */
};
MUST_CHECK bool store_list_barring(struct db *db, const char *contest, const char *stage, const char *heat, const char *entry,
	struct arena *arena, struct barring_row **ret_rows, size_t *ret_count, struct err *err);

/* ---- other names and parents of organisations: one list a contest, CSV. *ret_list is NULL when there is none */
MUST_CHECK bool store_put_kinship(struct db *db, const char *contest, const char *list, int64_t at_ms, struct err *err);
MUST_CHECK bool store_find_kinship(struct db *db, const char *contest, struct arena *arena, const char **ret_list,
	struct err *err);

/* ---- preferences */
struct preference_row {
	const char *expert, *entry;
	int want; /* −1 rather not, 0 no matter, 1 gladly */
};
/* `want` 0 removes it. */
MUST_CHECK bool store_put_preference(struct db *db, const char *contest, const struct preference_row *row, struct err *err);
/* By expert, then entry; `expert` NULL: everybody's. */
MUST_CHECK bool store_list_preferences(struct db *db, const char *contest, const char *expert, struct arena *arena,
	struct preference_row **ret_rows, size_t *ret_count, struct err *err);

/* ---- assignments of a stage, by version from 1 */
struct assignment_row {
	int64_t version;
	const char *body;    /* of panel.assign */
	const char *problem; /* the case, as `leitai assign` reads it */
	int64_t at_ms, seq;
};
struct assigned_row {
	const char *entry, *expert;
};
/* Adds the version, whose pairs replace those in force. ERR_CONFLICT "store.constraint" when it is there. */
MUST_CHECK bool store_add_assignment(struct db *db, const char *contest, const char *stage, const struct assignment_row *row,
	const struct assigned_row *pairs, size_t count, struct err *err);
/* The newest version; *ret_row is NULL when there is none. */
MUST_CHECK bool store_find_assignment(struct db *db, const char *contest, const char *stage, struct arena *arena,
	struct assignment_row **ret_row, struct err *err);
/* All versions, the newest first. */
MUST_CHECK bool store_list_assignments(struct db *db, const char *contest, const char *stage, struct arena *arena,
	struct assignment_row **ret_rows, size_t *ret_count, struct err *err);
/* The pairs in force, by entry, then expert; `expert` NULL: everybody's. */
MUST_CHECK bool store_list_assigned(struct db *db, const char *contest, const char *stage, const char *expert,
	struct arena *arena, struct assigned_row **ret_rows, size_t *ret_count, struct err *err);

/* ---- timetables of a stage, by version from 1 */
struct timetable_row {
	int64_t version;
	const char *body; /* of timetable.set */
	int64_t at_ms, seq;
};
/* ERR_CONFLICT "store.constraint" when the version is there. */
MUST_CHECK bool store_add_timetable(struct db *db, const char *contest, const char *stage, const struct timetable_row *row,
	struct err *err);
/* The newest version; *ret_row is NULL when there is none. */
MUST_CHECK bool store_find_timetable(struct db *db, const char *contest, const char *stage, struct arena *arena,
	struct timetable_row **ret_row, struct err *err);
/* All versions, the newest first. */
MUST_CHECK bool store_list_timetables(struct db *db, const char *contest, const char *stage, struct arena *arena,
	struct timetable_row **ret_rows, size_t *ret_count, struct err *err);
