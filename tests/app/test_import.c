/* Imports: all or nothing, every bad row named, nothing written twice. */
#include "case.h"

#include "store/store.h"

static int64_t records(struct app_case *c)
{
	CLEANUP(buf_done) struct buf out = {0};
	assert_ok(c->engine, view_ledger(c->app, "t", 0, 100000, &out, &c->engine->err));
	return count_of(buf_str(&out), "\n");
}

static void every_bad_row_is_named_and_nothing_imported(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open_bare(e);
	int64_t before = records(&c);
	assert_false(case_entries(&c, "entry,title,team,division\nA1,One,T,a\nA1,Two,T,a\n-x,Three,T,a\nA2,,T,a\nA3,F,T,c\nA4,G\n"));
	assert_int_equal(c.findings.total, 5);
	static const int lines[] = {3, 4, 5, 6, 7};
	static const char *const codes[] = {"import.double", "import.id", "import.missing", "import.label", "import.width"};
	for (int i = 0; i < 5; i++) {
		assert_int_equal(c.findings.items[i].line, lines[i]);
		assert_string_equal(c.findings.items[i].code, codes[i]);
	}
	assert_int_equal(records(&c), before);
	case_close(&c);
}

static void the_same_file_twice_changes_nothing(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open_bare(e);
	assert_ok(e, case_entries(&c, "entry,title,team,division\nA1,One,T,a\n"));
	int64_t before = records(&c);
	assert_ok(e, case_entries(&c, "team,entry,division,title\nT,A1,a,One\n"));
	assert_int_equal(c.report.unchanged, 1);
	assert_int_equal(records(&c), before);
	assert_fails(e, case_entries(&c, "entry,title,team,division\nA1,Other,T,a\n"), "entry.exists");
	case_close(&c);
}

static void marks_are_checked(void **state)
{
	static const struct {
		const char *row, *code;
	} cases[] = {
		{"a,A1,X1,depth,100.5", "sheet.mark"}, {"a,A1,X1,depth,-1", "sheet.mark"}, {"a,A1,X1,depth,50.25", "sheet.mark"},
		{"a,A1,X1,depth,abc", "sheet.mark"}, {"b,A1,X1,depth,50", "sheet.heat"}, {"q,A1,X1,depth,50", "sheet.heat"},
		{"a,A9,X1,depth,50", "sheet.entry"}, {"a,A1,X9,depth,50", "sheet.expert"}, {"a,A1,X1,dept,50", "sheet.criterion"},
		{"a,A1,O1,depth,50", "sheet.class"}, {"a,A1,X1,depth,50", "sheet.incomplete"},
		{"a,A1,X1,depth,50\na,A1,X1,depth,51", "sheet.double"}, {"a,A1,O1,over,60\na,A1,X1,over,60", "sheet.official"},
		{"a,A1,X1,*,recused\na,A1,X1,depth,1\na,A1,X1,use,1", "sheet.recused"},
	};
	struct engine *e = *state;
	struct app_case c = case_open(e);
	int64_t before = records(&c);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const char *csv = arena_printf(e->arena, "heat,entry,expert,criterion,mark\n%s\n", cases[i].row);
		assert_false(case_sheets(&c, "semi", csv));
		assert_string_equal(c.findings.items[0].code, cases[i].code);
	}
	assert_fails(e, case_sheets(&c, "semi", "heat,entry,expert,criterion,mark\n"), "import.no-rows");
	assert_fails(e, case_sheets(&c, "semi", "heat,entry,expert,criterion,marks\n"), "csv.column");
	assert_fails(e, case_sheets(&c, "semis", "heat,entry,expert,criterion,mark\na,A1,X1,depth,1\n"), "stage.unknown");
	assert_int_equal(records(&c), before);
	case_close(&c);
}

static void amending_keeps_both_versions(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open(e);
	static const char first[] = "heat,entry,expert,criterion,mark\na,A1,X1,depth,50\na,A1,X1,use,60\n";
	static const char second[] = "heat,entry,expert,criterion,mark\na,A1,X1,depth,55\na,A1,X1,use,60\n";
	assert_ok(e, case_sheets(&c, "semi", first));
	assert_ok(e, case_sheets(&c, "semi", first));
	assert_int_equal(c.report.unchanged, 1);
	assert_fails(e, case_sheets(&c, "semi", second), "sheet.exists");
	c.findings = findings_of("sheets.csv", e->arena);
	assert_ok(e, app_import_sheets(c.app, &CASE_RQ, "t", "semi", second, strlen(second), true, false, &c.findings, &c.report, &e->err));
	assert_int_equal(c.report.amended, 1);
	CLEANUP(buf_done) struct buf out = {0};
	assert_ok(e, view_ledger(c.app, "t", 0, 1000, &out, &e->err));
	assert_int_equal(count_of(buf_str(&out), "\"type\":\"sheet.submit\""), 1);
	assert_int_equal(count_of(buf_str(&out), "\"type\":\"sheet.amend\""), 1);
	assert_int_equal(count_of(buf_str(&out), "\"depth\":"), 0); /* sealed */
	case_close(&c);
}

static void a_preview_writes_nothing(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open(e);
	static const char csv[] = "heat,entry,expert,criterion,mark\na,A1,X1,depth,50\na,A1,X1,use,60\n";
	int64_t before = records(&c);
	assert_ok(e, app_import_sheets(c.app, &CASE_RQ, "t", "semi", csv, strlen(csv), false, true, &c.findings, &c.report, &e->err));
	assert_int_equal(c.report.added, 1);
	assert_int_equal(records(&c), before);
	case_close(&c);
}

static void a_repeated_key_is_one_request(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open(e);
	struct request rq = {.actor = "test", .req = "key-1"};
	static const char csv[] = "heat,entry,expert,criterion,mark\na,A1,X1,depth,50\na,A1,X1,use,60\n";
	assert_ok(e, app_import_sheets(c.app, &rq, "t", "semi", csv, strlen(csv), false, false, &c.findings, &c.report, &e->err));
	int64_t after = records(&c);
	assert_ok(e, app_import_sheets(c.app, &rq, "t", "semi", csv, strlen(csv), false, false, &c.findings, &c.report, &e->err));
	assert_int_equal(records(&c), after);
	static const char more[] = "entry,title,team,division\nA9,Nine,T,a\n";
	assert_fails(e, app_import_entries(c.app, &rq, "t", more, strlen(more), false, &c.findings, &c.report, &e->err),
		"request.reused");
	struct request other = {.actor = "somebody-else", .req = "key-1"};
	assert_fails(e, app_import_sheets(c.app, &other, "t", "semi", csv, strlen(csv), true, false, &c.findings, &c.report,
		&e->err), "request.reused");
	struct request bad = {.actor = "test", .req = "no spaces please"};
	assert_fails(e, app_import_sheets(c.app, &bad, "t", "semi", csv, strlen(csv), false, false, &c.findings, &c.report, &e->err),
		"request.key");
	case_close(&c);
}

static void rules_stay_once_marks_are_in(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open(e);
	char *changed = arena_strdup(e->arena, CASE_DEFINITION);
	memcpy(strstr(changed, "points: 2"), "points: 3", 9);
	assert_ok(e, app_add_contest(c.app, &CASE_RQ, changed, strlen(changed), &c.findings, &e->err));
	case_mark(&c, "semi", "A1 50 50 50");
	assert_fails(e, app_add_contest(c.app, &CASE_RQ, CASE_DEFINITION, strlen(CASE_DEFINITION), &c.findings, &e->err),
		"contest.marked");
	case_close(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ENGINE_TEST(every_bad_row_is_named_and_nothing_imported),
		ENGINE_TEST(the_same_file_twice_changes_nothing),
		ENGINE_TEST(marks_are_checked),
		ENGINE_TEST(amending_keeps_both_versions),
		ENGINE_TEST(a_preview_writes_nothing),
		ENGINE_TEST(a_repeated_key_is_one_request),
		ENGINE_TEST(rules_stay_once_marks_are_in),
	};
	return engines_run("app/import", tests, COUNT_OF(tests));
}
