/* Results from recorded rows: who takes part, in which heat, who moves up, and what is refused. */
#include "harness/unit.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/finding.h"
#include "base/json.h"
#include "base/str.h"
#include "contest/contest.h"
#include "contest/definition.h"
#include "contest/result.h"

#include <string.h>

#define PANEL_STAGE "    criteria: [{id: m, title: M, max: 10}]\n" \
	"    scoring: {steps: [{do: total, as: mean}, {do: combine, rule: mean}]}\n"

static const char definition[] =
	"leitai: 1\nid: demo\ntitle: Demo\n"
	"divisions: [{id: a, title: A}, {id: b, title: B}]\n"
	"stages:\n"
	"  - {id: signup, title: Signup, kind: open}\n"
	"  - id: first\n    title: First\n    from: [signup]\n    heats: {by: division}\n    rank_within: division\n" PANEL_STAGE
	"    advance: {quotas: [{division: a, places: 1}, {division: b, places: 1}], reserve: 1}\n"
	"  - {id: fair, title: Fair, kind: open, from: [first]}\n"
	"  - id: final\n    title: Final\n    from: [fair]\n"
	"    heats: [{id: red, title: Red}, {id: blue, title: Blue}]\n    rank_within: heat\n" PANEL_STAGE;

enum { FIRST = 1, FINAL = 3 };

static const struct result_entry entries[] = {
	{"E-4", "b", NULL, NULL, false}, {"E-1", "a", NULL, NULL, false}, {"E-3", "b", NULL, NULL, false},
	{"E-2", "a", NULL, NULL, false},
};
static const struct result_expert experts[] = {{"J-2", NULL}, {"J-1", NULL}};
static const struct result_sheet first_sheets[] = {
	{"a", "E-2", "J-1", false, "{\"m\":70000}"}, {"a", "E-1", "J-2", false, "{\"m\":90000}"},
	{"b", "E-3", "J-1", false, "{\"m\":60000}"}, {"b", "E-4", "J-1", false, "{\"m\":50000}"},
	{"a", "E-1", "J-1", true, "{}"},
};

static struct result_input input(struct arena *arena)
{
	struct findings findings = findings_of("demo", arena);
	struct contest *contest;
	struct err err;
	if (!definition_read(definition, strlen(definition), arena, &findings, &contest, &err)) {
		print_error("%s\n", err.message);
		assert_true(false);
	}
	return (struct result_input){.contest = contest, .stage = FIRST, .entries = entries,
		.entry_count = COUNT_OF(entries), .experts = experts, .expert_count = COUNT_OF(experts),
		.sheets = first_sheets, .sheet_count = COUNT_OF(first_sheets)};
}

static const char *body_of(const struct result_input *in, struct arena *arena)
{
	struct result r;
	struct err err;
	CLEANUP(buf_done) struct buf out = {0};
	if (!result_compute(in, arena, &r, &err))
		return arena_strdup(arena, err.code);
	assert_true(result_settled(&r));
	result_write(&r, &out);
	return arena_strdup(arena, buf_str(&out));
}

/* "E-1 advance, E-2 reserve" in the order of the body's rows. */
static const char *fates_of(const char *body, struct arena *arena)
{
	CLEANUP(buf_done) struct buf out = {0};
	for (const char *at = body; (at = strstr(at, "\"entry\":\"")) != NULL; at++) {
		const char *id = at + strlen("\"entry\":\""), *fate = strstr(at, "\"fate\":\"") + strlen("\"fate\":\"");
		buf_printf(&out, "%s%.*s %.*s", out.len ? ", " : "", (int)strcspn(id, "\""), id, (int)strcspn(fate, "\""), fate);
	}
	return arena_strdup(arena, buf_str(&out));
}

static void counts_and_writes(void **state)
{
	struct result_input in = input(*state);
	assert_string_equal(body_of(&in, *state),
		"{\"awards\":[],\"lists\":[{\"list\":\"a\",\"rows\":["
		"{\"entry\":\"E-1\",\"exact\":\"90000\",\"fate\":\"advance\",\"own\":\"90000\",\"promoted\":false,\"quota\":0,"
		"\"rank\":1,\"reserve\":0,\"score\":90000,\"sheets\":1},"
		"{\"entry\":\"E-2\",\"exact\":\"70000\",\"fate\":\"reserve\",\"own\":\"70000\",\"promoted\":false,\"quota\":0,"
		"\"rank\":2,\"reserve\":1,\"score\":70000,\"sheets\":1}]},{\"list\":\"b\",\"rows\":["
		"{\"entry\":\"E-3\",\"exact\":\"60000\",\"fate\":\"advance\",\"own\":\"60000\",\"promoted\":false,\"quota\":1,"
		"\"rank\":1,\"reserve\":0,\"score\":60000,\"sheets\":1},"
		"{\"entry\":\"E-4\",\"exact\":\"50000\",\"fate\":\"reserve\",\"own\":\"50000\",\"promoted\":false,\"quota\":1,"
		"\"rank\":2,\"reserve\":1,\"score\":50000,\"sheets\":1}]}],\"stage\":\"first\",\"unranked\":[]}");
}

static void order_of_rows_does_not_matter(void **state)
{
	struct result_input in = input(*state);
	struct result_entry turned[COUNT_OF(entries)];
	struct result_sheet sheets[COUNT_OF(first_sheets)];
	const char *body = body_of(&in, *state);
	for (size_t i = 0; i < COUNT_OF(entries); i++)
		turned[i] = entries[COUNT_OF(entries) - 1 - i];
	for (size_t i = 0; i < COUNT_OF(first_sheets); i++)
		sheets[i] = first_sheets[COUNT_OF(first_sheets) - 1 - i];
	in.entries = turned;
	in.sheets = sheets;
	assert_string_equal(body_of(&in, *state), body);
}

/* Two rankings by heat, where the sheets say which entry is where; E-2 comes because it moved up. */
static void later_stages_take_who_is_sent(void **state)
{
	struct arena *arena = *state;
	struct result_input in = input(arena);
	const char *moved[] = {"E-2"};
	struct result_earlier earlier = {"first", body_of(&in, arena), moved, 1};
	static const struct result_sheet sheets[] = {{"red", "E-1", "J-1", false, "{\"m\":10000}"},
		{"blue", "E-2", "J-1", false, "{\"m\":20000}"}};
	in.stage = FINAL;
	in.sheets = sheets;
	in.sheet_count = 2;
	assert_string_equal(body_of(&in, arena), "sheet.entry"); /* nobody is sent yet */
	in.earlier = &earlier;
	in.earlier_count = 1;
	const char *body = body_of(&in, arena);
	/* E-3 takes part, has no sheet, and so no heat: it stands last, without a score. */
	assert_string_equal(fates_of(body, arena), "E-1 out, E-2 out, E-3 out");
	assert_non_null(strstr(body, "{\"list\":\"red\""));
	assert_non_null(strstr(body, "{\"list\":\"\",\"rows\":[]}],\"stage\":\"final\",\"unranked\":[{\"entry\":\"E-3\",\"exact\":null"));
}

static void a_withdrawal_moves_the_reserve_up(void **state)
{
	struct arena *arena = *state;
	struct result_input in = input(arena);
	struct result_earlier published = {"first", body_of(&in, arena), NULL, 0};
	struct result_entry left[COUNT_OF(entries)];
	struct result now;
	const char **ids;
	int count;
	struct err err;
	memcpy(left, entries, sizeof(left));
	left[1].withdrawn = true; /* E-1 */
	in.entries = left;
	assert_string_equal(fates_of(body_of(&in, arena), arena), "E-2 advance, E-3 advance, E-4 reserve, E-1 withdrawn");
	assert_true(result_compute(&in, arena, &now, &err));
	assert_true(result_moved(&now, &published, arena, &ids, &count, &err));
	assert_int_equal(count, 1);
	assert_string_equal(ids[0], "E-2");
	published.moved = (const char *const[]){"E-2"};
	published.moved_count = 1;
	assert_true(result_moved(&now, &published, arena, &ids, &count, &err));
	assert_int_equal(count, 0);
}

static void open_stages_pass_on(void **state)
{
	struct result_input in = input(*state);
	assert_true(result_feeds(in.contest, FIRST, FINAL));
	assert_true(result_feeds(in.contest, 0, FIRST));
	assert_false(result_feeds(in.contest, FINAL, FIRST));
	assert_false(result_feeds(in.contest, FIRST, FIRST));
}

/* Each open stage comes from the two before it: as many ways through as Fibonacci has rabbits, one walk. */
static void a_thousand_million_ways_are_walked_once(void **state)
{
	CLEANUP(buf_done) struct buf text = {0};
	struct findings findings = findings_of("deep", *state);
	struct contest *contest = NULL;
	struct err err = {0};
	bool reached[MOST_STAGES];
	buf_puts(&text, "leitai: 1\nid: deep\ntitle: D\nstages:\n"
		"  - {id: p, title: P, criteria: [{id: m, title: M, max: 9}], advance: {quotas: [{places: 3}]},\n"
		"     scoring: {steps: [{do: total, as: sum}, {do: combine, rule: mean}]}}\n"
		"  - {id: o1, title: O, kind: open, from: [p]}\n  - {id: o2, title: O, kind: open, from: [o1]}\n");
	for (int i = 3; i < MOST_STAGES - 1; i++)
		buf_printf(&text, "  - {id: o%d, title: O, kind: open, from: [o%d, o%d]}\n", i, i - 1, i - 2);
	buf_puts(&text, "  - {id: q, title: Q, from: [o62, o61], criteria: [{id: m, title: M, max: 9}],\n"
		"     advance: {quotas: [{places: 4}]}, scoring: {steps: [{do: total, as: sum}, {do: combine, rule: mean}]}}\n");
	assert_false(definition_read(buf_str(&text), text.len, *state, &findings, &contest, &err));
	assert_string_equal(err.code, "definition.quota-sum"); /* 4 of 3, however many ways they come */
	findings = findings_of("deep", *state);
	memcpy(strstr(text.at, "places: 3"), "places: 5", strlen("places: 5"));
	assert_true(definition_read(buf_str(&text), text.len, *state, &findings, &contest, &err));
	assert_true(result_feeds(contest, 0, MOST_STAGES - 1));
	assert_false(stage_sources(contest, &contest->stages[MOST_STAGES - 1], reached));
	assert_true(reached[0] && reached[1] && reached[MOST_STAGES - 2]);
}

static void refuses(void **state)
{
	static const struct {
		struct result_sheet sheet;
		const char *code;
	} bad[] = {
		{{"a", "E-9", "J-1", false, "{}"}, "sheet.entry"},
		{{"a", "E-1", "J-9", false, "{}"}, "sheet.expert"},
		{{"b", "E-1", "J-1", false, "{}"}, "sheet.heat"},
		{{"nowhere", "E-1", "J-1", false, "{}"}, "sheet.heat"},
		{{"a", "E-2", "J-1", false, "{}"}, "sheet.twice"},
		{{"a", "E-2", "J-2", false, "{\"n\":1}"}, "sheet.marks"},
		{{"a", "E-2", "J-2", false, "{\"m\":}"}, "sheet.marks"},
		{{"a", "E-2", "J-2", false, "{\"m\":1"}, "sheet.marks"},
		{{"a", "E-2", "J-2", false, ""}, "sheet.marks"},
		{{"a", "E-2", "J-2", false, "{\"m\":99999999999999999999}"}, "sheet.marks"},
	};
	struct result_input in = input(*state);
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		struct result_sheet sheets[COUNT_OF(first_sheets) + 1];
		memcpy(sheets, first_sheets, sizeof(first_sheets));
		sheets[COUNT_OF(first_sheets)] = bad[i].sheet;
		in.sheets = sheets;
		in.sheet_count = COUNT_OF(sheets);
		assert_string_equal(body_of(&in, *state), bad[i].code);
	}
}

static void refuses_decisions_about_others(void **state)
{
	struct result_input in = input(*state);
	struct result_deliberation d = {(const char *const[]){"E-1", "E-9"}, 2};
	in.deliberations = &d;
	in.deliberation_count = 1;
	assert_string_equal(body_of(&in, *state), "decision.entry");
	in.deliberation_count = 0;
	struct result_grant g = {"gold", "E-1"};
	in.grants = &g;
	in.grant_count = 1;
	assert_string_equal(body_of(&in, *state), "award.unknown");
	in.grant_count = 0;
	struct result_earlier broken = {"fair", "{\"lists\":3}", NULL, 0};
	in.earlier = &broken;
	in.earlier_count = 1;
	assert_string_equal(body_of(&in, *state), "result.earlier");
	in.earlier_count = 0;
	in.stage = 0;
	assert_string_equal(body_of(&in, *state), "stage.open");
}

static void official_needs_no_seat(void **state)
{
	struct result_input in = input(*state);
	struct result r;
	struct err err;
	struct result_sheet sheets[COUNT_OF(first_sheets)];
	memcpy(sheets, first_sheets, sizeof(sheets));
	sheets[0].expert = "official";
	in.sheets = sheets;
	assert_true(result_compute(&in, *state, &r, &err));
	assert_int_equal(r.sheets.expert_count, 3);
	assert_string_equal(r.sheets.experts[2].id, "official");
}

static int make_arena(void **state)
{
	*state = arena_new();
	return 0;
}

static int free_arena(void **state)
{
	arena_free(*state);
	return 0;
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, make_arena, free_arena)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(counts_and_writes),
		CASE(order_of_rows_does_not_matter),
		CASE(later_stages_take_who_is_sent),
		CASE(a_withdrawal_moves_the_reserve_up),
		CASE(open_stages_pass_on),
		CASE(a_thousand_million_ways_are_walked_once),
		CASE(refuses),
		CASE(refuses_decisions_about_others),
		CASE(official_needs_no_seat),
	};
	return cmocka_run_group_tests_name("contest/result", tests, NULL, NULL);
}
