/* The dictionary: finds what was added, keeps the first, grows. */
#include "harness/unit.h"

#include "base/arena.h"
#include "base/dict.h"

#include <stdio.h>
#include <string.h>

static void finds_what_was_added(void **state)
{
	(void)state;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct dict d = {0};
	assert_int_equal(dict_find(&d, "a"), -1);
	for (int i = 0; i < 10000; i++)
		assert_true(dict_add(&d, arena, arena_printf(arena, "E-%d", i), i));
	assert_false(dict_add(&d, arena, "E-17", 5));
	for (int i = 0; i < 10000; i++)
		assert_int_equal(dict_find(&d, arena_printf(arena, "E-%d", i)), i);
	assert_int_equal(dict_find(&d, "E-10000"), -1);
	assert_int_equal(dict_find(&d, ""), -1);
	assert_int_equal(dict_find_slice(&d, (struct slice){"E-123", 4}), 12);
}

static void numbers_what_is_new(void **state)
{
	(void)state;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct dict d = {0};
	char name[16] = "";
	for (int round = 0; round < 2; round++)
		for (int i = 0; i < 5000; i++) {
			const char *fresh;
			size_t len = (size_t)snprintf(name, sizeof(name), "t%d|", i);
			assert_int_equal(dict_number(&d, arena, (struct slice){name, len - 1}, arena, &fresh), i);
			assert_int_equal(fresh == NULL, round);
			if (fresh) {
				assert_ptr_not_equal(fresh, name);
				assert_int_equal(strlen(fresh), len - 1);
			}
		}
	assert_int_equal(d.count, 5000);
	assert_int_equal(dict_find(&d, "t4999"), 4999);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(finds_what_was_added), cmocka_unit_test(numbers_what_is_new)};
	return cmocka_run_group_tests_name("base/dict", tests, NULL, NULL);
}
