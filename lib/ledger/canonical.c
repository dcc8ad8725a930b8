/* One pass over the bytes with a cursor, recursive with bounded depth, no memory. A value is accepted
 * exactly when json_canonical(json_parse(text)) would give the same bytes back and its keys are plain. */
#include "ledger/canonical.h"

#include "base/json.h"
#include "base/str.h"

#include <string.h>

struct scan {
	const unsigned char *at, *end;
};

static bool value(struct scan *s, int depth);

static bool byte(struct scan *s, char c)
{
	if (s->at == s->end || *s->at != (unsigned char)c)
		return false;
	s->at++;
	return true;
}

/* After a backslash: \" \\ \b \f \n \r \t, or \u00xx for the controls that have no letter. */
static bool escape(struct scan *s)
{
	if (s->at == s->end)
		return false;
	char c = (char)*s->at++;
	if (c && strchr("\"\\bfnrt", c))
		return true;
	if (c != 'u' || s->end - s->at < 4 || memcmp(s->at, "00", 2) != 0)
		return false;
	unsigned char code;
	if (!hex_decode((const char *)s->at + 2, 2, &code, 1))
		return false;
	s->at += 4;
	return code && code < 0x20 && !strchr("\b\f\n\r\t", code);
}

static bool string(struct scan *s)
{
	if (!byte(s, '"'))
		return false;
	const unsigned char *first = s->at;
	bool wide = false;
	while (s->at < s->end && *s->at != '"') {
		unsigned char c = *s->at++;
		wide |= c >= 0x80;
		if (c < 0x20 || (c == '\\' && !escape(s)))
			return false;
	}
	size_t len = (size_t)(s->at - first);
	if (wide && utf8_valid_len((const char *)first, len) != len)
		return false;
	return byte(s, '"');
}

static bool integer(struct scan *s)
{
	bool negative = byte(s, '-');
	const unsigned char *first = s->at;
	int64_t v = 0;
	while (s->at < s->end && *s->at >= '0' && *s->at <= '9') {
		v = v * 10 + (*s->at++ - '0');
		if (v >= (int64_t)1 << 53)
			return false;
	}
	ptrdiff_t n = s->at - first;
	return n && (n == 1 || *first != '0') && (v || !negative);
}

static bool key_byte(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || (c >= 'A' && c <= 'Z') ||
	       c == '.' || c == '-';
}

static bool key(struct scan *s, struct slice *ret)
{
	if (!byte(s, '"'))
		return false;
	const unsigned char *first = s->at;
	while (s->at < s->end && key_byte(*s->at))
		s->at++;
	*ret = (struct slice){(const char *)first, (size_t)(s->at - first)};
	return ret->len && byte(s, '"') && byte(s, ':');
}

static bool before(struct slice a, struct slice b)
{
	size_t n = a.len < b.len ? a.len : b.len;
	int c = n ? memcmp(a.at, b.at, n) : 0;
	return c ? c < 0 : a.len < b.len;
}

static bool object(struct scan *s, int depth)
{
	struct slice last = {"", 0}, next;
	if (byte(s, '}'))
		return true;
	do {
		if (!key(s, &next) || !before(last, next) || !value(s, depth))
			return false;
		last = next;
	} while (byte(s, ','));
	return byte(s, '}');
}

static bool array(struct scan *s, int depth)
{
	if (byte(s, ']'))
		return true;
	do {
		if (!value(s, depth))
			return false;
	} while (byte(s, ','));
	return byte(s, ']');
}

static bool word(struct scan *s, const char *w)
{
	size_t n = strlen(w);
	if ((size_t)(s->end - s->at) < n || memcmp(s->at, w, n) != 0)
		return false;
	s->at += n;
	return true;
}

static bool value(struct scan *s, int depth)
{
	if (depth == JSON_DEPTH || s->at == s->end)
		return false;
	switch (*s->at) {
	case '"':
		return string(s);
	case '{':
		s->at++;
		return object(s, depth + 1);
	case '[':
		s->at++;
		return array(s, depth + 1);
	case 't':
		return word(s, "true");
	case 'f':
		return word(s, "false");
	case 'n':
		return word(s, "null");
	default:
		return integer(s);
	}
}

static struct scan scan_of(const char *text, size_t len)
{
	const unsigned char *at = (const unsigned char *)text;
	return (struct scan){at, at + len};
}

size_t canonical_span(const char *text, size_t len)
{
	struct scan s = scan_of(text, len);
	return value(&s, 0) ? (size_t)((const char *)s.at - text) : 0;
}

size_t canonical_string_span(const char *text, size_t len)
{
	struct scan s = scan_of(text, len);
	return string(&s) ? (size_t)((const char *)s.at - text) : 0;
}

bool canonical_is_object(const char *text, size_t len)
{
	return len && *text == '{' && canonical_span(text, len) == len;
}
