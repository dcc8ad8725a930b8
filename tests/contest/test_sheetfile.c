/* Files of marks: what is read, and that each bad row is named with its line. */
#include "harness/unit.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/finding.h"
#include "base/str.h"
#include "contest/contest.h"
#include "contest/definition.h"
#include "contest/sheetfile.h"

#include <stdlib.h>
#include <string.h>

static const char definition[] =
	"leitai: 1\nid: test\ntitle: T\nclasses: [{id: i, title: I}, {id: v, title: V}]\n"
	"divisions: [{id: a, title: A}, {id: b, title: B}]\nstages:\n"
	"  - id: one\n    title: One\n    panel: {i: 2}\n"
	"    criteria: [{id: m, title: M, min: 1, max: 10, step: 0.5}, {id: o, title: O, by: official, max: 60, optional: true}]\n"
	"    scoring: {steps: [{do: combine, rule: mean}, {do: sum, as: sum}]}\n"
	"  - id: two\n    title: Two\n    heats: [{id: h, title: H, division: a}, {id: k, title: K, division: b}]\n"
	"    criteria: [{id: m, title: M, max: 10}]\n"
	"    scoring: {steps: [{do: combine, rule: mean}, {do: sum, as: sum}]}\n";

struct world {
	struct arena *arena;
	struct contest *contest;
	struct sheets sheets;
};

/* The findings as text, "" when the file is good. */
static const char *read_text(struct world *w, int stage, const struct entry *known, int known_count, const char *text)
{
	struct findings findings = findings_of("f.csv", w->arena);
	struct err err = {0};
	CLEANUP(buf_done) struct buf out = {0};
	bool good = sheetfile_read(w->contest, stage, known, known_count, text, strlen(text), w->arena, &findings, &w->sheets, &err);
	findings_print(&findings, &out);
	assert_int_equal(good, out.len == 0);
	return arena_strdup(w->arena, buf_str(&out));
}

static int64_t mark(const struct world *w, const char *entry, const char *expert, int criterion)
{
	for (size_t s = 0; s < w->sheets.count; s++)
		if (str_eq(w->sheets.entries[w->sheets.items[s].entry].id, entry)
			&& str_eq(w->sheets.experts[w->sheets.items[s].expert].id, expert))
			return w->sheets.marks[s * (size_t)w->sheets.criterion_count + (size_t)criterion];
	assert_true(false);
	return 0;
}

static void rows_become_sheets(void **state)
{
	struct world *w = *state;
	assert_string_equal(read_text(w, 0, NULL, 0,
		"mark,criterion,expert,entry\n9.5,m,i:x,B\n1,m,i:y,B\n,m,i:x,A\n30,o,,A\nrecused,*,i:y,A\n"), "");
	assert_int_equal(w->sheets.entry_count, 2);
	assert_string_equal(w->sheets.entries[0].id, "A");
	assert_int_equal(w->sheets.entries[0].at[AXIS_HEAT], 0);
	assert_int_equal(w->sheets.count, 5);
	assert_int_equal(mark(w, "B", "x", 0), 95000);
	assert_true(mark(w, "A", "x", 0) == MARK_NONE);
	assert_int_equal(mark(w, "A", "official", 1), 300000);
	assert_int_equal(w->sheets.experts[0].class_index, 0);
	size_t recused = 0;
	for (size_t s = 0; s < w->sheets.count; s++)
		recused += w->sheets.items[s].recused;
	assert_int_equal(recused, 1);
}

static void heats_give_the_division(void **state)
{
	struct world *w = *state;
	assert_string_equal(read_text(w, 1, NULL, 0, "heat,entry,expert,criterion,mark\nk,A,x,m,5\nh,B,x,m,6\n"), "");
	assert_int_equal(w->sheets.entries[0].at[AXIS_DIVISION], 1);
	assert_int_equal(w->sheets.entries[1].at[AXIS_DIVISION], 0);
	assert_int_equal(w->sheets.entries[1].at[AXIS_HEAT], 0);
}

static void every_bad_row_is_named(void **state)
{
	static const struct {
		int stage;
		const char *rows, *findings;
	} cases[] = {
		{0, "i:x,A,m,0.5", "f.csv:2: \"0.5\" is no mark for m: 1 to 10 in steps of 0.5. [sheet.mark]\n"},
		{0, "i:x,A,m,9.25\ni:x,B,m,x\ni:x,C,m,11",
			"f.csv:2: \"9.25\" is no mark for m: 1 to 10 in steps of 0.5. [sheet.mark]\n"
			"f.csv:3: \"x\" is no mark for m: 1 to 10 in steps of 0.5. [sheet.mark]\n"
			"f.csv:4: \"11\" is no mark for m: 1 to 10 in steps of 0.5. [sheet.mark]\n"},
		{0, "i:x,A,m,5\ni:x,B,m,5\ni:x,A,m,5",
			"f.csv:4: This expert's mark for this entry and criterion stands in the file already. [sheet.double]\n"},
		{0, "i:x,A,mm,5", "f.csv:2: Stage one has no criterion \"mm\"; did you mean \"m\"? [sheet.criterion]\n"},
		{0, "x,A,o,5\ny,A,o,5", "f.csv:3: Entry A has the official value o from line 2 already. [sheet.official]\n"},
		{0, "i:x,A,m,5\nx,B,m,5", "f.csv:3: Expert x is of another class elsewhere in the file. [sheet.class]\n"},
		{0, "v:x,A,m,5", "f.csv:2: The class v has no seat on this panel. [sheet.class]\n"},
		{0, "q:x,A,m,5", "f.csv:2: There is no class \"q\" of experts. [sheet.class]\n"},
		{0, ",A,m,5", "f.csv:2: \"\" is no expert id. [sheet.expert]\n"},
		{0, "i:x,A B,m,5", "f.csv:2: \"A B\" is no entry id. [sheet.entry]\n"},
		{0, "i:x,A,*,recused\ni:x,A,m,5", "f.csv:2: Expert x is recused from entry A and marks it, too. [sheet.recused]\n"},
		{0, "i:x,A,m", "f.csv:2: The line has 3 fields, the header has 4. [csv.fields]\n"},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct world *w = *state;
		const char *text = arena_printf(w->arena, "expert,entry,criterion,mark\n%s\n", cases[i].rows);
		assert_string_equal(read_text(w, cases[i].stage, NULL, 0, text), cases[i].findings);
	}
}

static void heats_are_checked(void **state)
{
	struct world *w = *state;
	assert_string_equal(read_text(w, 1, NULL, 0, "heat,entry,expert,criterion,mark\nh,A,x,m,5\nk,A,y,m,5\n,B,x,m,5\n"),
		"f.csv:3: Entry A stood in heat h before. [sheet.heat]\n"
		"f.csv:4: Stage two has no heat \"\". [sheet.heat]\n");
	assert_string_equal(read_text(w, 1, NULL, 0, "entry,expert,criterion,mark\nA,x,m,5\n"),
		"f.csv:1: Column \"heat\" is missing. [csv.column]\n");
	assert_string_equal(read_text(w, 1, NULL, 0, "heat,entry,expert,criterion,mark,note\n"),
		"f.csv:1: Column \"note\" is not known here. [csv.column]\n");
	assert_string_equal(read_text(w, 1, NULL, 0, "heat,entry,expert,criterion,mark\n"),
		"f.csv: The file has a header and no rows. [sheet.none]\n");
}

static void a_list_says_who_takes_part(void **state)
{
	struct world *w = *state;
	static const char list[] = "withdrawn,entry,division\n,A,a\nyes,C,b\nno,B,b\n";
	struct findings findings = findings_of("e.csv", w->arena);
	struct err err = {0};
	struct entry *entries;
	int count;
	assert_true(entryfile_read(w->contest, list, strlen(list), w->arena, &findings, &entries, &count, &err));
	assert_int_equal(count, 3);
	assert_string_equal(entries[2].id, "C");
	assert_true(entries[2].withdrawn);
	assert_string_equal(read_text(w, 1, entries, count, "heat,entry,expert,criterion,mark\nh,A,x,m,5\n"), "");
	assert_int_equal(w->sheets.entry_count, 3);
	assert_int_equal(w->sheets.entries[1].at[AXIS_HEAT], 1); /* not marked: where its division is judged */
	assert_string_equal(read_text(w, 1, entries, count, "heat,entry,expert,criterion,mark\nh,B,x,m,5\nh,Z,x,m,5\n"),
		"f.csv:2: Entry B does not belong to heat h. [sheet.heat]\n"
		"f.csv:3: Entry \"Z\" is not among the entries. [sheet.entry]\n");
}

static void bad_lists_are_refused(void **state)
{
	struct world *w = *state;
	static const char list[] = "entry,division,withdrawn\nA,q,\nB,a,maybe\nA,a,\n";
	struct findings findings = findings_of("e.csv", w->arena);
	struct err err = {0};
	struct entry *entries;
	int count;
	CLEANUP(buf_done) struct buf out = {0};
	assert_false(entryfile_read(w->contest, list, strlen(list), w->arena, &findings, &entries, &count, &err));
	findings_print(&findings, &out);
	assert_string_equal(buf_str(&out), "e.csv:2: There is no division \"q\". [entry.axis]\n"
		"e.csv:3: Withdrawn is yes, no or empty. [entry.withdrawn]\n"
		"e.csv: Entry A stands in the file twice. [entry.double]\n");
}

/* Many ids and sheets, in an order that defeats the look at the row before. */
static void large_files_keep_their_marks(void **state)
{
	struct world *w = *state;
	CLEANUP(buf_done) struct buf text = {0};
	buf_puts(&text, "entry,expert,criterion,mark\n");
	for (int j = 0; j < 20; j++)
		for (int e = 0; e < 500; e++)
			buf_printf(&text, "E-%d,i:J-%d,m,%d\n", e * 7 % 500, j, 1 + (e * 7 % 500 + j) % 10);
	assert_string_equal(read_text(w, 0, NULL, 0, buf_str(&text)), "");
	assert_int_equal(w->sheets.count, 10000);
	assert_int_equal(w->sheets.entry_count, 500);
	for (size_t s = 0; s < w->sheets.count; s++) {
		int e = atoi(w->sheets.entries[w->sheets.items[s].entry].id + 2), j = atoi(w->sheets.experts[w->sheets.items[s].expert].id + 2);
		assert_int_equal(w->sheets.marks[s * 2], (1 + (e + j) % 10) * 10000);
	}
}

static int setup(void **state)
{
	struct arena *arena = arena_new();
	struct world *w = ARENA_NEW(arena, struct world);
	struct findings findings = findings_of("test.yaml", arena);
	struct err err = {0};
	w->arena = arena;
	*state = w;
	return definition_read(definition, sizeof(definition) - 1, arena, &findings, &w->contest, &err) ? 0 : -1;
}

static int teardown(void **state)
{
	struct world *w = *state;
	arena_free(w->arena);
	return 0;
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(rows_become_sheets), TEST(heats_give_the_division), TEST(every_bad_row_is_named), TEST(heats_are_checked),
		TEST(a_list_says_who_takes_part), TEST(bad_lists_are_refused), TEST(large_files_keep_their_marks),
	};
	return cmocka_run_group_tests_name("contest/sheetfile", tests, NULL, NULL);
}
