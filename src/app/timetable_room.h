/* A stage as whoever makes its timetable sees it: heats, entries and teams, who is away, what was set, what really
 * happened. Internal to src/app. */
#pragma once

#include "app/context.h"
#include "app/docket.h"
#include "floor/floor.h"
#include "judging/schedule.h"
#include "judging/timetable.h"

struct timetable_row;

struct real_time { /* of an entry on a floor; 0 = not yet */
	int64_t started_ms, ended_ms;
};

struct real_heat {
	const struct floor *floor; /* NULL = not open */
	struct real_time *times;   /* by number of the floor's entry */
	bool locked;
};

enum shut_kind { SHUT_BREAK, SHUT_AWAY, SHUT_CLOSED };

struct shut_cause {
	enum shut_kind kind;
	const char *expert; /* of SHUT_AWAY */
};

struct away_span {
	int heat;
	const char *expert;
	struct span at;
};

struct timetable_room {
	struct db *db;
	const struct contest *contest;
	const struct stage *stage;
	int stage_index;
	bool closed;
	const struct docket *docket;
	bool *gone;          /* by entry of the docket */
	int *teams;          /* likewise: who can't be in two places */
	int team_count;
	const char **heats;  /* ids */
	int heat_count;
	struct away_span *away;
	int away_count;
	struct real_heat *real; /* by heat */
	struct timetable_row *rows; /* versions, the newest first */
	size_t row_count;
	struct schedule now; /* the newest; version 0 = none */
	int64_t now_ms;
	struct arena *arena;
};

MUST_CHECK bool room_load(struct db *db, const struct contest *contest, int stage, int64_t now_ms, struct arena *arena,
	struct timetable_room *ret, struct err *err);
/* The timetable in force alone; version 0 = none. */
MUST_CHECK bool timetable_in_force(struct db *db, const char *contest, const char *stage, struct arena *arena, struct schedule *ret,
	struct err *err);
/* The schedule of a version's row. */
MUST_CHECK bool room_read(const struct timetable_row *row, struct arena *arena, struct schedule *ret, struct err *err);

/* The hours of a heat by the definition: from its start to the end of that day, or of the stage. False where no start is said. */
bool room_hours(const struct timetable_room *room, int heat, struct span *ret);
int room_heat(const struct timetable_room *room, const char *id); /* −1 = none */
/* Milliseconds that a pitch of the heat takes by the definition; 0 = not said. */
int64_t room_length_ms(const struct timetable_room *room, int heat);

/* The venues of a schedule: its heats in order, with hours, breaks and away spans, yet without pitches; `ret_causes` says of each
 * venue's shut spans why. */
void room_venues(const struct timetable_room *room, const struct schedule *s, struct timetable_case *ret,
	struct timetable_venue **ret_venues, const struct shut_cause ***ret_causes);
/* The same with the schedule's slots as pitches; slots[i] is that of s->slots[i], which must stand in order. */
void room_case(const struct timetable_room *room, const struct schedule *s, struct timetable_case *ret, struct slot **ret_slots,
	const struct shut_cause ***ret_causes);

/* ---- what can't both be (timetable_clash.c) */
struct room_clash {
	const char *kind;    /* "overlap", "team", "break", "away", "hours" */
	int a, b;            /* slots; b −1 = none */
	const char *expert;  /* of "away" */
};
struct room_clash *room_clashes(const struct timetable_room *room, const struct schedule *s, int *ret_count);
/* One sentence on the first few. */
const char *room_clash_words(const struct timetable_room *room, const struct schedule *s, const struct room_clash *clashes, int count);

/* ---- orders (timetable_order.c) */
/* The order that a concluded draw gave. ERR_NOT_FOUND "draw.unknown", ERR_CONFLICT "timetable.draw". */
MUST_CHECK bool room_drawn(const struct timetable_room *room, int64_t draw, const char *const **ret_order, size_t *ret_count,
	struct err *err);
/* By heat: who pitches there in which order, as entries of the docket. */
struct timetable_wish;
struct heat_order {
	int *entries;
	int count;
};
MUST_CHECK bool room_orders(const struct timetable_room *room, const struct timetable_wish *wish, struct heat_order **ret_orders,
	struct err *err);
/* Leaves out of s->draws those in whose order its heat does not stand. */
MUST_CHECK bool room_keep_draws(const struct timetable_room *room, struct schedule *s, struct err *err);

/* ---- what happened (timetable_real.c) */
MUST_CHECK bool real_load(struct db *db, const struct contest *contest, int stage, int heat, struct arena *arena,
	struct real_heat *ret, struct err *err);
/* How late the heat runs, by its floor: when its next may begin at the earliest, against its slot. False where nothing is known. */
struct lateness {
	const char *entry; /* who is next */
	int64_t late_ms;   /* negative: early */
	int64_t expected_ms;
};
bool room_late(const struct timetable_room *room, int heat, struct lateness *ret);

/* ---- answers (timetable_answer.c) */
struct timetable_made { /* by slot of the schedule; NULL: set by hand */
	const struct slot *slots;
	int64_t waited_ms;
	int moved, over;
};
/* Schema TimetableDraft. `before`: what it is compared with. */
void room_answer(const struct timetable_room *room, const struct schedule *s, const struct schedule *before,
	const struct timetable_made *made, struct buf *out);
struct json_writer;
/* As lists of answers; `heat`: only its own, without saying so. */
void schedule_put_spans(struct json_writer *w, const char *key, const struct schedule_span *spans, int count, const char *heat);
void schedule_put_draws(struct json_writer *w, const struct schedule *s);
/* The slot of `before` that this one comes from: the same heat's, or the only one of an entry that left its heat; −1 = new. */
int schedule_was(const struct schedule *before, const struct schedule *s, int slot);

/* ---- moving (timetable_shift.c) */
struct timetable_delay;
MUST_CHECK bool room_shift(const struct timetable_room *room, int heat, const struct timetable_delay *delay, struct schedule *ret,
	struct err *err);
