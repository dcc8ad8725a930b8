/* Members are read and written at their offsets; a list doubles its array in the
 * arena as rows come, so it costs at most twice its size. */
#include "store/row.h"

#include "base/arena.h"

#include <assert.h>
#include <string.h>

static struct db_value value_of(enum row_type type, const char *at)
{
	switch (type) {
	case ROW_TEXT:
		return db_text(*(const char *const *)(const void *)at);
	case ROW_INT64:
		return db_int(*(const int64_t *)(const void *)at);
	case ROW_INT:
		return db_int(*(const int *)(const void *)at);
	case ROW_BOOL:
		return db_int(*(const bool *)(const void *)at);
	case ROW_LENGTH:
		break;
	}
	return (struct db_value){.type = DB_NULL};
}

int row_bind(const struct row_shape *shape, const void *row, struct db_value *args, int from)
{
	int n = from;
	for (int i = 0; i < shape->count; i++) {
		const struct row_field *f = &shape->fields[i];
		const char *at = (const char *)row + f->offset;
		if (f->type == ROW_LENGTH) {
			args[n - 1].len = *(const size_t *)(const void *)at;
			args[n - 1].cut = true;
			continue;
		}
		assert(n < DB_ARGS_MAX);
		args[n++] = value_of(f->type, at);
	}
	return n;
}

static void read_row(struct db_cursor *c, const struct row_shape *shape, struct arena *arena, void *row)
{
	struct db_value v = {.type = DB_NULL};
	int column = 0;
	for (int i = 0; i < shape->count; i++) {
		const struct row_field *f = &shape->fields[i];
		void *at = (char *)row + f->offset;
		if (f->type != ROW_LENGTH)
			v = db_column(c, column++);
		switch (f->type) {
		case ROW_TEXT:
			*(const char **)at = v.type == DB_NULL ? NULL : arena_strndup(arena, v.text, v.len);
			break;
		case ROW_INT64:
			*(int64_t *)at = v.integer;
			break;
		case ROW_INT:
			*(int *)at = (int)v.integer;
			break;
		case ROW_BOOL:
			*(bool *)at = v.integer != 0;
			break;
		case ROW_LENGTH:
			*(size_t *)at = v.len;
			break;
		}
	}
}

bool row_list(struct db *db, const char *sql, const struct db_value *args, int arg_count,
	const struct row_shape *shape, struct arena *arena, void *ret_rows, size_t *ret_count, struct err *err)
{
	CLEANUP(db_cursor_done) struct db_cursor c = {0};
	if (!db_query(db, sql, args, arg_count, &c, err))
		return false;
	size_t n = 0, cap = 8;
	char *rows = arena_array(arena, cap, shape->size);
	for (;;) {
		bool row;
		if (!db_next(&c, &row, err))
			return false;
		if (!row)
			break;
		if (n == cap) {
			rows = arena_grow(arena, rows, n, cap * 2, shape->size);
			cap *= 2;
		}
		read_row(&c, shape, arena, rows + n++ * shape->size);
	}
	memcpy(ret_rows, &rows, sizeof(rows));
	*ret_count = n;
	return true;
}

bool row_find(struct db *db, const char *sql, const struct db_value *args, int arg_count,
	const struct row_shape *shape, struct arena *arena, void *ret_row, struct err *err)
{
	CLEANUP(db_cursor_done) struct db_cursor c = {0};
	bool row;
	if (!db_query(db, sql, args, arg_count, &c, err) || !db_next(&c, &row, err))
		return false;
	void *found = NULL;
	if (row) {
		found = arena_alloc(arena, shape->size);
		read_row(&c, shape, arena, found);
	}
	memcpy(ret_row, &found, sizeof(found));
	return true;
}
