/* The beacon: rounds and their times, the signature of a real round, wrong texts. */
#include "harness/unit.h"

#include "base/buf.h"
#include "base/str.h"
#include "judging/drand.h"

#include <string.h>

#define SIGNATURE "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b"
#define RANDOMNESS "fc1873a13f3545aeade8401532ef5519920652eee6b0d2b19ca12643b87b3587"
#define OTHER "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39"
#define OTHER_RANDOMNESS "fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd"

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

/* Three rounds that were published; none is another's, and no bit of one can be turned (each fifth is tried). */
static void verified(void **state)
{
	(void)state;
	static const struct {
		int64_t round;
		const char *signature;
	} rounds[] = {{657413, SIGNATURE}, {1000, OTHER},
		{1001, "b33bf3667cbd5a82de3a24b4e0e9fe5513cc1a0e840368c6e31f5fcfa79bea03f73896b25883abf2853d10337fb8fa41"}};
	struct drand_round r;
	for (size_t i = 0; i < COUNT_OF(rounds); i++)
		for (size_t k = 0; k < COUNT_OF(rounds); k++) {
			r.round = rounds[k].round;
			assert_true(hex_decode(rounds[i].signature, 2 * DRAND_SIGNATURE_LEN, r.signature, DRAND_SIGNATURE_LEN));
			assert_int_equal(drand_verify(&r), i == k);
		}
	for (size_t bit = 0; bit < 8 * DRAND_SIGNATURE_LEN; bit += 5) {
		r.signature[bit / 8] ^= (unsigned char)(1 << bit % 8);
		assert_false(drand_verify(&r));
		r.signature[bit / 8] ^= (unsigned char)(1 << bit % 8);
	}
	assert_true(drand_verify(&r));
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
		{"round 657414\nsignature " SIGNATURE "\nrandomness " RANDOMNESS "\n", "drand.signature"},
		{"round 657413\nsignature " OTHER "\nrandomness " OTHER_RANDOMNESS "\n", "drand.signature"},
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
		cmocka_unit_test(verified),
		cmocka_unit_test(wrong_texts),
	};
	return cmocka_run_group_tests_name("judging/drand", tests, NULL, NULL);
}
