/* Floors and panels in a ledger: what the steps and seats allow, and every lie about them. */
#include "harness/unit.h"
#include "small.h"

#include "audit/audit.h"
#include "base/arena.h"

#include <stdio.h>
#include <string.h>

#define STEP(words, n) "{" words "\"heat\":\"hall\",\"stage\":\"first\",\"step\":" n "}"
#define MARKED(words, overtime, n) "{" words "\"heat\":\"hall\",\"overtime\":" overtime ",\"stage\":\"first\",\"step\":" n "}"
#define A(action, entry) "\"action\":\"" action "\",\"entry\":\"" entry "\","
#define OPEN STEP("\"action\":\"open\",\"entries\":[\"E-2\",\"E-1\",\"E-3\",\"E-4\"],", "1")
#define CALL STEP(A("call", "E-2"), "2")
#define PITCH STEP(A("pitch", "E-2"), "3")
#define SEAT(experts) "{\"experts\":[" experts "],\"heat\":\"hall\",\"stage\":\"first\"}"
#define PAUSE_MS 13000 /* before the last body of a script */

struct lie {
	const char *bodies[8]; /* of steps, or of panels where there is no action; "+" moves the clock */
	const char *words;     /* what is said of the last; NULL: all holds */
};

static void tell(const struct lie *lie)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	CLEANUP(small_done) struct small s;
	struct audit_report report;
	struct err err;
	int64_t last = 0;
	small_begin(&s, arena);
	for (size_t i = 0; i < COUNT_OF(lie->bodies) && lie->bodies[i]; i++) {
		const char *body = lie->bodies[i];
		if (*body == '+')
			s.later_ms += PAUSE_MS;
		else
			last = small_add(&s, strstr(body, "\"action\"") ? "floor.step" : "panel.seat", body);
	}
	small_checkpoint(&s);
	struct audit_input in = {.ledger = {s.ledger.at, s.ledger.len}, .checkpoints = {s.notes.at, s.notes.len},
		.definition = {small_definition, strlen(small_definition)}};
	bool good = audit_ledger(&in, arena, &report, &err);
	char record[32];
	snprintf(record, sizeof(record), "record %d: ", (int)last);
	bool found = lie->words && report.kept == 1 && strncmp(report.failures[0], record, strlen(record)) == 0 &&
		strstr(report.failures[0], lie->words);
	if (good != !lie->words || (lie->words && !found))
		for (int i = 0; i < report.kept || i == 0; i++)
			print_error("%s: %s\n", lie->words ? lie->words : "(holds)", i < report.kept ? report.failures[i] : "nothing");
	assert_int_equal(good, !lie->words);
	assert_true(!lie->words || found);
}

static void floors(void **state)
{
	(void)state;
	static const struct lie lies[] = {
		{{OPEN, CALL, PITCH, MARKED(A("mark", "E-2"), "0", "4"), STEP(A("lock", "E-2"), "5")}, NULL},
		{{OPEN, CALL, PITCH, "+", MARKED(A("questions", "E-2"), "3", "4"), STEP("\"action\":\"undo\",", "5")}, NULL},
		{{OPEN, CALL, PITCH, "+", MARKED(A("mark", "E-2"), "2", "4")}, "its overtime is 2, by the records' times 3"},
		{{OPEN, CALL, PITCH, "+", STEP(A("mark", "E-2"), "4")}, "its overtime is -1, by the records' times 3"},
		{{OPEN, MARKED(A("call", "E-2"), "0", "2")}, "its overtime is 0, by the records' times -1"},
		{{OPEN, STEP(A("call", "E-2"), "3")}, "step 3 of heat hall after step 1"},
		{{OPEN, STEP(A("call", "E-1"), "2")}, "is not next"},
		{{OPEN, CALL, PITCH, STEP(A("lock", "E-2"), "4")}, "does not allow it"},
		{{STEP(A("call", "E-2"), "1")}, "not open yet"},
		{{"{\"action\":\"jump\",\"heat\":\"hall\",\"stage\":\"first\",\"step\":1}"}, "not a step of a floor"},
		{{"{\"action\":\"undo\",\"heat\":\"barn\",\"stage\":\"first\",\"step\":1}"}, "no heat barn"},
		{{"{\"action\":\"undo\",\"heat\":\"hall\",\"stage\":\"none\",\"step\":1}"}, "stage none"},
		{{STEP("\"action\":\"open\",\"entries\":[\"E-2\",\"E-1\",\"E-3\"],", "1")}, "entry E-4 of the heat is not on its floor"},
		{{STEP("\"action\":\"open\",\"entries\":[\"E-2\",\"E-1\",\"E-3\",\"E-4\",\"E-5\"],", "1")}, "takes no part"},
	};
	for (size_t i = 0; i < COUNT_OF(lies); i++)
		tell(&lies[i]);
}

static void panels(void **state)
{
	(void)state;
	static const struct lie lies[] = {
		{{SEAT("\"J-1\""), SEAT("\"J-1\",\"J-2\"")}, NULL},
		{{SEAT("\"J-2\",\"J-1\"")}, "does not stand in order"},
		{{SEAT("\"J-1\",\"J-1\"")}, "does not stand in order"},
		{{SEAT("\"J-9\"")}, "was never seated"},
		{{SEAT("")}, "panel.seat must have"},
		{{"{\"experts\":[\"J-1\"],\"heat\":\"barn\",\"stage\":\"first\"}"}, "no heat barn"},
	};
	for (size_t i = 0; i < COUNT_OF(lies); i++)
		tell(&lies[i]);
}

/* After everything else of the small contest's story. */
static void after_the_close(void **state)
{
	(void)state;
	static const struct {
		const char *type, *body, *words;
	} lies[] = {
		{"floor.step", OPEN, "floor.step in heat hall after its stage was closed"},
		{"panel.seat", SEAT("\"J-1\""), "panel.seat in heat hall after its stage was closed"},
		{"timetable.set", "{\"buffer\":0,\"change\":0,\"slots\":[],\"stage\":\"first\",\"version\":1}",
			"a timetable of stage first after its close"},
	};
	for (size_t i = 0; i < COUNT_OF(lies); i++) {
		CLEANUP(arena_freep) struct arena *arena = arena_new();
		CLEANUP(small_done) struct small s;
		struct audit_report report;
		struct err err;
		small_make(&s, arena);
		small_add(&s, lies[i].type, lies[i].body);
		small_checkpoint(&s);
		struct audit_input in = {.ledger = {s.ledger.at, s.ledger.len}, .checkpoints = {s.notes.at, s.notes.len},
			.definition = {small_definition, strlen(small_definition)}};
		assert_false(audit_ledger(&in, arena, &report, &err));
		assert_int_equal(report.kept, 1);
		assert_non_null(strstr(report.failures[0], lies[i].words));
	}
}

/* Sheets are opened at the end, and then held against the panel of their time. */
static void sheets_of_strangers(void **state)
{
	(void)state;
	static const struct {
		const char *before, *words;
	} cases[] = {
		{SEAT("\"J-1\",\"J-2\",\"J-3\""), NULL},
		{SEAT("\"J-1\",\"J-2\""), "expert J-3 marks and does not sit on the panel of record"},
		{SEAT("\"J-2\",\"J-3\""), "the panel leaves out expert J-1, who marked in record 9"},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		CLEANUP(arena_freep) struct arena *arena = arena_new();
		CLEANUP(small_done) struct small s;
		struct audit_report report;
		struct err err;
		bool found = false;
		small_begin(&s, arena);
		small_add(&s, "panel.seat", cases[i].before);
		small_go_on(&s);
		struct audit_input in = {.ledger = {s.ledger.at, s.ledger.len}, .checkpoints = {s.notes.at, s.notes.len},
			.definition = {small_definition, strlen(small_definition)}};
		bool good = audit_ledger(&in, arena, &report, &err);
		for (int k = 0; k < report.kept; k++) {
			found = found || (cases[i].words && strstr(report.failures[k], cases[i].words));
			if (!cases[i].words)
				print_error("%s\n", report.failures[k]);
		}
		assert_int_equal(good, !cases[i].words);
		assert_int_equal(found, !good);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(floors), cmocka_unit_test(panels), cmocka_unit_test(after_the_close), cmocka_unit_test(sheets_of_strangers),
	};
	return cmocka_run_group_tests_name("audit/room", tests, NULL, NULL);
}
