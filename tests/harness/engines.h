/* Runs a store test on SQLite and on PostgreSQL, each with a database of its own.
 *
 *	static void head(void **state) { struct engine *e = *state; … e->url … e->store … }
 *	ENGINE_TEST(head)
 * in the array given to engines_run(). PostgreSQL's cluster comes from harness/postgres.sh. */
#pragma once

#include "harness/unit.h"

#include "base/err.h"

struct arena;
struct store;

struct engine {
	const char *name; /* "sqlite", "postgresql" */
	char dir[64];     /* a folder of the test's own */
	char url[512];
	struct store *store; /* open on `url` */
	struct arena *arena;
	struct err err;
};

int engine_setup(void **state);
int engine_teardown(void **state);

#define ENGINE_TEST(f) cmocka_unit_test_setup_teardown(f, engine_setup, engine_teardown)

/* The tests once an engine; says SKIP and why where PostgreSQL is missing. Gives the number of failures. */
int engines_run(const char *name, const struct CMUnitTest *tests, size_t count);

/* The same for what only `engine` ("sqlite", "postgresql") can meet. */
int engines_run_on(const char *engine, const char *name, const struct CMUnitTest *tests, size_t count);

/* A second, empty database of the same engine; `url` holds 512 bytes. */
void engine_make_database(struct engine *e, char *url);

/* Fails the test with the error's message when not ok. */
#define assert_ok(e, call) do { \
	if (!(call)) { \
		print_error("%s: %s\n", (e)->err.code, (e)->err.message); \
		_fail(__FILE__, __LINE__); \
	} \
} while (0)

/* Inside a store_work, which may run on another thread and holds a connection: what does not hold becomes its error. */
#define check_true(c) do { \
	if (!(c)) \
		return fail(err, ERR_INPUT, "test.check", "%s:%d: %s does not hold", __FILE__, __LINE__, #c); \
} while (0)
#define check_false(c) check_true(!(c))
#define check_null(p) check_true((p) == NULL)
#define check_non_null(p) check_true((p) != NULL)
#define check_int_equal(a, b) check_true((int64_t)(a) == (int64_t)(b))
#define check_string_equal(a, b) check_true(__builtin_strcmp(a, b) == 0)

/* The call must fail with that code. */
#define assert_fails(e, call, code_) do { \
	(e)->err = (struct err){0}; \
	assert_false(call); \
	assert_string_equal((e)->err.code, code_); \
} while (0)
