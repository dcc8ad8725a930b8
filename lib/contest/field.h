/* One mapping of a definition, read by the table of its fields.
 *
 * A table names each key once: who reads it, where it goes, whether it must
 * be there, its bounds. What the file has and the table lacks is an unknown
 * key. Readers report to the findings and leave a harmless value behind, so
 * that one run names everything that is wrong. */
#pragma once

#include "base/base.h"
#include "contest/contest.h"
#include "contest/node.h"

struct arena;
struct findings;

/* What reading needs to know. */
struct reader {
	struct arena *arena;
	struct findings *findings;
	struct contest *contest;   /* what has been read so far */
	const struct stage *stage; /* the one being read, NULL outside */
	const bool *flawed;        /* by stage read so far: findings in it, what it lets through is unknown */
};

struct field {
	const char *key;
	void (*read)(struct reader *r, const struct field *f, const struct node *n, void *into);
	size_t offset;            /* of the member that it fills */
	bool required;
	int64_t min, max;         /* numbers: bounds (decimals in units); text: most code points */
	const char *const *words; /* field_word: NULL-terminated, the index is the value */
};

struct fields {
	const char *what; /* "A stage": begins messages */
	const struct field *items;
	int count;
};

#define FIELDS(name_, what_, items_) \
	static const struct fields name_ = {what_, items_, (int)COUNT_OF(items_)}

/* Reads mapping `n` into the struct at `into`, which holds the defaults. True when nothing was wrong;
 * what was stays at its default. */
bool field_map(struct reader *r, const struct node *n, const struct fields *fields, void *into);

/* Readers for tables; each writes the type that is named here. */
/* const char *: an id; one line of text */
void field_id(struct reader *r, const struct field *f, const struct node *n, void *into);
void field_line(struct reader *r, const struct field *f, const struct node *n, void *into);
/* struct text: one line; several */
void field_text(struct reader *r, const struct field *f, const struct node *n, void *into);
void field_prose(struct reader *r, const struct field *f, const struct node *n, void *into);
/* bool */
void field_flag(struct reader *r, const struct field *f, const struct node *n, void *into);
/* int: a whole number; seconds; an index in words */
void field_int(struct reader *r, const struct field *f, const struct node *n, void *into);
void field_duration(struct reader *r, const struct field *f, const struct node *n, void *into);
void field_word(struct reader *r, const struct field *f, const struct node *n, void *into);
/* int64_t: a whole number; units */
void field_weight(struct reader *r, const struct field *f, const struct node *n, void *into);
void field_units(struct reader *r, const struct field *f, const struct node *n, void *into);
/* int64_t: milliseconds; the same, but a bare date means the midnight after it */
void field_time(struct reader *r, const struct field *f, const struct node *n, void *into);
void field_end(struct reader *r, const struct field *f, const struct node *n, void *into);
/* const struct node *, to be read later */
void field_node(struct reader *r, const struct field *f, const struct node *n, void *into);

/* A finding at a node. */
void reader_report(struct reader *r, const struct node *n, const char *code, const char *fmt, ...)
	PRINTF_LIKE(4, 5);

/* "… must be X, not Y": `name` is the key or thing, `wanted` what was expected. */
void reader_expected(struct reader *r, const struct node *n, const char *name, const char *wanted);

/* Number of items of a list with 1 … most items; 0 with a finding otherwise (and for NULL, silently). */
int reader_list(struct reader *r, const struct node *n, const char *name, int most);

/* Index of the scalar `n` among ids[0..count), else −1 with a finding that names what there is.
 * `what` is a noun: "division". */
int reader_ref(struct reader *r, const struct node *n, const char *what, const char *const *ids, int count);
int reader_label(struct reader *r, const struct node *n, const char *what, const struct labels *labels);

/* Whole number and decimal from a scalar; false with a finding. */
bool reader_whole(struct reader *r, const struct node *n, const char *name, int64_t min, int64_t max,
	int64_t *ret);
bool reader_units(struct reader *r, const struct node *n, const char *name, int64_t min, int64_t max,
	int64_t *ret);

/* The number that exactly the digits s[0..len) make; false when there are none, others, or more than 10. */
bool digits_value(const char *s, size_t len, int64_t *ret);

/* Reports items whose id stood before. `ids` are in list order; NULL ids are passed over. */
void reader_unique(struct reader *r, const struct node *list, const char *what, const char *const *ids,
	int count);

/* Text cut for a message, in the arena. */
const char *reader_show(struct reader *r, const char *text);
