/* The policy table, cell by cell, written down a second time. */
#include "harness/unit.h"

#include "app/principal.h"

#include <string.h>

/* A column an action, in the order of enum action: define import people close deliberate countersign floor mark
 * see-tally see-progress see-panels see-ledger sample. */
static const char *const EXPECTED[ROLE_COUNT] = {
	"xxxxx.x..xxx.", /* admin */
	"xxxxx.x..xxx.", /* organiser */
	"...xx...xxxxx", /* chair */
	"......x..x...", /* floor */
	".....x..xxxxx", /* supervisor */
	".........x.xx", /* notary */
	".......x.....", /* expert */
	".............", /* entrant */
	".............", /* owner */
	".............", /* viewer */
};

static void every_cell(void **state)
{
	(void)state;
	for (int role = 0; role < ROLE_COUNT; role++)
		for (int action = 0; action < ACT_COUNT; action++) {
			struct principal who = {.id = "link:1", .roles = 1u << role};
			struct err err = {0};
			bool expected = EXPECTED[role][action] == 'x';
			assert_int_equal(principal_may(&who, (enum action)action), expected);
			assert_int_equal(principal_check(&who, (enum action)action, &err), expected);
			assert_int_equal(err.kind, expected ? ERR_NONE : ERR_DENIED);
		}
}

static void nobody_and_everybody(void **state)
{
	(void)state;
	struct principal nobody = {.id = "account:1"}, admin = {.id = "account:2", .admin = true};
	for (int action = 0; action < ACT_COUNT; action++) {
		assert_true(principal_may(NULL, (enum action)action));
		assert_false(principal_may(&nobody, (enum action)action));
		assert_int_equal(principal_may(&admin, (enum action)action), EXPECTED[ROLE_ADMIN][action] == 'x');
	}
}

static void names_both_ways(void **state)
{
	(void)state;
	for (int role = 0; role < ROLE_COUNT; role++)
		assert_int_equal(role_find(role_name((enum role)role)), role);
	assert_int_equal(role_find("root"), -1);
	assert_string_equal(action_name(ACT_MARK), "mark");
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(every_cell), cmocka_unit_test(nobody_and_everybody),
		cmocka_unit_test(names_both_ways)};
	return cmocka_run_group_tests_name("app/principal", tests, NULL, NULL);
}
