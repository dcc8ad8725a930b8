/* A batch knows where each of its events ends, so a listener may start in the middle of one. */
#include "http/live_ring.h"

#include "base/buf.h"
#include "store/live.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct mark {
	int64_t id;
	uint32_t end;
};

struct batch {
	struct batch *next;
	size_t count;
	struct mark *marks;
	struct buf text;
};

static void put_line(struct buf *out, const char *field, const char *text, size_t len)
{
	buf_puts(out, field);
	buf_put(out, text, len);
	buf_putc(out, '\n');
}

/* Data are one line of JSON. Should a line end be in them all the same, the field is repeated, as the format wants. */
void batch_put_event(struct buf *out, const struct event_row *row)
{
	buf_printf(out, "id: %lld\n", (long long)row->id);
	put_line(out, "event: ", row->name, strcspn(row->name, "\r\n"));
	for (const char *at = row->data;;) {
		size_t len = strcspn(at, "\r\n");
		put_line(out, "data: ", at, len);
		at += len;
		if (!*at++)
			break;
	}
	buf_putc(out, '\n');
}

struct batch *batch_new(const struct event_row *rows, size_t count)
{
	struct batch *b = calloc(1, sizeof(*b));
	if (!b || !count || !(b->marks = calloc(count, sizeof(*b->marks))))
		abort();
	b->count = count;
	for (size_t i = 0; i < count; i++) {
		batch_put_event(&b->text, &rows[i]);
		b->marks[i] = (struct mark){rows[i].id, (uint32_t)b->text.len};
	}
	return b;
}

void batch_free(struct batch *b)
{
	buf_done(&b->text);
	free(b->marks);
	free(b);
}

struct batch **batch_next(struct batch *b)
{
	return &b->next;
}

static int64_t last_of(const struct batch *b)
{
	return b->marks[b->count - 1].id;
}

/* Where the first event above `id` begins. */
static uint32_t offset_after(const struct batch *b, int64_t id)
{
	uint32_t offset = 0;
	for (size_t i = 0; i < b->count && b->marks[i].id <= id; i++)
		offset = b->marks[i].end;
	return offset;
}

static size_t bytes_of(const struct batch *b)
{
	return sizeof(*b) + b->count * sizeof(*b->marks) + b->text.cap;
}

static struct batch *at(const struct ring *r, uint64_t number)
{
	return r->batches[number % RING_BATCHES];
}

void ring_init(struct ring *r, int64_t last)
{
	memset(r, 0, sizeof(*r));
	r->floor = r->last = last;
}

static void drop_oldest(struct ring *r)
{
	struct batch *b = at(r, r->begin++);
	r->floor = last_of(b);
	r->bytes -= bytes_of(b);
	batch_free(b);
}

void ring_done(struct ring *r)
{
	while (r->begin < r->end)
		drop_oldest(r);
}

void ring_add(struct ring *r, struct batch *b)
{
	assert(b->marks[0].id > r->last);
	r->bytes += bytes_of(b);
	while (r->begin < r->end && (r->bytes > RING_BYTES || r->end - r->begin == RING_BATCHES))
		drop_oldest(r);
	r->batches[r->end++ % RING_BATCHES] = b;
	r->last = last_of(b);
}

bool ring_seek(const struct ring *r, int64_t after, struct ring_place *ret)
{
	*ret = (struct ring_place){.batch = r->end, .skip = after};
	if (after < r->floor)
		return false;
	while (ret->batch > r->begin && last_of(at(r, ret->batch - 1)) > after)
		ret->batch--;
	return true;
}

int ring_pieces(const struct ring *r, struct ring_place *place, struct iovec *pieces, int max)
{
	int n = 0;
	uint32_t offset = place->offset;
	for (uint64_t number = place->batch; number < r->end && n < max; number++) {
		const struct batch *b = at(r, number);
		if (number == place->batch && offset == 0)
			place->offset = offset = offset_after(b, place->skip);
		if (offset < b->text.len) {
			pieces[n++] = (struct iovec){b->text.at + offset, b->text.len - offset};
		} else { /* nothing of it is wanted; only the first can be so */
			place->batch++;
			place->offset = 0;
		}
		offset = 0;
	}
	return n;
}

void ring_advance(const struct ring *r, struct ring_place *place, size_t bytes)
{
	while (place->batch < r->end) {
		size_t left = at(r, place->batch)->text.len - place->offset;
		if (bytes < left) {
			place->offset += (uint32_t)bytes;
			return;
		}
		bytes -= left;
		place->batch++;
		place->offset = 0;
	}
}

bool ring_lost(const struct ring *r, const struct ring_place *place)
{
	return place->batch < r->begin;
}
