/* The judging day's rows one at a time, on both engines: what taking a sheet looks up. */
#include "harness/engines.h"

#include "base/arena.h"
#include "base/str.h"
#include "store/live.h"
#include "store/store.h"

#include <string.h>

static bool fill(struct db *db, void *context, struct err *err)
{
	(void)context;
	static const char *const panel[] = {"X1", "X2"};
	struct contest_row contest = {"c", "x", 1, 0}, other = {"d", "y", 1, 0};
	struct entry_row entries[] = {{"E1", "big", NULL, NULL, "{}", 1}, {"E2", NULL, NULL, NULL, "{}", 2}};
	struct expert_row experts[] = {{"X1", "industry", "{}", 3}, {"X2", NULL, NULL, 4}};
	struct sheet_row sheets[] = {{"s", "h", "E1", "X2", false, "{}", 1, 5}, {"s", "h", "E1", "X1", true, "{}", 2, 7},
		{"s", "h", "E2", "X1", false, "{}", 1, 8}, {"t", "h", "E1", "X1", false, "{}", 1, 9}};
	struct step_row steps[] = {{1, 100, "{}", 10}, {2, 200, "{\"a\":1}", 11}};
	if (!store_put_contest(db, &contest, err) || !store_put_contest(db, &other, err) ||
		!store_put_panel(db, "c", "s", "h", panel, 2, 1, err))
		return false;
	for (size_t i = 0; i < 2; i++)
		if (!store_add_entry(db, "c", &entries[i], err) || !store_add_expert(db, "c", &experts[i], err) ||
			!store_add_step(db, "c", "s", "h", &steps[i], err))
			return false;
	for (size_t i = 0; i < COUNT_OF(sheets); i++)
		if (!store_put_sheet(db, "c", &sheets[i], err))
			return false;
	return store_add_sealed(db, "c", &(struct sealed_row){5, "aa", "{\"x\":1}"}, err) &&
		store_add_sealed(db, "c", &(struct sealed_row){7, "bb", "{}"}, err) && store_erase_sealed(db, "c", 7, err);
}

static bool people_check(struct db *db, void *context, struct err *err)
{
	struct engine *e = context;
	struct entry_row *entry, *no_entry, *elsewhere;
	struct expert_row *expert, *no_expert;
	if (!store_find_entry(db, "c", "E1", e->arena, &entry, err) || !store_find_entry(db, "c", "E9", e->arena, &no_entry, err) ||
		!store_find_entry(db, "d", "E1", e->arena, &elsewhere, err) ||
		!store_find_expert(db, "c", "X2", e->arena, &expert, err) || !store_find_expert(db, "d", "X2", e->arena, &no_expert, err))
		return false;
	check_non_null(entry);
	check_string_equal(entry->division, "big");
	check_int_equal(entry->seq, 1);
	check_null(no_entry);
	check_null(elsewhere);
	check_non_null(expert);
	check_null(expert->class_id);
	check_null(no_expert);
	return true;
}

static bool sheets_check(struct db *db, void *context, struct err *err)
{
	struct engine *e = context;
	struct sheet_row *of_entry, *of_expert;
	struct sealed_row *sealed, *erased, *none;
	size_t n, m;
	if (!store_list_entry_sheets(db, "c", "s", "E1", e->arena, &of_entry, &n, err) ||
		!store_list_expert_sheets(db, "c", "s", "X1", e->arena, &of_expert, &m, err) ||
		!store_find_sealed(db, "c", 5, e->arena, &sealed, err) || !store_find_sealed(db, "c", 7, e->arena, &erased, err) ||
		!store_find_sealed(db, "c", 6, e->arena, &none, err))
		return false;
	check_int_equal(n, 2);
	check_string_equal(of_entry[0].expert, "X1");
	check_true(of_entry[0].recused && of_entry[0].version == 2);
	check_string_equal(of_entry[1].expert, "X2");
	check_int_equal(m, 2);
	check_string_equal(of_expert[0].entry, "E1");
	check_string_equal(of_expert[1].entry, "E2");
	check_non_null(sealed);
	check_string_equal(sealed->salt, "aa");
	check_null(erased);
	check_null(none);
	return true;
}

static bool floor_check(struct db *db, void *context, struct err *err)
{
	struct engine *e = context;
	struct step_row *newest, *none;
	int64_t seats, empty;
	bool member, stranger, nobody;
	if (!store_find_newest_step(db, "c", "s", "h", e->arena, &newest, err) ||
		!store_find_newest_step(db, "c", "s", "i", e->arena, &none, err) ||
		!store_count_panel(db, "c", "s", "h", "X2", &seats, &member, err) ||
		!store_count_panel(db, "c", "s", "h", "X3", &seats, &stranger, err) ||
		!store_count_panel(db, "c", "s", "i", "X2", &empty, &nobody, err))
		return false;
	check_non_null(newest);
	check_true(newest->step == 2 && newest->at_ms == 200 && newest->seq == 11);
	check_string_equal(newest->body, "{\"a\":1}");
	check_null(none);
	check_true(seats == 2 && member && !stranger);
	check_true(empty == 0 && !nobody);
	return true;
}

static void one_at_a_time(void **state)
{
	struct engine *e = *state;
	assert_ok(e, store_write(e->store, fill, e, &e->err));
	assert_ok(e, store_read(e->store, people_check, e, &e->err));
	assert_ok(e, store_read(e->store, sheets_check, e, &e->err));
	assert_ok(e, store_read(e->store, floor_check, e, &e->err));
}

static bool decided(struct db *db, void *context, struct err *err)
{
	return store_get_decided(db, "c", context, err);
}

static bool withdraw(struct db *db, void *context, struct err *err)
{
	(void)context;
	return store_add_decision(db, "c", &(struct decision_row){20, "", "entry.withdraw", "{}"}, err);
}

static bool publish(struct db *db, void *context, struct err *err)
{
	(void)context;
	return store_put_stage(db, "c", &(struct stage_row){"s", STAGE_PUBLISHED, NULL, 21, 30, "{}"}, err) &&
		store_put_stage(db, "c", &(struct stage_row){"t", STAGE_CLOSED, NULL, 40, -1, NULL}, err);
}

static void decisions_move_on(void **state)
{
	struct engine *e = *state;
	int64_t none, first, second;
	assert_ok(e, store_write(e->store, fill, e, &e->err));
	assert_ok(e, store_read(e->store, decided, &none, &e->err));
	assert_ok(e, store_write(e->store, withdraw, e, &e->err));
	assert_ok(e, store_read(e->store, decided, &first, &e->err));
	assert_ok(e, store_write(e->store, publish, e, &e->err));
	assert_ok(e, store_read(e->store, decided, &second, &e->err));
	assert_true(none == -1 && first == 20 && second == 30);
}

int main(void)
{
	const struct CMUnitTest tests[] = {ENGINE_TEST(one_at_a_time), ENGINE_TEST(decisions_move_on)};
	return engines_run("store/live", tests, COUNT_OF(tests));
}
