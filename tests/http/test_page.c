/* Entity tags, conditions, compression, and what each form of a page carries. */
#include "harness/unit.h"

#include "base/buf.h"
#include "base/str.h"
#include "loopback.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define BOARD "/api/v1/contests/demo/stages/final"

static int setup(void **state)
{
	static struct loopback l;
	loopback_open(&l);
	*state = &l;
	return 0;
}

static int teardown(void **state)
{
	loopback_close(*state);
	return 0;
}

static int get_with(struct loopback *l, const char *field)
{
	return loopback_send(l, "GET", BOARD, field, NULL, NULL);
}

static void conditions(void **state)
{
	struct loopback *l = *state;
	char tag[64], gzip_tag[64], field[256];
	assert_int_equal(get_with(l, NULL), 200);
	snprintf(tag, sizeof(tag), "%s", loopback_field(l, "ETag"));
	assert_int_equal(strlen(tag), 34);
	assert_int_equal(get_with(l, "Accept-Encoding: gzip"), 200);
	snprintf(gzip_tag, sizeof(gzip_tag), "%s", loopback_field(l, "ETag"));
	assert_string_not_equal(tag, gzip_tag);
	const char *const same[] = {"If-None-Match: %s", "If-None-Match: W/%s", "If-None-Match: \"a\", %s", "If-None-Match: \"a,b\",%s",
		"If-None-Match:  %s , \"b\"", "if-none-match: *%.0s"};
	for (size_t i = 0; i < COUNT_OF(same); i++) {
		for (int g = 0; g < 2; g++) {
			snprintf(field, sizeof(field), same[i], g ? gzip_tag : tag);
			assert_int_equal(get_with(l, field), 304);
			assert_int_equal(loopback_body(l).len, 0);
			assert_string_equal(loopback_field(l, "ETag"), tag);
			assert_non_null(loopback_field(l, "Vary"));
			assert_null(loopback_field(l, "Content-Type"));
		}
	}
	assert_int_equal(loopback_send(l, "GET", BOARD, "Accept-Encoding: gzip", field, NULL), 304);
	assert_string_equal(loopback_field(l, "ETag"), gzip_tag);
	const char *const other[] = {"If-None-Match: \"a\"", "If-None-Match: ", "If-None-Match: \"", "If-None-Match: W/",
		"If-None-Match: abc", "If-None-Match: ,,,"};
	for (size_t i = 0; i < COUNT_OF(other); i++)
		assert_int_equal(get_with(l, other[i]), 200);
	l->app.generation = 2;
	http_poll(l->http);
	snprintf(field, sizeof(field), "If-None-Match: %s", tag);
	assert_int_equal(get_with(l, field), 200);
}

static void encodings(void **state)
{
	static const struct {
		const char *field;
		bool gzip;
	} cases[] = {
		{"Accept-Encoding: gzip", true}, {"Accept-Encoding: br, gzip;q=0.5", true}, {"Accept-Encoding: GZIP", true},
		{"Accept-Encoding: x-gzip", true}, {"Accept-Encoding: *", true}, {"Accept-Encoding: gzip;q=0.001", true},
		{"Accept-Encoding: deflate, gzip ; q=1.0, br", true}, {"Accept-Encoding: *;q=0, gzip", true},
		{"Accept-Encoding: gzip;q=0", false}, {"Accept-Encoding: gzip;q=0.000", false}, {"Accept-Encoding: gzip; q=0, *", false},
		{"Accept-Encoding: *;q=0", false}, {"Accept-Encoding: br", false}, {"Accept-Encoding: ", false},
		{"Accept-Encoding: gzipped", false}, {"Accept-Encoding: identity", false}, {NULL, false},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		assert_int_equal(get_with(*state, cases[i].field), 200);
		const char *encoding = loopback_field(*state, "Content-Encoding");
		if ((encoding != NULL) != cases[i].gzip)
			print_error("%s\n", cases[i].field);
		assert_int_equal(encoding != NULL, cases[i].gzip);
		assert_string_equal(loopback_field(*state, "Vary"), "Accept-Encoding");
	}
}

static void gzip_holds_the_same_text(void **state)
{
	struct loopback *l = *state;
	assert_int_equal(get_with(l, NULL), 200);
	struct slice plain = loopback_body(l);
	char *copy = malloc(plain.len), *text = malloc(plain.len + 1);
	size_t len = plain.len;
	memcpy(copy, plain.at, len);
	assert_int_equal(get_with(l, "Accept-Encoding: gzip"), 200);
	struct slice packed = loopback_body(l);
	assert_true(packed.len < len);
	z_stream z = {.next_in = (unsigned char *)(uintptr_t)packed.at, .avail_in = (uInt)packed.len,
		.next_out = (unsigned char *)text, .avail_out = (uInt)len + 1};
	assert_int_equal(inflateInit2(&z, 15 + 16), Z_OK);
	assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
	assert_int_equal(z.total_out, len);
	assert_memory_equal(text, copy, len);
	inflateEnd(&z);
	free(copy);
	free(text);
}

static void small_pages_stay_plain(void **state)
{
	assert_int_equal(loopback_send(*state, "GET", "/api/v1/contests/demo", "Accept-Encoding: gzip", NULL, NULL), 200);
	assert_null(loopback_field(*state, "Content-Encoding"));
	assert_null(loopback_field(*state, "Vary"));
	assert_non_null(loopback_field(*state, "ETag"));
}

static void count_free(void *native)
{
	++*(int *)native;
}

static void native_forms_are_kept_once(void **state)
{
	(void)state;
	int first = 0, second = 0;
	struct http_answer answer = {.type = "text/plain"};
	struct http_page *page = http_page_new(&answer);
	assert_null(http_page_native(page, HTTP_IDENTITY));
	assert_ptr_equal(http_page_set_native(page, HTTP_IDENTITY, &first, count_free), &first);
	assert_ptr_equal(http_page_set_native(page, HTTP_IDENTITY, &second, count_free), &first);
	assert_int_equal(second, 1);
	http_page_unref(http_page_ref(page));
	assert_int_equal(first, 0);
	http_page_unref(page);
	assert_int_equal(first, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(conditions, setup, teardown),
		cmocka_unit_test_setup_teardown(encodings, setup, teardown),
		cmocka_unit_test_setup_teardown(gzip_holds_the_same_text, setup, teardown),
		cmocka_unit_test_setup_teardown(small_pages_stay_plain, setup, teardown),
		cmocka_unit_test(native_forms_are_kept_once),
	};
	return cmocka_run_group_tests_name("page", tests, NULL, NULL);
}
