/* Which engine runs is a variable of this file, since cmocka's tests take no
 * parameter; a PostgreSQL "database" is a schema that the URL puts first, made in a moment where
 * CREATE DATABASE copies and syncs megabytes. */
#include "harness/engines.h"

#include "base/arena.h"
#include "base/str.h"
#include "store/db.h"
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *engine_name;
static int databases;

static void admin(const char *sql)
{
	struct err err = {0};
	CLEANUP(db_closep) struct db *db = NULL;
	if (!db_open(getenv("LEITAI_TEST_PG"), DB_WRITE, &db, &err) || !db_script(db, sql, &err)) {
		print_error("%s\n", err.message);
		_fail(__FILE__, __LINE__);
	}
}

static void database_name(int number, char *out, size_t size)
{
	snprintf(out, size, "t%d_%d", (int)getpid(), number);
}

static void make_postgres(char *url)
{
	char name[32], sql[96];
	database_name(++databases, name, sizeof(name));
	snprintf(sql, sizeof(sql), "CREATE SCHEMA %s", name);
	admin(sql);
	snprintf(url, 512, "%s&options=-csearch_path%%3D%s", getenv("LEITAI_TEST_PG"), name);
}

void engine_make_database(struct engine *e, char *url)
{
	if (str_eq(e->name, "postgresql"))
		make_postgres(url);
	else
		snprintf(url, 512, "sqlite:%s/db%d", e->dir, ++databases);
}

int engine_setup(void **state)
{
	struct engine *e = calloc(1, sizeof(*e));
	e->name = engine_name;
	strcpy(e->dir, "/tmp/leitai-store.XXXXXX");
	if (!mkdtemp(e->dir))
		return -1;
	e->arena = arena_new();
	engine_make_database(e, e->url);
	*state = e;
	if (store_open(e->url, &e->store, &e->err))
		return 0;
	fprintf(stderr, "%s\n", e->err.message);
	return -1;
}

static void drop_databases(void)
{
	for (; databases > 0; databases--) {
		char name[32], sql[96];
		database_name(databases, name, sizeof(name));
		snprintf(sql, sizeof(sql), "DROP SCHEMA IF EXISTS %s CASCADE", name);
		admin(sql);
	}
}

int engine_teardown(void **state)
{
	struct engine *e = *state;
	store_close(e->store);
	arena_free(e->arena);
	if (str_eq(e->name, "postgresql"))
		drop_databases();
	databases = 0;
	char command[96];
	snprintf(command, sizeof(command), "rm -rf %s", e->dir);
	int status = system(command);
	free(e);
	return status;
}

int engines_run_on(const char *engine, const char *name, const struct CMUnitTest *tests, size_t count)
{
	char title[96];
	snprintf(title, sizeof(title), "%s %s", name, engine);
	if (str_eq(engine, "postgresql") && !getenv("LEITAI_TEST_PG")) {
		const char *why = getenv("LEITAI_TEST_PG_SKIP");
		printf("ok - %s # SKIP %s\n", title, why ? why : "run it under tests/harness/postgres.sh");
		return 0;
	}
	printf("# %s\n", title);
	engine_name = engine;
	return _cmocka_run_group_tests(title, tests, count, NULL, NULL);
}

int engines_run(const char *name, const struct CMUnitTest *tests, size_t count)
{
	return engines_run_on("sqlite", name, tests, count) + engines_run_on("postgresql", name, tests, count);
}
