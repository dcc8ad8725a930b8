/* How fast acknowledged requests come, against the bare rate at which the same disk syncs.
 *
 * One request is what a judge's sheet costs the store: idempotency lookup, head, record, sealed content,
 * head, request. It counts when store_write() has returned. The bare rate is that of one thread that
 * appends 4 KiB to a file and calls fdatasync(), which is what each commit must at least do. The files are
 * made in the working directory, or in $LEITAI_BENCH_DIR; $LEITAI_BENCH_PG names an empty
 * PostgreSQL database to measure too. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "store/store.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { SECONDS = 2, THREADS_MAX = 64, BULK = 15000 };

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void must(bool ok, const struct err *err)
{
	if (ok)
		return;
	fprintf(stderr, "bench_append: %s\n", err->message);
	exit(1);
}

/* ---- the bare disk */

static double sync_rate(const char *dir)
{
	char path[512], block[4096];
	snprintf(path, sizeof(path), "%s/bare", dir);
	memset(block, 'x', sizeof(block));
	int fd = open(path, O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600), n = 0;
	double start = now(), end;
	do {
		if (write(fd, block, sizeof(block)) != sizeof(block) || fdatasync(fd) != 0) {
			perror("bench_append: bare file");
			exit(1);
		}
		n++;
		end = now();
	} while (end - start < SECONDS);
	close(fd);
	return n / (end - start);
}

/* ---- requests */

static char line[301];

static bool append(struct db *db, void *context, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	char key[24];
	snprintf(key, sizeof(key), "%d", *(int *)context);
	struct head_row head;
	int64_t seq;
	if (!store_find_request(db, "bench", key, &seq, err) || !store_get_head(db, "bench", arena, &head, err))
		return false;
	struct record_row record = {head.size, line};
	struct sealed_row sealed = {head.size, "5a17", "{\"marks\":{\"a\":92500,\"b\":88000,\"c\":90000,\"d\":85500}}"};
	struct head_row next = {head.size + 1, 1, "d41d8cd98f00b204e9800998ecf8427e", "d41d8cd98f00b204e9800998ecf8427e"};
	return store_add_record(db, "bench", &record, err) && store_add_sealed(db, "bench", &sealed, err) &&
		store_put_head(db, "bench", &next, err) && store_add_request(db, "bench", key, head.size, err);
}

struct run {
	struct store *store;
	atomic_int *next;
	double end;
	int done;
};

static void *run_thread(void *context)
{
	struct run *r = context;
	while (now() < r->end) {
		struct err err;
		int number = atomic_fetch_add(r->next, 1);
		must(store_write(r->store, append, &number, &err), &err);
		r->done++;
	}
	return NULL;
}

static double append_rate(struct store *store, int threads, atomic_int *next)
{
	pthread_t ids[THREADS_MAX];
	struct run runs[THREADS_MAX];
	double start = now();
	int done = 0;
	for (int i = 0; i < threads; i++) {
		runs[i] = (struct run){store, next, start + SECONDS, 0};
		if (pthread_create(&ids[i], NULL, run_thread, &runs[i]) != 0)
			abort();
	}
	for (int i = 0; i < threads; i++) {
		pthread_join(ids[i], NULL);
		done += runs[i].done;
	}
	return done / (now() - start);
}

/* ---- an import: many sheets in one request */

static bool import(struct db *db, void *context, struct err *err)
{
	(void)context;
	for (int i = 0; i < BULK; i++) {
		char entry[16], expert[16], key[16];
		snprintf(entry, sizeof(entry), "e%d", i / 10);
		snprintf(expert, sizeof(expert), "x%d", i % 10);
		struct sheet_row sheet = {"final", "h", entry, expert, false, "{\"a\":92500,\"b\":88000}", 1, i};
		struct record_row record = {i, line};
		struct sealed_row sealed = {i, "5a17", "{\"marks\":{\"a\":92500,\"b\":88000}}"};
		snprintf(key, sizeof(key), "k%d", i);
		if (!store_put_sheet(db, "bench", &sheet, err) || !store_add_record(db, "bulk", &record, err) ||
			!store_add_sealed(db, "bulk", &sealed, err) || !store_add_request(db, "bulk", key, i, err))
			return false;
	}
	return true;
}

static bool add_people(struct db *db, void *context, struct err *err)
{
	(void)context;
	struct contest_row contest = {"bench", "x", 1, 0};
	if (!store_put_contest(db, &contest, err))
		return false;
	for (int i = 0; i < BULK / 10; i++) {
		char id[16];
		snprintf(id, sizeof(id), "e%d", i);
		if (!store_add_entry(db, "bench", &(struct entry_row){.id = id, .profile = "{}"}, err))
			return false;
		snprintf(id, sizeof(id), "x%d", i);
		if (i < 10 && !store_add_expert(db, "bench", &(struct expert_row){.id = id, .profile = "{}"}, err))
			return false;
	}
	return true;
}

/* ---- the report */

static void put_row(struct json_writer *w, const char *what, int n, double value, const char *unit, double bare)
{
	json_open(w, NULL, '{');
	json_put_string(w, "case", what);
	json_put_int(w, "n", n);
	json_put_int(w, "value", (int64_t)value);
	json_put_string(w, "unit", unit);
	if (bare > 0) {
		json_open(w, "against", '{');
		json_put_string(w, "what", "bare fdatasync of 4 KiB");
		json_put_int(w, "value", (int64_t)bare);
		json_close(w, '}');
	}
	json_close(w, '}');
	fprintf(stderr, "%s, n = %d: %.0f %s\n", what, n, value, unit);
}

static void measure(struct json_writer *w, const char *name, const char *url, double bare)
{
	static const int threads[] = {1, 16, 64};
	struct err err;
	CLEANUP(store_closep) struct store *store = NULL;
	must(store_open(url, &store, &err), &err);
	atomic_int next = 0;
	char what[64];
	for (size_t i = 0; i < COUNT_OF(threads); i++) {
		snprintf(what, sizeof(what), "%s, n threads", name);
		put_row(w, what, threads[i], append_rate(store, threads[i], &next), "acknowledged requests/s", bare);
	}
	must(store_write(store, add_people, NULL, &err), &err);
	double start = now();
	must(store_write(store, import, NULL, &err), &err);
	snprintf(what, sizeof(what), "%s, import of n sheets in one request", name);
	put_row(w, what, BULK, BULK / (now() - start), "sheets/s", 0);
}

int main(void)
{
	const char *base = getenv("LEITAI_BENCH_DIR"), *postgres = getenv("LEITAI_BENCH_PG");
	char dir[256], url[512], command[512];
	snprintf(dir, sizeof(dir), "%s/bench-append.XXXXXX", base ? base : ".");
	if (!mkdtemp(dir)) {
		perror("bench_append: temporary folder");
		return 1;
	}
	memset(line, 'r', sizeof(line) - 1);
	CLEANUP(buf_done) struct buf out = {0};
	struct json_writer w = json_writer(&out);
	json_open(&w, NULL, '{');
	json_put_string(&w, "bench", "append");
	json_open(&w, "rows", '[');
	double bare = sync_rate(dir);
	fprintf(stderr, "bare fdatasync of 4 KiB: %.0f/s\n", bare);
	snprintf(url, sizeof(url), "sqlite:%s/store.db", dir);
	measure(&w, "SQLite", url, bare);
	if (postgres)
		measure(&w, "PostgreSQL", postgres, bare);
	json_close(&w, ']');
	json_close(&w, '}');
	puts(buf_str(&out));
	snprintf(command, sizeof(command), "rm -rf '%s'", dir);
	return system(command);
}
