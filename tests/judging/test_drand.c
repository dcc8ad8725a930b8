/* The beacon: rounds and their times, the signature of a real round, wrong texts. */
#include "harness/unit.h"

#include "base/buf.h"
#include "base/str.h"
#include "judging/drand.h"

#include <string.h>

#define SIGNATURE "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b"
#define RANDOMNESS "fc1873a13f3545aeade8401532ef5519920652eee6b0d2b19ca12643b87b3587"

static void rounds(void **state)
{
	(void)state;
	const int64_t genesis = (int64_t)DRAND_GENESIS_S * 1000;
	int64_t round;
	struct err err;
	static const struct {
		int64_t after_ms, round;
	} cases[] = {{0, 1}, {2999, 1}, {3000, 2}, {3001, 2}, {5999, 2}, {6000, 3}, {86400000, 28801}};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		assert_true(drand_round_at(genesis + cases[i].after_ms, &round, &err));
		assert_int_equal(round, cases[i].round);
		assert_true(drand_time_ms(round) <= genesis + cases[i].after_ms);
		assert_true(drand_time_ms(round + 1) > genesis + cases[i].after_ms);
	}
	assert_false(drand_round_at(genesis - 1, &round, &err));
	assert_string_equal(err.code, "drand.time");
	assert_false(drand_round_at(INT64_MAX, &round, &err));
	assert_string_equal(err.code, "drand.time");
}

static bool read_text(const char *text, struct drand_round *r, struct err *err)
{
	return drand_read((struct slice){text, strlen(text)}, r, err);
}

static void real_round(void **state)
{
	(void)state;
	static const char text[] = "round 657413\nsignature " SIGNATURE "\nrandomness " RANDOMNESS "\n";
	struct drand_round r;
	struct err err;
	CLEANUP(buf_done) struct buf again = {0};
	assert_true(read_text(text, &r, &err));
	assert_int_equal(r.round, 657413);
	drand_write(&r, &again);
	assert_string_equal(buf_str(&again), text);
}

static void wrong_texts(void **state)
{
	(void)state;
	static const struct {
		const char *text, *code;
	} cases[] = {
		{"", "draw.line"},
		{"round 0\n", "draw.line"},
		{"round 07\n", "draw.line"},
		{"round 7", "draw.line"},
		{"round 7\r\n", "draw.encoding"},
		{"round 657413\nsignature b713\n", "draw.line"},
		{"round 657413\nsignature " SIGNATURE "\n", "draw.line"},
		{"round 657413\nsignature " SIGNATURE "\nrandomness 00\n", "draw.line"},
		{"round 657413\nsignature " SIGNATURE "\nrandomness " RANDOMNESS "\nmore\n", "draw.line"},
		{"round 657413\nsignature " SIGNATURE
		 "\nrandomness fc1873a13f3545aeade8401532ef5519920652eee6b0d2b19ca12643b87b3588\n", "drand.randomness"},
	};
	struct drand_round r;
	struct err err;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		assert_false(read_text(cases[i].text, &r, &err));
		assert_string_equal(err.code, cases[i].code);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rounds),
		cmocka_unit_test(real_round),
		cmocka_unit_test(wrong_texts),
	};
	return cmocka_run_group_tests_name("judging/drand", tests, NULL, NULL);
}
