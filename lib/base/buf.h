/* A growing string of bytes, always NUL-terminated, owned by whoever made it.
 *
 *	CLEANUP(buf_done) struct buf out = {0};
 *	buf_puts(&out, "hello");
 */
#pragma once

#include "base/base.h"

struct buf {
	char *at;        /* NULL until the first byte */
	size_t len, cap; /* len leaves out the final NUL */
};

void buf_done(struct buf *b);
void buf_clear(struct buf *b);
void buf_reserve(struct buf *b, size_t more);
void buf_put(struct buf *b, const void *bytes, size_t len);
void buf_puts(struct buf *b, const char *s);
void buf_putc(struct buf *b, char c);
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* The text so far; "" when empty. Valid until the next change. */
const char *buf_str(const struct buf *b);
