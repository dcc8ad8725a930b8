/* One pass of decoding over each segment, name and value, then checks on the
 * decoded text. Nothing is normalised: two spellings of one path are two
 * targets, and those that proxies read in different ways are refused. */
#include "http/target.h"

#include "base/arena.h"
#include "base/str.h"

#include <string.h>

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool refuse(struct err *err, const char *why)
{
	return fail(err, ERR_INPUT, "request.target", "The address can't be read: %s.", why);
}

/* Characters of pchar and query (RFC 3986) that stand for themselves. */
static bool stands_for_itself(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		(c != '\0' && strchr("-._~!$&'()*+,;=:@/?", c) != NULL);
}

static bool decode_byte(const char **at, const char *end, char *ret, struct err *err)
{
	const char *p = *at;
	if (*p != '%') {
		if (!stands_for_itself(*p))
			return refuse(err, "a character that must be percent-encoded");
		*ret = *p;
		*at = p + 1;
		return true;
	}
	int high = end - p > 2 ? hex_digit(p[1]) : -1;
	int low = high >= 0 ? hex_digit(p[2]) : -1;
	if (low < 0)
		return refuse(err, "a % without two hexadecimal digits");
	unsigned char byte = (unsigned char)(high * 16 + low);
	if (byte < 0x20 || byte == 0x7F)
		return refuse(err, "an escaped control character");
	*ret = (char)byte;
	*at = p + 3;
	return true;
}

static bool decode(
	const char *at, const char *end, bool query, struct arena *arena, const char **ret, struct err *err)
{
	char *out = arena_alloc(arena, (size_t)(end - at) + 1);
	size_t n = 0;
	while (at < end) {
		bool plus = query && *at == '+', escaped = *at == '%';
		if (!decode_byte(&at, end, &out[n], err))
			return false;
		if (plus)
			out[n] = ' ';
		if (!query && escaped && (out[n] == '/' || out[n] == '\\'))
			return refuse(err, "an escaped slash");
		n++;
	}
	if (utf8_valid_len(out, n) != n)
		return refuse(err, "text that is not UTF-8");
	*ret = out;
	return true;
}

/* Where the next `c` is, else `end`. */
static const char *find_char(const char *at, const char *end, char c)
{
	while (at < end && *at != c)
		at++;
	return at;
}

static bool parse_path(
	const char *at, const char *end, struct arena *arena, struct http_target *t, struct err *err)
{
	if (!decode(at, end, false, arena, &t->path, err))
		return false;
	for (at++; at < end || t->segment_count;) {
		const char *stop = find_char(at, end, '/');
		if (stop == at && at < end)
			return refuse(err, "an empty segment");
		t->slash = stop == at;
		if (t->slash)
			break;
		if (t->segment_count == TARGET_SEGMENTS)
			return refuse(err, "too many segments");
		const char **segment = &t->segments[t->segment_count++];
		if (!decode(at, stop, false, arena, segment, err))
			return false;
		if (str_eq(*segment, ".") || str_eq(*segment, ".."))
			return refuse(err, "a dot segment");
		if (stop == end)
			break;
		at = stop + 1;
	}
	return true;
}

static bool parse_query(
	const char *at, const char *end, struct arena *arena, struct http_target *t, struct err *err)
{
	struct http_field *params = ARENA_ARRAY(arena, TARGET_PARAMS, struct http_field);
	t->params = params;
	while (at < end) {
		const char *stop = find_char(at, end, '&');
		const char *equals = find_char(at, stop, '=');
		if (t->param_count == TARGET_PARAMS)
			return refuse(err, "too many parameters");
		struct http_field *f = &params[t->param_count];
		if (!decode(at, equals, true, arena, &f->name, err) ||
			!decode(equals < stop ? equals + 1 : stop, stop, true, arena, &f->value, err))
			return false;
		if (http_target_param(t, f->name))
			return refuse(err, "a parameter given twice");
		t->param_count++;
		at = stop + 1;
	}
	return true;
}

bool http_target_parse(const char *raw, struct arena *arena, struct http_target *ret_target, struct err *err)
{
	struct http_target t = {0};
	if (raw[0] != '/')
		return refuse(err, "it must begin with a slash");
	const char *end = raw + strlen(raw);
	const char *question = strchr(raw, '?');
	if (!parse_path(raw, question ? question : end, arena, &t, err))
		return false;
	if (question && !parse_query(question + 1, end, arena, &t, err))
		return false;
	*ret_target = t;
	return true;
}

const char *http_target_param(const struct http_target *target, const char *name)
{
	for (size_t i = 0; i < target->param_count; i++)
		if (str_eq(target->params[i].name, name))
			return target->params[i].value;
	return NULL;
}
