/* Ballots: the three rules on published and hand-made examples. */
#include "harness/unit.h"

#include "base/arena.h"
#include "contest/deliberation.h"

#include <string.h>

static const char *const NAMES[] = {"A", "B", "C", "D", "E"};

/* `text`: "5 ACBED, 8 BED": how often which order. Gives the order as letters, or the error's message. */
static const char *outcome(struct arena *arena, enum vote_rule rule, int n, const char *text)
{
	struct ballot *ballots = ARENA_ARRAY(arena, 256, struct ballot);
	int count = 0;
	for (const char *at = text; *at;) {
		int times = 0;
		for (; *at >= '0' && *at <= '9'; at++)
			times = times * 10 + (*at - '0');
		at += strspn(at, " ");
		size_t len = strcspn(at, ",");
		int *order = ARENA_ARRAY(arena, len, int);
		for (size_t i = 0; i < len; i++)
			order[i] = at[i] - 'A';
		while (times--)
			ballots[count++] = (struct ballot){"v", order, (int)len};
		at += len;
		at += strspn(at, ", ");
	}
	int order[5];
	struct err err = {0};
	if (!deliberate(rule, ballots, count, n, NAMES, arena, order, &err)) {
		assert_string_equal(err.code, "deliberation.tied");
		return arena_strdup(arena, err.message);
	}
	char *out = arena_alloc(arena, (size_t)n + 1);
	for (int i = 0; i < n; i++)
		out[i] = (char)('A' + order[i]);
	return out;
}

static void majority_counts_again_among_the_rest(void **state)
{
	assert_string_equal(outcome(*state, VOTE_MAJORITY, 2, "7 BA, 6 AB"), "BA");
	assert_string_equal(outcome(*state, VOTE_MAJORITY, 3, "4 ABC, 3 BCA, 2 CBA"), "ABC");
	assert_string_equal(outcome(*state, VOTE_MAJORITY, 3, "4 ACB, 3 BCA, 2 CBA"), "ACB"); /* 4 + 2 against 3 */
	assert_string_equal(outcome(*state, VOTE_MAJORITY, 3, "5 A, 3 B, 2 C"), "ABC");
	assert_string_equal(outcome(*state, VOTE_MAJORITY, 2, "3 AB, 3 BA"), "The ballots leave a tie between A, B.");
	assert_string_equal(outcome(*state, VOTE_MAJORITY, 3, "3 A, 2 B, 2 C"), "The ballots leave a tie between B, C.");
	assert_string_equal(outcome(*state, VOTE_MAJORITY, 2, ""), "The ballots leave a tie between A, B.");
}

/* The capital of Tennessee: Memphis 42, Nashville 26, Chattanooga 15, Knoxville 17. */
static void borda(void **state)
{
	assert_string_equal(outcome(*state, VOTE_BORDA, 4, "42 ABCD, 26 BCDA, 15 CDBA, 17 DCBA"), "BCAD");
	assert_string_equal(outcome(*state, VOTE_BORDA, 3, "3 ABC, 1 BCA"), "ABC");
	assert_string_equal(outcome(*state, VOTE_BORDA, 3, "1 A, 1 BA"), "ABC"); /* A 2 + 1, B .5 + 2, C .5 + 0 */
	assert_string_equal(outcome(*state, VOTE_BORDA, 3, "1 ABC, 1 BAC"), "The ballots leave a tie between A, B.");
}

/* Schulze (2011), section 3: 45 voters, E A C B D. */
static void schulze(void **state)
{
	assert_string_equal(outcome(*state, VOTE_SCHULZE, 5,
		"5 ACBED, 5 ADECB, 8 BEDAC, 3 CABED, 7 CAEBD, 2 CBADE, 7 DCEBA, 8 EBADC"), "EACBD");
	assert_string_equal(outcome(*state, VOTE_SCHULZE, 4, "42 ABCD, 26 BCDA, 15 CDBA, 17 DCBA"), "BCDA");
	assert_string_equal(outcome(*state, VOTE_SCHULZE, 3, "1 ABC, 1 BCA, 1 CAB"),
		"The ballots leave a tie between A, B, C.");
	assert_string_equal(outcome(*state, VOTE_SCHULZE, 3, "2 A, 1 BC"), "ABC");
}

static int setup(void **state)
{
	*state = arena_new();
	return 0;
}

static int teardown(void **state)
{
	arena_free(*state);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(majority_counts_again_among_the_rest, setup, teardown),
		cmocka_unit_test_setup_teardown(borda, setup, teardown),
		cmocka_unit_test_setup_teardown(schulze, setup, teardown),
	};
	return cmocka_run_group_tests_name("contest/deliberation", tests, NULL, NULL);
}
