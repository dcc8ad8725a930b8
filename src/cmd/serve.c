/* One thread waits for SIGTERM or SIGINT; the others, which inherit its mask,
 * never see them. So the signals are blocked before anything is opened. */
#include "cmd/serve.h"

#include "app/app.h"
#include "app/keeper.h"
#include "base/arena.h"
#include "cmd/command.h"
#include "cmd/commands.h"
#include "cmd/data.h"
#include "fetch/fetch.h"
#include "http/http.h"
#include "http/server.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { POLL_MS = 100, GRACE_MS = 1000 };

struct listen {
	const char *address;
	int port;
};

/* The port after the last colon, or all of it; brackets around an IPv6 address are taken off. */
static bool read_listen(const char *text, struct arena *arena, struct listen *ret, struct err *err)
{
	const char *colon = strrchr(text, ':');
	const char *port = colon ? colon + 1 : text;
	size_t digits = strspn(port, "0123456789");
	if (digits == 0 || digits > 5 || port[digits] != '\0' || atoi(port) > 65535)
		return fail(err, ERR_INPUT, "usage.listen", "“%s” is no ADDR:PORT.", text);
	ret->port = atoi(port);
	ret->address = "127.0.0.1";
	size_t len = colon ? (size_t)(colon - text) : 0;
	bool brackets = len > 2 && text[0] == '[' && text[len - 1] == ']';
	if (brackets)
		ret->address = arena_strndup(arena, text + 1, len - 2);
	else if (len > 0)
		ret->address = arena_strndup(arena, text, len);
	if (!brackets && strchr(ret->address, ':'))
		return fail(err, ERR_INPUT, "usage.listen", "Put brackets around the IPv6 address: [%s]:%d.",
			ret->address, ret->port);
	return true;
}

static void block_signals(sigset_t *ret_set)
{
	sigemptyset(ret_set);
	sigaddset(ret_set, SIGTERM);
	sigaddset(ret_set, SIGINT);
	pthread_sigmask(SIG_BLOCK, ret_set, NULL);
	signal(SIGPIPE, SIG_IGN);
}

static void log_line(const char *line)
{
	fprintf(stderr, "leitai: %s\n", line);
}

static void say_address(const struct invocation *in, const char *address, int port)
{
	bool six = strchr(address, ':') != NULL;
	const char *url =
		arena_printf(in->arena, "http://%s%s%s:%d/", six ? "[" : "", address, six ? "]" : "", port);
	printf(in->json ? "{\"url\":\"%s\"}\n" : "Leitai is at %s\n", url);
	fflush(stdout);
}

/* 0 when the option was not given. */
static bool read_count(struct invocation *in, const char *name, int *ret, struct err *err)
{
	const char *text = option_get(in, name);
	*ret = 0;
	if (!text)
		return true;
	size_t digits = strspn(text, "0123456789");
	if (digits == 0 || digits > 7 || text[digits] || atoi(text) == 0)
		return fail(err, ERR_INPUT, "usage.number", "--%s takes a number from 1 to 9999999, not “%s”.", name, text);
	*ret = atoi(text);
	return true;
}

static bool serve_http(struct invocation *in, const struct listen *listen, struct http *http,
	const sigset_t *signals, struct err *err)
{
	struct http_server *server;
	struct http_server_options options = {.http = http, .address = listen->address, .port = listen->port};
	int signal_number;
	if (!read_count(in, "connections", &options.connections, err))
		return false;
	if (!http_server_start(&options, &server, err))
		return false;
	say_address(in, listen->address, http_server_port(server));
	sigwait(signals, &signal_number);
	http_server_stop(server, GRACE_MS);
	return true;
}

bool serve_data(struct invocation *in, const char *listen_text, struct err *err)
{
	struct listen listen = {0};
	sigset_t signals;
	if (!read_listen(listen_text ? listen_text : SERVE_LISTEN, in->arena, &listen, err))
		return false;
	block_signals(&signals);
	CLEANUP(fetch_close) struct fetch fetch = {0};
	CLEANUP(app_closep) struct app *app = NULL;
	CLEANUP(http_closep) struct http *http = NULL;
	if (!fetch_open(&fetch, err) || !data_open_with(in, DATA_EXISTING, &fetch, &app, err))
		return false;
	CLEANUP(keeper_stopp) struct keeper *keeper = NULL;
	struct http_options options = {.app = app, .poll_ms = POLL_MS, .log = log_line};
	struct keeper_options keeping = {.app = app, .log = log_line};
	return read_count(in, "listeners", &options.listeners, err) &&
		read_count(in, "listeners-per-address", &options.listeners_per_address, err) && keeper_start(&keeping, &keeper, err) && http_open(&options, &http, err) &&
		serve_http(in, &listen, http, &signals, err);
}

bool cmd_serve(struct invocation *in, struct err *err)
{
	return serve_data(in, option_get(in, "listen"), err);
}
