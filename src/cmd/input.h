/* Files that a user names on the command line; "-" is standard input. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct arena;

enum { INPUT_LIMIT_BYTES = 64 << 20 };

/* The whole file into `arena` (NUL-terminated behind its end). ERR_NOT_FOUND "file.missing", ERR_DENIED
 * "file.denied", ERR_INPUT "file.directory", ERR_LIMIT "file.size" (read no further than the limit), ERR_IO "file.read". */
MUST_CHECK bool input_read(const char *path, size_t limit_bytes, struct arena *arena, struct slice *ret_text,
	struct err *err);
