/* What the command line offers: one row a command, and one invocation of it. */
#pragma once

#include "base/base.h"
#include "base/err.h"
#include "base/finding.h"

struct arena;
struct invocation;

struct option_spec {
	const char *name;  /* without dashes */
	const char *value; /* what stands for it in help: "FILE"; NULL for a switch */
	const char *help;
	bool repeats;      /* may be given more than once */
};

enum command_needs {
	NEEDS_NOTHING,
	NEEDS_STORE = 1, /* takes --data and --db */
	NEEDS_KEY = 2,   /* changes something: takes --key */
};

struct command {
	const char *path;     /* "stage close" */
	const char *operands; /* "CONTEST STAGE", "FILE…", "[DIR]": also what is checked */
	const char *help;     /* one line, lower case, no full stop */
	const char *details;  /* further help, or NULL */
	const struct option_spec *options; /* ends with a row without a name; NULL: none of its own */
	unsigned needs;       /* enum command_needs, or-ed */
	bool (*run)(struct invocation *in, struct err *err);
};

struct option_value {
	const struct option_spec *spec;
	const char *value; /* NULL for a switch */
};

/* A command as typed. Everything lives in `arena`, which lasts until the program ends. */
struct invocation {
	const struct command *command;
	struct arena *arena;
	const char **operands;
	size_t operand_count;
	struct option_value *values;
	size_t value_count;
	bool json, quiet;
	struct findings findings; /* about the file being read; main reports them all */
};

/* The table, ends with a row without a path. */
const struct command *command_table(void);

/* The row of the longest path that words[0..n) start with, or NULL; *ret_used words made the path. */
const struct command *command_find(const char *const *words, size_t n, size_t *ret_used);

/* True when some command's path starts with the word `noun`. */
bool command_is_noun(const char *noun);

/* ERR_INPUT "usage.command" with a guess at what was meant. */
MUST_CHECK bool command_unknown(const char *const *words, size_t n, struct err *err);

/* The given value, or NULL; the last one where an option repeats. */
const char *option_get(const struct invocation *in, const char *name);
bool option_has(const struct invocation *in, const char *name);
