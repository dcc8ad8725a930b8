/* Strings: ids, UTF-8, hex, the nearest word. */
#include "harness/unit.h"

#include "base/str.h"

#include <string.h>

static void ids(void **state)
{
	(void)state;
	assert_true(str_is_id("E-001"));
	assert_true(str_is_id("a"));
	assert_false(str_is_id(""));
	assert_false(str_is_id("-a"));
	assert_false(str_is_id("a/b"));
	assert_false(str_is_id("参"));
}

static void utf8(void **state)
{
	(void)state;
	static const struct {
		const char *s;
		size_t valid;
	} cases[] = {{"擂台", 6}, {"a\xC0\x80", 1}, {"\xED\xA0\x80", 0}, {"\xF4\x90\x80\x80", 0},
		{"\xE2\x82", 0}, {"\xF0\x9F\x98\x80", 4}, {"\xE0\x80\x80", 0}};
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_int_equal(utf8_valid_len(cases[i].s, strlen(cases[i].s)), cases[i].valid);
	assert_int_equal(utf8_count("擂台!"), 3);
	static const char *const plain[] = {"", "擂台 · Leitai", "e\xCC\x81", "\xF0\x9F\x8F\x86", "\xC2\xA0"};
	static const char *const not[] = {"\x01", "a\tb", "\x7F", "\xC2\x85", "\xE2\x80\xAE", "\xE2\x81\xA6", "\xE2\x80\xA8", "\xB0\xA1"};
	for (size_t i = 0; i < COUNT_OF(plain); i++)
		assert_true(utf8_is_plain(plain[i], strlen(plain[i]), false));
	for (size_t i = 0; i < COUNT_OF(not); i++)
		assert_false(utf8_is_plain(not[i], strlen(not[i]), true));
	assert_true(utf8_is_plain("a\nb", 3, true));
	assert_false(utf8_is_plain("a\nb", 3, false));
}

static void mends_what_a_cut_left(void **state)
{
	(void)state;
	static const char *const cases[][2] = {{"擂台", "擂台"}, {"擂\xE5\x8F", "擂"}, {"\xE5\x8F\" a", "\" a"},
		{"a\xFFz", "az"}, {"", ""}, {"\xE6\x93", ""}};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char text[16];
		strcpy(text, cases[i][0]);
		utf8_mend(text);
		assert_string_equal(text, cases[i][1]);
	}
}

static void nearest(void **state)
{
	(void)state;
	static const char *const words[] = {"division", "region", "places", "title"};
	assert_string_equal(str_nearest("divison", words, 4), "division");
	assert_string_equal(str_nearest("tilte", words, 4), "title");
	assert_null(str_nearest("qqqq", words, 4));
}

static void hex(void **state)
{
	(void)state;
	unsigned char bytes[] = {0, 0xAB, 0xFF}, back[3];
	char text[7];
	hex_encode(bytes, 3, text);
	assert_string_equal(text, "00abff");
	assert_true(hex_decode(text, 6, back, 3));
	assert_memory_equal(bytes, back, 3);
	assert_false(hex_decode("00ABff", 6, back, 3));
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(ids), cmocka_unit_test(utf8), cmocka_unit_test(mends_what_a_cut_left),
		cmocka_unit_test(nearest), cmocka_unit_test(hex)};
	return cmocka_run_group_tests_name("base/str", tests, NULL, NULL);
}
