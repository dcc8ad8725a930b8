/* Rehearsals: the same file the same contest, exact shares, a tie that no key parts, and going on after a stop. */
#include "case.h"

#include "app/plan.h"
#include "app/rehearsal.h"
#include "contest/definition.h"

#define PEOPLE                                                                                                  \
	"\"entries\":{\"prefix\":\"R\",\"digits\":2,\"groups\":[{\"count\":15,\"division\":\"a\"},"             \
	"{\"count\":10,\"division\":\"b\"}],\"people\":40,"                                                     \
	"\"shares\":{\"degree\":{\"M\":48,\"D\":4,\"B\":48},\"country,province\":{\"x,y\":1}},"                 \
	"\"where\":[{\"division\":\"b\",\"shares\":{\"country,province\":{\"p,q\":1}}}]},"                      \
	"\"experts\":{\"classes\":{\"industry\":6}}"
#define SEMI "{\"stage\":\"semi\",\"tie_at_quota\":0,\"amended\":2,\"supervisor\":\"S\"}"

static const char WHOLE[] = "{\"seed\":7," PEOPLE ",\"rounds\":[" SEMI ",{\"withdraw\":{\"stage\":\"semi\",\"place\":1},"
			    "\"reason\":\"r\"},{\"stage\":\"final\"}]}";

struct made {
	struct plan plan;
	struct json parameters;
	struct buf entries;
};

static bool make(struct engine *e, const char *parameters, struct made *ret)
{
	struct findings findings = findings_of("case", e->arena);
	struct contest *contest;
	*ret = (struct made){.plan = {.arena = e->arena, .parameters = &ret->parameters}};
	assert_ok(e, definition_read(CASE_DEFINITION, strlen(CASE_DEFINITION), e->arena, &findings, &contest, &e->err));
	assert_ok(e, json_parse(parameters, strlen(parameters), e->arena, &ret->parameters, &e->err));
	ret->plan.contest = contest;
	return plan_make(&ret->plan, &e->err);
}

static const char *entries_of(struct made *m)
{
	plan_entries_csv(&m->plan, &m->entries);
	const char *text = arena_strdup(m->plan.arena, buf_str(&m->entries));
	buf_done(&m->entries);
	return text;
}

static void the_same_file_gives_the_same_contest(void **state)
{
	struct engine *e = *state;
	struct made one, same, other;
	char text[sizeof(WHOLE)];
	memcpy(text, WHOLE, sizeof(WHOLE));
	*strchr(text, '7') = '8';
	assert_ok(e, make(e, WHOLE, &one));
	assert_ok(e, make(e, WHOLE, &same));
	assert_ok(e, make(e, text, &other));
	assert_string_equal(one.plan.rounds[0].sheets, same.plan.rounds[0].sheets);
	assert_string_equal(one.plan.rounds[2].sheets, same.plan.rounds[2].sheets);
	assert_string_not_equal(one.plan.rounds[0].sheets, other.plan.rounds[0].sheets);
	assert_string_equal(entries_of(&one), entries_of(&same));
}

static void shares_are_exact(void **state)
{
	struct engine *e = *state;
	struct made m;
	assert_ok(e, make(e, WHOLE, &m));
	const char *csv = entries_of(&m);
	assert_int_equal(count_of(csv, ",M,"), 12);
	assert_int_equal(count_of(csv, ",B,"), 12);
	assert_int_equal(count_of(csv, ",D,"), 1);
	assert_int_equal(count_of(csv, ",x,y\n"), 15);
	assert_int_equal(count_of(csv, ",p,q\n"), 10);
	assert_int_equal(count_of(csv, "Rehearsal team"), 25);
}

/* The wanted tie stands across the second place of division a, and a vote settled it. */
static void a_wanted_tie_is_exact(void **state)
{
	struct engine *e = *state;
	struct made m;
	assert_ok(e, make(e, WHOLE, &m));
	const struct plan_round *semi = &m.plan.rounds[0];
	assert_int_equal(semi->deliberation_count, 1);
	assert_int_equal(semi->deliberations[0].entry_count, 2);
	assert_int_equal(semi->deliberations[0].vote_count, 3);
	assert_non_null(semi->amended);
	assert_non_null(m.plan.rounds[1].withdrawn);
	assert_int_equal(m.plan.earlier[0].moved_count, 1);
	assert_int_equal(m.plan.rounds[2].grant_count, 1);
}

static void wrong_parameters_are_refused(void **state)
{
	static const char *const wrong[] = {
		"{}",
		"{\"entries\":{\"groups\":[{\"count\":3,\"division\":\"a\"}]}}",
		"{" PEOPLE ",\"rounds\":[{\"stage\":\"nowhere\"}]}",
		"{" PEOPLE ",\"rounds\":[{\"withdraw\":{\"stage\":\"semi\"}}]}",
		"{\"entries\":{\"groups\":[{\"count\":9,\"division\":\"a\"}]},\"experts\":{\"classes\":{\"industry\":2}},"
		"\"rounds\":[" SEMI "]}",
	};
	struct engine *e = *state;
	struct made m;
	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		assert_fails(e, make(e, wrong[i], &m), "rehearsal.parameters");
}

static struct rehearsal_source source_of(const char *parameters)
{
	return (struct rehearsal_source){"t", {CASE_DEFINITION, strlen(CASE_DEFINITION)},
		{parameters, strlen(parameters)}};
}

static struct app *open_app(struct engine *e)
{
	struct app *app;
	assert_ok(e, app_open(&(struct app_options){.url = e->url}, &app, &e->err));
	assert_ok(e, app_init(app, "contest.example.org", &e->err));
	return app;
}

static const char *whole_ledger(struct engine *e, struct app *app)
{
	CLEANUP(buf_done) struct buf out = {0};
	assert_ok(e, view_ledger(app, "t", 0, 100000, &out, &e->err));
	return arena_strdup(e->arena, buf_str(&out));
}

static void it_runs_once(void **state)
{
	struct engine *e = *state;
	struct rehearsal_source source = source_of(WHOLE);
	CLEANUP(app_closep) struct app *app = open_app(e);
	assert_ok(e, app_rehearse(app, &source, NULL, NULL, &e->err));
	const char *ledger = whole_ledger(e, app);
	assert_int_equal(count_of(ledger, "\"type\":\"result.publish\""), 2);
	assert_int_equal(count_of(ledger, "\"type\":\"entry.withdraw\""), 1);
	assert_int_equal(count_of(ledger, "\"type\":\"sheet.amend\""), 2);
	assert_ok(e, app_rehearse(app, &source, NULL, NULL, &e->err));
	assert_string_equal(whole_ledger(e, app), ledger);
}

static void somebody_elses_contest_is_left_alone(void **state)
{
	struct engine *e = *state;
	struct rehearsal_source source = source_of(WHOLE);
	struct app_case c = case_open(e);
	assert_fails(e, app_rehearse(c.app, &source, NULL, NULL, &e->err), "rehearsal.exists");
	case_close(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ENGINE_TEST(the_same_file_gives_the_same_contest),
		ENGINE_TEST(shares_are_exact),
		ENGINE_TEST(a_wanted_tie_is_exact),
		ENGINE_TEST(wrong_parameters_are_refused),
		ENGINE_TEST(it_runs_once),
		ENGINE_TEST(somebody_elses_contest_is_left_alone),
	};
	return engines_run("app/rehearsal", tests, COUNT_OF(tests));
}
