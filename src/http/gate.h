/* The gate: what must hold of a request before anything else looks at it.
 *
 * libmicrohttpd 0.9.75 reads some malformed requests in one of the ways that
 * others read differently, which is how requests are smuggled past proxies.
 * Every doubt ends in a 4xx answer and a closed connection. */
#pragma once

#include "base/base.h"
#include "base/err.h"
#include "http/http.h"

/* Version, field names and values, one Host, framing (Content-Length, Transfer-Encoding), no body, method.
 * Codes "request.version", "request.fields", "request.host", "request.framing", "request.body", "request.method". */
MUST_CHECK bool http_gate_check(const struct http_request *request, struct err *err);

/* Where the engine left a request's header in its buffer: one block, in which it replaced each end of line,
 * the blanks of the request line and the colons by NUL. */
struct http_layout {
	const char *block; /* the method's first byte */
	size_t len;        /* to the end of the empty line */
	const char *target; /* as the engine gave it when it had read the request line */
	size_t target_len;
};

/* True when the block is exactly `METHOD SP target SP version CRLF *(name ":" [blanks] value CRLF) CRLF` with the
 * fields that the engine reports, in order and byte for byte: so no bare LF or CR, folded line, NUL, field it
 * passed over, or blank it stepped over. Else ERR_INPUT "request.layout". */
MUST_CHECK bool http_gate_layout(const struct http_request *request, const struct http_layout *layout, struct err *err);
