/* iCalendar (RFC 5545): dates that a telephone takes in. */
#pragma once

#include "base/base.h"

struct buf;

struct calendar_event {
	const char *uid;     /* unique in the world, the same each time: "final-a-E-1@host" */
	const char *summary;
	const char *location, *description; /* NULL = none */
	int64_t from_ms, until_ms;
	int sequence;        /* grows with each change of this event */
	bool cancelled;      /* it was there once, and will not be */
};

/* `stamp_ms` is when the text was made. Lines are folded at 75 bytes between characters and end with CR LF. */
void calendar_write(const char *name, const struct calendar_event *events, size_t count, int64_t stamp_ms, struct buf *out);
