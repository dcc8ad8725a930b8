/* The few words everybody speaks: attributes, integer width, array length.
 *
 * Included by every other header of lib/base; it declares no function. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* 128-bit intermediate results; never stored, never printed. */
__extension__ typedef __int128 int128;

#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt, first) __attribute__((format(printf, fmt, first)))
#define CLEANUP(f) __attribute__((cleanup(f)))
#define COUNT_OF(a) (sizeof(a) / sizeof((a)[0]))

/* Takes the value out of an owning variable, leaving NULL for its cleanup. */
#define TAKE(p) __extension__({ __typeof__(p) taken_ = (p); (p) = NULL; taken_; })

/* Bytes that someone else owns; not NUL-terminated unless said. */
struct slice {
	const char *at;
	size_t len;
};
