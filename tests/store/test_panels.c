/* Pool, conflicts, preferences, assignments and timetables, on both engines. */
#include "harness/engines.h"

#include "base/arena.h"
#include "base/str.h"
#include "store/live.h"
#include "store/panels.h"
#include "store/store.h"

#include <string.h>

static bool fill(struct db *db, void *context, struct err *err)
{
	(void)context;
	struct contest_row contest = {"c", "x", 1, 0};
	struct entry_row entries[] = {{"E1", NULL, NULL, NULL, "{}", 1}, {"E2", NULL, NULL, NULL, "{}", 2}};
	return store_put_contest(db, &contest, err) && store_add_entry(db, "c", &entries[0], err) &&
		store_add_entry(db, "c", &entries[1], err);
}

/* ---- candidates */

static bool candidates_work(struct db *db, void *context, struct err *err)
{
	struct engine *e = context;
	struct candidate_row first = {"X1", "industry", "{\"name\":\"甲\"}", 12, "[[1,2]]", CANDIDATE_LISTED, 0, 0, 0, NULL, -1};
	struct candidate_row again = {"X1", NULL, NULL, -1, "[]", CANDIDATE_DECLINED, 5, 8, 9, "busy", 7};
	struct candidate_row other = {"X0", NULL, "{}", -1, "[]", CANDIDATE_LISTED, 0, 0, 0, NULL, -1};
	struct candidate_row *row, *none, *rows;
	size_t n;
	if (!store_put_candidate(db, "c", &first, err) || !store_find_candidate(db, "c", "X1", e->arena, &row, err))
		return false;
	check_non_null(row);
	check_string_equal(row->profile, "{\"name\":\"甲\"}");
	check_int_equal(row->load, 12);
	check_int_equal(row->seq, -1);
	if (!store_put_candidate(db, "c", &again, err) || !store_put_candidate(db, "c", &other, err) ||
		!store_list_candidates(db, "c", e->arena, &rows, &n, err) ||
		!store_find_candidate(db, "d", "X1", e->arena, &none, err))
		return false;
	check_int_equal(n, 2);
	check_string_equal(rows[0].id, "X0");
	check_null(rows[1].profile);
	check_int_equal(rows[1].state, CANDIDATE_DECLINED);
	check_string_equal(rows[1].remark, "busy");
	check_int_equal(rows[1].answer_by_ms, 8);
	check_null(none);
	/* Who was asked stays. */
	if (!store_remove_candidate(db, "c", "X0", err) || !store_remove_candidate(db, "c", "X1", err) ||
		!store_list_candidates(db, "c", e->arena, &rows, &n, err))
		return false;
	check_int_equal(n, 1);
	check_string_equal(rows[0].id, "X1");
	return true;
}

static void candidates_are_kept(void **state)
{
	struct engine *e = *state;
	assert_ok(e, store_write(e->store, fill, e, &e->err));
	assert_ok(e, store_write(e->store, candidates_work, e, &e->err));
}

/* ---- conflicts */

static bool is_barred(struct db *db, struct engine *e, const char *expert, bool *ret, struct err *err)
{
	struct place_query query = {"c", "s", "h", "E1", expert, NULL};
	struct place_row *place;
	if (!store_find_place(db, &query, e->arena, &place, err))
		return false;
	*ret = place->barred;
	return true;
}

static bool conflicts_work(struct db *db, void *context, struct err *err)
{
	struct engine *e = context;
	struct conflict_row rows[] = {{"E1", "X1", "organisation", CONFLICT_COMPUTED, CONFLICT_FOUND, "both at 甲", 1},
		{"E1", "X1", "mentor", CONFLICT_IMPORTED, CONFLICT_FOUND, NULL, 2},
		{"E2", "X2", "mail", CONFLICT_COMPUTED, CONFLICT_FOUND, NULL, 3}};
	struct ruling_row overrule = {"E1", "X1", false, "aa", "another firm of that name", "account:1", 4, 40};
	struct ruling_row confirm = {"E1", "X1", true, NULL, NULL, "account:1", 6, 60};
	struct conflict_row later = {"E1", "X1", "investor", CONFLICT_IMPORTED, CONFLICT_FOUND, NULL, 5}, *list;
	struct barred_row *barred;
	struct ruling_row *rulings;
	struct barring_row *barring;
	const char *panel[] = {"X1"}, *list_text;
	bool hard;
	size_t n;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (!store_put_conflict(db, "c", &rows[i], err))
			return false;
	if (!store_list_barred(db, "c", NULL, e->arena, &barred, &n, err) || !is_barred(db, e, "X1", &hard, err))
		return false;
	check_int_equal(n, 2);
	check_string_equal(barred[0].expert, "X1");
	check_false(barred[0].confirmed);
	check_false(hard);
	/* Overruled: free, until something new comes up. */
	if (!store_add_ruling(db, "c", &overrule, err) || !store_list_barred(db, "c", "X1", e->arena, &barred, &n, err))
		return false;
	check_int_equal(n, 0);
	if (!store_put_conflict(db, "c", &later, err) || !store_list_barred(db, "c", "X1", e->arena, &barred, &n, err))
		return false;
	check_int_equal(n, 1);
	check_false(barred[0].confirmed);
	if (!store_add_ruling(db, "c", &confirm, err) || !store_list_barred(db, "c", "X1", e->arena, &barred, &n, err) ||
		!is_barred(db, e, "X1", &hard, err) || !store_list_rulings(db, "c", e->arena, &rulings, &n, err))
		return false;
	check_true(barred[0].confirmed);
	check_true(hard);
	check_int_equal(n, 2);
	check_int_equal(rulings[0].seq, 40);
	check_int_equal(rulings[1].seq, 60);
	check_null(rulings[1].reason);
	if (!store_list_barring(db, "c", "s", "h", "E1", e->arena, &barring, &n, err))
		return false;
	check_int_equal(n, 1);
	check_string_equal(barring[0].expert, "X1");
	check_false(barring[0].sits);
	if (!store_put_panel(db, "c", "s", "h", panel, 1, 61, err) ||
		!store_list_barring(db, "c", "s", "h", "E1", e->arena, &barring, &n, err))
		return false;
	check_true(barring[0].sits);
	if (!store_find_kinship(db, "c", e->arena, &list_text, err))
		return false;
	check_null(list_text);
	if (!store_put_kinship(db, "c", "name,parent\n", 1, err) || !store_put_kinship(db, "c", "name,same-as\n", 2, err) ||
		!store_find_kinship(db, "c", e->arena, &list_text, err))
		return false;
	check_string_equal(list_text, "name,same-as\n");
	/* What was computed and not decided goes; the rest stays. */
	if (!store_remove_computed_conflicts(db, "c", err) || !store_list_conflicts(db, "c", NULL, e->arena, &list, &n, err))
		return false;
	check_int_equal(n, 3);
	check_string_equal(list[0].ground, "investor");
	check_string_equal(list[2].detail, "both at 甲");
	if (!store_remove_conflict(db, "c", "E1", "X1", "mentor", err) ||
		!store_list_conflicts(db, "c", "X1", e->arena, &list, &n, err))
		return false;
	check_int_equal(n, 2);
	return true;
}

static void conflicts_bar_until_decided(void **state)
{
	struct engine *e = *state;
	assert_ok(e, store_write(e->store, fill, e, &e->err));
	assert_ok(e, store_write(e->store, conflicts_work, e, &e->err));
}

static bool preferences_work(struct db *db, void *context, struct err *err)
{
	struct engine *e = context;
	struct preference_row rows[] = {{"X2", "E1", 1}, {"X1", "E2", -1}, {"X1", "E1", 1}}, *list;
	size_t n;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (!store_put_preference(db, "c", &rows[i], err))
			return false;
	rows[0].want = 0;
	rows[1].want = 1;
	if (!store_put_preference(db, "c", &rows[0], err) || !store_put_preference(db, "c", &rows[1], err) ||
		!store_list_preferences(db, "c", NULL, e->arena, &list, &n, err))
		return false;
	check_int_equal(n, 2);
	check_string_equal(list[1].entry, "E2");
	check_int_equal(list[1].want, 1);
	return true;
}

static void preferences_are_kept(void **state)
{
	struct engine *e = *state;
	assert_ok(e, store_write(e->store, fill, e, &e->err));
	assert_ok(e, store_write(e->store, preferences_work, e, &e->err));
}

/* ---- versions */

static bool versions_work(struct db *db, void *context, struct err *err)
{
	struct engine *e = context;
	struct assigned_row one[] = {{"E1", "X1"}, {"E2", "X1"}}, two[] = {{"E2", "X2"}}, *pairs;
	struct assignment_row a = {1, "{}", "{\"seats\":1}", 5, 50}, *newest, *all;
	struct timetable_row t = {1, "{}", 6, 60}, *table, *tables;
	struct place_query query = {"c", "s", "h", "E1", "X1", NULL};
	struct place_row *place;
	size_t n, m, k;
	if (!store_find_assignment(db, "c", "s", e->arena, &newest, err) || !store_find_timetable(db, "c", "s", e->arena, &table, err))
		return false;
	check_null(newest);
	check_null(table);
	if (!store_add_assignment(db, "c", "s", &a, one, 2, err) || !store_find_place(db, &query, e->arena, &place, err))
		return false;
	check_true(place->shared_out && place->assigned);
	a.version = t.version = 2;
	a.body = t.body = "{\"b\":2}";
	if (!store_add_assignment(db, "c", "s", &a, two, 1, err) || !store_find_place(db, &query, e->arena, &place, err) ||
		!store_list_assigned(db, "c", "s", NULL, e->arena, &pairs, &n, err) ||
		!store_find_assignment(db, "c", "s", e->arena, &newest, err) ||
		!store_list_assignments(db, "c", "s", e->arena, &all, &m, err))
		return false;
	check_true(place->shared_out && !place->assigned);
	check_int_equal(n, 1);
	check_string_equal(pairs[0].expert, "X2");
	check_int_equal(newest->version, 2);
	check_int_equal(m, 2);
	check_int_equal(all[1].version, 1);
	t.version = 1;
	if (!store_add_timetable(db, "c", "s", &t, err))
		return false;
	t.version = 2;
	if (!store_add_timetable(db, "c", "s", &t, err) || !store_find_timetable(db, "c", "s", e->arena, &table, err) ||
		!store_list_timetables(db, "c", "s", e->arena, &tables, &k, err))
		return false;
	check_int_equal(table->version, 2);
	check_int_equal(k, 2);
	return true;
}

static void versions_follow_each_other(void **state)
{
	struct engine *e = *state;
	assert_ok(e, store_write(e->store, fill, e, &e->err));
	assert_ok(e, store_write(e->store, versions_work, e, &e->err));
}

int main(void)
{
	const struct CMUnitTest tests[] = {ENGINE_TEST(candidates_are_kept), ENGINE_TEST(conflicts_bar_until_decided),
		ENGINE_TEST(preferences_are_kept), ENGINE_TEST(versions_follow_each_other)};
	return engines_run("store/panels", tests, COUNT_OF(tests));
}
