/* Parts stand between semicolons or line ends; from and until between slashes. */
#include "app/away.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/time.h"

#include <stdlib.h>
#include <string.h>

#define MINUTE_MS ((int64_t)60000)
#define DAY_MS (1440 * MINUTE_MS)

enum { DAY_TEXT = 10, MINUTE_TEXT = 16 }; /* "2026-05-03", "2026-05-03 09:00" */

static struct slice trim(struct slice s)
{
	while (s.len && strchr(" \t\r", s.at[0])) {
		s.at++;
		s.len--;
	}
	while (s.len && strchr(" \t\r", s.at[s.len - 1]))
		s.len--;
	return s;
}

/* A moment; a day is its beginning, or with `end` its end. */
static bool read_moment(struct slice s, int offset_min, bool end, int64_t *ret)
{
	char text[48];
	s = trim(s);
	if (!s.len || s.len >= sizeof(text))
		return false;
	memcpy(text, s.at, s.len);
	text[s.len] = '\0';
	if (!time_parse(text, offset_min, ret))
		return false;
	if (end && s.len == DAY_TEXT)
		*ret += DAY_MS;
	return true;
}

static bool read_span(struct slice s, int offset_min, struct away_span *ret)
{
	const char *slash = memchr(s.at, '/', s.len);
	struct slice from = s, until = s;
	if (slash) {
		from.len = (size_t)(slash - s.at);
		until = (struct slice){slash + 1, s.len - from.len - 1};
	} else if (s.len != DAY_TEXT) {
		return false;
	}
	return read_moment(from, offset_min, false, &ret->from_ms) && read_moment(until, offset_min, true, &ret->until_ms) &&
		ret->from_ms < ret->until_ms;
}

static int by_from(const void *a, const void *b)
{
	const struct away_span *x = a, *y = b;
	return (x->from_ms > y->from_ms) - (x->from_ms < y->from_ms);
}

static size_t join(struct away_span *spans, size_t n)
{
	size_t kept = 0;
	qsort(spans, n, sizeof(*spans), by_from);
	for (size_t i = 0; i < n; i++) {
		struct away_span *last = kept ? &spans[kept - 1] : NULL;
		if (!last || spans[i].from_ms > last->until_ms)
			spans[kept++] = spans[i];
		else if (spans[i].until_ms > last->until_ms)
			last->until_ms = spans[i].until_ms;
	}
	return kept;
}

bool away_read(const char *text, int offset_min, struct arena *arena, const char **ret_json, struct err *err)
{
	struct away_span spans[AWAY_SPANS];
	size_t n = 0;
	for (const char *at = text ? text : ""; *at;) {
		size_t len = strcspn(at, ";\n");
		struct slice part = trim((struct slice){at, len});
		at += len + (at[len] != '\0');
		if (!part.len)
			continue;
		if (n == AWAY_SPANS)
			return fail(err, ERR_INPUT, "candidate.away", "More than %d spans of being away.", AWAY_SPANS);
		if (!read_span(part, offset_min, &spans[n++]))
			return fail(err, ERR_INPUT, "candidate.away",
				"“%.*s” is no time to be away: write 2026-05-03, or 2026-05-01 09:00/2026-05-01 12:00.",
				(int)(part.len < 60 ? part.len : 60), part.at);
	}
	n = join(spans, n);
	CLEANUP(buf_done) struct buf out = {0};
	struct json_writer w = json_writer(&out);
	json_open(&w, NULL, '[');
	for (size_t i = 0; i < n; i++) {
		json_open(&w, NULL, '[');
		json_put_int(&w, NULL, spans[i].from_ms);
		json_put_int(&w, NULL, spans[i].until_ms);
		json_close(&w, ']');
	}
	json_close(&w, ']');
	*ret_json = arena_strdup(arena, buf_str(&out));
	return true;
}

bool away_load(const char *json, struct arena *arena, struct away_span **ret_spans, size_t *ret_count, struct err *err)
{
	struct json all;
	if (!json_parse(json, strlen(json), arena, &all, err))
		return false;
	struct away_span *spans = ARENA_ARRAY(arena, all.count, struct away_span);
	for (size_t i = 0; i < all.count; i++)
		if (all.items[i].count == 2)
			spans[i] = (struct away_span){all.items[i].items[0].integer, all.items[i].items[1].integer};
	*ret_spans = spans;
	*ret_count = all.count;
	return true;
}

static void put_moment(struct buf *out, int64_t civil_ms, size_t len)
{
	char at[TIME_TEXT];
	time_format(civil_ms, at);
	if (len > DAY_TEXT)
		at[DAY_TEXT] = ' ';
	buf_put(out, at, len);
}

bool away_write(const char *json, int offset_min, struct arena *arena, const char **ret_text, struct err *err)
{
	struct away_span *spans;
	size_t n;
	if (!away_load(json, arena, &spans, &n, err))
		return false;
	CLEANUP(buf_done) struct buf out = {0};
	for (size_t i = 0; i < n; i++) {
		int64_t from = spans[i].from_ms + offset_min * MINUTE_MS, until = spans[i].until_ms + offset_min * MINUTE_MS;
		bool days = from % DAY_MS == 0 && until % DAY_MS == 0;
		buf_puts(&out, i ? "; " : "");
		put_moment(&out, from, days ? DAY_TEXT : MINUTE_TEXT);
		if (days && until - from == DAY_MS)
			continue;
		buf_putc(&out, '/');
		put_moment(&out, days ? until - DAY_MS : until, days ? DAY_TEXT : MINUTE_TEXT);
	}
	*ret_text = arena_strdup(arena, buf_str(&out));
	return true;
}
