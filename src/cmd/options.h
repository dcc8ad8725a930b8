/* Reads a command line: finds the command, its operands and its options. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct command;
struct invocation;

/* Options that every command takes, and those of NEEDS_STORE and NEEDS_KEY; end with a row without a name. */
const struct option_spec *options_common(void);
const struct option_spec *options_store(void);
const struct option_spec *options_key(void);

enum options_kind {
	OPTIONS_RUN,     /* in->command is to run */
	OPTIONS_HELP,    /* help about in->command, or about everything when NULL; operands hold a noun, if any */
	OPTIONS_VERSION,
};

/* Fills *in from argv[1..argc), whose arena is set already. On failure (ERR_INPUT "usage.…") in->json,
 * quiet and command hold as much as was understood. Options may stand anywhere; "--" ends them. */
MUST_CHECK bool options_read(int argc, char **argv, struct invocation *in, enum options_kind *ret_kind,
	struct err *err);
