/* The real server on a real socket: what it refuses, how long it waits, how it stops. */
#include "harness/unit.h"

#include "base/buf.h"
#include "base/str.h"
#include "fake_views.h"
#include "http/http.h"
#include "http/metrics.h"
#include "http/server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

struct wire {
	struct app app;
	struct http *http;
	struct http_server *server;
};

enum { PATIENCE_MS = 5000 };

static int64_t now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int setup(void **state)
{
	static struct wire w;
	struct err err;
	memset(&w, 0, sizeof(w));
	w.app.generation = 1;
	w.app.records = 2500;
	w.app.board_bytes = 4000;
	struct http_options options = {.app = &w.app, .poll_ms = 20};
	assert_true(http_open(&options, &w.http, &err));
	struct http_server_options server = {.http = w.http, .threads = 2, .header_ms = 400, .idle_ms = 600, .send_ms = 3000,
		.body_ms = 700, .body_bytes = 3000};
	assert_true(http_server_start(&server, &w.server, &err));
	assert_true(http_server_port(w.server) > 0);
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

static int dial(const struct wire *w)
{
	struct sockaddr_in in = {.sin_family = AF_INET, .sin_port = htons((uint16_t)http_server_port(w->server))};
	in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_true(fd >= 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&in, sizeof(in)), 0);
	return fd;
}

static void put(int fd, const char *bytes, size_t len)
{
	while (len) {
		ssize_t n = send(fd, bytes, len, MSG_NOSIGNAL);
		if (n <= 0)
			return; /* cut already: what came back tells */
		bytes += n;
		len -= (size_t)n;
	}
}

/* Reads until the server closes (true) or nothing came for `wait_ms`. */
static bool drain(int fd, struct buf *out, int wait_ms)
{
	struct pollfd p = {fd, POLLIN, 0};
	char bytes[8192];
	while (poll(&p, 1, wait_ms) > 0) {
		ssize_t n = recv(fd, bytes, sizeof(bytes), 0);
		if (n <= 0)
			return true;
		buf_put(out, bytes, (size_t)n);
	}
	return false;
}

/* Reads one answer with a Content-Length, header and body; gives its status, 0 when there is none. */
static int read_answer(int fd, struct buf *out)
{
	struct pollfd p = {fd, POLLIN, 0};
	char bytes[8192];
	size_t want = 0;
	while ((!want || out->len < want) && poll(&p, 1, PATIENCE_MS) > 0) {
		ssize_t n = recv(fd, bytes, sizeof(bytes), 0);
		if (n <= 0)
			break;
		buf_put(out, bytes, (size_t)n);
		const char *end = strstr(out->at, "\r\n\r\n");
		const char *length = strcasestr(out->at, "\r\nContent-Length: ");
		if (end && !want)
			want = (size_t)(end + 4 - out->at) + (length ? (size_t)atol(length + 18) : 0);
	}
	return out->len > 12 ? atoi(out->at + 9) : 0;
}

static int count_text(const struct buf *b, const char *text)
{
	int n = 0;
	for (const char *p = buf_str(b); (p = strstr(p, text)) != NULL; p++)
		n++;
	return n;
}

static int count_answers(const struct buf *b)
{
	return count_text(b, "HTTP/1.1 ");
}

#define H "Host: x\r\n"
#define END "\r\n"
#define NEXT "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"

#define BYTES(text) text, sizeof(text) - 1

struct probe {
	const char *name, *bytes;
	size_t len;
	int status; /* expected; 0: closed without an answer; 4: any 4xx */
};

static void malformed_requests_end_the_connection(void **state)
{
	static const struct probe probes[] = {
		{"duplicate Content-Length", BYTES("GET / HTTP/1.1\r\n" H "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello" NEXT), 400},
		{"differing Content-Length", BYTES("POST / HTTP/1.1\r\n" H "Content-Length: 5\r\nContent-Length: 40\r\n\r\nhello" NEXT), 400},
		{"Content-Length list", BYTES("POST / HTTP/1.1\r\n" H "Content-Length: 5, 5\r\n\r\nhello" NEXT), 400},
		{"Content-Length and Transfer-Encoding",
			BYTES("POST / HTTP/1.1\r\n" H "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" NEXT), 400},
		{"Transfer-Encoding and Content-Length",
			BYTES("GET / HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n" NEXT), 400},
		{"blank before the colon", BYTES("GET / HTTP/1.1\r\n" H "Content-Length : 5\r\n\r\nhello" NEXT), 400},
		{"tab before the colon", BYTES("GET / HTTP/1.1\r\n" H "Transfer-Encoding\t: chunked\r\n\r\n0\r\n\r\n" NEXT), 400},
		{"negative Content-Length", BYTES("GET / HTTP/1.1\r\n" H "Content-Length: -1\r\n\r\n" NEXT), 400},
		{"signed Content-Length", BYTES("GET / HTTP/1.1\r\n" H "Content-Length: +5\r\n\r\nhello" NEXT), 400},
		{"hexadecimal Content-Length", BYTES("GET / HTTP/1.1\r\n" H "Content-Length: 0x5\r\n\r\nhello" NEXT), 400},
		{"huge Content-Length", BYTES("GET / HTTP/1.1\r\n" H "Content-Length: 99999999999999999999\r\n\r\n" NEXT), 4},
		{"body on GET", BYTES("GET / HTTP/1.1\r\n" H "Content-Length: 5\r\n\r\nhello" NEXT), 413},
		{"chunked body on GET", BYTES("GET / HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n" NEXT), 413},
		{"bad chunk", BYTES("POST / HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\n\r\nZZ\r\nhello\r\n0\r\n\r\n" NEXT), 411},
		{"obfuscated Transfer-Encoding", BYTES("POST / HTTP/1.1\r\n" H "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" NEXT), 400},
		{"Transfer-Encoding list", BYTES("POST / HTTP/1.1\r\n" H "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" NEXT), 400},
		{"Transfer-Encoding twice",
			BYTES("POST / HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n" NEXT), 400},
		{"Transfer-Encoding in HTTP/1.0", BYTES("POST / HTTP/1.0\r\n" H "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" NEXT), 400},
		{"vertical tab in Transfer-Encoding",
			BYTES("POST / HTTP/1.1\r\n" H "Transfer-Encoding: \vchunked\r\n\r\n0\r\n\r\n" NEXT), 400},
		{"folded line", BYTES("GET / HTTP/1.1\r\n" H "X-A: 1\r\n 2\r\n\r\n" NEXT), 400},
		{"folded framing", BYTES("GET / HTTP/1.1\r\n" H "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n" NEXT), 400},
		{"first field folded", BYTES("GET / HTTP/1.1\r\n X-A: 1\r\n" H END NEXT), 400},
		{"duplicate Host", BYTES("GET / HTTP/1.1\r\n" H "Host: y\r\n\r\n" NEXT), 400},
		{"missing Host", BYTES("GET / HTTP/1.1\r\nX-A: 1\r\n\r\n" NEXT), 400},
		{"Host with a path", BYTES("GET / HTTP/1.1\r\nHost: x/y\r\n\r\n" NEXT), 400},
		{"empty Host", BYTES("GET / HTTP/1.1\r\nHost:\r\n\r\n" NEXT), 400},
		{"bare LF everywhere", BYTES("GET / HTTP/1.1\nHost: x\n\n" NEXT), 400},
		{"bare LF after a field", BYTES("GET / HTTP/1.1\r\n" H "X-A: 1\nX-B: 2\r\n\r\n" NEXT), 400},
		{"bare LF after the request line", BYTES("GET / HTTP/1.1\n" H END NEXT), 400},
		{"bare LF as the empty line", BYTES("GET / HTTP/1.1\r\n" H "\n" NEXT), 400},
		{"bare CR in a value", BYTES("GET / HTTP/1.1\r\n" H "X-A: 1\rX-B: 2\r\n\r\n" NEXT), 400},
		{"bare CR in a name", BYTES("GET / HTTP/1.1\r\n" H "X\r-A: 1\r\n\r\n" NEXT), 400},
		{"NUL in a value", BYTES("GET / HTTP/1.1\r\n" H "X-A: 1\0002\r\n\r\n" NEXT), 400},
		{"NUL in a name", BYTES("GET / HTTP/1.1\r\n" H "X\000-A: 12\r\n\r\n" NEXT), 400},
		{"control character in a value", BYTES("GET / HTTP/1.1\r\n" H "X-A: \001\r\n\r\n" NEXT), 400},
		{"field without a colon", BYTES("GET / HTTP/1.1\r\n" H "X-A\r\n\r\n" NEXT), 400},
		{"field without a name", BYTES("GET / HTTP/1.1\r\n" H ": a\r\n\r\n" NEXT), 400},
		{"blank in a name", BYTES("GET / HTTP/1.1\r\n" H "X A: a\r\n\r\n" NEXT), 400},
		{"%00 in the target", BYTES("GET /a%00b HTTP/1.1\r\n" H END NEXT), 400},
		{"escaped control character", BYTES("GET /a%0d%0ab HTTP/1.1\r\n" H END NEXT), 400},
		{"broken escape", BYTES("GET /a%zz HTTP/1.1\r\n" H END NEXT), 400},
		{"invalid UTF-8", BYTES("GET /%c3%28 HTTP/1.1\r\n" H END NEXT), 400},
		{"overlong slash", BYTES("GET /%c0%af HTTP/1.1\r\n" H END NEXT), 400},
		{"raw bytes above ASCII", BYTES("GET /\xE7\x81\xAB HTTP/1.1\r\n" H END NEXT), 400},
		{"dot segments", BYTES("GET /../etc/passwd HTTP/1.1\r\n" H END NEXT), 400},
		{"escaped dot segments", BYTES("GET /%2e%2e/etc/passwd HTTP/1.1\r\n" H END NEXT), 400},
		{"escaped slash", BYTES("GET /a%2fb HTTP/1.1\r\n" H END NEXT), 400},
		{"backslash", BYTES("GET /a\\b HTTP/1.1\r\n" H END NEXT), 400},
		{"double slash", BYTES("GET //etc HTTP/1.1\r\n" H END NEXT), 400},
		{"fragment", BYTES("GET /#a HTTP/1.1\r\n" H END NEXT), 400},
		{"absolute form", BYTES("GET http://x/ HTTP/1.1\r\n" H END NEXT), 400},
		{"authority form", BYTES("CONNECT x:80 HTTP/1.1\r\n" H END NEXT), 405},
		{"two blanks before the target", BYTES("GET  / HTTP/1.1\r\n" H END NEXT), 400},
		{"two blanks after the target", BYTES("GET /  HTTP/1.1\r\n" H END NEXT), 4},
		{"blank in the target", BYTES("GET /a b HTTP/1.1\r\n" H END NEXT), 4},
		{"HTTP/1.2", BYTES("GET / HTTP/1.2\r\n" H END NEXT), 505},
		{"HTTP/2.0", BYTES("GET / HTTP/2.0\r\n" H END NEXT), 505},
		{"HTTP/0.9", BYTES("GET /\r\n\r\n" NEXT), 4},
		{"lower-case version", BYTES("GET / http/1.1\r\n" H END NEXT), 400},
		{"another method", BYTES("BREW / HTTP/1.1\r\n" H END NEXT), 405},
		{"two Content-Types", BYTES("GET / HTTP/1.1\r\n" H "Content-Type: a/b\r\nContent-Type: c/d\r\n\r\n" NEXT), 400},
		{"noise", BYTES("\x16\x03\x01\x02\x00\x01\r\n\r\n"), 0},
	};
	for (size_t i = 0; i < COUNT_OF(probes); i++) {
		CLEANUP(buf_done) struct buf out = {0};
		int fd = dial(*state);
		put(fd, probes[i].bytes, probes[i].len);
		bool closed = drain(fd, &out, PATIENCE_MS);
		int status = out.len > 12 ? atoi(out.at + 9) : 0;
		bool good = probes[i].status == 4 ? status / 100 == 4 || status == 505 : status == probes[i].status;
		/* Each probe ends in a request of its own, which must not be answered. */
		int smuggled = count_text(&out, "\"status\":\"ok\"");
		if (!good || !closed || smuggled)
			print_error("%s: status %d, %s, %d answers: %.200s\n", probes[i].name, status, closed ? "closed" : "left open",
				count_answers(&out), buf_str(&out));
		assert_true(good);
		assert_true(closed);
		assert_int_equal(smuggled, 0);
		close(fd);
	}
}

static void oversized_requests_are_refused(void **state)
{
	static const struct {
		const char *head, *unit, *tail;
		size_t times;
	} cases[] = {
		{"GET /", "a", " HTTP/1.1\r\n" H END, 3000},
		{"GET /", "a", " HTTP/1.1\r\n" H END, 40000},
		{"GET / HTTP/1.1\r\n" H "X-A: ", "a", "\r\n\r\n", 40000},
		{"GET / HTTP/1.1\r\n" H, "X-A: b\r\n", "\r\n", 70},
		{"GET / HTTP/1.1\r\n" H, "X-A: b\r\n", "\r\n", 5000},
		{"GET /?", "a=1&", " HTTP/1.1\r\n" H END, 100},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		CLEANUP(buf_done) struct buf in = {0}, out = {0};
		buf_puts(&in, cases[i].head);
		for (size_t n = 0; n < cases[i].times; n++)
			buf_puts(&in, cases[i].unit);
		buf_puts(&in, cases[i].tail);
		int fd = dial(*state);
		put(fd, in.at, in.len);
		assert_true(drain(fd, &out, PATIENCE_MS));
		int status = out.len > 12 ? atoi(out.at + 9) : 0;
		if (status / 100 != 4)
			print_error("case %zu: %d\n", i, status);
		assert_int_equal(status / 100, 4);
		close(fd);
	}
}

static void good_requests_keep_the_connection(void **state)
{
	static const char *const requests[] = {
		"GET /healthz HTTP/1.1\r\nHost: localhost:8765\r\n\r\n",
		"GET /api/v1/contests/demo/entries?q=%E7%81%AB&limit=5 HTTP/1.1\r\nhost:x\r\nX-Empty:\r\nCookie: a=b; c=d\r\n\r\n",
		"GET /api/v1/contests/demo/stages/final HTTP/1.1\r\nHost: [::1]\r\nAccept-Encoding:\tgzip\r\nContent-Length: 0\r\n\r\n",
		"\r\nGET /api/v1/contests/demo HTTP/1.1\r\nHost: x\r\nUser-Agent: \xE7\x81\xAB\r\n\r\n",
		"GET /api/v1/contests/demo/stages/final HTTP/1.1\r\nHost: x\r\n\r\n",
	};
	int fd = dial(*state);
	for (int round = 0; round < 3; round++)
		for (size_t i = 0; i < COUNT_OF(requests); i++) {
			CLEANUP(buf_done) struct buf out = {0};
			put(fd, requests[i], strlen(requests[i]));
			assert_int_equal(read_answer(fd, &out), 200);
		}
	CLEANUP(buf_done) struct buf out = {0}, pipelined = {0};
	put(fd, NEXT NEXT NEXT, strlen(NEXT NEXT NEXT));
	drain(fd, &pipelined, 200);
	assert_int_equal(count_answers(&pipelined), 3);
	const char *last = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
	put(fd, last, strlen(last));
	assert_true(drain(fd, &out, PATIENCE_MS));
	assert_int_equal(count_answers(&out), 1);
	close(fd);
}

/* A header that comes in bytes of one is fine as long as it is done in time. */
static void split_requests_are_read(void **state)
{
	CLEANUP(buf_done) struct buf out = {0};
	const char *request = "GET /api/v1/contests?x=1 HTTP/1.1\r\nHost: x\r\nX-A:  1\r\n\r\n";
	int fd = dial(*state);
	for (const char *p = request; *p; p++) {
		const struct timespec pause = {0, 2000000};
		put(fd, p, 1);
		nanosleep(&pause, NULL);
	}
	assert_int_equal(read_answer(fd, &out), 400);
	assert_non_null(strstr(out.at, "query.unknown"));
	close(fd);
}

static void head_and_not_modified_have_no_body(void **state)
{
	int fd = dial(*state);
	const char *request = "HEAD /api/v1/contests/demo/stages/final HTTP/1.1\r\nHost: x\r\n\r\n";
	CLEANUP(buf_done) struct buf head = {0}, same = {0}, next = {0};
	put(fd, request, strlen(request));
	drain(fd, &head, 200);
	assert_int_equal(atoi(head.at + 9), 200);
	assert_non_null(strcasestr(head.at, "Content-Length: 4"));
	assert_string_equal(strstr(head.at, "\r\n\r\n"), "\r\n\r\n");
	char tag[64] = "", conditional[256];
	sscanf(strcasestr(head.at, "ETag: "), "%*[^\"]%63[^\r]", tag);
	snprintf(conditional, sizeof(conditional),
		"GET /api/v1/contests/demo/stages/final HTTP/1.1\r\nHost: x\r\nIf-None-Match: %s\r\n\r\n", tag);
	put(fd, conditional, strlen(conditional));
	drain(fd, &same, 200);
	assert_int_equal(atoi(same.at + 9), 304);
	assert_string_equal(strstr(same.at, "\r\n\r\n"), "\r\n\r\n");
	put(fd, NEXT, strlen(NEXT));
	assert_int_equal(read_answer(fd, &next), 200);
	close(fd);
}

static void ledgers_stream_in_chunks(void **state)
{
	CLEANUP(buf_done) struct buf out = {0};
	const char *request = "GET /api/v1/contests/demo/ledger/entries?limit=100000&download=1 HTTP/1.1\r\nHost: x\r\n"
		"Connection: close\r\n\r\n";
	int fd = dial(*state);
	put(fd, request, strlen(request));
	assert_true(drain(fd, &out, PATIENCE_MS));
	assert_non_null(strcasestr(out.at, "Transfer-Encoding: chunked"));
	assert_non_null(strcasestr(out.at, "filename=\"demo-ledger.jsonl\""));
	assert_non_null(strstr(out.at, "{\"seq\":2499}\n"));
	assert_string_equal(out.at + out.len - 5, "0\r\n\r\n");
	close(fd);
}

static void head_of_a_stream_has_no_body(void **state)
{
	CLEANUP(buf_done) struct buf head = {0};
	const char *request = "HEAD /api/v1/contests/demo/ledger/entries?limit=2000 HTTP/1.1\r\nHost: x\r\n\r\n";
	int fd = dial(*state);
	put(fd, request, strlen(request));
	assert_true(drain(fd, &head, PATIENCE_MS));
	assert_int_equal(atoi(buf_str(&head) + 9), 200);
	assert_null(strcasestr(head.at, "Content-Length"));
	assert_string_equal(strstr(head.at, "\r\n\r\n"), "\r\n\r\n");
	close(fd);
}

/* Who goes away in the middle of an answer leaves nothing behind (the sanitizers would tell). */
static void clients_may_leave_at_any_time(void **state)
{
	const char *request = "GET /api/v1/contests/demo/ledger/entries?limit=10000 HTTP/1.1\r\nHost: x\r\n\r\n";
	for (size_t len = 1; len <= strlen(request); len += 3) {
		int fd = dial(*state);
		put(fd, request, len);
		close(fd);
	}
	for (int i = 0; i < 20; i++) {
		char byte;
		int fd = dial(*state);
		struct linger now = {1, 0};
		put(fd, request, strlen(request));
		assert_int_equal(recv(fd, &byte, 1, 0), 1);
		setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now)); /* reset */
		close(fd);
	}
	CLEANUP(buf_done) struct buf out = {0};
	int fd = dial(*state);
	put(fd, NEXT, strlen(NEXT));
	assert_int_equal(read_answer(fd, &out), 200);
	close(fd);
}

static void slow_and_idle_clients_are_cut(void **state)
{
	struct wire *w = *state;
	CLEANUP(buf_done) struct buf none = {0}, dripped = {0}, answer = {0}, rest = {0};
	int silent = dial(w), drip = dial(w), idle = dial(w), body = dial(w);
	int64_t start = now_ms();
	put(idle, NEXT, strlen(NEXT));
	assert_int_equal(read_answer(idle, &answer), 200);
	const char *promise = "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nab";
	put(body, promise, strlen(promise));
	put(drip, "GET / HTTP/1.1\r\n", 16);
	while (!drain(drip, &dripped, 40) && now_ms() - start < PATIENCE_MS)
		put(drip, "X-A: b\r\n", 8);
	assert_int_equal(dripped.len, 0);
	assert_true(now_ms() - start < 1500);
	assert_true(drain(silent, &none, PATIENCE_MS));
	assert_true(drain(idle, &rest, PATIENCE_MS));
	assert_true(drain(body, &rest, PATIENCE_MS));
	assert_true(now_ms() - start < 2500);
	assert_true(http_metrics_get(http_metrics_of(w->http), COUNT_CONNECTIONS_REAPED) >= 3);
	close(silent), close(drip), close(idle), close(body);
}

#define POST "POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"

/* However steadily it drips. */
static void a_slow_body_is_cut(void **state)
{
	CLEANUP(buf_done) struct buf out = {0};
	int fd = dial(*state);
	int64_t start = now_ms();
	put(fd, POST "Content-Length: 1000\r\n\r\n", sizeof(POST "Content-Length: 1000\r\n\r\n") - 1);
	while (!drain(fd, &out, 40) && now_ms() - start < PATIENCE_MS)
		put(fd, " ", 1);
	assert_int_equal(out.len, 0);
	assert_true(now_ms() - start >= 600 && now_ms() - start < 2000);
	close(fd);
}

/* 3000 bytes of bodies at most at a time: the second one goes without an answer, and afterwards there is room again. False
 * when the machine was too slow: the first body had not come, or its time was over. */
static bool limit_is_shared(struct wire *w)
{
	static char text[2000];
	const char *head = POST "Content-Length: 2001\r\n\r\n";
	CLEANUP(buf_done) struct buf out = {0}, first = {0}, later = {0};
	memset(text, ' ', sizeof(text));
	int one = dial(w), two = dial(w), three = dial(w);
	put(one, head, strlen(head));
	put(one, text, sizeof(text));
	bool shared = !drain(one, &first, 100);
	put(two, head, strlen(head));
	put(two, text, sizeof(text));
	shared = shared && drain(two, &out, 500) && out.len == 0;
	put(one, " ", 1);
	shared = shared && read_answer(one, &first) == 400;
	put(three, head, strlen(head));
	put(three, text, sizeof(text));
	put(three, " ", 1);
	shared = shared && read_answer(three, &later) == 400;
	close(one), close(two), close(three);
	return shared;
}

static void bodies_share_a_limit(void **state)
{
	bool shared = false;
	for (int attempt = 0; attempt < 20 && !shared; attempt++)
		shared = limit_is_shared(*state);
	assert_true(shared);
}

/* A change of the store shows within a poll; the views are made once for it. */
static void changes_show_soon(void **state)
{
	struct wire *w = *state;
	int fd = dial(w);
	const char *request = "GET /api/v1/contests HTTP/1.1\r\nHost: x\r\n\r\n";
	int64_t start = now_ms();
	bool seen = false;
	w->app.generation = 77;
	while (!seen && now_ms() - start < PATIENCE_MS) {
		CLEANUP(buf_done) struct buf out = {0};
		put(fd, request, strlen(request));
		assert_int_equal(read_answer(fd, &out), 200);
		seen = strstr(out.at, "\"generation\":77") != NULL;
	}
	assert_true(seen);
	assert_true(now_ms() - start < 1000);
	close(fd);
}

static void stops_while_clients_hang_on(void **state)
{
	struct wire *w = *state;
	struct err err;
	struct http_server *server;
	struct http_server_options options = {.http = w->http};
	assert_true(http_server_start(&options, &server, &err));
	struct wire other = {.server = server};
	int idle = dial(&other), half = dial(&other);
	put(half, "GET / HT", 8);
	int64_t start = now_ms();
	http_server_stop(server, 1000);
	assert_true(now_ms() - start < 1000);
	close(idle), close(half);
}

static void bad_addresses_are_told(void **state)
{
	struct wire *w = *state;
	struct err err;
	struct http_server *server;
	struct http_server_options options = {.http = w->http, .address = "example.org"};
	assert_false(http_server_start(&options, &server, &err));
	assert_string_equal(err.code, "http.address");
	options.address = "127.0.0.1";
	options.port = http_server_port(w->server);
	assert_false(http_server_start(&options, &server, &err));
	assert_string_equal(err.code, "http.listen");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(malformed_requests_end_the_connection),
		cmocka_unit_test(oversized_requests_are_refused),
		cmocka_unit_test(good_requests_keep_the_connection),
		cmocka_unit_test(split_requests_are_read),
		cmocka_unit_test(head_and_not_modified_have_no_body),
		cmocka_unit_test(ledgers_stream_in_chunks),
		cmocka_unit_test(head_of_a_stream_has_no_body),
		cmocka_unit_test(clients_may_leave_at_any_time),
		cmocka_unit_test(slow_and_idle_clients_are_cut),
		cmocka_unit_test(a_slow_body_is_cut),
		cmocka_unit_test(bodies_share_a_limit),
		cmocka_unit_test(changes_show_soon),
		cmocka_unit_test(stops_while_clients_hang_on),
		cmocka_unit_test(bad_addresses_are_told),
	};
	return cmocka_run_group_tests_name("wire", tests, setup, teardown);
}
