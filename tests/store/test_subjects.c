/* Every function of a subject, there and back, with the awkward values: NULL, empty, Chinese, quotes. */
#include "harness/engines.h"

#include "base/arena.h"
#include "store/change.h"
#include "store/store.h"

#include <string.h>

#define WRITE(e, work) assert_ok(e, store_write((e)->store, work, e, &(e)->err))
#define READ(e, work) assert_ok(e, store_read((e)->store, work, e, &(e)->err))

static bool add_contest(struct db *db, void *context, struct err *err)
{
	(void)context;
	struct contest_row row = {"ciic-2020", "id: ciic\ntitle: '擂台 \"x\"'\nTAIL", 29, 1588327200123};
	return store_put_contest(db, &row, err);
}

static bool contest_work(struct db *db, void *context, struct err *err)
{
	(void)context;
	struct contest_row again = {"ciic-2020", "id: two\n", 8, 7}, other = {"a", "x", 1, 9};
	return store_put_contest(db, &again, err) && store_put_contest(db, &other, err);
}

static bool contest_check(struct db *db, void *context, struct err *err)
{
	struct engine *e = context;
	struct contest_row *row, *none, *all;
	size_t n;
	if (!store_find_contest(db, "ciic-2020", e->arena, &row, err) ||
		!store_find_contest(db, "nope", e->arena, &none, err) ||
		!store_list_contests(db, e->arena, &all, &n, err))
		return false;
	check_non_null(row);
	check_string_equal(row->definition, "id: two\n");
	check_int_equal(row->definition_len, 8);
	check_int_equal(row->added_ms, 1588327200123);
	check_null(none);
	check_int_equal(n, 2);
	check_string_equal(all[0].id, "a");
	return true;
}

static bool contest_first(struct db *db, void *context, struct err *err)
{
	struct engine *e = context;
	struct contest_row *row;
	if (!store_find_contest(db, "ciic-2020", e->arena, &row, err))
		return false;
	check_int_equal(row->definition_len, 29);
	check_string_equal(row->definition, "id: ciic\ntitle: '擂台 \"x\"'\n");
	return true;
}

static void contests(void **state)
{
	struct engine *e = *state;
	WRITE(e, add_contest);
	READ(e, contest_first);
	WRITE(e, contest_work);
	READ(e, contest_check);
}

static bool people_work(struct db *db, void *context, struct err *err)
{
	(void)context;
	static const struct entry_row entries[] = {{"e-2", "lead", NULL, "", "{\"名\":1}", 3}, {"E-10", NULL, "r", NULL, NULL, 4},
		{"e_1", NULL, NULL, NULL, "{}", 5}, {"e.1", NULL, NULL, NULL, "{}", 6}};
	static const struct expert_row experts[] = {{"b", "investor", "{}", 7}, {"B", NULL, NULL, 8}};
	for (size_t i = 0; i < COUNT_OF(entries); i++)
		if (!store_add_entry(db, "ciic-2020", &entries[i], err))
			return false;
	for (size_t i = 0; i < COUNT_OF(experts); i++)
		if (!store_add_expert(db, "ciic-2020", &experts[i], err))
			return false;
	return true;
}

/* A taken id fails and leaves the transaction usable. */
static bool people_twice(struct db *db, void *context, struct err *err)
{
	struct engine *e = context;
	struct entry_row entry = {"e-2", NULL, NULL, NULL, "{}", 9};
	struct expert_row expert = {"b", NULL, "{}", 9};
	check_false(store_add_entry(db, "ciic-2020", &entry, &e->err));
	check_int_equal(e->err.kind, ERR_CONFLICT);
	check_string_equal(e->err.code, "entry.exists");
	check_false(store_add_expert(db, "ciic-2020", &expert, &e->err));
	check_string_equal(e->err.code, "expert.exists");
	entry.id = "new";
	return store_add_entry(db, "ciic-2020", &entry, err);
}

static bool people_check(struct db *db, void *context, struct err *err)
{
	struct engine *e = context;
	struct entry_row *entries;
	struct expert_row *experts;
	size_t n, m;
	if (!store_list_entries(db, "ciic-2020", e->arena, &entries, &n, err) ||
		!store_list_experts(db, "ciic-2020", e->arena, &experts, &m, err))
		return false;
	static const char *const order[] = {"E-10", "e-2", "e.1", "e_1", "new"};
	check_int_equal(n, COUNT_OF(order));
	for (size_t i = 0; i < n; i++)
		check_string_equal(entries[i].id, order[i]);
	check_null(entries[0].division);
	check_null(entries[0].profile);
	check_string_equal(entries[0].region, "r");
	check_string_equal(entries[1].division, "lead");
	check_null(entries[1].region);
	check_string_equal(entries[1].track, "");
	check_string_equal(entries[1].profile, "{\"名\":1}");
	check_int_equal(entries[1].seq, 3);
	check_int_equal(m, 2);
	check_string_equal(experts[0].id, "B");
	check_null(experts[0].class_id);
	check_string_equal(experts[1].class_id, "investor");
	check_int_equal(experts[1].seq, 7);
	return true;
}

static void people(void **state)
{
	struct engine *e = *state;
	WRITE(e, add_contest);
	WRITE(e, people_work);
	WRITE(e, people_twice);
	READ(e, people_check);
	/* The whole request is undone at the first id that is taken. */
	assert_fails(e, store_write(e->store, people_work, e, &e->err), "entry.exists");
}

static bool sheet_work(struct db *db, void *context, struct err *err)
{
	(void)context;
	struct sheet_row row = {"final", "h1", "e-2", "b", false, "{\"a\":92500}", 1, 10};
	struct sheet_row amended = {"final", "h2", "e-2", "b", true, "{}", 2, 12};
	struct sheet_row other = {"final", "h1", "E-10", "b", false, "{}", 1, 11}, semi = {"semi", "", "e-2", "B", false, "{}", 1, 13};
	return store_put_sheet(db, "ciic-2020", &row, err) && store_put_sheet(db, "ciic-2020", &amended, err) &&
		store_put_sheet(db, "ciic-2020", &other, err) && store_put_sheet(db, "ciic-2020", &semi, err);
}

static bool sheet_check(struct db *db, void *context, struct err *err)
{
	struct engine *e = context;
	struct sheet_row *found, *none, *rows;
	size_t n;
	int64_t all, final, zero;
	if (!store_find_sheet(db, "ciic-2020", "final", "e-2", "b", e->arena, &found, err) ||
		!store_find_sheet(db, "ciic-2020", "final", "e-2", "B", e->arena, &none, err) ||
		!store_list_sheets(db, "ciic-2020", "final", e->arena, &rows, &n, err) ||
		!store_count_sheets(db, "ciic-2020", NULL, &all, err) ||
		!store_count_sheets(db, "ciic-2020", "final", &final, err) ||
		!store_count_sheets(db, "nope", NULL, &zero, err))
		return false;
	check_non_null(found);
	check_string_equal(found->stage, "final");
	check_string_equal(found->heat, "h2");
	check_true(found->recused);
	check_string_equal(found->marks, "{}");
	check_int_equal(found->version, 2);
	check_int_equal(found->seq, 12);
	check_null(none);
	check_int_equal(n, 2);
	check_string_equal(rows[0].entry, "E-10");
	check_string_equal(rows[1].entry, "e-2");
	check_int_equal(all, 3);
	check_int_equal(final, 2);
	check_int_equal(zero, 0);
	return true;
}

static bool sheet_of_nobody(struct db *db, void *context, struct err *err)
{
	(void)context;
	struct sheet_row row = {"final", "h1", "nobody", "b", false, "{}", 1, 10};
	return store_put_sheet(db, "ciic-2020", &row, err);
}

static void sheets(void **state)
{
	struct engine *e = *state;
	WRITE(e, add_contest);
	WRITE(e, people_work);
	WRITE(e, sheet_work);
	READ(e, sheet_check);
	assert_fails(e, store_write(e->store, sheet_of_nobody, e, &e->err), "store.constraint");
}

static bool stage_work(struct db *db, void *context, struct err *err)
{
	struct engine *e = context;
	struct stage_row judging = {"final", STAGE_JUDGING, "", -1, -1, NULL};
	struct stage_row closed = {"final", STAGE_CLOSED, "督导", 41, -1, NULL}, *found;
	if (!store_find_stage(db, "ciic-2020", "final", e->arena, &found, err))
		return false;
	check_null(found);
	return store_put_stage(db, "ciic-2020", &judging, err) && store_put_stage(db, "ciic-2020", &closed, err);
}

static bool stage_check(struct db *db, void *context, struct err *err)
{
	struct engine *e = context;
	struct stage_row *found;
	if (!store_find_stage(db, "ciic-2020", "final", e->arena, &found, err))
		return false;
	check_non_null(found);
	check_int_equal(found->state, STAGE_CLOSED);
	check_string_equal(found->supervisor, "督导");
	check_int_equal(found->closed_seq, 41);
	check_int_equal(found->published_seq, -1);
	check_null(found->result);
	return true;
}

static bool decision_work(struct db *db, void *context, struct err *err)
{
	(void)context;
	struct decision_row late = {9, "final", "award.grant", "{\"b\":2}"}, early = {4, "", "entry.withdraw", "{}"},
		tie = {5, "final", "tie.deliberate", "{}"};
	return store_add_decision(db, "ciic-2020", &late, err) && store_add_decision(db, "ciic-2020", &early, err) &&
		store_add_decision(db, "ciic-2020", &tie, err);
}

static bool decision_check(struct db *db, void *context, struct err *err)
{
	struct engine *e = context;
	struct decision_row *all, *final;
	size_t n, m;
	if (!store_list_decisions(db, "ciic-2020", NULL, e->arena, &all, &n, err) ||
		!store_list_decisions(db, "ciic-2020", "final", e->arena, &final, &m, err))
		return false;
	check_int_equal(n, 3);
	check_int_equal(all[0].seq, 4);
	check_string_equal(all[0].stage, "");
	check_int_equal(m, 2);
	check_int_equal(final[0].seq, 5);
	check_string_equal(final[1].kind, "award.grant");
	check_string_equal(final[1].body, "{\"b\":2}");
	return true;
}

static void stages(void **state)
{
	struct engine *e = *state;
	WRITE(e, add_contest);
	WRITE(e, stage_work);
	READ(e, stage_check);
	WRITE(e, decision_work);
	READ(e, decision_check);
	assert_fails(e, store_write(e->store, decision_work, e, &e->err), "store.constraint");
}

static bool ledger_work(struct db *db, void *context, struct err *err)
{
	struct engine *e = context;
	struct head_row head;
	if (!store_get_head(db, "l", e->arena, &head, err))
		return false;
	check_int_equal(head.size, 0);
	check_string_equal(head.last, "");
	check_string_equal(head.frontier, "");
	for (int64_t i = 0; i < 5; i++) {
		struct record_row row = {i, arena_printf(e->arena, "{\"seq\":%d}", (int)i)};
		struct head_row next = {i + 1, 1000 + i, "ab", "cd ef"};
		struct sealed_row sealed = {i, "5a17", "{\"marks\":{}}"};
		if (!store_add_record(db, "l", &row, err) || !store_put_head(db, "l", &next, err) ||
			!store_add_sealed(db, "l", &sealed, err))
			return false;
	}
	struct checkpoint_row note = {5, 77, "host/l\n5\nhash\n\n— sig\n"}, first = {2, 70, "n"};
	return store_add_request(db, "l", "key-1", 3, err) && store_erase_sealed(db, "l", 2, err) &&
		store_add_checkpoint(db, "l", &note, err) && store_add_checkpoint(db, "l", &first, err) &&
		store_put_setting(db, "host", "a", err) && store_put_setting(db, "host", "b.example", err);
}

static bool ledger_check(struct db *db, void *context, struct err *err)
{
	struct engine *e = context;
	struct head_row head;
	struct record_row *records;
	struct sealed_row *sealed;
	struct checkpoint_row *notes;
	size_t n, m, k;
	int64_t seq, none;
	const char *host, *unset;
	if (!store_get_head(db, "l", e->arena, &head, err) ||
		!store_list_records(db, "l", 1, 3, e->arena, &records, &n, err) ||
		!store_list_sealed(db, "l", 1, 3, e->arena, &sealed, &m, err) ||
		!store_find_request(db, "l", "key-1", &seq, err) || !store_find_request(db, "m", "key-1", &none, err) ||
		!store_list_checkpoints(db, "l", e->arena, &notes, &k, err) ||
		!store_get_setting(db, "host", e->arena, &host, err) ||
		!store_get_setting(db, "nope", e->arena, &unset, err))
		return false;
	check_int_equal(head.size, 5);
	check_int_equal(head.ts_ms, 1004);
	check_string_equal(head.frontier, "cd ef");
	check_int_equal(n, 3);
	check_int_equal(records[0].seq, 1);
	check_string_equal(records[2].line, "{\"seq\":3}");
	check_int_equal(m, 3);
	check_int_equal(sealed[0].seq, 1);
	check_int_equal(sealed[1].seq, 3);
	check_string_equal(sealed[1].salt, "5a17");
	check_int_equal(seq, 3);
	check_int_equal(none, -1);
	check_int_equal(k, 2);
	check_int_equal(notes[0].size, 2);
	check_string_equal(notes[1].note, "host/l\n5\nhash\n\n— sig\n");
	check_string_equal(host, "b.example");
	check_null(unset);
	return true;
}

static bool record_twice(struct db *db, void *context, struct err *err)
{
	(void)context;
	struct record_row row = {3, "again"};
	return store_add_record(db, "l", &row, err);
}

static void ledgers(void **state)
{
	struct engine *e = *state;
	WRITE(e, ledger_work);
	READ(e, ledger_check);
	assert_fails(e, store_write(e->store, record_twice, e, &e->err), "store.constraint");
	assert_int_equal(e->err.kind, ERR_CONFLICT);
	READ(e, ledger_check);
}

/* A reader may not write, on either engine. */
static void read_only(void **state)
{
	struct engine *e = *state;
	assert_fails(e, store_read(e->store, add_contest, e, &e->err), "store.io");
}

static void generation(void **state)
{
	struct engine *e = *state;
	int64_t first, second, third;
	assert_ok(e, store_get_generation(e->store, &first, &e->err));
	assert_true(first >= 1);
	WRITE(e, add_contest);
	assert_ok(e, store_get_generation(e->store, &second, &e->err));
	assert_true(second > first);
	assert_fails(e, store_write(e->store, sheet_of_nobody, e, &e->err), "store.constraint");
	CLEANUP(store_closep) struct store *other = NULL;
	assert_ok(e, store_open(e->url, &other, &e->err));
	assert_ok(e, store_get_generation(e->store, &third, &e->err));
	assert_int_equal(third, second); /* neither a failure nor an opening changed anything */
	assert_ok(e, store_write(other, add_contest, e, &e->err));
	assert_ok(e, store_get_generation(e->store, &third, &e->err));
	assert_true(third > second);
}

static bool nothing_more(struct db *db, void *context, struct err *err)
{
	(void)db, (void)context, (void)err;
	return true;
}

static bool more_after_all(struct db *db, void *context, struct err *err)
{
	(void)context, (void)err;
	store_raise_effect(db, EFFECT_PAGES);
	store_raise_effect(db, EFFECT_NOTHING);
	return true;
}

static bool read_generation(struct db *db, void *context, struct err *err)
{
	return store_read_generation(db, context, err);
}

static void remember(void *context, const struct store_generation *generation)
{
	*(struct store_generation *)context = *generation;
}

/* What a change can be seen in is kept in the database and told in this process. */
static void effects(void **state)
{
	struct engine *e = *state;
	struct store_generation before, after, told = {0};
	store_watch(e->store, remember, &told);
	WRITE(e, nothing_more);
	assert_ok(e, store_read(e->store, read_generation, &before, &e->err));
	assert_int_equal(before.ledger, before.all);
	assert_int_equal(before.pages, before.all);
	assert_int_equal(told.pages, before.all);
	assert_ok(e, store_write_effect(e->store, EFFECT_NOTHING, nothing_more, e, &e->err));
	assert_ok(e, store_write_effect(e->store, EFFECT_LEDGER, nothing_more, e, &e->err));
	assert_ok(e, store_read(e->store, read_generation, &after, &e->err));
	assert_int_equal(after.all, before.all + 2);
	assert_int_equal(after.ledger, after.all);
	assert_int_equal(after.pages, before.pages);
	assert_int_equal(told.all, after.all);
	assert_int_equal(told.ledger, after.all);
	assert_int_equal(told.pages, 0);
	assert_ok(e, store_write_effect(e->store, EFFECT_NOTHING, nothing_more, e, &e->err));
	assert_int_equal(told.ledger, 0);
	assert_ok(e, store_write_effect(e->store, EFFECT_NOTHING, more_after_all, e, &e->err));
	assert_ok(e, store_read(e->store, read_generation, &after, &e->err));
	assert_int_equal(after.pages, after.all);
	assert_int_equal(told.pages, after.all);
	assert_fails(e, store_write_effect(e->store, EFFECT_PAGES, sheet_of_nobody, e, &e->err), "store.constraint");
	assert_int_equal(told.all, after.all); /* a failure is not told */
	store_watch(e->store, NULL, NULL);
	WRITE(e, add_contest);
	assert_int_equal(told.all, after.all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {ENGINE_TEST(contests), ENGINE_TEST(people), ENGINE_TEST(sheets),
		ENGINE_TEST(stages), ENGINE_TEST(ledgers), ENGINE_TEST(read_only), ENGINE_TEST(generation), ENGINE_TEST(effects)};
	return engines_run("store/subjects", tests, COUNT_OF(tests));
}
