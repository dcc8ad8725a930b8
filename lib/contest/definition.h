/* Reads a definition file: YAML text in, a checked `struct contest` out.
 *
 * One validator knows every key; an unknown key, a wrong type, a dangling
 * reference or a pipeline whose shapes do not fit is a finding with
 * file:line:column, what was expected, and a guess at what was meant. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct arena;
struct contest;
struct findings;

enum { DEFINITION_LIMIT_BYTES = 1 << 20 };

/* All findings are collected; false (with the first as the error) when there is any.
 * `text` need not outlive the call. */
MUST_CHECK bool definition_read(const char *text, size_t len, struct arena *arena,
	struct findings *findings, struct contest **ret_contest, struct err *err);
