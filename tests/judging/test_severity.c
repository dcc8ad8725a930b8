/* Severity-adjusted means: against R's least squares, against arithmetic, and where there is nothing to estimate. */
#include "base/arena.h"
#include "base/finding.h"
#include "judging/severity.h"
#include "marks.h"

#include <string.h>

static struct severity estimated(const struct collected *c, enum severity_experts model)
{
	struct severity s;
	struct err err = {0};
	struct judged judged = collected_marks(c);
	if (!severity_estimate(&judged, model, c->arena, &s, &err))
		complain("%s\n", err.message);
	return s;
}

static void refused(const struct collected *c, const char *code, const char *words)
{
	struct severity s;
	struct err err = {0};
	struct judged judged = collected_marks(c);
	assert_false(severity_estimate(&judged, SEVERITY_RANDOM, c->arena, &s, &err));
	assert_string_equal(err.code, code);
	if (!strstr(err.message, words))
		complain("“%s” lacks “%s”\n", err.message, words);
}

static void everyone_marked_everything(void **state)
{
	static const double marks[4][3] = {{7, 5, 8}, {6, 3, 6}, {9, 7, 9.5}, {4, 3.5, 6}};
	struct collected c = {.arena = *state};
	for (int e = 0; e < 4; e++)
		for (int j = 0; j < 3; j++)
			collect(&c, (const char[]){(char)('A' + e), 0}, (const char[]){(char)('x' + j), 0}, "q", marks[e][j]);
	struct severity s = estimated(&c, SEVERITY_RANDOM);
	assert_true(s.complete);
	for (int e = 0; e < 4; e++) {
		assert_near(s.raw[e], (marks[e][0] + marks[e][1] + marks[e][2]) / 3, 1e-12);
		assert_near(s.entries[e].value, s.raw[e], 1e-9);
	}
	/* A balanced table: restricted likelihood is the analysis of variance. */
	double means[3] = {0}, grand = 0, between = 0, within = 0, sum = 0;
	for (int e = 0; e < 4; e++)
		for (int j = 0; j < 3; j++) {
			means[j] += marks[e][j] / 4;
			grand += marks[e][j] / 12;
		}
	for (int j = 0; j < 3; j++) {
		between += 4 * (means[j] - grand) * (means[j] - grand) / 2;
		sum += s.experts[j].value;
		for (int e = 0; e < 4; e++) {
			double off = marks[e][j] - means[j] - s.raw[e] + grand;
			within += off * off / 6;
		}
	}
	assert_near(s.noise * s.noise, within, 1e-6);
	assert_near(s.spread * s.spread, (between - within) / 4, 1e-5);
	assert_near(sum, 0, 1e-9);
	assert_true(s.experts[1].value > 0 && s.experts[2].value < 0);
}

static void a_strict_expert_is_corrected(void **state)
{
	/* Equal entries; x gives 2 less than y and z. A and B met x, C and D did not. */
	struct collected c = {.arena = *state};
	const char *entries = "ABCDEF";
	for (int e = 0; e < 6; e++) {
		char id[2] = {entries[e], 0};
		double wobble = e % 2 ? 0.1 : -0.1;
		if (e != 2 && e != 3)
			collect(&c, id, "x", "q", 5 + wobble);
		collect(&c, id, "y", "q", 7 - wobble);
		if (e != 0 && e != 1)
			collect(&c, id, "z", "q", 7);
	}
	struct severity s = estimated(&c, SEVERITY_RANDOM);
	assert_near(s.raw[2] - s.raw[0], 1.0, 0.11);
	assert_near(s.entries[2].value - s.entries[0].value, 0, 0.15);
	assert_near(s.experts[0].value, 4.0 / 3, 0.1);
	assert_int_equal(s.experts[0].sheets, 4);
	assert_true(s.entries[0].se > 0 && s.experts[0].se > 0);
	assert_false(s.complete);
}

static void equal_experts_keep_the_mean(void **state)
{
	static const double off[4][2] = {{1, -1}, {-1, 1}, {1, -1}, {-1, 1}};
	struct collected c = {.arena = *state};
	for (int e = 0; e < 4; e++)
		for (int j = 0; j < 2; j++)
			collect(&c, (const char[]){(char)('A' + e), 0}, j ? "y" : "x", "q", 5 + e + off[e][j]);
	struct severity s = estimated(&c, SEVERITY_RANDOM);
	assert_near(s.spread, 0, 0);
	assert_near(s.entries[3].value, 8, 1e-12);
	assert_near(s.experts[0].value, 0, 0);
}

/* Everyone marked both: the experts' errors are the same for both, so only the noise parts them. */
static void chances_of_two(void **state)
{
	static const double a[] = {7, 8, 6.5, 8.5}, b[] = {6.6, 7.0, 6.7, 7.1};
	struct collected c = {.arena = *state};
	double chances[2], again[2];
	for (int j = 0; j < 4; j++) {
		collect(&c, "A", (const char[]){(char)('w' + j), 0}, "q", a[j]);
		collect(&c, "B", (const char[]){(char)('w' + j), 0}, "q", b[j]);
	}
	struct severity s = estimated(&c, SEVERITY_RANDOM);
	severity_chances(&s, 1, 40000, 7, c.arena, chances);
	severity_chances(&s, 1, 40000, 7, c.arena, again);
	double z = (s.entries[0].value - s.entries[1].value) / (s.noise * sqrt(2.0 / 4));
	assert_near(chances[0], 0.5 * erfc(-z / sqrt(2)), 0.01);
	assert_near(chances[0] + chances[1], 1, 1e-9);
	assert_near(chances[0], again[0], 0);
	severity_chances(&s, 0, 100, 7, c.arena, chances);
	assert_near(chances[0], 0, 0);
	severity_chances(&s, 5, 100, 7, c.arena, chances);
	assert_near(chances[1], 1, 1e-9);
}

static void marks_that_fit_exactly(void **state)
{
	struct collected c = {.arena = *state};
	collect(&c, "A", "x", "q", 5);
	collect(&c, "A", "y", "q", 7);
	collect(&c, "B", "y", "q", 6);
	collect(&c, "B", "z", "q", 6);
	collect(&c, "C", "z", "q", 8);
	collect(&c, "C", "x", "q", 6);
	struct severity s = estimated(&c, SEVERITY_RANDOM);
	assert_near(s.experts[0].value, 4.0 / 3, 1e-3);
	assert_near(s.entries[2].value - s.entries[0].value, 1, 1e-3);
}

static void disjoint_panels_are_named(void **state)
{
	struct collected c = {.arena = *state};
	collect(&c, "A", "x", "q", 5);
	collect(&c, "A", "y", "q", 6);
	collect(&c, "B", "u", "q", 7);
	collect(&c, "B", "v", "q", 8);
	refused(&c, "judging.subsets", "2 subsets that share no entry");
	refused(&c, "judging.subsets", "(x, y); (u, v)");
	collect(&c, "B", "x", "q", 8);
	estimated(&c, SEVERITY_RANDOM);
}

static void nothing_to_compare(void **state)
{
	struct collected c = {.arena = *state};
	refused(&c, "judging.empty", "no marks");
	collect(&c, "A", "x", "q", 5);
	refused(&c, "judging.one-expert", "One expert");
	collect(&c, "B", "y", "q", 5);
	refused(&c, "judging.subsets", "(x); (y)");
}

/* Linear model of R on the marks of a piano competition: stage 1 has recusals, stage 2 has none. */
static void against_least_squares(void **state)
{
	struct arena *arena = *state;
	for (int stage = 1; stage <= 2; stage++) {
		struct collected c = {.arena = arena};
		struct csv csv;
		struct findings findings = findings_of("marks", arena);
		const char *experts[32];
		if (!shared_csv("chopin2025/marks.csv", arena, &csv)) {
			print_message("SKIP: no shared data\n");
			skip();
		}
		for (size_t j = 3; j < csv.count; j++)
			experts[j] = csv_text(&csv, j);
		while (csv_next(&csv, &findings))
			for (size_t j = 3; j < csv.count; j++)
				if (csv_number(&csv, 0) == stage && csv.fields[j].len)
					collect(&c, csv_text(&csv, 2), experts[j], "q", csv_number(&csv, j));
		struct severity s = estimated(&c, SEVERITY_FIXED), random = estimated(&c, SEVERITY_RANDOM);
		int seen = 0;
		assert_true(shared_csv(arena_printf(arena, "chopin2025/additive_ls_competitors_stage_%d.csv", stage), arena, &csv));
		for (; csv_next(&csv, &findings); seen++) {
			int e = collected_at(&c, 0, csv_text(&csv, 0));
			assert_true(e >= 0);
			assert_near(s.entries[e].value, csv_number(&csv, 1), 1e-6);
			assert_near(s.raw[e], csv_number(&csv, 2), 1e-6);
			assert_near(random.entries[e].value, csv_number(&csv, 1), 0.02);
		}
		assert_int_equal(seen, c.counts[0]);
		assert_true(shared_csv(arena_printf(arena, "chopin2025/additive_ls_judges_stage_%d.csv", stage), arena, &csv));
		while (csv_next(&csv, &findings)) {
			int j = collected_at(&c, 1, csv_text(&csv, 0));
			assert_near(-s.experts[j].value, csv_number(&csv, 1), 1e-6);
			assert_int_equal(s.experts[j].sheets, (int)csv_number(&csv, 2));
		}
	}
}

static int set_up(void **state)
{
	*state = arena_new();
	return 0;
}

static int tear_down(void **state)
{
	arena_free(*state);
	return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(everyone_marked_everything), TEST(a_strict_expert_is_corrected), TEST(equal_experts_keep_the_mean),
		TEST(chances_of_two), TEST(marks_that_fit_exactly), TEST(disjoint_panels_are_named), TEST(nothing_to_compare),
		TEST(against_least_squares),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
