/* Old data opens, newer data is refused, and a step that fails leaves nothing. */
#include "harness/engines.h"

#include "base/arena.h"
#include "store/driver.h"
#include "store/migrate.h"
#include "store/panels.h"
#include "store/store.h"

#include <stdio.h>
#include <string.h>

/* The text of tests/store/cases/version1.sql. */
static const char *fixture(struct arena *arena)
{
	FILE *f = fopen(VERSION1_SQL, "rb");
	assert_non_null(f);
	char *text = arena_alloc(arena, 65536);
	size_t len = fread(text, 1, 65535, f);
	fclose(f);
	assert_true(len > 1000 && len < 65535);
	return text;
}

static void make_old(struct engine *e, const char *url)
{
	CLEANUP(db_closep) struct db *db = NULL;
	assert_ok(e, db_open(url, DB_WRITE, &db, &e->err));
	assert_ok(e, db_script(db, db->driver->prologue, &e->err));
	assert_ok(e, db_script(db, fixture(e->arena), &e->err));
}

static bool read_old(struct db *db, void *context, struct err *err)
{
	struct engine *e = context;
	struct contest_row *contest;
	struct entry_row *entries;
	struct sheet_row *sheet;
	struct stage_row *stage;
	struct candidate_row *pool;
	size_t n, pooled;
	int64_t version;
	if (!store_list_candidates(db, "old-2019", e->arena, &pool, &pooled, err) ||
		!store_find_contest(db, "old-2019", e->arena, &contest, err) ||
		!store_list_entries(db, "old-2019", e->arena, &entries, &n, err) ||
		!store_find_sheet(db, "old-2019", "final", "e-1", "x-1", e->arena, &sheet, err) ||
		!store_find_stage(db, "old-2019", "final", e->arena, &stage, err) ||
		!migrate_get_version(db, &version, err))
		return false;
	check_non_null(contest);
	check_int_equal(n, 1);
	check_string_equal(entries[0].profile, "{\"name\":\"旧\"}");
	check_string_equal(sheet->marks, "{\"a\":95000}");
	check_int_equal(stage->closed_seq, 4);
	check_int_equal(pooled, 1); /* whoever was seated then stands in the pool */
	check_int_equal(pool[0].state, CANDIDATE_ACCEPTED);
	check_int_equal(version, migrations[migration_count - 1].version);
	return true;
}

static void from_version_1(void **state)
{
	struct engine *e = *state;
	char url[512];
	engine_make_database(e, url);
	make_old(e, url);
	for (int times = 0; times < 2; times++) {
		CLEANUP(store_closep) struct store *store = NULL;
		assert_ok(e, store_open(url, &store, &e->err));
		assert_ok(e, store_read(store, read_old, e, &e->err));
		int64_t generation;
		assert_ok(e, store_get_generation(store, &generation, &e->err));
		assert_true(generation >= 1);
	}
}

static void newer(void **state)
{
	struct engine *e = *state;
	CLEANUP(db_closep) struct db *db = NULL;
	assert_ok(e, db_open(e->url, DB_WRITE, &db, &e->err));
	assert_ok(e, db_script(db, "INSERT INTO migration (version, name, at_ms) VALUES (907, '0907_later', 0)", &e->err));
	struct store *store = NULL;
	assert_fails(e, store_open(e->url, &store, &e->err), "store.newer");
	assert_int_equal(e->err.kind, ERR_CONFLICT);
	char known[32];
	snprintf(known, sizeof(known), "up to %d.", migrations[migration_count - 1].version);
	assert_non_null(strstr(e->err.message, "version 907 "));
	assert_non_null(strstr(e->err.message, known));
	assert_null(store);
}

/* The second step meets a table of its name: the first step must be undone too. */
static void all_or_nothing(void **state)
{
	struct engine *e = *state;
	char url[512];
	engine_make_database(e, url);
	CLEANUP(db_closep) struct db *db = NULL;
	assert_ok(e, db_open(url, DB_WRITE, &db, &e->err));
	bool has;
	assert_ok(e, db_script(db, "CREATE TABLE generation (x BIGINT)", &e->err));
	struct store *store = NULL;
	assert_fails(e, store_open(url, &store, &e->err), "store.io");
	assert_ok(e, db_has_table(db, "contest", &has, &e->err));
	assert_false(has);
	assert_ok(e, db_has_table(db, "migration", &has, &e->err));
	assert_false(has);
	assert_ok(e, db_script(db, "DROP TABLE generation", &e->err));
	assert_ok(e, store_open(url, &store, &e->err));
	store_close(store);
}

/* Numbered 1, 2, 3 … and named so. */
static void numbers(void **state)
{
	(void)state;
	for (int i = 0; i < migration_count; i++) {
		char prefix[16];
		snprintf(prefix, sizeof(prefix), "%04d_", i + 1);
		assert_int_equal(migrations[i].version, i + 1);
		assert_memory_equal(migrations[i].name, prefix, 5);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {ENGINE_TEST(from_version_1), ENGINE_TEST(newer), ENGINE_TEST(all_or_nothing),
		ENGINE_TEST(numbers)};
	return engines_run("store/migrate", tests, COUNT_OF(tests));
}
