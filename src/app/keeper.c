/* A thread that sleeps on a condition, so that stopping never waits for the period. */
#include "app/keeper.h"

#include "app/context.h"
#include "base/arena.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

struct keeper {
	struct keeper_options options;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool stopping;
};

struct ledgers {
	struct arena *arena;
	struct contest_row *rows;
	size_t count;
};

static bool list_ledgers(struct db *db, void *context, struct err *err)
{
	struct ledgers *l = context;
	return store_list_contests(db, l->arena, &l->rows, &l->count, err);
}

bool keeper_round(struct app *app, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct ledgers ledgers = {.arena = arena};
	struct err first = {0};
	if (!store_read(app->store, list_ledgers, &ledgers, err))
		return false;
	for (size_t i = 0; i < ledgers.count; i++) {
		struct err failed = {0};
		const char *note;
		if (!app_checkpoint(app, ledgers.rows[i].id, arena, &note, &failed) && first.kind == ERR_NONE)
			first = failed;
	}
	if (first.kind == ERR_NONE)
		return true;
	*err = first;
	return false;
}

static bool sleep_or_stop(struct keeper *k)
{
	struct timespec until;
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += k->options.period_ms / 1000;
	until.tv_nsec += k->options.period_ms % 1000 * 1000000L;
	until.tv_sec += until.tv_nsec / 1000000000L;
	until.tv_nsec %= 1000000000L;
	pthread_mutex_lock(&k->lock);
	int timed_out = 0;
	while (!k->stopping && !timed_out)
		timed_out = pthread_cond_timedwait(&k->wake, &k->lock, &until);
	bool stopping = k->stopping;
	pthread_mutex_unlock(&k->lock);
	return stopping;
}

static void *keep(void *context)
{
	struct keeper *k = context;
	do {
		struct err err = {0};
		if (!keeper_round(k->options.app, &err) && k->options.log)
			k->options.log(err.message);
	} while (!sleep_or_stop(k));
	return NULL;
}

bool keeper_start(const struct keeper_options *options, struct keeper **ret_keeper, struct err *err)
{
	struct keeper *k = calloc(1, sizeof(*k));
	if (!k)
		abort();
	k->options = *options;
	if (!k->options.period_ms)
		k->options.period_ms = KEEPER_PERIOD_MS;
	pthread_condattr_t monotonic;
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_mutex_init(&k->lock, NULL);
	pthread_cond_init(&k->wake, &monotonic);
	pthread_condattr_destroy(&monotonic);
	if (pthread_create(&k->thread, NULL, keep, k) != 0) {
		free(k);
		return fail(err, ERR_IO, "keeper.thread", "Can't start the thread that signs checkpoints.");
	}
	*ret_keeper = k;
	return true;
}

void keeper_stop(struct keeper *keeper)
{
	if (!keeper)
		return;
	pthread_mutex_lock(&keeper->lock);
	keeper->stopping = true;
	pthread_cond_signal(&keeper->wake);
	pthread_mutex_unlock(&keeper->lock);
	pthread_join(keeper->thread, NULL);
	pthread_cond_destroy(&keeper->wake);
	pthread_mutex_destroy(&keeper->lock);
	free(keeper);
}

void keeper_stopp(struct keeper **keeper)
{
	keeper_stop(*keeper);
}
