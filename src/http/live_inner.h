/* How listeners are kept: what live.c (any thread) and live_send.c (the thread that writes) share.
 *
 *	poller ── batch ──▶ channel.arriving ─┐                    ┌─▶ ring ──▶ sockets
 *	handler ── ticket, socket ─▶ live.new ┴─ mutex, eventfd ───┴─▶ channel.listeners
 *
 * The mutex guards the arriving lists, what a channel tells of its ring, and the counts; it is never held while
 * something is sent. Rings and listeners' tables belong to the writing thread alone. A listener is a hundred bytes:
 * its place in the ring, and until that was sent, the head of its answer. */
#pragma once

#include "base/buf.h"
#include "http/live.h"
#include "http/live_ring.h"

#include <pthread.h>
#include <stdatomic.h>

enum { CONTEST_TEXT = 72 };

/* How many listeners an address has. */
struct source {
	struct source *next;
	int count;
	char address[];
};

/* One contest. Never freed before the end: contests are few. */
struct channel {
	struct channel *next;
	int64_t floor, last; /* of the ring, for handlers; mutex */
	struct batch *arriving, **arriving_end; /* mutex */
	struct ring ring;
	uint64_t told; /* the ring's end when all were told */
	struct live_ticket **listeners;
	size_t count, cap;
	char contest[CONTEST_TEXT];
};

struct live_ticket {
	struct live_ticket *next; /* among the new */
	struct live *live;
	struct channel *channel;
	struct source *source; /* NULL: not counted */
	struct ring_place place;
	struct buf own; /* sent before anything of the ring: head, greeting, events that the ring has no more */
	size_t own_sent;
	int64_t after;
	size_t index; /* in the channel's table */
	int fd;
	bool counted; /* its `own` among live.own_bytes */
	bool blocked; /* the socket takes no more for now */
};

enum { SOURCES = 1024 };

struct live {
	struct live_options options;
	pthread_mutex_t mutex;
	struct channel *_Atomic channels; /* grows at the front */
	struct live_ticket *arriving;     /* mutex */
	struct source *sources[SOURCES];  /* mutex */
	int count;                        /* mutex; of tickets */
	atomic_size_t own_bytes;          /* of events that were read for one listener alone */
	pthread_mutex_t polling;
	int64_t generation; /* polling; as last read */
	const struct channel *polled; /* polling; the first channel then */
	pthread_t thread;
	int users; /* mutex; servers that have started and not stopped */
	bool stopping; /* mutex */
	int wake, epoll;
};

/* With the mutex held and users there, or by live_stop(): later the descriptor may be somebody else's. */
void live_wake(struct live *live);
/* "event: time" with the clock; `id` ≥ 0: the newest event so far, and the place the stream begins at. */
void live_put_time(struct buf *out, int64_t id, int64_t newest);
void live_put_reset(struct buf *out, int64_t id);
/* What the thread runs. */
void *live_send(void *live);
