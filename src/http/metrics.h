/* What the server counts about itself, printed in the Prometheus text format. */
#pragma once

#include "base/base.h"

struct buf;
struct http;
struct http_metrics;

enum http_count {
	COUNT_CONNECTIONS_OPENED,
	COUNT_CONNECTIONS_CLOSED,
	COUNT_CONNECTIONS_REAPED,
	COUNT_REFUSED, /* requests that the gate refused */
	COUNT_SNAPSHOT_HITS,
	COUNT_SNAPSHOT_BUILDS,
	COUNT_SNAPSHOT_EVICTIONS,
	COUNT_POLL_FAILURES,
	COUNT_LIVE_BATCHES,      /* of events, each told to all listeners of a contest */
	COUNT_LIVE_SENT,         /* batches, times listeners */
	COUNT_LISTENERS_REFUSED, /* too many */
	COUNT_LISTENERS_DROPPED, /* too slow */
	HTTP_COUNT_COUNT
};

struct http_metrics *http_metrics_new(void);
void http_metrics_free(struct http_metrics *m);

void http_metrics_add(struct http_metrics *m, enum http_count count);
void http_metrics_add_many(struct http_metrics *m, enum http_count count, int64_t many);
int64_t http_metrics_get(const struct http_metrics *m, enum http_count count);

/* One answered request; `route` is its index in the table, or −1 (assets) or −2 (refused, unknown). */
void http_metrics_request(struct http_metrics *m, int route, int status, int64_t took_us);

void http_metrics_print(const struct http_metrics *m, struct http *http, struct buf *out);
