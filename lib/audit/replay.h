/* The contest as the ledger tells it, record by record: the state that each next record is held against. */
#pragma once

#include "base/base.h"
#include "base/dict.h"
#include "base/sha.h"
#include "contest/result.h"

struct arena;
struct assign_version;
struct audit_report;
struct contest;
struct draw_state;
struct floor;
struct json;
struct pool;
struct record;
struct rulings;
struct sample;

struct seal { /* what a record's commitment has come to, by seq */
	struct sha commit;
	const char *type; /* of the sealed record; NULL: it sealed nothing */
	bool opened;
	bool replaced;    /* an amendment that was opened stands in its place */
};

struct version { /* of a sheet, opened */
	int entry, expert;    /* indices */
	int version;
	int64_t seq, replaces; /* replaces −1: nothing */
	struct result_sheet sheet;
};

struct ruling { /* a deliberation or a jury's choice, opened */
	int64_t seq;
	struct result_deliberation deliberation;
	struct result_grant grant; /* award NULL: it is a deliberation */
};

struct seating { /* of a panel */
	int64_t seq;
	const char *const *experts; /* by id */
	int count;
};

struct heat_state {
	struct floor *floor;      /* NULL before its first step */
	struct seating *seatings; /* in order; none: everybody of a class on the stage's panel */
	size_t seating_count, seating_cap;
	int64_t lock_seq, sign_seq; /* −1 = not locked, not signed yet */
	int64_t sheets, missing;    /* as the lock says */
	const char *signer;         /* the actor */
};

struct shown { /* what a hall saw */
	int64_t seq, score, rank; /* rank 0: the score alone */
	int entry;
	bool locked; /* by a floor at that time */
};

struct ballot_event { /* a tie opened, a vote on it, or a deliberation; opened */
	int64_t seq;
	char kind; /* 'o' 'v' 'd' */
	const struct json *body; /* in the replay's arena */
};

struct withdrawal {
	int64_t seq;
	int entry;
};

struct stage_state {
	struct heat_state *heats; /* by heat of the definition */
	int64_t close_seq, publish_seq; /* −1 = not yet */
	int64_t close_sheets;
	int64_t timetable;  /* the newest version; 0 = none */
	struct version *versions;
	size_t version_count, version_cap;
	struct ruling *rulings;
	int ruling_count, ruling_cap;
	const char *body;   /* published */
	const bool *gone;   /* by entry accepted until then: withdrawn before publication */
	size_t gone_count;
	const char **moved; /* up from here by withdrawals since */
	int moved_count, moved_cap;
	struct shown *shown;
	size_t shown_count, shown_cap;
	struct sample *samples;
	size_t sample_count, sample_cap;
	struct ballot_event *ballots;
	size_t ballot_count, ballot_cap;
	struct assign_version *assigns; /* assign.h */
	size_t assign_count, assign_cap;
};

struct enrolled { /* an expert's device */
	int expert; /* index */
	int64_t seq;
};

struct standing { /* what was given and may be taken away: a flag a name */
	struct dict ids;
	bool *flags;
	size_t cap;
};

struct replay {
	struct arena *arena; /* lives as long as the audit */
	struct audit_report *report;
	const char *id;      /* the contest's; NULL before ledger.open */
	struct contest *contest; /* NULL before contest.define */
	struct stage_state *stages;
	struct result_entry *entries;
	struct result_expert *experts;
	size_t entry_count, entry_cap, expert_count, expert_cap;
	struct dict entry_ids, expert_ids;
	struct seal *seals; /* by seq */
	int64_t seal_count, seal_cap;
	struct standing roles, links;
	struct pool *pool; /* who was invited, who left (pool.h); NULL: nobody */
	struct dict key_ids; /* devices' keys, in base64 */
	struct enrolled *keys;
	size_t key_cap;
	struct draw_state *draws; /* by number, from 1 (draw.h) */
	size_t draw_count, draw_cap;
	struct rulings *rulings; /* on conflicts of interest (ruled.h) */
	struct withdrawal *withdrawals; /* in order */
	size_t withdrawal_count, withdrawal_cap;
	bool closed; /* some stage is */
};

/* Takes in the next record, whose number follows the last one's; what does not hold goes into the report.
 * `body` is its parsed body (NULL: sealed) and, like the record, lives only for the call. */
void replay_take(struct replay *r, const struct record *record, const struct json *body);

/* What only the end can tell: commitments that nobody opened though everything is published. */
void replay_end(struct replay *r);

/* Room for one more item in an array made in the arena; gives the array. */
void *replay_grow(struct replay *r, void *items, size_t count, size_t *cap, size_t size);

bool seal_is_sheet(const struct seal *seal);

/* The panel stage that a record's body names; −1 after a report. */
int replay_stage(struct replay *r, const struct record *record, const struct json *body);
/* Was somebody (entry −1) or that entry withdrawn in the records between? */
bool replay_withdrew(const struct replay *r, int entry, int64_t after, int64_t before);

/* ---- roles and personal links (people.c) */
void people_role(struct replay *r, const struct record *record, const struct json *body);
void people_make_link(struct replay *r, const struct record *record, const struct json *body);
void people_revoke_link(struct replay *r, const struct record *record, const struct json *body);
bool people_has_link(const struct replay *r, const char *id); /* made and not revoked */

/* ---- experts' devices (device.c) */
void device_enrol(struct replay *r, const struct record *record, const struct json *body);
/* Checks what a device signed of an opened sheet; `seal` NULL: none did. False after a report. */
bool device_signed(struct replay *r, int stage, const struct version *v, const struct json *seal);

/* ---- opened sheets and rulings (opened.c) */
void opened_sheet(struct replay *r, const struct record *record, int64_t of, const struct json *sheet,
	struct slice text);
void opened_ruling(struct replay *r, const struct record *record, int64_t of, const struct json *ruling);
/* Sorts the versions, checks how they follow each other, and gives the sheets in force in `arena`. */
size_t opened_in_force(struct replay *r, int stage, int64_t publish_seq, struct arena *arena,
	struct result_sheet **ret_sheets);

/* ---- results recomputed (recount.c) */
/* Who takes part in the stage and in which heats, with no sheet and no decision. */
MUST_CHECK bool recount_blank(struct replay *r, int stage, struct arena *arena, struct result *ret, struct err *err);
void recount_result(struct replay *r, const struct record *record, const struct json *body);
void recount_moves(struct replay *r, const struct record *record, const struct json *moved);
