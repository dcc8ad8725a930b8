/* Answers kept in memory, by target, until the store changes in what they show.
 *
 * While nothing changes no request touches the database; when something does, each
 * target that may show it is made again once, by the first who asks. */
#pragma once

#include "base/base.h"

struct http;
struct store_generation;
struct http_metrics;
struct http_page;
struct http_snapshots;

/* What a kept page may show. */
enum keep {
	KEEP_NOT,
	KEEP_LEDGER, /* also counts of sheets, and of records */
	KEEP_PAGES,  /* nothing that a sheet handed in changes, but for the first of an entry in a stage */
	KEEP_COUNT
};

enum { SNAPSHOT_KEY = 512 }; /* longer targets are not kept */

/* Hits, builds and evictions are counted in `metrics`. */
struct http_snapshots *http_snapshots_new(size_t limit_bytes, struct http_metrics *metrics);
void http_snapshots_free(struct http_snapshots *s);

/* Makes the answer; *ret_keep false: not to be kept (an error of the moment). Never NULL. */
typedef struct http_page *http_snapshot_build(void *context, bool *ret_keep);

/* The page kept under `key` for the present generation, or NULL. A new reference. */
struct http_page *http_snapshots_find(struct http_snapshots *s, const char *key);

/* The same, made by `build` when it is not there. One thread at a time builds a key, the others wait for it: nobody gets
 * a page that is older than what was known when they asked. A new reference. */
struct http_page *http_snapshots_get(struct http_snapshots *s, const char *key, enum keep keep, http_snapshot_build *build,
	void *context);

/* What is known of the store; never goes back. */
void http_snapshots_see(struct http_snapshots *s, const struct store_generation *generation);
/* Of the newest change at all. */
int64_t http_snapshots_generation(const struct http_snapshots *s);
size_t http_snapshots_bytes(struct http_snapshots *s);

struct http_snapshots *http_snapshots_of(struct http *http);
