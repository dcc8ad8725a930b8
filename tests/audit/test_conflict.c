/* Rulings on conflicts of interest: what they count for, and every lie about them.
 *
 * With LEITAI_LIES=DIR each ledger is also written to a folder there, for tests/check/test_lies.py. */
#include "harness/unit.h"
#include "small.h"

#include "audit/audit.h"
#include "base/arena.h"
#include "base/str.h"
#include "contest/contest.h"
#include "contest/recusal.h"

#include <stdio.h>
#include <string.h>

static const char definition[] =
	"leitai: 1\n"
	"id: demo\n"
	"title: Demo\n"
	"stages:\n"
	"  - id: first\n"
	"    title: First\n"
	"    heats: [{id: hall, title: Hall}]\n"
	"    criteria: [{id: idea, title: Idea, min: 0, max: 10, step: 0.5}]\n"
	"    scoring:\n"
	"      steps: [{do: total, as: mean}, {do: combine, rule: mean}]\n"
	"      tie_end: shared\n"
	"    advance: {quotas: [{places: 2}], reserve: 1}\n";

struct event {
	const char *name, *type, *body;
};

#define SHEET(e, j, units)                                                                                        \
	"{\"entry\":\"" e "\",\"expert\":\"" j "\",\"heat\":\"hall\",\"marks\":{\"idea\":" units "},\"recused\":false,"       \
	"\"stage\":\"first\",\"version\":1}"
#define REASON "\"reason\":\"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\""
#define YES(e, j, grounds) "{\"confirmed\":true,\"entry\":\"" e "\",\"expert\":\"" j "\",\"grounds\":[" grounds "]}"
#define NO(e, j, grounds) "{\"confirmed\":false,\"entry\":\"" e "\",\"expert\":\"" j "\",\"grounds\":[" grounds "]," REASON "}"
#define ROW(e, exact, score, fate, quota, rank, reserve, n)                                                       \
	"{\"entry\":\"" e "\",\"exact\":\"" exact "\",\"fate\":\"" fate "\",\"own\":\"" exact "\",\"promoted\":false,"  \
	"\"quota\":" quota ",\"rank\":" rank ",\"reserve\":" reserve ",\"score\":" score ",\"sheets\":" n "}"
#define RESULT(second, fourth)                                                                                    \
	"{\"awards\":[],\"lists\":[{\"list\":\"\",\"rows\":[" ROW("E-1", "90000", "90000", "advance", "0", "1", "0", "2") "," \
	second "," ROW("E-3", "75000", "75000", "reserve", "0", "3", "1", "3") "," fourth "]}],\"stage\":\"first\",\"unranked\":[]}"
#define SECOND ROW("E-2", "82500", "82500", "advance", "0", "2", "0", "2")
#define FOURTH ROW("E-4", "60000", "60000", "out", "-1", "4", "0", "2")
#define LOCK(missing, sheets) "{\"heat\":\"hall\",\"missing\":" missing ",\"sheets\":" sheets ",\"stage\":\"first\"}"

/* J-3 must not mark E-1. J-2's sheet of E-2 falls to a ruling that came after it, J-1's of E-4 to one after the lock. Of J-1 and
 * E-3 a conflict was confirmed and overruled; J-2's with E-1 was confirmed too late to count. */
static const struct event story[] = {
	{"seat", "panel.seat", "{\"experts\":[\"J-1\",\"J-2\",\"J-3\"],\"heat\":\"hall\",\"stage\":\"first\"}"},
	{"r1", "conflict.rule", YES("E-1", "J-3", "\"mail\",\"organisation\"")},
	{"r3", "conflict.rule", YES("E-3", "J-1", "\"past\"")},
	{"e1j1", "sheet.submit", SHEET("E-1", "J-1", "90000")},
	{"e1j2", "sheet.submit", SHEET("E-1", "J-2", "90000")},
	{"e2j1", "sheet.submit", SHEET("E-2", "J-1", "80000")},
	{"e2j2", "sheet.submit", SHEET("E-2", "J-2", "10000")},
	{"e2j3", "sheet.submit", SHEET("E-2", "J-3", "85000")},
	{"r2", "conflict.rule", YES("E-2", "J-2", "\"declared\"")},
	{"r4", "conflict.rule", NO("E-3", "J-1", "\"past\"")},
	{"e3j1", "sheet.submit", SHEET("E-3", "J-1", "75000")},
	{"e3j2", "sheet.submit", SHEET("E-3", "J-2", "70000")},
	{"e3j3", "sheet.submit", SHEET("E-3", "J-3", "80000")},
	{"e4j1", "sheet.submit", SHEET("E-4", "J-1", "100000")},
	{"e4j2", "sheet.submit", SHEET("E-4", "J-2", "60000")},
	{"e4j3", "sheet.submit", SHEET("E-4", "J-3", "60000")},
	{"lock", "heat.lock", LOCK("0", "11")},
	{"r5", "conflict.rule", YES("E-4", "J-1", "\"investor\"")},
	{"close", "stage.close", "{\"sheets\":11,\"stage\":\"first\"}"},
	{"r6", "conflict.rule", YES("E-1", "J-2", "\"other\"")},
	{"result", "result.publish", RESULT(SECOND, FOURTH)},
};

struct lie {
	const char *name, *at;
	char how; /* '=' instead of it, '-' it is left out, '+' after it, '!' opened there, '?' never opened */
	const char *type, *body, *words;
};

static int64_t tell(struct small *s, const char *type, const char *body, bool kept)
{
	if (str_eq(type, "result.publish"))
		small_reveal(s, "first");
	if (strncmp(type, "sheet.", 6) == 0 || str_eq(type, "conflict.rule"))
		return small_seal(s, type, kept ? "never" : "first", body);
	return small_add(s, type, body);
}

static void open_first_ruling(struct small *s)
{
	s->seals[0].stage = "now";
	small_reveal(s, "now");
}

static void tell_story(struct small *s, struct arena *arena, const struct lie *lie)
{
	small_found(s, arena, definition);
	for (size_t i = 0; i < COUNT_OF(story); i++) {
		char how = lie && str_eq(lie->at, story[i].name) ? lie->how : ' ';
		if (how != '=' && how != '-')
			(void)tell(s, story[i].type, story[i].body, how == '?');
		if (how == '=' || how == '+')
			(void)tell(s, lie->type ? lie->type : story[i].type, lie->body, false);
		if (how == '!')
			open_first_ruling(s);
	}
	small_checkpoint(s);
}

static void rulings_count(void **state)
{
	(void)state;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct small s;
	struct audit_report report;
	tell_story(&s, arena, NULL);
	small_write(&s, definition, "truth-conflicts");
	bool good = small_audit(&s, definition, arena, &report);
	for (int i = 0; i < report.kept; i++)
		print_error("%s\n", report.failures[i]);
	assert_true(good);
	assert_int_equal(report.results, 1);
	small_done(&s);
}

static void lies_are_named(void **state)
{
	(void)state;
	static const struct lie lies[] = {
		{"rule-counted", "result", '=', NULL, RESULT(ROW("E-2", "175000/3", "58333", "advance", "0", "2", "0", "3"), FOURTH), "recomputed"},
		{"rule-counted-late", "result", '=', NULL, RESULT(SECOND, ROW("E-4", "220000/3", "73333", "out", "-1", "4", "0", "3")), "recomputed"},
		{"rule-missing", "r2", '-', NULL, NULL, "recomputed"},
		{"rule-not-overruled", "r4", '-', NULL, NULL, "their conflict was confirmed before"},
		{"rule-marks", "e4j3", '+', "sheet.submit", SHEET("E-1", "J-3", "90000"), "their conflict was confirmed before"},
		{"rule-shape", "r1", '=', NULL, "{\"confirmed\":true,\"entry\":\"E-1\",\"expert\":\"J-3\"}", "it is no ruling"},
		{"rule-unknown-ground", "r1", '=', NULL, YES("E-1", "J-3", "\"friend\""), "it is no ruling"},
		{"rule-unsorted", "r1", '=', NULL, YES("E-1", "J-3", "\"organisation\",\"mail\""), "it is no ruling"},
		{"rule-double-ground", "r1", '=', NULL, YES("E-1", "J-3", "\"mail\",\"mail\""), "it is no ruling"},
		{"rule-no-ground", "r1", '=', NULL, YES("E-1", "J-3", ""), "it is no ruling"},
		{"rule-nobody", "r1", '=', NULL, YES("E-9", "J-3", "\"mail\""), "never accepted"},
		{"rule-reasonless", "r4", '=', NULL, "{\"confirmed\":false,\"entry\":\"E-3\",\"expert\":\"J-1\",\"grounds\":[\"past\"]}",
			"without a reason"},
		{"rule-lock-owes", "lock", '=', NULL, LOCK("1", "11"), "counted 11 and 0"},
		{"rule-lock-owes-not", "r1", '-', NULL, NULL, "counted 11 and 1"},
		{"rule-unopened", "r1", '?', NULL, NULL, "is not opened with it"},
		{"rule-opened-early", "lock", '!', NULL, NULL, "is no result"},
		{"rule-at-the-end", "result", '+', "conflict.rule", YES("E-2", "J-1", "\"mail\""), "never opened"},
		{"rule-public", "r1", '=', "sheet.submit", YES("E-1", "J-3", "\"mail\""), "it is not a sheet"},
	};
	for (size_t i = 0; i < COUNT_OF(lies); i++) {
		CLEANUP(arena_freep) struct arena *arena = arena_new();
		struct small s;
		tell_story(&s, arena, &lies[i]);
		small_check_lie(&s, definition, lies[i].name, lies[i].words);
		small_done(&s);
	}
}

static void official_values_stay(void **state)
{
	(void)state;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct criterion criteria[] = {{.id = "a", .by = BY_OFFICIAL}, {.id = "b", .by = BY_PANEL}, {.id = "c", .by = BY_OFFICIAL}};
	struct stage stage = {.scoring = {.criteria = criteria, .criterion_count = 3}};
	assert_string_equal(recusal_marks(&stage, "{\"a\":1,\"b\":20000,\"c\":-3}", arena), "{\"a\":1,\"c\":-3}");
	assert_string_equal(recusal_marks(&stage, "{\"b\":20000}", arena), "{}");
	assert_string_equal(recusal_marks(&stage, "{}", arena), "{}");
	assert_true(recusal_is_panel_sheet(&stage, false, "{\"a\":1,\"b\":20000}"));
	assert_false(recusal_is_panel_sheet(&stage, false, "{\"a\":1}"));
	assert_true(recusal_is_panel_sheet(&stage, true, "{\"a\":1}"));
	assert_true(recusal_is_panel_sheet(&stage, false, "{}"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rulings_count),
		cmocka_unit_test(lies_are_named),
		cmocka_unit_test(official_values_stay),
	};
	return cmocka_run_group_tests_name("audit/conflict", tests, NULL, NULL);
}
