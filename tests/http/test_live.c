/* Events for listeners: their text, the ring that all share, places among the listeners, streams on real sockets. */
#include "harness/unit.h"

#include "base/buf.h"
#include "base/str.h"
#include "http/live_ring.h"
#include "http/metrics.h"
#include "http/live.h"
#include "http/server.h"
#include "loopback.h"
#include "store/live.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* ---- text and ring */
static void format_is_one_block_an_event(void **state)
{
	(void)state;
	CLEANUP(buf_done) struct buf out = {0};
	batch_put_event(&out, &(struct event_row){.id = 7, .name = "show", .data = "{\"rank\":1}"});
	assert_string_equal(buf_str(&out), "id: 7\nevent: show\ndata: {\"rank\":1}\n\n");
	buf_clear(&out);
	batch_put_event(&out, &(struct event_row){.id = 8, .name = "a\nid: 1", .data = "x\r\n\nid: 9"});
	assert_string_equal(buf_str(&out), "id: 8\nevent: a\ndata: x\ndata: \ndata: \ndata: id: 9\n\n");
}

static void add_batch(struct ring *ring, int64_t from, int64_t to, size_t padding)
{
	struct event_row rows[16];
	char *data = calloc(1, padding + 1);
	assert_non_null(data);
	memset(data, 'x', padding);
	for (int64_t id = from; id <= to; id++)
		rows[id - from] = (struct event_row){.id = id, .name = "floor", .data = data};
	ring_add(ring, batch_new(rows, (size_t)(to - from + 1)));
	free(data);
}

/* The ids that come from a place on, taken `step` bytes at a time. */
static int read_ids(const struct ring *ring, struct ring_place *place, size_t step, int64_t *ids)
{
	CLEANUP(buf_done) struct buf text = {0};
	struct iovec pieces[3];
	for (int n; (n = ring_pieces(ring, place, pieces, 3)) > 0;) {
		size_t left = step;
		for (int i = 0; i < n && left; i++) {
			size_t take = pieces[i].iov_len < left ? pieces[i].iov_len : left;
			buf_put(&text, pieces[i].iov_base, take);
			left -= take;
		}
		ring_advance(ring, place, step - left);
	}
	int count = 0;
	for (const char *p = buf_str(&text); (p = strstr(p, "id: ")); p += 4)
		ids[count++] = atoll(p + 4);
	return count;
}

static void ring_goes_on_after_any_event(void **state)
{
	(void)state;
	const size_t steps[] = {1, 7, 40, 10000};
	static struct ring ring;
	ring_init(&ring, 3);
	add_batch(&ring, 4, 4, 1);
	add_batch(&ring, 5, 9, 1);
	add_batch(&ring, 10, 12, 1);
	for (int64_t after = 3; after <= 12; after++) {
		for (size_t s = 0; s < COUNT_OF(steps); s++) {
			struct ring_place place;
			int64_t ids[32];
			assert_true(ring_seek(&ring, after, &place));
			int n = read_ids(&ring, &place, steps[s], ids);
			assert_int_equal(n, 12 - after);
			for (int i = 0; i < n; i++)
				assert_int_equal(ids[i], after + 1 + i);
		}
	}
	struct ring_place place;
	assert_false(ring_seek(&ring, 2, &place));
	ring_done(&ring);
}

/* Who read further from the table than the ring was: those events come to the ring later and are left out. */
static void ring_skips_what_was_had(void **state)
{
	(void)state;
	static struct ring ring;
	struct ring_place place;
	int64_t ids[32];
	ring_init(&ring, 0);
	add_batch(&ring, 1, 2, 1);
	assert_true(ring_seek(&ring, 5, &place));
	assert_int_equal(read_ids(&ring, &place, 99, ids), 0);
	add_batch(&ring, 3, 4, 1);
	assert_int_equal(read_ids(&ring, &place, 99, ids), 0);
	add_batch(&ring, 5, 7, 1);
	assert_int_equal(read_ids(&ring, &place, 99, ids), 2);
	assert_int_equal(ids[0], 6);
	ring_done(&ring);
}

static void ring_drops_the_oldest_for_room(void **state)
{
	(void)state;
	static struct ring ring;
	struct ring_place slow, quick;
	ring_init(&ring, 0);
	assert_true(ring_seek(&ring, 0, &slow));
	for (int64_t id = 1; id <= 40; id++)
		add_batch(&ring, id, id, RING_BYTES / 20);
	assert_true(ring_lost(&ring, &slow));
	assert_true(ring.bytes <= RING_BYTES);
	assert_true(ring.floor > 15 && ring.floor < 30);
	assert_false(ring_seek(&ring, ring.floor - 1, &quick));
	assert_true(ring_seek(&ring, ring.floor, &quick));
	assert_false(ring_lost(&ring, &quick));
	for (int64_t id = 41; id <= 41 + RING_BATCHES; id++)
		add_batch(&ring, id, id, 1);
	assert_true(ring_lost(&ring, &quick));
	assert_true(ring.end - ring.begin <= RING_BATCHES);
	ring_done(&ring);
}

/* ---- the route, without a socket */
#define EVENTS "/api/v1/contests/demo/events"

static void route_gives_a_ticket(void **state)
{
	(void)state;
	struct loopback l;
	loopback_open(&l);
	assert_int_equal(loopback_get(&l, EVENTS), 200);
	assert_non_null(l.rs.ticket);
	assert_string_equal(loopback_field(&l, "Content-Type"), "text/event-stream");
	assert_string_equal(loopback_field(&l, "Cache-Control"), "no-store");
	assert_string_equal(loopback_field(&l, "X-Accel-Buffering"), "no");
	assert_null(loopback_field(&l, "ETag"));
	assert_int_equal(live_count(http_live_of(l.http)), 1);
	assert_int_equal(loopback_send(&l, "HEAD", EVENTS, NULL, NULL, NULL), 200);
	assert_null(l.rs.ticket);
	assert_int_equal(live_count(http_live_of(l.http)), 0);
	assert_int_equal(loopback_get(&l, "/api/v1/contests/none/events"), 404);
	assert_int_equal(loopback_get(&l, EVENTS "?after=x"), 400);
	assert_int_equal(loopback_send(&l, "GET", EVENTS "?after=5", "Last-Event-ID: nonsense", NULL, NULL), 200);
	assert_int_equal(loopback_send(&l, "POST", EVENTS, NULL, NULL, NULL), 405);
	l.app.broken = true;
	assert_int_equal(loopback_get(&l, EVENTS "?after=9"), 503);
	assert_int_equal(live_count(http_live_of(l.http)), 0);
	loopback_close(&l);
}

static void places_are_counted(void **state)
{
	(void)state;
	struct err err;
	struct app app = {.generation = 1};
	struct http_metrics *metrics = http_metrics_new();
	struct live *live = live_new(
		&(struct live_options){.app = &app, .metrics = metrics, .listeners = 4, .per_address = 2});
	struct live_ticket *t[5] = {0};
	assert_true(live_open(live, "demo", NULL, "192.0.2.1", &t[0], &err));
	assert_true(live_open(live, "demo", NULL, "192.0.2.1", &t[1], &err));
	assert_false(live_open(live, "demo", NULL, "192.0.2.1", &t[2], &err));
	assert_string_equal(err.code, "live.address");
	assert_true(live_open(live, "demo", NULL, "192.0.2.2", &t[2], &err));
	assert_true(live_open(live, "demo", NULL, NULL, &t[3], &err));
	assert_false(live_open(live, "demo", NULL, NULL, &t[4], &err));
	assert_string_equal(err.code, "live.full");
	live_ticket_free(t[0]);
	assert_true(live_open(live, "demo", NULL, "192.0.2.1", &t[0], &err));
	for (int i = 0; i < 4; i++)
		live_ticket_free(t[i]);
	assert_int_equal(live_count(live), 0);
	assert_int_equal(http_metrics_get(metrics, COUNT_LISTENERS_REFUSED), 2);
	live_free(live);
	http_metrics_free(metrics);
}

static void too_many_is_503_with_a_time(void **state)
{
	(void)state;
	struct err err;
	struct loopback l = {.app = {.generation = 1}};
	struct http_options options = {.app = &l.app, .listeners = 1};
	struct live_ticket *one;
	assert_true(http_open(&options, &l.http, &err));
	assert_true(live_open(http_live_of(l.http), "demo", NULL, NULL, &one, &err));
	assert_int_equal(loopback_get(&l, EVENTS), 503);
	assert_string_equal(loopback_field(&l, "Retry-After"), "30");
	assert_true(loopback_body_has(&l, "live.full"));
	live_ticket_free(one);
	loopback_close(&l);
}

/* ---- on sockets */
struct wire {
	struct app app;
	struct http *http;
	struct http_server *server;
	char text[1 << 16]; /* that a client has read */
};

static int setup(void **state)
{
	static struct wire w;
	struct err err;
	memset(&w, 0, sizeof(w));
	w.app.generation = 1;
	w.app.first_event = 1;
	w.app.last_event = 5;
	struct http_options options = {.app = &w.app, .poll_ms = 10, .listeners = 400};
	assert_true(http_open(&options, &w.http, &err));
	struct http_server_options server = {.http = w.http, .threads = 2, .header_ms = 300, .idle_ms = 300, .send_ms = 300};
	assert_true(http_server_start(&server, &w.server, &err));
	*state = &w;
	return 0;
}

static int teardown(void **state)
{
	struct wire *w = *state;
	http_server_stop(w->server, 200);
	http_close(w->http);
	return 0;
}

static int listen_from(const struct wire *w, const char *query)
{
	struct sockaddr_in in = {.sin_family = AF_INET, .sin_port = htons((uint16_t)http_server_port(w->server))};
	in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	char request[256];
	const int small = 2048;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_true(fd >= 0);
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small));
	assert_int_equal(connect(fd, (struct sockaddr *)&in, sizeof(in)), 0);
	int n = snprintf(request, sizeof(request), "GET %s%s HTTP/1.1\r\nHost: localhost\r\n\r\n", EVENTS, query);
	assert_int_equal(send(fd, request, (size_t)n, MSG_NOSIGNAL), n);
	return fd;
}

/* Reads until `wanted` has come (the whole text stays in w->text), the peer closes (false), or time is up (false). */
static bool read_until(struct wire *w, int fd, const char *wanted)
{
	size_t len = 0;
	w->text[0] = '\0';
	for (;;) {
		struct pollfd p = {fd, POLLIN, 0};
		if (strstr(w->text, wanted))
			return true;
		if (len + 1 == sizeof(w->text) || poll(&p, 1, 5000) != 1)
			return false;
		ssize_t n = recv(fd, w->text + len, sizeof(w->text) - 1 - len, 0);
		if (n <= 0)
			return false;
		len += (size_t)n;
		w->text[len] = '\0';
	}
}

static void happen(struct wire *w, int64_t many)
{
	w->app.last_event += many;
	w->app.generation++;
}

static void sleep_ms(int ms)
{
	const struct timespec t = {ms / 1000, ms % 1000 * 1000000L};
	nanosleep(&t, NULL);
}

static void streams_tell_what_is_new(void **state)
{
	struct wire *w = *state;
	int a = listen_from(w, ""), b = listen_from(w, "?after=3");
	assert_true(read_until(w, a, "\"event\":5"));
	assert_non_null(strstr(w->text, "HTTP/1.1 200 OK\r\n"));
	assert_non_null(strstr(w->text, "\r\nConnection: close\r\n"));
	assert_non_null(strstr(w->text, "id: 5\nevent: time\n"));
	assert_null(strstr(w->text, "event: floor"));
	assert_true(read_until(w, b, "{\"n\":5}\n\n"));
	assert_null(strstr(w->text, "{\"n\":3}"));
	assert_non_null(strstr(w->text, "{\"n\":4}"));
	happen(w, 2);
	assert_true(read_until(w, a, "id: 7\nevent: floor\ndata: {\"n\":7}\n\n"));
	assert_true(read_until(w, b, "id: 6\nevent: floor\ndata: {\"n\":6}\n\nid: 7\n"));
	close(a);
	close(b);
	for (int i = 0; i < 500 && live_count(http_live_of(w->http)); i++)
		sleep_ms(10);
	assert_int_equal(live_count(http_live_of(w->http)), 0);
}

/* Deadlines of connections do not concern streams. */
static void streams_outlive_deadlines(void **state)
{
	struct wire *w = *state;
	int fd = listen_from(w, "");
	assert_true(read_until(w, fd, "event: time"));
	sleep_ms(900);
	happen(w, 1);
	assert_true(read_until(w, fd, "{\"n\":6}"));
	close(fd);
}

static void another_past_is_reset(void **state)
{
	struct wire *w = *state;
	int fd = listen_from(w, "?after=6");
	assert_true(read_until(w, fd, "id: 5\nevent: reset\ndata: {}\n\n"));
	happen(w, 1);
	assert_true(read_until(w, fd, "{\"n\":6}"));
	close(fd);
	w->app.first_event = 4;
	fd = listen_from(w, "?after=2");
	assert_true(read_until(w, fd, "{\"n\":6}")); /* in the ring still, whatever the table has */
	close(fd);
}

/* The table has more than the ring; beyond CATCH_UP it is told to begin anew. */
static void older_ones_come_from_the_table(void **state)
{
	struct wire *w = *state;
	w->app.last_event = 1500;
	int fd = listen_from(w, "?after=900");
	assert_true(read_until(w, fd, "{\"n\":1500}"));
	int64_t expected = 901;
	for (const char *p = w->text; (p = strstr(p, "{\"n\":")); p++)
		assert_int_equal(atoll(p + 5), expected++);
	assert_int_equal(expected, 1501);
	happen(w, 1);
	assert_true(read_until(w, fd, "{\"n\":1501}"));
	assert_null(strstr(w->text, "{\"n\":1500}"));
	close(fd);
	happen(w, 3000);
	fd = listen_from(w, "?after=900");
	assert_true(read_until(w, fd, "event: reset"));
	assert_null(strstr(w->text, "floor"));
	close(fd);
}

/* It reads nothing while far more than ring and socket hold goes by; the others miss nothing. */
static void slow_ones_are_cut_off(void **state)
{
	struct wire *w = *state;
	int slow = listen_from(w, ""), quick = listen_from(w, "");
	assert_true(read_until(w, slow, "event: time"));
	assert_true(read_until(w, quick, "event: time"));
	struct http_metrics *m = http_metrics_of(w->http);
	char wanted[32];
	for (int i = 0; i < 3000 && http_metrics_get(m, COUNT_LISTENERS_DROPPED) == 0; i++) {
		happen(w, 400);
		snprintf(wanted, sizeof(wanted), "{\"n\":%lld}\n", (long long)w->app.last_event);
		assert_true(read_until(w, quick, wanted));
	}
	assert_int_equal(http_metrics_get(m, COUNT_LISTENERS_DROPPED), 1);
	assert_int_equal(live_count(http_live_of(w->http)), 1);
	char end[4096];
	ssize_t n;
	while ((n = recv(slow, end, sizeof(end), 0)) > 0)
		continue;
	assert_true(n <= 0);
	close(slow);
	close(quick);
}

static void many_hear_the_same(void **state)
{
	enum { MANY = 300 };
	struct wire *w = *state;
	int fds[MANY];
	for (int i = 0; i < MANY; i++)
		fds[i] = listen_from(w, i % 2 ? "" : "?after=4");
	for (int i = 0; i < MANY; i++)
		assert_true(read_until(w, fds[i], i % 2 ? "event: time" : "{\"n\":5}"));
	for (int i = 0; i < MANY; i += 3)
		close(fds[i]);
	happen(w, 3);
	for (int i = 0; i < MANY; i++) {
		if (i % 3 == 0)
			continue;
		assert_true(read_until(w, fds[i], "{\"n\":8}"));
		assert_non_null(strstr(w->text, "{\"n\":6}"));
		close(fds[i]);
	}
}

static void stopping_ends_streams_at_once(void **state)
{
	struct wire *w = *state;
	struct err err;
	struct app app = {.generation = 1};
	struct http *http;
	struct http_options options = {.app = &app, .poll_ms = 10};
	assert_true(http_open(&options, &http, &err));
	struct http_server_options server = {.http = http, .threads = 2};
	struct wire own = {.http = http};
	assert_true(http_server_start(&server, &own.server, &err));
	int fd = listen_from(&own, "");
	assert_true(read_until(w, fd, "event: time"));
	struct timespec before, after;
	clock_gettime(CLOCK_MONOTONIC, &before);
	http_server_stop(own.server, 2000);
	clock_gettime(CLOCK_MONOTONIC, &after);
	assert_true(after.tv_sec - before.tv_sec < 2);
	assert_false(read_until(w, fd, "never"));
	close(fd);
	http_close(http);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(format_is_one_block_an_event),
		cmocka_unit_test(ring_goes_on_after_any_event),
		cmocka_unit_test(ring_skips_what_was_had),
		cmocka_unit_test(ring_drops_the_oldest_for_room),
		cmocka_unit_test(route_gives_a_ticket),
		cmocka_unit_test(places_are_counted),
		cmocka_unit_test(too_many_is_503_with_a_time),
		cmocka_unit_test_setup_teardown(streams_tell_what_is_new, setup, teardown),
		cmocka_unit_test_setup_teardown(streams_outlive_deadlines, setup, teardown),
		cmocka_unit_test_setup_teardown(another_past_is_reset, setup, teardown),
		cmocka_unit_test_setup_teardown(older_ones_come_from_the_table, setup, teardown),
		cmocka_unit_test_setup_teardown(slow_ones_are_cut_off, setup, teardown),
		cmocka_unit_test_setup_teardown(many_hear_the_same, setup, teardown),
		cmocka_unit_test_setup_teardown(stopping_ends_streams_at_once, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
