/* Exact numbers: marks in integer units of 10^-4, and fractions of such units.
 *
 * A mark, a bound, a penalty is an int64 count of units (9.25 is 92500). What
 * a rule makes of marks is a `struct ratio` of units: 92500/1 is 9.25. Two
 * ratios compare by cross multiplication in 128 bits, so no floating-point
 * number takes part in a decision. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct buf;

enum { DECIMAL_PLACES = 4, DECIMAL_ONE = 10000, DECIMAL_TEXT = 32 };

/* Reads "[-]digits[.digits]" with at most 4 decimals, nothing before or after;
 * false when it is anything else or |value| ≥ 9e14 units. */
bool decimal_parse(const char *s, size_t len, int64_t *ret_units);

/* Shortest text: 92500 → "9.25", 100000 → "10". out holds DECIMAL_TEXT. Returns out. */
char *decimal_format(int64_t units, char *out);

/* Text with exactly `places` (0–4) decimals; the value must be a multiple of that place. */
char *decimal_fixed(int64_t units, int places, char *out);

/* A fraction in units, den > 0, in lowest terms. */
struct ratio {
	int64_t num, den;
};

static inline struct ratio ratio_of(int64_t units)
{
	return (struct ratio){units, 1};
}

/* num/den in lowest terms; ERR_LIMIT "number.range" when it does not fit 64 bits. den != 0. */
MUST_CHECK bool ratio_make(int128 num, int128 den, struct ratio *ret, struct err *err);

MUST_CHECK bool ratio_add(struct ratio a, struct ratio b, struct ratio *ret, struct err *err);
MUST_CHECK bool ratio_sub(struct ratio a, struct ratio b, struct ratio *ret, struct err *err);

/* a × num/den, both plain integers, den > 0. */
MUST_CHECK bool ratio_scale(struct ratio a, int64_t num, int64_t den, struct ratio *ret,
	struct err *err);

/* −1, 0, +1; exact for every pair. */
int ratio_cmp(struct ratio a, struct ratio b);

enum rounding { ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_DOWN, ROUNDING_COUNT };
/* HALF_UP: half away from zero. DOWN: toward zero. */

/* Rounds to `places` (0–4) decimals of a mark; the result is a whole number of units. */
int64_t ratio_round(struct ratio a, int places, enum rounding mode);

/* "123/7" in units, or "123" when whole: the exact value as published. */
void ratio_print(struct ratio a, struct buf *out);
