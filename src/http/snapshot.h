/* Answers kept in memory, by target, for one generation of the store.
 *
 * While the generation stands still no request touches the database; when it
 * moves, each target is made again once, by the first who asks. */
#pragma once

#include "base/base.h"

struct http;
struct http_metrics;
struct http_page;
struct http_snapshots;

enum { SNAPSHOT_KEY = 512 }; /* longer targets are not kept */

/* Hits, builds and evictions are counted in `metrics`. */
struct http_snapshots *http_snapshots_new(size_t limit_bytes, struct http_metrics *metrics);
void http_snapshots_free(struct http_snapshots *s);

/* Makes the answer; *ret_keep false: not to be kept (an error of the moment). Never NULL. */
typedef struct http_page *http_snapshot_build(void *context, bool *ret_keep);

/* The page kept under `key` for the present generation, or NULL. A new reference. */
struct http_page *http_snapshots_find(struct http_snapshots *s, const char *key);

/* The same, made by `build` when it is not there. One thread at a time builds a key; meanwhile the others get
 * the page of the generation before, or wait when there is none. A new reference. */
struct http_page *http_snapshots_get(
	struct http_snapshots *s, const char *key, http_snapshot_build *build, void *context);

void http_snapshots_set_generation(struct http_snapshots *s, int64_t generation);
int64_t http_snapshots_generation(const struct http_snapshots *s);
size_t http_snapshots_bytes(struct http_snapshots *s);

struct http_snapshots *http_snapshots_of(struct http *http);
