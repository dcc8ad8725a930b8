/* A board under load, against a bare libmicrohttpd "hello" of the same body size, in one run.
 *
 * Both servers live in this process with the same engine flags and as many
 * threads. The data are the real rehearsal ciic-2020, made by the program
 * itself. The client is wrk, a thread and 32 connections, in short turns so
 * that both see the same machine; told is the turn of the median ratio. */
#include "app/app.h"
#include "base/buf.h"
#include "base/err.h"
#include "http/http.h"
#include "http/page.h"
#include "http/server.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { TURNS = 15, SECONDS = 1, CONNECTIONS = 32, THREADS = 4 };

#define BOARD "/api/v1/contests/ciic-2020/stages/semifinal"

static void give_up(const char *what)
{
	fprintf(stderr, "bench-board: %s\n", what);
	exit(1);
}

struct bare {
	struct MHD_Daemon *daemon;
	struct MHD_Response *response;
	int port;
};

static enum MHD_Result say_hello(void *context, struct MHD_Connection *connection, const char *url, const char *method,
	const char *version, const char *upload, size_t *upload_len, void **request)
{
	(void)url, (void)method, (void)version, (void)upload, (void)upload_len;
	if (!*request) {
		*request = connection;
		return MHD_YES;
	}
	return MHD_queue_response(connection, 200, ((struct bare *)context)->response);
}

/* One prepared response for all requests: the fastest that the engine can be. */
static void start_bare(struct bare *bare, size_t len)
{
	char *body = malloc(len + 1);
	if (!body)
		give_up("memory");
	memset(body, 'x', len);
	bare->response = MHD_create_response_from_buffer(len, body, MHD_RESPMEM_MUST_FREE);
	MHD_add_response_header(bare->response, "Content-Type", "application/json");
	struct sockaddr_in in = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	bare->daemon = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_USE_TURBO, 0, NULL, NULL, say_hello,
		bare, MHD_OPTION_SOCK_ADDR, &in, MHD_OPTION_THREAD_POOL_SIZE, (unsigned int)THREADS, MHD_OPTION_END);
	if (!bare->daemon)
		give_up("the bare server can't start");
	bare->port = MHD_get_daemon_info(bare->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
}

static void stop_bare(struct bare *bare)
{
	MHD_stop_daemon(bare->daemon);
	MHD_destroy_response(bare->response);
}

static double run_wrk(int port, const char *path, const char *field)
{
	char command[512], line[256];
	double rate = 0;
	int trouble = 0;
	snprintf(command, sizeof(command), "wrk -t1 -c%d -d%d -H '%s' http://127.0.0.1:%d%s 2>&1", CONNECTIONS, SECONDS, field, port,
		path);
	FILE *f = popen(command, "r");
	if (!f)
		give_up("wrk can't be started");
	while (fgets(line, sizeof(line), f)) {
		sscanf(line, "Requests/sec: %lf", &rate);
		trouble |= strstr(line, "Socket errors") != NULL;
	}
	if (pclose(f) != 0 || trouble || rate <= 0)
		give_up("wrk failed");
	return rate;
}

struct turn {
	double hello, board;
};

static int compare_turns(const void *a, const void *b)
{
	const struct turn *x = a, *y = b;
	double left = x->board * y->hello, right = y->board * x->hello;
	return (left > right) - (left < right);
}

struct load {
	const char *name, *field; /* sent with each request */
	size_t body_len;
};

static void measure(const struct load *load, int port, const char **comma)
{
	struct bare bare;
	struct turn turns[TURNS];
	start_bare(&bare, load->body_len);
	for (int i = 0; i < TURNS; i++) {
		turns[i].hello = run_wrk(bare.port, "/", load->field);
		turns[i].board = run_wrk(port, BOARD, load->field);
		fprintf(stderr, "%s: bare %.0f/s, board %.0f/s, %.0f %%\n", load->name, turns[i].hello, turns[i].board,
			100 * turns[i].board / turns[i].hello);
	}
	stop_bare(&bare);
	qsort(turns, TURNS, sizeof(turns[0]), compare_turns);
	printf("%s{\"case\": \"%s\", \"n\": %zu, \"value\": %.0f, \"unit\": \"requests/s\", "
		"\"against\": {\"what\": \"bare hello of the same size\", \"value\": %.0f}}", *comma, load->name, load->body_len,
		turns[TURNS / 2].board, turns[TURNS / 2].hello);
	*comma = ", ";
}

/* The length of the board's body in the form that the field asks for. */
static size_t body_length(struct http *http, const char *name, const char *value, char *ret_tag, size_t tag_size)
{
	struct http_field fields[2] = {{"Host", "x"}, {name, value}}, out[PAGE_FIELDS];
	struct http_request request = {.method = "GET", .target = BOARD, .version = "HTTP/1.1", .fields = fields, .field_count = 2};
	struct http_response response;
	http_handle(http, &request, &response);
	if (response.status != 200)
		give_up("the board can't be read");
	size_t n = http_page_fields(response.page, response.variant, out), len = http_page_body(response.page, response.variant).len;
	for (size_t i = 0; i < n; i++)
		if (strcmp(out[i].name, "ETag") == 0)
			snprintf(ret_tag, tag_size, "%s", out[i].value);
	http_response_done(&response);
	return len;
}

static void prepare(char *url, size_t url_size)
{
	const char *program = getenv("LEITAI"), *dir = getenv("BENCH_DIR");
	char command[2048];
	if (!program || !dir)
		give_up("run me by script/bench (LEITAI and BENCH_DIR are not set)");
	snprintf(command, sizeof(command), "'%s' demo --prepare --only ciic-2020 --data '%s/board' --quiet >&2", program, dir);
	if (system(command) != 0)
		give_up("the rehearsal can't be made");
	snprintf(url, url_size, "sqlite:%s/board/leitai.db", dir);
}

int main(void)
{
	char url[1024], tag[64], same[128];
	struct err err;
	struct app *app;
	struct http *http;
	struct http_server *server;
	prepare(url, sizeof(url));
	struct app_options options = {.url = url};
	if (!app_open(&options, &app, &err))
		give_up(err.message);
	struct http_options http_options = {.app = app, .poll_ms = 100};
	if (!http_open(&http_options, &http, &err))
		give_up(err.message);
	struct http_server_options server_options = {.http = http, .threads = THREADS};
	if (!http_server_start(&server_options, &server, &err))
		give_up(err.message);
	struct load plain = {"board", "X-A: b", body_length(http, "X-A", "b", tag, sizeof(tag))};
	snprintf(same, sizeof(same), "If-None-Match: %s", tag);
	struct load gzip = {"board, gzip", "Accept-Encoding: gzip", body_length(http, "Accept-Encoding", "gzip", tag, sizeof(tag))};
	struct load unchanged = {"board, not modified", same, 0};
	const char *comma = "";
	printf("{\"bench\": \"board\", \"rows\": [");
	measure(&plain, http_server_port(server), &comma);
	measure(&gzip, http_server_port(server), &comma);
	measure(&unchanged, http_server_port(server), &comma);
	printf("]}\n");
	http_server_stop(server, 100);
	http_close(http);
	app_close(app);
	return 0;
}
