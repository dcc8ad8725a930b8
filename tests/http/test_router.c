/* Every route by every status it can give, the route table against the API description. */
#include "harness/unit.h"

#include "base/buf.h"
#include "base/str.h"
#include "http/assets.h"
#include "http/router.h"
#include "loopback.h"

#include <stdlib.h>
#include <string.h>

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

static void every_route_by_status(void **state)
{
	static const struct {
		const char *target;
		int status;
		const char *has;
	} cases[] = {
		{"/api/v1/contests", 200, "\"contests\""},
		{"/api/v1/contests?x=1", 400, "query.unknown"},
		{"/api/v1/contests/", 404, "address.unknown"},
		{"/api/v1/contests/demo", 200, "\"id\":\"demo\""},
		{"/api/v1/contests/%64emo", 200, "\"id\":\"demo\""},
		{"/api/v1/contests/nope", 404, "contest.unknown"},
		{"/api/v1/contests/-no-id-", 404, "address.unknown"},
		{"/api/v1/contests/demo/entries", 200, "- 0 - - - - -"},
		{"/api/v1/contests/demo/entries?limit=500&q=%E7%81%AB+x&after=E-1&division=a&region=b&track=c&stage=d", 200,
			"E-1 500 a b c d 火 x"},
		{"/api/v1/contests/demo/entries?limit=0", 400, "query.value"},
		{"/api/v1/contests/demo/entries?limit=501", 400, "query.value"},
		{"/api/v1/contests/demo/entries?limit=1e2", 400, "query.value"},
		{"/api/v1/contests/demo/entries?limit=-1", 400, "query.value"},
		{"/api/v1/contests/demo/entries?limit=007", 400, "query.value"},
		{"/api/v1/contests/demo/entries?limit=", 400, "query.value"},
		{"/api/v1/contests/demo/entries?division=", 200, "- 0 -"},
		{"/api/v1/contests/demo/entries?division=a%20b", 400, "query.value"},
		{"/api/v1/contests/demo/entries?limit=5&limit=6", 400, "request.target"},
		{"/api/v1/contests/demo/entries?sort=up", 400, "query.unknown"},
		{"/api/v1/contests/nope/entries", 404, "contest.unknown"},
		{"/api/v1/contests/demo/entries/E-1", 200, "E-1"},
		{"/api/v1/contests/demo/entries/E-2", 404, "entry.unknown"},
		{"/api/v1/contests/demo/stages/final", 200, "\"stage\""},
		{"/api/v1/contests/demo/stages/semi", 404, "stage.unknown"},
		{"/api/v1/contests/demo/proof", 200, "demo"},
		{"/api/v1/contests/nope/proof", 404, "contest.unknown"},
		{"/api/v1/contests/demo/ledger/checkpoint", 200, "origin"},
		{"/api/v1/contests/demo/ledger/checkpoint?download=2", 400, "query.value"},
		{"/api/v1/contests/nope/ledger/checkpoint", 404, "contest.unknown"},
		{"/api/v1/contests/demo/ledger/entries", 200, "{\"seq\":2}"},
		{"/api/v1/contests/demo/ledger/entries?from=1&limit=1", 200, "{\"seq\":1}\n"},
		{"/api/v1/contests/demo/ledger/entries?limit=10000001", 400, "query.value"},
		{"/api/v1/contests/demo/ledger/entries?from=99999999999999999999", 400, "query.value"},
		{"/api/v1/contests/nope/ledger/entries", 404, "contest.unknown"},
		{"/api/v1/contests/nope/ledger/entries?limit=5000", 404, "contest.unknown"},
		{"/api/v1/contests/demo/ledger/proof/2", 200, "proof 2"},
		{"/api/v1/contests/demo/ledger/proof/3", 404, "record.unknown"},
		{"/api/v1/contests/demo/ledger/proof/x", 404, "address.unknown"},
		{"/api/v1/contests/demo/ledger/proof/02", 404, "address.unknown"},
		{"/api/v1/contests/demo/definition", 200, "leitai: 1"},
		{"/api/v1/contests/nope/definition", 404, "contest.unknown"},
		{"/api/v1/openapi.yaml", 200, "openapi: 3.1.0"},
		{"/api/v1/nothing", 404, "address.unknown"},
		{"/api/v2/contests", 404, "address.unknown"},
		{"/api", 404, "address.unknown"},
		{"/healthz", 200, "ok"},
		{"/metrics", 200, "leitai_http_requests_total"},
		{"/", 200, "<html"},
		{"/contests/demo/stages/final", 200, "<html"},
		{"/contests/demo/", 200, "<html"},
		{"/favicon.ico", 404, "address.unknown"},
		{"/assets/main", 404, "address.unknown"},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		int status = loopback_get(*state, cases[i].target);
		if (status != cases[i].status || !loopback_body_has(*state, cases[i].has))
			print_error("%s: %d %.300s\n", cases[i].target, status, loopback_body(*state).at);
		assert_int_equal(status, cases[i].status);
		assert_true(loopback_body_has(*state, cases[i].has));
	}
}

static void a_broken_store_is_503_and_tells_nothing(void **state)
{
	static const char *const targets[] = {"/healthz", "/api/v1/contests", "/api/v1/contests/demo/stages/final"};
	struct loopback *l = *state;
	l->app.broken = true;
	for (size_t i = 0; i < COUNT_OF(targets); i++) {
		assert_int_equal(loopback_get(l, targets[i]), 503);
		assert_true(loopback_body_has(l, "store.read"));
		assert_false(loopback_body_has(l, "secret"));
		assert_string_equal(loopback_field(l, "Retry-After"), "2");
	}
	l->app.broken = false;
	assert_int_equal(loopback_get(l, "/api/v1/contests"), 200);
}

static void problems_have_their_form(void **state)
{
	assert_int_equal(loopback_get(*state, "/api/v1/contests/nope"), 404);
	assert_string_equal(loopback_field(*state, "Content-Type"), "application/problem+json");
	assert_string_equal(loopback_field(*state, "Cache-Control"), "no-store");
	struct slice body = loopback_body(*state);
	const char *want = "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,\"code\":\"contest.unknown\","
		"\"detail\":\"There is no contest nope.\",\"instance\":\"/api/v1/contests/nope\"}\n";
	assert_int_equal(body.len, strlen(want));
	assert_memory_equal(body.at, want, body.len);
}

static void methods(void **state)
{
	struct loopback *l = *state;
	static const char *const others[] = {"POST", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "BREW", "get"};
	for (size_t i = 0; i < COUNT_OF(others); i++) {
		assert_int_equal(loopback_send(l, others[i], "/api/v1/contests", NULL, NULL, NULL), 405);
		assert_string_equal(loopback_field(l, "Allow"), "GET, HEAD, OPTIONS");
		assert_int_equal(l->rs.close, i >= 3); /* a method that no address takes is not read any further */
	}
	assert_int_equal(loopback_send(l, "OPTIONS", "/api/v1/contests", NULL, NULL, NULL), 204);
	assert_string_equal(loopback_field(l, "Allow"), "GET, HEAD, OPTIONS");
	assert_int_equal(loopback_send(l, "OPTIONS", "/api/v1/session", NULL, NULL, NULL), 204);
	assert_string_equal(loopback_field(l, "Allow"), "POST, DELETE, OPTIONS");
	assert_int_equal(loopback_send(l, "POST", "/", NULL, NULL, NULL), 405);
	assert_string_equal(loopback_field(l, "Allow"), "GET, HEAD, OPTIONS");
	assert_int_equal(loopback_send(l, "POST", "/api/v1/nothing", NULL, NULL, NULL), 404);
	assert_int_equal(loopback_send(l, "OPTIONS", "*", NULL, NULL, NULL), 204);
	assert_int_equal(loopback_send(l, "HEAD", "/api/v1/contests/demo", NULL, NULL, NULL), 200);
	assert_int_equal(loopback_send(l, "GET", "*", NULL, NULL, NULL), 400);
}

static void operators_only(void **state)
{
	assert_int_equal(loopback_send(*state, "GET", "/metrics", "X-Forwarded-For: 1.2.3.4", NULL, NULL), 403);
	assert_true(loopback_body_has(*state, "route.denied"));
	struct loopback *l = *state;
	struct http_field host = {"Host", "x"};
	struct http_request rq = {"GET", "/metrics", "HTTP/1.1", &host, 1, false};
	http_response_done(&l->rs);
	http_handle(l->http, &rq, &l->rs);
	assert_int_equal(l->rs.status, 403);
}

static void documents_carry_their_policy(void **state)
{
	assert_int_equal(loopback_get(*state, "/"), 200);
	assert_string_equal(loopback_field(*state, "Cache-Control"), "no-cache");
	assert_non_null(strstr(loopback_field(*state, "Content-Security-Policy"), "script-src 'self';"));
	assert_null(strstr(loopback_field(*state, "Content-Security-Policy"), "script-src 'unsafe"));
	assert_string_equal(loopback_field(*state, "X-Content-Type-Options"), "nosniff");
	assert_string_equal(loopback_field(*state, "Cross-Origin-Opener-Policy"), "same-origin");
	assert_non_null(loopback_field(*state, "Referrer-Policy"));
	assert_non_null(loopback_field(*state, "Permissions-Policy"));
}

static void downloads_have_names(void **state)
{
	assert_int_equal(loopback_get(*state, "/api/v1/contests/demo/ledger/entries?download=1"), 200);
	assert_string_equal(loopback_field(*state, "Content-Disposition"), "attachment; filename=\"demo-ledger.jsonl\"");
	loopback_get(*state, "/api/v1/contests/demo/ledger/proof/1?download=1");
	assert_string_equal(loopback_field(*state, "Content-Disposition"), "attachment; filename=\"demo-record-1.tlog-proof\"");
	loopback_get(*state, "/api/v1/contests/demo/ledger/checkpoint?download=0");
	assert_null(loopback_field(*state, "Content-Disposition"));
}

static void long_ledgers_are_streamed(void **state)
{
	struct loopback *l = *state;
	struct err err;
	CLEANUP(buf_done) struct buf all = {0};
	l->app.records = 2500;
	assert_int_equal(loopback_get(l, "/api/v1/contests/demo/ledger/entries?from=10&limit=2400"), 200);
	assert_non_null(l->rs.stream);
	assert_null(loopback_field(l, "ETag"));
	size_t before, pieces = 0;
	do {
		before = all.len;
		assert_true(l->rs.stream->more(l->rs.stream, &all, &err));
		pieces++;
	} while (all.len > before);
	assert_int_equal(pieces, 4);
	assert_non_null(strstr(all.at, "{\"seq\":2409}\n"));
	assert_null(strstr(all.at, "{\"seq\":2410}\n"));
	assert_memory_equal(all.at, "{\"seq\":10}\n", 11);
}

/* "/contests/{contest:id}" → "/contests/{contest}" */
static void bare_pattern(const char *path, struct buf *out)
{
	for (; *path; path++) {
		if (*path == ':')
			path += strcspn(path, "}");
		buf_putc(out, *path);
	}
}

/* The path stands there, and before the next path the method. */
static bool described(const char *yaml, const char *path, const char *method)
{
	CLEANUP(buf_done) struct buf line = {0};
	buf_printf(&line, "\n  %s:\n", path);
	const char *at = strstr(yaml, line.at);
	const char *end = at ? strstr(at + line.len, "\n  /") : NULL;
	buf_clear(&line);
	buf_printf(&line, "\n    %s:\n", method);
	for (char *p = line.at; *p; p++)
		*p = *p >= 'A' && *p <= 'Z' ? (char)(*p - 'A' + 'a') : *p;
	const char *found = at ? strstr(at, line.at) : NULL;
	return found && (!end || found < end);
}

static size_t count_operations(const char *yaml)
{
	static const char *const methods[] = {"\n    get:\n", "\n    post:\n", "\n    put:\n", "\n    delete:\n"};
	size_t n = 0;
	for (size_t i = 0; i < COUNT_OF(methods); i++)
		for (const char *p = yaml; (p = strstr(p, methods[i])) != NULL; p++)
			n++;
	return n;
}

static bool has_route(const char *path, size_t len)
{
	size_t count;
	const struct route *routes = http_routes(&count);
	for (size_t i = 0; i < count; i++) {
		CLEANUP(buf_done) struct buf bare = {0};
		bare_pattern(routes[i].path, &bare);
		const char *head = "/api/v1";
		if (bare.len == strlen(head) + len && memcmp(bare.at + strlen(head), path, len) == 0)
			return true;
	}
	return false;
}

static void table_and_description_agree(void **state)
{
	(void)state;
	const struct asset *asset = assets_find("/api/v1/openapi.yaml");
	assert_non_null(asset);
	CLEANUP(buf_done) struct buf yaml = {0};
	buf_put(&yaml, asset->body.at, asset->body.len);
	size_t count, routed_count = 0;
	const struct route *routes = http_routes(&count);
	for (size_t i = 0; i < count; i++) {
		if (strncmp(routes[i].path, "/api/v1/", 8) != 0 || str_eq(routes[i].path, "/api/v1/openapi.yaml"))
			continue;
		CLEANUP(buf_done) struct buf bare = {0};
		bare_pattern(routes[i].path + 7, &bare);
		if (!described(yaml.at, bare.at, routes[i].method))
			print_error("not described: %s %s\n", routes[i].method, bare.at);
		assert_true(described(yaml.at, bare.at, routes[i].method));
		for (size_t q = 0; q < ROUTE_QUERY && routes[i].query[q].name; q++) {
			CLEANUP(buf_done) struct buf name = {0};
			buf_printf(&name, "{name: %s, in: query", routes[i].query[q].name);
			assert_non_null(strstr(yaml.at, name.at));
		}
		routed_count++;
	}
	for (const char *p = strstr(yaml.at, "\npaths:\n"); (p = strstr(p, "\n  /")) != NULL; p++) {
		const char *path = p + 3;
		size_t len = strcspn(path, ":\n");
		if (!has_route(path, len))
			print_error("no route: %.*s\n", (int)len, path);
		assert_true(has_route(path, len));
	}
	assert_int_equal(count_operations(yaml.at), routed_count);
}

static bool nothing(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	(void)call, (void)answer, (void)err;
	return true;
}

static void bad_tables_are_refused(void **state)
{
	(void)state;
	struct err err;
	struct route good = {"GET", "/a/{b:id}", nothing, POLICY_PUBLIC, true, "text/plain", "doc", {{0}}, 0};
	assert_true(http_routes_check(&good, 1, &err));
	struct route bad = good;
	bad.policy = POLICY_NONE;
	assert_false(http_routes_check(&bad, 1, &err));
	assert_string_equal(err.code, "route.policy");
	bad = good;
	bad.doc = "";
	assert_false(http_routes_check(&bad, 1, &err));
	bad = good;
	bad.path = "/a/{b}";
	assert_false(http_routes_check(&bad, 1, &err));
	bad = good;
	bad.policy = POLICY_LOCAL;
	assert_false(http_routes_check(&bad, 1, &err));
	assert_string_equal(err.code, "route.keep");
	struct route twice[2] = {good, good};
	assert_false(http_routes_check(twice, 2, &err));
	assert_string_equal(err.code, "route.double");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_route_by_status, setup, teardown),
		cmocka_unit_test_setup_teardown(a_broken_store_is_503_and_tells_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(problems_have_their_form, setup, teardown),
		cmocka_unit_test_setup_teardown(methods, setup, teardown),
		cmocka_unit_test_setup_teardown(operators_only, setup, teardown),
		cmocka_unit_test_setup_teardown(documents_carry_their_policy, setup, teardown),
		cmocka_unit_test_setup_teardown(downloads_have_names, setup, teardown),
		cmocka_unit_test_setup_teardown(long_ledgers_are_streamed, setup, teardown),
		cmocka_unit_test(table_and_description_agree),
		cmocka_unit_test(bad_tables_are_refused),
	};
	return cmocka_run_group_tests_name("router", tests, NULL, NULL);
}
