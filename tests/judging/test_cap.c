/* A cap on probabilities: constraints of every draw, chances that hold over many seeds, the optimum of small cases. */
#include "harness/unit.h"

#include "base/str.h"
#include "panels.h"

#include <string.h>

enum { RUNS = 12000, SEEDS = 2000, ORDERS = 800 };

static const int caps[][2] = {{1, 2}, {2, 3}, {3, 4}, {9, 10}, {3, 7}, {13, 17}, {999, 1000}};

static int32_t whole_of(const struct made *m)
{
	return (int32_t)m->c.cap_den;
}

/* Chances: nobody above the cap, every entry's seats in all, no expert above the load. */
static void chances_hold(const struct made *m, const struct assignment *a)
{
	int64_t loads[EXPERTS] = {0}, expected = 0;
	for (int e = 0; e < m->c.entry_count; e++) {
		int64_t seats[2] = {0, 0};
		bool calibration = m->c.calibration && m->c.calibration[e];
		for (int64_t o = m->c.starts[e]; o < m->c.starts[e + 1]; o++) {
			struct assign_option option = m->c.options[o];
			assert_in_range(a->chances[o], 0, calibration ? m->c.cap_den : m->c.cap_num);
			seats[m->c.experts[option.expert].class_index] += a->chances[o];
			loads[option.expert] += a->chances[o];
			expected += calibration ? 0 : (int64_t)a->chances[o] * option.fit;
		}
		for (int k = 0; k < 2 && !calibration; k++)
			assert_int_equal(seats[k], (int64_t)m->c.seats[k] * whole_of(m));
	}
	for (int j = 0; j < m->c.expert_count; j++)
		assert_true(loads[j] <= (int64_t)m->c.experts[j].load * whole_of(m));
	assert_int_equal(a->expected, expected);
	assert_int_equal(a->whole, whole_of(m));
}

/* Loads of a draw are those to be expected, rounded up or down. */
static void loads_hold(const struct made *m, const struct assignment *a)
{
	int64_t loads[EXPERTS] = {0};
	for (int64_t o = 0; o < m->c.starts[m->c.entry_count]; o++)
		loads[m->c.options[o].expert] += a->chances[o];
	for (int j = 0; j < m->c.expert_count; j++)
		assert_in_range(a->loads[j], loads[j] / whole_of(m), (loads[j] + whole_of(m) - 1) / whole_of(m));
}

static void every_draw_holds(void **state)
{
	(void)state;
	struct rng rng = rng_of(43);
	struct made m;
	int made = 0, linked = 0, refused = 0, uncapped = 0;
	for (int run = 0; run < RUNS; run++) {
		CLEANUP(arena_freep) struct arena *arena = arena_new();
		struct assignment a, again, plain;
		struct err err = {0};
		const char *message;
		size_t cap = rng_below(&rng, COUNT_OF(caps));
		random_case(&m, &rng, (int)pick(&rng, 1, ENTRIES), (int)pick(&rng, 8, EXPERTS), 3, rng_below(&rng, 4));
		m.c.aim = rng_below(&rng, 2) ? ASSIGN_TOTAL : ASSIGN_WORST_FIRST;
		m.c.shared = rng_below(&rng, 4) ? 0 : 4;
		m.calibration[0] = rng_below(&rng, 4) == 0;
		m.c.calibration = m.calibration;
		bool possible = assign_make(&m.c, arena, &plain, &err);
		m.c.cap_num = caps[cap][0];
		m.c.cap_den = caps[cap][1];
		if (!assign_make(&m.c, arena, &a, &err)) {
			assert_true(str_eq(err.code, "assign.short") || str_eq(err.code, "assign.linkage"));
			assert_true(!possible || m.c.shared || strstr(err.message, "a cap of ") || strstr(err.message, "calibration"));
			refused++;
			uncapped += possible;
			continue;
		}
		made++;
		linked += m.c.shared > 0;
		assert_int_equal(assign_check(&m.c, pairs_of(&a, arena), a.count, arena, &message), ASSIGN_FINE);
		assert_true(assign_make(&m.c, arena, &again, &err) && same_pairs(&a, &again));
		chances_hold(&m, &a);
		if (m.c.shared == 0)
			loads_hold(&m, &a);
		for (size_t i = 0; i < a.count && m.c.shared == 0; i++)
			assert_true(a.pairs[i].chance > 0 && !a.pairs[i].moved);
		if (m.c.aim == ASSIGN_TOTAL && possible)
			assert_true(a.expected <= plain.optimum * m.c.cap_den);
	}
	print_message("%d made, %d of them linked; %d refused, %d of them only for the cap\n", made, linked, refused, uncapped);
	assert_true(made > RUNS / 4 && linked > RUNS / 40 && refused > RUNS / 20 && uncapped > 100);
}

/* A cap of 1 is none. */
static void one_is_no_cap(void **state)
{
	(void)state;
	struct rng rng = rng_of(47);
	struct made m;
	int made = 0;
	for (int run = 0; run < 1000; run++) {
		CLEANUP(arena_freep) struct arena *arena = arena_new();
		struct assignment a, b;
		struct err err;
		random_case(&m, &rng, 8, 14, 3, 2);
		bool possible = assign_make(&m.c, arena, &a, &err);
		m.c.cap_num = m.c.cap_den = (int)pick(&rng, 1, 1000);
		assert_int_equal(assign_make(&m.c, arena, &b, &err), possible);
		if (!possible)
			continue;
		made++;
		assert_true(same_pairs(&a, &b) && a.total == b.total && a.worst == b.worst);
		assert_null(b.chances);
	}
	assert_true(made > 300);
}

/* Draws the case with many seeds: by option how often it was made beyond its chances, and how far that may be off. */
static bool draw_often(struct made *m, struct rng *rng, double *surplus, double *variance)
{
	for (int s = 0; s < SEEDS; s++) {
		CLEANUP(arena_freep) struct arena *arena = arena_new();
		struct assignment a;
		struct err err;
		random_seed(m, rng);
		if (!assign_make(&m->c, arena, &a, &err))
			return false;
		for (int64_t o = 0; o < m->c.starts[m->c.entry_count]; o++) {
			double p = (double)a.chances[o] / a.whole;
			surplus[o] -= p;
			variance[o] += p * (1 - p);
		}
		for (size_t i = 0; i < a.count; i++)
			for (int64_t o = m->c.starts[a.pairs[i].entry]; o < m->c.starts[a.pairs[i].entry + 1]; o++)
				surplus[o] += m->c.options[o].expert == a.pairs[i].expert;
	}
	return true;
}

/* Over many seeds every pair is made as often as its chances say, within 4.5 standard deviations. The seeds are fixed, so
 * this holds or it does not. */
static void chances_come_true(void **state)
{
	(void)state;
	struct rng rng = rng_of(53);
	struct made m;
	int settled = 0, uncertain = 0;
	for (int round = 0; round < 60 && settled < 6; round++) {
		double surplus[ENTRIES * EXPERTS] = {0}, variance[ENTRIES * EXPERTS] = {0};
		random_case(&m, &rng, 6, 10, 3, 1);
		m.c.aim = round % 2 ? ASSIGN_TOTAL : ASSIGN_WORST_FIRST;
		m.c.cap_num = caps[settled][0];
		m.c.cap_den = caps[settled][1];
		if (!draw_often(&m, &rng, surplus, variance))
			continue;
		settled++;
		for (int64_t o = 0; o < m.c.starts[m.c.entry_count]; o++) {
			assert_true(surplus[o] * surplus[o] <= 4.5 * 4.5 * variance[o] + 1e-6);
			uncertain += variance[o] > 10;
		}
	}
	print_message("%d cases, %d uncertain pairs\n", settled, uncertain);
	assert_true(settled == 6 && uncertain > 100);
}

/* Kept pairs are sure, in so far as seats and loads allow; who dropped out is replaced by a draw. */
static void kept_pairs_are_sure(void **state)
{
	(void)state;
	struct rng rng = rng_of(59);
	struct made m;
	int possible = 0;
	for (int run = 0; run < ORDERS; run++) {
		CLEANUP(arena_freep) struct arena *arena = arena_new();
		struct assignment before, after;
		struct err err;
		random_case(&m, &rng, 10, 16, 2, 1);
		m.c.cap_num = 1;
		m.c.cap_den = 2;
		if (!assign_make(&m.c, arena, &before, &err))
			continue;
		int gone = (int)rng_below(&rng, 16);
		m.experts[gone].load = 0;
		m.c.keep = pairs_of(&before, arena);
		m.c.keep_count = before.count;
		if (!assign_make(&m.c, arena, &after, &err)) {
			assert_string_equal(err.code, "assign.short");
			continue;
		}
		possible++;
		assert_int_equal(after.changed, before.loads[gone]);
		for (size_t i = 0; i < after.count; i++)
			assert_true(after.pairs[i].kept ? after.pairs[i].chance == 2 : after.pairs[i].chance == 1);
	}
	assert_true(possible > ORDERS / 4);
}

static void bounds(void **state)
{
	(void)state;
	static const int wrong[][2] = {{0, 1}, {1, 0}, {-1, 2}, {3, 2}, {1, 1001}, {1, -1}};
	struct rng rng = rng_of(61);
	struct made m;
	random_case(&m, &rng, 3, 12, 1, 0);
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		CLEANUP(arena_freep) struct arena *arena = arena_new();
		struct assignment a;
		struct err err;
		m.c.cap_num = wrong[i][0];
		m.c.cap_den = wrong[i][1];
		assert_false(assign_make(&m.c, arena, &a, &err));
		assert_string_equal(err.code, "assign.case");
	}
}

/* Two experts for one seat at a cap of 1/3: a third of a seat lacks, and a half would do. */
static void says_which_cap_would_do(void **state)
{
	(void)state;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	static const char *const entries[] = {"E-1"};
	static const struct assign_expert experts[] = {{"J-1", 0, 1}, {"J-2", 0, 1}};
	static const int seats[] = {1};
	static const int64_t starts[] = {0, 2};
	static const struct assign_option options[] = {{0, 5}, {1, 6}};
	struct assign_case c = {.entry_count = 1, .expert_count = 2, .class_count = 1, .entries = entries, .experts = experts,
		.seats = seats, .starts = starts, .options = options, .cap_num = 2, .cap_den = 6};
	struct assignment a;
	struct err err;
	assert_false(assign_make(&c, arena, &a, &err));
	assert_string_equal(err.code, "assign.short");
	assert_non_null(strstr(err.message, "1/3 seats of class 1"));
	assert_non_null(strstr(err.message, "above a probability of 1/3"));
	assert_non_null(strstr(err.message, "a cap of 1/2 would do"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(every_draw_holds), cmocka_unit_test(one_is_no_cap),
		cmocka_unit_test(chances_come_true), cmocka_unit_test(kept_pairs_are_sure), cmocka_unit_test(bounds),
		cmocka_unit_test(says_which_cap_would_do)};
	return cmocka_run_group_tests_name("judging/cap", tests, NULL, NULL);
}
