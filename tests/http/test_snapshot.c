/* Answers are made once a generation, by one thread, within their memory. */
#include "harness/unit.h"

#include "http/metrics.h"
#include "http/snapshot.h"
#include "loopback.h"
#include "store/change.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BOARD "/api/v1/contests/demo/stages/final"

static int setup(void **state)
{
	static struct loopback l;
	loopback_open(&l);
	*state = &l;
	return 0;
}

static int teardown(void **state)
{
	loopback_close(*state);
	return 0;
}

static void made_once_a_generation(void **state)
{
	struct loopback *l = *state;
	for (int i = 0; i < 10; i++)
		assert_int_equal(loopback_get(l, BOARD), 200);
	assert_int_equal(l->app.views, 1);
	assert_true(loopback_body_has(l, "\"generation\":1"));
	l->app.generation = 2;
	assert_int_equal(loopback_get(l, BOARD), 200);
	assert_true(loopback_body_has(l, "\"generation\":1")); /* not looked at yet */
	http_poll(l->http);
	assert_int_equal(loopback_get(l, BOARD), 200);
	assert_int_equal(loopback_send(l, "HEAD", BOARD, NULL, NULL, NULL), 200);
	assert_true(loopback_body_has(l, "\"generation\":2"));
	assert_int_equal(l->app.views, 2);
}

static void unknown_things_are_kept_but_failures_are_not(void **state)
{
	struct loopback *l = *state;
	for (int i = 0; i < 3; i++)
		assert_int_equal(loopback_get(l, "/api/v1/contests/nope"), 404);
	assert_int_equal(l->app.views, 1);
	l->app.broken = true;
	for (int i = 0; i < 3; i++)
		assert_int_equal(loopback_get(l, BOARD), 503);
	assert_int_equal(l->app.views, 4);
	l->app.broken = false;
	assert_int_equal(loopback_get(l, BOARD), 200);
}

#define PROOF "/api/v1/contests/demo/proof"

/* A board is kept while sheets come in, the ledger's pages are not; a session changes neither. */
static void only_pages_that_show_a_change_are_made_again(void **state)
{
	struct loopback *l = *state;
	l->app.ledger_generation = l->app.pages_generation = 1;
	assert_int_equal(loopback_get(l, BOARD), 200);
	assert_int_equal(loopback_get(l, PROOF), 200);
	assert_int_equal(l->app.views, 2);
	l->app.generation = 2; /* a session */
	http_poll(l->http);
	assert_int_equal(http_snapshots_generation(http_snapshots_of(l->http)), 2);
	assert_int_equal(loopback_get(l, BOARD), 200);
	assert_int_equal(loopback_get(l, PROOF), 200);
	assert_int_equal(l->app.views, 2);
	l->app.ledger_generation = l->app.generation = 3; /* a sheet */
	http_poll(l->http);
	assert_int_equal(loopback_get(l, BOARD), 200);
	assert_int_equal(l->app.views, 2);
	assert_int_equal(loopback_get(l, PROOF), 200);
	assert_int_equal(l->app.views, 3);
	l->app.pages_generation = l->app.ledger_generation = l->app.generation = 4;
	http_poll(l->http);
	assert_int_equal(loopback_get(l, BOARD), 200);
	assert_int_equal(loopback_get(l, PROOF), 200);
	assert_int_equal(l->app.views, 5);
}

/* The poller may come late with what it read before a commit that was told already. */
static void what_is_known_never_goes_back(void **state)
{
	struct loopback *l = *state;
	struct http_snapshots *s = http_snapshots_of(l->http);
	assert_int_equal(loopback_get(l, BOARD), 200);
	http_snapshots_see(s, &(struct store_generation){.all = 7, .ledger = 7, .pages = 7});
	assert_int_equal(loopback_get(l, BOARD), 200);
	assert_int_equal(l->app.views, 2);
	http_snapshots_see(s, &(struct store_generation){.all = 6, .ledger = 6, .pages = 1});
	http_snapshots_see(s, &(struct store_generation){.all = 8});
	assert_int_equal(loopback_get(l, BOARD), 200);
	assert_int_equal(l->app.views, 2);
	assert_int_equal(http_snapshots_generation(s), 8);
}

/* While the store is away, what is in memory is served as it was. */
static void pages_outlive_a_store_that_is_away(void **state)
{
	struct loopback *l = *state;
	assert_int_equal(loopback_get(l, BOARD), 200);
	l->app.broken = true;
	http_poll(l->http);
	assert_int_equal(loopback_get(l, BOARD), 200);
	assert_int_equal(http_metrics_get(http_metrics_of(l->http), COUNT_POLL_FAILURES), 1);
}

static void memory_is_bounded_and_the_used_stay(void **state)
{
	(void)state;
	struct app app = {.generation = 1, .board_bytes = 4000};
	struct err err;
	struct http *http;
	struct http_options options = {.app = &app, .snapshot_bytes = 256 << 10};
	assert_true(http_open(&options, &http, &err));
	struct http_field host = {"Host", "x"};
	struct http_response rs;
	for (int i = 0; i < 5000; i++) {
		char target[64];
		snprintf(target, sizeof(target), "/api/v1/contests/demo/ledger/entries?from=%d&limit=1", i);
		struct http_request rq = {.method = "GET", .target = i % 2 ? target : BOARD, .version = "HTTP/1.1", .fields = &host,
			.field_count = 1};
		http_handle(http, &rq, &rs);
		assert_int_equal(rs.status, 200);
		http_response_done(&rs);
	}
	assert_true(http_snapshots_bytes(http_snapshots_of(http)) <= 256 << 10);
	assert_true(http_metrics_get(http_metrics_of(http), COUNT_SNAPSHOT_EVICTIONS) > 1000);
	assert_int_equal(app.views, 2501);
	http_close(http);
}

/* ---- many threads */
struct crowd {
	struct http *http;
	struct app *app;
	atomic_bool stop;
	atomic_int wrong;
};

static int64_t generation_in(const struct http_response *rs)
{
	struct slice body = http_page_body(rs->page, HTTP_IDENTITY);
	const char *at = memmem(body.at, body.len, "\"generation\":", 13);
	return at ? atoll(at + 13) : -1;
}

/* Nobody gets a page that is older than what the server knew when asked. */
static void *read_board(void *context)
{
	struct crowd *c = context;
	struct http_field host = {"Host", "x"};
	int64_t seen = 0;
	while (!c->stop) {
		struct http_request rq = {.method = "GET", .target = BOARD, .version = "HTTP/1.1", .fields = &host, .field_count = 1};
		struct http_response rs;
		int64_t known = http_snapshots_generation(http_snapshots_of(c->http));
		http_handle(c->http, &rq, &rs);
		int64_t got = rs.status == 200 ? generation_in(&rs) : -1;
		if (got < seen || got < known || got > c->app->generation)
			c->wrong++;
		seen = got > seen ? got : seen;
		http_response_done(&rs);
	}
	return NULL;
}

static void readers_and_changes(void **state)
{
	struct loopback *l = *state;
	struct crowd crowd = {.http = l->http, .app = &l->app};
	pthread_t readers[4];
	for (size_t i = 0; i < COUNT_OF(readers); i++)
		assert_int_equal(pthread_create(&readers[i], NULL, read_board, &crowd), 0);
	for (int g = 2; g <= 200; g++) {
		const struct timespec pause = {0, 1000000};
		l->app.generation = g;
		http_poll(l->http);
		nanosleep(&pause, NULL);
	}
	crowd.stop = true;
	for (size_t i = 0; i < COUNT_OF(readers); i++)
		pthread_join(readers[i], NULL);
	assert_int_equal(crowd.wrong, 0);
	assert_true(l->app.views <= 200);
	assert_int_equal(loopback_get(l, BOARD), 200);
	assert_true(loopback_body_has(l, "\"generation\":200"));
}

static void *read_once(void *context)
{
	struct crowd *c = context;
	struct http_field host = {"Host", "x"};
	struct http_request rq = {.method = "GET", .target = BOARD, .version = "HTTP/1.1", .fields = &host, .field_count = 1};
	struct http_response rs;
	http_handle(c->http, &rq, &rs);
	if (rs.status != 200)
		c->wrong++;
	http_response_done(&rs);
	return NULL;
}

static void one_builds_and_the_others_wait(void **state)
{
	struct loopback *l = *state;
	struct crowd crowd = {.http = l->http, .app = &l->app};
	pthread_t readers[8];
	l->app.slow_ms = 50;
	for (size_t i = 0; i < COUNT_OF(readers); i++)
		assert_int_equal(pthread_create(&readers[i], NULL, read_once, &crowd), 0);
	for (size_t i = 0; i < COUNT_OF(readers); i++)
		pthread_join(readers[i], NULL);
	assert_int_equal(crowd.wrong, 0);
	assert_int_equal(l->app.views, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(made_once_a_generation, setup, teardown),
		cmocka_unit_test_setup_teardown(unknown_things_are_kept_but_failures_are_not, setup, teardown),
		cmocka_unit_test_setup_teardown(only_pages_that_show_a_change_are_made_again, setup, teardown),
		cmocka_unit_test_setup_teardown(what_is_known_never_goes_back, setup, teardown),
		cmocka_unit_test_setup_teardown(pages_outlive_a_store_that_is_away, setup, teardown),
		cmocka_unit_test(memory_is_bounded_and_the_used_stay),
		cmocka_unit_test_setup_teardown(readers_and_changes, setup, teardown),
		cmocka_unit_test_setup_teardown(one_builds_and_the_others_wait, setup, teardown),
	};
	return cmocka_run_group_tests_name("snapshot", tests, NULL, NULL);
}
