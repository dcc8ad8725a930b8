/* Who pitches when, in a stage: proposed, set, moved when a heat runs late; each version a record.
 *
 * The rules of time are judging/timetable.h's, the form of a version judging/schedule.h's. docs/timetable.md tells both to
 * people. Views write schemas of docs/api/openapi.yaml. */
#pragma once

#include "base/base.h"
#include "base/err.h"
#include "judging/schedule.h"

struct app;
struct buf;
struct request;

struct arena;
struct json;
/* What a client sends: slots [{entry, heat, from, until}], breaks and open [{from, until, heat?}], draws [{heat, draw}],
 * buffer_s, change_s, reason; each may be absent. Times without an offset are at `offset_min`. ERR_INPUT "timetable.body". */
MUST_CHECK bool timetable_input(const struct json *body, int offset_min, struct arena *arena, struct schedule *ret, struct err *err);
/* The contest's civil time, minutes east of UTC. ERR_NOT_FOUND "contest.unknown". */
MUST_CHECK bool app_get_offset(struct app *app, const char *contest, int *ret_offset_min, struct err *err);

enum timetable_source {
	TIMETABLE_BY_ID,   /* entries as they are */
	TIMETABLE_AS_SET   /* as in the timetable in force; who is new comes last */
};

struct timetable_wish {
	const char *heat;             /* only this one, beside the others as they stand; NULL = all */
	enum timetable_source source; /* of heats without a draw */
	bool gives;                   /* somebody later comes first where the next would keep the venue waiting */
	int64_t length_s;             /* of every slot; 0: pitch, questions and marking of the definition */
	struct schedule given;        /* breaks, open hours and draws; buffer and change, −1 = as in force, or 1 and 15 min */
};
/* What a timetable would be, nothing written (schema TimetableDraft). ERR_INPUT "timetable.length" (a heat without a length),
 * "timetable.start" (one that is not said to open), "timetable.pool" (a draw of others); ERR_CONFLICT "timetable.empty",
 * "timetable.draw" (not concluded); ERR_NOT_FOUND "heat.unknown", "draw.unknown". Needs ACT_CLOSE. */
MUST_CHECK bool app_propose_timetable(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const struct timetable_wish *wish, struct buf *out, struct err *err);

struct new_timetable {
	int64_t base;          /* the version that the caller saw; 0 = none */
	struct schedule given; /* slots in any order, sorted in place; its stage and version are made here; draws that hold are kept */
	int64_t restores;      /* instead of `given`: that version again, without who has withdrawn; 0 = no */
	bool overrides;        /* clashes other than an overlap are accepted, for the reason given */
	bool preview;          /* check and answer, write nothing */
};
/* The next version, a record timetable.set; answers with it (schema TimetableDraft). A preview answers with all clashes, even
 * overlaps. ERR_CONFLICT "timetable.moved" when another version came first, "timetable.overlap", "timetable.clash", "timetable.same",
 * "stage.closed", "timetable.heat" (an entry of another heat); ERR_INPUT "timetable.span", "timetable.twice", "timetable.entry",
 * "timetable.reason"; ERR_NOT_FOUND "heat.unknown", "timetable.version". Needs ACT_CLOSE. */
MUST_CHECK bool app_set_timetable(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const struct new_timetable *given, struct buf *out, struct err *err);

struct timetable_delay {
	int64_t base;
	const char *entry;     /* the first that moves; NULL: whoever is next on the heat's floor, or everybody where none is open */
	int64_t by_s;          /* later than planned … */
	int64_t not_before_ms; /* … or nothing before that; 0 = by_s */
	const char *reason;    /* NULL = none */
	bool preview;
};
/* Moves the rest of a heat, and wherever a team of it pitches as well, with the least change (timetable_shift()). What the
 * heat's floor has had stands with its real times. Errors as of setting; ERR_CONFLICT "timetable.none", "timetable.done"
 * (nobody is left to move); ERR_INPUT "timetable.entry", "timetable.delay". Needs ACT_FLOOR. */
MUST_CHECK bool app_shift_timetable(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const char *heat, const struct timetable_delay *delay, struct buf *out, struct err *err);

/* What whoever makes timetables needs: heats, entries, who is away, versions (schema TimetableDesk). */
MUST_CHECK bool view_timetable_desk(struct app *app, const char *contest, const char *stage, struct buf *out, struct err *err);
/* All stages' timetables in force (schema Timetables). Public. */
MUST_CHECK bool view_timetables(struct app *app, const char *contest, struct buf *out, struct err *err);
/* The same as a table: CSV. Public. */
MUST_CHECK bool view_timetable_csv(struct app *app, const char *contest, const char *stage, struct buf *out, struct err *err);

/* An expert's own calendar: the address that only its holder is told (schema OwnCalendar), and what stands there: the slots of heats
 * whose seated panel has the expert, of entries assigned to them where there is an assignment. It ends with the link or the role that
 * it was asked for with: ERR_NOT_FOUND "feed.unknown". The address needs ACT_MARK. */
struct principal;
MUST_CHECK bool view_own_calendar_address(struct app *app, const struct principal *who, const char *contest, struct buf *out,
	struct err *err);
MUST_CHECK bool view_own_calendar(struct app *app, const char *contest, const char *key, struct buf *out, struct err *err);

struct feed_query { /* NULL = any */
	const char *stage, *heat, *entry;
};
/* iCalendar. Public. The same timetable gives the same bytes. */
MUST_CHECK bool view_timetable_calendar(struct app *app, const char *contest, const struct feed_query *query, struct buf *out,
	struct err *err);
