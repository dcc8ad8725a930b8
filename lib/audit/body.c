/* The field list is a little text so that each record type's shape can be read in one line where it is used.
 * Members are counted as they are found: what is left over is unknown. */
#include "audit/body.h"

#include "base/buf.h"
#include "base/json.h"
#include "base/sha.h"
#include "base/str.h"

#include <stdio.h>
#include <string.h>

static bool is_type(const struct json *v, char letter)
{
	struct sha sum;
	switch (letter) {
	case 'i':
		return v->type == JSON_INT && v->integer >= 0;
	case 'n':
		return v->type == JSON_INT;
	case 's':
		return v->type == JSON_STRING;
	case 'd':
		return v->type == JSON_STRING && str_is_id(v->string);
	case 'h':
		return v->type == JSON_STRING && hex_decode(v->string, strlen(v->string), sum.bytes, SHA_LEN);
	case 'b':
		return v->type == JSON_BOOL;
	case 'o':
		return v->type == JSON_OBJECT;
	default:
		return v->type == JSON_ARRAY;
	}
}

bool body_fits(const struct json *body, const char *fields)
{
	size_t seen = 0;
	if (!body || body->type != JSON_OBJECT)
		return false;
	for (const char *at = fields; *at;) {
		char name[32];
		size_t n = strcspn(at, ":");
		memcpy(name, at, n);
		name[n] = '\0';
		char letter = at[n + 1];
		bool optional = at[n + 2] == '?';
		const struct json *v = json_get(body, name);
		if (v ? !is_type(v, letter) : !optional)
			return false;
		seen += v != NULL;
		at += n + 2 + optional;
		at += *at == ',';
	}
	return seen == body->count;
}

bool body_ids(const struct json *array, size_t least)
{
	if (!array || array->type != JSON_ARRAY || array->count < least)
		return false;
	for (size_t i = 0; i < array->count; i++)
		if (!is_type(&array->items[i], 'd'))
			return false;
	return true;
}

static bool say(const struct json *a, const struct json *b, const struct buf *path, char *out, size_t size)
{
	CLEANUP(buf_done) struct buf was = {0}, is = {0};
	if (a)
		json_canonical(a, &was);
	if (b)
		json_canonical(b, &is);
	snprintf(out, size, "%s is %.120s, recomputed %.120s", path->len ? buf_str(path) : "body",
		a ? buf_str(&was) : "absent", b ? buf_str(&is) : "absent");
	return true;
}

static bool differ(const struct json *a, const struct json *b, struct buf *path, char *out, size_t size);

static bool differ_in(const struct json *a, const struct json *b, struct buf *path, size_t length, char *out,
	size_t size)
{
	bool found = !a || !b ? say(a, b, path, out, size) : differ(a, b, path, out, size);
	path->len = length;
	return found;
}

static bool differ_objects(const struct json *a, const struct json *b, struct buf *path, char *out, size_t size)
{
	size_t length = path->len;
	for (size_t i = 0; i < a->count; i++) {
		buf_printf(path, "%s%s", length ? "." : "", a->members[i].key);
		if (differ_in(&a->members[i].value, json_get(b, a->members[i].key), path, length, out, size))
			return true;
	}
	for (size_t i = 0; i < b->count; i++) {
		if (json_get(a, b->members[i].key))
			continue;
		buf_printf(path, "%s%s", length ? "." : "", b->members[i].key);
		return differ_in(NULL, &b->members[i].value, path, length, out, size);
	}
	return false;
}

static bool differ_arrays(const struct json *a, const struct json *b, struct buf *path, char *out, size_t size)
{
	size_t length = path->len, most = a->count > b->count ? a->count : b->count;
	for (size_t i = 0; i < most; i++) {
		buf_printf(path, "[%zu]", i);
		if (differ_in(i < a->count ? &a->items[i] : NULL, i < b->count ? &b->items[i] : NULL, path, length, out,
			    size))
			return true;
	}
	return false;
}

static bool differ(const struct json *a, const struct json *b, struct buf *path, char *out, size_t size)
{
	if (a->type != b->type)
		return say(a, b, path, out, size);
	switch (a->type) {
	case JSON_NULL:
		return false;
	case JSON_BOOL:
		return a->boolean != b->boolean && say(a, b, path, out, size);
	case JSON_INT:
		return a->integer != b->integer && say(a, b, path, out, size);
	case JSON_STRING:
		return !str_eq(a->string, b->string) && say(a, b, path, out, size);
	case JSON_ARRAY:
		return differ_arrays(a, b, path, out, size);
	case JSON_OBJECT:
		return differ_objects(a, b, path, out, size);
	}
	return false;
}

bool body_difference(const struct json *a, const struct json *b, char *out, size_t size)
{
	CLEANUP(buf_done) struct buf path = {0};
	return differ(a, b, &path, out, size);
}
