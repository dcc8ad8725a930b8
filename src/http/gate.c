/* Two checks. The first reads fields as the engine reports them. The second
 * accounts for every byte of the raw header: the engine works in place and
 * hands out pointers into its buffer, a line that ended in CRLF is followed by
 * two NULs and one that ended in a bare LF by one, so walking from field to
 * field shows whether it swallowed or joined anything. Should another version
 * of the engine lay its buffer out differently, everything is refused: loud
 * and safe. */
#include "http/gate.h"

#include "base/str.h"
#include "http/body.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool is_token_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		(c != '\0' && strchr("!#$%&'*+-.^_`|~", c) != NULL);
}

static bool is_token(const char *s)
{
	size_t n = 0;
	while (is_token_char(s[n]))
		n++;
	return n > 0 && s[n] == '\0';
}

/* Visible ASCII, blanks inside, and bytes above 0x7F (obs-text). */
static bool is_field_value(const char *s)
{
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;
		if ((c < 0x20 && c != '\t') || c == 0x7F)
			return false;
	}
	return true;
}

/* reg-name, IPv4 or [IPv6], with an optional port: the characters only. */
static bool is_host(const char *s)
{
	size_t n =
		strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+;=:[]%");
	return n > 0 && n < 256 && s[n] == '\0';
}

/* The only field of that name, NULL when there is none; *ret_count is how many there are. */
static const char *only_field(const struct http_request *rq, const char *name, int *ret_count)
{
	const char *value = NULL;
	*ret_count = 0;
	for (size_t i = 0; i < rq->field_count; i++) {
		if (strcasecmp(rq->fields[i].name, name) != 0)
			continue;
		value = rq->fields[i].value;
		++*ret_count;
	}
	return value;
}

static bool check_fields(const struct http_request *rq, struct err *err)
{
	static const char *const single[] = {"Content-Type", "Authorization", "Origin", "Expect", "If-Match",
		"If-Modified-Since", "Range", "Referer", "Upgrade", "X-Leitai-Token", "Idempotency-Key", "Sec-Fetch-Site"};
	for (size_t i = 0; i < rq->field_count; i++) {
		if (!is_token(rq->fields[i].name))
			return fail(err, ERR_INPUT, "request.header", "A header field's name is malformed.");
		if (!is_field_value(rq->fields[i].value))
			return fail(err, ERR_INPUT, "request.header",
				"A header field's value holds a control character.");
	}
	for (size_t i = 0; i < COUNT_OF(single); i++) {
		int count;
		only_field(rq, single[i], &count);
		if (count > 1)
			return fail(err, ERR_INPUT, "request.header", "%s is given twice.", single[i]);
	}
	return true;
}

static bool check_host(const struct http_request *rq, struct err *err)
{
	int count;
	const char *host = only_field(rq, "Host", &count);
	if (count > 1 || (count == 0 && str_eq(rq->version, "HTTP/1.1")))
		return fail(err, ERR_INPUT, "request.host", "There must be exactly one Host field.");
	if (host && !is_host(host))
		return fail(err, ERR_INPUT, "request.host", "The Host field is malformed.");
	return true;
}

/* How the body is delimited must be said once and clearly. */
static bool check_framing(const struct http_request *rq, bool *ret_chunked, int64_t *ret_length, struct err *err)
{
	int lengths, encodings;
	const char *length = only_field(rq, "Content-Length", &lengths);
	const char *encoding = only_field(rq, "Transfer-Encoding", &encodings);
	if (lengths > 1 || encodings > 1 || (lengths && encodings))
		return fail(err, ERR_INPUT, "request.framing", "The body's length is told more than once.");
	if (encoding && (strcasecmp(encoding, "chunked") != 0 || !str_eq(rq->version, "HTTP/1.1")))
		return fail(err, ERR_INPUT, "request.framing",
			"The only Transfer-Encoding taken is chunked, in HTTP/1.1.");
	size_t digits = length ? strspn(length, "0123456789") : 0;
	if (length && (digits == 0 || digits > 18 || length[digits] != '\0'))
		return fail(err, ERR_INPUT, "request.framing", "Content-Length is not a number.");
	*ret_chunked = encoding != NULL;
	*ret_length = length ? atoll(length) : 0;
	return true;
}

/* The text at p[0..len) followed by `nuls` NULs, all before `end`; gives what follows, else NULL. */
static const char *step(const char *p, const char *end, const char *text, size_t len, size_t nuls)
{
	if (!p || text != p || (size_t)(end - p) < len + nuls)
		return NULL;
	p += len;
	for (; nuls; nuls--)
		if (*p++ != '\0')
			return NULL;
	return p;
}

static const char *step_field(const char *p, const char *end, const struct http_field *f)
{
	p = step(p, end, f->name, strlen(f->name), 1);
	if (!p)
		return NULL;
	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	return step(p, end, f->value, strlen(f->value), 2);
}

static bool check_layout(const struct http_request *rq, const struct http_layout *layout, struct err *err)
{
	const char *end = layout->block + layout->len;
	const char *p = step(layout->block, end, rq->method, strlen(rq->method), 1);
	/* The target itself was changed in place after it was copied; only its extent is of interest. */
	if (!p || p != layout->target || (size_t)(end - p) <= layout->target_len ||
		p[layout->target_len] != '\0')
		p = NULL;
	else
		p += layout->target_len + 1;
	p = step(p, end, rq->version, strlen(rq->version), 2);
	for (size_t i = 0; p && i < rq->field_count; i++)
		p = step_field(p, end, &rq->fields[i]);
	if (!p || end - p != 2 || p[0] != '\0' || p[1] != '\0')
		return fail(err, ERR_INPUT, "request.layout", "The request's header is malformed.");
	return true;
}

bool http_gate_check(const struct http_request *rq, struct err *err)
{
	bool chunked = false;
	int64_t length = 0;
	if (!str_eq(rq->version, "HTTP/1.1") && !str_eq(rq->version, "HTTP/1.0"))
		return fail(err, ERR_INPUT, "request.version", "HTTP/1.1 and HTTP/1.0 are spoken here.");
	if (!is_token(rq->method))
		return fail(err, ERR_INPUT, "request.header", "The method is malformed.");
	if (rq->field_count >= HTTP_FIELDS)
		return fail(err, ERR_LIMIT, "request.fields", "More than %d header fields.", HTTP_FIELDS - 1);
	if (rq->layout && !check_layout(rq, rq->layout, err))
		return false;
	if (!check_fields(rq, err) || !check_host(rq, err) || !check_framing(rq, &chunked, &length, err))
		return false;
	if (strlen(rq->target) >= HTTP_TARGET)
		return fail(err, ERR_LIMIT, "request.target-length", "The address is longer than %d bytes.",
			HTTP_TARGET - 1);
	bool reads = str_eq(rq->method, "GET") || str_eq(rq->method, "HEAD") || str_eq(rq->method, "OPTIONS");
	bool writes = str_eq(rq->method, "POST") || str_eq(rq->method, "PUT") || str_eq(rq->method, "DELETE");
	if (!reads && !writes)
		return fail(err, ERR_INPUT, "request.method", "No address here takes the method %.20s.", rq->method);
	if (reads && (chunked || length))
		return fail(err, ERR_LIMIT, "request.body", "A %s has no body here.", rq->method);
	if (chunked)
		return fail(err, ERR_INPUT, "request.length", "A body must come with its Content-Length.");
	if (length > HTTP_BODY_LIMIT)
		return fail(err, ERR_LIMIT, "request.body", "A body has at most %d bytes here.", HTTP_BODY_LIMIT);
	return true;
}
