/* A list of blocks, each twice the last up to 1 MiB; an allocation bumps a
 * cursor in the newest block. Large requests get a block of their own behind
 * the newest, so that the cursor's block stays in use. */
#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ALIGN = 16, FIRST_BLOCK = 4096, MAX_BLOCK = 1 << 20 };

struct block {
	struct block *next;
	size_t size, used;
	_Alignas(ALIGN) char bytes[];
};

struct arena {
	struct block *head;
	size_t used;
};

static struct block *block_new(size_t size)
{
	struct block *b = calloc(1, sizeof(*b) + size);
	if (!b)
		abort();
	b->size = size;
	return b;
}

struct arena *arena_new(void)
{
	struct arena *a = calloc(1, sizeof(*a));
	if (!a)
		abort();
	return a;
}

static void free_blocks(struct block *b)
{
	while (b) {
		struct block *next = b->next;
		free(b);
		b = next;
	}
}

void arena_free(struct arena *a)
{
	if (!a)
		return;
	free_blocks(a->head);
	free(a);
}

void arena_freep(struct arena **a)
{
	arena_free(*a);
}

void arena_reset(struct arena *a)
{
	if (!a->head)
		return;
	free_blocks(a->head->next);
	a->head->next = NULL;
	memset(a->head->bytes, 0, a->head->used);
	a->head->used = 0;
	a->used = 0;
}

void *arena_alloc(struct arena *a, size_t size)
{
	size_t need = size ? (size + ALIGN - 1) & ~(size_t)(ALIGN - 1) : ALIGN;
	if (need < size)
		abort();
	a->used += need;
	struct block *b = a->head;
	if (b && need <= b->size - b->used) {
		void *p = b->bytes + b->used;
		b->used += need;
		return p;
	}
	if (b && need > MAX_BLOCK / 4) {
		struct block *own = block_new(need);
		own->used = need;
		own->next = b->next;
		b->next = own;
		return own->bytes;
	}
	size_t grown = !b ? FIRST_BLOCK : b->size < MAX_BLOCK ? b->size * 2 : MAX_BLOCK;
	struct block *fresh = block_new(grown < need ? need : grown);
	fresh->next = b;
	fresh->used = need;
	a->head = fresh;
	return fresh->bytes;
}

void *arena_array(struct arena *a, size_t n, size_t size)
{
	if (size && n > SIZE_MAX / size)
		abort();
	return arena_alloc(a, n * size);
}

void *arena_grow(struct arena *a, const void *old, size_t n, size_t cap, size_t size)
{
	void *p = arena_array(a, cap, size);
	if (n)
		memcpy(p, old, n * size);
	return p;
}

char *arena_strndup(struct arena *a, const char *s, size_t len)
{
	char *p = arena_alloc(a, len + 1);
	if (len)
		memcpy(p, s, len);
	return p;
}

char *arena_strdup(struct arena *a, const char *s)
{
	return arena_strndup(a, s, strlen(s));
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap, again;
	va_start(ap, fmt);
	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		abort();
	char *p = arena_alloc(a, (size_t)n + 1);
	vsnprintf(p, (size_t)n + 1, fmt, again);
	va_end(again);
	return p;
}

size_t arena_used(const struct arena *a)
{
	return a->used;
}
