/* A request's JSON body, held against the rules of its route. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct http_call;

enum { HTTP_BODY_LIMIT = 1 << 20 };

/* Reads the body into call->body (an object; NULL when the route takes none). ERR_INPUT "request.type" (not JSON),
 * "json.syntax", "body.unexpected" (the route takes none, or {}), "body.unknown", "body.missing", "body.value". */
MUST_CHECK bool http_body_read(struct http_call *call, struct err *err);

/* A list of texts of the body, in the call's arena; ERR_INPUT "body.value". */
struct json;
MUST_CHECK bool http_body_texts(const struct http_call *call, const struct json *list, const char *name,
	const char *const **ret_texts, int *ret_count, struct err *err);
/* The same of ids. */
MUST_CHECK bool http_body_ids(const struct http_call *call, const struct json *list, const char *name,
	const char *const **ret_ids, int *ret_count, struct err *err);
