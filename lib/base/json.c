/* A recursive-descent reader over a cursor; depth is bounded. Arrays and
 * objects are collected in a doubling array in the arena. Strings are copied
 * unescaped. Duplicate keys are found by a scan of the members so far for
 * small objects and by sorting pointers above 16 members. */
#include "base/json.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/decimal.h"
#include "base/str.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct reader {
	const char *text;
	size_t len, at;
	struct arena *arena;
	struct err *err;
};

static bool read_value(struct reader *r, int depth, struct json *ret);

static bool syntax(struct reader *r, const char *what)
{
	return fail(r->err, ERR_INPUT, "json.syntax", "JSON at byte %zu: %s.", r->at, what);
}

static void skip_space(struct reader *r)
{
	while (r->at < r->len && (r->text[r->at] == ' ' || r->text[r->at] == '\t' ||
					 r->text[r->at] == '\n' || r->text[r->at] == '\r'))
		r->at++;
}

static bool next_is(struct reader *r, char c)
{
	if (r->at >= r->len || r->text[r->at] != c)
		return false;
	r->at++;
	return true;
}

static bool hex4(struct reader *r, unsigned *ret)
{
	unsigned v = 0;
	if (r->len - r->at < 4)
		return syntax(r, "\\u needs four hex digits");
	for (int i = 0; i < 4; i++) {
		char c = r->text[r->at++];
		unsigned d;
		if (c >= '0' && c <= '9')
			d = (unsigned)(c - '0');
		else if ((c | 32) >= 'a' && (c | 32) <= 'f')
			d = (unsigned)((c | 32) - 'a' + 10);
		else
			return syntax(r, "\\u needs four hex digits");
		v = v << 4 | d;
	}
	*ret = v;
	return true;
}

static size_t utf8_encode(unsigned c, char *out)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xC0 | c >> 6);
		out[1] = (char)(0x80 | (c & 63));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xE0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 63));
		out[2] = (char)(0x80 | (c & 63));
		return 3;
	}
	out[0] = (char)(0xF0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 63));
	out[2] = (char)(0x80 | (c >> 6 & 63));
	out[3] = (char)(0x80 | (c & 63));
	return 4;
}

static bool read_unicode_escape(struct reader *r, char *out, size_t *n)
{
	unsigned c, low;
	if (!hex4(r, &c))
		return false;
	if (c >= 0xDC00 && c <= 0xDFFF)
		return syntax(r, "lone surrogate");
	if (c >= 0xD800 && c <= 0xDBFF) {
		if (!next_is(r, '\\') || !next_is(r, 'u'))
			return syntax(r, "lone surrogate");
		if (!hex4(r, &low))
			return false;
		if (low < 0xDC00 || low > 0xDFFF)
			return syntax(r, "lone surrogate");
		c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
	}
	if (!c)
		return syntax(r, "U+0000 in a string");
	*n += utf8_encode(c, out + *n);
	return true;
}

static bool read_escape(struct reader *r, char *out, size_t *n)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	if (r->at >= r->len)
		return syntax(r, "unfinished string");
	char c = r->text[r->at++];
	if (c == 'u')
		return read_unicode_escape(r, out, n);
	const char *p = c ? strchr(from, c) : NULL;
	if (!p)
		return syntax(r, "unknown escape");
	out[(*n)++] = to[p - from];
	return true;
}

/* After the opening quote. An escape never grows, so the raw length bounds the result. */
static bool read_string(struct reader *r, const char **ret)
{
	size_t end = r->at;
	while (end < r->len && r->text[end] != '"')
		end += r->text[end] == '\\' ? 2 : 1;
	if (end >= r->len)
		return syntax(r, "unfinished string");
	if (utf8_valid_len(r->text + r->at, end - r->at) != end - r->at)
		return syntax(r, "not UTF-8");
	char *out = arena_alloc(r->arena, end - r->at + 1);
	size_t n = 0;
	while (r->at < end) {
		char c = r->text[r->at++];
		if ((unsigned char)c < 0x20)
			return syntax(r, "control character in a string");
		if (c != '\\')
			out[n++] = c;
		else if (!read_escape(r, out, &n))
			return false;
	}
	r->at = end + 1;
	*ret = out;
	return true;
}

static bool read_int(struct reader *r, struct json *ret)
{
	bool negative = next_is(r, '-');
	size_t first = r->at;
	int64_t v = 0;
	while (r->at < r->len && r->text[r->at] >= '0' && r->text[r->at] <= '9') {
		v = v * 10 + (r->text[r->at] - '0');
		if (v >= (int64_t)1 << 53)
			return syntax(r, "integer out of range");
		r->at++;
	}
	size_t n = r->at - first;
	if (!n || (n > 1 && r->text[first] == '0') || (negative && !v))
		return syntax(r, "not a value");
	if (r->at < r->len && strchr(".eE", r->text[r->at]) && r->text[r->at])
		return syntax(r, "only integers are allowed");
	*ret = (struct json){.type = JSON_INT, .integer = negative ? -v : v};
	return true;
}

static bool read_array(struct reader *r, int depth, struct json *ret)
{
	size_t cap = 0;
	*ret = (struct json){.type = JSON_ARRAY};
	skip_space(r);
	if (next_is(r, ']'))
		return true;
	do {
		if (ret->count == cap) {
			size_t grown = cap ? cap * 2 : 4;
			ret->items = arena_grow(r->arena, ret->items, cap, grown, sizeof(struct json));
			cap = grown;
		}
		if (!read_value(r, depth, &ret->items[ret->count]))
			return false;
		ret->count++;
		skip_space(r);
	} while (next_is(r, ','));
	return next_is(r, ']') ? true : syntax(r, "expected , or ]");
}

static int by_key(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool unique_keys(struct reader *r, const struct json *object)
{
	if (object->count < 2)
		return true;
	const char **keys = ARENA_ARRAY(r->arena, object->count, const char *);
	for (size_t i = 0; i < object->count; i++)
		keys[i] = object->members[i].key;
	qsort(keys, object->count, sizeof(*keys), by_key);
	for (size_t i = 1; i < object->count; i++)
		if (str_eq(keys[i - 1], keys[i]))
			return syntax(r, "duplicate key");
	return true;
}

static bool read_member(struct reader *r, int depth, struct json_member *m)
{
	skip_space(r);
	if (!next_is(r, '"'))
		return syntax(r, "expected a key");
	if (!read_string(r, &m->key))
		return false;
	skip_space(r);
	if (!next_is(r, ':'))
		return syntax(r, "expected :");
	return read_value(r, depth, &m->value);
}

static bool read_object(struct reader *r, int depth, struct json *ret)
{
	size_t cap = 0;
	*ret = (struct json){.type = JSON_OBJECT};
	skip_space(r);
	if (next_is(r, '}'))
		return true;
	do {
		if (ret->count == cap) {
			size_t grown = cap ? cap * 2 : 8;
			ret->members = arena_grow(r->arena, ret->members, cap, grown, sizeof(struct json_member));
			cap = grown;
		}
		if (!read_member(r, depth, &ret->members[ret->count]))
			return false;
		ret->count++;
		skip_space(r);
	} while (next_is(r, ','));
	return next_is(r, '}') ? unique_keys(r, ret) : syntax(r, "expected , or }");
}

static bool word(struct reader *r, const char *w)
{
	size_t n = strlen(w);
	if (r->len - r->at < n || memcmp(r->text + r->at, w, n) != 0)
		return false;
	r->at += n;
	return true;
}

static bool read_value(struct reader *r, int depth, struct json *ret)
{
	if (depth == JSON_DEPTH)
		return syntax(r, "nested too deep");
	skip_space(r);
	if (next_is(r, '{'))
		return read_object(r, depth + 1, ret);
	if (next_is(r, '['))
		return read_array(r, depth + 1, ret);
	if (next_is(r, '"')) {
		*ret = (struct json){.type = JSON_STRING};
		return read_string(r, &ret->string);
	}
	if (word(r, "true") || word(r, "false")) {
		*ret = (struct json){.type = JSON_BOOL, .boolean = r->text[r->at - 2] == 'u'};
		return true;
	}
	if (word(r, "null")) {
		*ret = (struct json){.type = JSON_NULL};
		return true;
	}
	return read_int(r, ret);
}

bool json_parse(const char *text, size_t len, struct arena *arena, struct json *ret_value,
	struct err *err)
{
	struct reader r = {.text = text, .len = len, .arena = arena, .err = err};
	struct json value;
	if (!read_value(&r, 0, &value))
		return false;
	skip_space(&r);
	if (r.at != len)
		return syntax(&r, "text after the value");
	*ret_value = value;
	return true;
}

const struct json *json_get(const struct json *object, const char *key)
{
	if (!object || object->type != JSON_OBJECT)
		return NULL;
	for (size_t i = 0; i < object->count; i++)
		if (str_eq(object->members[i].key, key))
			return &object->members[i].value;
	return NULL;
}

int64_t json_int(const struct json *object, const char *key, int64_t fallback)
{
	const struct json *v = json_get(object, key);
	return v && v->type == JSON_INT ? v->integer : fallback;
}

const char *json_string(const struct json *object, const char *key, const char *fallback)
{
	const struct json *v = json_get(object, key);
	return v && v->type == JSON_STRING ? v->string : fallback;
}

bool json_bool(const struct json *object, const char *key, bool fallback)
{
	const struct json *v = json_get(object, key);
	return v && v->type == JSON_BOOL ? v->boolean : fallback;
}

/* RFC 8785 §3.2.2.2: the two-character escapes, \u00xx for other controls, everything else as it is. */
static void put_escaped(struct buf *out, struct slice s)
{
	static const char from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt";
	buf_putc(out, '"');
	size_t done = 0;
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.at[i];
		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		buf_put(out, s.at + done, i - done);
		done = i + 1;
		const char *p = c ? strchr(from, (char)c) : NULL;
		if (p)
			buf_printf(out, "\\%c", to[p - from]);
		else
			buf_printf(out, "\\u%04x", c);
	}
	buf_put(out, s.at + done, s.len - done);
	buf_putc(out, '"');
}

static int member_order(const void *a, const void *b)
{
	const struct json_member *const *x = a, *const *y = b;
	return strcmp((*x)->key, (*y)->key);
}

static void canonical_object(const struct json *value, struct buf *out)
{
	const struct json_member *few[32], **order = few;
	const struct json_member **many = NULL;
	if (value->count > COUNT_OF(few)) {
		many = malloc(value->count * sizeof(struct json_member *));
		if (!many)
			abort();
		order = many;
	}
	for (size_t i = 0; i < value->count; i++)
		order[i] = &value->members[i];
	qsort(order, value->count, sizeof(*order), member_order);
	buf_putc(out, '{');
	for (size_t i = 0; i < value->count; i++) {
		if (i)
			buf_putc(out, ',');
		put_escaped(out, (struct slice){order[i]->key, strlen(order[i]->key)});
		buf_putc(out, ':');
		json_canonical(&order[i]->value, out);
	}
	buf_putc(out, '}');
	free(many);
}

void json_canonical(const struct json *value, struct buf *out)
{
	switch (value->type) {
	case JSON_NULL:
		buf_puts(out, "null");
		break;
	case JSON_BOOL:
		buf_puts(out, value->boolean ? "true" : "false");
		break;
	case JSON_INT:
		buf_printf(out, "%" PRId64, value->integer);
		break;
	case JSON_STRING:
		put_escaped(out, (struct slice){value->string, strlen(value->string)});
		break;
	case JSON_ARRAY:
		buf_putc(out, '[');
		for (size_t i = 0; i < value->count; i++) {
			if (i)
				buf_putc(out, ',');
			json_canonical(&value->items[i], out);
		}
		buf_putc(out, ']');
		break;
	case JSON_OBJECT:
		canonical_object(value, out);
		break;
	}
}

struct json_writer json_writer(struct buf *out)
{
	return (struct json_writer){.out = out};
}

static void before(struct json_writer *w, const char *key)
{
	if (w->comma)
		buf_putc(w->out, ',');
	w->comma = true;
	if (key) {
		put_escaped(w->out, (struct slice){key, strlen(key)});
		buf_putc(w->out, ':');
	}
}

void json_open(struct json_writer *w, const char *key, char bracket)
{
	before(w, key);
	buf_putc(w->out, bracket);
	w->comma = false;
}

void json_close(struct json_writer *w, char bracket)
{
	buf_putc(w->out, bracket);
	w->comma = true;
}

void json_put_null(struct json_writer *w, const char *key)
{
	json_put_raw(w, key, "null");
}

void json_put_bool(struct json_writer *w, const char *key, bool v)
{
	json_put_raw(w, key, v ? "true" : "false");
}

void json_put_int(struct json_writer *w, const char *key, int64_t v)
{
	before(w, key);
	buf_printf(w->out, "%" PRId64, v);
}

void json_put_string(struct json_writer *w, const char *key, const char *v)
{
	if (!v) {
		json_put_null(w, key);
		return;
	}
	json_put_slice(w, key, (struct slice){v, strlen(v)});
}

void json_put_slice(struct json_writer *w, const char *key, struct slice v)
{
	before(w, key);
	put_escaped(w->out, v);
}

void json_put_value(struct json_writer *w, const char *key, const struct json *v)
{
	before(w, key);
	json_canonical(v, w->out);
}

void json_put_raw(struct json_writer *w, const char *key, const char *json)
{
	before(w, key);
	buf_puts(w->out, json);
}

void json_put_decimal(struct json_writer *w, const char *key, int64_t units)
{
	char text[DECIMAL_TEXT];
	json_put_raw(w, key, decimal_format(units, text));
}
