/* A small site packed into this program (tests/http/site): what is found, and how long it may be kept. */
#include "harness/unit.h"

#include "base/sha.h"
#include "base/str.h"
#include "http/assets.h"
#include "loopback.h"

#include <string.h>

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

static void table_is_sorted_and_true(void **state)
{
	(void)state;
	size_t count;
	const struct asset *all = assets_all(&count);
	assert_int_equal(count, 5);
	for (size_t i = 0; i < count; i++) {
		char hex[SHA_HEX];
		struct sha sha = sha256(all[i].body.at, all[i].body.len);
		assert_string_equal(sha_hex(&sha, hex), all[i].hash);
		assert_ptr_equal(assets_find(all[i].path), &all[i]);
		if (i)
			assert_true(strcmp(all[i - 1].path, all[i].path) < 0);
	}
	assert_null(assets_find("/"));
	assert_string_equal(assets_find("/fonts/none.woff2")->type, "font/woff2");
	assert_int_equal(assets_find("/fonts/none.woff2")->body.len, 256);
	assert_int_equal(assets_find("/fonts/none.woff2")->gzip.len, 0);
}

static void hashed_names_are_kept_for_ever(void **state)
{
	assert_int_equal(loopback_get(*state, "/assets/main-3f2a91c0.js"), 200);
	assert_string_equal(loopback_field(*state, "Content-Type"), "text/javascript; charset=utf-8");
	assert_string_equal(loopback_field(*state, "Cache-Control"), "public, max-age=31536000, immutable");
	assert_string_equal(loopback_field(*state, "X-Content-Type-Options"), "nosniff");
	assert_null(loopback_field(*state, "Content-Security-Policy"));
	assert_true(loopback_body_has(*state, "擂台 59"));
	assert_int_equal(loopback_send(*state, "GET", "/assets/main-3f2a91c0.js", "Accept-Encoding: gzip, br", NULL, NULL), 200);
	assert_string_equal(loopback_field(*state, "Content-Encoding"), "gzip");
	assert_string_equal(loopback_field(*state, "Vary"), "Accept-Encoding");
}

static void other_names_are_asked_for_again(void **state)
{
	assert_int_equal(loopback_get(*state, "/favicon.svg"), 200);
	assert_string_equal(loopback_field(*state, "Cache-Control"), "no-cache");
	assert_string_equal(loopback_field(*state, "Content-Type"), "image/svg+xml");
	assert_int_equal(loopback_send(*state, "GET", "/favicon.svg", "If-None-Match: *", NULL, NULL), 304);
}

static void pages_of_the_front_end_get_its_start(void **state)
{
	static const char *const pages[] = {"/", "/index.html", "/contests/ciic-2020", "/contests/ciic-2020/stages/final/",
		"/%E7%81%AB", "/?lang=zh", "/contests?x=%26"};
	for (size_t i = 0; i < COUNT_OF(pages); i++) {
		assert_int_equal(loopback_get(*state, pages[i]), 200);
		assert_true(loopback_body_has(*state, "main-3f2a91c0.js"));
		assert_string_equal(loopback_field(*state, "Cache-Control"), "no-cache");
		assert_non_null(loopback_field(*state, "Content-Security-Policy"));
	}
	static const char *const none[] = {"/assets/", "/assets/main-0.js", "/robots.txt", "/a/b.png", "/api", "/api/v1", "/assets/x"};
	for (size_t i = 0; i < COUNT_OF(none); i++) {
		assert_int_equal(loopback_get(*state, none[i]), 404);
		assert_true(loopback_body_has(*state, "address.unknown"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(table_is_sorted_and_true),
		cmocka_unit_test_setup_teardown(hashed_names_are_kept_for_ever, setup, teardown),
		cmocka_unit_test_setup_teardown(other_names_are_asked_for_again, setup, teardown),
		cmocka_unit_test_setup_teardown(pages_of_the_front_end_get_its_start, setup, teardown),
	};
	return cmocka_run_group_tests_name("assets", tests, NULL, NULL);
}
