/* The network in front of http_handle(): listens, reads requests, sends answers. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct http;
struct http_server;

struct http_server_options {
	struct http *http;
	const char *address; /* numeric IPv4 or IPv6; NULL: 127.0.0.1 */
	int port;            /* 0: any free one */
	int threads;         /* 0: eight a processor, at least 16 */
	int connections;     /* at most at a time; 0: 4096. Listeners to events are counted apart, see live.h */
	int per_address;     /* of them from one address; 0: no limit (an audience hall is one address) */
	int header_ms;       /* from connecting to a complete request header; 0: 10 s */
	int body_ms;         /* from a header to its complete body; 0: 30 s */
	size_t body_bytes;   /* of all bodies together that are being read or answered; 0: 64 MiB */
	int idle_ms;         /* from an answer to the next complete header; 0: 15 s */
	int send_ms;         /* for an answer to be sent, or each 64 KiB of a streamed one; 0: 120 s */
};

/* Accepts connections when it returns. ERR_INPUT "http.address", ERR_IO "http.listen". */
MUST_CHECK bool http_server_start(const struct http_server_options *options, struct http_server **ret_server,
	struct err *err);

/* The port listened on. */
int http_server_port(const struct http_server *server);

/* Takes no more connections, lets running answers end for up to grace_ms, closes everything. NULL is allowed. */
void http_server_stop(struct http_server *server, int grace_ms);
