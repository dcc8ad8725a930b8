/* Who listens to contests' events (text/event-stream), and telling them.
 *
 * A handler opens a ticket: a place among the listeners, and where in the events they begin. The transport gives the
 * socket to it; from then on one thread here owns the socket, writes and closes it. The poller reads new events once
 * for all; each becomes one buffer that everybody is sent. See live_inner.h for how. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct app;
struct http_metrics;
struct store_generation;
struct live;
struct live_ticket;

enum {
	LIVE_LISTENERS = 10000,
	LIVE_BATCH_MS = 50,      /* between two tellings */
	LIVE_HEARTBEAT_MS = 15000,
	LIVE_SILENCE_MS = 30000, /* a peer that acknowledges nothing for so long is gone */
};

struct live_options {
	struct app *app;
	struct http_metrics *metrics;
	int listeners;   /* at most; 0: LIVE_LISTENERS */
	int per_address; /* of them from one address that is not this machine's; 0: half of all */
	int heartbeat_ms; /* 0: LIVE_HEARTBEAT_MS */
};

struct live *live_new(const struct live_options *options);
/* No server runs any more. */
void live_free(struct live *live);

/* How many listeners there may be. */
int live_limit(const struct live *live);

/* The thread that writes, for at most so many listeners; each start needs its stop, and the last ends all streams. */
MUST_CHECK bool live_start(struct live *live, int listeners, struct err *err);
void live_stop(struct live *live);

/* A place in the events of a contest after the one whose id `after` tells; NULL: from now on. When that is not kept
 * any more, or is of another past, the stream begins with "reset". `address`: whom to count; NULL: nobody.
 * ERR_NOT_FOUND "contest.unknown"; ERR_LIMIT "live.full", "live.address". */
MUST_CHECK bool live_open(struct live *live, const char *contest, const char *after, const char *address,
	struct live_ticket **ret_ticket, struct err *err);
/* Gives the place back. NULL is allowed. */
void live_ticket_free(struct live_ticket *ticket);

/* Takes the ticket and the socket over; `head` (copied) is sent first. */
void live_take(struct live_ticket *ticket, int fd, const char *head, size_t head_len);

/* Reads the store's generation and, when it has moved, new events; calls `seen` with the generation they belong to;
 * then tells listeners. So nobody hears of a change before `seen` knows of it. One thread at a time gets through. */
typedef void live_seen(void *context, const struct store_generation *generation);
MUST_CHECK bool live_poll(
	struct live *live, live_seen *seen, void *context, struct err *err);

int live_count(struct live *live);
