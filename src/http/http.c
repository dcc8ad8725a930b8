/* The order of things for one request, and the thread that watches the store's
 * generation. A page that is kept is found by the raw target alone, before
 * anything is decoded: the same target gives the same answer to everybody, and
 * only targets that passed all checks were ever put there. */
#include "http/http.h"

#include "app/app.h"
#include "base/arena.h"
#include "base/str.h"
#include "http/assets.h"
#include "http/body.h"
#include "http/gate.h"
#include "http/live.h"
#include "http/metrics.h"
#include "http/problem.h"
#include "http/router.h"
#include "http/snapshot.h"
#include "store/change.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROUTE_ASSET = -1, ROUTE_NOWHERE = -2, SNAPSHOT_BYTES = 64 << 20 };

struct http {
	struct http_options options;
	struct http_metrics *metrics;
	struct http_snapshots *snapshots;
	struct http_assets *assets;
	struct live *live;
	struct http_page *allow; /* the answer to OPTIONS * */
	bool polling;
	pthread_t poller;
	pthread_mutex_t mutex; /* of `stop` */
	pthread_cond_t wake;
	bool stop, changed;
};

static int64_t system_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void log_nothing(const char *line)
{
	(void)line;
}

static void see(void *context, const struct store_generation *generation)
{
	http_snapshots_see(((struct http *)context)->snapshots, generation);
}

void http_poll(struct http *http)
{
	struct err err;
	if (live_poll(http->live, see, http, &err))
		return;
	http_metrics_add(http->metrics, COUNT_POLL_FAILURES);
	http->options.log(err.message);
}

/* With the mutex held, until then at most. */
static void wait_until(struct http *http, int64_t at_us)
{
	const struct timespec until = {at_us / 1000000, at_us % 1000000 * 1000};
	pthread_cond_timedwait(&http->wake, &http->mutex, &until);
}

/* A commit of our own is looked at at once, others each poll_ms; but never twice within LIVE_BATCH_MS, so that what
 * comes thick is told together. */
static void *poll_store(void *context)
{
	struct http *http = context;
	int64_t polled = 0, told = 0, now;
	pthread_mutex_lock(&http->mutex);
	while (!http->stop) {
		int64_t due = polled + 1000 * (int64_t)http->options.poll_ms, batch = told + 1000 * LIVE_BATCH_MS;
		if (http->changed && batch < due)
			due = batch;
		if ((now = system_us()) < due) {
			wait_until(http, due);
			continue;
		}
		polled = now;
		if (http->changed)
			told = now;
		http->changed = false;
		pthread_mutex_unlock(&http->mutex);
		http_poll(http);
		pthread_mutex_lock(&http->mutex);
	}
	pthread_mutex_unlock(&http->mutex);
	return NULL;
}

/* Pages that show it are old before whoever made the change hears that it is done. */
static void on_commit(void *context, const struct store_generation *generation)
{
	struct http *http = context;
	see(http, generation);
	pthread_mutex_lock(&http->mutex);
	if (!http->changed)
		pthread_cond_signal(&http->wake);
	http->changed = true;
	pthread_mutex_unlock(&http->mutex);
}

static void start_polling(struct http *http)
{
	pthread_condattr_t attr;
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&http->wake, &attr);
	pthread_condattr_destroy(&attr);
	pthread_mutex_init(&http->mutex, NULL);
	if (http->options.poll_ms <= 0)
		return;
	store_watch(app_store(http->options.app), on_commit, http);
	http->polling = pthread_create(&http->poller, NULL, poll_store, http) == 0;
}

bool http_open(const struct http_options *options, struct http **ret_http, struct err *err)
{
	size_t count;
	const struct route *routes = http_routes(&count);
	if (!http_routes_check(routes, count, err))
		return false;
	struct http *http = calloc(1, sizeof(*http));
	if (!http)
		abort();
	http->options = *options;
	http->options.now_us = options->now_us ? options->now_us : system_us;
	http->options.log = options->log ? options->log : log_nothing;
	http->metrics = http_metrics_new();
	http->snapshots = http_snapshots_new(
		options->snapshot_bytes ? options->snapshot_bytes : SNAPSHOT_BYTES, http->metrics);
	http->assets = http_assets_new();
	http->live = live_new(&(struct live_options){.app = options->app, .metrics = http->metrics,
		.listeners = options->listeners, .per_address = options->listeners_per_address});
	struct http_answer allow = {.status = 204, .cache = "no-store", .allow = "GET, HEAD, POST, PUT, DELETE, OPTIONS"};
	http->allow = http_page_new(&allow);
	http_poll(http);
	start_polling(http);
	if (options->poll_ms > 0 && !http->polling) {
		http_close(http);
		return fail(err, ERR_IO, "http.thread", "No thread can be started.");
	}
	*ret_http = http;
	return true;
}

void http_close(struct http *http)
{
	if (!http)
		return;
	if (http->options.poll_ms > 0)
		store_watch(app_store(http->options.app), NULL, NULL);
	pthread_mutex_lock(&http->mutex);
	http->stop = true;
	pthread_cond_signal(&http->wake);
	pthread_mutex_unlock(&http->mutex);
	if (http->polling)
		pthread_join(http->poller, NULL);
	pthread_cond_destroy(&http->wake);
	pthread_mutex_destroy(&http->mutex);
	http_page_unref(http->allow);
	http_assets_free(http->assets);
	live_free(http->live);
	http_snapshots_free(http->snapshots);
	http_metrics_free(http->metrics);
	free(http);
}

void http_closep(struct http **http)
{
	http_close(*http);
}

struct http_metrics *http_metrics_of(struct http *http)
{
	return http->metrics;
}

struct http_snapshots *http_snapshots_of(struct http *http)
{
	return http->snapshots;
}

struct live *http_live_of(struct http *http)
{
	return http->live;
}

void http_log(const struct http *http, const char *line)
{
	http->options.log(line);
}

struct app *http_app(struct http *http)
{
	return http->options.app;
}

/* What building a page needs, and the stream that came out of it instead. */
struct build {
	struct http_call call;
	struct http_stream *stream;
	struct live_ticket *ticket;
};

static int route_index(const struct route *route)
{
	size_t count;
	return route ? (int)(route - http_routes(&count)) : ROUTE_NOWHERE;
}

static struct http_page *problem_page(
	const struct http_call *call, const struct err *err, const struct http_answer *hints)
{
	if (err->kind == ERR_IO || err->kind == ERR_PROOF)
		call->http->options.log(err->message);
	struct http_page *page = http_problem(err, call->target ? call->target->path : NULL, hints);
	http_page_set_route(page, route_index(call->route));
	return page;
}

/* Runs the handler. An answer to keep is one that will be the same until the store changes: also a 404. */
static struct http_page *build_page(void *context, bool *ret_keep)
{
	struct build *b = context;
	struct err err;
	struct http_answer answer = {
		.type = b->call.route->type, .private = b->call.who || !str_eq(b->call.route->method, "GET")};
	bool done = b->call.route->handle(&b->call, &answer, &err);
	*ret_keep = done || err.kind == ERR_NOT_FOUND;
	struct http_page *page = done ? http_page_new(&answer) : problem_page(&b->call, &err, &answer);
	http_page_set_route(page, route_index(b->call.route));
	b->stream = answer.stream;
	b->ticket = answer.ticket;
	buf_done(&answer.body);
	return page;
}

static bool is_api(const struct http_target *t)
{
	return t->segment_count > 0 && str_eq(t->segments[0], "api");
}

/* What no route has: an asset, for methods that read. */
static struct http_page *answer_asset(struct http *http, struct http_call *call, struct err *err)
{
	struct http_page *asset =
		call->route || call->allow[0] || is_api(call->target) ? NULL : http_assets_find(http->assets, call->target);
	if (!asset || str_eq(call->request->method, "GET") || str_eq(call->request->method, "HEAD"))
		return asset ? http_page_ref(asset) : NULL;
	snprintf(call->allow, sizeof(call->allow), "GET, HEAD, OPTIONS");
	(void)fail(err, ERR_INPUT, "request.method", "%.300s takes GET, HEAD, OPTIONS.", call->target->path);
	return NULL;
}

/* A target that is not among the snapshots: route, or asset, or NULL and *err. */
static struct http_page *answer_target(
	struct http *http, const struct http_request *rq, struct build *b, struct err *err)
{
	size_t count;
	const struct route *routes = http_routes(&count);
	if (!http_route(routes, count, &b->call, err))
		return answer_asset(http, &b->call, err);
	const struct route *route = b->call.route;
	http_client_read(rq, &b->call.client);
	if (!http_policy_check(&b->call, err) || !http_body_read(&b->call, err))
		return NULL;
	bool streams = route->stream_above && http_query_number(&b->call, "limit", 0) > route->stream_above;
	if (route->keep && !streams && strlen(rq->target) < SNAPSHOT_KEY)
		return http_snapshots_get(http->snapshots, rq->target, route->keep, build_page, b);
	bool keep;
	return build_page(b, &keep);
}

static void answer_slowly(struct http *http, const struct http_request *rq, struct http_response *rs)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct http_target target;
	struct build b = {.call = {.http = http, .arena = arena, .request = rq}};
	struct err err;
	if (!http_target_parse(rq->target, arena, &target, &err)) {
		http_metrics_add(http->metrics, COUNT_REFUSED);
		rs->page = problem_page(&b.call, &err, NULL);
		rs->close = true;
		return;
	}
	b.call.target = &target;
	rs->page = answer_target(http, rq, &b, &err);
	struct http_answer hints = {.allow = b.call.allow[0] ? b.call.allow : NULL};
	if (!rs->page && str_eq(rq->method, "OPTIONS") && hints.allow)
		rs->page = http_page_new(&(struct http_answer){.status = 204, .cache = "no-store", .allow = hints.allow});
	if (!rs->page)
		rs->page = problem_page(&b.call, &err, &hints);
	rs->stream = b.stream;
	rs->ticket = b.ticket;
}

static void answer(struct http *http, const struct http_request *rq, struct http_response *rs)
{
	struct err err;
	if (!http_gate_check(rq, &err)) {
		http_metrics_add(http->metrics, COUNT_REFUSED);
		rs->page = http_problem(&err, NULL, NULL);
		http_page_set_route(rs->page, ROUTE_NOWHERE);
		rs->close = true;
		return;
	}
	if (str_eq(rq->method, "OPTIONS") && str_eq(rq->target, "*")) {
		rs->page = http_page_ref(http->allow);
		return;
	}
	bool reads = str_eq(rq->method, "GET") || str_eq(rq->method, "HEAD");
	if (reads && strlen(rq->target) < SNAPSHOT_KEY)
		rs->page = http_snapshots_find(http->snapshots, rq->target);
	if (!rs->page)
		answer_slowly(http, rq, rs);
}

bool http_awaits_body(const struct http_request *rq)
{
	struct err err;
	const char *length = http_request_field(rq, "Content-Length");
	return length && strspn(length, "0") != strlen(length) && http_gate_check(rq, &err);
}

void http_handle(struct http *http, const struct http_request *rq, struct http_response *rs)
{
	int64_t start = http->options.now_us();
	*rs = (struct http_response){0};
	answer(http, rq, rs);
	rs->variant = rs->stream || rs->ticket ? HTTP_IDENTITY : http_page_choose(rs->page, rq);
	rs->status = rs->variant >= HTTP_NOT_MODIFIED ? 304 : http_page_status(rs->page);
	http_metrics_request(
		http->metrics, http_page_route(rs->page), rs->status, http->options.now_us() - start);
}

void http_response_done(struct http_response *rs)
{
	if (rs->stream)
		rs->stream->done(rs->stream);
	live_ticket_free(rs->ticket);
	http_page_unref(rs->page);
	*rs = (struct http_response){0};
}
