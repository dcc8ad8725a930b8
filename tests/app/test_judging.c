/* How experts judge, as chair and supervisor see it: who may look, the numbers of the models, sessions, conflicts, groups, cuts. */
#include "case.h"

#include "app/context.h"
#include "app/judging.h"
#include "app/principal.h"
#include "judging/severity.h"
#include "store/panels.h"
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>

/* The semi-final of case.h with marks that lie apart: X1 is strict, X3 mild. A1–A5 are heat a, B1–B3 heat b. */
static const char MARKS[] = "A1 86 91 94;A2 78 82 85.5;A3 77 81 83.5;A4 57 61.5 66;A5 47 50.5 56;"
			    "B1 67 71 75.5;B2 57 60.5 64;B3 51 55 58.5";

static const char *judging_of(struct app_case *c, const struct principal *who, bool all)
{
	struct request rq = {.actor = "test", .who = who};
	CLEANUP(buf_done) struct buf out = {0};
	c->engine->err = (struct err){0};
	if (!view_judging(c->app, &rq, "t", "semi", all, &out, &c->engine->err))
		return NULL;
	return arena_strdup(c->engine->arena, buf_str(&out));
}

static void has(const char *text, const char *part)
{
	if (!text || !strstr(text, part))
		print_error("“%s” is not in\n%s\n", part, text ? text : "nothing");
	assert_true(text && strstr(text, part));
}

/* The number behind "key": after the object that names `id`. */
static double value_of(const char *text, const char *id, const char *key)
{
	char name[64], field[64];
	snprintf(name, sizeof(name), "%s\"", id);
	snprintf(field, sizeof(field), "\"%s\":", key);
	const char *at = strstr(text, name);
	assert_non_null(at);
	at = strstr(at, field);
	assert_non_null(at);
	return strtod(at + strlen(field), NULL);
}

static bool near(double a, double b)
{
	return a - b < 0.00006 && b - a < 0.00006;
}

/* ---- who may look */

static void chair_and_supervisor_alone_see_it(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open(e);
	case_mark(&c, "semi", MARKS);
	for (int role = 0; role < ROLE_COUNT; role++) {
		struct principal who = {.id = "link:1", .contest = "t", .roles = 1u << role, .expert = role == ROLE_EXPERT ? "X1" : NULL};
		const char *seen = judging_of(&c, &who, false);
		bool may = role == ROLE_CHAIR || role == ROLE_SUPERVISOR;
		assert_true((seen != NULL) == may);
		if (!may)
			assert_string_equal(e->err.code, "denied");
	}
	assert_null(judging_of(&c, &(struct principal){.id = "account:1", .admin = true}, false));
	assert_non_null(judging_of(&c, NULL, false));
	case_close(&c);
}

static void what_there_is_not_is_not_found(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open(e);
	CLEANUP(buf_done) struct buf out = {0};
	assert_fails(e, view_judging(c.app, &CASE_RQ, "none", "semi", false, &out, &e->err), "contest.unknown");
	assert_fails(e, view_judging(c.app, &CASE_RQ, "t", "none", false, &out, &e->err), "stage.unknown");
	case_close(&c);
}

/* ---- the numbers */

static void an_empty_stage_says_so(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open(e);
	const char *seen = judging_of(&c, NULL, false);
	has(seen, "\"state\":\"judging\"");
	has(seen, "\"sheets\":0,\"groups\":[],\"sessions\":[],\"experts\":[]");
	has(seen, "\"entries\":[],\"cuts\":[],\"uncut\":[{\"title\":");
	case_close(&c);
}

/* Each heat is a panel of the same experts, so all of it is one group; the numbers are those of severity_estimate(). */
static void numbers_are_those_of_the_model(void **state)
{
	static const double totals[8][3] = {{86, 91, 94}, {78, 82, 85.5}, {77, 81, 83.5}, {57, 61.5, 66}, {47, 50.5, 56},
		{67, 71, 75.5}, {57, 60.5, 64}, {51, 55, 58.5}};
	static const char *const ids[] = {"A1", "A2", "A3", "A4", "A5", "B1", "B2", "B3"}, *const experts[] = {"X1", "X2", "X3"};
	struct engine *e = *state;
	struct app_case c = case_open(e);
	struct judged_mark marks[24];
	struct severity s;
	case_mark(&c, "semi", MARKS);
	for (int i = 0; i < 24; i++)
		marks[i] = (struct judged_mark){i / 3, i % 3, 0, (int64_t)(totals[i / 3][i % 3] * 10000)};
	struct judged judged = {marks, 24, ids, experts, (const char *const[]){"q"}, 8, 3, 1};
	assert_ok(e, severity_estimate(&judged, SEVERITY_RANDOM, e->arena, &s, &e->err));
	const char *seen = judging_of(&c, NULL, false);
	for (int j = 0; j < 3; j++) {
		char id[16];
		snprintf(id, sizeof(id), "\"expert\":\"%s", experts[j]);
		assert_true(near(value_of(seen, id, "severity"), s.experts[j].value));
		assert_true(near(value_of(seen, id, "se"), s.experts[j].se));
		assert_true(value_of(seen, id, "among") < s.experts[j].se);
	}
	const char *list = strstr(seen, "\"entry_count\":8");
	assert_non_null(list);
	for (int i = 0; i < 8; i++) {
		char id[16];
		snprintf(id, sizeof(id), "\"entry\":\"%s", ids[i]);
		assert_true(near(value_of(list, id, "adjusted"), s.entries[i].value));
		assert_true(near(value_of(list, id, "se"), s.entries[i].se));
		assert_true(near(value_of(list, id, "raw"), (totals[i][0] + totals[i][1] + totals[i][2]) / 3));
	}
	assert_true(near(value_of(seen, "\"severity", "noise"), s.noise));
	assert_true(near(value_of(seen, "\"severity", "spread"), s.spread));
	has(seen, "\"complete\":true");
	has(seen, "\"class\":\"industry\"");
	has(seen, "\"name\":\"Name One\"");
	case_close(&c);
}

/* Two quotas, one a division: each has its line, and chances that add up to its places. */
static void every_quota_has_its_line(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open(e);
	case_mark(&c, "semi", MARKS);
	const char *seen = judging_of(&c, NULL, false), *list = strstr(seen, "\"entry_count\"");
	has(list, "\"places\":2,\"inside\":2,\"contenders\":5,");
	has(list, "\"first\":0,\"entries\":[\"A1\",\"A2\",\"A3\",\"A4\",\"A5\"]");
	has(list, "\"places\":1,\"inside\":1,\"contenders\":3,");
	has(list, "\"entries\":[\"B1\",\"B2\",\"B3\"]");
	has(list, "\"uncut\":[]");
	double sum = 0;
	static const char *const ids[] = {"A1", "A2", "A3", "A4", "A5"};
	for (int i = 0; i < 5; i++) {
		char id[16];
		snprintf(id, sizeof(id), "\"entry\":\"%s", ids[i]);
		sum += value_of(list, id, "chance");
	}
	assert_true(sum > 1.999 && sum < 2.001);
	/* Who withdrew contends for nothing. */
	assert_ok(e, app_withdraw_entry(c.app, &CASE_RQ, "t", "A1", "ill", &e->err));
	seen = judging_of(&c, NULL, false);
	has(seen, "\"places\":2,\"inside\":2,\"contenders\":4,");
	has(seen, "\"entries\":[\"A2\",\"A3\",\"A4\",\"A5\"]");
	case_close(&c);
}

/* A penalty is beside the panel's mean: it moves where the entry stands, not its adjusted mean. */
static void a_penalty_moves_the_score_alone(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open(e);
	case_mark(&c, "semi", MARKS);
	const char *list = strstr(judging_of(&c, NULL, false), "\"entry_count\"");
	double adjusted = value_of(list, "\"entry\":\"A2", "adjusted"), stands = value_of(list, "\"entry\":\"A2", "stands");
	assert_ok(e, case_sheets(&c, "semi", "heat,entry,expert,criterion,mark\na,A2,official,over,60\n"));
	list = strstr(judging_of(&c, NULL, false), "\"entry_count\"");
	assert_true(near(value_of(list, "\"entry\":\"A2", "adjusted"), adjusted));
	assert_true(near(value_of(list, "\"entry\":\"A2", "stands"), stands - 2));
	has(list, "\"entries\":[\"A1\",\"A3\",\"A2\",");
	has(list, "\"on_scale\":true");
	case_close(&c);
}

/* Two experts alone in each heat, and nobody in both: two groups, each with severities of its own; a cut lies in its group. */
static void groups_are_taken_apart(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open(e);
	assert_ok(e, case_sheets(&c, "semi", "heat,entry,expert,criterion,mark\n"
		"a,A1,X1,depth,80\na,A1,X1,use,80\na,A1,X2,depth,83\na,A1,X2,use,82\n"
		"a,A2,X1,depth,70\na,A2,X1,use,71\na,A2,X2,depth,74\na,A2,X2,use,72\n"
		"a,A3,X1,depth,60\na,A3,X1,use,61\na,A3,X2,depth,62\na,A3,X2,use,63\n"
		"b,B1,X3,depth,60\nb,B1,X3,use,61\n"));
	const char *seen = judging_of(&c, NULL, false);
	has(seen, "\"groups\":[{\"entries\":3,\"experts\":[\"X1\",\"X2\"],\"severity\":{");
	has(seen, "{\"entries\":1,\"experts\":[\"X3\"],\"no_severity\":{\"code\":\"judging.one-expert\"");
	assert_true(value_of(seen, "\"expert\":\"X1", "severity") > 0.5);
	has(strstr(seen, "\"expert\":\"X3"), "\"severity\":null,\"se\":null,\"among\":null");
	has(seen, "\"places\":2,\"inside\":2,\"contenders\":3,");
	has(strstr(seen, "\"uncut\""), "\"uncut\":[{\"title\":"); /* B1 is below the quorum: nobody contends there yet */
	has(strstr(seen, "\"entry\":\"B1"), "\"adjusted\":null,\"se\":null,\"stands\":null,\"among\":null,\"chance\":null");
	case_close(&c);
}

/* ---- conflicts */

static bool add_conflicts(struct db *db, void *context, struct err *err)
{
	(void)context;
	const struct conflict_row rows[] = {
		{"A1", "X1", "organisation", CONFLICT_COMPUTED, CONFLICT_OVERRULED, NULL, 1},
		{"A1", "X1", "mail", CONFLICT_COMPUTED, CONFLICT_OVERRULED, NULL, 1},
		{"A2", "X1", "past", CONFLICT_DECLARED, CONFLICT_FOUND, NULL, 1},
		{"A3", "X3", "past", CONFLICT_DECLARED, CONFLICT_FOUND, NULL, 1},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (!store_put_conflict(db, "t", &rows[i], err))
			return false;
	return true;
}

static void linked_sheets_are_counted_and_barred_experts_not_asked(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open(e);
	/* A2 and A3 are close; X1 and X2 marked A2, X1 and X2 marked A3; X3 could mark both, but for A3. */
	assert_ok(e, case_sheets(&c, "semi", "heat,entry,expert,criterion,mark\n"
		"a,A1,X1,depth,90\na,A1,X1,use,90\na,A1,X2,depth,92\na,A1,X2,use,93\na,A1,X3,depth,95\na,A1,X3,use,95\n"
		"a,A2,X1,depth,70\na,A2,X1,use,73\na,A2,X2,depth,74\na,A2,X2,use,72\n"
		"a,A3,X1,depth,71\na,A3,X1,use,71\na,A3,X2,depth,72\na,A3,X2,use,74\n"
		"a,A4,X1,depth,50\na,A4,X1,use,51\na,A4,X2,depth,55\na,A4,X2,use,52\na,A4,X3,depth,56\na,A4,X3,use,55\n"));
	assert_ok(e, store_write(app_store(c.app), add_conflicts, NULL, &e->err));
	const char *seen = judging_of(&c, NULL, false), *further = strstr(seen, "\"further\"");
	assert_true(value_of(seen, "\"expert\":\"X1", "linked") > 1.9); /* A1, though overruled, and A2 */
	assert_true(value_of(seen, "\"expert\":\"X2", "linked") < 0.1);
	has(seen, "\"open\":2");
	has(strstr(further, "\"entry\":\"A2"), "\"experts\":[{\"expert\":\"X3\",\"among\":");
	const char *third = strstr(further, "\"entry\":\"A3");
	assert_non_null(third);
	third = strstr(third, "\"experts\":[");
	assert_true(strncmp(third, "\"experts\":[]", 12) == 0);
	case_close(&c);
}

/* ---- sessions: the clock of the case moves on between imports */

static int64_t the_time = INT64_C(4102444800000) + 9 * 3600000; /* 2100-01-01 09:00Z, since time in a ledger never falls */
static int64_t moving_clock(void)
{
	return the_time;
}

static void half_days_are_sessions_and_drift_is_told(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open(e);
	app_close(c.app);
	the_time = INT64_C(4102444800000) + 9 * 3600000;
	assert_ok(e, app_open(&(struct app_options){.url = e->url, .now_ms = moving_clock}, &c.app, &e->err));
	CLEANUP(buf_done) struct buf more = {0};
	buf_puts(&more, "entry,title,team,division,contact,people\n");
	for (int i = 10; i < 34; i++)
		buf_printf(&more, "A%d,T,T,a,,3\n", i);
	assert_ok(e, case_entries(&c, buf_str(&more)));
	for (int half = 0; half < 2; half++) {
		CLEANUP(buf_done) struct buf lines = {0};
		for (int i = 0; i < 12; i++) {
			int wobble = (i * 7 + half) % 3, quality = 60 + i;
			buf_printf(&lines, "%sA%d %d %d.5 %d", i ? ";" : "", 10 + 12 * half + i, quality - (half ? 6 : 0) + wobble, quality + 2 - wobble,
				quality + 1 + (i % 2));
		}
		case_mark(&c, "semi", buf_str(&lines));
		the_time += 6 * 3600000; /* into the afternoon */
	}
	const char *seen = judging_of(&c, NULL, false);
	has(seen, "\"sessions\":[{\"heat\":\"a\",\"title\":{");
	has(seen, "\"from\":\"2100-01-01T00:00:00");
	has(seen, "\"until\":\"2100-01-01T12:00:00");
	has(seen, "\"from\":\"2100-01-01T12:00:00");
	const char *x1 = strstr(seen, "\"expert\":\"X1");
	has(x1, "\"drift\":[{\"session\":0,\"sheets\":12,");
	x1 = strstr(x1, "{\"session\":1,\"sheets\":12,");
	assert_true(value_of(x1, "", "shift") > 4);
	assert_true(value_of(x1, "", "z") > 2.58);
	has(strstr(x1, "\"z\""), "\"alarm\":true");
	/* No record says anything of it, and no event. */
	CLEANUP(buf_done) struct buf ledger = {0};
	assert_ok(e, view_ledger(c.app, "t", 0, 100000, &ledger, &e->err));
	assert_null(strstr(buf_str(&ledger), "drift"));
	case_close(&c);
}

static void it_works_after_publication(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open(e);
	case_mark(&c, "semi", MARKS);
	const char *before = judging_of(&c, NULL, false);
	assert_ok(e, app_close_stage(c.app, &CASE_RQ, "t", "semi", "S-1", &e->err));
	has(judging_of(&c, NULL, false), "\"state\":\"closed\"");
	assert_ok(e, app_publish_stage(c.app, &CASE_RQ, "t", "semi", &e->err));
	const char *after = judging_of(&c, NULL, true);
	has(after, "\"state\":\"published\"");
	assert_string_equal(strstr(before, "\"utc_offset\""), strstr(after, "\"utc_offset\""));
	case_close(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ENGINE_TEST(chair_and_supervisor_alone_see_it),
		ENGINE_TEST(what_there_is_not_is_not_found),
		ENGINE_TEST(an_empty_stage_says_so),
		ENGINE_TEST(numbers_are_those_of_the_model),
		ENGINE_TEST(every_quota_has_its_line),
		ENGINE_TEST(a_penalty_moves_the_score_alone),
		ENGINE_TEST(groups_are_taken_apart),
		ENGINE_TEST(linked_sheets_are_counted_and_barred_experts_not_asked),
		ENGINE_TEST(half_days_are_sessions_and_drift_is_told),
		ENGINE_TEST(it_works_after_publication),
	};
	return engines_run("app/judging", tests, COUNT_OF(tests));
}
