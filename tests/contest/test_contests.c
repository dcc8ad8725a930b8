/* The five real contests: that their definitions say what the world knows about them. */
#include "harness/unit.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/finding.h"
#include "base/str.h"
#include "contest/contest.h"
#include "contest/definition.h"

#include <stdio.h>
#include <stdlib.h>

static char *slurp(struct arena *arena, const char *path, size_t *ret_len)
{
	FILE *f = fopen(path, "rb");
	if (!f)
		return NULL;
	char *text = arena_alloc(arena, DEFINITION_LIMIT_BYTES + 1);
	*ret_len = fread(text, 1, DEFINITION_LIMIT_BYTES, f);
	fclose(f);
	return text;
}

static const struct contest *read_contest(struct arena *arena, const char *id)
{
	const char *root = getenv("LEITAI_SOURCE");
	assert_non_null(root);
	const char *path = arena_printf(arena, "%s/contests/%s.yaml", root, id);
	size_t len = 0;
	char *text = slurp(arena, path, &len);
	assert_non_null(text);
	struct findings findings = findings_of(path, arena);
	struct contest *c = NULL;
	struct err err;
	bool ok = definition_read(text, len, arena, &findings, &c, &err);
	CLEANUP(buf_done) struct buf out = {0};
	findings_print(&findings, &out);
	assert_string_equal(buf_str(&out), "");
	assert_true(ok);
	assert_string_equal(c->id, id);
	return c;
}

static const struct stage *stage_of(const struct contest *c, const char *id)
{
	int i = contest_find_stage(c, id);
	assert_true(i >= 0);
	return &c->stages[i];
}

static int quota_sum(const struct stage *s)
{
	int sum = 0;
	for (int i = 0; i < s->quota_count; i++)
		sum += s->quotas[i].places;
	return sum;
}

static int seat_sum(const struct stage *s)
{
	int sum = 0;
	for (int i = 0; i < s->panel_count; i++)
		sum += s->panel[i].seats;
	return sum;
}

static int award_sum(const struct stage *s)
{
	int sum = 0;
	for (int i = 0; i < s->award_count; i++)
		sum += s->awards[i].places;
	return sum;
}

static const char *fact_of(const struct contest *c, const char *id)
{
	for (int i = 0; i < c->fact_count; i++)
		if (str_eq(c->facts[i].id, id))
			return c->facts[i].value;
	return NULL;
}

static int64_t weight_sum(const struct stage *s)
{
	int64_t sum = 0;
	for (int i = 0; i < s->scoring.criterion_count; i++)
		sum += s->scoring.criteria[i].weight;
	return sum;
}

static void has_text(const struct text *t)
{
	assert_non_null(t->zh);
	assert_non_null(t->en);
	assert_string_not_equal(t->zh, t->en);
}

static void has_texts(const struct labels *labels)
{
	for (int i = 0; i < labels->count; i++)
		has_text(&labels->items[i].title);
}

/* Both languages everywhere, a rehearsal, Beijing time, criteria in hundredths or tenths. */
static void common(const struct contest *c)
{
	assert_true(c->rehearsal);
	assert_int_equal(c->offset_min, 480);
	assert_true(c->assumed_count > 0);
	has_text(&c->title);
	has_text(&c->theme);
	for (int i = 0; i < AXIS_HEAT; i++)
		has_texts(&c->axes[i]);
	has_texts(&c->classes);
	has_texts(&c->scenes);
	for (int i = 0; i < c->assumed_count; i++)
		has_text(&c->assumed[i]);
	for (int i = 0; i < c->fact_count; i++)
		has_text(&c->facts[i].title);
	for (int i = 0; i < c->stage_count; i++) {
		const struct stage *s = &c->stages[i];
		has_text(&s->title);
		for (int j = 0; j < s->heat_count; j++)
			has_text(&s->heats[j].title);
		for (int j = 0; j < s->award_count; j++)
			has_text(&s->awards[j].title);
		if (s->kind == STAGE_PANEL)
			assert_true(weight_sum(s) == 100 || weight_sum(s) == 10);
	}
}

static void ciic_2020(void **state)
{
	const struct contest *c = read_contest(*state, "ciic-2020");
	common(c);
	assert_string_equal(fact_of(c, "teams"), "1,457");
	assert_int_equal(c->axes[AXIS_REGION].count, 4);
	assert_int_equal(c->axes[AXIS_DIVISION].count, 2);
	const struct stage *s = stage_of(c, "semifinal");
	assert_int_equal(seat_sum(s), 13);
	assert_int_equal(s->panel[0].seats, 10);
	assert_int_equal(s->panel[1].seats, 3);
	assert_true(s->supervised);
	assert_int_equal(s->scoring.criterion_count, 5); /* four by the panel, and overtime */
	assert_int_equal(s->floor.overtime, 4);
	assert_int_equal(s->scoring.tie_end, TIE_DELIBERATION);
	assert_int_equal(s->rank_within, AXIS_DIVISION);
	assert_int_equal(s->heat_count, 2);
	assert_int_equal(s->heats[0].pitch_s, 600);
	assert_int_equal(s->heats[0].questions_s, 240);
	assert_int_equal(s->heats[1].pitch_s, 720);
	assert_int_equal(s->heats[1].questions_s, 480);
	assert_int_equal(s->heats[1].selects.at[AXIS_DIVISION], 1);
	assert_int_equal(s->quota_count, 2);
	assert_int_equal(s->quotas[0].places, 14);
	assert_int_equal(s->quotas[1].places, 6);
	assert_int_equal(s->reserve, 3);
}

static void guangdong_2021(void **state)
{
	const struct contest *c = read_contest(*state, "guangdong-2021");
	common(c);
	assert_int_equal(c->edition, 6);
	assert_string_equal(fact_of(c, "teams"), "5,077");
	assert_string_equal(fact_of(c, "people"), "5,698");
	assert_int_equal(c->axes[AXIS_TRACK].count, 4);
	assert_int_equal(stage_of(c, "preliminary")->sheets_each, 3);
	assert_int_equal(stage_of(c, "preliminary")->heat_count, 4);
	assert_int_equal(quota_sum(stage_of(c, "preliminary")), 22);
	assert_int_equal(quota_sum(stage_of(c, "semifinal")), 10);
	const struct stage *final = stage_of(c, "final");
	assert_int_equal(final->heats[0].pitch_s, 12 * 60);
	assert_int_equal(final->heats[0].questions_s, 5 * 60);
	assert_int_equal(final->panel_count, 5);
	assert_int_equal(award_sum(final), 10);
	assert_int_equal(final->quota_count, 0);
}

static void ciic_ai_2021(void **state)
{
	const struct contest *c = read_contest(*state, "ciic-ai-2021");
	common(c);
	const struct stage *final = stage_of(c, "final");
	assert_int_equal(final->award_count, 5);
	assert_int_equal(award_sum(final), 26);
	int jury = 0;
	for (int i = 0; i < final->award_count; i++)
		if (final->awards[i].by == AWARD_BY_JURY) {
			assert_string_equal(final->awards[i].id, "special");
			jury++;
		}
	assert_int_equal(jury, 1);
	assert_int_equal(quota_sum(stage_of(c, "review")), 30);
}

static void zhangjiang_2021(void **state)
{
	const struct contest *c = read_contest(*state, "zhangjiang-2021");
	common(c);
	assert_int_equal(c->package_count, 6);
	assert_int_equal(c->axes[AXIS_TRACK].count, 11);
	const struct stage *screening = stage_of(c, "screening"), *contests = stage_of(c, "stage-contests");
	assert_int_equal(screening->sheets_each, 3);
	assert_int_equal(quota_sum(screening), 130);
	assert_int_equal(contests->heat_count, 11);
	assert_int_equal(contests->rank_within, AXIS_HEAT);
	assert_int_equal(contests->quota_count, 11);
	assert_int_equal(quota_sum(contests), 28);
	assert_int_equal(award_sum(stage_of(c, "final")), 30);
	assert_int_equal(stage_of(c, "final")->deliberation, VOTE_SCHULZE);
	assert_string_equal(fact_of(c, "plaques"), "30");
}

static void tuanjie_lake_2021(void **state)
{
	const struct contest *c = read_contest(*state, "tuanjie-lake-2021");
	common(c);
	assert_string_equal(fact_of(c, "companies"), "986");
	assert_int_equal(c->axes[AXIS_REGION].count, 3);
	const struct stage *regional = stage_of(c, "regional");
	assert_int_equal(regional->heat_count, 3);
	assert_int_equal(regional->sheets_each, 3);
	assert_int_equal(quota_sum(regional), 20);
	assert_int_equal(award_sum(stage_of(c, "final")), 20);
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

/* Screenings where fewer than the panel mark each entry: how they are shared out among the classes. */
static void screenings(void **state)
{
	static const struct {
		const char *contest;
		int count, seats[4];
	} cases[] = {
		{"zhangjiang-2021", 2, {2, 1}},
		{"ciic-ai-2021", 3, {1, 1, 1}},
		{"guangdong-2021", 4, {1, 1, 1, 0}},
		{"tuanjie-lake-2021", 3, {1, 1, 1}},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const struct contest *c = read_contest(*state, cases[i].contest);
		const struct stage *s = NULL;
		for (int k = 0; k < c->stage_count && !s; k++)
			if (c->stages[k].sheets_each)
				s = &c->stages[k];
		int seats[8];
		assert_non_null(s);
		assert_int_equal(s->panel_count, cases[i].count);
		assert_int_equal(s->assignment.shared, -1);
		stage_entry_seats(s, seats);
		for (int k = 0; k < s->panel_count; k++)
			assert_int_equal(seats[k], cases[i].seats[k]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(ciic_2020, setup, teardown),
		cmocka_unit_test_setup_teardown(guangdong_2021, setup, teardown),
		cmocka_unit_test_setup_teardown(ciic_ai_2021, setup, teardown),
		cmocka_unit_test_setup_teardown(zhangjiang_2021, setup, teardown),
		cmocka_unit_test_setup_teardown(tuanjie_lake_2021, setup, teardown),
		cmocka_unit_test_setup_teardown(screenings, setup, teardown),
	};
	return cmocka_run_group_tests_name("contest/contests", tests, NULL, NULL);
}
