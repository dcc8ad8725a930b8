/* JSON in and out: a strict reader into the arena, and a writer that keeps commas right.
 *
 * The reader takes RFC 8259 text in UTF-8 and refuses duplicate keys, lone
 * surrogates, and numbers that are not integers with |n| < 2^53 (the ledger's
 * profile; nothing we read needs more). The writer leaves keys in call order;
 * canonical order (RFC 8785) is json_canonical()'s. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct arena;
struct buf;

enum json_type { JSON_NULL, JSON_BOOL, JSON_INT, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

struct json {
	enum json_type type;
	bool boolean;
	int64_t integer;
	const char *string; /* UTF-8, NUL-terminated; U+0000 is refused */
	struct json_member *members; /* of an object, in text order */
	struct json *items;          /* of an array */
	size_t count;                /* members or items */
};

struct json_member {
	const char *key;
	struct json value;
};

enum { JSON_DEPTH = 64 };

/* The whole of text[0..len) as one value; errors ERR_INPUT "json.syntax" name the byte offset. */
MUST_CHECK bool json_parse(const char *text, size_t len, struct arena *arena,
	struct json *ret_value, struct err *err);

/* NULL when absent, or when `object` is not an object (or NULL). */
const struct json *json_get(const struct json *object, const char *key);

/* The member as that type, or the fallback when absent or of another type. */
int64_t json_int(const struct json *object, const char *key, int64_t fallback);
const char *json_string(const struct json *object, const char *key, const char *fallback);
bool json_bool(const struct json *object, const char *key, bool fallback);

/* RFC 8785: keys in UTF-16 order (equal to byte order for our [a-z0-9_] keys), minimal escapes, no space. */
void json_canonical(const struct json *value, struct buf *out);

/* A writer over a buffer:
 *	struct json_writer w = json_writer(&out);
 *	json_open(&w, NULL, '{'); json_put_int(&w, "n", 3); json_close(&w, '}');
 * `key` is NULL inside arrays and at the top. */
struct json_writer {
	struct buf *out;
	bool comma;
};

struct json_writer json_writer(struct buf *out);
void json_open(struct json_writer *w, const char *key, char bracket);
void json_close(struct json_writer *w, char bracket);
void json_put_null(struct json_writer *w, const char *key);
void json_put_bool(struct json_writer *w, const char *key, bool v);
void json_put_int(struct json_writer *w, const char *key, int64_t v);
void json_put_string(struct json_writer *w, const char *key, const char *v); /* NULL writes null */
void json_put_slice(struct json_writer *w, const char *key, struct slice v);
void json_put_value(struct json_writer *w, const char *key, const struct json *v); /* canonical */
/* Text that is JSON already. */
void json_put_raw(struct json_writer *w, const char *key, const char *json);
/* A decimal in units as a JSON number: 92500 → 9.25. For answers to people, never for the ledger. */
void json_put_decimal(struct json_writer *w, const char *key, int64_t units);
