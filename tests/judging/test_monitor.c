/* Watching a panel: habits and drift against arithmetic, cuts quota by quota, and a simulation in which a planted drift is
 * found and nothing is alarmed about more often than once in a hundred. */
#include "base/arena.h"
#include "base/rng.h"
#include "judging/monitor.h"
#include "judging/severity_part.h"
#include "marks.h"

#include <stdio.h>
#include <string.h>

static const char *name_of(struct collected *c, char kind, int i)
{
	char text[16];
	snprintf(text, sizeof(text), "%c%03d", kind, i);
	return arena_strdup(c->arena, text);
}

static struct severity estimated(const struct collected *c)
{
	struct severity s;
	struct err err = {0};
	struct judged judged = collected_marks(c);
	if (!severity_estimate(&judged, SEVERITY_RANDOM, c->arena, &s, &err))
		complain("%s\n", err.message);
	return s;
}

/* ---- habits */

static void habits_by_hand(void **state)
{
	/* x: sheets 5, 7, 9; y: 6, 6, 6, of two criteria each. */
	static const double x[3][2] = {{4, 6}, {8, 6}, {9, 9}}, y[3][2] = {{6, 6}, {6, 6}, {7, 5}};
	struct collected c = {.arena = *state};
	struct habit h[2];
	for (int e = 0; e < 3; e++)
		for (int k = 0; k < 2; k++) {
			collect(&c, name_of(&c, 'E', e), "x", k ? "use" : "plan", x[e][k]);
			collect(&c, name_of(&c, 'E', e), "y", k ? "use" : "plan", y[e][k]);
		}
	struct judged judged = collected_marks(&c);
	monitor_habits(&judged, c.arena, h);
	assert_int_equal(h[0].sheets, 3);
	assert_near(h[0].mean, 7, 1e-12);
	assert_near(h[0].sd, 2, 1e-12);
	assert_near(h[0].spread, 2 / sqrt(2), 1e-12); /* pooled: (2 · 4 + 2 · 0) / 4 = 2 */
	assert_near(h[0].same, 3.0 / 6, 1e-12);       /* one of 4, 8, 9 on plan; two sixes of 6, 6, 9 on use */
	assert_near(h[1].sd, 0, 0);
	assert_near(h[1].spread, 0, 0);
	assert_near(h[1].same, 4.0 / 6, 1e-12);
}

static void nothing_has_no_habits(void **state)
{
	struct judged none = {.expert_count = 1, .experts = (const char *const[]){"x"}};
	struct habit h[1];
	monitor_habits(&none, *state, h);
	assert_int_equal(h[0].sheets, 0);
	assert_near(h[0].same, 0, 0);
}

/* ---- residuals, all experts together */

/* A complete table, so that sums over rows and columns say everything. */
static void collect_table(struct collected *c, int entries, int experts, double (*mark)(int e, int j))
{
	for (int e = 0; e < entries; e++)
		for (int j = 0; j < experts; j++)
			collect(c, name_of(c, 'E', e), name_of(c, 'J', j), "q", mark(e, j));
}

static double sloped(int e, int j)
{
	static const double noise[4][3] = {{0.5, -0.2, 0.1}, {-0.4, 0.3, -0.1}, {0.1, 0.2, -0.5}, {0, -0.3, 0.4}};
	return 60 + 5 * e - 2 * j + noise[e][j];
}

static void experts_are_told_apart(void **state)
{
	struct collected c = {.arena = *state};
	size_t n;
	collect_table(&c, 4, 3, sloped);
	struct severity s = estimated(&c);
	const struct residual *r = monitor_residuals(&s, c.arena, &n);
	assert_int_equal(n, 12);
	double sum = 0;
	for (size_t i = 0; i < n; i++) {
		sum += r[i].left;
		assert_near(r[i].left, r[i].value - s.entries[r[i].entry].value + s.experts[r[i].expert].value, 1e-12);
		assert_near(r[i].z, r[i].left / (s.noise * sqrt(2.0 / 3)), 1e-9);
	}
	assert_near(sum, 0, 1e-9);
	struct scatter scatter[3];
	monitor_scatter(&s, r, c.arena, scatter);
	/* Equally many sheets each: the mean squares lie around 1, but for what shrinking leaves. */
	assert_near((scatter[0].mean_square + scatter[1].mean_square + scatter[2].mean_square) / 3, 1, 0.01);
	double left = 0, f = 4 * 2.0 / 3 - 2.0 / 3;
	for (size_t i = 0; i < n; i++)
		left += r[i].expert == 2 ? r[i].left * r[i].left : 0;
	assert_near(scatter[2].mean_square, left / f / (s.noise * s.noise), 1e-9);
	assert_near(scatter[2].z, (cbrt(scatter[2].mean_square) - 1 + 2 / (9 * f)) / sqrt(2 / (9 * f)), 1e-9);
	double means[3] = {0}, grand = 0, between = 0;
	for (int j = 0; j < 3; j++) {
		for (int e = 0; e < 4; e++)
			means[j] += sloped(e, j) / 4;
		grand += means[j] / 3;
	}
	for (int j = 0; j < 3; j++) {
		between += 4 * (means[j] - grand) * (means[j] - grand);
	}
	double entries[4], experts[3];
	monitor_among(&s, entries, experts);
	double noise2 = s.noise * s.noise, lambda = noise2 / (s.spread * s.spread);
	assert_near(entries[1], sqrt(noise2 / 3 * (1 - 1.0 / 4)), 1e-9);             /* the mean of three less that of twelve */
	assert_near(experts[1], sqrt(noise2 / (4 + lambda) * (1 - 1.0 / 3)), 1e-9); /* shrunk, less the mean of three */
	struct apart a = monitor_apart(&s, experts);
	assert_int_equal(a.freedom, 2);
	assert_near(a.chi2, between / (s.noise * s.noise), 1e-6);
	assert_true(a.chi2_z > 4);
	assert_near(a.reliability, 4 / (4 + lambda), 1e-9); /* as the analysis of variance has it */
	assert_near(a.separation * a.separation, a.reliability / (1 - a.reliability), 1e-9);
	assert_near(a.strata, (4 * a.separation + 1) / 3, 1e-12);
}

/* ---- drift */

/* Two experts, everything marked by both: the shift is the difference of their differences. */
static const struct drift *drifts(const struct severity *s, const int *sessions, int session_count, struct arena *arena, int *count)
{
	double *entries = ARENA_ARRAY(arena, (size_t)s->system->entries, double);
	double *experts = ARENA_ARRAY(arena, (size_t)s->system->experts, double);
	monitor_among(s, entries, experts);
	return monitor_drift(s, experts, sessions, session_count, arena, count);
}

static double turned(int e, int j)
{
	static const double noise[8] = {0.3, -0.1, -0.4, 0.2, 0.1, -0.3, 0.4, -0.2};
	return 50 + 3 * e + (j ? noise[e] : e >= 5 ? -2 : 0);
}

static void drift_by_hand(void **state)
{
	enum { N = 8, FIRST = 5 };
	struct collected c = {.arena = *state};
	int sessions[2 * N], count;
	collect_table(&c, N, 2, turned);
	for (int e = 0; e < N; e++)
		sessions[2 * e] = sessions[2 * e + 1] = e >= FIRST;
	struct severity s = estimated(&c);
	const struct drift *d = drifts(&s, sessions, 2, c.arena, &count);
	assert_int_equal(count, 4);
	/* S has the one eigenvalue N along (1, −1)/√2: x'Px = k/2 − k²/(2 (N + λ)) for a session of k. */
	double lambda = s.spread > 0 ? s.noise * s.noise / (s.spread * s.spread) : INFINITY;
	for (int i = 0; i < 4; i++) {
		double k = d[i].session ? N - FIRST : FIRST, left = 0, info = k / 2 - k * k / (2 * (N + lambda));
		for (int e = 0; e < N; e++)
			if ((e >= FIRST) == d[i].session)
				left += turned(e, d[i].expert) - s.entries[e].value + s.experts[d[i].expert].value;
		assert_int_equal(d[i].sheets, (int)k);
		assert_near(d[i].shift, -left / info, 1e-9);
		assert_near(d[i].shift_se, s.noise / sqrt(info), 1e-9);
		assert_near(d[i].severity, s.experts[d[i].expert].value + (1 - k / N) * d[i].shift, 1e-9);
		assert_true(d[i].z * d[i].shift >= 0);
	}
	assert_true(d[1].shift > 1); /* x became stricter … */
	assert_true(d[3].shift < -1); /* … or y milder: two experts alone can't tell */
}

/* Where one expert alone links two panels that differ, nothing can be said of that expert. */
static void a_single_link_can_not_drift(void **state)
{
	struct collected c = {.arena = *state};
	int sessions[40], n = 0, count;
	for (int e = 0; e < 10; e++) {
		const char *others[2] = {e < 5 ? "a" : "c", e < 5 ? "b" : "d"};
		for (int j = 0; j < 3; j++) {
			collect(&c, name_of(&c, 'E', e), j ? others[j - 1] : "x", "q",
				60 + e + (j == 1 ? 6 : j == 2 ? -6 : 0) + ((e * 7 + j * 3) % 5) * 0.3);
			sessions[n++] = e >= 5;
		}
	}
	struct severity s = estimated(&c);
	const struct drift *d = drifts(&s, sessions, 2, c.arena, &count);
	assert_int_equal(count, 2); /* x alone was in both */
	assert_true(d[0].shift_se > 3 * s.noise);
	assert_true(fabs(d[0].z) < MONITOR_ALARM);
}

struct alarms { int tests, alarms, planted_found, planted_largest; double squares; };

/* 8 experts, 5 for each of 48 entries, three sessions of 16. Expert 0 becomes stricter by `plant` in the last. */
static void simulate(struct rng *rng, double plant, struct alarms *ret)
{
	enum { ENTRIES = 48, EXPERTS = 8, EACH = 5 };
	struct collected c = {.arena = arena_new()};
	double severity[EXPERTS];
	int sessions[ENTRIES * EACH], n = 0, count, largest = 0;
	for (int j = 0; j < EXPERTS; j++)
		severity[j] = 0;
	for (int j = 0; j < EXPERTS; j++)
		for (int k = 0; k < 12; k++)
			severity[j] += (double)rng_below(rng, 1000) / 1000 - 0.5;
	for (int e = 0; e < ENTRIES; e++) {
		int seats[EXPERTS];
		for (int j = 0; j < EXPERTS; j++) {
			int to = (int)rng_below(rng, (uint64_t)j + 1);
			seats[j] = seats[to];
			seats[to] = j;
		}
		for (int j = 0; j < EXPERTS; j++) {
			bool sits = false;
			double noise = 0;
			for (int i = 0; i < EACH; i++)
				sits = sits || seats[i] == j;
			if (!sits)
				continue;
			for (int k = 0; k < 12; k++) /* nearly normal, variance 1 */
				noise += (double)rng_below(rng, 100000) / 100000 - 0.5;
			collect(&c, name_of(&c, 'E', e), name_of(&c, 'J', j), "q",
				50 + e % 7 - severity[j] + noise - (j == 0 && e >= 32 ? plant : 0));
			sessions[n++] = e / 16;
		}
	}
	/* Experts are numbered as they come up. */
	struct severity s = estimated(&c);
	const struct drift *d = drifts(&s, sessions, 3, c.arena, &count);
	for (int i = 0; i < count; i++) {
		ret->tests++;
		ret->squares += d[i].z * d[i].z;
		ret->alarms += fabs(d[i].z) > MONITOR_ALARM;
		largest = fabs(d[i].z) > fabs(d[largest].z) ? i : largest;
		if (d[i].expert == collected_at(&c, 1, "J000") && d[i].session == 2)
			ret->planted_found += d[i].z > MONITOR_ALARM;
	}
	ret->planted_largest += d[largest].expert == collected_at(&c, 1, "J000") && d[largest].session == 2;
	arena_free(c.arena);
}

static void a_planted_drift_is_found_and_no_other(void **state)
{
	(void)state;
	struct rng rng = rng_of(20260101);
	struct alarms quiet = {0}, planted = {0};
	for (int i = 0; i < 300; i++)
		simulate(&rng, 0, &quiet);
	assert_true(quiet.tests > 7000);
	assert_near(quiet.squares / quiet.tests, 1, 0.08);
	assert_true(quiet.alarms < quiet.tests * 16 / 1000); /* 10 in a thousand; 16 is five deviations above */
	assert_true(quiet.alarms > quiet.tests * 5 / 1000);
	for (int i = 0; i < 100; i++)
		simulate(&rng, 2, &planted);
	assert_true(planted.planted_found >= 97);
	assert_true(planted.planted_largest >= 95);
}

/* ---- the cut */

static double falling(int e, int j)
{
	static const double noise[6][3] = {
		{0.4, -0.3, 0.1}, {-0.2, 0.5, 0.2}, {0.3, 0.1, -0.4}, {-0.5, 0.2, 0.3}, {0.1, -0.4, 0.2}, {-0.1, -0.1, 0.5}};
	return 70 - 0.3 * e + j + noise[e][j];
}

static const bool ALL[6] = {true, true, true, true, true, true}, EVEN[6] = {true, false, true, false, true, false};

static void one_quota_is_severity_chances(void **state)
{
	struct collected c = {.arena = *state};
	double mine[6], theirs[6];
	collect_table(&c, 6, 3, falling);
	struct severity s = estimated(&c);
	struct monitor_quota quota = {2, ALL};
	struct monitor_field field = {.contends = ALL, .slope = 1, .quotas = &quota, .quota_count = 1};
	monitor_chances(&s, &field, 2000, 1, c.arena, mine);
	severity_chances(&s, 2, 2000, 1, c.arena, theirs);
	for (int e = 0; e < 6; e++)
		assert_near(mine[e], theirs[e], 1e-12);
	const struct monitor_cut *cut = monitor_cuts(&s, &field, c.arena);
	assert_int_equal(cut->count, 6);
	assert_int_equal(cut->inside, 2);
	assert_true(cut->parts);
	assert_near(cut->at, (s.entries[cut->order[1]].value + s.entries[cut->order[2]].value) / 2, 1e-12);
	/* On the score's own scale, and where low wins. */
	double beside[6] = {0, 0, 0, 0, 0, 1000};
	field.beside = beside;
	field.slope = 0.5;
	assert_int_equal(monitor_cuts(&s, &field, c.arena)->order[0], 5);
	assert_near(monitor_score(&s, &field, 5), 0.5 * s.entries[5].value + 1000, 1e-9);
	field.low_wins = true;
	assert_int_equal(monitor_cuts(&s, &field, c.arena)->order[5], 5);
	monitor_chances(&s, &field, 100, 1, c.arena, mine);
	assert_near(mine[5], 0, 0);
}

static void quotas_are_filled_in_order(void **state)
{
	struct collected c = {.arena = *state};
	double chances[6], sum = 0;
	collect_table(&c, 6, 3, falling);
	struct severity s = estimated(&c);
	struct monitor_quota quotas[] = {{1, EVEN}, {2, ALL}};
	struct monitor_field field = {.contends = ALL, .slope = 1, .quotas = quotas, .quota_count = 2};
	const struct monitor_cut *cuts = monitor_cuts(&s, &field, c.arena);
	assert_int_equal(cuts[0].count, 3);
	assert_int_equal(cuts[0].order[0] % 2, 0);
	assert_int_equal(cuts[1].count, 5); /* without the one that the first took */
	for (int i = 0; i < 5; i++)
		assert_int_not_equal(cuts[1].order[i], cuts[0].order[0]);
	monitor_chances(&s, &field, 500, 3, c.arena, chances);
	for (int e = 0; e < 6; e++)
		sum += chances[e];
	assert_near(sum, 3, 1e-9); /* three places are given away in every draw */
	/* Whoever contends for nothing takes nothing; nobody is left outside. */
	bool contends[6] = {true, true, false, false, false, false};
	field.contends = contends;
	monitor_chances(&s, &field, 500, 3, c.arena, chances);
	assert_near(chances[0] + chances[1], 2, 1e-9);
	assert_near(chances[2], 0, 0);
	assert_false(monitor_cuts(&s, &field, c.arena)[1].parts);
}

static void the_minimum_is_a_cut(void **state)
{
	struct collected c = {.arena = *state};
	double chances[6];
	collect_table(&c, 6, 3, falling);
	struct severity s = estimated(&c);
	struct monitor_quota quota = {6, ALL};
	struct monitor_field field = {.contends = ALL, .slope = 1, .has_least = true, .least = s.entries[2].value,
		.quotas = &quota, .quota_count = 1};
	const struct monitor_cut *cut = monitor_cuts(&s, &field, c.arena);
	int reach = 0;
	for (int e = 0; e < 6; e++)
		reach += s.entries[e].value >= s.entries[2].value;
	assert_int_equal(cut->inside, reach);
	assert_int_equal(cut->count, 6);
	assert_near(cut->at, field.least, 0);
	monitor_chances(&s, &field, 4000, 1, c.arena, chances);
	assert_near(chances[2], 0.5, 0.03);
	field.least = 1000;
	assert_int_equal(monitor_cuts(&s, &field, c.arena)->inside, 0);
	assert_true(monitor_cuts(&s, &field, c.arena)->parts);
}

/* ---- one more expert */

static double pure_noise(int e, int j)
{
	static const double noise[4][2] = {{1, -1}, {-1, 1}, {1, -1}, {-1, 1}};
	return j < 2 ? 50 + e + noise[e][j] : 50 + e;
}

static void one_more_sheet_narrows_by_arithmetic(void **state)
{
	struct collected c = {.arena = *state};
	struct further best[3];
	collect_table(&c, 4, 2, pure_noise);
	struct severity s = estimated(&c);
	assert_near(s.spread, 0, 0);
	bool barred[2] = {false, true};
	assert_int_equal(monitor_further(&s, 0, barred, 3, c.arena, best), 1);
	assert_int_equal(best[0].expert, 0);
	/* θ − the mean of four, each of two sheets: σ²/2 · 3/4; a third sheet takes (σ²/2 · 3/4)² / (σ²/2 + σ²). */
	assert_near(best[0].se, s.noise * sqrt(0.375 - 0.375 * 0.375 / 1.5), 1e-9);
	assert_int_equal(monitor_further(&s, 0, barred, 0, c.arena, best), 0);
}

/* Of experts who have not marked it, the one whose severity is known best says most. */
static void the_best_known_expert_says_most(void **state)
{
	struct collected c = {.arena = *state};
	struct further best[2];
	for (int e = 0; e < 12; e++)
		for (int j = 0; j < 4; j++)
			if (j < 2 || (j == 2 && e > 0) || (j == 3 && e > 8))
				collect(&c, name_of(&c, 'E', e), name_of(&c, 'J', j), "q",
					60 + e - 3 * j + ((e * 5 + j * 7) % 9) * 0.2);
	struct severity s = estimated(&c);
	bool barred[4] = {true, true, false, false};
	assert_int_equal(monitor_further(&s, 0, barred, 2, c.arena, best), 2);
	assert_int_equal(best[0].expert, 2);
	assert_true(best[0].se < best[1].se);
	double entries[12], experts[4];
	monitor_among(&s, entries, experts);
	/* It is what happens when that sheet comes, but for what it tells of the variances. */
	collect(&c, name_of(&c, 'E', 0), name_of(&c, 'J', 2), "q", s.entries[0].value - s.experts[2].value);
	struct severity after = estimated(&c);
	double later[12], others[4];
	monitor_among(&after, later, others);
	assert_near(later[0] / after.noise, best[0].se / s.noise, 0.003);
	assert_true(best[1].se < entries[0]);
	assert_int_equal(monitor_further(&s, 0, barred, 1, c.arena, best), 1);
	assert_int_equal(best[0].expert, 2);
}

static void draws_are_capped(void **state)
{
	struct collected c = {.arena = *state};
	collect_table(&c, 4, 3, sloped);
	struct severity s = estimated(&c);
	assert_int_equal(monitor_draws(&s), 4000);
	struct severity_system large = {.entries = 5000, .experts = 13, .sheet_count = 65000};
	s.system = &large;
	assert_int_equal(monitor_draws(&s), 500);
}

static void numbers_as_text(void **state)
{
	char text[MONITOR_TEXT];
	(void)state;
	assert_string_equal(monitor_text(-1.23456, 4, text), "-1.2346");
	assert_string_equal(monitor_text(-0.00001, 4, text), "0.0000");
	assert_string_equal(monitor_text(-0.2, 0, text), "0");
	assert_string_equal(monitor_text((double)NAN, 2, text), "null");
	assert_string_equal(monitor_text((double)INFINITY, 2, text), "null");
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
		TEST(habits_by_hand),
		TEST(nothing_has_no_habits),
		TEST(experts_are_told_apart),
		TEST(drift_by_hand),
		TEST(a_single_link_can_not_drift),
		TEST(a_planted_drift_is_found_and_no_other),
		TEST(one_quota_is_severity_chances),
		TEST(quotas_are_filled_in_order),
		TEST(the_minimum_is_a_cut),
		TEST(one_more_sheet_narrows_by_arithmetic),
		TEST(the_best_known_expert_says_most),
		TEST(draws_are_capped),
		TEST(numbers_as_text),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
