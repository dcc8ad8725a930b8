/* A published body is read back into rows sorted by entry, so that each look-up is a binary search. */
#include "contest/roster.h"

#include "base/arena.h"
#include "base/json.h"
#include "base/str.h"
#include "contest/result.h"

#include <stdlib.h>
#include <string.h>

static int by_entry(const void *a, const void *b)
{
	const struct published *x = a, *y = b;
	return strcmp(x->entry, y->entry);
}

static bool malformed(const struct result_earlier *earlier, struct err *err)
{
	return fail(err, ERR_CONFLICT, "result.earlier", "The published result of stage %s can't be read.",
		earlier->stage);
}

static bool read_whole(const char **at, int64_t *ret)
{
	bool negative = **at == '-';
	int64_t v = 0;
	const char *s = *at + negative, *first = s;
	while (*s >= '0' && *s <= '9' && s - first < 19) {
		if (__builtin_mul_overflow(v, 10, &v) || __builtin_add_overflow(v, *s - '0', &v))
			return false;
		s++;
	}
	*ret = negative ? -v : v;
	*at = s;
	return s > first;
}

/* "123/7" or "123", as ratio_print() writes it. */
static bool read_ratio(const char *text, struct ratio *ret)
{
	struct err err;
	int64_t num, den = 1;
	if (!read_whole(&text, &num))
		return false;
	if (*text == '/') {
		text++;
		if (!read_whole(&text, &den) || den < 1)
			return false;
	}
	return !*text && ratio_make(num, den, ret, &err);
}

static bool read_row(const struct json *row, struct published *ret)
{
	const char *fate = json_string(row, "fate", NULL), *own = json_string(row, "own", NULL);
	*ret = (struct published){.entry = json_string(row, "entry", NULL), .has_own = own != NULL};
	if (!ret->entry || !fate)
		return false;
	ret->advances = str_eq(fate, fate_name(FATE_ADVANCE)) || str_eq(fate, fate_name(FATE_WILD_CARD));
	return !own || read_ratio(own, &ret->own);
}

static bool read_rows(const struct json *rows, struct published_stage *to)
{
	if (!rows || rows->type != JSON_ARRAY)
		return false;
	for (size_t i = 0; i < rows->count; i++)
		if (!read_row(&rows->items[i], &to->rows[to->count++]))
			return false;
	return true;
}

static size_t count_rows(const struct json *body)
{
	const struct json *lists = json_get(body, "lists"), *rest = json_get(body, "unranked");
	size_t n = rest && rest->type == JSON_ARRAY ? rest->count : 0;
	for (size_t i = 0; lists && lists->type == JSON_ARRAY && i < lists->count; i++) {
		const struct json *rows = json_get(&lists->items[i], "rows");
		n += rows && rows->type == JSON_ARRAY ? rows->count : 0;
	}
	return n;
}

static bool read_body(const struct json *body, struct arena *arena, struct published_stage *ret)
{
	const struct json *lists = json_get(body, "lists");
	if (!lists || lists->type != JSON_ARRAY)
		return false;
	ret->rows = ARENA_ARRAY(arena, count_rows(body), struct published);
	ret->count = 0;
	for (size_t i = 0; i < lists->count; i++)
		if (!read_rows(json_get(&lists->items[i], "rows"), ret))
			return false;
	return read_rows(json_get(body, "unranked"), ret);
}

bool published_read(const struct result_earlier *earlier, struct arena *arena, struct published_stage *ret,
	struct err *err)
{
	struct json body;
	if (!json_parse(earlier->body, strlen(earlier->body), arena, &body, err))
		return false;
	if (!read_body(&body, arena, ret))
		return malformed(earlier, err);
	if (ret->count)
		qsort(ret->rows, ret->count, sizeof(*ret->rows), by_entry);
	for (int i = 0; i < earlier->moved_count; i++) {
		struct published *row = (struct published *)published_find(ret, earlier->moved[i]);
		if (!row)
			return malformed(earlier, err);
		row->advances = true;
	}
	return true;
}

const struct published *published_find(const struct published_stage *stage, const char *entry)
{
	struct published key = {.entry = entry};
	return stage->rows ? bsearch(&key, stage->rows, stage->count, sizeof(key), by_entry) : NULL;
}
