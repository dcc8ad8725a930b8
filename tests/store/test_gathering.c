/* What a hall hands in from its phones, on both engines. */
#include "harness/engines.h"

#include "store/draw.h"
#include "store/store.h"

static bool gathering_work(struct db *db, void *context, struct err *err)
{
	struct engine *e = context;
	struct contest_row contest = {"c", "x", 1, 0};
	struct gathering_row first = {1, "AAAA", "{}", 5}, again = {1, "BBBB", "{\"beacon\":true}", 6}, second = {2, "CCCC", "{}", 7}, *found;
	struct hall_row lines[] = {{"aa", "o1", NULL}, {"bb", "o2", NULL}, {"cc", "o1", NULL}}, revealed = {"bb", NULL, "团队 17"}, *one, *all;
	size_t n;
	int64_t total, own;
	if (!store_put_contest(db, &contest, err) || !store_find_gathering(db, "c", e->arena, &found, err))
		return false;
	check_null(found);
	if (!store_put_gathering(db, "c", &first, err) || !store_put_gathering(db, "c", &again, err) ||
		!store_find_gathering(db, "c", e->arena, &found, err))
		return false;
	check_string_equal(found->code, "BBBB");
	check_int_equal(found->closes_ms, 6);
	for (int i = 2; i >= 0; i--)
		if (!store_put_hall_line(db, "c", 1, &lines[i], err))
			return false;
	if (!store_count_hall_lines(db, "c", 1, "o1", &total, &own, err))
		return false;
	check_int_equal(total, 3);
	check_int_equal(own, 2);
	if (!store_put_hall_line(db, "c", 1, &revealed, err) || !store_forget_origins(db, "c", 1, err) ||
		!store_list_hall_lines(db, "c", 1, e->arena, &all, &n, err) || !store_find_hall_line(db, "c", 1, "bb", e->arena, &one, err))
		return false;
	check_int_equal(n, 3);
	check_string_equal(all[0].hash, "aa");
	check_null(all[0].origin);
	check_string_equal(one->line, "团队 17");
	if (!store_put_gathering(db, "c", &second, err) || !store_find_gathering(db, "c", e->arena, &found, err))
		return false;
	check_int_equal(found->number, 2);
	if (!store_remove_gathering(db, "c", 2, err) || !store_find_gathering(db, "c", e->arena, &found, err) ||
		!store_find_hall_line(db, "c", 2, "bb", e->arena, &one, err))
		return false;
	check_int_equal(found->number, 1);
	check_null(one);
	return true;
}

static void gatherings_are_kept(void **state)
{
	struct engine *e = *state;
	assert_ok(e, store_write(e->store, gathering_work, e, &e->err));
}

int main(void)
{
	const struct CMUnitTest tests[] = {ENGINE_TEST(gatherings_are_kept)};
	return engines_run("gathering", tests, COUNT_OF(tests));
}
