/* The side of handlers and of the poller. Joining costs no reading: where a contest's events end, and how far back the
 * ring reaches, is remembered. Only who comes back after a longer time is read for: as far as CATCH_UP events and
 * OWN_BYTES for all such together; beyond that, loading the page again is cheaper for everybody. */
#include "http/live_inner.h"

#include "app/view.h"
#include "app/app.h"
#include "base/arena.h"
#include "base/str.h"
#include "base/time.h"
#include "http/metrics.h"
#include "store/change.h"
#include "store/live.h"
#include "store/store.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

enum { HISTORY = 256, CATCH_UP = 2000, OWN_BYTES = 16 << 20, READ_MOST = 500, BATCH_BYTES = 32 << 10, CHANNELS_MOST = 1000 };

struct live *live_new(const struct live_options *options)
{
	struct live *l = calloc(1, sizeof(*l));
	if (!l)
		abort();
	l->options = *options;
	if (!l->options.listeners)
		l->options.listeners = LIVE_LISTENERS;
	if (!l->options.per_address)
		l->options.per_address = (l->options.listeners + 1) / 2;
	if (!l->options.heartbeat_ms)
		l->options.heartbeat_ms = LIVE_HEARTBEAT_MS;
	pthread_mutex_init(&l->mutex, NULL);
	pthread_mutex_init(&l->polling, NULL);
	l->wake = l->epoll = -1;
	return l;
}

static void free_channel(struct channel *c)
{
	for (struct batch *b = c->arriving, *next; b; b = next) {
		next = *batch_next(b);
		batch_free(b);
	}
	ring_done(&c->ring);
	free(c->listeners);
	free(c);
}

void live_free(struct live *l)
{
	if (!l)
		return;
	for (struct channel *c = l->channels, *next; c; c = next) {
		next = c->next;
		free_channel(c);
	}
	pthread_mutex_destroy(&l->mutex);
	pthread_mutex_destroy(&l->polling);
	free(l);
}

int live_limit(const struct live *l)
{
	return l->options.listeners;
}

static bool start_thread(struct live *l)
{
	struct epoll_event event = {.events = EPOLLIN};
	l->stopping = false;
	l->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	l->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (l->wake >= 0 && l->epoll >= 0 && epoll_ctl(l->epoll, EPOLL_CTL_ADD, l->wake, &event) == 0 &&
		pthread_create(&l->thread, NULL, live_send, l) == 0)
		return true;
	if (l->wake >= 0)
		close(l->wake);
	if (l->epoll >= 0)
		close(l->epoll);
	return false;
}

bool live_start(struct live *l, int listeners, struct err *err)
{
	pthread_mutex_lock(&l->mutex);
	if (listeners < l->options.listeners)
		l->options.listeners = listeners;
	bool ok = l->users > 0 || start_thread(l) ||
		fail(err, ERR_IO, "http.thread", "The thread that tells listeners can't be started.");
	l->users += ok;
	pthread_mutex_unlock(&l->mutex);
	return ok;
}

void live_stop(struct live *l)
{
	pthread_mutex_lock(&l->mutex);
	bool last = l->users > 0 && --l->users == 0;
	l->stopping = l->stopping || last;
	pthread_mutex_unlock(&l->mutex);
	if (!last)
		return;
	live_wake(l);
	pthread_join(l->thread, NULL);
	close(l->wake);
	close(l->epoll);
}

void live_wake(struct live *l)
{
	const uint64_t one = 1;
	ssize_t n;
	do
		n = write(l->wake, &one, sizeof(one));
	while (n < 0 && errno == EINTR);
}

int live_count(struct live *l)
{
	pthread_mutex_lock(&l->mutex);
	int count = l->count;
	pthread_mutex_unlock(&l->mutex);
	return count;
}

/* ---- what every stream says of itself */
void live_put_time(struct buf *out, int64_t id, int64_t newest)
{
	struct timespec t;
	char text[TIME_TEXT];
	clock_gettime(CLOCK_REALTIME, &t);
	time_format((int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000, text);
	if (id >= 0)
		buf_printf(out, "id: %lld\nevent: time\ndata: {\"event\":%lld,\"now\":\"%s\"}\n\n", (long long)id,
			(long long)newest, text);
	else
		buf_printf(out, ": t\nevent: time\ndata: {\"now\":\"%s\"}\n\n", text);
}

void live_put_reset(struct buf *out, int64_t id)
{
	buf_printf(out, "id: %lld\nevent: reset\ndata: {}\n\n", (long long)id);
}

/* ---- channels */
static struct channel *find_channel(struct live *l, const char *contest)
{
	for (struct channel *c = l->channels; c; c = c->next)
		if (str_eq(c->contest, contest))
			return c;
	return NULL;
}

/* In batches of about BATCH_BYTES, since the ring drops whole ones. */
static struct batch **make_batches(const struct event_row *rows, size_t count, struct batch **end)
{
	for (size_t from = 0, to; from < count; from = to) {
		size_t bytes = 0;
		for (to = from; to < count && bytes < BATCH_BYTES; to++)
			bytes += strlen(rows[to].data);
		*end = batch_new(rows + from, to - from);
		end = batch_next(*end);
	}
	return end;
}

/* From which row on the ring has room for them twice. */
static size_t skip_old(const struct event_row *rows, size_t count)
{
	size_t bytes = 0;
	while (count > 0 && (bytes += strlen(rows[count - 1].data)) < RING_BYTES / 2)
		count--;
	return count;
}

static struct channel *new_channel(const struct event_tail *tail)
{
	struct channel *c = calloc(1, sizeof(*c));
	if (!c)
		abort();
	strcpy(c->contest, tail->contest);
	c->arriving_end = &c->arriving;
	size_t skip = skip_old(tail->rows, tail->count);
	c->floor = skip ? tail->rows[skip - 1].id : tail->after;
	c->last = tail->last;
	ring_init(&c->ring, c->floor);
	c->arriving_end = make_batches(tail->rows + skip, tail->count - skip, c->arriving_end);
	return c;
}

/* The newest events are read along, so that those who come back after a restart find them in the ring. */
static bool get_channel(struct live *l, const char *contest, struct channel **ret, struct err *err)
{
	*ret = find_channel(l, contest);
	if (*ret)
		return true;
	if (strlen(contest) >= CONTEST_TEXT)
		return fail(err, ERR_NOT_FOUND, "contest.unknown", "There is no such contest here.");
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct event_tail tail = {.contest = contest, .newest = HISTORY};
	if (!view_events(l->options.app, &tail, HISTORY, arena, err))
		return false;
	pthread_mutex_lock(&l->mutex);
	*ret = find_channel(l, contest);
	if (!*ret) {
		*ret = new_channel(&tail);
		(*ret)->next = l->channels;
		l->channels = *ret;
	}
	pthread_mutex_unlock(&l->mutex);
	return true;
}

/* ---- counts */
static struct source **source_of(struct live *l, const char *address)
{
	uint32_t h = 2166136261u;
	for (const char *p = address; *p; p++)
		h = (h ^ (unsigned char)*p) * 16777619u;
	struct source **s = &l->sources[h % SOURCES];
	while (*s && !str_eq((*s)->address, address))
		s = &(*s)->next;
	return s;
}

static bool count_source(struct live *l, const char *address, struct source **ret, struct err *err)
{
	struct source **s = source_of(l, address);
	if (*s && (*s)->count >= l->options.per_address)
		return fail(err, ERR_LIMIT, "live.address", "There are %d listeners at your address already.", (*s)->count);
	if (!*s) {
		size_t len = strlen(address) + 1;
		*s = calloc(1, sizeof(**s) + len);
		if (!*s)
			abort();
		memcpy((*s)->address, address, len);
	}
	(*s)->count++;
	*ret = *s;
	return true;
}

static void discount_source(struct live *l, struct source *source)
{
	if (!source || --source->count)
		return;
	*source_of(l, source->address) = source->next;
	free(source);
}

static bool take_place(struct live *l, const char *address, struct source **ret, struct err *err)
{
	bool ok = true;
	*ret = NULL;
	pthread_mutex_lock(&l->mutex);
	if (l->count >= l->options.listeners)
		ok = fail(err, ERR_LIMIT, "live.full", "There are %d listeners already; ask now and then instead.", l->count);
	else if (address)
		ok = count_source(l, address, ret, err);
	l->count += ok;
	pthread_mutex_unlock(&l->mutex);
	if (!ok)
		http_metrics_add(l->options.metrics, COUNT_LISTENERS_REFUSED);
	return ok;
}

void live_ticket_free(struct live_ticket *t)
{
	if (!t)
		return;
	struct live *l = t->live;
	pthread_mutex_lock(&l->mutex);
	l->count--;
	discount_source(l, t->source);
	pthread_mutex_unlock(&l->mutex);
	if (t->counted)
		atomic_fetch_sub(&l->own_bytes, t->own.len);
	buf_done(&t->own);
	free(t);
}

/* ---- joining */
/* A number as it was told; −1 when it is none of ours. */
static int64_t read_id(const char *text)
{
	size_t digits = strspn(text, "0123456789");
	return digits == 0 || digits > 18 || text[digits] ? -1 : atoll(text);
}

/* Not in the ring: in the table perhaps. *ret_found false: begin anew, after ret_tail->last. */
static bool catch_up(struct live *l, struct live_ticket *t, struct arena *arena, struct event_tail *tail, bool *ret_found,
	struct err *err)
{
	*tail = (struct event_tail){.contest = t->channel->contest, .after = t->after};
	if (!view_events(l->options.app, tail, CATCH_UP, arena, err))
		return false;
	*ret_found = t->after >= 0 && t->after <= tail->last && t->after + 1 >= tail->first && tail->last - t->after <= CATCH_UP &&
		atomic_load(&l->own_bytes) < OWN_BYTES;
	return true;
}

static void put_caught_up(struct live_ticket *t, const struct event_tail *tail)
{
	for (size_t i = 0; i < tail->count; i++) {
		batch_put_event(&t->own, &tail->rows[i]);
		t->after = tail->rows[i].id;
	}
	t->counted = tail->count > 0;
}

static bool find_beginning(struct live *l, struct live_ticket *t, const char *after, struct err *err)
{
	pthread_mutex_lock(&l->mutex);
	int64_t floor = t->channel->floor, last = t->channel->last;
	pthread_mutex_unlock(&l->mutex);
	t->after = after ? read_id(after) : last;
	if (t->after >= floor && t->after <= last) {
		live_put_time(&t->own, t->after, last);
		return true;
	}
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct event_tail tail;
	bool found;
	if (!catch_up(l, t, arena, &tail, &found, err))
		return false;
	if (found) {
		live_put_time(&t->own, t->after, tail.last);
		put_caught_up(t, &tail);
	} else {
		t->after = tail.last;
		live_put_time(&t->own, -1, 0);
		live_put_reset(&t->own, tail.last);
	}
	return true;
}

bool live_open(struct live *l, const char *contest, const char *after, const char *address, struct live_ticket **ret,
	struct err *err)
{
	struct channel *channel;
	struct source *source;
	if (!get_channel(l, contest, &channel, err) || !take_place(l, address, &source, err))
		return false;
	struct live_ticket *t = calloc(1, sizeof(*t));
	if (!t)
		abort();
	*t = (struct live_ticket){.live = l, .channel = channel, .source = source, .fd = -1};
	buf_puts(&t->own, "retry: 2000\n\n");
	if (!find_beginning(l, t, after, err)) {
		live_ticket_free(t);
		return false;
	}
	if (t->counted)
		atomic_fetch_add(&l->own_bytes, t->own.len);
	*ret = t;
	return true;
}

void live_take(struct live_ticket *t, int fd, const char *head, size_t head_len)
{
	struct live *l = t->live;
	struct buf own = {0};
	buf_reserve(&own, head_len + t->own.len);
	buf_put(&own, head, head_len);
	buf_put(&own, t->own.at, t->own.len);
	if (t->counted)
		atomic_fetch_add(&l->own_bytes, head_len);
	buf_done(&t->own);
	t->own = own;
	t->fd = fd;
	pthread_mutex_lock(&l->mutex);
	bool running = l->users > 0, first = !l->arriving;
	if (running) {
		t->next = l->arriving;
		l->arriving = t;
	}
	if (running && first)
		live_wake(l);
	pthread_mutex_unlock(&l->mutex);
	if (!running) {
		close(fd);
		live_ticket_free(t);
	}
}

/* ---- telling */
struct fresh {
	struct channel *channel;
	struct batch *first, **end; /* NULL: nothing new */
	int64_t last;
};

struct news {
	struct arena *arena;
	struct channel *channels; /* the first, when they were read */
	struct fresh *items;
	size_t count;
	struct store_generation generation;
	bool more; /* than one reading gives */
};

/* Only the poller moves `last`, so it may look without the mutex. */
static bool read_news(struct live *l, struct news *news, struct err *err)
{
	struct event_tail *tails = arena_alloc(news->arena, CHANNELS_MOST * sizeof(*tails));
	news->items = arena_alloc(news->arena, CHANNELS_MOST * sizeof(*news->items));
	news->channels = l->channels;
	for (struct channel *c = news->channels; c && news->count < CHANNELS_MOST; c = c->next) {
		news->items[news->count].channel = c;
		tails[news->count++] = (struct event_tail){.contest = c->contest, .after = c->last};
	}
	if (!view_news(l->options.app, tails, news->count, READ_MOST, news->arena, &news->generation, err))
		return false;
	for (size_t i = 0; i < news->count; i++) {
		struct fresh *f = &news->items[i];
		f->first = NULL;
		f->end = make_batches(tails[i].rows, tails[i].count, &f->first);
		f->last = tails[i].count ? tails[i].rows[tails[i].count - 1].id : 0;
		news->more = news->more || tails[i].count == READ_MOST;
	}
	return true;
}

static void tell(struct live *l, const struct news *news)
{
	bool any = false;
	pthread_mutex_lock(&l->mutex);
	for (size_t i = 0; i < news->count; i++) {
		struct fresh *f = &news->items[i];
		if (!f->first)
			continue;
		*f->channel->arriving_end = f->first;
		f->channel->arriving_end = f->end;
		f->channel->last = f->last;
		any = true;
	}
	if (any && l->users > 0)
		live_wake(l);
	pthread_mutex_unlock(&l->mutex);
}

static bool poll_once(
	struct live *l, live_seen *seen, void *context, bool *ret_more, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct news news = {.arena = arena};
	if (!read_news(l, &news, err))
		return false;
	seen(context, &news.generation);
	l->generation = news.generation.all;
	l->polled = news.channels;
	tell(l, &news);
	*ret_more = news.more;
	return true;
}

bool live_poll(struct live *l, live_seen *seen, void *context, struct err *err)
{
	int64_t generation;
	pthread_mutex_lock(&l->polling);
	bool ok = store_get_generation(app_store(l->options.app), &generation, err);
	/* A channel that came meanwhile may have been read from the table just before the last change. */
	if (ok && (generation != l->generation || l->channels != l->polled || !l->channels))
		for (bool more = true; ok && more;)
			ok = poll_once(l, seen, context, &more, err);
	pthread_mutex_unlock(&l->polling);
	return ok;
}
