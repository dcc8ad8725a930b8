/* The five real contests: that their definitions say what the world knows about them. */
#include "harness/unit.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/finding.h"
#include "contest/contest.h"
#include "contest/definition.h"

#include <stdio.h>
#include <stdlib.h>

static char *slurp(struct arena *arena, const char *path, size_t *ret_len)
{
	FILE *f = fopen(path, "rb");
	if (!f)
		return NULL;
	char *text = arena_alloc(arena, DEFINITION_LIMIT_BYTES + 1);
	*ret_len = fread(text, 1, DEFINITION_LIMIT_BYTES, f);
	fclose(f);
	return text;
}

static const struct contest *read_contest(struct arena *arena, const char *id)
{
	const char *root = getenv("LEITAI_SOURCE");
	assert_non_null(root);
	const char *path = arena_printf(arena, "%s/contests/%s.yaml", root, id);
	size_t len = 0;
	char *text = slurp(arena, path, &len);
	assert_non_null(text);
	struct findings findings = findings_of(path, arena);
	struct contest *c = NULL;
	struct err err;
	bool ok = definition_read(text, len, arena, &findings, &c, &err);
	CLEANUP(buf_done) struct buf out = {0};
	findings_print(&findings, &out);
	assert_string_equal(buf_str(&out), "");
	assert_true(ok);
	assert_string_equal(c->id, id);
	return c;
}

static void ciic_2020(void **state)
{
	const struct contest *c = read_contest(*state, "ciic-2020");
	assert_int_equal(c->axes[AXIS_REGION].count, 4);
}

static int setup(void **state)
{
	*state = arena_new();
	return 0;
}

static int teardown(void **state)
{
	arena_free(*state);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(ciic_2020, setup, teardown),
	};
	return cmocka_run_group_tests_name("contest/contests", tests, NULL, NULL);
}
