/* Civil dates by the day-count formulas of Howard Hinnant ("chrono-compatible
 * low-level date algorithms"): years start in March, so that the leap day is last. */
#include "base/time.h"

#include <string.h>

static int64_t days_from_civil(int64_t y, unsigned m, unsigned d)
{
	y -= m <= 2;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	unsigned yoe = (unsigned)(y - era * 400);
	unsigned doy = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + d - 1;
	unsigned doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
	return era * 146097 + (int64_t)doe - 719468;
}

static void civil_from_days(int64_t z, int *y, unsigned *m, unsigned *d)
{
	z += 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	unsigned doe = (unsigned)(z - era * 146097);
	unsigned yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	unsigned doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	unsigned mp = (5 * doy + 2) / 153;
	*d = doy - (153 * mp + 2) / 5 + 1;
	*m = mp < 10 ? mp + 3 : mp - 9;
	*y = (int)(yoe + era * 400 + (*m <= 2));
}

/* `n` decimal digits of v. */
static void put_digits(char *out, int n, int64_t v)
{
	for (int i = n - 1; i >= 0; i--, v /= 10)
		out[i] = (char)('0' + v % 10);
}

/* By hand, not by snprintf: every record of a ledger is written and read with it. */
char *time_format(int64_t at_ms, char *out)
{
	int64_t days = at_ms / 86400000, ms = at_ms % 86400000;
	if (ms < 0) {
		ms += 86400000;
		days--;
	}
	int y;
	unsigned m, d;
	civil_from_days(days, &y, &m, &d);
	memcpy(out, "0000-00-00T00:00:00.000Z", TIME_TEXT);
	put_digits(out, 4, y);
	put_digits(out + 5, 2, m);
	put_digits(out + 8, 2, d);
	put_digits(out + 11, 2, ms / 3600000);
	put_digits(out + 14, 2, ms / 60000 % 60);
	put_digits(out + 17, 2, ms / 1000 % 60);
	put_digits(out + 20, 3, ms % 1000);
	return out;
}

/* Reads `n` digits at *s and steps over them. */
static bool digits(const char **s, int n, int *ret)
{
	int v = 0;
	for (int i = 0; i < n; i++, (*s)++) {
		if (**s < '0' || **s > '9')
			return false;
		v = v * 10 + (**s - '0');
	}
	*ret = v;
	return true;
}

static bool step_over(const char **s, char c)
{
	if (**s != c)
		return false;
	(*s)++;
	return true;
}

static bool date_part(const char **s, int64_t *ret_days)
{
	static const unsigned char length[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int y, m, d;
	if (!digits(s, 4, &y) || !step_over(s, '-') || !digits(s, 2, &m) || !step_over(s, '-') ||
		!digits(s, 2, &d))
		return false;
	if (m < 1 || m > 12)
		return false;
	bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
	if (d < 1 || d > length[m - 1] + (m == 2 && leap))
		return false;
	*ret_days = days_from_civil(y, (unsigned)m, (unsigned)d);
	return true;
}

/* "09:00", "09:00:30" or "09:00:30.123" */
static bool clock_part(const char **s, int64_t *ret_ms)
{
	int h, m, sec = 0, ms = 0;
	if (!digits(s, 2, &h) || !step_over(s, ':') || !digits(s, 2, &m))
		return false;
	if (step_over(s, ':') && (!digits(s, 2, &sec) || (step_over(s, '.') && !digits(s, 3, &ms))))
		return false;
	if (h > 23 || m > 59 || sec > 59)
		return false;
	*ret_ms = ((h * 60 + m) * 60 + sec) * (int64_t)1000 + ms;
	return true;
}

static bool offset_part(const char **s, int *ret_min)
{
	if (step_over(s, 'Z')) {
		*ret_min = 0;
		return true;
	}
	int sign = **s == '-' ? -1 : 1, h, m;
	if (!step_over(s, '+') && !step_over(s, '-'))
		return false;
	if (!digits(s, 2, &h) || !step_over(s, ':') || !digits(s, 2, &m) || h > 14 || m > 59)
		return false;
	*ret_min = sign * (h * 60 + m);
	return true;
}

bool time_parse(const char *s, int offset_min, int64_t *ret_ms)
{
	int64_t days, ms = 0;
	if (!date_part(&s, &days))
		return false;
	if (*s) {
		if ((!step_over(&s, 'T') && !step_over(&s, ' ')) || !clock_part(&s, &ms))
			return false;
		if (*s && !offset_part(&s, &offset_min))
			return false;
	}
	if (*s)
		return false;
	*ret_ms = days * 86400000 + ms - offset_min * (int64_t)60000;
	return true;
}

bool time_parse_utc(const char *s, size_t len, int64_t *ret_ms)
{
	if (len != TIME_TEXT - 1)
		return false;
	char text[TIME_TEXT], canonical[TIME_TEXT];
	memcpy(text, s, TIME_TEXT - 1);
	text[TIME_TEXT - 1] = '\0';
	/* time_parse() takes looser forms, so compare with the one form; s may hold a NUL. */
	int64_t at_ms;
	if (!time_parse(text, 0, &at_ms) || memcmp(time_format(at_ms, canonical), s, TIME_TEXT - 1) != 0)
		return false;
	*ret_ms = at_ms;
	return true;
}
