/* CSV: records, quotes, line numbers, encodings. */
#include "harness/unit.h"

#include "base/arena.h"
#include "base/csv.h"
#include "base/finding.h"
#include "base/str.h"

#include <string.h>

struct fixture {
	struct arena *arena;
	struct findings findings;
	struct csv csv;
};

static int setup(void **state)
{
	static struct fixture f;
	f = (struct fixture){.arena = arena_new()};
	f.findings = findings_of("marks.csv", f.arena);
	*state = &f;
	return 0;
}

static int teardown(void **state)
{
	arena_free(((struct fixture *)*state)->arena);
	return 0;
}

static bool open_text(struct fixture *f, const char *text)
{
	return csv_open(&f->csv, text, strlen(text), f->arena, &f->findings);
}

static void reads_records(void **state)
{
	struct fixture *f = *state;
	assert_true(open_text(f, "\xEF\xBB\xBF" "a,b\r\n\r\n1,\"x \"\"y\"\", z\"\r\n\"two\nlines\",\r\n3,4"));
	assert_true(csv_next(&f->csv, &f->findings));
	assert_int_equal(f->csv.count, 2);
	assert_true(slice_eq(f->csv.fields[1], "b"));
	assert_true(csv_next(&f->csv, &f->findings));
	assert_int_equal(f->csv.line, 3);
	assert_true(slice_eq(f->csv.fields[1], "x \"y\", z"));
	assert_true(csv_next(&f->csv, &f->findings));
	assert_int_equal(f->csv.line, 4);
	assert_true(slice_eq(f->csv.fields[0], "two\nlines"));
	assert_true(slice_eq(f->csv.fields[1], ""));
	assert_true(csv_next(&f->csv, &f->findings));
	assert_int_equal(f->csv.line, 6);
	assert_false(csv_next(&f->csv, &f->findings));
	assert_int_equal(f->findings.total, 0);
}

static void header_in_any_order(void **state)
{
	struct fixture *f = *state;
	static const char *const columns[] = {"entry", "mark", "note"};
	int index[3];
	assert_true(open_text(f, "mark,entry\n"));
	assert_true(csv_header(&f->csv, columns, 2, 3, index, &f->findings));
	assert_int_equal(index[0], 1);
	assert_int_equal(index[1], 0);
	assert_int_equal(index[2], -1);
}

static void header_names_a_wrong_separator(void **state)
{
	struct fixture *f = *state;
	static const char *const columns[] = {"heat", "mark"}, *const texts[] = {"heat;mark\nA;3\n", "heat\tmark\nA\t3\n"};
	int index[2];
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		f->findings = findings_of("marks.csv", f->arena);
		assert_true(open_text(f, texts[i]));
		assert_false(csv_header(&f->csv, columns, 2, 2, index, &f->findings));
		assert_int_equal(f->findings.total, 1);
		assert_string_equal(f->findings.items[0].code, "csv.separator");
	}
}

static void header_guesses(void **state)
{
	struct fixture *f = *state;
	static const char *const columns[] = {"entry", "mark"};
	int index[2];
	assert_true(open_text(f, "entri,mark,mark\n"));
	assert_false(csv_header(&f->csv, columns, 2, 2, index, &f->findings));
	assert_int_equal(f->findings.total, 3);
	assert_non_null(strstr(f->findings.items[0].message, "did you mean \"entry\""));
}

static void encodings(void **state)
{
	struct fixture *f = *state;
	assert_false(open_text(f, "a,b\n\xD6\xD0\xCE\xC4,1\n"));
	assert_string_equal(f->findings.items[0].code, "csv.encoding");
	assert_int_equal(f->findings.items[0].line, 2);
	assert_false(open_text(f, "\xFF\xFE" "a"));
	assert_false(open_text(f, ""));
	assert_string_equal(f->findings.items[2].code, "csv.empty");
}

static void broken_records_are_stepped_over(void **state)
{
	struct fixture *f = *state;
	assert_true(open_text(f, "a,b\n\"x\"y,1\n2,3\n\"never"));
	assert_true(csv_next(&f->csv, &f->findings));
	assert_true(csv_next(&f->csv, &f->findings));
	assert_int_equal(f->csv.count, 0);
	assert_true(csv_next(&f->csv, &f->findings));
	assert_true(slice_eq(f->csv.fields[0], "2"));
	assert_true(csv_next(&f->csv, &f->findings));
	assert_int_equal(f->csv.count, 0);
	assert_false(csv_next(&f->csv, &f->findings));
	assert_int_equal(f->findings.total, 2);
	assert_int_equal(f->findings.items[1].line, 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(reads_records, setup, teardown),
		cmocka_unit_test_setup_teardown(header_in_any_order, setup, teardown),
		cmocka_unit_test_setup_teardown(header_names_a_wrong_separator, setup, teardown),
		cmocka_unit_test_setup_teardown(header_guesses, setup, teardown),
		cmocka_unit_test_setup_teardown(encodings, setup, teardown),
		cmocka_unit_test_setup_teardown(broken_records_are_stepped_over, setup, teardown),
	};
	return cmocka_run_group_tests_name("base/csv", tests, NULL, NULL);
}
