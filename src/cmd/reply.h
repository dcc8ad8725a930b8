/* Answers of the views, read back for people; and the short answers of commands that change something. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct arena;
struct buf;
struct invocation;
struct json;

/* JSON as the views write it. Its decimals (9.25), which json_parse() refuses, become strings. */
MUST_CHECK bool reply_read(const struct buf *text, struct arena *arena, struct json *ret_value, struct err *err);

/* The title of an object, Chinese first. */
const char *reply_title(const struct json *object);

/* A number as text, whether it came whole or with decimals; "" when it is null or absent. */
const char *reply_number(const struct json *object, const char *key, struct arena *arena);

/* With --json, {"key": value} on standard output. Gives true. */
bool reply_done(const struct invocation *in, const char *key, const char *value);

/* The list `key` of an answer as a table of the members named; a flag shows its name. With --json the answer itself. */
MUST_CHECK bool reply_list(struct invocation *in, const struct buf *out, const char *key, const char *const *columns, size_t n,
	struct err *err);
