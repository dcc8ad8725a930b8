/* What goes wrong outside: each trouble has one clear sentence that names the thing, and nothing is half done. */
#include "harness/engines.h"
#include "store/chain.h"

#include "base/arena.h"
#include "base/str.h"
#include "store/driver.h"
#include "store/opened.h"
#include "store/store.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define assert_says(e, words) do { \
	if (!strstr((e)->err.message, words)) { \
		print_error("\"%s\" lacks \"%s\"\n", (e)->err.message, words); \
		_fail(__FILE__, __LINE__); \
	} \
} while (0)

/* Opening sqlite:DIR/NAME fails with that code. */
static void assert_unopened(struct engine *e, const char *path, const char *code, const char *words)
{
	char url[256];
	snprintf(url, sizeof(url), "sqlite:%s", path);
	struct store *store = NULL;
	assert_fails(e, store_open(url, &store, &e->err), code);
	assert_says(e, words);
	assert_says(e, path);
	assert_null(store);
}

static const char *file_with(struct engine *e, const char *name, const char *text, int times)
{
	const char *path = arena_printf(e->arena, "%s/%s", e->dir, name);
	FILE *f = fopen(path, "w");
	while (times-- > 0)
		fputs(text, f);
	fclose(f);
	return path;
}

static void urls(void **state)
{
	struct engine *e = *state;
	struct store *store = NULL;
	assert_fails(e, store_open("/var/lib/x.db", &store, &e->err), "store.url");
	assert_fails(e, store_open("sqlite:", &store, &e->err), "store.url");
	assert_fails(e, store_open("mysql://x/y", &store, &e->err), "store.url");
	assert_fails(e, store_open("postgresql://x@/y?host=/nonexistent", &store, &e->err), "store.io");
	assert_says(e, "can't be reached");
	assert_fails(e, store_open("host=/nonexistent nonsense=1", &store, &e->err), "store.io");
	assert_says(e, "nonsense");
}

static void files(void **state)
{
	struct engine *e = *state;
	assert_unopened(e, "/nonexistent/folder/x.db", "store.io", "No such file");
	assert_unopened(e, e->dir, "store.io", "directory");
	assert_unopened(e, file_with(e, "text", "This is a letter.\n", 400), "store.io", "is not a database");
	assert_unopened(e, "/dev/null", "store.io", "not a regular file");
	/* Another program's database: a table and no application id of ours. */
	const char *foreign = arena_printf(e->arena, "%s/foreign", e->dir);
	char url[256];
	snprintf(url, sizeof(url), "sqlite:%s", foreign);
	struct db *db = NULL;
	assert_ok(e, db_open(url, DB_WRITE, &db, &e->err));
	assert_ok(e, db_script(db, "CREATE TABLE theirs (x); PRAGMA application_id = 0", &e->err));
	db_close(db);
	assert_unopened(e, foreign, "store.foreign", "another program's");
}

static bool append_300(struct db *db, void *context, struct err *err)
{
	(void)context;
	for (int i = 0; i < 300; i++)
		if (!chain_append(db, &(struct chain_request){"l", i, false}, err))
			return false;
	return true;
}

/* Pages of the file are overwritten: opening says damaged, and does not crash. */
static void damaged(void **state)
{
	struct engine *e = *state;
	assert_ok(e, store_write(e->store, append_300, NULL, &e->err));
	store_close(TAKE(e->store));
	FILE *f = fopen(e->url + strlen("sqlite:"), "r+");
	for (long at = 4096; at < 40 * 4096; at += 64) {
		fseek(f, at, SEEK_SET);
		fputs("Bits that nobody wrote.", f);
	}
	fclose(f);
	struct store *store = NULL;
	assert_fails(e, store_open(e->url, &store, &e->err), "store.io");
	assert_says(e, "damaged");
}

/* As a user without rights; the message must say so. Gives what the child exits with. */
static int open_as_nobody(const char *url, const char *words)
{
	if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
		return 2;
	struct store *store = NULL;
	struct err err = {0};
	if (store_open(url, &store, &err) || !str_eq(err.code, "store.io") || !strstr(err.message, words)) {
		print_error("%s: %s\n", err.code, err.message);
		return 1;
	}
	return 0;
}

static void assert_nobody(const char *url, const char *words)
{
	fflush(NULL);
	pid_t pid = fork();
	if (pid == 0)
		_exit(open_as_nobody(url, words));
	int status;
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static void permissions(void **state)
{
	struct engine *e = *state;
	store_close(TAKE(e->store));
	const char *path = e->url + strlen("sqlite:");
	char missing[600];
	snprintf(missing, sizeof(missing), "%s-new", e->url);
	chmod(e->dir, 0500);
	assert_nobody(missing, "Permission denied");
	chmod(e->dir, 0555);
	assert_nobody(missing, "Permission denied");
	chmod(path, 0444); /* readable, but neither it nor its folder may be written */
	assert_nobody(e->url, "Permission denied");
	chmod(path, 0666);
	assert_nobody(e->url, "may not be written");
	chmod(e->dir, 0700);
}

/* ---- full disks */

static bool open_small(void *context, const char *url, enum db_use use, struct db **ret_db, struct err *err)
{
	(void)context;
	return db_open(url, use, ret_db, err) &&
		(use == DB_READ || db_script(*ret_db, "PRAGMA max_page_count = 80; PRAGMA synchronous = OFF", err));
}

/* Appends until it fails; what was acknowledged before is whole. */
static int append_until_failure(struct store *store, struct err *err)
{
	for (int n = 0; n < 100000; n++)
		if (!store_write(store, chain_append, &(struct chain_request){"l", n, false}, err))
			return n;
	return -1;
}

static void full(void **state)
{
	struct engine *e = *state;
	struct store *store = NULL;
	assert_ok(e, store_open_by(open_small, NULL, e->url, &store, &e->err));
	int kept = append_until_failure(store, &e->err);
	assert_true(kept > 10);
	assert_int_equal(e->err.kind, ERR_IO);
	assert_says(e, "The disk is full");
	store_close(store);
	struct chain_state chain;
	chain_check(e->store, "l", e->arena, &chain);
	assert_int_equal(chain.size, kept);
	assert_ok(e, store_write(e->store, chain_append, &(struct chain_request){"l", kept, false}, &e->err));
}

/* The system refuses to let a file grow, in the middle of writing the log. Exits with 0 when it went as it should. */
static int write_under_limit(const char *url)
{
	signal(SIGXFSZ, SIG_IGN);
	struct store *store = NULL;
	struct err err = {0};
	if (!store_open(url, &store, &err))
		return 1;
	setrlimit(RLIMIT_FSIZE, &(struct rlimit){600000, 600000});
	int kept = append_until_failure(store, &err);
	_exit(kept > 10 && err.kind == ERR_IO ? 0 : 2);
}

static void file_limit(void **state)
{
	struct engine *e = *state;
#ifdef __SANITIZE_THREAD__
	skip(); /* TSan can't follow a fork of a process that has threads */
#endif
	store_close(TAKE(e->store)); /* its thread would not survive fork() */
	fflush(NULL);
	pid_t pid = fork();
	if (pid == 0)
		_exit(write_under_limit(e->url));
	int status;
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_ok(e, store_open(e->url, &e->store, &e->err));
	struct chain_state chain;
	chain_check(e->store, "l", e->arena, &chain);
	assert_true(chain.size > 10);
}

/* ---- locks and lost servers */

/* Somebody holds the write lock for longer than we wait. */
static void locked(void **state)
{
	struct engine *e = *state;
	CLEANUP(db_closep) struct db *db = NULL;
	assert_ok(e, db_open(e->url, DB_WRITE, &db, &e->err));
	assert_ok(e, db_begin(db, DB_WRITE, &e->err));
	struct chain_request rq = {"l", 1, false};
	assert_fails(e, store_write(e->store, chain_append, &rq, &e->err), "store.io");
	assert_says(e, "Another process has kept the database");
	db_rollback(db);
	assert_ok(e, store_write(e->store, chain_append, &rq, &e->err));
}

/* The server ends every connection: the next request works on new ones. */
static void reconnect(void **state)
{
	struct engine *e = *state;
	int64_t generation;
	assert_ok(e, store_get_generation(e->store, &generation, &e->err));
	for (int n = 0; n < 3; n++) {
		CLEANUP(db_closep) struct db *db = NULL;
		assert_ok(e, db_open(e->url, DB_READ, &db, &e->err));
		assert_ok(e, db_script(db, "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
					   "WHERE datname = current_database() AND pid <> pg_backend_pid()", &e->err));
		assert_ok(e, store_get_generation(e->store, &generation, &e->err));
		assert_ok(e, store_write(e->store, chain_append, &(struct chain_request){"l", n, false}, &e->err));
	}
	struct chain_state chain;
	chain_check(e->store, "l", e->arena, &chain);
	assert_int_equal(chain.size, 3);
}

static void encoding(void **state)
{
	struct engine *e = *state;
	const char *base = getenv("LEITAI_TEST_PG"), *options = strchr(base, '?');
	char name[32], sql[200], url[512];
	snprintf(name, sizeof(name), "ascii_%d", (int)getpid());
	snprintf(url, sizeof(url), "postgresql://leitai@/%s%s", name, options);
	CLEANUP(db_closep) struct db *db = NULL;
	assert_ok(e, db_open(base, DB_WRITE, &db, &e->err));
	snprintf(sql, sizeof(sql), "CREATE DATABASE %s ENCODING 'SQL_ASCII' LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0",
		name);
	assert_ok(e, db_script(db, sql, &e->err));
	struct store *store = NULL;
	assert_fails(e, store_open(url, &store, &e->err), "store.encoding");
	assert_says(e, "SQL_ASCII");
	snprintf(sql, sizeof(sql), "DROP DATABASE %s", name);
	assert_ok(e, db_script(db, sql, &e->err));
}

int main(void)
{
	const struct CMUnitTest both[] = {ENGINE_TEST(urls)};
	const struct CMUnitTest sqlite[] = {ENGINE_TEST(files), ENGINE_TEST(damaged), ENGINE_TEST(permissions), ENGINE_TEST(full),
		ENGINE_TEST(file_limit), ENGINE_TEST(locked)};
	const struct CMUnitTest postgres[] = {ENGINE_TEST(reconnect), ENGINE_TEST(encoding)};
	return engines_run("store/errors", both, COUNT_OF(both)) +
		engines_run_on("sqlite", "store/errors", sqlite, COUNT_OF(sqlite)) +
		engines_run_on("postgresql", "store/errors", postgres, COUNT_OF(postgres));
}
