/* Time: text both ways over the centuries, and what people write. */
#include "harness/unit.h"

#include "base/rng.h"
#include "base/time.h"

#include <string.h>

static void known_moments(void **state)
{
	(void)state;
	char text[TIME_TEXT];
	assert_string_equal(time_format(0, text), "1970-01-01T00:00:00.000Z");
	assert_string_equal(time_format(-1, text), "1969-12-31T23:59:59.999Z");
	assert_string_equal(time_format(951782400000, text), "2000-02-29T00:00:00.000Z");
	int64_t ms;
	assert_true(time_parse("2020-11-10 09:00", 480, &ms));
	assert_string_equal(time_format(ms, text), "2020-11-10T01:00:00.000Z");
	assert_true(time_parse("2020-11-10T09:00:00-01:30", 480, &ms));
	assert_string_equal(time_format(ms, text), "2020-11-10T10:30:00.000Z");
	assert_true(time_parse("2020-11-10", 0, &ms));
}

static void round_trip(void **state)
{
	(void)state;
	struct rng rng = rng_of(3);
	for (int i = 0; i < 20000; i++) {
		int64_t at = (int64_t)rng_below(&rng, 8000000000000), back;
		char text[TIME_TEXT];
		assert_true(time_parse_utc(time_format(at, text), TIME_TEXT - 1, &back));
		assert_int_equal(at, back);
	}
}

static void refuses(void **state)
{
	(void)state;
	static const char *const bad[] = {"", "2020-13-01", "2021-02-29", "2020-1-01", "2020-01-01 24:00",
		"2020-01-01x", "2020-01-01 09:00+8", "20200101", "2020-01-01 09:00.123"};
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		int64_t ms;
		assert_false(time_parse(bad[i], 0, &ms));
	}
	int64_t ms;
	assert_false(time_parse_utc("2020-01-01 00:00:00.000Z", 24, &ms));
	assert_false(time_parse_utc("2026-02-01T10:00\0\0000.123Z", 24, &ms));
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(known_moments),
		cmocka_unit_test(round_trip), cmocka_unit_test(refuses)};
	return cmocka_run_group_tests_name("base/time", tests, NULL, NULL);
}
