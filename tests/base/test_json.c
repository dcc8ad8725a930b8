/* JSON: what is read is written back canonically; everything outside the profile is refused. */
#include "harness/unit.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"

#include <string.h>

static void canonical_form(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{"{ \"b\" : 1, \"a\" : [true,false,null] }", "{\"a\":[true,false,null],\"b\":1}"},
		{"\"\\u00e9\\ud83d\\ude00\\n\\u0001\\/\"", "\"\xC3\xA9\xF0\x9F\x98\x80\\n\\u0001/\""},
		{" [ ] ", "[]"}, {"-5", "-5"}, {"9007199254740991", "9007199254740991"},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		CLEANUP(arena_freep) struct arena *arena = arena_new();
		CLEANUP(buf_done) struct buf out = {0};
		struct err err = {0};
		struct json v;
		assert_true(json_parse(cases[i][0], strlen(cases[i][0]), arena, &v, &err));
		json_canonical(&v, &out);
		assert_string_equal(buf_str(&out), cases[i][1]);
	}
}

static void refuses(void **state)
{
	(void)state;
	static const char *const bad[] = {"", "{", "[1,]", "{\"a\":1,\"a\":2}", "1.5", "1e3", "01", "-0",
		"9007199254740992", "\"\\ud800\"", "\"\\u0000\"", "\"a", "nul", "[1] 2", "{a:1}", "\"\x01\"",
		"\"\xff\"", "'a'", "[1 2]", "\"\\x\"", "--1"};
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		CLEANUP(arena_freep) struct arena *arena = arena_new();
		struct err err = {0};
		struct json v;
		assert_false(json_parse(bad[i], strlen(bad[i]), arena, &v, &err));
		assert_string_equal(err.code, "json.syntax");
	}
}

static void depth_is_bounded(void **state)
{
	(void)state;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	char deep[200];
	memset(deep, '[', sizeof(deep));
	struct err err = {0};
	struct json v;
	assert_false(json_parse(deep, sizeof(deep), arena, &v, &err));
}

static void writer_keeps_commas(void **state)
{
	(void)state;
	CLEANUP(buf_done) struct buf out = {0};
	struct json_writer w = json_writer(&out);
	json_open(&w, NULL, '{');
	json_put_int(&w, "n", 3);
	json_open(&w, "list", '[');
	json_put_string(&w, NULL, "a\"b");
	json_put_decimal(&w, NULL, 92500);
	json_close(&w, ']');
	json_put_string(&w, "none", NULL);
	json_close(&w, '}');
	assert_string_equal(buf_str(&out), "{\"n\":3,\"list\":[\"a\\\"b\",9.25],\"none\":null}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(canonical_form),
		cmocka_unit_test(refuses),
		cmocka_unit_test(depth_is_bounded),
		cmocka_unit_test(writer_keeps_commas),
	};
	return cmocka_run_group_tests_name("base/json", tests, NULL, NULL);
}
