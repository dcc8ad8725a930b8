/* A list of all connections, walked four times a second. Cutting is shutdown(2):
 * the engine then reads the end of the stream and cleans up by itself. The
 * mutex keeps a descriptor from being closed and used again in between. */
#include "http/reaper.h"

#include "http/metrics.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

enum { ROUND_MS = 250 };

struct http_reaper {
	pthread_t thread;
	pthread_mutex_t mutex;
	pthread_cond_t wake;
	bool stop;
	struct http_watch *first;
	struct http_metrics *metrics;
};

/* The coarse clock is right to a few milliseconds and costs no system call. */
int64_t http_reaper_now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void cut_late(struct http_reaper *r)
{
	int64_t now = http_reaper_now_ms();
	for (struct http_watch *w = r->first; w; w = w->next) {
		if (w->cut || atomic_load_explicit(&w->deadline_ms, memory_order_relaxed) > now)
			continue;
		w->cut = true;
		http_metrics_add(r->metrics, COUNT_CONNECTIONS_REAPED);
		shutdown(w->fd, SHUT_RDWR);
	}
}

static void *reap(void *context)
{
	struct http_reaper *r = context;
	pthread_mutex_lock(&r->mutex);
	while (!r->stop) {
		struct timespec until;
		clock_gettime(CLOCK_MONOTONIC, &until);
		until.tv_nsec += ROUND_MS * 1000000L;
		until.tv_sec += until.tv_nsec / 1000000000;
		until.tv_nsec %= 1000000000;
		pthread_cond_timedwait(&r->wake, &r->mutex, &until);
		cut_late(r);
	}
	pthread_mutex_unlock(&r->mutex);
	return NULL;
}

bool http_reaper_start(struct http_metrics *metrics, struct http_reaper **ret_reaper, struct err *err)
{
	struct http_reaper *r = calloc(1, sizeof(*r));
	if (!r)
		abort();
	r->metrics = metrics;
	pthread_condattr_t attr;
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&r->wake, &attr);
	pthread_condattr_destroy(&attr);
	pthread_mutex_init(&r->mutex, NULL);
	if (pthread_create(&r->thread, NULL, reap, r) != 0) {
		free(r);
		return fail(err, ERR_IO, "http.thread", "No thread can be started.");
	}
	*ret_reaper = r;
	return true;
}

void http_reaper_stop(struct http_reaper *r)
{
	if (!r)
		return;
	pthread_mutex_lock(&r->mutex);
	r->stop = true;
	pthread_cond_signal(&r->wake);
	pthread_mutex_unlock(&r->mutex);
	pthread_join(r->thread, NULL);
	pthread_cond_destroy(&r->wake);
	pthread_mutex_destroy(&r->mutex);
	free(r);
}

void http_reaper_watch(struct http_reaper *r, struct http_watch *w, int fd, int64_t deadline_ms)
{
	w->fd = fd;
	w->cut = false;
	atomic_store(&w->deadline_ms, deadline_ms);
	pthread_mutex_lock(&r->mutex);
	w->prev = NULL;
	w->next = r->first;
	if (w->next)
		w->next->prev = w;
	r->first = w;
	pthread_mutex_unlock(&r->mutex);
}

void http_reaper_forget(struct http_reaper *r, struct http_watch *w)
{
	pthread_mutex_lock(&r->mutex);
	*(w->prev ? &w->prev->next : &r->first) = w->next;
	if (w->next)
		w->next->prev = w->prev;
	pthread_mutex_unlock(&r->mutex);
}
