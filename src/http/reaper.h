/* Deadlines of connections: whoever misses one is cut off.
 *
 * The engine counts any byte as activity, so a client that drips a header would
 * stay for ever; a deadline here moves only when a whole step is done. */
#pragma once

#include "base/base.h"
#include "base/err.h"

#include <stdatomic.h>

struct http_metrics;
struct http_reaper;

/* Part of a connection. Milliseconds of the monotonic clock; set by its thread, read by the reaper's. */
struct http_watch {
	struct http_watch *next, *prev;
	_Atomic int64_t deadline_ms;
	int fd;
	bool cut;
};

MUST_CHECK bool http_reaper_start(
	struct http_metrics *metrics, struct http_reaper **ret_reaper, struct err *err);
void http_reaper_stop(struct http_reaper *r);

/* The descriptor must stay open until http_reaper_forget(). */
void http_reaper_watch(struct http_reaper *r, struct http_watch *w, int fd, int64_t deadline_ms);
void http_reaper_forget(struct http_reaper *r, struct http_watch *w);

int64_t http_reaper_now_ms(void);
