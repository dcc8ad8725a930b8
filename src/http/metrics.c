/* Relaxed atomic counters, summed when asked. Latency is the time from a
 * complete request header to its answer being ready, without the network. */
#include "http/metrics.h"

#include "base/buf.h"
#include "http/http.h"
#include "http/live.h"
#include "http/router.h"
#include "http/snapshot.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { ROUTES_MOST = 128, OTHERS = 2, BUCKETS = 12 };

static const int64_t bucket_us[BUCKETS] = {
	50, 100, 250, 500, 1000, 2500, 5000, 10000, 50000, 100000, 500000, 1000000};
static const int statuses[] = {200, 204, 304, 400, 403, 404, 405, 413, 414, 431, 500, 503};
enum { STATUSES = COUNT_OF(statuses) + 1 }; /* the last: any other */

struct http_metrics {
	atomic_int_fast64_t counts[HTTP_COUNT_COUNT];
	atomic_int_fast64_t requests[ROUTES_MOST + OTHERS][STATUSES];
	atomic_int_fast64_t buckets[BUCKETS + 1];
	atomic_int_fast64_t took_us;
};

static void add(atomic_int_fast64_t *n, int64_t by)
{
	atomic_fetch_add_explicit(n, by, memory_order_relaxed);
}

static long long get(const atomic_int_fast64_t *n)
{
	return (long long)atomic_load_explicit(n, memory_order_relaxed);
}

struct http_metrics *http_metrics_new(void)
{
	struct http_metrics *m = calloc(1, sizeof(*m));
	if (!m)
		abort();
	return m;
}

void http_metrics_free(struct http_metrics *m)
{
	free(m);
}

void http_metrics_add(struct http_metrics *m, enum http_count count)
{
	add(&m->counts[count], 1);
}

void http_metrics_add_many(struct http_metrics *m, enum http_count count, int64_t many)
{
	add(&m->counts[count], many);
}

int64_t http_metrics_get(const struct http_metrics *m, enum http_count count)
{
	return get(&m->counts[count]);
}

void http_metrics_request(struct http_metrics *m, int route, int status, int64_t took_us)
{
	size_t s = 0, b = 0;
	while (s < COUNT_OF(statuses) && statuses[s] != status)
		s++;
	while (b < BUCKETS && took_us > bucket_us[b])
		b++;
	int row = route >= 0 && route < ROUTES_MOST ? route : route == -1 ? ROUTES_MOST : ROUTES_MOST + 1;
	add(&m->requests[row][s], 1);
	add(&m->buckets[b], 1);
	add(&m->took_us, took_us);
}

static void head(struct buf *out, const char *name, const char *type, const char *help)
{
	buf_printf(out, "# HELP leitai_%s %s\n# TYPE leitai_%s %s\n", name, help, name, type);
}

static void print_one(struct buf *out, const char *name, const char *type, const char *help, long long value)
{
	head(out, name, type, help);
	buf_printf(out, "leitai_%s %lld\n", name, value);
}

static void print_requests(const struct http_metrics *m, struct buf *out)
{
	size_t count;
	const struct route *routes = http_routes(&count);
	head(out, "http_requests_total", "counter", "Answered requests by route and status.");
	for (size_t r = 0; r < ROUTES_MOST + OTHERS; r++) {
		const char *name = r < count ? routes[r].path : r == ROUTES_MOST ? "assets" : "none";
		for (size_t s = 0; s < STATUSES; s++) {
			char status[16] = "other";
			if (s < COUNT_OF(statuses))
				snprintf(status, sizeof(status), "%d", statuses[s]);
			if (get(&m->requests[r][s]))
				buf_printf(out,
					"leitai_http_requests_total{route=\"%s\",status=\"%s\"} %lld\n", name,
					status, get(&m->requests[r][s]));
		}
	}
}

static void print_latency(const struct http_metrics *m, struct buf *out)
{
	long long sum = 0;
	head(out, "http_request_seconds", "histogram", "Time to make an answer.");
	for (size_t b = 0; b < BUCKETS; b++) {
		sum += get(&m->buckets[b]);
		buf_printf(out, "leitai_http_request_seconds_bucket{le=\"%g\"} %lld\n",
			(double)bucket_us[b] / 1e6, sum);
	}
	sum += get(&m->buckets[BUCKETS]);
	buf_printf(out, "leitai_http_request_seconds_bucket{le=\"+Inf\"} %lld\n", sum);
	buf_printf(out, "leitai_http_request_seconds_sum %.6f\n", (double)get(&m->took_us) / 1e6);
	buf_printf(out, "leitai_http_request_seconds_count %lld\n", sum);
}

/* The second number of /proc/self/statm, in bytes; 0 where there is no such file. */
static long long resident_bytes(void)
{
	FILE *f = fopen("/proc/self/statm", "re");
	long long pages = 0;
	if (!f)
		return 0;
	if (fscanf(f, "%*s %lld", &pages) != 1)
		pages = 0;
	fclose(f);
	return pages * sysconf(_SC_PAGESIZE);
}

void http_metrics_print(const struct http_metrics *m, struct http *http, struct buf *out)
{
	struct http_snapshots *snapshots = http_snapshots_of(http);
	long long opened = get(&m->counts[COUNT_CONNECTIONS_OPENED]),
		  closed = get(&m->counts[COUNT_CONNECTIONS_CLOSED]);
	print_requests(m, out);
	print_latency(m, out);
	print_one(out, "http_connections", "gauge", "Open connections.", opened - closed);
	print_one(out, "http_connections_total", "counter", "Connections so far.", opened);
	print_one(out, "http_connections_reaped_total", "counter", "Connections closed at a deadline.",
		get(&m->counts[COUNT_CONNECTIONS_REAPED]));
	print_one(out, "http_refused_total", "counter", "Requests that the gate refused.",
		get(&m->counts[COUNT_REFUSED]));
	print_one(out, "snapshot_hits_total", "counter", "Answers out of memory.",
		get(&m->counts[COUNT_SNAPSHOT_HITS]));
	print_one(out, "snapshot_builds_total", "counter", "Answers made from the store.",
		get(&m->counts[COUNT_SNAPSHOT_BUILDS]));
	print_one(out, "snapshot_evictions_total", "counter", "Answers dropped for room.",
		get(&m->counts[COUNT_SNAPSHOT_EVICTIONS]));
	print_one(out, "snapshot_bytes", "gauge", "Memory of the kept answers.",
		(long long)http_snapshots_bytes(snapshots));
	print_one(out, "store_generation", "gauge", "The store's generation as last seen.",
		(long long)http_snapshots_generation(snapshots));
	print_one(out, "store_poll_failures_total", "counter", "Times the generation could not be read.",
		get(&m->counts[COUNT_POLL_FAILURES]));
	print_one(out, "listeners", "gauge", "Open streams of events.", live_count(http_live_of(http)));
	print_one(out, "listeners_refused_total", "counter", "Listeners turned away: too many.",
		get(&m->counts[COUNT_LISTENERS_REFUSED]));
	print_one(out, "listeners_dropped_total", "counter", "Listeners cut off: too slow.",
		get(&m->counts[COUNT_LISTENERS_DROPPED]));
	print_one(out, "live_batches_total", "counter", "Batches of events that were told.",
		get(&m->counts[COUNT_LIVE_BATCHES]));
	print_one(out, "live_sent_total", "counter", "The same, counted for each listener.",
		get(&m->counts[COUNT_LIVE_SENT]));
	print_one(out, "process_resident_bytes", "gauge", "Memory of the process.", resident_bytes());
}
