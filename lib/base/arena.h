/* Memory by scope: everything made for one request, job or test is freed at once.
 *
 * A function that takes a `struct arena *` leaves its result there; a function
 * that takes none allocates nothing. Running out of memory aborts the program:
 * sizes that a user chose are limited before they come here. */
#pragma once

#include "base/base.h"

struct arena;

/* A new empty arena. The caller frees it with arena_free(). */
struct arena *arena_new(void);

/* Frees the arena and everything in it. NULL is allowed. */
void arena_free(struct arena *a);
void arena_freep(struct arena **a);

/* Forgets everything but keeps one block for reuse. */
void arena_reset(struct arena *a);

/* `size` bytes, zeroed, aligned for any type. Never NULL; size 0 gives a unique pointer. */
void *arena_alloc(struct arena *a, size_t size);

/* `n` items of `size` bytes, zeroed. Aborts when n * size overflows. */
void *arena_array(struct arena *a, size_t n, size_t size);

/* Grows an array made here: copies `n` old items into room for `cap`. */
void *arena_grow(struct arena *a, const void *old, size_t n, size_t cap, size_t size);

char *arena_strdup(struct arena *a, const char *s);
char *arena_strndup(struct arena *a, const char *s, size_t len);
char *arena_printf(struct arena *a, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Bytes handed out and not yet reset; for limits and statistics. */
size_t arena_used(const struct arena *a);

#define ARENA_NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, n, type) ((type *)arena_array((a), (n), sizeof(type)))
