/* Base64: RFC 4648's vectors, every byte value, and no second spelling. */
#include "harness/unit.h"

#include "base/buf.h"
#include "ledger/base64.h"

#include <string.h>

static void vectors(void **state)
{
	(void)state;
	static const char *const pairs[][2] = {{"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"},
		{"foob", "Zm9vYg=="}, {"fooba", "Zm9vYmE="}, {"foobar", "Zm9vYmFy"}};
	for (size_t i = 0; i < COUNT_OF(pairs); i++) {
		CLEANUP(buf_done) struct buf out = {0};
		unsigned char back[8];
		size_t n;
		base64_put(pairs[i][0], strlen(pairs[i][0]), &out);
		assert_string_equal(buf_str(&out), pairs[i][1]);
		assert_true(base64_get((struct slice){pairs[i][1], strlen(pairs[i][1])}, back, sizeof(back), &n));
		assert_int_equal(n, strlen(pairs[i][0]));
		assert_memory_equal(back, pairs[i][0], n);
	}
}

static void one_spelling(void **state)
{
	(void)state;
	unsigned char out[4], again[4];
	size_t n, m;
	for (int at = 0; at < 4; at++)
		for (int c = 0; c < 256; c++) {
			char text[5] = "Zg==";
			text[at] = (char)c;
			CLEANUP(buf_done) struct buf back = {0};
			if (!base64_get((struct slice){text, 4}, out, sizeof(out), &n))
				continue;
			base64_put(out, n, &back);
			assert_string_equal(buf_str(&back), text);
			assert_true(base64_get((struct slice){back.at, back.len}, again, sizeof(again), &m));
		}
	static const char *const bad[] = {"Z", "Zg", "Zg=", "Zh==", "Zm9=", "Z===", "====", "Zg==Zg==", "Zm9v\n"};
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_false(base64_get((struct slice){bad[i], strlen(bad[i])}, out, sizeof(out), &n));
	assert_false(base64_get((struct slice){"Zm9vYmFy", 8}, out, 4, &n));
	assert_false(base64_get_exact((struct slice){"Zm9v", 4}, out, 4));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(vectors),
		cmocka_unit_test(one_spelling),
	};
	return cmocka_run_group_tests_name("ledger/base64", tests, NULL, NULL);
}
