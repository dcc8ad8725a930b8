/* A timetable in the making: what timetable_make() and timetable_shift() share. Internal to lib/judging. */
#pragma once

#include "judging/timetable.h"

struct venue_state {
	int64_t free_ms; /* the earliest start of its next pitch */
	bool *taken;     /* by pitch */
	int left;
	struct slot *slots;
	int count;
};

struct making {
	const struct timetable_case *c;
	struct venue_state *venues;
	struct slot **teams; /* by team: its slots so far */
	int *team_counts, *team_caps;
	struct arena *arena;
};

struct start {
	int64_t at_ms;
	enum timetable_wait why;
};

bool span_overlaps(struct span a, struct span b);

/* Holds the case against its rules, and places what is done. */
MUST_CHECK bool making_begin(struct making *m, const struct timetable_case *c, struct arena *arena, struct err *err);
/* The first moment from there on at which nothing stands against the pitch. */
struct start making_earliest(const struct making *m, int venue, const struct timetable_pitch *p, int64_t from_ms);
void making_place(struct making *m, int venue, int pitch, struct start start, bool in_turn);
void making_gather(const struct making *m, struct timetable *ret);
