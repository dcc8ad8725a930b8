/* A day of pitches from JSON (docs/timetable.md). */
#pragma once

#include "base/err.h"
#include "judging/timetable.h"

struct arena;

struct timetable_file {
	struct timetable_case c;
	const char *const *venues;  /* ids */
	const char *const *titles;  /* of venues; the id where none is given */
	const char *const *entries; /* ids, by entry number */
	const char *name;           /* of the day; NULL = none */
	int offset_min;
};

/* ERR_INPUT "timetable.file" names the member that is wrong; "json.syntax". */
MUST_CHECK bool timetable_file_read(struct slice text, struct arena *arena, struct timetable_file *ret, struct err *err);
