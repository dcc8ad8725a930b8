/* Pages, heads and bytes of a document; what goes wrong while drawing is told. */
#include "harness/unit.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "report/protocol.h"
#include "report/sheet.h"
#include "app/protocol.h"
#include "contest/contest.h"

#include <string.h>

struct plan {
	int rows, frames, calls, last_page, pages;
	const char *qr;
};

static void frame(struct sheet *s, void *context)
{
	struct plan *p = context;
	p->frames += sheet_pages(s) != 0;
	p->pages = sheet_pages(s);
}

static void draw(struct sheet *s, void *context)
{
	static const struct sheet_column columns[] = {{30, "A", NULL, ALIGN_LEFT}, {30, "B", "b", ALIGN_RIGHT}};
	struct sheet_table t = {columns, COUNT_OF(columns), 9, 10};
	struct plan *p = context;
	p->calls++;
	if (p->qr)
		sheet_qr(s, 10, 10, 30, p->qr);
	sheet_table_head(s, &t);
	for (int i = 0; i < p->rows; i++)
		sheet_table_row(s, &t, (struct sheet_cell[]){{.text = "得分"}, {.text = "9.25", .small = "#1"}});
	sheet_table_end(s, &t);
	p->last_page = sheet_page(s);
}

static bool make(struct plan *p, struct buf *out, struct err *err)
{
	return sheet_make(&(struct sheet_options){.width = 210, .height = 297, .margin = 14, .top = 14, .bottom = 280, .title = "T",
				  .language = "zh", .made_ms = 1777629600000, .frame = frame, .draw = draw, .context = p},
		out, err);
}

static void every_page_has_its_frame(void **state)
{
	CLEANUP(buf_done) struct buf out = {0};
	struct plan p = {.rows = 60};
	struct err err = {0};
	(void)state;
	assert_true(make(&p, &out, &err));
	assert_int_equal(p.calls, 2);
	assert_int_equal(p.last_page, 3); /* 25 rows and a head on 266 mm */
	assert_int_equal(p.frames, 3);
	assert_int_equal(p.pages, 3);
	assert_memory_equal(out.at, "%PDF-", 5);
}

static void equal_calls_give_equal_bytes(void **state)
{
	CLEANUP(buf_done) struct buf one = {0};
	CLEANUP(buf_done) struct buf two = {0};
	struct plan p = {.rows = 3, .qr = "x"};
	struct err err = {0};
	(void)state;
	assert_true(make(&p, &one, &err));
	assert_true(make(&p, &two, &err));
	assert_int_equal(one.len, two.len);
	assert_memory_equal(one.at, two.at, one.len);
}

static void a_code_that_is_too_long_is_told(void **state)
{
	CLEANUP(buf_done) struct buf out = {0};
	char text[4000];
	struct plan p = {.qr = text};
	struct err err = {0};
	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	assert_false(make(&p, &out, &err));
	assert_string_equal(err.code, "report.draw");
	assert_int_equal(out.len, 0);
}

static void a_language_we_do_not_speak(void **state)
{
	CLEANUP(buf_done) struct buf out = {0};
	struct contest contest = {.title = {NULL, "Only English"}};
	struct protocol p = {.contest = &contest, .only = -1};
	struct err err = {0};
	(void)state;
	assert_string_equal(report_language(&p), "en");
	contest.title.zh = "中文";
	assert_string_equal(report_language(&p), "zh");
	assert_false(report_protocol(&p, "fr", &out, &err));
	assert_string_equal(err.code, "protocol.language");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_page_has_its_frame),
		cmocka_unit_test(equal_calls_give_equal_bytes),
		cmocka_unit_test(a_code_that_is_too_long_is_told),
		cmocka_unit_test(a_language_we_do_not_speak),
	};
	return cmocka_run_group_tests_name("report/sheet", tests, NULL, NULL);
}
