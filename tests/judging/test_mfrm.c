/* The many-facet model: against FACETS' printed output, an independent program, and two R programs. */
#include "base/arena.h"
#include "base/finding.h"
#include "judging/mfrm.h"
#include "marks.h"

#include <string.h>

static struct mfrm estimated(const struct collected *c)
{
	struct mfrm m;
	struct err err = {0};
	struct judged judged = collected_marks(c);
	if (!mfrm_estimate(&judged, c->arena, &m, &err))
		complain("%s\n", err.message);
	return m;
}

/* FACETS 4.1.8, its example "Three Mile Island": one facet, three categories. */
static void three_mile_island(void **state)
{
	static const int counts[8][3] = {{14, 69, 32}, {18, 73, 24}, {14, 72, 29}, {18, 70, 27}, {9, 110, 33}, {35, 93, 24},
		{17, 116, 19}, {22, 110, 20}};
	static const double measures[8] = {.4852, .1619, .4044, .2427, .4894, -.2245, .0408, -.0408};
	static const double infits[8] = {1.16, 1.12, 1.11, 1.19, .78, 1.19, .73, .86};
	struct collected c = {.arena = *state};
	for (int n = 0; n < 8; n++)
		for (int k = 0; k < 3; k++)
			for (int i = 0; i < counts[n][k]; i++)
				collect(&c, (const char[]){(char)('1' + n), 0}, "all", "all", k + 1);
	struct mfrm m = estimated(&c);
	for (int n = 0; n < 8; n++) {
		const struct mfrm_element *e = &m.entries.elements[n];
		assert_near(e->measure, measures[n], 6e-5);
		assert_near(e->infit, infits[n], 5.1e-3);
		assert_near(e->se, n < 4 ? .16 : .14, 5.1e-3);
		assert_int_equal(e->marks, n < 4 ? 115 : 152);
	}
	assert_near(m.thresholds[1], -1.43638, 6e-6);
	assert_near(m.thresholds[2], 1.43638, 6e-6);
	assert_near(m.entries.separation, 1.22, 5.1e-3);
	assert_near(m.entries.strata, 1.97, 5.1e-3);
	assert_near(m.entries.reliability, .60, 5.1e-3);
	assert_near(m.entries.chi2, 21.5, .051);
	assert_int_equal(m.entries.freedom, 7);
}

static const char *const panel[3][7] = {
	{"55353", "97585", "33371", "73133", "97785", "35351", "77555"},
	{"65463", "87572", "45366", "56454", "24323", "44642", "33554"},
	{"55573", "77575", "35555", "53331", "97777", "33353", "77757"},
};

static void collect_panel(struct collected *c)
{
	for (int j = 0; j < 3; j++)
		for (int n = 0; n < 7; n++)
			for (int i = 0; i < 5; i++)
				collect(c, (const char[]){(char)('A' + n), 0}, (const char[]){(char)('1' + j), 0},
					(const char[]){(char)('a' + i), 0}, panel[j][n][i] - '0');
}

static void three_by_seven_by_five(void **state)
{
	static const double entries[7] = {-.0666, .6800, -.2544, -.5206, .4539, -.5913, .2990};
	static const double experts[3] = {.0367, .2610, -.1017}, criteria[5] = {-.2908, -.1554, .2098, -.3134, .5497};
	static const double f[9] = {0, -.7303, -2.3785, .6781, -1.3347, 1.6950, -.9605, 2.4175, .6134};
	struct collected c = {.arena = *state};
	collect_panel(&c);
	struct mfrm m = estimated(&c);
	double mean = (experts[0] + experts[1] + experts[2]) / 3; /* that program centred entries instead */
	assert_near(m.log_likelihood, -165.805394, 1e-6);
	for (int n = 0; n < 7; n++)
		assert_near(m.entries.elements[n].measure, entries[n] - mean, 1e-4);
	for (int j = 0; j < 3; j++)
		assert_near(m.experts.elements[j].measure, experts[j] - mean, 1e-4);
	for (int i = 0; i < 5; i++)
		assert_near(m.criteria.elements[i].measure, criteria[i], 1e-4);
	for (int k = 1; k < 9; k++)
		assert_near(m.thresholds[k], f[k], 1e-4);
	assert_int_equal(m.unobserved, 0);
	assert_true(m.entries.elements[1].fair > m.entries.elements[6].fair && m.entries.elements[1].fair < 9);
}

static void a_category_that_nobody_gave(void **state)
{
	struct collected c = {.arena = *state};
	collect_panel(&c);
	struct mfrm before = estimated(&c);
	for (size_t i = 0; i < c.count; i++) /* 5 and above move up: 5 is nobody's */
		if (c.marks[i].units >= 50000)
			c.marks[i].units += 10000;
	struct mfrm m = estimated(&c);
	assert_int_equal(m.unobserved, 1);
	assert_int_equal(m.category_count, 9);
	assert_near(m.entries.elements[0].measure, before.entries.elements[0].measure, 1e-9);
	assert_true(m.entries.elements[0].fair > before.entries.elements[0].fair);
}

static void an_extreme_stays_out(void **state)
{
	struct collected c = {.arena = *state};
	collect_panel(&c);
	struct mfrm before = estimated(&c);
	for (int j = 0; j < 3; j++)
		for (int i = 0; i < 5; i++)
			collect(&c, "Z", (const char[]){(char)('1' + j), 0}, (const char[]){(char)('a' + i), 0}, 9);
	struct mfrm m = estimated(&c);
	const struct mfrm_element *z = &m.entries.elements[7];
	assert_true(z->extreme);
	assert_false(m.entries.elements[0].extreme);
	assert_near(m.entries.elements[0].measure, before.entries.elements[0].measure, 1e-9);
	assert_near(m.entries.separation, before.entries.separation, 1e-9);
	assert_near(m.thresholds[3], before.thresholds[3], 1e-9);
	assert_near(z->raw, 9, 0);
	/* By definition the expected score is 0.3 below the highest: a fair average of about 9 − 0.3/15. */
	assert_near(z->fair, 9 - 0.3 / 15, 0.005);
}

static void what_has_no_estimate(void **state)
{
	struct collected c = {.arena = *state};
	struct mfrm m;
	struct err err = {0};
	collect(&c, "A", "x", "q", 5);
	collect(&c, "A", "y", "q", 5);
	struct judged judged = collected_marks(&c);
	assert_false(mfrm_estimate(&judged, *state, &m, &err));
	assert_string_equal(err.code, "judging.categories");
	collect(&c, "B", "z", "q", 4);
	judged = collected_marks(&c);
	assert_false(mfrm_estimate(&judged, *state, &m, &err));
	assert_string_equal(err.code, "judging.subsets");
	struct collected many = {.arena = *state};
	for (int i = 0; i < 70; i++)
		collect(&many, "A", "x", "q", i);
	judged = collected_marks(&many);
	assert_false(mfrm_estimate(&judged, *state, &m, &err));
	assert_string_equal(err.code, "judging.categories");
}

static double middle(const struct mfrm_facet *f)
{
	double sum = 0;
	for (int i = 0; i < f->count; i++)
		sum += f->elements[i].measure / f->count;
	return sum;
}

/* At the maximum the marks that are expected of an expert add up to those given: to nearly every digit. */
static void the_maximum_itself(void **state)
{
	struct collected c = {.arena = *state};
	collect_panel(&c);
	struct mfrm m = estimated(&c);
	double given = 0, expected = 0;
	for (int n = 0; n < 7; n++)
		for (int i = 0; i < 5; i++) {
			double eta = m.entries.elements[n].measure - m.experts.elements[0].measure - m.criteria.elements[i].measure;
			double weight = 1, sum = 1, mean = 1;
			for (int k = 1; k < 9; k++) {
				weight *= exp(eta - m.thresholds[k]);
				sum += weight;
				mean += weight * (k + 1);
			}
			expected += mean / sum;
			given += panel[0][n][i] - '0';
		}
	assert_near(expected, given, 1e-9);
	assert_near(middle(&m.experts), 0, 1e-12);
	assert_near(middle(&m.criteria), 0, 1e-12);
}

/* One facet, two entries of 115 and 152 marks: their errors are nearly independent. */
static void chances_of_two(void **state)
{
	static const int counts[2][3] = {{18, 70, 27}, {22, 110, 20}};
	struct collected c = {.arena = *state};
	double chances[2], again[2];
	for (int n = 0; n < 2; n++)
		for (int k = 0; k < 3; k++)
			for (int i = 0; i < counts[n][k]; i++)
				collect(&c, (const char[]){(char)('1' + n), 0}, "all", "all", k + 1);
	struct mfrm m = estimated(&c);
	const struct mfrm_element *a = &m.entries.elements[0], *b = &m.entries.elements[1];
	mfrm_chances(&m, 1, 40000, 7, c.arena, chances);
	mfrm_chances(&m, 1, 40000, 7, c.arena, again);
	double z = (a->measure - b->measure) / sqrt(a->se * a->se + b->se * b->se);
	assert_near(chances[0], 0.5 * erfc(-z / sqrt(2)), 0.01);
	assert_near(chances[0] + chances[1], 1, 1e-9);
	assert_near(chances[0], again[0], 0);
	mfrm_chances(&m, 2, 100, 7, c.arena, chances);
	assert_near(chances[1], 1, 1e-9);
}

/* A met x, C met y, and only L, far below, links them: which of A and C is better is less sure than their own errors say. */
static void chances_know_the_experts(void **state)
{
	static const char *const marks[4] = {"353425351", "343424341", "212131214", "121312124"};
	struct collected c = {.arena = *state};
	double chances[3];
	for (int i = 0; i < 9; i++) {
		const char criterion[2] = {(char)('a' + i), 0};
		collect(&c, "A", "x", criterion, marks[0][i] - '0');
		collect(&c, "C", "y", criterion, marks[1][i] - '0');
		collect(&c, "L", "x", criterion, marks[2][i] - '0');
		collect(&c, "L", "y", criterion, marks[3][i] - '0');
	}
	struct mfrm m = estimated(&c);
	const struct mfrm_element *x = &m.entries.elements[0], *y = &m.entries.elements[1];
	mfrm_chances(&m, 1, 20000, 3, c.arena, chances);
	double own = 0.5 * erfc(-fabs(x->measure - y->measure) / sqrt(2 * (x->se * x->se + y->se * y->se)));
	assert_true(own > 0.6);
	assert_true(fmax(chances[0], chances[1]) < own - 0.02);
	assert_near(chances[0] + chances[1], 1, 0.01);
}

static int compare_with(const struct collected *c, const struct mfrm *m, struct csv *csv)
{
	struct findings findings = findings_of("reference", c->arena);
	int seen = 0;
	for (; csv_next(csv, &findings); seen++) {
		const char *facet = csv_text(csv, 0), *id = csv_text(csv, 1);
		double value = csv_number(csv, 2);
		if (strcmp(facet, "threshold") == 0) {
			assert_near(m->thresholds[(int)csv_number(csv, 1)], value, 1e-4);
			continue;
		}
		int f = strcmp(facet, "person") == 0 ? 0 : strcmp(facet, "rater") == 0 ? 1 : 2;
		int at = collected_at(c, f, id);
		const struct mfrm_facet *facets[3] = {&m->entries, &m->experts, &m->criteria};
		assert_true(at >= 0);
		assert_false(facets[f]->elements[at].extreme);
		assert_near(facets[f]->elements[at].measure, value, 1e-4);
	}
	return seen;
}

/* An Austrian writing test; joint maximum likelihood by two independent programs. */
static void against_references(void **state)
{
	struct arena *arena = *state;
	for (int set = 1; set <= 2; set++) {
		struct collected *c = ARENA_NEW(arena, struct collected);
		struct csv csv;
		struct findings findings = findings_of("ratings", arena);
		if (!shared_csv(arena_printf(arena, "mfrm/ratings%d.csv", set), arena, &csv)) {
			print_message("SKIP: no shared data\n");
			skip();
		}
		c->arena = arena;
		while (csv_next(&csv, &findings))
			for (size_t i = 2; i < csv.count; i++)
				collect(c, csv_text(&csv, 0), csv_text(&csv, 1), arena_printf(arena, "k%zu", i - 1), csv_number(&csv, i));
		struct mfrm m = estimated(c);
		int extremes = 0;
		for (int e = 0; e < m.entries.count; e++)
			extremes += m.entries.elements[e].extreme;
		assert_true(shared_csv(arena_printf(arena, "mfrm/ratings%d.jml_reference.csv", set), arena, &csv));
		int seen = compare_with(c, &m, &csv);
		assert_int_equal(seen, c->counts[0] - extremes + c->counts[1] + c->counts[2] + m.category_count - 1);
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
		TEST(three_mile_island), TEST(three_by_seven_by_five), TEST(a_category_that_nobody_gave),
		TEST(an_extreme_stays_out), TEST(what_has_no_estimate), TEST(the_maximum_itself), TEST(chances_of_two),
		TEST(chances_know_the_experts), TEST(against_references),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
