/* Every operation goes through int128 and comes back in lowest terms; what no
 * longer fits 64 bits is an error, never a wrong digit. Products of two
 * int64 and sums of two such products fit in 127 bits. */
#include "base/decimal.h"

#include "base/buf.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const int64_t POWERS[DECIMAL_PLACES + 1] = {1, 10, 100, 1000, 10000};

bool decimal_parse(const char *s, size_t len, int64_t *ret_units)
{
	size_t i = 0;
	bool negative = len > 0 && s[0] == '-';
	i += negative;
	int64_t v = 0;
	size_t whole = 0, places = 0;
	bool point = false;
	for (; i < len; i++) {
		if (s[i] == '.' && !point && whole) {
			point = true;
			continue;
		}
		if (s[i] < '0' || s[i] > '9' || (point && places == DECIMAL_PLACES) || whole > 11)
			return false;
		v = v * 10 + (s[i] - '0');
		if (point)
			places++;
		else
			whole++;
	}
	if (!whole || (point && !places))
		return false;
	v *= POWERS[DECIMAL_PLACES - places];
	if (v >= (int64_t)900000000000000)
		return false;
	*ret_units = negative ? -v : v;
	return true;
}

char *decimal_fixed(int64_t units, int places, char *out)
{
	uint64_t u = units < 0 ? 0 - (uint64_t)units : (uint64_t)units;
	const char *sign = units < 0 ? "-" : "";
	if (places == 0) {
		snprintf(out, DECIMAL_TEXT, "%s%" PRIu64, sign, u / DECIMAL_ONE);
		return out;
	}
	uint64_t cut = (uint64_t)POWERS[DECIMAL_PLACES - places];
	snprintf(out, DECIMAL_TEXT, "%s%" PRIu64 ".%0*" PRIu64, sign, u / DECIMAL_ONE, places,
		u % DECIMAL_ONE / cut);
	return out;
}

char *decimal_format(int64_t units, char *out)
{
	int places = DECIMAL_PLACES;
	while (places > 0 && units % POWERS[DECIMAL_PLACES - places + 1] == 0)
		places--;
	return decimal_fixed(units, places, out);
}

static int128 gcd128(int128 a, int128 b)
{
	if (a < 0)
		a = -a;
	if (b < 0)
		b = -b;
	while (b && (a > INT64_MAX || b > INT64_MAX)) {
		int128 r = a % b;
		a = b;
		b = r;
	}
	/* 128-bit division is a library call; the tail fits the processor's own. */
	uint64_t x = (uint64_t)a, y = (uint64_t)b;
	if (!b)
		return a;
	while (y) {
		uint64_t r = x % y;
		x = y;
		y = r;
	}
	return (int128)x;
}

bool ratio_make(int128 num, int128 den, struct ratio *ret, struct err *err)
{
	if (den < 0) {
		num = -num;
		den = -den;
	}
	int128 g = den == 1 ? 1 : gcd128(num, den);
	num /= g;
	den /= g;
	if (num > INT64_MAX || num < -(int128)INT64_MAX || den > INT64_MAX)
		return fail(err, ERR_LIMIT, "number.range",
			"A score needs more than 64 bits to be exact; round at an earlier step.");
	*ret = (struct ratio){(int64_t)num, (int64_t)den};
	return true;
}

bool ratio_add(struct ratio a, struct ratio b, struct ratio *ret, struct err *err)
{
	if (a.den == b.den)
		return ratio_make((int128)a.num + b.num, a.den, ret, err);
	return ratio_make((int128)a.num * b.den + (int128)b.num * a.den, (int128)a.den * b.den, ret,
		err);
}

bool ratio_sub(struct ratio a, struct ratio b, struct ratio *ret, struct err *err)
{
	b.num = -b.num;
	return ratio_add(a, b, ret, err);
}

bool ratio_scale(struct ratio a, int64_t num, int64_t den, struct ratio *ret, struct err *err)
{
	return ratio_make((int128)a.num * num, (int128)a.den * den, ret, err);
}

int ratio_cmp(struct ratio a, struct ratio b)
{
	int128 left = (int128)a.num * b.den, right = (int128)b.num * a.den;
	return (left > right) - (left < right);
}

int64_t ratio_round(struct ratio a, int places, enum rounding mode)
{
	int64_t step = POWERS[DECIMAL_PLACES - places];
	int128 unit = (int128)a.den * step;
	int128 magnitude = a.num < 0 ? -(int128)a.num : (int128)a.num;
	int128 whole = magnitude / unit, rest = magnitude % unit;
	bool up = false;
	if (mode == ROUND_HALF_UP)
		up = rest * 2 >= unit;
	else if (mode == ROUND_HALF_EVEN)
		up = rest * 2 > unit || (rest * 2 == unit && whole % 2);
	int64_t rounded = (int64_t)(whole + up) * step;
	return a.num < 0 ? -rounded : rounded;
}

void ratio_print(struct ratio a, struct buf *out)
{
	if (a.den == 1)
		buf_printf(out, "%" PRId64, a.num);
	else
		buf_printf(out, "%" PRId64 "/%" PRId64, a.num, a.den);
}
