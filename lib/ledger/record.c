/* A record's keys are fixed, so canonical order is too: actor, body or commit, contest, prev, req, seq,
 * ts, type, v. Writing prints that layout; reading expects it byte by byte and only the body has to be
 * scanned. So a line is accepted exactly when writing it again gives the same bytes. */
#include "ledger/record.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "base/time.h"
#include "ledger/canonical.h"

#include <inttypes.h>
#include <string.h>

static const struct {
	const char *name;
	bool sealed;
} types[] = {
	{"ledger.open", false},
	{"contest.define", false},
	{"entry.accept", false},
	{"expert.seat", false},
	{"expert.invite", false},
	{"expert.decline", false},
	{"expert.leave", false},
	{"sheet.submit", true},
	{"sheet.amend", true},
	{"stage.close", false},
	{"tie.deliberate", true},
	{"award.grant", true},
	{"reveal", false},
	{"result.publish", false},
	{"entry.withdraw", false},
	{"key.rotate", false},
	{"role.grant", false},
	{"role.revoke", false},
	{"link.make", false},
	{"link.revoke", false},
	{"panel.seat", false},
	{"panel.assign", true},
	{"floor.step", false},
	{"key.enrol", false},
	{"heat.lock", false},
	{"heat.sign", false},
	{"tie.open", true},
	{"tie.vote", true},
	{"score.show", false},
	{"sample.open", false},
	{"draw.commit", false},
	{"draw.announce", false},
	{"draw.conclude", false},
	{"draw.void", false},
	{"conflict.rule", true},
	{"timetable.set", false},
};

static int find_type(const char *name, size_t len)
{
	for (size_t i = 0; i < COUNT_OF(types); i++)
		if (strlen(types[i].name) == len && memcmp(types[i].name, name, len) == 0)
			return (int)i;
	return -1;
}

const char *record_type_known(const char *type)
{
	int i = find_type(type, strlen(type));
	return i < 0 ? NULL : types[i].name;
}

bool record_type_sealed(const char *type)
{
	int i = find_type(type, strlen(type));
	return i >= 0 && types[i].sealed;
}

/* Bytes that need no escape in JSON and no thought anywhere else. */
static size_t name_span(const char *s, size_t len)
{
	size_t n = 0;
	while (n < len && s[n] >= 0x20 && s[n] < 0x7F && s[n] != '"' && s[n] != '\\')
		n++;
	return n;
}

static bool is_name(const char *s)
{
	size_t len = s ? strlen(s) : 0;
	return len && len <= RECORD_NAME_LIMIT && name_span(s, len) == len;
}

static bool is_hex64(const char *s, size_t len)
{
	struct sha out;
	return hex_decode(s, len, out.bytes, SHA_LEN);
}

static bool check(const struct record *r, struct err *err)
{
	int type = r->type ? find_type(r->type, strlen(r->type)) : -1;
	if (type < 0)
		return fail(err, ERR_INPUT, "record.type", "There is no record type “%s”.",
			r->type ? r->type : "");
	if (!r->contest || !str_is_id(r->contest))
		return fail(err, ERR_INPUT, "record.name", "A record's contest must be an id.");
	if (!is_name(r->actor) || !is_name(r->req))
		return fail(err, ERR_INPUT, "record.name",
			"A record's actor and request must be 1 to %d printable ASCII characters without quote and backslash.",
			RECORD_NAME_LIMIT);
	if (r->seq < 0 || r->seq >= (int64_t)1 << 53)
		return fail(err, ERR_INPUT, "record.seq", "A record's number must be below 2^53.");
	if (types[type].sealed ? !r->commit || r->body : !r->body || r->commit)
		return fail(err, ERR_INPUT, "record.body", "A record of type %s must have %s.", r->type,
			types[type].sealed ? "a commitment and no body" : "a body and no commitment");
	if (r->commit && !is_hex64(r->commit, strlen(r->commit)))
		return fail(err, ERR_INPUT, "record.body", "A commitment is 64 lower-case hex digits.");
	if (r->body && !canonical_is_object(r->body, strlen(r->body)))
		return fail(err, ERR_INPUT, "record.body", "The body of a record must be a canonical JSON object.");
	return true;
}

bool record_write(const struct record *r, struct buf *out, struct err *err)
{
	char prev[SHA_HEX], ts[TIME_TEXT];
	if (!check(r, err))
		return false;
	size_t before = out->len;
	buf_printf(out, "{\"actor\":\"%s\",", r->actor);
	if (r->body) {
		buf_puts(out, "\"body\":");
		buf_puts(out, r->body);
		buf_putc(out, ',');
	} else {
		buf_printf(out, "\"commit\":\"%s\",", r->commit);
	}
	buf_printf(out, "\"contest\":\"%s\",\"prev\":\"%s\",\"req\":\"%s\",\"seq\":%" PRId64
		",\"ts\":\"%s\",\"type\":\"%s\",\"v\":1}",
		r->contest, sha_hex(&r->prev, prev), r->req, r->seq, time_format(r->ts_ms, ts), r->type);
	if (out->len - before > RECORD_LIMIT_BYTES)
		return fail(err, ERR_LIMIT, "record.long", "A record of %zu bytes is longer than the %d allowed.",
			out->len - before, RECORD_LIMIT_BYTES);
	return true;
}

struct cursor {
	const char *line, *at, *end;
	struct arena *arena;
	struct err *err;
};

static bool malformed(struct cursor *c, const char *what)
{
	return fail(c->err, ERR_PROOF, "record.form", "not a canonical record at byte %zu: %s expected",
		(size_t)(c->at - c->line), what);
}

static bool literal(struct cursor *c, const char *text)
{
	size_t n = strlen(text);
	if ((size_t)(c->end - c->at) < n || memcmp(c->at, text, n) != 0)
		return malformed(c, text);
	c->at += n;
	return true;
}

static bool starts(const struct cursor *c, const char *text)
{
	size_t n = strlen(text);
	return (size_t)(c->end - c->at) >= n && memcmp(c->at, text, n) == 0;
}

static bool read_name(struct cursor *c, const char **ret)
{
	size_t n = name_span(c->at, (size_t)(c->end - c->at));
	if (!n || n > RECORD_NAME_LIMIT)
		return malformed(c, "a name");
	*ret = arena_strndup(c->arena, c->at, n);
	c->at += n;
	return true;
}

static bool read_hex(struct cursor *c, struct sha *ret)
{
	if (c->end - c->at < 2 * SHA_LEN || !hex_decode(c->at, (size_t)2 * SHA_LEN, ret->bytes, SHA_LEN))
		return malformed(c, "64 hex digits");
	c->at += 2 * SHA_LEN;
	return true;
}

static bool read_content(struct cursor *c, struct record *r)
{
	struct sha commit;
	if (starts(c, "\"commit\":")) {
		if (!literal(c, "\"commit\":\"") || !read_hex(c, &commit))
			return false;
		r->commit = arena_strndup(c->arena, c->at - (ptrdiff_t)2 * SHA_LEN, (size_t)2 * SHA_LEN);
		return literal(c, "\",");
	}
	if (!literal(c, "\"body\":"))
		return false;
	size_t n = starts(c, "{") ? canonical_span(c->at, (size_t)(c->end - c->at)) : 0;
	if (!n)
		return malformed(c, "a canonical object");
	r->body = arena_strndup(c->arena, c->at, n);
	c->at += n;
	return literal(c, ",");
}

static bool read_seq(struct cursor *c, int64_t *ret)
{
	const char *first = c->at;
	int64_t v = 0;
	while (c->at < c->end && *c->at >= '0' && *c->at <= '9' && v < (int64_t)1 << 53)
		v = v * 10 + (*c->at++ - '0');
	if (c->at == first || v >= (int64_t)1 << 53 || (*first == '0' && c->at - first > 1)) {
		c->at = first;
		return malformed(c, "a number");
	}
	*ret = v;
	return true;
}

static bool read_ts(struct cursor *c, int64_t *ret)
{
	size_t n = TIME_TEXT - 1;
	if ((size_t)(c->end - c->at) < n || !time_parse_utc(c->at, n, ret))
		return malformed(c, "a time");
	c->at += n;
	return true;
}

static bool read_type(struct cursor *c, struct record *r)
{
	size_t n = name_span(c->at, (size_t)(c->end - c->at));
	int type = find_type(c->at, n);
	if (type < 0)
		return malformed(c, "a known type");
	if (types[type].sealed != (r->commit != NULL))
		return malformed(c, types[type].sealed ? "a public type" : "a sealed type");
	r->type = types[type].name;
	c->at += n;
	return true;
}

bool record_read(const char *line, size_t len, struct arena *arena, struct record *ret, struct err *err)
{
	struct cursor c = {line, line, line + len, arena, err};
	struct record r = {0};
	if (len > RECORD_LIMIT_BYTES)
		return malformed(&c, "a shorter line");
	if (!literal(&c, "{\"actor\":\"") || !read_name(&c, &r.actor) || !literal(&c, "\",") ||
		!read_content(&c, &r) || !literal(&c, "\"contest\":\"") || !read_name(&c, &r.contest))
		return false;
	if (!str_is_id(r.contest))
		return malformed(&c, "a contest id");
	if (!literal(&c, "\",\"prev\":\"") || !read_hex(&c, &r.prev) || !literal(&c, "\",\"req\":\"") ||
		!read_name(&c, &r.req) || !literal(&c, "\",\"seq\":") || !read_seq(&c, &r.seq) ||
		!literal(&c, ",\"ts\":\"") || !read_ts(&c, &r.ts_ms) || !literal(&c, "\",\"type\":\"") ||
		!read_type(&c, &r) || !literal(&c, "\",\"v\":1}"))
		return false;
	if (c.at != c.end)
		return malformed(&c, "the line's end");
	*ret = r;
	return true;
}

struct sha record_commitment(struct slice salt_hex, struct slice body)
{
	struct slice parts[] = {salt_hex, {".", 1}, body};
	return sha256_parts(parts, COUNT_OF(parts));
}

char *record_commit(const char *salt_hex, const char *body, char out[SHA_HEX])
{
	struct sha sum = record_commitment((struct slice){salt_hex, strlen(salt_hex)},
		(struct slice){body, strlen(body)});
	return sha_hex(&sum, out);
}
