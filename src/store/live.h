/* The judging day's rows: panels, floor steps, heats, devices, remarks, ties and votes, what was shown, events. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct arena;
struct db;
struct entry_row;
struct expert_row;
struct sheet_row;

/* ---- some entries of many: ret_rows[i] is that of ids[i], with id NULL where there is none */
struct entry_row;
MUST_CHECK bool store_pick_entries(struct db *db, const char *contest, const char *const *ids, int count, struct arena *arena,
	struct entry_row **ret_rows, struct err *err);

/* ---- panels: who marks in a heat. Replaced as a whole */
MUST_CHECK bool store_put_panel(struct db *db, const char *contest, const char *stage, const char *heat,
	const char *const *experts, size_t count, int64_t seq, struct err *err);
struct panel_row {
	const char *stage, *heat, *expert;
};
/* By heat, then expert; `stage` NULL: of all stages. */
MUST_CHECK bool store_list_panel(struct db *db, const char *contest, const char *stage, struct arena *arena,
	struct panel_row **ret_rows, size_t *ret_count, struct err *err);
/* How many sit there, and whether this expert does. */
MUST_CHECK bool store_count_panel(struct db *db, const char *contest, const char *stage, const char *heat,
	const char *expert, int64_t *ret_seats, bool *ret_member, struct err *err);

/* ---- floors */
struct step_row {
	int64_t step; /* from 1 */
	int64_t at_ms;
	const char *body; /* of floor.step */
	int64_t seq;
};
/* ERR_CONFLICT "store.constraint" when the step is there. */
MUST_CHECK bool store_add_step(struct db *db, const char *contest, const char *stage, const char *heat,
	const struct step_row *row, struct err *err);
/* In order. */
MUST_CHECK bool store_list_steps(struct db *db, const char *contest, const char *stage, const char *heat,
	struct arena *arena, struct step_row **ret_rows, size_t *ret_count, struct err *err);
/* Of all floors of the contest. */
MUST_CHECK bool store_count_steps(struct db *db, const char *contest, int64_t *ret_count, struct err *err);

/* ---- heats that were locked */
struct heat_row {
	const char *stage, *heat;
	int64_t lock_seq, sign_seq; /* sign_seq −1 = not countersigned yet */
};
MUST_CHECK bool store_put_heat(struct db *db, const char *contest, const struct heat_row *row, struct err *err);
/* *ret_row is NULL while the heat is not locked. */
MUST_CHECK bool store_find_heat(struct db *db, const char *contest, const char *stage, const char *heat,
	struct arena *arena, struct heat_row **ret_row, struct err *err);

/* ---- one entry, one expert, their sheets in force. *ret_row is NULL when there is none */
MUST_CHECK bool store_find_entry(struct db *db, const char *contest, const char *id, struct arena *arena,
	struct entry_row **ret_row, struct err *err);
MUST_CHECK bool store_find_expert(struct db *db, const char *contest, const char *id, struct arena *arena,
	struct expert_row **ret_row, struct err *err);
/* Of one entry, by expert. */
MUST_CHECK bool store_list_entry_sheets(struct db *db, const char *contest, const char *stage, const char *entry,
	struct arena *arena, struct sheet_row **ret_rows, size_t *ret_count, struct err *err);
/* Of one expert, by entry. */
MUST_CHECK bool store_list_expert_sheets(struct db *db, const char *contest, const char *stage, const char *expert,
	struct arena *arena, struct sheet_row **ret_rows, size_t *ret_count, struct err *err);

/* ---- devices */
struct device_row {
	const char *key; /* base64 */
	const char *expert;
	int64_t link, account; /* how it came; the other is −1 */
	int64_t added_ms, seq;
};
MUST_CHECK bool store_add_device(struct db *db, const char *contest, const struct device_row *row, struct err *err);
/* *ret_row is NULL when there is none. */
MUST_CHECK bool store_find_device(struct db *db, const char *contest, const char *key, struct arena *arena,
	struct device_row **ret_row, struct err *err);
/* By seq; `expert` NULL: everybody's. */
MUST_CHECK bool store_list_devices(struct db *db, const char *contest, const char *expert, struct arena *arena,
	struct device_row **ret_rows, size_t *ret_count, struct err *err);

/* ---- remarks */
struct remark_row {
	int64_t seq; /* of the sheet's record */
	const char *salt, *body;
};
MUST_CHECK bool store_add_remark(struct db *db, const char *contest, const struct remark_row *row, struct err *err);
/* *ret_row is NULL when there is none, or none any more. */
MUST_CHECK bool store_find_remark(struct db *db, const char *contest, int64_t seq, struct arena *arena,
	struct remark_row **ret_row, struct err *err);

/* ---- ties and votes */
struct tie_row {
	int64_t seq; /* of tie.open */
	const char *stage;
	const char *body;      /* of tie.open */
	int64_t concluded_seq; /* −1 = open */
};
MUST_CHECK bool store_put_tie(struct db *db, const char *contest, const struct tie_row *row, struct err *err);
/* By seq. */
MUST_CHECK bool store_list_ties(struct db *db, const char *contest, const char *stage, struct arena *arena,
	struct tie_row **ret_rows, size_t *ret_count, struct err *err);
struct vote_row {
	const char *expert;
	const char *ranking; /* JSON array of entry ids, best first */
	int64_t seq;         /* of tie.vote */
};
/* An expert's later vote replaces the earlier. */
MUST_CHECK bool store_put_vote(struct db *db, const char *contest, int64_t tie, const struct vote_row *row, struct err *err);
/* By expert. */
MUST_CHECK bool store_list_votes(struct db *db, const char *contest, int64_t tie, struct arena *arena,
	struct vote_row **ret_rows, size_t *ret_count, struct err *err);

/* ---- what the hall was shown */
struct shown_row {
	const char *entry;
	int64_t rank;  /* 0 = the score alone */
	int64_t score; /* units */
	int64_t seq;   /* of score.show */
};
MUST_CHECK bool store_put_shown(struct db *db, const char *contest, const char *stage, const struct shown_row *row,
	struct err *err);
/* By seq. */
MUST_CHECK bool store_list_shown(struct db *db, const char *contest, const char *stage, struct arena *arena,
	struct shown_row **ret_rows, size_t *ret_count, struct err *err);

/* ---- events for listeners: public, one JSON line each */
struct event_row {
	int64_t id; /* 1, 2, 3 … a contest */
	int64_t at_ms;
	const char *name, *data;
};
/* Gives the row the next id; the caller holds the contest's ledger head (journal_open()), so ids have no gap. */
MUST_CHECK bool store_add_event(struct db *db, const char *contest, const struct event_row *row, int64_t *ret_id,
	struct err *err);
/* Up to `limit` with id > `after`, in order. */
MUST_CHECK bool store_list_events(struct db *db, const char *contest, int64_t after, int64_t limit, struct arena *arena,
	struct event_row **ret_rows, size_t *ret_count, struct err *err);
/* The oldest and newest id; 0 and 0 when there is none. */
MUST_CHECK bool store_get_event_range(struct db *db, const char *contest, int64_t *ret_first, int64_t *ret_last,
	struct err *err);
/* Forgets those below `first`. */
MUST_CHECK bool store_remove_old_events(struct db *db, const char *contest, int64_t first, struct err *err);

/* ---- all that taking a sheet looks up in single rows */
struct place_query {
	const char *contest, *stage, *heat, *entry, *expert;
	const char *key; /* of a device; NULL = none */
};
struct place_row {
	const char *definition;
	size_t definition_len;
	int64_t decided;  /* see store_get_decided() */
	int64_t state;    /* of the stage: an enum stage_state */
	int64_t lock_seq; /* of the heat; −1 = not locked */
	struct step_row newest; /* of the heat's floor; step 0 = none */
	int64_t seats;    /* on the heat's panel */
	bool sits;        /* the expert does, there */
	const char *entry, *division, *region, *track; /* entry NULL: there is none */
	const char *expert, *class_id;                 /* expert NULL: not seated */
	const char *device_expert;                     /* whose the key is; NULL = nobody's */
	bool barred;      /* a conflict of the expert with the entry is confirmed */
	bool any_barred;  /* … or somebody's */
	bool shared_out;  /* the stage has an assignment in force */
	bool assigned;    /* the entry is the expert's in it */
	bool left;        /* the expert has left the contest */
	int64_t leavers;  /* how many have */
};
/* *ret_row is NULL when there is no such contest. */
MUST_CHECK bool store_find_place(struct db *db, const struct place_query *query, struct arena *arena,
	struct place_row **ret_row, struct err *err);
