/* A YAML text as a tree in which every node knows its line and column.
 *
 * The plain part of YAML only: mappings with text keys, lists and scalars.
 * Anchors, aliases, tags, merge keys, double keys and further documents are
 * findings, so that what a person reads in the file is what the program reads. */
#pragma once

#include "base/base.h"

struct arena;
struct findings;

enum node_kind { NODE_SCALAR, NODE_LIST, NODE_MAP };

struct node {
	enum node_kind kind;
	bool quoted;      /* scalar in quotes or a block: never a number, a flag or nothing */
	int line, column; /* from 1; columns count code points */
	const char *text; /* scalar; UTF-8 without NUL */
	const struct pair *pairs; /* of a mapping, in text order */
	const struct node *items; /* of a list */
	int count;
};

struct pair {
	struct node key; /* a scalar */
	struct node value;
};

enum { NODE_DEPTH = 32, NODE_MOST = 100000, NODE_KEYS = 1000 };

/* Reads text[0..len), valid UTF-8, into the arena. NULL when it can't be read at all; then, and for
 * what is refused but stepped over, there is a finding: "definition.yaml" (syntax), "definition.empty",
 * "definition.alias", "definition.tag", "definition.duplicate-key", "definition.too-deep", "definition.too-large". */
const struct node *node_read(const char *text, size_t len, struct arena *arena, struct findings *findings);

/* The value of a mapping's key; NULL when absent or when `map` is no mapping. */
const struct node *node_get(const struct node *map, const char *key);

/* "a list", "a mapping", "nothing" or the scalar in quotes (shortened), for messages. Lives in the arena. */
const char *node_describe(const struct node *n, struct arena *arena);

/* Text cut for a message, whole code points, in the arena. */
const char *text_shown(const char *text, struct arena *arena);

/* A scalar with nothing in it: `key:` or `~` or `null`. */
bool node_is_nothing(const struct node *n);
