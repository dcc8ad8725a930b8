/* The arrays of the records become the files of draw.h again, byte for byte, so that one piece of code reads draws from
 * folders and from ledgers, and a stranger's sha256sum sees the same bytes. */
#include "judging/ceremony.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"

#include <string.h>

static struct slice text_of(const char *s)
{
	return s ? (struct slice){s, strlen(s)} : (struct slice){0};
}

/* Each item a line; {0} when there is no list. */
static bool lines_of(const struct json *list, const char *what, struct arena *arena, struct slice *ret, struct err *err)
{
	CLEANUP(buf_done) struct buf out = {0};
	*ret = (struct slice){0};
	if (!list)
		return true;
	for (size_t i = 0; i < list->count; i++) {
		if (list->type != JSON_ARRAY || list->items[i].type != JSON_STRING || strchr(list->items[i].string, '\n'))
			return fail(err, ERR_PROOF, "draw.announcement", "The %s of the draw must be a list of lines.", what);
		buf_puts(&out, list->items[i].string);
		buf_putc(&out, '\n');
	}
	*ret = (struct slice){arena_strndup(arena, buf_str(&out), out.len), out.len};
	return true;
}

bool ceremony_check_commitments(const struct json *list, struct err *err)
{
	const char *before = "";
	for (size_t i = 0; list && list->type == JSON_ARRAY && i < list->count; i++) {
		const struct json *item = &list->items[i];
		unsigned char bytes[SHA_LEN];
		if (item->type != JSON_STRING || strlen(item->string) != SHA_HEX - 1 ||
			!hex_decode(item->string, SHA_HEX - 1, bytes, SHA_LEN) || strcmp(before, item->string) >= 0)
			return fail(err, ERR_INPUT, "draw.commitments", "Commitments are SHA-256 in hex, sorted, each once.");
		before = item->string;
	}
	return *before || fail(err, ERR_INPUT, "draw.commitments", "There is no commitment.");
}

static bool same_list(const struct json *a, const struct json *b)
{
	if (!a || !b || a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (a->items[i].type != JSON_STRING || b->items[i].type != JSON_STRING || !str_eq(a->items[i].string, b->items[i].string))
			return false;
	return true;
}

static bool check_committed(const struct ceremony *c, const struct json *announced, const struct json *committed, struct err *err)
{
	if (c->announcement.hall != (committed != NULL))
		return fail(err, ERR_PROOF, "draw.commitments",
			committed ? "People in the hall committed to lines, and the draw does not use them."
				  : "The draw uses lines from the hall that nobody committed to in a record before.");
	if (!committed)
		return true;
	if (!same_list(json_get(announced, "commitments"), json_get(committed, "commitments")) ||
		!str_eq(c->purpose, json_string(committed, "purpose", "")) || json_int(committed, "draw", 0) != c->number)
		return fail(err, ERR_PROOF, "draw.commitments", "The draw is not the one whose lines were committed to.");
	const struct json *pool = json_get(committed, "pool"), *beacon = json_get(committed, "beacon");
	if (pool && !same_list(json_get(announced, "pool"), pool))
		return fail(err, ERR_PROOF, "draw.commitments", "The pool is not the one that was fixed with the commitments.");
	if (beacon && beacon->boolean != (c->announcement.round != 0))
		return fail(err, ERR_PROOF, "draw.commitments", "With the commitments it was fixed that %s beacon adds to them.",
			beacon->boolean ? "a" : "no");
	return true;
}

bool ceremony_read(const char *contest, const struct json *announced, const struct json *committed,
	struct arena *arena, struct ceremony *ret, struct err *err)
{
	struct ceremony c = {.files.announcement = text_of(json_string(announced, "announcement", ""))};
	if (!draw_announcement_read(c.files.announcement, arena, &c.announcement, err) ||
		!lines_of(json_get(announced, "pool"), "pool", arena, &c.files.pool, err) ||
		!lines_of(json_get(announced, "commitments"), "commitments", arena, &c.files.commitments, err) ||
		!lines_of(json_get(announced, "reveals"), "reveals", arena, &c.files.reveals, err))
		return false;
	c.number = c.announcement.number;
	c.purpose = c.announcement.purpose;
	if (!str_eq(c.announcement.contest, contest) || json_int(announced, "draw", 0) != c.number)
		return fail(err, ERR_PROOF, "draw.announcement", "The announcement is that of another contest or draw.");
	struct draw_pool pool;
	struct sha hall;
	if (!draw_pool_read(c.files.pool, arena, &pool, err))
		return false;
	if (!sha_eq(&pool.sha, &c.announcement.pool_sha) || (int64_t)pool.ids.count != c.announcement.pool_lines)
		return fail(err, ERR_PROOF, "draw.pool", "The pool is not the one that the announcement names.");
	if (c.announcement.hall && !draw_hall_read(c.files.commitments, c.files.reveals, arena, &hall, err))
		return false;
	if (c.announcement.hall ? !sha_eq(&hall, &c.announcement.hall_sha) : c.files.commitments.at || c.files.reveals.at)
		return fail(err, ERR_PROOF, "draw.hall", "The lines from the hall do not give the value of the announcement.");
	if (!check_committed(&c, announced, committed, err))
		return false;
	*ret = c;
	return true;
}

bool ceremony_draw(const struct ceremony *c, struct slice beacon, struct arena *arena, struct draw *ret, struct err *err)
{
	struct draw_files files = c->files;
	files.beacon = beacon;
	return draw_make(&files, arena, ret, err);
}

bool ceremony_check(const struct ceremony *c, const struct json *concluded, struct arena *arena, struct draw *ret, struct err *err)
{
	const struct json *order = json_get(concluded, "order");
	char seed[SHA_HEX];
	struct draw d;
	if (!ceremony_draw(c, text_of(json_string(concluded, "beacon", NULL)), arena, &d, err))
		return false;
	bool same = order && order->type == JSON_ARRAY && order->count == d.count &&
		str_eq(json_string(concluded, "seed", ""), sha_hex(&d.seed, seed));
	for (size_t i = 0; same && i < d.count; i++)
		same = order->items[i].type == JSON_STRING && str_eq(order->items[i].string, d.places[i].id);
	*ret = d;
	return same || fail(err, ERR_PROOF, "draw.order", "The order is not the one that the draw gives.");
}
