/* The gate: what must hold of a request before anything else looks at it.
 *
 * libmicrohttpd 0.9.75 reads some malformed requests in one of the ways that
 * others read differently, which is how requests are smuggled past proxies.
 * Every doubt ends in a 4xx answer and a closed connection. */
#pragma once

#include "base/base.h"
#include "base/err.h"
#include "http/http.h"

/* Where the engine left a request's header in its buffer: one block, in which it replaced each end of line,
 * the blanks of the request line and the colons by NUL. */
struct http_layout {
	const char *block; /* the method's first byte */
	size_t len; /* to the end of the empty line */
	const char *
		target; /* as the engine gave it when it had read the request line; its bytes have changed since */
	size_t target_len;
};

/* Version, field names and values, one Host, framing (Content-Length, Transfer-Encoding), method, a body only where a method has one; and with
 * a layout, that the raw header is exactly `METHOD SP target SP version CRLF *(name ":" [blanks] value CRLF) CRLF`
 * with the fields reported, byte for byte: no bare LF or CR, folded line, NUL, or anything that was stepped over.
 * Codes "request.version", "request.fields", "request.header", "request.layout", "request.host",
 * "request.framing", "request.target-length", "request.method", "request.length", "request.body". */
MUST_CHECK bool http_gate_check(const struct http_request *request, struct err *err);
