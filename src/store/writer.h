/* The one thread that writes: requests queue up, a batch of them is committed at once. */
#pragma once

#include "store/driver.h"
#include "store/store.h"

struct writer;

/* Takes `db` (open for DB_WRITE) over, and reopens by `opener` when it is lost. `url` and `context` must outlive
 * the writer. */
MUST_CHECK bool writer_start(struct db *db, db_opener *opener, void *context, const char *url,
	struct writer **ret_writer, struct err *err);

/* Waits for what is queued. NULL is allowed. */
void writer_stop(struct writer *writer);

/* store_write_effect(). Never from inside a `work`. */
MUST_CHECK bool writer_run(
	struct writer *writer, enum store_effect effect, store_work *work, void *context, struct err *err);

/* store_watch(). */
void writer_watch(struct writer *writer, store_changed *changed, void *context);

/* Requests done and the batches they came in, since the start; requests waiting now, not in the batch at work. */
struct writer_stats {
	int64_t requests, batches, waiting;
};
struct writer_stats writer_get_stats(struct writer *writer);
