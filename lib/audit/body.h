/* The bodies of records: which fields a type has, and nothing else. */
#pragma once

#include "base/base.h"

struct json;

/* A list of fields as text, comma between: name, colon, type letter, and '?' where it may be absent.
 * i: integer ≥ 0 · n: any integer · s: string · d: id · h: 64 hex digits · b: boolean · o: object · a: array. */
bool body_fits(const struct json *body, const char *fields);

/* An array of at least `least` ids. */
bool body_ids(const struct json *array, size_t least);

/* "lists[0].rows[2].rank is 4, recomputed 3": the first place where b differs from a; false when nowhere. */
bool body_difference(const struct json *a, const struct json *b, char *out, size_t size);
