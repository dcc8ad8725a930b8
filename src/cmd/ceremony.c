/* Draws in a contest's ledger. Files are those of docs/draw.md: a line an id, a line a person. */
#include "app/ceremony.h"

#include "app/app.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/sha.h"
#include "base/str.h"
#include "base/time.h"
#include "cmd/command.h"
#include "cmd/commands.h"
#include "cmd/data.h"
#include "cmd/input.h"
#include "cmd/output.h"
#include "cmd/reply.h"
#include "cmd/request.h"
#include "fetch/fetch.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { FILE_LIMIT_BYTES = 4 << 20 };

static bool read_number(const char *text, int64_t *ret, struct err *err)
{
	size_t digits = strspn(text, "0123456789");
	if (digits == 0 || digits > 6 || text[digits] || atoll(text) == 0)
		return fail(err, ERR_INPUT, "usage.number", "“%s” is no number of a draw.", text);
	*ret = atoll(text);
	return true;
}

/* The lines of a file, without empty ones. */
static bool read_lines(struct invocation *in, const char *path, const char *const **ret_lines, int *ret_count, struct err *err)
{
	struct slice text;
	if (!input_read(path, FILE_LIMIT_BYTES, in->arena, &text, err))
		return false;
	int most = 1, n = 0;
	for (size_t i = 0; i < text.len; i++)
		most += text.at[i] == '\n';
	const char **lines = ARENA_ARRAY(in->arena, (size_t)most, const char *);
	for (const char *at = text.at, *end = text.at + text.len; at < end;) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		size_t len = (size_t)((stop ? stop : end) - at);
		size_t kept = len && at[len - 1] == '\r' ? len - 1 : len;
		if (kept)
			lines[n++] = arena_strndup(in->arena, at, kept);
		at += len + 1;
	}
	*ret_lines = lines;
	*ret_count = n;
	return true;
}

/* ---- showing */

static bool write_text(struct invocation *in, const char *dir, const char *name, const char *text, struct err *err)
{
	const char *path = arena_printf(in->arena, "%s/%s", dir, name);
	FILE *file = fopen(path, "wx");
	bool written = file && fputs(text, file) >= 0;
	if (file && fclose(file) != 0)
		written = false;
	return written || fail(err, ERR_IO, "draw.write", "“%s” can't be written: %s.", path, strerror(errno));
}

static bool write_folder(struct invocation *in, const struct json *draw, const char *dir, struct err *err)
{
	const struct json *files = json_get(draw, "files");
	const char *order = json_string(draw, "order.txt", NULL);
	if (mkdir(dir, 0777) != 0)
		return fail(err, ERR_IO, "draw.write", "The folder “%s” can't be made: %s.", dir, strerror(errno));
	for (size_t i = 0; files && i < files->count; i++)
		if (!write_text(in, dir, files->members[i].key, files->members[i].value.string, err))
			return false;
	return !order || write_text(in, dir, "order.txt", order, err);
}

static void print_draw(const struct json *draw, struct arena *arena)
{
	static const char *const columns[] = {">", "id", "key"};
	const struct json *order = json_get(draw, "order");
	struct table *t = table_new(arena, columns, COUNT_OF(columns));
	printf("Draw %lld, %s: %s\n", (long long)json_int(draw, "draw", 0), json_string(draw, "purpose", ""),
		json_string(draw, "state", ""));
	if (json_string(draw, "round_at", NULL))
		printf("drand's round %lld comes out at %s\n", (long long)json_int(draw, "round", 0), json_string(draw, "round_at", ""));
	if (json_int(draw, "used_round", 0) > json_int(draw, "round", 0))
		printf("drawn by the fallback, round %lld: round %lld must never have come out\n", (long long)json_int(draw, "used_round", 0),
			(long long)json_int(draw, "round", 0));
	if (json_bool(draw, "late", false))
		puts("voided when its order could be known already");
	if (json_string(draw, "reason", NULL))
		printf("because: %s\n", json_string(draw, "reason", ""));
	for (size_t i = 0; order && i < order->count; i++) {
		table_printf(t, "%zu", i + 1);
		table_cell(t, json_string(&order->items[i], "id", ""));
		table_cell(t, json_string(&order->items[i], "key", ""));
	}
	if (order)
		table_print(t, stdout);
}

static bool show(struct invocation *in, struct app *app, int64_t number, struct err *err)
{
	CLEANUP(buf_done) struct buf out = {0};
	struct json draw;
	const char *dir = option_get(in, "out");
	if (!view_draw(app, in->operands[0], number, &out, err) || !reply_read(&out, in->arena, &draw, err) ||
		(dir && !write_folder(in, &draw, dir, err)))
		return false;
	if (in->json)
		output_text(&out);
	else
		print_draw(&draw, in->arena);
	return true;
}

bool cmd_ceremony_list(struct invocation *in, struct err *err)
{
	static const char *const columns[] = {"draw", "purpose", "state", "pool", "round_at"};
	CLEANUP(app_closep) struct app *app = NULL;
	CLEANUP(buf_done) struct buf out = {0};
	return data_open(in, DATA_EXISTING, &app, err) && view_draws(app, in->operands[0], &out, err) &&
		reply_list(in, &out, "draws", columns, COUNT_OF(columns), err);
}

bool cmd_ceremony_show(struct invocation *in, struct err *err)
{
	CLEANUP(app_closep) struct app *app = NULL;
	int64_t number = 0;
	return read_number(in->operands[1], &number, err) && data_open(in, DATA_EXISTING, &app, err) && show(in, app, number, err);
}

/* ---- holding one */

/* What each line commits to: its SHA-256. */
static const char *const *hashes_of(struct invocation *in, const char *const *lines, int count)
{
	const char **hashes = ARENA_ARRAY(in->arena, (size_t)count + 1, const char *);
	for (int i = 0; i < count; i++) {
		char hex[SHA_HEX];
		struct sha sum = sha256(lines[i], strlen(lines[i]));
		hashes[i] = arena_strdup(in->arena, sha_hex(&sum, hex));
	}
	return hashes;
}

bool cmd_ceremony_commit(struct invocation *in, struct err *err)
{
	CLEANUP(app_closep) struct app *app = NULL;
	struct request rq = request_of(in);
	struct hall_plan plan = {.purpose = in->operands[1], .beacon = option_has(in, "beacon")};
	const char *const *lines;
	int count;
	int64_t number = 0;
	if (!read_lines(in, in->operands[2], &plan.pool, &plan.pool_count, err) ||
		!read_lines(in, in->operands[3], &lines, &count, err))
		return false;
	if (option_has(in, "lines"))
		lines = hashes_of(in, lines, count);
	return data_open(in, DATA_EXISTING, &app, err) &&
		app_commit_draw(app, &rq, in->operands[0], &plan, lines, count, &number, err) && show(in, app, number, err);
}

bool cmd_ceremony_announce(struct invocation *in, struct err *err)
{
	CLEANUP(app_closep) struct app *app = NULL;
	struct request rq = request_of(in);
	struct new_draw d = {.purpose = option_get(in, "purpose")};
	const char *at = option_get(in, "beacon-at"), *reveals = option_get(in, "reveals"), *draw = option_get(in, "draw");
	int64_t number = 0;
	if (at && !time_parse(at, 0, &d.beacon_at_ms))
		return fail(err, ERR_INPUT, "usage.time", "“%s” is no time; write 2026-05-01T18:00+08:00.", at);
	if ((draw && !read_number(draw, &d.draw, err)) || !read_lines(in, in->operands[1], &d.pool, &d.pool_count, err) ||
		(reveals && !read_lines(in, reveals, &d.reveals, &d.reveal_count, err)))
		return false;
	return data_open(in, DATA_EXISTING, &app, err) &&
		app_announce_draw(app, &rq, in->operands[0], &d, &number, err) && show(in, app, number, err);
}

bool cmd_ceremony_conclude(struct invocation *in, struct err *err)
{
	CLEANUP(fetch_close) struct fetch fetch = {0};
	CLEANUP(app_closep) struct app *app = NULL;
	struct request rq = request_of(in);
	int64_t number = 0;
	return read_number(in->operands[1], &number, err) && fetch_open(&fetch, err) &&
		data_open_with(in, DATA_EXISTING, &fetch, &app, err) &&
		app_conclude_draw(app, &rq, in->operands[0], number, option_get(in, "signature"), err) && show(in, app, number, err);
}

bool cmd_ceremony_void(struct invocation *in, struct err *err)
{
	CLEANUP(app_closep) struct app *app = NULL;
	struct request rq = request_of(in);
	int64_t number = 0;
	return read_number(in->operands[1], &number, err) && data_open(in, DATA_EXISTING, &app, err) &&
		app_void_draw(app, &rq, in->operands[0], number, option_get(in, "reason"), err) && show(in, app, number, err);
}
