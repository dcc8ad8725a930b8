/* When who pitches where: parallel venues, breaks, experts who are away, teams that pitch in two tracks.
 *
 * Times are milliseconds since the epoch, lengths milliseconds. The order of each venue is given (by a draw); who
 * can't start in time is waited for, or, where the order may give way, changes places with whoever can. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct arena;

struct span { /* from ≤ at < until */
	int64_t from_ms, until_ms;
};

struct timetable_pitch {
	int entry;        /* number of the caller's; once a venue */
	int team;         /* whoever can't be in two places: number of the caller's */
	int64_t length_ms;
};

struct timetable_venue {
	struct span open;
	int64_t buffer_ms;            /* between two pitches */
	int64_t not_before_ms;        /* nothing new starts earlier: for a day that runs late; 0 = no such */
	const struct span *shut;      /* breaks, and when an expert of the panel is away; any order */
	int shut_count;
	const struct timetable_pitch *pitches; /* in their order */
	int pitch_count;
	int done;                     /* the first so many stand as they were: starts in `started` */
	const int64_t *started;       /* of those */
	const int64_t *planned;       /* of timetable_shift(): when each pitch was to begin */
};

enum timetable_order {
	TIMETABLE_STRICT,  /* as given; the venue waits */
	TIMETABLE_GIVES    /* a later one comes first where the next one would keep the venue waiting */
};

struct timetable_case {
	const struct timetable_venue *venues;
	int venue_count;
	int team_count;
	int64_t change_ms; /* a team's way from one venue to another */
	enum timetable_order order;
};

enum timetable_wait { WAIT_NONE, WAIT_SHUT, WAIT_TEAM, WAIT_LATE };

struct slot {
	int venue, pitch; /* its place in the venue's list */
	struct span at;
	int64_t waited_ms; /* the venue stood empty before it, beyond the buffer */
	enum timetable_wait why;
	bool moved;        /* before somebody who stood earlier in the order */
	bool over;         /* ends after the venue shuts */
};

struct timetable {
	struct slot *slots; /* by venue, then time */
	int *starts;        /* venues + 1: those of venue v are starts[v] … starts[v + 1] − 1 */
	int64_t waited_ms;  /* of all venues */
	int moved, over;
};

/* ERR_INPUT "timetable.case": a length, span or number that makes no sense. Always finds one: whoever does
 * not fit before the venue shuts comes after it, marked as over. */
MUST_CHECK bool timetable_make(const struct timetable_case *c, struct arena *arena, struct timetable *ret, struct err *err);

/* A planned day that runs late, with the least change: nobody comes earlier than planned, the order stays, and a pitch moves
 * only when the one before it does, when its venue starts nothing yet (not_before_ms), or when its team was moved into its
 * time; as far as nothing stands against it any more. Gaps and what was planned against a break take up what they can. The slots'
 * `moved` says who begins at another time than planned. Errors as above. */
MUST_CHECK bool timetable_shift(const struct timetable_case *c, struct arena *arena, struct timetable *ret, struct err *err);

enum clash_kind { CLASH_OVERLAP, CLASH_TEAM, CLASH_SHUT, CLASH_OPEN };

/* Two slots that can't both be (b = −1 where one is enough): in one venue at once, one team in two venues, while the venue is
 * shut, before it opens. For timetables that were changed by hand. */
struct clash {
	enum clash_kind kind;
	int a, b; /* slots */
};

/* All of them, in the order of the slots. */
struct clash *timetable_clashes(const struct timetable_case *c, const struct slot *slots, int count, struct arena *arena,
	int *ret_count);
