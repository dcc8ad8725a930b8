/* Decimals: text both ways, exact fractions, rounding at every half. */
#include "harness/unit.h"

#include "base/buf.h"
#include "base/decimal.h"
#include "base/rng.h"

#include <string.h>

static void reads_what_it_writes(void **state)
{
	(void)state;
	static const struct {
		const char *in, *out;
		int64_t units;
	} cases[] = {
		{"0", "0", 0}, {"9.25", "9.25", 92500}, {"-3", "-3", -30000},
		{"0.0001", "0.0001", 1}, {"100.0", "100", 1000000}, {"007", "7", 70000},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		int64_t units = 1;
		char text[DECIMAL_TEXT];
		assert_true(decimal_parse(cases[i].in, strlen(cases[i].in), &units));
		assert_int_equal(units, cases[i].units);
		assert_string_equal(decimal_format(units, text), cases[i].out);
	}
}

static void refuses_what_is_no_decimal(void **state)
{
	(void)state;
	static const char *const bad[] = {"", "-", ".5", "5.", "1.23456", "1e3", " 1", "1 ", "+1",
		"1.2.3", "--1", "0x1", "90000000000", "1234567890123", "1,5"};
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		int64_t units;
		if (strcmp(bad[i], "90000000000") == 0)
			continue; /* 9e14 units is the bound itself */
		assert_false(decimal_parse(bad[i], strlen(bad[i]), &units));
	}
	int64_t units;
	assert_false(decimal_parse("90000000000", 11, &units));
	assert_true(decimal_parse("89999999999.9999", 16, &units));
}

static void rounds_halves_as_told(void **state)
{
	(void)state;
	struct ratio half = {10500, 2}; /* 0.525 */
	assert_int_equal(ratio_round(half, 2, ROUND_HALF_UP), 5300);
	assert_int_equal(ratio_round(half, 2, ROUND_HALF_EVEN), 5200);
	assert_int_equal(ratio_round(half, 2, ROUND_DOWN), 5200);
	half.num = -half.num;
	assert_int_equal(ratio_round(half, 2, ROUND_HALF_UP), -5300);
	struct ratio third = {100000, 3}; /* 3.3333… */
	assert_int_equal(ratio_round(third, 4, ROUND_HALF_UP), 33333);
	assert_int_equal(ratio_round(third, 0, ROUND_HALF_UP), 30000);
	struct ratio two_thirds = {200000, 3};
	assert_int_equal(ratio_round(two_thirds, 0, ROUND_HALF_UP), 70000);
}

static void compares_without_losing_a_bit(void **state)
{
	(void)state;
	struct ratio a = {INT64_MAX, INT64_MAX - 1}, b = {INT64_MAX - 1, INT64_MAX - 2};
	assert_true(ratio_cmp(a, b) < 0);
	assert_true(ratio_cmp(b, a) > 0);
	assert_int_equal(ratio_cmp(a, a), 0);
}

static void says_when_64_bits_do_not_do(void **state)
{
	(void)state;
	struct ratio big = {INT64_MAX, 1}, out;
	struct err err = {0};
	assert_false(ratio_add(big, big, &out, &err));
	assert_string_equal(err.code, "number.range");
}

/* (a + b) − b = a, and sums do not depend on the order. */
static void adds_like_numbers_do(void **state)
{
	(void)state;
	struct rng rng = rng_of(7);
	for (int i = 0; i < 20000; i++) {
		struct ratio a, b, c, back, left, right;
		struct err err = {0};
		assert_true(ratio_make((int64_t)rng_below(&rng, 2000000) - 1000000, (int64_t)rng_below(&rng, 400) + 1, &a, &err));
		assert_true(ratio_make((int64_t)rng_below(&rng, 2000000) - 1000000, (int64_t)rng_below(&rng, 400) + 1, &b, &err));
		assert_true(ratio_make((int64_t)rng_below(&rng, 2000000), (int64_t)rng_below(&rng, 400) + 1, &c, &err));
		assert_true(ratio_add(a, b, &left, &err));
		assert_true(ratio_sub(left, b, &back, &err));
		assert_int_equal(ratio_cmp(a, back), 0);
		assert_true(ratio_add(left, c, &left, &err));
		assert_true(ratio_add(b, c, &right, &err));
		assert_true(ratio_add(a, right, &right, &err));
		assert_int_equal(left.num, right.num);
		assert_int_equal(left.den, right.den);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_what_it_writes),
		cmocka_unit_test(refuses_what_is_no_decimal),
		cmocka_unit_test(rounds_halves_as_told),
		cmocka_unit_test(compares_without_losing_a_bit),
		cmocka_unit_test(says_when_64_bits_do_not_do),
		cmocka_unit_test(adds_like_numbers_do),
	};
	return cmocka_run_group_tests_name("base/decimal", tests, NULL, NULL);
}
