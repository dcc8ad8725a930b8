/* Group commit. Callers put a request (on their stack) into a queue and sleep; the
 * thread takes all that wait, up to BATCH_MAX, and in one transaction runs each
 * in a savepoint of its own, then commits, then wakes them. While it syncs, the
 * next batch gathers: under load the batch grows by itself, alone a request
 * waits for nobody. A batch of one needs no savepoint.
 *
 * The transaction's first statement raises the generation. On PostgreSQL that
 * locks its row until the commit, so that writers of all processes come one
 * after another, as SQLite's BEGIN IMMEDIATE makes them; under READ COMMITTED
 * each statement after it sees all that was committed before. There is thus no
 * serialization failure once `work` has begun, and none is ever run twice; only
 * the beginning is tried again, on a new connection when the old one is lost.
 *
 * When the commit fails, or the transaction dies under a request, every request
 * of the batch fails. */
#include "store/writer.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

enum { BATCH_MAX = 256, BEGIN_TRIES = 3 };

struct job {
	struct job *next;
	store_work *work;
	void *context;
	enum store_effect effect; /* at least; in the end what it was */
	struct err *err; /* the caller's; set exactly when ok is false */
	bool ok, done;
	pthread_cond_t finished;
};

struct writer {
	struct db *db; /* NULL while the connection is lost */
	db_opener *opener;
	void *context;
	const char *url;
	int64_t generation; /* of the present batch */
	pthread_t thread;
	pthread_mutex_t mutex; /* guards what follows */
	pthread_cond_t wake;
	struct job *first, **last;
	bool stopping;
	struct writer_stats stats;
	store_changed *changed;
	void *watcher;
};

static bool reopen(struct writer *w, struct err *err)
{
	return w->db || w->opener(w->context, w->url, DB_WRITE, &w->db, err);
}

static bool begin_once(struct writer *w, struct err *err)
{
	if (!reopen(w, err))
		return false;
	if (db_begin(w->db, DB_WRITE, err) &&
		db_get_int(w->db, "UPDATE generation SET n = n + 1 WHERE id = 1 RETURNING n", DB_NO_ARGS, 0, &w->generation, err) &&
		(w->generation || fail(err, ERR_IO, "store.io", "The database has lost the row that counts its changes.")))
		return true;
	db_rollback(w->db);
	if (!db_is_connected(w->db)) {
		db_close(w->db);
		w->db = NULL;
	}
	return false;
}

/* A dead connection shows only when it is used; one that failed otherwise gave its reason. */
static bool begin(struct writer *w, struct err *err)
{
	for (int i = 1;; i++) {
		if (begin_once(w, err))
			return true;
		if (w->db || i == BEGIN_TRIES)
			return false;
	}
}

/* Runs one request so that its failure undoes only itself; false when the whole batch is lost. */
static bool run_in_savepoint(struct db *db, struct job *j, struct err *err)
{
	if (!db_run(db, "SAVEPOINT request", DB_NO_ARGS, NULL, err))
		return false;
	db->effect = j->effect;
	int64_t waited; /* asked for so that all before it has run, and failures fall on their request */
	j->ok = j->work(db, j->context, j->err) &&
		db_run(db, "RELEASE SAVEPOINT request", DB_NO_ARGS, &waited, j->err);
	j->effect = db->effect;
	if (j->ok)
		return true;
	struct err late; /* what was still to run does not matter now, only that it is over */
	bool settled = db_settle(db, &late);
	if (!db_is_alive(db)) {
		*err = settled ? *j->err : late;
		return false;
	}
	return db_run(db, "ROLLBACK TO SAVEPOINT request", DB_NO_ARGS, NULL, err) &&
		db_run(db, "RELEASE SAVEPOINT request", DB_NO_ARGS, &waited, err);
}

static bool run_alone(struct db *db, struct job *j, struct err *err)
{
	db->effect = j->effect;
	j->ok = j->work(db, j->context, j->err);
	j->effect = db->effect;
	if (!j->ok)
		*err = *j->err;
	return j->ok;
}

static bool run_all(struct db *db, struct job *batch, struct err *err)
{
	if (!batch->next)
		return run_alone(db, batch, err);
	for (struct job *j = batch; j; j = j->next)
		if (!run_in_savepoint(db, j, err))
			return false;
	return true;
}

static bool any_ok(const struct job *batch)
{
	for (; batch; batch = batch->next)
		if (batch->ok)
			return true;
	return false;
}

static enum store_effect effect_of(const struct job *batch)
{
	enum store_effect effect = EFFECT_NOTHING;
	for (; batch; batch = batch->next)
		if (batch->ok && batch->effect > effect)
			effect = batch->effect;
	return effect;
}

static bool note_effect(struct db *db, enum store_effect effect, struct err *err)
{
	return effect == EFFECT_NOTHING ||
		db_run(db, effect == EFFECT_LEDGER ? "UPDATE generation SET ledger = n WHERE id = 1" :
			"UPDATE generation SET ledger = n, pages = n WHERE id = 1", DB_NO_ARGS, NULL, err);
}

static void tell(const struct writer *w, const struct job *batch)
{
	enum store_effect effect = effect_of(batch);
	w->changed(w->watcher, &(struct store_generation){.all = w->generation,
		.ledger = effect >= EFFECT_LEDGER ? w->generation : 0, .pages = effect >= EFFECT_PAGES ? w->generation : 0});
}

static bool run_batch(struct writer *w, struct job *batch, struct err *err)
{
	if (!begin(w, err))
		return false;
	if (!run_all(w->db, batch, err)) {
		db_rollback(w->db);
		return false;
	}
	if (any_ok(batch)) {
		if (note_effect(w->db, effect_of(batch), err))
			return db_commit(w->db, err);
		db_rollback(w->db);
		return false;
	}
	db_rollback(w->db);
	return true;
}

static void fail_all(struct job *batch, const struct err *err)
{
	for (struct job *j = batch; j; j = j->next) {
		if (j->ok || j->err->kind == ERR_NONE)
			*j->err = *err;
		j->ok = false;
	}
}

/* Up to BATCH_MAX from the front of the queue, waiting for the first; NULL at the end. */
static struct job *take_batch(struct writer *w)
{
	pthread_mutex_lock(&w->mutex);
	while (!w->first && !w->stopping)
		pthread_cond_wait(&w->wake, &w->mutex);
	struct job *batch = w->first, **end = &w->first;
	for (int n = 0; *end && n < BATCH_MAX; n++, w->stats.waiting--)
		end = &(*end)->next;
	struct job *rest = batch ? *end : NULL;
	if (batch)
		*end = NULL;
	w->first = rest;
	if (!rest)
		w->last = &w->first;
	pthread_mutex_unlock(&w->mutex);
	return batch;
}

/* A job is gone as soon as its owner sees it done, so `next` is read before. */
static void finish_batch(struct writer *w, struct job *batch)
{
	pthread_mutex_lock(&w->mutex);
	w->stats.batches++;
	if (w->changed && any_ok(batch))
		tell(w, batch);
	for (struct job *j = batch, *next; j; j = next) {
		next = j->next;
		w->stats.requests++;
		j->done = true;
		pthread_cond_signal(&j->finished);
	}
	pthread_mutex_unlock(&w->mutex);
}

static void *writer_main(void *argument)
{
	struct writer *w = argument;
	for (struct job *batch; (batch = take_batch(w));) {
		struct err err = {0};
		if (!run_batch(w, batch, &err))
			fail_all(batch, &err);
		finish_batch(w, batch);
	}
	return NULL;
}

bool writer_start(struct db *db, db_opener *opener, void *context, const char *url,
	struct writer **ret_writer, struct err *err)
{
	struct writer *w = calloc(1, sizeof(*w));
	if (!w)
		abort();
	*w = (struct writer){.db = db, .opener = opener, .context = context, .url = url};
	w->last = &w->first;
	pthread_mutex_init(&w->mutex, NULL);
	pthread_cond_init(&w->wake, NULL);
	if (pthread_create(&w->thread, NULL, writer_main, w) != 0) {
		free(w);
		return fail(err, ERR_IO, "store.io", "No thread can be started for writing.");
	}
	*ret_writer = w;
	return true;
}

void writer_stop(struct writer *w)
{
	if (!w)
		return;
	pthread_mutex_lock(&w->mutex);
	w->stopping = true;
	pthread_cond_signal(&w->wake);
	pthread_mutex_unlock(&w->mutex);
	pthread_join(w->thread, NULL);
	db_close(w->db);
	pthread_cond_destroy(&w->wake);
	pthread_mutex_destroy(&w->mutex);
	free(w);
}

bool writer_run(struct writer *w, enum store_effect effect, store_work *work, void *context, struct err *err)
{
	assert(!pthread_equal(pthread_self(), w->thread));
	struct err own = {0};
	struct job j = {.work = work, .context = context, .effect = effect, .err = &own};
	pthread_cond_init(&j.finished, NULL);
	pthread_mutex_lock(&w->mutex);
	*w->last = &j;
	w->last = &j.next;
	w->stats.waiting++;
	pthread_cond_signal(&w->wake);
	while (!j.done)
		pthread_cond_wait(&j.finished, &w->mutex);
	pthread_mutex_unlock(&w->mutex);
	pthread_cond_destroy(&j.finished);
	if (!j.ok)
		*err = own;
	return j.ok;
}

void writer_watch(struct writer *w, store_changed *changed, void *context)
{
	pthread_mutex_lock(&w->mutex);
	w->changed = changed;
	w->watcher = context;
	pthread_mutex_unlock(&w->mutex);
}

struct writer_stats writer_get_stats(struct writer *w)
{
	pthread_mutex_lock(&w->mutex);
	struct writer_stats stats = w->stats;
	pthread_mutex_unlock(&w->mutex);
	return stats;
}
