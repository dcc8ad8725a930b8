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

static bool pick_check(struct db *db, void *context, struct err *err)
{
	struct engine *e = context;
	const char *ids[20];
	struct entry_row *rows, *none;
	for (int i = 0; i < 20; i++)
		ids[i] = i == 3 ? "E9" : i % 2 ? "E2" : "E1";
	if (!store_pick_entries(db, "c", ids, 20, e->arena, &rows, err) || !store_pick_entries(db, "d", ids, 0, e->arena, &none, err))
		return false;
	for (int i = 0; i < 20; i++) {
		check_true((rows[i].id == NULL) == (i == 3));
		check_true(i == 3 || str_eq(rows[i].id, ids[i]));
	}
	check_string_equal(rows[0].division, "big");
	return true;
}

static bool place_check(struct db *db, void *context, struct err *err)
{
	struct engine *e = context;
	struct place_query query = {"c", "s", "h", "E1", "X2", NULL}, other = {"d", "s", "h", "E1", "X2", "K"};
	struct place_row *p, *empty, *none;
	int64_t seats, unseated, steps, none_there;
	bool member, stranger, nobody;
	if (!store_find_place(db, &query, e->arena, &p, err) || !store_find_place(db, &other, e->arena, &empty, err) ||
		!store_find_place(db, &(struct place_query){"x", "s", "h", "E1", "X2", NULL}, e->arena, &none, err) ||
		!store_count_panel(db, "c", "s", "h", "X2", &seats, &member, err) ||
		!store_count_panel(db, "c", "s", "h", "X3", &seats, &stranger, err) ||
		!store_count_panel(db, "c", "s", "i", "X2", &unseated, &nobody, err) ||
		!store_count_steps(db, "c", &steps, err) || !store_count_steps(db, "d", &none_there, err))
		return false;
	check_true(steps == 2 && none_there == 0);
	check_non_null(p);
	check_true(p->definition_len == 1 && p->decided == -1 && p->state == STAGE_JUDGING && p->lock_seq == -1);
	check_true(p->newest.step == 2 && p->newest.at_ms == 200 && p->newest.seq == 11);
	check_string_equal(p->newest.body, "{\"a\":1}");
	check_true(p->seats == 2 && p->sits);
	check_string_equal(p->entry, "E1");
	check_string_equal(p->division, "big");
	check_null(p->region);
	check_string_equal(p->expert, "X2");
	check_null(p->class_id);
	check_null(p->device_expert);
	check_non_null(empty);
	check_true(!empty->entry && !empty->expert && !empty->newest.step && !empty->seats && !empty->sits && !empty->device_expert);
	check_null(none);
	check_true(seats == 2 && member && !stranger);
	check_true(unseated == 0 && !nobody);
	return true;
}

static bool lock_and_enrol(struct db *db, void *context, struct err *err)
{
	(void)context;
	return store_put_heat(db, "c", &(struct heat_row){"s", "h", 12, -1}, err) &&
		store_put_stage(db, "c", &(struct stage_row){"s", STAGE_CLOSED, NULL, 13, -1, NULL}, err) &&
		store_add_device(db, "c", &(struct device_row){"K", "X1", -1, -1, 1, 14}, err);
}

static bool locked_check(struct db *db, void *context, struct err *err)
{
	struct engine *e = context;
	struct place_row *p;
	if (!store_find_place(db, &(struct place_query){"c", "s", "h", "E9", "X9", "K"}, e->arena, &p, err))
		return false;
	check_true(p && p->state == STAGE_CLOSED && p->lock_seq == 12 && !p->sits && !p->entry && !p->expert);
	check_string_equal(p->device_expert, "X1");
	return true;
}

static void one_at_a_time(void **state)
{
	struct engine *e = *state;
	assert_ok(e, store_write(e->store, fill, e, &e->err));
	assert_ok(e, store_read(e->store, people_check, e, &e->err));
	assert_ok(e, store_read(e->store, sheets_check, e, &e->err));
	assert_ok(e, store_read(e->store, place_check, e, &e->err));
	assert_ok(e, store_read(e->store, pick_check, e, &e->err));
	assert_ok(e, store_write(e->store, lock_and_enrol, e, &e->err));
	assert_ok(e, store_read(e->store, locked_check, e, &e->err));
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
