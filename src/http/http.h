/* The HTTP door without its sockets: a request goes in, an immutable page comes out.
 *
 *	request → gate → snapshot kept under the target? → router → policy → handler → page
 *
 * mhd.c feeds it from the network, tests and the fuzzer directly. Handlers own
 * no rule: they read parameters, call view_*() and say what kind of text came out. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct app;
struct buf;
struct http;
struct http_layout;
struct http_page;
struct live;
struct live_ticket;

enum { HTTP_FIELDS = 64, HTTP_TARGET = 2048 };

struct http_options {
	struct app *app;
	int poll_ms; /* how often the store's generation is looked at; 0: only by http_poll() */
	size_t snapshot_bytes; /* kept in memory at most; 0: 64 MiB */
	int64_t (*now_us)(void); /* monotonic; NULL: the system's */
	int listeners; /* of events at most, and of them from one address; 0: see live.h */
	int listeners_per_address;
	void (*log)(const char *line); /* what a client is not told; NULL: dropped */
};

/* ERR_INPUT "route.policy" when a route has no policy: nothing is served then. The caller closes. */
MUST_CHECK bool http_open(const struct http_options *options, struct http **ret_http, struct err *err);
void http_close(struct http *http);
void http_closep(struct http **http);

struct http_field {
	const char *name, *value;
};

struct http_request {
	const char *method;
	const char *target; /* as on the request line, undecoded */
	const char *version; /* "HTTP/1.1" */
	const struct http_field *fields;
	size_t field_count;
	bool local; /* the peer is this machine */
	const struct http_layout *layout; /* of the raw header, see gate.h; NULL: there is none */
	const char *address; /* of the peer, numeric; NULL: not known */
	struct slice body;
};

/* A body made piece by piece, for downloads that should not be held in memory at once. */
struct http_stream {
	/* Appends the next piece to `out`; nothing appended = the end. */
	bool (*more)(struct http_stream *stream, struct buf *out, struct err *err);
	void (*done)(struct http_stream *stream); /* frees it */
};

enum http_variant {
	HTTP_IDENTITY,
	HTTP_GZIP,
	HTTP_NOT_MODIFIED, /* this and the next: 304, without a body */
	HTTP_NOT_MODIFIED_GZIP,
	HTTP_VARIANT_COUNT
};

struct http_response {
	struct http_page *page; /* one reference, given back by http_response_done() */
	enum http_variant variant;
	struct http_stream *stream; /* instead of the page's body; NULL = none */
	struct live_ticket *ticket; /* the same: the socket goes to live_take() after the page's header; NULL = none */
	int status;
	bool close; /* nothing more may be read from this connection */
};

/* True when the header is in order and a body follows it: the transport reads that first, at most HTTP_BODY_LIMIT
 * bytes, and calls http_handle() then. */
bool http_awaits_body(const struct http_request *request);

/* Always answers; never fails. Any thread. */
void http_handle(struct http *http, const struct http_request *request, struct http_response *response);
void http_response_done(struct http_response *response);

/* Looks at the store's generation now, and tells listeners what is new. */
void http_poll(struct http *http);

/* For /metrics: the transport counts its connections here. */
struct http_metrics;
struct http_metrics *http_metrics_of(struct http *http);
/* Who listens to events: the transport starts and stops it. */
struct live *http_live_of(struct http *http);
struct app *http_app(struct http *http);
/* A line for the operator, not for a client. */
void http_log(const struct http *http, const char *line);
