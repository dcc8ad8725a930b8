/* Rows of a table in and out of C structs, by one table of fields a struct.
 *
 * The order of the fields is the order of the columns in SELECT, and of the
 * placeholders after the key in INSERT. */
#pragma once

#include "store/db.h"

struct arena;

enum row_type {
	ROW_TEXT,   /* const char *; NULL is NULL */
	ROW_INT64,
	ROW_INT,    /* int, or an enum */
	ROW_BOOL,   /* 0 or 1 in the database */
	ROW_LENGTH, /* size_t: bytes of the text just before; no column of its own */
};

struct row_field {
	enum row_type type;
	size_t offset;
};

#define ROW_FIELD(type_, struct_, member) {type_, offsetof(struct struct_, member)}

/* A struct of `size` bytes with `count` fields. */
struct row_shape {
	const struct row_field *fields;
	int count;
	size_t size;
};

#define ROW_SHAPE(struct_, fields_) {fields_, (int)COUNT_OF(fields_), sizeof(struct struct_)}

/* Appends the struct's members to args[from…]; gives the number of arguments then. Texts are not copied. */
int row_bind(const struct row_shape *shape, const void *row, struct db_value *args, int from);

/* All rows of the query as an array of structs in `arena`. */
MUST_CHECK bool row_list(struct db *db, const char *sql, const struct db_value *args, int arg_count,
	const struct row_shape *shape, struct arena *arena, void *ret_rows /* T ** */, size_t *ret_count,
	struct err *err);

/* The first row, or NULL. */
MUST_CHECK bool row_find(struct db *db, const char *sql, const struct db_value *args, int arg_count,
	const struct row_shape *shape, struct arena *arena, void *ret_row /* T ** */, struct err *err);
