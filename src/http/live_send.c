/* The thread that writes. Each socket waits in one epoll set, by edge, for room to write or its peer's end. A batch goes
 * out in one walk over the contest's listeners; whoever takes no more is marked and goes on, from its place in the
 * ring, when the socket has room again. When the ring has moved past that place, the listener is cut off; it comes
 * back with the last id that it has.
 *
 * A heartbeat is sent to a fifteenth of the listeners at a time, so that ten thousand cost no burst. */
#include "http/live_inner.h"

#include "http/metrics.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { PIECES = 16, EVENTS = 256, SEND_BUFFER = 64 << 10, RECEIVE_BUFFER = 4 << 10, SLICES = 15 };

static int64_t now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void drop(struct live_ticket *t)
{
	struct channel *c = t->channel;
	struct live_ticket *last = c->listeners[--c->count];
	c->listeners[t->index] = last;
	last->index = t->index;
	close(t->fd);
	live_ticket_free(t);
}

static void forget_own(struct live_ticket *t)
{
	if (t->counted)
		atomic_fetch_sub(&t->live->own_bytes, t->own.len);
	t->counted = false;
	buf_done(&t->own);
	t->own = (struct buf){0};
	t->own_sent = 0;
}

static void advance(struct live_ticket *t, size_t sent)
{
	size_t own = t->own.len - t->own_sent;
	if (sent < own) {
		t->own_sent += sent;
		return;
	}
	if (own)
		forget_own(t);
	ring_advance(&t->channel->ring, &t->place, sent - own);
}

/* Sends until nothing is left or the socket is full; false: the peer is gone. */
static bool flush(struct live_ticket *t)
{
	for (;;) {
		struct iovec pieces[PIECES];
		int n = 0;
		if (t->own.len)
			pieces[n++] = (struct iovec){t->own.at + t->own_sent, t->own.len - t->own_sent};
		n += ring_pieces(&t->channel->ring, &t->place, pieces + n, PIECES - n);
		if (n == 0)
			return true;
		struct msghdr message = {.msg_iov = pieces, .msg_iovlen = (size_t)n};
		ssize_t sent = sendmsg(t->fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
		if (sent > 0) {
			advance(t, (size_t)sent);
		} else if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
			t->blocked = true;
			return true;
		} else if (sent == 0 || errno != EINTR) {
			return false;
		}
	}
}

/* ---- joining */
static void set_up_socket(int fd)
{
	const int on = 1, off = 0, send = SEND_BUFFER, receive = RECEIVE_BUFFER, patience = LIVE_SILENCE_MS;
	setsockopt(fd, IPPROTO_TCP, TCP_CORK, &off, sizeof(off));
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &patience, sizeof(patience));
	setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &send, sizeof(send));
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &receive, sizeof(receive));
}

static void add_listener(struct live_ticket *t)
{
	struct channel *c = t->channel;
	if (c->count == c->cap) {
		c->cap = c->cap ? 2 * c->cap : 16;
		c->listeners = realloc(c->listeners, c->cap * sizeof(struct live_ticket *));
		if (!c->listeners)
			abort();
	}
	t->index = c->count;
	c->listeners[c->count++] = t;
}

static void admit(struct live *l, struct live_ticket *t)
{
	struct channel *c = t->channel;
	struct epoll_event event = {.events = EPOLLOUT | EPOLLRDHUP | EPOLLET, .data.ptr = t};
	add_listener(t);
	set_up_socket(t->fd);
	if (!ring_seek(&c->ring, t->after, &t->place)) { /* the ring moved on meanwhile */
		if (t->counted)
			atomic_fetch_sub(&l->own_bytes, t->own.len);
		t->counted = false;
		live_put_reset(&t->own, c->ring.last);
		ring_seek(&c->ring, c->ring.last, &t->place);
	}
	if (epoll_ctl(l->epoll, EPOLL_CTL_ADD, t->fd, &event) != 0 || !flush(t))
		drop(t);
}

/* ---- telling */
static void tell_all(struct live *l, struct channel *c)
{
	http_metrics_add_many(l->options.metrics, COUNT_LIVE_SENT, (int64_t)c->count);
	for (size_t i = c->count; i-- > 0;) {
		struct live_ticket *t = c->listeners[i];
		if (ring_lost(&c->ring, &t->place)) {
			http_metrics_add(l->options.metrics, COUNT_LISTENERS_DROPPED);
			drop(t);
		} else if (!t->blocked && !flush(t)) {
			drop(t);
		}
	}
}

/* False at the end. */
static bool take_arrivals(struct live *l)
{
	pthread_mutex_lock(&l->mutex);
	bool stopping = l->stopping;
	struct live_ticket *tickets = l->arriving;
	l->arriving = NULL;
	for (struct channel *c = l->channels; c; c = c->next) {
		for (struct batch *b = c->arriving, *next; b; b = next) {
			next = *batch_next(b);
			ring_add(&c->ring, b);
			http_metrics_add(l->options.metrics, COUNT_LIVE_BATCHES);
		}
		c->arriving = NULL;
		c->arriving_end = &c->arriving;
		c->floor = c->ring.floor;
	}
	pthread_mutex_unlock(&l->mutex);
	for (struct live_ticket *next; tickets; tickets = next) {
		next = tickets->next;
		admit(l, tickets);
	}
	return !stopping;
}

static void tell_channels(struct live *l)
{
	for (struct channel *c = l->channels; c; c = c->next) {
		if (c->told != c->ring.end)
			tell_all(l, c);
		c->told = c->ring.end;
	}
}

/* A blocked one has enough to read. What does not go out whole is kept as its own. */
static bool beat(struct live_ticket *t, const struct buf *text)
{
	if (t->blocked)
		return true;
	ssize_t sent = send(t->fd, text->at, text->len, MSG_DONTWAIT | MSG_NOSIGNAL);
	if (sent < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)
		return false;
	if (sent > 0 && (size_t)sent < text->len) {
		buf_put(&t->own, text->at + sent, text->len - (size_t)sent);
		t->blocked = true;
	}
	return true;
}

static void beat_slice(struct live *l, size_t slice)
{
	CLEANUP(buf_done) struct buf text = {0};
	live_put_time(&text, -1, 0);
	for (struct channel *c = l->channels; c; c = c->next)
		for (size_t i = c->count; i-- > 0;)
			if (i % SLICES == slice && !beat(c->listeners[i], &text))
				drop(c->listeners[i]);
}

static void on_socket(const struct epoll_event *event)
{
	struct live_ticket *t = event->data.ptr;
	bool there = !(event->events & (EPOLLERR | EPOLLHUP | EPOLLRDHUP));
	t->blocked = false;
	if (!there || !flush(t))
		drop(t);
}

static void end_all(struct live *l)
{
	for (struct channel *c = l->channels; c; c = c->next)
		while (c->count)
			drop(c->listeners[c->count - 1]);
}

void *live_send(void *context)
{
	struct live *l = context;
	struct epoll_event events[EVENTS];
	int slice_ms = l->options.heartbeat_ms / SLICES;
	int64_t due = now_ms() + slice_ms;
	for (size_t slice = 0, go_on = 1; go_on;) {
		int64_t left = due - now_ms();
		int n = epoll_wait(l->epoll, events, EVENTS, left > 0 ? (int)left : 0);
		bool woken = false;
		for (int i = 0; i < n; i++) {
			if (events[i].data.ptr)
				on_socket(&events[i]);
			else
				woken = true;
		}
		if (woken) {
			uint64_t times;
			(void)!read(l->wake, &times, sizeof(times));
			go_on = take_arrivals(l);
			tell_channels(l);
		}
		if (now_ms() >= due) {
			beat_slice(l, slice++ % SLICES);
			due += slice_ms;
		}
	}
	end_all(l);
	return NULL;
}
