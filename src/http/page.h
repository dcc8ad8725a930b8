/* An immutable answer: status, header fields, body, its gzip form and both entity tags.
 *
 * Made once, shared by every thread, freed with its last reference. */
#pragma once

#include "base/base.h"
#include "base/buf.h"
#include "http/http.h"

enum { PAGE_FIELDS = 16, PAGE_GZIP_MIN = 1024 };

/* What a handler fills. Strings must outlive http_page_new() only. */
struct http_answer {
	int status;         /* 0: 200 */
	const char *type;   /* Content-Type */
	const char *cache;  /* Cache-Control; NULL: "no-cache" */
	const char *allow;  /* Allow; NULL = none */
	const char *location; /* Location; NULL = none */
	char download[160]; /* file name to save under; "" = show */
	int retry_s;        /* Retry-After; 0 = none */
	bool versioned;     /* tell with "sheet.changed" which version is in force */
	int version;
	bool private;       /* of one session: never stored, without an entity tag */
	char cookie[192];   /* Set-Cookie; "" = none */
	bool unbuffered;    /* proxies pass each piece on at once; without an entity tag */
	bool document;      /* HTML: gets the Content-Security-Policy and its relatives */
	struct buf body;    /* freed by whoever made the answer */
	struct http_stream *stream;
	struct live_ticket *ticket; /* a stream of events follows the header; see live.h */
};

/* Bytes that are in the program already: assets. `gzip.len` 0: no such form. `hash`: 64 hex digits. */
struct http_static {
	struct slice body, gzip;
	const char *hash;
};

/* Copies the body. Of a 200 the entity tag is its SHA-256, and a body above PAGE_GZIP_MIN is compressed. */
struct http_page *http_page_new(const struct http_answer *answer);
/* Copies nothing of `bytes`, which must live as long as the page. */
struct http_page *http_page_static(const struct http_answer *answer, const struct http_static *bytes);

struct http_page *http_page_ref(struct http_page *page);
void http_page_unref(struct http_page *page);

int http_page_status(const struct http_page *page);
size_t http_page_bytes(const struct http_page *page); /* memory held */
struct slice http_page_body(const struct http_page *page, enum http_variant variant);

/* The form this request should get: If-None-Match first, then Accept-Encoding. */
enum http_variant http_page_choose(const struct http_page *page, const struct http_request *request);

/* The header fields of a variant, without Content-Length and Date. The strings live as long as the page. */
size_t http_page_fields(const struct http_page *page, enum http_variant variant, struct http_field *ret_fields);

/* Whom the page was counted for; set once, before it is shared. */
int http_page_route(const struct http_page *page);
void http_page_set_route(struct http_page *page, int route);

/* The transport's own form of a variant, made at its first use and freed with the page. When two threads
 * make one at a time, the first is kept and the other freed. */
void *http_page_native(const struct http_page *page, enum http_variant variant);
void *http_page_set_native(struct http_page *page, enum http_variant variant, void *native, void (*free_native)(void *));

/* The value of a request's field, NULL when absent; names compare without case. */
const char *http_request_field(const struct http_request *request, const char *name);
