/* Assignment: every constraint under random cases, the optimum against all possibilities, reasons for what can't be. */
#include "harness/unit.h"

#include "base/str.h"
#include "panels.h"

#include <string.h>

enum { RUNS = 12000, SMALL_RUNS = 600 };

/* Constraints hold, or the error says what is short; equal seeds equal results. */
static void constraints_hold(void **state)
{
	(void)state;
	struct rng rng = rng_of(31);
	struct made m;
	int made = 0, linked = 0, refused = 0;
	for (int run = 0; run < RUNS; run++) {
		CLEANUP(arena_freep) struct arena *arena = arena_new();
		struct assignment a, again;
		struct err err = {0};
		const char *message;
		random_case(&m, &rng, (int)pick(&rng, 1, ENTRIES), (int)pick(&rng, 8, EXPERTS), 3, rng_below(&rng, 5));
		m.c.aim = rng_below(&rng, 2) ? ASSIGN_TOTAL : ASSIGN_WORST_FIRST;
		m.c.shared = rng_below(&rng, 3) ? 0 : 4;
		m.calibration[0] = rng_below(&rng, 4) == 0;
		m.c.calibration = m.calibration;
		if (!assign_make(&m.c, arena, &a, &err)) {
			assert_true(str_eq(err.code, "assign.short") || str_eq(err.code, "assign.linkage"));
			refused++;
			continue;
		}
		made++;
		linked += m.c.shared > 0;
		assert_int_equal(assign_check(&m.c, pairs_of(&a, arena), a.count, arena, &message), ASSIGN_FINE);
		assert_true(assign_make(&m.c, arena, &again, &err));
		assert_true(same_pairs(&a, &again));
		assert_true(a.total <= a.optimum || m.c.aim == ASSIGN_WORST_FIRST);
	}
	print_message("%d made, %d of them linked, %d refused\n", made, linked, refused);
	assert_true(made > RUNS / 4 && linked > RUNS / 20 && refused > RUNS / 20);
}

/* ---- all possibilities of a small case */
struct search {
	const struct assign_case *c;
	int loads[EXPERTS], worst, total;
	int best_worst, best_of_worst, best_total; /* −1: nothing fits */
};

static void try_entry(struct search *s, int entry);

/* Fills the seats of `entry` from option `o` on. */
static void try_option(struct search *s, int entry, int64_t o, const int *left)
{
	const struct assign_case *c = s->c;
	if (left[0] == 0 && left[1] == 0) {
		try_entry(s, entry + 1);
		return;
	}
	if (o == c->starts[entry + 1])
		return;
	try_option(s, entry, o + 1, left);
	struct assign_option option = c->options[o];
	const struct assign_expert *expert = &c->experts[option.expert];
	if (left[expert->class_index] == 0 || s->loads[option.expert] == expert->load)
		return;
	int fewer[2] = {left[0], left[1]}, worst = s->worst;
	fewer[expert->class_index]--;
	s->loads[option.expert]++;
	s->total += option.fit;
	s->worst = option.fit < worst ? option.fit : worst;
	try_option(s, entry, o + 1, fewer);
	s->worst = worst;
	s->total -= option.fit;
	s->loads[option.expert]--;
}

static void try_entry(struct search *s, int entry)
{
	if (entry < s->c->entry_count) {
		try_option(s, entry, s->c->starts[entry], s->c->seats);
		return;
	}
	if (s->total > s->best_total)
		s->best_total = s->total;
	if (s->worst > s->best_worst || (s->worst == s->best_worst && s->total > s->best_of_worst)) {
		s->best_worst = s->worst;
		s->best_of_worst = s->total;
	}
}

static void nothing_is_better(void **state)
{
	(void)state;
	struct rng rng = rng_of(37);
	struct made m;
	int possible = 0;
	for (int run = 0; run < SMALL_RUNS; run++) {
		CLEANUP(arena_freep) struct arena *arena = arena_new();
		struct assignment a;
		struct err err;
		random_case(&m, &rng, (int)pick(&rng, 1, 4), (int)pick(&rng, 2, 6), 2, 2);
		struct search s = {.c = &m.c, .worst = INT32_MAX, .best_worst = -1, .best_of_worst = -1, .best_total = -1};
		try_entry(&s, 0);
		m.c.aim = ASSIGN_TOTAL;
		if (!assign_make(&m.c, arena, &a, &err)) {
			assert_string_equal(err.code, "assign.short");
			assert_int_equal(s.best_total, -1);
			continue;
		}
		possible++;
		assert_int_equal(a.total, s.best_total);
		m.c.aim = ASSIGN_WORST_FIRST;
		assert_true(assign_make(&m.c, arena, &a, &err));
		assert_int_equal(a.worst, s.best_worst);
		assert_int_equal(a.total, s.best_of_worst);
	}
	assert_true(possible > SMALL_RUNS / 4);
}

/* Somebody drops out: of what was kept only that expert's pairs change, unless a seat can't be filled otherwise. */
static void changes_least(void **state)
{
	(void)state;
	struct rng rng = rng_of(41);
	struct made m;
	int alone = 0, possible = 0;
	for (int run = 0; run < 2000; run++) {
		CLEANUP(arena_freep) struct arena *arena = arena_new();
		struct assignment before, after;
		struct err err;
		random_case(&m, &rng, 10, 14, 3, 2);
		if (!assign_make(&m.c, arena, &before, &err))
			continue;
		int gone = (int)rng_below(&rng, 14);
		m.experts[gone].load = 0;
		m.c.keep = pairs_of(&before, arena);
		m.c.keep_count = before.count;
		if (!assign_make(&m.c, arena, &after, &err))
			continue;
		possible++;
		assert_true(after.changed >= (size_t)before.loads[gone]);
		alone += after.changed == (size_t)before.loads[gone];
		assert_int_equal(after.loads[gone], 0);
	}
	assert_true(possible > 300 && alone > possible * 9 / 10);
}

static void manual_edits(void **state)
{
	(void)state;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	static const char *const entries[] = {"E-1", "E-2"};
	static const struct assign_expert experts[] = {{"J-1", 0, 2}, {"J-2", 0, 1}, {"J-3", 0, 2}};
	static const int seats[] = {2};
	static const int64_t starts[] = {0, 3, 5};
	static const struct assign_option options[] = {{0, 5}, {1, 6}, {2, 1}, {0, 9}, {2, 3}};
	struct assign_case c = {.entry_count = 2, .expert_count = 3, .class_count = 1, .entries = entries, .experts = experts,
		.seats = seats, .starts = starts, .options = options};
	static const struct {
		struct assign_pair pairs[5];
		size_t count;
		enum assign_fault fault;
		const char *message;
	} cases[] = {
		{{{0, 0}, {0, 1}, {1, 0}, {1, 2}}, 4, ASSIGN_FINE, ""},
		{{{0, 0}, {0, 1}, {1, 0}, {1, 1}}, 4, ASSIGN_NOT_ALLOWED, "Expert J-2 may not mark entry E-2."},
		{{{0, 0}, {0, 0}, {1, 0}, {1, 2}}, 4, ASSIGN_TWICE, "Expert J-1 stands twice on the panel of entry E-1."},
		{{{0, 0}, {1, 0}, {1, 2}}, 3, ASSIGN_SEATS, "Entry E-1 has 1 experts of class 1 and needs 2."},
		{{{0, 7}}, 1, ASSIGN_NOT_ALLOWED, "A pair names an entry or expert that is not there."},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const char *message;
		assert_int_equal(assign_check(&c, cases[i].pairs, cases[i].count, arena, &message), cases[i].fault);
		assert_string_equal(message, cases[i].message);
	}
}

/* All that is wrong with an edit, hard edges first. */
static void every_fault(void **state)
{
	(void)state;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	static const char *const entries[] = {"E-1", "E-2"};
	static const struct assign_expert experts[] = {{"J-1", 0, 1}, {"J-2", 0, 2}, {"J-3", 1, 2}};
	static const int seats[] = {1, 1};
	static const int64_t starts[] = {0, 3, 5};
	static const struct assign_option options[] = {{0, 1}, {1, 1}, {2, 1}, {0, 1}, {2, 1}};
	struct assign_case c = {.entry_count = 2, .expert_count = 3, .class_count = 2, .entries = entries, .experts = experts, .seats = seats,
		.starts = starts, .options = options, .shared = 1};
	static const struct assign_pair pairs[] = {{1, 1}, {0, 0}, {1, 0}, {0, 0}};
	static const enum assign_fault wanted[] = {ASSIGN_NOT_ALLOWED, ASSIGN_TWICE, ASSIGN_SEATS, ASSIGN_SEATS, ASSIGN_SEATS, ASSIGN_SEATS,
		ASSIGN_LOAD};
	struct assign_found *found;
	size_t n;
	assign_check_all(&c, pairs, COUNT_OF(pairs), 100, arena, &found, &n);
	assert_true(n >= COUNT_OF(wanted));
	for (size_t i = 0; i < COUNT_OF(wanted); i++)
		assert_int_equal(found[i].fault, wanted[i]);
	assert_int_equal(found[2].have, 2);
	assert_int_equal(found[2].want, 1);
	assert_int_equal(found[3].class_index, 1);
	assign_check_all(&c, pairs, COUNT_OF(pairs), 2, arena, &found, &n);
	assert_int_equal(n, 2);
	static const struct assign_pair right[] = {{0, 1}, {0, 2}, {1, 0}, {1, 2}};
	assign_check_all(&c, right, COUNT_OF(right), 100, arena, &found, &n);
	assert_int_equal(n, 1); /* J-3 alone holds the others together */
	assert_int_equal(found[0].fault, ASSIGN_LINKAGE);
	assert_int_equal(found[0].expert, -1);
}

static void says_what_is_short(void **state)
{
	(void)state;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	static const char *const entries[] = {"E-1", "E-2", "E-3"};
	static const struct assign_expert experts[] = {{"J-1", 0, 1}, {"J-2", 0, 9}};
	static const int seats[] = {1};
	static const int64_t starts[] = {0, 1, 2, 3};
	static const struct assign_option options[] = {{0, 5}, {0, 6}, {1, 1}};
	struct assign_case c = {.entry_count = 3, .expert_count = 2, .class_count = 1, .entries = entries, .experts = experts,
		.seats = seats, .starts = starts, .options = options};
	struct assignment a;
	struct err err;
	assert_false(assign_make(&c, arena, &a, &err));
	assert_string_equal(err.code, "assign.short");
	assert_non_null(strstr(err.message, "1 seats of class 1"));
	assert_non_null(strstr(err.message, "need 1 each, and who may mark them (J-1) has 1 places"));
	assert_null(strstr(err.message, "E-3"));
	static const int two[] = {2};
	static const int64_t few[] = {0, 1, 1, 2}, mixed[] = {0, 2, 3, 3};
	static const struct assign_option three[] = {{0, 5}, {1, 6}, {0, 1}};
	c.seats = two;
	c.starts = few;
	c.options = options + 1;
	assert_false(assign_make(&c, arena, &a, &err));
	assert_string_equal(err.message,
		"4 seats of class 1 can't be filled: the entries E-1, E-2, E-3 need 2 each, and only 2 pairs with experts can be made.");
	c.starts = mixed;
	c.options = three;
	assert_false(assign_make(&c, arena, &a, &err));
	assert_string_equal(err.message, "4 seats of class 1 can't be filled: the entries E-1, E-2, E-3 need 2 each, and who may mark "
		"them (J-1) has 1 places in all, beside 1 pair with others.");
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(constraints_hold), cmocka_unit_test(nothing_is_better),
		cmocka_unit_test(changes_least), cmocka_unit_test(manual_edits), cmocka_unit_test(every_fault), cmocka_unit_test(says_what_is_short)};
	return cmocka_run_group_tests_name("judging/assign", tests, NULL, NULL);
}
