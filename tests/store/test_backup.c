/* Backup and restore, from either engine into either; what they refuse; what an older program left. */
#include "harness/engines.h"
#include "store/chain.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "store/draw.h"
#include "store/driver.h"
#include "store/live.h"
#include "store/panels.h"
#include "store/people.h"
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct {
	const char *name, *key;
	int columns;
} tables[] = {{"contest", "id", 3}, {"entry", "id", 7}, {"expert", "id", 5}, {"sheet", "seq", 9}, {"stage", "stage", 7},
	{"decision", "seq", 5}, {"head", "ledger", 5}, {"record", "seq", 3}, {"sealed", "seq", 4}, {"request", "req", 3},
	{"checkpoint", "size", 4}, {"setting", "name", 2}, {"account", "id", 9}, {"role", "role", 4},
	{"link", "id", 14}, {"panel", "expert", 5}, {"floor_step", "step", 7}, {"heat", "heat", 5}, {"device", "key", 7},
	{"remark", "seq", 4}, {"tie", "seq", 5}, {"vote", "expert", 5}, {"shown", "entry", 6}, {"event", "id", 5},
	{"provider", "name", 7}, {"draw", "number", 7}, {"identity", "subject", 4},
	{"candidate", "id", 12}, {"conflict", "ground", 8}, {"ruling", "entry", 9}, {"preference", "entry", 4},
	{"assignment", "version", 7}, {"assigned", "entry", 4}, {"timetable", "version", 6}};

static bool fill_live(struct db *db, struct err *err)
{
	const char *experts[] = {"x", "y"};
	struct step_row step = {1, 2, "{\"action\":\"call\"}", 3};
	struct heat_row heat = {"s", "h", 4, -1};
	struct device_row by_link = {"AAAA", "x", 1, -1, 5, 6}, by_account = {"BBBB", "x", -1, 1, 7, 8};
	struct remark_row remark = {3, "salt", "\u7a33"};
	struct tie_row tie = {9, "s", "{}", -1};
	struct vote_row vote = {"x", "[\"e\"]", 10};
	struct shown_row shown = {"e", 1, 92500, 11};
	struct draw_row draw = {2, NULL, "{\"draw\":2}", NULL, "{}", 13};
	struct event_row event = {.at_ms = 12, .name = "floor", .data = "{}"};
	int64_t id;
	return store_put_panel(db, "c", "s", "h", experts, COUNT_OF(experts), 1, err) &&
		store_add_step(db, "c", "s", "h", &step, err) && store_put_heat(db, "c", &heat, err) &&
		store_add_device(db, "c", &by_link, err) && store_add_device(db, "c", &by_account, err) &&
		store_add_remark(db, "c", &remark, err) && store_put_tie(db, "c", &tie, err) &&
		store_put_vote(db, "c", 9, &vote, err) && store_put_shown(db, "c", "s", &shown, err) &&
		store_add_event(db, "c", &event, &id, err) && store_put_draw(db, "c", &draw, err);
}

static bool fill_panels(struct db *db, struct err *err)
{
	struct candidate_row candidate = {"x", NULL, "{}", -1, "[]", CANDIDATE_INVITED, 5, 6, 0, NULL, 14};
	struct conflict_row conflict = {"e", "x", "mentor", CONFLICT_IMPORTED, CONFLICT_FOUND, NULL, 6};
	struct ruling_row ruling = {"e", "x", true, "salt", "\u7a33", "cli", 7, 15};
	struct preference_row preference = {"x", "e", -1};
	struct assignment_row assignment = {1, "{}", "{\"seats\":1}", 8, 16};
	struct assigned_row pair = {"e", "x"};
	struct timetable_row timetable = {1, "{}", 9, 17};
	return store_put_candidate(db, "c", &candidate, err) && store_put_conflict(db, "c", &conflict, err) &&
		store_put_ruling(db, "c", &ruling, err) && store_put_preference(db, "c", &preference, err) &&
		store_add_assignment(db, "c", "s", &assignment, &pair, 1, err) &&
		store_add_timetable(db, "c", "s", &timetable, err);
}

static bool fill(struct db *db, void *context, struct err *err)
{
	(void)context;
	struct contest_row contest = {"c", "yaml: '擂台'\n", strlen("yaml: '擂台'\n"), 1};
	struct entry_row entry = {"e", "d", NULL, "", NULL, 1};
	struct expert_row expert = {"x", NULL, "{}", 2};
	struct sheet_row sheet = {"s", "h", "e", "x", true, "{}", 1, 3};
	struct stage_row stage = {"s", STAGE_PUBLISHED, NULL, 4, 5, "{\"r\":1}"};
	struct decision_row decision = {6, "", "entry.withdraw", "{}"};
	struct checkpoint_row note = {1, 2, "note\nwith lines\n"};
	struct account_row account = {.login = "li", .hash = "$argon2id$", .totp_step = 7, .admin = true};
	struct role_row role = {1, "c", "expert", "x"};
	struct link_row link = {.hash = "h", .contest = "c", .role = "viewer", .label = "\u5899", .reusable = true};
	int64_t id;
	bool changed;
	for (int i = 0; i < 50; i++) {
		struct chain_request rq = {"l", i, false};
		if (!chain_append(db, &rq, err))
			return false;
	}
	return store_put_contest(db, &contest, err) && store_add_entry(db, "c", &entry, err) &&
		store_add_expert(db, "c", &expert, err) && store_put_sheet(db, "c", &sheet, err) &&
		store_put_stage(db, "c", &stage, err) && store_add_decision(db, "c", &decision, err) &&
		store_add_checkpoint(db, "l", &note, err) && store_erase_sealed(db, "l", 7, err) &&
		store_put_setting(db, "host", "example", err) && store_add_account(db, &account, &id, err) &&
		store_add_role(db, &role, &changed, err) && store_add_link(db, &link, &id, err) && fill_live(db, err) &&
		fill_panels(db, err);
}

/* Every value of every table as text: equal texts are equal databases. */
static bool dump_table(struct db *db, size_t table, struct buf *out, struct err *err)
{
	char sql[128];
	snprintf(sql, sizeof(sql), "SELECT * FROM %s ORDER BY %s", tables[table].name, tables[table].key);
	CLEANUP(db_cursor_done) struct db_cursor c = {0};
	if (!db_query(db, sql, DB_NO_ARGS, &c, err))
		return false;
	for (bool row = true;;) {
		if (!db_next(&c, &row, err))
			return false;
		if (!row)
			return true;
		buf_puts(out, tables[table].name);
		for (int i = 0; i < tables[table].columns; i++) {
			struct db_value v = db_column(&c, i);
			if (v.type == DB_INT)
				buf_printf(out, " %lld", (long long)v.integer);
			else
				buf_printf(out, " %s", v.type == DB_NULL ? "NULL" : v.text);
		}
		buf_putc(out, '\n');
	}
}

static bool dump(struct db *db, void *context, struct err *err)
{
	for (size_t i = 0; i < COUNT_OF(tables); i++)
		if (!dump_table(db, i, context, err))
			return false;
	return true;
}

static void assert_same(struct engine *e, struct store *a, struct store *b)
{
	CLEANUP(buf_done) struct buf x = {0};
	CLEANUP(buf_done) struct buf y = {0};
	assert_ok(e, store_read(a, dump, &x, &e->err));
	assert_ok(e, store_read(b, dump, &y, &e->err));
	assert_true(x.len > 1000);
	assert_string_equal(buf_str(&x), buf_str(&y));
}

static const char *file_in(struct engine *e, const char *name)
{
	return arena_printf(e->arena, "%s/%s", e->dir, name);
}

/* This engine to a file, and the file into a new database of each engine. */
static void there_and_back(void **state)
{
	struct engine *e = *state;
	assert_ok(e, store_write(e->store, fill, e, &e->err));
	const char *path = file_in(e, "backup");
	assert_ok(e, store_backup(e->store, path, &e->err));
	struct stat st;
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	char same[512], lite[600];
	engine_make_database(e, same);
	snprintf(lite, sizeof(lite), "sqlite:%s", file_in(e, "restored"));
	const char *const urls[] = {same, lite};
	for (size_t i = 0; i < COUNT_OF(urls); i++) {
		CLEANUP(store_closep) struct store *store = NULL;
		assert_ok(e, store_open(urls[i], &store, &e->err));
		assert_ok(e, store_restore(store, path, &e->err));
		assert_same(e, e->store, store);
		struct chain_request rq = {"l", 1000, false};
		assert_ok(e, store_write(store, chain_append, &rq, &e->err));
	}
	struct stat after;
	assert_int_equal(stat(path, &after), 0);
	assert_int_equal(after.st_size, st.st_size);
	assert_int_equal(access(file_in(e, "backup-wal"), F_OK), -1);
}

/* A file made by SQLite into this engine. */
static void from_sqlite(void **state)
{
	struct engine *e = *state;
	char url[600];
	snprintf(url, sizeof(url), "sqlite:%s", file_in(e, "other"));
	CLEANUP(store_closep) struct store *other = NULL;
	assert_ok(e, store_open(url, &other, &e->err));
	assert_ok(e, store_write(other, fill, e, &e->err));
	const char *path = file_in(e, "backup");
	assert_ok(e, store_backup(other, path, &e->err));
	assert_ok(e, store_restore(e->store, path, &e->err));
	assert_same(e, e->store, other);
}

static void refusals(void **state)
{
	struct engine *e = *state;
	assert_ok(e, store_write(e->store, fill, e, &e->err));
	const char *path = file_in(e, "backup");
	assert_ok(e, store_backup(e->store, path, &e->err));
	assert_fails(e, store_backup(e->store, path, &e->err), "backup.exists");
	assert_fails(e, store_restore(e->store, path, &e->err), "store.not_empty");
	assert_fails(e, store_restore(e->store, file_in(e, "missing"), &e->err), "store.io");
	assert_fails(e, store_backup(e->store, file_in(e, "no/such/folder"), &e->err), "store.io");
	const char *text = file_in(e, "text");
	FILE *f = fopen(text, "w");
	for (int i = 0; i < 2000; i++)
		fprintf(f, "no database, line %d\n", i);
	fclose(f);
	assert_fails(e, store_restore(e->store, text, &e->err), "store.io");
	const char *empty = file_in(e, "empty");
	fclose(fopen(empty, "w"));
	assert_fails(e, store_restore(e->store, empty, &e->err), "backup.foreign");
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct chain_state chain;
	assert_ok(e, store_write(e->store, chain_append, &(struct chain_request){"m", 1, false}, &e->err));
	chain_check(e->store, "m", arena, &chain);
	assert_int_equal(chain.size, 1);
}

/* A backup of version 1 is restored and not itself changed. */
static void from_version_1(void **state)
{
	struct engine *e = *state;
	const char *path = file_in(e, "old");
	char command[1024], url[600];
	snprintf(url, sizeof(url), "sqlite:%s", path);
	struct db *db = NULL;
	assert_ok(e, db_open(url, DB_WRITE, &db, &e->err));
	FILE *f = fopen(VERSION1_SQL, "rb");
	assert_non_null(f);
	char *text = arena_alloc(e->arena, 65536);
	assert_true(fread(text, 1, 65535, f) > 1000);
	fclose(f);
	assert_ok(e, db_script(db, text, &e->err));
	assert_ok(e, db_script(db, "PRAGMA journal_mode = DELETE", &e->err));
	db_close(db);
	snprintf(command, sizeof(command), "cp %s %s.copy", path, path);
	assert_int_equal(system(command), 0);
	assert_ok(e, store_restore(e->store, path, &e->err));
	snprintf(command, sizeof(command), "cmp -s %s %s.copy", path, path);
	assert_int_equal(system(command), 0);
	CLEANUP(buf_done) struct buf out = {0};
	assert_ok(e, store_read(e->store, dump, &out, &e->err));
	assert_non_null(strstr(buf_str(&out), "sealed old-2019 1 NULL NULL"));
	assert_non_null(strstr(buf_str(&out), "setting host old.example"));
}

/* A table that the backup does not know would be lost in silence. */
static void nothing_forgotten(void **state)
{
	struct engine *e = *state;
	CLEANUP(db_closep) struct db *db = NULL;
	assert_ok(e, db_open(e->url, DB_WRITE, &db, &e->err));
	int64_t n;
	const char *sql = str_eq(e->name, "sqlite")
		? "SELECT count(*) FROM sqlite_schema WHERE type = 'table'"
		: "SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema()";
	assert_ok(e, db_get_int(db, sql, DB_NO_ARGS, 0, &n, &e->err));
	assert_int_equal(n, COUNT_OF(tables) + 5); /* and migration, generation, session, attempt, handshake */
	const char *columns = str_eq(e->name, "sqlite")
		? "SELECT count(*) FROM sqlite_schema s, pragma_table_info(s.name) WHERE s.type = 'table'"
		: "SELECT count(*) FROM information_schema.columns WHERE table_schema = current_schema()";
	assert_ok(e, db_get_int(db, columns, DB_NO_ARGS, 0, &n, &e->err));
	assert_int_equal(n, 57 + 26 + 60 + 7 + 50 + 3 + 4 + 7 + 3 + 7); /* those of backup.c's list, and of the other five */
}

int main(void)
{
	const struct CMUnitTest tests[] = {ENGINE_TEST(there_and_back), ENGINE_TEST(from_sqlite), ENGINE_TEST(refusals),
		ENGINE_TEST(from_version_1), ENGINE_TEST(nothing_forgotten)};
	return engines_run("store/backup", tests, COUNT_OF(tests));
}
