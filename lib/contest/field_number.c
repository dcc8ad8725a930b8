/* Numbers, times and durations. Quoted text is never a number: `places: "14"` is a slip worth naming. */
#include "contest/field.h"

#include "base/arena.h"
#include "base/decimal.h"
#include "base/time.h"

#include <string.h>

static bool is_plain(const struct node *n)
{
	return n->kind == NODE_SCALAR && !n->quoted;
}

bool digits_value(const char *s, size_t len, int64_t *ret)
{
	if (len < 1 || len > 10)
		return false;
	int64_t value = 0;
	for (size_t i = 0; i < len; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
		value = value * 10 + (s[i] - '0');
	}
	*ret = value;
	return true;
}

static bool parse_whole(const char *s, int64_t *ret)
{
	bool minus = *s == '-';
	if (!digits_value(s + minus, strlen(s + minus), ret))
		return false;
	*ret = minus ? -*ret : *ret;
	return true;
}

static void report_number(struct reader *r, const struct node *n, const char *name, const char *wanted)
{
	if (n->kind == NODE_SCALAR && n->quoted)
		reader_report(
			r, n, "definition.type", "'%s' must be %s; leave out the quotes.", name, wanted);
	else
		reader_expected(r, n, name, wanted);
}

bool reader_whole(
	struct reader *r, const struct node *n, const char *name, int64_t min, int64_t max, int64_t *ret)
{
	int64_t value;
	if (!is_plain(n) || !parse_whole(n->text, &value)) {
		report_number(r, n, name, "a whole number");
		return false;
	}
	if (value < min || value > max) {
		reader_report(r, n, "definition.range", "'%s' must be from %lld to %lld, not %lld.", name,
			(long long)min, (long long)max, (long long)value);
		return false;
	}
	*ret = value;
	return true;
}

bool reader_units(
	struct reader *r, const struct node *n, const char *name, int64_t min, int64_t max, int64_t *ret)
{
	int64_t value;
	if (!is_plain(n) || !decimal_parse(n->text, strlen(n->text), &value)) {
		report_number(r, n, name, "a number with at most four decimals");
		return false;
	}
	if (value < min || value > max) {
		char low[DECIMAL_TEXT], high[DECIMAL_TEXT];
		reader_report(r, n, "definition.range", "'%s' must be from %s to %s, not %s.", name,
			decimal_format(min, low), decimal_format(max, high), n->text);
		return false;
	}
	*ret = value;
	return true;
}

void field_int(struct reader *r, const struct field *f, const struct node *n, void *into)
{
	int64_t value;
	if (reader_whole(r, n, f->key, f->min, f->max, &value))
		*(int *)into = (int)value;
}

void field_weight(struct reader *r, const struct field *f, const struct node *n, void *into)
{
	int64_t value;
	if (reader_whole(r, n, f->key, f->min, f->max, &value))
		*(int64_t *)into = value;
}

void field_units(struct reader *r, const struct field *f, const struct node *n, void *into)
{
	int64_t value;
	if (reader_units(r, n, f->key, f->min, f->max, &value))
		*(int64_t *)into = value;
}

static bool read_moment(struct reader *r, const struct field *f, const struct node *n, int64_t *ret)
{
	if (n->kind == NODE_SCALAR && time_parse(n->text, r->contest->offset_min, ret))
		return true;
	reader_expected(r, n, f->key, "a time like 2020-11-10 09:00 or 2020-11-10T09:00:00+08:00");
	return false;
}

void field_time(struct reader *r, const struct field *f, const struct node *n, void *into)
{
	read_moment(r, f, n, into);
}

void field_end(struct reader *r, const struct field *f, const struct node *n, void *into)
{
	enum { DATE_LEN = 10, DAY_MS = 86400000 };
	int64_t at;
	if (read_moment(r, f, n, &at))
		*(int64_t *)into = strlen(n->text) == DATE_LEN ? at + DAY_MS : at;
}

/* Seconds in "10 min", "90 s", "1 h 30 min"; 0 when it is none. */
static int64_t parse_duration(const char *s)
{
	static const struct {
		const char *unit;
		int64_t seconds;
	} units[] = {{"h", 3600}, {"min", 60}, {"s", 1}};
	int64_t total = 0;
	size_t next = 0;
	while (*s) {
		int64_t value;
		size_t digits = strspn(s, "0123456789");
		if (digits > 5 || !digits_value(s, digits, &value))
			return 0;
		s += digits;
		s += *s == ' ';
		size_t letters = strcspn(s, " ");
		while (next < COUNT_OF(units) &&
			(strlen(units[next].unit) != letters || strncmp(units[next].unit, s, letters) != 0))
			next++;
		if (next == COUNT_OF(units))
			return 0;
		total += value * units[next++].seconds;
		s += letters;
		s += *s == ' ';
	}
	return total;
}

void field_duration(struct reader *r, const struct field *f, const struct node *n, void *into)
{
	enum { MOST_S = 24 * 3600 };
	int64_t seconds = n->kind == NODE_SCALAR ? parse_duration(n->text) : 0;
	if (!seconds)
		reader_expected(r, n, f->key, "a time span like 10 min, 90 s or 1 h 30 min");
	else if (seconds > MOST_S)
		reader_report(r, n, "definition.range", "'%s' must be at most 24 h.", f->key);
	else
		*(int *)into = (int)seconds;
}
