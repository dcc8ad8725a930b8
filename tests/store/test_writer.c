/* The writer: one failure undoes one request, many threads share a commit, two processes keep one chain. */
#include "harness/engines.h"
#include "store/chain.h"

#include "base/arena.h"
#include "store/opened.h"
#include "store/store.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { THREADS = 16, EACH = 40 };

struct crowd {
	struct store *store;
	atomic_int next;
	int end;
	int spoil_every; /* 0 = never */
	atomic_int failed, wrong;
};

static void *crowd_member(void *context)
{
	struct crowd *c = context;
	for (int n; (n = atomic_fetch_add(&c->next, 1)) < c->end;) {
		struct err err = {0};
		struct chain_request rq = {"l", n, c->spoil_every && n % c->spoil_every == 0};
		bool ok = store_write(c->store, chain_append, &rq, &err);
		c->failed += !ok;
		c->wrong += ok == rq.spoil || (!ok && err.kind != ERR_INPUT);
	}
	return NULL;
}

static void run_crowd(struct crowd *c)
{
	pthread_t threads[THREADS];
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, crowd_member, c), 0);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
}

/* Every third request fails after writing; the others of its batch stand, and nothing of it does. */
static void isolation(void **state)
{
	struct engine *e = *state;
	struct crowd c = {.store = e->store, .next = 1, .end = 1 + THREADS * EACH, .spoil_every = 3};
	run_crowd(&c);
	assert_int_equal(c.wrong, 0);
	assert_int_equal(c.failed, THREADS * EACH / 3);
	struct chain_state chain;
	chain_check(e->store, "l", e->arena, &chain);
	assert_int_equal(chain.size, THREADS * EACH - c.failed);
	for (int n = 1; n <= THREADS * EACH; n++)
		assert_int_equal(chain_count(&chain, n), n % 3 != 0);
}

/* A request that waits inside the writer makes the others gather behind it: they must share a commit. */
struct gate {
	pthread_mutex_t mutex;
	pthread_cond_t opened;
	bool entered, open;
};

static bool wait_at_gate(struct db *db, void *context, struct err *err)
{
	(void)db;
	(void)err;
	struct gate *g = context;
	pthread_mutex_lock(&g->mutex);
	g->entered = true;
	pthread_cond_broadcast(&g->opened);
	while (!g->open)
		pthread_cond_wait(&g->opened, &g->mutex);
	pthread_mutex_unlock(&g->mutex);
	return true;
}

struct holder {
	struct store *store;
	struct gate *gate;
};

static void *hold(void *context)
{
	struct holder *h = context;
	struct err err = {0};
	if (!store_write(h->store, wait_at_gate, h->gate, &err))
		print_error("%s\n", err.message);
	return NULL;
}

static void grouping(void **state)
{
	struct engine *e = *state;
	struct gate gate = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false, false};
	struct holder holder = {e->store, &gate};
	pthread_t first, others[THREADS];
	pthread_create(&first, NULL, hold, &holder);
	pthread_mutex_lock(&gate.mutex);
	while (!gate.entered)
		pthread_cond_wait(&gate.opened, &gate.mutex);
	pthread_mutex_unlock(&gate.mutex);
	struct crowd c = {.store = e->store, .end = THREADS};
	for (int i = 0; i < THREADS; i++)
		pthread_create(&others[i], NULL, crowd_member, &c);
	while (store_get_writer_stats(e->store).waiting < THREADS)
		nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
	pthread_mutex_lock(&gate.mutex);
	gate.open = true;
	pthread_cond_broadcast(&gate.opened);
	pthread_mutex_unlock(&gate.mutex);
	pthread_join(first, NULL);
	for (int i = 0; i < THREADS; i++)
		pthread_join(others[i], NULL);
	struct writer_stats stats = store_get_writer_stats(e->store);
	assert_int_equal(stats.requests, 1 + THREADS);
	assert_int_equal(stats.batches, 2);
	struct chain_state chain;
	chain_check(e->store, "l", e->arena, &chain);
	assert_int_equal(chain.size, THREADS);
}

/* In a child: requests of its own, `first` to `first + count`. Gives what _exit() takes. */
static int write_many(const char *url, int first, int count)
{
	struct err err = {0};
	CLEANUP(store_closep) struct store *store = NULL;
	if (!store_open(url, &store, &err))
		return 1;
	for (int n = first; n < first + count; n++) {
		struct chain_request rq = {"l", n, false};
		if (!store_write(store, chain_append, &rq, &err)) {
			print_error("%s\n", err.message);
			return 1;
		}
	}
	return 0;
}

/* Three processes open an empty database at once, so that they race to migrate it too. */
static void processes(void **state)
{
	struct engine *e = *state;
	enum { PROCESSES = 3, COUNT = 60 };
#ifdef __SANITIZE_THREAD__
	skip(); /* TSan can't follow a fork of a process that has threads */
#endif
	char url[512];
	engine_make_database(e, url);
	store_close(TAKE(e->store)); /* its thread would not survive fork() */
	fflush(NULL);
	pid_t pids[PROCESSES];
	for (int i = 0; i < PROCESSES; i++) {
		pids[i] = fork();
		assert_true(pids[i] >= 0);
		if (pids[i] == 0)
			_exit(write_many(url, i * COUNT, COUNT));
	}
	for (int i = 0; i < PROCESSES; i++) {
		int status;
		assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
		assert_int_equal(status, 0);
	}
	CLEANUP(store_closep) struct store *store = NULL;
	assert_ok(e, store_open(url, &store, &e->err));
	struct chain_state chain;
	chain_check(store, "l", e->arena, &chain);
	assert_int_equal(chain.size, PROCESSES * COUNT);
	for (int n = 0; n < PROCESSES * COUNT; n++)
		assert_int_equal(chain_count(&chain, n), 1);
}

/* A reader sees one snapshot however much is written meanwhile. */
static bool read_twice(struct db *db, void *context, struct err *err)
{
	struct engine *e = context;
	struct head_row before, after;
	struct chain_request rq = {"l", 2, false};
	if (!store_get_head(db, "l", e->arena, &before, err) || !store_write(e->store, chain_append, &rq, err) ||
		!store_get_head(db, "l", e->arena, &after, err))
		return false;
	check_int_equal(before.size, 1);
	check_int_equal(after.size, 1);
	return true;
}

static void snapshot(void **state)
{
	struct engine *e = *state;
	struct chain_request rq = {"l", 1, false};
	assert_ok(e, store_write(e->store, chain_append, &rq, &e->err));
	assert_ok(e, store_read(e->store, read_twice, e, &e->err));
	struct chain_state chain;
	chain_check(e->store, "l", e->arena, &chain);
	assert_int_equal(chain.size, 2);
}

/* A request that fails a statement, ignores it and claims success. PostgreSQL has broken the transaction and answers
 * COMMIT with ROLLBACK: that must not pass for success. SQLite keeps what went well. */
static bool ignore_failure(struct db *db, void *context, struct err *err)
{
	(void)context;
	static const char sql[] = "INSERT INTO record (ledger, seq, line) VALUES ('ignored', 0, 'x')";
	struct err ignored = {0};
	int64_t n;
	check_true(db_run(db, sql, DB_NO_ARGS, &n, &ignored));
	check_false(db_run(db, sql, DB_NO_ARGS, &n, &ignored));
	return true;
}

static void ignored(void **state)
{
	struct engine *e = *state;
	bool ok = store_write(e->store, ignore_failure, e, &e->err);
	assert_int_equal(ok, e->name[0] == 's');
	assert_int_equal(e->err.kind, ok ? ERR_NONE : ERR_IO);
	assert_ok(e, store_write(e->store, chain_append, &(struct chain_request){"l", 1, false}, &e->err));
}

int main(void)
{
	const struct CMUnitTest tests[] = {ENGINE_TEST(isolation), ENGINE_TEST(grouping), ENGINE_TEST(processes),
		ENGINE_TEST(snapshot), ENGINE_TEST(ignored)};
	return engines_run("store/writer", tests, COUNT_OF(tests));
}
