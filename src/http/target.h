/* A request's target taken apart: path segments and query parameters, strictly decoded. */
#pragma once

#include "base/base.h"
#include "base/err.h"
#include "http/http.h"

struct arena;

enum { TARGET_SEGMENTS = 16, TARGET_PARAMS = 16 };

struct http_target {
	const char *path; /* decoded, for messages and assets: "/contests/ciic-2020" */
	const char *segments[TARGET_SEGMENTS];
	size_t segment_count;
	bool slash; /* the path ends in "/" and is not "/" alone */
	const struct http_field *params; /* decoded, in order */
	size_t param_count;
};

/* Reads an origin-form target. ERR_INPUT "request.target" for everything doubtful: another form, bytes that
 * must be escaped, broken escapes, %00, control characters, an escaped "/" or "\", "." and ".." and empty
 * segments, text that is not UTF-8, a parameter given twice. Lives in `arena`. */
MUST_CHECK bool http_target_parse(
	const char *raw, struct arena *arena, struct http_target *ret_target, struct err *err);

/* A parameter's value, NULL when absent. */
const char *http_target_param(const struct http_target *target, const char *name);
