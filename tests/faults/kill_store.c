/* kill -9 in a loop: a child writes numbered requests from several threads and prints each number when
 * store_write() has returned; the parent kills it at a random moment, opens the store, and looks:
 * every acknowledged request is there exactly once, and the chain has no break.
 *
 * Run under harness/postgres.sh for PostgreSQL too. Called as `kill_store child URL FIRST`, it is the child. */
#include "harness/engines.h"
#include "store/chain.h"

#include "base/arena.h"
#include "base/rng.h"
#include "store/store.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS = 60, THREADS = 4, ACKS_MAX = 1 << 16 };

/* ---- the child */

struct child {
	struct store *store;
	atomic_int next;
};

static void *child_write(void *context)
{
	struct child *c = context;
	for (;;) {
		struct err err = {0};
		struct chain_request rq = {"l", atomic_fetch_add(&c->next, 1), false};
		if (!store_write(c->store, chain_append, &rq, &err)) {
			fprintf(stderr, "%s\n", err.message);
			_exit(1);
		}
		if (write(STDOUT_FILENO, &rq.number, sizeof(rq.number)) != sizeof(rq.number))
			_exit(1);
	}
	return NULL;
}

static int child_main(const char *url, int first)
{
	struct err err = {0};
	struct child c = {.next = first};
	if (!store_open(url, &c.store, &err)) {
		fprintf(stderr, "%s\n", err.message);
		return 1;
	}
	pthread_t threads[THREADS];
	for (int i = 0; i < THREADS; i++)
		pthread_create(&threads[i], NULL, child_write, &c);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	return 1;
}

/* ---- the parent */

struct acks {
	int *numbers;
	int count;
};

static pid_t start_child(const char *url, int first, int *ret_fd)
{
	int ends[2];
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		char number[16];
		snprintf(number, sizeof(number), "%d", first);
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		dup2(ends[1], STDOUT_FILENO);
		execl("/proc/self/exe", "kill_store", "child", url, number, (char *)NULL);
		_exit(1);
	}
	close(ends[1]);
	*ret_fd = ends[0];
	return pid;
}

static void read_acks(int fd, struct acks *acks)
{
	int number;
	while (read(fd, &number, sizeof(number)) == sizeof(number)) {
		assert_true(acks->count < ACKS_MAX);
		acks->numbers[acks->count++] = number;
	}
}

/* Waits for the first acknowledgement, or some rounds would only test opening; a few do that on purpose. */
static void kill_sometime(pid_t pid, int fd, struct rng *rng, struct acks *acks)
{
	int number;
	bool early = rng_below(rng, 16) == 0;
	if (!early && read(fd, &number, sizeof(number)) == sizeof(number))
		acks->numbers[acks->count++] = number;
	struct timespec t = {.tv_nsec = (long)rng_below(rng, 40000000)};
	nanosleep(&t, NULL);
	kill(pid, SIGKILL);
	read_acks(fd, acks);
	close(fd);
	int status;
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

/* A number is one request's, so a sorted copy of all kept ones tells lost and doubled. */
static int by_number(const void *a, const void *b)
{
	int x = *(const int *)a, y = *(const int *)b;
	return (x > y) - (x < y);
}

static int next_number(const struct acks *acks, const struct chain_state *chain)
{
	int next = 1;
	for (int64_t i = 0; i < chain->size; i++)
		next = chain->numbers[i] >= next ? chain->numbers[i] + 1 : next;
	for (int i = 0; i < acks->count; i++)
		next = acks->numbers[i] >= next ? acks->numbers[i] + 1 : next;
	return next;
}

static void check_kept(const struct acks *acks, struct chain_state *chain)
{
	qsort(chain->numbers, (size_t)chain->size, sizeof(int), by_number);
	for (int64_t i = 1; i < chain->size; i++)
		assert_true(chain->numbers[i - 1] < chain->numbers[i]);
	for (int i = 0; i < acks->count; i++)
		assert_non_null(bsearch(&acks->numbers[i], chain->numbers, (size_t)chain->size, sizeof(int), by_number));
}

static void killed(void **state)
{
	struct engine *e = *state;
	store_close(TAKE(e->store));
	struct acks acks = {.numbers = ARENA_ARRAY(e->arena, ACKS_MAX, int)};
	struct rng rng = rng_of((uint64_t)time(NULL));
	int first = 1, rounds_with_acks = 0;
	for (int round = 0; round < ROUNDS; round++) {
		CLEANUP(arena_freep) struct arena *arena = arena_new();
		int fd, before = acks.count;
		pid_t pid = start_child(e->url, first, &fd);
		kill_sometime(pid, fd, &rng, &acks);
		rounds_with_acks += acks.count > before;
		CLEANUP(store_closep) struct store *store = NULL;
		assert_ok(e, store_open(e->url, &store, &e->err));
		struct chain_state chain;
		chain_check(store, "l", arena, &chain);
		check_kept(&acks, &chain);
		first = next_number(&acks, &chain);
	}
	print_message("# %s: killed %d times, %d while acknowledging, %d acknowledged\n", e->name, ROUNDS,
		rounds_with_acks, acks.count);
	assert_true(rounds_with_acks >= 50);
}

int main(int argc, char **argv)
{
	if (argc == 4 && strcmp(argv[1], "child") == 0)
		return child_main(argv[2], atoi(argv[3]));
	const struct CMUnitTest tests[] = {ENGINE_TEST(killed)};
	return engines_run("faults/kill_store", tests, COUNT_OF(tests));
}
