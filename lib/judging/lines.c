/* One pass with memchr(); the encoding is checked up front for the whole text. Order is memcmp()'s, as in the C
 * locale, where a line that begins another comes first. */
#include "judging/lines.h"

#include "base/arena.h"
#include "base/str.h"

#include <string.h>

bool lines_open(struct lines *l, const char *file, struct slice text, struct err *err)
{
	*l = (struct lines){.file = file, .at = text.at, .end = text.at + text.len};
	if (memchr(text.at, '\r', text.len))
		return fail(err, ERR_INPUT, "draw.encoding", "%s has carriage returns; its lines must end with LF alone.", file);
	if (!utf8_is_plain(text.at, text.len, true))
		return fail(err, ERR_INPUT, "draw.encoding", "%s must be UTF-8 without tabs or other control characters.", file);
	return true;
}

bool lines_next(struct lines *l, struct slice *ret, bool *ret_more, struct err *err)
{
	*ret_more = l->at < l->end;
	if (!*ret_more)
		return true;
	const char *lf = memchr(l->at, '\n', (size_t)(l->end - l->at));
	l->number++;
	if (!lf)
		return fail(err, ERR_INPUT, "draw.line", "Line %d of %s does not end with LF.", l->number, l->file);
	*ret = (struct slice){l->at, (size_t)(lf - l->at)};
	l->at = lf + 1;
	return true;
}

bool lines_wrong(const struct lines *l, const char *form, struct err *err)
{
	return fail(err, ERR_INPUT, "draw.line", "Line %d of %s must read “%s”.", l->number, l->file, form);
}

bool lines_field(struct lines *l, const char *head, const char *form, struct slice *ret, struct err *err)
{
	struct slice line;
	bool more;
	size_t len = strlen(head);
	if (!lines_next(l, &line, &more, err))
		return false;
	if (!more)
		return fail(err, ERR_INPUT, "draw.line", "%s ends too early: line %d must read “%s”.", l->file, l->number + 1,
			form);
	if (line.len < len || memcmp(line.at, head, len) != 0)
		return lines_wrong(l, form, err);
	*ret = (struct slice){line.at + len, line.len - len};
	return true;
}

bool lines_end(struct lines *l, struct err *err)
{
	if (l->at == l->end)
		return true;
	return fail(err, ERR_INPUT, "draw.line", "%s has more than its %d lines.", l->file, l->number);
}

static int compare(struct slice a, struct slice b)
{
	int c = memcmp(a.at, b.at, a.len < b.len ? a.len : b.len);
	return c ? c : (a.len > b.len) - (a.len < b.len);
}

static bool check_line(const struct lines *l, struct slice line, struct slice last, struct line_rules rules,
	struct err *err)
{
	if (!line.len)
		return fail(err, ERR_INPUT, "draw.line", "Line %d of %s is empty.", l->number, l->file);
	if (line.len > rules.bytes_max)
		return fail(err, ERR_LIMIT, "draw.long", "Line %d of %s has more than %zu bytes.", l->number, l->file,
			rules.bytes_max);
	if (!rules.spaces && memchr(line.at, ' ', line.len))
		return fail(err, ERR_INPUT, "draw.line", "Line %d of %s has a space; one id stands on a line.", l->number,
			l->file);
	int order = last.at ? compare(last, line) : -1;
	if (order == 0)
		return fail(err, ERR_INPUT, "draw.twice", "Line %d of %s repeats the line before it.", l->number, l->file);
	if (order > 0)
		return fail(err, ERR_INPUT, "draw.order", "Line %d of %s is out of order; use LC_ALL=C sort -u.", l->number,
			l->file);
	return true;
}

bool lines_sorted(const char *file, struct slice text, struct line_rules rules, struct arena *arena,
	struct line_set *ret, struct err *err)
{
	struct lines l;
	struct slice line = {0}, last = {0};
	struct line_set set = {0};
	bool more;
	size_t cap = 0;
	if (!lines_open(&l, file, text, err) || !lines_next(&l, &line, &more, err))
		return false;
	if (!more)
		return fail(err, ERR_INPUT, "draw.empty", "%s is empty.", file);
	while (more) {
		if (!check_line(&l, line, last, rules, err))
			return false;
		if (set.count == rules.lines_max)
			return fail(err, ERR_LIMIT, "draw.many", "%s has more than %zu lines.", file, rules.lines_max);
		if (set.count == cap) {
			cap = cap ? 2 * cap : 64;
			set.items = arena_grow(arena, set.items, set.count, cap, sizeof *set.items);
		}
		set.items[set.count++] = arena_strndup(arena, line.at, line.len);
		last = line;
		if (!lines_next(&l, &line, &more, err))
			return false;
	}
	*ret = set;
	return true;
}

bool lines_number(struct slice s, int64_t most, int64_t *ret)
{
	int64_t v = 0;
	if (!s.len || s.len > 18 || s.at[0] == '0')
		return false;
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] < '0' || s.at[i] > '9')
			return false;
		v = v * 10 + (s.at[i] - '0');
	}
	*ret = v;
	return v <= most;
}
