/* The newest events of a contest as the text of an event stream, in batches that all listeners share.
 *
 * A batch is written once and never changes. The ring holds the newest ones; a listener has a place in it and no
 * copy of anything. One thread uses a ring. */
#pragma once

#include "base/base.h"

#include <sys/uio.h>

struct batch;
struct buf;
struct event_row;

enum { RING_BATCHES = 1024, RING_BYTES = 2 << 20 };

struct ring {
	struct batch *batches[RING_BATCHES]; /* of number n: [n % RING_BATCHES] */
	uint64_t begin, end;                 /* numbers of the oldest, and after the newest */
	size_t bytes;
	int64_t floor; /* every event above it, up to `last`, is here */
	int64_t last;
};

struct ring_place {
	uint64_t batch;
	uint32_t offset;
	int64_t skip; /* events up to here are had already */
};

/* "id: 7\nevent: floor\ndata: {…}\n\n" */
void batch_put_event(struct buf *out, const struct event_row *row);
/* Of at least one event, in order. */
struct batch *batch_new(const struct event_row *rows, size_t count);
void batch_free(struct batch *batch);
struct batch **batch_next(struct batch *batch); /* a link for lists, free to use until ring_add() */

/* An empty ring of a contest whose newest event is `last`. */
void ring_init(struct ring *ring, int64_t last);
void ring_done(struct ring *ring);

/* Takes the batch over, which must go on where the ring ends; the oldest are dropped for room. */
void ring_add(struct ring *ring, struct batch *batch);

/* The place after event `after`; false when events after it are gone. An `after` above `last` waits for the next. */
bool ring_seek(const struct ring *ring, int64_t after, struct ring_place *ret_place);

/* What comes from the place on: up to `max` pieces; 0 = nothing. The place may be moved over what is to be skipped. */
int ring_pieces(const struct ring *ring, struct ring_place *place, struct iovec *pieces, int max);
/* Moves on by what was sent of those pieces. */
void ring_advance(const struct ring *ring, struct ring_place *place, size_t bytes);
/* True when what comes next has been dropped: the listener was too slow. */
bool ring_lost(const struct ring *ring, const struct ring_place *place);
